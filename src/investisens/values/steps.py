"""Steps: the closed alphabet of a debt leg. A debt is a dated list of them.

Steps of one day are done in their order: what is repaid first, then the interest paid, then what
is drawn or fixed anew. Each has one exact sentence.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from investisens.values.errors import InvalidTerms
from investisens.values.rates import Rate


@attrs.frozen
class Accrue:
    """On *on*, interest up to the day is rounded and carried; nothing else happens."""

    on: date


@attrs.frozen
class Draw:
    """On *on*, *minor* more is paid out and owed."""

    on: date
    minor: int


@attrs.frozen
class PayInterest:
    """On *on*, all interest accrued so far is paid."""

    on: date


@attrs.frozen
class CapitaliseInterest:
    """On *on*, all interest accrued so far is added to the balance."""

    on: date


@attrs.frozen
class FixShare:
    """On *on*, the instalment becomes (balance − *leaving*) / *parts*, rounded once.

    The balance of that day less *leaving* also becomes the reference of weighted parts. From then
    on no part repays what it must leave.
    """

    on: date
    parts: int
    leaving: int = 0


@attrs.frozen
class FixLevel:
    """On *on*, the instalment becomes the level payment over the next *dues* repayments.

    The level payment is the total of principal and interest that brings the balance to *leaving*
    after the last of those repayments; it is found exactly and rounded once. From then on no
    instalment repays what it must leave, unless it may grow. With *weights* the
    total of repayment i is weightᵢ / *of* times the instalment. With *over* the *dues* repayments
    are taken to stand on those days, whichever days the steps repay on (balloon). If *levelled*,
    the instalment moves by the nth part of what the last total would differ by, where that is more
    than *dues* / 2 minor units and brings the last total nearer to the others.
    """

    on: date
    dues: int
    leaving: int = 0
    weights: tuple[int, ...] = ()
    of: int = 1
    over: tuple[date, ...] = ()
    levelled: bool = False


@attrs.frozen
class SetInstalment:
    """From *on*, the instalment is *minor*, as agreed, and repays no further than to *leaving*."""

    on: date
    minor: int
    leaving: int = 0


@attrs.frozen
class RepayAmount:
    """On *on*, *minor* of principal is repaid, or what is left if that is less."""

    on: date
    minor: int


@attrs.frozen
class RepayShare:
    """On *on*, principal worth the instalment is repaid, or what is left if that is less.

    With *whole_total*, principal also makes up for what the interest accrued so far lacks of a
    whole multiple, or gives up what it has beyond one, so that the total is a whole multiple.
    """

    on: date
    whole_total: bool = False


@attrs.frozen
class RepayExcess:
    """On *on*, the reference balance less *dues* instalments is repaid, or what is left."""

    on: date
    dues: int


@attrs.frozen
class RepayPart:
    """On *on*, *weight* / *of* of the reference balance is repaid, or what is left."""

    on: date
    weight: int
    of: int


@attrs.frozen
class RepayLevel:
    """On *on*, the instalment less the interest accrued so far is repaid from the balance.

    The instalment is taken *weight* / *of* times. Where it does not cover the interest nothing is
    repaid, unless *may_grow* lets the missing part raise the balance.
    """

    on: date
    weight: int = 1
    of: int = 1
    may_grow: bool = False


@attrs.frozen
class RepayRest:
    """On *on*, all that is left of the balance is repaid."""

    on: date


@attrs.frozen
class SetRate:
    """From *on*, interest runs at *rate*."""

    on: date
    rate: Rate


@attrs.frozen(kw_only=True)
class ResetRate:
    """From *on*, interest runs at *multiplier* × fixing of *index* + *spread*, within limits.

    The move of one reset stays within *period_floor* and *period_cap*, the rate itself within
    *floor* and *cap*; ``None`` is no limit. The fixing is the one of *fixed_on*.
    """

    on: date
    index: str
    fixed_on: date
    spread: Rate = Rate(0)
    multiplier: Fraction = Fraction(1)
    floor: Rate | None = None
    cap: Rate | None = None
    period_floor: Rate | None = None
    period_cap: Rate | None = None


@attrs.frozen
class FixBase:
    """From *on*, interest runs on the balance of that day, whatever is repaid."""

    on: date


@attrs.frozen
class FollowBalance:
    """From *on*, interest runs on the balance again."""

    on: date


@attrs.frozen
class ScaleInterest:
    """From *on*, what is paid as interest is *factor* times what accrued (indexation)."""

    on: date
    factor: Fraction


@attrs.frozen
class ScalePrincipal:
    """From *on*, what is paid as principal is *factor* times what is repaid (indexation)."""

    on: date
    factor: Fraction


@attrs.frozen
class ChargeFee:
    """On *on*, a fee of *minor* is paid beside principal and interest."""

    on: date
    minor: int


@attrs.frozen
class ChargeWhileOwed:
    """On *on*, a fee of *minor* is paid beside principal and interest, if any balance is owed."""

    on: date
    minor: int


@attrs.frozen
class ChargeShare:
    """On *on*, a fee of *share* of the balance is paid beside principal and interest."""

    on: date
    share: Rate


@attrs.frozen
class Receive:
    """On *on*, *minor* is received: interest accrued so far, then principal, then beyond both."""

    on: date
    minor: int


@attrs.frozen
class Deliver:
    """On *on*, principal worth *minor* is repaid in goods, or what is left if that is less.

    What is *expected* but not recorded by the day of a question did not take place.
    """

    on: date
    minor: int
    expected: bool = False


@attrs.frozen
class Convert:
    """On *on*, all that is owed becomes shares at *price* each; what buys no share is paid."""

    on: date
    price: int


@attrs.frozen
class GiveUp:
    """On *on*, all that is left is given up, with the interest on it."""

    on: date


@attrs.frozen
class GiveUpAmount:
    """On *on*, *minor* of principal is given up, or what is left if that is less."""

    on: date
    minor: int


Step = (
    Accrue
    | Draw
    | PayInterest
    | CapitaliseInterest
    | FixShare
    | FixLevel
    | SetInstalment
    | RepayAmount
    | RepayShare
    | RepayExcess
    | RepayPart
    | RepayLevel
    | RepayRest
    | SetRate
    | ResetRate
    | FixBase
    | FollowBalance
    | ScaleInterest
    | ScalePrincipal
    | ChargeFee
    | ChargeWhileOwed
    | ChargeShare
    | Receive
    | Deliver
    | Convert
    | GiveUp
    | GiveUpAmount
)
"""The closed alphabet of a debt leg."""


@attrs.frozen(cache_hash=True)
class Plan:
    """Steps in order; a same plan may serve many contracts, whatever their amounts.

    Raises:
        InvalidTerms: A step is dated before the one that precedes it.

    >>> Plan((PayInterest(date(2011, 2, 28)), RepayRest(date(2011, 4, 30)))).last_on
    datetime.date(2011, 4, 30)
    """

    steps: tuple[Step, ...]

    def __attrs_post_init__(self) -> None:
        for before, step in zip(self.steps, self.steps[1:], strict=False):
            if step.on < before.on:
                raise InvalidTerms(
                    f"step {step} stands after {before}: give the steps in the order of their days",
                    field="steps",
                    value=step,
                )

    @property
    def last_on(self) -> date | None:
        """The day of the last step, or ``None`` for an empty plan."""
        return self.steps[-1].on if self.steps else None
