from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.statements.cells import amount_of, day_of
from investisens.statements.mapping import Dates, Numbers
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.misreads import Misread
from investisens.values.money import Money

SPACED = Numbers(decimal=",", thousands=" ", units=("F CFA",))


def grouped(digits: str, mark: str) -> str:
    """The digits with a mark before each group of three, from the right."""
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]
    return mark.join(groups)


@given(
    st.integers(-(10**18), 10**18),
    st.sampled_from([XOF, EUR]),
    st.sampled_from(
        [(",", " "), (".", " "), (".", ","), (",", "."), (".", "'"), (",", ""), (".", "")]
    ),
    st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"]),
    st.sampled_from(["before", "after"]),
)
def test_an_amount_is_read_back_however_it_is_written(
    minor: int, currency: Currency, marks: tuple[str, str], space: str, place: str
) -> None:
    decimal, thousands = marks
    digits = str(abs(minor)).rjust(currency.digits + 1, "0")
    whole, rest = digits[: len(digits) - currency.digits], digits[len(digits) - currency.digits :]
    text = grouped(whole, thousands.replace(" ", space)) + (f"{decimal}{rest}" if rest else "")
    sign = "-" if minor < 0 else ""
    text = f"{sign}{text}" if place == "before" else f"{text}{sign}"

    read = amount_of(text, Numbers(decimal=decimal, thousands=thousands), currency)

    assert read == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("6 000", 6_000),
        ("6000", 6_000),
        ("6 000,00", 6_000),
        ("-6 000", -6_000),
        ("\u22126 000", -6_000),
        ("6 000-", -6_000),
        ("+6 000", 6_000),
        ("6 000 F CFA", 6_000),
        ("F CFA 6 000", 6_000),
        (" 0 ", 0),
    ],
)
def test_a_franc_amount_is_read(text: str, minor: int) -> None:
    assert amount_of(text, SPACED, XOF) == Money(minor, XOF)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected an amount such as 1 234, found '': correct it, or [numbers]"),
        ("6 00", "expected an amount such as 1 234, found '6 00': correct it, or [numbers]"),
        ("6.000", "expected an amount such as 1 234, found '6.000': correct it, or [numbers]"),
        ("-6-", "expected an amount such as 1 234, found '-6-': correct it, or [numbers]"),
        ("1e6", "expected an amount such as 1 234, found '1e6': correct it, or [numbers]"),
        ("=6+0", "expected an amount such as 1 234, found '=6+0': correct it, or [numbers]"),
        ("٦", "expected an amount such as 1 234, found '٦': correct it, or [numbers]"),
        (
            "6,50",
            "expected at most 0 decimals, found '6,50': "
            "correct it, or the decimal mark in [numbers]",
        ),
        (
            "6,000",
            "expected at most 0 decimals, found '6,000': "
            "correct it, or the decimal mark in [numbers]",
        ),
        (
            "1 000 000 000 000 000 001",
            "expected an amount up to 10^18 minor units, found '1 000 000 000 000 000 001': "
            "check its digits",
        ),
    ],
)
def test_what_is_no_franc_amount_is_refused(text: str, message: str) -> None:
    with pytest.raises(Misread) as caught:
        amount_of(text, SPACED, XOF)
    assert str(caught.value) == message


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_a_two_digit_year_is_read_by_its_pivot(day: date) -> None:
    """With a pivot of 70, years 00 to 69 are of the 2000s and 70 to 99 of the 1900s."""
    assert day_of(f"{day:%d/%m/%y}", Dates(format="DD/MM/YY", pivot=70)) == (day, "")


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(
        [
            ("DD/MM/YYYY", "{0:%d/%m}/{0.year:04}"),
            ("D.M.YYYY", "{0.day}.{0.month}.{0.year}"),
            ("YYYY-MM-DD", "{0}"),
            ("YYYYMMDD", "{0.year:04}{0:%m%d}"),
        ]
    ),
)
def test_a_day_is_read_back_in_any_format(day: date, written: tuple[str, str]) -> None:
    assert day_of(written[1].format(day), Dates(format=written[0])) == (day, "")


def test_the_time_of_a_format_is_kept() -> None:
    dates = Dates(format="YYYY-MM-DD hh:mm:ss")

    assert day_of("2014-05-15 10:42:07", dates) == (date(2014, 5, 15), "10:42:07")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "2014-02-28",
            "expected a day such as 28/02/2014, found '2014-02-28': "
            "write it DD/MM/YYYY, or correct [dates]",
        ),
        (
            "30/02/2014",
            "expected a day such as 28/02/2014, found '30/02/2014': "
            "the last day of that month is the 28th",
        ),
        (
            "32/01/2014",
            "expected a day such as 28/02/2014, found '32/01/2014': "
            "the last day of that month is the 31st",
        ),
        (
            "02/28/2014",
            "expected a day such as 28/02/2014, found '02/28/2014': "
            "check the month and the year, and their order in [dates]",
        ),
        (
            "28/02/1014",
            "expected a day such as 28/02/2014, found '28/02/1014': "
            "check the month and the year, and their order in [dates]",
        ),
    ],
)
def test_what_is_no_day_is_refused(text: str, message: str) -> None:
    with pytest.raises(Misread) as caught:
        day_of(text, Dates())
    assert str(caught.value) == message
