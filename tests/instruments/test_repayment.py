"""Terms of repayment become steps, or say why they cannot."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from investisens.values.steps import (
    CapitaliseInterest,
    FixLevel,
    FixShare,
    PayInterest,
    RepayLevel,
    RepayRest,
    RepayShare,
    Step,
)
from strategies import Terms, debts

START = date(2011, 1, 31)
A, B, C, D = (date(2011, month, 28) for month in (2, 4, 6, 8))
DUES = (OnDates((A, B)), OnDates((C, D)))


def steps(amortisation: Amortisation, capitalised: int = 0, interest_only: int = 0) -> list[Step]:
    terms = Repayment(
        dues=DUES,
        amortisation=amortisation,
        capitalised_dues=capitalised,
        interest_only_dues=interest_only,
    )
    return list(debt_leg(Money(100, XOF), START, Rate(0), terms).plan.steps)


LAST = [RepayRest(D), PayInterest(D)]


def test_rules_of_dues_follow_each_other() -> None:
    assert Repayment(dues=DUES).due_dates == (A, B, C, D)


def test_a_bullet_pays_interest_at_each_due_and_the_rest_at_the_last() -> None:
    assert steps(Amortisation.BULLET, capitalised=1) == [
        CapitaliseInterest(A),
        PayInterest(B),
        PayInterest(C),
        *LAST,
    ]


def test_constant_principal_fixes_its_part_at_the_first_due_that_repays() -> None:
    assert steps(Amortisation.CONSTANT_PRINCIPAL, capitalised=1, interest_only=1) == [
        CapitaliseInterest(A),
        PayInterest(B),
        FixShare(C, 2),
        RepayShare(C),
        PayInterest(C),
        *LAST,
    ]


def test_a_level_payment_is_fixed_where_its_first_period_starts() -> None:
    repaid = [RepayLevel(C), PayInterest(C), *LAST]

    assert steps(Amortisation.LEVEL_PAYMENT)[0] == FixLevel(START, 4)
    assert steps(Amortisation.LEVEL_PAYMENT, interest_only=2) == [
        PayInterest(A),
        PayInterest(B),
        FixLevel(B, 2),
        *repaid,
    ]


@pytest.mark.parametrize("amortisation", Amortisation)
def test_one_due_that_repays_needs_no_instalment(amortisation: Amortisation) -> None:
    assert steps(amortisation, interest_only=3)[3:] == LAST


@given(debts())
def test_the_same_terms_share_one_plan(terms: Terms) -> None:
    """A hundred thousand loans of one product keep one list of steps."""
    assert debt_leg(**terms).plan is debt_leg(**terms).plan


@pytest.mark.parametrize("name", ["capitalised_dues", "interest_only_dues"])
def test_a_negative_count_is_refused(name: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Repayment(dues=DUES, **{name: -1})  # type: ignore[arg-type]

    assert str(caught.value) == f"{name} is -1: use 0 or a positive number of dues"
    assert (caught.value.field, caught.value.value) == (name, -1)


@pytest.mark.parametrize(
    ("capitalised", "interest_only", "name", "count"),
    [
        (4, 0, "capitalised_dues", 4),
        (0, 4, "interest_only_dues", 4),
        (3, 1, "interest_only_dues", 1),
        (9, 0, "capitalised_dues", 9),
    ],
)
def test_a_deferral_of_every_due_is_refused(
    capitalised: int, interest_only: int, name: str, count: int
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Repayment(dues=DUES, capitalised_dues=capitalised, interest_only_dues=interest_only)

    assert str(caught.value) == (
        f"{name} is {count} but the debt has 4 dues: leave at least one to repay principal"
    )
    assert (caught.value.field, caught.value.value) == (name, count)


def test_a_deferral_of_the_only_due_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Repayment(dues=(OnDates((A,)),), interest_only_dues=1)

    assert str(caught.value) == (
        "interest_only_dues is 1 but the debt has 1 due: leave at least one to repay principal"
    )


def test_dues_are_needed() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Repayment(dues=())

    assert str(caught.value) == "rules is empty: give one schedule rule or more"
