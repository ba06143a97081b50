"""Events of contracts that are called or go on: CLM and UMP."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs

from investisens.actus import common
from investisens.actus.frame import Event, Frame
from investisens.actus.instants import Cycle, cycle_dates
from investisens.actus.vocabulary import ORDER
from investisens.values.errors import InvalidTerms
from investisens.values.steps import Accrue, CapitaliseInterest, PayInterest, RepayRest

CALLABLE_ORDER = tuple(
    type_ for each in ORDER if each != "XD" for type_ in (("XD", "IP") if each == "IP" else (each,))
)
"""A notice comes before the interest that it makes due."""


def callable_events(frame: Frame) -> list[Event]:
    """Every event of a CLM contract, in no order.

    Interest is capitalised up to maturity or notice. It runs until the notice and is paid, with
    the balance, at the end of the notice.
    """
    notice = next((seen.at for seen in frame.observed if seen.type == "XD"), None)
    maturity = frame.terms.instant("maturityDate")
    if notice is not None and (maturity is None or notice <= maturity):
        return [*_until(frame, notice), *_settlement(frame, notice)]
    if maturity is None:
        return _until(frame, _open_end(frame), horizon=True)
    paid = frame.event("IP", maturity, PayInterest, fixed=True)
    return [*_until(frame, maturity), paid, common.maturity(frame, maturity, derived=False)]


def unlimited_events(frame: Frame) -> list[Event]:
    """Every event of a UMP contract up to the horizon, in no order."""
    return _until(frame, _open_end(frame), horizon=True)


def _until(frame: Frame, end: datetime, *, horizon: bool = False) -> list[Event]:
    """Start, capitalisations and resets before *end*."""
    events = common.exchange(frame)
    events += frame.series("IPCI", _capitalisations(frame, end, horizon), CapitaliseInterest)
    return [*events, *common.resets(frame, end), *common.scalings(frame, end)]


def _capitalisations(frame: Frame, end: datetime, horizon: bool) -> tuple[datetime, ...]:
    terms = frame.terms
    anchor = terms.instant("cycleAnchorDateOfInterestPayment")
    cycle = terms.cycle("cycleOfInterestPayment")
    if cycle is None:
        return frame.between(anchor, None, end)
    if anchor is None and terms.kind == "CLM" and frame.oddities.notice_starts_at_exchange:
        anchor = terms.exchange
    first = frame.first(anchor, cycle)
    if first is None:
        return ()
    # A horizon is a question, not an end: it makes no stub.
    stub = Cycle(cycle.period) if horizon else cycle
    return cycle_dates(first, stub, end, month_end=terms.month_end)


def _open_end(frame: Frame) -> datetime:
    end = frame.need_horizon()
    return end if frame.oddities.horizon_is_open else end + timedelta(seconds=1)


def _settlement(frame: Frame, notice: datetime) -> list[Event]:
    """Notice, and at its end interest and balance; both are listed whatever the horizon."""
    if notice < frame.terms.exchange:
        raise InvalidTerms(
            f"an XD event is observed at {notice.isoformat()}, before initialExchangeDate "
            f"{frame.terms.exchange.isoformat()}: check the order of the dates",
            field="eventsObserved.time",
            value=notice.isoformat(),
        )
    settled = frame.terms.period("xDayNotice").after(notice, 1, False)
    called = frame.event("XD", notice, Accrue, fixed=True)
    within = frame.horizon is None or notice <= frame.horizon
    later = attrs.evolve(called, at=settled, beyond=within)
    return [
        called,
        attrs.evolve(later, type="IP", makes=(PayInterest,)),
        attrs.evolve(later, type="STD", makes=(RepayRest,)),
    ]
