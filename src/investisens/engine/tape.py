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
from itertools import pairwise
from typing import Any, NamedTuple, assert_never

from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.legs import DebtLeg
from investisens.values.paid_days import Moved, booked_on
from investisens.values.partperiods import PartPeriods
from investisens.values.rates import MBP
from investisens.values.rounding import RoundingMode, round_ratio
from investisens.values.steps import (
    Accrue,
    CapitaliseInterest,
    ChargeFee,
    ChargeShare,
    ChargeWhileOwed,
    Convert,
    Deliver,
    Draw,
    FixBase,
    FixLevel,
    FixShare,
    FollowBalance,
    GiveUp,
    GiveUpAmount,
    PayInterest,
    Plan,
    Receive,
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
    DELIVER = 26
    CONVERT = 27
    WRITE_OFF_AMOUNT = 28


REPAYMENTS = frozenset(
    {
        *(Op.REPAY_AMOUNT, Op.REPAY_SHARE, Op.REPAY_PART),
        *(Op.REPAY_LEVEL, Op.REPAY_GROWING, Op.REPAY_REST),
        *(Op.REPAY_WHOLE, Op.REPAY_EXCESS),
    }
)
"""Operations that repay principal."""

_LEVELLED = (RepayLevel, RepayRest)

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
        day: Proleptic ordinal of the day on which its flows are told.
        days: Numerator of the period since the row before, over the day count's basis.
        accrues: Whether interest runs between the row before and this one.
        amount: Minor units, parts, a weight or units of the rate, as *op* reads it.
        extra: What *op* reads besides: see :func:`_read`.
        shift: Days from the day up to which interest runs to *day*: not 0 where a due is paid on
            another day than its own. The kernel does not look at it.
    """

    op: Op
    day: Any
    days: Any
    accrues: bool
    amount: Any = 0
    extra: Any = ()
    shift: Any = 0

    @property
    def at(self) -> Any:
        """Ordinal of the day up to which interest runs."""
        return self.day - self.shift


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
    # A level payment may be fixed again a thousand times: its periods are counted once.
    fixes = any(isinstance(step, FixLevel) for step in plan.steps)
    dues = [step.on for step in plan.steps if isinstance(step, _LEVELLED)] if fixes else []
    periods = [numerator(a, b) for a, b in pairwise(dues)]
    rows, done, before = [], 0, start
    for step in plan.steps:
        op, amount, extra = _read(step)
        if isinstance(step, FixLevel):
            extra = (step.leaving, _ahead(step, dues[done:], periods[done:], numerator))
        elif isinstance(step, ResetRate):
            extra = (step, unit)
        on = step.on
        days = numerator(before, on) if on != before else 0
        rows.append(Row(op, on.toordinal(), days, days != 0, amount, extra))
        before = on
        done += isinstance(step, _LEVELLED)
    return tuple(rows)


def tape_of(
    leg: DebtLeg, fixings: Fixings | None = None, until: date | None = None
) -> tuple[Row, ...]:
    """The rows of a debt leg, every reset resolved from *fixings*.

    Args:
        leg: The debt.
        fixings: Values of the indices.
        until: Rows up to whose day interest runs beyond this day are left out, and need no fixing;
            ``None`` for all rows.

    Raises:
        MissingData: The fixing of an index on a day is needed and not given.
    """
    own = leg.plan, leg.start, leg.day_count, leg.rate_unit
    rows = _moved_tape(*own, leg.moved) if leg.moved else tape(*own)
    if until is not None:
        last = until.toordinal()
        rows = tuple(row for row in rows if row.day - row.shift <= last)
    if _resets(leg.plan):
        return tuple(_resolved(row, fixings or {}) for row in rows)
    return rows


@lru_cache(maxsize=4096)
def _moved_tape(
    plan: Plan, start: date, day_count: DayCount | PartPeriods, unit: int, moved: Moved
) -> tuple[Row, ...]:
    """The same rows, those of a moved due told on its day of payment."""
    booked = booked_on(moved)
    return tuple(
        row._replace(day=booked[row.day], shift=booked[row.day] - row.day)
        if row.day in booked
        else row
        for row in tape(plan, start, day_count, unit)
    )


@lru_cache(maxsize=4096)
def _resets(plan: Plan) -> bool:
    return any(isinstance(step, ResetRate) for step in plan.steps)


def _read(step: Step) -> tuple[Op, int, Any]:  # noqa: PLR0911, PLR0912 - one line per step
    match step:
        case PayInterest():
            return Op.PAY_INTEREST, 0, ()
        case RepayLevel(weight=weight, of=of, may_grow=may_grow):
            op = Op.REPAY_GROWING if may_grow else Op.REPAY_LEVEL
            return op, weight, of if of == 1 else _divisor(step, "of", of)
        case RepayShare(whole_total=whole_total):
            return (Op.REPAY_WHOLE if whole_total else Op.REPAY_SHARE), 0, ()
        case RepayExcess(dues=dues):
            return Op.REPAY_EXCESS, dues, ()
        case RepayPart(weight=weight, of=of):
            return Op.REPAY_PART, weight, _divisor(step, "of", of)
        case RepayRest():
            return Op.REPAY_REST, 0, ()
        case RepayAmount(minor=minor):
            return Op.REPAY_AMOUNT, minor, ()
        case CapitaliseInterest():
            return Op.CAPITALISE, 0, ()
        case FixShare(parts=parts, leaving=leaving):
            return Op.FIX_SHARE, _divisor(step, "parts", parts), leaving
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
        case Receive(minor=minor):
            return Op.RECEIVE, minor, ()
        case Deliver(minor=minor):
            return Op.DELIVER, minor, ()
        case Convert(price=price):
            return Op.CONVERT, _divisor(step, "price", price), ()
        case GiveUp():
            return Op.WRITE_OFF, 0, ()
        case GiveUpAmount(minor=minor):
            return Op.WRITE_OFF_AMOUNT, minor, ()
        case _:
            assert_never(step)


def _divisor(step: Step, name: str, value: int) -> int:
    """A number of *step* that divides an amount."""
    if value < 1:
        raise InvalidTerms(
            f"step {step} divides by {name}, which is {value}: use 1 or more",
            field=name,
            value=value,
        )
    return value


def _ahead(
    fixed: FixLevel, days: list[date], periods: list[int], numerator: Callable[[date, date], int]
) -> Ahead:
    """What *fixed* looks at: the *days* of repayments ahead, and the *periods* between them."""
    if fixed.over:
        days = list(fixed.over)
        periods = [numerator(a, b) for a, b in pairwise(days)]
    if fixed.dues < 1:
        raise InvalidTerms(
            f"a level payment over {fixed.dues} dues is fixed on {fixed.on}: use 1 due or more",
            field="dues",
            value=fixed.dues,
        )
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
    if fixed.weights and (min(fixed.weights) < 0 or not any(fixed.weights)):
        raise InvalidTerms(
            f"a level payment is fixed on {fixed.on} with weights "
            f"{', '.join(map(str, fixed.weights))}: use numbers of 0 or more, one of them above 0",
            field="weights",
            value=fixed.weights,
        )
    counted = (numerator(fixed.on, days[0]), *periods[: fixed.dues - 1])
    return Ahead(counted, fixed.weights, _divisor(fixed, "of", fixed.of), fixed.levelled)


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
