"""The example fund, whole: counts and rows retyped from the case it tells."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from investisens.folder import check_folder, read_fund
from investisens.funding.agreements import Document
from investisens.instruments.equipment_pledge import EquipmentPledge
from investisens.instruments.guarantee import Guarantee
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import ParticipatingLoan
from investisens.instruments.shareholder_account import ShareholderAccount
from investisens.portfolio.fund import Fund
from investisens.values.currency import EUR, XOF
from investisens.values.dates import YearDay
from investisens.values.daycount import DayCount
from investisens.values.money import Money, Remainder, total
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.shares import ShareEventKind

COLLINES = Path(__file__).parents[2] / "examples" / "collines"


@pytest.fixture(scope="module")
def fund() -> Fund:
    return read_fund(COLLINES)


def test_nothing_is_wrong_with_it() -> None:
    assert check_folder(COLLINES) == ()


def test_every_row_of_the_case_is_there(fund: Fund) -> None:
    """Counted in the tables that the case was told in."""
    counts = {
        name: len(getattr(fund, name))
        for name in (
            *("positions", "amendments", "sources", "grants", "fx", "enterprises", "investors"),
            *("calls", "payments", "events", "results", "costs", "distributions", "uses"),
            *("allocations", "invoices", "debts", "indicators", "overlaps", "facts"),
        )
    }

    assert counts == {
        **{"positions": 19, "amendments": 1, "sources": 10, "grants": 1, "fx": 1},
        **{"enterprises": 9, "investors": 18, "calls": 54, "payments": 121, "events": 13},
        **{"results": 13, "costs": 7, "distributions": 2, "uses": 36, "allocations": 84},
        **{"invoices": 19, "debts": 7, "indicators": 45, "overlaps": 4, "facts": 9},
    }


def test_the_terms_of_the_fund_are_the_conventions_of_the_case(fund: Fund) -> None:
    terms, fee = fund.terms, fund.management_fee

    assert (terms.currency, terms.share_price) == (XOF, Money(10_000, XOF))
    assert (terms.as_of, terms.remainder) == (date(2016, 12, 31), Remainder.HEAVIEST)
    assert fee is not None
    assert (fee.rate, fee.months(2010), fee.months(2016)) == (Rate.parse("2 %"), 7, 12)
    assert fee.paid_on == YearDay(12, 31)
    assert fund.fx[0].rate == Fraction(655_957, 1_000)
    assert fund.plan_rules.public_share_of_item == fund.plan_rules.holding_below
    assert fund.plan_rules.holding_below == Rate.parse("50 %")
    assert fund.grants[0].ceiling == Money(30_000_000, XOF)
    assert (fund.grants[0].agreed_on, fund.grants[0].advance) == (
        date(2010, 5, 1),
        Rate.parse("70 %"),
    )


def test_kinds_are_those_of_the_case(fund: Fund) -> None:
    kinds = Counter(type(each.instrument) for each in fund.positions)

    debts = {ShareholderAccount: 5, ParticipatingLoan: 3, Loan: 1}
    assert kinds == {**debts, OrdinaryShares: 8, EquipmentPledge: 1, Guarantee: 1}


@pytest.mark.parametrize(
    ("name", "principal", "rate", "first", "last", "count", "interest_only"),
    [
        ("L1", 4_250_000, "5 %", date(2011, 2, 28), date(2016, 4, 30), 12, 2),
        ("L2", 3_600_000, "4 %", date(2011, 8, 31), date(2015, 8, 31), 9, 1),
        ("L3", 4_700_000, "5 %", date(2011, 7, 31), date(2015, 11, 30), 10, 2),
        ("L4", 2_500_000, "6 %", date(2011, 3, 31), date(2014, 3, 31), 13, 0),
        ("L5", 2_900_000, "5.5 %", date(2010, 10, 31), date(2015, 2, 28), 50, 2),
        ("L6", 6_000_000, "4 %", date(2011, 1, 31), date(2015, 4, 30), 10, 2),
        ("L7", 4_400_000, "5 %", date(2011, 3, 31), date(2015, 9, 30), 19, 3),
        ("L8", 3_900_000, "5 %", date(2011, 5, 31), date(2016, 5, 31), 11, 1),
        ("L9", 5_200_000, "4 %", date(2011, 6, 30), date(2016, 10, 31), 12, 2),
    ],
)
def test_a_debt_has_the_terms_that_were_signed(
    fund: Fund,
    name: str,
    principal: int,
    rate: str,
    first: date,
    last: date,
    count: int,
    interest_only: int,
) -> None:
    terms = fund.position(name).instrument
    assert isinstance(terms, Loan | ShareholderAccount | ParticipatingLoan)
    days = terms.repayment.due_dates

    assert (terms.principal, terms.rate) == (Money(principal, XOF), Rate.parse(rate))
    assert (days[0], days[-1], len(days)) == (first, last, count)
    assert terms.repayment.interest_only_dues == interest_only
    assert terms.repayment.capitalised_dues == (1 if name == "L4" else 0)
    assert terms.repayment.day_count is DayCount.ACT_365F
    assert terms.repayment.rounding == Rounding(
        interest=RoundingMode.HALF_UP, principal=RoundingMode.DOWN
    )


def test_participations_are_eight_per_cent_of_profit_within_three_of_principal(fund: Fund) -> None:
    for name, last_year in (("L2", 2014), ("L6", 2014), ("L9", 2015)):
        terms = fund.position(name).instrument
        assert isinstance(terms, ParticipatingLoan)
        variable = terms.participation
        assert (variable.share, variable.cap_of_principal) == (
            Rate.parse("8 %"),
            Rate.parse("3 %"),
        )
        assert (variable.first_year, variable.last_year) == (2011, last_year)
        assert (variable.paid_on, variable.measure) == (YearDay(6, 30), "net_profit")


def test_the_rescheduling_of_l3_is_an_amendment(fund: Fund) -> None:
    amendment = fund.amendments[0]
    assert isinstance(amendment.instrument, ShareholderAccount)

    assert (amendment.position, amendment.on) == ("L3", date(2013, 3, 15))
    assert amendment.capitalised == Money(103_253, XOF)
    assert amendment.instrument.principal == Money(4_141_473 + 103_253, XOF)
    assert amendment.instrument.rate == Rate.parse("4 %")
    assert amendment.instrument.repayment.due_dates[0] == date(2013, 7, 31)
    assert amendment.instrument.repayment.due_dates[-1] == date(2017, 11, 30)


def test_what_was_paid_out_is_the_cash_of_the_first_year(fund: Fund) -> None:
    """2010: 6,850,000 in shares, 37,450,000 in debt, 46,242,000 of capital paid in."""
    terms = [each.instrument for each in fund.positions]
    shares = [each.cost for each in terms if isinstance(each, OrdinaryShares)]
    debts = [
        each.principal
        for each in terms
        if isinstance(each, ShareholderAccount | ParticipatingLoan | Loan)
    ]
    paid = [each.amount for each in fund.calls if each.paid_on and each.paid_on.year == 2010]

    assert total(shares, XOF) == Money(6_850_000, XOF)
    assert total(debts, XOF) == Money(37_450_000, XOF)
    assert total(paid, XOF) == Money(46_242_000, XOF)


def test_late_and_unpaid_calls_are_kept(fund: Fund) -> None:
    """FR08 pays its second call 60 days late; BJ05 never pays the third."""
    by_name = {(each.call, each.investor): each for each in fund.calls}
    late = by_name["C2", "FR08"]

    assert late.paid_on is not None
    assert (late.paid_on - late.called_on).days == 60
    assert late.wired == Money(119_520, EUR)
    assert by_name["C3", "BJ05"].paid_on is None
    assert sum(each.paid_on is None for each in fund.calls) == 1


def test_payments_keep_their_words(fund: Fund) -> None:
    first, recovery = fund.payments[0], fund.payments[66]

    assert (first.id, first.received_on, first.position) == ("P001", date(2010, 11, 1), "L5")
    assert (first.amount, first.channel) == (Money(39_766, XOF), "CLCAM_DEPOSIT")
    assert (recovery.id, recovery.reference) == ("P067", "recovery")


def test_the_failure_of_e5_writes_off_its_shares_and_its_account(fund: Fund) -> None:
    gone = [each for each in fund.events if each.event is ShareEventKind.WRITE_OFF]

    assert [(each.position, each.on, each.shares) for each in gone] == [
        ("Q5", date(2013, 12, 31), 60),
        ("L5", date(2013, 12, 31), None),
    ]


def test_a_revaluation_states_the_value_kept(fund: Fund) -> None:
    """Q3 and Q7 are impaired to 5,000 and 6,000 francs a share; Q8 is held at its cost."""
    kept = {
        each.position: each.per_share
        for each in fund.events
        if each.event is ShareEventKind.REVALUATION
    }

    assert kept == {"Q3": Money(5_000, XOF), "Q7": Money(6_000, XOF), "Q8": Money(10_000, XOF)}


def test_invoices_keep_their_own_currency_and_kind(fund: Fund) -> None:
    by_name = {each.id: each for each in fund.invoices}

    assert by_name["F12"].amount == Money.of("7317.55", EUR)
    assert by_name["F09"].document is Document.PRO_FORMA


def test_sources_of_the_plan_add_up_to_the_case(fund: Fund) -> None:
    """Region 30,000,000, communes 1,300,000, the whole plan 115,200,000."""
    by_source = {
        name: total((each.amount for each in fund.allocations if each.source == name), XOF).minor
        for name in ("REGION", "COMMUNE")
    }

    assert by_source == {"REGION": 30_000_000, "COMMUNE": 1_300_000}
    assert total((each.amount for each in fund.allocations), XOF) == Money(115_200_000, XOF)
    assert total((each.cost for each in fund.uses), XOF) == Money(115_200_000, XOF)


def test_an_enterprise_keeps_its_season_and_leader(fund: Fund) -> None:
    cashew = fund.enterprises[8]

    assert (cashew.id, cashew.woman_led, cashew.founded) == ("E9", True, date(2010, 10, 18))
    assert cashew.season == ("cashew harvest Jan-May (fact, Glazoue thesis); kernels sold Jun-Oct")


def test_reading_loads_no_numpy() -> None:
    script = (
        "import sys; from investisens.folder import read_fund;"
        f"read_fund({str(COLLINES)!r});"
        "print({'numpy', 'sqlite_utils', 'click', 'babel', 'rich', 'tomlkit'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )

    assert run.stdout == "set()\n"


def test_reading_writes_nothing(fund: Fund) -> None:
    before = {path: path.stat().st_mtime_ns for path in COLLINES.rglob("*")}

    read_fund(COLLINES)

    assert {path: path.stat().st_mtime_ns for path in COLLINES.rglob("*")} == before
