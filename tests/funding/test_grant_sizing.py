"""The smallest grant, by coverage, by return and by funding gap."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.present_value import annuity_factor, present_value
from investisens.funding.grant_sizing import (
    CoverageSizing,
    grant_for_coverage,
    grant_for_gap,
    grant_for_return,
)
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from soft_loans import rates, rates_or_nil

minors = st.integers(0, 10**10)
ratios = st.fractions(min_value=1, max_value=3, max_denominator=100)
years = st.integers(1, 15)
shares = st.integers(0, MBP).map(Rate)


def francs(minor: int) -> Money:
    return Money(minor, XOF)


def percent(text: str) -> Rate:
    return Rate.parse(f"{text} %")


def test_a_grant_lets_cash_flow_cover_the_loan() -> None:
    """HYB-19 F: cost 10,000,000, own 1,000,000, 1,650,000 a year, 8 years at 8 %, DSCR >= 1.30.

    G = max(0, K − own − ⌊D⌋), D = CFADS/DSCR × (1 − (1+i)^−n)/i → max_service = 1,269,230.77;
    max_debt = 7,293,810; min_grant = 1,706,190.
    """
    sized = grant_for_coverage(
        francs(10_000_000),
        francs(1_000_000),
        cash_flow=francs(1_650_000),
        coverage=Fraction("1.30"),
        rate=percent("8"),
        years=8,
    )

    assert round(sized.service, 2) == Fraction("1269230.77")
    assert (sized.debt, sized.grant) == (francs(7_293_810), francs(1_706_190))


def test_a_grant_lets_other_money_earn_its_rate() -> None:
    """HYB-20 F: same cash flows, target 10 % → present_value = 8,802,628.23; grant = 1,197,372."""
    flows = [(year, 1_650_000) for year in range(1, 9)]

    assert round(present_value(flows, percent("10")), 2) == Fraction("8802628.23")
    assert grant_for_return(francs(10_000_000), flows, percent("10")) == francs(1_197_372)


def test_a_grant_fills_the_funding_gap() -> None:
    """HYB-23 U: cost 100, revenue 35, eligible 90, maximum rate 85 % → gap 65 %, grant 49.725.

    Here in millions of francs: G = eligible × (DIC − DNR)/DIC × rate.
    """
    gap = grant_for_gap(
        francs(100_000_000),
        francs(35_000_000),
        eligible=francs(90_000_000),
        co_financing=percent("85"),
    )

    assert (gap.printed, gap.grant) == (percent("65"), francs(49_725_000))


def sized_by(cost: int, own: int, cash_flow: int, **terms: Any) -> CoverageSizing:
    return grant_for_coverage(francs(cost), francs(own), cash_flow=francs(cash_flow), **terms)


@given(minors, minors, minors, ratios, rates_or_nil, years)
def test_16_the_loan_beside_a_sized_grant_is_covered(
    cost: int, own: int, cash_flow: int, coverage: Fraction, rate: Rate, count: int
) -> None:
    """What is left to borrow costs so little a year that cash flow covers it as often as asked."""
    sized = sized_by(cost, own, cash_flow, coverage=coverage, rate=rate, years=count)

    assert sized.grant.minor >= 0
    borrowed = max(0, cost - own - sized.grant.minor)
    assert coverage * borrowed / annuity_factor(rate, count) <= cash_flow


@given(minors, minors, minors, minors, ratios, rates_or_nil, years)
def test_16_more_cash_flow_never_needs_a_larger_grant(
    cost: int, own: int, cash_flow: int, more: int, coverage: Fraction, rate: Rate, count: int
) -> None:
    terms = {"coverage": coverage, "rate": rate, "years": count}

    sized, larger = (sized_by(cost, own, flow, **terms) for flow in (cash_flow, cash_flow + more))
    assert larger.grant <= sized.grant


@given(minors, minors, minors, ratios, rates_or_nil, years)
def test_a_franc_less_of_grant_is_not_covered(
    cost: int, own: int, cash_flow: int, coverage: Fraction, rate: Rate, count: int
) -> None:
    """The grant is the smallest one."""
    sized = sized_by(cost, own, cash_flow, coverage=coverage, rate=rate, years=count)

    if sized.grant:
        borrowed = cost - own - sized.grant.minor + 1
        assert coverage * borrowed / annuity_factor(rate, count) > cash_flow


@given(minors, st.lists(minors, max_size=10), rates)
def test_the_money_beside_a_grant_earns_its_rate_and_no_franc_too_much(
    cost: int, paid: list[int], target: Rate
) -> None:
    flows = list(enumerate(paid, 1))
    grant = grant_for_return(francs(cost), flows, target).minor

    worth = present_value(flows, target)
    assert cost - grant <= worth or not grant
    assert not grant or cost - grant + 1 > worth


@given(st.integers(1, 10**10), minors, minors, shares)
def test_a_gap_is_never_paid_twice(cost: int, revenue: int, eligible: int, rate: Rate) -> None:
    gap = grant_for_gap(francs(cost), francs(revenue), eligible=francs(eligible), co_financing=rate)

    assert 0 <= gap.share <= 1
    assert 0 <= gap.grant.minor <= eligible * rate.fraction
    assert not gap.grant or revenue < cost


@pytest.mark.parametrize(("field", "value"), [("coverage", Fraction(0)), ("years", 0)])
def test_a_ratio_and_a_length_are_positive(field: str, value: Any) -> None:
    terms = {"coverage": Fraction(1), "rate": percent("8"), "years": 8, field: value}

    with pytest.raises(InvalidTerms) as caught:
        sized_by(1, 0, 1, **terms)
    assert str(caught.value) == f"{field} is 0: use more than 0"


def test_a_project_that_costs_nothing_has_no_gap() -> None:
    with pytest.raises(InvalidTerms) as caught:
        grant_for_gap(francs(0), francs(1), eligible=francs(1), co_financing=percent("85"))

    assert str(caught.value) == "cost is 0 XOF: give a positive cost"
