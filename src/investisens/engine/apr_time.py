"""Time between two dates as the annual percentage rate counts it, as exact fractions of a year.

Source: directive 2008/48/EC, annex I, part I, remark c (the same words stand in the annex to
article R314-3 of the French Code de la consommation): a year has 365 days, or 366, 52 weeks or
12 equal months; whole periods are counted backwards from the payment, then the days that are
left, over the days of the year that ends on the day reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from investisens.values.dates import add_months
from investisens.values.errors import InvalidDate

WEEK_DAYS = 7
_LONGEST_RHYTHM_DAYS = 4 * WEEK_DAYS


class TimeUnit(Enum):
    """The whole periods that are counted before days; the value is the word for reports.

    Attributes:
        YEAR: Years of 365 days, or 366.
        MONTH: Twelve equal months in a year, whatever their days.
        WEEK: Fifty-two weeks in a year.

    >>> [unit.per_year for unit in TimeUnit]
    [1, 12, 52]
    """

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"

    @property
    def per_year(self) -> int:
        """How many make a year."""
        return {TimeUnit.YEAR: 1, TimeUnit.MONTH: 12, TimeUnit.WEEK: 52}[self]


def interval(start: date, end: date, unit: TimeUnit = TimeUnit.MONTH) -> Fraction:
    """Exact years from *start* to *end*: whole periods counted backwards, then days.

    A month too short for the day counted is taken at its last day. The text is silent on a start
    at the end of a month that has more days: 31 January to 28 February is one month here, because
    it is one when counted forwards.

    Args:
        start: Day of the first draw.
        end: Day of the draw or payment, not before *start*.
        unit: The whole period, see :func:`recurrence`.

    Raises:
        InvalidDate: *end* is before *start*, or days are left in year 1, before which there is no
            year to count them in.

    >>> interval(date(2012, 1, 12), date(2012, 2, 15))
    Fraction(401, 4380)
    >>> interval(date(2012, 10, 10), date(2012, 10, 15))
    Fraction(5, 366)
    """
    if end < start:
        raise InvalidDate(
            f"end {end} is before start {start}: count from the first draw", field="end", value=end
        )
    whole, reached = _weeks(start, end) if unit is TimeUnit.WEEK else _months(start, end, unit)
    time = Fraction(whole, unit.per_year)
    if reached == start:
        return time
    if reached.year == 1:
        raise InvalidDate(
            f"start {start} is in year 1: its days count in the year before {reached}, which no "
            "calendar holds, give a later day",
            field="start",
            value=start,
        )
    return time + Fraction((reached - start).days, (reached - add_months(reached, -12)).days)


def recurrence(payments: Sequence[date]) -> TimeUnit:
    """The unit in which payments recur: years, weeks, and months for all that is neither.

    Payments recur in weeks when every gap is whole weeks, the shortest at most four of them, and
    not every gap is whole months. One payment does not recur: it is counted in months.

    Args:
        payments: Days of payment, ascending, without the charges of the first day.

    >>> recurrence([date(2026, 6, 15), date(2027, 6, 15)]).value
    'year'
    >>> recurrence([date(2026, 6, 1), date(2026, 6, 15), date(2026, 7, 6)]).value
    'week'
    """
    if len(payments) < 2:
        return TimeUnit.MONTH
    years = list(gaps(payments, TimeUnit.MONTH))
    if all(gap.denominator == 1 for gap in years):
        return TimeUnit.YEAR
    days = [(after - before).days for before, after in pairwise(payments)]
    in_weeks = min(days) <= _LONGEST_RHYTHM_DAYS and not any(gap % WEEK_DAYS for gap in days)
    in_months = all(TimeUnit.MONTH.per_year % gap.denominator == 0 for gap in years)
    return TimeUnit.WEEK if in_weeks and not in_months else TimeUnit.MONTH


def gaps(days: Sequence[date], unit: TimeUnit) -> Iterator[Fraction]:
    """Years between each day and the next.

    >>> list(gaps([date(2026, 2, 28), date(2026, 3, 31), date(2026, 6, 30)], TimeUnit.MONTH))
    [Fraction(1, 12), Fraction(1, 4)]
    """
    return (interval(before, after, unit) for before, after in pairwise(days))


def _weeks(start: date, end: date) -> tuple[int, date]:
    whole = (end - start).days // WEEK_DAYS
    return whole, end - timedelta(days=whole * WEEK_DAYS)


def _months(start: date, end: date, unit: TimeUnit) -> tuple[int, date]:
    """Whole years or months that lead back from *end*, and the day they lead to."""
    step = TimeUnit.MONTH.per_year // unit.per_year
    whole = (12 * (end.year - start.year) + end.month - start.month) // step
    if add_months(start, whole * step) == end:
        return whole, start
    if add_months(end, -whole * step) < start:
        whole -= 1
    return whole, add_months(end, -whole * step)
