"""What is overdue, and many debts side by side: each as if it stood alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from funds import loan
from investisens.engine.schedule import schedule
from investisens.instruments.repayment import debt_leg
from investisens.servicing.account import state_of
from investisens.servicing.arrears import NOTHING_LATE, arrears_of
from investisens.servicing.batch import PlainDebt, is_plain, standings
from investisens.servicing.history import Era, Receipt
from investisens.servicing.standing import Standing, standing_of
from investisens.servicing.story import Story
from investisens.values.cashflow import FlowKind
from investisens.values.legs import DebtLeg
from investisens.values.servicing import AllocationOrder, Servicing
from strategies import debts

legs = debts(most=16).map(lambda terms: debt_leg(**terms))
ON = date(2018, 6, 30)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Any, list[tuple[int, int]]]:
    """A debt, and receipts on any days, dues paid in part, early, late or twice."""
    leg = draw(legs)
    last = (leg.last_on - leg.start).days
    amounts = st.integers(1, 2 * leg.principal.minor)
    start = leg.start.toordinal()
    dated = st.tuples(st.integers(start, start + last + 400), amounts)
    return leg, sorted(draw(st.lists(dated, max_size=6)), key=lambda each: each[0])


def alone(leg: Any, receipts: list[tuple[int, int]], on: date) -> Standing:
    paid = tuple(Receipt(on=date.fromordinal(day), minor=minor) for day, minor in receipts)
    return standing_of(state_of(Story(eras=(Era(leg=leg),), receipts=paid), on))


@given(stories(), st.integers(0, 4_000))
def test_days_are_late_if_and_only_if_something_due_is_unpaid(
    story: tuple[Any, list[tuple[int, int]]], days: int
) -> None:
    """Property 40."""
    leg, receipts = story
    on = leg.start + timedelta(days=days)
    late = alone(leg, [each for each in receipts if each[0] <= on.toordinal()], on).arrears

    assert (late.days_past_due > 0) == (late.overdue > 0) == (late.oldest_on is not None)
    assert (late == NOTHING_LATE) == (late.overdue == 0)
    assert 0 <= late.principal <= late.overdue
    assert (late.dues > 0) == (late.overdue > 0)


@given(legs, st.integers(0, 4_000))
def test_dues_paid_on_their_days_are_never_late(leg: Any, days: int) -> None:
    """Property 36."""
    on = leg.start + timedelta(days=days)
    receipts = [
        (row.due_on.toordinal(), row.total)
        for row in schedule(leg).rows
        if row.total and row.due_on <= on
    ]

    assert alone(leg, receipts, on).arrears == NOTHING_LATE


@given(stories(), st.integers(0, 4_000), st.integers(1, 400), st.integers(1, 10**9))
def test_what_comes_later_does_not_count(
    story: tuple[Any, list[tuple[int, int]]], days: int, after: int, minor: int
) -> None:
    """Property 48: a figure as of a day uses nothing with a later effective date."""
    leg, receipts = story
    on = leg.start + timedelta(days=days)
    known = [each for each in receipts if each[0] <= on.toordinal()]
    later = (on.toordinal() + after, minor)

    assert alone(leg, [*known, later], on) == alone(leg, known, on)


@given(st.lists(stories(), min_size=1, max_size=6), st.integers(0, 4_000))
def test_many_debts_side_by_side_are_what_each_is_alone(
    held: list[tuple[Any, list[tuple[int, int]]]], days: int
) -> None:
    on = min(leg.start for leg, _ in held) + timedelta(days=days)
    started = [
        PlainDebt(leg, [each for each in receipts if each[0] <= on.toordinal()])
        for leg, receipts in held
        if leg.start <= on
    ]
    plain = [debt for debt in started if is_plain(debt.leg, debt.receipts)]

    assert standings(plain, on) == [alone(debt.leg, list(debt.receipts), on) for debt in plain]


def test_a_usual_loan_is_plain() -> None:
    """The property above would say nothing of debts that are never taken."""
    leg = loan(1_000_000, date(2012, 1, 1), date(2013, 1, 1), date(2014, 1, 1)).legs()[0]

    assert isinstance(leg, DebtLeg)
    assert is_plain(leg, [(date(2013, 1, 1).toordinal(), 500_000)])


@given(stories(), st.sampled_from(AllocationOrder), st.integers(0, 4_000))
def test_where_each_due_is_followed_days_are_late_if_one_is_open(
    story: tuple[Any, list[tuple[int, int]]], allocation: AllocationOrder, days: int
) -> None:
    """Property 40, by terms that follow each due."""
    leg, receipts = story
    terms = Servicing(allocation=allocation, round_at_dues=True)
    followed = attrs.evolve(leg, servicing=terms)
    on = leg.start + timedelta(days=days)
    found = alone(followed, [each for each in receipts if each[0] <= on.toordinal()], on)
    late = found.arrears

    assert (late.days_past_due > 0) == (late.overdue > 0) == (late.dues > 0)
    assert 0 <= late.principal <= min(late.overdue, found.outstanding)


@given(stories())
def test_what_is_handed_back_or_moved_stands_alone(
    story: tuple[Any, list[tuple[int, int]]],
) -> None:
    leg, _ = story

    assert not is_plain(leg, [(leg.start.toordinal(), -1)])
    assert not is_plain(leg, [(leg.start.toordinal() - 1, 1)])


@given(stories())
def test_late_principal_is_due_principal_that_was_not_repaid(
    story: tuple[Any, list[tuple[int, int]]],
) -> None:
    leg, receipts = story
    paid = tuple(Receipt(on=date.fromordinal(day), minor=minor) for day, minor in receipts)
    past = state_of(Story(eras=(Era(leg=leg),), receipts=paid), date(2100, 1, 1))
    due = sum(row.principal for row in schedule(leg).rows)
    late = arrears_of(past)

    assert late.principal <= max(0, due - past.received(FlowKind.PRINCIPAL))
    assert late.principal <= past.balance
