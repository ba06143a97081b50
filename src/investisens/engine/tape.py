"""A plan compiled to a tape: one row of numbers per step, read by the kernel.

The operations of a tape, without its numbers, are its *shape*. Contracts of one shape run side
by side, whatever their dates and amounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, NamedTuple, assert_never

from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.legs import DebtLeg
from investisens.values.partperiods import PartPeriods
from investisens.values.rates import MBP
from investisens.values.rounding import RoundingMode, round_ratio
from investisens.values.steps import (
    Accrue,
    CapitaliseInterest,
    ChargeFee,
    ChargeShare,
    ChargeWhileOwed,
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


class Op(IntEnum):
    """What a row does once interest up to its day has accrued."""

    ACCRUE = 0
    DRAW = 1
    PAY_INTEREST = 2
    CAPITALISE = 3
    FIX_SHARE = 4
    FIX_LEVEL = 5
    SET_INSTALMENT = 6
    REPAY_AMOUNT = 7
    REPAY_SHARE = 8
    REPAY_PART = 9
    REPAY_LEVEL = 10
    REPAY_GROWING = 11
    REPAY_REST = 12
    SET_RATE = 13
    RESET_RATE = 14
    FIX_BASE = 15
    FOLLOW_BALANCE = 16
    SCALE_INTEREST = 17
    SCALE_PRINCIPAL = 18
    FEE = 19
    FEE_SHARE = 20
    RECEIVE = 21
    WRITE_OFF = 22
    REPAY_WHOLE = 23
    REPAY_EXCESS = 24
    FEE_WHILE_OWED = 25


REPAYMENTS = frozenset(
    {
        *(Op.REPAY_AMOUNT, Op.REPAY_SHARE, Op.REPAY_PART),
        *(Op.REPAY_LEVEL, Op.REPAY_GROWING, Op.REPAY_REST),
        *(Op.REPAY_WHOLE, Op.REPAY_EXCESS),
    }
)
"""Operations that repay principal."""

Fixings = Mapping[str, Mapping[date, Fraction]]
"""Value of each index by name and day: 3.5 % is 7/200."""


class Ahead(NamedTuple):
    """What a level payment looks at.

    Attributes:
        periods: Numerator of the period up to each repayment ahead.
        weights: Weight of each repayment; equal ones where it is empty.
        of: The weight of one instalment.
        levelled: Whether the instalment moves to bring the last total nearer to the others.
    """

    periods: tuple[Any, ...]
    weights: tuple[int, ...] = ()
    of: int = 1
    levelled: bool = False


class Row(NamedTuple):
    """One row of a tape. In a batch, *day*, *days* and *amount* are arrays.

    Attributes:
        op: What to do on *day*.
        day: Proleptic ordinal of the day.
        days: Numerator of the period since the row before, over the day count's basis.
        accrues: Whether interest runs between the row before and this one.
        amount: Minor units, parts, a weight or units of the rate, as *op* reads it.
        extra: What *op* reads besides: see :func:`_read`.
    """

    op: Op
    day: Any
    days: Any
    accrues: bool
    amount: Any = 0
    extra: Any = ()


@lru_cache(maxsize=4096)
def tape(
    plan: Plan, start: date, day_count: DayCount | PartPeriods, unit: int = MBP
) -> tuple[Row, ...]:
    """The rows of *plan*, for interest that runs from *start*; resets are not yet resolved.

    >>> [row.days for row in tape(Plan((RepayRest(date(2011, 1, 31)),)), date(2011, 1, 1),
    ...                           DayCount.ACT_365F)]
    [30]
    """
    # Only one day count looks at the last day; the others are quicker without it.
    looks = isinstance(day_count, PartPeriods) or day_count is DayCount.THIRTY_E_360_ISDA
    last = plan.last_on if looks else None
    numerator = partial(day_count.numerator, maturity=last) if last else day_count.numerator
    rows = []
    before = start
    for index, step in enumerate(plan.steps):
        op, amount, extra = _read(step)
        if isinstance(step, FixLevel):
            extra = (step.leaving, _ahead(plan.steps, index, step, numerator))
        elif isinstance(step, ResetRate):
            extra = (step, unit)
        on = step.on
        days = numerator(before, on) if on != before else 0
        rows.append(Row(op, on.toordinal(), days, days != 0, amount, extra))
        before = on
    return tuple(rows)


def tape_of(leg: DebtLeg, fixings: Fixings | None = None) -> tuple[Row, ...]:
    """The rows of a debt leg, every reset resolved from *fixings*.

    Raises:
        MissingData: The fixing of an index on a day is needed and not given.
    """
    rows = tape(leg.plan, leg.start, leg.day_count, leg.rate_unit)
    if _resets(leg.plan):
        return tuple(_resolved(row, fixings or {}) for row in rows)
    return rows


@lru_cache(maxsize=4096)
def _resets(plan: Plan) -> bool:
    return any(isinstance(step, ResetRate) for step in plan.steps)


def _read(step: Step) -> tuple[Op, int, Any]:  # noqa: PLR0911, PLR0912 - one line per step
    match step:
        case PayInterest():
            return Op.PAY_INTEREST, 0, ()
        case RepayLevel(weight=weight, of=of, may_grow=may_grow):
            return (Op.REPAY_GROWING if may_grow else Op.REPAY_LEVEL), weight, of
        case RepayShare(whole_total=whole_total):
            return (Op.REPAY_WHOLE if whole_total else Op.REPAY_SHARE), 0, ()
        case RepayExcess(dues=dues):
            return Op.REPAY_EXCESS, dues, ()
        case RepayPart(weight=weight, of=of):
            return Op.REPAY_PART, weight, of
        case RepayRest():
            return Op.REPAY_REST, 0, ()
        case RepayAmount(minor=minor):
            return Op.REPAY_AMOUNT, minor, ()
        case CapitaliseInterest():
            return Op.CAPITALISE, 0, ()
        case FixShare(parts=parts, leaving=leaving):
            return Op.FIX_SHARE, parts, leaving
        case FixLevel(dues=dues):
            return Op.FIX_LEVEL, dues, ()
        case SetInstalment(minor=minor, leaving=leaving):
            return Op.SET_INSTALMENT, minor, leaving
        case Draw(minor=minor):
            return Op.DRAW, minor, ()
        case SetRate(rate=rate):
            return Op.SET_RATE, rate.mbp, ()
        case ResetRate():
            return Op.RESET_RATE, 0, ()
        case FixBase():
            return Op.FIX_BASE, 0, ()
        case FollowBalance():
            return Op.FOLLOW_BALANCE, 0, ()
        case ScaleInterest(factor=factor):
            return Op.SCALE_INTEREST, factor.numerator, factor.denominator
        case ScalePrincipal(factor=factor):
            return Op.SCALE_PRINCIPAL, factor.numerator, factor.denominator
        case ChargeFee(minor=minor):
            return Op.FEE, minor, ()
        case ChargeWhileOwed(minor=minor):
            return Op.FEE_WHILE_OWED, minor, ()
        case ChargeShare(share=share):
            return Op.FEE_SHARE, share.mbp, ()
        case Accrue():
            return Op.ACCRUE, 0, ()
        case _:
            assert_never(step)


def _ahead(
    steps: tuple[Step, ...], index: int, fixed: FixLevel, numerator: Callable[[date, date], int]
) -> Ahead:
    days = list(fixed.over) or [
        step.on for step in steps[index + 1 :] if isinstance(step, RepayLevel | RepayRest)
    ]
    if len(days) < fixed.dues:
        raise InvalidTerms(
            f"a level payment over {fixed.dues} dues is fixed on {fixed.on}, but only "
            f"{len(days)} level repayments follow: lower dues or add steps",
            field="dues",
            value=fixed.dues,
        )
    if fixed.weights and len(fixed.weights) != fixed.dues:
        raise InvalidTerms(
            f"a level payment over {fixed.dues} dues has {len(fixed.weights)} weights: give one "
            "for each due",
            field="weights",
            value=fixed.weights,
        )
    days = days[: fixed.dues]
    periods = tuple(numerator(a, b) for a, b in zip([fixed.on, *days], days, strict=False))
    return Ahead(periods, fixed.weights, fixed.of, fixed.levelled)


def _resolved(row: Row, fixings: Fixings) -> Row:
    """A reset row with its target rate as amount and its four limits as extra."""
    if row.op is not Op.RESET_RATE:
        return row
    step, unit = row.extra
    known = fixings.get(step.index, {})
    if step.fixed_on not in known:
        raise MissingData(
            f"index {step.index!r} has no fixing on {step.fixed_on}: add it to the fixings",
            field="fixings",
            value=(step.index, step.fixed_on),
        )
    target = step.multiplier * known[step.fixed_on] * unit + step.spread.mbp
    amount = int(round_ratio(target.numerator, target.denominator, RoundingMode.HALF_EVEN))
    rates = (step.period_floor, step.period_cap, step.floor, step.cap)
    limits = tuple(None if rate is None else rate.mbp for rate in rates)
    return row._replace(amount=amount, extra=limits)
