"""How many dues a rule may give, and what is said of too many."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from investisens.values.errors import InvalidTerms

MAX_DUES = 10_000
"""Most dues one rule may give: a daily loan of 27 years."""


def due_count(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Refuse, as an attrs validator, what is no number of dues.

    >>> @attrs.frozen
    ... class Rule:
    ...     count: int = attrs.field(validator=due_count)
    >>> Rule(0)
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidTerms: count is 0: expected a whole number from 1 to 10000
    """
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not 1 <= value <= MAX_DUES:  # type: ignore[operator]
        raise InvalidTerms(
            f"{attribute.name} is {value!r}: expected a whole number from 1 to {MAX_DUES}",
            field=attribute.name,
            value=value,
        )


def too_late(first: date, count: int) -> InvalidTerms:
    """The error of dues that go on after the last day there is.

    >>> raise too_late(date(2026, 6, 30), 10_000)
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidTerms: count is 10000: from 2026-06-30 the last due date \
would be after year 9999: use a smaller count
    """
    return InvalidTerms(
        f"count is {count}: from {first} the last due date would be after year 9999: "
        "use a smaller count",
        field="count",
        value=count,
    )
