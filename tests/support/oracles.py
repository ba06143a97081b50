"""Second ways to compute what the library computes, written apart from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from investisens.values.daycount import DayCount
from investisens.values.legs import DebtLeg
from investisens.values.partperiods import PartPeriods
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode


def rounded(exact: Fraction, mode: RoundingMode) -> int:
    """The whole number *exact* becomes, by the definition of each mode."""
    size = abs(exact)
    whole = {
        RoundingMode.HALF_UP: math.floor(size + Fraction(1, 2)),
        RoundingMode.HALF_EVEN: round(size),
        RoundingMode.DOWN: math.floor(size),
        RoundingMode.UP: math.ceil(size),
    }[mode]
    return -whole if exact < 0 else whole


def growths(
    start: date, dues: Sequence[date], rate: Rate, day_count: DayCount | PartPeriods
) -> list[Fraction]:
    """What one unit owed becomes over each period."""
    return [
        1 + rate.fraction * day_count.fraction(before, on)
        for before, on in pairwise([start, *dues])
    ]


def discount_factors(
    start: date, dues: Sequence[date], rate: Rate, day_count: DayCount | PartPeriods
) -> list[Fraction]:
    """What one unit paid on each due is worth on *start*."""
    factors = []
    factor = Fraction(1)
    for growth in growths(start, dues, rate, day_count):
        factor /= growth
        factors.append(factor)
    return factors


def discounts_of(leg: DebtLeg, dues: Sequence[date]) -> list[Fraction]:
    """Discount factors of a leg of one rate."""
    return discount_factors(leg.start, dues, leg.rate, leg.day_count)


def worst_gap(mode: RoundingMode) -> Fraction:
    """The most that rounding by *mode* moves an amount."""
    halves = (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN)
    return Fraction(1, 2) if mode in halves else Fraction(1)
