"""Shareholder current account (compte courant d'associé)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.amortisation import Amortisation
from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.early_end import ended
from investisens.instruments.repaying_days import repaying_days
from investisens.instruments.repayment import Repayment, check_disbursement, debt_leg
from investisens.instruments.repayment_options import given
from investisens.legal.account_interest import (
    DeductibleInterest,
    deductible_cap,
    deductible_interest,
)
from investisens.values.checking import checked
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.happenings import Happening, HappeningKind, first_of
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.steps import PayInterest, Plan, RepayRest

_LONGEST_NOTICE = 3_650
_UNEVEN = ("free_dues", "rate_steps", "resets", "base_fixed_on", "indexations")
"""Options with which interest is not one rate on what is owed."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class ShareholderAccount:
    """Money lent by a shareholder, blocked or callable on notice (compte courant d'associé).

    It comes back on its dues. Where the holder may call it, a notice (``HappeningKind.NOTICE``)
    ends it: all that is owed is repaid, with interest up to that day, *notice_days* later.

    Attributes:
        principal: Paid out on *disbursed_on*, > 0.
        disbursed_on: The day interest starts to run, before the first due.
        rate: Yearly rate, simple, on outstanding principal.
        repayment: Dues, amortisation, deferral, day count and rounding.
        blocked_until: No principal comes back before this day, on a due or after notice; ``None``
            where the dues alone say it (convention de blocage).
        notice_days: Days from a notice to repayment, 0 to 3,650; ``None`` where the holder cannot
            call the account.
        open_ended: Whether principal waits for a notice, so that the last due pays interest
            alone; for a bullet repayment with *notice_days*.
        clauses: Rank, covenants, cap on return.

    Source: agreement between shareholder and enterprise; subordination is a rank of *clauses*.
    France caps what the enterprise may deduct, not the rate: CGI, article 39-1-3° (verified
    secondary), see :meth:`deductible`. For Benin no cap was found.

    Raises:
        InvalidTerms: The debt is refused as a loan would be, principal comes back while the
            account is blocked, or an account without a term cannot be called.

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
    knows: ClassVar[frozenset[HappeningKind]] = frozenset({HappeningKind.NOTICE})
    legal_rank: ClassVar[Rank] = Rank.SENIOR

    principal: Money
    disbursed_on: date
    rate: Rate
    repayment: Repayment
    blocked_until: date | None = None
    notice_days: int | None = None
    open_ended: bool = False
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        check_disbursement(self.principal, self.disbursed_on, self.rate, self.repayment)
        check_clauses(self.clauses, self.principal.currency)
        self._check_notice()
        if self.open_ended:
            self._check_open_ended()
        if self.blocked_until is not None:
            self._check_blocked(self.blocked_until)

    def legs(self) -> tuple[DebtLeg]:
        """One debt leg."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[DebtLeg]:
        """The leg once the holder has given notice, if it has; the first notice counts.

        Raises:
            InvalidTerms: The account cannot be called, or not so that it is repaid on that day.
        """
        leg = debt_leg(self.principal, self.disbursed_on, self.rate, self.repayment)
        if self.open_ended:
            kept = tuple(step for step in leg.plan.steps if not isinstance(step, RepayRest))
            leg = attrs.evolve(leg, plan=Plan(kept))
        notice = first_of(happenings, HappeningKind.NOTICE)
        if notice is None:
            return (leg,)
        on = self._called_on(notice)
        return (ended(leg, on, RepayRest(on), PayInterest(on)),)

    def deductible(
        self, interest: Money, first: date, last: date, *, on: date, paid_up: bool = True
    ) -> DeductibleInterest:
        """What the enterprise may deduct of the interest of a financial year, taxed in France.

        Args:
            interest: Charged for the year.
            first: First day of the year, the first of a month.
            last: Last day of it, the last of a month.
            on: Day of the question, see :func:`investisens.legal.account_interest.deductible_cap`.
            paid_up: Whether the capital of the enterprise is fully paid up.

        Raises:
            NotSupported: Interest is not one rate on what is owed.
            InvalidTerms: The year is not made of whole months.
            MissingData: A rate that has been published is not held.
        """
        uneven = [name for name, _ in given(self.repayment) if name in _UNEVEN]
        if uneven or self.repayment.amortisation is Amortisation.FLAT:
            found = f"{uneven[0]} is given" if uneven else "amortisation is flat"
            raise NotSupported(
                f"{found}: interest is not one rate on what is owed, split the year and use "
                "deductible_interest for each part",
                field=f"repayment.{uneven[0] if uneven else 'amortisation'}",
            )
        cap = deductible_cap(first, last, on=on)
        rounding = self.repayment.rounding
        return deductible_interest(interest, self.rate, cap, paid_up=paid_up, rounding=rounding)

    def _called_on(self, notice: Happening) -> date:
        """The day of repayment after a notice."""
        if self.notice_days is None:
            raise InvalidTerms(
                f"notice was given on {notice.on} but the holder cannot call the account: give "
                "notice_days, or leave the notice out",
                field="notice_days",
                value=None,
            )
        on = Period(days=1).date_after(notice.on, self.notice_days)
        self._check_called(on, f"the notice of {notice.on} would repay the account on {on}")
        return on

    def _check_called(self, on: date, found: str) -> None:
        """Repayment after notice comes once the account is open, and while it runs."""
        last = self.repayment.due_dates[-1]
        if self.blocked_until is not None and on < self.blocked_until:
            reason = f"but it is blocked until {self.blocked_until}: give notice later"
        elif on <= self.disbursed_on:
            reason = f"but it is paid out on {self.disbursed_on}: give notice later"
        elif on > last and not self.open_ended:
            reason = f"but its last due is {last}: nothing is left to call, leave the notice out"
        else:
            return
        raise InvalidTerms(f"{found} {reason}", field="on", value=on)

    def _check_notice(self) -> None:
        if self.notice_days is not None and not 0 <= self.notice_days <= _LONGEST_NOTICE:
            raise InvalidTerms(
                f"notice_days is {self.notice_days}: use 0 to {_LONGEST_NOTICE:,} days",
                field="notice_days",
                value=self.notice_days,
            )

    def _check_open_ended(self) -> None:
        if self.notice_days is None:
            raise InvalidTerms(
                "open_ended is True but notice_days is not given: nothing would ever repay the "
                "account, give the days of notice",
                field="notice_days",
                value=None,
            )
        if self.repayment.amortisation is not Amortisation.BULLET:
            raise InvalidTerms(
                f"open_ended is True but amortisation is {self.repayment.amortisation.value}: use "
                "bullet, whose principal waits for the notice",
                field="repayment.amortisation",
                value=self.repayment.amortisation,
            )

    def _check_blocked(self, until: date) -> None:
        if until <= self.disbursed_on:
            raise InvalidTerms(
                f"blocked_until {until} is not after disbursed_on {self.disbursed_on}: check the "
                "order of the dates",
                field="blocked_until",
                value=until,
            )
        (leg,) = self.legs()
        first = next(repaying_days(leg.plan), None)
        if first is not None and first < until:
            raise InvalidTerms(
                f"principal comes back on {first} but the account is blocked until {until}: give "
                "later dues, or more of them that pay interest alone",
                field="blocked_until",
                value=until,
            )
