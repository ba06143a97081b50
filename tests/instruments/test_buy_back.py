"""Buy-back by the founder: whole shares, each sold once, the plan gives way to what happens."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.instruments.buy_back import BuyBack
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Every, OnDates, due_dates
from investisens.values.shares import ParPlus
from share_terms import buy_backs, gone

START = date(2010, 6, 15)
YEARLY = Every(first=date(2015, 6, 30), every=Period(months=12), count=4)
PLAN = BuyBack(price=ParPlus(rate=Rate.parse("4 %")), days=(YEARLY,))


def bought(on: date, number: int | None, price: Money | None = None) -> Happening:
    return Happening(
        contract="Q1", on=on, what=HappeningKind.BOUGHT_BACK, number=number, price=price
    )


def steps(plan: BuyBack, held: int, *happened: Happening) -> list[tuple[str, int | None]]:
    return [(str(leaving.on), leaving.shares) for leaving in plan.exits(held, happened)]


@given(st.data(), st.integers(1, 500))
def test_a_plan_leaves_whole_shares_and_sells_each_once(data: st.DataObject, held: int) -> None:
    plan = data.draw(buy_backs(START, held, XOF))
    counts = [leaving.shares or 0 for leaving in plan.exits(held)]

    assert sum(counts) == (held if plan.shares is None else plan.shares)
    assert all(count >= 1 for count in counts)
    assert max(counts) - min(counts) <= 1
    assert counts == sorted(counts, reverse=True)


@given(st.data(), st.integers(1, 500))
def test_what_happened_and_what_is_planned_sell_each_share_once(
    data: st.DataObject, held: int
) -> None:
    plan = data.draw(buy_backs(START, held, XOF))
    happened = data.draw(gone(HappeningKind.BOUGHT_BACK, START, held))
    exits = plan.exits(held, happened)
    facts = sorted((each.on, each.number) for each in happened)
    last = max((on for on, _ in facts), default=date.min)
    real = sum(number or 0 for _, number in facts)
    to_come = [on for on in due_dates(plan.days) if on > last]
    wanted = held if plan.shares is None else plan.shares

    assert sum(leaving.shares or 0 for leaving in exits) == (
        max(real, wanted) if to_come else real if happened else wanted
    )
    assert [leaving.on for leaving in exits] == sorted(leaving.on for leaving in exits)
    assert all(leaving.on in to_come for leaving in exits[len(happened) :])


def test_seventy_five_shares_in_four_steps() -> None:
    """75 = 4 x 18 + 3: the first three steps take one more."""
    assert steps(PLAN, 75) == [
        ("2015-06-30", 19),
        ("2016-06-30", 19),
        ("2017-06-30", 19),
        ("2018-06-30", 18),
    ]


def test_fewer_shares_than_steps_leave_on_the_first_days() -> None:
    assert steps(PLAN, 2) == [("2015-06-30", 1), ("2016-06-30", 1)]


def test_a_part_is_split_and_the_rest_is_kept() -> None:
    assert [count for _, count in steps(attrs.evolve(PLAN, shares=10), 75)] == [3, 3, 2, 2]


def test_a_founder_who_buys_more_leaves_less_to_the_steps_to_come() -> None:
    """40 on 1 July 2016 replace the plan up to that day; 35 are split over 2017 and 2018."""
    assert steps(PLAN, 75, bought(date(2016, 7, 1), 40)) == [
        ("2016-07-01", 40),
        ("2017-06-30", 18),
        ("2018-06-30", 17),
    ]


def test_a_founder_who_keeps_to_the_plan_changes_nothing() -> None:
    assert steps(PLAN, 75, bought(date(2015, 6, 30), 19)) == steps(PLAN, 75)


def test_a_buy_back_without_a_number_takes_all_that_is_left() -> None:
    assert steps(PLAN, 75, bought(date(2016, 7, 1), None), bought(date(2016, 1, 1), 5)) == [
        ("2016-01-01", 5),
        ("2016-07-01", 70),
    ]


@pytest.mark.parametrize(
    ("happened", "message", "field"),
    [
        (
            (bought(date(2016, 1, 1), 70), bought(date(2016, 7, 1), 6)),
            "bought_back on 2016-07-01 concerns 6 shares but 5 are left: check the number of "
            "shares",
            "number",
        ),
        (
            (bought(date(2016, 1, 1), 0),),
            "bought_back on 2016-01-01 concerns 0 shares but 75 are left: check the number of "
            "shares",
            "number",
        ),
        (
            (bought(date(2016, 1, 1), 1, Money(12_000, XOF)),),
            "bought_back on 2016-01-01 has a price of 12000 XOF but the terms give it by formula: "
            "leave price out, or record a sale",
            "price",
        ),
    ],
)
def test_what_cannot_have_happened_is_refused(
    happened: tuple[Happening, ...], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        PLAN.exits(75, happened)

    assert (str(caught.value), caught.value.field) == (message, field)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"days": ()}, "days is empty: give the day on which shares leave, or a rule of days"),
        ({"shares": 0}, "shares is 0: use 1 or more, or leave it out for all"),
        ({"floor": Money(-1, XOF)}, "floor is -1 XOF: use a price of 0 or more"),
        (
            {"floor": Money(9, XOF), "cap": Money(8, XOF)},
            "cap 8 XOF is below floor 9 XOF: raise the cap or lower the floor",
        ),
        (
            {"days": (YEARLY, OnDates((date(2016, 1, 1),)))},
            "rule 2 starts on 2016-01-01, not after 2018-06-30 where rule 1 ends: start it later",
        ),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(PLAN, **change)

    assert str(caught.value) == message


def test_its_limits_name_their_currency() -> None:
    assert attrs.evolve(PLAN, cap=Money(1, EUR)).currencies == {EUR}
