"""Terms of servicing: where a payment goes, and what it costs to be late or early.

They say nothing of how a schedule is built: who pays every due on its day never meets them.
"""

from __future__ import annotations

from enum import Enum

import attrs

from investisens.values.checking import checked
from investisens.values.components import Component
from investisens.values.errors import InvalidTerms
from investisens.values.rates import Rate


class Age(Enum):
    """How a claim stands to the day of a payment.

    Attributes:
        PAST_DUE: Its due is before the day.
        DUE: Its due is the day.
        IN_ADVANCE: No due asks for it yet: interest accrued since the last due, and the principal
            of the dues to come.

    >>> Age("in_advance")
    <Age.IN_ADVANCE: 'in_advance'>
    """

    PAST_DUE = "past_due"
    DUE = "due"
    IN_ADVANCE = "in_advance"


class Claim(Enum):
    """A pair of age and component: one of the places to which a payment may go.

    No fee and no late interest stands in advance.

    >>> Claim("past_due_interest").age, Claim("past_due_interest").component.value
    (<Age.PAST_DUE: 'past_due'>, 'interest')
    """

    PAST_DUE_LATE_INTEREST = "past_due_late_interest"
    PAST_DUE_FEE = "past_due_fee"
    PAST_DUE_INTEREST = "past_due_interest"
    PAST_DUE_PRINCIPAL = "past_due_principal"
    DUE_LATE_INTEREST = "due_late_interest"
    DUE_FEE = "due_fee"
    DUE_INTEREST = "due_interest"
    DUE_PRINCIPAL = "due_principal"
    IN_ADVANCE_INTEREST = "in_advance_interest"
    IN_ADVANCE_PRINCIPAL = "in_advance_principal"

    @property
    def age(self) -> Age:
        """How the claim stands to the day of the payment."""
        return next(age for age in Age if self.value.startswith(age.value))

    @property
    def component(self) -> Component:
        """The part of the debt."""
        return Component(self.value.removeprefix(f"{self.age.value}_"))


_LATE = (Claim.PAST_DUE_LATE_INTEREST, Claim.DUE_LATE_INTEREST)
_FEES = (Claim.PAST_DUE_FEE, Claim.DUE_FEE)
_INTEREST = (Claim.PAST_DUE_INTEREST, Claim.DUE_INTEREST)
_PRINCIPAL = (Claim.PAST_DUE_PRINCIPAL, Claim.DUE_PRINCIPAL)
_IN_ADVANCE = (Claim.IN_ADVANCE_INTEREST, Claim.IN_ADVANCE_PRINCIPAL)


class AllocationOrder(Enum):
    """A usual order in which a payment is put on claims (ordre d'imputation).

    Attributes:
        INTEREST_FIRST: Late interest, fees, all interest accrued up to the day, then principal.
        PRINCIPAL_FIRST: Principal that is due, interest that is due, fees, late interest; what is
            left goes to interest accrued since, then to principal in advance.
        OVERDUE_FIRST: All that is past due, then all that is due, then in advance; within each,
            late interest, fees, interest, principal.

    >>> [claim.value for claim in AllocationOrder.PRINCIPAL_FIRST.order[:3]]
    ['past_due_principal', 'due_principal', 'past_due_interest']
    """

    INTEREST_FIRST = "interest_first"
    PRINCIPAL_FIRST = "principal_first"
    OVERDUE_FIRST = "overdue_first"

    @property
    def order(self) -> tuple[Claim, ...]:
        """Its claims, the first to be paid first."""
        match self:
            case AllocationOrder.INTEREST_FIRST:
                accrued, ahead = _IN_ADVANCE
                return (*_LATE, *_FEES, *_INTEREST, accrued, *_PRINCIPAL, ahead)
            case AllocationOrder.PRINCIPAL_FIRST:
                return (*_PRINCIPAL, *_INTEREST, *_FEES, *_LATE, *_IN_ADVANCE)
            case AllocationOrder.OVERDUE_FIRST:
                return tuple(Claim)


class Advance(Enum):
    """Which dues a payment of principal in advance counts for (remboursement anticipé).

    Interest runs on what is left from the day of the payment, whichever is chosen.

    Attributes:
        NEXT: The next dues, one after the other: they are paid.
        LAST: The last dues: instalments stay, and the term is shorter.
        SPREAD: All dues to come, in equal parts; the last takes what rounding leaves.
        SMALLER: All dues to come: the instalment is fixed again on what is left.

    >>> Advance("last")
    <Advance.LAST: 'last'>
    """

    NEXT = "next"
    LAST = "last"
    SPREAD = "spread"
    SMALLER = "smaller"


