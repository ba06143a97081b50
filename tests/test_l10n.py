"""French and English readers see and write amounts in their own way, and none is misread."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.l10n import (
    Language,
    format_date,
    format_money,
    format_number,
    format_rate,
    parse_money,
)
from investisens.values.currency import EUR, ISO_4217, XOF, Currency
from investisens.values.errors import InvalidAmount, NotSupported
from investisens.values.money import Money
from investisens.values.rates import Rate

NARROW, FIXED = "\u202f", "\u00a0"
TND, XAF = Currency.of("TND"), Currency.of("XAF")

languages = st.sampled_from(["fr", "en"])
minors = st.one_of(st.integers(-(10**21), 10**21), st.integers(-(10**60), 10**60))
currencies = st.sampled_from([XOF, EUR, TND])
any_currency = st.sampled_from([*map(Currency.of, sorted(ISO_4217)), Currency("ECO", 1)])


# Amounts.


@given(minors, currencies, languages)
def test_parsing_what_was_formatted_gives_the_same_amount(
    minor: int, currency: Currency, lang: Language
) -> None:
    money = Money(minor, currency)

    assert parse_money(format_money(money, lang), lang) == money


@given(st.integers(-(10**9), 10**9), any_currency, languages)
def test_no_currency_is_mistaken_for_another(
    minor: int, currency: Currency, lang: Language
) -> None:
    """A code outside ISO 4217 is read when it is the one expected."""
    money = Money(minor, currency)

    assert parse_money(format_money(money, lang), lang, currency) == money


@given(minors, st.sampled_from([XOF, EUR]))
def test_what_one_language_writes_the_other_refuses_or_reads_alike(
    minor: int, currency: Currency
) -> None:
    """No franc and no euro is read a thousand times too large; 1,234 TND could be."""
    money = Money(minor, currency)

    for written, read in (("fr", "en"), ("en", "fr")):
        try:
            found = parse_money(format_money(money, written), read)  # type: ignore[arg-type]
        except InvalidAmount:
            continue
        assert found == money


@pytest.mark.parametrize(
    ("money", "french", "english"),
    [
        (Money(1_234_568, XOF), f"1{NARROW}234{NARROW}568{FIXED}F{NARROW}CFA", "XOF 1,234,568"),
        (Money(123_450, EUR), f"1{NARROW}234,50{FIXED}€", "€1,234.50"),
        (Money(-5, EUR), f"-0,05{FIXED}€", "-€0.05"),
        (Money(-1_234, XOF), f"-1{NARROW}234{FIXED}F{NARROW}CFA", "-XOF 1,234"),
        (Money(0, XOF), f"0{FIXED}F{NARROW}CFA", "XOF 0"),
        (Money(1_234_567, TND), f"1{NARROW}234,567{FIXED}TND", "TND 1,234.567"),
        (Money(500, Currency.of("USD")), f"5,00{FIXED}USD", "USD 5.00"),
        (Money(5_000, XAF), f"5{NARROW}000{FIXED}XAF", "XAF 5,000"),
        (Money(-15, Currency("ECO", 1)), f"-1,5{FIXED}ECO", "-ECO 1.5"),
    ],
)
def test_amounts_are_written_as_readers_expect(money: Money, french: str, english: str) -> None:
    """Origin: Unicode CLDR for French and the euro; the code for the franc in English."""
    assert format_money(money, "fr") == french
    assert format_money(money, "en") == english


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("4 250 000 F CFA", 4_250_000, XOF),
        ("4 250 000 FCFA", 4_250_000, XOF),
        ("4250000 CFA", 4_250_000, XOF),
        ("4250000F", 4_250_000, XOF),
        ("XOF 4 250 000", 4_250_000, XOF),
        ("-4 250", -4_250, XOF),
        ("€ -3 994,16", -399_416, EUR),
        ("3994,16 EUR", 399_416, EUR),
        ("12,5 €", 1_250, EUR),
        ("1,234 TND", 1_234, TND),
    ],
)
def test_french_amounts_are_read(text: str, minor: int, currency: Currency) -> None:
    for spaced in (text, text.replace(" ", FIXED), text.replace(" ", NARROW)):
        assert parse_money(spaced, "fr", XOF) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("4,250,000 F CFA", 4_250_000, XOF),
        ("XOF 4 250 000", 4_250_000, XOF),
        ("4250000", 4_250_000, XOF),
        ("1,234 TND", 1_234_000, TND),
        ("-€3,994.16", -399_416, EUR),
        ("€ 3994.1", 399_410, EUR),
    ],
)
def test_english_amounts_are_read(text: str, minor: int, currency: Currency) -> None:
    assert parse_money(text, "en", XOF) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("1.234,50 €", "fr"),
        ("1,234.50 €", "fr"),
        ("4.250.000 XOF", "fr"),
        ("3994.16 €", "fr"),
        ("1.234,56 €", "en"),
        ("3994,16 €", "en"),
        ("1,234 567.00 €", "en"),
        ("12,34,567 €", "en"),
        ("0,001 TND", "en"),
        ("1 23 €", "fr"),
        ("--5 €", "fr"),
        ("-€-5", "fr"),
        ("€5 €", "fr"),
        ("5 $", "fr"),
        ("5 eur", "fr"),
        ("5 f cfa", "fr"),
        ("cinq francs", "fr"),
        ("", "en"),
        ("€", "en"),
        ("1e3 €", "en"),
        ("٥ €", "en"),
    ],
)
def test_anything_else_is_refused_not_guessed(text: str, lang: Language) -> None:
    """An amount pasted from the other language must not come out a thousand times larger."""
    remedy = {
        "fr": "in French: write it such as '1 234,50 €' or '4 250 000 F CFA'",
        "en": "in English: write it such as '€1,234.50' or 'XOF 4,250'",
    }

    with pytest.raises(InvalidAmount) as caught:
        parse_money(text, lang, XOF)

    assert str(caught.value) == f"cannot read the amount {text!r} {remedy[lang]}"


def test_decimals_a_currency_does_not_have_are_refused() -> None:
    """In French 4,250 has three decimals: it is no four thousand francs."""
    with pytest.raises(InvalidAmount) as caught:
        parse_money("4,250 F CFA", "fr")

    assert str(caught.value) == (
        "the amount '4.250' is finer than XOF, which has no decimals: "
        "round it first, by a named rule"
    )


def test_an_amount_without_mark_needs_a_default() -> None:
    with pytest.raises(InvalidAmount) as caught:
        parse_money("4 250", "fr")

    assert str(caught.value) == (
        "the amount '4 250' names no currency: write it after the number, or give a default"
    )


def test_a_mark_speaks_louder_than_the_default() -> None:
    assert parse_money("5 €", "fr", XOF) == Money(500, EUR)
    assert parse_money("5 F CFA", "fr", EUR) == Money(5, XOF)


def test_the_two_francs_cfa_share_their_mark() -> None:
    """In a fund of Central Africa F CFA is XAF, which bears the same name."""
    assert parse_money("5 F CFA", "fr", XAF) == Money(5, XAF)


# Numbers, rates and dates.


@given(st.integers(-(10**40), 10**40), st.integers(0, 12), languages)
def test_a_formatted_number_loses_no_decimal(units: int, places: int, lang: Language) -> None:
    """1.50 is no 1.5: the zeros at the end say how finely it was measured."""
    number = Decimal(f"{units}e-{places}")

    text = format_number(number, lang)

    plain = text.replace(",", "") if lang == "en" else text.replace(NARROW, "").replace(",", ".")
    assert Decimal(plain).as_tuple() == number.as_tuple()


@given(st.integers(-99_999_999, 99_999_999), languages)
def test_a_formatted_rate_reads_back(mbp: int, lang: Language) -> None:
    assert Rate.parse(format_rate(Rate(mbp), lang)) == Rate(mbp)


def test_numbers_are_grouped_by_three() -> None:
    assert format_number(1_234_567, "fr") == f"1{NARROW}234{NARROW}567"
    assert format_number(Decimal("1234.5"), "en") == "1,234.5"
    assert format_number(Decimal("1.2E+6"), "en") == "1,200,000"


def test_zeros_at_the_end_of_a_number_are_kept() -> None:
    assert format_number(Decimal("1234.50"), "fr") == f"1{NARROW}234,50"
    assert format_number(Decimal("-0.700"), "en") == "-0.700"


@pytest.mark.parametrize("number", [1.5, True, Decimal("NaN"), "1"])
def test_an_inexact_number_is_refused(number: object) -> None:
    with pytest.raises(InvalidAmount) as caught:
        format_number(number, "fr")  # type: ignore[arg-type]

    assert str(caught.value) == (
        f"number is {number!r}: give an int or a finite Decimal, which are exact"
    )


def test_rates_show_the_decimals_they_need() -> None:
    assert format_rate(Rate.parse("4.5 %"), "fr") == f"4,5{FIXED}%"
    assert format_rate(Rate.parse("-12 %"), "en") == "-12%"
    assert format_rate(Rate(1), "en") == "0.00001%"


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 3, 31), "31 mars 2026", "March 31, 2026"),
        (date(2026, 8, 9), "9 août 2026", "August 9, 2026"),
        (date(2027, 2, 28), "28 février 2027", "February 28, 2027"),
    ],
)
def test_dates_have_their_month_in_words(day: date, french: str, english: str) -> None:
    assert format_date(day, "fr") == french
    assert format_date(day, "en") == english


@given(st.dates(), languages)
def test_a_date_shows_the_number_of_its_day_and_of_its_year(day: date, lang: Language) -> None:
    numbers = [int(digits) for digits in re.findall("[0-9]+", format_date(day, lang))]

    assert numbers == [day.day, day.year]


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 3, 1), "1er mars 2026", "March 1, 2026"),
        (date(2027, 8, 1), "1er août 2027", "August 1, 2027"),
        (date(2026, 3, 2), "2 mars 2026", "March 2, 2026"),
        (date(2026, 3, 11), "11 mars 2026", "March 11, 2026"),
        (date(2026, 3, 21), "21 mars 2026", "March 21, 2026"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(day: date, french: str, english: str) -> None:
    """French writes an ordinal for the first of a month, and for no other day."""
    assert format_date(day, "fr") == french
    assert format_date(day, "en") == english


def test_other_languages_are_refused() -> None:
    for call in (
        lambda: format_money(Money(5, XOF), "de"),  # type: ignore[arg-type]
        lambda: parse_money("5 XOF", "de"),  # type: ignore[arg-type]
        lambda: format_number(5, "de"),  # type: ignore[arg-type]
        lambda: format_rate(Rate(5), "de"),  # type: ignore[arg-type]
        lambda: format_date(date(2026, 1, 1), "de"),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotSupported) as caught:
            call()
        assert str(caught.value) == "lang is 'de': use 'fr' for French or 'en' for English"


def test_importing_the_module_does_not_load_babel() -> None:
    code = "import sys, investisens.l10n; sys.exit('babel' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
