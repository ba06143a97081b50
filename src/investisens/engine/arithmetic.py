"""The few operations that differ between one whole number and an array of them.

The kernel is written once. It adds, multiplies and divides whole numbers through Python's own
operators, which numpy arrays share; the rest stands here, once for a single contract on Python
integers (no limit of size) and once for a batch on arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol

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
        owed: tuple[Whole, Whole],
        rate: Whole,
        ahead: Sequence[Whole],
        basis: Whole,
        rounding: Rounding,
    ) -> Whole:
        """The level payment, rounded once, that clears *owed* over the periods *ahead*."""


class Single:
    """One contract: exact Python integers throughout."""

    least = staticmethod(min)
    most = staticmethod(max)

    @staticmethod
    def level(
        owed: tuple[int, int], rate: int, ahead: Sequence[int], basis: int, rounding: Rounding
    ) -> int:
        """See :func:`level_payment`."""
        exact = level_payment(owed, rate, ahead, basis)
        return int(rounding.instalment(exact.numerator, exact.denominator))


def level_payment(owed: tuple[int, int], rate: int, ahead: Sequence[int], basis: int) -> Fraction:
    """The exact level payment over unequal periods.

    With growth factors gᵢ = 1 + rate × daysᵢ / basis, balance n and interest already accrued a,
    it is (n g₁ + a) g₂…gₘ / (1 + gₘ + gₘ gₘ₋₁ + … + g₂…gₘ). A rate of zero gives n / m.

    Args:
        owed: Balance, and interest accrued on it when the payment is fixed.
        rate: Yearly rate, in the unit that *basis* contains.
        ahead: Numerator of each period up to the last payment, at least one.
        basis: Day count basis × units in a rate of 1.

    Source: annuity of unequal periods, e.g. ACTUS annuity amount function.

    >>> level_payment((100_00, 0), 948_220, [30] * 6, 360 * 10_000_000).__round__()
    1713
    """
    balance, accrued = owed
    growth = [Fraction(basis + rate * days, basis) for days in ahead]
    # Whole numbers with one denominator are ten times faster than a chain of fractions.
    den = max(factor.denominator for factor in growth)
    if any(den % factor.denominator for factor in growth):
        den = basis
    steps = [factor.numerator * (den // factor.denominator) for factor in growth]
    value = balance * steps[0] + accrued * den
    annuity, scale = 1, 1
    for step in steps[1:]:
        value *= step
        scale *= den
        annuity = annuity * step + scale
    return Fraction(value, annuity * den)


class Batch:
    """Many contracts: whole numbers in numpy arrays, 64 bits or Python integers as needed."""

    def __init__(self) -> None:
        import numpy as np

        self._np = np
        self.least = np.minimum
        self.most = np.maximum

    def level(
        self,
        owed: tuple[Whole, Whole],
        rate: Whole,
        ahead: Sequence[Whole],
        basis: Whole,
        rounding: Rounding,
    ) -> Whole:
        """The level payments of all cells: first guess in floats, ties settled exactly.

        A guess nearer to a rounding boundary than floats can tell is computed again as
        :class:`Single` does it, so a batch equals its single contracts to the last unit.
        """
        np = self._np
        balance, accrued = owed
        year = rate.astype(float) / basis
        growth = 1.0 + year * ahead[0].astype(float)
        value = balance.astype(float) * growth + accrued.astype(float)
        annuity = np.ones_like(growth)
        # Beyond the range of floats the guess is no number, and is settled exactly.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for days in ahead[1:]:
                growth = 1.0 + year * days.astype(float)
                value = value * growth
                annuity = annuity * growth + 1.0
            guess = value / annuity / rounding.multiple
        whole, doubt = _round_guess(np, guess, rounding.principal)
        result = whole.astype(balance.dtype) * rounding.multiple
        if doubt.any():
            self._settle(result, doubt, (owed, rate, ahead, basis, rounding))
        return result

    def _settle(self, result: Any, doubt: Any, terms: tuple[Any, ...]) -> None:
        np = self._np
        (balance, accrued), rate, ahead, basis, rounding = terms
        shape = result.shape
        cell = [np.broadcast_to(a, shape) for a in (balance, accrued, rate)]
        periods = [np.broadcast_to(a, shape) for a in ahead]
        for at in zip(*np.nonzero(doubt), strict=True):
            n, a, r = (int(values[at]) for values in cell)
            days = [int(period[at]) for period in periods]
            result[at] = Single.level((n, a), r, days, basis, rounding)


def _round_guess(np: Any, guess: Any, mode: RoundingMode) -> tuple[Any, Any]:
    """Whole numbers near *guess*, and where floats cannot tell which one it is (0 there)."""
    if mode in (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN):
        whole = np.floor(guess + 0.5)
        gap = np.abs(guess - np.floor(guess) - 0.5)
    else:
        whole = np.floor(guess) if mode is RoundingMode.DOWN else np.ceil(guess)
        gap = np.abs(guess - np.rint(guess))
    # 60 multiplications lose less than 1e-13 of the value; a thousandfold margin is kept.
    doubt = (gap <= 1e-6 + np.abs(guess) * 1e-10) | ~(np.abs(guess) < 2.0**50)
    return np.where(doubt, 0.0, whole).astype(np.int64), doubt
