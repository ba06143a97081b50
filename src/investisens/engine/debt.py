"""The dated flows of one debt leg, from its start or from what it owes on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from investisens.engine.arithmetic import Single
from investisens.engine.kernel import Strike, run
from investisens.engine.scenario import Default, Delay
from investisens.engine.state import State, Terms
from investisens.engine.tape import REPAYMENTS, Fixings, Op, Row, tape_of
from investisens.values.cashflow import FlowKind
from investisens.values.errors import ConservationBroken
from investisens.values.legs import DebtLeg
from investisens.values.paid_days import standing_on

Flow = tuple[int, FlowKind, int]
"""Ordinal of a day, kind, and amount of that kind in minor units."""

ON_BALANCE = {
    FlowKind.DISBURSEMENT: 1,
    FlowKind.CAPITALISED_INTEREST: 1,
    FlowKind.PRINCIPAL: -1,
    FlowKind.RECOVERY: -1,
    FlowKind.LOSS: -1,
    FlowKind.CONVERSION: -1,
    FlowKind.DELIVERY: -1,
    FlowKind.FORGIVENESS: -1,
}
"""How a flow of each kind moves outstanding principal."""


@attrs.frozen(kw_only=True)
class Opening:
    """Where a running debt stands, from which its steps after a day go on.

    Attributes:
        on: Steps after this day are still to come.
        since: The day of the last event, or as of which it counts; interest runs from it.
        past: What really happened up to *on*.
        accrued: Interest accrued at *since* and not paid.
        overdue: Principal that was due by *on* and is still owed; the next repayment asks for it,
            which is the due itself where it waits for its day of payment.
        charged: Fees and late interest owed beside; the next due asks for them, as a fee.
        base: What interest really runs on where the terms fixed it; ``None`` for what they foresaw.
    """

    on: date
    since: date
    past: tuple[Flow, ...]
    accrued: int = 0
    overdue: int = 0
    charged: int = 0
    base: int | None = None

    @property
    def balance(self) -> int:
        """Outstanding principal."""
        return outstanding(self.past)


@attrs.frozen(kw_only=True)
class DebtRun:
    """The flows of one debt leg in one scenario.

    Attributes:
        flows: Past and to come, in the order of their days; none of zero to come.
        outstanding: Principal left after the last step.
        accrued: Interest left unpaid after the last step.
    """

    flows: tuple[Flow, ...]
    outstanding: int
    accrued: int


def run_debt(
    leg: DebtLeg,
    opening: Opening | None = None,
    default: Default | None = None,
    delay: Delay | None = None,
    fixings: Fixings | None = None,
) -> DebtRun:
    """The flows of *leg* if it defaults and is delayed as told.

    Raises:
        MissingData: A fixing that a reset needs is not given.
        ConservationBroken: Lent + capitalised is not repaid + recovered + lost + outstanding.
    """
    state = opening_state(leg, opening, fixings)
    if opening is None:
        flows = [(leg.start.toordinal(), FlowKind.DISBURSEMENT, leg.principal.minor)]
    else:
        flows = list(opening.past)

    def emit(day: int, kind: FlowKind, amount: int) -> None:
        if amount:
            flows.append((day, kind, amount))

    rows = rows_to_come(leg, opening, delay, fixings)
    basis = leg.day_count.basis * leg.rate_unit
    run(rows, state, Terms(basis, leg.rounding, Single(), emit), _strike(default))
    if outstanding(flows) != state.balance:
        raise ConservationBroken(
            f"lent + capitalised - repaid - recovered - lost is {outstanding(flows)} but "
            f"{state.balance} is outstanding: please report this contract"
        )
    flows.sort(key=lambda flow: flow[0])
    return DebtRun(flows=tuple(flows), outstanding=state.balance, accrued=state.accrued)


def outstanding(flows: Iterable[Flow], by: date | None = None) -> int:
    """Principal outstanding after *flows*, or after those of them up to the day *by*.

    >>> outstanding([(1, FlowKind.DISBURSEMENT, 100), (9, FlowKind.PRINCIPAL, 30)])
    70
    """
    last = date.max.toordinal() if by is None else by.toordinal()
    return sum(ON_BALANCE.get(kind, 0) * amount for day, kind, amount in flows if day <= last)


def rows_to_come(
    leg: DebtLeg,
    opening: Opening | None,
    delay: Delay | None,
    fixings: Fixings | None = None,
) -> tuple[Row, ...]:
    """The rows of *leg* after *opening*, dated as *delay* moves them."""
    rows = tape_of(leg, fixings)
    start = leg.start
    if opening is not None:
        rows = _charging(opening.charged, _after(rows, leg, opening))
        start = opening.since
    if opening is None and delay is None:
        return rows
    return _redate(rows, leg, start, delay)


def planned(leg: DebtLeg, on: date, fixings: Fixings | None = None) -> State:
    """What *leg* owes at the end of *on* if every due is paid on its day.

    A due that waits for its day of payment counts as paid.

    >>> from investisens import OnDates, XOF, Loan, Money, Rate, Repayment
    >>> loan = Loan(principal=Money(900, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("5 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1), date(2013, 1, 1))),)))
    >>> planned(loan.legs()[0], date(2012, 1, 1)).balance
    450
    """
    state = State(balance=leg.principal.minor, accrued=0, rate=leg.rate.mbp)
    basis = leg.day_count.basis * leg.rate_unit
    rows = tape_of(leg, fixings, standing_on(leg.moved, on))
    return run(rows, state, Terms(basis, leg.rounding, Single(), _ignore))


def ends_early(leg: DebtLeg, flows: Iterable[Flow], fixings: Fixings | None = None) -> bool:
    """Whether *flows* repaid all that is owed, and *leg* lets no interest run from there on.

    Who repays a debt before its time owes no interest on a base that was fixed. Where instalments
    repay it in fewer dues than bear flat interest, as *leg* itself foresees, it goes on.

    >>> from investisens import OnDates, XOF, Loan, Money, Rate, Repayment
    >>> loan = Loan(principal=Money(900, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("5 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1), date(2013, 1, 1))),)))
    >>> lent = (date(2011, 1, 1).toordinal(), FlowKind.DISBURSEMENT, 900)
    >>> repaid = (date(2011, 6, 30).toordinal(), FlowKind.PRINCIPAL, 900)
    >>> ends_early(loan.legs()[0], [lent]), ends_early(loan.legs()[0], [lent, repaid])
    (False, True)
    """
    moves = [(day, ON_BALANCE[kind] * amount) for day, kind, amount in flows if kind in ON_BALANCE]
    if sum(amount for _, amount in moves):
        return False
    repaid_on = max((day for day, amount in moves if amount), default=0)
    if not repaid_on:
        return False
    foreseen = planned(leg, date.fromordinal(repaid_on), fixings)
    return bool(foreseen.balance or not foreseen.base)


def opening_state(leg: DebtLeg, opening: Opening | None, fixings: Fixings | None = None) -> State:
    """The kernel's state before the first row to come.

    What steps up to the opening fixed by the terms (rate, instalment, base and scales) goes on;
    what is owed is what the opening says.
    """
    if opening is None:
        return State(balance=leg.principal.minor, accrued=0, rate=leg.rate.mbp)
    state = planned(leg, opening.on, fixings)
    state.balance = opening.balance
    state.accrued = opening.accrued
    state.overdue = opening.overdue
    if state.base is not None:
        over = ends_early(leg, opening.past, fixings)
        state.base = None if over else (state.base if opening.base is None else opening.base)
    return state


def _ignore(day: int, kind: FlowKind, amount: int) -> None:
    """An emitter for a run of which only the final state matters."""


_WAITING = frozenset(
    {
        *(Op.PAY_INTEREST, Op.CAPITALISE, Op.RECEIVE, Op.DELIVER, Op.CONVERT),
        *(Op.WRITE_OFF, Op.WRITE_OFF_AMOUNT),
    }
)
"""What a due that waits for its day of payment still does on it, beside repaying.

Its fees are owed already, and stand in what is charged.
"""

_DUES = REPAYMENTS | {Op.PAY_INTEREST}
"""Operations by which a due asks for money."""


def _after(rows: tuple[Row, ...], leg: DebtLeg, opening: Opening) -> tuple[Row, ...]:
    """The rows still to come; of a due that waits for its day of payment, what is left of it."""
    cut = opening.on.toordinal()
    if not leg.moved:
        return tuple(row for row in rows if row.day > cut)
    stands = standing_on(leg.moved, opening.on).toordinal()
    rest = []
    for row in rows:
        if row.at > stands or (row.day > cut and row.op in _WAITING):
            rest.append(row)
        elif row.day > cut and row.op in REPAYMENTS:
            # What it repays is already overdue as of its day; an instalment is not asked twice.
            rest.append(row._replace(op=Op.REPAY_AMOUNT, amount=0, extra=()))
    return tuple(rest)


def _charging(charged: int, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, the first due of which asks for what is owed beside principal and interest."""
    first = next((at for at, row in enumerate(rows) if row.op in _DUES), None)
    if not charged or first is None:
        return rows
    fee = rows[first]._replace(op=Op.FEE, amount=charged, extra=())
    return (*rows[:first], fee, *rows[first:])


def _redate(
    rows: tuple[Row, ...], leg: DebtLeg, start: date, delay: Delay | None
) -> tuple[Row, ...]:
    before = start.toordinal()
    # What happens on the very day of the disbursement cannot be late.
    begun = leg.start.toordinal()
    redated = []
    for row in rows:
        day, at = row.day, max(row.at, before)
        if delay is not None and delay.days and day >= delay.since.toordinal() and day > begun:
            day += delay.days
            # Who pays late loses the days that an agreed day of payment gave.
            at = max(at, day)
        days = leg.day_count.numerator(
            date.fromordinal(before), date.fromordinal(at), leg.plan.last_on
        )
        redated.append(row._replace(day=day, days=days, accrues=days != 0, shift=day - at))
        before = at
    return tuple(redated)


def _strike(default: Default | None) -> Strike | None:
    if default is None:
        return None
    day = default.on.toordinal()
    return Strike(day, default.recovery.mbp, day + default.lag_days)
