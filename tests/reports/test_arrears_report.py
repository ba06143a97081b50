"""The tables of arrears: what is shown to readers, what machines get."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs
import pytest

from investisens.folder import read_fund
from investisens.portfolio.arrears import Reason
from investisens.portfolio.fund import Fund
from investisens.portfolio.quality import Axis
from investisens.reports.arrears_page import arrears_page
from investisens.reports.arrears_report import arrears_output, arrears_report, arrears_text
from investisens.reports.labels import LABELS
from investisens.reports.quality_tables import group_table

ON = date(2012, 12, 31)


@pytest.fixture(scope="module")
def collines() -> Fund:
    """The fund of ``examples/collines``."""
    return read_fund(Path(__file__).parents[2] / "examples" / "collines")


def test_every_reason_has_its_word() -> None:
    assert [each.value for each in Reason if f"late.{each.value}" not in LABELS] == []


def test_every_group_has_its_title() -> None:
    assert [each.value for each in Axis if f"table.by_{each.value}" not in LABELS] == []


def test_advisers_and_restructurings_are_shown_where_there_are_any(collines: Fund) -> None:
    helped = attrs.evolve(
        collines,
        enterprises=tuple(attrs.evolve(each, adviser="Akua") for each in collines.enterprises),
    )
    page = arrears_page(helped, ON)

    assert "Adviser" in arrears_text(page, "en")
    assert "Adviser" not in arrears_text(arrears_page(collines, ON), "en")
    assert "Restructured on" not in arrears_text(page, "en")


def test_a_restructured_debt_that_is_late_again_shows_it(collines: Fund) -> None:
    unpaid = attrs.evolve(
        collines,
        payments=tuple(
            each
            for each in collines.payments
            if not (each.position == "L3" and each.received_on > date(2013, 3, 15))
        ),
    )
    text = arrears_text(arrears_page(unpaid, date(2014, 12, 31)), "en")

    assert "March 15, 2013" in text


def test_groups_hold_their_portfolio_at_risk(collines: Fund) -> None:
    """L5 is the loan of E5 in Glazoue, beside L8 of 3,156,400: 1,957,075 of 5,113,475."""
    rows = group_table(arrears_page(collines, ON), Axis.COMMUNE).columns
    at = rows["commune"].index("Glazoue")

    assert (rows["outstanding_principal"][at], rows["at_risk_30"][at], rows["par_30"][at]) == (
        *(5_113_475, 1_957_075),
        38.3,
    )


def test_csv_is_the_list_of_debts(collines: Fund) -> None:
    page = arrears_page(collines, ON)

    assert (
        arrears_output(page, "csv")
        .splitlines()[0]
        .startswith(
            "contract,outstanding_principal,accrued_interest,overdue,days_past_due,class,enterprise"
        )
    )
    assert len(arrears_report(page).tables[0].rows) == 9