class DueAsks(Enum):
    """What a due asks for once the debt is not what was planned.

    The last due asks for all that is left.

    Attributes:
        TOTAL: The total as signed. Interest that really ran is a part of it, principal the rest.
        PRINCIPAL: Principal as signed, and the interest that really ran beside it.

    >>> DueAsks("total")
    <DueAsks.TOTAL: 'total'>
    """

    TOTAL = "total"
    PRINCIPAL = "principal"


class PayOff(Enum):
    """Up to when who pays all back owes interest (remboursement anticipé total).

    Attributes:
        TO_THE_DAY: To the day of the payment.
        TO_THE_PERIOD_END: To the next due, as if nothing had been paid early.

    >>> PayOff("to_the_day")
    <PayOff.TO_THE_DAY: 'to_the_day'>
    """

    TO_THE_DAY = "to_the_day"
    TO_THE_PERIOD_END = "to_the_period_end"


class LateBase(Enum):
    """What late interest runs on.

    Attributes:
        PRINCIPAL: Principal past due.
        PRINCIPAL_AND_INTEREST: Principal and interest past due.

    >>> LateBase("principal")
    <LateBase.PRINCIPAL: 'principal'>
    """

    PRINCIPAL = "principal"
    PRINCIPAL_AND_INTEREST = "principal_and_interest"


@attrs.frozen(kw_only=True, field_transformer=checked)
class LateInterest:
    """Interest on what is past due, beside the interest of the contract (intérêts de retard).

    It bears no interest itself. It is rounded at each event, due by due, as interest is.

    Attributes:
        rate: Yearly rate, > 0, by the day count of the contract.
        runs_on: What is past due that it runs on.
        grace_days: Days after a due during which none runs.

    >>> print(LateInterest(rate=Rate.parse("3 %"), grace_days=5).rate)
    3 %
    """

    rate: Rate
    runs_on: LateBase = LateBase.PRINCIPAL
    grace_days: int = 0

    def __attrs_post_init__(self) -> None:
        if self.rate.mbp <= 0:
            raise InvalidTerms(
                f"rate is {self.rate}: use a rate above 0 %, or leave late interest out",
                field="rate",
                value=self.rate,
            )
        if self.grace_days < 0:
            raise InvalidTerms(
                f"grace_days is {self.grace_days}: use 0 or a positive number of days",
                field="grace_days",
                value=self.grace_days,
            )


@attrs.frozen(kw_only=True, cache_hash=True, field_transformer=checked)
class Servicing:
    """What happens to payments that are not the schedule's: terms, printed with it.

    Attributes:
        allocation: A usual order of allocation.
        order: Another order, instead of *allocation*: every claim that is due or past due once,
            and those in advance on which money may go before its due. What no claim takes waits
            as credit for the next due.
        advance: Which dues principal paid in advance counts for.
        asks: What a due asks for.
        payoff: Up to when who pays all back owes interest.
        round_at_dues: Whether interest is rounded at each due as well; if not, only when
            something happens, such as a payment.
        late_interest: Interest on what is past due, or ``None``.

    Raises:
        InvalidTerms: A claim stands twice in *order*, or one that is due or past due is missing.

    >>> Servicing(allocation=AllocationOrder.PRINCIPAL_FIRST).claims[0].value
    'past_due_principal'
    """

    allocation: AllocationOrder = AllocationOrder.INTEREST_FIRST
    order: tuple[Claim, ...] = ()
    advance: Advance = Advance.NEXT
    asks: DueAsks = DueAsks.TOTAL
    payoff: PayOff = PayOff.TO_THE_DAY
    round_at_dues: bool = False
    late_interest: LateInterest | None = None

    def __attrs_post_init__(self) -> None:
        if not self.order:
            return
        twice = next((claim for claim in self.order if self.order.count(claim) > 1), None)
        if twice is not None:
            raise InvalidTerms(
                f"order holds {twice.value} twice: give each claim once", field="order", value=twice
            )
        missing = [claim for claim in Claim if claim not in _IN_ADVANCE and claim not in self.order]
        if missing:
            names = ", ".join(claim.value for claim in missing)
            raise InvalidTerms(
                f"order lacks {names}: what is due must have its place",
                field="order",
                value=missing[0],
            )

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The order of allocation, the first to be paid first."""
        return self.order or self.allocation.order


USUAL = Servicing()
"""Interest first, payments in advance for the next dues, no late interest."""
