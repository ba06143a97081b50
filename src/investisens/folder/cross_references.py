"""Names that are used are known: a name that is not is told once, wherever it is used."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import Any

from investisens.engine.scenario import Scenario
from investisens.folder.content import Content
from investisens.folder.cross_covers import covered_names, pledged_uses
from investisens.folder.layout import FILE_OF, KNOWN_FILES
from investisens.folder.problems import Place
from investisens.funding.agreements import GrantAgreement, Invoice
from investisens.funding.plan import Allocation, Debt, Source, Use
from investisens.portfolio.decisions import Confirmation, Waiver
from investisens.portfolio.fund import Amendment, Position
from investisens.portfolio.parties import CapitalCall, Enterprise, Investor
from investisens.portfolio.records import (
    Indicator,
    Overlap,
    Payment,
    PositionEvent,
    Result,
)
from investisens.values.errors import Finding
from investisens.values.happenings import Happening
from investisens.values.misreads import nearest, shown

REFERENCES: tuple[tuple[type[Any], tuple[tuple[type[Any], str], ...]], ...] = (
    (Source, ((GrantAgreement, "source"), (Allocation, "source"), (Debt, "source"))),
    (
        Enterprise,
        (
            (Position, "enterprise"),
            (Result, "enterprise"),
            (Use, "enterprise"),
            (Allocation, "enterprise"),
            (Invoice, "enterprise"),
            (Debt, "enterprise"),
            (Indicator, "enterprise"),
            (Overlap, "first"),
            (Overlap, "second"),
        ),
    ),
    (
        Position,
        (
            (Amendment, "position"),
            (Payment, "position"),
            (PositionEvent, "position"),
            (Happening, "contract"),
            (Waiver, "position"),
            (Confirmation, "position"),
        ),
    ),
    (Investor, ((CapitalCall, "investor"),)),
)
"""A class whose items have an id, and the attributes elsewhere that hold such an id."""

_COMPARED = 50
"""Unknown names of one kind whose nearest known name is looked for; the rest go without."""

Uses = Iterable[tuple[Place, str]]


def check_references(content: Content) -> None:
    """Adds names that nothing has, and files that are not there though their names are used."""
    for target, holders in REFERENCES:
        known = content.ids(target)
        if known is None:
            continue
        file = FILE_OF[target]
        noun = f"{'an' if target.__name__[0] in 'AEIOU' else 'a'} {target.__name__.lower()}"
        uses = list(_uses(content, holders, known))
        if target is Position:
            uses += _of_scenarios(content)
            uses += (use for item in content.of(Position) for use in covered_names(item))
        findings = list(_unknown(uses, known, f"{noun} of {file}", f"add it to {file}"))
        _tell(content, target, findings)
    _tell(content, Use, list(_unknown_uses(content)))


def _tell(content: Content, target: type[Any], findings: list[Finding]) -> None:
    if findings and target in content.absent:
        stem = FILE_OF[target].partition(".")[0]
        content.miss(target, f"the {stem} that other files name")
    content.findings += findings


def _uses(
    content: Content, holders: Iterable[tuple[type[Any], str]], known: Container[str]
) -> Iterator[tuple[Place, str]]:
    """Names that are not known: of the many that are, no place is made."""
    for cls, attribute in holders:
        for place, (name,) in content.named(cls, attribute):
            if name not in known:
                yield place.key(attribute), name


def _of_scenarios(content: Content) -> Iterator[tuple[Place, str]]:
    for item in content.of(Scenario):
        for part in ("defaults", "delays", "results", "happenings"):
            for index, each in enumerate(getattr(item.value, part)):
                yield item.place.key(part).item(index).key("contract"), each.contract


def _unknown(uses: Uses, known: Iterable[str], expected: str, add: str) -> Iterator[Finding]:
    """A finding for each name that *known* lacks, at the first of its places."""
    places: dict[str, list[Place]] = {}
    for place, name in uses:
        if name not in known:
            places.setdefault(name, []).append(place)
    for told, (name, found) in enumerate(places.items()):
        remedy = nearest(name, known, add) if told < _COMPARED else add
        count = f", used in {len(found)} places, first here" if len(found) > 1 else ""
        yield min(found, key=_order).finding(expected, f"{shown(name)}{count}", remedy)


def _order(place: Place) -> tuple[int, list[int]]:
    """Where a place stands in reading order: its file, then its indices or its line."""
    return KNOWN_FILES.index(place.file), [int(each) for each in re.findall(r"\d+", place.path)]


def _unknown_uses(content: Content) -> Iterator[Finding]:
    """A use is named within its enterprise."""
    known = content.known(Use, "enterprise", "id")
    enterprises = content.ids(Enterprise)
    if known is None or enterprises is None:
        return
    names: dict[str, set[str]] = {}
    for enterprise, use in known:
        names.setdefault(enterprise, set()).add(use)
    named: dict[str, list[tuple[Place, str]]] = {}
    classes: tuple[type[Any], ...] = (Allocation, Invoice)
    for cls in classes:
        for place, (enterprise, use) in content.named(cls, "enterprise", "use"):
            if enterprise in enterprises:
                named.setdefault(enterprise, []).append((place.key("use"), use))
    for place, enterprise, use in pledged_uses(content):
        if enterprise in enterprises:
            named.setdefault(enterprise, []).append((place, use))
    for enterprise, uses in named.items():
        expected = f"a use of {enterprise!r} in uses.csv"
        yield from _unknown(uses, names.get(enterprise, set()), expected, "add it to uses.csv")
