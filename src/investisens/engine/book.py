"""A book: many contracts as tables, one block of columns for each shape.

Contracts whose steps are the same operations in the same order stand side by side, whatever
their dates, amounts and rates; the kernel then runs a block as it runs one contract.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from investisens.engine.contract import Contract
from investisens.engine.debt import Opening, opening_state, rows_to_come
from investisens.engine.state import State
from investisens.engine.tape import Op, Row
from investisens.values.currency import Currency
from investisens.values.daycount import DayCount
from investisens.values.errors import CurrencyMismatch, InvalidTerms
from investisens.values.legs import DebtLeg, ParticipationLeg
from investisens.values.partperiods import PartPeriods
from investisens.values.rates import MBP
from investisens.values.rounding import Rounding

Numbers = Sequence[int] | npt.NDArray[np.integer[Any]]
"""Whole numbers given from outside."""

HEAD_ROOM = 2**62
"""Products below this fit into 64 bits with a bit to spare; beyond it Python integers serve."""


_LARGEST = 10**300
_ASKED = frozenset(
    {
        *(Op.REPAY_AMOUNT, Op.FEE, Op.FEE_WHILE_OWED),
        *(Op.FIX_SHARE, Op.SET_INSTALMENT),
    }
)
_FACTORS = frozenset(
    {
        *(Op.REPAY_PART, Op.REPAY_LEVEL, Op.REPAY_GROWING, Op.REPAY_EXCESS),
        *(Op.SCALE_INTEREST, Op.SCALE_PRINCIPAL),
    }
)
_RAISES = frozenset({Op.CAPITALISE, Op.REPAY_GROWING})


@attrs.frozen(kw_only=True, eq=False)
class Block:
    """Debts of one shape, day count and rounding.

    Attributes:
        columns: Index of each debt in the book, shape (column,).
        participating: Columns of the debts that go with a participation.
        ops: What each row does.
        days: Ordinal of the day of each row, shape (row, column), or (row, 1) where every debt
            has the same rows; likewise *periods*, *amounts* and the arrays of *extras*.
        periods: Numerator since the row before, shape (row, column).
        amounts: Argument of each row, shape (row, column).
        extras: What each row reads besides, the same for every debt; a level payment's periods
            are arrays of shape (column,).
        start: Ordinal from which interest runs, shape (column,).
        state: What is owed and fixed before the first row, each of shape (column,).
        begun: Ordinal of the disbursement, before which nothing is delayed, shape (column,).
        lent: Paid out on *start*, shape (column,); 0 for a debt taken over from an opening.
        day_count: Of every debt of the block.
        rate_unit: What a rate of 1 counts in every debt of the block.
        rounding: Of every debt of the block.
    """

    columns: Any
    participating: tuple[int, ...]
    ops: tuple[Op, ...]
    days: Any
    periods: Any
    amounts: Any
    extras: tuple[Any, ...]
    start: Any
    begun: Any
    state: State
    lent: Any
    day_count: DayCount | PartPeriods
    rate_unit: int
    rounding: Rounding

    @property
    def basis(self) -> int:
        """Day count basis × units in a rate of 1."""
        return self.day_count.basis * self.rate_unit

    def split(self, width: int) -> Iterator[Block]:
        """The same debts in blocks of at most *width* columns, which fit into fast memory."""
        for first in range(0, len(self.columns), width):
            yield self._slice(slice(first, first + width))

    def _slice(self, part: slice) -> Block:
        def cut(table: Any) -> Any:
            return table if table.shape[-1] == 1 else table[..., part]

        columns = attrs.asdict(self.state, recurse=False)
        state = State(**{name: _cut_column(value, part) for name, value in columns.items()})
        first, last, _ = part.indices(len(self.columns))
        return attrs.evolve(
            self,
            columns=self.columns[part],
            participating=tuple(at - first for at in self.participating if first <= at < last),
            days=cut(self.days),
            periods=cut(self.periods),
            amounts=cut(self.amounts),
            extras=tuple(
                (extra[0], extra[1]._replace(periods=tuple(map(cut, extra[1].periods))))
                if op is Op.FIX_LEVEL
                else extra
                for op, extra in zip(self.ops, self.extras, strict=True)
            ),
            start=self.start[part],
            begun=self.begun[part],
            state=state,
            lent=self.lent[part],
        )

    def dtype(self, longest_delay: int = 0) -> type:
        """``np.int64`` where every product has head-room, else ``object``.

        Args:
            longest_delay: Days by which a scenario may lengthen a period.
        """
        return np.int64 if self._largest(longest_delay) < HEAD_ROOM else object

    def _largest(self, longest_delay: int) -> float:
        """No product of a run is larger: twice balance x rate x period, with all growth."""
        with np.errstate(over="ignore"):
            return self._bound(longest_delay)

    def _bound(self, longest_delay: int) -> float:
        state = self.state
        balance = state.balance.astype(float) + abs(state.accrued.astype(float))
        balance = balance + state.reference.astype(float)
        if state.base is not None:
            balance = balance + state.base.astype(float)
        asked = abs(state.instalment.astype(float)) + state.overdue.astype(float)
        rate = abs(state.rate.astype(float))
        factor = 1.0
        longest = np.zeros_like(balance)
        for op, periods, amounts in zip(self.ops, self.periods, self.amounts, strict=True):
            longest = np.maximum(longest, periods.astype(float))
            if op is Op.DRAW:
                balance = balance + amounts.astype(float)
            elif op in (Op.SET_RATE, Op.RESET_RATE):
                rate = np.maximum(rate, abs(amounts.astype(float)))
            elif op in _ASKED:
                asked = np.maximum(asked, abs(amounts.astype(float)) * self.rounding.multiple)
            elif op in _FACTORS:
                factor = max(factor, float(abs(amounts.astype(float)).max(initial=1.0)))
        # A day weighs at most basis / 360 + 1, and a month of 30 days up to two days more.
        late = (longest_delay + 2) * (self.day_count.basis // 360 + 1)
        balance = self._grown(balance, rate, late)
        product = 2.0 * balance * np.maximum(rate, MBP) * (longest + late)
        product = product + 4.0 * factor * (asked + balance)
        rounding = self.rounding
        unit = 2.0 * self.basis * rounding.interest_multiple + 4.0 * rounding.multiple
        return float(product.max(initial=0.0)) + unit

    def _grown(self, balance: Any, rate: Any, late: int) -> Any:
        """*balance* after all interest that is capitalised; a delay lengthens one period."""
        if _RAISES.isdisjoint(self.ops):
            return balance
        waiting = np.zeros_like(balance)
        for op, periods in zip(self.ops, self.periods, strict=True):
            waiting = waiting + periods.astype(float)
            if op in _RAISES:
                balance = balance * (1.0 + rate * waiting / self.basis)
                balance = balance + len(self.ops) * self.rounding.interest_multiple
            if op is Op.CAPITALISE or op is Op.PAY_INTEREST:
                waiting = np.zeros_like(balance)
        return balance * (1.0 + rate * late / self.basis)

    def volume(self) -> float:
        """Sum of all that is owed at first, drawn later or charged as fees."""
        paid = [
            float(abs(amounts.astype(float)).sum())
            for op, amounts in zip(self.ops, self.amounts, strict=True)
            if op in (Op.DRAW, Op.FEE, Op.FEE_WHILE_OWED)
        ]
        return float(self.state.balance.astype(float).sum()) + sum(paid)


@attrs.frozen(kw_only=True, eq=False)
class Book:
    """Contracts of one currency, tabulated for the engine.

    Attributes:
        currency: Currency of every amount.
        contracts: In the order given; the order never changes a total.
        blocks: Their debts.
        size: How many debts or contracts there are.

    >>> from datetime import date
    >>> from investisens import KnownFlows, Money, XOF, CashFlow, FlowKind
    >>> flow = CashFlow(on=date(2024, 1, 1), amount=Money(5, XOF), kind=FlowKind.KNOWN, party="X")
    >>> Book.of([Contract(id="X", legs=(KnownFlows(flows=(flow,)),))])
    Book(currency=Currency.of('XOF'))
    """

    currency: Currency
    contracts: tuple[Contract, ...] = attrs.field(repr=False)
    blocks: tuple[Block, ...] = attrs.field(repr=False)
    size: int = attrs.field(repr=False)

    @classmethod
    def cohort(cls, leg: DebtLeg, principals: Numbers, rates: Numbers) -> Book:
        """Debts that differ from *leg* in principal and rate alone, without an object for each.

        Args:
            leg: What they have in common; its own principal and rate do not count.
            principals: Minor units of each debt, >= 0; a numpy array or any sequence.
            rates: Yearly rate of each, in thousandths of a basis point, >= 0; as long.

        Scenarios call them ``"0"``, ``"1"`` and so on.

        Raises:
            InvalidTerms: An array is empty, holds something else than whole numbers, a negative
                one, or is longer than the other.

        >>> from datetime import date
        >>> from investisens import Every, Loan, Money, Period, Rate, Repayment, XOF
        >>> from investisens.engine.projection import run_book
        >>> dues = Every(first=date(2024, 2, 1), every=Period(months=1), count=12)
        >>> terms = Loan(principal=Money(1, XOF), disbursed_on=date(2024, 1, 1),
        ...              rate=Rate.parse("0 %"), repayment=Repayment(dues=(dues,)))
        >>> book = Book.cohort(terms.legs()[0], [1_200_000, 600_000], [450_000, 600_000])
        >>> int(run_book(book).outstanding[0])
        0
        """
        columns = _column(principals, "principals", 0), _column(rates, "rates", 0)
        if len(columns[0]) != len(columns[1]):
            raise InvalidTerms(
                f"rates has {len(columns[1])} numbers for {len(columns[0])} principals: give one "
                "for each debt",
                field="rates",
                value=len(columns[1]),
            )
        block = _cohort(leg, *columns)
        return cls(
            currency=leg.principal.currency, contracts=(), blocks=(block,), size=len(columns[0])
        )

    @classmethod
    def of(cls, contracts: Iterable[Contract]) -> Book:
        """Tabulate *contracts*.

        Raises:
            InvalidTerms: No contract, or two of one name.
            CurrencyMismatch: The contracts are in two currencies.

        >>> from datetime import date
        >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
        >>> terms = Loan(principal=Money(1_000, XOF), disbursed_on=date(2024, 1, 1),
        ...              rate=Rate.parse("5 %"),
        ...              repayment=Repayment(dues=(OnDates((date(2025, 1, 1),)),)))
        >>> book = Book.of(Contract(id=f"L{n}", legs=terms.legs()) for n in range(3))
        >>> len(book.blocks), len(book.blocks[0].columns)
        (1, 3)
        """
        kept = tuple(contracts)
        seen: set[str] = set()
        for contract in kept:
            if contract.id in seen:
                raise InvalidTerms(
                    f"two contracts are called {contract.id!r}: give each its own name",
                    field="id",
                    value=contract.id,
                )
            seen.add(contract.id)
        currencies = {currency for contract in kept for currency in contract.currencies}
        if not currencies:
            raise InvalidTerms("the book is empty: give at least one contract", field="contracts")
        if len(currencies) > 1:
            names = " and ".join(sorted(currency.code for currency in currencies))
            raise CurrencyMismatch(f"the book mixes {names}: make one book for each currency")
        return cls(currency=currencies.pop(), contracts=kept, blocks=_blocks(kept), size=len(kept))


def _cut_column(value: Any, part: slice) -> Any:
    """A part of a column of numbers; anything else as it is."""
    return value[part] if isinstance(value, np.ndarray) else value


def _cohort(leg: DebtLeg, principals: Any, rates: Any) -> Block:
    """The block of debts that differ from *leg* in principal and rate."""
    (block,) = _blocks([Contract(id="cohort", legs=(leg,))])
    size = len(principals)
    zero = np.zeros(size, dtype=np.int64)
    state = State(principals, zero, rates, zero, zero, zero)
    start = np.full(size, leg.start.toordinal(), dtype=np.int64)
    return attrs.evolve(
        block, columns=np.arange(size), state=state, lent=principals, start=start, begun=start
    )


def _column(values: Any, name: str, least: int) -> Any:
    """Whole numbers given from outside, each at least *least*."""
    column = np.asarray(values)
    if column.ndim != 1 or not len(column) or column.dtype.kind not in "iO":
        raise InvalidTerms(
            f"{name} is a {type(values).__name__} of {column.dtype}: give a sequence of whole "
            "numbers",
            field=name,
            value=values,
        )
    wrong = np.flatnonzero(column < least)
    if wrong.size:
        at = int(wrong[0])
        raise InvalidTerms(
            f"{name}[{at}] is {column[at]}: use {least} or more", field=name, value=column[at]
        )
    return column.astype(np.int64) if column.dtype.kind == "i" else _whole(list(column))


@attrs.frozen
class _Member:
    """One debt of a block: its index in the book, where it starts, its rows and its state."""

    index: int
    leg: DebtLeg
    opening: Opening | None
    rows: tuple[Row, ...]
    state: State


def _blocks(contracts: Sequence[Contract]) -> tuple[Block, ...]:
    shapes: dict[Any, list[_Member]] = defaultdict(list)
    # Contracts of the same terms share their tape and rounding: their shape is read once. The
    # members keep the tapes alive, so that no id is given twice.
    read: dict[Any, list[_Member]] = {}
    for index, contract in enumerate(contracts):
        leg = contract.debt
        if leg is None:
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
        periods=table(lambda rows: [row.days for row in rows]),
        amounts=table(lambda rows: [row.amount for row in rows]),
        extras=tuple(_extra(members, at) for at in range(len(first.rows))),
        start=np.array([day.toordinal() for day in starts], dtype=np.int64),
        begun=np.array([member.leg.start.toordinal() for member in members], dtype=np.int64),
        state=_columns([member.state for member in members]),
        lent=_whole(lent),
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
        balance=_whole([state.balance for state in states]),
        accrued=_whole([state.accrued for state in states]),
        rate=_whole([state.rate for state in states]),
        instalment=_whole([state.instalment for state in states]),
        overdue=_whole([state.overdue for state in states]),
        reference=_whole([state.reference for state in states]),
        kept=first.kept,
        base=None if first.base is None else _whole([state.base for state in states]),
        interest_scale=first.interest_scale,
        principal_scale=first.principal_scale,
    )


def _table(members: list[_Member], read: Callable[..., Sequence[int]]) -> Any:
    """What *read* finds in the rows of each member: (row, column), or (row, 1) if all agree."""
    tapes = {id(member.rows): member.rows for member in members}
    place = {key: at for at, key in enumerate(tapes)}
    columns = [read(rows) for rows in tapes.values()]
    table = _whole([value for column in columns for value in column]).reshape(len(columns), -1).T
    if len(columns) == 1:
        return np.ascontiguousarray(table)
    return np.ascontiguousarray(table[:, [place[id(member.rows)] for member in members]])


def _whole(values: Sequence[Any]) -> Any:
    """An integer array: 64 bits if every value fits with head-room, else Python integers."""
    if any(abs(value) > _LARGEST for value in values):
        raise InvalidTerms(
            "an amount of the book is beyond 10^300 minor units: split it, or run it alone",
            field="amount",
        )
    fits = all(-HEAD_ROOM < value < HEAD_ROOM for value in values)
    return np.array(values, dtype=np.int64 if fits else object)
