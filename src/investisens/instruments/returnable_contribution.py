"""Returnable contribution (apport avec droit de reprise)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import ClassVar

import attrs

from investisens.instruments.amortisation import Amortisation
from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.interest_free import REMUNERATION, check_without
from investisens.instruments.repayment import Repayment, check_disbursement, debt_leg
from investisens.instruments.repayment_options import given
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import Window
from investisens.values.steps import GiveUp, Plan, RepayRest, Step

_WITH_CONDITION = frozenset({"dues", "amortisation", "day_count", "rounding"})


class AtTerm(Enum):
    """What happens on the last due to what the condition did not return before.

    Attributes:
        DUE: It is due.
        STAYS: It stays with the association, with no day on which it is due.
        GIVEN_UP: It is given up.

    >>> AtTerm("stays")
    <AtTerm.STAYS: 'stays'>
    """

    DUE = "due"
    STAYS = "stays"
    GIVEN_UP = "given_up"


@attrs.frozen(kw_only=True, field_transformer=checked)
class ReturnCondition:
    """How far a contribution comes back: what a result of the association passes a threshold by.

    Attributes:
        threshold: The association keeps so much of *measure*, >= 0.
        measure: The result of the calendar year before a due; net assets are those at its end,
            given as the result of that year.
        cap: Most of one due, > 0, or ``None``.
        at_term: What becomes of the rest on the last due.

    Raises:
        InvalidTerms: A negative threshold, a cap that is not positive, or two currencies.

    >>> from investisens import XOF
    >>> ReturnCondition(threshold=Money(5_000_000, XOF)).measure
    'net_assets'
    """

    threshold: Money
    measure: str = "net_assets"
    cap: Money | None = None
    at_term: AtTerm = AtTerm.DUE

    def __attrs_post_init__(self) -> None:
        if self.threshold.minor < 0:
            raise InvalidTerms(
                f"threshold is {self.threshold}: use an amount of 0 or more",
                field="threshold",
                value=self.threshold,
            )
        if self.cap is not None and self.cap.minor <= 0:
            raise InvalidTerms(
                f"cap is {self.cap}: give a positive amount, or leave it out",
                field="cap",
                value=self.cap,
            )
        if self.cap is not None and self.cap.currency != self.threshold.currency:
            raise InvalidTerms(
                f"cap is {self.cap} but threshold is in {self.threshold.currency.code}: use one "
                "currency",
                field="cap",
                value=self.cap,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class ReturnableContribution:
    """Contribution to an association that it gives back (apport avec droit de reprise).

    It bears nothing, and never returns more than was paid out. Without a condition it comes back
    on its dues. With one, each due returns what the measure passes the threshold by, up to what is
    left; while the accounts of a year are not known, its due returns nothing.

    Attributes:
        principal: Paid out on *disbursed_on*, > 0.
        disbursed_on: The day of payment, before the first due.
        repayment: Dues, amortisation and rounding; with a condition bullet, and one due a year
            at most: the last one is the term.
        condition: How far each due is returned, or ``None``.
        clauses: Rank, covenants, cap on return.

    Source: contract between contributor and association (unverified: no text on the right of
    return was read, and no limit of the law is checked). It ranks with equity.

    Raises:
        InvalidTerms: The debt is refused as a loan would be, it bears something, or a condition
            stands with dues it cannot be looked at on.

    >>> from investisens import OnDates, XOF
    >>> contribution = ReturnableContribution(
    ...     principal=Money(3_000_000, XOF), disbursed_on=date(2011, 3, 1),
    ...     repayment=Repayment(dues=(OnDates((date(2014, 6, 30), date(2015, 6, 30))),),
    ...                         amortisation=Amortisation.BULLET),
    ...     condition=ReturnCondition(threshold=Money(5_000_000, XOF)))
    >>> [str(window) for window in contribution.legs()[1].windows]
    ['2013', '2014']
    """

    kind: ClassVar[str] = "returnable_contribution"
    legal_rank: ClassVar[Rank] = Rank.EQUITY

    principal: Money
    disbursed_on: date
    repayment: Repayment
    condition: ReturnCondition | None = None
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        check_disbursement(self.principal, self.disbursed_on, Rate(0), self.repayment)
        check_clauses(self.clauses, self.principal.currency)
        check_without(self.repayment, REMUNERATION, "a returnable contribution bears nothing")
        if self.condition is not None:
            self._check_condition(self.condition)
            self._check_dues()

    def legs(self) -> tuple[DebtLeg] | tuple[DebtLeg, ParticipationLeg]:
        """A debt leg at 0 % and, with a condition, the returns it brings."""
        debt = debt_leg(self.principal, self.disbursed_on, Rate(0), self.repayment)
        if self.condition is None:
            return (debt,)
        steps = (_at_term(step, self.condition.at_term) for step in debt.plan.steps)
        plan = Plan(tuple(step for step in steps if step is not None))
        return attrs.evolve(debt, plan=plan), self._returns(self.condition)

    def _returns(self, condition: ReturnCondition) -> ParticipationLeg:
        return ParticipationLeg(
            measure=condition.measure,
            share=Fraction(1),
            windows=tuple(Window.of_year(due.year - 1, due) for due in self.repayment.due_dates),
            beyond=condition.threshold,
            cap=condition.cap,
            cap_total=self.principal,
            repays=True,
            rounding=self.repayment.rounding,
        )

    def _check_condition(self, condition: ReturnCondition) -> None:
        if condition.threshold.currency != self.principal.currency:
            raise InvalidTerms(
                f"threshold is {condition.threshold} but the contribution is in "
                f"{self.principal.currency.code}: use one currency",
                field="condition.threshold",
                value=condition.threshold,
            )
        own = self.repayment.amortisation
        if own is not Amortisation.BULLET:
            raise InvalidTerms(
                f"amortisation is {own.value} but a condition says what each due returns: use "
                "bullet",
                field="repayment.amortisation",
                value=own,
            )
        refused = {name for name, _ in given(self.repayment)} - _WITH_CONDITION
        check_without(self.repayment, refused, "a condition says what each due returns")

    def _check_dues(self) -> None:
        """Each due looks at a year of its own, which ended with the contribution in the books."""
        before = self.disbursed_on.year
        for due in self.repayment.due_dates:
            if due.year <= before:
                first = before == self.disbursed_on.year
                reason = "in the year of payment" if first else "in the year of the due before"
                raise InvalidTerms(
                    f"a due is {due}, {reason}: with a condition give one due a year at most, "
                    f"the next in {before + 1} or later",
                    field="repayment.dues",
                    value=due,
                )
            before = due.year


def _at_term(step: Step, at_term: AtTerm) -> Step | None:
    """The step that repays the rest, as the condition has it."""
    if not isinstance(step, RepayRest) or at_term is AtTerm.DUE:
        return step
    return GiveUp(step.on) if at_term is AtTerm.GIVEN_UP else None
