"""One block over a group of scenarios: the kernel on arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

import attrs
import numpy as np

from investisens.engine.arithmetic import Batch, Whole
from investisens.engine.blocks import Block
from investisens.engine.book import Book
from investisens.engine.contract import Contract
from investisens.engine.debt import ON_BALANCE, outstanding
from investisens.engine.futures import Futures
from investisens.engine.grid import NEVER, Grid, add_flows
from investisens.engine.kernel import Strike, run
from investisens.engine.participation import participation_flows
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
        maturity = block.days[-1][:, None] if block.ops else before
        for at, op in enumerate(block.ops):
            day = block.days[at][:, None]
            periods = block.periods[at][:, None]
            if delayed:
                day = day + late * ((day >= since) & (day > begun))
                periods = block.day_count.numerators(before, day, maturity)
                before = day
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
        """Follow principal at the ends of the years that some participation looks at."""
        for _, _, leg in self._participations():
            for year in range(leg.first_year, leg.last_year + 1):
                last = date(year - 1, 12, 31).toordinal()
                self.watched.setdefault(last, np.zeros(shape, dtype=self.dtype))

    def _participations(self) -> Iterable[tuple[int, Contract, ParticipationLeg]]:
        for at in self.block.participating:
            contract = self.book.contracts[self.block.columns[at]]
            for leg in contract.legs:
                if isinstance(leg, ParticipationLeg):
                    yield at, contract, leg

    def _participate(self) -> None:
        """Add what participations pay, from the principal that was followed."""
        for at, contract, leg in self._participations():
            for column, scenario in enumerate(self.futures.scenarios):
                flows = participation_flows(
                    leg,
                    contract.results,
                    partial(self._principal_on, contract, at, column),
                    scenario.default_of(contract.id),
                    scenario.delay_of(contract.id),
                )
                add_flows(contract, flows, self.grid, self.part.start + column)

    def _principal_on(self, contract: Contract, at: int, column: int, day: date) -> int:
        past = () if contract.opening is None else contract.opening.past
        return outstanding(past, day) + int(self.watched[day.toordinal()][at, column])


def _wide(op: Op, extra: Any, dtype: Any) -> Any:
    """A row's extra with an axis for scenarios, where it holds arrays."""
    if op is not Op.FIX_LEVEL:
        return extra
    leaving, ahead = extra
    periods = tuple(row.astype(dtype)[:, None] for row in ahead.periods)
    return leaving, ahead._replace(periods=periods)
