"""A book projected over scenarios: what is paid, by kind, month and scenario."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs
import numpy as np

from investisens.engine.block_run import BlockRun
from investisens.engine.book import Book
from investisens.engine.contract import Contract, flows_of, run_contract
from investisens.engine.debt import ON_BALANCE
from investisens.engine.futures import Futures
from investisens.engine.grid import INDEX, Grid, add_flows
from investisens.engine.scenario import BASE, Scenario, singled_out
from investisens.values.cashflow import FlowKind
from investisens.values.currency import Currency
from investisens.values.errors import ConservationBroken, InvalidTerms
from investisens.values.legs import DebtLeg, ParticipationLeg

_CELLS = 2_000_000
"""Contracts x scenarios that run together at most: it bounds memory."""
_FAST = 16_384
"""Contracts x scenarios that run through the kernel at once: their arrays fit into cache."""
_BESIDE = (DebtLeg, ParticipationLeg)
"""Legs that run in blocks, beside those of other contracts."""
_FEW = 32
"""Below this many contracts x scenarios, arrays cost more than a loop over single contracts."""


@attrs.frozen(kw_only=True, eq=False)
class Projection:
    """What a book pays, in whole minor units.

    Attributes:
        currency: Currency of every amount.
        months: First day of each month, without gap: the second axis.
        scenarios: Names: the third axis.
        amounts: Amount of each kind, >= 0 (known flows carry their sign), shape
            (kind, month, scenario); integers of 64 bits, or Python's beyond them.
        outstanding: Principal left at the end, shape (scenario,).

    >>> Projection(currency=Currency.of("XOF"), months=(), scenarios=("base",), amounts=None,
    ...            outstanding=None).scenarios
    ('base',)
    """

    currency: Currency
    months: tuple[date, ...]
    scenarios: tuple[str, ...]
    amounts: Any = attrs.field(repr=False)
    outstanding: Any = attrs.field(repr=False)

    def of(self, kind: FlowKind) -> Any:
        """Amounts of one kind, shape (month, scenario)."""
        return self.amounts[INDEX[kind]]


def run_book(book: Book, scenarios: Sequence[Scenario] = (BASE,)) -> Projection:
    """Project every contract of *book* in every scenario; conservation is proved each time.

    Flows before a contract's opening are not repeated. Scenarios run in groups, so that memory
    stays bounded; time is linear in contracts × steps × scenarios.

    Raises:
        ConservationBroken: In some scenario, opened + lent + capitalised is not repaid +
            recovered + lost + outstanding.
        InvalidTerms: No scenario, or a default that comes too early, see :func:`check_default`.

    >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
    >>> terms = Loan(principal=Money(1_000, XOF), disbursed_on=date(2024, 1, 1),
    ...              rate=Rate.parse("5 %"),
    ...              repayment=Repayment(dues=(OnDates((date(2024, 12, 31),)),)))
    >>> projection = run_book(Book.of([Contract(id="L1", legs=terms.legs())]))
    >>> int(projection.of(FlowKind.INTEREST).sum())
    50
    """
    if not scenarios:
        raise InvalidTerms("no scenario is given: pass BASE for none", field="scenarios")
    together = _together(book, scenarios)
    held = {contract.id for contract in together.contracts if not contract.is_intertwined}
    grid = Grid.over(book, scenarios)
    left = np.zeros(len(scenarios), dtype=grid.amounts.dtype)
    step = max(1, _CELLS // max(1, book.size))
    for first in range(0, len(scenarios), step):
        part = slice(first, min(first + step, len(scenarios)))
        futures = Futures.of(together, scenarios[part])
        for block in together.blocks:
            if not together.contracts or len(block.columns) * len(futures.scenarios) >= _FEW:
                for some in block.split(max(_FEW, _FAST // len(futures.scenarios))):
                    left[part] += BlockRun(together, some, futures, grid, part).run()
            else:
                for index in block.columns:
                    owed, _ = _split(together.contracts[index], _BESIDE)
                    left[part] += _run_alone(owed, book, futures, grid, part)
        for contract in book.contracts:
            in_block = contract.id in held and contract.debt is not None
            rest = _split(contract, _BESIDE)[1] if in_block else contract
            if rest.legs:
                left[part] += _run_alone(rest, book, futures, grid, part)
    _prove(book, grid, left)
    return Projection(
        currency=book.currency,
        months=grid.months(),
        scenarios=tuple(scenario.name for scenario in scenarios),
        amounts=grid.amounts,
        outstanding=left,
    )


def _together(book: Book, scenarios: Sequence[Scenario]) -> Book:
    """The book without the contracts that some scenario singles out: their shape may change."""
    apart = singled_out(scenarios)
    if not apart:
        return book
    kept = [contract for contract in book.contracts if contract.id not in apart]
    return Book.of(kept, book.currency)


def _split(contract: Contract, kinds: tuple[type, ...]) -> tuple[Contract, Contract]:
    """The contract with its legs of *kinds*, and with the others."""
    mine = tuple(leg for leg in contract.legs if isinstance(leg, kinds))
    others = tuple(leg for leg in contract.legs if not isinstance(leg, kinds))
    return attrs.evolve(contract, legs=mine), attrs.evolve(contract, legs=others)


def _run_alone(contract: Contract, book: Book, futures: Futures, grid: Grid, part: slice) -> Any:
    """Run one contract in each scenario; gives the principal left in each."""
    left = []
    for column, scenario in enumerate(futures.scenarios):
        result = run_contract(contract, scenario, flows_of(contract.covers, book.by_id, scenario))
        add_flows(contract, result.flows, grid, part.start + column)
        left.append(result.outstanding)
    return np.array(left, dtype=grid.amounts.dtype)


def _prove(book: Book, grid: Grid, left: Any) -> None:
    opened = sum(
        contract.opening.balance for contract in book.contracts if contract.opening is not None
    )
    owed = opened + sum(
        sign * grid.amounts[INDEX[kind]].sum(axis=0) for kind, sign in ON_BALANCE.items()
    )
    wrong = np.flatnonzero(owed != left)
    if wrong.size:
        at = int(wrong[0])
        raise ConservationBroken(
            f"in scenario number {at}, opened + lent + capitalised - repaid - recovered - lost is "
            f"{owed[at]} but {left[at]} is outstanding: please report this book"
        )
