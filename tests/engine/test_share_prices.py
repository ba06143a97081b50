"""Prices by formula and dividends on shares held, to the franc, against hand computation."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.share_prices import dividend_of, growth, price_of
from investisens.values.currency import EUR, XOF
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import NO_RESULTS, Observation, Results, Window
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.shares import (
    Dividend,
    Exit,
    MultipleOf,
    ParLessLosses,
    ParPlus,
    PriceFormula,
    ShareLeg,
)
from yearly import results

START = date(2010, 6, 15)
LEG = ShareLeg(units=75, price=Money(10_000, XOF), start=START, other_units=150)
FOUR = Rate.parse("4 %")
starts = st.one_of(
    st.sampled_from([date(2012, 2, 29), date(2016, 2, 29), date(2011, 2, 28), date(2011, 12, 31)]),
    st.dates(date(2000, 1, 1), date(2030, 12, 31)),
)


def price(
    formula: PriceFormula,
    on: date,
    known: Results = NO_RESULTS,
    leg: ShareLeg = LEG,
    floor: int | None = None,
    cap: int | None = None,
) -> int | None:
    leaving = Exit(
        on=on,
        price=formula,
        floor=None if floor is None else Money(floor, XOF),
        cap=None if cap is None else Money(cap, XOF),
    )
    return price_of(leaving, leg, on, known, leg.units + leg.other_units)


# Growth.


def anniversary(start: date, years: int) -> date:
    """The same day of a later year; of 29 February the 28th where there is no 29th."""
    leaps = (start.month, start.day) == (2, 29) and not isleap(start.year + years)
    return start.replace(year=start.year + years, day=28 if leaps else start.day)


@given(starts, st.integers(0, 40), st.integers(0, 3_000), st.booleans())
def test_a_whole_number_of_years_counts_as_one(
    start: date, years: int, basis_points: int, compound: bool
) -> None:
    rate = Fraction(basis_points, 10_000)
    grown = growth(start, anniversary(start, years), rate, compound)

    assert grown == ((1 + rate) ** years if compound else 1 + rate * years)


@given(starts, st.integers(0, 15_000), st.integers(0, 3_000), st.booleans())
def test_a_day_more_never_brings_less(
    start: date, days: int, basis_points: int, compound: bool
) -> None:
    rate = Fraction(basis_points, 10_000)
    on = start + timedelta(days=days)

    assert growth(start, on, rate, compound) <= growth(
        start, on + timedelta(days=1), rate, compound
    )


@given(starts, st.integers(0, 15_000), st.integers(0, 3_000))
def test_compound_never_brings_less_than_simple(start: date, days: int, basis_points: int) -> None:
    rate = Fraction(basis_points, 10_000)
    on = start + timedelta(days=days)

    assert growth(start, on, rate, compound=True) >= growth(start, on, rate, compound=False)


@pytest.mark.parametrize(
    ("start", "on", "years"),
    [
        # From 29 February a year ends on the 28th, and on the 29th where there is one.
        (date(2012, 2, 29), date(2013, 2, 27), Fraction(364, 365)),
        (date(2012, 2, 29), date(2013, 2, 28), Fraction(1)),
        (date(2012, 2, 29), date(2013, 3, 1), 1 + Fraction(1, 365)),
        (date(2012, 2, 29), date(2016, 2, 28), 3 + Fraction(365, 365)),
        (date(2012, 2, 29), date(2016, 2, 29), Fraction(4)),
        (date(2012, 2, 29), date(2016, 3, 1), 4 + Fraction(1, 365)),
        # A broken year counts actual days over 365, in leap years too.
        (date(2011, 2, 28), date(2012, 2, 29), 1 + Fraction(1, 365)),
        (date(2010, 6, 15), date(2013, 9, 23), 3 + Fraction(100, 365)),
    ],
)
def test_years_are_counted_from_day_to_day(start: date, on: date, years: Fraction) -> None:
    assert growth(start, on, Fraction(1, 10), compound=False) == 1 + years / 10


# Par plus a rate.


@pytest.mark.parametrize(
    ("compound", "on", "expected"),
    [
        # 10 000 x (1 + 3 x 4 %)
        (False, date(2013, 6, 15), 11_200),
        # 10 000 x 1.04^3 = 11 248.64
        (True, date(2013, 6, 15), 11_248),
        # 100 days more: 11 200 + 10 000 x 4 % x 100 / 365 = 11 309.58...
        (False, date(2013, 9, 23), 11_309),
        # 11 248.64 x (1 + 4 % x 100 / 365) = 11 371.91...
        (True, date(2013, 9, 23), 11_371),
        (False, START, 10_000),
    ],
)
def test_par_plus_a_rate_is_rounded_down_once(compound: bool, on: date, expected: int) -> None:
    assert price(ParPlus(rate=FOUR, compound=compound), on) == expected


def test_the_leg_says_how_a_price_is_rounded() -> None:
    """11 248.64 francs, half up."""
    up = attrs.evolve(LEG, rounding=Rounding(principal=RoundingMode.HALF_UP))

    assert price(ParPlus(rate=FOUR, compound=True), date(2013, 6, 15), leg=up) == 11_249


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_a_price_stands_between_its_floor_and_its_cap(floor: int, more: int) -> None:
    """Par plus 12 % is 11 200."""
    found = price(ParPlus(rate=FOUR), date(2013, 6, 15), floor=floor, cap=floor + more)

    assert found == max(floor, min(11_200, floor + more))


# A multiple of a result.


def test_a_multiple_of_a_result_is_divided_by_all_shares() -> None:
    """4 x 820 001 / 225 = 14 577.79..., of the calendar year before the exit."""
    known = results({("ebitda", 2013): 1, ("ebitda", 2014): 820_001, ("ebitda", 2015): 9})
    formula = MultipleOf(measure="ebitda", multiple=Fraction(4))

    assert price(formula, date(2015, 6, 30), known) == 14_577


def test_once_the_net_assets_are_the_net_asset_value_of_a_share() -> None:
    """3 000 000 / 225 = 13 333.33..."""
    known = results({("net_assets", 2014): 3_000_000})

    assert price(MultipleOf(measure="net_assets"), date(2015, 6, 30), known) == 13_333


def test_a_formula_may_look_at_a_period_of_its_own() -> None:
    """Two months, 60 000 + 30 000, times 5 / 2, over 225 shares: 1 000."""
    known = Results(
        [
            Observation(
                measure="ebitda",
                first=date(2014, month, 1),
                last=date(2014, month, 28),
                minor=30_000 * month,
            )
            for month in (1, 2)
        ]
    )
    formula = MultipleOf(
        measure="ebitda",
        first=date(2014, 1, 1),
        last=date(2014, 2, 28),
        multiple=Fraction(5, 2),
    )

    assert price(formula, date(2018, 6, 30), known) == 1_000


@given(st.integers(-(10**9), 0))
def test_a_loss_is_worth_nothing_but_the_floor(loss: int) -> None:
    known = results({("ebitda", 2014): loss})
    formula = MultipleOf(measure="ebitda")

    assert price(formula, date(2015, 6, 30), known) == 0
    assert price(formula, date(2015, 6, 30), known, floor=4_000) == 4_000


def test_a_result_that_is_not_known_gives_no_price() -> None:
    """Not even the floor: the exit does not take place."""
    assert price(MultipleOf(measure="ebitda"), date(2015, 6, 30), floor=4_000) is None


# Par less losses.

COOPERATIVE = ShareLeg(
    units=100, price=Money(20_00, EUR), start=date(2018, 6, 30), other_units=2_400
)


@pytest.mark.parametrize("capital", [None, Money(50_000_00, EUR)])
def test_a_cooperative_share_bears_its_part_of_losses_beyond_reserves(
    capital: Money | None,
) -> None:
    """SCI-05: 100 shares of 20 EUR, capital 50 000, losses 10 000: redemption 1 600."""
    known = results({("losses_beyond_reserves", 2023): 10_000_00})
    formula = ParLessLosses(capital=capital)
    found = price(formula, date(2024, 6, 30), known, leg=COOPERATIVE)

    assert found is not None
    assert 100 * found == 1_600_00


@given(st.integers(-(10**7), 10**8))
def test_par_less_losses_stays_between_nothing_and_par(losses: int) -> None:
    known = results({("losses_beyond_reserves", 2023): losses})
    found = price(ParLessLosses(), date(2024, 6, 30), known, leg=COOPERATIVE)

    assert found is not None
    assert 0 <= found <= 20_00
    assert (found == 20_00) == (losses <= 0)


def test_losses_that_are_not_known_count_as_none() -> None:
    assert price(ParLessLosses(), date(2024, 6, 30), leg=COOPERATIVE) == 20_00


# Dividends.


def paid(
    result: int | None, held: int = 75, cap: Fraction | None = None, payout: str = "1/4"
) -> int:
    dividend = Dividend(
        measure="net_profit",
        payout=Fraction(payout),
        window=Window.of_year(2013, date(2014, 6, 30)),
        cap_of_price=cap,
    )
    known = NO_RESULTS if result is None else results({("net_profit", 2013): result})
    return dividend_of(dividend, LEG, held, known, 225)


def test_shares_held_receive_their_part_of_what_is_paid_out() -> None:
    """820 001 / 4 x 75 / 225 = 68 333.41..., and for 25 shares 22 777.80...; rounded down once."""
    assert paid(820_001) == 68_333
    assert paid(820_001, held=25) == 22_777


def test_a_cap_counts_on_the_price_of_the_shares_held() -> None:
    """5 % of 75 x 10 000 = 37 500."""
    assert paid(820_001, cap=Fraction(5, 100)) == 37_500
    assert paid(820_001, cap=Fraction(50, 100)) == 68_333


@pytest.mark.parametrize("result", [None, -1, -900_000, 0])
def test_no_profit_pays_nothing(result: int | None) -> None:
    assert paid(result) == 0


def test_nothing_is_paid_on_no_share() -> None:
    assert paid(820_001, held=0) == 0


@given(st.integers(0, 10**9), st.integers(0, 225))
def test_all_holders_together_never_receive_more_than_is_paid_out(result: int, held: int) -> None:
    assert paid(result, held) + paid(result, 225 - held) <= Fraction(result, 4)
