"""What the matrix of a plan alone tells: balance, eligibility, limits, own contribution."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import accumulate

from investisens.funding.breaches import Breach
from investisens.funding.eligibility import eligible_cost, may_pay, refuses_kind
from investisens.funding.matrix import FundingPlan, brought
from investisens.funding.own_contribution import own_contribution
from investisens.funding.plan import PlanRules, SourceKind, UseKind
from investisens.funding.plan_limits import (
    by_rank,
    eligible_for,
    most_of,
    public_limits,
    public_of,
)
from investisens.values.errors import MissingData, Severity
from investisens.values.money import Money
from investisens.values.rates import Rate

COVER = "each use is paid in full, and once, by its sources"
"""The rule of a balanced plan."""


def matrix_breaches(
    plan: FundingPlan,
    rules: PlanRules,
    *,
    on: date,
    agreed: Collection[str] = (),
    listed_in: str = "the plan",
) -> Iterator[Breach]:
    """Every rule that the amounts of a plan break.

    Args:
        plan: The plan.
        rules: Limits of the fund.
        on: The day whose law applies.
        agreed: Ids of the sources that have a grant agreement; those of the kind of a grant are
            taken for grants without one.
        listed_in: Where its amounts stand, as messages call it.
    """
    yield from _cover(plan, listed_in)
    yield from _eligible(plan)
    yield from _limits(plan)
    yield from _never_justified(plan, agreed)
    if rules.public_share_of_item is not None:
        yield from _public_of_items(plan, rules.public_share_of_item)
    yield from _public_of_plan(plan, rules, on)
    if rules.own_contribution is not None:
        yield from _own(plan, rules.own_contribution, rules.in_kind_at_most)


def _cover(plan: FundingPlan, listed_in: str) -> Iterator[Breach]:
    """Sources equal cost."""
    for use, row in zip(plan.uses, plan.amounts, strict=True):
        paid = Money(sum(row), plan.currency)
        gap = paid - use.cost
        if not gap:
            continue
        many = gap.minor > 0
        claiming = _claiming(plan, row, use.cost.minor) if many else []
        twice = f": {' and '.join(claiming)} claim the same {gap}" if len(claiming) > 1 else ""
        yield Breach(
            enterprise=plan.enterprise,
            use=use.id,
            found=f"{paid} in {listed_in} ({abs(gap)} {'more' if many else 'less'})",
            expected=f"sources of {use.cost} for {plan.enterprise} {use.id}",
            remedy="correct the cost, or the amounts of its sources",
            rule=f"{COVER}{twice}",
        )


def _claiming(plan: FundingPlan, row: tuple[int, ...], cost: int) -> list[str]:
    """The sources that claim the same money: those that come in once the cost is reached.

    So does the one before them, whose money the first of them finds in its place.
    """
    ordered = [at for at in by_rank(plan) if row[at]]
    ends = accumulate(row[at] for at in ordered)
    reached = next(place for place, end in enumerate(ends) if end > cost)
    return [plan.sources[at].id for at in ordered[max(0, reached - 1) :]]


def _eligible(plan: FundingPlan) -> Iterator[Breach]:
    """A source pays only what it may."""
    for use, row in zip(plan.uses, plan.amounts, strict=True):
        for source, minor in zip(plan.sources, row, strict=True):
            if not minor or may_pay(source, use):
                continue
            kind = refuses_kind(source, use)
            what, words = (
                (use.kind.value.replace("_", " "), "which pays equipment only")
                if kind
                else (f"{plan.enterprise} {use.id}", "which excludes it")
            )
            rule = "pays equipment only" if kind else f"does not pay {plan.enterprise} {use.id}"
            key = "equipment_only" if kind else "excludes"
            yield Breach(
                enterprise=plan.enterprise,
                use=use.id,
                source=source.id,
                found=f"{source.id!r}, {words}",
                expected=f"a source that may pay {what}",
                remedy="let another source pay it",
                rule=f"{source.id} {rule} (fund.toml, sources.{key})",
            )


def _limits(plan: FundingPlan) -> Iterator[Breach]:
    """Rate and ceiling of each source."""
    for at, source in enumerate(plan.sources):
        paid = plan.by_source[source.id]
        bounds = []
        if source.rate is not None:
            base = eligible_for(plan, at)
            most = most_of(source.rate.fraction, base)
            eligible = Money(base, plan.currency)
            bounds.append((most, f"{source.rate} of the eligible {eligible}", "rate"))
        if source.ceiling is not None:
            bounds.append((source.ceiling.minor, "its ceiling", "ceiling"))
        for most, words, key in bounds:
            if paid.minor > most:
                limit = Money(most, plan.currency)
                yield Breach(
                    enterprise=plan.enterprise,
                    source=source.id,
                    found=str(paid),
                    expected=f"at most {limit} from {source.id!r}, {words}",
                    remedy=f"let other sources pay {paid - limit} of it",
                    rule=f"{source.id} pays at most {getattr(source, key)} of a plan "
                    f"(fund.toml, sources.{key})",
                )


def _never_justified(plan: FundingPlan, agreed: Collection[str]) -> Iterator[Breach]:
    """A grant on an item is within its eligible cost: invoices can prove no more."""
    for use, row in zip(plan.uses, plan.amounts, strict=True):
        most = eligible_cost(use)
        for source, minor in zip(plan.sources, row, strict=True):
            granted = Money(minor, plan.currency)
            grants = source.kind is SourceKind.GRANT or source.id in agreed
            if not grants or granted <= most or not may_pay(source, use):
                continue
            yield Breach(
                enterprise=plan.enterprise,
                use=use.id,
                source=source.id,
                found=f"{granted} ({granted - most} more)",
                expected=f"at most {most} from {source.id!r}, the eligible cost of "
                f"{plan.enterprise} {use.id}",
                remedy=f"let other sources pay {granted - most} of it: no invoice can justify it",
                rule="a grant beyond the eligible cost of its item is never justified "
                "(uses.csv, eligible and vat)",
                severity=Severity.WARNING,
            )


def _public_of_items(plan: FundingPlan, most: Rate) -> Iterator[Breach]:
    """Public money pays at most a share of each item of equipment."""
    for row, use in enumerate(plan.uses):
        if use.kind is not UseKind.EQUIPMENT:
            continue
        paid = public_of(plan, row)
        excess = paid - most_of(most.fraction, use.cost.minor)
        if excess > 0:
            yield Breach(
                enterprise=plan.enterprise,
                use=use.id,
                found=f"{Money(paid, plan.currency)} of {use.cost}",
                expected=f"public money for at most {most} of {plan.enterprise} {use.id}",
                remedy=f"let other sources pay {Money(excess, plan.currency)} of it",
                rule=f"public money is at most {most} of any item of equipment "
                "(fund.toml, plan_rules.public_share_of_item)",
            )


def _public_of_plan(plan: FundingPlan, rules: PlanRules, on: date) -> Iterator[Breach]:
    """Public money is at most a share of the eligible cost of a plan."""
    try:
        limits = public_limits(rules, on=on)
    except MissingData as error:
        yield Breach(
            enterprise=plan.enterprise,
            found=f"that {error}",
            expected=f"a legal limit of public money on {on}",
            remedy="ask for a day on which it is known, or declare plan_rules.public_share instead",
            rule=f"{rules.public_share_law} (fund.toml, plan_rules.public_share_law)",
        )
        return
    base = sum(eligible_cost(use).minor for use in plan.uses)
    paid = plan.paid_by(lambda source: source.public)
    for limit in limits:
        most = Money(most_of(limit.share, base), plan.currency)
        if paid > most:
            yield Breach(
                enterprise=plan.enterprise,
                found=f"{paid} of an eligible {Money(base, plan.currency)}",
                expected=f"public money of at most {most} in the plan",
                remedy=f"cut it back by {paid - most}",
                rule=f"public money is {limit.rule} of the eligible cost of a plan",
            )


def _own(plan: FundingPlan, least: Rate, in_kind_at_most: Rate | None) -> Iterator[Breach]:
    """The entrepreneur brings a share of the cost."""
    in_kind = plan.paid_by(lambda source: source.kind is SourceKind.IN_KIND)
    cash = plan.paid_by(brought) - in_kind
    own = own_contribution(
        plan.cost, least, cash=cash, in_kind=in_kind, in_kind_at_most=in_kind_at_most
    )
    if own.shortfall:
        limit = "" if in_kind_at_most is None else f", in kind for at most {in_kind_at_most}"
        yield Breach(
            enterprise=plan.enterprise,
            found=f"{own.admitted} that counts ({cash} in cash, {in_kind} in kind)",
            expected=f"an own contribution of at least {own.required}",
            remedy=f"bring {own.shortfall} more",
            rule=f"the entrepreneur brings at least {least} of the cost{limit} "
            "(fund.toml, plan_rules.own_contribution)",
        )
