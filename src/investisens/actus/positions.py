"""Shares (STK) and cash (CSH): positions without interest."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from investisens.actus.frame import Event, Frame, in_order
from investisens.actus.instants import Cycle, cycle_dates
from investisens.actus.rows import plain_row
from investisens.values.errors import InvalidTerms


def share_rows(frame: Frame) -> list[dict[str, Any]]:
    """Purchase, dividends and termination of shares; their states are 0 everywhere."""
    terms = frame.terms
    events = [*_dividends(frame), *price_events(frame)]
    payoffs = []
    for event in in_window(frame, events):
        if event.type == "DV":
            code = str(terms.text("marketObjectCodeOfDividends"))
            payoffs.append((event, frame.market.value(code, event.cycle)))
        else:
            payoffs.append((event, price(frame, event)))
    return [plain_row(frame, event.at, event.type, terms.sign * paid) for event, paid in payoffs]


def _dividends(frame: Frame) -> list[Event]:
    terms = frame.terms
    anchor = terms.instant("cycleAnchorDateOfDividendPayment")
    cycle = terms.cycle("cycleOfDividendPayment")
    if anchor is None and cycle is None:
        return []
    terms.need("marketObjectCodeOfDividends")
    if anchor is None and cycle is not None:
        bought = terms.instant("purchaseDate")
        if bought is None:
            terms.need("cycleAnchorDateOfDividendPayment")
        else:
            anchor = cycle.after(bought, 1, terms.month_end)
    if anchor is None:
        return []
    end = frame.need_horizon()
    if cycle is None:
        return frame.series("DV", [anchor] if anchor <= end else [])
    # A horizon is a question, not an end: it makes no stub.
    dates = cycle_dates(anchor, Cycle(cycle.period), end, month_end=terms.month_end)
    last = cycle.after(anchor, len(dates), terms.month_end)
    return frame.series("DV", [*dates, last] if last == end else dates)


def price_events(frame: Frame) -> list[Event]:
    """Purchase and termination at their prices."""
    events = []
    for type_, date, amount in (
        ("PRD", "purchaseDate", "priceAtPurchaseDate"),
        ("TD", "terminationDate", "priceAtTerminationDate"),
    ):
        at = frame.terms.instant(date)
        if at is not None:
            frame.terms.need(amount)
            events.append(frame.event(type_, at, fixed=True))
    return events


def price(frame: Frame, event: Event) -> Fraction:
    """What a purchase pays (−) or a termination brings (+)."""
    if event.type == "PRD":
        return -frame.terms.number("priceAtPurchaseDate")
    return frame.terms.number("priceAtTerminationDate")


def in_window(frame: Frame, events: list[Event]) -> list[Event]:
    """Events to list: after the status date, from a purchase to come, up to termination."""
    found: list[Event] = []
    bought = frame.terms.instant("purchaseDate")
    held = bought is None or bought <= frame.terms.status
    for event in in_order(events):
        held = held or event.type == "PRD"
        within = frame.horizon is None or event.at <= frame.horizon
        if held and within and event.at > frame.terms.status:
            found.append(event)
        if event.type == "TD" and event.at > frame.terms.status:
            break
    return found


def cash_rows(frame: Frame) -> list[dict[str, Any]]:
    """One row for each date on which cash was looked at."""
    terms = frame.terms
    terms.need("notionalPrincipal")
    for seen in frame.observed:
        if seen.type not in ("AD", "CE"):
            raise InvalidTerms(
                f"an {seen.type} event is observed: a contract of type CSH has none",
                field="eventsObserved.type",
                value=seen.type,
            )
    looks = [frame.event("AD", seen.at, fixed=True) for seen in frame.observed if seen.type == "AD"]
    notional = float(terms.sign * terms.number("notionalPrincipal"))
    states = {"notionalPrincipal": notional, "nominalInterestRate": 0.0, "accruedInterest": 0.0}
    return [plain_row(frame, event.at, "AD", 0, **states) for event in in_window(frame, looks)]
