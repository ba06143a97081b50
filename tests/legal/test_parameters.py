"""Legal numbers are dated, sourced, and read strictly."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.legal.fx import parity
from investisens.legal.parameters import (
    DatedValue,
    Parameter,
    Status,
    names,
    parameter,
    table,
    value,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money
from investisens.values.rounding import RoundingMode

EURO = date(1999, 1, 1)
TODAY = date(2026, 6, 30)


def dated(start: date, text: str = "1", until: date | None = None) -> DatedValue:
    return DatedValue(
        start=start, text=text, source="invented", status=Status.UNVERIFIED, until=until
    )


def through_time(*values: DatedValue) -> Parameter:
    return Parameter(
        name="tax.vat", unit="fraction", jurisdiction="Benin", description="VAT", values=values
    )


# Lookup by day.


@given(st.sets(st.integers(0, 4_000), min_size=1), st.integers(-100, 4_100))
def test_the_value_of_a_day_is_the_latest_not_after_it(starts: set[int], day: int) -> None:
    found = through_time(*[dated(EURO + timedelta(n), str(n)) for n in sorted(starts)])
    past = [n for n in starts if n <= day]

    if past:
        assert found.at(EURO + timedelta(day)).value == max(past)
    else:
        with pytest.raises(MissingData):
            found.at(EURO + timedelta(day))


def test_there_is_no_value_before_the_first_date() -> None:
    with pytest.raises(MissingData) as caught:
        value("fx.eur_xof", on=date(1998, 12, 31))

    assert str(caught.value) == (
        "fx.eur_xof has no value on 1998-12-31: the first one holds from 1999-01-01"
    )


def test_there_is_no_value_after_the_end_of_the_latest() -> None:
    found = through_time(dated(EURO, until=date(2001, 12, 31)))

    assert found.at(date(2001, 12, 31)).start == EURO
    with pytest.raises(MissingData) as caught:
        found.at(date(2002, 1, 1))
    assert str(caught.value) == (
        "tax.vat has no value on 2002-01-01: the one from 1999-01-01 ended on 2001-12-31"
    )


def test_a_value_may_hold_one_day_only() -> None:
    assert through_time(dated(EURO, "7", until=EURO)).at(EURO).value == 7


def test_a_day_must_be_given() -> None:
    with pytest.raises(TypeError, match="on"):
        value("fx.eur_xof")  # type: ignore[call-arg]


def test_an_unknown_name_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(MissingData) as caught:
        parameter("fx.eur_xaf")

    assert str(caught.value) == "no legal parameter 'fx.eur_xaf': did you mean 'fx.eur_xof'?"


def test_a_strange_name_is_answered_with_the_list() -> None:
    with pytest.raises(MissingData) as caught:
        parameter("?")

    assert str(caught.value) == "no legal parameter '?': see names() for the list"


@given(st.sets(st.integers(0, 4_000), min_size=1), st.integers(4_001, 5_000))
def test_a_future_value_changes_no_past_one(starts: set[int], later: int) -> None:
    """Invariant 38."""
    values = [dated(EURO + timedelta(n), str(n)) for n in sorted(starts)]
    before = through_time(*values)
    after = through_time(*values, dated(EURO + timedelta(later), "7"))

    for day in range(0, 4_001, 97):
        assert after.find(EURO + timedelta(day)) == before.find(EURO + timedelta(day))


def test_a_day_without_a_value_can_be_asked_about() -> None:
    found = through_time(dated(EURO, until=date(2001, 12, 31)))

    assert found.find(date(1998, 12, 31)) is None
    assert found.find(date(2002, 1, 1)) is None
    assert found.find(EURO) == found.at(EURO)


# Tables.


def test_a_table_gives_the_numbers_of_one_rule_by_key() -> None:
    assert dict(table("eu.gber.intensity", on=TODAY)) == {
        "small": Fraction(1, 5),
        "medium": Fraction(1, 10),
    }


def test_a_number_is_the_same_alone_and_in_its_table() -> None:
    for name in names():
        prefix, _, key = name.rpartition(".")
        day = parameter(name).values[-1].start
        siblings = [each for each in names() if each.rpartition(".")[0] == prefix]
        if all(parameter(each).find(day) for each in siblings):
            assert table(prefix, on=day)[key] == value(name, on=day)


def test_a_table_before_its_first_date_has_no_value() -> None:
    with pytest.raises(MissingData) as caught:
        table("eu.gber.intensity", on=date(2014, 6, 30))

    assert str(caught.value) == (
        "eu.gber.intensity.small has no value on 2014-06-30: the first one holds from 2014-07-01"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "oda.rates",
            "no table of legal parameters 'oda.rates': did you mean 'oda.rate'?",
        ),
        ("fx.eur_xof", "no table of legal parameters 'fx.eur_xof': see names() for the list"),
        ("?", "no table of legal parameters '?': see names() for the list"),
    ],
)
def test_an_unknown_table_is_refused(name: str, message: str) -> None:
    with pytest.raises(MissingData) as caught:
        table(name, on=TODAY)

    assert str(caught.value) == message


# What ships.


def test_every_parameter_that_ships_has_sourced_values_in_order() -> None:
    assert names() == tuple(sorted(set(names())))
    for name in names():
        found = parameter(name)
        starts = [dated_value.start for dated_value in found.values]
        assert found.name == name
        assert starts == sorted(set(starts))
        assert all(dated_value.source for dated_value in found.values)


class TestParity:
    """1 EUR = 655.957 XOF exactly since 1 January 1999."""

    def test_the_number_follows_from_the_franc(self) -> None:
        """100 francs CFA per French franc, and 6.55957 French francs per euro."""
        assert value("fx.eur_xof", on=TODAY) == 100 * Fraction("6.55957")

    def test_it_starts_with_the_euro(self) -> None:
        assert parameter("fx.eur_xof").values[0].start == EURO

    def test_the_table_of_quotes_carries_the_source_of_the_parameter(self) -> None:
        (quote,) = parity().quotes

        assert quote.source == parameter("fx.eur_xof").at(TODAY).source

    @pytest.mark.parametrize(
        ("euros", "francs"),
        [("100", 65_596), ("0.01", 7), ("1524.49", 1_000_000), ("1000000", 655_957_000)],
    )
    def test_euros_become_francs(self, euros: str, francs: int) -> None:
        """Oracle FX-01."""
        found = parity().convert(Money.of(euros, EUR), XOF, on=TODAY, rounding=RoundingMode.HALF_UP)

        assert found == Money(francs, XOF)

    @pytest.mark.parametrize(
        ("francs", "euros"), [(1_000, "1.52"), (1_000_000, "1524.49"), (1, "0"), (4, "0.01")]
    )
    def test_francs_become_euros(self, francs: int, euros: str) -> None:
        """Oracle FX-02."""
        found = parity().convert(Money(francs, XOF), EUR, on=TODAY, rounding=RoundingMode.HALF_UP)

        assert found == Money.of(euros, EUR)

    @given(st.integers(-(10**15), 10**15))
    def test_cents_come_back_unchanged_and_francs_within_three(self, minor: int) -> None:
        """Oracle FX-03: the franc is the finer grid."""

        def there_and_back(money: Money, through: Money) -> Money:
            rounding = RoundingMode.HALF_UP
            other = parity().convert(money, through.currency, on=TODAY, rounding=rounding)
            return parity().convert(other, money.currency, on=TODAY, rounding=rounding)

        cents, francs = Money(minor, EUR), Money(minor, XOF)
        assert there_and_back(cents, Money.zero(XOF)) == cents
        assert abs(there_and_back(francs, Money.zero(EUR)) - francs) <= Money(3, XOF)


# What a parameter is made of.


def test_a_value_that_outlives_the_next_one_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        through_time(dated(EURO, until=date(2002, 1, 1)), dated(date(2002, 1, 1)))

    assert str(caught.value) == (
        "tax.vat has a value from 2002-01-01 after one that holds on 2002-01-01: "
        "give the values in order of date, without overlap"
    )


def test_a_parameter_without_values_is_refused() -> None:
    with pytest.raises(InvalidTerms, match=r"^tax\.vat has no values: give at least one$"):
        through_time()


def test_a_number_of_the_law_is_a_plain_decimal() -> None:
    with pytest.raises(InvalidTerms) as caught:
        dated(EURO, "14 %")

    assert str(caught.value) == "text is '14 %': write a number such as '0.14'"
