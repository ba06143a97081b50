"""The proportional rule for small loans and guarantees."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.proportional_aid import (
    proportional_equivalent,
    small_guarantee_equivalent,
    small_loan_equivalent,
)
from investisens.values.currency import EUR
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate

TODAY = date(2026, 6, 30)
HALF, FOUR_FIFTHS = Rate.parse("50 %"), Rate.parse("80 %")

lengths = st.fractions(min_value=0, max_value=5, max_denominator=365)


def euros(amount: int) -> Money:
    return Money.of(amount, EUR)


def equivalent(cents: int, years: Fraction) -> int:
    """By the limits of 2024 for five years, in cents."""
    return proportional_equivalent(
        Money(cents, EUR),
        years,
        ceiling=euros(300_000),
        limit=euros(1_500_000),
        limit_years=5,
    ).minor


@pytest.mark.parametrize(
    ("amount", "years", "ceiling", "limit"),
    [
        pytest.param(1_000_000, 1, 200_000, 1_000_000, id="CON-21 P"),
        pytest.param(250_000, 4, 300_000, 1_500_000, id="CON-22 U"),
    ],
)
def test_aid_is_proportional_to_amount_and_length(
    amount: int, years: int, ceiling: int, limit: int
) -> None:
    """GGE = ceiling × loan / limit × years / limit years. Both cases → gge = 40,000.

    The first is printed in a reply of the Commission on the rule under the old regime.
    """
    aid = proportional_equivalent(
        euros(amount),
        Fraction(years),
        ceiling=euros(ceiling),
        limit=euros(limit),
        limit_years=5,
    )

    assert aid == euros(40_000)


@given(st.integers(0, 150_000_000), lengths)
def test_31_a_small_loan_never_holds_more_than_the_ceiling(cents: int, years: Fraction) -> None:
    assert 0 <= equivalent(cents, years) <= euros(300_000).minor


@given(st.integers(0, 1_000_000), lengths, st.integers(0, 100), st.integers(0, 30))
def test_31_aid_is_linear_in_amount_and_length(
    cents: int, years: Fraction, many: int, parts: int
) -> None:
    """To the cent that rounding moves: by hand, 300,000/1,500,000/5 = 4 % of amount × years."""
    aid = equivalent(cents * many, years * parts / 30)

    assert abs(aid - Fraction(4, 100) * cents * many * years * parts / 30) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("amount", "years", "aid"),
    [(1_500_000, 5, 300_000), (750_000, 10, 300_000), (750_000, 6, 180_000)],
)
def test_the_limits_of_a_loan_depend_on_its_length(amount: int, years: int, aid: int) -> None:
    """1,500,000 for 5 years or 750,000 for 10; unverified."""
    found = small_loan_equivalent(euros(amount), Fraction(years), collateral=HALF, on=TODAY)

    assert found == euros(aid)


@pytest.mark.parametrize(
    ("amount", "years", "aid"), [(2_250_000, 5, 300_000), (1_125_000, 10, 300_000)]
)
def test_the_limits_of_a_guarantee_depend_on_its_length(amount: int, years: int, aid: int) -> None:
    """2,250,000 for 5 years, or 1,125,000 for 10 (unverified)."""
    found = small_guarantee_equivalent(
        euros(amount), Fraction(years), covered_share=FOUR_FIFTHS, on=TODAY
    )

    assert found == euros(aid)


def test_a_loan_above_a_limit_cannot_use_the_rule() -> None:
    with pytest.raises(InvalidTerms) as large:
        small_loan_equivalent(euros(1_500_001), Fraction(1), collateral=HALF, on=TODAY)
    with pytest.raises(InvalidTerms) as long:
        small_loan_equivalent(euros(1), Fraction(21, 2), collateral=HALF, on=TODAY)

    assert str(large.value) == (
        "amount is 1500001.00 EUR, above the limit of 1500000.00 EUR: compute the equivalent from "
        "the reference rate instead"
    )
    assert str(long.value) == (
        "the length is 21/2 years, above the limit of 10: compute the equivalent from the "
        "reference rate instead"
    )


def test_a_loan_without_enough_security_cannot_use_the_rule() -> None:
    with pytest.raises(InvalidTerms) as caught:
        small_loan_equivalent(euros(1), Fraction(1), collateral=Rate.parse("49 %"), on=TODAY)

    assert str(caught.value) == (
        "collateral is 49 %, below 50 %: compute the equivalent from the reference rate instead"
    )


def test_a_guarantee_that_covers_too_much_cannot_use_the_rule() -> None:
    with pytest.raises(InvalidTerms) as caught:
        small_guarantee_equivalent(
            euros(1), Fraction(1), covered_share=Rate.parse("81 %"), on=TODAY
        )

    assert str(caught.value) == (
        "covered_share is 81 %, above 80 %: compute the equivalent from the reference rate instead"
    )
