"""What was decided about a debt while it ran: where it stands still, and what was given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from investisens.portfolio.decisions import Standstill
from investisens.portfolio.fund import Fund, Position
from investisens.servicing.running import Days
from investisens.servicing.standing_still import standing_still
from investisens.servicing.story import Waived
from investisens.values.components import InterestMeanwhile
from investisens.values.legs import DebtLeg, Leg


def stood_still(fund: Fund, position: Position, leg: Leg, on: date) -> Leg:
    """The leg with its dues moved by every standstill that began by the end of *on*.

    One that began before the leg does not concern it: terms written later know of it. A day on
    which two of them stand moves the dues once.
    """
    if isinstance(leg, DebtLeg):
        held_to = date.min
        for each in standstills_of(fund, position, on):
            if each.since >= leg.start:
                own = (each.since, each.until, each.dues, each.interest)
                leg = standing_still(leg, *own, held_to)
                held_to = max(held_to, each.until)
    return leg


def still_days(fund: Fund, position: Position, on: date) -> Days:
    """Days up to *on* on which no interest runs on a position."""
    return tuple(
        (each.since, each.until)
        for each in standstills_of(fund, position, on)
        if each.interest is InterestMeanwhile.STANDS_STILL
    )


def standstills_of(fund: Fund, position: Position, on: date) -> tuple[Standstill, ...]:
    """The standstills that concern a position and began by the end of *on*, by day."""
    if not fund.standstills:
        return ()
    found = [each for each in _concerning(fund, position) if each.since <= on]
    return tuple(sorted(found, key=lambda each: (each.since, each.until)))


def waived(fund: Fund, position: str) -> tuple[Waived, ...]:
    """What was given up of a debt."""
    return tuple(
        Waived(on=waiver.on, component=waiver.component, minor=waiver.amount.minor)
        for waiver in fund.waivers
        if waiver.position == position
    )


def _concerning(fund: Fund, position: Position) -> Iterator[Standstill]:
    enterprise = next((e for e in fund.enterprises if e.id == position.enterprise), None)
    sector = "" if enterprise is None else enterprise.sector
    commune = "" if enterprise is None else enterprise.commune
    for each in fund.standstills:
        named = (
            (each.position, position.id),
            (each.sector, sector),
            (each.commune, commune),
        )
        if all(not asked or asked == own for asked, own in named):
            yield each
