"""Currencies know their minor unit, and a wrong code is answered with the right one."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.currency import EUR, ISO_4217, XOF, Currency
from investisens.values.errors import InvalidAmount

codes = st.sampled_from(sorted(ISO_4217))


@given(codes)
def test_a_currency_is_shown_as_the_call_that_finds_it(code: str) -> None:
    assert repr(Currency.of(code)) == f"Currency.of('{code}')"


@given(codes, codes)
def test_currencies_are_ordered_by_code(left: str, right: str) -> None:
    assert (Currency.of(left) < Currency.of(right)) is (left < right)


@given(codes)
def test_a_code_always_gives_the_same_object(code: str) -> None:
    assert Currency.of(code) is Currency.of(code)


@given(codes)
def test_a_currency_built_by_hand_or_copied_equals_the_one_looked_up(code: str) -> None:
    known = Currency.of(code)

    for other in (Currency(code, ISO_4217[code]), copy.deepcopy(known)):
        assert other == known
        assert hash(other) == hash(known)


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        *[(code, 0) for code in ("XOF", "XAF", "XPF", "GNF", "JPY", "KMF", "RWF")],
        *[(code, 2) for code in ("EUR", "USD", "CHF", "GBP", "MAD", "MGA", "NGN", "GHS", "CDF")],
        *[(code, 3) for code in ("TND", "LYD", "KWD", "BHD", "OMR", "JOD", "IQD")],
        *[(code, 4) for code in ("CLF", "UYW")],
    ],
)
def test_minor_units_are_those_of_iso_4217(code: str, digits: int) -> None:
    """Origin: ISO 4217, list one, column of minor units."""
    assert Currency.of(code).digits == digits


def test_the_table_holds_every_active_code_with_a_minor_unit() -> None:
    """Origin: list one on 1 January 2026 has 178 codes, 13 of them without a minor unit."""
    assert len(ISO_4217) == 178 - 13


@pytest.mark.parametrize("code", ["FRF", "BGN", "HRK", "ANG", "ZWL", "SLL", "XAU", "XXX"])
def test_withdrawn_currencies_and_metals_are_not_in_the_table(code: str) -> None:
    with pytest.raises(InvalidAmount):
        Currency.of(code)


def test_the_franc_and_the_euro_are_at_hand() -> None:
    assert Currency.of("XOF") is XOF
    assert Currency.of("EUR") is EUR


def test_a_currency_prints_as_its_code() -> None:
    assert str(XOF) == "XOF"


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("XOFF", "did you mean 'XOF'?"),
        ("xof", "did you mean 'XOF'?"),
        ("EURO", "did you mean 'EUR'?"),
        ("FCFA", "did you mean 'XOF'?"),
        ("F CFA", "did you mean 'XOF'?"),
        ("€", "did you mean 'EUR'?"),
        ("", "write a code such as 'XOF' or 'EUR'"),
        ("QQQ", "write a code such as 'XOF' or 'EUR'"),
    ],
)
def test_an_unknown_code_is_answered_with_the_nearest_one(code: str, remedy: str) -> None:
    with pytest.raises(InvalidAmount) as caught:
        Currency.of(code)

    assert str(caught.value) == f"currency {code!r} is no active ISO 4217 code: {remedy}"
    assert (caught.value.field, caught.value.value) == ("currency", code)


def test_a_code_must_be_a_text() -> None:
    with pytest.raises(InvalidAmount) as caught:
        Currency.of(952)  # type: ignore[arg-type]

    assert str(caught.value) == "currency is 952: write an ISO 4217 code such as 'XOF'"


def test_a_local_currency_can_be_built_by_hand() -> None:
    eco = Currency("ECO", 2)

    assert repr(eco) == "Currency(code='ECO', digits=2)"
    assert eco != Currency("ECO", 3)
    assert hash(eco) == hash(Currency("ECO", 3))


@pytest.mark.parametrize(
    ("code", "digits", "message"),
    [
        ("XOF", 2, "digits is 2 but XOF has 0 in ISO 4217: use Currency.of('XOF')"),
        ("eco", 2, "code is 'eco': write three capital letters such as 'XOF'"),
        ("ECO", -1, "digits is -1: give the decimals of the minor unit, 0 or more"),
        ("ECO", True, "digits is True: give the decimals of the minor unit, 0 or more"),
    ],
)
def test_a_contradictory_currency_is_refused(code: str, digits: int, message: str) -> None:
    with pytest.raises(InvalidAmount) as caught:
        Currency(code, digits)

    assert str(caught.value) == message


def test_a_currency_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        XOF.digits = 2  # type: ignore[misc]
