"""Income tax relief of savers (IR-PME): its rate, and how long shares are kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.irr import irr
from investisens.portfolio.tax_relief import (
    ReliefKind,
    held_until,
    redeemable_from,
    relief,
    relief_rate,
)
from investisens.values.currency import EUR
from investisens.values.money import Money
from investisens.values.rates import Rate

SUBSCRIBED = date(2024, 7, 1)


@pytest.mark.parametrize(
    ("on", "percent"),
    [
        (date(2024, 6, 27), 18),
        (date(2024, 6, 28), 25),
        (date(2025, 12, 31), 25),
        (date(2026, 1, 1), 18),
    ],
)
def test_the_rate_follows_the_windows_of_the_law(on: date, percent: int) -> None:
    """IRP-01."""
    assert relief_rate(ReliefKind.ESUS, on=on) == Rate.parse(f"{percent} %")


@pytest.mark.parametrize(("on", "percent"), [(date(2025, 9, 27), 18), (date(2025, 9, 28), 25)])
def test_an_esus_that_holds_assets_has_its_own_window(on: date, percent: int) -> None:
    assert relief_rate(ReliefKind.ESUS_HOLDING, on=on) == Rate.parse(f"{percent} %")


def test_what_a_saver_earns_with_the_relief() -> None:
    """IRP-02: 10,000 EUR at 25 %, relief a year later, 2 % for 6 years, redeemed at nominal."""
    paid = Money.of(10_000, EUR)
    flows = [(SUBSCRIBED, -paid.minor)]
    flows.append((date(2025, 7, 1), relief(paid, ReliefKind.ESUS, on=SUBSCRIBED).minor))
    flows += [(date(2024 + year, 7, 1), 200_00) for year in range(1, 7)]
    flows.append((date(2030, 7, 1), paid.minor))

    found = irr(flows, lambda start, end: end.year - start.year).value
    assert found is not None
    assert round(100 * found, 4) == 6.8902


def test_shares_are_kept_to_the_end_of_the_fifth_year() -> None:
    """IRP-02: the earliest free exit is 31 December 2029."""
    assert held_until(SUBSCRIBED) == date(2029, 12, 31)


@given(st.dates(date(2021, 1, 1), date(2060, 12, 31)))
def test_shares_are_kept_for_five_to_six_years(on: date) -> None:
    assert held_until(on).year == on.year + 5
    assert held_until(on) < redeemable_from(on)


def test_a_company_redeems_after_seven_years() -> None:
    """From general knowledge, unverified."""
    assert redeemable_from(date(2024, 2, 29)) == date(2031, 2, 28)
