"""Instants, cycles and business days as the ACTUS dictionary writes them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import attrs

from investisens.values.dates import Period
from investisens.values.errors import InvalidDate, InvalidTerms
from investisens.values.schedule import MAX_DUES, Adjustment, adjust

END_OF_DAY = time(23, 59, 59)
"""Counts as the next midnight in day counts and in the order of events."""

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.0+)?)?)?")
_CYCLE = re.compile(r"P(\d{1,4})([DWMQHY])(?:L([01]))?")
_UNITS = {"D": (0, 1), "W": (0, 7), "M": (1, 0), "Q": (3, 0), "H": (6, 0), "Y": (12, 0)}


def read_instant(text: object, field: str) -> datetime:
    """The instant written as ``2013-01-01T00:00:00``, without seconds or as a day alone.

    Raises:
        InvalidTerms: The text is no instant, or one that never occurs.

    >>> print(read_instant("2013-12-31T23:59:59", "maturityDate"))
    2013-12-31 23:59:59
    """
    match = _INSTANT.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is not None:
        hour, minute, second = (int(part or 0) for part in match.groups()[1:])
        try:
            return datetime.combine(date.fromisoformat(match[1]), time(hour, minute, second))
        except ValueError:
            pass
    raise InvalidTerms(
        f"{field} is {text!r}: expected a date-time such as '2013-01-01T00:00:00'",
        field=field,
        value=text,
    )


def day_of(instant: datetime) -> date:
    """The day an instant counts as: 23:59:59 is the next midnight.

    >>> print(day_of(datetime(2013, 12, 31, 23, 59, 59)), day_of(datetime(2013, 12, 31)))
    2014-01-01 2013-12-31
    """
    if instant.time() == END_OF_DAY and instant.date() < date.max:
        return instant.date() + timedelta(days=1)
    return instant.date()


def order_of(instant: datetime) -> datetime:
    """The instant by which events are ordered: 23:59:59 is the next midnight.

    >>> print(order_of(datetime(2013, 12, 31, 23, 59, 59)))
    2014-01-01 00:00:00
    """
    if instant.time() == END_OF_DAY:
        return datetime.combine(day_of(instant), time())
    return instant


@attrs.frozen
class Cycle:
    """A distance between dates, and what to do with an incomplete last period.

    Attributes:
        period: ``None`` for a distance of zero.
        long_stub: Whether the last period is made long rather than short.

    >>> print(Cycle.read("P3ML1", "cycleOfInterestPayment").period)
    quarter
    """

    period: Period | None
    long_stub: bool = False

    @classmethod
    def read(cls, text: object, field: str) -> Cycle:
        """The cycle written as ``P1ML0``.

        Raises:
            InvalidTerms: The text is no cycle, or its length is zero.
        """
        match = _CYCLE.fullmatch(text.strip()) if isinstance(text, str) else None
        if match is None or not match[3] or not int(match[1]):
            raise InvalidTerms(
                f"{field} is {text!r}: expected a cycle such as 'P1ML0' (units D, W, M, Q, H, Y; "
                "stub L0 long or L1 short)",
                field=field,
                value=text,
            )
        return cls(_period(match), match[3] == "0")

    @classmethod
    def read_period(cls, text: object, field: str) -> Cycle:
        """The period written as ``P31D``, possibly of zero, possibly with a stub.

        Raises:
            InvalidTerms: The text is no period.

        >>> Cycle.read_period("P0D", "xDayNotice").period is None
        True
        """
        match = _CYCLE.fullmatch(text.strip()) if isinstance(text, str) else None
        if match is None:
            raise InvalidTerms(
                f"{field} is {text!r}: expected a period such as 'P31D' (units D, W, M, Q, H, Y)",
                field=field,
                value=text,
            )
        return cls(_period(match))

    def after(self, anchor: datetime, count: int = 1, month_end: bool = False) -> datetime:
        """The instant *count* cycles after *anchor*, at the same time of day.

        Raises:
            InvalidTerms: The year would be beyond 9999.

        >>> print(Cycle.read("P1ML1", "x").after(datetime(2013, 1, 31), 1).date())
        2013-02-28
        """
        if self.period is None:
            return anchor
        try:
            moved = self.period.date_after(
                anchor.date(), count, month_end and self.period.months > 0
            )
        except InvalidDate as error:
            raise InvalidTerms(str(error), field="cycle", value=self.period) from None
        return datetime.combine(moved, anchor.time())


def _period(match: re.Match[str]) -> Period | None:
    months, days = _UNITS[match[2]]
    count = int(match[1])
    return Period(months * count, days * count) if count else None


def cycle_dates(
    anchor: datetime,
    cycle: Cycle,
    end: datetime,
    *,
    included: bool = False,
    month_end: bool = False,
) -> tuple[datetime, ...]:
    """Instants from *anchor* by whole cycles before *end*, and *end* if it is *included*.

    A long stub drops the last regular one where *end* is not itself on the cycle, unless two
    dates would become one.

    Raises:
        InvalidTerms: There are more than 10,000 of them.

    >>> day = datetime(2013, 1, 9)
    >>> end = datetime(2013, 8, 1)
    >>> [d.month for d in cycle_dates(day, Cycle.read("P3ML0", "x"), end, included=True)]
    [1, 4, 8]
    """
    dates: list[datetime] = []
    following = anchor
    while following < end:
        dates.append(following)
        if len(dates) > MAX_DUES:
            raise InvalidTerms(
                f"more than {MAX_DUES} dates from {anchor} to {end} by {cycle.period}: "
                "use a longer cycle",
                field="cycle",
                value=str(cycle.period),
            )
        following = cycle.after(anchor, len(dates), month_end)
    if cycle.long_stub and following != end and len(dates) + included > 2:
        dates.pop()
    return (*dates, end) if included else tuple(dates)


class _Weekdays:
    def is_open(self, day: date) -> bool:
        return day.weekday() < 5

    def __str__(self) -> str:
        return "Monday to Friday"


_ADJUSTMENTS = {
    "F": Adjustment.FOLLOWING,
    "MF": Adjustment.MODIFIED_FOLLOWING,
    "P": Adjustment.PRECEDING,
    "MP": Adjustment.MODIFIED_PRECEDING,
}


@attrs.frozen
class BusinessDays:
    """How dates move off weekends.

    Attributes:
        adjustment: Where a date goes; nowhere without the calendar ``MF``.
        shift_first: Whether interest is computed on shifted dates (``SC..``).

    >>> rule = BusinessDays.read("MF", "SCF")
    >>> print(rule.event(datetime(2013, 6, 1)).date(), rule.calculation(datetime(2013, 6, 1)))
    2013-06-03 2013-06-03
    """

    adjustment: Adjustment = Adjustment.NONE
    shift_first: bool = False

    @classmethod
    def read(cls, calendar: str | None, convention: str | None) -> BusinessDays:
        """The rule of a calendar (``NC``, ``MF``) and a convention (``SCF``, ``CSMP``...).

        Raises:
            InvalidTerms: One of them is unknown.
        """
        if calendar not in (None, "NC", "MF"):
            raise InvalidTerms(
                f"calendar is {calendar!r}: expected 'NC' or 'MF'", field="calendar", value=calendar
            )
        if convention in (None, "NOS", "NULL"):
            return cls()
        if convention[:2] not in ("SC", "CS") or convention[2:] not in _ADJUSTMENTS:
            raise InvalidTerms(
                f"businessDayConvention is {convention!r}: expected SC or CS followed by "
                "F, MF, P or MP",
                field="businessDayConvention",
                value=convention,
            )
        if calendar != "MF":
            return cls()
        return cls(_ADJUSTMENTS[convention[2:]], convention[:2] == "SC")

    def event(self, instant: datetime) -> datetime:
        """Where an event of a cycle happens."""
        moved = adjust(instant.date(), self.adjustment, _Weekdays())
        return datetime.combine(moved, instant.time())

    def calculation(self, instant: datetime) -> date:
        """The day up to which its interest runs."""
        return day_of(self.event(instant) if self.shift_first else instant)
