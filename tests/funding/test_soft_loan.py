"""Soft loans: what each profile pays, and the terms that are refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from investisens.engine.discount import Exact, exact_amount
from investisens.funding.soft_loan import Profile, SoftLoan
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from soft_loans import INSTALMENTS, PERIODIC, soft_loans


def loan(**terms: Any) -> SoftLoan:
    usual = {"face": Money(1_200, XOF), "rate": Rate.parse("10 %"), "maturity_months": 36}
    return SoftLoan(**{**usual, **terms})


def paid(of: SoftLoan) -> list[tuple[Fraction | int, Exact]]:
    return [(years, exact_amount(amount)) for years, amount in of.payments()]


@given(soft_loans())
def test_principal_repaid_is_the_face(of: SoftLoan) -> None:
    assert sum(of.principals()) == of.face.minor
    assert len(of.principals()) == len(of.balances()) == of.periods


@given(soft_loans(PERIODIC))
def test_each_payment_is_principal_and_interest_on_the_balance(of: SoftLoan) -> None:
    rate = of.rate.fraction / of.payments_per_year
    rows = zip(of.payments(), of.balances(), of.principals(), strict=True)

    for (_, payment), balance, principal in rows:
        assert payment == balance * rate + principal


@given(soft_loans((Profile.ANNUITY,)))
def test_level_payments_are_level(of: SoftLoan) -> None:
    repaying = [payment for (_, payment), due in zip(paid(of), of.principals(), strict=True) if due]

    assert len(set(repaying)) == 1


@given(soft_loans(INSTALMENTS))
def test_no_principal_is_repaid_before_the_first_repayment(of: SoftLoan) -> None:
    step = 12 // of.payments_per_year
    assert of.first_repayment_months is not None

    before = of.first_repayment_months // step - 1
    assert not any(of.principals()[:before])
    assert all(of.principals()[before:])


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, [(1, 520), (2, 480), (3, 440)]),
        ({"profile": Profile.BULLET}, [(1, 120), (2, 120), (3, 1_320)]),
        ({"profile": Profile.SIMPLE}, [(3, 1_560)]),
        ({"profile": Profile.COMPOUNDED}, [(3, Fraction("1597.2"))]),
        ({"first_repayment_months": 24}, [(1, 120), (2, 720), (3, 660)]),
        ({"first_repayment_months": 24, "grace_rate": Rate(0)}, [(1, 0), (2, 720), (3, 660)]),
        ({"fee": Rate.parse("1 %"), "rate": Rate(0)}, [(0, 12), (1, 400), (2, 400), (3, 400)]),
    ],
)
def test_the_payments_of_small_loans_are_those_of_a_hand(
    terms: dict[str, Any], expected: list[tuple[int, Any]]
) -> None:
    """1,200 francs over three years at 10 %: by hand, 10 % of 1,200, 800 and 400, and so on."""
    assert paid(loan(**terms)) == expected


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"face": Money(0, XOF)}, "face is 0 XOF: give a positive amount"),
        ({"rate": Rate(-1)}, "rate is -0.00001 %: use 0 % or more"),
        ({"grace_rate": Rate(-1)}, "grace_rate is -0.00001 %: use 0 % or more"),
        ({"fee": Rate.parse("101 %")}, "fee is 101 %: use a share between 0 % and 100 %"),
        ({"payments_per_year": 5}, "payments_per_year is 5: use a divisor of 12"),
        (
            {"maturity_months": 33, "payments_per_year": 2},
            "maturity_months is 33: with 2 payments a year use a multiple of 6, 6 or more",
        ),
        (
            {"first_repayment_months": 0},
            "first_repayment_months is 0: with 1 payments a year use a multiple of 12, 12 or more",
        ),
        (
            {"first_repayment_months": 48},
            "first_repayment_months is 48 but maturity_months is 36: repay first at maturity at "
            "the latest",
        ),
        (
            {"first_repayment_months": 12, "profile": Profile.BULLET},
            "the profile is 'bullet', which has no grace: leave first_repayment_months and "
            "grace_rate out",
        ),
    ],
)
def test_terms_that_contradict_themselves_are_refused(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        loan(**terms)

    assert str(caught.value) == message
    assert caught.value.field in {*terms, "first_repayment_months"}
