"""How many debts stand on a day, side by side: the kernel on arrays, equal to one at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import attrs
import numpy as np

from investisens.engine.arithmetic import Batch
from investisens.engine.blocks import HEAD_ROOM, Block
from investisens.engine.contract import Contract
from investisens.engine.kernel import run
from investisens.engine.state import State, Terms
from investisens.engine.tabulate import blocks_of
from investisens.engine.tape import Op, Row
from investisens.servicing.arrears import NOTHING_LATE, Arrears
from investisens.servicing.running import leaves_interest
from investisens.servicing.standing import Standing
from investisens.values.cashflow import FlowKind
from investisens.values.daycount import DayCount
from investisens.values.legs import DebtLeg
from investisens.values.rates import MBP
from investisens.values.servicing import USUAL
from investisens.values.steps import (
    Accrue,
    FixLevel,
    FixShare,
    PayInterest,
    Plan,
    RepayAmount,
    RepayLevel,
    RepayPart,
    RepayRest,
    RepayShare,
    SetInstalment,
)

_ORDINARY: Final = (
    *(Accrue, FixLevel, FixShare, PayInterest, RepayAmount),
    *(RepayLevel, RepayPart, RepayRest, RepayShare, SetInstalment),
)
"""Steps that only say what is due: what is owed changes with receipts alone."""

_WIDTH: Final = 2048
"""Debts run side by side: their columns fit into fast memory."""

_LARGEST: Final = 2**40
"""Most minor units of a debt: all that it ever pays fits into 64 bits."""

_PAID: Final = (FlowKind.INTEREST, FlowKind.PRINCIPAL)

Dated = tuple[int, int]
"""What was received: the ordinal of its day, and minor units."""


@attrs.frozen
class PlainDebt:
    """A debt that nothing but receipts happened to.

    Attributes:
        leg: Its terms, which :func:`is_plain` accepts.
        receipts: What was received up to the day of the question, by day; none is negative.
    """

    leg: DebtLeg
    receipts: Sequence[Dated]


def is_plain(leg: DebtLeg, receipts: Sequence[Dated]) -> bool:
    """Whether a debt may stand beside others: usual terms, nothing out of the ordinary.

    >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
    >>> loan = Loan(principal=Money(100_000, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("10 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1),)),)))
    >>> is_plain(loan.legs()[0], [(date(2011, 6, 1).toordinal(), 5_000)])
    True
    """
    if leg.moved or leg.servicing != USUAL or not isinstance(leg.day_count, DayCount):
        return False
    if not _is_ordinary(leg.plan):
        return False
    if leg.principal.minor > _LARGEST or leg.rate.mbp > MBP:
        return False
    if not receipts:
        return True
    amounts = [minor for _, minor in receipts]
    early = receipts[0][0] < leg.start.toordinal()
    return not early and min(amounts) >= 0 and sum(amounts) <= _LARGEST


@lru_cache(maxsize=4096)
def _is_ordinary(plan: Plan) -> bool:
    return not leaves_interest(plan) and all(
        isinstance(step, _ORDINARY) and not (isinstance(step, RepayLevel) and step.may_grow)
        for step in plan.steps
    )


def standings(debts: Sequence[PlainDebt], on: date) -> list[Standing]:
    """How *debts* stand at the end of *on*, in their order.

    Each is what :func:`investisens.servicing.standing.standing_of` finds of it alone.

    >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
    >>> loan = Loan(principal=Money(100_000, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("10 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1),)),)))
    >>> debt = PlainDebt(loan.legs()[0], [(date(2012, 1, 1).toordinal(), 60_000)])
    >>> (stands,) = standings([debt], date(2012, 1, 31))
    >>> stands.outstanding, stands.arrears.overdue, stands.arrears.days_past_due
    (50000, 50000, 30)
    """
    groups: dict[Any, list[int]] = defaultdict(list)
    for at, debt in enumerate(debts):
        leg = debt.leg
        groups[leg.day_count, leg.rounding, leg.rate_unit].append(at)
    found: list[Standing | None] = [None] * len(debts)
    for members in groups.values():
        # Debts of as many receipts stand together, so that few places stay empty.
        members.sort(key=lambda at: len(debts[at].receipts))
        for first in range(0, len(members), _WIDTH):
            part = members[first : first + _WIDTH]
            side_by_side = [debts[at] for at in part]
            owed = _fold(side_by_side, on)
            for at, standing in zip(part, _stand(side_by_side, owed, on), strict=True):
                found[at] = standing
    return [standing for standing in found if standing is not None]


@attrs.frozen
class _Owed:
    """What each debt owes and has paid, shape (debt,)."""

    balance: Any
    accrued: Any
    credit: Any
    interest: Any
    principal: Any


def _fold(debts: Sequence[PlainDebt], on: date) -> _Owed:
    """What was received, folded over what was lent; one row for each receipt of a debt."""
    leg = debts[0].leg
    start = np.array([debt.leg.start.toordinal() for debt in debts])
    maturity = np.array([(debt.leg.plan.last_on or debt.leg.start).toordinal() for debt in debts])
    days, amounts = _received(debts, start, on)
    spans = leg.day_count.numerators(days[:-1], days[1:], maturity)
    principal = np.array([debt.leg.principal.minor for debt in debts])
    rate = np.array([debt.leg.rate.mbp for debt in debts])
    largest = (4.0 * principal * rate * spans.max(axis=0)).max()
    dtype: Any = np.int64 if largest < HEAD_ROOM else object
    paid = {kind: np.zeros(len(debts), dtype=np.int64) for kind in _PAID}

    def emit(_: Any, kind: FlowKind, amount: Any) -> None:
        if kind in paid:
            paid[kind] += amount.astype(np.int64)

    nothing = np.zeros(len(debts), dtype=dtype)
    state = State(
        balance=principal.astype(dtype),
        accrued=nothing,
        rate=rate.astype(dtype),
        lost=nothing,
        credit=nothing,
    )
    rows = (
        Row(Op.RECEIVE, None, span, accrues=True, amount=amount)
        for span, amount in zip(spans.astype(dtype), amounts.astype(dtype), strict=True)
    )
    basis = leg.day_count.basis * leg.rate_unit
    run(rows, state, Terms(basis, leg.rounding, Batch(), emit))
    return _Owed(
        balance=state.balance.astype(np.int64),
        accrued=state.accrued.astype(np.int64),
        credit=state.credit.astype(np.int64),
        interest=paid[FlowKind.INTEREST],
        principal=paid[FlowKind.PRINCIPAL],
    )


def _received(debts: Sequence[PlainDebt], start: Any, on: date) -> tuple[Any, Any]:
    """Days and amounts, shape (row, debt): the start, every receipt, then *on*.

    Where a debt has fewer receipts than others, nothing is received on the day of its last one.
    """
    counts = np.array([len(debt.receipts) for debt in debts])
    most = int(counts.max())
    days = np.zeros((most + 2, len(debts)), dtype=np.int64)
    amounts = np.zeros((most + 1, len(debts)), dtype=np.int64)
    flat = [each for debt in debts for each in debt.receipts]
    table = np.array(flat, dtype=np.int64).reshape(-1, 2)
    column = np.repeat(np.arange(len(debts)), counts)
    row = np.arange(len(flat)) - np.repeat(np.cumsum(counts) - counts, counts)
    days[0] = start
    days[row + 1, column] = table[:, 0]
    amounts[row, column] = table[:, 1]
    days[most + 1] = on.toordinal()
    return np.maximum.accumulate(days, axis=0), amounts


def _stand(debts: Sequence[PlainDebt], owed: _Owed, on: date) -> Iterator[Standing]:
    asked = _asked(debts, owed, on)
    columns = (owed.balance, owed.accrued, owed.credit, owed.interest, owed.principal)
    for numbers, arrears in zip(
        zip(*(c.tolist() for c in columns), strict=True), asked, strict=True
    ):
        balance, accrued, credit, interest, principal = numbers
        yield Standing(
            outstanding=balance,
            accrued=accrued,
            credit=credit,
            interest_received=interest,
            principal_received=principal,
            arrears=arrears,
        )


def _asked(debts: Sequence[PlainDebt], owed: _Owed, on: date) -> Iterable[Arrears]:
    """What is late of each debt."""
    found: list[Arrears] = [NOTHING_LATE] * len(debts)
    contracts = [Contract(id=str(at), legs=(debt.leg,)) for at, debt in enumerate(debts)]
    for block in blocks_of(contracts):
        places = block.columns
        received = (owed.interest + owed.principal + owed.credit)[places]
        dues = _Dues(block, received, on)
        dues.run()
        overdue = np.minimum(dues.due - received, (owed.balance + owed.accrued)[places])
        late = dues.principal - owed.principal[places]
        late = np.maximum(np.minimum(np.minimum(late, overdue), owed.balance[places]), 0)
        for at in np.flatnonzero((overdue > 0) & (dues.oldest > 0)).tolist():
            oldest = date.fromordinal(int(dues.oldest[at]))
            found[int(places[at])] = Arrears(
                overdue=int(overdue[at]),
                oldest_on=oldest,
                days_past_due=(on - oldest).days,
                principal=int(late[at]),
                dues=int(dues.open[at]),
                part_paid=bool(dues.part_paid[at]),
            )
    return found


class _Dues:
    """The dues of a block before a day, beside what was received.

    Attributes:
        due: All that was due, shape (debt,), as the others.
        principal: Principal that was due.
        oldest: Ordinal of the first due that is not covered, or 0.
        open: How many are not.
        part_paid: Whether a part of the oldest is paid.
    """

    def __init__(self, block: Block, received: Any, on: date) -> None:
        self._block = block
        self._received = received
        self._cut = on.toordinal()
        size = len(block.columns)
        self.due, self.principal, self.oldest, self.open = np.zeros((4, size), dtype=np.int64)
        self.part_paid = np.zeros(size, dtype=bool)
        self._before = self.due.copy()

    def run(self) -> None:
        """Run the rows, looking at what is due at the end of each day."""
        block = self._block
        dtype = block.dtype()
        columns = attrs.asdict(block.state, recurse=False)
        state = State(
            **{
                name: value.astype(dtype) if isinstance(value, np.ndarray) else value
                for name, value in columns.items()
            }
        )
        terms = Terms(block.basis, block.rounding, Batch(), self._emit)
        past = int((block.days.min(axis=1) < self._cut).sum()) if block.ops else 0
        rows = [self._row(at, dtype) for at in range(past)]
        for row, after in pairwise([*rows, None]):
            assert row is not None
            run([row], state, terms)
            ends = True if after is None else after.day != row.day
            self._close(row.day, ends)

    def _row(self, at: int, dtype: Any) -> Row:
        block = self._block
        periods = block.periods[at].astype(dtype)
        extra = block.extras[at]
        if block.ops[at] is Op.FIX_LEVEL:
            leaving, ahead = extra
            extra = leaving, ahead._replace(periods=tuple(p.astype(dtype) for p in ahead.periods))
        return Row(
            op=block.ops[at],
            day=block.days[at],
            days=periods,
            accrues=bool(periods.any()),
            amount=block.amounts[at].astype(dtype),
            extra=extra,
        )

    def _emit(self, day: Any, kind: FlowKind, amount: Any) -> None:
        if kind in _PAID:
            counted = (amount * (day < self._cut)).astype(np.int64)
            self.due += counted
            if kind is FlowKind.PRINCIPAL:
                self.principal += counted

    def _close(self, day: Any, ends: Any) -> None:
        """Look at a day on which nothing more falls due."""
        late = (self.due > self._received) & ends & (day < self._cut)
        first = late & (self.oldest == 0)
        self.part_paid |= first & (self._received > self._before)
        self.oldest = np.where(first, day, self.oldest)
        self.open += late & (self.due > self._before)
        self._before = np.where(ends, self.due, self._before)
