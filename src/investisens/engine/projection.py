"""A book projected over scenarios: what is paid, by kind, month and scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

import attrs
import numpy as np

from investisens.engine.arithmetic import Batch, Whole
from investisens.engine.book import HEAD_ROOM, Block, Book
from investisens.engine.contract import Contract, check_default, check_delay, run_contract
from investisens.engine.debt import ON_BALANCE, Flow, outstanding
from investisens.engine.kernel import Strike, run
from investisens.engine.participation import participation_flows
from investisens.engine.scenario import BASE, Scenario
from investisens.engine.state import State, Terms
from investisens.engine.tape import Op, Row
from investisens.values.cashflow import FlowKind
from investisens.values.currency import Currency
from investisens.values.errors import ConservationBroken, InvalidTerms
from investisens.values.legs import DebtLeg, KnownFlows, ParticipationLeg, ShareLeg

KINDS: tuple[FlowKind, ...] = tuple(FlowKind)
"""The first axis of a projection."""

_INDEX = {kind: index for index, kind in enumerate(KINDS)}
_NEVER = date.max.toordinal() + 1
_CELLS = 2_000_000
"""Contracts x scenarios that run together at most: it bounds memory."""
_FAST = 16_384
"""Contracts x scenarios that run through the kernel at once: their arrays fit into cache."""
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
        return self.amounts[_INDEX[kind]]


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
    grid = _Grid.over(book, scenarios)
    left = np.zeros(len(scenarios), dtype=grid.amounts.dtype)
    step = max(1, _CELLS // max(1, book.size))
    for first in range(0, len(scenarios), step):
        part = slice(first, min(first + step, len(scenarios)))
        futures = _Futures.of(book, scenarios[part])
        for block in book.blocks:
            if not book.contracts or len(block.columns) * len(futures.scenarios) >= _FEW:
                for some in block.split(max(_FEW, _FAST // len(futures.scenarios))):
                    left[part] += _BlockRun(book, some, futures, grid, part).run()
            else:
                for index in block.columns:
                    owed = _only(book.contracts[index], DebtLeg, ParticipationLeg)
                    left[part] += _run_alone(owed, futures, grid, part)
        for contract in book.contracts:
            if any(isinstance(leg, ShareLeg | KnownFlows) for leg in contract.legs):
                _run_alone(_only(contract, ShareLeg, KnownFlows), futures, grid, part)
    _prove(book, grid, left)
    return Projection(
        currency=book.currency,
        months=grid.months(),
        scenarios=tuple(scenario.name for scenario in scenarios),
        amounts=grid.amounts,
        outstanding=left,
    )


def _months(days: Any) -> Any:
    """Months since year 0 of ordinals."""
    stamps = (np.asarray(days, dtype=np.int64) - date(1970, 1, 1).toordinal()).astype("M8[D]")
    return stamps.astype("M8[M]").astype(np.int64) + 1970 * 12


@attrs.frozen(eq=False)
class _Grid:
    """Amounts by kind, month and scenario, filled in place."""

    first: int
    amounts: Any

    @classmethod
    def over(cls, book: Book, scenarios: Sequence[Scenario]) -> _Grid:
        """An empty grid from the first to the last day anything may happen."""
        longest = max((delay.days for each in scenarios for delay in each.delays), default=0)
        days = [day + late for day in _days(book) for late in (0, longest)] + [
            default.on.toordinal() + late
            for each in scenarios
            for default in each.defaults
            for late in (0, default.lag_days)
        ]
        months = _months([min(days), min(max(days), _NEVER - 1)])
        wide = _volume(book) > HEAD_ROOM / 1024 or any(
            block.dtype(longest) is object for block in book.blocks
        )
        shape = (len(KINDS), int(months[1] - months[0]) + 1, len(scenarios))
        return cls(int(months[0]), np.zeros(shape, dtype=object if wide else np.int64))

    def add(self, kind: FlowKind, days: Any, amounts: Any, part: slice) -> None:
        """Add *amounts*, shape (column, scenario), on *days* of the same shape or one column."""
        target = self.amounts[_INDEX[kind], :, part]
        months = np.clip(_months(days) - self.first, 0, len(target) - 1)
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
        self.amounts[_INDEX[kind], month, scenario] += amount

    def months(self) -> tuple[date, ...]:
        """First day of each month of the grid."""
        rows = range(self.first, self.first + self.amounts.shape[1])
        return tuple(date(month // 12, month % 12 + 1, 1) for month in rows)


def _days(book: Book) -> Iterator[int]:
    """Ordinals of the days on which something may happen without a scenario."""
    for block in book.blocks:
        yield from (int(block.start.min()), int(block.start.max()))
        if block.ops:
            yield from (int(block.days.min()), int(block.days.max()))
    for contract in book.contracts:
        for leg in contract.legs:
            match leg:
                case ShareLeg(start=start, planned=planned):
                    yield start.toordinal()
                    yield from (event.on.toordinal() for event in planned)
                case KnownFlows(flows=flows):
                    yield from (flow.on.toordinal() for flow in flows)
                case ParticipationLeg(last_year=year, paid_on=paid_on):
                    yield paid_on.in_year(year + 1).toordinal()
                case DebtLeg():
                    pass


def _volume(book: Book) -> float:
    """What the amounts of the book add up to at most, interest aside."""
    total = sum(block.volume() for block in book.blocks)
    for contract in book.contracts:
        for leg in contract.legs:
            match leg:
                case ShareLeg():
                    paid = sum(event.shares * event.per_share.minor for event in leg.planned)
                    total += float(2 * leg.units * leg.price.minor + paid)
                case KnownFlows(flows=flows):
                    total += float(sum(abs(flow.amount.minor) for flow in flows))
                case ParticipationLeg(floor=floor):
                    years = leg.last_year - leg.first_year + 1
                    least = 0 if floor is None else years * abs(floor.minor)
                    total += float(sum(map(abs, contract.results.values())) + least)
                case DebtLeg():
                    pass
    return total


def _any_named(scenarios: Sequence[Scenario]) -> bool:
    return any(scenario.defaults or scenario.delays for scenario in scenarios)


@attrs.frozen(eq=False)
class _Futures:
    """Defaults and delays of a group of scenarios, shape (contract, scenario)."""

    scenarios: Sequence[Scenario]
    default_on: Any
    recovery: Any
    paid_on: Any
    since: Any
    late: Any

    @classmethod
    def of(cls, book: Book, scenarios: Sequence[Scenario]) -> _Futures:
        """Tables of *scenarios*; contracts that the book does not hold are left out."""
        names = [contract.id for contract in book.contracts] or map(str, range(book.size))
        index = {name: at for at, name in enumerate(names)} if _any_named(scenarios) else {}
        shape = (book.size, len(scenarios))
        never = np.full(shape, _NEVER, dtype=np.int64)
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
                        check_default(book.contracts[at[0]], default)
                    day = default.on.toordinal()
                    futures.default_on[at] = day
                    futures.recovery[at] = default.recovery.mbp
                    futures.paid_on[at] = day + default.lag_days
            for delay in scenario.delays:
                if delay.contract in index:
                    at = (index[delay.contract], column)
                    if book.contracts:
                        check_delay(book.contracts[at[0]], delay)
                    futures.since[at] = delay.since.toordinal()
                    futures.late[at] = delay.days
        return futures


@attrs.define(eq=False)
class _BlockRun:
    """One block over a group of scenarios."""

    book: Book
    block: Block
    futures: _Futures
    grid: _Grid
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
        if (day == _NEVER).all():
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
                _add_flows(contract, flows, self.grid, self.part.start + column)

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


def _only(contract: Contract, *kinds: type) -> Contract:
    """The contract with those of its legs that are of *kinds*."""
    return attrs.evolve(
        contract, legs=tuple(leg for leg in contract.legs if isinstance(leg, kinds))
    )


def _run_alone(contract: Contract, futures: _Futures, grid: _Grid, part: slice) -> Any:
    """Run one contract in each scenario; gives the principal left in each."""
    left = []
    for column, scenario in enumerate(futures.scenarios):
        result = run_contract(contract, scenario)
        _add_flows(contract, result.flows, grid, part.start + column)
        left.append(result.outstanding)
    return np.array(left, dtype=grid.amounts.dtype)


def _add_flows(contract: Contract, flows: Iterable[Flow], grid: _Grid, scenario: int) -> None:
    """Add flows, but for those already past when the contract was taken over."""
    start = 0 if contract.opening is None else contract.opening.on.toordinal()
    for flow in flows:
        if flow[0] > start:
            grid.add_flow(flow, scenario)


def _prove(book: Book, grid: _Grid, left: Any) -> None:
    opened = sum(
        contract.opening.balance for contract in book.contracts if contract.opening is not None
    )
    owed = opened + sum(
        sign * grid.amounts[_INDEX[kind]].sum(axis=0) for kind, sign in ON_BALANCE.items()
    )
    wrong = np.flatnonzero(owed != left)
    if wrong.size:
        at = int(wrong[0])
        raise ConservationBroken(
            f"in scenario number {at}, opened + lent + capitalised - repaid - recovered - lost is "
            f"{owed[at]} but {left[at]} is outstanding: please report this book"
        )
