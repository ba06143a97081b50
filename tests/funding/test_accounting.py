"""Entries are balanced to the unit, or they are refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.accounting import (
    Entry,
    EntryKind,
    EntryLine,
    Journal,
    balances,
    credit,
    debit,
)
from investisens.funding.chart import Account
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money

BANK = Account(number="521", name="Banks", name_fr="Banques")
PRESS = Account(number="241", name="Machines", name_fr="Matériel")
positive = st.integers(1, 10**12)


def entry(*lines: EntryLine, piece: str = "E1 U1") -> Entry:
    return Entry(
        kind=EntryKind.SETTLEMENT,
        on=date(2010, 7, 20),
        journal=Journal.BANK,
        piece=piece,
        lines=lines,
    )


@given(st.lists(positive, min_size=1), st.sampled_from([XOF, EUR]))
def test_an_entry_in_balance_is_taken(amounts: list[int], currency: Currency) -> None:
    lines = [debit(PRESS, Money(minor, currency), "Press") for minor in amounts]
    made = entry(*lines, credit(BANK, Money(sum(amounts), currency), "Press"))

    assert made.debit == made.credit == Money(sum(amounts), currency)
    assert balances([made]) == {"241": made.debit, "521": -made.credit}


@given(positive, positive.map(lambda minor: minor + 10**12))
def test_an_entry_out_of_balance_names_the_difference(low: int, high: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        entry(debit(PRESS, Money(high, XOF), "Press"), credit(BANK, Money(low, XOF), "Press"))

    assert str(caught.value) == (
        f"the entry 'E1 U1' of 2010-07-20 has {high} XOF of debit and {low} XOF of credit: "
        f"{high - low} XOF of credit is missing"
    )
    assert caught.value.value == Money(high - low, XOF)


def test_a_lack_of_debit_is_told_as_such() -> None:
    with pytest.raises(InvalidTerms) as caught:
        entry(debit(PRESS, Money(995, EUR), "Press"), credit(BANK, Money(1_000, EUR), "Press"))

    assert str(caught.value) == (
        "the entry 'E1 U1' of 2010-07-20 has 9.95 EUR of debit and 10.00 EUR of credit: "
        "0.05 EUR of debit is missing"
    )


def test_one_line_is_no_entry() -> None:
    with pytest.raises(InvalidTerms) as caught:
        entry(debit(PRESS, Money(5, XOF), "Press"))

    assert str(caught.value) == (
        "the entry 'E1 U1' of 2010-07-20 has 1 line(s): give a debit and a credit"
    )


def test_two_currencies_are_no_entry() -> None:
    with pytest.raises(InvalidTerms) as caught:
        entry(debit(PRESS, Money(5, XOF), "Press"), credit(BANK, Money(5, EUR), "Press"))

    assert str(caught.value) == (
        "the entry 'E1 U1' of 2010-07-20 is in EUR and XOF: use one currency"
    )


def test_an_entry_has_a_piece() -> None:
    with pytest.raises(InvalidTerms) as caught:
        entry(debit(PRESS, Money(5, XOF), "Press"), credit(BANK, Money(5, XOF), "Press"), piece=" ")

    assert str(caught.value) == "piece is ' ': name the paper that proves the entry"


@pytest.mark.parametrize(("left", "right"), [(0, 0), (5, 5), (-5, 0), (0, -5)])
def test_a_line_is_a_debit_or_a_credit(left: int, right: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        EntryLine(account=BANK, label="Press", debit=Money(left, XOF), credit=Money(right, XOF))

    assert str(caught.value) == (
        f"account 521 has {left} XOF of debit and {right} XOF of credit: give one of them, above "
        "0, and the other as 0 in its currency"
    )
