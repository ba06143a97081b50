"""The end of the chain, where events are appended."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, Final

from investisens.folder.problems import nearest
from investisens.ledger.chain import NOTHING, START, link
from investisens.ledger.receipts import Receipt, ReceiptTexts
from investisens.ledger.schema import EVENTS_IN_ORDER
from investisens.ledger.text import Reader, Row
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms

_INSERT: Final = f"INSERT INTO events VALUES ({', '.join('?' * (len(Row._fields) + 2))})"  # noqa: S608

MANY: Final = 1_000
"""Receipts from which the guard of new rows is taken down while they are appended, and put up again
within the same transaction: no other connection ever sees the ledger without it."""


class Chain:
    """The end of the chain, within the transaction that is open.

    Attributes:
        seq: Number of the last event.
        head: Its hash.
        known: How many of those that were given were there already, with the same content.
    """

    def __init__(self, connection: sqlite3.Connection, reader: Reader) -> None:
        self.seq, self.head = _end(connection)
        self.known = 0
        self._connection = connection
        self._reader = reader
        self._texts = ReceiptTexts()
        self._currencies = {code for (code,) in connection.execute("SELECT code FROM currencies")}
        self._tried: tuple[Any, ...] = ()

    def sign(self, contracts: Iterable[str]) -> None:
        """Add contracts, unless the ledger knows them."""
        self._connection.execute(
            "INSERT INTO contracts SELECT value FROM json_each(?) EXCEPT SELECT id FROM contracts",
            (json.dumps(list(contracts)),),
        )

    def holds(self, row: Row) -> bool:
        """Whether a row is there already.

        Raises:
            InvalidTerms: It is there with other content.
        """
        query = "SELECT content FROM events WHERE id = ?"
        found = self._connection.execute(query, (row.id,)).fetchone()
        if found is not None:
            _check_same(row, found[0], self._reader)
        return found is not None

    def add(self, row: Row) -> None:
        """Append a row, unless it is there.

        Raises:
            InvalidTerms: As :meth:`holds`; or it names a contract that nobody signed, or a currency
                that is no active one of ISO 4217.
        """
        if self.holds(row):
            self.known += 1
            return
        self._check_signed(row)
        if row.currency not in self._currencies and row.currency is not None:
            self._add_currency(row.currency)
        head = link(self.head, row)
        self._connection.execute(_INSERT, (self.seq + 1, *row, head))
        self.seq, self.head = self.seq + 1, head

    def add_receipts(self, receipts: Iterator[Receipt], count: int) -> None:
        """Append receipts, without those that are there.

        Args:
            receipts: In the order of recording.
            count: How many there are.

        Raises:
            InvalidTerms: As :meth:`add`, or one would not read back.
        """
        if count < MANY:
            self._add_receipts(receipts)
            return
        # The guard of new rows costs about a sixth of the whole. These are numbered here, and their
        # ids are unique by the key of the table; if anything fails, all is rolled back.
        self._connection.execute("DROP TRIGGER events_in_order")
        self._add_receipts(receipts)
        self._connection.execute(EVENTS_IN_ORDER)

    def end_batch(self) -> None:
        """Note where a batch ends, so that events missing at the end are missed."""
        self._connection.execute(
            "INSERT INTO batches SELECT ifnull(max(number), 0) + 1, ?, ? FROM batches",
            (self.seq, self.head),
        )

    def _add_receipts(self, receipts: Iterator[Receipt]) -> None:
        try:
            self._connection.executemany(_INSERT, self._linked(receipts))
        except sqlite3.IntegrityError:
            # One is there, or names what nobody signed: it and the next are looked at one by one.
            self.seq, self.head = _end(self._connection)
            self.add(_row(self._tried))
            for receipt in receipts:
                self.add(_row(next(self._linked(iter((receipt,))))))
        else:
            self.seq, self.head = _end(self._connection)

    def _linked(self, receipts: Iterator[Receipt]) -> Iterator[tuple[Any, ...]]:
        """The rows of receipts with number and hash: :func:`link` without a row in between."""
        seq, head = self.seq, self.head
        days, content_of = self._texts.days, self._texts.content_of
        for payment, name, on, at, author, source, rank in receipts:
            day, contract = days[on], payment.position
            minor, code = payment.amount.minor, payment.amount.currency.code
            if code not in self._currencies:
                self._add_currency(code)
            content = content_of(payment)
            text = (
                f"{name}\0received\0{day}\0{at}\0{contract}\0{minor}\0{code}\0{author}\0"
                f"{source}\0{rank}\0{NOTHING}\0{content}"
            )
            head = sha256(head + text.encode()).digest()
            seq += 1
            # fmt: off
            row = (seq, name, "received", day, at, contract, minor, code, author, source, rank,
                   None, content, head)
            # fmt: on
            self._tried = row
            yield row

    def _check_signed(self, row: Row) -> None:
        """Refuse a contract that nobody signed."""
        query = "SELECT 1 FROM contracts WHERE id = ?"
        if row.contract is None or self._connection.execute(query, (row.contract,)).fetchone():
            return
        known = [name for (name,) in self._connection.execute("SELECT id FROM contracts")]
        raise InvalidTerms(
            f"{row.id} is about position {row.contract!r}, which the ledger does not know: "
            + nearest(row.contract, known, "record position_signed first"),
            field="contract",
            value=row.contract,
        )

    def _add_currency(self, code: str) -> None:
        scale = 10 ** Currency.of(code).digits
        self._connection.execute("INSERT INTO currencies VALUES (?, ?)", (code, scale))
        self._currencies.add(code)


def _row(values: tuple[Any, ...]) -> Row:
    """What the table holds of an event, without its number and hash."""
    return Row._make(values[1:-1])


def _end(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Number and hash of the last event."""
    query = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
    found = connection.execute(query).fetchone()
    return found or (0, START)


def _check_same(row: Row, content: str, reader: Reader) -> None:
    """Refuse another content; a text of an older version may say the same in other words."""
    if row.content == content:
        return
    if row.kind == "reversed":
        raise InvalidTerms(
            f"{row.reverses} does not stand: it was reversed already",
            field="event",
            value=row.reverses,
        )
    said = reader.what(row.kind, content, row.id)
    if said != reader.what(row.kind, row.content, row.id):
        second = ", or give a second receipt an id of its own" if row.kind == "received" else ""
        raise InvalidTerms(
            f"{row.id} is recorded with other content ({content[:200]}): reverse that event, and "
            f"record the new one under another version{second}",
            field="id",
            value=row.id,
        )
