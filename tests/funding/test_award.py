"""A grant is a rate on eligible cost, within a ceiling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.award import award_on
from investisens.values.errors import InvalidTerms
from investisens.values.rates import MBP, Rate
from plans import xof

rates = st.integers(0, MBP).map(Rate)
amounts = st.integers(0, 10**12)


def test_the_ceiling_binds_and_both_rates_are_told() -> None:
    """HYB-02 U: cost 25,000,000 of which 18,000,000 eligible; 60 %, ceiling 10,000,000.

    → uncapped = 10,800,000; grant = 10,000,000; 55.5556 % of eligible and 40 % of total cost.
    """
    award = award_on(xof(25_000_000), xof(18_000_000), Rate.parse("60 %"), xof(10_000_000))

    assert award.uncapped == xof(10_800_000)
    assert award.granted == xof(10_000_000)
    assert str(award.rate_on_eligible) == "55.5556 %"
    assert str(award.rate_on_cost) == "40 %"


@given(amounts, amounts, rates, amounts)
def test_5_a_grant_stays_below_rate_ceiling_and_eligible_cost(
    eligible: int, other: int, rate: Rate, ceiling: int
) -> None:
    """Invariant 5: grant <= rate × eligible, <= ceiling, <= eligible."""
    granted = award_on(xof(eligible + other), xof(eligible), rate, xof(ceiling)).granted.minor

    assert granted <= rate.fraction * eligible
    assert granted <= ceiling
    assert granted <= eligible


@given(amounts, amounts, rates, amounts, st.sampled_from(["eligible", "rate", "ceiling"]))
def test_5_a_grant_rises_with_each_of_them(
    eligible: int, more: int, rate: Rate, ceiling: int, which: str
) -> None:
    """Invariant 5: non-decreasing in each."""
    cost = xof(eligible + more)
    before = award_on(cost, xof(eligible), rate, xof(ceiling)).granted
    eligible += more if which == "eligible" else 0
    ceiling += more if which == "ceiling" else 0
    rate = Rate(min(MBP, rate.mbp + more)) if which == "rate" else rate

    assert award_on(cost, xof(eligible), rate, xof(ceiling)).granted >= before


def test_nothing_eligible_has_no_rate() -> None:
    award = award_on(xof(0), xof(0), Rate.parse("60 %"))

    assert (award.granted, award.rate_on_eligible, award.rate_on_cost) == (xof(0), None, None)


def test_what_is_eligible_is_part_of_the_cost() -> None:
    with pytest.raises(InvalidTerms) as caught:
        award_on(xof(10), xof(11), Rate.parse("60 %"))

    assert str(caught.value) == (
        "eligible is 11 XOF of a cost of 10 XOF: use an amount between 0 and the cost"
    )


def test_a_rate_is_a_share() -> None:
    with pytest.raises(InvalidTerms) as caught:
        award_on(xof(10), xof(10), Rate.parse("101 %"))

    assert str(caught.value) == "rate is 101 %: use a rate between 0 % and 100 %"
