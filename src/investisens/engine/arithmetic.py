"""The few operations that differ between one whole number and an array of them.

The kernel is written once. It adds, multiplies and divides whole numbers through Python's own
operators, which numpy arrays share; the rest stands here, once for a single contract on Python
integers (no limit of size) and once for a batch on arrays.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from math import floor, gcd
from typing import Any, Protocol

from investisens.engine.tape import Ahead
from investisens.values.rounding import Rounding, RoundingMode

_HALVES = (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN)

# A guess in floats is trusted where it is farther from a rounding boundary than it can be wrong.
# Ten thousand dues lose less than 4e-12 of the value, and ten times that of what a balloon leaves.
_LOSS = 1e-10
_GAP = 1e-6
_WHOLE = 2.0**50
_CANCELLED = 0.1

# The length of discount factors in whole numbers: these nearly always tell where floats cannot.
_BITS = 256

Whole = Any
"""An ``int``, or an integer array of shape (contract, scenario) or one that broadcasts to it."""


class Arithmetic(Protocol):
    """What the kernel needs beside ``+ - * //``."""

    def least(self, a: Whole, b: Whole) -> Whole:
        """The smaller of *a* and *b*, element by element."""

    def most(self, a: Whole, b: Whole) -> Whole:
        """The larger of *a* and *b*, element by element."""

    def level(
        self,
        owed: tuple[Whole, Whole, int],
        rate: Whole,
        ahead: Ahead,
        basis: int,
        rounding: Rounding,
    ) -> Whole:
        """The level payment, rounded once, that clears *owed* over the periods *ahead*."""


class Single:
    """One contract: exact Python integers throughout."""

    least = staticmethod(min)
    most = staticmethod(max)

    @staticmethod
    def level(
        owed: tuple[int, int, int], rate: int, ahead: Ahead, basis: int, rounding: Rounding
    ) -> int:
        """See :func:`level_payment`; exact numbers are only needed near a rounding boundary."""
        if min(*owed, rate) >= 0:
            if max(*owed, rate, *ahead.weights) < _WHOLE:
                value, annuity = _at_the_end(owed, rate / basis, ahead.periods, ahead.weights)
                left = value - owed[2]
                guess = left * (ahead.of / rounding.multiple) / annuity
                units = _settled(guess, rounding.principal)
                if units is not None and left >= _CANCELLED * value:
                    return units * rounding.multiple
            level = _discounted(owed, rate, ahead, basis, rounding)
            if level is not None:
                return level
        return int(rounding.instalment(*level_payment(owed, rate, ahead, basis)))


