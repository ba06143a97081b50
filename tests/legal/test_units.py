"""A number of the law is written as what it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.legal.units import DECIMAL_UNITS, WHOLE_UNITS, fits, is_unit, number_expected
from investisens.values.currency import ISO_4217

units = st.sampled_from([*DECIMAL_UNITS, *WHOLE_UNITS, *sorted(ISO_4217), "XOF per EUR"])


@given(units, st.integers(1, 10**12))
def test_a_whole_number_above_zero_fits_every_unit(unit: str, number: int) -> None:
    assert is_unit(unit)
    assert fits(str(number), unit)


@given(units, st.one_of(st.integers(), st.floats(), st.none(), st.just("14 %"), st.just("1e3")))
def test_only_the_text_of_a_decimal_fits(unit: str, found: object) -> None:
    assert not fits(found, unit)


@pytest.mark.parametrize(
    ("text", "unit", "right"),
    [
        ("-0.0002", "fraction", True),
        ("1.75", "multiple", True),
        ("1.0", "years", True),
        ("1.5", "years", False),
        ("-1", "account", False),
        ("0", "XOF", True),
        ("0.5", "XOF", False),
        ("0.01", "EUR", True),
        ("0.001", "EUR", False),
        ("-5", "EUR", False),
        ("655.957", "XOF per EUR", True),
        ("0", "XOF per EUR", False),
    ],
)
def test_a_number_keeps_to_its_unit(text: str, unit: str, right: bool) -> None:
    assert fits(text, unit) is right


@pytest.mark.parametrize("unit", ["percent", "day", "xof", "XOF per", "XOF per EUR per USD", "", 1])
def test_any_other_unit_is_unknown(unit: object) -> None:
    assert not is_unit(unit)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("account", 'a whole number written as text, such as "90"'),
        ("months", 'a whole number of months written as text, such as "90"'),
        (
            "EUR",
            'an amount in EUR written as text, no finer than its minor unit, such as "5000"',
        ),
        ("XOF per EUR", 'a number written as text, such as "0.14"'),
    ],
)
def test_a_message_says_how_the_number_is_written(unit: str, expected: str) -> None:
    assert number_expected(unit) == expected
