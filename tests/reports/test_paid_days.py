"""A schedule whose dues are paid on other days says up to which day interest runs."""

from __future__ import annotations

from datetime import date

import pytest

from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment
from investisens.l10n import Language
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.portfolio.parties import Enterprise
from investisens.reports.labels import label
from investisens.reports.render import to_csv
from investisens.reports.schedule_report import schedule_page, schedule_report
from investisens.values.currency import XOF
from investisens.values.daycount import DayCount
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates

DUES = OnDates((date(2026, 9, 30), date(2026, 10, 31)))


def fund(paid_on: OnDates | None) -> Fund:
    """1,200,000 at 12 % on 30E/360: a month costs 1 %; October 31, 2026 is a Saturday."""
    loan = Loan(
        principal=Money(1_200_000, XOF),
        disbursed_on=date(2026, 8, 30),
        rate=Rate.parse("12 %"),
        repayment=Repayment(dues=(DUES,), day_count=DayCount.THIRTY_E_360, paid_on=paid_on),
    )
    return Fund(
        terms=FundTerms(
            name="Test", currency=XOF, share_price=Money(10_000, XOF), as_of=date(2026, 12, 31)
        ),
        enterprises=(Enterprise(id="E", name="E"),),
        positions=(Position(id="L1", enterprise="E", instrument=loan),),
    )


MOVED = fund(OnDates((date(2026, 9, 30), date(2026, 11, 2))))


def test_the_rows_tell_both_days() -> None:
    assert to_csv(schedule_report(MOVED, "L1").tables[0]) == (
        "due_on,interest_to,principal,interest,fees,total,outstanding\n"
        "2026-09-30,2026-09-30,600000,12000,0,612000,600000\n"
        "2026-11-02,2026-10-31,600000,6000,0,606000,0\n"
    )


def test_days_that_the_rows_tell_are_not_told_again() -> None:
    assert schedule_page(MOVED, "L1").terms == ()


@pytest.mark.parametrize("paid_on", [None, DUES])
def test_a_schedule_whose_dues_are_not_moved_has_no_second_day(paid_on: OnDates | None) -> None:
    columns = schedule_report(fund(paid_on), "L1").tables[0].columns

    assert "interest_to" not in columns


@pytest.mark.parametrize(("lang", "words"), [("en", "Interest up to"), ("fr", "Intérêts jusqu'au")])
def test_the_second_day_has_a_heading(lang: Language, words: str) -> None:
    assert label("column.interest_to", lang) == words
