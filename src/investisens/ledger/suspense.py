"""Lines of statements that wait for a decision, and the events that settle them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import attrs

from investisens.ledger.importing import LENGTH_OF_A_NAME, receipt_of
from investisens.ledger.store import Ledger
from investisens.ledger.writing import next_version
from investisens.portfolio.event_fold import reversal, standing
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event, HeldLine
from investisens.values.errors import MissingData


def waiting(ledger: Ledger) -> tuple[HeldLine, ...]:
    """The lines that nobody has decided yet, the oldest first.

    >>> with Ledger.create("fund.ledger") as ledger:
    ...     waiting(ledger)
    ()
    """
    return tuple(event.what for event in _waiting(ledger) if isinstance(event.what, HeldLine))


def decisions(
    ledger: Ledger,
    paid: Mapping[str, str],
    dismissed: Iterable[str],
    recorded_at: datetime,
    author: str = "",
    reason: str = "",
) -> tuple[Event, ...]:
    """The events that settle lines; nothing is recorded yet.

    Args:
        ledger: Where the lines wait.
        paid: Name of a line, or enough of its beginning, to the debt that it pays.
        dismissed: Names of lines that are no receipt of a debt.
        recorded_at: The moment of recording, in UTC.
        author: Who decides.
        reason: Why, in words.

    Raises:
        MissingData: No line, or more than one, that waits has such a name.
    """
    left = _waiting(ledger)
    events: list[Event] = []
    for name, position in [*paid.items(), *((each, "") for each in dismissed)]:
        held = _named(name, left)
        left = tuple(each for each in left if each is not held)
        told = reason or (f"decided: {position}" if position else "no receipt of a debt")
        events.append(_settled(ledger, held, recorded_at, told, author))
        if position:
            events.append(_received(ledger, held, position, events[-1]))
    return tuple(attrs.evolve(event, rank=rank) for rank, event in enumerate(events))


def settled(
    ledger: Ledger, name: str, recorded_at: datetime, reason: str, author: str = ""
) -> Event:
    """The event by which a line waits no longer, to be recorded with what it turned out to be.

    Raises:
        MissingData: As :func:`decisions`.
    """
    return _settled(ledger, _named(name, _waiting(ledger)), recorded_at, reason, author)


def _settled(ledger: Ledger, held: Event, recorded_at: datetime, reason: str, author: str) -> Event:
    version = next_version(ledger.connection, f"reversed:{held.id}")
    return reversal(held, recorded_at, reason, author, version)


def _received(ledger: Ledger, held: Event, position: str, settled: Event) -> Event:
    """The receipt that a line is; a second version if one decided before was reversed."""
    if not isinstance(held.what, HeldLine):
        raise TypeError(held)
    payment = receipt_of(held.what, position)
    version = next_version(ledger.connection, event_id(payment))
    return attrs.evolve(
        settled,
        id=event_id(payment, version),
        on=payment.received_on,
        what=payment,
        source=held.source,
    )


def _waiting(ledger: Ledger) -> tuple[Event, ...]:
    held = [event for event in standing(ledger.events()) if isinstance(event.what, HeldLine)]
    return tuple(sorted(held, key=lambda event: (event.on, event.recorded_at, event.rank)))


def _named(name: str, events: Sequence[Event]) -> Event:
    lines = {event.id.partition(":")[2]: event for event in events}
    found = [event for line, event in lines.items() if name and line.startswith(name)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(line[:LENGTH_OF_A_NAME] for line in lines) or "none"
    what = "no line" if not found else "more than one line"
    raise MissingData(
        f"{what} that waits is called {name!r}: those that wait are {known}",
        field="line",
        value=name,
    )
