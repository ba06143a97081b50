"""Dates: months from an anchor, periods, days of the year."""

from __future__ import annotations

import difflib
import re
import unicodedata
from calendar import isleap
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidDate, InvalidTerms

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ENGLISH = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_FRENCH = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet"),
    *("aout", "septembre", "octobre", "novembre", "decembre"),
)


def days_in_month(year: int, month: int) -> int:
    """28 to 31.

    >>> days_in_month(2012, 2)
    29
    """
    return _LONGEST[month - 1] - (month == 2 and not isleap(year))


def plain_day(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Refuse, as an attrs validator, what is not a day without a time.

    >>> @attrs.frozen
    ... class Payment:
    ...     day: date = attrs.field(validator=plain_day)
    >>> Payment("2011-02-28")
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidDate: day is '2011-02-28': expected a date without a time
    """
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidDate(
            f"{attribute.name} is {value!r}: expected a date without a time",
            field=attribute.name,
            value=value,
        )


def day_after(day: date) -> date:
    """The next day; the last day of the calendar has none, and stays.

    >>> print(day_after(date(2011, 2, 28)), day_after(date.max))
    2011-03-01 9999-12-31
    """
    return day if day == date.max else day + timedelta(days=1)


def add_months(anchor: date, months: int, month_end: bool = False) -> date:
    """The day *months* after *anchor*, or the last one of its month if that is too short.

    Count each due date from the same anchor: 31 January, 28 February, 31 March. Counted
    from the previous one, they drift to the 28th.

    Args:
        anchor: Day counted from.
        months: May be negative.
        month_end: Whether an anchor on the last day of its month gives only last days.

    Raises:
        InvalidDate: The year would not be in 1 to 9999.

    >>> print(add_months(date(2011, 1, 31), 1), add_months(date(2011, 2, 28), 1, month_end=True))
    2011-02-28 2011-03-31
    """
    year, index = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise _beyond(anchor, f"{months} months")
    last = days_in_month(year, index + 1)
    if month_end and anchor.day == days_in_month(anchor.year, anchor.month):
        return date(year, index + 1, last)
    return date(year, index + 1, min(anchor.day, last))


def _beyond(anchor: date, step: str) -> InvalidDate:
    return InvalidDate(f"{anchor} plus {step} is not in years 1 to 9999: use a shorter step")


@attrs.frozen(field_transformer=checked)
class Period:
    """A whole number of months, or of days, between two due dates.

    Attributes:
        months: 0 when the period is counted in days.
        days: 0 when the period is counted in months.

    >>> print(Period.parse("3 mois"), Period(days=14))
    quarter 2 weeks
    """

    months: int = 0
    days: int = 0

    def __attrs_post_init__(self) -> None:
        if min(self.months, self.days) != 0 or max(self.months, self.days) < 1:
            raise InvalidTerms(
                f"a period of {self.months} months and {self.days} days: "
                "give either months or days, 1 or more",
                field="months",
                value=self.months,
            )

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period written in English or French: ``"quarter"``, ``"2 weeks"``, ``"an"``.

        Raises:
            InvalidTerms: The text is no period.

        >>> Period.parse("semestre")
        Period(months=6, days=0)
        """
        match = re.fullmatch(r"(?:(\d{1,5}) ?)?([a-z][a-z -]*)", _plain(text))
        unit = match[2].replace(" ", "-") if match else ""
        unit = unit if unit in _UNITS else unit.removesuffix("s")
        if match is None or unit not in _UNITS:
            near = difflib.get_close_matches(unit, _UNITS, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else "write 'month' or '3 months'"
            raise InvalidTerms(f"cannot read the period {text!r}: {remedy}", value=text)
        months, days = _UNITS[unit]
        count = int(match[1] or 1)
        return cls(months * count, days * count)

    def date_after(self, anchor: date, count: int, month_end: bool = False) -> date:
        """The day *count* periods after *anchor*, see :func:`add_months`.

        >>> print(Period(days=7).date_after(date(2026, 12, 30), 1))
        2027-01-06
        """
        if self.months:
            return add_months(anchor, self.months * count, month_end)
        try:
            return anchor + timedelta(days=self.days * count)
        except OverflowError:
            raise _beyond(anchor, f"{self.days * count} days") from None

    def dates_from(self, anchor: date, count: int, month_end: bool = False) -> tuple[date, ...]:
        """*count* days, the first of them *anchor*, each as :meth:`date_after` gives it.

        >>> print(*Period(months=6).dates_from(date(2026, 8, 31), 3))
        2026-08-31 2027-02-28 2027-08-31
        """
        if not self.months or month_end or anchor.day > 28:
            return tuple(self.date_after(anchor, k, month_end) for k in range(count))
        # Every month has such a day; the last of them is refused where the calendar ends.
        self.date_after(anchor, count - 1)
        first = anchor.year * 12 + anchor.month - 1
        months = range(first, first + count * self.months, self.months)
        return tuple([date(month // 12, month % 12 + 1, anchor.day) for month in months])

    def __str__(self) -> str:
        size, names = (self.months, _OF_MONTHS) if self.months else (self.days, _OF_DAYS)
        if size in names:
            return names[size]
        largest = max(names)
        unit = largest if size % largest == 0 else 1
        return f"{size // unit} {names[unit]}s"


_OF_MONTHS = {12: "year", 6: "half-year", 3: "quarter", 1: "month"}
_OF_DAYS = {7: "week", 1: "day"}
_UNITS = {
    **{name: (months, 0) for months, name in _OF_MONTHS.items()},
    **{name: (0, days) for days, name in _OF_DAYS.items()},
    **{"an": (12, 0), "annee": (12, 0), "semestre": (6, 0), "trimestre": (3, 0), "mois": (1, 0)},
    **{"semaine": (0, 7), "jour": (0, 1)},
}


@attrs.frozen(order=True, field_transformer=checked)
class YearDay:
    """A day that comes back every year, such as 28 February.

    Attributes:
        month: 1 to 12.
        day: 31 stands for the last day of any month and is stored as the greatest length
            of that month, 29 for February: 29 February *is* the end of February.

    >>> print(YearDay.parse("28 févr."), YearDay(2, 31), YearDay.parse("04-30"))
    28 February end of February 30 April
    """

    month: int
    day: int

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise InvalidDate(
                f"month is {self.month}: expected 1 to 12", field="month", value=self.month
            )
        longest = _LONGEST[self.month - 1]
        if self.day == 31:
            object.__setattr__(self, "day", longest)
        elif not 1 <= self.day <= longest:
            raise _never(self.day, self.month)

    @classmethod
    def parse(cls, text: str) -> YearDay:
        """The day written as ``"28 Feb"``, ``"28 février"`` or ``"end of February"``.

        ``"02-28"`` (month first) and ``"fin février"`` are read too.

        Raises:
            InvalidDate: The text is no such day, or one that never occurs.

        >>> YearDay.parse("30 February")
        Traceback (most recent call last):
            ...
        investisens.values.errors.InvalidDate: 30 February never occurs: use 'end of February'
        """
        month, day = _month_and_day(_plain(text))
        if not 1 <= month <= 12:
            raise InvalidDate(
                f"cannot read the day {text!r}: write '28 February', '02-28' (month first) "
                "or 'end of February'",
                value=text,
            )
        if day is not None and day > _LONGEST[month - 1]:
            raise _never(day, month)
        return cls(month, 31 if day is None else day)

    def in_year(self, year: int) -> date:
        """That day in *year*; 29 February is the 28th in a common year.

        >>> print(YearDay.parse("end of February").in_year(2011))
        2011-02-28
        """
        return date(year, self.month, min(self.day, days_in_month(year, self.month)))

    def __str__(self) -> str:
        name = _ENGLISH[self.month - 1]
        return f"end of {name}" if (self.month, self.day) == (2, 29) else f"{self.day} {name}"


def _plain(text: str) -> str:
    """Lower case, without accents, one space between words."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def _month_and_day(plain: str) -> tuple[int, int | None]:
    """Month, 0 if it cannot be read, and day, ``None`` for the last one."""
    if match := re.fullmatch(r"(\d\d)-(\d\d)", plain):
        return int(match[1]), int(match[2])
    if match := re.fullmatch(r"(\d{1,2})(?:er)? ([a-z]{3,})\.?", plain):
        return _month(match[2]), int(match[1])
    match = re.fullmatch(r"(?:end of |fin (?:de |d['’])?)([a-z]{3,})\.?", plain)
    return (_month(match[1]) if match else 0), None


def _month(start: str) -> int:
    """The one month whose English or French name begins so, else 0."""
    pairs = zip(_ENGLISH, _FRENCH, strict=True)
    found = [
        number
        for number, names in enumerate(pairs, 1)
        if any(name.lower().startswith(start) for name in names)
    ]
    return found[0] if len(found) == 1 else 0


def _never(day: int, month: int) -> InvalidDate:
    name = _ENGLISH[month - 1]
    return InvalidDate(f"{day} {name} never occurs: use 'end of {name}'", field="day", value=day)
