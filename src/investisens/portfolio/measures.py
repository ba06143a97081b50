"""What a fund is judged by: multiples, internal rates of return, value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import attrs

from investisens.engine.irr import IrrResult, irr
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.money import Money, total

_INVESTORS = (FlowKind.CALL, FlowKind.DISTRIBUTION)
_OWN_COSTS = (FlowKind.MANAGEMENT_FEE, FlowKind.RUNNING_COSTS)


@attrs.frozen(kw_only=True)
class Measures:
    """Measures of the fund at the end of a day.

    Attributes:
        on: The day.
        paid_in: Capital paid in by investors.
        distributed: Paid out to them.
        cash: In the bank.
        portfolio: Value of the positions.
        nav: Cash and portfolio together (valeur liquidative).
        dpi: Distributed / paid in; ``None`` where nothing was paid in.
        rvpi: NAV / paid in.
        tvpi: Their sum.
        gross_irr: Of the flows with enterprises, the portfolio's value received on the day.
        net_irr: Of the flows with investors, the NAV received on the day.
    """

    on: date
    paid_in: Money
    distributed: Money
    cash: Money
    portfolio: Money
    nav: Money
    dpi: Fraction | None
    rvpi: Fraction | None
    tvpi: Fraction | None
    gross_irr: IrrResult
    net_irr: IrrResult


def measure(flows: Iterable[CashFlow], portfolio: Money, on: date) -> Measures:
    """Measures at the end of *on*, from the cash flows up to it and the value of what is left.

    >>> from investisens import XOF
    >>> flows = [CashFlow(on=date(2020, 1, 1), amount=Money(100, XOF), kind=FlowKind.CALL,
    ...                   party="BJ01")]
    >>> measure(flows, Money(0, XOF), date(2021, 1, 1)).tvpi
    Fraction(1, 1)
    """
    past = [flow for flow in flows if flow.on <= on]
    currency = portfolio.currency
    called = total((f.amount for f in past if f.kind is FlowKind.CALL), currency)
    paid_out = -total((f.amount for f in past if f.kind is FlowKind.DISTRIBUTION), currency)
    cash = total((flow.amount for flow in past), currency)
    nav = cash + portfolio
    investors = [(f.on, -f.amount.minor) for f in past if f.kind in _INVESTORS]
    deals = [
        (f.on, f.amount.minor)
        for f in past
        if f.kind not in _INVESTORS and f.kind not in _OWN_COSTS
    ]
    return Measures(
        on=on,
        paid_in=called,
        distributed=paid_out,
        cash=cash,
        portfolio=portfolio,
        nav=nav,
        dpi=_ratio(paid_out, called),
        rvpi=_ratio(nav, called),
        tvpi=_ratio(paid_out + nav, called),
        gross_irr=irr([*deals, (on, portfolio.minor)]),
        net_irr=irr([*investors, (on, nav.minor)]),
    )


def _ratio(part: Money, whole: Money) -> Fraction | None:
    return Fraction(part.minor, whole.minor) if whole else None
