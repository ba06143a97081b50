"""What a ledger holds beside its events follows from them: a change of it is found as well."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from funds import xof
from investisens.folder import read_fund
from investisens.ledger import Ledger
from investisens.portfolio.records import Payment

COLLINES = Path(__file__).parents[2] / "examples" / "collines"
MONDAY = datetime(2017, 1, 2, 9, 30, tzinfo=UTC)
RESTORE = ": restore a backup, and find out who wrote to the file"
Run = Callable[..., Result]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger in which P007 was reversed, and P008 reversed and restored."""
    with Ledger.create(tmp_path / "fund.ledger") as ledger:
        ledger.import_fund(read_fund(COLLINES), MONDAY)
        ledger.reverse("received:P007", MONDAY + timedelta(hours=1))
        undone = ledger.reverse("received:P008", MONDAY + timedelta(hours=1))
        ledger.reverse(undone.id, MONDAY + timedelta(hours=2))
    return tmp_path / "fund.ledger"


def tampered(path: Path, *statements: str) -> list[str]:
    """What is found once somebody took the guards away, wrote, and put them back."""
    with closing(sqlite3.connect(path)) as other, other:
        guards = other.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        kept = dict(guards.fetchall())
        for name in kept:
            other.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            other.execute(statement)
        for text in kept.values():
            other.execute(text)
    with Ledger.open(path) as ledger:
        return list(map(str, ledger.verify().findings))


def test_guards_that_were_put_back_are_as_they_were(path: Path) -> None:
    assert tampered(path) == []


def test_many_receipts_leave_the_guards_as_they_were(path: Path) -> None:
    """Quick ways of writing may take a guard away inside of their transaction."""
    payments = [
        Payment(id=f"N{n}", received_on=MONDAY.date(), position="L2", amount=xof(1))
        for n in range(100)
    ]
    with Ledger.open(path) as ledger:
        ledger.record_payments(payments, MONDAY)

        assert ledger.verify().findings == ()


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            "INSERT INTO standing SELECT max(seq), 'received:P009', 0 FROM events",
            "ledger: received:P009: expected to stand, as the reversals say, found undone",
        ),
        (
            "DELETE FROM standing WHERE event = 'received:P007'",
            "ledger: received:P007: expected to be undone, as the reversals say, found standing",
        ),
        (
            "UPDATE standing SET stands = 0 WHERE event = 'received:P008'",
            "ledger: received:P008: expected to stand, as the reversals say, found undone",
        ),
        (
            "UPDATE currencies SET minor_units = 100 WHERE code = 'XOF'",
            "ledger: currency (XOF): expected 1 in a unit, found 100",
        ),
        (
            "UPDATE batches SET hash = x'00' WHERE number = 1",
            "ledger: batch 1: expected the hash of its last event, found another",
        ),
    ],
)
def test_a_change_beside_the_events_is_found(path: Path, statement: str, message: str) -> None:
    assert tampered(path, statement) == [message + RESTORE]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            "DROP TRIGGER events_never_changed",
            "ledger: trigger events_never_changed: expected as it was made, found none",
        ),
        (
            "CREATE TRIGGER mine AFTER INSERT ON events BEGIN DELETE FROM shown_arrears; END",
            "ledger: trigger mine: expected none of this name, found one",
        ),
        ("DROP VIEW payments", "ledger: view payments: expected as it was made, found none"),
    ],
)
def test_a_change_of_what_guards_or_shows_events_is_found(
    path: Path, statement: str, message: str
) -> None:
    with Ledger.open(path) as ledger:
        ledger.connection.execute(statement)

        assert list(map(str, ledger.verify().findings)) == [message + RESTORE]


def test_a_view_that_shows_something_else_is_found(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.connection.execute("DROP VIEW payments")
        ledger.connection.execute("CREATE VIEW payments AS SELECT 1 AS amount")

        assert list(map(str, ledger.verify().findings)) == [
            "ledger: view payments: expected as it was made, found another text" + RESTORE
        ]


def test_tables_and_views_of_other_programs_are_left_alone(path: Path) -> None:
    """Datasette and others may keep their own beside ours."""
    with Ledger.open(path) as ledger:
        ledger.connection.execute("CREATE TABLE notes (text TEXT)")
        ledger.connection.execute("CREATE VIEW mine AS SELECT id FROM events")

        assert ledger.verify().ok


def test_the_command_says_that_the_chain_holds_and_what_does_not(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from investisens.cli import main

    monkeypatch.chdir(path.parent)
    (message,) = tampered(path, "DELETE FROM standing WHERE event = 'received:P007'")
    result = CliRunner(env={"INVESTISENS_LANG": "en"}).invoke(
        main, ["ledger", "verify", "fund.ledger"]
    )

    assert result.exit_code == 1
    assert result.stdout == (
        f"error: {message}\n"
        "fund.ledger: every event is what was recorded, what stands beside them is not\n"
    )
