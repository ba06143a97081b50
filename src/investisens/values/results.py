"""Results of an enterprise: turnover, profit or EBITDA of a period, as observed or expected."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import pairwise

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms


@attrs.frozen(kw_only=True, field_transformer=checked)
class Observation:
    """One result of one period.

    Attributes:
        measure: Which result, e.g. ``net_profit`` or ``turnover``.
        first: First day of the period.
        last: Last day of the period, not before *first*.
        minor: The amount in minor units; a loss is negative.

    Raises:
        InvalidTerms: *last* is before *first*.

    >>> Observation.of_year("net_profit", 2012, 820_000).last
    datetime.date(2012, 12, 31)
    """

    measure: str
    first: date
    last: date
    minor: int

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidTerms(
                f"last {self.last} is before first {self.first}: check the order of the dates",
                field="last",
                value=self.last,
            )

    @classmethod
    def of_year(cls, measure: str, year: int, minor: int) -> Observation:
        """The result of a calendar year."""
        return cls(measure=measure, first=date(year, 1, 1), last=date(year, 12, 31), minor=minor)

    @classmethod
    def of_period(cls, measure: str, year: int, month: int | None, minor: int) -> Observation:
        """The result of a month, or of the whole year where *month* is ``None``.

        Raises:
            InvalidTerms: There is no such year or month.

        >>> Observation.of_period("turnover", 2012, 2, 150_000).last
        datetime.date(2012, 2, 29)
        """
        for name, value, most in (("year", year, 9999), ("month", month, 12)):
            if value is not None and not 1 <= value <= most:
                raise InvalidTerms(f"{name} is {value}: use 1 to {most}", field=name, value=value)
        if month is None:
            return cls.of_year(measure, year, minor)
        last = date(year, month, monthrange(year, month)[1])
        return cls(measure=measure, first=last.replace(day=1), last=last, minor=minor)

    @property
    def period(self) -> tuple[str, date, date]:
        """What was measured, and when."""
        return self.measure, self.first, self.last


@attrs.frozen(kw_only=True, field_transformer=checked)
class Window:
    """A period whose result is looked at, and the day on which a share of it is paid.

    Attributes:
        first: First day of the period.
        last: Last day of it, not before *first*.
        paid_on: Not before *first*.

    Raises:
        InvalidTerms: The days are out of order.

    >>> Window.of_year(2013, date(2014, 6, 30)).first
    datetime.date(2013, 1, 1)
    """

    first: date
    last: date
    paid_on: date

    def __attrs_post_init__(self) -> None:
        for name, day in (("last", self.last), ("paid_on", self.paid_on)):
            if day < self.first:
                raise InvalidTerms(
                    f"{name} {day} is before first {self.first}: check the order of the dates",
                    field=name,
                    value=day,
                )

    @classmethod
    def of_year(cls, year: int, paid_on: date) -> Window:
        """The window of a calendar year."""
        return cls(first=date(year, 1, 1), last=date(year, 12, 31), paid_on=paid_on)

    def __str__(self) -> str:
        return period_name(self.first, self.last)


def _in_order(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(sorted(observations, key=lambda each: each.period))


@attrs.frozen(field_transformer=checked)
class Results:
    """Results of one enterprise; periods of one measure never overlap.

    Attributes:
        observations: By measure and day; kept in that order.

    Raises:
        InvalidTerms: Two periods of one measure overlap.

    >>> months = [Observation(measure="turnover", first=date(2012, month, 1),
    ...                       last=date(2012, month, 28), minor=50_000) for month in (1, 2, 3)]
    >>> Results(months).of("turnover", date(2012, 1, 1), date(2012, 2, 29))
    100000
    >>> print(Results(months).of("net_profit", date(2012, 1, 1), date(2012, 12, 31)))
    None
    """

    observations: tuple[Observation, ...] = attrs.field(default=(), converter=_in_order)

    def __attrs_post_init__(self) -> None:
        for before, after in pairwise(self.observations):
            if before.measure == after.measure and after.first <= before.last:
                raise InvalidTerms(
                    f"{after.measure} is given from {before.first} to {before.last} and from "
                    f"{after.first} to {after.last}: keep periods that do not overlap",
                    field="observations",
                    value=after,
                )

    @cached_property
    def _of_measure(self) -> dict[str, list[Observation]]:
        table: dict[str, list[Observation]] = {}
        for each in self.observations:
            table.setdefault(each.measure, []).append(each)
        return table

    def of(self, measure: str, first: date, last: date) -> int | None:
        """Sum of the periods that lie within *first* to *last*; ``None`` where none does."""
        known = self._of_measure.get(measure, [])
        found = None
        for each in known[bisect_left(known, first, key=_first) :]:
            if each.first > last:
                break
            if each.last <= last:
                found = (found or 0) + each.minor
        return found

    def missing_months(self, measure: str, window: Window) -> list[tuple[date, date]]:
        """First and last day of each whole month of *window* in which no *measure* is known.

        >>> known = Results([Observation.of_period("turnover", 2011, 5, 900_000)])
        >>> window = Window(first=date(2011, 5, 1), last=date(2011, 6, 30),
        ...                 paid_on=date(2011, 7, 31))
        >>> [period_name(*month) for month in known.missing_months("turnover", window)]
        ['2011-06']
        """
        missing = []
        last = window.last.year * 12 + window.last.month
        for number in range(window.first.year * 12 + window.first.month, last + 1):
            year, month = divmod(number - 1, 12)
            each = Observation.of_period(measure, year, month + 1, 0)
            within = window.first <= each.first and each.last <= window.last
            if within and not self.touches(each):
                missing.append((each.first, each.last))
        return missing

    def updated(self, other: Results) -> Results:
        """These results, with those of *other* in place of every period they touch.

        >>> seen = Results([Observation.of_year("net_profit", 2013, 1_150_000)])
        >>> bad = Results([Observation.of_year("net_profit", 2013, -400_000)])
        >>> seen.updated(bad).of("net_profit", date(2013, 1, 1), date(2013, 12, 31))
        -400000
        """
        kept = [each for each in self.observations if not other.touches(each)]
        return Results((*kept, *other.observations))

    def touches(self, period: Observation) -> bool:
        """Whether some period of the same measure overlaps *period*."""
        return any(
            each.first <= period.last and period.first <= each.last
            for each in self._of_measure.get(period.measure, [])
        )


def _first(observation: Observation) -> date:
    return observation.first


def period_name(first: date, last: date) -> str:
    """A period as a reader says it: a year, a month, or two days.

    >>> period_name(date(2012, 1, 1), date(2012, 12, 31)), period_name(date(2012, 2, 1),
    ...                                                                date(2012, 2, 29))
    ('2012', '2012-02')
    """
    day_after = last.toordinal() + 1
    whole = first.day == 1 and (
        day_after > date.max.toordinal() or date.fromordinal(day_after).day == 1
    )
    if whole and (first.month, last.month) == (1, 12) and first.year == last.year:
        return f"{first.year:04}"
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04}-{first.month:02}"
    return f"{first} to {last}"


NO_RESULTS = Results()
"""Nothing is known."""
