"""Who steps in for money that is missing: in order, within their limits and those of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from investisens.funding.eligibility import eligible_cost, may_pay
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import PlanRules, UseKind
from investisens.funding.plan_limits import eligible_for, most_of, public_limits, public_of
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class Substitute:
    """A source that steps in.

    Attributes:
        source: Its id.
        most: Most that it adds to what it pays already; no limit of its own if ``None``.

    >>> Substitute(source="ENTREPRENEUR").most is None
    True
    """

    source: str
    most: Money | None = None


def filled(
    plan: FundingPlan,
    rows: Iterable[int],
    rules: PlanRules,
    substitutes: Sequence[Substitute],
    *,
    on: date,
) -> FundingPlan:
    """The plan in which substitutes fill what is missing on some uses, one use after the other.

    Args:
        plan: The plan.
        rows: Places of the uses, from 0.
        rules: Limits that those who step in keep.
        substitutes: Who steps in, in order.
        on: The day whose law applies.

    Raises:
        MissingData: A legal limit has no value on that day.
    """
    uses = list(rows)
    for each in substitutes:
        column = column_of(plan, each.source)
        left = None if each.most is None else each.most.minor
        for row in uses:
            room = _room(plan, row, column, rules, on)
            added = room if left is None else min(room, left)
            if added <= 0:
                continue
            left = None if left is None else left - added
            plan = _added(plan, row, column, added)
    return plan


def substitutes_of(
    plan: FundingPlan, rules: PlanRules, given: Sequence[Substitute] | None
) -> list[Substitute]:
    """Who may step in, those of the rules unless others are given.

    Raises:
        InvalidTerms: A name is of no source, or a limit is negative or in another currency.
    """
    found = [Substitute(source=name) for name in rules.substitutes] if given is None else [*given]
    for each in found:
        column_of(plan, each.source)
        _check_most(each, plan.currency)
    return found


def column_of(plan: FundingPlan, source: str) -> int:
    """The place of a source, from 0.

    Raises:
        InvalidTerms: The plan has no such source.
    """
    found = next((at for at, each in enumerate(plan.sources) if each.id == source), None)
    if found is None:
        known = ", ".join(each.id for each in plan.sources) or "none"
        raise InvalidTerms(
            f"{source!r} is no source of the plan: it has {known}", field="source", value=source
        )
    return found


def _room(plan: FundingPlan, row: int, column: int, rules: PlanRules, on: date) -> int:
    """Minor units that a source may still pay of a use: what is missing, within every limit."""
    source, use = plan.sources[column], plan.uses[row]
    if not may_pay(source, use):
        return 0
    paid = plan.by_source[source.id].minor
    rooms = [use.cost.minor - sum(plan.amounts[row])]
    if source.ceiling is not None:
        rooms.append(source.ceiling.minor - paid)
    if source.rate is not None:
        rooms.append(most_of(source.rate.fraction, eligible_for(plan, column)) - paid)
    if source.public:
        rooms += _public_rooms(plan, row, rules, on)
    return max(0, min(rooms))


def _public_rooms(plan: FundingPlan, row: int, rules: PlanRules, on: date) -> list[int]:
    use = plan.uses[row]
    rooms = []
    if rules.public_share_of_item is not None and use.kind is UseKind.EQUIPMENT:
        most = most_of(rules.public_share_of_item.fraction, use.cost.minor)
        rooms.append(most - public_of(plan, row))
    base = sum(eligible_cost(each).minor for each in plan.uses)
    paid = plan.paid_by(lambda each: each.public).minor
    rooms += (most_of(limit.share, base) - paid for limit in public_limits(rules, on=on))
    return rooms


def _added(plan: FundingPlan, row: int, column: int, minor: int) -> FundingPlan:
    cells = list(plan.amounts[row])
    cells[column] += minor
    return attrs.evolve(plan, amounts=(*plan.amounts[:row], tuple(cells), *plan.amounts[row + 1 :]))


def _check_most(substitute: Substitute, currency: Currency) -> None:
    most = substitute.most
    if most is not None and (most.minor < 0 or most.currency != currency):
        raise InvalidTerms(
            f"{substitute.source} adds at most {most}: give 0 or more in {currency}",
            field="most",
            value=most,
        )
