"""Redemption never leads below the floor of a variable capital."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.instruments.variable_capital import (
    COOPERATIVE,
    FRENCH_COMPANY,
    OHADA_COMPANY,
    capital_floor,
    redeemable,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import MissingData
from investisens.values.money import Money

ON = date(2024, 6, 30)
minors = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("rule", "expected"), [(COOPERATIVE, 5_000), (FRENCH_COMPANY, 8_000), (OHADA_COMPANY, 8_000)]
)
def test_requests_are_met_down_to_the_floor(rule: str, expected: int) -> None:
    """SCI-04: highest capital 120,000, current 35,000, requests 8,000; 1/4 or 1/10."""
    floor = capital_floor(Money.of(120_000, EUR), rule, on=ON)

    assert redeemable(Money.of(8_000, EUR), Money.of(35_000, EUR), floor) == Money.of(expected, EUR)


@given(minors, minors, minors)
def test_what_is_left_is_not_below_the_floor(asked: int, capital: int, highest: int) -> None:
    floor = capital_floor(Money(highest, XOF), COOPERATIVE, on=ON)
    paid = redeemable(Money(asked, XOF), Money(capital, XOF), floor)

    assert 0 <= paid.minor <= asked
    assert not paid or 4 * (capital - paid.minor) >= highest
    if paid.minor < asked and paid:
        assert capital - paid.minor == floor.minor


def test_a_floor_is_rounded_up() -> None:
    assert capital_floor(Money(5, XOF), COOPERATIVE, on=ON) == Money(2, XOF)


def test_a_rule_that_is_not_in_force_is_told() -> None:
    with pytest.raises(MissingData, match=r"^auscgie\.variable_capital_floor has no value on "):
        capital_floor(Money(5, XOF), OHADA_COMPANY, on=date(2010, 1, 1))
