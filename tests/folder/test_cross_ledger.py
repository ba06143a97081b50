"""What a folder says of its amendments and distributions is held against its records."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from investisens import InvalidTerms, check_folder, project, read_fund

COLLINES = Path(__file__).parents[2] / "examples" / "collines"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COLLINES, tmp_path / "fund"))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_amendment_that_does_not_write_what_was_owed_is_a_finding(folder: Path) -> None:
    """103,253 francs had accrued on L3: they stand in the case's own amendment."""
    replace(
        folder / "amendments.toml", 'capitalised = "103 253 XOF"', 'capitalised = "103 000 XOF"'
    )

    assert [str(finding) for finding in check_folder(folder)] == [
        "amendments.toml: amendments[0].capitalised (L3): expected 103253 XOF, what is owed on "
        "2013-03-15, found 103000 XOF: correct the amendment, or the payments before it"
    ]


def test_a_projection_refuses_what_the_check_names(folder: Path) -> None:
    replace(
        folder / "amendments.toml", 'capitalised = "103 253 XOF"', 'capitalised = "103 000 XOF"'
    )

    with pytest.raises(InvalidTerms) as refused:
        project(read_fund(folder))

    assert str(refused.value) == (
        "position 'L3': the amendment of 2013-03-15 writes capitalised 103000 XOF but 103253 XOF "
        "is owed that day (253 XOF apart): correct the amendment, or the payments before it"
    )


def test_a_payment_forgotten_before_an_amendment_shows_in_its_principal(folder: Path) -> None:
    """P051 paid 744,596 francs: without it more interest and more principal were owed."""
    payments = folder / "payments.csv"
    rows = payments.read_text(encoding="utf-8").splitlines(keepends=True)
    payments.write_text("".join(row for row in rows if "P051" not in row), encoding="utf-8")

    (finding,) = check_folder(folder)

    assert finding.where == "amendments.toml: amendments[0].capitalised (L3)"


def test_a_distribution_before_any_capital_is_a_finding(folder: Path) -> None:
    replace(folder / "distributions.csv", "2015-12-15", "2010-01-15")

    assert [str(finding) for finding in check_folder(folder)] == [
        "distributions.csv: line 2, paid_on: expected a day by which capital was paid in, found "
        "2010-01-15, with none paid in: correct the day, or the calls"
    ]
