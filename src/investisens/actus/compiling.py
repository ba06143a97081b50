"""The events of a contract in order, and the debt leg that they compile to."""

from __future__ import annotations

from collections.abc import Callable

from investisens.actus import common
from investisens.actus.frame import Event, Frame, in_order
from investisens.actus.lax import segment_events
from investisens.actus.loans import loan_events
from investisens.actus.open_ended import CALLABLE_ORDER, callable_events, unlimited_events
from investisens.actus.terms import RATE_UNIT
from investisens.actus.vocabulary import ORDER
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rounding import Rounding
from investisens.values.schedule import MAX_DUES
from investisens.values.steps import Plan, Step

UNROUNDED = Currency("XXX", 12)
"""No currency of ISO 4217: amounts in 10⁻¹² of a unit, whatever the contract's currency."""

EVENTS: dict[str, Callable[[Frame], list[Event]]] = {
    "PAM": loan_events,
    "LAM": loan_events,
    "NAM": loan_events,
    "ANN": loan_events,
    "LAX": segment_events,
    "CLM": callable_events,
    "UMP": unlimited_events,
}
"""What makes the events of each type that the kernel runs."""

ENDS = frozenset({"TD", "MD", "STD"})
"""Events after which a contract is over."""


def events_of(frame: Frame) -> list[Event]:
    """The events of the contract from its start to its end or the horizon, in order.

    The first is its start, which is an event to list only where the exchange is still to come.
    """
    made = EVENTS[frame.terms.kind](frame) + common.trade(frame) + common.unscheduled(frame)
    order = _order(frame)
    start = next(event for event in made if event.type == "IED")
    kept = []
    for event in in_order((event for event in made if event is not start), order):
        within = frame.horizon is None or event.at <= frame.horizon or event.beyond
        if within and frame.ahead(event.at):
            kept.append(event)
        if event.type in ENDS:
            break
    return [start, *kept]


def _order(frame: Frame) -> tuple[str, ...]:
    order = CALLABLE_ORDER if frame.terms.kind == "CLM" else ORDER
    if frame.oddities.fixing_after_reset:
        return order
    rest = [type_ for type_ in order if type_ != "PRF"]
    rest.insert(rest.index("RRF"), "PRF")
    return tuple(rest)


def leg_of(frame: Frame, events: list[Event]) -> tuple[DebtLeg, list[int]]:
    """The debt leg made of *events*, and of which event each step is a part.

    Interest never runs backwards: where weekends move an event before the day up to which
    interest was counted, it counts none.
    """
    if len(events) > 4 * MAX_DUES:
        raise InvalidTerms(
            f"the contract has {len(events)} events: expected {4 * MAX_DUES} or fewer",
            field="terms",
            value=len(events),
        )
    steps: list[Step] = []
    owners = []
    day = events[0].counted
    for number, event in enumerate(events):
        day = max(day, event.counted)
        for make in event.makes:
            steps.append(make(day))
            owners.append(number)
    leg = DebtLeg(
        principal=Money(_notional(frame), UNROUNDED),
        start=events[0].counted,
        rate=frame.terms.rate("nominalInterestRate"),
        day_count=frame.terms.day_count,
        rounding=Rounding(),
        plan=Plan(tuple(steps)),
        rate_unit=RATE_UNIT,
    )
    return leg, owners


def _notional(frame: Frame) -> int:
    terms = frame.terms
    terms.need("notionalPrincipal")
    notional = terms.amount("notionalPrincipal")
    if notional < 0:
        raise InvalidTerms(
            f"notionalPrincipal is {terms.given['notionalPrincipal']!r}: use 0 or more, the "
            "contractRole gives the sign",
            field="notionalPrincipal",
            value=terms.given["notionalPrincipal"],
        )
    return notional
