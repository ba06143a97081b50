"""A programme of plans as arrays gives what its plans give one by one."""

from __future__ import annotations

from fractions import Fraction

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.matrix import FundingPlan
from investisens.funding.matrix_checks import matrix_breaches
from investisens.funding.plan import PlanRules, UseKind
from investisens.funding.programme import Programme, largest_remainder
from investisens.funding.solver import plan_by_rates
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from plans import ON, many_sources, many_uses, plan, shares_of, source, use, xof

HALF = PlanRules(public_share_of_item=Rate.parse("50 %"))

Drawn = tuple[list[FundingPlan], dict[str, Fraction]]


@st.composite
def programmes(draw: st.DrawFn) -> Drawn:
    """Plans of one to four enterprises with the same sources, some of which have limits."""
    sources = [
        attrs.evolve(
            each,
            rate=draw(st.none() | st.integers(0, MBP).map(Rate)),
            ceiling=draw(st.none() | st.integers(0, 10**10).map(xof)),
        )
        for each in draw(many_sources())
    ]
    cells = st.integers(0, 10**10)
    plans = []
    for _ in range(draw(st.integers(1, 4))):
        uses = draw(many_uses())
        plans.append(plan(uses, sources, [[draw(cells) for _ in sources] for _ in uses]))
    return plans, draw(shares_of(sources))


@given(programmes())
def test_a_batch_is_split_as_its_plans(drawn: Drawn) -> None:
    plans, shares = drawn
    programme = Programme.of(plans).split([*shares.values()])
    for at, each in enumerate(plans):
        alone = plan_by_rates("E1", each.uses, each.sources, shares, XOF)
        rows = programme.amounts[at, : len(each.uses)].tolist()
        assert tuple(map(tuple, rows)) == alone.amounts
        assert not programme.amounts[at, len(each.uses) :].any()


@given(programmes())
def test_a_batch_breaks_the_rules_that_its_plans_break(drawn: Drawn) -> None:
    """Its excesses are as many as the findings of the plans, and those without any are sound."""
    plans, _ = drawn
    found = Programme.of(plans).check(HALF)
    for at, each in enumerate(plans):
        breaches = [*matrix_breaches(each, HALF, on=ON)]
        counts = [int((part[at] != 0).sum()) for part in attrs.astuple(found)]
        assert sum(counts) == len(breaches)
        assert bool(found.sound[at]) == (not breaches)


@given(
    st.lists(st.integers(0, 10**25), min_size=1, max_size=5),
    st.lists(st.integers(0, 10**6), min_size=2, max_size=6).filter(any),
)
def test_amounts_beyond_int64_are_split_as_exactly(amounts: list[int], weights: list[int]) -> None:
    whole = np.array(amounts, object)
    parts = largest_remainder(whole, np.array([weights] * len(amounts), object))

    assert parts.tolist() == [
        [part.minor for part in Money(amount, XOF).allocate(weights)] for amount in amounts
    ]


def test_an_amount_without_a_weight_is_refused() -> None:
    programme = Programme.of(
        [plan([use("U1", 5, UseKind.WORKING_CAPITAL)], [source("FUND", equipment_only=True)])]
    )
    with pytest.raises(InvalidTerms) as caught:
        programme.split([Fraction(1)])

    assert str(caught.value) == (
        "1 amounts have no weight above 0, first at (0, 0): give a share to a source that may pay"
    )


def test_plans_of_a_programme_have_the_same_sources() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Programme.of([plan([], [source("A")]), plan([], [source("B")])])
    with pytest.raises(InvalidTerms) as none:
        Programme.of([])

    assert str(caught.value) == (
        "the plan of E1 has other sources or another currency than that of E1: give plans with "
        "the same"
    )
    assert str(none.value) == "plans is empty: give at least one"


def test_shares_are_one_for_each_source() -> None:
    programme = Programme.of([plan([use("U1", 5)], [source("A"), source("B")])])
    with pytest.raises(InvalidTerms) as caught:
        programme.split([Fraction(1)])

    assert str(caught.value) == (
        "shares is ['1']: give each of 2 sources a share of 0 or more, and one at least above 0"
    )
