"""The fund is a value that knows its positions and scenarios by name."""

from __future__ import annotations

import pytest

from funds import fund
from investisens.engine.scenario import BASE, Scenario
from investisens.portfolio.fund import Fund
from investisens.values.currency import XOF
from investisens.values.errors import MissingData


def test_positions_are_found_by_name(collines: Fund) -> None:
    assert [collines.position(each.id) for each in collines.positions] == list(collines.positions)
    assert collines.currency == XOF


def test_the_base_scenario_is_always_there() -> None:
    drought = Scenario(name="drought")

    assert fund().scenario("base") is BASE
    assert fund(scenarios=(drought,)).scenario("drought") is drought


def test_a_position_that_is_not_there_is_refused() -> None:
    with pytest.raises(MissingData) as caught:
        fund().position("L1")

    assert str(caught.value) == "no position is called 'L1': the fund has none"
    assert (caught.value.field, caught.value.value) == ("id", "L1")


def test_a_scenario_that_is_not_there_is_refused() -> None:
    with pytest.raises(MissingData) as caught:
        fund(scenarios=(Scenario(name="drought"),)).scenario("flood")

    assert str(caught.value) == "no scenario is called 'flood': the fund has base, drought"
    assert (caught.value.field, caught.value.value) == ("name", "flood")
