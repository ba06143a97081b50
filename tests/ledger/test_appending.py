"""Receipts are written by a way of their own, and nothing shows it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from unittest.mock import patch

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds import fund, loan, xof
from investisens.ledger import Ledger, appending
from investisens.ledger.file import connect
from investisens.ledger.reading import rows
from investisens.ledger.receipts import ReceiptTexts, receipts_of_payments
from investisens.ledger.text import Reader, content_of, moment, row_of
from investisens.ledger.writing import Recorded
from investisens.portfolio.event_fold import events_of
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event
from investisens.portfolio.fund import Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.records import Payment
from investisens.values.currency import EUR
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money

START = date(2010, 1, 1)
NOON = datetime(2017, 1, 2, 12, tzinfo=UTC)
TERMS = loan(1_000_000, START, date(2012, 1, 1), date(2014, 1, 1), rate="5 %")
HELD = fund(
    enterprises=(Enterprise(id="E1", name="Miel"),),
    positions=(Position(id="L1", enterprise="E1", instrument=TERMS),),
)
Door: TypeAlias = Callable[[Ledger, Sequence[Payment]], Recorded]


def paid(name: str, minor: int = 5_000, **changes: Any) -> Payment:
    """A receipt on L1."""
    terms = {"received_on": START + timedelta(days=900), "position": "L1", "amount": xof(minor)}
    return Payment(id=name, **{**terms, **changes})


def events(payments: Sequence[Payment]) -> list[Event]:
    """The events that say them, recorded at noon."""
    return [
        Event(id=event_id(each), on=each.received_on, recorded_at=NOON, what=each, rank=rank)
        for rank, each in enumerate(payments)
    ]


def by_event(ledger: Ledger, payments: Sequence[Payment]) -> Recorded:
    """The door for events."""
    return ledger.record(events(payments))


def by_payment(ledger: Ledger, payments: Sequence[Payment]) -> Recorded:
    """The door for payments."""
    return ledger.record_payments(payments, NOON)


@pytest.fixture(params=[by_event, by_payment])
def door(request: pytest.FixtureRequest) -> Door:
    """Both ways to record receipts."""
    found: Door = request.param
    return found


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A fund of one loan."""
    with Ledger.create(tmp_path / "fund.ledger") as made:
        made.import_fund(HELD, NOON)
        yield made


texts = st.text('aé"\\\n\t=/', max_size=9)
amounts = st.builds(
    Money,
    st.integers(-(10**18), 10**18).filter(bool),
    st.sampled_from([xof(1).currency, EUR]),
)
receipts = st.builds(
    paid,
    st.text('aé"\\:/ -', min_size=1, max_size=9).filter(lambda each: each == each.strip()),
    amount=amounts,
    received_on=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    channel=texts,
    reference=texts,
    payer=texts,
)


@given(receipts)
def test_the_quick_text_of_a_receipt_is_the_text_of_its_event(payment: Payment) -> None:
    assert ReceiptTexts().content_of(payment) == content_of(payment)


def test_the_quick_text_of_a_receipt_says_all_of_it() -> None:
    names = list(attrs.fields_dict(Payment))

    assert list(json.loads(ReceiptTexts().content_of(paid("P1")))) == names


@given(st.lists(receipts, unique_by=lambda each: each.id, min_size=1, max_size=5))
def test_the_quick_rows_of_receipts_are_the_rows_of_their_events(payments: list[Payment]) -> None:
    """Both doors give the same rows, and the chain holds."""
    told = events(payments)
    for record in (by_event, by_payment):
        with (
            TemporaryDirectory() as folder,
            Ledger.create(Path(folder) / "fund.ledger") as ledger,
        ):
            ledger.import_fund(HELD, NOON)
            record(ledger, payments)

            assert list(rows(ledger.connection, kind="received")) == [row_of(each) for each in told]
            assert ledger.verify().ok


@given(st.lists(st.lists(st.integers(0, 9), max_size=8), max_size=4), st.booleans(), st.booleans())
def test_receipts_given_again_are_counted_and_left_out(
    batches: list[list[int]], events_first: bool, many: bool
) -> None:
    """However new and known ones stand side by side, within a batch or over several."""
    doors = [by_event, by_payment] if events_first else [by_payment, by_event]
    seen: list[int] = []
    with (
        TemporaryDirectory() as folder,
        Ledger.create(Path(folder) / "fund.ledger") as ledger,
        patch.object(appending, "MANY", 1 if many else 1_000),
    ):
        ledger.import_fund(HELD, NOON)
        for number, batch in enumerate(batches):
            done = doors[number % 2](ledger, [paid(f"P{name}") for name in batch])
            fresh = [name for name in dict.fromkeys(batch) if name not in seen]
            assert (done.new, done.known) == (len(fresh), len(batch) - len(fresh))
            seen += fresh

        assert [each.id for each in rows(ledger.connection, kind="received")] == [
            f"received:P{name}" for name in seen
        ]
        assert ledger.verify().ok


