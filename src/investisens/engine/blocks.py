"""Blocks: debts of one shape side by side, as columns of numbers.

Debts whose steps are the same operations in the same order stand in one block, whatever their
dates, amounts and rates; the kernel then runs a block as it runs one contract.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import numpy as np

from investisens.engine.state import State
from investisens.engine.tape import Op
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.partperiods import PartPeriods
from investisens.values.rates import MBP
from investisens.values.rounding import Rounding

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
        shifts: Days from the day up to which interest runs to the day of each row, shape (row,
            column); ``None`` where they are one day in every row.
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
    shifts: Any
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
            shifts=None if self.shifts is None else cut(self.shifts),
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
        # A delay counts from the day of payment.
        moved = 0 if self.shifts is None else int(abs(self.shifts).max(initial=0))
        # A day weighs at most basis / 360 + 1, and a month of 30 days up to two days more.
        late = (longest_delay + moved + 2) * (self.day_count.basis // 360 + 1)
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


def _cut_column(value: Any, part: slice) -> Any:
    """A part of a column of numbers; anything else as it is."""
    return value[part] if isinstance(value, np.ndarray) else value


def whole_numbers(values: Sequence[Any]) -> Any:
    """An integer array: 64 bits if every value fits with head-room, else Python integers."""
    if any(abs(value) > _LARGEST for value in values):
        raise InvalidTerms(
            "an amount of the book is beyond 10^300 minor units: split it, or run it alone",
            field="amount",
        )
    fits = all(-HEAD_ROOM < value < HEAD_ROOM for value in values)
    return np.array(values, dtype=np.int64 if fits else object)
