"""What a share is worth by formula on a day, and what a dividend pays on all shares held."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import assert_never

from investisens.values.dates import add_months
from investisens.values.results import Results
from investisens.values.rounding import round_ratio
from investisens.values.shares import Dividend, Exit, MultipleOf, ParLessLosses, ParPlus, ShareLeg


def price_of(
    leaving: Exit, leg: ShareLeg, on: date, results: Results, all_units: int
) -> int | None:
    """Price of one share in minor units, rounded once; ``None`` if a result is not known.

    Args:
        leaving: The exit.
        leg: The shares.
        on: The day it was expected on.
        results: What formulas look at.
        all_units: All shares of the enterprise on the day, > 0.

    >>> from investisens import Money, Rate, XOF
    >>> leg = ShareLeg(units=75, price=Money(10_000, XOF), start=date(2010, 6, 15))
    >>> price_of(Exit(on=date(2013, 6, 15), price=ParPlus(rate=Rate.parse("4 %"))), leg,
    ...          date(2013, 6, 15), Results(), 225)
    11200
    """
    exact = _formula(leaving, leg, on, results, all_units)
    if exact is None:
        return None
    price = int(round_ratio(exact.numerator, exact.denominator, leg.rounding.principal))
    if leaving.floor is not None:
        price = max(price, leaving.floor.minor)
    if leaving.cap is not None:
        price = min(price, leaving.cap.minor)
    return price


def _formula(
    leaving: Exit, leg: ShareLeg, on: date, results: Results, all_units: int
) -> Fraction | None:
    par = Fraction(leg.price.minor)
    match leaving.price:
        case ParPlus(rate=rate, compound=compound):
            return par * growth(leg.start, on, rate.fraction, compound)
        case MultipleOf() as formula:
            result = results.of(formula.measure, *_period(formula, on))
            return None if result is None else formula.multiple * max(0, result) / all_units
        case ParLessLosses() as formula:
            losses = results.of(formula.losses, *_period(formula, on)) or 0
            capital = par * all_units if formula.capital is None else formula.capital.minor
            return par * max(Fraction(0), 1 - max(0, losses) / Fraction(capital))
        case _:
            assert_never(leaving.price)


def _period(formula: MultipleOf | ParLessLosses, on: date) -> tuple[date, date]:
    """The period that a formula looks at: its own, or the calendar year before *on*."""
    if formula.first is not None and formula.last is not None:
        return formula.first, formula.last
    before = max(1, on.year - 1)
    return date(before, 1, 1), date(before, 12, 31)


def growth(start: date, on: date, rate: Fraction, compound: bool) -> Fraction:
    """What 1 grows to: whole years compound if asked, a broken year counts actual days / 365.

    >>> growth(date(2012, 2, 29), date(2014, 2, 28), Fraction(1, 10), compound=True)
    Fraction(121, 100)
    """
    whole, days = _years(start, on)
    if not compound:
        return 1 + rate * (whole + days)
    return (1 + rate) ** whole * (1 + rate * days)


def _years(start: date, on: date) -> tuple[int, Fraction]:
    """Whole years from day to same day, then actual days over 365, 1 at most."""
    whole = on.year - start.year
    if add_months(start, 12 * whole) > on:
        whole -= 1
    return whole, Fraction((on - add_months(start, 12 * whole)).days, 365)


def dividend_of(
    dividend: Dividend, leg: ShareLeg, held: int, results: Results, all_units: int
) -> int:
    """What *held* shares receive, rounded once; 0 for none, or if no positive result is known.

    Args:
        dividend: The share of a result.
        leg: The shares.
        held: How many are held on the day.
        results: What is known of the enterprise.
        all_units: All shares of the enterprise on the day; > 0 where some are held.
    """
    window = dividend.window
    result = results.of(dividend.measure, window.first, window.last)
    if not held or result is None or result < 0:
        return 0
    exact = dividend.payout * result * held / all_units
    if dividend.cap_of_price is not None:
        exact = min(exact, dividend.cap_of_price * leg.price.minor * held)
    return int(round_ratio(exact.numerator, exact.denominator, leg.rounding.principal))
