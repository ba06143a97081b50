"""Honour loan (prêt d'honneur)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.interest_free import REMUNERATION, check_without
from investisens.instruments.repaying_days import repaying_days
from investisens.instruments.repayment import Repayment, check_disbursement, debt_leg
from investisens.legal.citing import cited
from investisens.legal.parameters import parameter
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate

_PRACTICE = "creer-entreprendre.fr, keobiz.fr; verified secondary"


@attrs.frozen(kw_only=True, field_transformer=checked)
class HonourLoan:
    """Loan without interest or security to a person, who brings it as equity (prêt d'honneur).

    The person owes it, not the enterprise of the position.

    Attributes:
        borrower: Name of the person.
        principal: Paid out on *disbursed_on*, > 0.
        disbursed_on: The day of payment, before the first due.
        repayment: Dues, amortisation, deferral and rounding.
        extended_limit: Whether the network that lends is one of those that go beyond the usual
            limit, up to ``honour_loan.amount.max_some_networks``.
        clauses: Rank, covenants, cap on return.

    Source: practice of the French networks (creer-entreprendre.fr, keobiz.fr: verified
    secondary): amount, years and deferral are ``honour_loan.amount``, ``honour_loan.years`` and
    ``honour_loan.deferral_max`` on the day of payment, counted in calendar months. They are
    checked for loans in euros, from the first day for which they are held.

    Raises:
        InvalidTerms: The debt is refused as a loan would be, it bears something or has a security,
            or its amount, years or deferral are outside the limits.

    >>> from investisens import EUR, Every, Period
    >>> loan = HonourLoan(
    ...     borrower="Awa Dossou", principal=Money(20_000_00, EUR),
    ...     disbursed_on=date(2026, 1, 15),
    ...     repayment=Repayment(
    ...         dues=(Every(first=date(2026, 2, 15), every=Period(months=1), count=60),),
    ...         interest_only_dues=12))
    >>> len(set(repaying_days(loan.legs()[0].plan)))
    48
    """

    kind: ClassVar[str] = "honour_loan"
    legal_rank: ClassVar[Rank] = Rank.SENIOR

    borrower: str
    principal: Money
    disbursed_on: date
    repayment: Repayment
    extended_limit: bool = False
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        if not self.borrower.strip():
            raise InvalidTerms(
                "borrower is empty: an honour loan is made to a person, give the name",
                field="borrower",
                value=self.borrower,
            )
        check_disbursement(self.principal, self.disbursed_on, Rate(0), self.repayment)
        check_clauses(self.clauses, self.principal.currency)
        reason = f"an honour loan bears no interest ({_PRACTICE})"
        check_without(self.repayment, REMUNERATION, reason)
        if self.clauses.rank is Rank.SECURED:
            raise InvalidTerms(
                f"rank is secured but an honour loan has no security ({_PRACTICE}): leave it out",
                field="clauses.rank",
                value=self.clauses.rank,
            )
        self._check_amount()
        self._check_years()
        self._check_deferral()

    def legs(self) -> tuple[DebtLeg]:
        """One debt leg, at 0 %."""
        return (debt_leg(self.principal, self.disbursed_on, Rate(0), self.repayment),)

    def _limit(self, name: str) -> int | None:
        """A limit of the day of payment, or ``None`` where none is held for this loan."""
        if self.principal.currency.code != parameter("honour_loan.amount.max").unit:
            return None
        known = parameter(name).find(self.disbursed_on)
        return None if known is None else int(known.value)

    def _check_amount(self) -> None:
        least, most = "honour_loan.amount.min", "honour_loan.amount.max"
        if self.extended_limit:
            most = "honour_loan.amount.max_some_networks"
        low, high = self._limit(least), self._limit(most)
        currency, found = self.principal.currency, f"principal is {self.principal}"
        if low is not None and self.principal < Money.of(low, currency):
            expected = f"at least {Money.of(low, currency)}"
            raise self._outside(least, "principal", found, expected)
        if high is not None and self.principal > Money.of(high, currency):
            expected = f"at most {Money.of(high, currency)}"
            raise self._outside(most, "principal", found, expected)

    def _check_years(self) -> None:
        least, most = "honour_loan.years.min", "honour_loan.years.max"
        low, high = self._limit(least), self._limit(most)
        last = self.repayment.due_dates[-1]
        months = self._months(last)
        found = f"the last due is {last}, {months} months after payment,"
        if low is not None and months < 12 * low:
            raise self._outside(least, "repayment.dues", found, f"at least {12 * low} months")
        if high is not None and months > 12 * high:
            raise self._outside(most, "repayment.dues", found, f"at most {12 * high} months")

    def _check_deferral(self) -> None:
        """The deferral ends on the last due before principal comes back, or when it does."""
        name = "honour_loan.deferral_max"
        limit = self._limit(name)
        if limit is None:
            return
        first = next(repaying_days(self.legs()[0].plan))
        ends = max((due for due in self.repayment.due_dates if due < first), default=first)
        months = self._months(ends)
        if months > limit:
            found = f"principal is deferred until {ends}, {months} months after payment,"
            expected = f"a deferral of at most {limit} months"
            raise self._outside(name, "repayment.interest_only_dues", found, expected)

    def _months(self, day: date) -> int:
        """Calendar months from payment to a day, whatever the days of the month."""
        start = self.disbursed_on
        return 12 * (day.year - start.year) + day.month - start.month

    def _outside(self, name: str, field: str, found: str, expected: str) -> InvalidTerms:
        return InvalidTerms(
            f"{found} but an honour loan takes {expected} ({cited(name, on=self.disbursed_on)}): "
            "stay within that limit",
            field=field,
            value=self.principal if field == "principal" else self.repayment.dues,
        )
