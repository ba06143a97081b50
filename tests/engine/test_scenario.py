"""Scenarios are data, and refuse what contradicts itself."""

from __future__ import annotations

from datetime import date

import pytest

from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.values.errors import InvalidTerms
from investisens.values.rates import Rate

ON = date(2014, 1, 1)


def test_a_scenario_knows_what_happens_to_each_contract() -> None:
    default = Default(contract="L1", on=ON)
    delay = Delay(contract="L2", since=ON, days=90)
    scenario = Scenario(name="drought", defaults=(default,), delays=(delay,))

    assert scenario.default_of("L1") is default
    assert scenario.delay_of("L2") is delay
    assert scenario.default_of("L2") is None
    assert scenario.delay_of("L1") is None


def test_nothing_happens_in_the_base_scenario() -> None:
    assert (BASE.name, BASE.defaults, BASE.delays) == ("base", (), ())


@pytest.mark.parametrize("share", ["-0.00001 %", "100.00001 %"])
def test_a_recovery_outside_zero_to_a_hundred_percent_is_refused(share: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Default(contract="L1", on=ON, recovery=Rate.parse(share))

    assert str(caught.value) == f"recovery is {share}: use a share between 0 % and 100 %"
    assert (caught.value.field, caught.value.value) == ("recovery", Rate.parse(share))


@pytest.mark.parametrize("days", [-1, 36_526])
def test_a_lag_that_is_negative_or_of_a_century_is_refused(days: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Default(contract="L1", on=ON, lag_days=days)

    assert str(caught.value) == (f"lag_days is {days}: use 0 to 36525 days, up to the year 9999")
    assert (caught.value.field, caught.value.value) == ("lag_days", days)


@pytest.mark.parametrize("days", [-1, 36_526])
def test_a_delay_that_is_negative_or_of_a_century_is_refused(days: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Delay(contract="L1", since=ON, days=days)

    assert str(caught.value) == f"days is {days}: use 0 to 36525 days"
    assert (caught.value.field, caught.value.value) == ("days", days)


def test_the_ends_of_each_range_are_accepted() -> None:
    assert Default(contract="L1", on=ON, recovery=Rate.parse("100 %"), lag_days=36_525)
    assert Delay(contract="L1", since=ON, days=0)


def test_a_contract_defaults_at_most_once() -> None:
    twice = (Default(contract="L1", on=ON), Default(contract="L1", on=date(2015, 1, 1)))

    with pytest.raises(InvalidTerms) as caught:
        Scenario(name="drought", defaults=twice)

    assert str(caught.value) == (
        "defaults of scenario 'drought' names 'L1' twice: keep one of the two"
    )
    assert (caught.value.field, caught.value.value) == ("defaults", "L1")


def test_a_contract_is_delayed_at_most_once() -> None:
    twice = (Delay(contract="L1", since=ON, days=1), Delay(contract="L1", since=ON, days=2))

    with pytest.raises(InvalidTerms) as caught:
        Scenario(name="drought", delays=twice)

    assert str(caught.value) == (
        "delays of scenario 'drought' names 'L1' twice: keep one of the two"
    )
