"""The reference of events says what the code says."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from investisens.folder.layout import FILE_OF, TABLES
from investisens.folder.schema import first_line
from investisens.portfolio.event_kinds import KINDS
from investisens.portfolio.events import What

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "events.md"


def test_every_kind_stands_in_the_reference() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = {line.split("`")[1]: line for line in lines if line.startswith("| `")}

    for name, kind in KINDS.items():
        assert first_line(kind.cls) in rows[name]
        assert f"`{FILE_OF[kind.cls]}`" in rows[name] if kind.cls in FILE_OF else True
        assert all(f"`{each}`" in rows[name] for each in kind.key)


def test_every_kind_says_what_an_event_may_say() -> None:
    assert {kind.cls for kind in KINDS.values()} == set(get_args(What))
    assert set(TABLES.values()) <= set(get_args(What))
