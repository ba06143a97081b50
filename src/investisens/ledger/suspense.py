"""Lines of statements that wait for a decision, and the events that settle them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import attrs

from investisens.ledger.importing import receipt_of
from investisens.ledger.outcomes import LENGTH_OF_A_NAME
from investisens.ledger.store import Ledger
from investisens.ledger.writing import next_version
from investisens.portfolio.event_fold import reversal, standing
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event, HeldLine
from investisens.values.errors import InvalidTerms, MissingData


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
        InvalidTerms: A line is of another currency than the fund.
    """
    events: list[Event] = []
    with ledger.unchanging():
        left = _waiting(ledger)
        for name, position in [*paid.items(), *((each, "") for each in dismissed)]:
            held = _named(name, left)
            left = tuple(each for each in left if each is not held)
            # The decision is part of the reason: of two processes that decide one line
            # differently, the ledger refuses the second.
            told = f"decided: {position}" if position else "no receipt of a debt"
            told = f"{told}; {reason}" if reason else told
            events.append(_settled(ledger, held, recorded_at, told, author))
            if position:
                _check_currency(ledger, held, position)
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


def _check_currency(ledger: Ledger, held: Event, position: str) -> None:
    line, currency = held.what, ledger.fund(payments=False).currency
    if isinstance(line, HeldLine) and line.amount.currency != currency:
        name = line.line[:LENGTH_OF_A_NAME]
        raise InvalidTerms(
            f"line {name} is of {line.amount} and the fund counts in {currency}: say what it is "
            f"worth with record received, {position} and --settles {name}",
            field="amount",
            value=line.amount,
        )


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
    known = ", ".join(line[:LENGTH_OF_A_NAME] for line in lines)
    what = "no line" if not found else "more than one line"
    told = f"those that wait are {known}" if known else "none waits"
    raise MissingData(f"{what} that waits is called {name!r}: {told}", field="line", value=name)
