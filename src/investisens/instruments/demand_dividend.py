"""Demand dividend (dividende à la demande): repayment from free cash flow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.result_share import ResultShare, check_result_share, result_share_legs
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rounding import Rounding


@attrs.frozen(kw_only=True, field_transformer=checked)
class DemandDividend:
    """Amount repaid by a share of free cash flow after a holiday (dividende à la demande).

    Nothing is due during the holiday; what the enterprise earns in it is never shared. Then each
    period pays a share of its free cash flow until a multiple of the amount is reached. What is
    paid brings the amount back first; only what comes after it is a return.

    Attributes:
        principal: Paid out on *disbursed_on*, > 0.
        disbursed_on: The day it is paid out.
        holiday_until: Last day of the holiday, the last of a month, not before *disbursed_on*; the
            first period starts on the day after.
        payments: Share, periods, multiple, limits, last day.
        measure: The result that is shared, by month or by year.
        rounding: How a payment, and the multiple, become whole amounts (``interest``).
        clauses: Rank, covenants, cap on return.

    Source: contract, after the practice of impact funds (millersocent.org, steward-ownership.com:
    verified secondary). No text of law was found.

    Raises:
        InvalidTerms: The amount is not positive, a limit is in another currency, or a day is out
            of order.

    >>> from fractions import Fraction
    >>> from investisens import Period, Rate, RestAtStop, XOF
    >>> dividend = DemandDividend(
    ...     principal=Money(5_000_000, XOF), disbursed_on=date(2024, 7, 1),
    ...     holiday_until=date(2025, 12, 31),
    ...     payments=ResultShare(share=Rate.parse("40 %"), every=Period(months=12),
    ...                          total_multiple=Fraction(2), stops_on=date(2032, 6, 30),
    ...                          rest=RestAtStop.GIVEN_UP, paid_after_days=90))
    >>> _, share = dividend.legs()
    >>> print(share.windows[0], share.windows[0].paid_on, share.cap_total)
    2026 2027-03-31 10000000 XOF
    """

    kind: ClassVar[str] = "demand_dividend"
    legal_rank: ClassVar[Rank] = Rank.SENIOR

    principal: Money
    disbursed_on: date
    holiday_until: date
    payments: ResultShare
    measure: str = "free_cash_flow"
    rounding: Rounding = Rounding()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        if self.holiday_until < self.disbursed_on:
            raise InvalidTerms(
                f"holiday_until {self.holiday_until} is before disbursed_on {self.disbursed_on}: "
                "check the order of the dates",
                field="holiday_until",
                value=self.holiday_until,
            )
        if self.first_on.day != 1:
            raise InvalidTerms(
                f"holiday_until is {self.holiday_until}: results are known by month, give the "
                "last day of one",
                field="holiday_until",
                value=self.holiday_until,
            )
        check_result_share(self.principal, self.disbursed_on, self.first_on, self.payments)
        check_clauses(self.clauses, self.principal.currency)

    @property
    def first_on(self) -> date:
        """First day of the first period that counts."""
        return self.holiday_until + timedelta(days=1)

    def legs(self) -> tuple[DebtLeg, ParticipationLeg]:
        """The amount without interest, and the share of free cash flow that repays it."""
        return result_share_legs(
            self.principal,
            self.disbursed_on,
            self.first_on,
            self.measure,
            self.payments,
            self.rounding,
        )
