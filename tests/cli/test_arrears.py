"""``investisens arrears``: who owes what, in every format, from a folder and from a ledger."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from golden import rows_of
from investisens.folder import read_fund
from investisens.ledger import Ledger

Run = Callable[..., Result]

COLLINES = Path(__file__).parents[2] / "examples" / "collines"
LEDGER = rows_of("collines/ledger_state.csv")
ASKED = ("contract", "outstanding_principal", "accrued_interest", "overdue", "days_past_due")
FILE = """
[[tables]]
since = 2010-01-01
source = "credit committee of 3 May 2010"
restructured = "watched"
classes = [
  { name = "sound", from_days = 0, to_days = 30, rate = "0 %" },
  { name = "watched", from_days = 31, to_days = 180, rate = "25 %" },
  { name = "doubtful", from_days = 181, rate = "80 %" },
]
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The Collines as a ledger, recorded on 2 January 2017."""
    file = tmp_path / "collines.ledger"
    with Ledger.create(file) as made:
        made.import_fund(read_fund(COLLINES), datetime(2017, 1, 2, tzinfo=UTC))
    return file


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("day", sorted({row["as_of"] for row in LEDGER}))
def test_the_csv_starts_with_what_was_asked_and_is_met_to_the_franc(run: Run, day: str) -> None:
    result = run("arrears", str(COLLINES), "--on", day, "--format", "csv")
    found = rows(result)

    assert tuple(found[0])[:5] == ASKED
    assert [tuple(row[name] for name in ASKED) for row in found] == [
        (
            row["instrument_id"],
            row["principal_outstanding_xof"],
            row["accrued_interest_xof"],
            row["overdue_xof"],
            row["days_past_due"],
        )
        for row in LEDGER
        if row["as_of"] == day
    ]


@pytest.mark.parametrize("output", ["text", "csv", "json"])
def test_a_ledger_answers_as_the_folder_does(run: Run, ledger: Path, output: str) -> None:
    asked = ("--on", "2013-12-31", "--pay", "400000", "--since", "2013-01-01", "--format", output)

    assert (
        run("arrears", str(ledger), *asked).stdout == run("arrears", str(COLLINES), *asked).stdout
    )


def test_the_text_starts_with_whom_to_call_the_latest_first(run: Run) -> None:
    lines = run("arrears", str(COLLINES), "--on", "2012-12-31").stdout.splitlines()

    assert lines[:2] == ["Fund: Fonds des Collines (fictitious)", "On: December 31, 2012"]
    assert lines[3] == "Whom to call, in XOF"
    assert [line.split()[0] for line in lines[7:10]] == ["L5", "L3", "L2"]
    assert lines[7].endswith("348,314   184  June 30, 2012      paid in part")


def test_french_words(run: Run) -> None:
    text = run("arrears", str(COLLINES), "--on", "2012-12-31", "--lang", "fr").stdout

    assert "Qui appeler, en F CFA" in text
    assert "payée en partie" in text
    assert "Portefeuille à risque, en F CFA" in text


def test_what_each_payment_would_clear(run: Run) -> None:
    """L3 owes 656,229: 400,000 pay its 61,271 of interest, then 338,729 of principal."""
    result = run(
        "arrears", str(COLLINES), *("--on", "2012-12-31", "--pay", "400 000"), "--format", "csv"
    )
    found = {row["contract"]: row for row in rows(result)}
    names = ("pays_interest", "pays_principal", "pays_else", "overdue_after", "days_after")

    assert [found["L3"][name] for name in names] == ["61271", "338729", "0", "256229", "31"]
    assert [found["L1"][name] for name in names] == [""] * 5


def test_json_holds_every_figure(run: Run) -> None:
    result = run("arrears", str(COLLINES), *("--on", "2012-12-31"), "--format", "json")
    document = json.loads(result.stdout)
    (quality,) = document["tables"]["quality"]

    assert list(document["tables"]) == [
        *("arrears", "quality", "at_risk", "ageing"),
        *("by_adviser", "by_sector", "by_commune", "by_enterprise"),
    ]
    assert (quality["outstanding_principal"], quality["contracts"], quality["late_contracts"]) == (
        27_942_251,
        9,
        3,
    )
    assert document["tables"]["at_risk"][1] == {
        "more_than_days": 30,
        "at_risk": 8_539_687,
        "contracts": 3,
        "par": 30.6,
        "with_restructured": 8_539_687,
        "par_with_restructured": 30.6,
    }


def test_groups_and_losses_are_shown_where_asked(run: Run) -> None:
    asked = ("--by", "commune", "--by", "adviser", "--since", "2013-01-01", "--on", "2013-12-31")
    text = run("arrears", str(COLLINES), *asked).stdout

    assert text.index("By commune") < text.index("By adviser") < text.index("Losses and collection")
    assert "Written off" in text and "1,379,332" in text


def test_provisions_follow_the_table_of_the_user(run: Run, tmp_path: Path) -> None:
    """By hand: L5 is 184 days late, 80 % of 1,957,075; L2 and L3 31 days, 25 % of each."""
    (tmp_path / "p.toml").write_text(FILE, encoding="utf-8")
    asked = ("--on", "2012-12-31", "--provisions", "p.toml", "--format")
    found = {row["contract"]: row for row in rows(run("arrears", str(COLLINES), *asked, "csv"))}
    document = json.loads(run("arrears", str(COLLINES), *asked, "json").stdout)

    assert (found["L5"]["class"], found["L5"]["provision"]) == ("doubtful", "1565660")
    assert (found["L2"]["provision"], found["L3"]["provision"]) == ("610285", "1035368")
    assert found["L1"]["provision"] == "0"
    assert document["facts"]["provisions_source"] == "credit committee of 3 May 2010"
    assert document["tables"]["quality"][0]["provision"] == 1_565_660 + 610_285 + 1_035_368


def test_the_text_lists_every_provision_with_what_makes_it(run: Run, tmp_path: Path) -> None:
    """By hand: 1 % of 3,462,843 is 34,628, rounded half up; the total is that of the portfolio."""
    (tmp_path / "p.toml").write_text(FILE.replace('"0 %"', '"1 %"'), encoding="utf-8")
    asked = ("--on", "2012-12-31", "--provisions", "p.toml")
    lines = run("arrears", str(COLLINES), *asked).stdout.splitlines()
    table = lines[lines.index("Provisions, in XOF") :]
    total = next(line.split()[-1] for line in table if line.startswith("Total"))
    (portfolio,) = (line.split()[-1] for line in table if line.startswith("Provision  "))

    assert table[4].split() == ["L1", "sound", "3,462,843", "1%", "34,628"]
    assert [line.split()[0] for line in table[4:13]] == [f"L{number}" for number in range(1, 10)]
    assert total == portfolio


def test_a_restructured_debt_shows_the_class_it_is_provisioned_by(run: Run, tmp_path: Path) -> None:
    """L3 was amended in March 2013 and is not late: 25 % of 4,244,726 is 1,061,181.5."""
    (tmp_path / "p.toml").write_text(FILE, encoding="utf-8")
    asked = ("--on", "2013-12-31", "--provisions", "p.toml", "--format", "csv")
    found = {row["contract"]: row for row in rows(run("arrears", str(COLLINES), *asked))}

    assert (found["L3"]["days_past_due"], found["L3"]["class"]) == ("0", "watched")
    assert found["L3"]["provision"] == "1061182"


def test_rates_that_fall_are_told_and_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(FILE.replace('"80 %"', '"20 %"'), encoding="utf-8")
    result = run("arrears", str(COLLINES), "--provisions", "p.toml")

    assert result.exit_code == 0
    assert result.stderr == (
        "warning: p.toml: tables[0].classes[2].rate (doubtful): expected 25 % of the class before "
        "it, or more, found 20 %: a debt that is later is provisioned less: check the rates\n"
    )


def test_a_table_that_starts_later_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(FILE, encoding="utf-8")
    result = run("arrears", str(COLLINES), "--on", "2009-12-31", "--provisions", "p.toml")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: no table of provisions is in force on 2009-12-31: the first one starts on "
        "2010-01-01\n"
    )


# As known on a day.


def test_what_became_known_later_is_left_out(run: Run, ledger: Path) -> None:
    """P900 of 30 November 2012 is recorded in 2018: it clears what L2 owed at the end of 2012."""
    from investisens import XOF, Money
    from investisens.portfolio.records import Payment

    late = Payment(
        id="P900",
        received_on=datetime(2012, 11, 30).date(),
        position="L2",
        amount=Money(190_770, XOF),
    )
    with Ledger.open(ledger) as opened:
        opened.record_payments([late], datetime(2018, 1, 2, tzinfo=UTC))
    asked = ("arrears", str(ledger), "--on", "2012-12-31", "--format", "csv")
    now, then = run(*asked), run(*asked, "--as-known-on", "2017-12-31")

    assert rows(now)[1]["overdue"] == "0"
    assert rows(then)[1]["overdue"] == "190770"
    told = run("arrears", str(ledger), "--as-known-on", "2017-12-31").stdout.splitlines()
    assert told[2] == "As known on: December 31, 2017"


def test_a_folder_does_not_know_when(run: Run) -> None:
    result = run("arrears", str(COLLINES), "--as-known-on", "2017-12-31")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: a fund folder does not say when it learnt what: leave --as-known-on out, or name "
        "a ledger\n"
    )


# Refusals.


def test_nothing_at_the_path_is_told(run: Run) -> None:
    result = run("arrears", "nowhere")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: nowhere: expected a fund folder, found nothing: check the path\n"
    )


def test_a_file_that_is_no_ledger_is_told(run: Run) -> None:
    result = run("arrears", str(COLLINES / "fund.toml"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"error: {COLLINES / 'fund.toml'}: expected a ledger, found no ledger: check the path, or "
        "create a ledger there\n"
    )


@pytest.mark.parametrize(
    ("pay", "message"),
    [
        ("0", "error: amount is 0 XOF: give a positive amount in XOF\n"),
        ("12 EUR", "error: amount is 12.00 EUR: give a positive amount in XOF\n"),
    ],
)
def test_an_amount_that_nobody_can_pay_is_refused(run: Run, pay: str, message: str) -> None:
    result = run("arrears", str(COLLINES), "--on", "2012-12-31", "--pay", pay)

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", message)


def test_a_fund_that_nobody_owes_anything_to_has_nobody_to_call(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "empty"
    shutil.copytree(COLLINES, place)
    for each in place.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
        elif each.name not in ("fund.toml", "enterprises.csv"):
            each.unlink()
    result = run("arrears", str(place))

    assert result.exit_code == 0, result.stderr
    assert "Whom to call, in XOF\nnothing\n" in result.stdout


def test_names_that_a_spreadsheet_would_run_are_neutralised(run: Run, folder: Path) -> None:
    file = folder / "enterprises.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("Miel", "=1+1"), encoding="utf-8")
    found = rows(run("arrears", str(folder), "--format", "csv"))

    assert found[0]["name"] == "'=1+1"
