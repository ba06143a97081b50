"""A seasonal repayment over a harvest calendar takes the weights of the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.engine.schedule import schedule
from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.values.currency import XOF
from investisens.values.dates import YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.harvest import Harvest, HarvestCalendar, HarvestDue, SeasonMove
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import OnDates

JUNE, NOVEMBER = YearDay(6, 30), YearDay(11, 30)
START = date(2024, 3, 15)


def calendar_of(june: int) -> HarvestCalendar:
    """June and November, June with so many thousandths of a basis point."""
    dues = (HarvestDue(JUNE, Rate(june)), HarvestDue(NOVEMBER, Rate(MBP - june)))
    return HarvestCalendar(name="maize", crop="Maize", dues=dues)


MAIZE = calendar_of(6_000_000)
SECOND = Harvest(calendar=MAIZE, first=date(2024, 11, 30), count=4)


def seasonal(*rules: Harvest | OnDates, **terms: Any) -> Repayment:
    convention = {"amortisation": Amortisation.SEASONAL, "day_count": DayCount.THIRTY_E_360}
    return Repayment(dues=rules, **{**convention, **terms})


def rows(repayment: Repayment, francs: int = 1_000_000, rate: str = "6 %") -> list[Any]:
    leg = debt_leg(Money(francs, XOF), START, Rate.parse(rate), repayment)
    return [(row.due_on, row.principal, row.interest) for row in schedule(leg).rows]


@given(st.integers(1, MBP), st.integers(1, 20), st.data())
def test_the_weights_of_the_calendar_are_as_good_as_written(
    june: int, count: int, data: st.DataObject
) -> None:
    """And written ones multiplied by a constant change nothing."""
    rule = Harvest(calendar=calendar_of(june), first=date(2024, 6, 30), count=count)
    deferred = data.draw(st.integers(0, count - 1))
    weights = tuple(weight * 7 for weight in rule.weights()[deferred:])
    assume(any(weights))
    written = seasonal(rule, interest_only_dues=deferred, weights=weights)

    assert rows(seasonal(rule, interest_only_dues=deferred)) == rows(written)


@given(st.integers(0, MBP), st.integers(1, 10), st.integers(1, 10**9))
def test_all_that_was_lent_comes_back_on_days_of_the_calendar(
    june: int, years: int, francs: int
) -> None:
    rule = Harvest(calendar=calendar_of(june), first=date(2024, 6, 30), count=2 * years)
    repaid = rows(seasonal(rule), francs)

    assert sum(principal for _, principal, _ in repaid) == francs
    assert {day for day, _, _ in repaid} <= set(rule.dates())


def test_june_and_november_60_40_from_the_second_harvest() -> None:
    """By hand, in months of 30 days at 0.5 % a month.

    8.5 months on 1,000,000 are 42,500; 7 on 800,000 are 28,000; 5 on 500,000 are 12,500; 7 on
    300,000 are 10,500.
    """
    assert rows(seasonal(SECOND)) == [
        (date(2024, 11, 30), 200_000, 42_500),
        (date(2025, 6, 30), 300_000, 28_000),
        (date(2025, 11, 30), 200_000, 12_500),
        (date(2026, 6, 30), 300_000, 10_500),
    ]


def test_a_season_that_moves_moves_the_due_and_its_interest() -> None:
    """By hand: June on 31 July is 8 months on 800,000, 32,000; then 4 on 500,000, 10,000."""
    late = SeasonMove(
        day=date(2025, 6, 30),
        to=date(2025, 7, 31),
        decided_on=date(2025, 5, 12),
        reason="the rains came late",
    )
    moved = attrs.evolve(SECOND, calendar=attrs.evolve(MAIZE, moves=(late,)))

    assert rows(seasonal(moved))[1:3] == [
        (date(2025, 7, 31), 300_000, 32_000),
        (date(2025, 11, 30), 200_000, 10_000),
    ]


def test_a_first_season_of_interest_alone_leaves_its_weight_out() -> None:
    """By hand: June 2024 pays 3.5 months of interest; November starts with 2 parts of 10."""
    rule = attrs.evolve(SECOND, first=date(2024, 6, 30), count=5)

    assert rows(seasonal(rule, interest_only_dues=1))[:2] == [
        (date(2024, 6, 30), 0, 17_500),
        (date(2024, 11, 30), 200_000, 25_000),
    ]


@pytest.mark.parametrize(
    "dues",
    [
        (OnDates((date(2024, 6, 30),)),),
        (OnDates((date(2024, 6, 30),)), SECOND),
        (Harvest(calendar=calendar_of(0), first=date(2024, 6, 30), count=1),),
    ],
    ids=["no calendar", "two rules", "a due of 0 % alone"],
)
def test_weights_are_asked_for_where_no_calendar_gives_them(
    dues: tuple[Harvest | OnDates, ...],
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        seasonal(*dues)

    assert str(caught.value) == (
        "weights is not given but amortisation is seasonal: add a whole number for each due that "
        "repays principal"
    )
    assert caught.value.field == "weights"
