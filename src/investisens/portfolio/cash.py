"""The fund's cash: dated flows by line and period, and the day it is lowest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from types import MappingProxyType

import attrs

from investisens.portfolio.fund import Fund
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.money import Money
from investisens.values.rates import MBP
from investisens.values.rounding import RoundingMode, round_ratio

_LINE_OF = {
    FlowKind.CALL: "call",
    FlowKind.SHARE_PURCHASE: "equity_investment",
    FlowKind.DISBURSEMENT: "quasi_equity_disbursement",
    FlowKind.PRINCIPAL: "instrument_receipt",
    FlowKind.INTEREST: "instrument_receipt",
    FlowKind.INDEXATION: "instrument_receipt",
    FlowKind.FEE: "instrument_receipt",
    FlowKind.RECOVERY: "instrument_receipt",
    FlowKind.CREDIT: "instrument_receipt",
    FlowKind.PARTICIPATION: "participation_receipt",
    FlowKind.DIVIDEND: "equity_receipt",
    FlowKind.SHARE_SALE: "equity_receipt",
    FlowKind.MANAGEMENT_FEE: "management_fee",
    FlowKind.RUNNING_COSTS: "running_costs",
    FlowKind.DISTRIBUTION: "distribution",
    FlowKind.KNOWN: "known_flows",
    FlowKind.GRANT: "grant",
    FlowKind.CLAW_BACK: "grant",
    FlowKind.GUARANTEE_RECEIVED: "guarantee",
    FlowKind.GUARANTEE_PAID: "guarantee",
    FlowKind.GUARANTEE_FEE: "guarantee",
}
CASH_LINES: tuple[str, ...] = tuple(dict.fromkeys(_LINE_OF.values()))
"""Lines of a cash statement, in order; every cash kind belongs to one of them."""

_PAID = frozenset(
    {
        *(FlowKind.DISBURSEMENT, FlowKind.SHARE_PURCHASE, FlowKind.GRANT),
        *(FlowKind.GUARANTEE_PAID, FlowKind.GUARANTEE_FEE),
    }
)


@attrs.frozen(kw_only=True)
class CashPeriod:
    """Cash of one year or month.

    Attributes:
        label: ``2010`` or ``2010-05``.
        amounts: Received + and paid − in minor units, for each of ``CASH_LINES``.
        closing: Cash at the end of the period.
    """

    label: str
    amounts: Mapping[str, int]
    closing: int


def signed(kind: FlowKind, amount: int) -> int:
    """An engine's amount as cash seen from the fund: received +, paid −, 0 if no cash moves."""
    if not kind.is_cash:
        return 0
    return -amount if kind in _PAID else amount


def periods(flows: Iterable[CashFlow], *, by_month: bool) -> tuple[CashPeriod, ...]:
    """Cash by period; every period between the first and the last flow is there.

    Args:
        flows: Cash flows in the order of their days.
        by_month: Months instead of years.
    """
    by_label = {
        key: tuple(group)
        for key, group in groupby(flows, key=lambda flow: _label(flow.on, by_month))
    }
    closing = 0
    rows = []
    for key in _labels(by_label, by_month):
        amounts = dict.fromkeys(CASH_LINES, 0)
        for flow in by_label.get(key, ()):
            amounts[_LINE_OF[flow.kind]] += flow.amount.minor
        closing += sum(amounts.values())
        rows.append(CashPeriod(label=key, amounts=MappingProxyType(amounts), closing=closing))
    return tuple(rows)


def lowest(flows: Iterable[CashFlow], zero: Money) -> tuple[Money, date | None]:
    """The lowest balance at the end of a day with flows, and the first such day.

    >>> from investisens import CashFlow, XOF
    >>> lowest([CashFlow(on=date(2010, 5, 15), amount=Money(7, XOF), kind=FlowKind.CALL,
    ...                  party="FR01")], Money.zero(XOF))
    (Money(minor=7, currency=Currency.of('XOF')), datetime.date(2010, 5, 15))
    """
    balance = zero
    low: Money | None = None
    low_on = None
    for day, group in groupby(flows, key=lambda flow: flow.on):
        for flow in group:
            balance += flow.amount
        if low is None or balance < low:
            low, low_on = balance, day
    return (zero if low is None else low), low_on


def cost_flows(fund: Fund) -> tuple[CashFlow, ...]:
    """Running costs, paid and planned."""
    return tuple(
        CashFlow(
            on=cost.paid_on, amount=-cost.amount, kind=FlowKind.RUNNING_COSTS, party=cost.label
        )
        for cost in fund.costs
    )


def fee_flows(fund: Fund, calls: Iterable[CashFlow]) -> tuple[CashFlow, ...]:
    """Management fees of every year: ``rate × paid-in capital × months / 12``, half up."""
    fee = fund.management_fee
    if fee is None:
        return ()
    paid = tuple(calls)
    flows = []
    for year in range(fee.since.year, fee.until.year + 1):
        on = fee.paid_on.in_year(year)
        base = sum(flow.amount.minor for flow in paid if flow.on <= on)
        product = base * fee.rate.mbp * fee.months(year)
        amount = Money(int(round_ratio(product, 12 * MBP, RoundingMode.HALF_UP)), fund.currency)
        if amount:
            flows.append(
                CashFlow(on=on, amount=-amount, kind=FlowKind.MANAGEMENT_FEE, party="manager")
            )
    return tuple(flows)


def _label(day: date, by_month: bool) -> str:
    # Not strftime: it does not pad years before 1000 alike on every platform.
    return f"{day.year:04}-{day.month:02}" if by_month else f"{day.year:04}"


def _labels(known: Mapping[str, object], by_month: bool) -> list[str]:
    if not known:
        return []
    first, last = min(known), max(known)
    if not by_month:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    months = range(_month(first), _month(last) + 1)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]


def _month(label: str) -> int:
    year, month = label.split("-")
    return int(year) * 12 + int(month) - 1
