"""The only place that loops over time: the transitions of a balance, for one contract or a batch.

All amounts are whole minor units. Interest of a row is one exact division, rounded once in the
contract's mode, and is carried in whole units until it is paid, capitalised or lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from investisens.engine.arithmetic import Single, Whole
from investisens.engine.state import ACTIONS, Emit, State, Terms
from investisens.engine.tape import Op, Row
from investisens.values.cashflow import FlowKind
from investisens.values.rates import MBP
from investisens.values.rounding import RoundingMode, round_ratio

_LAST_DAY = date.max.toordinal()
_PAY_INTEREST, _REPAY_LEVEL, _REPAY_SHARE = Op.PAY_INTEREST, Op.REPAY_LEVEL, Op.REPAY_SHARE
_INTEREST, _PRINCIPAL = FlowKind.INTEREST, FlowKind.PRINCIPAL


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


def run(rows: Iterable[Row], state: State, terms: Terms, strike: Strike | None = None) -> State:
    """Run *rows* over *state*, telling ``terms.emit`` every amount; gives the state after them.

    Args:
        rows: A tape, or rows whose ``day``, ``days`` and ``amount`` are arrays.
        state: The state before the first row. It is changed in place.
        terms: Basis, rounding and arithmetic of the contract or the batch.
        strike: Defaults, or ``None`` where there are none.
    """
    if strike is None and isinstance(terms.arithmetic, Single):
        return _run_single(rows, state, terms)
    mode, multiple = terms.rounding.interest, terms.rounding.interest_multiple
    basis = terms.basis * multiple
    for row in rows:
        if strike is not None:
            _default(row.day, state, strike, terms.emit)
        if row.accrues:
            owed = state.balance if state.base is None else state.base
            interest = round_ratio(owed * state.rate * row.days, basis, mode)
            state.accrued = state.accrued + (interest if multiple == 1 else interest * multiple)
        ACTIONS[row.op](row, state, terms)
    if strike is not None:
        # What the last row left unpaid can still be lost.
        _default(_LAST_DAY, state, strike, terms.emit)
    return state


def _run_single(rows: Iterable[Row], state: State, terms: Terms) -> State:
    """The same for one contract without defaults, in half the time.

    What most dues do (repay a level payment, pay interest) stands here a second time, on local
    variables; all else is done as in a batch.
    """
    mode, multiple = terms.rounding.interest, terms.rounding.interest_multiple
    basis, emit = terms.basis * multiple, terms.emit
    balance, accrued, instalment, rate, base, ordinary = _read(state)
    for row in rows:
        op, day, days, accrues, _, extra, _ = row
        if accrues:
            owed = balance if base is None else base
            accrued += round_ratio(owed * rate * days, basis, mode) * multiple
        if op is _PAY_INTEREST and ordinary:
            emit(day, _INTEREST, accrued)
            accrued = 0
        elif op is _REPAY_LEVEL and ordinary and extra == 1:
            asked = instalment - accrued if accrued < instalment else 0
            repaid = asked if asked < balance else balance
            emit(day, _PRINCIPAL, repaid)
            balance -= repaid
        else:
            state.balance, state.accrued = balance, accrued
            ACTIONS[op](row, state, terms)
            balance, accrued, instalment, rate, base, ordinary = _read(state)
    state.balance, state.accrued = balance, accrued
    return state


def _read(state: State) -> tuple[int, int, int, int, int | None, bool]:
    """What an ordinary due looks at, and whether it needs to look at nothing else."""
    scaled = state.interest_scale is not None or state.principal_scale is not None
    ordinary = state.kept is None and not state.overdue and not scaled
    return state.balance, state.accrued, state.instalment, state.rate, state.base, ordinary


def _default(day: Whole, state: State, strike: Strike, emit: Emit) -> None:
    """Strike the contracts whose day has come."""
    hit = state.alive * (day >= strike.day)
    struck = state.balance * hit
    recovered = round_ratio(struck * strike.recovery_mbp, MBP, RoundingMode.DOWN)
    emit(strike.paid_on, FlowKind.RECOVERY, recovered)
    emit(strike.day, FlowKind.LOSS, struck - recovered)
    state.balance = state.balance - struck
    state.accrued = state.accrued * (1 - hit)
    state.overdue = state.overdue * (1 - hit)
    if state.base is not None:
        state.base = state.base * (1 - hit)
    state.alive = state.alive - hit
