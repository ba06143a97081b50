"""The level payment is exact, rounded once, and the same for one contract and for a batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs
import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.arithmetic import Batch, Single, level_payment
from investisens.engine.schedule import Instalment, schedule
from investisens.engine.tape import Ahead
from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.values.currency import EUR
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import Every
from oracles import discounts_of, rounded
from strategies import Terms, debts, minors, modes, rates

Cell = tuple[int, int, int, list[int]]
"""Balance, accrued interest, rate, and days of each period."""

BASIS = 365 * MBP
HALVES = (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN)


@st.composite
def tables(draw: st.DrawFn, amounts: st.SearchStrategy[int] = minors, dues: int = 12) -> list[Cell]:
    """Contracts of one number of dues."""
    count = draw(st.integers(1, dues))
    periods = st.lists(st.integers(0, 400), min_size=count, max_size=count)
    rate = rates.map(lambda each: each.mbp)
    return draw(
        st.lists(st.tuples(amounts, st.integers(0, 10**6), rate, periods), min_size=1, max_size=6)
    )


def together(cells: list[Cell], rounding: Rounding, dtype: type = np.int64) -> list[int]:
    """The level payments of all cells as a batch finds them."""

    def column(values: list[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return np.array(values, dtype=dtype)[:, None]

    owed = (column([cell[0] for cell in cells]), column([cell[1] for cell in cells]), 0)
    ahead = Ahead(tuple(column([cell[3][at] for cell in cells]) for at in range(len(cells[0][3]))))
    found = Batch().level(owed, column([cell[2] for cell in cells]), ahead, BASIS, rounding)
    assert found.dtype == dtype
    if dtype is object:
        assert all(type(value) is int for value in found[:, 0])
    return [int(value) for value in found[:, 0]]


def alone(cells: list[Cell], rounding: Rounding) -> list[int]:
    """The level payment of each cell by itself, which is the exact one rounded once."""
    levels = [
        Single.level((n, a, 0), rate, Ahead(tuple(days)), BASIS, rounding)
        for n, a, rate, days in cells
    ]
    assert levels == [
        rounding.instalment(*level_payment((n, a, 0), rate, Ahead(tuple(days)), BASIS))
        for n, a, rate, days in cells
    ]
    return levels


def exactly(owed: tuple[int, int, int], rate: int, periods: Sequence[int], basis: int) -> Fraction:
    return Fraction(*level_payment(owed, rate, Ahead(tuple(periods)), basis))


# The exact payment.


@given(tables())
def test_it_is_what_is_owed_over_the_sum_of_discount_factors(cells: list[Cell]) -> None:
    """Accrued interest bears none, so it is worth less by the first period's growth."""
    for balance, accrued, rate, periods in cells:
        growths = [1 + Fraction(rate * days, BASIS) for days in periods]
        factors, factor = [], Fraction(1)
        for growth in growths:
            factor /= growth
            factors.append(factor)

        expected = (balance + accrued / growths[0]) / sum(factors, Fraction(0))
        assert exactly((balance, accrued, 0), rate, periods, BASIS) == expected


@given(debts())
def test_the_first_total_of_a_schedule_is_the_payment_rounded_once(terms: Terms) -> None:
    repayment = attrs.evolve(
        terms["repayment"],
        amortisation=Amortisation.LEVEL_PAYMENT,
        capitalised_dues=0,
        interest_only_dues=0,
    )
    leg = debt_leg(**{**terms, "repayment": repayment})
    rows = schedule(leg).rows
    rounding = leg.rounding
    exact = leg.principal.minor / sum(discounts_of(leg, repayment.due_dates), Fraction(0))
    level = rounding.multiple * rounded(exact / rounding.multiple, rounding.principal)

    if len(rows) > 1:
        assert rows[0].total == max(level, rows[0].interest)


@st.composite
def beyond_floats(draw: st.DrawFn) -> tuple[tuple[int, int, int], int, Ahead]:
    """What is owed, the rate and the dues of a level payment of which floats lose digits."""
    balance = draw(st.integers(0, 10**24))
    accrued, left = draw(st.integers(0, balance)), draw(st.integers(0, balance))
    periods = draw(st.lists(st.integers(0, 4_000), min_size=1, max_size=40))
    weights: list[int] = []
    if draw(st.booleans()):
        drawn = st.lists(st.integers(0, 10**12), min_size=len(periods), max_size=len(periods))
        weights = draw(drawn.filter(any))
    ahead = Ahead(tuple(periods), tuple(weights), draw(st.integers(1, 10**12)))
    return (balance, accrued, left), draw(st.integers(0, 10**9)), ahead