def level_payment(
    owed: tuple[int, int, int], rate: int, ahead: Ahead, basis: int
) -> tuple[int, int]:
    """The exact level payment over unequal periods, as a numerator and a denominator.

    With growth factors gᵢ = 1 + rate × daysᵢ / basis, balance n, interest already accrued a and
    balance b left at the end, it is ((n g₁ + a) g₂…gₘ − b) / (wₘ + wₘ₋₁ gₘ + … + w₁ g₂…gₘ), times
    the weight of one instalment. A rate of zero and equal weights give (n + a − b) / m.

    Args:
        owed: Balance, interest accrued on it when the payment is fixed, and balance left.
        rate: Yearly rate, in the unit that *basis* contains.
        ahead: Periods up to the last payment, at least one, and the weights of the payments.
        basis: Day count basis × units in a rate of 1.

    Source: annuity of unequal periods, e.g. ACTUS annuity amount function.

    >>> n, d = level_payment((100_00, 0, 0), 948_220, Ahead((30,) * 6), 360 * 10_000_000)
    >>> n // d
    1713
    """
    balance, accrued, leaving = owed
    # Whole numbers with one small denominator: ten times faster than a chain of fractions.
    common = gcd(basis, rate * gcd(*ahead.periods))
    den = basis // common
    factors = [den + rate * days // common for days in ahead.periods]
    weights = ahead.weights or (1,) * len(factors)
    value = balance * factors[0] + accrued * den
    annuity, scale = weights[0], 1
    for factor, weight in zip(factors[1:], weights[1:], strict=True):
        value *= factor
        scale *= den
        annuity = annuity * factor + weight * scale
    return (value - leaving * scale * den) * ahead.of, annuity * den


def _discounted(
    owed: tuple[int, int, int], rate: int, ahead: Ahead, basis: int, rounding: Rounding
) -> int | None:
    """The level payment rounded, from discount factors of a fixed length; ``None`` in doubt.

    Numbers of the exact fraction grow with every due, so that its price grows with their square.
    Here what each due pays is discounted to the first one. A factor is cut at each period, and
    growth is 1 or more, so that it lacks less than a unit for each period before it: the exact
    level stands between two fractions, and is known where both round to the same.
    """
    balance, accrued, leaving = owed
    common = gcd(basis, rate * gcd(*ahead.periods))
    den = basis // common
    weights = ahead.weights or (1,) * len(ahead.periods)
    factor = one = 1 << _BITS
    annuity = weights[0] * one
    for days, weight in zip(ahead.periods[1:], weights[1:], strict=True):
        factor = factor * den // (den + rate * days // common)
        annuity += weight * factor
    lacking = len(weights) - 1
    first = balance * (den + rate * ahead.periods[0] // common) + accrued * den
    least = first * one - leaving * den * (factor + lacking)
    most = first * one - leaving * den * factor
    if least < 0 or annuity == 0 or min(ahead.periods) < 0:
        return None
    below = rounding.instalment(least * ahead.of, (annuity + lacking * sum(weights)) * den)
    above = rounding.instalment(most * ahead.of, annuity * den)
    return int(below) if below == above else None


class Batch:
    """Many contracts: whole numbers in numpy arrays, 64 bits or Python integers as needed."""

    def __init__(self) -> None:
        import numpy as np

        self._np = np
        self.least = np.minimum
        self.most = np.maximum

    def level(
        self,
        owed: tuple[Whole, Whole, int],
        rate: Whole,
        ahead: Ahead,
        basis: int,
        rounding: Rounding,
    ) -> Whole:
        """The level payments of all cells: first guess in floats, ties settled exactly.

        A guess nearer to a rounding boundary than floats can tell is computed again as
        :class:`Single` does it, so a batch equals its single contracts to the last unit.
        """
        np = self._np
        balance, accrued, leaving = owed
        floats = balance.astype(float), accrued.astype(float), leaving
        periods = (days.astype(float) for days in ahead.periods)
        # Beyond the range of floats the guess is no number, and is settled exactly.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            year = rate.astype(float) / basis
            value, annuity = _at_the_end(floats, year, periods, ahead.weights)
            guess = (value - leaving) * (ahead.of / rounding.multiple) / annuity
            # What is left may cancel digits: then the guess knows less than its size tells.
            cancelled = np.abs(value - leaving) < _CANCELLED * np.abs(value)
        whole, doubt = _round_guess(np, guess, rounding.principal, cancelled)
        shape = np.broadcast_shapes(whole.shape, balance.shape)
        result = np.broadcast_to(whole.astype(balance.dtype) * rounding.multiple, shape).copy()
        if doubt.any():
            self._settle(result, doubt, (owed, rate, ahead, basis, rounding))
        return result

    def _settle(self, result: Any, doubt: Any, terms: tuple[Any, ...]) -> None:
        np = self._np
        (balance, accrued, leaving), rate, ahead, basis, rounding = terms
        shape = result.shape
        cell = [np.broadcast_to(a, shape) for a in (balance, accrued, rate)]
        periods = [np.broadcast_to(a, shape) for a in ahead.periods]
        for at in zip(*np.nonzero(np.broadcast_to(doubt, shape)), strict=True):
            n, a, r = (int(values[at]) for values in cell)
            days = ahead._replace(periods=tuple(int(period[at]) for period in periods))
            result[at] = Single.level((n, a, leaving), r, days, basis, rounding)


def _at_the_end(
    owed: tuple[Whole, Whole, int], year: Any, periods: Iterable[Any], weights: tuple[int, ...]
) -> tuple[Any, Any]:
    """What is owed, and payments of their weights, at the last payment, in floats."""
    balance, accrued, _ = owed
    days = iter(periods)
    growth = 1.0 + year * next(days)
    value = balance * growth + accrued
    annuity: Any = float(weights[0]) if weights else 1.0
    for period, weight in zip(days, weights[1:] or repeat(1), strict=False):
        growth = 1.0 + year * period
        value = value * growth
        annuity = annuity * growth + weight
    return value, annuity


def _settled(guess: float, mode: RoundingMode) -> int | None:
    """The whole number that *guess* stands for; ``None`` where floats cannot tell which it is."""
    if not 0 <= guess < _WHOLE:
        return None
    below = floor(guess)
    part, doubt = guess - below, _GAP + guess * _LOSS
    if mode in _HALVES:
        return None if abs(part - 0.5) <= doubt else below + (part > 0.5)
    if min(part, 1 - part) <= doubt:
        return None
    return below if mode is RoundingMode.DOWN else below + 1


def _round_guess(np: Any, guess: Any, mode: RoundingMode, unsure: Any) -> tuple[Any, Any]:
    """Whole numbers near *guess*, and where floats cannot tell which one it is (0 there)."""
    if mode in _HALVES:
        whole = np.floor(guess + 0.5)
        gap = np.abs(guess - np.floor(guess) - 0.5)
    else:
        whole = np.floor(guess) if mode is RoundingMode.DOWN else np.ceil(guess)
        gap = np.abs(guess - np.rint(guess))
    doubt = (gap <= _GAP + np.abs(guess) * _LOSS) | ~(np.abs(guess) < _WHOLE) | unsure
    return np.where(doubt, 0.0, whole).astype(np.int64), doubt
