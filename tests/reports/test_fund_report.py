"""The tables of a projection say what the projection says, and add up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.portfolio.parties import CapitalCall, Investor
from investisens.portfolio.projection import project
from investisens.portfolio.records import Cost, Payment
from investisens.reports.fund_report import TABLES, cash_by_month, cash_by_year, fund_report
from investisens.reports.labels import LABELS
from investisens.reports.tables import Table
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates

OPENED = date(2010, 1, 1)
FLOWS = ("call", "equity_investment", "quasi_equity_disbursement", "instrument_receipt")


def small_fund(called: int = 300_000, lent: int = 100_000, currency: Currency = XOF) -> Fund:
    """One loan of one year at 10 %, repaid on its day, and five shares at 10 000."""
    loan = Loan(
        principal=Money(lent, currency),
        disbursed_on=OPENED,
        rate=Rate.parse("10 %"),
        repayment=Repayment(dues=(OnDates((date(2011, 1, 1),)),), amortisation=Amortisation.BULLET),
    )
    shares = OrdinaryShares(shares=5, price=Money(10_000, currency), subscribed_on=OPENED)
    price, amount = Money(10_000, currency), Money(called, currency)
    call = CapitalCall(call="C1", called_on=OPENED, investor="I1", amount=amount, paid_on=OPENED)
    paid = Money(lent + (lent + 5) // 10, currency)
    return Fund(
        terms=FundTerms(
            name="Essai", currency=currency, share_price=price, as_of=date(2011, 6, 30)
        ),
        positions=(
            Position(id="L1", enterprise="E1", instrument=loan),
            Position(id="Q1", enterprise="E1", instrument=shares),
        ),
        investors=(Investor(id="I1", country="FR", commitment=Money(8_000_00, EUR), shares=30),),
        calls=(call,),
        costs=(Cost(paid_on=date(2010, 12, 31), amount=Money(5_000, currency)),),
        payments=(Payment(id="P1", received_on=date(2011, 1, 1), position="L1", amount=paid),),
    )


def closings(table: Table) -> list[int]:
    """Closing cash, period by period."""
    return table.columns["closing_cash"]


@given(st.integers(1, 10**12), st.integers(10, 10**12))
def test_each_closing_is_the_one_before_plus_the_lines(called: int, lent: int) -> None:
    projection = project(small_fund(called, lent))
    for table in (cash_by_year(projection), cash_by_month(projection)):
        balance = 0
        for row in table.rows:
            *lines, closing = row[1:]
            balance += sum(lines)
            assert closing == balance


@given(st.integers(1, 10**12), st.integers(10, 10**12))
def test_months_and_years_end_with_the_same_cash(called: int, lent: int) -> None:
    projection = project(small_fund(called, lent))

    assert closings(cash_by_year(projection))[-1] == closings(cash_by_month(projection))[-1]


def test_cash_of_the_small_fund() -> None:
    """300 000 called, 150 000 invested, 5 000 of costs; 110 000 back a year later."""
    columns = cash_by_year(project(small_fund())).columns

    assert columns["year"] == ["2010", "2011"]
    assert [columns[name] for name in FLOWS] == [
        [300_000, 0],
        [-50_000, 0],
        [-100_000, 0],
        [0, 110_000],
    ]
    assert columns["running_costs"] == [-5_000, 0]
    assert columns["closing_cash"] == [145_000, 255_000]


def test_measures_have_a_row_to_date_and_one_for_the_outlook() -> None:
    """Cash 255 000 and shares 50 000 for 300 000 paid in: 61/60."""
    (table,) = fund_report(project(small_fund()), ["measures"]).tables[:1]

    assert table.columns["basis"] == ["to_date", "outlook"]
    assert table.columns["nav"] == [305_000, 305_000]
    assert table.columns["tvpi"] == [1.01666667, 1.01666667]
    assert table.columns["dpi"] == [0.0, 0.0]


def test_a_report_holds_the_tables_asked_for_and_its_findings() -> None:
    report = fund_report(project(small_fund()), ["positions", "investors"])

    assert [table.name for table in report.tables] == ["positions", "investors", "findings"]
    assert report.facts.columns["fund"] == ["Essai"]


def test_an_investor_keeps_the_currency_of_its_commitment() -> None:
    table = TABLES["investors"](project(small_fund()))

    assert table.columns["commitment"] == [8_000_00]
    assert table.columns["commitment_currency"] == ["EUR"]
    assert table.columns["paid"] == [300_000]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_column_has_its_label(name: str) -> None:
    table = TABLES[name](project(small_fund()))
    report = fund_report(project(small_fund()))
    names = [column.name for column in (*table.header, *report.facts.header)]

    assert f"table.{table.name}" in LABELS
    assert [each for each in names if f"column.{each}" not in LABELS] == []


def test_a_fund_without_flows_has_a_report() -> None:
    empty = Fund(terms=small_fund().terms)
    report = fund_report(project(empty))

    assert report.facts.columns["lowest_cash"] == [0]
    assert report.facts.columns["lowest_cash_on"] == [None]
    assert closings(report.tables[1]) == []


def test_a_fund_in_euros_counts_in_cents() -> None:
    table = cash_by_year(project(small_fund(currency=EUR)))

    assert table.currency == EUR
    assert closings(table) == [145_000, 255_000]
