"""One block over a group of scenarios: the kernel on arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

import attrs
import numpy as np

from investisens.engine.arithmetic import Batch, Whole
from investisens.engine.blocks import HEAD_ROOM, Block
from investisens.engine.book import Book
from investisens.engine.contract import Contract
from investisens.engine.debt import ON_BALANCE, outstanding
from investisens.engine.futures import Futures
from investisens.engine.grid import NEVER, Grid
from investisens.engine.kernel import Strike, run
from investisens.engine.participation import Future, payments
from investisens.engine.state import State, Terms
from investisens.engine.tape import Op, Row
from investisens.values.cashflow import FlowKind
from investisens.values.legs import ParticipationLeg


@attrs.define(eq=False)
class BlockRun:
    """One block over a group of scenarios."""

    book: Book
    block: Block
    futures: Futures
    grid: Grid
    part: slice
    dtype: Any = attrs.field(init=False)
    watched: dict[int, Any] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        late = self.futures.late[self.block.columns]
        self.dtype = self.block.dtype(int(late.max(initial=0)))

    def run(self) -> Any:
        """Run the block; gives the principal left at the end in each scenario."""
        block, dtype = self.block, self.dtype
        shape = (len(block.columns), self.part.stop - self.part.start)
        self._watch(shape)
        state = self._opening()
        self._emit(block.start[:, None], FlowKind.DISBURSEMENT, block.lent.astype(dtype)[:, None])
        terms = Terms(block.basis, block.rounding, Batch(), self._emit)
        run(self._rows(), state, terms, self._strike())
        self._participate()
        return np.broadcast_to(state.balance, shape).sum(axis=0)

    def _opening(self) -> State:
        """The block's state with an axis for scenarios, in the run's integers."""
        columns = attrs.asdict(self.block.state, recurse=False)
        for name, value in columns.items():
            if isinstance(value, np.ndarray):
                columns[name] = value.astype(self.dtype)[:, None]
        return State(**columns)

    def _strike(self) -> Strike | None:
        columns = self.block.columns
        day = self.futures.default_on[columns]
        if (day == NEVER).all():
            return None
        recovery = self.futures.recovery[columns].astype(self.dtype)
        return Strike(day, recovery, self.futures.paid_on[columns])

    def _rows(self) -> Iterator[Row]:
        """The rows as arrays, moved by the delays of each scenario."""
        block, dtype = self.block, self.dtype
        since, late = (table[block.columns] for table in (self.futures.since, self.futures.late))
        delayed = bool(late.any())
        before = block.start[:, None]
        begun = block.begun[:, None]
        # Interest runs to the ends; where no due is moved they are the days themselves.
        ends = block.days if block.shifts is None else block.days - block.shifts
        maturity = ends[-1][:, None] if block.ops else before
        for at, op in enumerate(block.ops):
            day = block.days[at][:, None]
            periods = block.periods[at][:, None]
            if delayed:
                later = late * ((day >= since) & (day > begun))
                end = day = day + later
                if block.shifts is not None:
                    agreed = ends[at][:, None]
                    end = np.where(later, np.maximum(agreed, day), agreed)
                periods = block.day_count.numerators(before, end, maturity)
                before = end
            yield Row(
                op=op,
                day=day,
                days=periods.astype(dtype),
                accrues=bool(periods.any()),
                amount=block.amounts[at].astype(dtype)[:, None],
                extra=_wide(op, block.extras[at], dtype),
            )

    def _emit(self, day: Whole, kind: FlowKind, amount: Whole) -> None:
        if len(amount) != len(self.block.columns):
            # The same amount for every debt, told once.
            amount = np.broadcast_to(amount, (len(self.block.columns), amount.shape[1]))
        self.grid.add(kind, day, amount, self.part)
        for last in self.watched if kind in ON_BALANCE else ():
            self.watched[last] += ON_BALANCE[kind] * amount * (day <= last)

    def _watch(self, shape: tuple[int, int]) -> None:
        """Follow principal on the days before the windows of participations."""
        for _, _, leg in self._participations():
            for window in leg.windows:
                last = window.first.toordinal() - 1
                self.watched.setdefault(last, np.zeros(shape, dtype=self.dtype))

    def _participations(self) -> Iterable[tuple[int, Contract, ParticipationLeg]]:
        for at in self.block.participating:
            contract = self.book.contracts[self.block.columns[at]]
            for leg in contract.legs:
                if isinstance(leg, ParticipationLeg):
                    yield at, contract, leg

    def _participate(self) -> None:
        """Add what participations pay, from the principal that was followed."""
        futures, wide = self.futures, self.grid.amounts.dtype
        for at, contract, leg in self._participations():
            dtype = self._dtype_of(leg, contract, at)
            index = self.block.columns[at]
            future = Future(
                futures.default_on[index],
                futures.since[index],
                futures.late[index],
                np.ones(len(futures.scenarios), dtype),
            )
            owed = partial(self._principal_on, contract, at, dtype)
            start = 0 if contract.opening is None else contract.opening.on.toordinal()
            for day, amount, _ in payments(leg, contract.results, owed, future, Batch()):
                # What was due before the contract was taken over is past.
                to_come = (amount * (day > start)).astype(wide)
                self.grid.add(FlowKind.PARTICIPATION, day[None], to_come[None], self.part)

    def _dtype_of(self, leg: ParticipationLeg, contract: Contract, at: int) -> Any:
        """The integers in which every product of a participation has head-room."""
        past = () if contract.opening is None else contract.opening.past
        owed = sum(abs(amount) for _, _, amount in past)
        # A participation may have no window yet: nothing is watched then.
        owed += max((int(abs(table[at]).max()) for table in self.watched.values()), default=0)
        cap = 0 if leg.cap_of_principal is None else leg.cap_of_principal.mbp
        total = 0 if leg.cap_total is None else leg.cap_total.minor
        fits = max(4 * cap * owed, total) < HEAD_ROOM and self.grid.amounts.dtype != object
        return np.int64 if fits else object

    def _principal_on(self, contract: Contract, at: int, dtype: Any, day: date) -> Any:
        past = () if contract.opening is None else contract.opening.past
        return outstanding(past, day) + self.watched[day.toordinal()][at].astype(dtype)


def _wide(op: Op, extra: Any, dtype: Any) -> Any:
    """A row's extra with an axis for scenarios, where it holds arrays."""
    if op is not Op.FIX_LEVEL:
        return extra
    leaving, ahead = extra
    periods = tuple(row.astype(dtype)[:, None] for row in ahead.periods)
    return leaving, ahead._replace(periods=periods)
