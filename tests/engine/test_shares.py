"""Shares: what is bought is sold, lost or still held."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.book import Book
from investisens.engine.contract import Contract, run_contract
from investisens.engine.grid import KINDS
from investisens.engine.projection import run_book
from investisens.engine.scenario import BASE, Default, Delay
from investisens.engine.shares import ShareRun, run_shares
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.values.cashflow import FlowKind
from investisens.values.currency import XOF
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.results import Results
from investisens.values.shares import (
    SHARES_GONE,
    Dividend,
    Exit,
    MultipleOf,
    ParPlus,
    ShareEvent,
    ShareEventKind,
    ShareLeg,
)
from strategies import scenarios, share_lines
from yearly import results, windows

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


# Formulas and policies.

PAR = ParPlus(rate=Rate.parse("4 %"))


def exits_of(*steps: tuple[date, int | None]) -> tuple[Exit, ...]:
    return tuple(Exit(on=on, price=PAR, shares=count) for on, count in steps)


def dividends_of(*years: int) -> tuple[Dividend, ...]:
    return tuple(
        Dividend(measure="net_profit", payout=Fraction(1, 4), window=window)
        for year in years
        for window in windows(year, year)
    )


@st.composite
def formula_legs(draw: st.DrawFn) -> ShareLeg:
    """Shares with events, dividends and exits that get in each other's way."""
    line = draw(share_lines(st.just(XOF)))
    days = st.dates(line.subscribed_on, line.subscribed_on + timedelta(days=3_000))
    formulas = st.sampled_from(
        [PAR, ParPlus(rate=Rate.parse("7 %"), compound=True), MultipleOf(measure="net_profit")]
    )
    exits = draw(
        st.lists(
            st.builds(Exit, on=days, price=formulas, shares=st.none() | st.integers(1, 400)),
            max_size=4,
        )
    )
    first = line.subscribed_on.year
    years = draw(st.lists(st.integers(first, first + 8), max_size=4, unique=True))
    return attrs.evolve(
        leg_of(line),
        exits=tuple(sorted(exits, key=lambda each: each.on)),
        dividends=dividends_of(*sorted(years)),
        redeemed=draw(st.booleans()),
    )


known_results = st.dictionaries(
    st.integers(2007, 2033), st.integers(-(10**6), 10**7), max_size=12
).map(lambda known: results({("net_profit", year): minor for year, minor in known.items()}))


@given(formula_legs(), known_results)
def test_each_share_leaves_once(leg: ShareLeg, known: Results) -> None:
    """No step sells more than is held, whatever the events and formulas before it gave."""
    held = leg.units
    for on, _ in leg.expected:
        found = run_shares(leg, until=on, results=known)
        assert 0 <= found.units <= held
        held = found.units


@given(formula_legs(), known_results)
def test_once_all_are_gone_nothing_is_paid(leg: ShareLeg, known: Results) -> None:
    last = leg.start + timedelta(days=3_100)
    gone = attrs.evolve(leg, exits=(*leg.exits, Exit(on=last, price=PAR)))
    late = attrs.evolve(
        gone,
        planned=(*leg.planned, event(last + timedelta(days=1), ShareEventKind.SALE, 1, 5)),
        dividends=(*leg.dividends, *dividends_of(last.year + 3)),
    )
    rich = known.updated(results({("net_profit", last.year + 3): 10**9}))

    assert run_shares(late, results=rich).units == 0
    assert run_shares(late, results=rich).flows == run_shares(gone, results=rich).flows


@given(formula_legs(), known_results, st.integers(1, 4_000), st.integers(0, MBP))
def test_a_default_after_exits_loses_the_cost_of_what_is_left(
    leg: ShareLeg, known: Results, days: int, recovery: int
) -> None:
    on = leg.start + timedelta(days=days)
    default = Default(contract="Q1", on=on, recovery=Rate(recovery))
    before = run_shares(leg, until=on - timedelta(days=1), results=known)
    struck = run_shares(leg, default, results=known)

    assert struck.flows[: len(before.flows)] == before.flows
    assert sum(each[2] for each in struck.flows[len(before.flows) :]) == (
        before.units * leg.price.minor
    )


@given(formula_legs(), known_results, st.integers(0, 4_000), st.integers(0, 900))
def test_a_delay_moves_exits_and_dividends_and_leaves_their_amounts(
    leg: ShareLeg, known: Results, since: int, days: int
) -> None:
    first = leg.start + timedelta(days=1 + since)
    moved = run_shares(leg, delay=Delay(contract="Q1", since=first, days=days), results=known)
    plain = run_shares(leg, results=known)

    assert [flow[1:] for flow in moved.flows] == [flow[1:] for flow in plain.flows]
    assert moved.units == plain.units


