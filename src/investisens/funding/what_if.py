"""What if a source falls away, or an item costs another price: the plan again, and the difference.

What becomes too much is cut back by the plan's rule; what becomes missing is filled by those who
may step in, in their order, within every limit of theirs and of the plan. What nobody may fill is
an open gap, and is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs

from investisens.funding.cut_back import CutBack, cut_back
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import PlanRules, UseKind
from investisens.funding.plan_limits import by_rank, most_of
from investisens.funding.substitution import Substitute, column_of, filled, substitutes_of
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class Change:
    """What changes for one source on one use, or of the part of a use that nobody pays.

    Attributes:
        use: Id of the use.
        source: Id of the source; empty for what is not paid.
        before: In the plan as it was.
        after: In the plan as it becomes.

    >>> from investisens.values.currency import XOF
    >>> print(Change(use="U1", source="BANK", before=Money(5, XOF), after=Money(2, XOF)).difference)
    -3 XOF
    """

    use: str
    source: str
    before: Money
    after: Money

    @property
    def difference(self) -> Money:
        """After less before."""
        return self.after - self.before


@attrs.frozen(kw_only=True, field_transformer=checked)
class PlanChange:
    """A plan before and after something happened; both have the same uses and sources.

    Attributes:
        before: As it was.
        after: As it becomes.

    >>> from investisens import XOF
    >>> plan = FundingPlan.of("E1", [], [], [], XOF)
    >>> PlanChange(before=plan, after=plan).changes
    ()
    """

    before: FundingPlan
    after: FundingPlan

    @property
    def changes(self) -> tuple[Change, ...]:
        """Each amount that changes, use by use, then what of the use is not paid.

        The differences of a use add up to that of its cost, to the unit.
        """
        return tuple(each for use in self.after.uses for each in self._of_use(use.id))

    @property
    def open_gap(self) -> Money:
        """What nobody pays afterwards, over all uses; an excess elsewhere does not lower it."""
        nothing = Money.zero(self.after.currency)
        return sum((max(nothing, gap) for gap in self.after.gaps.values()), nothing)

    def _of_use(self, use: str) -> list[Change]:
        names = [source.id for source in self.after.sources]
        found = [
            Change(
                use=use,
                source=name,
                before=self.before.amount(use, name),
                after=self.after.amount(use, name),
            )
            for name in names
        ]
        gaps = Change(use=use, source="", before=self.before.gaps[use], after=self.after.gaps[use])
        return [each for each in (*found, gaps) if each.difference]


def without(
    plan: FundingPlan,
    source: str,
    rules: PlanRules = PlanRules(),
    *,
    on: date,
    substitutes: Sequence[Substitute] | None = None,
) -> PlanChange:
    """The plan if a source pays nothing.

    Args:
        plan: The plan.
        source: Id of the source that falls away.
        rules: Limits that those who step in keep, and their order.
        on: The day whose law applies.
        substitutes: Who steps in, in order; those of *rules* if ``None``.

    Raises:
        InvalidTerms: A name is of no source, or the source that falls away is to step in.
        MissingData: A legal limit has no value on that day.

    >>> from investisens import XOF, Source, Use
    >>> press = Use(enterprise="E1", id="U1", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(10, XOF))
    >>> plan = FundingPlan(
    ...     enterprise="E1", currency=XOF, uses=(press,), amounts=((4, 6),),
    ...     sources=(Source(id="BANK", name="Bank"), Source(id="OWN", name="Entrepreneur")))
    >>> made = without(plan, "BANK", on=date(2010, 5, 1),
    ...                substitutes=[Substitute(source="OWN", most=Money(3, XOF))])
    >>> [(each.source, each.difference.minor) for each in made.changes], made.open_gap.minor
    ([('BANK', -4), ('OWN', 3), ('', 1)], 1)
    """
    column = column_of(plan, source)
    steps_in = substitutes_of(plan, rules, substitutes)
    if substitutes is not None and source in [each.source for each in substitutes]:
        raise InvalidTerms(
            f"{source!r} falls away and is to step in: choose another substitute",
            field="substitutes",
            value=source,
        )
    others = [each for each in steps_in if each.source != source]
    lacking = [row for row, cells in enumerate(plan.amounts) if cells[column]]
    left = attrs.evolve(
        plan,
        amounts=tuple(
            tuple(0 if at == column else minor for at, minor in enumerate(cells))
            for cells in plan.amounts
        ),
    )
    return PlanChange(before=plan, after=filled(left, lacking, rules, others, on=on))


def dearer(
    plan: FundingPlan,
    use: str,
    cost: Money,
    rules: PlanRules = PlanRules(),
    *,
    on: date,
    substitutes: Sequence[Substitute] | None = None,
) -> PlanChange:
    """The plan if a use costs another price.

    If it costs less, what its sources bring too much is cut back by the rule of the plan, then
    public money to its limit on the item. The part of the cost that grants may count keeps its
    proportion, rounded down.

    Args:
        plan: The plan.
        use: Id of the use.
        cost: Its new cost, > 0.
        rules: Limits, the rule of cut-back, and who steps in.
        on: The day whose law applies.
        substitutes: Who steps in, in order; those of *rules* if ``None``.

    Raises:
        InvalidTerms: The cost is not positive or in another currency, or a name is of no source.
        MissingData: The plan has no such use, or a legal limit has no value on that day.

    >>> from investisens import XOF, Source, Use
    >>> press = Use(enterprise="E1", id="U1", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(10, XOF))
    >>> plan = FundingPlan(
    ...     enterprise="E1", currency=XOF, uses=(press,), amounts=((4, 6),),
    ...     sources=(Source(id="BANK", name="Bank"), Source(id="OWN", name="Entrepreneur")))
    >>> made = dearer(plan, "U1", Money(5, XOF), on=date(2010, 5, 1))
    >>> made.after.amounts
    ((2, 3),)
    """
    row = plan.row(use)
    old = plan.uses[row]
    eligible = _in_proportion(old.eligible, old.cost, cost)
    changed = attrs.evolve(old, cost=cost, eligible=eligible, unit_price=None)
    uses = (*plan.uses[:row], changed, *plan.uses[row + 1 :])
    cut = _cut(attrs.evolve(plan, uses=uses), row, rules)
    steps_in = substitutes_of(plan, rules, substitutes)
    return PlanChange(before=plan, after=filled(cut, [row], rules, steps_in, on=on))


def _in_proportion(eligible: Money | None, cost: Money, new: Money) -> Money | None:
    if eligible is None or new.currency != cost.currency:
        return eligible
    return Money(eligible.minor * max(0, new.minor) // cost.minor, cost.currency)


def _cut(plan: FundingPlan, row: int, rules: PlanRules) -> FundingPlan:
    """The plan with one use cut back to its cost, then its public money to its limit."""
    use = plan.uses[row]
    everybody = by_rank(plan)
    plan = _cut_row(plan, row, everybody, use.cost.minor, rules)
    limit = rules.public_share_of_item
    if limit is None or use.kind is not UseKind.EQUIPMENT:
        return plan
    public = [at for at in everybody if plan.sources[at].public]
    return _cut_row(plan, row, public, most_of(limit.fraction, use.cost.minor), rules)


def _cut_row(
    plan: FundingPlan, row: int, columns: Sequence[int], most: int, rules: PlanRules
) -> FundingPlan:
    amounts = [Money(plan.amounts[row][at], plan.currency) for at in columns]
    rule, named = rules.cut_back, None
    if rule is CutBack.NAMED_FUNDER:
        place = column_of(plan, rules.cut_back_funder)
        named = columns.index(place) if place in columns else None
        rule = rule if named is not None else CutBack.PRO_RATA
    kept = cut_back(amounts, Money(most, plan.currency), rule, named)
    cells = list(plan.amounts[row])
    for at, amount in zip(columns, kept, strict=True):
        cells[at] = amount.minor
    return attrs.evolve(plan, amounts=(*plan.amounts[:row], tuple(cells), *plan.amounts[row + 1 :]))
