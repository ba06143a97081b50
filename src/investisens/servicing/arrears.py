"""What is overdue on a debt, and since when (impayés)."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.engine.schedule import schedule
from investisens.servicing.dues import Due
from investisens.servicing.history import History
from investisens.values.cashflow import FlowKind
from investisens.values.servicing import USUAL

_RECEIVED = (FlowKind.INTEREST, FlowKind.PRINCIPAL, FlowKind.CREDIT)


@attrs.frozen(kw_only=True)
class Arrears:
    """What was due before a day and is still owed.

    Attributes:
        overdue: In minor units, never more than principal and accrued interest together.
        oldest_on: The oldest due that is not fully covered, by its day of payment; ``None`` if
            nothing is overdue.
        days_past_due: Days from it to the day of the question, 0 if nothing is overdue.
        principal: Part of *overdue* that is principal: due and not repaid.
        dues: How many dues are not fully covered.
        part_paid: Whether a part of the oldest one is paid.
    """

    overdue: int
    oldest_on: date | None
    days_past_due: int
    principal: int = 0
    dues: int = 0
    part_paid: bool = False


NOTHING_LATE = Arrears(overdue=0, oldest_on=None, days_past_due=0)
"""Everything that was due is paid."""


def arrears_of(past: History) -> Arrears:
    """What is overdue at the end of a day: dues strictly before it, less what was received.

    Where the terms or a decision ask that each due be followed, it is what is open of those. Else
    only dues of the terms in force, and what was received since they are in force, count. An early
    payment saves interest, so that dues may exceed receipts without anything being owed: what is
    overdue is therefore capped by what is owed.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.contract import debt_history
    >>> fund = read_fund("examples/collines")
    >>> past = debt_history(fund, fund.position("L2"), date(2012, 12, 31))
    >>> arrears_of(past).overdue, arrears_of(past).days_past_due
    (190770, 31)
    """
    return _from_schedule(past) if past.dues is None else _from_dues(past, past.dues)


def _from_dues(past: History, lines: tuple[Due, ...]) -> Arrears:
    """What is open of the dues before the day, where each of them is followed.

    By the usual terms interest of the period in course is paid before principal that is due: it
    covers the oldest dues, as all that was received does where no due has to be followed.
    """
    covers = past.ahead if past.leg.servicing == USUAL else 0
    late = []
    for line in lines:
        if line.due_on < past.on and line.open:
            left = max(0, line.open - covers)
            covers -= line.open - left
            if left:
                late.append((line, left))
    if not late:
        return NOTHING_LATE
    oldest, left = late[0]
    return Arrears(
        overdue=sum(open_ for _, open_ in late),
        oldest_on=oldest.due_on,
        days_past_due=(past.on - oldest.due_on).days,
        principal=sum(min(line.principal.open, open_) for line, open_ in late),
        dues=len(late),
        part_paid=oldest.paid > 0 or left < oldest.open,
    )


def _from_schedule(past: History) -> Arrears:
    """Dues as they are planned, less all that was received."""
    since = past.leg.start.toordinal()
    counted = [flow for flow in past.flows if flow[1] in _RECEIVED and flow[0] >= since]
    received = sum(amount for _, _, amount in counted)
    owed = past.balance + max(0, past.accrued_on)
    due = principal = dues = 0
    oldest, part_paid = None, False
    for row in schedule(past.leg, past.fixings, past.on).rows:
        if row.due_on >= past.on:
            break
        if oldest is None and due + row.total > received:
            oldest, part_paid = row.due_on, received > due
        due += row.total
        principal += row.principal
        dues += row.total > 0 and due > received
    overdue = max(0, min(due - received, owed))
    if not overdue or oldest is None:
        return NOTHING_LATE
    repaid = sum(amount for _, kind, amount in counted if kind is FlowKind.PRINCIPAL)
    return Arrears(
        overdue=overdue,
        oldest_on=oldest,
        days_past_due=(past.on - oldest).days,
        principal=max(0, min(principal - repaid, overdue, past.balance)),
        dues=dues,
        part_paid=part_paid,
    )
