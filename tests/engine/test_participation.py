"""A participation is a share of a positive result, within its floor and caps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.arithmetic import Batch
from investisens.engine.participation import Future, amount_of, participation_flows, payments
from investisens.engine.scenario import Default, Delay
from investisens.values.cashflow import FlowKind
from investisens.values.currency import XOF
from investisens.values.legs import ParticipationLeg
from investisens.values.money import Money
from investisens.values.rounding import Rounding, RoundingMode
from oracles import rounded
from strategies import modes, shares_of_one
from yearly import results as results_of
from yearly import windows

Profits = dict[tuple[str, int], int]

moneys = st.integers(0, 10**8).map(lambda minor: Money(minor, XOF))


@st.composite
def participation_legs(draw: st.DrawFn) -> ParticipationLeg:
    return ParticipationLeg(
        measure="net_profit",
        share=draw(shares_of_one).fraction,
        windows=windows(2011, 2011 + draw(st.integers(0, 6))),
        beyond=draw(st.none() | moneys),
        floor=draw(st.none() | moneys),
        cap=draw(st.none() | moneys),
        cap_of_principal=draw(st.none() | shares_of_one),
        cap_total=draw(st.none() | moneys),
        rounding=Rounding(interest=draw(modes)),
    )


profits = st.dictionaries(
    st.tuples(st.just("net_profit"), st.integers(2009, 2019)), st.integers(-(10**9), 10**9)
)
LEG = ParticipationLeg(measure="net_profit", share=Fraction(8, 100), windows=windows(2011, 2014))
PROFITS = {("net_profit", year): 1_000_000 for year in range(2010, 2018)}


def owing(minor: int) -> Callable[[date], int]:
    return lambda day: minor


def amounts(leg: ParticipationLeg, results: Profits, principal: int) -> list[int]:
    return [flow[2] for flow in participation_flows(leg, results_of(results), owing(principal))]


@given(participation_legs(), st.integers(-(10**12), 10**12), st.integers(0, 10**10))
def test_a_year_pays_the_share_raised_to_the_floor_and_cut_to_the_caps(
    leg: ParticipationLeg, result: int, principal: int
) -> None:
    mode = leg.rounding.interest
    counted = max(0, result - (leg.beyond.minor if leg.beyond else 0))
    wanted = max(rounded(counted * leg.share, mode), leg.floor.minor if leg.floor else 0)
    caps = [] if leg.cap is None else [leg.cap.minor]
    if leg.cap_of_principal is not None:
        caps.append(rounded(principal * leg.cap_of_principal.fraction, mode))
    if leg.cap_total is not None:
        caps.append(leg.cap_total.minor)

    assert amount_of(leg, result, principal, 0) == min([wanted, *caps])


@given(participation_legs(), profits, st.integers(0, 10**10))
def test_all_years_together_stay_within_the_total_cap(
    leg: ParticipationLeg, results: Profits, principal: int
) -> None:
    paid = amounts(leg, results, principal)

    assert min(paid, default=0) >= 0
    if leg.cap_total is not None:
        assert sum(paid) <= leg.cap_total.minor


@given(participation_legs(), profits)
def test_only_years_with_a_result_pay(leg: ParticipationLeg, results: Profits) -> None:
    flows = participation_flows(leg, results_of(results), owing(10**6))
    assert [date.fromordinal(day) for day, _, _ in flows] == [
        window.paid_on for window in leg.windows if ("net_profit", window.first.year) in results
    ]
    assert {kind for _, kind, _ in flows} <= {FlowKind.PARTICIPATION}


@given(participation_legs(), profits, st.integers(1, 10**6), st.integers(0, 10**10))
def test_a_better_result_never_pays_less(
    leg: ParticipationLeg, results: Profits, more: int, principal: int
) -> None:
    better = {year: result + more for year, result in results.items()}

    assert sum(amounts(leg, results, principal)) <= sum(amounts(leg, better, principal))


def test_the_cap_looks_at_the_principal_at_the_end_of_the_year_before() -> None:
    asked = []

    def principal_on(day: date) -> int:
        asked.append(day)
        return 0

    participation_flows(LEG, results_of(PROFITS), principal_on)
    assert asked == [date(year, 12, 31) for year in range(2010, 2014)]


def test_a_share_is_rounded_once_by_its_mode() -> None:
    """8 % of 1 006 and 1 019 francs are 80.48 and 81.52."""
    for mode, expected in [(RoundingMode.DOWN, [80, 81]), (RoundingMode.UP, [81, 82])]:
        leg = ParticipationLeg(
            measure="net_profit",
            share=Fraction(8, 100),
            windows=windows(2011, 2012),
            rounding=Rounding(interest=mode),
        )
        results = {("net_profit", 2011): 1_006, ("net_profit", 2012): 1_019}
        assert amounts(leg, results, 0) == expected


def test_another_measure_is_not_shared_in() -> None:
    assert amounts(LEG, {("turnover", 2011): 10**6}, 10**6) == []


def test_nothing_is_paid_from_the_default_on() -> None:
    flows = participation_flows(
        LEG, results_of(PROFITS), owing(10**6), Default(contract="L2", on=date(2013, 6, 30))
    )

    assert [date.fromordinal(day) for day, _, _ in flows] == [date(2012, 6, 30)]


def test_a_delay_moves_payments_and_leaves_amounts() -> None:
    late = Delay(contract="L2", since=date(2013, 6, 30), days=90)
    flows = participation_flows(LEG, results_of(PROFITS), owing(10**6), delay=late)

    assert [(date.fromordinal(day), amount) for day, _, amount in flows] == [
        (date(2012, 6, 30), 80_000),
        (date(2013, 9, 28), 80_000),
        (date(2014, 9, 28), 80_000),
        (date(2015, 9, 28), 80_000),
    ]


ordinals = st.dates(date(2011, 1, 1), date(2019, 12, 31)).map(date.toordinal)
futures = st.lists(
    st.tuples(st.integers(0, 10**10), ordinals, ordinals, st.integers(0, 400)),
    min_size=1,
    max_size=5,
)


@given(participation_legs(), profits, futures, st.sampled_from([np.int64, object]))
def test_scenarios_side_by_side_pay_what_each_pays_alone(
    leg: ParticipationLeg, results: Profits, drawn: list[tuple[int, int, int, int]], dtype: Any
) -> None:
    owed, default_on, since, late = (np.array(column, dtype) for column in zip(*drawn, strict=True))
    future = Future(default_on, since, late, np.ones(len(drawn), dtype))
    known = results_of(results)
    together = list(payments(leg, known, lambda day: owed, future, Batch()))

    for at, (principal, *days) in enumerate(drawn):
        alone = payments(leg, known, owing(principal), Future(*days))
        assert [tuple(int(part[at]) for part in told) for told in together] == list(alone)


@pytest.mark.parametrize(("paid_so_far", "expected"), [(0, 80_000), (950_000, 50_000), (10**7, 0)])
def test_the_total_cap_leaves_what_earlier_years_did_not_take(
    paid_so_far: int, expected: int
) -> None:
    leg = ParticipationLeg(
        measure="net_profit",
        share=Fraction(8, 100),
        windows=windows(2011, 2011),
        cap_total=Money(1_000_000, XOF),
    )

    assert Fraction(amount_of(leg, 1_000_000, 0, paid_so_far)) == expected
