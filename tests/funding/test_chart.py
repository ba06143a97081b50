"""Charts of accounts: dated numbers, one name each, and accounts that replace them."""

from __future__ import annotations

from datetime import date

import pytest

from investisens.funding.chart import Account, Books, Chart
from investisens.legal.dated import Status
from investisens.legal.parameters import names, parameter
from investisens.values.errors import InvalidTerms, MissingData

NOW = date(2026, 6, 30)
CHARTS = [Chart(books=books) for books in Books]


def accounts(chart: Chart, on: date) -> dict[str, Account]:
    """Every account of a chart, by its name in it."""
    prefix = f"accounts.{chart.books.value}."
    return {
        name.removeprefix(prefix): chart.account(name.removeprefix(prefix), on=on)
        for name in names()
        if name.startswith(prefix) and ".classes." not in name
    }


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.books.value)
class TestEveryChart:
    @pytest.mark.parametrize("on", [date(2010, 5, 1), date(2018, 1, 1), NOW])
    def test_one_number_has_one_name(self, chart: Chart, on: date) -> None:
        """A FEC gives each account one name."""
        known: dict[str, set[str]] = {}
        for account in accounts(chart, on).values():
            known.setdefault(account.number, set()).add(account.name_fr)

        assert [number for number, held in known.items() if len(held) > 1] == []

    def test_names_are_said_in_both_languages(self, chart: Chart) -> None:
        assert all(each.name and each.name_fr for each in accounts(chart, NOW).values())

    def test_a_number_holds_three_digits_at_least(self, chart: Chart) -> None:
        """What the FEC asks for; SYSCOHADA's 14 stands for the account that was credited."""
        short = {name for name, each in accounts(chart, NOW).items() if len(each.number) < 3}

        assert short <= {"grant_released"}
        assert len(chart.released(NOW).number) >= 3

    def test_what_no_source_supports_is_marked(self, chart: Chart) -> None:
        """Only the accounts of a grant were read about."""
        read = {
            name
            for name in accounts(chart, NOW)
            if parameter(f"accounts.{chart.books.value}.{name}").at(NOW).status
            is not Status.UNVERIFIED
        }

        assert read <= {
            *("grant", "grant_other", "grant_released", "grant_income"),
            *("receivable_state", "receivable_international"),
        }


def test_charges_and_income_are_known_by_their_class() -> None:
    """SYSCOHADA holds those out of ordinary activity in class 8, where France is off balance."""
    sale = Account(number="822", name="Sale", name_fr="Cession")
    west, french = CHARTS

    assert west.holds_result(sale, NOW) and not french.holds_result(sale, NOW)


def test_both_books_have_the_same_accounts() -> None:
    west, french = (set(accounts(chart, NOW)) for chart in CHARTS)

    assert west == french


def test_the_plan_of_the_day_holds() -> None:
    """Release of a grant: 865 before 2018, 799 since; in France 777, then 747 from 2025."""
    west, french = CHARTS

    assert [
        west.account("grant_income", on=date(year, 12, 31)).number for year in (2017, 2018)
    ] == [
        "865",
        "799",
    ]
    assert [
        french.account("grant_income", on=date(year, 12, 31)).number for year in (2024, 2025)
    ] == ["777", "747"]


def test_a_number_of_the_enterprise_replaces_that_of_the_plan() -> None:
    chart = Chart(books=Books.SYSCOHADA, numbers={"sources.current_account": "1641"})

    assert chart.account("sources.current_account", on=NOW) == Account(
        number="1641", name="Shareholders, current accounts", name_fr="Associés, comptes courants"
    )


def test_an_account_that_no_plan_has_is_refused() -> None:
    with pytest.raises(MissingData) as caught:
        Chart(books=Books.PCG, numbers={"trade.bnk": "512"})

    assert str(caught.value) == (
        "no legal parameter 'accounts.pcg.trade.bnk': did you mean 'accounts.pcg.trade.bank'?"
    )


@pytest.mark.parametrize("number", ["", "51 2", "5a", "0512", "٥١٢"])
def test_a_number_is_made_of_digits(number: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Chart(books=Books.PCG, numbers={"trade.bank": number})

    assert str(caught.value) == (
        f"number is {number!r}: write the digits of an account, such as '521'"
    )
