"""Ordinary shares (actions): never more given up than held, none before they are bought."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, run_contract
from investisens.engine.scenario import Scenario
from investisens.engine.shares import run_shares
from investisens.folder.converter import toml_converter
from investisens.folder.plain import flattened
from investisens.instruments.buy_back import BuyBack
from investisens.instruments.clauses import Clauses, Covenant, CovenantKind
from investisens.instruments.company import Company, CompanyForm, VariableCapital
from investisens.instruments.dividends import DividendPolicy
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.fund import Position
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period, YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import Every, OnDates
from investisens.values.shares import ParPlus, ShareEvent, ShareEventKind, ShareLeg
from share_terms import buy_backs, gone, policies
from strategies import share_lines
from yearly import results


@st.composite
def lines(draw: st.DrawFn) -> OrdinaryShares:
    """Any shares, with events, a policy, a buy-back, a company and a covenant or without."""
    line = draw(share_lines())
    currency, start = line.price.currency, line.subscribed_on
    cap = draw(st.none() | st.integers(0, 10**7))
    limit = Rate.nearest(line.holding) if draw(st.booleans()) else None
    minority = Covenant(
        kind=CovenantKind.MINORITY_HOLDING,
        since=start,
        limit=limit and Rate(min(MBP, limit.mbp + 1)),
    )
    return attrs.evolve(
        line,
        dividends=draw(st.none() | policies(start)),
        buy_back=draw(st.none() | buy_backs(start, line.shares, currency)),
        clauses=Clauses(
            covenants=(minority,) if line.other_shares else (),
            cap_on_return=None if cap is None else Money(cap, currency),
        ),
    )


@st.composite
def companies(draw: st.DrawFn) -> OrdinaryShares:
    """Any shares of a company whose law they keep."""
    line = draw(lines())
    form = draw(st.sampled_from(CompanyForm))
    currency = line.price.currency
    nominal = Money(5_000 * 10**currency.digits, currency)
    capital = nominal * (line.shares + line.other_shares)
    floor = nominal * line.other_shares
    law = Company(
        form=form,
        nominal=nominal,
        national_minimum=draw(st.just(Money(0, currency))),
        variable=draw(st.none() | st.just(VariableCapital(stated=capital, floor=floor))),
    )
    policy = line.dividends and attrs.evolve(line.dividends, reserve_complete=True)
    if law.variable is not None and floor.minor * 10 < capital.minor:
        law = attrs.evolve(law, variable=None)
    return attrs.evolve(line, dividends=policy, company=law)


terms = st.one_of(share_lines(), lines(), companies())

LINE = OrdinaryShares(
    shares=75, price=Money(10_000, XOF), subscribed_on=date(2010, 6, 15), other_shares=150
)


def sale(on: date, shares: int, price: Money | None = None) -> ShareEvent:
    price = Money(11_000, XOF) if price is None else price
    return ShareEvent(on=on, event=ShareEventKind.SALE, shares=shares, per_share=price)


@given(terms)
def test_it_is_one_share_leg(line: OrdinaryShares) -> None:
    (leg,) = line.legs()

    assert leg == ShareLeg(
        units=line.shares,
        price=line.price,
        start=line.subscribed_on,
        planned=line.planned,
        dividends=() if line.dividends is None else line.dividends.dividends(),
        exits=() if line.buy_back is None else line.buy_back.exits(line.shares),
        other_units=line.other_shares,
        redeemed=line.company is not None and line.company.variable is not None,
    )
    assert line.legs_after(()) == line.legs()


@given(terms)
def test_it_reads_back_from_a_folder_as_it_was(line: OrdinaryShares) -> None:
    position = Position(id="Q1", enterprise="E1", instrument=line)
    converter = toml_converter(XOF, INSTRUMENTS)

    assert converter.structure(flattened(position), Position) == position


@given(lines(), st.data())
def test_each_share_leaves_once_whatever_happens(line: OrdinaryShares, data: st.DataObject) -> None:
    """Neither the plan, nor the founder, nor an event takes a share twice."""
    plan = data.draw(buy_backs(line.subscribed_on, line.shares, line.price.currency))
    line = attrs.evolve(line, buy_back=plan)
    happened = data.draw(gone(HappeningKind.BOUGHT_BACK, line.subscribed_on, line.shares))
    (leg,) = line.legs_after(happened)
    known = results({("net_profit", year): 10**6 for year in range(2000, 2050)})
    run = run_shares(leg, results=known)

    assert 0 <= run.units <= line.shares
    assert sum(each.shares or 0 for each in leg.exits) <= line.shares


@given(terms)
def test_cost_and_holding_follow_from_the_number_of_shares(line: OrdinaryShares) -> None:
    assert line.cost.minor == line.shares * line.price.minor
    assert line.holding * (line.shares + line.other_shares) == line.shares
    assert 0 < line.holding <= 1


def test_a_holding_is_an_exact_fraction() -> None:
    assert LINE.holding == Fraction(1, 3)


@pytest.mark.parametrize(
    ("name", "value", "found", "least"),
    [
        ("shares", 0, "0", 1),
        ("price", Money(0, XOF), "0", 1),
        ("other_shares", -1, "-1", 0),
    ],
)
def test_a_number_below_the_least_is_refused(
    name: str, value: object, found: str, least: int
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LINE, **{name: value})  # type: ignore[arg-type]

    assert str(caught.value) == f"{name} is {found}: use {least} or more"
    assert (caught.value.field, caught.value.value) == (name, int(found))


def test_an_event_before_the_shares_are_bought_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LINE, planned=(sale(date(2010, 6, 14), 1),))

    assert str(caught.value) == (
        "sale on 2010-06-14 is before 2010-06-15: give the events in the order of their days, "
        "none before the shares are bought"
    )
    assert (caught.value.field, caught.value.value) == ("on", date(2010, 6, 14))


def test_events_out_of_order_are_refused() -> None:
    events = (sale(date(2014, 1, 2), 1), sale(date(2014, 1, 1), 1))

    with pytest.raises(InvalidTerms, match=r"^sale on 2014-01-01 is before 2014-01-02: "):
        attrs.evolve(LINE, planned=events)


def test_an_event_in_another_currency_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LINE, planned=(sale(date(2014, 1, 1), 1, Money(5, EUR)),))

    assert str(caught.value) == (
        "sale on 2014-01-01 is in EUR but the shares are in XOF: use one currency"
    )
    assert (caught.value.field, caught.value.value) == ("per_share", Money(5, EUR))


def test_more_shares_than_are_left_is_refused() -> None:
    events = (sale(date(2014, 1, 1), 70), sale(date(2015, 1, 1), 6))

    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LINE, planned=events)

    assert str(caught.value) == (
        "sale on 2015-01-01 concerns 6 shares but 5 are held: check the number of shares"
    )
    assert (caught.value.field, caught.value.value) == ("shares", 6)


# What is agreed beside the price.

FOUR = ParPlus(rate=Rate.parse("4 %"))
YEARLY = Every(first=date(2015, 6, 15), every=Period(months=12), count=3)
PLAN = BuyBack(price=FOUR, days=(YEARLY,), cap=Money(12_300, XOF))
POLICY = DividendPolicy(
    payout=Rate.parse("30 %"), first_year=2013, last_year=2016, paid_on=YearDay(6, 30)
)
DEAL = attrs.evolve(LINE, dividends=POLICY, buy_back=PLAN)
PROFITS = results({("net_profit", year): 100_000 * (year - 2013) for year in range(2013, 2017)})


def flows(line: OrdinaryShares, *happened: Happening) -> list[tuple[str, FlowKind, int]]:
    (leg,) = line.legs_after(happened)
    run = run_shares(leg, results=PROFITS)
    return [(str(date.fromordinal(day)), kind, amount) for day, kind, amount in run.flows]


def bought(on: date, number: int) -> Happening:
    return Happening(contract="Q1", on=on, what=HappeningKind.BOUGHT_BACK, number=number)


def test_a_founder_buys_the_shares_back_in_three_steps() -> None:
    """Par plus 4 % simple, 12 000 then 12 400 and 12 800 cut to 12 300, 25 shares each time.

    30 % of 0, 100 000, 200 000 and 300 000 on 75, 50, 25 and 0 of 225 shares.
    """
    assert flows(DEAL) == [
        ("2010-06-15", FlowKind.SHARE_PURCHASE, 750_000),
        ("2015-06-15", FlowKind.SHARE_SALE, 25 * 12_000),
        ("2015-06-30", FlowKind.DIVIDEND, 6_666),
        ("2016-06-15", FlowKind.SHARE_SALE, 25 * 12_300),
        ("2016-06-30", FlowKind.DIVIDEND, 6_666),
        ("2017-06-15", FlowKind.SHARE_SALE, 25 * 12_300),
    ]


def test_a_founder_who_comes_early_pays_the_price_of_that_day() -> None:
    """All of it on the third anniversary: 10 000 x 1.12."""
    assert flows(DEAL, bought(date(2013, 6, 15), 75))[1:] == [
        ("2013-06-15", FlowKind.SHARE_SALE, 75 * 11_200),
    ]


def test_a_scenario_lets_the_founder_buy_through_the_contract() -> None:
    early = bought(date(2013, 6, 15), 75)
    contract = Contract(id="Q1", legs=DEAL.legs(), switch=DEAL.legs_after)
    run = run_contract(contract, Scenario(name="early", happenings=(early,)))

    assert (run.units, run.flows[-1][2]) == (0, 840_000)


def test_a_cap_on_return_holds_the_gain() -> None:
    """75 shares at 11 200 bring 840 000 for 750 000 paid: of 90 000 only 60 000 are kept."""
    clauses = Clauses(cap_on_return=Money(60_000, XOF))
    line = attrs.evolve(DEAL, clauses=clauses)
    early = bought(date(2013, 6, 15), 75)
    run = run_contract(
        Contract(id="Q1", legs=line.legs_after((early,)), return_cap=clauses.cap_on_return)
    )

    assert sum(amount for _, kind, amount in run.flows if kind is FlowKind.SHARE_SALE) == 810_000


def test_a_trade_sale_and_a_write_off_are_planned_events() -> None:
    """20 shares at 14 200; 10 given up, at their cost of 10 000."""
    given_up = ShareEvent(
        on=date(2015, 1, 2),
        event=ShareEventKind.WRITE_OFF,
        shares=10,
        per_share=Money(0, XOF),
    )
    sold = sale(date(2014, 1, 2), 20, Money(14_200, XOF))

    assert flows(attrs.evolve(LINE, planned=(sold, given_up)))[1:] == [
        ("2014-01-02", FlowKind.SHARE_SALE, 284_000),
        ("2015-01-02", FlowKind.SHARE_LOSS, 100_000),
    ]


MINORITY = Covenant(
    kind=CovenantKind.MINORITY_HOLDING, since=date(2010, 6, 15), limit=Rate.parse("50 %")
)


@pytest.mark.parametrize(
    ("change", "message", "field"),
    [
        (
            {"other_shares": 75, "clauses": Clauses(covenants=(MINORITY,))},
            "75 of 150 shares are 50 % of the capital: the covenant of 2010-06-15 asks less than "
            "50 %: subscribe fewer shares, or check other_shares",
            "clauses.covenants",
        ),
        (
            {"buy_back": attrs.evolve(PLAN, shares=76)},
            "buy_back concerns 76 shares but 75 are held: check the number of shares",
            "buy_back.shares",
        ),
        (
            {"buy_back": attrs.evolve(PLAN, days=(OnDates((date(2010, 6, 14),)),))},
            "buy_back starts on 2010-06-14, before 2010-06-15 when the shares are subscribed: "
            "start it later",
            "buy_back.days",
        ),
        (
            {"buy_back": attrs.evolve(PLAN, cap=Money(1, EUR))},
            "buy_back is in EUR but the shares are in XOF: use one currency",
            "buy_back",
        ),
        (
            {"company": Company(form=CompanyForm.FRENCH, nominal=Money(1, EUR))},
            "company.nominal is in EUR but the shares are in XOF: use one currency",
            "company.nominal",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(1, EUR))},
            "cap_on_return is 0.01 EUR but the instrument is in XOF: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_do_not_fit_together_are_refused(
    change: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LINE, **change)

    assert (str(caught.value), caught.value.field) == (message, field)


def test_a_covenant_below_its_limit_is_kept() -> None:
    assert attrs.evolve(LINE, clauses=Clauses(covenants=(MINORITY,))).holding < Fraction(1, 2)


@pytest.mark.parametrize(
    ("line", "happening", "message"),
    [
        (
            LINE,
            bought(date(2013, 6, 15), 5),
            "shares are bought back on 2013-06-15 but the terms have no formula: give buy_back, "
            "or record a sale with its price",
        ),
        (
            DEAL,
            bought(date(2010, 6, 14), 5),
            "shares are bought back on 2010-06-14, before 2010-06-15 when they are subscribed: "
            "check the day",
        ),
    ],
)
def test_a_buy_back_that_the_terms_do_not_know_is_refused(
    line: OrdinaryShares, happening: Happening, message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        line.legs_after((happening,))

    assert str(caught.value) == message
