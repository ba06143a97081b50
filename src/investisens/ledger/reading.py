"""Events out of the ledger."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from investisens.ledger.text import Reader, Row, damaged, day_read
from investisens.ledger.writing import COLUMNS
from investisens.values.errors import MissingData
from investisens.values.harvest import HarvestCalendar


def rows(
    connection: sqlite3.Connection,
    known_on: date | None = None,
    contract: str | None = None,
    name: str | None = None,
    kind: str | None = None,
    but: str | None = None,
) -> Iterator[Row]:
    """Rows in the order of recording, reversals and what they undo included.

    All kinds *but* one may be asked for.
    """
    conditions = {
        "recorded_at < ?": None if known_on is None else _after(known_on),
        "contract = ?": contract,
        "id = ?": name,
        "kind = ?": kind,
        "kind != ?": but,
    }
    asked = {words: value for words, value in conditions.items() if value is not None}
    where = f"WHERE {' AND '.join(asked)}" if asked else ""
    query = f"SELECT {COLUMNS} FROM events {where} ORDER BY seq"  # noqa: S608
    return map(Row._make, connection.execute(query, tuple(asked.values())))


def calendars(
    connection: sqlite3.Connection,
    reader: Reader,
    known_on: date | None = None,
    more: Iterable[object] = (),
) -> Iterator[HarvestCalendar]:
    """The calendars that dues may name; of two of one name the one that stands comes last.

    Args:
        connection: A ledger.
        reader: Reads what events say.
        known_on: Leaves out what was recorded after this day.
        more: What is about to be recorded.
    """
    gone = undone(connection, known_on)
    found = list(rows(connection, known_on, kind="calendar_stated"))
    found.sort(key=lambda row: row.id not in gone)
    for row in found:
        what = reader.what(row.kind, row.content, row.id)
        if isinstance(what, HarvestCalendar):
            yield what
    yield from (each for each in more if isinstance(each, HarvestCalendar))


def no_event(connection: sqlite3.Connection, name: str) -> MissingData:
    """That no event has this id, and which ids end like it."""
    query = "SELECT id FROM events WHERE substr(id, -length(?1)) = ?1 ORDER BY seq LIMIT 3"
    near = ", ".join(each for (each,) in connection.execute(query, (f":{name}",)))
    remedy = f"did you mean {near}?" if near else "list its events"
    return MissingData(f"the ledger holds no event {name!r}: {remedy}", field="id", value=name)


def receipts(
    connection: sqlite3.Connection, known_on: date | None = None
) -> Mapping[str, list[tuple[int, int]]]:
    """Receipts that stand, by position and day: ordinal of the day, and minor units."""
    gone = undone(connection, known_on)
    until = "9" if known_on is None else _after(known_on)
    # A name is only read where one may be gone: of a million rows that is felt.
    query = f"""
        SELECT {"id" if gone else "''"}, contract, on_day, amount_minor FROM events
        WHERE kind = 'received' AND recorded_at < ?"""  # noqa: S608
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    days: dict[str, int] = {}
    for name, contract, on_day, minor in connection.execute(query, (until,)):
        if name in gone:
            continue
        try:
            day = days[on_day]
        except KeyError:
            day = days[on_day] = day_read(on_day, f"receipts of {contract}").toordinal()
        if minor is None:
            raise damaged(f"receipts of {contract}", "an amount", "none")
        found[contract].append((day, minor))
    for each in found.values():
        each.sort()
    return dict(found)


def undone(connection: sqlite3.Connection, known_on: date | None = None) -> frozenset[str]:
    """Ids of the events that do not stand, by what was known on a day."""
    until = "9" if known_on is None else _after(known_on)
    query = """
        SELECT event, stands FROM standing JOIN events ON seq = reversal
        WHERE recorded_at < ? ORDER BY reversal"""
    fate = dict(connection.execute(query, (until,)).fetchall())
    return frozenset(name for name, stands in fate.items() if not stands)


def _after(day: date) -> str:
    """The first moment after a day, as the ledger writes moments."""
    return (day + timedelta(days=1)).isoformat() if day < date.max else "9"
