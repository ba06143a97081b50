"""A debt that its issuer alone may end: yearly interest, and no due of principal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import lcm

from investisens.legal.citing import cited
from investisens.legal.parameters import parameter
from investisens.values.dates import Period, YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind, first_of
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from investisens.values.steps import PayInterest, Plan, RepayRest, Step


def redemption(happenings: tuple[Happening, ...]) -> Happening | None:
    """The first redemption, or ``None``; the issuer redeems all, at nominal.

    Raises:
        InvalidTerms: It has a price or a number, as if a part were redeemed.
    """
    redeemed = first_of(happenings, HappeningKind.REDEEMED)
    for name in ("number", "price"):
        value = None if redeemed is None else getattr(redeemed, name)
        if redeemed is not None and value is not None:
            raise InvalidTerms(
                f"redeemed on {redeemed.on} has the {name} {value} but all is redeemed, at "
                "nominal: leave it out",
                field=name,
                value=value,
            )
    return redeemed


def open_term_leg(
    principal: Money,
    start: date,
    rate: Fraction,
    interest_on: tuple[date, ...],
    redeemed_on: date | None,
    day_count: DayCount,
    rounding: Rounding,
) -> DebtLeg:
    """A debt leg that pays interest on given days and repays all on the day of redemption, if any.

    Args:
        principal: Paid out on *start*.
        start: The day interest starts to run.
        rate: Yearly rate, exact: the leg counts in as fine a unit as it needs.
        interest_on: Days on which interest is paid, in order, none after redemption.
        redeemed_on: Day on which all is repaid with the interest on it, or ``None``.
        day_count: How a period becomes a fraction of a year.
        rounding: How interest becomes a whole amount.
    """
    unit = lcm(MBP, rate.denominator)
    steps: list[Step] = [PayInterest(on) for on in interest_on if on != redeemed_on]
    if redeemed_on is not None:
        steps += [RepayRest(redeemed_on), PayInterest(redeemed_on)]
    return DebtLeg(
        principal=principal,
        start=start,
        rate=Rate(int(rate * unit)),
        day_count=day_count,
        rounding=rounding,
        plan=Plan(tuple(steps)),
        rate_unit=unit,
    )


def days_each_year(each: YearDay, after: date, until: date) -> Iterator[date]:
    """The day *each* of every year, after one day and up to another.

    >>> [str(on) for on in days_each_year(YearDay(6, 30), date(2011, 6, 30), date(2013, 6, 30))]
    ['2012-06-30', '2013-06-30']
    """
    for year in range(after.year, until.year + 1):
        on = each.in_year(year)
        if after < on <= until:
            yield on


def check_issue(principal: Money, rate: Rate) -> None:
    """Refuse a security issued for nothing, or at a negative rate.

    Raises:
        InvalidTerms: With the field at fault.
    """
    if principal.minor <= 0:
        raise InvalidTerms(
            f"principal is {principal}: issue a positive amount", field="principal", value=principal
        )
    if rate.mbp < 0:
        raise InvalidTerms(f"rate is {rate}: use 0 % or more", field="rate", value=rate)


def check_horizon(issued_on: date, projected_until: date) -> None:
    """Refuse a horizon that leaves no day to project.

    Raises:
        InvalidTerms: It is not after the day of issue.
    """
    if projected_until <= issued_on:
        raise InvalidTerms(
            f"projected_until {projected_until} is not after disbursed_on {issued_on}: check the "
            "order of the dates",
            field="projected_until",
            value=projected_until,
        )


def check_redemption(name: str, field: str, issued_on: date, on: date) -> None:
    """Refuse a redemption before the fewest years that the law in force at issue asks.

    Args:
        name: The legal parameter that gives the years; where it has no value on the day of issue,
            any day after issue is accepted.
        field: Where *on* stands, for the error.
        issued_on: The day of issue.
        on: The day of redemption.

    Raises:
        InvalidTerms: With the rule, its source and the day it applies.
    """
    known = parameter(name).find(issued_on)
    years = 0 if known is None else int(known.value)
    if on <= issued_on:
        raise InvalidTerms(
            f"{field} is {on}, not after disbursed_on {issued_on}: check the order of the dates",
            field=field,
            value=on,
        )
    if not years:
        return
    first = Period(months=12 * years).date_after(issued_on, 1)
    if on < first:
        raise InvalidTerms(
            f"{field} is {on}, in year {_year_of(issued_on, on)}: what was issued on {issued_on} "
            f"is not redeemed before {years} years have passed ({cited(name, on=issued_on)}): "
            f"give {first} or a later day",
            field=field,
            value=on,
        )


def _year_of(issued_on: date, on: date) -> int:
    """Which year since issue the day falls in, counted from 1."""
    return on.year - issued_on.year + ((on.month, on.day) >= (issued_on.month, issued_on.day))
