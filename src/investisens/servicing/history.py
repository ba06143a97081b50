"""What a debt really did up to a day: a fold of what was received over its terms.

Interest runs on what is really owed, from event to event; at each event what has accrued is
rounded once and carried in whole units. A receipt pays accrued interest first, then principal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from investisens.engine.arithmetic import Single
from investisens.engine.debt import Flow, Opening, outstanding, planned
from investisens.engine.kernel import run
from investisens.engine.state import State, Terms
from investisens.engine.tape import REPAYMENTS, Op, Row, tape_of
from investisens.values.cashflow import FlowKind
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.money import Money

_CONTRACTUAL = frozenset(
    {
        *(Op.DRAW, Op.CAPITALISE, Op.SET_RATE, Op.RESET_RATE, Op.FIX_BASE, Op.FOLLOW_BALANCE),
        *(Op.SCALE_INTEREST, Op.SCALE_PRINCIPAL),
    }
)
"""Steps that happen by the terms alone, whoever pays or not."""


class AmendmentMismatch(InvalidTerms):
    """An amendment writes an amount that is not what was owed on its day.

    Attributes:
        owed: What was owed.
    """

    def __init__(self, message: str, *, field: str, value: Money, owed: Money) -> None:
        super().__init__(message, field=field, value=value)
        self.value: Money = value
        self.owed = owed


@attrs.frozen(kw_only=True)
class Era:
    """Terms in force from the start of *leg* until the next era.

    Attributes:
        leg: Its terms as a debt leg. Of a later era the principal is what the amendment wrote.
        capitalised: Accrued interest that the amendment opening this era adds to principal.
    """

    leg: DebtLeg
    capitalised: int = 0


@attrs.frozen(kw_only=True)
class Receipt:
    """Money received on a debt, in minor units."""

    on: date
    minor: int


@attrs.frozen(kw_only=True)
class History:
    """A debt as it stands at the end of a day.

    Attributes:
        on: The day.
        flows: What happened up to it, in the order of the days.
        leg: The terms in force.
        since: The day of the last event; *accrued* stands at that day.
        accrued: Interest accrued at *since* and not paid.
        accrued_on: Interest accrued at *on* and not paid (intérêts courus).
        credit: Received beyond all that was owed.
        written_off: Whether the debt was written off.
    """

    on: date
    flows: tuple[Flow, ...]
    leg: DebtLeg
    since: date
    accrued: int
    accrued_on: int
    credit: int
    written_off: bool

    @property
    def balance(self) -> int:
        """Outstanding principal (capital restant dû)."""
        return outstanding(self.flows)

    def received(self, kind: FlowKind) -> int:
        """Sum of the flows of *kind* so far."""
        return sum(amount for _, each, amount in self.flows if each is kind)


def history(
    eras: tuple[Era, ...],
    receipts: Iterable[Receipt],
    on: date,
    written_off_on: date | None = None,
) -> History:
    """The state of a debt at the end of *on*.

    Args:
        eras: The terms as signed, then one era for each amendment up to *on*.
        receipts: Everything received; what came after *on* is left out.
        on: The day of the question, not before the first era starts.
        written_off_on: The day it was written off, or ``None``. Later receipts are credit.

    Raises:
        AmendmentMismatch: An amendment writes a principal, or an accrued interest, that is not
            what was owed on its day.
        InvalidTerms: *on*, or a receipt, is before the first era.
    """
    if on < eras[0].leg.start:
        raise InvalidTerms(
            f"on is {on} but the contract starts on {eras[0].leg.start}: ask for a later day",
            field="on",
            value=on,
        )
    paid = sorted((receipt for receipt in receipts if receipt.on <= on), key=lambda r: r.on)
    _check_first(paid, eras[0].leg.start)
    flows: list[Flow] = []
    leg = eras[0].leg
    state = State(balance=0, accrued=0, rate=leg.rate.mbp)
    before = leg.start
    for number, era in enumerate(eras):
        leg = era.leg
        last = number == len(eras) - 1
        until = on if last else eras[number + 1].leg.start
        mine = [r for r in paid if before <= r.on and (last or r.on < until)]
        paid = paid[len(mine) :]
        if number == 0:
            _open(leg, state, flows)
        else:
            _amend(era, state, flows)
        written_off = written_off_on if last or _between(before, written_off_on, until) else None
        rows = _events(leg, mine, until, written_off)
        before = _run(rows, leg, state, flows, before)
        if not last:
            _run([_row(Op.ACCRUE, until)], leg, state, flows, before)
            before = until
    return _closed(leg, state, flows, before, on, written_off_on)


def opening(past: History) -> Opening:
    """Where the contract goes on from: its real balance, and what is overdue.

    What is overdue is the principal outstanding beyond what the terms in force foresaw for the
    day. Paid early, an instalment stays what it was and the last ones shrink.
    """
    on = past.on.toordinal()
    started = any(row.op in REPAYMENTS and row.day <= on for row in tape_of(past.leg))
    foreseen = planned(past.leg, past.on).balance
    return Opening(
        on=past.on,
        since=past.since,
        past=past.flows,
        accrued=past.accrued,
        overdue=max(0, past.balance - foreseen) if started else 0,
    )


def _check_first(paid: list[Receipt], start: date) -> None:
    if paid and paid[0].on < start:
        raise InvalidTerms(
            f"{paid[0].minor} minor units are received on {paid[0].on} but the contract starts on "
            f"{start}: correct one of the two days",
            field="receipts",
            value=paid[0].on,
        )


def _between(first: date, day: date | None, end: date) -> bool:
    return day is not None and first <= day < end


def _open(leg: DebtLeg, state: State, flows: list[Flow]) -> None:
    state.balance = leg.principal.minor
    flows.append((leg.start.toordinal(), FlowKind.DISBURSEMENT, state.balance))


def _amend(era: Era, state: State, flows: list[Flow]) -> None:
    """Check what an amendment wrote against what was owed, and capitalise it."""
    currency = era.leg.principal.currency
    for field, written, owed in (
        ("capitalised", era.capitalised, state.accrued),
        ("principal", era.leg.principal.minor, state.balance + era.capitalised),
    ):
        if written != owed:
            raise AmendmentMismatch(
                f"the amendment of {era.leg.start} writes {field} {Money(written, currency)} but "
                f"{Money(owed, currency)} is owed that day ({Money(abs(written - owed), currency)} "
                "apart): correct the amendment, or the payments before it",
                field=field,
                value=Money(written, currency),
                owed=Money(owed, currency),
            )
    flows.append((era.leg.start.toordinal(), FlowKind.CAPITALISED_INTEREST, era.capitalised))
    state.balance = era.leg.principal.minor
    state.accrued = 0
    state.rate = era.leg.rate.mbp


def _events(
    leg: DebtLeg, receipts: list[Receipt], until: date, written_off_on: date | None
) -> list[Row]:
    """Contractual steps and receipts up to *until*, by day; steps of a day stand first."""
    last = until.toordinal()
    rows = [row for row in tape_of(leg) if row.op in _CONTRACTUAL and row.day <= last]
    rows += [_row(Op.RECEIVE, receipt.on, receipt.minor) for receipt in receipts]
    if written_off_on is not None and written_off_on <= until:
        rows.append(_row(Op.WRITE_OFF, written_off_on))
    rows.sort(key=lambda row: row.day)
    return rows


def _row(op: Op, on: date, amount: int = 0) -> Row:
    return Row(op=op, day=on.toordinal(), days=0, accrues=False, amount=amount)


def _run(rows: list[Row], leg: DebtLeg, state: State, flows: list[Flow], before: date) -> date:
    """Run *rows* from the day *before*; gives the day of the last one."""
    dated = []
    for row in rows:
        on = date.fromordinal(row.day)
        days = leg.day_count.numerator(before, on, leg.plan.last_on) if on > before else 0
        dated.append(row._replace(days=days, accrues=days != 0))
        before = on

    def emit(day: int, kind: FlowKind, amount: int) -> None:
        flows.append((day, kind, amount))

    basis = leg.day_count.basis * leg.rate_unit
    run(dated, state, Terms(basis, leg.rounding, Single(), emit))
    return before


def _closed(
    leg: DebtLeg,
    state: State,
    flows: list[Flow],
    since: date,
    on: date,
    written_off_on: date | None,
) -> History:
    accrued = int(state.accrued)
    _run([_row(Op.ACCRUE, on)], leg, state, flows, since)
    return History(
        on=on,
        flows=tuple(flow for flow in flows if flow[2]),
        leg=leg,
        since=since,
        accrued=accrued,
        accrued_on=int(state.accrued),
        credit=int(state.credit),
        written_off=written_off_on is not None and written_off_on <= on,
    )
