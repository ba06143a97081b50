"""``investisens grants``: what is proven, what is lost and why, in every format."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

COLLINES = Path(__file__).parents[2] / "examples" / "collines"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the Collines, to be spoilt."""
    place = tmp_path / "spoilt"
    shutil.copytree(COLLINES, place)
    return place


def test_the_text_ends_with_the_totals(run: Run) -> None:
    result = run("grants", str(COLLINES))

    assert result.exit_code == 0
    assert result.stdout.startswith("Fund: Fonds des Collines (fictitious)\nOn: December 31, 2016")
    assert result.stdout.endswith(
        "Granted: XOF 30,000,000\n"
        "Justified: XOF 28,781,202\n"
        "Unjustified: XOF 1,218,798\n"
        "Paid: XOF 21,000,000\n"
        "Payable: XOF 7,781,202\n"
    )


def test_a_day_is_asked_for(run: Run) -> None:
    """By hand: see tests/portfolio/test_grants.py."""
    result = run("grants", str(COLLINES), "--on", "2010-12-31", "--format", "json")

    assert json.loads(result.stdout)["totals"] == {
        "granted": 30_000_000,
        "justified": 24_152_631,
        "unjustified": 5_847_369,
        "paid": 21_000_000,
        "payable": 3_152_631,
    }


def test_csv_has_a_row_of_totals(run: Run) -> None:
    *rows, last = csv.DictReader(
        io.StringIO(run("grants", str(COLLINES), "--format", "csv").stdout)
    )

    assert (len(rows), last["source"], last["payable"]) == (19, "TOTAL", "7781202")


def test_a_fund_without_grants_has_a_statement_too(run: Run, folder: Path) -> None:
    result = run("grants", str(folder))

    assert result.exit_code == 0
    assert result.stdout.endswith("Payable: XOF 0\n")


def test_bad_invoices_are_told_all_at_once_and_nothing_else_is(run: Run, copied: Path) -> None:
    file = copied / "invoices.csv"
    lines = [
        "F20,E1,U1,2010-09-01,1000 USD,0,invoice",
        "F20,E1,U1,2010-09-01,1000,0,invoice",
        "F21,E1,U9,2010-09-01,1000,0,invoice",
        "F22,E1,U1,2010-09-01,-1000,0,invoice",
    ]
    file.write_text(file.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
    messages = (
        "error: invoices.csv: line 24, amount: expected a valid row, found that amount is -1000 "
        "XOF: give a positive amount, less the credit notes for it\n"
        "error: invoices.csv: line 22, id: expected a name not given yet, found 'F20' at line 21 "
        "too: rename or remove one of the two\n"
        "error: invoices.csv: line 23, use: expected a use of 'E1' in uses.csv, found 'U9': add it "
        "to uses.csv\n"
        "error: invoices.csv: line 21, amount: expected an amount in XOF, or a rate of USD on "
        "2010-09-01, found 1000.00 USD: add the rate to the tables [[fx]] of fund.toml, with base "
        "= 'USD'\n"
    )
    refused, checked = run("grants", str(copied)), run("check", str(copied))

    assert (refused.exit_code, refused.stdout, refused.stderr) == (1, "", messages)
    assert checked.stdout == f"{messages}{copied}: errors: 4, warnings: 0\n"


def test_the_funder_gets_its_columns(run: Run, tmp_path: Path) -> None:
    (tmp_path / "region.toml").write_text(
        'total = "TOTAL"\n[[columns]]\ntitle = "Pièce"\nvalue = "invoice"\n'
        '[[columns]]\ntitle = "Justifié"\nvalue = "justified"\n',
        encoding="utf-8",
    )
    result = run("grants", str(COLLINES), "--columns", "region.toml")

    assert result.stdout.splitlines()[0] == "Pièce;Justifié"
    assert result.stdout.splitlines()[-1] == "TOTAL;28781202"


def test_a_wrong_description_of_columns_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "region.toml").write_text(
        'separater = ","\n[[columns]]\nvalue = "invoice"\n', encoding="utf-8"
    )
    result = run("grants", str(COLLINES), "--columns", "region.toml")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: region.toml: columns[0].title: expected a value, found nothing: add the key "
        "'title'\n"
        "error: region.toml: separater: expected a known key, found 'separater': did you mean "
        "'separator'?\n"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            None,
            "error: nowhere.toml: expected a file of TOML in UTF-8, found what cannot be read (No "
            "such file or directory): check it\n",
        ),
        (
            "columns = [",
            "error: nowhere.toml: expected the syntax of TOML, found a mistake (Invalid value (at "
            "end of document)): correct that line, then check again\n",
        ),
    ],
)
def test_a_description_that_cannot_be_read_is_refused(
    run: Run, tmp_path: Path, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "nowhere.toml").write_text(content, encoding="utf-8")
    result = run("grants", str(COLLINES), "--columns", "nowhere.toml")

    assert (result.exit_code, result.stderr) == (1, message)
