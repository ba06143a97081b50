"""Legs refuse what the engine could not run."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.currency import EUR, XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding
from investisens.values.shares import SHARES_GONE, ShareEvent, ShareEventKind
from investisens.values.steps import PayInterest, Plan, RepayRest
from strategies import days

ON = date(2012, 2, 29)
LEG = DebtLeg(
    principal=Money(1_000, XOF),
    start=ON,
    rate=Rate.parse("5 %"),
    day_count=DayCount.ACT_365F,
    rounding=Rounding(),
    plan=Plan((RepayRest(date(2013, 2, 28)),)),
)


@given(st.lists(days, max_size=8))
def test_a_plan_takes_its_steps_in_the_order_of_their_days(on: list[date]) -> None:
    plan = Plan(tuple(PayInterest(day) for day in sorted(on)))

    assert plan.last_on == max(on, default=None)


def test_equal_plans_are_one_key() -> None:
    """Contracts of the same terms share one tape."""
    assert len({Plan((PayInterest(ON),)), Plan((PayInterest(ON),))}) == 1


def test_a_step_before_the_one_that_precedes_it_is_refused() -> None:
    early = RepayRest(date(2012, 2, 28))

    with pytest.raises(InvalidTerms) as caught:
        Plan((PayInterest(ON), early))

    assert str(caught.value) == (
        "step RepayRest(on=datetime.date(2012, 2, 28)) stands after "
        "PayInterest(on=datetime.date(2012, 2, 29)): give the steps in the order of their days"
    )
    assert (caught.value.field, caught.value.value) == ("steps", early)


def test_a_negative_principal_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LEG, principal=Money(-150, EUR))

    assert str(caught.value) == "principal is -1.50 EUR: an amount paid out is not negative"
    assert (caught.value.field, caught.value.value) == ("principal", Money(-150, EUR))


def test_a_step_before_the_start_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LEG, start=date(2013, 3, 1))

    assert str(caught.value) == (
        "first step on 2013-02-28 is before start 2013-03-01: check the order of the dates"
    )
    assert (caught.value.field, caught.value.value) == ("plan", date(2013, 2, 28))


def test_a_step_may_stand_on_the_start_and_a_plan_may_be_empty() -> None:
    assert attrs.evolve(LEG, start=date(2013, 2, 28)).plan.last_on == date(2013, 2, 28)
    assert attrs.evolve(LEG, plan=Plan(())).plan.last_on is None


# Events of shares.


def event(kind: ShareEventKind, shares: int, minor: int) -> ShareEvent:
    return ShareEvent(on=ON, event=kind, shares=shares, per_share=Money(minor, XOF))


@pytest.mark.parametrize("shares", [0, -3])
def test_an_event_of_no_share_is_refused(shares: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        event(ShareEventKind.DIVIDEND, shares, 10)

    assert str(caught.value) == f"shares is {shares}: an event concerns at least one share"
    assert (caught.value.field, caught.value.value) == ("shares", shares)


def test_a_negative_price_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        event(ShareEventKind.SALE, 1, -10)

    assert str(caught.value) == "per_share is -10 XOF: a price or value is not negative"
    assert (caught.value.field, caught.value.value) == ("per_share", Money(-10, XOF))


def test_a_write_off_that_brings_money_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        event(ShareEventKind.WRITE_OFF, 1, 10)

    assert str(caught.value) == ("per_share of a write-off is 10 XOF: use zero, or record a sale")
    assert (caught.value.field, caught.value.value) == ("per_share", Money(10, XOF))


def test_shares_bought_back_sold_or_written_off_are_gone() -> None:
    kept = set(ShareEventKind) - SHARES_GONE

    assert kept == {ShareEventKind.DIVIDEND, ShareEventKind.REVALUATION}
