"""ACTUS moves days by a calendar, not one by one: such terms are refused, not left out."""

from __future__ import annotations

from datetime import date

import pytest

from investisens.actus import dump
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment
from investisens.values.currency import XOF
from investisens.values.errors import NotSupported
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates


def test_days_of_payment_have_no_actus_term() -> None:
    repayment = Repayment(
        dues=(OnDates((date(2026, 10, 31),)),), paid_on=OnDates((date(2026, 11, 2),))
    )
    loan = Loan(
        principal=Money(1_200_000, XOF),
        disbursed_on=date(2026, 9, 30),
        rate=Rate.parse("12 %"),
        repayment=repayment,
    )

    with pytest.raises(NotSupported) as caught:
        dump(loan)

    assert str(caught.value) == (
        "paid_on is given: ACTUS terms move days by a calendar, not one by one"
    )
    assert (caught.value.field, caught.value.value) == ("repayment.paid_on", repayment.paid_on)
