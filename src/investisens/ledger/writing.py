"""Events into the ledger: all of them or none, each once however often it is given."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from investisens.folder.problems import nearest
from investisens.ledger.chain import START, link
from investisens.ledger.text import Reader, Row
from investisens.portfolio.event_kinds import KINDS
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms

INSERT: Final = f"INSERT INTO events VALUES ({', '.join('?' * (len(Row._fields) + 2))})"  # noqa: S608
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


def write(connection: sqlite3.Connection, rows: Iterable[Row], reader: Reader) -> Recorded:
    """Append *rows* within the transaction that is open.

    Raises:
        InvalidTerms: A row contradicts the ledger or another row; the transaction is to be
            rolled back.
    """
    by_id, repeated = _each_once(rows, reader)
    known = _known(connection, by_id, reader)
    fresh = [row for name, row in by_id.items() if name not in known]
    _add_names(connection, fresh)
    chain = _Appender(connection)
    first = chain.seq
    for row in fresh:
        if row.reverses is None and "/" not in row.id:
            chain.add(row)
            continue
        chain.flush()
        _check_version(connection, row)
        changed = _undone(connection, row)
        chain.add(row)
        chain.flush()
        marks = [(chain.seq, name, standing) for name, standing in changed]
        connection.executemany("INSERT INTO standing VALUES (?, ?, ?)", marks)
    chain.flush()
    if chain.seq > first:
        end_batch(connection, chain.seq, chain.head)
    return Recorded(new=chain.seq - first, known=len(known) + repeated, head=chain.head.hex())


class _Appender:
    """Where the chain ends, and rows that are linked but not in the file yet."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.seq, self.head = end(connection)
        self.pending: list[tuple[object, ...]] = []

    def add(self, row: Row) -> None:
        """Link a row to the chain."""
        self.seq += 1
        self.head = link(self.head, row)
        self.pending.append((self.seq, *row, self.head))

    def flush(self) -> None:
        """Insert what was added."""
        self.connection.executemany(INSERT, self.pending)
        self.pending.clear()


def end_batch(connection: sqlite3.Connection, seq: int, head: bytes) -> None:
    """Note where a batch ends, so that events missing at the end are missed."""
    connection.execute(
        "INSERT INTO batches SELECT ifnull(max(number), 0) + 1, ?, ? FROM batches", (seq, head)
    )


def end(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Number and hash of the last event."""
    query = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
    found = connection.execute(query).fetchone()
    return found or (0, START)


def stands(connection: sqlite3.Connection, event: str) -> bool | None:
    """Whether an event stands; ``None`` if there is no such event."""
    query = """
        SELECT ifnull((SELECT stands FROM standing WHERE event = events.id
                       ORDER BY reversal DESC LIMIT 1), 1)
        FROM events WHERE id = ?"""
    found = connection.execute(query, (event,)).fetchone()
    return None if found is None else bool(found[0])


def _each_once(rows: Iterable[Row], reader: Reader) -> tuple[dict[str, Row], int]:
    """The rows by their ids, and how many are there again."""
    by_id: dict[str, Row] = {}
    count = 0
    for row in rows:
        count += 1
        if by_id.setdefault(row.id, row) is not row:
            _check_same(row, by_id[row.id].content, reader)
    return by_id, count - len(by_id)


def _known(connection: sqlite3.Connection, by_id: Mapping[str, Row], reader: Reader) -> set[str]:
    """Ids that the ledger holds already, with the same content."""
    query = "SELECT id, content FROM events WHERE id IN (SELECT value FROM json_each(?))"
    found = connection.execute(query, (json.dumps(list(by_id)),))
    known = set()
    for name, content in found:
        _check_same(by_id[name], content, reader)
        known.add(name)
    return known


def _check_same(row: Row, content: str, reader: Reader) -> None:
    """Refuse another content; a text of an older version may say the same in other words."""
    if row.content == content:
        return
    said = reader.what(row.kind, content, row.id)
    if said != reader.what(row.kind, row.content, row.id):
        raise InvalidTerms(
            f"{row.id} is recorded with other content ({content[:200]}): reverse that event, and "
            "record the new one under another version",
            field="id",
            value=row.id,
        )


def _add_names(connection: sqlite3.Connection, rows: list[Row]) -> None:
    """Contracts and currencies that rows name first; a contract that nobody signed is refused."""
    query = "SELECT value FROM json_each(?) EXCEPT SELECT id FROM contracts"
    named = {row.contract for row in rows if row.contract is not None}
    signed = {row.contract for row in rows if row.kind == "position_signed"}
    for (name,) in connection.execute(query, (json.dumps(sorted(named)),)).fetchall():
        if name not in signed:
            held = [each for (each,) in connection.execute("SELECT id FROM contracts")]
            known = [*held, *(each for each in signed if each)]
            row = next(each for each in rows if each.contract == name)
            raise InvalidTerms(
                f"{row.id} is about position {name!r}, which the ledger does not know: "
                + nearest(name, known, "record position_signed first"),
                field="contract",
                value=name,
            )
        connection.execute("INSERT INTO contracts VALUES (?)", (name,))
    add_currencies(connection, {row.currency for row in rows if row.currency})


def add_currencies(connection: sqlite3.Connection, codes: set[str]) -> None:
    """Add currencies that the ledger does not know yet.

    Raises:
        InvalidTerms: A code is no active one of ISO 4217.
    """
    for code in sorted(codes):
        if connection.execute("SELECT 1 FROM currencies WHERE code = ?", (code,)).fetchone():
            continue
        scale = 10 ** Currency.of(code).digits
        connection.execute("INSERT INTO currencies VALUES (?, ?)", (code, scale))


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
