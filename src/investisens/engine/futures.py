"""Defaults and delays of a group of scenarios, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np

from investisens.engine.book import Book
from investisens.engine.contract_checks import check_default, check_delay
from investisens.engine.grid import NEVER
from investisens.engine.scenario import Scenario


def _any_named(scenarios: Sequence[Scenario]) -> bool:
    return any(scenario.defaults or scenario.delays for scenario in scenarios)


@attrs.frozen(eq=False)
class Futures:
    """Defaults and delays of a group of scenarios, shape (contract, scenario)."""

    scenarios: Sequence[Scenario]
    default_on: Any
    recovery: Any
    paid_on: Any
    since: Any
    late: Any

    @classmethod
    def of(cls, book: Book, scenarios: Sequence[Scenario]) -> Futures:
        """Tables of *scenarios*; contracts that the book does not hold are left out."""
        names = [contract.id for contract in book.contracts] or map(str, range(book.size))
        index = {name: at for at, name in enumerate(names)} if _any_named(scenarios) else {}
        shape = (book.size, len(scenarios))
        never = np.full(shape, NEVER, dtype=np.int64)
        futures = cls(
            scenarios,
            never,
            np.zeros(shape, np.int64),
            never.copy(),
            never.copy(),
            np.zeros(shape, np.int64),
        )
        for column, scenario in enumerate(scenarios):
            for default in scenario.defaults:
                if default.contract in index:
                    at = (index[default.contract], column)
                    if book.contracts:
                        held = book.contracts[at[0]]
                        check_default(held.id, held.legs, held.opening, default)
                    day = default.on.toordinal()
                    futures.default_on[at] = day
                    futures.recovery[at] = default.recovery.mbp
                    futures.paid_on[at] = day + default.lag_days
            for delay in scenario.delays:
                if delay.contract in index:
                    at = (index[delay.contract], column)
                    if book.contracts:
                        held = book.contracts[at[0]]
                        check_delay(held.id, held.legs, delay)
                    futures.since[at] = delay.since.toordinal()
                    futures.late[at] = delay.days
        return futures
