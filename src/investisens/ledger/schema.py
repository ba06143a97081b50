"""The tables of a ledger, what guards them, and the steps by which older files come up to date."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from investisens.ledger.shown_schema import SHOWN

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID: Final = 0x494E5653
"""``INVS``: what tells our files from other SQLite files."""

SET: Final = "investisens.ledger"
"""Name of our set of migrations."""

EVENTS_IN_ORDER: Final = """
CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT ifnull(max(seq), 0) + 1 FROM events)
    OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'events are only appended: this one is there, or out of order');
END;
"""

_EVENTS: Final = """
CREATE TABLE currencies (
    code TEXT PRIMARY KEY,
    minor_units INTEGER NOT NULL -- minor units in one unit: 1 for XOF, 100 for EUR
) STRICT;
CREATE TABLE contracts (
    id TEXT PRIMARY KEY
) STRICT;
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    on_day TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    contract TEXT REFERENCES contracts (id),
    amount_minor INTEGER,
    currency TEXT REFERENCES currencies (code),
    author TEXT NOT NULL,
    source TEXT NOT NULL,
    rank INTEGER NOT NULL,
    reverses TEXT REFERENCES events (id),
    content TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE TABLE standing (
    reversal INTEGER NOT NULL REFERENCES events (seq),
    event TEXT NOT NULL REFERENCES events (id),
    stands INTEGER NOT NULL,
    PRIMARY KEY (event, reversal)
) STRICT, WITHOUT ROWID;
CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    last_seq INTEGER NOT NULL REFERENCES events (seq),
    hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER batches_in_order BEFORE INSERT ON batches
WHEN NEW.number IS NOT (SELECT ifnull(max(number), 0) + 1 FROM batches)
BEGIN
    SELECT RAISE(ABORT, 'batches are only appended');
END;
CREATE TRIGGER standing_in_order BEFORE INSERT ON standing
WHEN EXISTS (SELECT 1 FROM standing WHERE event = NEW.event AND reversal >= NEW.reversal)
BEGIN
    SELECT RAISE(ABORT, 'what stands is only appended');
END;
CREATE TRIGGER contracts_once BEFORE INSERT ON contracts
WHEN EXISTS (SELECT 1 FROM contracts WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'contracts are only appended');
END;
CREATE TRIGGER currencies_once BEFORE INSERT ON currencies
WHEN EXISTS (SELECT 1 FROM currencies WHERE code = NEW.code)
BEGIN
    SELECT RAISE(ABORT, 'currencies are only appended');
END;
"""

_GUARDED: Final = ("events", "batches", "standing", "contracts", "currencies")
_GUARD: Final = """
CREATE TRIGGER {table}_never_changed BEFORE UPDATE ON {table}
BEGIN
    SELECT RAISE(ABORT, '{table} are never changed: record a reversal');
END;
CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table}
BEGIN
    SELECT RAISE(ABORT, '{table} are never deleted: record a reversal');
END;
"""


def _events(db: Database) -> None:
    """Version 1: events, what guards them, and the views to read."""
    guards = "".join(_GUARD.format(table=table) for table in _GUARDED)
    for statement in statements(_EVENTS + EVENTS_IN_ORDER + guards + SHOWN):
        db.conn.execute(statement)


MIGRATIONS: Final = (("001_events", _events),)
"""Every step, in order. A step that was released is never changed: another is added."""


def statements(script: str) -> list[str]:
    r"""The statements of a script: `executescript` would end the transaction.

    >>> statements("CREATE TABLE a (b);\nCREATE TABLE c (d);")
    ['CREATE TABLE a (b);', 'CREATE TABLE c (d);']
    """
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return [each for each in found if each.strip(";\n ")]


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a ledger up to date; each step is whole or not at all."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(SET)
    for name, step in MIGRATIONS:
        migrations(name=name)(step)
    migrations.apply(Database(connection))


def applied(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Names of the steps that a file has behind it, in their order; none if it has no tables."""
    if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        return ()
    query = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id"
    return tuple(name for (name,) in connection.execute(query, (SET,)))
