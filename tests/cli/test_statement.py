"""The account of a debtor, against the expected figures of the example case."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from golden import rows_of

Run = Callable[..., Result]

COLLINES = str(Path(__file__).parents[2] / "examples" / "collines")
STATE = rows_of("collines/ledger_state.csv")


@pytest.mark.parametrize("row", STATE, ids=lambda row: "-".join(list(row.values())[:2]))
def test_the_account_ends_where_the_case_says(run: Run, row: dict[str, str]) -> None:
    """``expected/ledger_state.csv`` of the case, to the franc and the day."""
    result = run(
        *("statement", COLLINES, row["instrument_id"]),
        *("--on", row["as_of"], "--format", "json"),
    )
    document = json.loads(result.stdout)
    facts, dues = document["facts"], document["tables"]["dues"]
    late = [due for due in dues if due["open"] and due["due_on"] < row["as_of"]]
    days = date.fromisoformat(row["as_of"]) - date.fromisoformat(
        late[0]["due_on"] if late else row["as_of"]
    )

    assert (
        facts["outstanding_principal"],
        facts["accrued_interest"],
        facts["overdue"],
        facts["days_past_due"],
    ) == tuple(
        int(row[name])
        for name in (
            "principal_outstanding_xof",
            "accrued_interest_xof",
            "overdue_xof",
            "days_past_due",
        )
    )
    assert (sum(due["open"] for due in late), days.days) == (
        int(row["overdue_xof"]),
        int(row["days_past_due"]),
    )


@pytest.mark.parametrize("contract", [f"L{number}" for number in range(1, 10)])
def test_movements_and_dues_add_up(run: Run, contract: str) -> None:
    """Lent less repaid is outstanding; asked is paid, given up or open."""
    document = json.loads(run("statement", COLLINES, contract, "--format", "json").stdout)
    outstanding = 0
    for row in document["tables"]["movements"]:
        assert row["amount"] == row["principal"] + row["interest"] + row["other"]
        adds = row["movement"] in {"disbursement", "capitalised_interest"}
        outstanding += row["principal"] if adds else -row["principal"]
        assert row["outstanding"] == outstanding
    assert outstanding == document["facts"]["outstanding_principal"]
    for due in document["tables"]["dues"]:
        assert due["total"] == due["principal"] + due["interest"] + due["fees"]
        assert due["total"] == due["paid"] + due["given_up"] + due["open"]


def test_one_page_in_french(run: Run) -> None:
    """The figures of L2 are those of the case; here is how they stand on the page."""
    result = run("statement", COLLINES, "L2", "--on", "2012-12-31", "--lang", "fr")
    text = result.stdout.replace("\u202f", " ").replace("\u00a0", " ")

    assert text.startswith("Contrat : L2\nEntreprise : E2\nAu : 31 décembre 2012\n")
    assert "Impayé : 190 770 F CFA\nJours de retard : 31\n" in text
    assert "30 novembre 2012    reçu            286 156" in text
    assert "30 novembre 2012    449 996    26 930" in text


def test_csv_shows_the_table_that_is_asked_for(run: Run) -> None:
    movements = run("statement", COLLINES, "L5", "--on", "2014-12-31", "--format", "csv").stdout
    dues = run(
        *("statement", COLLINES, "L2", "--on", "2012-12-31"),
        *("--format", "csv", "--table", "dues"),
    ).stdout

    assert movements.splitlines()[0] == "day,movement,amount,principal,interest,other,outstanding"
    assert movements.splitlines()[-1] == "2013-12-31,loss,1379332,1379332,0,0,0"
    assert dues.splitlines()[-1] == "2012-11-30,449996,26930,0,476926,286156,0,190770"


def test_a_ledger_shows_what_was_known(run: Run) -> None:
    run("import", "c.ledger", COLLINES)
    words = ("L2", "--on", "2012-12-31")
    before = run("statement", "c.ledger", *words)
    run("record", "received", "c.ledger", "L2", "190770", "--on", "2012-12-30")
    after = run("statement", "c.ledger", *words, "--format", "json")
    early = run("statement", "c.ledger", *words, "--as-known-on", "2001-01-01")

    assert before.stdout == run("statement", COLLINES, *words).stdout
    assert json.loads(after.stdout)["facts"]["days_past_due"] == 0
    assert early.stderr == (
        "error: the terms of the fund were not recorded by the end of 2001-01-01: ask as known "
        "on a later day\n"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("Q5",),
            "error: position 'Q5' has no account on 2016-12-31: name a debt that is paid out by "
            "then\n",
        ),
        (
            ("L1", "--on", "2009-12-31"),
            "error: position 'L1' has no account on 2009-12-31: name a debt that is paid out by "
            "then\n",
        ),
    ],
)
def test_what_has_no_account_is_refused(run: Run, words: tuple[str, ...], message: str) -> None:
    result = run("statement", COLLINES, *words)

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", message)


@pytest.fixture
def troubled(run: Run, tmp_path: Path) -> str:
    """L6 stands still from November 2012; L2 is written off in 2014, and 60,000 come back."""
    fund = shutil.copytree(COLLINES, tmp_path / "fund")
    with (fund / "events.csv").open("a", encoding="utf-8") as events:
        events.write("2014-12-31,L2,write_off,,,\n")
    payments = (fund / "payments.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in payments if not re.search(r",201[2-6]-..-..,L2,", line)]
    (fund / "payments.csv").write_text(
        "\n".join([*kept, "P900,2015-10-15,L2,60000,,\n"]), encoding="utf-8"
    )
    (fund / "standstills.csv").write_text(
        "since,until,position\n2012-11-01,2013-01-31,L6\n", encoding="utf-8"
    )
    return str(fund)


def test_what_comes_back_of_a_loss_is_one_row(run: Run, troubled: str) -> None:
    result = run("statement", troubled, "L2", "--format", "csv")
    last = result.stdout.splitlines()[-2:]

    assert last[0].startswith("2014-12-31,loss,")
    assert last[1] == "2015-10-15,recovery,60000,60000,0,0,0"


@pytest.mark.parametrize("command", ["statement", "schedule"])
def test_a_page_tells_the_standstills_that_moved_its_dues(
    run: Run, troubled: str, command: str
) -> None:
    text = run(command, troubled, "L6", "--on", "2013-12-31").stdout
    before = run(command, troubled, "L6", "--on", "2012-10-31").stdout

    assert "Stands still from: November 1, 2012\nStands still until: January 31, 2013\n" in text
    assert "Stands still" not in before


def test_a_write_off_changes_nothing_of_what_was_paid_before(run: Run) -> None:
    """L5 is written off on 31 December 2013; its due of that day is asked for, and given up."""
    words = ("L5", "--table", "dues", "--format", "csv")
    before = run("statement", COLLINES, *words, "--on", "2013-12-30").stdout.splitlines()
    after = run("statement", COLLINES, *words, "--on", "2013-12-31").stdout.splitlines()

    assert len(after) == len(before) + 1
    for earlier, later in zip(before[1:], after[1:], strict=False):
        due_on, principal, interest, fees, total, paid, given_up, left = earlier.split(",")
        assert given_up == "0"
        assert later.split(",") == [due_on, principal, interest, fees, total, paid, left, "0"]
    assert after[-1] == "2013-12-31,58206,6443,0,64649,0,64649,0"
