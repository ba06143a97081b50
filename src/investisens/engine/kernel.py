"""The only loop over time: the transitions of a balance, for one contract or a batch.

All amounts are whole minor units. Interest of a row is one exact division, rounded once in the
contract's mode, and is carried in whole units until it is paid, capitalised or lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from investisens.engine.arithmetic import Whole
from investisens.engine.state import ACTIONS, Emit, State, Terms
from investisens.engine.tape import Row
from investisens.values.cashflow import FlowKind
from investisens.values.rates import MBP
from investisens.values.rounding import RoundingMode, round_ratio

_LAST_DAY = date.max.toordinal()


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
