"""The nine enterprises of the example, in the books of each."""

from __future__ import annotations

from datetime import date

import pytest

from golden import rows_of
from investisens import Fund, funding_plan
from investisens.funding.accounting import EntryKind, balances
from investisens.funding.chart import Books, Chart
from investisens.funding.plan_entries import entries_of
from investisens.portfolio.plan_books import execution_of
from investisens.values.currency import XOF
from investisens.values.money import Money, total

ENTERPRISES = [f"E{number}" for number in range(1, 10)]
GRANTS = ("REGION", "COMMUNE")


@pytest.mark.parametrize("enterprise", ENTERPRISES)
@pytest.mark.parametrize("books", Books)
class TestEveryEnterprise:
    def test_interest_is_that_of_the_schedule(
        self, collines: Fund, enterprise: str, books: Books
    ) -> None:
        """`schedules.csv`: the sum of interest of the enterprise's debt, L1 of E1 and so on.

        E4's first due is capitalised: a charge all the same.
        """
        chart = Chart(books=books)
        plan = funding_plan(collines, enterprise)
        made = entries_of(plan, execution_of(collines, plan), chart)
        contract = enterprise.replace("E", "L")
        due = sum(
            int(row["interest_xof"])
            for row in rows_of("collines/schedules.csv")
            if row["instrument_id"] == contract
        )
        charged = sum(
            (line.debit - line.credit).minor
            for entry in made
            if entry.kind is EntryKind.INSTALMENT
            for line in entry.lines
            if chart.holds_result(line.account, entry.on)
        )

        assert charged == due

    def test_grants_are_those_of_the_plan(
        self, collines: Fund, enterprise: str, books: Books
    ) -> None:
        """`sources_by_enterprise.csv`: the grants of the Region and the communes."""
        plan = funding_plan(collines, enterprise)
        made = entries_of(plan, execution_of(collines, plan), Chart(books=books))
        (row,) = (
            row
            for row in rows_of("collines/sources_by_enterprise.csv")
            if row["enterprise_id"] == enterprise
        )
        notified = total(
            (each.debit for each in made if each.kind is EntryKind.GRANT_NOTIFIED), XOF
        )

        assert notified == Money(sum(int(row[name]) for name in GRANTS), XOF)

    def test_a_whole_life_leaves_no_grant(
        self, collines: Fund, enterprise: str, books: Books
    ) -> None:
        chart = Chart(books=books)
        plan = funding_plan(collines, enterprise)
        held = balances(entries_of(plan, execution_of(collines, plan), chart))

        for name in ("grant", "receivable_state"):
            assert not held.get(chart.account(name, on=date(2018, 1, 1)).number)


def test_the_first_year_of_the_honey_house(collines: Fund) -> None:
    """E1 on 31 December 2010, by hand.

    Received: 2,450,000 of the Region in advance (70 % of 3,500,000), 750,000 of shares, 4,250,000
    on current account, 450,000 and 100,000 of the entrepreneur, 1,000,000 of the MFI, 1,050,000 of
    the Region: 10,050,000, all spent on hives, honey house and tricycle. Written down: hives
    5,400,000 × 6 / 72 = 450,000; honey house 3,200,000 × 4 / 120 = 106,667; tricycle 1,450,000 × 5
    / 60 = 120,833. Released of the grant: 2,200,000 × 6 / 72 = 183,333 and 1,300,000 × 4 / 120 =
    43,333. Working capital has no day: 950,000 and 1,000,000 stay promised.
    """
    plan = funding_plan(collines, "E1")
    made = entries_of(
        plan,
        execution_of(collines, plan),
        Chart(books=Books.SYSCOHADA),
        on=date(2010, 12, 31),
    )

    assert {number: amount.minor for number, amount in balances(made).items() if amount} == {
        "101": -750_000,
        "141": -3_500_000 + 183_333 + 43_333,
        "168": -1_000_000,
        "241": 10_050_000,
        "2841": -450_000 - 106_667 - 120_833,
        "462": -4_250_000 - 550_000,
        "6813": 677_500,
        "865": -226_666,
        "901": 1_950_000,
        "911": -1_950_000,
    }
