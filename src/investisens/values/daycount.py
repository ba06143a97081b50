"""Day counts: how many days, over how many days in the year."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from investisens.values.errors import InvalidDate, InvalidTerms

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ordinals = npt.NDArray[np.int64]

_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()


class _Day(NamedTuple):
    """One day, or an array of days, taken apart; ordinal 1 is 1 January of year 1."""

    ordinal: Any
    year: Any
    month: Any
    day: Any


_Count = Callable[[_Day, _Day, Any], Any]
"""From start, end and the ordinal of maturity (0 if not given) to the days counted."""


def _leap(year: Any) -> Any:
    return (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))


def _leap_years_to(year: Any) -> Any:
    return year // 4 - year // 100 + year // 400


def _ends_february(day: _Day) -> Any:
    return (day.month == 2) & (day.day == 28 + _leap(day.year))


def _actual(start: _Day, end: _Day, maturity: Any) -> Any:
    return end.ordinal - start.ordinal


def _days_in_leap_years(day: _Day) -> Any:
    """Days of leap years before *day*, since year 1."""
    before = _leap_years_to(day.year - 1)
    new_year = 365 * (day.year - 1) + before + 1
    return 366 * before + _leap(day.year) * (day.ordinal - new_year)


def _actual_actual(start: _Day, end: _Day, maturity: Any) -> Any:
    # A day weighs 1/365 = 366/basis, a day of a leap year 1/366 = 365/basis.
    leap_days = _days_in_leap_years(end) - _days_in_leap_years(start)
    return 366 * (end.ordinal - start.ordinal) - leap_days


def _without_29_february(day: _Day) -> Any:
    reached = (day.month > 2) | ((day.month == 2) & (day.day == 29))
    return day.ordinal - _leap_years_to(day.year - 1) - _leap(day.year) * reached


def _no_leap(start: _Day, end: _Day, maturity: Any) -> Any:
    return _without_29_february(end) - _without_29_february(start)


def _thirty(start: _Day, end: _Day, first: Any, last: Any) -> Any:
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def _thirty_e(start: _Day, end: _Day, maturity: Any) -> Any:
    return _thirty(start, end, start.day - (start.day == 31), end.day - (end.day == 31))


def _thirty_e_isda(start: _Day, end: _Day, maturity: Any) -> Any:
    first_is_last = (start.day == 31) | _ends_february(start)
    last_is_last = (end.day == 31) | (_ends_february(end) & (end.ordinal != maturity))
    first = start.day + (30 - start.day) * first_is_last
    last = end.day + (30 - end.day) * last_is_last
    # A period of no length ending February at maturity would count -2 days.
    return _thirty(start, end, first, last) * (end.ordinal != start.ordinal)


def _thirty_us(start: _Day, end: _Day, maturity: Any) -> Any:
    february = _ends_february(start)
    first = start.day + (30 - start.day) * (february | (start.day == 31))
    capped = (february & _ends_february(end)) | ((end.day == 31) & (first == 30))
    return _thirty(start, end, first, end.day + (30 - end.day) * capped)


class DayCount(Enum):
    """How the length of a period is measured; the value is the text of fund files.

    The first day of a period counts, the last one does not.

    Attributes:
        ACT_365F: Actual days over 365.
        ACT_360: Actual days over 360.
        ACT_ACT: Days in common years over 365, days in leap years over 366, split at
            1 January. ACTUS calls it AA, ISDA (2006 definitions, 4.16 b) Actual/Actual.
        ACT_ACT_ISDA: The same member under its ISDA name: both rules split alike.
        THIRTY_E_360: Months of 30 days, day 31 taken as 30.
        THIRTY_E_360_ISDA: The same, and the last day of February taken as 30, but for
            an end on the maturity.
        THIRTY_U_360: The United States rule: the end of February and day 31 are taken
            as 30 at the start, and at the end when the start is at 30 too.
        NL_365: Actual days but 29 February, over 365. A 29 February counts as the 28th.

    >>> DayCount("30E/360").numerator(date(2010, 8, 31), date(2011, 2, 28))
    178
    >>> DayCount.ACT_ACT_ISDA is DayCount.ACT_ACT
    True
    """

    basis: int
    """Days in the year, constant: A/A counts in days of 1/(365 x 366) year."""
    _count: _Count

    ACT_365F = "A/365F"
    ACT_360 = "A/360"
    ACT_ACT = "A/A"
    ACT_ACT_ISDA = ACT_ACT
    THIRTY_E_360 = "30E/360"
    THIRTY_E_360_ISDA = "30E/360 ISDA"
    THIRTY_U_360 = "30U/360"
    NL_365 = "NL/365"

    @classmethod
    def read(cls, text: str) -> DayCount:
        """The convention meant by a usual spelling: ``"Act/365"``, ``"Exact/360"``...

        Raises:
            InvalidTerms: The text names no convention, or (``"30/360"``) several.

        >>> DayCount.read("Actual/365 Fixed")
        <DayCount.ACT_365F: 'A/365F'>
        """
        key = re.sub(r"[^A-Z0-9]", "", text.upper())
        key = re.sub("ACTUAL|EXACT|ACT", "A", key)
        if key in _SPELLINGS:
            return _SPELLINGS[key]
        near = difflib.get_close_matches(key, _SPELLINGS, n=1, cutoff=0.5)
        remedy = f"did you mean {_SPELLINGS[near[0]].value!r}?" if near else "see DayCount"
        if key == "30360":
            remedy = "it has several readings, write '30E/360' or '30U/360'"
        known = ", ".join(repr(each.value) for each in cls)
        raise InvalidTerms(
            f"unknown day count {text!r}: expected one of {known}; {remedy}",
            field="day_count",
            value=text,
        )

    def numerator(self, start: date, end: date, maturity: date | None = None) -> int:
        """Days counted from *start* to *end*, in units of 1 / basis year.

        Args:
            start: First day, counted.
            end: Last day, not counted; not before *start*.
            maturity: Last day of the contract. Only 30E/360 ISDA looks at it.

        Raises:
            InvalidDate: *end* is before *start*.

        >>> DayCount.ACT_365F.numerator(date(2011, 2, 28), date(2011, 4, 30))
        61
        """
        if end < start:
            raise _reversed(start, end)
        if self._count is _actual:
            return (end - start).days
        last = 0 if maturity is None else maturity.toordinal()
        return int(self._count(_taken_apart(start), _taken_apart(end), last))

    def fraction(self, start: date, end: date, maturity: date | None = None) -> Fraction:
        """Exact part of a year from *start* to *end*.

        >>> DayCount.ACT_ACT.fraction(date(2003, 11, 1), date(2004, 5, 1))
        Fraction(66491, 133590)
        """
        return Fraction(self.numerator(start, end, maturity), self.basis)

    def numerators(
        self, starts: Ordinals, ends: Ordinals, maturities: Ordinals | int = 0
    ) -> Ordinals:
        """:meth:`numerator` of many periods at once.

        Args:
            starts: Days as ``date.toordinal()``, whole numbers of any shape.
            ends: The same, broadcast against *starts*.
            maturities: The same, 0 where the maturity is not known.

        Raises:
            InvalidDate: An end is before its start; the message names the first one.

        >>> import numpy as np
        >>> starts = np.array([date(2011, 2, 28).toordinal(), date(2012, 2, 28).toordinal()])
        >>> DayCount.NL_365.numerators(starts, starts + 2)
        array([2, 1])
        """
        import numpy as np

        first, last = np.broadcast_arrays(starts, ends)
        wrong = np.flatnonzero(last < first)
        if wrong.size:
            pair = (first.flat[wrong[0]], last.flat[wrong[0]])
            raise _reversed(*(date.fromordinal(int(ordinal)) for ordinal in pair))
        if self._count is _actual:
            return np.asarray(last - first, dtype=np.int64)
        counted = self._count(_columns(first), _columns(last), maturities)
        return np.asarray(counted, dtype=np.int64)


def _reversed(start: date, end: date) -> InvalidDate:
    return InvalidDate(
        f"end {end} is before start {start}: check the order of the dates", field="end", value=end
    )


def _taken_apart(day: date) -> _Day:
    return _Day(day.toordinal(), day.year, day.month, day.day)


def _columns(ordinals: Ordinals) -> _Day:
    import numpy as np

    days = (ordinals - _EPOCH_ORDINAL).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    since_1970 = months.astype(np.int64)
    return _Day(ordinals, since_1970 // 12 + 1970, since_1970 % 12 + 1, day)


def _define(member: DayCount, basis: int, count: _Count) -> None:
    member.basis = basis
    member._count = count


_define(DayCount.ACT_365F, 365, _actual)
_define(DayCount.ACT_360, 360, _actual)
_define(DayCount.ACT_ACT, 365 * 366, _actual_actual)
_define(DayCount.THIRTY_E_360, 360, _thirty_e)
_define(DayCount.THIRTY_E_360_ISDA, 360, _thirty_e_isda)
_define(DayCount.THIRTY_U_360, 360, _thirty_us)
_define(DayCount.NL_365, 365, _no_leap)

_SPELLINGS = {
    "A365F": DayCount.ACT_365F,
    "A365": DayCount.ACT_365F,
    "A365FIXED": DayCount.ACT_365F,
    "A360": DayCount.ACT_360,
    "AA": DayCount.ACT_ACT,
    "AAISDA": DayCount.ACT_ACT,
    "30E360": DayCount.THIRTY_E_360,
    "30360E": DayCount.THIRTY_E_360,
    "30E360ISDA": DayCount.THIRTY_E_360_ISDA,
    "30U360": DayCount.THIRTY_U_360,
    "30US360": DayCount.THIRTY_U_360,
    "30360US": DayCount.THIRTY_U_360,
    "NL365": DayCount.NL_365,
    "NOLEAP365": DayCount.NL_365,
    "A365NOLEAP": DayCount.NL_365,
}
