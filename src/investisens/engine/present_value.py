"""Exact present values of amounts at given times.

A grant element is compared with a threshold and a grant is counted to the franc, so neither may
hang on the last digit of a float. The factor of a whole number of years is an exact fraction;
any other is irrational and is cut at forty digits. All that follows is exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from investisens.engine.credit_flows import TimedFlow
from investisens.engine.discount import Exact, exact_amount, net_by_day
from investisens.values.currency import Currency
from investisens.values.errors import InvalidRate, InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode

ExactRate = Rate | Fraction
"""A rate of a contract or a text, or any exact one."""

# Ten digits more than are kept, for what the power loses.
_CONTEXT: Final = Context(prec=50)
_KEPT: Final = Context(prec=40)


def present_value(flows: Iterable[TimedFlow], rate: ExactRate) -> Fraction:
    """Value at time 0 of amounts at given times, at one effective annual rate.

    Args:
        flows: Exact years and amounts, in any order. Amounts in minor units.
        rate: Effective annual rate, above -100 %.

    Returns:
        Minor units, not rounded; see :func:`rounded`.

    Raises:
        InvalidRate: The rate is a float, or -100 % or below.
        InvalidTerms: A time is not exact.
        CurrencyMismatch: Amounts of two currencies stand in one series.

    >>> present_value([(1, 110_000), (2, 121_000)], Rate.parse("10 %"))
    Fraction(200000, 1)
    """
    given = list(flows)
    net_by_day((date.min, amount) for _, amount in given)  # exact, one currency
    # Level payments are multiplied once: as exact fractions they have long denominators.
    factors: defaultdict[Exact, Fraction] = defaultdict(Fraction)
    for years, amount in given:
        factors[exact_amount(amount)] += discount_factor(rate, years)
    return sum((amount * factor for amount, factor in factors.items()), Fraction(0))


def discount_factor(rate: ExactRate, years: Fraction | int) -> Fraction:
    """Value now of one unit paid in so many years: ``(1 + rate) ** -years``.

    Raises:
        InvalidRate: The rate is a float, or -100 % or below.
        InvalidTerms: The time is not exact.

    >>> discount_factor(Rate.parse("25 %"), 2)
    Fraction(16, 25)
    >>> round(discount_factor(Rate.parse("21 %"), Fraction(1, 2)), 12)
    Fraction(909090909091, 1000000000000)
    """
    growth = 1 + exact_rate(rate)
    if isinstance(years, bool) or not isinstance(years, int | Fraction):
        raise InvalidTerms(
            f"time is {years!r}: give exact years, such as Fraction(1, 12)",
            field="time",
            value=years,
        )
    if years.denominator == 1:
        return growth**-years.numerator
    return _cut_power(growth, -years)


def annuity_factor(rate: ExactRate, periods: int) -> Fraction:
    """Value now of one unit at the end of each period, at a rate per period.

    >>> annuity_factor(Rate.parse("100 %"), 2), annuity_factor(Rate(0), 2)
    (Fraction(3, 4), Fraction(2, 1))
    """
    exact = exact_rate(rate)
    if not exact:
        return Fraction(periods)
    return (1 - discount_factor(exact, periods)) / exact


def exact_rate(rate: ExactRate) -> Fraction:
    """The rate as a fraction.

    Raises:
        InvalidRate: The rate is a float, or -100 % or below.

    >>> exact_rate(Rate.parse("4.5 %"))
    Fraction(9, 200)
    """
    exact = rate.fraction if isinstance(rate, Rate) else rate
    if not isinstance(exact, Fraction) or exact <= -1:
        raise InvalidRate(
            f"rate is {rate if isinstance(rate, Rate) else repr(rate)}: give a Rate or a Fraction "
            "above -100 %",
            field="rate",
            value=rate,
        )
    return exact


def rounded(
    minor: Fraction, currency: Currency, mode: RoundingMode = RoundingMode.HALF_UP
) -> Money:
    """The amount of so many minor units, rounded once.

    >>> from investisens.values.currency import XOF
    >>> print(rounded(Fraction(7, 2), XOF), rounded(Fraction(7, 2), XOF, RoundingMode.DOWN))
    4 XOF 3 XOF
    """
    return Money(1, currency).times(minor, mode)


# The loans of a book share their rate and most of their times.
@lru_cache(maxsize=4096)
def _cut_power(growth: Fraction, exponent: Fraction) -> Fraction:
    return Fraction(_KEPT.plus(_CONTEXT.power(_decimal(growth), _decimal(exponent))))


def _decimal(exact: Fraction) -> Decimal:
    return _CONTEXT.divide(Decimal(exact.numerator), Decimal(exact.denominator))
