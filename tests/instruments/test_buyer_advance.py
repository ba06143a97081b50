"""An advance of a buyer (avance d'un acheteur): repaid in goods, or in cash by the last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, ContractRun, run_contract
from investisens.engine.debt import ON_BALANCE
from investisens.engine.scenario import Scenario
from investisens.instruments.buyer_advance import BuyerAdvance, PlannedDelivery
from investisens.instruments.clauses import Clauses
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from strategies import currencies, days, minors, modes


@st.composite
def planned(
    draw: st.DrawFn, principal: int, start: date, last: date, currency: Currency
) -> tuple[PlannedDelivery, ...]:
    """Deliveries of at most a fifth of the advance each, so that none comes to nothing owed."""
    count = draw(st.integers(0, 4)) if principal >= 10 else 0
    inside = st.dates(start + timedelta(days=1), last)
    return tuple(
        PlannedDelivery(on=on, value=Money(draw(st.integers(1, principal // 10)), currency))
        for on in sorted(draw(st.lists(inside, min_size=count, max_size=count)))
    )


@st.composite
def advances(draw: st.DrawFn) -> BuyerAdvance:
    currency, start, principal = draw(currencies), draw(days), draw(minors)
    last = start + timedelta(days=draw(st.integers(1, 1_000)))
    price = draw(st.sampled_from(["none", "discount", "premium"]))
    share = Rate(draw(st.integers(1, MBP - 1)))
    return BuyerAdvance(
        principal=Money(principal, currency),
        disbursed_on=start,
        settled_on=last,
        deliveries=draw(planned(principal, start, last, currency)),
        goods_discount=share if price == "discount" else Rate(0),
        goods_premium=share if price == "premium" else Rate(0),
        rounding=Rounding(principal=draw(modes)),
    )


terms = advances()

ADVANCE = BuyerAdvance(
    principal=Money(1_000_000, XOF),
    disbursed_on=date(2024, 6, 1),
    settled_on=date(2025, 1, 31),
    deliveries=(
        PlannedDelivery(on=date(2024, 11, 15), value=Money(400_000, XOF)),
        PlannedDelivery(on=date(2024, 12, 15), value=Money(400_000, XOF)),
    ),
    goods_discount=Rate.parse("5 %"),
)


def delivered(on: date, minor: int) -> Happening:
    amount = Money(minor, XOF)
    return Happening(contract="A1", on=on, what=HappeningKind.DELIVERED, amount=amount)


def run_of(advance: BuyerAdvance, *happened: Happening) -> ContractRun:
    return run_contract(Contract(id="A1", legs=advance.legs_after(happened)))


def told(run: ContractRun) -> list[tuple[str, str, int]]:
    return [(str(date.fromordinal(day)), kind.value, amount) for day, kind, amount in run.flows]


def sum_of(run: ContractRun, kind: FlowKind) -> int:
    return sum(amount for _, each, amount in run.flows if each is kind)


def test_goods_repay_their_value_less_the_discount_and_cash_the_rest() -> None:
    """By hand: 95 % of 400 000 is 380 000, twice; 240 000 is left for the last day."""
    assert told(run_of(ADVANCE)) == [
        ("2024-06-01", "disbursement", 1_000_000),
        ("2024-11-15", "delivery", 380_000),
        ("2024-12-15", "delivery", 380_000),
        ("2025-01-31", "principal", 240_000),
    ]


def test_from_the_first_recorded_delivery_on_only_records_count() -> None:
    """By hand: the delivery of 15 November stands; 95 % of 100 000 comes in place of the next."""
    assert told(run_of(ADVANCE, delivered(date(2024, 12, 1), 100_000)))[1:] == [
        ("2024-11-15", "delivery", 380_000),
        ("2024-12-01", "delivery", 95_000),
        ("2025-01-31", "principal", 525_000),
    ]


def test_a_premium_counts_goods_for_more() -> None:
    """By hand: 110 % of 400 000 is 440 000."""
    fair = attrs.evolve(ADVANCE, goods_discount=Rate(0), goods_premium=Rate.parse("10 %"))

    assert told(run_of(fair))[1:] == [
        ("2024-11-15", "delivery", 440_000),
        ("2024-12-15", "delivery", 440_000),
        ("2025-01-31", "principal", 120_000),
    ]


def test_goods_beyond_what_is_owed_repay_nothing() -> None:
    happened = (delivered(date(2024, 10, 1), 900_000), delivered(date(2024, 10, 2), 900_000))

    assert told(run_of(ADVANCE, *happened))[1:] == [
        ("2024-10-01", "delivery", 855_000),
        ("2024-10-02", "delivery", 145_000),
    ]


def test_records_of_one_day_are_taken_in_any_order() -> None:
    one, two = delivered(date(2024, 10, 1), 1), delivered(date(2024, 9, 1), 900_000)

    assert ADVANCE.legs_after((one, two)) == ADVANCE.legs_after((two, one))


def test_a_scenario_lets_nothing_be_delivered_but_what_it_says() -> None:
    happening = delivered(date(2024, 11, 1), 200_000)
    contract = Contract(id="A1", legs=ADVANCE.legs(), switch=ADVANCE.legs_after)
    run = run_contract(contract, Scenario(name="drought", happenings=(happening,)))

    assert told(run)[1:] == [
        ("2024-11-01", "delivery", 190_000),
        ("2025-01-31", "principal", 810_000),
    ]


@given(terms, st.data())
def test_goods_and_cash_bring_back_what_was_advanced(
    advance: BuyerAdvance, data: st.DataObject
) -> None:
    """Whole units, nothing above the advance, whatever is delivered."""
    inside = st.dates(advance.disbursed_on + timedelta(days=1), advance.settled_on)
    amounts = st.integers(1, 2 * advance.principal.minor)
    happened = tuple(
        Happening(
            contract="A1",
            on=on,
            what=HappeningKind.DELIVERED,
            amount=Money(data.draw(amounts), advance.principal.currency),
        )
        for on in data.draw(st.lists(inside, max_size=4))
    )
    run = run_of(advance, *happened)

    assert run.outstanding == 0
    goods, cash = sum_of(run, FlowKind.DELIVERY), sum_of(run, FlowKind.PRINCIPAL)
    assert goods + cash == advance.principal.minor
    assert sum(ON_BALANCE[kind] * amount for _, kind, amount in run.flows) == 0


@pytest.mark.parametrize(
    ("happening", "message", "field"),
    [
        (
            Happening(contract="A1", on=date(2024, 12, 1), what=HappeningKind.DELIVERED),
            "the delivery of 2024-12-01 has no value: give its amount",
            "amount",
        ),
        (
            delivered(date(2025, 2, 1), 1),
            "a delivery comes on 2025-02-01 but the advance runs from 2024-06-01 to 2025-01-31: "
            "give a day after the first and not after the second",
            "on",
        ),
        (
            attrs.evolve(delivered(date(2024, 12, 1), 1), amount=Money(1, EUR)),
            "the delivery of 2024-12-01 is worth 0.01 EUR but the advance is in XOF: use one "
            "currency",
            "amount",
        ),
    ],
)
def test_a_recorded_delivery_that_does_not_fit_is_refused(
    happening: Happening, message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        ADVANCE.legs_after((happening,))

    assert (str(caught.value), caught.value.field) == (message, field)


def goods(on: date, minor: int = 1_000) -> PlannedDelivery:
    return PlannedDelivery(on=on, value=Money(minor, XOF))


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"principal": Money(0, XOF)},
            "principal is 0 XOF: advance a positive amount",
            "principal",
        ),
        (
            {"settled_on": date(2024, 6, 1)},
            "settled_on 2024-06-01 is not after disbursed_on 2024-06-01: check the order of the "
            "dates",
            "settled_on",
        ),
        (
            {"goods_discount": Rate.parse("100 %")},
            "goods_discount is 100 %: use 0 % or more, less than 100 %",
            "goods_discount",
        ),
        (
            {"goods_premium": Rate.parse("101 %"), "goods_discount": Rate(0)},
            "goods_premium is 101 %: use a share between 0 % and 100 %",
            "goods_premium",
        ),
        (
            {"goods_premium": Rate.parse("1 %")},
            "goods_discount is 5 % and goods_premium is 1 %: give one of them",
            "goods_premium",
        ),
        (
            {"deliveries": (goods(date(2024, 12, 2)), goods(date(2024, 12, 1)))},
            "a delivery on 2024-12-01 stands after one on 2024-12-02: give the deliveries in the "
            "order of their days",
            "deliveries[1].on",
        ),
        (
            {"deliveries": (goods(date(2024, 12, 1), 2_000_000), goods(date(2024, 12, 2)))},
            "the delivery of 2024-12-02 comes when nothing is owed any more: plan fewer goods, "
            "what is beyond the advance is an ordinary sale",
            "deliveries[1].value",
        ),
        (
            {"deliveries": (goods(date(2024, 6, 1)),)},
            "a delivery comes on 2024-06-01 but the advance runs from 2024-06-01 to 2025-01-31: "
            "give a day after the first and not after the second",
            "deliveries[0].on",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(100, EUR))},
            "cap_on_return is 1.00 EUR but the instrument is in XOF: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_contradict_each_other_are_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(ADVANCE, **changes)

    assert (str(caught.value), caught.value.field) == (message, field)


def test_goods_without_value_are_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        goods(date(2024, 12, 1), 0)

    assert str(caught.value) == "value is 0 XOF: deliver goods of a positive value"
