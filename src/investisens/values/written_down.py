"""The pace at which something is written down over its life: what books and grants both follow."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol

from investisens.values.dates import days_in_month
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


class WrittenDown(Protocol):
    """Something whose cost is written down over a life, and the grants for it with it."""

    @property
    def cost(self) -> Money:
        """What it cost, > 0: by this a grant is shared over several."""

    @property
    def last_year(self) -> int:
        """The calendar year at whose end nothing is left to write down."""

    def share_by(self, on: date) -> Fraction:
        """The part of the whole that is written down at the end of a day, from 0 to 1."""


def check_life(cost: Money, life_months: int) -> None:
    """Refuse something that cost nothing, or whose life is not 1 to 1200 months.

    Raises:
        InvalidTerms: With the field at fault.
    """
    if cost.minor <= 0:
        raise InvalidTerms(f"cost is {cost}: use a positive amount", field="cost", value=cost)
    if not 1 <= life_months <= 1_200:
        raise InvalidTerms(
            f"life_months is {life_months}: use 1 to 1200 months",
            field="life_months",
            value=life_months,
        )


def months_over(start: date, on: date) -> int:
    """Calendar months that are over at the end of *on*; the month of *start* counts as whole.

    >>> months_over(date(2012, 4, 20), date(2012, 12, 31))
    9
    >>> months_over(date(2012, 4, 20), date(2012, 12, 30)), months_over(date(2012, 4, 20), date.min)
    (8, 0)
    """
    over = on.day == days_in_month(on.year, on.month)
    return max(0, 12 * (on.year - start.year) + on.month - start.month + over)


def straight_line(start: date, life_months: int, on: date) -> Fraction:
    """The part written down at the end of a day: months over / months of life, at most 1.

    >>> straight_line(date(2012, 4, 1), 60, date(2012, 12, 31))
    Fraction(3, 20)
    """
    return Fraction(min(months_over(start, on), life_months), life_months)


def last_month(start: date, life_months: int) -> date:
    """The last day of the last month of a life that starts in the month of *start*.

    >>> last_month(date(2010, 7, 20), 72)
    datetime.date(2016, 6, 30)
    """
    years, month = divmod(start.month - 1 + life_months, 12)
    return date(start.year + years, month + 1, 1) - timedelta(days=1)
