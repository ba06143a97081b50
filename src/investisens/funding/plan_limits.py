"""The limits of a plan as amounts: of a source, of public money, and who comes in first."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from investisens.funding.eligibility import eligible_cost, may_pay
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import PlanRules
from investisens.legal.citing import cited
from investisens.legal.parameters import value
from investisens.values.rates import Rate


class Limit(NamedTuple):
    """The most that public money may be of the eligible cost of a plan.

    Attributes:
        share: Between 0 and 1, exact.
        rule: Where it comes from.
    """

    share: Fraction
    rule: str


def public_limits(rules: PlanRules, *, on: date) -> tuple[Limit, ...]:
    """The limits of public money in a plan on a day, declared and legal.

    Raises:
        MissingData: The legal one is unknown, or has no value on that day.

    >>> [str(limit.share) for limit in public_limits(
    ...     PlanRules(public_share_law="grant.fr_state.cap"), on=date(2026, 6, 30))]
    ['1']
    """
    found = []
    if rules.public_share is not None:
        rule = f"at most {rules.public_share} (fund.toml, plan_rules.public_share)"
        found.append(Limit(rules.public_share.fraction, rule))
    if rules.public_share_law:
        share = value(rules.public_share_law, on=on)
        cite = cited(rules.public_share_law, on=on)
        found.append(Limit(share, f"at most {Rate.nearest(share)} ({cite})"))
    return tuple(found)


def eligible_for(plan: FundingPlan, column: int) -> int:
    """Minor units of a plan that grants of one source may count: of the uses that it may pay."""
    source = plan.sources[column]
    return sum(eligible_cost(use).minor for use in plan.uses if may_pay(source, use))


def most_of(share: Fraction, minor: int) -> int:
    """A share of an amount, rounded down."""
    return minor * share.numerator // share.denominator


def public_of(plan: FundingPlan, row: int) -> int:
    """Minor units that public money pays of one use."""
    return sum(
        minor
        for minor, source in zip(plan.amounts[row], plan.sources, strict=True)
        if source.public
    )


def by_rank(plan: FundingPlan) -> list[int]:
    """The columns of a plan in the order in which their sources come in."""
    return sorted(range(len(plan.sources)), key=lambda at: plan.sources[at].rank)
