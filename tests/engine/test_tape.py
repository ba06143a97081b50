"""A plan becomes one row of numbers per step."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given

from investisens.engine.tape import Op, Row, tape, tape_of
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.legs import (
    CapitaliseInterest,
    ChargeFee,
    DebtLeg,
    Draw,
    FixLevel,
    FixShare,
    PayInterest,
    Plan,
    RepayAmount,
    RepayLevel,
    RepayRest,
    RepayShare,
    SetRate,
    Step,
)
from investisens.values.rates import Rate
from strategies import legs

START = date(2012, 1, 31)
FIRST = date(2012, 2, 29)
SECOND = date(2012, 3, 31)


@given(legs())
def test_periods_chain_from_the_start_to_the_last_step(leg: DebtLeg) -> None:
    rows = tape_of(leg)
    days = [leg.start, *(step.on for step in leg.plan.steps)]

    assert [row.day for row in rows] == [step.on.toordinal() for step in leg.plan.steps]
    assert [row.days for row in rows] == [leg.day_count.numerator(a, b) for a, b in pairwise(days)]


@given(legs())
def test_interest_runs_only_where_time_is_counted(leg: DebtLeg) -> None:
    assert all(row.accrues is (row.days != 0) for row in tape_of(leg))


@given(legs())
def test_a_plan_that_is_read_twice_gives_one_tape(leg: DebtLeg) -> None:
    """Contracts of the same plan and start share their rows."""
    assert tape_of(leg) is tape(Plan(leg.plan.steps), leg.start, leg.day_count)


@pytest.mark.parametrize(
    ("step", "op", "amount"),
    [
        (Draw(FIRST, 7), Op.DRAW, 7),
        (PayInterest(FIRST), Op.PAY_INTEREST, 0),
        (CapitaliseInterest(FIRST), Op.CAPITALISE, 0),
        (FixShare(FIRST, 3), Op.FIX_SHARE, 3),
        (RepayAmount(FIRST, 9), Op.REPAY_AMOUNT, 9),
        (RepayShare(FIRST), Op.REPAY_SHARE, 0),
        (RepayLevel(FIRST), Op.REPAY_LEVEL, 0),
        (RepayRest(FIRST), Op.REPAY_REST, 0),
        (SetRate(FIRST, Rate.parse("4 %")), Op.SET_RATE, 400_000),
        (ChargeFee(FIRST, 5), Op.FEE, 5),
    ],
)
def test_each_step_has_its_row(step: Step, op: Op, amount: int) -> None:
    """31 January to 29 February 2012 are 29 days."""
    assert tape(Plan((step,)), START, DayCount.ACT_365F) == (
        Row(op, FIRST.toordinal(), 29, True, amount),
    )


def test_a_level_payment_looks_at_the_periods_up_to_its_repayments() -> None:
    """Steps between two repayments do not cut a period in two."""
    steps = (
        FixLevel(START, 2),
        PayInterest(date(2012, 2, 10)),
        RepayLevel(FIRST),
        PayInterest(FIRST),
        RepayRest(SECOND),
    )

    row = tape(Plan(steps), START, DayCount.ACT_365F)[0]
    assert (row.op, row.amount, row.ahead) == (Op.FIX_LEVEL, 2, (29, 31))


def test_a_level_payment_over_more_dues_than_follow_is_refused() -> None:
    plan = Plan((FixLevel(START, 3), RepayLevel(FIRST), RepayRest(SECOND)))

    with pytest.raises(InvalidTerms) as caught:
        tape(plan, START, DayCount.ACT_365F)

    assert str(caught.value) == (
        "a level payment over 3 dues is fixed on 2012-01-31, but only 2 level repayments follow: "
        "lower dues or add steps"
    )
    assert (caught.value.field, caught.value.value) == ("dues", 3)
