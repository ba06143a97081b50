"""The only loop over time: the transitions of a balance, for one contract or a batch.

All amounts are whole minor units. Interest of a row is one exact division, rounded once in the
contract's mode, and is carried in whole units until it is paid, capitalised or lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import attrs

from investisens.engine.arithmetic import Arithmetic, Whole
from investisens.engine.tape import Op, Row
from investisens.values.cashflow import FlowKind
from investisens.values.rates import MBP
from investisens.values.rounding import Rounding, RoundingMode, round_ratio

_LAST_DAY = date.max.toordinal()
Emit = Callable[[Whole, FlowKind, Whole], None]
"""Called with the ordinal of a day, a kind, and an amount >= 0 of that kind."""


@attrs.define
class State:
    """What a contract owes after a row; the kernel moves it in place.

    Attributes:
        balance: Outstanding principal (capital restant dû).
        accrued: Interest accrued and not yet paid (intérêts courus).
        rate: Yearly rate in thousandths of a basis point.
        instalment: Principal or level total of a due, once a step has fixed it.
        overdue: Principal that the next repayment asks for on top of its own.
        credit: Received beyond all that was owed.
    """

    balance: Whole
    accrued: Whole
    rate: Whole
    instalment: Whole = 0
    overdue: Whole = 0
    credit: Whole = 0


@attrs.frozen
class Strike:
    """The default of each contract in each scenario.

    Attributes:
        day: Ordinal of the day of default; nothing due on or after it is paid.
        recovery_mbp: Share of the balance that is recovered, rounded down.
        paid_on: Ordinal of the day on which the recovery is received.
    """

    day: Whole
    recovery_mbp: Whole
    paid_on: Whole


def run(
    rows: Iterable[Row],
    state: State,
    basis: int,
    rounding: Rounding,
    arithmetic: Arithmetic,
    emit: Emit,
    strike: Strike | None = None,
) -> State:
    """Run *rows* over *state*, telling *emit* every amount; gives the state after them.

    Args:
        rows: A tape, or rows whose ``day``, ``days`` and ``amount`` are arrays.
        state: The state before the first row. It is changed in place.
        basis: Day count basis × 10_000_000.
        rounding: The contract's rounding.
        arithmetic: For one contract or for a batch.
        emit: Told the day, the kind and the amount of each flow, cash or not.
        strike: Defaults, or ``None`` where there are none.
    """
    mode = rounding.interest
    alive: Whole = 1
    for row in rows:
        if strike is not None:
            alive = _default(row.day, state, strike, alive, emit)
        if row.accrues:
            interest = state.balance * state.rate * row.days
            state.accrued = state.accrued + round_ratio(interest, basis, mode)
        _act(row, state, basis, rounding, arithmetic, alive, emit)
    if strike is not None:
        # What the last row left unpaid can still be lost.
        _default(_LAST_DAY, state, strike, alive, emit)
    return state


def _act(  # noqa: PLR0912 - one branch per operation of the closed alphabet
    row: Row,
    state: State,
    basis: int,
    rounding: Rounding,
    arithmetic: Arithmetic,
    alive: Whole,
    emit: Emit,
) -> None:
    op = row.op
    if op is Op.PAY_INTEREST:
        emit(row.day, FlowKind.INTEREST, state.accrued)
        state.accrued = state.accrued * 0
    elif op is Op.REPAY_LEVEL:
        _repay(row, state, state.instalment - state.accrued, arithmetic, emit)
    elif op is Op.REPAY_SHARE:
        _repay(row, state, state.instalment, arithmetic, emit)
    elif op is Op.REPAY_AMOUNT:
        _repay(row, state, row.amount, arithmetic, emit)
    elif op is Op.REPAY_REST:
        _repay(row, state, state.balance, arithmetic, emit)
    elif op is Op.CAPITALISE:
        emit(row.day, FlowKind.CAPITALISED_INTEREST, state.accrued)
        state.balance = state.balance + state.accrued
        state.accrued = state.accrued * 0
    elif op is Op.FIX_SHARE:
        state.instalment = rounding.instalment(state.balance, row.amount)
    elif op is Op.FIX_LEVEL:
        owed = (state.balance, state.accrued)
        state.instalment = arithmetic.level(owed, state.rate, row.ahead, basis, rounding)
    elif op is Op.DRAW:
        drawn = row.amount * alive
        emit(row.day, FlowKind.DISBURSEMENT, drawn)
        state.balance = state.balance + drawn
    elif op is Op.SET_RATE:
        state.rate = row.amount
    elif op is Op.FEE:
        emit(row.day, FlowKind.FEE, row.amount * alive)
    elif op is Op.RECEIVE:
        _receive(row, state, arithmetic, emit)
    elif op is Op.WRITE_OFF:
        emit(row.day, FlowKind.LOSS, state.balance)
        state.balance = state.balance * 0
        state.accrued = state.accrued * 0


def _repay(row: Row, state: State, asked: Whole, arithmetic: Arithmetic, emit: Emit) -> None:
    """Repay what is asked and what is overdue: never below zero, never more than is owed."""
    asked = arithmetic.most(asked, 0) + state.overdue
    repaid = arithmetic.least(asked, state.balance)
    emit(row.day, FlowKind.PRINCIPAL, repaid)
    state.balance = state.balance - repaid
    state.overdue = state.overdue * 0


def _receive(row: Row, state: State, arithmetic: Arithmetic, emit: Emit) -> None:
    """Allocate what was received: accrued interest first, then principal; the rest is credit."""
    interest = arithmetic.least(row.amount, state.accrued)
    principal = arithmetic.least(row.amount - interest, state.balance)
    emit(row.day, FlowKind.INTEREST, interest)
    emit(row.day, FlowKind.PRINCIPAL, principal)
    state.accrued = state.accrued - interest
    state.balance = state.balance - principal
    state.credit = state.credit + row.amount - interest - principal


def _default(day: Whole, state: State, strike: Strike, alive: Whole, emit: Emit) -> Whole:
    """Strike the contracts whose day has come; gives 1 where a contract is alive, else 0."""
    hit = alive * (day >= strike.day)
    struck = state.balance * hit
    recovered = round_ratio(struck * strike.recovery_mbp, MBP, RoundingMode.DOWN)
    emit(strike.paid_on, FlowKind.RECOVERY, recovered)
    emit(strike.day, FlowKind.LOSS, struck - recovered)
    state.balance = state.balance - struck
    state.accrued = state.accrued * (1 - hit)
    state.overdue = state.overdue * (1 - hit)
    return alive - hit
