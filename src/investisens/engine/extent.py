"""How far a book reaches: the days on which something may happen, and what amounts add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import exp, log1p
from typing import assert_never

from investisens.engine.book import Book
from investisens.engine.contract import Contract
from investisens.engine.scenario import Scenario, singled_out
from investisens.values.legs import DebtLeg, GuaranteeLeg, KnownFlows, Leg, ParticipationLeg
from investisens.values.shares import Exit, ParPlus, ShareLeg


def days_of(book: Book, scenarios: Sequence[Scenario]) -> Iterator[int]:
    """Ordinals of the days on which something may happen, delays and defaults aside."""
    for block in book.blocks:
        yield from (int(block.start.min()), int(block.start.max()))
        if block.ops:
            yield from (int(block.days.min()), int(block.days.max()))
    apart = singled_out(scenarios)
    for contract in _everyone(book, scenarios):
        # What stands in blocks has been told above, without a look at each.
        beside = not contract.is_intertwined and contract.id not in apart
        for leg in contract.legs:
            if not (beside and isinstance(leg, DebtLeg)):
                yield from (on.toordinal() for on in _days(leg))
    if any(contract.covers for contract in book.contracts):
        # What a guarantee hands back comes when its covered contracts recover.
        struck = (default for each in scenarios for default in each.defaults)
        yield from (default.on.toordinal() + default.lag_days for default in struck)
        openings = (each.opening for each in book.contracts if each.opening is not None)
        yield from (opening.on.toordinal() for opening in openings)


def latest_of(book: Book, scenarios: Sequence[Scenario]) -> int:
    """Most days by which something may come late: a guarantee, after what it covers came late."""
    longest = max((delay.days for each in scenarios for delay in each.delays), default=0)
    return longest and longest * max((_delays(each, book) for each in book.contracts), default=1)


def _delays(contract: Contract, book: Book) -> int:
    """How many delays may add up on what a contract pays."""
    covered = (book.by_id[name] for name in contract.covers if name in book.by_id)
    return 1 + max((_delays(each, book) for each in covered), default=0)


def volume_of(book: Book, scenarios: Sequence[Scenario]) -> float:
    """What the amounts of the book add up to at most, interest aside."""
    total = sum(block.volume() for block in book.blocks)
    for contract in _everyone(book, scenarios):
        seen = float(sum(abs(each.minor) for each in contract.results.observations))
        owed = 0.0 if contract.debt is None else _volume(contract.debt, seen)
        total += sum(_volume(leg, seen, owed) for leg in contract.legs)
    return total


def _everyone(book: Book, scenarios: Sequence[Scenario]) -> Iterator[Contract]:
    """Every contract as signed, and as each scenario that singles it out makes it."""
    yield from book.contracts
    for scenario in scenarios:
        for name in sorted(scenario.singled_out & book.by_id.keys()):
            yield book.by_id[name].seen_in(scenario)


def _days(leg: Leg) -> tuple[date, ...]:
    match leg:
        case DebtLeg():
            return (leg.start, leg.last_on)
        case ShareLeg():
            return leg.days
        case KnownFlows():
            return tuple(flow.on for flow in leg.flows)
        case ParticipationLeg():
            return leg.days
        case GuaranteeLeg():
            claimed = min(leg.end.toordinal() + leg.waiting_days, date.max.toordinal())
            outside = (on for on, _ in leg.losses)
            return (leg.start, leg.end, date.fromordinal(claimed), *leg.fee_on, *outside)
        case _:
            assert_never(leg)


def _volume(leg: Leg, seen: float, owed: float = 0.0) -> float:
    """What one leg adds up to at most.

    Args:
        leg: The leg.
        seen: Sum of all results of the contract, signs aside.
        owed: What the debt of the contract adds up to, and so the cost of the shares it becomes.
    """
    match leg:
        case DebtLeg():
            return 4.0 * leg.principal.minor
        case ShareLeg():
            paid = sum(event.shares * event.per_share.minor for event in leg.planned)
            cost = owed if leg.converted else 4.0 * leg.units * leg.price.minor
            dearest = max((_dearness(leaving, leg) for leaving in leg.exits), default=1.0)
            shared = len(leg.dividends) + max(
                (_multiple(each.price) for each in leg.exits), default=0
            )
            return cost * dearest + paid + seen * shared
        case KnownFlows():
            return float(sum(abs(flow.amount.minor) for flow in leg.flows))
        case ParticipationLeg():
            least = 0 if leg.floor is None else len(leg.windows) * leg.floor.minor
            rest = 0 if leg.cap_total is None else leg.cap_total.minor
            return seen * max(1.0, float(leg.share)) + least + rest * (leg.rest_on is not None)
        case GuaranteeLeg():
            return float(2 * leg.ceiling.minor * (1 + len(leg.fee_on)))
        case _:
            assert_never(leg)


def _dearness(leaving: Exit, leg: ShareLeg) -> float:
    """How many times its cost a share brings at most, multiples of results aside."""
    times = 1.0 if leaving.floor is None else max(1.0, leaving.floor.minor / leg.price.minor)
    if isinstance(leaving.price, ParPlus):
        years = 1 + leaving.on.year - leg.start.year
        # e^700 is close to the greatest float: beyond any head-room all the same.
        times = max(times, exp(min(700.0, years * log1p(float(leaving.price.rate.fraction)))))
    return times


def _multiple(formula: object) -> float:
    return max(1.0, float(getattr(formula, "multiple", 1)))
