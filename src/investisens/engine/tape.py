"""A plan compiled to a tape: one row of numbers per step, read by the kernel.

The operations of a tape, without its numbers, are its *shape*. Contracts of one shape run side
by side, whatever their dates and amounts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import assert_never

import attrs

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


class Op(IntEnum):
    """What a row does once interest up to its day has accrued."""

    ACCRUE = 0
    DRAW = 1
    PAY_INTEREST = 2
    CAPITALISE = 3
    FIX_SHARE = 4
    FIX_LEVEL = 5
    REPAY_AMOUNT = 6
    REPAY_SHARE = 7
    REPAY_LEVEL = 8
    REPAY_REST = 9
    SET_RATE = 10
    FEE = 11
    RECEIVE = 12
    WRITE_OFF = 13


REPAYMENTS = frozenset({Op.REPAY_AMOUNT, Op.REPAY_SHARE, Op.REPAY_LEVEL, Op.REPAY_REST})
"""Operations that repay principal."""


@attrs.frozen
class Row:
    """One row of a tape.

    Attributes:
        op: What to do on *day*.
        day: Proleptic ordinal of the day.
        days: Numerator of the period since the row before, over the day count's basis.
        accrues: Whether interest runs between the row before and this one.
        amount: Minor units, parts, or thousandths of a basis point, as *op* reads it.
        ahead: For a level payment: numerators of the periods up to each repayment ahead.
    """

    op: Op
    day: int
    days: int
    accrues: bool
    amount: int = 0
    ahead: tuple[int, ...] = ()


@lru_cache(maxsize=4096)
def tape(plan: Plan, start: date, day_count: DayCount) -> tuple[Row, ...]:
    """The rows of *plan*, for interest that runs from *start*.

    >>> from investisens.values.legs import RepayRest
    >>> [row.days for row in tape(Plan((RepayRest(date(2011, 1, 31)),)), date(2011, 1, 1),
    ...                           DayCount.ACT_365F)]
    [30]
    """
    numerator = day_count.numerator
    rows = []
    before = start
    for index, step in enumerate(plan.steps):
        op, amount = _read(step)
        on = step.on
        ahead = _ahead(plan.steps, index, amount, numerator) if op is Op.FIX_LEVEL else ()
        days = numerator(before, on) if on != before else 0
        rows.append(Row(op, on.toordinal(), days, days != 0, amount, ahead))
        before = on
    return tuple(rows)


def tape_of(leg: DebtLeg) -> tuple[Row, ...]:
    """The rows of a debt leg."""
    return tape(leg.plan, leg.start, leg.day_count)


def _read(step: Step) -> tuple[Op, int]:  # noqa: PLR0911 - one line per step of the alphabet
    match step:
        case PayInterest():
            return Op.PAY_INTEREST, 0
        case RepayLevel():
            return Op.REPAY_LEVEL, 0
        case RepayShare():
            return Op.REPAY_SHARE, 0
        case RepayRest():
            return Op.REPAY_REST, 0
        case RepayAmount(minor=minor):
            return Op.REPAY_AMOUNT, minor
        case CapitaliseInterest():
            return Op.CAPITALISE, 0
        case FixShare(parts=parts):
            return Op.FIX_SHARE, parts
        case FixLevel(dues=dues):
            return Op.FIX_LEVEL, dues
        case Draw(minor=minor):
            return Op.DRAW, minor
        case SetRate(rate=rate):
            return Op.SET_RATE, rate.mbp
        case ChargeFee(minor=minor):
            return Op.FEE, minor
        case _:
            assert_never(step)


def _ahead(
    steps: tuple[Step, ...], index: int, dues: int, numerator: Callable[[date, date], int]
) -> tuple[int, ...]:
    days = [step.on for step in steps[index + 1 :] if isinstance(step, RepayLevel | RepayRest)][
        :dues
    ]
    if len(days) < dues:
        raise InvalidTerms(
            f"a level payment over {dues} dues is fixed on {steps[index].on}, but only "
            f"{len(days)} level repayments follow: lower dues or add steps",
            field="dues",
            value=dues,
        )
    starts = [steps[index].on, *days]
    return tuple(numerator(a, b) for a, b in zip(starts, days, strict=False))
