"""From contracts to blocks: which debts stand side by side, and their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import attrs
import numpy as np

from investisens.engine.blocks import Block, whole_numbers
from investisens.engine.contract import Contract
from investisens.engine.debt import Opening, opening_state, rows_to_come
from investisens.engine.state import State
from investisens.engine.tape import Op, Row
from investisens.values.legs import DebtLeg, ParticipationLeg


def cohort_block(leg: DebtLeg, principals: Any, rates: Any) -> Block:
    """The block of debts that differ from *leg* in principal and rate."""
    (block,) = blocks_of([Contract(id="cohort", legs=(leg,))])
    size = len(principals)
    zero = np.zeros(size, dtype=np.int64)
    state = State(principals, zero, rates, zero, zero, zero)
    start = np.full(size, leg.start.toordinal(), dtype=np.int64)
    return attrs.evolve(
        block, columns=np.arange(size), state=state, lent=principals, start=start, begun=start
    )


@attrs.frozen
class _Member:
    """One debt of a block: its index in the book, where it starts, its rows and its state."""

    index: int
    leg: DebtLeg
    opening: Opening | None
    rows: tuple[Row, ...]
    state: State


def blocks_of(contracts: Sequence[Contract]) -> tuple[Block, ...]:
    """The debts of *contracts* in as few blocks as their shapes allow."""
    shapes: dict[Any, list[_Member]] = defaultdict(list)
    # Contracts of the same terms share their tape and rounding: their shape is read once. The
    # members keep the tapes alive, so that no id is given twice.
    read: dict[Any, list[_Member]] = {}
    for index, contract in enumerate(contracts):
        leg = contract.debt
        if leg is None or contract.is_intertwined:
            continue
        rows = rows_to_come(leg, contract.opening, None, contract.fixings)
        state = opening_state(leg, contract.opening, contract.fixings)
        member = _Member(index, leg, contract.opening, rows, state)
        same = (id(rows), id(leg.rounding))
        if same not in read:
            shape = tuple([(row.op, _constant(row)) for row in rows])
            read[same] = shapes[
                shape, leg.day_count, leg.rounding, leg.rate_unit, _constants(state)
            ]
        read[same].append(member)
    participating = {
        index
        for index, contract in enumerate(contracts)
        if any(isinstance(leg, ParticipationLeg) for leg in contract.legs)
    }
    return tuple(_block(members, participating) for members in shapes.values())


def _constant(row: Row) -> Any:
    """What *row* reads besides its amount, as far as it is the same for a whole block."""
    if row.op is not Op.FIX_LEVEL:
        return row.extra
    leaving, ahead = row.extra
    return leaving, ahead._replace(periods=(len(ahead.periods),))


def _constants(state: State) -> Any:
    """What states of a block share: if interest has its own base, what is kept, the scales."""
    return state.base is None, state.kept, state.interest_scale, state.principal_scale


def _block(members: list[_Member], participating: set[int]) -> Block:
    first = members[0]
    table = partial(_table, members)
    starts = [
        member.leg.start if member.opening is None else member.opening.since for member in members
    ]
    lent = [0 if member.opening else member.leg.principal.minor for member in members]
    return Block(
        columns=np.array([member.index for member in members]),
        participating=tuple(
            at for at, member in enumerate(members) if member.index in participating
        ),
        ops=tuple(row.op for row in first.rows),
        days=table(lambda rows: [row.day for row in rows]),
        shifts=(
            table(lambda rows: [row.shift for row in rows])
            if any(member.leg.moved for member in members)
            else None
        ),
        periods=table(lambda rows: [row.days for row in rows]),
        amounts=table(lambda rows: [row.amount for row in rows]),
        extras=tuple(_extra(members, at) for at in range(len(first.rows))),
        start=np.array([day.toordinal() for day in starts], dtype=np.int64),
        begun=np.array([member.leg.start.toordinal() for member in members], dtype=np.int64),
        state=_columns([member.state for member in members]),
        lent=whole_numbers(lent),
        day_count=first.leg.day_count,
        rounding=first.leg.rounding,
        rate_unit=first.leg.rate_unit,
    )


def _extra(members: list[_Member], at: int) -> Any:
    row = members[0].rows[at]
    if row.op is not Op.FIX_LEVEL:
        return row.extra
    leaving, ahead = row.extra
    periods = _table(members, lambda rows: rows[at].extra[1].periods)
    return leaving, ahead._replace(periods=tuple(periods))


def _columns(states: list[State]) -> State:
    """States side by side: each number becomes an array of shape (column,)."""
    first = states[0]
    return State(
        balance=whole_numbers([state.balance for state in states]),
        accrued=whole_numbers([state.accrued for state in states]),
        rate=whole_numbers([state.rate for state in states]),
        instalment=whole_numbers([state.instalment for state in states]),
        overdue=whole_numbers([state.overdue for state in states]),
        reference=whole_numbers([state.reference for state in states]),
        kept=first.kept,
        base=None if first.base is None else whole_numbers([state.base for state in states]),
        interest_scale=first.interest_scale,
        principal_scale=first.principal_scale,
    )


def _table(members: list[_Member], read: Callable[..., Sequence[int]]) -> Any:
    """What *read* finds in the rows of each member: (row, column), or (row, 1) if all agree."""
    tapes = {id(member.rows): member.rows for member in members}
    place = {key: at for at, key in enumerate(tapes)}
    columns = [read(rows) for rows in tapes.values()]
    table = (
        whole_numbers([value for column in columns for value in column]).reshape(len(columns), -1).T
    )
    if len(columns) == 1:
        return np.ascontiguousarray(table)
    return np.ascontiguousarray(table[:, [place[id(member.rows)] for member in members]])
