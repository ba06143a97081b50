"""The signed plan: each use is paid in full, by sources that may pay it, within its rules."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from investisens.folder.content import Content
from investisens.folder.problems import Located, shown
from investisens.funding.plan import (
    Allocation,
    GrantAgreement,
    PlanRules,
    Source,
    Use,
    UseKind,
)
from investisens.portfolio.fund import Position
from investisens.values.currency import Currency
from investisens.values.errors import Finding
from investisens.values.money import Money, total
from investisens.values.rates import Rate

Payers = dict[tuple[str, str], list[Located[Allocation]]]


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
    payers = _payers(content)
    sources = {item.value.id: item.value for item in content.of(Source)}
    broken = {keys for _, keys in content.broken_names(Allocation, "enterprise", "use")}
    known = content.known(Use, "enterprise", "id") or set()
    astray = {enterprise for enterprise, use in payers if (enterprise, use) not in known}
    for use in content.of(Use):
        key = (use.value.enterprise, use.value.id)
        rows = payers.get(key, [])
        if key not in broken and use.value.enterprise not in astray:
            content.findings += _cost(use, rows, home)
        if use.value.kind is UseKind.WORKING_CAPITAL:
            content.findings += _equipment_only(rows, sources)
        elif rules.public_share_of_item is not None:
            content.findings += _public(use, rows, sources, rules.public_share_of_item)
    content.findings += _ceilings(content, home)


def _payers(content: Content) -> Payers:
    payers: Payers = {}
    for item in content.of(Allocation):
        payers.setdefault((item.value.enterprise, item.value.use), []).append(item)
    return payers


def _sum(rows: list[Located[Allocation]], home: Currency) -> Money:
    return total((row.value.amount for row in rows), home)


def _cost(use: Located[Use], rows: list[Located[Allocation]], home: Currency) -> Iterator[Finding]:
    """Sources equal cost."""
    paid = _sum(rows, home)
    gap = paid - use.value.cost
    if gap:
        name = f"{use.value.enterprise} {use.value.id}"
        word = "more" if gap.minor > 0 else "less"
        yield use.place.key("cost").finding(
            f"sources of {use.value.cost} for {name}",
            f"{paid} in allocations.csv ({abs(gap)} {word})",
            "correct the cost, or the amounts of its sources",
        )


def _equipment_only(
    rows: list[Located[Allocation]], sources: dict[str, Source]
) -> Iterator[Finding]:
    for row in rows:
        source = sources.get(row.value.source)
        if source is not None and source.equipment_only:
            yield row.place.key("source").finding(
                "a source that may pay working capital",
                f"{shown(source.id)}, which pays equipment only",
                "let another source pay it",
            )


def _public(
    use: Located[Use], rows: list[Located[Allocation]], sources: dict[str, Source], most: Rate
) -> Iterator[Finding]:
    """Public money pays at most a share of each item of equipment."""
    cost = use.value.cost
    public = [
        row for row in rows if row.value.source in sources and sources[row.value.source].public
    ]
    paid = _sum(public, cost.currency)
    excess = paid.minor - int(most.fraction * cost.minor)
    if excess > 0:
        yield use.place.key("cost").finding(
            f"public money for at most {most} of {use.value.enterprise} {use.value.id}",
            f"{paid} of {cost}",
            f"let other sources pay {Money(excess, cost.currency)} of it",
        )


def _ceilings(content: Content, home: Currency) -> Iterator[Finding]:
    """What a source grants in all plans stays within its agreements."""
    agreements: dict[str, list[Located[GrantAgreement]]] = {}
    for item in content.of(GrantAgreement):
        agreements.setdefault(item.value.source, []).append(item)
    broken = {name for _, (name,) in content.broken_names(GrantAgreement, "source")}
    for source, items in agreements.items():
        if source in broken:
            continue
        ceiling = total((item.value.ceiling for item in items), home)
        rows = [row for row in content.of(Allocation) if row.value.source == source]
        granted = _sum(rows, home)
        if granted > ceiling:
            yield (
                items[-1]
                .place.key("ceiling")
                .finding(
                    f"grants of at most {ceiling} from {shown(source)}",
                    f"{granted} in allocations.csv",
                    f"plan {granted - ceiling} less, or amend the agreement",
                )
            )


def _holdings(content: Content, below: Rate) -> Iterator[Finding]:
    """The fund stays a minority; any instrument that tells its holding is held to it."""
    for item in content.of(Position):
        holding = getattr(item.value.instrument, "holding", None)
        if isinstance(holding, Fraction) and holding >= below.fraction:
            yield item.place.key("shares").finding(
                f"a holding below {below}",
                f"{holding} of the capital",
                "subscribe fewer shares, or correct other_shares",
            )
