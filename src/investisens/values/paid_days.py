"""Dues paid on another day than the one to which interest runs (compute, then shift).

A due that falls on a closed day may keep its interest and wait for its money. Three questions
follow about the days between the two: on which day a step is booked, as of which day a debt
stands, and as of which day a payment counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

Moved = tuple[tuple[date, date], ...]
"""Dues paid on another day than their own, in order: the due, and the day on which it is paid."""


def booked_on(moved: Moved) -> dict[int, int]:
    """The day on which the steps of a day are booked, as ordinals, where it is another one.

    A step from the due up to its day of payment is booked on that day. Days that are not found
    are their own.

    >>> due, paid = date(2026, 10, 31), date(2026, 11, 2)
    >>> [date.fromordinal(day).day for day in booked_on(((due, paid),))]
    [31, 1]
    """
    days: dict[int, int] = {}
    for due, paid in moved:
        first, last = due.toordinal(), paid.toordinal()
        between = range(first, last, 1 if first < last else -1)
        days.update(dict.fromkeys(between, last))
    return days


def standing_on(moved: Moved, on: date) -> date:
    """The day as of which a debt stands at the end of *on*: the due, while it waits for its money.

    Where money comes before its due, the debt stands as of the due from that day on.

    >>> due, paid = date(2026, 10, 31), date(2026, 11, 2)
    >>> print(standing_on(((due, paid),), date(2026, 11, 1)), standing_on(((due, paid),), paid))
    2026-10-31 2026-11-02
    """
    return next((due for first, due, last in _spans(moved) if first <= on < last), on)


def counted_on(moved: Moved, on: date) -> date:
    """The day as of which money received on *on* counts: the due, up to its day of payment.

    >>> due, paid = date(2026, 10, 31), date(2026, 11, 2)
    >>> print(counted_on(((due, paid),), paid), counted_on(((due, paid),), date(2026, 11, 3)))
    2026-10-31 2026-11-03
    """
    return next((due for first, due, last in _spans(moved) if first <= on <= last), on)


def _spans(moved: Moved) -> Iterator[tuple[date, date, date]]:
    """Of each due: the first of its two days, the due itself, and the last of its two days."""
    return ((min(due, paid), due, max(due, paid)) for due, paid in moved)
