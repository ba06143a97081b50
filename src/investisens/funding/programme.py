"""The plans of a whole programme as arrays: split and checked at once, exact as one by one.

Axes are plan, use and source, in this order. A plan with fewer uses than others has uses of cost 0.
Amounts are whole minor units in ``int64``, whose head-room is checked; beyond it the same lines run
on Python integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from investisens.funding.eligibility import eligible_cost, may_pay
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import PlanRules, Source, UseKind
from investisens.values.errors import InvalidTerms
from investisens.values.rates import MBP, Rate

Units = npt.NDArray[Any]
"""Minor units: ``int64``, or Python integers where these are not enough."""

Flags = npt.NDArray[np.bool_]

_MOST = 2**62


@attrs.frozen(kw_only=True, eq=False)
class Excesses:
    """What the plans of a programme break, by how many minor units; 0 where a rule is kept.

    Attributes:
        gaps: Cost less sources, shape (plan, use): above zero missing, below too much.
        misplaced: Paid by a source that may not, shape (plan, use, source).
        public_of_item: Public money above its share, shape (plan, use).
        over_rate: Above the rate of a source, shape (plan, source).
        over_ceiling: Above its ceiling, shape (plan, source).
    """

    gaps: Units
    misplaced: Units
    public_of_item: Units
    over_rate: Units
    over_ceiling: Units

    @property
    def sound(self) -> Flags:
        """Whether each plan keeps every rule, shape (plan,)."""
        broken = [np.any(part, axis=tuple(range(1, part.ndim))) for part in attrs.astuple(self)]
        return np.asarray(~np.logical_or.reduce(broken), dtype=bool)


@attrs.frozen(kw_only=True, eq=False)
class Programme:
    """Plans of many enterprises with the same sources.

    Attributes:
        costs: Of the uses, shape (plan, use).
        eligible: The part of them that grants may count, same shape.
        equipment: Whether a use is equipment, same shape.
        allowed: Whether a source may pay a use, shape (plan, use, source).
        amounts: What it pays, same shape.
        sources: Names, limits and nature of the last axis.

    >>> from investisens import XOF, Money, Use
    >>> dryer = Use(enterprise="E1", id="U1", label="Dryer", kind=UseKind.EQUIPMENT,
    ...             cost=Money(7_350_001, XOF))
    >>> sources = tuple(Source(id=name, name=name) for name in ("GRANT", "LOAN", "OWN"))
    >>> plan = FundingPlan(enterprise="E1", currency=XOF, uses=(dryer,), sources=sources,
    ...                    amounts=((7_350_001, 0, 0),))
    >>> programme = Programme.of([plan])
    >>> programme.split([Rate.parse(f"{share} %") for share in (45, 35, 20)]).amounts.tolist()
    [[[3307501, 2572500, 1470000]]]
    """

    costs: Units
    eligible: Units
    equipment: Flags
    allowed: Flags
    amounts: Units
    sources: tuple[Source, ...]

    @classmethod
    def of(cls, plans: Sequence[FundingPlan]) -> Programme:
        """The programme of some plans.

        Raises:
            InvalidTerms: No plan, or two plans with other sources or currencies.
        """
        sources = _common(plans)
        wide = max(len(plan.uses) for plan in plans)
        shape = (len(plans), wide)
        costs, eligible = np.zeros(shape, object), np.zeros(shape, object)
        equipment = np.zeros(shape, bool)
        amounts = np.zeros((*shape, len(sources)), object)
        allowed = np.zeros((*shape, len(sources)), bool)
        for at, plan in enumerate(plans):
            many = len(plan.uses)
            costs[at, :many] = [use.cost.minor for use in plan.uses]
            eligible[at, :many] = [eligible_cost(use).minor for use in plan.uses]
            equipment[at, :many] = [use.kind is UseKind.EQUIPMENT for use in plan.uses]
            if many:
                amounts[at, :many] = plan.amounts
                allowed[at, :many] = [
                    [may_pay(source, use) for source in sources] for use in plan.uses
                ]
        return cls(
            costs=_narrow(costs),
            eligible=_narrow(eligible),
            equipment=equipment,
            allowed=allowed,
            amounts=_narrow(amounts),
            sources=sources,
        )

    def split(self, shares: Sequence[Rate | Fraction]) -> Programme:
        """The same uses, each split in proportion to shares of the sources.

        See :func:`investisens.funding.solver.plan_by_rates`.

        Raises:
            InvalidTerms: The shares are not one for each source, none is above 0, one is negative,
                or uses are left that no source with a share may pay.
        """
        weights = _whole(shares, len(self.sources))
        amounts = largest_remainder(self.costs, np.where(self.allowed, weights, 0))
        return attrs.evolve(self, amounts=amounts)

    def check(self, rules: PlanRules) -> Excesses:
        """What the plans break of the rules that hold for one plan and its items."""
        paid = self.amounts.sum(axis=2)
        public = np.array([source.public for source in self.sources], bool)
        excess = np.zeros_like(self.costs)
        if rules.public_share_of_item is not None:
            most = _share_of(self.costs, rules.public_share_of_item)
            above = self.amounts[:, :, public].sum(axis=2) - most
            excess = np.where(self.equipment, np.maximum(above, 0), 0)
        totals = self.amounts.sum(axis=1)
        over_rate, over_ceiling = np.zeros_like(totals), np.zeros_like(totals)
        base = (self.eligible[:, :, None] * self.allowed).sum(axis=1)
        for at, source in enumerate(self.sources):
            if source.rate is not None:
                most = _share_of(base[:, at], source.rate)
                over_rate[:, at] = np.maximum(totals[:, at] - most, 0)
            if source.ceiling is not None:
                over_ceiling[:, at] = np.maximum(totals[:, at] - source.ceiling.minor, 0)
        return Excesses(
            gaps=self.costs - paid,
            misplaced=np.where(self.allowed, 0, self.amounts),
            public_of_item=excess,
            over_rate=over_rate,
            over_ceiling=over_ceiling,
        )


def largest_remainder(amounts: Units, weights: Units) -> Units:
    """Amounts shared by weights along a last axis, to the unit; ties go to the first.

    Args:
        amounts: Any shape, >= 0.
        weights: The same shape and one axis more, >= 0.

    Raises:
        InvalidTerms: An amount above 0 has no weight.

    >>> largest_remainder(np.array([11]), np.array([[1, 3, 3]])).tolist()
    [[1, 5, 5]]
    """
    whole = weights.sum(axis=-1)
    lost = np.argwhere((whole == 0) & (amounts > 0))
    if len(lost):
        raise InvalidTerms(
            f"{len(lost)} amounts have no weight above 0, first at {tuple(map(int, lost[0]))}: "
            "give a share to a source that may pay",
            field="weights",
            value=len(lost),
        )
    if amounts.size and int(amounts.max()) * int(whole.max()) >= _MOST:
        amounts, weights, whole = (each.astype(object) for each in (amounts, weights, whole))
    divisor = np.maximum(whole, 1)[..., None]
    product = amounts[..., None] * weights
    parts = product // divisor
    rest = product - parts * divisor
    left = amounts - parts.sum(axis=-1)
    # Stable sorts: among equal remainders the first source comes first.
    place = np.argsort(np.argsort(-rest, axis=-1, kind="stable"), axis=-1, kind="stable")
    return _narrow(parts + (place < left[..., None]))


def _common(plans: Sequence[FundingPlan]) -> tuple[Source, ...]:
    if not plans:
        raise InvalidTerms("plans is empty: give at least one", field="plans", value=plans)
    first = plans[0]
    for plan in plans:
        if plan.sources != first.sources or plan.currency != first.currency:
            raise InvalidTerms(
                f"the plan of {plan.enterprise} has other sources or another currency than that "
                f"of {first.enterprise}: give plans with the same",
                field="plans",
                value=plan.enterprise,
            )
    return first.sources


def _whole(shares: Sequence[Rate | Fraction], count: int) -> Units:
    exact = [each.fraction if isinstance(each, Rate) else each for each in shares]
    if len(exact) != count or not any(exact) or min(exact) < 0:
        raise InvalidTerms(
            f"shares is {list(map(str, exact))}: give each of {count} sources a share of 0 or "
            "more, and one at least above 0",
            field="shares",
            value=shares,
        )
    scale = lcm(*(each.denominator for each in exact))
    return _narrow(np.array([int(each * scale) for each in exact], object))


def _share_of(amounts: Units, share: Rate) -> Units:
    """A share of each amount, rounded down."""
    if amounts.size and int(amounts.max()) * max(1, share.mbp) >= _MOST:
        amounts = amounts.astype(object)
    return np.asarray(amounts * share.mbp // MBP)


def _narrow(units: Units) -> Units:
    """Whole numbers as ``int64`` where sums of them fit."""
    if units.dtype == object and units.size and int(units.max()) * units.size >= _MOST:
        return units
    return units.astype(np.int64)
