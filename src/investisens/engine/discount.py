"""Present values of dated and of periodic flows, and the reading of both.

Flows are exact when they come in and netted exactly by date. Discounting itself is one of
the few places of floats: round what comes back once, where the contract says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import exp, fsum, log1p
from numbers import Integral
from typing import Any, Protocol

from investisens.values.errors import (
    CurrencyMismatch,
    InvalidAmount,
    InvalidDate,
    InvalidRate,
    InvalidTerms,
)
from investisens.values.rates import Rate

YEAR_DAYS = 365
"""Days in the year of the default day count, ACT/365 Fixed."""


class MoneyLike(Protocol):
    """An amount that knows its whole minor units, such as ``Money``."""

    @property
    def minor(self) -> int:
        """Whole minor units: francs, cents."""


class DayCountLike(Protocol):
    """A day count that measures the years between two dates exactly."""

    def fraction(self, start: date, end: date, /) -> Fraction:
        """Years from *start* to *end*, ``start <= end``."""


Amount = int | Decimal | Fraction | MoneyLike
Exact = int | Fraction
Flow = tuple[date, Amount]
DayCounting = DayCountLike | Callable[[date, date], Fraction | float]


def xnpv(
    flows: Iterable[Flow],
    rate: float | Rate,
    as_of: date,
    day_count: DayCounting | None = None,
) -> float:
    """Value on *as_of* of dated flows, at one effective annual rate.

    Args:
        flows: Dates and amounts, in any order. Amounts in minor units.
        rate: Effective annual rate above -1; negative rates are discounted as they stand.
        as_of: Day of the value. Earlier flows are carried forward, later ones discounted.
        day_count: Measure of years; actual days over 365 unless given.

    Returns:
        Minor units, not rounded.

    Raises:
        InvalidRate: The rate is -1 or below.

    >>> xnpv([(date(2025, 1, 1), -100_000), (date(2026, 1, 1), 110_000)], 0.1, date(2025, 1, 1))
    0.0
    >>> round(xnpv([(date(2025, 1, 1), 100_000)], Rate.parse("10 %"), date(2026, 1, 1)))
    110000
    """
    growth = log1p(_checked_rate(rate))
    origin = as_of.toordinal()
    return fsum(
        float(amount) * exp(-growth * years_between(origin, day, day_count))
        for day, amount in net_by_day(flows).items()
    )


def npv(amounts: Iterable[Amount], rate: float | Rate, first_period: int = 0) -> float:
    """Value now of equally spaced amounts, at one rate per period.

    Args:
        amounts: One amount per period, in minor units. A period without a flow holds 0.
        rate: Rate per period, above -1.
        first_period: 0 when the first amount falls now; 1 when it falls one period from
            now, as spreadsheets assume.

    Returns:
        Minor units, not rounded.

    Raises:
        InvalidRate: The rate is -1 or below.
        InvalidTerms: The first period is neither 0 nor 1.

    >>> npv([-100_000, 150_000], 0.5)
    0.0
    >>> round(npv([-100_000, 121_000], 0.1, first_period=1))
    9091
    """
    if first_period not in (0, 1):
        raise InvalidTerms(
            f"first_period is {first_period!r}: use 0 if the first amount falls now, "
            "1 if it falls one period from now",
            field="first_period",
            value=first_period,
        )
    growth = 1.0 + _checked_rate(rate)
    value = 0.0
    for amount in reversed([exact_amount(amount) for amount in amounts]):
        value = float(amount) + value / growth
    return value / growth if first_period else value


def exact_amount(amount: Amount) -> Exact:
    """The amount in minor units, as an int or a fraction.

    Raises:
        InvalidAmount: The amount is a float, missing, not finite or no number.

    >>> exact_amount(150_000), exact_amount(Decimal("0.5"))
    (150000, Fraction(1, 2))
    """
    match amount:
        case bool() | float():
            pass
        case int() | Fraction():
            return amount
        case Decimal() if amount.is_finite():
            return Fraction(amount)
        case Integral():
            return int(amount)
        case _ if type(minor := getattr(amount, "minor", None)) is int:
            return minor
        case _:
            pass
    raise InvalidAmount(
        f"amount is {amount!r}: give Money, or minor units as an int, a finite Decimal "
        "or a Fraction",
        field="amount",
        value=amount,
    )


def net_by_day(flows: Iterable[Flow]) -> dict[int, Exact]:
    """Exact sum of the flows of each day, keyed by the day's ordinal number.

    Raises:
        CurrencyMismatch: Amounts of two currencies stand in one series.
        InvalidDate: A date is no ``datetime.date``.

    >>> net_by_day([(date(1, 1, 2), -100), (date(1, 1, 1), 7), (date(1, 1, 2), 40)])
    {2: -60, 1: 7}
    """
    net: dict[int, Exact] = {}
    currency: Any = None
    for day, amount in flows:
        if not isinstance(day, date):
            raise InvalidDate(
                f"date is {day!r}: give each flow as (datetime.date, amount)",
                field="date",
                value=day,
            )
        exact: Exact
        if type(amount) is int:
            exact = amount
        else:
            exact = exact_amount(amount)
            currency = _same_currency(currency, getattr(amount, "currency", None))
        ordinal = day.toordinal()
        net[ordinal] = net.get(ordinal, 0) + exact
    return net


def years_between(start: int, end: int, day_count: DayCounting | None) -> float:
    """Years from one ordinal day to another, negative when *end* comes first.

    >>> years_between(1, 366, None), years_between(366, 1, None)
    (1.0, -1.0)
    """
    if day_count is None:
        return (end - start) / YEAR_DAYS
    if end < start:
        return -years_between(end, start, day_count)
    measure = day_count if callable(day_count) else day_count.fraction
    return float(measure(date.fromordinal(start), date.fromordinal(end)))


def _checked_rate(rate: float | Rate) -> float:
    number = float(rate.fraction) if isinstance(rate, Rate) else rate
    if not -1 < number < float("inf"):
        raise InvalidRate(
            f"rate is {rate}: a discount rate is a finite number above -1 (-100 %)",
            field="rate",
            value=rate,
        )
    return number


def _same_currency(known: Any, found: Any) -> Any:
    if known is None or found is None or known == found:
        return found if known is None else known
    raise CurrencyMismatch(
        f"flows hold both {known} and {found}: convert them to one currency at dated rates first",
        field="currency",
        value=found,
    )
