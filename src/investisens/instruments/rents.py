"""Rents of a lease: how they are found, and what the last one leaves to the option price."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from investisens.values.rounding import Rounding


def exact_rent(
    cost: int, option_price: int, growths: Sequence[Fraction], in_advance: bool
) -> Fraction:
    """The rent that equates the cost with the present value of the rents and the option price.

    Args:
        cost: In minor units.
        option_price: Paid at the end of the last period, in minor units.
        growths: What 1 grows to in each period.
        in_advance: Whether a rent is paid at the start of its period; if not, at its end.

    >>> round(100 * exact_rent(10_000_000, 500_000, [Fraction("1.01")] * 36, in_advance=True))
    31736232
    """
    # What is owed is (owed - paid x rent) / scale, in whole numbers.
    owed, paid, scale = cost, 0, 1
    for growth in growths:
        paid += scale * in_advance
        owed, paid = owed * growth.numerator, paid * growth.numerator
        scale *= growth.denominator
        paid += scale * (not in_advance)
    return Fraction(owed - option_price * scale, paid)


def last_period(
    option_price: int, rate: Fraction, period: Fraction, rounding: Rounding
) -> tuple[int, Fraction]:
    """What the last rent in advance leaves, and the rate at which it becomes the option price.

    The interest of the period is rounded as any other. Where whole amounts cannot meet the price
    at the rate of the contract, the rate of this one period moves by as little as it takes.

    Args:
        option_price: Owed at the end of the period, in minor units.
        rate: Yearly rate.
        period: The period from the last rent to the option, as a fraction of a year.
        rounding: How interest becomes a whole amount.

    >>> last_period(500_000, Fraction("0.12"), Fraction(1, 12), Rounding())
    (495050, Fraction(3, 25))
    >>> from investisens import RoundingMode
    >>> upwards = Rounding(interest=RoundingMode.HALF_UP)
    >>> left, rate = last_period(500_000, Fraction("0.12"), Fraction(1, 12), upwards)
    >>> print(left, f"{float(rate):.7f}", left + left * rate / 12)
    495050 0.1199879 500000
    """
    exact = option_price - option_price / (1 + rate * period)
    interest = rounding.of_interest(exact.numerator, exact.denominator)
    left = option_price - interest
    if left <= 0:
        left, interest = option_price, 0
    foreseen = left * rate * period
    if rounding.of_interest(foreseen.numerator, foreseen.denominator) == interest:
        return left, rate
    return left, Fraction(interest) / (left * period)
