"""A financial year opens with what the years before left, and only with that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booked_plans import BookedPlan, booked_plans
from investisens.funding.accounting import Entry, EntryKind, Journal, balances, credit, debit
from investisens.funding.chart import Books, Chart
from investisens.funding.financial_year import financial_year
from investisens.funding.plan_entries import entries_of
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money

CHARTS = [Chart(books=books) for books in Books]
LATE = date(2026, 1, 1)


def year_of(entries: tuple[Entry, ...], chart: Chart, year: int) -> tuple[Entry, ...]:
    return financial_year(entries, chart, first=date(year, 1, 1), last=date(year, 12, 31))


@given(booked_plans(), st.sampled_from(CHARTS), st.integers(2009, 2033))
def test_a_balance_sheet_goes_on_from_year_to_year(
    made: BookedPlan, chart: Chart, year: int
) -> None:
    """What stands at the end of a year is the same whether the books were opened again or not."""
    entries = entries_of(made.plan, made.execution, chart)
    carried = {chart.account(f"carried.{end}", on=LATE).number for end in ("profit", "loss")}
    reopened = balances(year_of(entries, chart, year))
    straight = balances(each for each in entries if each.on <= date(year, 12, 31))
    results = {
        line.account.number
        for entry in entries
        for line in entry.lines
        if chart.holds_result(line.account, LATE)
    }
    numbers = (set(reopened) | set(straight)) - results - carried

    for number in numbers:
        assert _minor(reopened, number) == _minor(straight, number)


@given(booked_plans(), st.sampled_from(CHARTS), st.integers(2009, 2033))
def test_charges_and_income_are_those_of_the_year(
    made: BookedPlan, chart: Chart, year: int
) -> None:
    entries = entries_of(made.plan, made.execution, chart)
    found = year_of(entries, chart, year)
    own = tuple(each for each in entries if each.on.year == year)

    assert [each for each in found if each.kind is not EntryKind.OPENING] == list(own)
    for entry in found:
        if entry.kind is EntryKind.OPENING:
            assert not any(chart.holds_result(line.account, LATE) for line in entry.lines)


def test_a_profit_is_carried_on_the_right() -> None:
    """By hand: income of 9 and a charge of 5 leave a profit of 4 beside 4 in the bank."""
    chart, day = CHARTS[0], date(2018, 12, 31)
    bank, income, charge = (
        chart.account(name, on=day)
        for name in ("trade.bank", "result.operating_grant", "result.purchases")
    )
    nine, five = Money(9, XOF), Money(5, XOF)
    entries = [
        Entry(kind=EntryKind.RECEIPT, on=day, journal=Journal.BANK, piece="A",
              lines=(debit(bank, nine, "A"), credit(income, nine, "A"))),
        Entry(kind=EntryKind.SETTLEMENT, on=day, journal=Journal.BANK, piece="B",
              lines=(debit(charge, five, "B"), credit(bank, five, "B"))),
    ]  # fmt: skip
    (opening,) = financial_year(entries, chart, first=date(2019, 1, 1), last=date(2019, 12, 31))

    assert (opening.journal, opening.on, opening.piece) == (
        Journal.OPENING,
        date(2019, 1, 1),
        "AN 2019-01-01",
    )
    assert [(line.account.number, (line.debit - line.credit).minor) for line in opening.lines] == [
        ("121", -4),
        ("521", 4),
    ]


def test_a_first_year_has_no_opening() -> None:
    assert financial_year((), CHARTS[0], first=date(2019, 1, 1), last=date(2019, 12, 31)) == ()


def test_a_year_ends_after_it_starts() -> None:
    with pytest.raises(InvalidTerms) as caught:
        financial_year((), CHARTS[0], first=date(2019, 1, 2), last=date(2019, 1, 1))

    assert str(caught.value) == (
        "last 2019-01-01 is before first 2019-01-02: check the order of the dates"
    )


def _minor(held: Mapping[str, Money], number: str) -> int:
    found = held.get(number)
    return found.minor if found is not None else 0
