"""Amounts by kind, month and scenario, filled while a book runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import attrs
import numpy as np

from investisens.engine.blocks import HEAD_ROOM
from investisens.engine.book import Book
from investisens.engine.contract import Contract
from investisens.engine.debt import Flow
from investisens.engine.extent import days_of, latest_of, volume_of
from investisens.engine.scenario import Scenario
from investisens.values.cashflow import FlowKind

KINDS: tuple[FlowKind, ...] = tuple(FlowKind)
"""The first axis of a projection."""

INDEX = {kind: index for index, kind in enumerate(KINDS)}
"""Place of each kind on that axis."""

NEVER = date.max.toordinal() + 1
"""Ordinal of a day that never comes."""


def months_of(days: Any) -> Any:
    """Months since year 0 of ordinals."""
    stamps = (np.asarray(days, dtype=np.int64) - date(1970, 1, 1).toordinal()).astype("M8[D]")
    return stamps.astype("M8[M]").astype(np.int64) + 1970 * 12


@attrs.frozen(eq=False)
class Grid:
    """Amounts by kind, month and scenario, filled in place."""

    first: int
    amounts: Any

    @classmethod
    def over(cls, book: Book, scenarios: Sequence[Scenario]) -> Grid:
        """An empty grid from the first to the last day anything may happen; no month if none."""
        longest = max((delay.days for each in scenarios for delay in each.delays), default=0)
        latest = latest_of(book, scenarios)
        days = [day + late for day in days_of(book, scenarios) for late in (0, latest)] + [
            default.on.toordinal() + late
            for each in scenarios
            for default in each.defaults
            for late in (0, default.lag_days)
        ]
        months = months_of([min(days), min(max(days), NEVER - 1)]) if days else (0, -1)
        wide = volume_of(book, scenarios) > HEAD_ROOM / 1024 or any(
            block.dtype(longest) is object for block in book.blocks
        )
        shape = (len(KINDS), int(months[1] - months[0]) + 1, len(scenarios))
        return cls(int(months[0]), np.zeros(shape, dtype=object if wide else np.int64))

    def add(self, kind: FlowKind, days: Any, amounts: Any, part: slice) -> None:
        """Add *amounts*, shape (column, scenario), on *days* of the same shape or one column."""
        target = self.amounts[INDEX[kind], :, part]
        months = np.clip(months_of(days) - self.first, 0, len(target) - 1)
        if months.shape[1] == 1 and (months == months[0]).all():
            target[months[0, 0]] += amounts.sum(axis=0)
        elif months.shape[1] == 1:
            wide = np.broadcast_to(amounts, (len(months), target.shape[1]))
            np.add.at(target, months[:, 0], wide)
        else:
            wide = np.broadcast_to(amounts, months.shape)
            np.add.at(target, (months, np.arange(target.shape[1])), wide)

    def add_flow(self, flow: Flow, scenario: int) -> None:
        """Add one flow of one scenario."""
        ordinal, kind, amount = flow
        day = date.fromordinal(ordinal)
        month = day.year * 12 + day.month - 1 - self.first
        self.amounts[INDEX[kind], month, scenario] += amount

    def months(self) -> tuple[date, ...]:
        """First day of each month of the grid."""
        rows = range(self.first, self.first + self.amounts.shape[1])
        return tuple(date(month // 12, month % 12 + 1, 1) for month in rows)


def add_flows(contract: Contract, flows: Iterable[Flow], grid: Grid, scenario: int) -> None:
    """Add flows, but for those already past when the contract was taken over."""
    start = 0 if contract.opening is None else contract.opening.on.toordinal()
    for flow in flows:
        if flow[0] > start:
            grid.add_flow(flow, scenario)
