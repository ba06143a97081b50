"""What a debt really did up to a day: a fold of what was received over its terms.

Interest runs on what is really owed, from event to event; at each event what has accrued is
rounded once and carried in whole units. A receipt pays accrued interest first, then principal:
these are the usual terms of servicing; for others see :mod:`investisens.servicing.account`.

A due may be paid on another day than the one to which interest runs. What is received between the
two, both included, counts as of the due: paying on the day of payment costs and saves no interest.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from investisens.engine.arithmetic import Single
from investisens.engine.debt import Flow, Opening, outstanding, planned
from investisens.engine.kernel import run
from investisens.engine.state import State, Terms
from investisens.engine.tape import REPAYMENTS, Fixings, Op, Row, tape_of
from investisens.servicing.dues import Due
from investisens.values.cashflow import FlowKind
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.paid_days import counted_on, standing_on

CONTRACTUAL = frozenset(
    {
        *(Op.DRAW, Op.CAPITALISE, Op.SET_RATE, Op.RESET_RATE, Op.FIX_BASE, Op.FOLLOW_BALANCE),
        *(Op.SCALE_INTEREST, Op.SCALE_PRINCIPAL, Op.DELIVER, Op.CONVERT, Op.WRITE_OFF),
        Op.WRITE_OFF_AMOUNT,
    }
)
"""Steps that happen by the terms alone, whoever pays or not."""

_ASKS_BACK = REPAYMENTS | {Op.CONVERT}
"""Steps after which principal may be overdue."""


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
    """Money received on a debt, in minor units; handed back to the debtor where negative."""

    on: date
    minor: int


@attrs.frozen(kw_only=True)
class History:
    """A debt as it stands at the end of a day.

    Attributes:
        on: The day.
        flows: What happened up to it, in the order of the days.
        leg: The terms in force.
        since: The day as of which the last event counts; *accrued* stands at that day.
        accrued: Interest accrued at *since* and not paid.
        accrued_on: Interest accrued at *on* and not paid (intérêts courus).
        credit: Received beyond all that was owed.
        written_off: Whether the debt was written off.
        fixings: Values of the indices that its rates are set on.
        charged: Fees and late interest that are owed beside.
        ahead: Interest paid that no due has asked for yet, where each due is followed.
        base: What interest runs on where the terms fixed it, else ``None``.
        dues: What each due asked for, where the state depends on it; else ``None``.
    """

    on: date
    flows: tuple[Flow, ...]
    leg: DebtLeg
    since: date
    accrued: int
    accrued_on: int
    credit: int
    written_off: bool
    fixings: Fixings | None = attrs.field(default=None, repr=False)
    charged: int = 0
    ahead: int = 0
    base: int | None = None
    dues: tuple[Due, ...] | None = None

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
    fixings: Fixings | None = None,
) -> History:
    """The state of a debt at the end of *on*, by the usual terms of servicing.

    Args:
        eras: The terms as signed, then one era for each amendment up to *on*.
        receipts: Everything received; what came after *on* is left out.
        on: The day of the question, not before the first era starts.
        written_off_on: The day it was written off, or ``None``. Later receipts are credit.
        fixings: Values of the indices; those of resets that do not count by *on* are not needed.

    Raises:
        AmendmentMismatch: An amendment writes a principal, or an accrued interest, that is not
            what was owed on its day.
        InvalidTerms: *on*, or a receipt, is before the first era.
        MissingData: A fixing that a reset up to *on* needs is not given.
    """
    paid = check_days(eras[0].leg.start, receipts, on)
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
            disburse(leg, state, flows)
        else:
            amend(era, state, flows)
        gone = gone_in(written_off_on, before, until, last)
        # An amendment and a write-off take the debt as it is, whatever waits for its payment.
        stands = until if gone or not last else standing_on(leg.moved, until)
        rows = _events(leg, mine, until, stands, gone, fixings)
        so_far = [row for row in rows if row.at <= stands.toordinal()]
        before = _run(so_far, leg, state, flows, before)
        if not last:
            _run([row_on(Op.ACCRUE, until)], leg, state, flows, before)
            before = until
    past = _closed(leg, state, flows, before, on, rows[len(so_far) :], gone is not None)
    return attrs.evolve(past, fixings=fixings)


def opening(past: History) -> Opening:
    """Where the contract goes on from: its real balance, and what is overdue.

    What is overdue is the principal outstanding beyond what the terms in force foresaw for the
    day. Paid early, an instalment stays what it was and the last ones shrink.
    """
    stands = standing_on(past.leg.moved, past.on)
    started = any(row.op in _ASKS_BACK for row in tape_of(past.leg, past.fixings, stands))
    foreseen = planned(past.leg, past.on, past.fixings).balance - _waiting(past)
    return Opening(
        on=past.on,
        since=past.since,
        past=past.flows,
        accrued=past.accrued,
        overdue=max(0, past.balance - foreseen) if started else 0,
        charged=past.charged,
        base=past.base,
    )


def _waiting(past: History) -> int:
    """Interest to be capitalised by a due that is planned but not booked yet."""
    leg, on = past.leg, past.on
    stands = standing_on(leg.moved, on)
    if stands >= on:
        return 0
    rows = tape_of(leg, past.fixings, stands)
    if not any(row.op is Op.CAPITALISE and row.at == stands.toordinal() for row in rows):
        return 0
    before = planned(leg, stands - timedelta(days=1), past.fixings).balance
    return int(planned(leg, on, past.fixings).balance - before)


def check_days(start: date, receipts: Iterable[Receipt], on: date) -> list[Receipt]:
    """What was received up to *on*, by day.

    Raises:
        InvalidTerms: *on*, or a receipt, is before *start*.
    """
    if on < start:
        raise InvalidTerms(
            f"on is {on} but the contract starts on {start}: ask for a later day",
            field="on",
            value=on,
        )
    paid = sorted((receipt for receipt in receipts if receipt.on <= on), key=lambda r: r.on)
    if paid and paid[0].on < start:
        raise InvalidTerms(
            f"{paid[0].minor} minor units are received on {paid[0].on} but the contract starts on "
            f"{start}: correct one of the two days",
            field="receipts",
            value=paid[0].on,
        )
    return paid


def gone_in(day: date | None, first: date, until: date, last: bool) -> date | None:
    """The day of the write-off, if it falls to the era from *first* to *until*."""
    if day is None or not (day <= until if last else first <= day < until):
        return None
    return day


def disburse(leg: DebtLeg, state: State, flows: list[Flow]) -> None:
    """Pay the principal out."""
    state.balance = leg.principal.minor
    flows.append((leg.start.toordinal(), FlowKind.DISBURSEMENT, state.balance))


def amend(era: Era, state: State, flows: list[Flow]) -> None:
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
    state.base = None


def _events(
    leg: DebtLeg,
    receipts: list[Receipt],
    until: date,
    stands: date,
    gone: date | None,
    fixings: Fixings | None,
) -> list[Row]:
    """Contractual steps and receipts up to *until*, by the day as of which they count.

    Steps of a day stand first. Interest is capitalised when its due is booked.
    """
    booked = until.toordinal()
    rows = [
        row
        for row in tape_of(leg, fixings, max(until, stands))
        if row.op in CONTRACTUAL and (row.op is not Op.CAPITALISE or row.day <= booked)
    ]
    for receipt in receipts:
        counts = receipt.on
        if leg.moved and (gone is None or counts <= gone):
            counts = min(counted_on(leg.moved, counts), gone or stands)
        rows.append(row_on(Op.RECEIVE, receipt.on, receipt.minor, (receipt.on - counts).days))
    if gone is not None:
        rows.append(row_on(Op.WRITE_OFF, gone))
    rows.sort(key=lambda row: (row.at, row.day))
    return rows


def row_on(op: Op, on: date, amount: int = 0, shift: int = 0) -> Row:
    """A row of the tape for something that no step of the plan says."""
    return Row(op, on.toordinal(), days=0, accrues=False, amount=amount, shift=shift)


def _run(rows: list[Row], leg: DebtLeg, state: State, flows: list[Flow], before: date) -> date:
    """Run *rows* from the day *before*; gives the day as of which the last one counts."""
    dated = []
    for row in rows:
        on = date.fromordinal(row.at)
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
    since_then: list[Row],
    written_off: bool,
) -> History:
    accrued = int(state.accrued)
    _run([*since_then, row_on(Op.ACCRUE, on)], leg, state, flows, since)
    return History(
        on=on,
        flows=tuple(flow for flow in flows if flow[2]),
        leg=leg,
        since=since,
        accrued=accrued,
        accrued_on=int(state.accrued),
        credit=int(state.credit),
        written_off=written_off,
    )
