"""A contract run through the engine's kernel, event by event."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import attrs

from investisens.actus import common
from investisens.actus.compiling import ENDS, EVENTS, events_of, leg_of
from investisens.actus.frame import Event, Frame
from investisens.actus.instants import day_of, order_of
from investisens.actus.terms import RATE_UNIT, UNIT, whole
from investisens.engine.arithmetic import Single
from investisens.engine.kernel import run
from investisens.engine.state import State
from investisens.engine.state import Terms as Running
from investisens.engine.tape import Row, tape_of
from investisens.values.cashflow import FlowKind
from investisens.values.legs import DebtLeg
from investisens.values.steps import RepayAmount, RepayShare, ResetRate

_PAID = frozenset({FlowKind.PRINCIPAL, FlowKind.INTEREST, FlowKind.INDEXATION})


@attrs.frozen(kw_only=True)
class Reading:
    """One event with what it paid and the state after it, seen from a lender.

    Attributes:
        event: The event.
        paid: Received + or paid −, in 10⁻¹² of a unit.
        balance: Outstanding principal after it, in the same unit.
        accrued: Accrued interest after it, in the same unit.
        rate: Yearly rate after it, in 10⁻¹⁵.
    """

    event: Event
    paid: int
    balance: int
    accrued: int
    rate: int


def readings(frame: Frame, events: list[Event] | None = None) -> list[Reading]:
    """What each event pays, and the state after it.

    Raises:
        InvalidTerms: The terms contradict themselves, or one is missing.
        MissingData: A market value is needed and not given.
    """
    events = events_of(frame) if events is None else events
    leg, owners = leg_of(frame, events)
    rows = _rows(frame, leg, events, owners)
    state = _start(frame, leg)
    basis = leg.day_count.basis * leg.rate_unit
    found = []
    at = 0
    for number, event in enumerate(events):
        flows: list[tuple[FlowKind, int]] = []
        first = at
        while at < len(rows) and owners[at] == number:
            at += 1

        def emit(
            _: int, kind: FlowKind, amount: int, to: list[tuple[FlowKind, int]] = flows
        ) -> None:
            to.append((kind, amount))

        run(rows[first:at], state, Running(basis, leg.rounding, Single(), emit))
        found.append(_reading(frame, event, flows, state))
    return found


def _rows(frame: Frame, leg: DebtLeg, events: list[Event], owners: list[int]) -> list[Row]:
    fixings: dict[str, dict[date, Fraction]] = {}
    for number, step in zip(owners, leg.plan.steps, strict=True):
        if isinstance(step, ResetRate):
            value = frame.market.value(step.index, events[number].cycle)
            fixings.setdefault(step.index, {})[step.fixed_on] = value
    rows = list(tape_of(leg, fixings))
    if not frame.oddities.repayment_accrues and frame.terms.kind in ("LAM", "LAX"):
        for number, step in enumerate(leg.plan.steps):
            if isinstance(step, RepayShare | RepayAmount):
                rows[number] = rows[number]._replace(days=0, accrues=False)
    return rows


def _start(frame: Frame, leg: DebtLeg) -> State:
    """The state at the initial exchange, or at the status date of a contract that runs."""
    terms = frame.terms
    base = None
    kind = terms.text("interestCalculationBase") or "NT"
    if kind == "NTL" or (kind == "NTIED" and not frame.oddities.base_at_exchange_follows):
        given = "interestCalculationBaseAmount"
        base = terms.amount(given) if given in terms else leg.principal.minor
    accrued = _accrued_at_start(frame, leg)
    return State(balance=leg.principal.minor, accrued=accrued, rate=leg.rate.mbp, base=base)


def _accrued_at_start(frame: Frame, leg: DebtLeg) -> int:
    """Given, else since the anchor before the exchange, or since the last payment."""
    terms = frame.terms
    if "accruedInterest" in terms:
        return terms.amount("accruedInterest")
    if frame.running:
        since = _last_payment(frame)
    else:
        since = terms.instant("cycleAnchorDateOfInterestPayment")
    if since is None or day_of(since) >= leg.start:
        return 0
    year = leg.day_count.fraction(frame.business_days.calculation(since), leg.start)
    return whole(Fraction(leg.principal.minor) * Fraction(leg.rate.mbp, RATE_UNIT) * year, 1)


def _last_payment(frame: Frame) -> datetime | None:
    """The last date before the status date on which interest was *paid*, after the exchange."""
    if frame.terms.kind in ("CLM", "UMP"):
        return None
    past = [
        event.cycle
        for event in EVENTS[frame.terms.kind](frame)
        if event.type == "IP" and frame.terms.exchange <= event.at <= frame.terms.status
    ]
    return max(past, default=None)


def _reading(
    frame: Frame, event: Event, flows: list[tuple[FlowKind, int]], state: State
) -> Reading:
    paid = sum(amount for kind, amount in flows if kind in _PAID)
    balance, accrued, rate = state.balance, state.accrued, state.rate
    if event.type == "IED":
        paid = -balance - frame.terms.amount("premiumDiscountAtIED")
    elif event.type == "PI":
        scale = Fraction(*(state.principal_scale or (1, 1)))
        paid = -whole(sum(amount for _, amount in flows) * scale, 1)
    elif event.type in ("PRD", "TD"):
        paid = _price(frame, event, accrued)
    if event.type == "TD":
        balance = accrued = 0
        rate = rate if frame.oddities.rate_outlives_end else 0
    if event.type == "XD" and frame.oddities.notice_hides_interest:
        accrued = 0 if frame.terms.period("xDayNotice").period else accrued
    return Reading(event=event, paid=paid, balance=balance, accrued=accrued, rate=rate)


def _price(frame: Frame, event: Event, accrued: int) -> int:
    """What a purchase pays or a termination brings: price and accrued interest."""
    if frame.oddities.signed_interest_in_price:
        accrued *= frame.terms.sign
    if event.type == "PRD":
        return -frame.terms.amount("priceAtPurchaseDate") - accrued
    return frame.terms.amount("priceAtTerminationDate") + accrued


def state_at(frame: Frame, at: datetime, *, after_events: bool = True) -> Reading | None:
    """What a contract owes at *at*, after its events of that day; ``None`` before its start.

    Args:
        frame: The contract.
        at: When.
        after_events: Whether events at *at* itself count.
    """
    started = order_of(at) > order_of(frame.begins) or (
        after_events and order_of(at) == order_of(frame.begins)
    )
    if not started:
        return None
    # One second more: a contract without an end does not capitalise on its horizon.
    events = events_of(attrs.evolve(frame, horizon=at + timedelta(seconds=1)))
    limit = order_of(at)
    events = [
        event
        for event in events
        if order_of(event.at) < limit or (after_events and order_of(event.at) == limit)
    ]
    if events[-1].type not in ENDS:
        events.append(common.analysis(frame, at))
    return readings(frame, events)[-1]


def listed(frame: Frame) -> list[Reading]:
    """The readings to list: after the status date, and from a purchase to come on."""
    found = readings(frame)
    if frame.running:
        found = found[1:]
    elif frame.horizon is not None and frame.terms.exchange > frame.horizon:
        return []
    bought = frame.terms.instant("purchaseDate")
    if bought is None or bought <= frame.terms.status:
        return found
    types = [reading.event.type for reading in found]
    return found[types.index("PRD") :] if "PRD" in types else []


def amount_out(minor: int, sign: int = 1) -> float:
    """An amount in units, as the reference writes it.

    >>> amount_out(1_500_000_000_000, -1)
    -1.5
    """
    return sign * minor / UNIT
