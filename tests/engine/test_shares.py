"""Shares: what is bought is sold, lost or still held."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.scenario import Default, Delay
from investisens.engine.shares import ShareRun, run_shares
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.values.cashflow import FlowKind
from investisens.values.currency import XOF
from investisens.values.legs import SHARES_GONE, ShareEvent, ShareEventKind, ShareLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from strategies import share_lines

START = date(2010, 6, 15)


def leg_of(line: OrdinaryShares) -> ShareLeg:
    (leg,) = line.legs()
    assert isinstance(leg, ShareLeg)
    return leg


def event(on: date, kind: ShareEventKind, shares: int, price: int = 0) -> ShareEvent:
    return ShareEvent(on=on, event=kind, shares=shares, per_share=Money(price, XOF))


def dated(result: ShareRun) -> list[tuple[date, FlowKind, int]]:
    return [(date.fromordinal(day), kind, amount) for day, kind, amount in result.flows]


LEG = ShareLeg(
    units=75,
    price=Money(10_000, XOF),
    start=START,
    planned=(
        event(date(2013, 6, 30), ShareEventKind.DIVIDEND, 75, 800),
        event(date(2014, 6, 30), ShareEventKind.BUY_BACK, 25, 11_000),
        event(date(2015, 6, 30), ShareEventKind.REVALUATION, 50, 6_000),
        event(date(2016, 6, 30), ShareEventKind.SALE, 20, 14_200),
        event(date(2017, 6, 30), ShareEventKind.WRITE_OFF, 10),
    ),
)


@given(share_lines())
def test_units_bought_are_gone_or_still_held(line: OrdinaryShares) -> None:
    gone = sum(each.shares for each in line.planned if each.event in SHARES_GONE)

    assert run_shares(leg_of(line)).units == line.shares - gone


@given(share_lines(), st.integers(0, 3_000), st.integers(0, MBP), st.integers(0, 900))
def test_a_default_loses_the_cost_of_what_is_held_but_for_the_recovery(
    line: OrdinaryShares, days: int, recovery: int, lag: int
) -> None:
    leg = leg_of(line)
    on = leg.start + timedelta(days=1 + days)
    default = Default(contract="Q1", on=on, recovery=Rate(recovery), lag_days=lag)
    before = run_shares(leg, until=on - timedelta(days=1))
    struck = run_shares(leg, default)
    last = struck.flows[len(before.flows) :]
    cost = before.units * leg.price.minor

    assert struck.flows[: len(before.flows)] == before.flows
    assert struck.units == 0
    assert sum(amount for _, _, amount in last) == cost
    if before.units:
        back = (on + timedelta(days=lag)).toordinal()
        assert last[1] == (back, FlowKind.SHARE_SALE, cost * recovery // MBP)


@given(share_lines(), st.integers(0, 4_000), st.integers(0, 900))
def test_a_delay_moves_events_and_leaves_amounts(
    line: OrdinaryShares, since: int, days: int
) -> None:
    leg = leg_of(line)
    first = leg.start + timedelta(days=1 + since)
    moved = run_shares(leg, delay=Delay(contract="Q1", since=first, days=days))
    plain = run_shares(leg)

    shifts = [b[0] - a[0] for a, b in zip(plain.flows, moved.flows, strict=True)]
    assert [flow[1:] for flow in moved.flows] == [flow[1:] for flow in plain.flows]
    assert shifts == [days * (flow[0] >= first.toordinal()) for flow in plain.flows]


def test_each_event_has_its_flow() -> None:
    """A write-off loses cost, not value; a revaluation moves no cash."""
    result = run_shares(LEG)

    assert dated(result) == [
        (START, FlowKind.SHARE_PURCHASE, 750_000),
        (date(2013, 6, 30), FlowKind.DIVIDEND, 60_000),
        (date(2014, 6, 30), FlowKind.SHARE_SALE, 275_000),
        (date(2016, 6, 30), FlowKind.SHARE_SALE, 284_000),
        (date(2017, 6, 30), FlowKind.SHARE_LOSS, 100_000),
    ]
    assert (result.units, result.unit_value) == (20, 6_000)


def test_a_run_stops_at_the_end_of_the_day_asked_for() -> None:
    result = run_shares(LEG, until=date(2014, 6, 30))

    assert (result.units, result.unit_value, len(result.flows)) == (50, 10_000, 3)


def test_before_they_are_bought_there_are_none() -> None:
    assert run_shares(LEG, until=START - timedelta(days=1)) == ShareRun(
        flows=(), units=0, unit_value=10_000
    )


def test_an_event_of_the_day_of_default_does_not_happen() -> None:
    default = Default(contract="Q1", on=date(2014, 6, 30), recovery=Rate.parse("10 %"))

    assert dated(run_shares(LEG, default))[2:] == [
        (date(2014, 6, 30), FlowKind.SHARE_LOSS, 675_000),
        (date(2014, 6, 30), FlowKind.SHARE_SALE, 75_000),
    ]


def test_a_default_when_nothing_is_held_loses_nothing() -> None:
    gone = (event(date(2014, 6, 30), ShareEventKind.SALE, 75, 9_000),)
    leg = attrs.evolve(LEG, planned=gone)
    default = Default(contract="Q1", on=date(2015, 1, 1))

    assert run_shares(leg, default) == run_shares(leg)
