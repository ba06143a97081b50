"""Repayable advance (avance remboursable)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.interest_free import REMUNERATION, check_without
from investisens.instruments.repaying_days import repaying_days
from investisens.instruments.repayment import Repayment, check_disbursement, debt_leg
from investisens.values.checking import checked
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind, first_of
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from investisens.values.schedule import Every
from investisens.values.steps import GiveUp, GiveUpAmount, Plan, RepayRest, Step

_REFUSED = (*REMUNERATION, "fees", "draws", "prepayments")


@attrs.frozen(kw_only=True, field_transformer=checked)
class AfterSuccess:
    """Dues counted from the day of success, in equal parts.

    Attributes:
        first: From success to the first due.
        every: From one due to the next.
        count: Number of dues, 1 to 10,000.
        rounding: How a part becomes a whole amount; the last due takes the rest.

    Raises:
        InvalidTerms: The number of dues is out of its range.

    >>> AfterSuccess(first=Period(months=24), every=Period(months=12), count=4).count
    4
    """

    first: Period
    every: Period
    count: int
    rounding: Rounding = Rounding()

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.count <= 10_000:
            raise InvalidTerms(
                f"count is {self.count}: use 1 to 10,000 dues", field="count", value=self.count
            )

    def repayment(self, succeeded_on: date) -> Repayment:
        """The terms of repayment once success has come on a day."""
        first = self.first.date_after(succeeded_on, 1)
        dues = Every(first=first, every=self.every, count=self.count)
        return Repayment(dues=(dues,), rounding=self.rounding)


@attrs.frozen(kw_only=True, field_transformer=checked)
class OnFailure:
    """What stays due when the project fails.

    Attributes:
        share: Share of the advance, above 0 % and up to 100 %; rounded as an instalment is.
        due_on: Day on which it is due, or ``None``.
        due_after: From failure to the day on which it is due, or ``None``. With neither it is due
            on the day of failure.

    Raises:
        InvalidTerms: A share out of its range, or both ways to tell the day.

    >>> print(OnFailure(share=Rate.parse("20 %"), due_on=date(2014, 1, 1)).share)
    20 %
    """

    share: Rate
    due_on: date | None = None
    due_after: Period | None = None

    def __attrs_post_init__(self) -> None:
        if not 0 < self.share.mbp <= MBP:
            raise InvalidTerms(
                f"share is {self.share}: use a share above 0 % and up to 100 %",
                field="share",
                value=self.share,
            )
        if self.due_on is not None and self.due_after is not None:
            raise InvalidTerms(
                f"due_on is {self.due_on} and due_after is {self.due_after}: give one of them",
                field="due_after",
                value=self.due_after,
            )

    def day(self, failed_on: date) -> date:
        """The day on which the share is due."""
        if self.due_after is not None:
            return self.due_after.date_after(failed_on, 1)
        return self.due_on or failed_on


@attrs.frozen(kw_only=True, field_transformer=checked)
class RepayableAdvance:
    """Advance without interest, due on success alone (avance remboursable).

    Nothing is due, and nothing can be late, until success (``HappeningKind.SUCCEEDED``) or failure
    (``HappeningKind.FAILED``) is recorded. Success makes the dues; on failure the rest is given up
    that day.

    Attributes:
        principal: Paid out on *disbursed_on*, > 0.
        disbursed_on: The day of payment.
        repayment: Dated dues, due on success; or ``None``.
        after_success: Dues counted from success; given where *repayment* is not.
        on_failure: What stays due on failure, or ``None`` where all is given up.
        clauses: Rank, covenants, cap on return.

    Source: contract. GBER, article 5(2)(j): transparent aid within the intensities of its scheme
    (verified secondary); article 7: higher intensity, ``eu.gber.repayable_advance_bonus``
    (unverified).

    Raises:
        InvalidTerms: The debt is refused as a loan would be, it bears something, not exactly one
            kind of dues is given, or the share is due before payment.

    >>> from investisens import XOF
    >>> advance = RepayableAdvance(
    ...     principal=Money(6_000_000, XOF), disbursed_on=date(2011, 1, 1),
    ...     after_success=AfterSuccess(first=Period(months=12), every=Period(months=12), count=4))
    >>> success = Happening(contract="A1", on=date(2013, 1, 1), what=HappeningKind.SUCCEEDED)
    >>> [len(list(repaying_days(advance.legs_after(told)[0].plan))) for told in ((), (success,))]
    [0, 4]
    """

    kind: ClassVar[str] = "repayable_advance"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset(
        {HappeningKind.SUCCEEDED, HappeningKind.FAILED}
    )
    legal_rank: ClassVar[Rank] = Rank.SENIOR

    principal: Money
    disbursed_on: date
    repayment: Repayment | None = None
    after_success: AfterSuccess | None = None
    on_failure: OnFailure | None = None
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        if self.principal.minor <= 0:
            raise InvalidTerms(
                f"principal is {self.principal}: advance a positive amount",
                field="principal",
                value=self.principal,
            )
        dues = self._dues
        if isinstance(dues, Repayment):
            check_without(
                dues, _REFUSED, "a repayable advance is paid out at once and bears nothing"
            )
            check_disbursement(self.principal, self.disbursed_on, Rate(0), dues)
        due_on = None if self.on_failure is None else self.on_failure.due_on
        if due_on is not None and due_on <= self.disbursed_on:
            raise InvalidTerms(
                f"due_on {due_on} is not after disbursed_on {self.disbursed_on}: check the order "
                "of the dates",
                field="on_failure.due_on",
                value=due_on,
            )
        check_clauses(self.clauses, self.principal.currency)

    def legs(self) -> tuple[DebtLeg]:
        """What was paid out, with no due."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[DebtLeg]:
        """The leg once success or failure has come, if one has.

        Raises:
            InvalidTerms: Both have come, or one after the dues that were dated for it.
        """
        success = first_of(happenings, HappeningKind.SUCCEEDED)
        failure = first_of(happenings, HappeningKind.FAILED)
        if success is not None and failure is not None:
            raise InvalidTerms(
                f"a success on {success.on} and a failure on {failure.on} are both told: keep one",
                field="on",
                value=failure.on,
            )
        if success is not None:
            return (self._due_on_success(success),)
        return (self._without_dues(() if failure is None else self._after_failure(failure)),)

    @property
    def _dues(self) -> Repayment | AfterSuccess:
        """The dues on success, of the one kind that is given."""
        if self.repayment is not None and self.after_success is None:
            return self.repayment
        if self.after_success is not None and self.repayment is None:
            return self.after_success
        found = "neither" if self.repayment is None else "both"
        raise InvalidTerms(
            f"{found} of repayment and after_success are given: give dated dues in the first, or "
            "dues counted from success in the second",
            field="repayment",
            value=self.repayment,
        )

    def _due_on_success(self, success: Happening) -> DebtLeg:
        dues = self._dues
        repayment = dues if isinstance(dues, Repayment) else dues.repayment(success.on)
        leg = debt_leg(self.principal, self.disbursed_on, Rate(0), repayment)
        self._check_told(success, next(repaying_days(leg.plan)))
        return leg

    def _after_failure(self, failure: Happening) -> tuple[Step, ...]:
        on, clause = failure.on, self.on_failure
        due = on if clause is None else clause.day(on)
        self._check_told(failure, due)
        share = Rate(0) if clause is None else clause.share
        kept = self._dues.rounding.instalment(self.principal.minor * share.mbp, MBP)
        if not kept:
            return (GiveUp(on),)
        return GiveUpAmount(on, max(0, self.principal.minor - kept)), RepayRest(due)

    def _without_dues(self, steps: tuple[Step, ...]) -> DebtLeg:
        """What was paid out, and what becomes of it without success."""
        return DebtLeg(
            principal=self.principal,
            start=self.disbursed_on,
            rate=Rate(0),
            day_count=DayCount.ACT_365F,
            rounding=self._dues.rounding,
            plan=Plan(steps),
        )

    def _check_told(self, happening: Happening, due: date) -> None:
        """It comes after the payment of the advance, and not after what it makes due."""
        found = f"{happening.what.value} on {happening.on}"
        if happening.on <= self.disbursed_on:
            raise InvalidTerms(
                f"{found} is not after disbursed_on {self.disbursed_on}: check the order of the "
                "dates",
                field="on",
                value=happening.on,
            )
        if due < happening.on:
            raise InvalidTerms(
                f"{found} comes after {due}, on which it makes the advance due: amend the dues, "
                "nothing is due before it is recorded",
                field="on",
                value=happening.on,
            )
