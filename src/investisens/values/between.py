"""Regular due dates up to a last one, with an irregular first or last period (stub)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cached_property

import attrs

from investisens.values.checking import checked
from investisens.values.dates import Period, plain_day
from investisens.values.due_count import MAX_DUES
from investisens.values.errors import InvalidDate, InvalidTerms


class Stub(Enum):
    """Which period takes the days that make no whole one, alone or with a whole one (rompu).

    Attributes:
        SHORT_LAST: The last period is shorter than the others.
        LONG_LAST: The last period is longer.
        SHORT_FIRST: The first period is shorter.
        LONG_FIRST: The first period is longer.

    >>> [stub.value for stub in Stub]
    ['short_last', 'long_last', 'short_first', 'long_first']
    """

    SHORT_LAST = "short_last"
    LONG_LAST = "long_last"
    SHORT_FIRST = "short_first"
    LONG_FIRST = "long_first"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Between:
    """Due dates at a regular distance up to a last one, the first or last period cut to fit.

    Two quarters and 23 days lie between 9 January and 1 August 2013. The last period takes the
    days, alone from 9 July or with the quarter from 9 April; counted back from 1 August, the first
    one does, up to 1 February or up to 1 May. Whole periods leave no stub.

    Attributes:
        after: First day of the first period, such as the disbursement; not itself a due.
        until: Last due date.
        every: Distance between two due dates.
        stub: Which period is irregular, and whether it is short or long. Dates are counted from
            *after* where it is the last one, back from *until* where it is the first. Less than
            one whole period in all makes a single, short one.
        month_end: Whether counting from the last day of a month gives only last days.

    Raises:
        InvalidTerms: *until* is not after *after*, or there would be more than 10,000 dues.

    >>> rule = Between(after=date(2013, 1, 9), until=date(2013, 8, 1), every=Period(months=3))
    >>> print(*rule.dates())
    2013-04-09 2013-07-09 2013-08-01
    >>> print(*attrs.evolve(rule, stub=Stub.LONG_FIRST).dates())
    2013-05-01 2013-08-01
    """

    after: date = attrs.field(validator=plain_day)
    until: date = attrs.field(validator=plain_day)
    every: Period
    stub: Stub = Stub.SHORT_LAST
    month_end: bool = False

    def __attrs_post_init__(self) -> None:
        if self.until <= self.after:
            raise InvalidTerms(
                f"until {self.until} is not after {self.after}: check the order of the dates",
                field="until",
                value=self.until,
            )
        if self.month_end and self.every.days:
            raise InvalidTerms(
                f"month_end is set but the period is {self.every}: use a period of months",
                field="month_end",
                value=self.month_end,
            )
        if len(self._dates) > MAX_DUES:
            raise InvalidTerms(
                f"more than {MAX_DUES} dues from {self.after} to {self.until} by {self.every}: "
                "use a longer period",
                field="every",
                value=self.every,
            )

    def dates(self) -> tuple[date, ...]:
        """The due dates, in order."""
        return self._dates

    @cached_property
    def _dates(self) -> tuple[date, ...]:
        whole, exact = self._whole_periods()
        if whole and not exact and self.stub in (Stub.LONG_LAST, Stub.LONG_FIRST):
            whole.pop()
        if self._counts_back:
            whole.reverse()
        return (*whole, self.until)

    @property
    def _counts_back(self) -> bool:
        return self.stub in (Stub.SHORT_FIRST, Stub.LONG_FIRST)

    def _whole_periods(self) -> tuple[list[date], bool]:
        """Days counted from one end, both left out, and whether the next one is the other end.

        They stop soon after there are too many.
        """
        start, end, step = self.after, self.until, 1
        if self._counts_back:
            start, end, step = self.until, self.after, -1
        days: list[date] = []
        while len(days) <= MAX_DUES:
            try:
                day = self.every.date_after(start, step * (len(days) + 1), self.month_end)
            except InvalidDate:  # beyond the calendar, so beyond the end
                return days, False
            if not self.after < day < self.until:
                return days, day == end
            days.append(day)
        return days, False
