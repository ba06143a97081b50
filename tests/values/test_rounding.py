"""A ratio becomes a whole amount in one place, by the mode of the contract."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.errors import InvalidTerms
from investisens.values.rounding import Rounding, RoundingMode, round_ratio
from oracles import rounded
from strategies import modes

numerators = st.integers(-(10**40), 10**40)
denominators = st.integers(1, 10**20)


@given(numerators, denominators, modes)
def test_rounding_follows_the_definition_of_its_mode(
    numerator: int, denominator: int, mode: RoundingMode
) -> None:
    assert round_ratio(numerator, denominator, mode) == rounded(
        Fraction(numerator, denominator), mode
    )


@given(st.integers(-(10**20), 10**20), denominators, modes)
def test_halves_follow_the_definition_too(whole: int, denominator: int, mode: RoundingMode) -> None:
    """Drawn at random, a half would hardly ever come up."""
    numerator = (2 * whole + 1) * denominator

    assert round_ratio(numerator, 2 * denominator, mode) == rounded(
        Fraction(2 * whole + 1, 2), mode
    )


@given(numerators, denominators, modes)
def test_the_sign_is_kept(numerator: int, denominator: int, mode: RoundingMode) -> None:
    assert round_ratio(-numerator, denominator, mode) == -round_ratio(numerator, denominator, mode)


@given(
    st.lists(
        st.tuples(st.integers(-(10**9), 10**9), st.integers(1, 10**9)), min_size=1, max_size=9
    ),
    modes,
    st.sampled_from([np.int64, object]),
)
def test_an_array_is_rounded_element_by_element(
    ratios: list[tuple[int, int]], mode: RoundingMode, dtype: type
) -> None:
    table: Any = np.array(ratios, dtype=dtype)
    found = round_ratio(table[:, 0], table[:, 1], mode)

    assert found.tolist() == [round_ratio(n, d, mode) for n, d in ratios]
    assert found.dtype == dtype


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (RoundingMode.HALF_UP, [-3, -2, -2, 0, 2, 2, 3]),
        (RoundingMode.HALF_EVEN, [-2, -2, -2, 0, 2, 2, 2]),
        (RoundingMode.DOWN, [-2, -2, -1, 0, 1, 2, 2]),
        (RoundingMode.UP, [-3, -2, -2, 0, 2, 2, 3]),
    ],
)
def test_halves_around_zero(mode: RoundingMode, expected: list[int]) -> None:
    assert [round_ratio(n, 2, mode) for n in (-5, -4, -3, 0, 3, 4, 5)] == expected


@given(st.integers(0, 10**12), st.integers(1, 10**6), modes, st.integers(1, 10_000))
def test_an_instalment_is_a_multiple_next_to_the_exact_share(
    amount: int, parts: int, mode: RoundingMode, multiple: int
) -> None:
    found = Rounding(principal=mode, multiple=multiple).instalment(amount, parts)

    assert found % multiple == 0
    assert found == multiple * rounded(Fraction(amount, parts * multiple), mode)


def test_by_default_ties_go_to_the_even_neighbour() -> None:
    assert Rounding() == Rounding(
        interest=RoundingMode.HALF_EVEN, principal=RoundingMode.HALF_EVEN, multiple=1
    )


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**9), modes, st.integers(1, 10_000))
def test_interest_is_a_multiple_next_to_the_exact_amount(
    amount: int, basis: int, mode: RoundingMode, multiple: int
) -> None:
    found = Rounding(interest=mode, interest_multiple=multiple).of_interest(amount, basis)

    assert found == multiple * rounded(Fraction(amount, basis * multiple), mode)


@pytest.mark.parametrize("multiple", [0, -25])
def test_a_multiple_of_interest_below_one_is_refused(multiple: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Rounding(interest_multiple=multiple)

    assert str(caught.value) == (
        f"interest_multiple is {multiple}: use 1 or a larger whole number of minor units"
    )
    assert (caught.value.field, caught.value.value) == ("interest_multiple", multiple)


@pytest.mark.parametrize("multiple", [0, -25])
def test_a_multiple_below_one_is_refused(multiple: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Rounding(multiple=multiple)

    assert str(caught.value) == (
        f"multiple is {multiple}: use 1 or a larger whole number of minor units"
    )
    assert (caught.value.field, caught.value.value) == ("multiple", multiple)
