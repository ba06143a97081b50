"""Equipment loan (prêt d'équipement)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.repayment import Repayment, check_disbursement, debt_leg
from investisens.values.checking import checked
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate


@attrs.frozen(kw_only=True, field_transformer=checked)
class Loan:
    """Loan at a fixed rate, repaid on the dues of its terms (prêt).

    Attributes:
        principal: Paid out on *disbursed_on*, > 0.
        disbursed_on: The day interest starts to run, before the first due.
        rate: Yearly rate, simple, on outstanding principal.
        repayment: Dues, amortisation, deferral, day count and rounding.
        clauses: Rank, covenants, cap on return.

    Source: contract; interest before principal as in article 1343-1 of the French Code civil.

    Raises:
        InvalidTerms: The principal is not positive, the rate is negative, the first due is not
            after disbursement, or the cap on return is in another currency.

    >>> from investisens import Every, Period, XOF, schedule
    >>> loan = Loan(principal=Money(1_200_000, XOF), disbursed_on=date(2024, 1, 31),
    ...             rate=Rate.parse("6 %"), repayment=Repayment(
    ...                 dues=(Every(first=date(2024, 2, 29), every=Period(months=1), count=12,
    ...                             month_end=True),)))
    >>> schedule(loan.legs()[0]).rows[0].principal
    100000
    """

    kind: ClassVar[str] = "loan"
    legal_rank: ClassVar[Rank] = Rank.SENIOR

    principal: Money
    disbursed_on: date
    rate: Rate
    repayment: Repayment
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        check_disbursement(self.principal, self.disbursed_on, self.rate, self.repayment)
        check_clauses(self.clauses, self.principal.currency)

    def legs(self) -> tuple[DebtLeg]:
        """One debt leg."""
        return (debt_leg(self.principal, self.disbursed_on, self.rate, self.repayment),)
