"""Strategies of what guarantees have in common, and how their losses are told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.covering import NO_FEE, Exposure, GuaranteeFee
from investisens.values.currency import Currency
from investisens.values.dates import YearDay
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from strategies import days, is_in_any_month, minors, shares_of_one

some_shares = st.integers(1, MBP).map(Rate)
names = st.lists(st.sampled_from(["L1", "L2", "L3"]), min_size=1, unique=True).map(tuple)


@st.composite
def fees(draw: st.DrawFn, currency: Currency) -> GuaranteeFee:
    """No fee, a flat one, a yearly one or both."""
    flat = draw(st.none() | st.integers(0, 10**6))
    paid_on = YearDay(draw(st.integers(1, 12)), draw(st.integers(1, 31).filter(is_in_any_month)))
    fee = GuaranteeFee(
        flat=None if flat is None else Money(flat, currency),
        rate=draw(shares_of_one),
        paid_on=paid_on,
    )
    return draw(st.sampled_from([NO_FEE, fee]))


@st.composite
def periods(draw: st.DrawFn) -> dict[str, Any]:
    """Arguments: start, end, waiting_days."""
    start = draw(days)
    return {
        "start": start,
        "end": start + timedelta(days=draw(st.integers(0, 4_000))),
        "waiting_days": draw(st.integers(0, 400)),
    }


@st.composite
def exposures(draw: st.DrawFn, start: date, currency: Currency) -> tuple[Exposure, ...]:
    """Up to three exposures, in the order of their days."""
    since = start
    found = []
    for minor in draw(st.lists(st.integers(0, 10**9), max_size=3)):
        found.append(Exposure(since=since, amount=Money(minor, currency)))
        since += timedelta(days=draw(st.integers(1, 500)))
    return tuple(found)


@st.composite
def cover_terms(draw: st.DrawFn, currency: Currency) -> dict[str, Any]:
    """Arguments that every guarantee takes: its period, fee, exposure and clauses."""
    period = draw(periods())
    return {
        **period,
        "fee": draw(fees(currency)),
        "exposure": draw(exposures(period["start"], currency)),
        "clauses": draw(clauses(currency)),
    }


def clauses(currency: Currency) -> st.SearchStrategy[Clauses]:
    """A rank and a cap on return, or neither."""
    caps = st.none() | minors.map(lambda minor: Money(minor, currency))
    return st.builds(Clauses, rank=st.none() | st.sampled_from(Rank), cap_on_return=caps)


def lost(on: date, amount: Money | None) -> Happening:
    """A loss outside the book."""
    return Happening(contract="G1", on=on, what=HappeningKind.LOST, amount=amount)


def recovered(on: date, amount: Money | None) -> Happening:
    """A recovery on such a loss."""
    return Happening(contract="G1", on=on, what=HappeningKind.RECOVERED, amount=amount)
