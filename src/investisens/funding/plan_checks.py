"""Every check of a funding plan, all at once, each with the rule behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from investisens.funding.agreements import GrantAgreement
from investisens.funding.breaches import Breach
from investisens.funding.commitments import (
    Commitment,
    agreement_breaches,
    ceiling_breaches,
    commitment_breaches,
)
from investisens.funding.conditions import condition_breaches, source_breaches
from investisens.funding.de_minimis import Aid, check_de_minimis
from investisens.funding.matrix import FundingPlan
from investisens.funding.matrix_checks import matrix_breaches
from investisens.funding.plan import Allocation, PlanRules
from investisens.funding.plan_calendar import plan_calendar
from investisens.values.currency import EUR
from investisens.values.errors import Finding, MissingData
from investisens.values.fx import FxTable
from investisens.values.rounding import RoundingMode

NO_QUOTES = FxTable(())


def check_plan(
    plan: FundingPlan,
    rules: PlanRules = PlanRules(),
    *,
    on: date,
    commitments: Sequence[Commitment] = (),
    agreements: Sequence[GrantAgreement] = (),
    allocations: Iterable[Allocation] = (),
    aids: Iterable[Aid] = (),
    fx: FxTable = NO_QUOTES,
    listed_in: str = "the plan",
) -> tuple[Finding, ...]:
    """What is wrong or doubtful in a plan; each finding names its rule.

    Args:
        plan: The plan.
        rules: Limits of the fund.
        on: The day whose law applies.
        commitments: Contracts of its sources: what they promise, their last dues, the holding.
        agreements: Grant agreements of its sources.
        allocations: Those of the plan that have a day of their own.
        aids: De minimis aids that the enterprise had before, in euros.
        fx: Rates of the currencies that sources pay in.
        listed_in: Where the amounts stand, as messages call it.

    >>> from investisens import XOF, Money, Source, Use, UseKind
    >>> stock = Use(enterprise="E1", id="U4", label="Jars", kind=UseKind.WORKING_CAPITAL,
    ...             cost=Money(10, XOF))
    >>> fund = Source(id="FUND", name="Fund", own=True, equipment_only=True)
    >>> plan = FundingPlan(enterprise="E1", currency=XOF, uses=(stock,), sources=(fund,),
    ...                    amounts=((9,),))
    >>> for finding in check_plan(plan, on=date(2010, 5, 1)):
    ...     print(finding.where, "|", finding.rule)
    E1 U4 | each use is paid in full, and once, by its sources
    E1 U4 FUND | FUND pays equipment only (fund.toml, sources.equipment_only)
    """
    calendar = plan_calendar(
        plan, commitments=commitments, agreements=agreements, allocations=allocations
    )
    breaches = [
        *matrix_breaches(
            plan, rules, on=on, agreed={each.source for each in agreements}, listed_in=listed_in
        ),
        *ceiling_breaches(
            plan.by_source, agreements, enterprise=plan.enterprise, listed_in=listed_in
        ),
        *agreement_breaches(each for each in agreements if plan.by_source.get(each.source)),
        *commitment_breaches(plan, commitments, rules.holding_below),
        *source_breaches(plan.sources),
        *condition_breaches(plan, calendar),
        *_currencies(plan, fx, on),
    ]
    findings = tuple(breach.finding() for breach in breaches)
    if not rules.de_minimis:
        return findings
    return (*findings, *_cumulation(plan, agreements, aids, fx))


def grants_as_aid(
    plan: FundingPlan, agreements: Iterable[GrantAgreement], fx: FxTable
) -> tuple[Aid, ...]:
    """The grants of a plan as de minimis aid in euros, from the day of their agreements.

    A source with several agreements counts from the first one on.

    Raises:
        MissingData: A rate to the euro is missing on the day of an agreement.

    >>> from investisens import XOF
    >>> grants_as_aid(FundingPlan.of("E1", [], [], [], XOF), [], NO_QUOTES)
    ()
    """
    first: dict[str, date] = {}
    for each in agreements:
        first[each.source] = min(each.agreed_on, first.get(each.source, date.max))
    return tuple(
        Aid(
            measure=f"{plan.enterprise} {source}",
            granted_on=day,
            equivalent=fx.convert(
                plan.by_source[source], EUR, on=day, rounding=RoundingMode.HALF_UP
            ),
        )
        for source, day in first.items()
        if plan.by_source.get(source)
    )


def _cumulation(
    plan: FundingPlan,
    agreements: Sequence[GrantAgreement],
    aids: Iterable[Aid],
    fx: FxTable,
) -> tuple[Finding, ...]:
    """Grants of the plan and earlier aids, over the years that the regulation adds up."""
    rule = "aids add up over the years (fund.toml, plan_rules.de_minimis; eu.deminimis.ceiling)"
    try:
        found = check_de_minimis([*aids, *grants_as_aid(plan, agreements, fx)])
    except MissingData as error:
        breach = Breach(
            enterprise=plan.enterprise,
            found=f"that {error}",
            expected="a ceiling and a rate to the euro on the day of each aid",
            remedy="give the rate under [[fx]], or leave de_minimis out",
            rule=rule,
        )
        return (breach.finding(),)
    return tuple(attrs.evolve(each, rule=rule) for each in found)


def _currencies(plan: FundingPlan, fx: FxTable, on: date) -> Iterator[Breach]:
    """A source that pays in another currency has a rate to the plan's."""
    for source in plan.sources:
        if source.currency in (None, plan.currency) or not plan.by_source[source.id]:
            continue
        try:
            fx.rate(source.currency, plan.currency, on=on)
        except MissingData as error:
            yield Breach(
                enterprise=plan.enterprise,
                source=source.id,
                found=f"that {error}",
                expected=f"a rate of {source.currency} in {plan.currency}",
                remedy="give it under [[fx]], or let the source promise the plan's currency",
                rule=f"{source.id} pays in {source.currency} (fund.toml, sources.currency)",
            )
