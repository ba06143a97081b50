"""Shareholder current account (compte courant d'associé)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.repayment import Repayment, check_disbursement, debt_leg
from investisens.values.checking import checked
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate


@attrs.frozen(kw_only=True, field_transformer=checked)
class ShareholderAccount:
    """Money lent by a shareholder, blocked until its dues (compte courant d'associé bloqué).

    Attributes:
        principal: Paid out on *disbursed_on*, > 0.
        disbursed_on: The day interest starts to run, before the first due.
        rate: Yearly rate, simple, on outstanding principal.
        repayment: Dues, amortisation, deferral, day count and rounding.

    Source: blocking agreement between shareholder and enterprise (convention de blocage).

    Raises:
        InvalidTerms: The principal is not positive, the rate is negative, or the first due is
            not after disbursement.

    >>> from investisens import OnDates, XOF, schedule
    >>> account = ShareholderAccount(
    ...     principal=Money(4_250_000, XOF), disbursed_on=date(2010, 6, 15),
    ...     rate=Rate.parse("5 %"),
    ...     repayment=Repayment(dues=(OnDates((date(2011, 2, 28), date(2012, 2, 28))),),
    ...                         interest_only_dues=1))
    >>> schedule(account.legs()[0]).rows[0].interest
    150205
    """

    kind: ClassVar[str] = "shareholder_account"

    principal: Money
    disbursed_on: date
    rate: Rate
    repayment: Repayment

    def __attrs_post_init__(self) -> None:
        check_disbursement(self.principal, self.disbursed_on, self.rate, self.repayment)

    def legs(self) -> tuple[DebtLeg]:
        """One debt leg."""
        return (debt_leg(self.principal, self.disbursed_on, self.rate, self.repayment),)