def guards(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every trigger, with its text."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    return connection.execute(query).fetchall()


def test_the_guards_are_not_touched_for_a_few_receipts(ledger: Ledger, door: Door) -> None:
    """SQLite counts each change of the tables and of their triggers."""
    (before,) = ledger.connection.execute("PRAGMA schema_version").fetchone()
    door(ledger, [paid(f"P{n}") for n in range(appending.MANY - 1)])

    assert ledger.connection.execute("PRAGMA schema_version").fetchone() == (before,)


def test_the_guards_stand_again_after_many_receipts(ledger: Ledger, door: Door) -> None:
    """Whether all are appended, some are known, or the last is refused."""
    before = guards(ledger.connection)
    many = [paid(f"P{n}") for n in range(appending.MANY)]
    door(ledger, many)
    assert guards(ledger.connection) == before
    door(ledger, [*many, paid("more")])
    assert guards(ledger.connection) == before
    with pytest.raises(InvalidTerms):
        door(ledger, [*many, paid("last", position="L2")])

    assert guards(ledger.connection) == before
    with pytest.raises(sqlite3.IntegrityError, match="only appended"):
        ledger.connection.execute("INSERT OR REPLACE INTO events SELECT * FROM events LIMIT 1")
    assert ledger.verify().ok


def test_no_other_connection_sees_the_ledger_without_its_guards(ledger: Ledger) -> None:
    """Half of many receipts are appended: another program reads the guards, and may not write."""
    before = guards(ledger.connection)
    other = sqlite3.connect(ledger.path, timeout=0)
    seen = []

    def half_way() -> Iterator[Payment]:
        yield paid("P1")
        assert "events_in_order" not in dict(guards(ledger.connection))
        seen.append(guards(other))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT OR REPLACE INTO events SELECT * FROM events LIMIT 1")
        yield paid("P2")

    ledger.connection.execute("BEGIN IMMEDIATE")
    chain = appending.Chain(ledger.connection, Reader())
    chain.add_receipts(receipts_of_payments(half_way(), moment(NOON), "", ""), appending.MANY)
    chain.end_batch()
    ledger.connection.execute("COMMIT")

    assert seen == [before]
    assert guards(other) == before
    other.close()
    assert ledger.verify().ok


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_crash_while_the_guard_is_down_leaves_it_standing(ledger: Ledger) -> None:
    """A process is killed when half of many receipts are appended."""
    before, held = guards(ledger.connection), ledger.verify()
    path = ledger.path
    ledger.close()

    def killed() -> Iterator[Payment]:
        yield from (paid(f"P{n}") for n in range(20_000))
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        connection = connect(path)
        connection.execute("BEGIN IMMEDIATE")
        chain = appending.Chain(connection, Reader())
        chain.add_receipts(receipts_of_payments(killed(), moment(NOON), "", ""), appending.MANY)
        os._exit(0)
    _, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    with Ledger.open(path) as again:
        assert guards(again.connection) == before
        assert again.verify() == held
        assert again.record_payments([paid("P1")], NOON).new == 1


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (
            paid("P60", 6_000),
            'received:P60 is recorded with other content ({"id":"P60","received_on":"2012-06-19",'
            '"position":"L1","amount":"5000 XOF","channel":"","reference":"","payer":""}): '
            "reverse that event, and record the new one under another version, or give a second "
            "receipt an id of its own",
        ),
        (
            paid("P900", position="L2"),
            "received:P900 is about position 'L2', which the ledger does not know: record "
            "position_signed first",
        ),
        (
            paid("P900", reference="a\x00b"),
            "text: expected text, found the control character '\\x00': remove it",
        ),
        (
            paid("P900", amount=xof(10**18 + 1)),
            "amount is '1000000000000000001 XOF': the ledger holds an amount up to 10^18 minor "
            "units",
        ),
    ],
)
def test_one_wrong_receipt_among_many_leaves_nothing(
    ledger: Ledger, door: Door, bad: Payment, message: str
) -> None:
    door(ledger, [paid("P60")])
    before = ledger.verify()

    with pytest.raises(InvalidTerms) as caught:
        door(ledger, [*(paid(f"P{n}") for n in range(50)), bad, paid("P99")])

    assert str(caught.value) == message
    assert ledger.verify() == before


def test_a_receipt_may_stand_before_the_signature_that_it_follows(tmp_path: Path) -> None:
    """Events of one batch may come in any order."""
    told = [*events([paid("P1")]), *events_of(HELD, NOON)]
    with Ledger.create(tmp_path / "fund.ledger") as made:
        assert made.record(told).new == len(told)
        assert made.verify().ok
        assert [each.id for each in made.fund().payments] == ["P1"]
