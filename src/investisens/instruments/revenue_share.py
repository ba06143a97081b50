"""Royalty on turnover (financement sur chiffre d'affaires, redevance)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.result_share import ResultShare, check_result_share, result_share_legs
from investisens.legal.citing import cited
from investisens.legal.parameters import parameter
from investisens.values.checking import checked
from investisens.values.errors import Finding, InvalidTerms, Severity
from investisens.values.legs import DebtLeg, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rounding import Rounding


@attrs.frozen(kw_only=True, field_transformer=checked)
class RevenueShare:
    """Amount repaid by a share of turnover, up to a multiple (financement sur chiffre d'affaires).

    What is paid brings the amount back first; only what comes after it is a return. The rate of
    return depends on the pace of turnover: print the internal rate of the flows.

    Attributes:
        principal: Amount advanced on *disbursed_on*, > 0.
        disbursed_on: The day it is paid out, before the first payment.
        first_on: First day of the first period that counts, the first of a month.
        payments: Share, periods, multiple, limits, last day.
        measure: The result that is shared, by month.
        rounding: How a payment, and the multiple, become whole amounts (``interest``).
        clauses: Rank, covenants, cap on return.

    Source: contract. No text of law was found; the usual multiples are
    ``royalty.multiple.low`` and ``royalty.multiple.high`` (smartbusinessfunder.com: verified
    secondary), outside which :meth:`notes` says so. If it is a loan in disguise, its cost stands
    under the ceiling of usury.

    Raises:
        InvalidTerms: The amount is not positive, a limit is in another currency, or a day is out
            of order.

    >>> from fractions import Fraction
    >>> from investisens import Period, Rate, RestAtStop, XOF
    >>> royalty = RevenueShare(
    ...     principal=Money(100_000, XOF), disbursed_on=date(2025, 1, 1), first_on=date(2025, 1, 1),
    ...     payments=ResultShare(share=Rate.parse("6 %"), every=Period(months=1),
    ...                          total_multiple=Fraction("1.2"), stops_on=date(2028, 12, 31),
    ...                          rest=RestAtStop.TOTAL_DUE))
    >>> _, share = royalty.legs()
    >>> print(share.cap_total, len(share.windows), royalty.notes())
    120000 XOF 48 ()
    """

    kind: ClassVar[str] = "revenue_share"
    legal_rank: ClassVar[Rank] = Rank.SENIOR

    principal: Money
    disbursed_on: date
    first_on: date
    payments: ResultShare
    measure: str = "turnover"
    rounding: Rounding = Rounding()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        if self.first_on.day != 1:
            raise InvalidTerms(
                f"first_on is {self.first_on}: results are known by month, give the first day of "
                "one",
                field="first_on",
                value=self.first_on,
            )
        check_result_share(self.principal, self.disbursed_on, self.first_on, self.payments)
        check_clauses(self.clauses, self.principal.currency)

    def legs(self) -> tuple[DebtLeg, ParticipationLeg]:
        """The amount without interest, and the share of turnover that repays it."""
        return result_share_legs(
            self.principal,
            self.disbursed_on,
            self.first_on,
            self.measure,
            self.payments,
            self.rounding,
        )

    def notes(self) -> tuple[Finding, ...]:
        """A multiple outside the usual range, where one is known for the day of payment."""
        multiple = self.payments.total_multiple
        names = ("royalty.multiple.low", "royalty.multiple.high")
        low, high = (parameter(name).find(self.disbursed_on) for name in names)
        if low is None or high is None or low.value <= multiple <= high.value:
            return ()
        name = names[multiple > high.value]
        return (
            Finding(
                where="payments.total_multiple",
                found=f"{self.payments.total(self.principal, self.rounding)} for {self.principal}",
                expected=f"a usual multiple of the amount, {low.text} to {high.text}",
                remedy="it is not refused: look at the internal rate of the flows",
                severity=Severity.WARNING,
                rule=cited(name, on=self.disbursed_on),
            ),
        )
