"""A loan (prêt) is one debt leg, and refuses terms that lend nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from strategies import Terms, debts

terms = debts().map(lambda each: Loan(**each))

DUE = date(2012, 2, 29)
PLAIN: Terms = {
    "principal": Money(1_000, XOF),
    "disbursed_on": date(2011, 12, 31),
    "rate": Rate.parse("5 %"),
    "repayment": Repayment(dues=(OnDates((DUE,)),)),
}


@given(debts())
def test_it_is_the_debt_leg_of_its_terms(each: Terms) -> None:
    assert Loan(**each).legs() == (debt_leg(**each),)


@pytest.mark.parametrize("minor", [0, -1])
def test_a_principal_that_is_not_positive_is_refused(minor: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Loan(**{**PLAIN, "principal": Money(minor, XOF)})

    assert str(caught.value) == f"principal is {minor} XOF: lend a positive amount"
    assert (caught.value.field, caught.value.value) == ("principal", Money(minor, XOF))


def test_a_negative_rate_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Loan(**{**PLAIN, "rate": Rate.parse("-0.5 %")})

    assert str(caught.value) == "rate is -0.5 %: use 0 % or more"
    assert (caught.value.field, caught.value.value) == ("rate", Rate(-50_000))


@pytest.mark.parametrize("on", [DUE, date(2012, 3, 1)])
def test_a_first_due_that_is_not_after_disbursement_is_refused(on: Any) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Loan(**{**PLAIN, "disbursed_on": on})

    assert str(caught.value) == (
        f"first due 2012-02-29 is not after disbursed_on {on}: check the order of the dates"
    )
    assert (caught.value.field, caught.value.value) == ("repayment.dues", DUE)


def test_it_ranks_with_ordinary_creditors() -> None:
    assert Loan.legal_rank is Rank.SENIOR


def test_a_cap_on_return_in_another_currency_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Loan(**PLAIN, clauses=Clauses(cap_on_return=Money(5, EUR)))

    assert str(caught.value) == (
        "cap_on_return is 0.05 EUR but the instrument is in XOF: use one currency"
    )
    assert (caught.value.field, caught.value.value) == ("clauses.cap_on_return", Money(5, EUR))
