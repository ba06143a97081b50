"""What sources and the rules of plans name: other sources, uses, kinds of instruments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from investisens.folder.content import Content
from investisens.folder.problems import Located, Place
from investisens.funding.conditions import circle_breaches
from investisens.funding.plan import PlanRules, Source, Use
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.fund import Position
from investisens.values.errors import Finding
from investisens.values.misreads import nearest, shown


def check_sources(content: Content) -> None:
    """Adds names that nothing has, and sources that wait for one another."""
    known = content.ids(Source)
    if known is None:
        return
    sources = content.of(Source)
    rules = content.table(PlanRules)
    if rules is not None:
        content.findings += _rules(rules, known)
    for source in sources:
        content.findings += _conditions(source, known)
        content.findings += _excluded(source, content.known(Use, "enterprise", "id"))
        content.findings += _instrument(source, content)
    content.findings += _circles(sources)


def _rules(rules: Located[PlanRules], known: set[str]) -> Iterator[Finding]:
    yield from _unknown(rules.value.substitutes, known, rules.place.key("substitutes"))
    funder = rules.value.cut_back_funder
    if funder:
        yield from _unknown([funder], known, rules.place.key("cut_back_funder"))


def _conditions(source: Located[Source], known: set[str]) -> Iterator[Finding]:
    yield from _unknown(source.value.conditions, known, source.place.key("conditions"))


def _unknown(names: Iterable[str], known: set[str], place: Place) -> Iterator[Finding]:
    for name in names:
        if name not in known:
            remedy = nearest(name, known, "add it to fund.toml")
            yield place.finding("a source of fund.toml", shown(name), remedy)


def _excluded(source: Located[Source], known: set[tuple[str, ...]] | None) -> Iterator[Finding]:
    names = None if known is None else {" ".join(each) for each in known}
    for name in source.value.excludes:
        if names is not None and name not in names:
            remedy = nearest(name, names, "write enterprise and use, such as 'E1 U3'")
            yield source.place.key("excludes").finding("a use of uses.csv", shown(name), remedy)


def _instrument(source: Located[Source], content: Content) -> Iterator[Finding]:
    kind = source.value.instrument
    kinds = {*INSTRUMENTS, *(item.value.instrument.kind for item in content.of(Position))}
    if kind and kind not in kinds:
        remedy = nearest(kind, kinds, "write the kind of a position, or leave it out")
        place = source.place.key("instrument")
        yield place.finding("a kind of instrument", shown(kind), remedy)


def _circles(sources: list[Located[Source]]) -> Iterator[Finding]:
    places = {item.value.id: item.place for item in sources}
    for breach in circle_breaches([item.value for item in sources]):
        yield breach.finding(str(places[breach.source].key("conditions")))
