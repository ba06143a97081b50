"""Events into the ledger: all of them or none, each once however often it is given."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import attrs

from investisens.ledger.appending import Chain
from investisens.ledger.receipts import is_receipt, receipts_of, receipts_of_payments
from investisens.ledger.text import Reader, Row, row_of
from investisens.portfolio.event_kinds import KINDS
from investisens.portfolio.events import Event
from investisens.portfolio.fund import Position
from investisens.portfolio.records import Payment
from investisens.values.errors import Finding, InvalidTerms

COLUMNS: Final = ", ".join(Row._fields)
_VERSIONED: Final = re.compile(r"(\w+)/(\d+):(.*)", re.DOTALL)


@attrs.frozen(kw_only=True)
class Recorded:
    """What recording did.

    Attributes:
        new: Events that were recorded.
        known: Events that the ledger held already, with the same content.
        head: Hash of the last event, in hexadecimal digits: note it to prove later that nothing
            before it was changed.
    """

    new: int
    known: int
    head: str


@attrs.frozen(kw_only=True)
class Accepted:
    """What recording did, and what it makes doubtful.

    Attributes:
        new: Events that were recorded, or would be.
        known: Events that the ledger held already, with the same content.
        doubts: Warnings of the fund that were not there before.
    """

    new: int
    known: int
    doubts: tuple[Finding, ...] = ()


def write(connection: sqlite3.Connection, events: Sequence[Event], reader: Reader) -> Recorded:
    """Append *events*, each in its turn, within the transaction that is open.

    Args:
        connection: A ledger.
        events: In the order of recording. Any of them may name a contract that one of them signs.
        reader: Reads what events say; it knows the calendars that dues name.

    Raises:
        InvalidTerms: An event contradicts the ledger or another one, or would not read back; the
            transaction is to be rolled back.
    """
    chain = Chain(connection, reader)
    first = chain.seq
    chain.sign(event.what.id for event in events if isinstance(event.what, Position))
    for are_receipts, some in groupby(events, key=is_receipt):
        if are_receipts:
            batch = list(some)
            chain.add_receipts(receipts_of(batch), len(batch))
        else:
            for event in some:
                _add(connection, chain, _readable(event, reader))
    return _recorded(chain, first)


def write_payments(
    connection: sqlite3.Connection,
    payments: Sequence[Payment],
    recorded_at: str,
    author: str,
    source: str,
    reader: Reader,
) -> Recorded:
    """Append the events that say *payments*, as :func:`write` does.

    Args:
        connection: A ledger.
        payments: In the order of recording.
        recorded_at: The moment, as the ledger writes it.
        author: Who records them.
        source: The document they are taken from.
        reader: Reads what events say.

    Raises:
        InvalidTerms: As :func:`write`.
    """
    chain = Chain(connection, reader)
    first = chain.seq
    receipts = receipts_of_payments(payments, recorded_at, author, source)
    chain.add_receipts(receipts, len(payments))
    return _recorded(chain, first)


def _recorded(chain: Chain, first: int) -> Recorded:
    if chain.seq > first:
        chain.end_batch()
    return Recorded(new=chain.seq - first, known=chain.known, head=chain.head.hex())


def _add(connection: sqlite3.Connection, chain: Chain, row: Row) -> None:
    """Append a row, unless it is there, and mark what it undoes."""
    changed: tuple[tuple[str, bool], ...] = ()
    if not chain.holds(row):
        _check_version(connection, row)
        changed = _undone(connection, row)
    chain.add(row)
    marks = [(chain.seq, name, standing) for name, standing in changed]
    connection.executemany("INSERT INTO standing VALUES (?, ?, ?)", marks)


def _readable(event: Event, reader: Reader) -> Row:
    """The row of an event that reads back the same."""
    row = row_of(event)
    if reader.what(row.kind, row.content, row.id) != event.what:
        raise InvalidTerms(
            f"{event.id} would not read back as it is: leave out texts of spaces, and "
            "record the calendars that dues follow",
            field="what",
            value=event.what,
        )
    return row


def stands(connection: sqlite3.Connection, event: str) -> bool | None:
    """Whether an event stands; ``None`` if there is no such event."""
    query = """
        SELECT ifnull((SELECT stands FROM standing WHERE event = events.id
                       ORDER BY reversal DESC LIMIT 1), 1)
        FROM events WHERE id = ?"""
    found = connection.execute(query, (event,)).fetchone()
    return None if found is None else bool(found[0])


def _check_version(connection: sqlite3.Connection, row: Row) -> None:
    """A second version comes after the first one, and stands alone if its kind has a key."""
    found = _VERSIONED.fullmatch(row.id)
    if found is None:
        return
    before = versioned(f"{found[1]}:{found[3]}", int(found[2]) - 1)
    standing = stands(connection, before)
    if standing is None:
        raise InvalidTerms(
            f"{row.id} is recorded before {before}: number versions from 1",
            field="id",
            value=row.id,
        )
    if standing and KINDS[found[1]].key:
        raise InvalidTerms(
            f"{row.id} is recorded while {before} stands: reverse that one first",
            field="id",
            value=row.id,
        )


def versioned(event: str, version: int) -> str:
    """The id of a version of an event.

    >>> versioned("received:P7", 1), versioned("received/2:P7", 3)
    ('received:P7', 'received/3:P7')
    """
    kind, _, name = event.partition(":")
    kind = kind.partition("/")[0]
    return f"{kind}:{name}" if version == 1 else f"{kind}/{version}:{name}"


def next_version(connection: sqlite3.Connection, event: str) -> int:
    """The first version of an event that the ledger does not hold."""
    version = 1
    while stands(connection, versioned(event, version)) is not None:
        version += 1
    return version


def _undone(connection: sqlite3.Connection, row: Row) -> tuple[tuple[str, bool], ...]:
    """What stands no longer, or again, once a reversal is recorded: id and whether it stands."""
    if row.reverses is None:
        return ()
    target = row.reverses
    standing = stands(connection, target)
    if not standing:
        found = "which the ledger does not hold" if standing is None else "which does not stand"
        raise InvalidTerms(
            f"{row.id} reverses {target}, {found}: check the id", field="event", value=target
        )
    changed = [(target, False)]
    query = "SELECT recorded_at, reverses FROM events WHERE id = ?"
    recorded_at, below = connection.execute(query, (target,)).fetchone()
    if row.recorded_at < recorded_at:
        raise InvalidTerms(
            f"{row.id} is recorded on {row.recorded_at}, before {target} on {recorded_at}: check "
            "the clock",
            field="recorded_at",
            value=row.recorded_at,
        )
    while below is not None:
        changed.append((below, not changed[-1][1]))
        _, below = connection.execute(query, (below,)).fetchone()
    for name, restored in changed:
        if restored:
            _check_alone(connection, row, name)
    return tuple(changed)


def _check_alone(connection: sqlite3.Connection, row: Row, restored: str) -> None:
    """What a reversal restores was not recorded anew meanwhile."""
    if not KINDS[restored.partition(":")[0].partition("/")[0]].key:
        return
    for other in _versions(connection, restored):
        if other != restored and stands(connection, other):
            raise InvalidTerms(
                f"{row.id} would restore {restored} while {other} stands: reverse that one first",
                field="event",
                value=restored,
            )


def _versions(connection: sqlite3.Connection, event: str) -> Iterator[str]:
    for version in range(1, next_version(connection, event)):
        yield versioned(event, version)
