"""What stands in a ledger beside its events and follows from them: held against them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from investisens.folder.problems import Place
from investisens.ledger.schema import migrate
from investisens.values.currency import Currency
from investisens.values.errors import Finding, InvalidAmount

RESTORE = "restore a backup, and find out who wrote to the file"

Marks = list[tuple[int, bool]]
"""Number of each reversal that concerns an event, and whether it stands from there on."""


def findings_beside(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What is not as the events of a ledger, whose chain holds, say.

    These are what guards and shows the events, what was undone, the currencies and the batches.

    >>> from investisens import Ledger
    >>> with Ledger.create("fund.ledger") as ledger:
    ...     list(findings_beside(ledger.connection))
    []
    """
    yield from _of_texts(connection)
    yield from _of_standing(connection)
    yield from _of_currencies(connection)
    yield from _of_batches(connection)


def _of_texts(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Tables, views and triggers of ours; others may have tables and views, but no triggers."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        migrate(new)
        made = _texts(new)
    held = _texts(connection)
    for key, text in made.items():
        if held.get(key) != text:
            found = "another text" if key in held else "none"
            yield Place("ledger", " ".join(key)).finding("as it was made", found, RESTORE)
    for key in held.keys() - made.keys():
        if key[0] == "trigger":
            place = Place("ledger", " ".join(key))
            yield place.finding("none of this name", "one", RESTORE)


def _texts(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    query = """
        SELECT type, name, sql FROM sqlite_master
        WHERE sql IS NOT NULL AND name NOT LIKE '\\_sqlite%' ESCAPE '\\' ORDER BY name"""
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in connection.execute(query)}


def _of_standing(connection: sqlite3.Connection) -> Iterator[Finding]:
    said, held = _said(connection), _held(connection)
    for name in sorted(said.keys() | held.keys()):
        expected, found = said.get(name, []), held.get(name, [])
        if expected == found:
            continue
        stands, does = (marks[-1][1] if marks else True for marks in (expected, found))
        if stands == does:
            words = ("the marks of its reversals", "others")
        else:
            wanted = "to stand" if stands else "to be undone"
            words = (f"{wanted}, as the reversals say", "standing" if does else "undone")
        yield Place("ledger", name).finding(*words, RESTORE)


def _said(connection: sqlite3.Connection) -> dict[str, Marks]:
    """What the reversals say of each event: undone, and what that one had undone restored."""
    query = "SELECT seq, id, reverses FROM events WHERE reverses IS NOT NULL ORDER BY seq"
    below: dict[str, str] = {}
    said: dict[str, Marks] = {}
    for seq, name, reverses in connection.execute(query):
        below[name] = reverses
        event, stands = reverses, False
        while event is not None:
            said.setdefault(event, []).append((seq, stands))
            event, stands = below.get(event), not stands
    return said


def _held(connection: sqlite3.Connection) -> dict[str, Marks]:
    held: dict[str, Marks] = {}
    query = "SELECT event, reversal, stands FROM standing ORDER BY reversal"
    for name, reversal, stands in connection.execute(query):
        held.setdefault(name, []).append((reversal, bool(stands)))
    return held


def _of_currencies(connection: sqlite3.Connection) -> Iterator[Finding]:
    for code, found in connection.execute("SELECT code, minor_units FROM currencies ORDER BY code"):
        place = Place("ledger", "currency").named(code)
        try:
            expected = 10 ** Currency.of(code).digits
        except InvalidAmount:
            yield place.finding("an ISO 4217 code", repr(code), RESTORE)
            continue
        if found != expected:
            yield place.finding(f"{expected} in a unit", str(found), RESTORE)


def _of_batches(connection: sqlite3.Connection) -> Iterator[Finding]:
    query = """
        SELECT number FROM batches LEFT JOIN events ON seq = last_seq
        WHERE events.hash IS NOT batches.hash ORDER BY number"""
    for (number,) in connection.execute(query):
        place = Place("ledger", f"batch {number}")
        yield place.finding("the hash of its last event", "another", RESTORE)
