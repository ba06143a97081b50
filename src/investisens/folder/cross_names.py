"""Names: each is given once, and each that is used is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from investisens.engine.scenario import BASE, Scenario
from investisens.folder.content import Content
from investisens.folder.layout import FILE_OF
from investisens.folder.problems import Place, nearest, shown
from investisens.funding.plan import Allocation, Debt, GrantAgreement, Invoice, Source, Use
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
from investisens.values.fx import FxQuote

UNIQUE: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (Source, ("id",)),
    (Position, ("id",)),
    (Scenario, ("name",)),
    (Enterprise, ("id",)),
    (Investor, ("id",)),
    (CapitalCall, ("call", "investor")),
    (Payment, ("id",)),
    (Result, ("enterprise", "year", "measure")),
    (Use, ("enterprise", "id")),
    (Allocation, ("enterprise", "use", "source")),
    (Invoice, ("id",)),
    (Indicator, ("enterprise", "year", "indicator")),
)
"""The attributes that tell the items of a class apart."""

REFERENCES: tuple[tuple[type[Any], str, type], ...] = (
    (GrantAgreement, "source", Source),
    (Position, "enterprise", Enterprise),
    (Amendment, "position", Position),
    (CapitalCall, "investor", Investor),
    (Payment, "position", Position),
    (PositionEvent, "position", Position),
    (Result, "enterprise", Enterprise),
    (Use, "enterprise", Enterprise),
    (Allocation, "enterprise", Enterprise),
    (Allocation, "source", Source),
    (Invoice, "enterprise", Enterprise),
    (Debt, "enterprise", Enterprise),
    (Debt, "source", Source),
    (Indicator, "enterprise", Enterprise),
    (Overlap, "first", Enterprise),
    (Overlap, "second", Enterprise),
)
"""Attributes that hold the id of an item of another class."""

_COMPARED = 50
"""Unknown names of one kind whose nearest known name is looked for; the rest go without."""


def check_names(content: Content) -> None:
    """Adds names given twice, and names that nothing has."""
    for cls, names in UNIQUE:
        content.findings += _twice(content, cls, names)
    content.findings += _quotes_twice(content)
    content.findings += _shared_names(content)
    for cls, attribute, target in REFERENCES:
        uses = ((place.key(attribute), name) for place, (name,) in content.named(cls, attribute))
        content.findings += _unknown(uses, content.ids(target), target)
    content.findings += _unknown_uses(content)
    content.findings += _scenario_names(content)
    content.findings += _overlaps(content)


def _twice(content: Content, cls: type[Any], names: tuple[str, ...]) -> Iterator[Finding]:
    seen: dict[tuple[Any, ...], Place] = {}
    for place, key in content.named(cls, *names):
        if key in seen:
            given = ", ".join(map(shown, key))
            yield place.key(names[-1]).finding(
                "a name not given yet" if len(names) == 1 else f"one row for {given}",
                f"{given} at {seen[key].path} too"
                if len(names) == 1
                else f"another at {seen[key].path}",
                "rename or remove one of the two",
            )
        seen.setdefault(key, place)


def _quotes_twice(content: Content) -> Iterator[Finding]:
    seen: dict[Any, Place] = {}
    for item in content.of(FxQuote):
        key = (item.value.pair, item.value.on)
        if key in seen:
            yield item.place.key("on").finding(
                "one quote of a pair on a day", f"another at {seen[key].path}", "keep one of them"
            )
        seen.setdefault(key, item.place)


def _shared_names(content: Content) -> Iterator[Finding]:
    """A flow of cash names its party, so a position and an investor cannot share a name."""
    positions = content.ids(Position) or set()
    for place, (name,) in content.named(Investor, "id"):
        if name in positions:
            yield place.key("id").finding(
                "a name that no position has", shown(name), "rename one of the two"
            )


def _unknown(
    uses: Iterator[tuple[Place, str]], known: Collection[str] | None, target: type
) -> Iterator[Finding]:
    """A finding for each name that *known* lacks; none if that is not known itself."""
    if known is None:
        return
    file = FILE_OF[target]
    add = f"add it to {file}"
    told = 0
    for place, name in uses:
        if name not in known:
            told += 1
            remedy = nearest(name, known, add) if told <= _COMPARED else add
            noun = f"{'an' if target.__name__[0] in 'AEIOU' else 'a'} {target.__name__.lower()}"
            yield place.finding(f"{noun} of {file}", shown(name), remedy)


def _unknown_uses(content: Content) -> Iterator[Finding]:
    """A use is named within its enterprise."""
    known = content.known(Use, "enterprise", "id")
    enterprises = content.ids(Enterprise)
    if known is None or enterprises is None:
        return
    names: dict[str, set[str]] = {}
    for enterprise, use in known:
        names.setdefault(enterprise, set()).add(use)
    classes: tuple[type[Any], ...] = (Allocation, Invoice)
    for cls in classes:
        for place, (enterprise, use) in content.named(cls, "enterprise", "use"):
            if enterprise in enterprises and (enterprise, use) not in known:
                remedy = nearest(use, names.get(enterprise, ()), "add it to uses.csv")
                expected = f"a use of {enterprise!r} in uses.csv"
                yield place.key("use").finding(expected, shown(use), remedy)


def _scenario_names(content: Content) -> Iterator[Finding]:
    for item in content.of(Scenario):
        if item.value.name == BASE.name:
            found = f"{BASE.name!r}, which stands for the contracts as signed"
            yield item.place.key("name").finding("a name of its own", found, "rename it")
        for part in ("defaults", "delays"):
            uses = (
                (item.place.key(part).item(index).key("contract"), each.contract)
                for index, each in enumerate(getattr(item.value, part))
            )
            yield from _unknown(uses, content.ids(Position), Position)


def _overlaps(content: Content) -> Iterator[Finding]:
    """Two enterprises, told once a year whichever comes first."""
    seen: dict[Any, Place] = {}
    for item in content.of(Overlap):
        first, second = item.value.first, item.value.second
        key = (item.value.year, frozenset((first, second)))
        if first == second:
            yield item.place.key("second").finding(
                "another enterprise than the first", shown(second), "name the other one"
            )
        elif key in seen:
            yield item.place.key("second").finding(
                "one row for two enterprises and a year",
                f"another at {seen[key].path}",
                "keep one of them",
            )
        seen.setdefault(key, item.place)
