"""What is overdue on a debt, and since when (impayés)."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.engine.schedule import schedule
from investisens.servicing.history import History
from investisens.values.cashflow import FlowKind

_RECEIVED = (FlowKind.INTEREST, FlowKind.PRINCIPAL, FlowKind.CREDIT)


@attrs.frozen(kw_only=True)
class Arrears:
    """What was due before a day and is still owed.

    Attributes:
        overdue: In minor units, never more than principal and accrued interest together.
        oldest_on: The oldest due that is not fully covered; ``None`` if nothing is overdue.
        days_past_due: Days from it to the day of the question, 0 if nothing is overdue.
    """

    overdue: int
    oldest_on: date | None
    days_past_due: int


NOTHING_LATE = Arrears(overdue=0, oldest_on=None, days_past_due=0)
"""Everything that was due is paid."""


def arrears_of(past: History) -> Arrears:
    """What is overdue at the end of a day: dues strictly before it, less what was received.

    Only dues of the terms in force, and what was received since they are in force, count. An
    early payment saves interest, so that dues may exceed receipts without anything being owed:
    what is overdue is therefore capped by what is owed.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.contract import debt_history
    >>> fund = read_fund("examples/collines")
    >>> past = debt_history(fund, fund.position("L2"), date(2012, 12, 31))
    >>> arrears_of(past).overdue, arrears_of(past).days_past_due
    (190770, 31)
    """
    since = past.leg.start.toordinal()
    received = sum(amount for day, kind, amount in past.flows if kind in _RECEIVED and day >= since)
    owed = past.balance + max(0, past.accrued_on)
    due = 0
    oldest = None
    for row in schedule(past.leg).rows:
        if row.due_on >= past.on:
            break
        due += row.total
        if oldest is None and due > received:
            oldest = row.due_on
    overdue = max(0, min(due - received, owed))
    if not overdue or oldest is None:
        return NOTHING_LATE
    return Arrears(overdue=overdue, oldest_on=oldest, days_past_due=(past.on - oldest).days)
