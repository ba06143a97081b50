"""How debts stand on a day: what is owed, what was received, what is late; one or many."""

from __future__ import annotations

import attrs

from investisens.servicing.arrears import NOTHING_LATE, Arrears, arrears_of
from investisens.servicing.history import History
from investisens.values.cashflow import FlowKind


@attrs.frozen(kw_only=True)
class Standing:
    """A debt at the end of a day, in minor units.

    Attributes:
        outstanding: Outstanding principal (capital restant dû).
        accrued: Interest accrued and not paid (intérêts courus).
        credit: Received beyond all that was owed.
        interest_received: Interest received so far.
        principal_received: Principal received so far.
        written_off: Principal given up as lost and not recovered since.
        recovered: Received of what had been given up.
        arrears: What is late of it.
    """

    outstanding: int
    accrued: int
    credit: int = 0
    interest_received: int = 0
    principal_received: int = 0
    written_off: int = 0
    recovered: int = 0
    arrears: Arrears = NOTHING_LATE


def standing_of(past: History) -> Standing:
    """How a debt stands at the end of the day up to which its history goes.

    >>> from datetime import date
    >>> from investisens import read_fund
    >>> from investisens.portfolio.contract import debt_history
    >>> fund = read_fund("examples/collines")
    >>> standing_of(debt_history(fund, fund.position("L2"), date(2012, 12, 31))).outstanding
    2441139
    """
    return Standing(
        outstanding=past.balance,
        accrued=past.accrued_on,
        credit=past.credit,
        interest_received=past.received(FlowKind.INTEREST),
        principal_received=past.received(FlowKind.PRINCIPAL),
        written_off=past.received(FlowKind.LOSS),
        recovered=past.received(FlowKind.RECOVERY),
        arrears=arrears_of(past),
    )
