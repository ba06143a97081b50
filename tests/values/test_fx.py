"""Conversions use the dated quote of the pair, exactly, and round once."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.currency import EUR, XOF, Currency
from investisens.values.errors import InvalidRate, InvalidTerms, MissingData
from investisens.values.fx import FxQuote, FxTable
from investisens.values.money import Money
from investisens.values.rounding import RoundingMode

TND, USD = Currency.of("TND"), Currency.of("USD")
START = date(2026, 1, 5)
LATER = date(2026, 2, 2)

minors = st.integers(-(10**15), 10**15)
rates = st.fractions(Fraction(1, 1_000), 1_000)
roundings = st.sampled_from(RoundingMode)
pairs = st.sampled_from([(EUR, XOF), (XOF, EUR), (USD, TND), (TND, XOF), (EUR, USD)])


def quote(
    rate: Fraction | str = "1.25",
    *,
    base: Currency = EUR,
    counter: Currency = USD,
    on: date = START,
    until: date | None = None,
) -> FxQuote:
    return FxQuote(base=base, quote=counter, rate=rate, on=on, until=until, source="invented")


@given(minors, rates, pairs, roundings)
def test_a_conversion_is_the_exact_product_rounded_once(
    minor: int, rate: Fraction, pair: tuple[Currency, Currency], rounding: RoundingMode
) -> None:
    base, counter = pair
    table = FxTable([quote(rate, base=base, counter=counter)])

    found = table.convert(Money(minor, base), counter, on=START, rounding=rounding)

    exact = Fraction(minor, 10**base.digits) * rate
    assert found == Money(10**counter.digits, counter).times(exact, rounding)


@given(minors, rates, pairs, roundings)
def test_a_quote_serves_both_directions(
    minor: int, rate: Fraction, pair: tuple[Currency, Currency], rounding: RoundingMode
) -> None:
    base, counter = pair
    there = FxTable([quote(rate, base=base, counter=counter)])
    back = FxTable([quote(1 / rate, base=counter, counter=base)])
    money = Money(minor, base)

    assert there.convert(money, counter, on=START, rounding=rounding) == back.convert(
        money, counter, on=START, rounding=rounding
    )


@given(minors, roundings)
def test_the_same_currency_needs_no_quote(minor: int, rounding: RoundingMode) -> None:
    money = Money(minor, XOF)

    assert FxTable([]).convert(money, XOF, on=START, rounding=rounding) is money
    assert FxTable([]).rate(XOF, XOF, on=START) == 1


@given(st.lists(st.integers(0, 400), unique=True, min_size=1), st.integers(0, 500))
def test_the_latest_quote_not_after_the_day_is_used(starts: list[int], day: int) -> None:
    """The order of the quotes in the table does not matter."""
    table = FxTable([quote(Fraction(n + 1), on=START + timedelta(n)) for n in starts])
    on = START + timedelta(day)
    past = [n for n in starts if n <= day]

    if past:
        assert table.rate(EUR, USD, on=on) == max(past) + 1
    else:
        with pytest.raises(MissingData):
            table.rate(EUR, USD, on=on)


def test_a_hundred_dollars_at_one_and_a_quarter_are_eighty_euros() -> None:
    """Origin: 100 / 1.25 = 80 and 80 × 1.25 = 100, by hand."""
    table = FxTable([quote("1.25")])
    rounding = RoundingMode.HALF_UP

    assert table.convert(Money.of(100, USD), EUR, on=START, rounding=rounding) == Money.of(80, EUR)
    assert table.convert(Money.of(80, EUR), USD, on=START, rounding=rounding) == Money.of(100, USD)


def test_a_quote_holds_on_its_last_day() -> None:
    table = FxTable([quote("1.25", until=LATER)])

    assert table.rate(EUR, USD, on=LATER) == Fraction(5, 4)


def test_a_quote_may_hold_one_day_only() -> None:
    table = FxTable([quote("1.25", until=START)])

    assert table.rate(EUR, USD, on=START) == Fraction(5, 4)


def test_a_later_quote_replaces_one_that_has_not_ended() -> None:
    table = FxTable([quote("2", on=LATER), quote("1.25", until=date(2026, 12, 31))])

    assert table.rate(EUR, USD, on=LATER) == 2


@pytest.mark.parametrize(
    ("quotes", "on", "message"),
    [
        ([], START, "no EUR/USD rate on 2026-01-05: no quote of this pair is known, add one"),
        (
            [quote()],
            date(2026, 1, 4),
            "no EUR/USD rate on 2026-01-04: the first quote holds from 2026-01-05, "
            "add an earlier one",
        ),
        (
            [quote(until=date(2026, 1, 31))],
            LATER,
            "no EUR/USD rate on 2026-02-02: the quote of 2026-01-05 ended on 2026-01-31, "
            "add a later one",
        ),
    ],
)
def test_a_day_without_a_quote_is_refused(quotes: list[FxQuote], on: date, message: str) -> None:
    with pytest.raises(MissingData) as caught:
        FxTable(quotes).convert(Money(1, USD), EUR, on=on, rounding=RoundingMode.HALF_UP)

    assert str(caught.value) == message


def test_two_currencies_are_never_linked_through_a_third() -> None:
    table = FxTable([quote(base=EUR, counter=USD), quote(base=EUR, counter=XOF)])

    with pytest.raises(MissingData, match=r"^no USD/XOF rate on 2026-01-05: no quote"):
        table.rate(USD, XOF, on=START)


def test_one_pair_has_one_quote_a_day_in_either_direction() -> None:
    with pytest.raises(InvalidTerms) as caught:
        FxTable([quote(), quote(base=USD, counter=EUR)])

    assert str(caught.value) == "two quotes of EUR/USD on 2026-01-05: keep one of them"


@pytest.mark.parametrize("rate", [1.25, 1, "1,25", "1e3", "1/0", ""])
def test_a_rate_is_an_exact_number(rate: Fraction | str) -> None:
    with pytest.raises(InvalidRate) as caught:
        quote(rate)

    assert str(caught.value) == f"rate is {rate!r}: give a Fraction or a text such as '1.0842'"


@pytest.mark.parametrize(
    ("rate", "shown"), [("0", "0"), ("-1.25", "-5/4"), (Fraction(0), "0"), (Fraction(-1), "-1")]
)
def test_a_rate_is_above_zero(rate: Fraction | str, shown: str) -> None:
    with pytest.raises(InvalidRate) as caught:
        quote(rate)

    assert str(caught.value) == f"rate is {shown}: give a rate above 0, such as '1.0842'"
    assert caught.value.field == "rate"


def test_a_quote_joins_two_currencies() -> None:
    with pytest.raises(InvalidTerms) as caught:
        quote(counter=EUR)

    assert str(caught.value) == "base and quote are both EUR: give two currencies"


def test_a_quote_ends_after_it_starts() -> None:
    with pytest.raises(InvalidTerms) as caught:
        quote(until=date(2026, 1, 4))

    assert str(caught.value) == (
        "until 2026-01-04 is before on 2026-01-05: check the order of the dates"
    )


def test_a_quote_names_its_source() -> None:
    with pytest.raises(InvalidTerms) as caught:
        FxQuote(base=EUR, quote=USD, rate="1.25", on=START, source=" ")

    assert str(caught.value) == "source is ' ': say where the rate was read"
