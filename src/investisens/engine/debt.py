"""The dated flows of one debt leg, from its start or from what it owes on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from investisens.engine.arithmetic import Single
from investisens.engine.kernel import State, Strike, run
from investisens.engine.scenario import Default, Delay
from investisens.engine.tape import Op, Row, tape_of
from investisens.values.cashflow import FlowKind
from investisens.values.daycount import DayCount
from investisens.values.errors import ConservationBroken
from investisens.values.legs import DebtLeg
from investisens.values.rates import MBP

Flow = tuple[int, FlowKind, int]
"""Ordinal of a day, kind, and amount of that kind in minor units."""

ON_BALANCE = {
    FlowKind.DISBURSEMENT: 1,
    FlowKind.CAPITALISED_INTEREST: 1,
    FlowKind.PRINCIPAL: -1,
    FlowKind.RECOVERY: -1,
    FlowKind.LOSS: -1,
}
"""How a flow of each kind moves outstanding principal."""


@attrs.frozen(kw_only=True)
class Opening:
    """Where a running debt stands, from which its steps after a day go on.

    Attributes:
        on: Steps after this day are still to come.
        since: The day of the last event; interest runs from it.
        past: What really happened up to *on*.
        accrued: Interest accrued at *since* and not paid.
        instalment: The instalment that a step up to *on* has fixed, else 0.
        overdue: Principal that was due by *on* and is still owed; the next repayment asks for it.
    """

    on: date
    since: date
    past: tuple[Flow, ...]
    accrued: int = 0
    instalment: int = 0
    overdue: int = 0

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
) -> DebtRun:
    """The flows of *leg* if it defaults and is delayed as told.

    Raises:
        ConservationBroken: Lent + capitalised is not repaid + recovered + lost + outstanding.
    """
    state = opening_state(leg, opening)
    if opening is None:
        flows = [(leg.start.toordinal(), FlowKind.DISBURSEMENT, leg.principal.minor)]
    else:
        flows = list(opening.past)

    def emit(day: int, kind: FlowKind, amount: int) -> None:
        if amount:
            flows.append((day, kind, amount))

    rows = rows_to_come(leg, opening, delay)
    basis = leg.day_count.basis * MBP
    run(rows, state, basis, leg.rounding, Single(), emit, _strike(default))
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


def rows_to_come(leg: DebtLeg, opening: Opening | None, delay: Delay | None) -> tuple[Row, ...]:
    """The rows of *leg* after *opening*, dated as *delay* moves them."""
    rows = tape_of(leg)
    start = leg.start
    if opening is not None:
        cut = opening.on.toordinal()
        rows = tuple(row for row in rows if row.day > cut)
        start = opening.since
    if opening is None and delay is None:
        return rows
    return _redate(rows, leg.day_count, start, delay)


def opening_state(leg: DebtLeg, opening: Opening | None) -> State:
    """The kernel's state before the first row to come."""
    if opening is None:
        return State(balance=leg.principal.minor, accrued=0, rate=leg.rate.mbp)
    cut = opening.on.toordinal()
    rates = [row.amount for row in tape_of(leg) if row.op is Op.SET_RATE and row.day <= cut]
    return State(
        balance=opening.balance,
        accrued=opening.accrued,
        rate=rates[-1] if rates else leg.rate.mbp,
        instalment=opening.instalment,
        overdue=opening.overdue,
    )


def _redate(
    rows: tuple[Row, ...], day_count: DayCount, start: date, delay: Delay | None
) -> tuple[Row, ...]:
    before = start.toordinal()
    redated = []
    for row in rows:
        day = row.day
        if delay is not None and day >= delay.since.toordinal():
            day += delay.days
        days = day_count.numerator(date.fromordinal(before), date.fromordinal(day))
        redated.append(attrs.evolve(row, day=day, days=days, accrues=days != 0))
        before = day
    return tuple(redated)


def _strike(default: Default | None) -> Strike | None:
    if default is None:
        return None
    day = default.on.toordinal()
    return Strike(day, default.recovery.mbp, day + default.lag_days)
