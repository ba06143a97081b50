"""Release of a grant to the income of the enterprise, at the pace of what it paid for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from investisens.values.checking import checked
from investisens.values.money import Money, total
from investisens.values.rounding import RoundingMode
from investisens.values.written_down import WrittenDown, check_life, last_month, straight_line


@attrs.frozen(kw_only=True, field_transformer=checked)
class FundedItem:
    """Equipment, or a component of it, that a grant paid for, and its life.

    Attributes:
        cost: What it cost: the grant is shared over all items by their costs, > 0.
        in_service: The day it starts to work; its month counts as a whole one.
        life_months: Months over which it is written down, straight line, 1 to 1200.

    Raises:
        InvalidTerms: The cost or the life is out of its range.

    >>> from investisens.values.currency import XOF
    >>> FundedItem(cost=Money(5_000_000, XOF), in_service=date(2012, 4, 1),
    ...            life_months=60).share_by(date(2012, 12, 31))
    Fraction(3, 20)
    """

    cost: Money
    in_service: date
    life_months: int

    def __attrs_post_init__(self) -> None:
        check_life(self.cost, self.life_months)

    @property
    def last_year(self) -> int:
        """The calendar year in which its life ends."""
        return last_month(self.in_service, self.life_months).year

    def share_by(self, on: date) -> Fraction:
        """The part of its life that is over at the end of a day, by months."""
        return straight_line(self.in_service, self.life_months, on)


@attrs.frozen(kw_only=True)
class ReleaseRow:
    """What a grant adds to the income of the enterprise in one year.

    Attributes:
        year: Calendar year.
        released: Added to income; negative where a claw-back takes back what was released.
        left: Received by the end of the year and not released yet.
    """

    year: int
    released: Money
    left: Money


def release_rows(
    items: Sequence[WrittenDown], received: Mapping[int, Money], sold_in: int | None = None
) -> tuple[ReleaseRow, ...]:
    """The rows of each year, from the first receipt to the last receipt or end of a life.

    What is released by the end of a year is, for each item, its part of what was received by then ×
    the part of the item that is written down, rounded half up; a year takes the difference, so that
    the last takes the rest. What is received once a part of the life is over catches up at once.

    Args:
        items: What the grant paid for, at least one.
        received: Received less clawed back, by calendar year; no row where there is none.
        sold_in: Year in which all is sold or scrapped: what is left is released then.

    >>> from investisens.values.currency import XOF
    >>> pump = FundedItem(cost=Money(5_000_000, XOF), in_service=date(2012, 4, 1), life_months=60)
    >>> [row.released.minor for row in release_rows((pump,), {2012: Money(3_000_000, XOF)})]
    [450000, 600000, 600000, 600000, 600000, 150000]
    """
    zero = Money.zero(items[0].cost.currency)
    weights = [item.cost.minor for item in items]
    ends = [item.last_year if sold_in is None else min(item.last_year, sold_in) for item in items]
    rows: list[ReleaseRow] = []
    granted = released = zero
    for year in range(min(received), max([*received, *ends]) + 1) if received else ():
        granted += received.get(year, zero)
        now = granted
        if sold_in is None or year < sold_in:
            parts = zip(items, granted.allocate(weights), strict=True)
            now = total((_released(item, part, year) for item, part in parts), zero.currency)
        rows.append(ReleaseRow(year=year, released=now - released, left=granted - now))
        released = now
    return tuple(rows)


def _released(item: WrittenDown, part: Money, year: int) -> Money:
    return part.times(item.share_by(date(year, 12, 31)), RoundingMode.HALF_UP)
