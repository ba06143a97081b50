"""``investisens ledger events`` and ``refresh``, and the day up to which records are complete."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def ledger(folder: Path, run: Run) -> Path:
    """The small fund in ``e.ledger``, with a receipt that was reversed."""
    assert run("import", "e.ledger", "essai", "--author", "Akua").exit_code == 0
    paid = ("record", "received", "e.ledger", "L2", "500", "--on", "2011-03-01")
    assert run(*paid, "--document", "book, page 3").exit_code == 0
    assert run("record", "reversal", "e.ledger", "received:L2-2011-03-01").exit_code == 0
    return folder.parent / "e.ledger"


def listed(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_what_was_reversed_stays_in_the_list_and_is_told(ledger: Path, run: Run) -> None:
    rows = listed(run("ledger", "events", "e.ledger", "--format", "csv"))
    *_, paid, undone = rows
    assert (paid["event"], paid["on"], paid["amount"], paid["amount_currency"]) == (
        *("received:L2-2011-03-01", "2011-03-01", "500", "XOF"),
    )
    assert (paid["stands"], paid["taken_from"], paid["contract"]) == ("no", "book, page 3", "L2")
    assert (undone["event"], undone["stands"]) == ("reversed:received:L2-2011-03-01", "yes")
    with sqlite3.connect(ledger) as connection:
        names = [name for (name,) in connection.execute("SELECT id FROM events ORDER BY seq")]
    assert [row["event"] for row in rows] == names


def test_events_are_chosen_by_position_kind_and_number(ledger: Path, run: Run) -> None:
    of_l2 = listed(run("ledger", "events", "e.ledger", "L2", "--format", "csv"))
    assert [row["event"] for row in of_l2] == [
        *("position_signed:L2", "received:L2-2011-03-01", "reversed:received:L2-2011-03-01"),
    ]
    received = listed(run("ledger", "events", "e.ledger", "--kind", "received", "--format", "csv"))
    assert [row["event"] for row in received] == ["received:P1", "received:L2-2011-03-01"]
    undone = listed(run("ledger", "events", "e.ledger", "--kind", "reversed", "--format", "csv"))
    assert [row["contract"] for row in undone] == ["L2"]
    last = json.loads(run("ledger", "events", "e.ledger", "--last", "1", "--format", "json").stdout)
    assert last["facts"]["events"] == 1
    assert last["tables"]["events"][0]["kind"] == "reversed"


def test_names_that_are_not_known_are_refused_with_those_near(ledger: Path, run: Run) -> None:
    kind = run("ledger", "events", "e.ledger", "--kind", "recieved")
    assert kind.exit_code == 1
    assert "no event is of kind 'recieved': did you mean 'received'" in kind.stderr
    position = run("ledger", "events", "e.ledger", "L9")
    assert "no contract is called 'L9': the fund has L1, L2, L3, Q1" in position.stderr


def test_the_list_is_as_known_on_a_day(ledger: Path, run: Run) -> None:
    result = run("ledger", "events", "e.ledger", "--as-known-on", "2010-01-01", "--format", "json")
    assert json.loads(result.stdout)["facts"] == {
        "ledger": "e.ledger",
        "events": 0,
        "known_on": "2010-01-01",
    }


def test_the_views_show_the_day_they_are_refreshed_for(ledger: Path, run: Run) -> None:
    result = run("ledger", "refresh", "e.ledger", "--on", "2011-06-30")
    assert result.stdout == "e.ledger: the views arrears and schedule show June 30, 2011\n"
    with sqlite3.connect(ledger) as connection:
        days = set(connection.execute("SELECT as_of FROM arrears"))
    assert days == {("2011-06-30",)}
    assert run("ledger", "verify", "e.ledger").exit_code == 0


def test_a_receipt_after_the_day_of_reports_is_told(ledger: Path, run: Run) -> None:
    paid = ("record", "received", "e.ledger", "L2", "700", "--on", "2011-07-31")
    assert run(*paid, "--dry-run").exit_code == 0
    assert run(*paid).stderr == (
        "note: records are complete up to June 30, 2011: reports show this with --on 2011-07-31 "
        "or later, or once 'record complete' moves that day\n"
    )
    moved = run("record", "complete", "e.ledger", "--on", "2011-07-31")
    assert (moved.stdout, moved.stderr) == ("fund_stated:2011-07-31\n", "")
    assert json.loads(run("arrears", "e.ledger", "--format", "json").stdout)["facts"]["on"] == (
        "2011-07-31"
    )


def test_a_question_beyond_the_records_is_told(ledger: Path, run: Run) -> None:
    asked = run("arrears", "e.ledger", "--on", "2011-07-01", "--format", "csv")
    assert asked.exit_code == 0
    assert asked.stderr == (
        "warning: records on 2011-07-01: expected records complete up to the day of the question, "
        "found records complete up to 2011-06-30: what was received since then is unknown: "
        "complete the records and move as_of\n"
    )
    assert run("arrears", "e.ledger", "--on", "2011-06-30").stderr == ""


@pytest.mark.parametrize(
    "words",
    [("project",), ("schedule", "L1"), ("plan",), ("grants",), ("arrears",), ("statement", "L1")],
)
def test_every_report_tells_the_day_whose_knowledge_it_shows(
    ledger: Path, run: Run, words: tuple[str, ...]
) -> None:
    command, *names = words
    asked = (command, "e.ledger", *names)
    for output in ("text", "json"):
        told = run(*asked, "--as-known-on", "2099-12-31", "--format", output)
        assert told.exit_code == 0, told.stderr
        assert ("As known on: December 31, 2099" in told.stdout) == (output == "text")
        if output == "json":
            assert json.loads(told.stdout)["facts"]["known_on"] == "2099-12-31"
        assert "nown_on" not in run(*asked, "--format", output).stdout


def test_the_same_money_told_twice_is_doubted(ledger: Path, run: Run) -> None:
    """P1 of the small fund: 110,000 on L1 on 1 January 2011."""
    again = run(
        *("record", "received", "e.ledger", "L1", "110000", "--on", "2011-01-01", "--id", "X"),
    )
    assert again.exit_code == 0
    assert again.stderr == (
        "warning: received:X: expected money that is not recorded yet, found the debt, day and "
        "amount of received:P1: reverse one of the two if they are the same money\n"
        "warning: received:X: expected at most what L1 owes, found 110000 XOF beyond it: check the "
        "position and the amount; what is beyond stays as credit\n"
    )
    assert run("record", "reversal", "e.ledger", "received:X").exit_code == 0
    other = run("record", "received", "e.ledger", "L1", "110001", "--on", "2011-01-01")
    assert "expected money" not in other.stderr


def test_an_id_without_its_kind_is_met_with_the_whole_one(ledger: Path, run: Run) -> None:
    refused = run("record", "reversal", "e.ledger", "P1")
    assert refused.stderr == ("error: the ledger holds no event 'P1': did you mean received:P1?\n")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            ("waiver", "e.ledger", "L2", "interest", "5000", "--on", "2010-03-01"),
            # 100,000 at 10 % for 59 days: 1,616.4.
            "5000 XOF of interest is waived on 2010-03-01 but 1616 XOF is owed: waive that or less",
        ),
        (
            ("received", "e.ledger", "L1", "-110001", "--on", "2011-02-01"),
            "110001 XOF is handed back on 2011-02-01, 1 XOF more than was received on the debt: "
            "correct the amount",
        ),
    ],
)
def test_more_than_there_is_cannot_be_given_up(
    ledger: Path, run: Run, words: tuple[str, ...], found: str
) -> None:
    before = ledger.read_bytes()
    refused = run("record", *words)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.endswith(f"{found}\n")
    assert ledger.read_bytes() == before


def test_what_is_undone_cannot_be_undone_again(ledger: Path, run: Run) -> None:
    name = "received:L2-2011-03-01"
    same = run("record", "reversal", "e.ledger", name)
    assert same.stderr == f"reversed:{name} was recorded before: nothing is new\n"
    other = run("record", "reversal", "e.ledger", name, "--reason", "again")
    assert other.stderr == f"error: {name} does not stand: it was reversed already\n"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(ledger: Path, run: Run, day: str) -> None:
    for words in (("arrears", "e.ledger", "--since", "0001-01-01"), ("project", "e.ledger")):
        assert run(*words, "--on", day).exit_code == 0
    assert run("ledger", "refresh", "e.ledger", "--on", day).exit_code == 0
