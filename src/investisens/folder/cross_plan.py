"""The signed plan: each use is paid in full, by sources that may pay it, within its rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from investisens.folder.content import Content
from investisens.folder.problems import Located, Place
from investisens.funding.agreements import GrantAgreement
from investisens.funding.breaches import Breach
from investisens.funding.commitments import agreement_breaches, ceiling_breaches, holding_breach
from investisens.funding.conditions import condition_breaches
from investisens.funding.matrix import FundingPlan
from investisens.funding.matrix_checks import COVER, matrix_breaches
from investisens.funding.plan import Allocation, PlanRules, Source, Use
from investisens.portfolio.fund import FundTerms, Position
from investisens.values.currency import Currency
from investisens.values.errors import Finding
from investisens.values.money import Money
from investisens.values.rates import Rate

LISTED_IN = "allocations.csv"


def check_plan(content: Content, home: Currency) -> None:
    """Adds what breaks the plan."""
    located = content.table(PlanRules)
    rules = located.value if located else PlanRules()
    if rules.holding_below is not None:
        content.findings += _holdings(content, rules.holding_below)
    if Allocation in content.unread or Use in content.unread:
        return
    if Allocation in content.absent:
        if content.of(Use):
            content.miss(Allocation, "the sources of the uses of uses.csv")
        return
    agreed = {item.value.source for item in content.of(GrantAgreement)}
    for drafted in _drafts(content, home):
        content.findings += drafted.findings(rules, agreed)
    content.findings += _ceilings(content)


@attrs.frozen(kw_only=True)
class _Drafted:
    """What can be read of the plan of one enterprise, and where it stands.

    Attributes:
        plan: The plan.
        on: The day whose law applies.
        uses: Place of each use.
        rows: Place of the allocation of each use and source.
        unsure: Uses of which an allocation could not be read.
        astray: Whether an allocation names a use that is not there.
    """

    plan: FundingPlan
    on: date
    uses: dict[str, Place]
    rows: dict[tuple[str, str], Place]
    unsure: frozenset[str]
    astray: bool

    def findings(self, rules: PlanRules, agreed: set[str]) -> Iterator[Finding]:
        """What breaks the rules, but for what a row that cannot be read may explain."""
        breaches = [
            *matrix_breaches(self.plan, rules, on=self.on, agreed=agreed, listed_in=LISTED_IN),
            *condition_breaches(self.plan),
        ]
        for breach in breaches:
            if not self._explained(breach):
                yield breach.finding(str(self._place(breach)))

    def _explained(self, breach: Breach) -> bool:
        if not breach.use:
            return self.astray or bool(self.unsure)
        return breach.rule.startswith(COVER) and (self.astray or breach.use in self.unsure)

    def _place(self, breach: Breach) -> Place:
        if breach.use and breach.source:
            return self.rows[breach.use, breach.source].key("source")
        if breach.source:
            found = (place for (_, source), place in self.rows.items() if source == breach.source)
            return next(found).key("amount")
        return self.uses.get(breach.use, next(iter(self.uses.values()))).key("cost")


def _drafts(content: Content, home: Currency) -> Iterator[_Drafted]:
    """The plan of each enterprise; a source that is not known is a column without any limit."""
    known = content.known(Use, "enterprise", "id") or set()
    broken = {keys for _, keys in content.broken_names(Allocation, "enterprise", "use")}
    by_enterprise: dict[str, list[Located[Allocation]]] = {}
    for item in content.of(Allocation):
        by_enterprise.setdefault(item.value.enterprise, []).append(item)
    uses: dict[str, dict[str, Located[Use]]] = {}
    for use in content.of(Use):
        uses.setdefault(use.value.enterprise, {}).setdefault(use.value.id, use)
    for enterprise, own in uses.items():
        rows = by_enterprise.get(enterprise, [])
        sources = _columns(content, rows)
        yield _Drafted(
            plan=FundingPlan.of(
                enterprise,
                [each.value for each in own.values()],
                sources,
                [row.value for row in rows if row.value.use in own],
                home,
            ),
            on=_day(content, {row.value.source for row in rows}),
            uses={name: each.place for name, each in own.items()},
            rows={(row.value.use, row.value.source): row.place for row in rows},
            unsure=frozenset(use for each, use in broken if each == enterprise),
            astray=any((enterprise, row.value.use) not in known for row in rows),
        )


def _columns(content: Content, rows: list[Located[Allocation]]) -> tuple[Source, ...]:
    sources = {item.value.id: item.value for item in content.of(Source)}
    for row in rows:
        name = row.value.source
        sources.setdefault(name, Source(id=name, name=name))
    return tuple(sources.values())


def _day(content: Content, paying: set[str]) -> date:
    """The first agreement of a source that pays; the day of the records if there is none."""
    days = [
        item.value.agreed_on for item in content.of(GrantAgreement) if item.value.source in paying
    ]
    terms = content.table(FundTerms)
    return min(days, default=terms.value.as_of if terms else date.min)


def _ceilings(content: Content) -> Iterator[Finding]:
    """What a source grants in all plans stays within its agreements."""
    places = {item.value.source: item.place for item in content.of(GrantAgreement)}
    broken = {name for _, (name,) in content.broken_names(GrantAgreement, "source")}
    granted: dict[str, Money] = {}
    for row in content.of(Allocation):
        before = granted.get(row.value.source, Money.zero(row.value.amount.currency))
        granted[row.value.source] = before + row.value.amount
    agreements = [item.value for item in content.of(GrantAgreement)]
    for breach in ceiling_breaches(granted, agreements, listed_in=LISTED_IN):
        if breach.source not in broken:
            yield breach.finding(str(places[breach.source].key("ceiling")))
    for breach in agreement_breaches(agreements):
        yield breach.finding(str(places[breach.source].key("source")))


def _holdings(content: Content, below: Rate) -> Iterator[Finding]:
    """The fund stays a minority; any instrument that tells its holding is held to it."""
    for item in content.of(Position):
        holding = getattr(item.value.instrument, "holding", None)
        if isinstance(holding, Fraction) and holding >= below.fraction:
            breach = holding_breach(item.value.enterprise, "", holding, below)
            yield breach.finding(str(item.place.key("shares")))
