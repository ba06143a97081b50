"""What a contract owes, and how one row of a tape changes it.

Each operation is one small function of the row, the state and the contract's terms. They use
only ``+ - * //`` and what :class:`Arithmetic` offers, so that the same lines serve one contract on
Python integers and a batch on arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from investisens.engine.arithmetic import Arithmetic, Whole
from investisens.engine.tape import Op, Row
from investisens.values.cashflow import FlowKind
from investisens.values.rates import MBP
from investisens.values.rounding import Rounding, round_ratio

Emit = Callable[[Whole, FlowKind, Whole], None]
"""Called with the ordinal of a day, a kind, and an amount of that kind."""

Scale = tuple[Whole, Whole]
"""A factor as numerator and denominator."""


@attrs.define
class State:
    """What a contract owes after a row; the kernel moves it in place.

    Attributes:
        balance: Outstanding principal (capital restant dû).
        accrued: Interest accrued and not yet paid (intérêts courus).
        rate: Yearly rate in units of the leg: thousandths of a basis point.
        instalment: Principal or level total of a due, once a step has fixed it.
        overdue: Principal that the next repayment asks for on top of its own.
        reference: Balance of which weighted parts are repaid.
        kept: What instalments must leave to the last repayment, or ``None``.
        base: What interest runs on where it is not the balance, else ``None``.
        interest_scale: Factor of what is paid as interest, or ``None``.
        principal_scale: Factor of what is paid as principal, or ``None``.
        lost: Principal written off and not recovered since.
        credit: Received beyond all that was owed.
        alive: 1 until the contract defaults, then 0.
    """

    balance: Whole
    accrued: Whole
    rate: Whole
    instalment: Whole = 0
    overdue: Whole = 0
    reference: Whole = 0
    kept: int | None = None
    base: Whole | None = None
    interest_scale: Scale | None = None
    principal_scale: Scale | None = None
    lost: Whole = 0
    credit: Whole = 0
    alive: Whole = 1


@attrs.frozen
class Terms:
    """What does not change while a contract runs.

    Attributes:
        basis: Day count basis × units in a rate of 1.
        rounding: The contract's rounding.
        arithmetic: For one contract or for a batch.
        emit: Told the day, the kind and the amount of each flow, cash or not.
    """

    basis: int
    rounding: Rounding
    arithmetic: Arithmetic
    emit: Emit


Action = Callable[[Row, State, Terms], None]


def _accrue(row: Row, state: State, terms: Terms) -> None:
    """Interest has accrued before any operation: nothing is left to do."""


def _draw(row: Row, state: State, terms: Terms) -> None:
    drawn = row.amount * state.alive
    terms.emit(row.day, FlowKind.DISBURSEMENT, drawn)
    state.balance = state.balance + drawn


def _pay_interest(row: Row, state: State, terms: Terms) -> None:
    terms.emit(row.day, FlowKind.INTEREST, state.accrued)
    if state.interest_scale is not None:
        _index(row.day, state.accrued, state.interest_scale, terms)
    state.accrued = state.accrued * 0


def _capitalise(row: Row, state: State, terms: Terms) -> None:
    terms.emit(row.day, FlowKind.CAPITALISED_INTEREST, state.accrued)
    state.balance = state.balance + state.accrued
    state.accrued = state.accrued * 0


def _fix_share(row: Row, state: State, terms: Terms) -> None:
    state.reference = terms.arithmetic.most(state.balance - row.extra, 0)
    state.instalment = terms.rounding.instalment(state.reference, row.amount)
    state.kept = row.extra or None


def _fix_level(row: Row, state: State, terms: Terms) -> None:
    leaving, ahead = row.extra
    owed = (state.balance, state.accrued, leaving)
    level = terms.arithmetic.level(owed, state.rate, ahead, terms.basis, terms.rounding)
    state.instalment = terms.arithmetic.most(level, 0)
    if ahead.levelled:
        state.instalment = _levelled(row, state, terms)
    state.kept = leaving or None


def _set_instalment(row: Row, state: State, terms: Terms) -> None:
    state.instalment = row.amount
    state.kept = row.extra or None


def _repay_amount(row: Row, state: State, terms: Terms) -> None:
    _repay(row.day, row.amount, state, terms)


def _repay_share(row: Row, state: State, terms: Terms) -> None:
    _repay_instalment(row.day, state.instalment, state, terms)


def _repay_whole(row: Row, state: State, terms: Terms) -> None:
    missing = terms.rounding.instalment(state.accrued, 1) - state.accrued
    asked = terms.arithmetic.most(state.instalment + missing, 0)
    _repay_instalment(row.day, asked, state, terms)


def _repay_excess(row: Row, state: State, terms: Terms) -> None:
    asked = state.reference - state.instalment * row.amount
    _repay_instalment(row.day, terms.arithmetic.most(asked, 0), state, terms)


def _repay_part(row: Row, state: State, terms: Terms) -> None:
    part = terms.rounding.instalment(state.reference * row.amount, row.extra)
    _repay_instalment(row.day, part, state, terms)


def _repay_level(row: Row, state: State, terms: Terms) -> None:
    asked = _weighted(row, state, terms) - state.accrued
    _repay_instalment(row.day, terms.arithmetic.most(asked, 0), state, terms)


def _repay_growing(row: Row, state: State, terms: Terms) -> None:
    _repay(row.day, _weighted(row, state, terms) - state.accrued, state, terms)


def _repay_rest(row: Row, state: State, terms: Terms) -> None:
    _repay(row.day, state.balance, state, terms)


def _set_rate(row: Row, state: State, terms: Terms) -> None:
    state.rate = row.amount


def _reset_rate(row: Row, state: State, terms: Terms) -> None:
    """The move of the rate within its limits, then the rate within its own."""
    period_floor, period_cap, floor, cap = row.extra
    least, most = terms.arithmetic.least, terms.arithmetic.most
    move = row.amount - state.rate
    move = move if period_floor is None else most(move, period_floor)
    move = move if period_cap is None else least(move, period_cap)
    rate = state.rate + move
    rate = rate if floor is None else most(rate, floor)
    state.rate = rate if cap is None else least(rate, cap)


def _fix_base(row: Row, state: State, terms: Terms) -> None:
    state.base = state.balance


def _follow_balance(row: Row, state: State, terms: Terms) -> None:
    state.base = None


def _scale_interest(row: Row, state: State, terms: Terms) -> None:
    state.interest_scale = (row.amount, row.extra)


def _scale_principal(row: Row, state: State, terms: Terms) -> None:
    state.principal_scale = (row.amount, row.extra)


def _fee(row: Row, state: State, terms: Terms) -> None:
    terms.emit(row.day, FlowKind.FEE, row.amount * state.alive)


def _fee_while_owed(row: Row, state: State, terms: Terms) -> None:
    terms.emit(row.day, FlowKind.FEE, row.amount * (state.balance > 0))


def _fee_share(row: Row, state: State, terms: Terms) -> None:
    fee = round_ratio(state.balance * row.amount, MBP, terms.rounding.interest)
    terms.emit(row.day, FlowKind.FEE, fee)


def _receive(row: Row, state: State, terms: Terms) -> None:
    """Allocate what was received: accrued interest, principal, then what was written off.

    What is left is credit. A recovery takes from the loss, so that the loss told in all is net.
    """
    least, most = terms.arithmetic.least, terms.arithmetic.most
    received = row.amount * state.alive
    interest = least(received, most(state.accrued, 0))
    principal = least(received - interest, state.balance)
    terms.emit(row.day, FlowKind.INTEREST, interest)
    terms.emit(row.day, FlowKind.PRINCIPAL, principal)
    state.accrued = state.accrued - interest
    state.balance = state.balance - principal
    rest = received - interest - principal
    recovered = least(rest, state.lost)
    terms.emit(row.day, FlowKind.LOSS, -recovered)
    terms.emit(row.day, FlowKind.RECOVERY, recovered)
    state.lost = state.lost - recovered
    rest = rest - recovered
    terms.emit(row.day, FlowKind.CREDIT, rest)
    state.credit = state.credit + rest


def _write_off(row: Row, state: State, terms: Terms) -> None:
    terms.emit(row.day, FlowKind.LOSS, state.balance)
    state.lost = state.lost + state.balance
    _end(state)


def _write_off_amount(row: Row, state: State, terms: Terms) -> None:
    lost = terms.arithmetic.least(row.amount, state.balance)
    terms.emit(row.day, FlowKind.LOSS, lost)
    state.lost = state.lost + lost
    state.balance = state.balance - lost


def _deliver(row: Row, state: State, terms: Terms) -> None:
    delivered = terms.arithmetic.least(row.amount, state.balance)
    terms.emit(row.day, FlowKind.DELIVERY, delivered)
    state.balance = state.balance - delivered


def _convert(row: Row, state: State, terms: Terms) -> None:
    """Interest joins the claim; whole shares are received for it, and the rest in cash."""
    terms.emit(row.day, FlowKind.CAPITALISED_INTEREST, state.accrued)
    claim = state.balance + state.accrued
    converted = claim // row.amount * row.amount
    terms.emit(row.day, FlowKind.CONVERSION, converted)
    terms.emit(row.day, FlowKind.PRINCIPAL, claim - converted)
    _end(state)


def _end(state: State) -> None:
    """Nothing is owed any more, and nothing runs on it."""
    state.balance = state.balance * 0
    state.accrued = state.accrued * 0
    state.overdue = state.overdue * 0
    if state.base is not None:
        state.base = state.base * 0


ACTIONS: Mapping[Op, Action] = MappingProxyType(
    {
        Op.ACCRUE: _accrue,
        Op.DRAW: _draw,
        Op.PAY_INTEREST: _pay_interest,
        Op.CAPITALISE: _capitalise,
        Op.FIX_SHARE: _fix_share,
        Op.FIX_LEVEL: _fix_level,
        Op.SET_INSTALMENT: _set_instalment,
        Op.REPAY_AMOUNT: _repay_amount,
        Op.REPAY_SHARE: _repay_share,
        Op.REPAY_PART: _repay_part,
        Op.REPAY_LEVEL: _repay_level,
        Op.REPAY_GROWING: _repay_growing,
        Op.REPAY_REST: _repay_rest,
        Op.SET_RATE: _set_rate,
        Op.RESET_RATE: _reset_rate,
        Op.FIX_BASE: _fix_base,
        Op.FOLLOW_BALANCE: _follow_balance,
        Op.SCALE_INTEREST: _scale_interest,
        Op.SCALE_PRINCIPAL: _scale_principal,
        Op.FEE: _fee,
        Op.FEE_SHARE: _fee_share,
        Op.RECEIVE: _receive,
        Op.WRITE_OFF: _write_off,
        Op.REPAY_WHOLE: _repay_whole,
        Op.REPAY_EXCESS: _repay_excess,
        Op.FEE_WHILE_OWED: _fee_while_owed,
        Op.DELIVER: _deliver,
        Op.CONVERT: _convert,
        Op.WRITE_OFF_AMOUNT: _write_off_amount,
    }
)
"""What each operation does, once interest up to its day has accrued."""


def _levelled(row: Row, state: State, terms: Terms) -> Whole:
    """The instalment, or the one that brings the last total nearer to the others."""
    level, dues = state.instalment, len(row.extra[1].periods)
    gap = _last_total(level, row, state, terms) - level
    other = terms.rounding.instalment(level * dues + gap, dues)
    nearer = abs(_last_total(other, row, state, terms) - other) < abs(gap)
    return level + (other - level) * (nearer & (abs(gap) > dues // 2))


def _last_total(level: Whole, row: Row, state: State, terms: Terms) -> Whole:
    """The last total of a level payment, if nothing else happens before it."""
    leaving, ahead = row.extra
    least, most, rounding = terms.arithmetic.least, terms.arithmetic.most, terms.rounding
    balance, accrued = state.balance, state.accrued
    for left, days in zip(range(len(ahead.periods) - 1, -1, -1), ahead.periods, strict=True):
        accrued = accrued + rounding.of_interest(balance * state.rate * days, terms.basis)
        if left:
            balance = balance - least(most(level - accrued, 0), balance)
            accrued = 0
    return balance + accrued - leaving


def _weighted(row: Row, state: State, terms: Terms) -> Whole:
    """The instalment, taken as many times as the row's weight says."""
    if row.extra == 1:
        return state.instalment
    return terms.rounding.instalment(state.instalment * row.amount, row.extra)


def _repay_instalment(day: Whole, asked: Whole, state: State, terms: Terms) -> None:
    """Repay what an instalment asks for, but for what it must leave to the last repayment."""
    if state.kept is not None:
        room = state.balance - state.kept - state.overdue
        asked = terms.arithmetic.most(terms.arithmetic.least(asked, room), 0)
    _repay(day, asked, state, terms)


def _repay(day: Whole, asked: Whole, state: State, terms: Terms) -> None:
    """Repay what is asked and what is overdue, never more than is owed."""
    repaid = terms.arithmetic.least(asked + state.overdue, state.balance)
    terms.emit(day, FlowKind.PRINCIPAL, repaid)
    if state.principal_scale is not None:
        _index(day, repaid, state.principal_scale, terms)
    state.balance = state.balance - repaid
    state.overdue = state.overdue * 0


def _index(day: Whole, amount: Whole, scale: Scale, terms: Terms) -> None:
    """Tell what indexation adds to *amount*, or takes from it."""
    numerator, denominator = scale
    scaled = round_ratio(amount * numerator, denominator, terms.rounding.interest)
    terms.emit(day, FlowKind.INDEXATION, scaled - amount)
