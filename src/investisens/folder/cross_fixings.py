"""Fixings of indices: each given once, and none missing up to the day records are complete to."""

from __future__ import annotations

from datetime import date

from investisens.folder.content import Content
from investisens.folder.layout import FILE_OF
from investisens.folder.problems import Located, Place
from investisens.portfolio.contract import fixings_needed
from investisens.portfolio.fixings import missing_fixings
from investisens.portfolio.fund import Fund
from investisens.portfolio.records import Fixing
from investisens.values.misreads import close_to, shown

_NAMED = 3
"""Contracts that are named where more of them need one fixing."""


def check_fixing_rows(content: Content) -> None:
    """Adds fixings of one index and day that are given twice, alike or not."""
    seen: dict[tuple[str, date], Located[Fixing]] = {}
    for item in content.of(Fixing):
        fixing = item.value
        first = seen.setdefault((fixing.index, fixing.on), item)
        if first is item:
            continue
        alike = first.value.value == fixing.value
        content.findings.append(
            item.place.key("on" if alike else "value").finding(
                f"one value of {shown(fixing.index)} on {fixing.on}",
                f"{fixing.value}, and {first.value.value} at {first.place.path}",
                "remove one of the two" if alike else "keep the right one",
            )
        )


def check_missing_fixings(content: Content) -> None:
    """Adds fixings up to *as_of* that debts need and that no row gives, each once.

    Only for a folder that is sound so far. Fixings of later days are asked for by a projection
    or a schedule that needs them.
    """
    fund = content.fund()
    as_of = fund.terms.as_of
    needed = (each for held in fund.positions for each in fixings_needed(fund, held, as_of))
    lacking: dict[tuple[str, date], list[str]] = {}
    for each in missing_fixings(fund, needed):
        if each.on <= as_of:
            lacking.setdefault((each.index, each.on), []).append(each.position)
    absent = Fixing in content.absent
    place = Place(FILE_OF[Fixing])
    for (index, on), contracts in sorted(lacking.items()):
        expected = f"the fixing of {shown(index)} on {on}, which {_told(contracts)}"
        found = "no file" if absent else "no row for it"
        content.findings.append(place.finding(expected, found, _remedy(index, fund, absent)))


def _told(contracts: list[str]) -> str:
    """Who needs a fixing, with a verb."""
    named = ", ".join(map(shown, contracts[:_NAMED]))
    more = len(contracts) - _NAMED
    if more > 0:
        return f"{named} and {more} more need"
    return f"{named} {'needs' if len(contracts) == 1 else 'need'}"


def _remedy(index: str, fund: Fund, absent: bool) -> str:
    """What to do, with the name that an unknown index may stand for."""
    if absent:
        return "write it, with the columns index, on and value"
    known = fund.fixings_of
    near = None if index in known else close_to(index, known)
    return "add the row" if near is None else f"add the row, or is the index {near!r}?"