@given(beyond_floats(), modes, st.sampled_from([1, 5, 1_000]))
def test_beyond_the_reach_of_floats_it_is_the_exact_one_rounded_once(
    case: tuple[tuple[int, int, int], int, Ahead], mode: RoundingMode, multiple: int
) -> None:
    owed, rate, ahead = case
    rounding = Rounding(principal=mode, multiple=multiple)

    exact = level_payment(owed, rate, ahead, BASIS)
    assert Single.level(owed, rate, ahead, BASIS, rounding) == rounding.instalment(*exact)


def test_the_exact_fraction_is_left_aside_for_many_dues(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 10,000 dues it has 400,000 digits in base 2: three hundred of them took a minute."""
    owed, rate, ahead = (10**13 + 1, 0, 0), 735_000, Ahead((7,) * 10_000)
    expected = Rounding().instalment(*level_payment(owed, rate, ahead, BASIS))
    monkeypatch.delattr("investisens.engine.arithmetic.level_payment")

    assert Single.level(owed, rate, ahead, BASIS, Rounding()) == expected


@given(st.integers(1, 120), st.integers(10_000, 6_000_000), st.integers(10**6, 10**12))
def test_equal_periods_agree_with_the_closed_form_of_a_peer(
    dues: int, mbp: int, balance: int
) -> None:
    """From 0.1 % a year on: below, floats lose the rate beside 1."""
    exact = exactly((balance, 0, 0), mbp, [30] * dues, 360 * MBP)

    peer = -npf.pmt(mbp / MBP / 12, dues, balance)
    assert float(exact) == pytest.approx(peer, rel=1e-9)


# Rows of a level schedule.


def monthly(count: int, principal: int, rate: Rate, rounding: Rounding) -> tuple[Instalment, ...]:
    rule = Every(first=date(2011, 2, 1), every=Period(months=1), count=count)
    repayment = Repayment(
        dues=(rule,),
        amortisation=Amortisation.LEVEL_PAYMENT,
        day_count=DayCount.THIRTY_E_360,
        rounding=rounding,
    )
    return schedule(debt_leg(Money(principal, EUR), date(2011, 1, 1), rate, repayment)).rows


def compounded(rate: Rate, count: int) -> Fraction:
    """What one unit paid at each of *count* months has become at the last."""
    monthly_rate = rate.fraction / 12
    if not monthly_rate:
        return Fraction(count)
    return ((1 + monthly_rate) ** count - 1) / monthly_rate


level_terms = st.tuples(
    st.integers(1, 120),
    minors,
    rates,
    st.builds(
        Rounding,
        interest=st.sampled_from(HALVES),
        principal=st.sampled_from(HALVES),
        multiple=st.sampled_from([1, 5, 25, 100, 1_000]),
    ),
)


@given(level_terms)
def test_totals_are_equal_but_for_the_last(terms: tuple[int, int, Rate, Rounding]) -> None:
    """Where a payment covers its interest; a shortened schedule has no other exception."""
    rows = monthly(*terms)
    level = rows[0].total

    assert all(row.total == max(level, row.interest) for row in rows[:-1])


@given(level_terms)
def test_the_last_total_stays_within_the_stated_bound(
    terms: tuple[int, int, Rate, Rounding],
) -> None:
    """Property 7 of servicing: (m + 1) / 2 x ((1 + r)^n - 1) / r + 1 from the level payment."""
    count, principal, rate, rounding = terms
    rows = monthly(count, principal, rate, rounding)
    bound = Fraction(rounding.multiple + 1, 2) * compounded(rate, count) + 1

    if len(rows) == count > 1 and rows[0].total > rows[0].interest:
        assert abs(rows[-1].total - rows[0].total) <= bound


@given(level_terms, rates)
def test_a_higher_rate_bears_more_interest_within_the_bound(
    terms: tuple[int, int, Rate, Rounding], other: Rate
) -> None:
    """Property 17 of servicing: after rounding it may be less, by twice the bound of 7."""
    count, principal, rate, rounding = terms
    low, high = sorted([rate, other])
    cheap = sum(row.interest for row in monthly(count, principal, low, rounding))
    dear = sum(row.interest for row in monthly(count, principal, high, rounding))

    slack = 2 * (Fraction(rounding.multiple + 1, 2) * compounded(high, count) + 1)
    assert cheap <= dear + slack


def test_a_payment_below_the_interest_repays_nothing_until_the_last_due() -> None:
    """A multiple of 1000 rounds a payment of 339.63 down to zero: interest alone is paid."""
    rounding = Rounding(principal=RoundingMode.DOWN, multiple=1_000)
    rows = monthly(3, 1_000, Rate.parse("11 %"), rounding)

    assert [(row.total, row.interest) for row in rows] == [(9, 9), (9, 9), (1_009, 9)]


# Batch and single.


@given(tables(), modes, st.sampled_from([1, 5, 1_000]))
def test_a_batch_gives_what_each_contract_gives(
    cells: list[Cell], mode: RoundingMode, multiple: int
) -> None:
    rounding = Rounding(principal=mode, multiple=multiple)

    assert together(cells, rounding) == alone(cells, rounding)


@given(tables(st.one_of(minors, st.integers(10**15, 10**24))), modes)
def test_a_batch_on_python_integers_stays_on_them(cells: list[Cell], mode: RoundingMode) -> None:
    """Small amounts beside huge ones must not become floats."""
    rounding = Rounding(principal=mode)

    assert together(cells, rounding, object) == alone(cells, rounding)


@pytest.mark.parametrize("mode", RoundingMode)
@pytest.mark.parametrize("multiple", [1, 100])
def test_ties_at_a_rate_of_zero_are_settled_by_the_mode(mode: RoundingMode, multiple: int) -> None:
    """5 in 2 parts, 7 in 2, 4 in 2: halves and a whole, in units of the multiple."""
    rounding = Rounding(principal=mode, multiple=multiple)
    cells = [(units * multiple, 0, 0, [31, 28]) for units in (5, 7, 4)]
    expected = {
        RoundingMode.HALF_UP: [3, 4, 2],
        RoundingMode.HALF_EVEN: [2, 4, 2],
        RoundingMode.DOWN: [2, 3, 2],
        RoundingMode.UP: [3, 4, 2],
    }[mode]

    assert together(cells, rounding) == [multiple * units for units in expected]
    assert alone(cells, rounding) == [multiple * units for units in expected]


@given(st.integers(1, 10**12), st.integers(1, 365), st.integers(0, 1), modes)
def test_payments_on_or_beside_a_tie_are_settled_exactly(
    half: int, days: int, accrued: int, mode: RoundingMode
) -> None:
    """One period at 100 % a year: the payment is (365 + days) x balance / 365 + accrued."""
    balance = 365 * half
    cells = [(2 * balance + 1, accrued, MBP, [365]), (balance, 0, MBP, [days])]
    ties = [(2 * half + 1, 0, 0, [days, days])]
    rounding = Rounding(principal=mode)

    assert together(cells, rounding) == alone(cells, rounding)
    assert together(ties, rounding) == [rounded(Fraction(2 * half + 1, 2), mode)]


@given(st.integers(10**3, 10**6), st.integers(2, 60), rates, modes)
def test_payments_a_hair_from_a_tie_fall_on_the_right_side(
    level: int, dues: int, rate: Rate, mode: RoundingMode
) -> None:
    """The balance is the whole number next to the value of level + 1/2 at each due."""
    factor = value = Fraction(1)
    total = Fraction(0)
    for _ in range(dues):
        factor /= 1 + Fraction(rate.mbp * 30, BASIS)
        total += factor
    value = (level + Fraction(1, 2)) * total * 10**6
    periods = [30] * dues
    cells = [(value.__floor__() + shift, 0, rate.mbp, periods) for shift in (-1, 0, 1)]
    rounding = Rounding(principal=mode, multiple=10**6)

    assert together(cells, rounding) == alone(cells, rounding)


def test_growth_beyond_the_range_of_floats_is_settled_exactly() -> None:
    """1.5 to the power of 2000 has 353 digits; the payment is still half of the balance."""
    cells = [(1_000_000, 0, MBP // 2, [365] * 2_000)]

    assert together(cells, Rounding()) == [500_000]
