"""Conversion, giving up, goods, repaying participations: legs that read each other."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.book import Book
from investisens.engine.contract import Contract, run_contract
from investisens.engine.debt import ON_BALANCE
from investisens.engine.grid import KINDS
from investisens.engine.projection import run_book
from investisens.engine.scenario import BASE, Default, Delay, ResultPath, Scenario
from investisens.values.cashflow import FlowKind
from investisens.values.currency import XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import DebtLeg, Leg, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import Observation, Results, Window
from investisens.values.rounding import Rounding
from investisens.values.shares import ShareLeg
from investisens.values.steps import (
    Convert,
    Deliver,
    GiveUp,
    GiveUpAmount,
    PayInterest,
    Plan,
    RepayRest,
    Step,
)

START = date(2012, 1, 1)
LATER = date(2014, 1, 1)
END = (RepayRest(LATER), PayInterest(LATER))


def debt(*steps: Step, principal: int = 1_000_000, rate: str = "6 %") -> DebtLeg:
    return DebtLeg(
        principal=Money(principal, XOF),
        start=START,
        rate=Rate.parse(rate),
        day_count=DayCount.THIRTY_E_360,
        rounding=Rounding(),
        plan=Plan(steps),
    )


def of_kind(flows: tuple[tuple[int, FlowKind, int], ...], kind: FlowKind) -> list[int]:
    return [amount for _, each, amount in flows if each is kind]


def converted(price: int, principal: int = 1_000_000) -> Contract:
    shares = ShareLeg(units=1, price=Money(price, XOF), start=LATER, converted=True)
    return Contract(id="C1", legs=(debt(Convert(LATER, price), principal=principal), shares))


@given(st.integers(1, 10**9), st.integers(1, 10**7))
def test_a_conversion_neither_loses_nor_creates(principal: int, price: int) -> None:
    """Two years at 6 % on 360 days: the claim is principal + 12 %, rounded half up."""
    run = run_contract(converted(price, principal))
    claim = principal + (principal * 12 + 50) // 100

    assert run.units == claim // price
    assert of_kind(run.flows, FlowKind.CONVERSION) in ([run.units * price], [])
    assert sum(of_kind(run.flows, FlowKind.PRINCIPAL)) == claim - run.units * price
    assert run.value == run.units * price
    assert run.outstanding == 0
    assert not of_kind(run.flows, FlowKind.SHARE_PURCHASE)


def test_a_default_before_the_conversion_leaves_nothing_to_convert() -> None:
    default = Default(contract="C1", on=date(2013, 1, 1), recovery=Rate.parse("40 %"))
    run = run_contract(converted(10_000), Scenario(name="s", defaults=(default,)))

    assert (run.units, run.value, run.outstanding) == (0, 0, 0)
    assert of_kind(run.flows, FlowKind.LOSS) == [600_000]


def test_what_is_given_up_is_a_loss_and_bears_no_more_interest() -> None:
    run = run_contract(Contract(id="C1", legs=(debt(GiveUp(LATER), RepayRest(date(2015, 1, 1))),)))

    assert of_kind(run.flows, FlowKind.LOSS) == [1_000_000]
    assert sum(of_kind(run.flows, FlowKind.PRINCIPAL)) == 0
    assert not sum(of_kind(run.flows, FlowKind.INTEREST))


@given(st.integers(0, 2_000_000))
def test_an_amount_given_up_leaves_the_rest_and_its_interest(amount: int) -> None:
    """Two years at 6 % are owed on all of it when it is given up."""
    run = run_contract(Contract(id="C1", legs=(debt(GiveUpAmount(LATER, amount), *END),)))

    assert sum(of_kind(run.flows, FlowKind.LOSS)) == min(amount, 1_000_000)
    assert sum(of_kind(run.flows, FlowKind.PRINCIPAL)) == max(0, 1_000_000 - amount)
    assert sum(of_kind(run.flows, FlowKind.INTEREST)) == 120_000


def test_goods_repay_no_more_than_is_owed() -> None:
    steps = (Deliver(date(2012, 6, 1), 700_000), Deliver(LATER, 700_000))
    run = run_contract(Contract(id="C1", legs=(debt(*steps, rate="0 %"),)))

    assert of_kind(run.flows, FlowKind.DELIVERY) == [700_000, 300_000]
    assert run.outstanding == 0


# Repaid from turnover.

MONTHS = [date(2012 + month // 12, month % 12 + 1, 1) for month in range(48)]


def month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def turnover(each: list[int]) -> Results:
    return Results(
        [
            Observation(measure="turnover", first=first, last=month_end(first), minor=minor)
            for first, minor in zip(MONTHS, each, strict=False)
        ]
    )


def royalty(each: list[int], floor: int | None = None, cap: int | None = None) -> Contract:
    share = ParticipationLeg(
        measure="turnover",
        share=Fraction(6, 100),
        windows=tuple(
            Window(first=first, last=month_end(first), paid_on=month_end(first)) for first in MONTHS
        ),
        floor=None if floor is None else Money(floor, XOF),
        cap=None if cap is None else Money(cap, XOF),
        cap_total=Money(120_000, XOF),
        repays=True,
    )
    legs: tuple[Leg, ...] = (debt(principal=100_000, rate="0 %"), share)
    return Contract(id="R1", legs=legs, results=turnover(each))


def test_revenue_based_finance_stops_at_its_multiple() -> None:
    """RBF-01: 6 % of 50 000 a month is 3 000; 40 months make 1.2 times 100 000."""
    run = run_contract(royalty([50_000] * 48))
    paid = [amount for _, kind, amount in run.flows if kind is not FlowKind.DISBURSEMENT]

    assert sum(paid) == 120_000
    assert of_kind(run.flows, FlowKind.PRINCIPAL)[:33] == [3_000] * 33
    assert sum(of_kind(run.flows, FlowKind.PRINCIPAL)) == 100_000
    assert sum(of_kind(run.flows, FlowKind.PARTICIPATION)) == 20_000
    assert len({day for day, kind, _ in run.flows if kind is not FlowKind.DISBURSEMENT}) == 40


@given(
    st.lists(st.integers(-(10**6), 10**7), max_size=48),
    st.none() | st.integers(0, 5_000),
    st.none() | st.integers(5_000, 50_000),
)
def test_floor_payment_and_cap_stand_in_this_order(
    each: list[int], floor: int | None, cap: int | None
) -> None:
    run = run_contract(royalty(each, floor, cap))
    by_day: dict[int, int] = {}
    for day, kind, amount in run.flows:
        if kind in (FlowKind.PRINCIPAL, FlowKind.PARTICIPATION):
            by_day[day] = by_day.get(day, 0) + amount
    total = sum(by_day.values())

    assert total <= 120_000
    for amount in by_day.values():
        assert cap is None or amount <= cap
    if total < 120_000 and floor:
        assert len(by_day) == len(each)
        assert min(by_day.values(), default=floor) >= floor


@given(st.lists(st.integers(0, 10**6), max_size=48), st.integers(0, 300), st.integers(31, 1_400))
def test_principal_is_conserved_whatever_the_turnover_and_the_scenario(
    each: list[int], late: int, day: int
) -> None:
    contract = royalty(each)
    default = Default(contract="R1", on=START + timedelta(days=day), recovery=Rate.parse("10 %"))
    delay = Delay(contract="R1", since=START + timedelta(days=30), days=late)
    for scenario in (
        BASE,
        Scenario(name="d", defaults=(default,)),
        Scenario(name="l", delays=(delay,)),
    ):
        run = run_contract(contract, scenario)
        moved = sum(ON_BALANCE.get(kind, 0) * amount for _, kind, amount in run.flows)
        assert moved == run.outstanding


# In a book.


def switched(happenings: tuple[Happening, ...]) -> tuple[Leg, ...]:
    """Repaid on its day, or converted when that happens."""
    price = next((each.price for each in happenings), None)
    if price is None:
        return (debt(RepayRest(LATER)),)
    on = happenings[0].on
    shares = ShareLeg(units=1, price=price, start=on, converted=True)
    return debt(Convert(on, price.minor)), shares


def test_a_scenario_switches_the_legs_of_the_contract_it_names() -> None:
    happening = Happening(
        contract="C1", on=LATER, what=HappeningKind.CONVERTED, price=Money(10_000, XOF)
    )
    contract = Contract(id="C1", legs=switched(()), switch=switched)

    assert run_contract(contract).units == 0
    assert run_contract(contract, Scenario(name="s", happenings=(happening,))).units == 112


def test_a_happening_from_which_nothing_follows_is_refused() -> None:
    happening = Happening(contract="C2", on=LATER, what=HappeningKind.FAILED)
    contract = Contract(id="C2", legs=(debt(RepayRest(LATER)),))

    with pytest.raises(InvalidTerms) as caught:
        run_contract(contract, Scenario(name="bad", happenings=(happening,)))

    assert str(caught.value) == (
        f"scenario 'bad' lets 'C2' be failed on {LATER}, from which nothing follows: leave it out"
    )
    assert caught.value.field == "happenings"


def test_a_book_equals_its_contracts_one_by_one_when_scenarios_single_some_out() -> None:
    happening = Happening(
        contract="C1", on=LATER, what=HappeningKind.CONVERTED, price=Money(10_000, XOF)
    )
    path = [
        ResultPath(contract="R1", measure="turnover", year=2012, month=month, amount=Money(9, XOF))
        for month in (1, 2, 3)
    ]
    held = [
        Contract(id="C1", legs=switched(()), switch=switched),
        Contract(id="C2", legs=(debt(RepayRest(LATER)),)),
        royalty([50_000] * 30),
        converted(7_000),
    ]
    held[3] = Contract(id="C3", legs=held[3].legs, return_cap=Money(50_000, XOF))
    scenarios = (
        BASE,
        Scenario(name="converted", happenings=(happening,)),
        Scenario(name="bad", results=tuple(path)),
    )
    projection = run_book(Book.of(held), scenarios)

    for column, scenario in enumerate(scenarios):
        expected: dict[FlowKind, int] = {}
        for contract in held:
            for _, kind, amount in run_contract(contract, scenario).flows:
                expected[kind] = expected.get(kind, 0) + amount
        found = projection.amounts[:, :, column].sum(axis=1)
        assert {kind: int(found[at]) for at, kind in enumerate(KINDS) if found[at]} == {
            kind: amount for kind, amount in expected.items() if amount
        }


def test_a_currency_alone_makes_an_empty_book() -> None:
    assert Book.of([], XOF).contracts == ()


@pytest.mark.parametrize("price", [1, 999_999_999])
def test_a_price_beyond_the_claim_pays_it_in_cash(price: int) -> None:
    run = run_contract(converted(price))

    assert run.units * price + sum(of_kind(run.flows, FlowKind.PRINCIPAL)) == 1_120_000
