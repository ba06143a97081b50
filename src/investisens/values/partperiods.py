"""Part periods: a part of a period between dues counts as its share of the days."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING

import attrs

from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms

if TYPE_CHECKING:
    from investisens.values.daycount import Ordinals

_FINEST = 10**12
"""Most parts a day may be counted in: beyond it no regular schedule ever goes."""


@attrs.frozen(cache_hash=True)
class PartPeriods:
    """A day count of whole periods; a part of one counts its actual days over the period's.

    It stands where a :class:`DayCount` does. Outside the periods days count as *whole* says.

    Attributes:
        whole: How a whole period becomes a fraction of a year.
        grid: First and last days of the periods, in order: the start, then every due.

    Raises:
        InvalidTerms: The periods have so many different lengths that no fraction is common.

    >>> months = PartPeriods(DayCount.THIRTY_E_360, (date(2024, 1, 1), date(2024, 2, 1)))
    >>> part = months.numerator(date(2024, 1, 1), date(2024, 1, 8))
    >>> part * 31 * 12 == 7 * months.basis
    True
    """

    whole: DayCount
    grid: tuple[date, ...]
    basis: int = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        lengths = {(end - start).days for start, end in pairwise(self.grid)}
        finest = lcm(*lengths)
        if finest > _FINEST:
            raise InvalidTerms(
                f"parts_by_days is True but the periods have {len(lengths)} different lengths: "
                "leave it out, or use dues at a regular distance",
                field="parts_by_days",
                value=True,
            )
        object.__setattr__(self, "basis", self.whole.basis * finest)

    @property
    def value(self) -> str:
        """How it is written beside other day counts."""
        return f"{self.whole.value}, parts by days"

    def numerator(self, start: date, end: date, maturity: date | None = None) -> int:
        """Time from *start* to *end* in units of 1 / basis year.

        Args:
            start: First day, counted.
            end: Last day, not counted; not before *start*.
            maturity: Last day of the contract. Only 30E/360 ISDA looks at it.

        Raises:
            InvalidDate: *end* is before *start*.
        """
        finest = self.basis // self.whole.basis
        if end < start or not self.grid[0] <= start:
            return self.whole.numerator(start, end, maturity) * finest
        total = 0
        at = bisect_right(self.grid, start) - 1
        while start < end:
            if at == len(self.grid) - 1:
                return total + self.whole.numerator(start, end, maturity) * finest
            first, last = self.grid[at : at + 2]
            until = min(last, end)
            period = self.whole.numerator(first, last, maturity) * finest
            total += period * (until - start).days // (last - first).days
            start, at = until, at + 1
        return total

    def fraction(self, start: date, end: date, maturity: date | None = None) -> Fraction:
        """Exact part of a year from *start* to *end*."""
        return Fraction(self.numerator(start, end, maturity), self.basis)

    def numerators(
        self, starts: Ordinals, ends: Ordinals, maturities: Ordinals | int = 0
    ) -> Ordinals:
        """:meth:`numerator` of many periods at once; see :meth:`DayCount.numerators`."""
        import numpy as np

        first, last, maturity = np.broadcast_arrays(starts, ends, maturities)
        counted = [
            self.numerator(
                date.fromordinal(int(a)), date.fromordinal(int(b)), date.fromordinal(int(c) or 1)
            )
            for a, b, c in zip(first.flat, last.flat, maturity.flat, strict=True)
        ]
        return np.array(counted, dtype=np.int64).reshape(first.shape)
