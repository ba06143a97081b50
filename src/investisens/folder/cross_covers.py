"""What guarantees and pledges cover, held against the positions and the plan."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from investisens.folder.content import Content
from investisens.folder.cross_contracts import Contract, Contracts
from investisens.folder.problems import Located, Place
from investisens.funding.plan import Use, UseKind
from investisens.instruments.counter_guarantee import CounterGuarantee
from investisens.instruments.equipment_pledge import EquipmentPledge
from investisens.instruments.guarantee import Guarantee
from investisens.legal.citing import cited
from investisens.legal.parameters import value
from investisens.portfolio.fund import Position
from investisens.values.currency import Currency
from investisens.values.errors import Finding, Severity
from investisens.values.misreads import shown
from investisens.values.rates import Rate

_COVER_MAX = "guarantee.cover_max"


def covered_names(item: Located[Position]) -> Iterator[tuple[Place, str]]:
    """The ids that a position covers, with their places; any instrument that tells them."""
    covers = getattr(item.value.instrument, "covers", ())
    if isinstance(covers, tuple):
        for index, name in enumerate(covers):
            if isinstance(name, str):
                yield item.place.key("covers").item(index), name


def pledged_uses(content: Content) -> Iterator[tuple[Place, str, str]]:
    """Places, enterprises and names of the uses that are pledged."""
    for item in content.of(Position):
        if isinstance(item.value.instrument, EquipmentPledge):
            yield item.place.key("item"), item.value.enterprise, item.value.instrument.item


def check_covers(content: Content, held: Contracts, home: Currency) -> None:
    """Adds guarantees of what cannot be lost, pledges on no equipment, and foreign amounts."""
    for contract in held.values():
        content.findings += _foreign(contract, home)
        for place, name in covered_names(contract.item):
            if name in held:
                content.findings += _lost_in_vain(contract, held[name], place)
    content.findings += _covered_twice(held)
    kinds = {(use.value.enterprise, use.value.id): use.value.kind for use in content.of(Use)}
    for place, enterprise, name in pledged_uses(content):
        if kinds.get((enterprise, name)) is UseKind.WORKING_CAPITAL:
            content.findings.append(
                place.finding(
                    f"equipment of {enterprise!r} in uses.csv",
                    f"{shown(name)}, which is working capital",
                    "pledge a use of the kind 'equipment'",
                )
            )


def _foreign(contract: Contract, home: Currency) -> Iterator[Finding]:
    """Amounts of a position that is neither a debt nor shares, in another currency."""
    if contract.debt is None and contract.shares is None:
        legs = contract.item.value.instrument.legs()
        codes = sorted({each.code for leg in legs for each in leg.currencies} - {home.code})
        if codes:
            yield contract.item.place.finding(
                f"amounts in {home}", " and ".join(codes), "write the terms in the fund's currency"
            )


def _covered_twice(held: Contracts) -> Iterator[Finding]:
    """Shares of one loss that several covers pay, and that make more than the whole of it."""
    covering: dict[str, list[tuple[Place, Guarantee | CounterGuarantee]]] = {}
    for contract in held.values():
        cover = contract.item.value.instrument
        if not isinstance(cover, Guarantee | CounterGuarantee):
            continue
        for place, name in covered_names(contract.item):
            if name in held and not [*_lost_in_vain(contract, held[name], place)]:
                covering.setdefault(name, []).append((place, cover))
    for name, covers in covering.items():
        for start in sorted(cover.start for _, cover in covers):
            together = [each for each in covers if each[1].start <= start <= each[1].end]
            share = Rate(sum(cover.covered_share.mbp for _, cover in together))
            most = value(_COVER_MAX, on=start)
            if len(together) > 1 and share.fraction > most:
                found = together[-1][0].finding(
                    f"covers of at most {Rate.nearest(most)} of {shown(name)} together",
                    f"{share} from {start}, in {len(together)} of them",
                    "lower a covered_share, or cover something else with one of them",
                    Severity.WARNING,
                )
                yield attrs.evolve(found, rule=cited(_COVER_MAX, on=start))
                break


def _lost_in_vain(contract: Contract, covered: Contract, place: Place) -> Iterator[Finding]:
    """A position whose loss the terms cannot cover."""
    cover, other = contract.item.value.instrument, covered.item.value
    name = f"{shown(other.id)}, of kind {other.instrument.kind!r}"
    if isinstance(cover, CounterGuarantee):
        if getattr(other.instrument, "given", None) is not True:
            yield place.finding(
                "a guarantee that the fund has given",
                name,
                "name one with given = true, or write a guarantee",
            )
    elif isinstance(cover, EquipmentPledge):
        if covered.debt is None:
            yield place.finding("a debt", name, "a pledge secures what is owed: name a debt")
    elif covered.debt is None and covered.shares is None:
        yield place.finding(
            "a debt or shares", name, "name what may be lost, or write a counter_guarantee"
        )
