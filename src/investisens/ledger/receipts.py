"""Many receipts at once: the same rows as events make, without an object for each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from investisens.ledger.chain import NOTHING
from investisens.ledger.schema import EVENTS_IN_ORDER
from investisens.ledger.text import Days, Quoted, Reader, Row, receipt
from investisens.ledger.writing import INSERT, Recorded, add_currencies, end, end_batch, write
from investisens.portfolio.records import Payment


class Envelope(NamedTuple):
    """What receipts recorded together have in common.

    Attributes:
        recorded_at: The moment, as the ledger writes it.
        author: Who records them.
        source: The document they are taken from.
    """

    recorded_at: str
    author: str
    source: str


def write_receipts(
    connection: sqlite3.Connection,
    payments: Sequence[Payment],
    envelope: Envelope,
    reader: Reader,
) -> Recorded:
    """Append receipts within the transaction that is open, as :func:`write` does.

    Raises:
        InvalidTerms: A receipt contradicts the ledger or another one.
    """
    held = {name for (name,) in connection.execute("SELECT id FROM contracts")}
    if not {payment.position for payment in payments} <= held:
        return write(
            connection, rows_of(payments, envelope), reader
        )  # which tells what is not known
    add_currencies(connection, {payment.amount.currency.code for payment in payments})
    seq, head = end(connection)
    chain = _Chain(seq, head)
    connection.execute("SAVEPOINT receipts")
    try:
        # These rows are numbered and unique. The guard is for others, who never see it gone.
        connection.execute("DROP TRIGGER events_in_order")
        connection.executemany(INSERT, chain.linked(payments, envelope))
        connection.execute(EVENTS_IN_ORDER)
    except sqlite3.IntegrityError:
        # Some are there already: look at each.
        connection.execute("ROLLBACK TO receipts")
        return write(connection, rows_of(payments, envelope), reader)
    if chain.seq > seq:
        end_batch(connection, chain.seq, chain.head)
    return Recorded(new=chain.seq - seq, known=0, head=chain.head.hex())


def rows_of(payments: Sequence[Payment], envelope: Envelope) -> Iterator[Row]:
    """The rows that the events of receipts have."""
    days, quoted = Days(), Quoted()
    for rank, payment in enumerate(payments):
        yield Row(
            id=f"received:{payment.id}",
            kind="received",
            on_day=days[payment.received_on],
            recorded_at=envelope.recorded_at,
            contract=payment.position,
            amount_minor=payment.amount.minor,
            currency=payment.amount.currency.code,
            author=envelope.author,
            source=envelope.source,
            rank=rank,
            reverses=None,
            content=receipt(payment, days, quoted),
        )


class _Chain:
    """Where the chain ends while receipts are appended."""

    def __init__(self, seq: int, head: bytes) -> None:
        self.seq = seq
        self.head = head

    def linked(
        self, payments: Sequence[Payment], envelope: Envelope
    ) -> Iterator[tuple[object, ...]]:
        """The rows with number and hash: :func:`rows_of` and :func:`link` in one pass."""
        recorded_at, author, source = envelope
        seq, head = self.seq, self.head
        days, quoted = Days(), Quoted()
        for rank, payment in enumerate(payments):
            content = receipt(payment, days, quoted)
            day, amount = days[payment.received_on], payment.amount
            name, contract = f"received:{payment.id}", payment.position
            minor, code = amount.minor, amount.currency.code
            text = (
                f"{name}\0received\0{day}\0{recorded_at}\0{contract}\0{minor}\0{code}\0"
                f"{author}\0{source}\0{rank}\0{NOTHING}\0{content}"
            )
            head = sha256(head + text.encode()).digest()
            seq += 1
            # fmt: off
            yield (seq, name, "received", day, recorded_at, contract, minor, code, author, source,
                   rank, None, content, head)
            # fmt: on
        self.seq, self.head = seq, head
