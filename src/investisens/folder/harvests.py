"""Dues that follow a harvest calendar, which they name: the calendar stands in its own file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs
from cattrs import Converter
from cattrs.errors import AttributeValidationNote, ClassValidationError

from investisens.folder.content import Content
from investisens.folder.problems import Place, Told
from investisens.portfolio.fund import Fund
from investisens.values.errors import Finding
from investisens.values.harvest import Harvest, HarvestCalendar
from investisens.values.misreads import Misread, nearest, shown
from investisens.values.schedule import ScheduleRule

A_CALENDAR = "a calendar of calendars.toml"
"""What is expected where a calendar is named."""


@attrs.frozen(kw_only=True)
class NamedHarvest:
    """Due dates that follow a harvest calendar, its moves included.

    Attributes:
        harvest: Name of the calendar, in `calendars.toml`.
        first: First due, a day of the calendar where no move is counted.
        count: Number of due dates, 1 to 10,000.
    """

    harvest: str
    first: date
    count: int


@attrs.frozen(kw_only=True)
class Calendars:
    """The calendars that dues may name.

    Attributes:
        known: Those that could be read.
        faulty: Names of those that could not: what is wrong with them is told already.
        unread: Whether the whole file could not be read.
    """

    known: tuple[HarvestCalendar, ...] = ()
    faulty: frozenset[str] = frozenset()
    unread: bool = False

    @classmethod
    def of(cls, content: Content) -> Calendars:
        """What was read of ``calendars.toml``."""
        return cls(
            known=tuple(item.value for item in content.of(HarvestCalendar)),
            faulty=frozenset(name for _, (name,) in content.broken_names(HarvestCalendar, "name")),
            unread=HarvestCalendar in content.unread,
        )

    def named(self, name: str) -> HarvestCalendar:
        """The calendar called *name*.

        Raises:
            Misread: No calendar is called so.
            Told: One may be, but could not be read.
        """
        for calendar in self.known:
            if calendar.name == name:
                return calendar
        if self.unread or name in self.faulty:
            raise Told
        names = [*(calendar.name for calendar in self.known), *self.faulty]
        raise Misread(A_CALENDAR, shown(name), nearest(name, names, "add it to calendars.toml"))


def read_harvest(converter: Converter, calendars: Calendars, keys: dict[str, object]) -> Harvest:
    """The rule of a table with the key ``harvest``."""
    named = converter.structure(keys, NamedHarvest)
    try:
        return Harvest(
            calendar=calendars.named(named.harvest), first=named.first, count=named.count
        )
    except (Misread, Told) as error:
        error.add_note(AttributeValidationNote("in a table", "harvest", str))
        raise ClassValidationError("in a table", [error], NamedHarvest) from None
    except ValueError as error:
        raise ClassValidationError("in a table", [error], NamedHarvest) from None


def told_once(content: Content, findings: Iterator[Finding]) -> list[Finding]:
    """Findings without the names of calendars that an earlier place was found to miss."""
    missed = {each.found for each in content.findings if each.expected == A_CALENDAR}
    kept = []
    for finding in findings:
        if finding.expected == A_CALENDAR and finding.found in missed:
            continue
        if finding.expected == A_CALENDAR:
            missed.add(finding.found)
        kept.append(finding)
    return kept


def foreign_calendars(fund: Fund, place: Place) -> tuple[Finding, ...]:
    """Calendars that dues of *fund* follow and that are not those of its folder."""
    own = {calendar.name: calendar for calendar in fund.calendars}
    held = [item.instrument for item in fund.positions]
    held += [item.instrument for item in fund.amendments]
    findings = []
    for instrument in held:
        for rule in _rules(instrument):
            if isinstance(rule, Harvest) and own.get(rule.calendar.name) != rule.calendar:
                findings.append(
                    place.finding(
                        "dues that follow calendars of the fund",
                        f"another calendar called {shown(rule.calendar.name)}",
                        "add it to the calendars of the fund, each name once",
                    )
                )
    return tuple(dict.fromkeys(findings))


def _rules(instrument: object) -> tuple[ScheduleRule, ...]:
    """Rules of the dues of a debt, and of the days on which shares leave."""
    found: list[ScheduleRule] = []
    for part, name in (("repayment", "dues"), ("buy_back", "days"), ("redemption", "days")):
        found += getattr(getattr(instrument, part, None), name, ())
    return tuple(found)
