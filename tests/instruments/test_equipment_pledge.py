"""A pledge on equipment (gage sur équipement) brings the value of the day, or the loss if less."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from covers import clauses, names, periods
from investisens.engine.contract import Contract, flows_of, run_contract
from investisens.engine.scenario import Default, Scenario
from investisens.instruments.clauses import Rank
from investisens.instruments.equipment_pledge import EquipmentPledge, PledgeValue
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import OnDates
from strategies import currencies, shares_of_one


@st.composite
def pledges(draw: st.DrawFn) -> EquipmentPledge:
    currency = draw(currencies)
    period = draw(periods())
    worth = draw(st.integers(1, 10**9))
    value = Money(worth, currency)
    straight = draw(st.booleans())
    values = []
    since = period["start"]
    for _ in range(0 if straight else draw(st.integers(1, 4))):
        since += timedelta(days=draw(st.integers(1, 700)))
        worth = draw(st.integers(0, worth))
        values.append(PledgeValue(on=since, amount=Money(worth, currency)))
    costs = draw(st.none() | st.integers(0, 10**6))
    return EquipmentPledge(
        covers=draw(names),
        item="U1",
        value=value,
        life_months=draw(st.integers(1, 180)) if straight else None,
        values=tuple(values),
        haircut=draw(shares_of_one),
        sale_costs=None if costs is None else Money(costs, currency),
        clauses=draw(clauses(currency)),
        **period,
    )


terms = pledges()

MILL = EquipmentPledge(
    covers=("L1",),
    item="U1",
    value=Money(2_400_000, XOF),
    start=date(2012, 1, 31),
    end=date(2016, 12, 31),
    life_months=60,
    haircut=Rate.parse("30 %"),
    sale_costs=Money(100_000, XOF),
    waiting_days=30,
)
TABLE = attrs.evolve(
    MILL,
    life_months=None,
    values=(
        PledgeValue(on=date(2013, 1, 1), amount=Money(1_500_000, XOF)),
        PledgeValue(on=date(2014, 1, 1), amount=Money(100_000, XOF)),
    ),
)


def run(
    pledge: EquipmentPledge, principal: int, on: date, recovery: str = "0 %"
) -> list[tuple[date, str, int]]:
    """Flows of a pledge for a loan that defaults."""
    loan = Loan(
        principal=Money(principal, pledge.value.currency),
        disbursed_on=date(2000, 1, 1),
        rate=Rate(0),
        repayment=Repayment(dues=(OnDates((date(2060, 1, 1),)),)),
    )
    default = Default(contract="L1", on=on, recovery=Rate.parse(recovery), lag_days=400)
    scenario = Scenario(name="default", defaults=(default,))
    held = {"L1": Contract(id="L1", legs=loan.legs())}
    contract = Contract(id="P1", legs=attrs.evolve(pledge, covers=("L1",)).legs())
    flows = run_contract(contract, scenario, flows_of(("L1",), held, scenario)).flows
    return [(date.fromordinal(day), kind.value, amount) for day, kind, amount in flows]


def test_it_ranks_first() -> None:
    assert EquipmentPledge.legal_rank is Rank.SECURED


@given(terms, st.integers(1, 10**9), st.integers(0, 3_000))
def test_it_pays_the_loss_or_what_the_equipment_brings_on_the_day(
    pledge: EquipmentPledge, principal: int, days: int
) -> None:
    on = pledge.start + timedelta(days=days)
    claimed = on + timedelta(days=pledge.waiting_days)
    due = min(principal, pledge.brings(claimed).minor) if on <= pledge.end else 0

    assert run(pledge, principal, on) == (
        [(claimed, FlowKind.GUARANTEE_RECEIVED.value, due)] if due else []
    )


@given(terms, st.integers(-100, 4_000), st.integers(0, 4_000))
def test_what_it_brings_never_rises_once_registered(
    pledge: EquipmentPledge, days: int, more: int
) -> None:
    on = pledge.start + timedelta(days=days)
    brings = pledge.brings(on)

    assert 0 <= brings.minor * MBP <= pledge.value.minor * (MBP - pledge.haircut.mbp)
    if days >= 0:
        assert pledge.brings(on + timedelta(days=more)) <= brings
    else:
        assert not brings.minor


@given(terms.filter(lambda each: each.life_months is not None))
def test_at_the_end_of_its_life_it_brings_nothing(pledge: EquipmentPledge) -> None:
    assert pledge.brings(pledge.start + timedelta(days=31 * (pledge.life_months or 0))).minor == 0


def test_a_value_that_falls_by_months() -> None:
    """By hand: 2,400,000 less a sixtieth a month, 30 % haircut, 100,000 of costs.

    A month is over on the last day of February 2012. After 24 months: 1,440,000 × 70 % = 1,008,000.
    """
    days = (date(2012, 1, 30), date(2012, 1, 31), date(2012, 2, 28), date(2012, 2, 29))

    assert [MILL.brings(on).minor for on in days] == [0, 1_580_000, 1_580_000, 1_552_000]
    assert MILL.brings(date(2014, 1, 31)).minor == 908_000
    assert MILL.brings(date(2016, 12, 31)).minor == 0  # 40,000 × 70 % is less than the costs


def test_a_value_that_falls_by_a_table() -> None:
    """By hand: 1,680,000, 1,050,000 and 70,000 less costs of 100,000."""
    days = (date(2012, 12, 31), date(2013, 1, 1), date(2014, 1, 1))

    assert [TABLE.brings(on).minor for on in days] == [1_580_000, 950_000, 0]


def test_what_the_debtor_pays_later_is_handed_back_beyond_the_loss_that_is_left() -> None:
    """By hand: sold for 908,000 after 24 months; 25 % of 1,000,000 comes back: 750,000 are lost."""
    assert run(MILL, 1_000_000, date(2014, 1, 1), "25 %") == [
        (date(2014, 1, 31), "guarantee_received", 908_000),
        (date(2015, 2, 5), "guarantee_paid", 158_000),
    ]


def values(*items: tuple[date, Money]) -> dict[str, Any]:
    listed = tuple(PledgeValue(on=on, amount=amount) for on, amount in items)
    return {"life_months": None, "values": listed}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"covers": ()}, "covers is empty: name the positions that are covered"),
        ({"item": " "}, "item is empty: name a use of the enterprise's plan"),
        ({"value": Money(0, XOF)}, "value is 0 XOF: use a positive amount"),
        (
            {"end": date(2012, 1, 30)},
            "end 2012-01-30 is before start 2012-01-31: check the order of the dates",
        ),
        (
            {"haircut": Rate.parse("101 %")},
            "haircut is 101 %: use a share between 0 % and 100 %",
        ),
        (
            {"sale_costs": Money(5, EUR)},
            "sale_costs is 0.05 EUR but the guarantee is in XOF: use one currency",
        ),
        ({"sale_costs": Money(-5, XOF)}, "sale_costs is -5 XOF: use an amount of 0 or more"),
        (
            {"life_months": None},
            "neither life_months nor values is given: say in one of the two how the value falls",
        ),
        (
            {"values": TABLE.values},
            "life_months and values are both given: say in one of the two how the value falls",
        ),
        ({"life_months": 0}, "life_months is 0: use 1 to 1200 months"),
        (
            values((date(2012, 1, 31), Money(5, XOF))),
            "values: 2012-01-31 is not after 2012-01-31: give the values in the order of their "
            "days, after start",
        ),
        (
            values((date(2013, 1, 31), Money(2_400_001, XOF))),
            "values: 2400001 XOF on 2013-01-31 is more than 2400000 XOF before: the value of "
            "pledged equipment falls, amend the pledge after a new estimate",
        ),
        (
            values((date(2013, 1, 31), Money(5, EUR))),
            "values is 0.05 EUR but the guarantee is in XOF: use one currency",
        ),
    ],
)
def test_bad_terms_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(MILL, **change)

    assert str(caught.value) == message
