"""What a command is asked to suppose of a plan: sources that fall away, uses at another cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from investisens.cli.names import check_name
from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.funding.matrix import FundingPlan
    from investisens.funding.substitution import Substitute
    from investisens.funding.what_if import PlanChange
    from investisens.l10n import Language
    from investisens.portfolio.fund import Fund


def supposed(
    fund: Fund,
    enterprise: str,
    on: date | None,
    leaving: Sequence[str],
    costs: Sequence[str],
    fills: Sequence[str],
    lang: Language,
) -> PlanChange:
    """The plan before and after: costs change first, then sources fall away.

    What falls away never steps in for another, and who steps in adds at most its limit in all.
    """
    from investisens.funding.substitution import Substitute
    from investisens.funding.what_if import PlanChange, dearer, without
    from investisens.portfolio.plans import funding_plan, plan_day
    from investisens.values.money import Money

    signed = after = funding_plan(fund, enterprise)
    rules, law_on = fund.plan_rules, on or plan_day(fund, enterprise)
    _check_sources(signed, leaving, lang)
    steps_in = _substitutes(signed, fills, lang) or [
        Substitute(source=name) for name in rules.substitutes if name not in leaving
    ]
    for use, text in _pairs(costs, lang):
        check_name("unknown_use", use, [each.id for each in signed.uses], lang)
        cost = Money.read(text, signed.currency)
        left = _left(steps_in, signed, after)
        after = dearer(after, use, cost, rules, on=law_on, substitutes=left).after
    for source in leaving:
        left = _left(steps_in, signed, after)
        after = without(after, source, rules, on=law_on, substitutes=left).after
    return PlanChange(before=signed, after=after)


def supposed_words(
    plan: FundingPlan, leaving: Sequence[str], costs: Sequence[str], lang: Language
) -> str:
    """The same for readers."""
    from investisens.l10n import format_money

    uses = [each.partition("=")[0] for each in costs]
    amounts = {use.id: format_money(use.cost, lang) for use in plan.uses}
    words = [label("at_cost", lang, use=use, cost=amounts[use]) for use in uses]
    words += [label("without", lang, source=source) for source in leaving]
    return label("between", lang).join(words)


def _substitutes(plan: FundingPlan, fills: Sequence[str], lang: Language) -> list[Substitute]:
    from investisens.funding.substitution import Substitute
    from investisens.values.money import Money

    found = []
    for text in fills:
        source, equals, most = text.partition("=")
        _check_sources(plan, [source], lang)
        limit = Money.read(most, plan.currency) if equals else None
        found.append(Substitute(source=source, most=limit))
    return found


def _left(
    steps_in: Sequence[Substitute], signed: FundingPlan, now: FundingPlan
) -> list[Substitute]:
    """Who may still step in, for what is left of their limits since the signed plan."""
    import attrs

    found = []
    for each in steps_in:
        added = now.by_source[each.source] - signed.by_source[each.source]
        if each.most is not None and added.minor > 0:
            found.append(attrs.evolve(each, most=each.most - added))
        else:
            found.append(each)
    return found


def _pairs(costs: Sequence[str], lang: Language) -> list[tuple[str, str]]:
    pairs = [_pair(each, lang) for each in costs]
    uses = [use for use, _ in pairs]
    for use in uses:
        if uses.count(use) > 1:
            raise click.UsageError(label("two_costs", lang, use=use))
    return pairs


def _pair(text: str, lang: Language) -> tuple[str, str]:
    use, equals, amount = text.partition("=")
    if not use.strip() or not equals or not amount.strip():
        raise click.UsageError(label("bad_pair", lang, text=text))
    return use.strip(), amount


def _check_sources(plan: FundingPlan, names: Sequence[str], lang: Language) -> None:
    for name in names:
        check_name("unknown_source", name, [each.id for each in plan.sources], lang)
