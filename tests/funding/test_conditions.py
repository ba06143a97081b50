"""Conditions precedent: sources that wait for others."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.conditions import (
    circles,
    condition_breaches,
    order_of_payment,
    source_breaches,
)
from investisens.funding.plan import Source
from investisens.funding.plan_calendar import plan_calendar
from plans import plan, source, use

NAMES = ("A", "B", "C", "D", "E")


@st.composite
def waiting(draw: st.DrawFn) -> list[Source]:
    """Five sources that wait for any others."""
    return [
        source(name, conditions=tuple(draw(st.sets(st.sampled_from(NAMES), max_size=3))))
        for name in NAMES
    ]


@given(waiting())
def test_an_order_pays_every_condition_first(sources: list[Source]) -> None:
    """Who is in the order comes after all its conditions; a circle holds nobody of the order."""
    order = order_of_payment(sources)
    waits = {each.id: each.conditions for each in sources}
    for place, name in enumerate(order):
        assert {*waits[name]} <= {*order[:place]}
    for circle in circles(sources):
        assert {*circle}.isdisjoint(order)
        for at, name in enumerate(circle):
            assert circle[(at + 1) % len(circle)] in waits[name]


@given(waiting())
def test_a_circle_is_told_exactly_when_no_order_pays_all(sources: list[Source]) -> None:
    assert bool(circles(sources)) == (len(order_of_payment(sources)) < len(sources))


def test_sources_that_wait_for_one_another_are_told_once() -> None:
    """D only waits for the circle."""
    sources = [
        *(source("A", conditions=("B",)), source("B", conditions=("C",))),
        *(source("C", conditions=("A",)), source("D", conditions=("A", "X"))),
    ]
    found = [(str(each.finding()), each.rule) for each in source_breaches(sources)]

    assert found == [
        (
            "D: expected a source that it waits for, found 'X': correct its name, or add it",
            "D pays after A and X (fund.toml, sources.conditions)",
        ),
        (
            "A: expected conditions that can be met one after the other, found A after B after C "
            "after A: lift one of them",
            "A pays after B (fund.toml, sources.conditions)",
        ),
    ]


def test_a_condition_that_pays_nothing_is_not_met() -> None:
    sources = [source("BANK", conditions=("OWN",)), source("OWN")]

    (breach,) = condition_breaches(plan([use("U1", 10)], sources, [[10, 0]]))

    assert str(breach.finding()) == (
        "E1 BANK: expected a condition that the plan meets, found OWN, which pays nothing: let "
        "OWN pay a part, or lift the condition"
    )


def test_a_source_that_pays_nothing_waits_for_nobody() -> None:
    sources = [source("BANK", conditions=("OWN",)), source("OWN")]

    assert [*condition_breaches(plan([use("U1", 10)], sources, [[0, 0]]))] == []


def test_a_source_does_not_pay_before_its_condition() -> None:
    """On the same day is soon enough."""
    own = source("OWN", pays_on=date(2010, 7, 1))
    for day, told in ((date(2010, 6, 30), True), (date(2010, 7, 1), False)):
        bank = source("BANK", conditions=("OWN",), pays_on=day)
        made = plan([use("U1", 10)], [bank, own], [[6, 4]])
        found = [str(each.finding()) for each in condition_breaches(made, plan_calendar(made))]

        assert found == told * [
            "E1 BANK: expected a first payment from 2010-07-01 on, when OWN first pays, found "
            "2010-06-30: change one of the two days, or lift the condition"
        ]
