"""A plan becomes one row of numbers per step."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given

from investisens.engine.tape import Ahead, Op, Row, tape, tape_of
from investisens.values.currency import XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding
from investisens.values.steps import (
    Accrue,
    CapitaliseInterest,
    ChargeFee,
    ChargeShare,
    ChargeWhileOwed,
    Convert,
    Draw,
    FixBase,
    FixLevel,
    FixShare,
    FollowBalance,
    PayInterest,
    Plan,
    RepayAmount,
    RepayExcess,
    RepayLevel,
    RepayPart,
    RepayRest,
    RepayShare,
    ResetRate,
    ScaleInterest,
    ScalePrincipal,
    SetInstalment,
    SetRate,
    Step,
)
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
    assert tape_of(leg) is tape(Plan(leg.plan.steps), leg.start, leg.day_count, leg.rate_unit)


@pytest.mark.parametrize(
    ("step", "op", "amount", "extra"),
    [
        (Accrue(FIRST), Op.ACCRUE, 0, ()),
        (Draw(FIRST, 7), Op.DRAW, 7, ()),
        (PayInterest(FIRST), Op.PAY_INTEREST, 0, ()),
        (CapitaliseInterest(FIRST), Op.CAPITALISE, 0, ()),
        (FixShare(FIRST, 3), Op.FIX_SHARE, 3, 0),
        (FixShare(FIRST, 3, leaving=50), Op.FIX_SHARE, 3, 50),
        (SetInstalment(FIRST, 8), Op.SET_INSTALMENT, 8, 0),
        (SetInstalment(FIRST, 8, leaving=5), Op.SET_INSTALMENT, 8, 5),
        (RepayAmount(FIRST, 9), Op.REPAY_AMOUNT, 9, ()),
        (RepayShare(FIRST), Op.REPAY_SHARE, 0, ()),
        (RepayShare(FIRST, whole_total=True), Op.REPAY_WHOLE, 0, ()),
        (RepayExcess(FIRST, 4), Op.REPAY_EXCESS, 4, ()),
        (RepayPart(FIRST, 3, 5), Op.REPAY_PART, 3, 5),
        (RepayLevel(FIRST), Op.REPAY_LEVEL, 1, 1),
        (RepayLevel(FIRST, 105, 100), Op.REPAY_LEVEL, 105, 100),
        (RepayLevel(FIRST, may_grow=True), Op.REPAY_GROWING, 1, 1),
        (RepayRest(FIRST), Op.REPAY_REST, 0, ()),
        (SetRate(FIRST, Rate.parse("4 %")), Op.SET_RATE, 400_000, ()),
        (FixBase(FIRST), Op.FIX_BASE, 0, ()),
        (FollowBalance(FIRST), Op.FOLLOW_BALANCE, 0, ()),
        (ScaleInterest(FIRST, Fraction(11, 10)), Op.SCALE_INTEREST, 11, 10),
        (ScalePrincipal(FIRST, Fraction(9, 10)), Op.SCALE_PRINCIPAL, 9, 10),
        (ChargeFee(FIRST, 5), Op.FEE, 5, ()),
        (ChargeWhileOwed(FIRST, 5), Op.FEE_WHILE_OWED, 5, ()),
        (ChargeShare(FIRST, Rate.parse("1 %")), Op.FEE_SHARE, 100_000, ()),
    ],
)
def test_each_step_has_its_row(step: Step, op: Op, amount: int, extra: object) -> None:
    """31 January to 29 February 2012 are 29 days."""
    assert tape(Plan((step,)), START, DayCount.ACT_365F) == (
        Row(op, FIRST.toordinal(), 29, True, amount, extra),
    )


def reset(**limits: Rate) -> DebtLeg:
    step = ResetRate(
        on=FIRST, index="BCEAO", fixed_on=START, spread=Rate.parse("1.5 %"),
        multiplier=Fraction(3, 2), **limits,
    )  # fmt: skip
    return DebtLeg(
        principal=Money(1_000, XOF),
        start=START,
        rate=Rate.parse("5 %"),
        day_count=DayCount.ACT_365F,
        rounding=Rounding(),
        plan=Plan((step, RepayRest(SECOND), PayInterest(SECOND))),
    )


def test_a_reset_is_multiplier_times_fixing_plus_spread_with_its_limits() -> None:
    """1.5 × 3 % + 1.5 % is 6 %; the limits travel with it."""
    (row, *_) = tape_of(reset(cap=Rate.parse("8 %")), {"BCEAO": {START: Fraction(3, 100)}})

    assert (row.op, row.amount, row.extra) == (Op.RESET_RATE, 600_000, (None, None, None, 800_000))


def test_a_missing_fixing_names_the_index_and_the_day() -> None:
    with pytest.raises(MissingData) as caught:
        tape_of(reset(), {"BCEAO": {FIRST: Fraction(3, 100)}})

    assert str(caught.value) == (f"index 'BCEAO' has no fixing on {START}: add it to the fixings")


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
    assert (row.op, row.amount, row.extra) == (Op.FIX_LEVEL, 2, (0, Ahead((29, 31))))


def test_a_level_payment_fixed_again_looks_at_the_periods_that_are_left() -> None:
    """From 10 to 29 February are 19 days; the period after it is the one of before."""
    between = date(2012, 2, 10)
    steps = (FixLevel(START, 2), FixLevel(between, 2), RepayLevel(FIRST), RepayRest(SECOND))

    rows = tape(Plan((*steps[:3], FixLevel(FIRST, 1), steps[3])), START, DayCount.ACT_365F)
    fixed = [row.extra[1].periods for row in rows if row.op is Op.FIX_LEVEL]
    assert fixed == [(29, 31), (19, 31), (31,)]


def test_a_level_payment_over_more_dues_than_follow_is_refused() -> None:
    plan = Plan((FixLevel(START, 3), RepayLevel(FIRST), RepayRest(SECOND)))

    with pytest.raises(InvalidTerms) as caught:
        tape(plan, START, DayCount.ACT_365F)

    assert str(caught.value) == (
        "a level payment over 3 dues is fixed on 2012-01-31, but only 2 level repayments follow: "
        "lower dues or add steps"
    )
    assert (caught.value.field, caught.value.value) == ("dues", 3)


@pytest.mark.parametrize("dues", [0, -1])
def test_a_level_payment_over_no_dues_is_refused(dues: int) -> None:
    plan = Plan((FixLevel(START, dues), RepayLevel(FIRST), RepayRest(SECOND)))

    with pytest.raises(InvalidTerms) as caught:
        tape(plan, START, DayCount.ACT_365F)

    assert str(caught.value) == (
        f"a level payment over {dues} dues is fixed on 2012-01-31: use 1 due or more"
    )
    assert (caught.value.field, caught.value.value) == ("dues", dues)


@pytest.mark.parametrize(
    ("step", "name", "value"),
    [
        (FixShare(FIRST, 0), "parts", 0),
        (FixShare(FIRST, -2), "parts", -2),
        (RepayPart(FIRST, 1, 0), "of", 0),
        (RepayLevel(FIRST, 1, 0), "of", 0),
        (Convert(FIRST, 0), "price", 0),
    ],
)
def test_a_step_that_divides_by_nothing_is_refused(step: Step, name: str, value: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        tape(Plan((step,)), START, DayCount.ACT_365F)

    assert str(caught.value) == (f"step {step} divides by {name}, which is {value}: use 1 or more")
    assert (caught.value.field, caught.value.value) == (name, value)


@pytest.mark.parametrize("weights", [(0, 0), (2, -1)])
def test_a_level_payment_that_weighs_nothing_is_refused(weights: tuple[int, ...]) -> None:
    plan = Plan((FixLevel(START, 2, weights=weights), RepayLevel(FIRST), RepayRest(SECOND)))

    with pytest.raises(InvalidTerms) as caught:
        tape(plan, START, DayCount.ACT_365F)

    assert str(caught.value) == (
        "a level payment is fixed on 2012-01-31 with weights "
        f"{weights[0]}, {weights[1]}: use numbers of 0 or more, one of them above 0"
    )
    assert (caught.value.field, caught.value.value) == ("weights", weights)
