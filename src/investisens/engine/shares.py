"""The dated flows of shares: purchase, dividends, buy-backs, sales, losses."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.engine.debt import Flow
from investisens.engine.scenario import Default, Delay
from investisens.engine.share_prices import dividend_of, price_of
from investisens.values.cashflow import FlowKind
from investisens.values.rates import MBP
from investisens.values.results import NO_RESULTS, Results
from investisens.values.rounding import RoundingMode, round_ratio
from investisens.values.shares import Dividend, Exit, ShareEvent, ShareEventKind, ShareLeg


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


@attrs.define
class _Line:
    """Shares while they are run, and what they have paid."""

    leg: ShareLeg
    results: Results
    flows: list[Flow]
    units: int
    others: int
    unit_value: int

    def take(self, on: date, day: int, what: ShareEvent | Dividend | Exit) -> None:
        """Let one thing, expected on *on*, happen to the shares held on *day*."""
        if not self.units:
            return
        match what:
            case ShareEvent():
                self._event(day, what)
            case Dividend():
                every = self.units + self.others
                paid = dividend_of(what, self.leg, self.units, self.results, every)
                if paid:
                    self.flows.append((day, FlowKind.DIVIDEND, paid))
            case Exit():
                every = self.units + self.others
                price = price_of(what, self.leg, on, self.results, every)
                if price is not None:
                    wanted = self.units if what.shares is None else what.shares
                    self._leave(day, ShareEventKind.BUY_BACK, wanted, price)

    def _event(self, day: int, event: ShareEvent) -> None:
        match event.event:
            case ShareEventKind.DIVIDEND:
                paid = min(event.shares, self.units) * event.per_share.minor
                self.flows.append((day, FlowKind.DIVIDEND, paid))
            case ShareEventKind.REVALUATION:
                self.unit_value = event.per_share.minor
            case _:
                self._leave(day, event.event, event.shares, event.per_share.minor)

    def _leave(self, day: int, how: ShareEventKind, wanted: int, price: int) -> None:
        """No more shares leave than are held; somebody else has them, unless they are no more."""
        units = min(wanted, self.units)
        self.units -= units
        if not (self.leg.redeemed and how is ShareEventKind.BUY_BACK):
            self.others += units
        if how is ShareEventKind.WRITE_OFF:
            self.flows.append((day, FlowKind.SHARE_LOSS, units * self.leg.price.minor))
        else:
            self.flows.append((day, FlowKind.SHARE_SALE, units * price))


def run_shares(
    leg: ShareLeg,
    default: Default | None = None,
    delay: Delay | None = None,
    until: date | None = None,
    results: Results = NO_RESULTS,
) -> ShareRun:
    """The flows of *leg* up to *until* if it defaults and is delayed as told.

    On default the shares left are lost but for the recovered part of their cost. Things of one day
    happen in this order: events, dividends, exits; each concerns the shares held by then.

    Args:
        leg: The shares.
        default: Nothing planned on or after it takes place.
        delay: Moves what is planned from a day on; the amounts are those of the planned day.
        until: Later days are left out; ``None`` for none.
        results: Results that dividends and price formulas look at.
    """
    last = date.max.toordinal() if until is None else until.toordinal()
    struck_on = None if default is None else default.on.toordinal()
    start = leg.start.toordinal()
    price = leg.price.minor
    if start > last:
        return ShareRun(flows=(), units=0, unit_value=price)
    flows = [] if leg.converted else [(start, FlowKind.SHARE_PURCHASE, leg.units * price)]
    line = _Line(leg, results, flows, leg.units, leg.other_units, price)
    for on, what in leg.expected:
        day = on.toordinal()
        if delay is not None and on >= delay.since:
            day += delay.days
        if day > last or (struck_on is not None and day >= struck_on):
            break
        line.take(on, day, what)
    if default is not None and default.on.toordinal() <= last and line.units:
        line.flows += [flow for flow in _lost(line.units * price, default) if flow[0] <= last]
        line.units = 0
    return ShareRun(flows=tuple(line.flows), units=line.units, unit_value=line.unit_value)


def _lost(cost: int, default: Default) -> list[Flow]:
    day = default.on.toordinal()
    recovered = int(round_ratio(cost * default.recovery.mbp, MBP, RoundingMode.DOWN))
    return [
        (day, FlowKind.SHARE_LOSS, cost - recovered),
        (day + default.lag_days, FlowKind.SHARE_SALE, recovered),
    ]
