"""A rate is exact and reads as it is written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.errors import InvalidRate
from investisens.values.rates import MBP, Rate

rates = st.integers(-(10**14) + 1, 10**14 - 1).map(Rate)


@given(rates)
def test_reading_what_was_written_gives_the_same_rate(rate: Rate) -> None:
    assert Rate.parse(str(rate)) == rate


@given(rates)
def test_a_comma_reads_like_a_point(rate: Rate) -> None:
    assert Rate.parse(str(rate).replace(".", ",")) == rate


@given(rates)
def test_a_fraction_is_the_percentage_over_a_hundred(rate: Rate) -> None:
    percentage = Decimal(str(rate).removesuffix(" %"))

    assert rate.fraction == Fraction(percentage) / 100


@given(rates, rates)
def test_rates_are_ordered_as_numbers(one: Rate, other: Rate) -> None:
    assert (one < other) == (one.fraction < other.fraction)


@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\u202f"])
def test_one_space_of_any_width_may_stand_before_the_sign(space: str) -> None:
    assert Rate.parse(f"4,5{space}%") == Rate(450_000)


@pytest.mark.parametrize(
    ("text", "mbp"),
    [
        ("0 %", 0),
        ("100 %", MBP),
        ("-0,5 %", -50_000),
        ("+3 %", 300_000),
        (" 9.4822 % ", 948_220),
        ("0.00001%", 1),
        ("4.500000000 %", 450_000),
    ],
)
def test_a_percentage_is_read_in_thousandths_of_a_basis_point(text: str, mbp: int) -> None:
    assert Rate.parse(text).mbp == mbp


@pytest.mark.parametrize("text", ["4.5", "", "%", "4.5  %", "4.5 ‰", "1e3 %", "4.5.1 %", "٤ %"])
def test_a_text_that_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(InvalidRate) as caught:
        Rate.parse(text)

    assert str(caught.value) == (
        f"cannot read the rate {text!r}: write a percentage such as '4.5 %'"
    )
    assert (caught.value.field, caught.value.value) == (None, text)


def test_a_rate_finer_than_its_unit_is_refused() -> None:
    with pytest.raises(InvalidRate) as caught:
        Rate.parse("4.500001 %")

    assert str(caught.value) == (
        "the rate '4.500001 %' is finer than 0.00001 %: use at most five decimals"
    )
    assert caught.value.value == "4.500001 %"


@pytest.mark.parametrize("mbp", [4.5, True, "4.5 %", Fraction(9, 2), None])
def test_a_rate_that_is_no_whole_number_is_refused(mbp: Any) -> None:
    with pytest.raises(InvalidRate) as caught:
        Rate(mbp)

    assert str(caught.value) == (
        f"mbp is {mbp!r}: give a whole number of thousandths of a basis point, or use "
        "Rate.parse('4.5 %')"
    )
    assert (caught.value.field, caught.value.value) == ("mbp", mbp)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 5))
def test_the_nearest_rate_is_half_a_step_away_at_most(
    above: int, below: int, decimals: int
) -> None:
    exact, step = Fraction(above, below), Fraction(1, 10 ** (decimals + 2))

    rate = Rate.nearest(exact, decimals).fraction
    assert abs(rate - exact) <= step / 2
    assert (rate / step).denominator == 1


def test_a_half_goes_away_from_zero() -> None:
    """0.5 % of a per cent to no decimal, on both sides."""
    assert Rate.nearest(Fraction(5, 1_000), decimals=0) == Rate.parse("1 %")
    assert Rate.nearest(Fraction(-5, 1_000), decimals=0) == Rate.parse("-1 %")
