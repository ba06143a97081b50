"""Equipment from its service to its end, breakdowns included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.depreciation import Component, DepreciationMethod
from investisens.funding.equipment import Equipment, EquipmentState, Standstill, equipment_of
from investisens.funding.plan import Use, UseKind
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money
from strategies import days

IN_SERVICE = date(2010, 3, 15)


def part(years: int = 4, **terms: Any) -> Component:
    start = {"cost": Money(900_000, XOF), "in_service": IN_SERVICE, "life_months": 12 * years}
    return Component(**{**start, **terms})


def mill(**terms: Any) -> Equipment:
    return Equipment(**{"label": "Mill", "components": (part(),), **terms})


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2010, 3, 14), EquipmentState.PLANNED),
        (date(2010, 3, 15), EquipmentState.WORKING),
        (date(2011, 5, 31), EquipmentState.WORKING),
        (date(2011, 6, 1), EquipmentState.STANDING_STILL),
        (date(2011, 6, 20), EquipmentState.STANDING_STILL),
        (date(2011, 6, 21), EquipmentState.WORKING),
        (date(2014, 3, 14), EquipmentState.WORKING),
        (date(2014, 3, 15), EquipmentState.END_OF_LIFE),
        (date(2014, 9, 30), EquipmentState.SOLD),
    ],
)
def test_each_day_has_its_state(on: date, state: EquipmentState) -> None:
    """A machine in service on 15 March 2010 for four years, broken for the first days of June."""
    broken = Standstill(since=date(2011, 6, 1), until=date(2011, 6, 20))

    assert mill(standstills=(broken,), sold_on=date(2014, 9, 30)).state(on) is state


def test_the_first_component_to_end_ends_its_life() -> None:
    """A battery of four years in a kiosk of twenty: the warning is for the battery."""
    kiosk = mill(components=(part(20), part(4)))

    assert kiosk.end_of_life == date(2014, 3, 15)
    assert kiosk.cost == Money(1_800_000, XOF)


@given(st.lists(st.tuples(days, st.integers(0, 400)), max_size=5), days)
def test_a_day_of_standstill_counts_once(stops: list[tuple[date, int]], on: date) -> None:
    standstills = tuple(
        Standstill(since=since, until=since + timedelta(days=length)) for since, length in stops
    )
    lost = mill(standstills=standstills).standstill_days(on)

    assert lost <= sum(each.days_by(on) for each in standstills)
    assert lost >= max((each.days_by(on) for each in standstills), default=0)


def test_a_standstill_that_lasts_counts_up_to_the_day() -> None:
    assert Standstill(since=date(2012, 2, 28)).days_by(date(2012, 3, 1)) == 3
    assert Standstill(since=date(2012, 2, 28)).days_by(date(2012, 2, 27)) == 0


def use(**terms: Any) -> Use:
    start = {
        "enterprise": "E7",
        "id": "U2",
        "label": "Batteries",
        "kind": UseKind.EQUIPMENT,
        "cost": Money(3_600_000, XOF),
        "life_years": 4,
        "in_service": date(2011, 1, 20),
    }
    return Use(**{**start, **terms})


def test_a_use_of_the_plan_is_equipment() -> None:
    made = equipment_of(
        use(
            residual=Money(600_000, XOF),
            location="Bante",
            owner="Fund",
            pledged_to="BANK",
            idle_since=date(2012, 5, 1),
            sold_on=date(2013, 1, 31),
            sold_for=Money(900_000, XOF),
        )
    )

    assert made == Equipment(
        label="Batteries",
        components=(
            Component(
                cost=Money(3_600_000, XOF),
                in_service=date(2011, 1, 20),
                life_months=48,
                residual=Money(600_000, XOF),
            ),
        ),
        location="Bante",
        owner="Fund",
        pledged_to="BANK",
        standstills=(Standstill(since=date(2012, 5, 1)),),
        sold_on=date(2013, 1, 31),
        sold_for=Money(900_000, XOF),
    )


def test_a_use_may_be_written_down_by_the_french_declining_balance() -> None:
    made = equipment_of(use(depreciation=DepreciationMethod.FR_DECLINING))

    assert made.components[0].method is DepreciationMethod.FR_DECLINING


@pytest.mark.parametrize("name", ["life_years", "in_service"])
def test_a_use_without_a_life_is_no_equipment(name: str) -> None:
    with pytest.raises(MissingData) as refused:
        equipment_of(use(**{name: None}))

    assert str(refused.value) == f"E7 U2 has no {name}: fill it in in uses.csv"


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"components": ()}, "components is empty: give at least one"),
        (
            {"components": (part(), part(cost=Money(1, EUR)))},
            "components holds 0.01 EUR beside XOF: use one currency",
        ),
        (
            {"sold_for": Money(1, XOF)},
            "sold_for is 1 XOF without a day: give sold_on too",
        ),
        (
            {"sold_on": date(2010, 3, 14)},
            "sold_on 2010-03-14 is before in_service 2010-03-15: check the order of the dates",
        ),
        (
            {"sold_on": date(2012, 1, 1), "sold_for": Money(1, EUR)},
            "sold_for holds 0.01 EUR beside XOF: use one currency",
        ),
    ],
)
def test_wrong_equipment_is_refused(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as refused:
        mill(**terms)

    assert str(refused.value) == message


def test_a_standstill_ends_after_it_starts() -> None:
    with pytest.raises(InvalidTerms) as refused:
        Standstill(since=date(2012, 3, 2), until=date(2012, 3, 1))

    assert str(refused.value) == (
        "until 2012-03-01 is before since 2012-03-02: check the order of the dates"
    )


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"quantity": 0}, "quantity is 0: use 1 or more, or leave it empty"),
        (
            {"quantity": 300, "unit_price": Money(18_000, XOF)},
            "cost is 3600000 XOF but 300 at 18000 XOF are 5400000 XOF: correct one of them",
        ),
        (
            {"unit_price": Money(18_000, XOF)},
            "cost is 3600000 XOF but 1 at 18000 XOF are 18000 XOF: correct one of them",
        ),
        (
            {"residual": Money(3_600_000, XOF)},
            "residual is 3600000 XOF of a cost of 3600000 XOF: use 0 or more, below the cost",
        ),
        (
            {"sold_for": Money(1, XOF)},
            "sold_for is 1 XOF without a day: fill in sold_on too",
        ),
    ],
)
def test_a_wrong_item_is_refused(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as refused:
        use(**terms)

    assert str(refused.value) == message


def test_quantity_and_unit_price_make_the_cost() -> None:
    """U1 of E1: 300 hives at 18,000."""
    assert use(cost=Money(5_400_000, XOF), quantity=300, unit_price=Money(18_000, XOF)).quantity
