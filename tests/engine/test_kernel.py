"""The transitions of a balance: one contract, a batch, 64 bits and Python integers agree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.arithmetic import Batch, Single
from investisens.engine.debt import ON_BALANCE
from investisens.engine.kernel import Strike, run
from investisens.engine.state import State, Terms
from investisens.engine.tape import Ahead, Op, Row
from investisens.values.cashflow import FlowKind
from investisens.values.rates import MBP
from investisens.values.rounding import Rounding, RoundingMode
from oracles import rounded
from strategies import minors, modes, rates, roundings

BASIS = 360 * MBP
FIRST = date(2012, 2, 29).toordinal()
Told = list[tuple[int, FlowKind, int]]

weights = st.integers(1, 9)
factors = st.integers(0, 2_000)
limits = st.none() | rates.map(lambda rate: rate.mbp)
aheads = st.integers(1, 5).flatmap(
    lambda count: st.builds(
        Ahead,
        st.tuples(*[st.integers(0, 400)] * count),
        st.just(()) | st.tuples(*[weights] * count),
        weights,
        st.booleans(),
    )
)
amounts = {
    Op.FIX_SHARE: st.integers(1, 12),
    Op.SET_RATE: rates.map(lambda rate: rate.mbp),
    Op.RESET_RATE: rates.map(lambda rate: rate.mbp),
    Op.REPAY_PART: weights,
    Op.REPAY_LEVEL: weights,
    Op.REPAY_GROWING: weights,
    Op.REPAY_EXCESS: st.integers(0, 12),
    Op.SCALE_INTEREST: factors,
    Op.SCALE_PRINCIPAL: factors,
    Op.FEE_SHARE: st.integers(0, MBP),
}
extras: dict[Op, st.SearchStrategy[Any]] = {
    Op.FIX_LEVEL: st.tuples(st.integers(0, 10**5), aheads),
    Op.FIX_SHARE: st.integers(0, 10**5),
    Op.REPAY_PART: weights,
    Op.REPAY_LEVEL: weights,
    Op.REPAY_GROWING: weights,
    Op.SCALE_INTEREST: st.integers(1, 2_000),
    Op.SCALE_PRINCIPAL: st.integers(1, 2_000),
    Op.RESET_RATE: st.tuples(limits, limits, limits, limits),
}


@st.composite
def tapes(draw: st.DrawFn) -> list[Row]:
    """Any operations in any order."""
    rows = []
    day = FIRST
    for op in draw(st.lists(st.sampled_from(Op), min_size=1, max_size=20)):
        days = draw(st.integers(0, 400))
        day += days
        amount = draw(amounts.get(op, minors))
        extra = draw(extras.get(op, st.just(())))
        rows.append(Row(op, day, days, days != 0, amount, extra))
    return rows


states = st.tuples(minors, st.integers(0, 10**6), rates.map(lambda rate: rate.mbp))
strikes = st.none() | st.builds(
    Strike,
    day=st.integers(FIRST - 10, FIRST + 4_000),
    recovery_mbp=st.integers(0, MBP),
    paid_on=st.integers(FIRST, FIRST + 5_000),
)


def state_of(start: tuple[int, int, int]) -> State:
    return State(balance=start[0], accrued=start[1], rate=start[2])


def alone(
    rows: Iterable[Row], state: State, rounding: Rounding, strike: Strike | None = None
) -> Told:
    told: Told = []
    emit = lambda day, kind, amount: told.append((day, kind, amount))  # noqa: E731
    run(rows, state, Terms(BASIS, rounding, Single(), emit), strike)
    return told


def as_arrays(rows: Iterable[Row], dtype: type, count: int) -> list[Row]:
    def column(value: int) -> Any:
        return np.array([value] * count, dtype=dtype)[:, None]

    def wide(row: Row) -> Any:
        if row.op is not Op.FIX_LEVEL:
            return row.extra
        leaving, ahead = row.extra
        return leaving, ahead._replace(periods=tuple(column(days) for days in ahead.periods))

    return [
        Row(
            row.op,
            column(row.day),
            column(row.days),
            row.accrues,
            column(row.amount),
            wide(row),
        )
        for row in rows
    ]


def together(
    rows: list[Row],
    starts: list[tuple[int, int, int]],
    rounding: Rounding,
    strike: Strike | None,
    dtype: type,
) -> tuple[list[Told], State]:
    """What a batch tells of each contract, and the state it ends in."""
    told: list[Told] = [[] for _ in starts]

    def emit(day: Any, kind: FlowKind, amount: Any) -> None:
        wide = np.broadcast_to(amount, (len(starts), 1))
        on = np.broadcast_to(day, (len(starts), 1))
        for at in range(len(starts)):
            assert isinstance(amount[at % len(amount), 0], int | np.int64)
            told[at].append((int(on[at, 0]), kind, int(wide[at, 0])))

    def column(values: Iterable[int]) -> Any:
        return np.array(list(values), dtype=dtype)[:, None]

    balance, accrued, rate = map(column, zip(*starts, strict=True))
    zero = column(0 for _ in starts)
    state = State(balance, accrued, rate, zero, zero, zero, credit=zero)
    if strike is not None:
        recovery: Any = np.array([[strike.recovery_mbp]], dtype=dtype)
        day, paid_on = np.array([[strike.day]]), np.array([[strike.paid_on]])
        strike = Strike(day, recovery, paid_on)
    arrays = as_arrays(rows, dtype, len(starts))
    return told, run(arrays, state, Terms(BASIS, rounding, Batch(), emit), strike)


@given(tapes(), states, roundings, strikes)
def test_the_balance_is_what_the_flows_leave(
    rows: list[Row], start: tuple[int, int, int], rounding: Rounding, strike: Strike | None
) -> None:
    """Opened + drawn + capitalised = repaid + recovered + lost + outstanding."""
    state = state_of(start)
    told = alone(rows, state, rounding, strike)

    moved = sum(ON_BALANCE.get(kind, 0) * amount for _, kind, amount in told)
    assert state.balance == start[0] + moved


@given(tapes(), states, roundings, strikes)
def test_nothing_told_and_nothing_owed_is_negative(
    rows: list[Row], start: tuple[int, int, int], rounding: Rounding, strike: Strike | None
) -> None:
    """Interest that may raise the balance, and an index below one, are told as negative."""
    signed = (Op.REPAY_GROWING, Op.SCALE_INTEREST, Op.SCALE_PRINCIPAL)
    state = state_of(start)
    told = alone([row for row in rows if row.op not in signed], state, rounding, strike)

    assert all(amount >= 0 for _, _, amount in told)
    assert min(state.balance, state.accrued, state.overdue, state.credit) >= 0


@given(tapes(), st.lists(states, min_size=1, max_size=4), roundings, strikes)
def test_a_batch_tells_what_each_contract_tells(
    rows: list[Row],
    starts: list[tuple[int, int, int]],
    rounding: Rounding,
    strike: Strike | None,
) -> None:
    """On Python integers, for no bound holds for operations in any order."""
    told, last = together(rows, starts, rounding, strike, object)

    for at, start in enumerate(starts):
        state = state_of(start)
        assert told[at] == alone(rows, state, rounding, strike)
        for name in ("balance", "accrued", "credit"):
            column = np.broadcast_to(getattr(last, name), (len(starts), 1))
            assert column[at, 0] == getattr(state, name)


# No :class:`Single`, so that one contract runs in the loop of a batch.
in_general = SimpleNamespace(least=min, most=max, level=Single.level)
few = st.integers(0, 1_000)
scales = st.tuples(factors, st.integers(1, 2_000))
oddities = (
    *({name: few} for name in ("overdue", "kept", "base")),
    *({name: scales} for name in ("interest_scale", "principal_scale")),
)
started = st.sampled_from(({}, {}, *oddities)).flatmap(
    lambda odd: st.builds(
        State,
        few,
        few,
        rates.map(lambda rate: rate.mbp),
        few,
        **odd,  # type: ignore[arg-type]
    )
)
done = st.sampled_from(
    [
        *[(Op.REPAY_LEVEL, 1, 1), (Op.PAY_INTEREST, 0, ())] * 3,
        *[(Op.REPAY_LEVEL, 1, 2), (Op.SET_RATE, 500_000, ()), (Op.ACCRUE, 0, ())],
    ]
)
dues = st.lists(
    st.tuples(st.integers(0, 400), done).map(
        lambda drawn: Row(drawn[1][0], FIRST, drawn[0], drawn[0] != 0, *drawn[1][1:])
    ),
    min_size=3,
    max_size=12,
)


@given(
    dues,
    started,
    st.builds(attrs.evolve, roundings, interest_multiple=st.just(1) | weights),
)
def test_the_loop_of_one_contract_does_what_the_general_one_does(
    rows: list[Row], state: State, rounding: Rounding
) -> None:
    ends = []
    for arithmetic in (Single(), in_general):
        told: Told = []
        emit = lambda *flow, told=told: told.append(flow)  # noqa: E731
        last = run(rows, attrs.evolve(state), Terms(BASIS, rounding, arithmetic, emit))
        ends.append((last, told))

    assert ends[0] == ends[1]


# Amounts of at most 10^5 and few capitalisations stay within 64 bits whatever the order.
small_states = st.tuples(
    st.integers(1, 10**5), st.integers(0, 1_000), rates.map(lambda rate: rate.mbp)
)
calm_tapes = tapes().map(
    lambda rows: [
        row._replace(amount=row.amount if row.op in amounts else row.amount % 100_000)
        for row in rows
        if row.op is not Op.CAPITALISE
    ]
)


@given(calm_tapes, st.lists(small_states, min_size=1, max_size=4), roundings, strikes)
def test_sixty_four_bits_tell_what_python_integers_tell(
    rows: list[Row],
    starts: list[tuple[int, int, int]],
    rounding: Rounding,
    strike: Strike | None,
) -> None:
    narrow, _ = together(rows, starts, rounding, strike, np.int64)
    wide, _ = together(rows, starts, rounding, strike, object)

    assert narrow == wide


@given(st.integers(0, 10**12), rates, st.integers(1, 4_000), modes)
def test_interest_of_a_row_is_one_division_rounded_once(
    balance: int, rate: Any, days: int, mode: RoundingMode
) -> None:
    state = State(balance=balance, accrued=0, rate=rate.mbp)
    alone([Row(Op.ACCRUE, FIRST, days, True)], state, Rounding(interest=mode))

    assert state.accrued == rounded(balance * rate.fraction * days / 360, mode)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (RoundingMode.HALF_UP, [1, 2, 2]),
        (RoundingMode.HALF_EVEN, [0, 2, 2]),
        (RoundingMode.DOWN, [0, 1, 2]),
        (RoundingMode.UP, [1, 2, 2]),
    ],
)
def test_halves_of_interest_are_settled_by_the_mode(
    mode: RoundingMode, expected: list[int]
) -> None:
    """100, 300 and 400 at 12 % for 15 days of 360 bear 0.5, 1.5 and 2 units."""
    rows = [Row(Op.PAY_INTEREST, FIRST, 15, True)]
    starts = [(balance, 0, 12 * MBP // 100) for balance in (100, 300, 400)]
    rounding = Rounding(interest=mode)
    told, _ = together(rows, starts, rounding, None, np.int64)

    assert [each[0][2] for each in told] == expected
    assert [alone(rows, state_of(start), rounding)[0][2] for start in starts] == expected


def test_a_receipt_pays_interest_then_principal_and_the_rest_is_credit() -> None:
    state = State(balance=100, accrued=7, rate=0)
    told = alone([Row(Op.RECEIVE, FIRST, 0, False, amount=120)], state, Rounding())

    assert [flow for flow in told if flow[2]] == [
        (FIRST, FlowKind.INTEREST, 7),
        (FIRST, FlowKind.PRINCIPAL, 100),
        (FIRST, FlowKind.CREDIT, 13),
    ]
    assert (state.balance, state.accrued, state.credit) == (0, 0, 13)


def test_what_is_received_after_a_write_off_takes_from_the_loss_and_no_more() -> None:
    """100 are given up; 60 then 70 come: 100 are recovered, 30 are credit, nothing is lost."""
    state = State(balance=100, accrued=7, rate=0)
    rows = [
        Row(Op.WRITE_OFF, FIRST, 0, False),
        Row(Op.RECEIVE, FIRST + 9, 0, False, amount=60),
        Row(Op.RECEIVE, FIRST + 10, 0, False, amount=70),
    ]
    told = alone(rows, state, Rounding())

    assert [flow for flow in told if flow[2]] == [
        (FIRST, FlowKind.LOSS, 100),
        (FIRST + 9, FlowKind.LOSS, -60),
        (FIRST + 9, FlowKind.RECOVERY, 60),
        (FIRST + 10, FlowKind.LOSS, -40),
        (FIRST + 10, FlowKind.RECOVERY, 40),
        (FIRST + 10, FlowKind.CREDIT, 30),
    ]
    assert (state.balance, state.lost, state.credit) == (0, 0, 30)


def test_what_is_overdue_is_asked_for_once() -> None:
    state = State(balance=100, accrued=0, rate=0, instalment=20, overdue=15)
    rows = [Row(Op.REPAY_SHARE, FIRST, 0, False), Row(Op.REPAY_SHARE, FIRST + 30, 30, True)]

    assert [amount for _, _, amount in alone(rows, state, Rounding())] == [35, 20]


def test_an_instalment_below_the_interest_repays_no_principal() -> None:
    """The level total is 50, the interest 120: nothing is repaid, nothing is added."""
    state = State(balance=1_000, accrued=0, rate=12 * MBP // 100, instalment=50)
    rows = [Row(Op.REPAY_LEVEL, FIRST, 360, True, 1, 1), Row(Op.PAY_INTEREST, FIRST, 0, False)]

    assert [amount for _, _, amount in alone(rows, state, Rounding())] == [0, 120]
    assert state.balance == 1_000


def test_a_default_loses_what_is_not_recovered_and_pays_nothing_more() -> None:
    """A third of 1000 is recovered, rounded down; accrued interest is gone."""
    state = State(balance=1_000, accrued=80, rate=0, overdue=10)
    strike = Strike(day=FIRST, recovery_mbp=MBP // 3, paid_on=FIRST + 90)
    rows = [
        Row(Op.DRAW, FIRST, 0, False, amount=500),
        Row(Op.FEE, FIRST, 0, False, amount=5),
        Row(Op.REPAY_REST, FIRST + 30, 30, True),
        Row(Op.PAY_INTEREST, FIRST + 30, 0, False),
    ]
    told = alone(rows, state, Rounding(), strike)

    assert [flow for flow in told if flow[2]] == [
        (FIRST + 90, FlowKind.RECOVERY, 333),
        (FIRST, FlowKind.LOSS, 667),
    ]
    assert (state.balance, state.accrued, state.overdue) == (0, 0, 0)


def test_what_the_last_row_leaves_unpaid_can_still_be_lost() -> None:
    state = State(balance=1_000, accrued=0, rate=0)
    strike = Strike(day=FIRST + 400, recovery_mbp=0, paid_on=FIRST + 400)
    rows = [Row(Op.REPAY_AMOUNT, FIRST, 0, False, amount=300)]

    assert alone(rows, state, Rounding(), strike)[-1] == (FIRST + 400, FlowKind.LOSS, 700)
    assert state.balance == 0


def test_a_write_off_loses_the_balance_and_forgets_the_interest() -> None:
    state = State(balance=1_000, accrued=80, rate=0)
    told = alone([Row(Op.WRITE_OFF, FIRST, 0, False)], state, Rounding())

    assert told == [(FIRST, FlowKind.LOSS, 1_000)]
    assert (state.balance, state.accrued) == (0, 0)
