"""Positions at cost less impairment (coût, moins dépréciation)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from investisens.engine.contract import Contract, taken
from investisens.engine.debt import Flow
from investisens.engine.shares import run_shares
from investisens.portfolio.fund import Position
from investisens.servicing.arrears import NOTHING_LATE, arrears_of
from investisens.servicing.history import History
from investisens.values.cashflow import FlowKind
from investisens.values.legs import ParticipationLeg
from investisens.values.shares import ShareLeg

_INCOME = frozenset(
    {
        FlowKind.INTEREST,
        FlowKind.PARTICIPATION,
        FlowKind.DIVIDEND,
        FlowKind.FEE,
        FlowKind.INDEXATION,
    }
)
_RETURNED = frozenset(
    {
        *(FlowKind.PRINCIPAL, FlowKind.RECOVERY, FlowKind.SHARE_SALE, FlowKind.DELIVERY),
        *(FlowKind.CLAW_BACK, FlowKind.GUARANTEE_RECEIVED),
    }
)
_INVESTED = frozenset(
    {
        *(FlowKind.DISBURSEMENT, FlowKind.SHARE_PURCHASE, FlowKind.GRANT),
        *(FlowKind.GUARANTEE_PAID, FlowKind.GUARANTEE_FEE),
    }
)
_LOST = frozenset({FlowKind.LOSS, FlowKind.SHARE_LOSS, FlowKind.FORGIVENESS})


@attrs.frozen(kw_only=True)
class PositionValue:
    """One position at the end of a day, in minor units of the fund's currency.

    Attributes:
        position: Short name.
        enterprise: Short name of the enterprise.
        kind: Kind of instrument.
        invested: Paid out to the enterprise.
        returned: Principal repaid, and proceeds of shares.
        income: Interest, participation, dividends and fees received.
        outstanding: Principal owed, or cost of the shares held.
        accrued: Interest accrued and not paid; not part of the value.
        written_off: Principal or cost given up as lost.
        impairment: Part of *outstanding* that is not expected back.
        credit: Received beyond what was owed, and so owed back.
        overdue: Part of what is owed that was due before the day.
        days_past_due: Days since the oldest due that is not covered.
        value: ``outstanding − impairment − credit``.
    """

    position: str
    enterprise: str
    kind: str
    invested: int
    returned: int
    income: int
    outstanding: int
    accrued: int
    written_off: int
    impairment: int
    credit: int
    overdue: int
    days_past_due: int
    value: int


def value_position(
    position: Position, contract: Contract, past: History | None, flows: Iterable[Flow], on: date
) -> PositionValue:
    """The value of *position* at the end of *on*.

    Shares are worth their cost until an event revalues them, never more than cost; a debt is
    worth its outstanding principal until it is written off.
    """
    done = [flow for flow in flows if flow[0] <= on.toordinal()]
    outstanding = value = 0
    if past is not None:
        outstanding = value = past.balance
    for leg in contract.legs:
        if isinstance(leg, ShareLeg):
            held = run_shares(taken(leg, done), until=on, results=contract.results)
            outstanding += held.units * leg.price.minor
            value += held.units * min(held.unit_value, leg.price.minor)
    repaid_from_results = any(
        isinstance(leg, ParticipationLeg) and leg.repays for leg in contract.legs
    )
    # What a repaying participation brings beyond the debt is its return, not owed back.
    credit = 0 if past is None or repaid_from_results else past.credit
    late = NOTHING_LATE if past is None else arrears_of(past)
    return PositionValue(
        position=position.id,
        enterprise=position.enterprise,
        kind=position.instrument.kind,
        invested=_sum(done, _INVESTED),
        returned=_sum(done, _RETURNED),
        income=_sum(done, _INCOME),
        outstanding=outstanding,
        accrued=0 if past is None else past.accrued_on,
        written_off=_sum(done, _LOST),
        impairment=outstanding - value,
        credit=credit,
        overdue=late.overdue,
        days_past_due=late.days_past_due,
        value=value - credit,
    )


def _sum(flows: Iterable[Flow], kinds: frozenset[FlowKind]) -> int:
    return sum(amount for _, kind, amount in flows if kind in kinds)
