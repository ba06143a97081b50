"""Exact present values: whole years without any rounding, other times to forty digits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.discount import npv
from investisens.engine.present_value import (
    annuity_factor,
    discount_factor,
    exact_rate,
    present_value,
    rounded,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import CurrencyMismatch, InvalidAmount, InvalidRate, InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate

FORTIETH_DIGIT = Fraction(1, 10**38)

rates = st.integers(-MBP // 2, MBP).map(Rate)
amounts = st.integers(-(10**12), 10**12)
times = st.one_of(st.integers(0, 40), st.fractions(min_value=0, max_value=40, max_denominator=365))


@given(rates, st.integers(-40, 40), st.integers(-40, 40))
def test_whole_years_are_exact(rate: Rate, one: int, other: int) -> None:
    assert discount_factor(rate, one) * discount_factor(rate, other) == discount_factor(
        rate, one + other
    )


@given(rates, times, times)
def test_factors_of_parts_of_years_multiply_to_forty_digits(
    rate: Rate, one: Fraction, other: Fraction
) -> None:
    both = discount_factor(rate, one + other)
    product = discount_factor(rate, one) * discount_factor(rate, other)

    assert abs(product / both - 1) < FORTIETH_DIGIT


@given(st.integers(-MBP // 2, MBP).map(lambda mbp: Fraction(mbp, MBP)), st.integers(1, 12))
def test_a_rate_per_period_comes_back(period_rate: Fraction, per_year: int) -> None:
    """The factor of one of *n* equal periods is known where the yearly rate compounds them."""
    yearly = (1 + period_rate) ** per_year - 1

    factor = discount_factor(yearly, Fraction(1, per_year))
    assert abs(factor * (1 + period_rate) - 1) < FORTIETH_DIGIT


@given(st.lists(st.tuples(times, amounts), max_size=8), rates, st.integers(-1_000, 1_000))
def test_a_value_is_linear_in_the_amounts(
    flows: list[tuple[Fraction, int]], rate: Rate, many: int
) -> None:
    scaled = [(years, many * amount) for years, amount in flows]

    assert present_value(scaled, rate) == many * present_value(flows, rate)


@given(st.lists(st.tuples(times, amounts), max_size=8), rates)
def test_the_order_of_flows_does_not_matter(flows: list[tuple[Fraction, int]], rate: Rate) -> None:
    assert present_value(flows[::-1], rate) == present_value(flows, rate)


@given(st.lists(amounts, min_size=1, max_size=20), st.integers(0, MBP).map(Rate))
def test_the_floats_of_the_engine_agree(paid: list[int], rate: Rate) -> None:
    exact = present_value(enumerate(paid), rate)

    assert abs(float(exact) - npv(paid, rate)) <= 1e-9 * (1 + sum(map(abs, paid)))


@given(rates, st.integers(1, 40))
def test_an_annuity_is_the_sum_of_its_factors(rate: Rate, count: int) -> None:
    whole = sum((discount_factor(rate, place) for place in range(1, count + 1)), Fraction(0))

    assert annuity_factor(rate, count) == whole


def test_money_is_rounded_once_half_up() -> None:
    """2.5 francs go up; the euro keeps its cents."""
    assert rounded(Fraction(5, 2), XOF) == Money(3, XOF)
    assert rounded(Fraction(-5, 2), EUR) == Money(-3, EUR)


@pytest.mark.parametrize("rate", [0.05, Fraction(-1), Rate(-MBP)])
def test_a_rate_must_be_exact_and_above_a_total_loss(rate: Any) -> None:
    with pytest.raises(InvalidRate) as caught:
        exact_rate(rate)

    shown = str(rate) if isinstance(rate, Rate) else repr(rate)
    assert str(caught.value) == f"rate is {shown}: give a Rate or a Fraction above -100 %"


@pytest.mark.parametrize("years", [0.5, True])
def test_a_time_must_be_exact(years: Any) -> None:
    with pytest.raises(InvalidTerms) as caught:
        discount_factor(Rate(0), years)

    assert str(caught.value) == (f"time is {years!r}: give exact years, such as Fraction(1, 12)")


def test_two_currencies_are_not_added() -> None:
    with pytest.raises(CurrencyMismatch):
        present_value([(0, Money(1, XOF)), (1, Money(1, EUR))], Rate(0))


def test_an_amount_must_be_exact() -> None:
    flows: Any = [(0, 1.5)]

    with pytest.raises(InvalidAmount):
        present_value(flows, Rate(0))
