"""A ledger that an older version made opens, holds, and goes on.

``tests/golden/ledger/version_1.sql`` is the text of a ledger that the first version of the tables
wrote, before receipts had a quick way of their own: three events of a fund, two receipts, and on
the next day a reversal with what replaces it. It stays as it is when the tables change.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import attrs
import pytest

from funds import fund, loan, xof
from golden import GOLDEN
from investisens.ledger import Ledger
from investisens.ledger.schema import APPLICATION_ID, MIGRATIONS, applied
from investisens.portfolio.event_fold import reversal
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event
from investisens.portfolio.fund import Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.records import Payment
from investisens.values.currency import EUR
from investisens.values.money import Money

MONDAY = datetime(2017, 1, 2, 9, 30, tzinfo=UTC)
TUESDAY = datetime(2017, 1, 3, 9, 30, tzinfo=UTC)
HEAD = "24010859cf8196f63c5831f06f33c5c89142409876c075391c4c5e694bb27dfb"
TERMS = loan(1_000_000, date(2010, 1, 1), date(2012, 1, 1), date(2014, 1, 1), rate="5 %")
HELD = fund(
    enterprises=(Enterprise(id="E1", name="Miel des collines"),),
    positions=(Position(id="L1", enterprise="E1", instrument=TERMS),),
)
FIRST = Payment(
    id="P1",
    received_on=date(2012, 1, 3),
    position="L1",
    amount=xof(600_000),
    channel="dépôt à l'agence",
    reference='échéance "1"',
    payer="Coopérative de Savalou",
)
WRONG = Payment(id="P2", received_on=date(2012, 1, 31), position="L1", amount=Money(-1_50, EUR))
RIGHT = attrs.evolve(WRONG, amount=xof(1_000))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The old ledger as a file."""
    made = tmp_path / "old.ledger"
    connection = sqlite3.connect(made)
    connection.executescript((GOLDEN / "ledger" / "version_1.sql").read_text(encoding="utf-8"))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.close()
    return made


def test_an_old_ledger_is_brought_up_to_date_and_holds(path: Path) -> None:
    with Ledger.open(path) as ledger:
        assert applied(ledger.connection) == tuple(name for name, _ in MIGRATIONS)
        assert ledger.verify(HEAD).ok
        assert ledger.fund(MONDAY.date()) == attrs.evolve(HELD, payments=(FIRST, WRONG))
        assert ledger.fund() == attrs.evolve(HELD, payments=(FIRST, RIGHT))


def test_an_old_ledger_knows_its_events_and_takes_new_ones(path: Path) -> None:
    third = attrs.evolve(FIRST, id="P3")

    with Ledger.open(path) as ledger:
        again = ledger.record_payments((FIRST, WRONG, third), TUESDAY)

        assert (again.new, again.known) == (1, 2)
        assert ledger.verify(HEAD).ok


def test_each_hash_is_that_of_the_hash_before_and_the_values(path: Path) -> None:
    """Written anew here: SHA-256; values parted by NUL; the character 1 where there is none."""
    connection = sqlite3.connect(path)
    head = bytes(32)
    for _, *values, stored in connection.execute("SELECT * FROM events ORDER BY seq"):
        texts = ["\x01" if value is None else str(value) for value in values]
        head = sha256(head + "\0".join(texts).encode()).digest()
        assert stored == head
    connection.close()

    assert head.hex() == HEAD


def test_the_same_events_are_the_same_rows_today(path: Path, tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "new.ledger") as ledger:
        ledger.import_fund(HELD, MONDAY, author="Akua", source="dossier")
        ledger.record_payments((FIRST, WRONG), MONDAY, author="Akua", source="relevé 12")
        undone = reversal(ledger.event("received:P2"), TUESDAY, "wrong currency", "Kofi")
        anew = Event(
            id=event_id(RIGHT, 2),
            on=RIGHT.received_on,
            recorded_at=TUESDAY,
            what=RIGHT,
            author="Kofi",
        )
        ledger.record([undone, anew])
    old, new = sqlite3.connect(path), sqlite3.connect(tmp_path / "new.ledger")

    for table in ("events", "batches", "standing", "contracts", "currencies"):
        asked = f"SELECT * FROM {table} ORDER BY 1"
        assert new.execute(asked).fetchall() == old.execute(asked).fetchall()

    old.close()
    new.close()
