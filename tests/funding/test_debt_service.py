"""Debt service: a contract's own schedule, and what is to be expected of an advance."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.schedule import schedule
from investisens.funding.debt_service import DebtService, expected_service, service_of
from investisens.funding.grant_element import grant_element
from investisens.instruments.loan import Loan
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidAmount, InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from strategies import loans

GRANT = DebtService(draws=((0, Money(6_000_000, XOF)),))


@given(loans(most=12))
def test_a_schedule_keeps_its_francs(loan: Loan) -> None:
    rows = schedule(loan.legs()[0])

    service = service_of(rows, loan.disbursed_on, loan.principal)
    paid = sum(amount.minor for _, amount in service.payments if isinstance(amount, Money))
    assert (service.face, paid) == (loan.principal, rows.total.minor)


@given(loans(most=12), st.integers(0, 10**6))
def test_a_fee_at_the_start_is_paid_at_once(loan: Loan, minor: int) -> None:
    rows, fee = schedule(loan.legs()[0]), Money(minor, loan.principal.currency)

    service = service_of(rows, loan.disbursed_on, loan.principal, fee)
    plain = service_of(rows, loan.disbursed_on, loan.principal)
    assert sorted(service.payments) == sorted(plain.payments + ((Fraction(0), fee),) * bool(fee))


@given(st.fractions(min_value=0, max_value=1))
def test_expected_gains_are_those_of_the_outcomes(chance: Fraction) -> None:
    """The grant element is linear: an expected debt service has the expected grant element."""
    success = DebtService(draws=GRANT.draws, payments=((3, 3_000_000), (6, 3_000_000)))
    rate = Rate.parse("9 %")

    expected = expected_service([(chance, success), (1 - chance, GRANT)])
    shares = (grant_element(each, rate).share for each in (success, GRANT))
    assert grant_element(expected, rate).share == sum(
        part * share for part, share in zip((chance, 1 - chance), shares, strict=True)
    )


@pytest.mark.parametrize("chances", [(Fraction(1, 2),), (Fraction(3, 2), Fraction(-1, 2)), ()])
def test_probabilities_add_up_to_one(chances: tuple[Fraction, ...]) -> None:
    with pytest.raises(InvalidTerms) as caught:
        expected_service([(chance, GRANT) for chance in chances])

    assert str(caught.value) == (
        f"the probabilities of the outcomes add up to {sum(chances)}: give each outcome's, 0 or "
        "more, so that they add up to 1"
    )


def test_what_is_drawn_does_not_depend_on_success() -> None:
    other = DebtService(draws=((0, Money(1, XOF)),))

    with pytest.raises(InvalidTerms) as caught:
        expected_service([(Fraction(1, 2), GRANT), (Fraction(1, 2), other)])
    assert str(caught.value) == (
        "the outcomes draw different amounts: what is drawn cannot depend on success"
    )


@pytest.mark.parametrize("draws", [(), ((0, Money(0, EUR)),)])
def test_nothing_drawn_has_no_grant_element(draws: Any) -> None:
    with pytest.raises(InvalidTerms) as caught:
        DebtService(draws=draws)

    assert str(caught.value) == "draws is empty: a grant element needs a sum received"


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(InvalidAmount) as caught:
        DebtService(draws=GRANT.draws, payments=((1, -5),))

    assert str(caught.value) == "the payment at 1 years is -5: give amounts of 0 or more"
    assert (caught.value.field, caught.value.value) == ("payments", -5)


def test_half_a_year_is_one_half_whatever_its_days() -> None:
    """From 1 January 2001 to 1 July 2001 there are 181 days, and six months."""
    from investisens.engine.schedule import Instalment, RepaymentSchedule

    row = Instalment(date(2001, 7, 1), 1_000, 0, 0, 1_000, 0)
    rows = RepaymentSchedule(currency=XOF, rows=(row,))

    service = service_of(rows, date(2001, 1, 1), Money(1_000, XOF))
    assert service.payments == ((Fraction(1, 2), Money(1_000, XOF)),)
