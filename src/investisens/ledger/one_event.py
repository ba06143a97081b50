"""One event at a time: the id that a ledger has for it."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from investisens.ledger.writing import next_version, stands, versioned
from investisens.portfolio.event_kinds import day_of, event_id
from investisens.portfolio.events import Event, What
from investisens.values.errors import InvalidTerms


def event_of(
    connection: sqlite3.Connection,
    what: What,
    recorded_at: datetime,
    *,
    on: date | None = None,
    author: str = "",
    source: str = "",
    again: bool = False,
) -> Event:
    """The event that says *what*, under the id that the ledger has for it.

    What stands already keeps its id, so that saying it twice records it once. What was reversed
    is said anew under the next version.

    Args:
        connection: The ledger in which it is going to be recorded.
        what: What it says.
        recorded_at: The moment of recording, in UTC.
        on: The day it counts from, where *what* does not tell it.
        author: Who records it.
        source: The document it was taken from.
        again: Whether it is said a second time on purpose: two equal facts, not one told twice.

    Raises:
        InvalidTerms: Nothing tells the day.

    >>> from datetime import UTC
    >>> from investisens import XOF, Cost, Ledger, Money
    >>> fee = Cost(paid_on=date(2012, 1, 31), amount=Money(6_000, XOF), label="account keeping")
    >>> at = datetime(2012, 2, 1, tzinfo=UTC)
    >>> with Ledger.create("fund.ledger") as ledger:
    ...     first = event_of(ledger.connection, fee, at)
    ...     known = ledger.record([first]).known
    ...     again = event_of(ledger.connection, fee, at, again=True)
    >>> first.id, again.id
    ('cost_paid:d0a4dc3e3cd7d417', 'cost_paid/2:d0a4dc3e3cd7d417')
    """
    day = day_of(what) or on
    if day is None:
        raise InvalidTerms("on is not given: say from which day it counts", field="on", value=on)
    first = event_id(what)
    version = next_version(connection, first)
    last = versioned(first, version - 1)
    if version > 1 and not again and stands(connection, last):
        version -= 1
    return Event(
        id=event_id(what, version),
        on=day,
        recorded_at=recorded_at,
        what=what,
        author=author,
        source=source,
    )
