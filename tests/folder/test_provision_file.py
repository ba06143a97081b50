"""The file of provision tables: read strictly, every problem told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from investisens.folder.provision_file import read_provisions
from investisens.servicing.provisions import ProvisionBase
from investisens.values.dates import Period
from investisens.values.errors import InvalidFolder
from investisens.values.rates import Rate

GOOD = """
[[tables]]
since = 2024-01-01
source = "credit committee of 12 December 2023"
base = "principal_and_interest"
restructured = "doubtful"
watch = "6 months"
classes = [
  { name = "sound", from_days = 0, to_days = 90, rate = "1 %" },
  { name = "doubtful", from_days = 91, rate = "50 %" },
]

[[tables]]
since = 2025-01-01
source = "credit committee of 10 December 2024"
classes = [{ name = "all", from_days = 0, rate = "2 %" }]
"""


def test_a_file_holds_tables_through_time(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(GOOD, encoding="utf-8")
    found = read_provisions(tmp_path / "p.toml")
    table = found.on(date(2024, 12, 31))

    assert len(found.tables) == 2
    assert (table.base, table.restructured, table.watch) == (
        ProvisionBase.PRINCIPAL_AND_INTEREST,
        "doubtful",
        Period(months=6),
    )
    assert [each.rate for each in table.classes] == [Rate.parse("1 %"), Rate.parse("50 %")]
    assert found.on(date(2025, 1, 1)).classes[0].to_days is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "to_days = 90",
            "to_days = 80",
            "p.toml: tables[0].classes: expected valid terms, found that class 'doubtful' starts "
            "at day 91, but the one before it ends at day 80: start it at day 81",
        ),
        (
            "base =",
            "basis =",
            "p.toml: tables[0].basis: expected a known key, found 'basis': did you mean 'base'?",
        ),
        (
            'rate = "2 %"',
            "rate = 0.02",
            "p.toml: tables[1].classes[0].rate: expected a rate such as '4.5 %', found 0.02: write "
            '"2 %" if it is a share of one',
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    (tmp_path / "p.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidFolder) as caught:
        read_provisions(tmp_path / "p.toml")

    assert [str(each) for each in caught.value.findings] == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            None,
            "p.toml: expected a file of TOML in UTF-8, found what cannot be read (No such file or "
            "directory): check it",
        ),
        (
            "tables = [",
            "p.toml: expected the syntax of TOML, found a mistake (Invalid value (at end of "
            "document)): correct that line, then check again",
        ),
        ("", "p.toml: tables: expected a value, found nothing: add the key 'tables'"),
        (
            "tables = []",
            "p.toml: tables: expected valid terms, found that tables is empty: give one table",
        ),
    ],
)
def test_a_file_without_tables_is_refused(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFolder) as caught:
        read_provisions(tmp_path / "p.toml")

    assert [str(each) for each in caught.value.findings] == [message]
