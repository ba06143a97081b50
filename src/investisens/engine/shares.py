"""The dated flows of shares: purchase, dividends, buy-backs, sales, losses."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.engine.debt import Flow
from investisens.engine.scenario import Default, Delay
from investisens.values.cashflow import FlowKind
from investisens.values.legs import SHARES_GONE, ShareEventKind, ShareLeg
from investisens.values.rates import MBP
from investisens.values.rounding import RoundingMode, round_ratio

_CASH = {
    ShareEventKind.DIVIDEND: FlowKind.DIVIDEND,
    ShareEventKind.BUY_BACK: FlowKind.SHARE_SALE,
    ShareEventKind.SALE: FlowKind.SHARE_SALE,
}


@attrs.frozen(kw_only=True)
class ShareRun:
    """The flows of one share leg in one scenario.

    Attributes:
        flows: In the order of their days.
        units: Shares left at the end.
        unit_value: Value of each share left, in minor units: cost until it is revalued.
    """

    flows: tuple[Flow, ...]
    units: int
    unit_value: int


def run_shares(
    leg: ShareLeg,
    default: Default | None = None,
    delay: Delay | None = None,
    until: date | None = None,
) -> ShareRun:
    """The flows of *leg* up to *until* if it defaults and is delayed as told.

    On default the shares left are lost but for the recovered part of their cost.
    """
    last = date.max.toordinal() if until is None else until.toordinal()
    struck_on = None if default is None else default.on.toordinal()
    start = leg.start.toordinal()
    if start > last:
        return ShareRun(flows=(), units=0, unit_value=leg.price.minor)
    flows = [(start, FlowKind.SHARE_PURCHASE, leg.units * leg.price.minor)]
    units, value = leg.units, leg.price.minor
    for event in leg.planned:
        on = event.on.toordinal()
        if delay is not None and event.on >= delay.since:
            on += delay.days
        if on > last or (struck_on is not None and on >= struck_on):
            break
        if event.event in _CASH:
            flows.append((on, _CASH[event.event], event.shares * event.per_share.minor))
        if event.event in SHARES_GONE:
            units -= event.shares
        if event.event is ShareEventKind.WRITE_OFF:
            flows.append((on, FlowKind.SHARE_LOSS, event.shares * leg.price.minor))
        if event.event is ShareEventKind.REVALUATION:
            value = event.per_share.minor
    if default is not None and default.on.toordinal() <= last and units:
        flows += _lost(units * leg.price.minor, default)
        units = 0
    return ShareRun(flows=tuple(flows), units=units, unit_value=value)


def _lost(cost: int, default: Default) -> list[Flow]:
    day = default.on.toordinal()
    recovered = int(round_ratio(cost * default.recovery.mbp, MBP, RoundingMode.DOWN))
    return [
        (day, FlowKind.SHARE_LOSS, cost - recovered),
        (day + default.lag_days, FlowKind.SHARE_SALE, recovered),
    ]
