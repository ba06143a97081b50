"""An honour loan (prêt d'honneur): to a person, without interest or security, within limits.

Practice of the French networks (verified secondary): EUR 1,000 to 80,000, up to 90,000 in some of
them; 1 to 7 years; a deferral of up to 18 months.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, run_contract
from investisens.engine.schedule import schedule
from investisens.instruments.agreed import Indexation, RateReset, RateStep
from investisens.instruments.amortisation import Amortisation
from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.honour_loan import HonourLoan
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import Every, OnDates
from strategies import debts

MONTH = Period(months=1)


def monthly(count: int, deferred: int, start: date, **more: Any) -> Repayment:
    dues = Every(first=MONTH.date_after(start, 1), every=MONTH, count=count)
    return Repayment(dues=(dues,), interest_only_dues=deferred, **more)


@st.composite
def within_limits(draw: st.DrawFn) -> HonourLoan:
    """In euros since the limits are held: every amount, term and deferral that they allow."""
    start = draw(st.dates(date(2026, 1, 1), date(2040, 12, 31)))
    count = draw(st.integers(12, 84))
    extended = draw(st.booleans())
    return HonourLoan(
        borrower="Awa Dossou",
        principal=Money(draw(st.integers(1_000_00, 90_000_00 if extended else 80_000_00)), EUR),
        disbursed_on=start,
        repayment=monthly(count, draw(st.integers(0, min(18, count - 1))), start),
        extended_limit=extended,
    )


def elsewhere() -> st.SearchStrategy[HonourLoan]:
    """In francs, for which no limit is held."""
    return debts(money=st.just(XOF)).map(
        lambda each: HonourLoan(
            borrower="Koffi Adjovi",
            principal=each["principal"],
            disbursed_on=each["disbursed_on"],
            repayment=each["repayment"],
        )
    )


terms = within_limits() | elsewhere()

START = date(2026, 1, 15)
LOAN = HonourLoan(
    borrower="Awa Dossou",
    principal=Money(20_000_00, EUR),
    disbursed_on=START,
    repayment=monthly(60, 12, START),
)
SOURCE = "creer-entreprendre.fr, keobiz.fr; first day not found; verified secondary"


@given(terms)
def test_it_is_a_loan_without_interest(loan: HonourLoan) -> None:
    plain = Loan(
        principal=loan.principal,
        disbursed_on=loan.disbursed_on,
        rate=Rate(0),
        repayment=loan.repayment,
    )

    assert loan.legs() == plain.legs()


@given(terms)
def test_what_was_lent_comes_back_and_nothing_else(loan: HonourLoan) -> None:
    flows = run_contract(Contract(id="H1", legs=loan.legs())).flows
    moved = {(kind, amount) for _, kind, amount in flows if kind is not FlowKind.PRINCIPAL}

    assert moved == {(FlowKind.DISBURSEMENT, loan.principal.minor)}
    assert loan.principal.minor == sum(
        amount for _, kind, amount in flows if kind is FlowKind.PRINCIPAL
    )


def test_ph_01_a_year_of_deferral_then_48_equal_months() -> None:
    """Oracle PH-01's loan: 20 000 EUR, 0 %, 12 months of deferral, 48 monthly repayments.

    By hand: 20 000 / 48 = 416.666..., rounded down 416.66; the last takes 20 000 - 47 x 416.66.
    """
    down = Rounding(principal=RoundingMode.DOWN)
    loan = attrs.evolve(LOAN, repayment=monthly(60, 12, START, rounding=down))
    rows = schedule(loan.legs()[0]).rows

    assert [row.total for row in rows] == [0] * 12 + [416_66] * 47 + [416_98]
    assert (rows[12].due_on, rows[-1].due_on) == (date(2027, 2, 15), date(2031, 1, 15))


def test_it_ranks_with_ordinary_creditors() -> None:
    assert LOAN.legal_rank is Rank.SENIOR


# Limits.


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"principal": Money(999_99, EUR)},
            "principal is 999.99 EUR but an honour loan takes at least 1000.00 EUR "
            f"(honour_loan.amount.min on 2026-01-15: {SOURCE}): stay within that limit",
            "principal",
        ),
        (
            {"principal": Money(80_000_01, EUR)},
            "principal is 80000.01 EUR but an honour loan takes at most 80000.00 EUR "
            f"(honour_loan.amount.max on 2026-01-15: {SOURCE}): stay within that limit",
            "principal",
        ),
        (
            {"principal": Money(90_000_01, EUR), "extended_limit": True},
            "principal is 90000.01 EUR but an honour loan takes at most 90000.00 EUR "
            f"(honour_loan.amount.max_some_networks on 2026-01-15: {SOURCE}): stay within that "
            "limit",
            "principal",
        ),
        (
            {"repayment": monthly(11, 0, START)},
            "the last due is 2026-12-15, 11 months after payment, but an honour loan takes at "
            f"least 12 months (honour_loan.years.min on 2026-01-15: {SOURCE}): stay within that "
            "limit",
            "repayment.dues",
        ),
        (
            {"repayment": monthly(85, 0, START)},
            "the last due is 2033-02-15, 85 months after payment, but an honour loan takes at most "
            f"84 months (honour_loan.years.max on 2026-01-15: {SOURCE}): stay within that limit",
            "repayment.dues",
        ),
        (
            {"repayment": monthly(60, 19, START)},
            "principal is deferred until 2027-08-15, 19 months after payment, but an honour loan "
            "takes a deferral of at most 18 months (honour_loan.deferral_max on 2026-01-15: "
            f"{SOURCE}): stay within that limit",
            "repayment.interest_only_dues",
        ),
        (
            {"repayment": monthly(36, 0, START, amortisation=Amortisation.BULLET)},
            "principal is deferred until 2028-12-15, 35 months after payment, but an honour loan "
            "takes a deferral of at most 18 months (honour_loan.deferral_max on 2026-01-15: "
            f"{SOURCE}): stay within that limit",
            "repayment.interest_only_dues",
        ),
        (
            {"repayment": Repayment(dues=(OnDates((date(2028, 1, 15),)),))},
            "principal is deferred until 2028-01-15, 24 months after payment, but an honour loan "
            "takes a deferral of at most 18 months (honour_loan.deferral_max on 2026-01-15: "
            f"{SOURCE}): stay within that limit",
            "repayment.interest_only_dues",
        ),
    ],
)
def test_a_loan_outside_the_limits_is_refused_with_the_rule(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LOAN, **changes)

    assert str(caught.value) == message
    assert caught.value.field == field


def test_the_limits_themselves_are_accepted() -> None:
    """1 000 and 80 000 EUR, or 90 000 in some networks; 1 and 7 years; 18 months."""
    attrs.evolve(LOAN, principal=Money(1_000_00, EUR))
    attrs.evolve(LOAN, principal=Money(80_000_00, EUR))
    attrs.evolve(LOAN, principal=Money(90_000_00, EUR), extended_limit=True)
    attrs.evolve(LOAN, repayment=monthly(12, 0, START))
    attrs.evolve(LOAN, repayment=monthly(84, 18, START))


def test_a_year_is_counted_in_calendar_months() -> None:
    """Paid out on 31 January, twelve dues on the 28th end on 28 January of the next year."""
    attrs.evolve(LOAN, disbursed_on=date(2026, 1, 31), repayment=monthly(12, 0, date(2026, 1, 31)))


def test_no_limit_is_held_for_another_currency_or_an_earlier_day() -> None:
    attrs.evolve(LOAN, principal=Money(500, XOF))
    attrs.evolve(LOAN, disbursed_on=date(2020, 1, 15), repayment=monthly(120, 0, START))


# What it is not.


PRACTICE = "creer-entreprendre.fr, keobiz.fr; verified secondary"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate_steps", (RateStep(on=date(2027, 1, 1), rate=Rate.parse("1 %")),)),
        ("resets", (RateReset(on=date(2027, 1, 1), index="EURIBOR", fixed_on=date(2027, 1, 1)),)),
        ("indexations", (Indexation(on=date(2027, 1, 1)),)),
    ],
)
def test_anything_that_it_would_bear_is_refused(name: str, value: Any) -> None:
    more: Any = {name: value}

    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LOAN, repayment=attrs.evolve(LOAN.repayment, **more))

    assert str(caught.value) == (
        f"{name} is given but an honour loan bears no interest ({PRACTICE}): leave it out"
    )
    assert (caught.value.field, caught.value.value) == (f"repayment.{name}", value)


def test_a_security_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LOAN, clauses=Clauses(rank=Rank.SECURED))

    assert str(caught.value) == (
        f"rank is secured but an honour loan has no security ({PRACTICE}): leave it out"
    )
    assert caught.value.field == "clauses.rank"


def test_a_loan_to_nobody_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LOAN, borrower=" ")

    assert str(caught.value) == (
        "borrower is empty: an honour loan is made to a person, give the name"
    )


def test_a_cap_on_return_in_another_currency_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LOAN, clauses=Clauses(cap_on_return=Money(0, XOF)))

    assert str(caught.value) == (
        "cap_on_return is 0 XOF but the instrument is in EUR: use one currency"
    )
