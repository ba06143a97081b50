"""Names: each is given once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from investisens.engine.scenario import Scenario
from investisens.folder.content import Content
from investisens.folder.problems import Place
from investisens.funding.agreements import Invoice
from investisens.funding.plan import Allocation, Source, Use
from investisens.portfolio.fund import Position
from investisens.portfolio.parties import CapitalCall, Enterprise, Investor
from investisens.portfolio.records import (
    Indicator,
    Overlap,
    Payment,
    Result,
)
from investisens.values.errors import Finding
from investisens.values.fx import FxQuote
from investisens.values.harvest import HarvestCalendar
from investisens.values.misreads import shown
from investisens.values.results import period_name

UNIQUE: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (Source, ("id",)),
    (HarvestCalendar, ("name",)),
    (Position, ("id",)),
    (Scenario, ("name",)),
    (Enterprise, ("id",)),
    (Investor, ("id",)),
    (CapitalCall, ("call", "investor")),
    (Payment, ("id",)),
    (Use, ("enterprise", "id")),
    (Allocation, ("enterprise", "use", "source")),
    (Invoice, ("id",)),
    (Indicator, ("enterprise", "year", "indicator")),
)
"""The attributes that tell the items of a class apart."""


def check_names(content: Content) -> None:
    """Adds names given twice, and two names for one thing."""
    for cls, names in UNIQUE:
        content.findings += _twice(content, cls, names)
    content.findings += _results_twice(content)
    content.findings += _quotes_twice(content)
    content.findings += _shared_names(content)
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


def _results_twice(content: Content) -> Iterator[Finding]:
    """A result given twice, or for a year and for months of it."""
    seen: dict[tuple[str, str, int], dict[int | None, Place]] = {}
    for item in content.of(Result):
        result = item.value
        periods = seen.setdefault((result.enterprise, result.measure, result.year), {})
        if result.month in periods:
            period = period_name(result.observation.first, result.observation.last)
            names = f"{shown(result.enterprise)}, {period}, {shown(result.measure)}"
            yield item.place.key("measure").finding(
                f"one row for {names}",
                f"another at {periods[result.month].path}",
                "rename or remove one of the two",
            )
        elif periods and (result.month is None or None in periods):
            other = next(iter(periods.values())) if result.month is None else periods[None]
            yield item.place.key("month").finding(
                f"the {result.measure} of {result.year} or that of its months",
                f"both, the other at {other.path}",
                "keep one of the two",
            )
        periods.setdefault(result.month, item.place)


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
