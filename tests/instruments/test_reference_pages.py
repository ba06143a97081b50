"""The reference page of an instrument shows a position that the reader of folders accepts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from investisens.folder.converter import toml_converter
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.fund import Position
from investisens.values.currency import XOF

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "instruments"
KINDS = [kind for kind in INSTRUMENTS if (PAGES / f"{kind}.md").exists()]


@pytest.mark.parametrize("kind", KINDS)
def test_the_positions_of_a_page_are_read(kind: str) -> None:
    page = (PAGES / f"{kind}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    positions = [each for block in blocks for each in tomllib.loads(block).get("positions", ())]
    converter = toml_converter(XOF, INSTRUMENTS)

    read = [converter.structure(each, Position) for each in positions]
    assert kind in {each.instrument.kind for each in read}
