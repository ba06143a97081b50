"""Reference rates and safe-harbour premiums, as the texts list them."""

from __future__ import annotations

from datetime import date

import pytest

from investisens.funding.reference_rate import (
    Collateral,
    PremiumClass,
    Rating,
    discount_rate,
    reference_rate,
    safe_harbour_premium,
)
from investisens.values.errors import MissingData
from investisens.values.rates import Rate

TODAY = date(2026, 6, 30)
BASE = Rate.parse("2.2 %")


@pytest.mark.parametrize(
    ("rating", "margins"),
    [
        (Rating.AAA_A, (60, 75, 100)),
        (Rating.BBB, (75, 100, 220)),
        (Rating.BB, (100, 220, 400)),
        (Rating.B, (220, 400, 650)),
        (Rating.CCC, (400, 650, 1_000)),
    ],
)
def test_the_margin_depends_on_rating_and_collateral(
    rating: Rating, margins: tuple[int, int, int]
) -> None:
    """Basis points for high, normal and low collateral; from general knowledge, unverified."""
    rates = tuple(reference_rate(BASE, rating, collateral, on=TODAY) for collateral in Collateral)

    assert rates == tuple(Rate(BASE.mbp + 1_000 * margin) for margin in margins)


def test_a_start_up_has_at_least_four_hundred_points() -> None:
    """CON-19: base 2.2 % + margin 400 bp = 6.2 %."""
    assert reference_rate(BASE, None, on=TODAY) == Rate.parse("6.2 %")


def test_the_discount_rate_is_the_base_and_a_hundred_points() -> None:
    assert discount_rate(BASE, on=TODAY) == Rate.parse("3.2 %")


@pytest.mark.parametrize(
    ("quality", "premium"),
    list(zip(PremiumClass, ("0.4", "0.4", "0.55", "0.8", "2", "3.8", "6.3", "3.8"), strict=True)),
)
def test_the_premium_is_the_one_of_the_grid(quality: PremiumClass, premium: str) -> None:
    """AAA 0.4 %, AA 0.4, A 0.55, BBB 0.8, BB+/BB 2.0, BB−/B+ 3.8, B/B− 6.3; start-ups 3.8 %."""
    assert safe_harbour_premium(quality, on=TODAY) == Rate.parse(f"{premium} %")


def test_a_day_before_the_texts_has_no_rate() -> None:
    day = date(2008, 1, 1)

    with pytest.raises(MissingData):
        reference_rate(BASE, Rating.B, on=day)
    with pytest.raises(MissingData):
        reference_rate(BASE, None, on=day)
    with pytest.raises(MissingData):
        discount_rate(BASE, on=day)
    with pytest.raises(MissingData):
        safe_harbour_premium(PremiumClass.START_UP, on=day)