@given(st.lists(formula_legs(), min_size=1, max_size=3), known_results, st.data())
def test_a_book_of_shares_equals_its_lines_one_by_one(
    legs: list[ShareLeg], known: Results, data: st.DataObject
) -> None:
    held = [Contract(id=f"Q{n}", legs=(leg,), results=known) for n, leg in enumerate(legs)]
    future = (BASE, data.draw(scenarios("bad", tuple(held))))
    projection = run_book(Book.of(held), future)

    for column, scenario in enumerate(future):
        expected = dict.fromkeys(KINDS, 0)
        for contract in held:
            for _, kind, amount in run_contract(contract, scenario).flows:
                expected[kind] += amount
        found = projection.amounts[:, :, column].sum(axis=1)
        assert {kind: int(found[at]) for at, kind in enumerate(KINDS)} == expected


def test_a_gradual_exit_by_hand() -> None:
    """Par plus 4 % simple: 10 000 x 1.20 after 5 years, x 1.24 after 6.

    The dividend of 2014 is a quarter of 900 000 on 75 of 225 shares, that of 2015 on 45 of 225.
    """
    leg = attrs.evolve(
        LEG,
        planned=(),
        other_units=150,
        dividends=dividends_of(2014, 2015),
        exits=exits_of((date(2015, 6, 30), 30), (date(2016, 6, 30), None)),
        start=date(2010, 6, 30),
    )
    known = results({("net_profit", 2014): 900_000, ("net_profit", 2015): 900_000})

    assert dated(run_shares(leg, results=known)) == [
        (date(2010, 6, 30), FlowKind.SHARE_PURCHASE, 750_000),
        (date(2015, 6, 30), FlowKind.DIVIDEND, 75_000),
        (date(2015, 6, 30), FlowKind.SHARE_SALE, 30 * 12_000),
        (date(2016, 6, 30), FlowKind.DIVIDEND, 45_000),
        (date(2016, 6, 30), FlowKind.SHARE_SALE, 45 * 12_400),
    ]


def test_shares_taken_back_by_the_enterprise_are_no_more() -> None:
    """A net asset value of 900 000: over 225 shares 4 000, over the 200 that are left 4 500.

    If the founder buys them, 225 remain and the price stays.
    """
    formula = MultipleOf(measure="net_assets", first=date(2014, 1, 1), last=date(2014, 12, 31))
    exits = (
        Exit(on=date(2015, 6, 30), price=formula, shares=25),
        Exit(on=date(2016, 6, 30), price=formula, shares=25),
    )
    leg = attrs.evolve(LEG, planned=(), other_units=150, exits=exits)
    known = results({("net_assets", 2014): 900_000})

    prices = [
        [flow[2] // 25 for flow in run_shares(each, results=known).flows[1:]]
        for each in (leg, attrs.evolve(leg, redeemed=True))
    ]
    assert prices == [[4_000, 4_000], [4_000, 4_500]]


def test_an_exit_without_its_result_leaves_the_shares_to_later_ones() -> None:
    exits = (
        Exit(on=date(2015, 6, 30), price=MultipleOf(measure="ebitda")),
        Exit(on=date(2020, 6, 15), price=PAR),
    )
    leg = attrs.evolve(LEG, planned=(), exits=exits)

    assert dated(run_shares(leg))[1:] == [
        (date(2020, 6, 15), FlowKind.SHARE_SALE, 75 * 14_000),
    ]


def test_a_planned_sale_after_an_exit_concerns_what_is_left() -> None:
    """Of 75 shares 60 left at 11 200; the sale of 50 at 9 000 finds 15, its dividend none."""
    planned = (
        event(date(2014, 1, 1), ShareEventKind.SALE, 50, 9_000),
        event(date(2014, 6, 30), ShareEventKind.DIVIDEND, 25, 100),
    )
    leg = attrs.evolve(LEG, planned=planned, exits=exits_of((date(2013, 6, 15), 60)))

    assert dated(run_shares(leg))[1:] == [
        (date(2013, 6, 15), FlowKind.SHARE_SALE, 60 * 11_200),
        (date(2014, 1, 1), FlowKind.SHARE_SALE, 15 * 9_000),
    ]


def test_what_is_recovered_after_the_day_asked_for_is_left_out() -> None:
    default = Default(contract="Q1", on=date(2011, 1, 1), recovery=Rate.parse("10 %"), lag_days=30)
    found = run_shares(LEG, default, until=date(2011, 1, 30))

    assert dated(found)[1:] == [(date(2011, 1, 1), FlowKind.SHARE_LOSS, 675_000)]


def test_a_price_that_overflows_64_bits_is_exact_in_a_book() -> None:
    """A floor of 10^17 for each of 75 shares makes 7.5 x 10^18; twice that is beyond 2^63."""
    floor = Money(10**17, XOF)
    leg = attrs.evolve(LEG, planned=(), exits=(Exit(on=date(2015, 1, 1), price=PAR, floor=floor),))
    book = Book.of([Contract(id=name, legs=(leg,)) for name in ("Q1", "Q2")])

    assert int(run_book(book).of(FlowKind.SHARE_SALE).sum()) == 150 * 10**17
