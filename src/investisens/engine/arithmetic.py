"""The few operations that differ between one whole number and an array of them.

The kernel is written once. It adds, multiplies and divides whole numbers through Python's own
operators, which numpy arrays share; the rest stands here, once for a single contract on Python
integers (no limit of size) and once for a batch on arrays.
"""

from __future__ import annotations

from math import gcd
from typing import Any, Protocol

from investisens.engine.tape import Ahead
from investisens.values.rounding import Rounding, RoundingMode

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
        """See :func:`level_payment`."""
        numerator, denominator = level_payment(owed, rate, ahead, basis)
        return int(rounding.instalment(numerator, denominator))


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
        year = rate.astype(float) / basis
        weights = ahead.weights or (1,) * len(ahead.periods)
        growth = 1.0 + year * ahead.periods[0].astype(float)
        value = balance.astype(float) * growth + accrued.astype(float)
        annuity = np.full_like(growth, weights[0])
        # Beyond the range of floats the guess is no number, and is settled exactly.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for days, weight in zip(ahead.periods[1:], weights[1:], strict=True):
                growth = 1.0 + year * days.astype(float)
                value = value * growth
                annuity = annuity * growth + weight
            guess = (value - leaving) * (ahead.of / rounding.multiple) / annuity
            # What is left may cancel digits: then the guess knows less than its size tells.
            cancelled = np.abs(value - leaving) < 1e-3 * np.abs(value)
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


def _round_guess(np: Any, guess: Any, mode: RoundingMode, unsure: Any) -> tuple[Any, Any]:
    """Whole numbers near *guess*, and where floats cannot tell which one it is (0 there)."""
    if mode in (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN):
        whole = np.floor(guess + 0.5)
        gap = np.abs(guess - np.floor(guess) - 0.5)
    else:
        whole = np.floor(guess) if mode is RoundingMode.DOWN else np.ceil(guess)
        gap = np.abs(guess - np.rint(guess))
    # 60 multiplications lose less than 1e-13 of the value; a thousandfold margin is kept.
    doubt = (gap <= 1e-6 + np.abs(guess) * 1e-10) | ~(np.abs(guess) < 2.0**50) | unsure
    return np.where(doubt, 0.0, whole).astype(np.int64), doubt
