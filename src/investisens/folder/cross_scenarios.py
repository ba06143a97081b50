"""Scenarios: named for themselves, and about days that are still to come."""

from __future__ import annotations

from datetime import date

from investisens.engine.scenario import BASE, Scenario
from investisens.folder.content import Content
from investisens.folder.cross_contracts import Contracts
from investisens.folder.problems import Place
from investisens.values.errors import Finding, Severity


def check_scenario_names(content: Content) -> None:
    """Adds scenarios that take the name of the contracts as signed."""
    for item in content.of(Scenario):
        if item.value.name == BASE.name:
            found = f"{BASE.name!r}, which stands for the contracts as signed"
            content.findings.append(
                item.place.key("name").finding("a name of its own", found, "rename it")
            )


def check_scenario_days(content: Content, as_of: date) -> None:
    """Adds a warning for each default and each delay that is not after *as_of*.

    A projection refuses a scenario that changes days before its question, and *as_of* is the
    question unless another day is given. An earlier one may be, so this is no error.
    """
    for item in content.of(Scenario):
        for index, default in enumerate(item.value.defaults):
            if default.on <= as_of:
                place = item.place.key("defaults").item(index).key("on")
                content.findings.append(_too_early(place, default.on, as_of))
        for index, delay in enumerate(item.value.delays):
            if delay.since <= as_of:
                place = item.place.key("delays").item(index).key("since")
                content.findings.append(_too_early(place, delay.since, as_of))


def check_scenario_starts(content: Content, held: Contracts) -> None:
    """Adds defaults on or before the day their contract starts: there is nothing to lose yet."""
    for item in content.of(Scenario):
        for index, default in enumerate(item.value.defaults):
            contract = held.get(default.contract)
            leg = None if contract is None else contract.debt or contract.shares
            if leg is not None and default.on <= leg.start:
                place = item.place.key("defaults").item(index).key("on")
                expected = f"a day after {leg.start}, when {default.contract!r} starts"
                finding = place.finding(expected, str(default.on), "give a later day")
                content.findings.append(finding)


def _too_early(place: Place, day: date, as_of: date) -> Finding:
    return place.finding(
        "a day after as_of",
        f"that {day} is not after as_of {as_of}",
        "give a later day, or ask as of an earlier day with --on",
        Severity.WARNING,
    )
