"""Schedules: the rules of a contract about when money falls due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import attrs

from investisens.values.between import Between, Stub
from investisens.values.checking import checked
from investisens.values.dates import Period, YearDay, plain_day
from investisens.values.due_count import MAX_DUES, due_count, too_late
from investisens.values.errors import InvalidDate, InvalidTerms
from investisens.values.harvest import Harvest
from investisens.values.recurring import Recurring

__all__ = [
    "MAX_DUES",
    "Adjustment",
    "Between",
    "Every",
    "Harvest",
    "OnDates",
    "OpenDays",
    "Recurring",
    "ScheduleRule",
    "Stub",
    "YearDays",
    "adjust",
    "due_dates",
]

SEARCH_DAYS = 31
"""Days within which a day on which payments are made must be found."""


def _in_year_order(days: Iterable[YearDay]) -> tuple[YearDay, ...]:
    return tuple(sorted(days))


@attrs.frozen(kw_only=True, field_transformer=checked)
class Every:
    """Due dates at a regular distance, all counted from the first one.

    Attributes:
        first: First due date.
        every: Distance between two due dates.
        count: Number of due dates, 1 to 10,000.
        month_end: Whether a *first* on the last day of its month gives only last days.

    >>> rule = Every(first=date(2011, 12, 31), every=Period.parse("month"), count=3)
    >>> print(*rule.dates())
    2011-12-31 2012-01-31 2012-02-29
    """

    first: date = attrs.field(validator=plain_day)
    every: Period
    count: int = attrs.field(validator=due_count)
    month_end: bool = False

    def __attrs_post_init__(self) -> None:
        if self.month_end and self.every.days:
            raise InvalidTerms(
                f"month_end is set but the period is {self.every}: use a period of months",
                field="month_end",
                value=self.month_end,
            )
        try:
            self.every.date_after(self.first, self.count - 1)
        except InvalidDate:
            raise too_late(self.first, self.count) from None

    def dates(self) -> tuple[date, ...]:
        """The due dates, in order."""
        return self.every.dates_from(self.first, self.count, self.month_end)


@attrs.frozen(kw_only=True, field_transformer=checked)
class YearDays:
    """Due dates on given days of each year, such as after each harvest.

    Attributes:
        first: First due date, on one of *days*.
        days: Days of the year; kept in the order of the year.
        count: Number of due dates, 1 to 10,000.

    >>> days = (YearDay.parse("28 February"), YearDay.parse("30 April"))
    >>> print(*YearDays(first=date(2011, 4, 30), days=days, count=3).dates())
    2011-04-30 2012-02-28 2012-04-30
    """

    first: date = attrs.field(validator=plain_day)
    days: tuple[YearDay, ...] = attrs.field(converter=_in_year_order)
    count: int = attrs.field(validator=due_count)

    def __attrs_post_init__(self) -> None:
        self._check_days()
        turn = self._turn()
        if self.first.year + (turn + self.count - 1) // len(self.days) > 9999:
            raise too_late(self.first, self.count)

    def _check_days(self) -> None:
        if not self.days:
            raise InvalidTerms("days is empty: give one day of the year or more", field="days")
        for one, other in pairwise(self.days):
            if one.in_year(2001) == other.in_year(2001):  # 2001 is a common year
                raise InvalidTerms(
                    f"days {one} and {other} fall together in common years: keep one of them",
                    field="days",
                    value=self.days,
                )

    def _turn(self) -> int:
        """Rank of *first* among the days of its year."""
        year = self.first.year
        in_year = [day.in_year(year) for day in self.days]
        if self.first in in_year:
            return in_year.index(self.first)
        around = range(max(year - 1, 1), min(year + 1, 9999) + 1)
        dues = (day.in_year(each) for each in around for day in self.days)
        nearest = min(dues, key=lambda due: abs(due - self.first))
        raise InvalidTerms(
            f"first {self.first} is none of {', '.join(map(str, self.days))}: "
            f"start on {nearest}, the nearest of them",
            field="first",
            value=self.first,
        )

    def dates(self) -> tuple[date, ...]:
        """The due dates, in order."""
        turns = (divmod(self._turn() + k, len(self.days)) for k in range(self.count))
        return tuple(self.days[rank].in_year(self.first.year + years) for years, rank in turns)


def _as_given(on: Iterable[date]) -> tuple[date, ...]:
    return tuple(on)


@attrs.frozen
class OnDates:
    """Due dates given one by one.

    Attributes:
        on: Strictly increasing, 1 to 10,000 of them.

    >>> OnDates((date(2011, 1, 31), date(2010, 10, 31)))
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidTerms: on: 2010-10-31 is not after 2011-01-31: put the dates \
in order, each once
    """

    on: tuple[date, ...] = attrs.field(
        converter=_as_given, validator=attrs.validators.deep_iterable(plain_day)
    )

    def __attrs_post_init__(self) -> None:
        if not 1 <= len(self.on) <= MAX_DUES:
            raise InvalidTerms(
                f"on has {len(self.on)} dates: expected 1 to {MAX_DUES}", field="on", value=self.on
            )
        for before, after in pairwise(self.on):
            if after <= before:
                raise InvalidTerms(
                    f"on: {after} is not after {before}: put the dates in order, each once",
                    field="on",
                    value=after,
                )

    def dates(self) -> tuple[date, ...]:
        """The due dates, in order."""
        return self.on


ScheduleRule = Every | Between | YearDays | OnDates | Harvest | Recurring
"""The closed alphabet of due-date rules."""


@lru_cache(maxsize=4096)
def due_dates(rules: tuple[ScheduleRule, ...]) -> tuple[date, ...]:
    """All due dates of a contract, rule after rule; equal rules share one tuple.

    Raises:
        InvalidTerms: There is no rule, or one starts before the previous one ends.

    >>> interest = OnDates((date(2010, 10, 31), date(2011, 1, 31)))
    >>> monthly = Every(first=date(2011, 3, 31), every=Period(months=1), count=48)
    >>> dates = due_dates((interest, monthly))
    >>> print(len(dates), dates[-1], due_dates((interest, monthly)) is dates)
    50 2015-02-28 True
    """
    if not rules:
        raise InvalidTerms("rules is empty: give one schedule rule or more", field="rules")
    segments = [rule.dates() for rule in rules]
    for number, (before, after) in enumerate(pairwise(segments), 2):
        if after[0] <= before[-1]:
            raise InvalidTerms(
                f"rule {number} starts on {after[0]}, not after {before[-1]} "
                f"where rule {number - 1} ends: start it later",
                field="rules",
                value=after[0],
            )
    return tuple(day for segment in segments for day in segment)


class Adjustment(Enum):
    """Where a due date goes when it falls on a closed day.

    Attributes:
        NONE: It stays.
        FOLLOWING: To the next open day.
        MODIFIED_FOLLOWING: To the next open day, or to the previous one if the next is in
            another month.
        PRECEDING: To the previous open day.
        MODIFIED_PRECEDING: To the previous open day, or to the next one if the previous is
            in another month.
    """

    NONE = "none"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified following"
    PRECEDING = "preceding"
    MODIFIED_PRECEDING = "modified preceding"


class OpenDays(Protocol):
    """Whatever knows on which days payments are made."""

    def is_open(self, day: date) -> bool:
        """Whether payments are made on *day*."""
        ...


def adjust(day: date, adjustment: Adjustment, calendar: OpenDays) -> date:
    """*day* if it is open, else the open day the contract moves it to.

    Raises:
        InvalidDate: No day is open within 31 days.

    >>> class Weekdays:
    ...     def is_open(self, day: date) -> bool:
    ...         return day.weekday() < 5
    >>> print(adjust(date(2026, 10, 31), Adjustment.MODIFIED_FOLLOWING, Weekdays()))
    2026-10-30
    """
    if adjustment is Adjustment.NONE or calendar.is_open(day):
        return day
    step = 1 if adjustment in (Adjustment.FOLLOWING, Adjustment.MODIFIED_FOLLOWING) else -1
    moved = _next_open(day, step, calendar)
    modified = adjustment in (Adjustment.MODIFIED_FOLLOWING, Adjustment.MODIFIED_PRECEDING)
    if modified and moved.month != day.month:
        return _next_open(day, -step, calendar)
    return moved


def _next_open(day: date, step: int, calendar: OpenDays) -> date:
    for distance in range(1, SEARCH_DAYS + 1):
        ordinal = day.toordinal() + step * distance
        if not date.min.toordinal() <= ordinal <= date.max.toordinal():
            break
        candidate = date.fromordinal(ordinal)
        if calendar.is_open(candidate):
            return candidate
    side = "after" if step > 0 else "before"
    raise InvalidDate(
        f"no open day within {SEARCH_DAYS} days {side} {day}: check the calendar {calendar}",
        field="day",
        value=day,
    )


def on_open_days(
    rules: tuple[ScheduleRule, ...], adjustment: Adjustment, calendar: OpenDays
) -> OnDates:
    """The due dates of *rules* moved to open days, as dates to write into the contract.

    Given as ``dues``, interest runs to the moved dates (shift, then compute); given as ``paid_on``
    beside the rules, interest runs to the agreed dates and the money moves (compute, then shift).
    The result is a list of dates and no longer a rule: what was signed does not change when a list
    of holidays does.

    Args:
        rules: The rules as agreed.
        adjustment: Where a date on a closed day goes.
        calendar: Anything with ``is_open(day)``, such as ``legal.calendars.Calendar("BJ")``.

    Raises:
        InvalidTerms: Two dues would meet on one day.

    >>> class Weekdays:
    ...     def is_open(self, day: date) -> bool:
    ...         return day.weekday() < 5
    >>> rule = OnDates((date(2026, 10, 31), date(2026, 11, 30)))
    >>> print(*on_open_days((rule,), Adjustment.MODIFIED_FOLLOWING, Weekdays()).on)
    2026-10-30 2026-11-30
    """
    agreed = due_dates(rules)
    moved = tuple(adjust(day, adjustment, calendar) for day in agreed)
    for number in range(1, len(moved)):
        if moved[number] <= moved[number - 1]:
            raise InvalidTerms(
                f"the dues of {agreed[number - 1]} and {agreed[number]} would meet on "
                f"{moved[number]}: give dues further apart, or another adjustment",
                field="dues",
                value=agreed[number],
            )
    return OnDates(moved)
