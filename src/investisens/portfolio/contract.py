"""From a position of the fund to a contract of the engine, as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache

import attrs

from investisens.engine.contract import Contract, Switch
from investisens.engine.schedule import RepaymentSchedule, schedule
from investisens.instruments.early_end import ended
from investisens.instruments.registry import Instrument, clauses_of, known_happenings, switch_of
from investisens.portfolio.fixings import NeededFixing, needed_by, require_fixings
from investisens.portfolio.fund import Amendment, Fund, Position
from investisens.portfolio.records import PositionEvent
from investisens.portfolio.standstills import still_days, stood_still, waived
from investisens.servicing.account import state_of
from investisens.servicing.history import AmendmentMismatch, Era, History, Receipt, opening
from investisens.servicing.rest import owing_the_rest
from investisens.servicing.story import Story
from investisens.values.dates import day_after
from investisens.values.errors import InvalidTerms, InvestisensError, NotSupported
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import DebtLeg, Leg
from investisens.values.results import NO_RESULTS
from investisens.values.shares import SHARES_GONE, ShareEvent, ShareEventKind, ShareLeg
from investisens.values.steps import Deliver, Draw, FixBase, Plan, ResetRate

_MOST_NAMES = 20
_LEAVING = frozenset({HappeningKind.BOUGHT_BACK, HappeningKind.REDEEMED})
"""Happenings by which shares leave at the price of their terms."""


def schedule_of(fund: Fund, position: str, on: date | None = None) -> RepaymentSchedule:
    """The repayment schedule of a position, as signed or as amended.

    Args:
        fund: The fund.
        position: Name of a debt position.
        on: ``None`` for the terms as signed; a day for the terms in force on it. After an
            amendment only its own dues are listed.

    Raises:
        MissingData: The fund has no such position.
        MissingFixings: The fund lacks fixings on which the terms set the rate.
        NotSupported: The position is not a debt.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> schedule_of(fund, "L1").rows[0].interest
    150205
    """
    held = fund.position(position)
    instrument = terms_on(fund, held, on)
    leg = _debt_leg(instrument.legs() if on is None else legs_on(fund, held, instrument, on))
    if leg is None:
        raise _no_debt(fund, held, instrument)
    require_fixings(fund, needed_by(instrument, position))
    return schedule(leg, fund.fixings_of)


def terms_on(fund: Fund, position: Position, on: date | None) -> Instrument:
    """The terms of *position* in force on a day; as signed for ``None``."""
    terms = position.instrument
    for amendment in amendments_of(fund, position.id):
        if on is not None and amendment.on <= on:
            terms = amendment.instrument
    return terms


def amendments_of(fund: Fund, position: str) -> tuple[Amendment, ...]:
    """The amendments of a position, by day."""
    return fund.records_of(position).amendments


def switched_by(fund: Fund, position: str) -> tuple[Happening, ...]:
    """What is recorded of a position that its terms know, by day: a conversion, a notice..."""
    held = fund.position(position)
    known = known_happenings(terms_on(fund, held, date.max))
    return tuple(each for each in fund.happened_to(position, date.max) if each.what in known)


def debt_history(fund: Fund, position: Position, on: date) -> History | None:
    """What a debt position did up to *on*; ``None`` for other kinds, or before it starts.

    Raises:
        InvalidTerms: An amendment does not write what was owed on its day, or is to no debt; or
            more is waived than is owed.
        MissingData: The fund lacks a fixing that a reset up to *on* needs.
    """
    story = debt_story(fund, position, on)
    if story is None:
        return None
    with naming(position):
        return state_of(story, on)


def debt_story(fund: Fund, position: Position, on: date) -> Story | None:
    """What is recorded of a debt position; ``None`` for other kinds, or before it starts.

    Raises:
        InvalidTerms: An amendment is to no debt.
    """
    leg = _owed_by(legs_on(fund, position, position.instrument, on))
    if leg is None or leg.start > on:
        return None
    eras = [Era(leg=leg)]
    for amendment in amendments_of(fund, position.id):
        if amendment.on <= on:
            new = _owed_by(legs_on(fund, position, amendment.instrument, on))
            if new is None:
                raise _amended_to_no_debt(amendment)
            eras.append(Era(leg=new, capitalised=amendment.capitalised.minor))
    receipts = [
        Receipt(on=payment.received_on, minor=payment.amount.minor)
        for payment in fund.records_of(position.id).payments
    ]
    return Story(
        eras=tuple(eras),
        receipts=tuple(receipts),
        written_off_on=written_off_on(fund, position.id),
        waivers=waived(fund, position.id),
        still=still_days(fund, position, on),
        fixings=fund.fixings_of,
    )


@contextmanager
def naming(position: Position) -> Iterator[None]:
    """Name the position where what is recorded of it does not fit, or is not supported."""
    try:
        yield
    except AmendmentMismatch as error:
        raise AmendmentMismatch(
            f"position {position.id!r}: {error}",
            field=str(error.field),
            value=error.value,
            owed=error.owed,
        ) from error
    except (InvalidTerms, NotSupported) as error:
        told = f"position {position.id!r}: {error}"
        raise type(error)(told, field=error.field, value=error.value) from error


def written_off_on(fund: Fund, position: str) -> date | None:
    """The day a debt position was, or will be, written off."""
    days = [
        event.on
        for event in fund.records_of(position).events
        if event.event is ShareEventKind.WRITE_OFF and event.shares is None
    ]
    return min(days, default=None)


def contract_on(fund: Fund, position: Position, on: date) -> tuple[Contract, History | None]:
    """The contract of *position* as it stands at the end of *on*, and its history if a debt."""
    past = debt_history(fund, position, on)
    terms = terms_on(fund, position, on)
    legs: list[Leg] = []
    for leg in legs_on(fund, position, terms, on):
        if isinstance(leg, ShareLeg):
            legs.append(_with_events(fund, position, leg, on))
        elif isinstance(leg, DebtLeg) and past is not None:
            # Payments in advance may have fixed its instalments again.
            own = past.leg if past.leg.start > leg.start else leg
            if past.written_off:
                # Nothing more is lent to who lost what was lent before.
                own = ended(own, day_after(on))
            legs.append(_without_resets(own, on) if _is_over(past) else own)
        else:
            legs.append(leg)
    contract = Contract(
        id=position.id,
        legs=tuple(legs),
        opening=None if past is None else opening(past),
        results=fund.results_of.get(position.enterprise, NO_RESULTS),
        fixings=fund.fixings_of,
        happened=fund.happened_to(position.id, on),
        switch=_switch_on(fund, position, terms, on),
        return_cap=clauses_of(terms).cap_on_return,
    )
    return contract, past


def legs_on(fund: Fund, position: Position, terms: Instrument, on: date) -> tuple[Leg, ...]:
    """The legs of *terms* once all has happened that is recorded up to the end of *on*."""
    happened = fund.happened_to(position.id, on)
    switch = switch_of(terms)
    legs = switch(happened) if switch is not None and happened else terms.legs()
    return tuple(stood_still(fund, position, _as_recorded(leg, on), on) for leg in legs)


def _switch_on(fund: Fund, position: Position, terms: Instrument, on: date) -> Switch | None:
    """Gives the legs if more happens, with what is recorded up to the end of *on*."""
    switch = switch_of(terms)
    if switch is None:
        return None

    def legs_then(happenings: tuple[Happening, ...]) -> tuple[Leg, ...]:
        return tuple(
            _with_events(fund, position, leg, on)
            if isinstance(leg, ShareLeg)
            else stood_still(fund, position, _as_recorded(leg, on), on)
            for leg in switch(happenings)
        )

    return legs_then


def _as_recorded(leg: Leg, on: date) -> Leg:
    """The leg without deliveries expected up to a day: nothing says that they took place."""
    if not isinstance(leg, DebtLeg) or not _delivers(leg.plan):
        return leg
    steps = leg.plan.steps
    kept = tuple(
        step
        for step in steps
        if not (isinstance(step, Deliver) and step.expected and step.on <= on)
    )
    return leg if len(kept) == len(steps) else attrs.evolve(leg, plan=Plan(kept))


@lru_cache(maxsize=4096)
def _delivers(plan: Plan) -> bool:
    return any(isinstance(step, Deliver) for step in plan.steps)


def fixings_needed(fund: Fund, position: Position, on: date) -> Iterator[NeededFixing]:
    """What a projection asked on a day needs for a position: every reset, past and to come.

    Terms that an amendment replaced by then need their resets up to its day. A debt on which
    nothing is owed any more needs none to come.
    """
    terms = position.instrument
    for amendment in amendments_of(fund, position.id):
        if amendment.on <= on:
            yield from needed_by(terms, position.id, amendment.on)
            terms = amendment.instrument
    past = tuple(needed_by(terms, position.id, on))
    yield from past
    to_come = tuple(needed_by(terms, position.id))[len(past) :]
    if to_come and not _is_known_to_be_over(fund, position, on):
        yield from to_come


def _is_known_to_be_over(fund: Fund, position: Position, on: date) -> bool:
    try:
        past = debt_history(fund, position, on)
    except InvestisensError:
        return False  # told by whoever asks for the debt itself
    return past is not None and _is_over(past)


def _is_over(past: History) -> bool:
    """Whether nothing is owed and nothing will be lent, so that no new rate matters."""
    return not past.balance and not any(
        isinstance(step, FixBase) or (isinstance(step, Draw) and step.on > past.on)
        for step in past.leg.plan.steps
    )


def _without_resets(leg: DebtLeg, after: date) -> DebtLeg:
    """The leg without the resets after a day, whose fixings nobody has to know."""
    steps = leg.plan.steps
    kept = tuple(step for step in steps if not isinstance(step, ResetRate) or step.on <= after)
    return leg if len(kept) == len(steps) else attrs.evolve(leg, plan=Plan(kept))


def _no_debt(fund: Fund, position: Position, terms: Instrument) -> NotSupported:
    debts = [each.id for each in fund.positions if _debt_leg(each.instrument.legs())]
    covered = [name for name in debts if name in getattr(terms, "covers", ())]
    which = "a debt that it covers" if covered else "a debt of the fund"
    found = covered or debts
    names = ", ".join([*found[:_MOST_NAMES], *(["..."] if len(found) > _MOST_NAMES else [])])
    return NotSupported(
        f"position {position.id!r} is of kind {terms.kind!r}, which has no repayment schedule: "
        + (f"name {which} ({names})" if found else "the fund holds no debt"),
        field="position",
        value=position.id,
    )


def _amended_to_no_debt(amendment: Amendment) -> InvalidTerms:
    kind = amendment.instrument.kind
    return InvalidTerms(
        f"the amendment of position {amendment.position!r} on {amendment.on} is of kind {kind!r}, "
        "which is no debt: give the new terms of the debt",
        field="instrument",
        value=kind,
    )


def _debt_leg(legs: tuple[Leg, ...]) -> DebtLeg | None:
    return next((leg for leg in legs if isinstance(leg, DebtLeg)), None)


def _owed_by(legs: tuple[Leg, ...]) -> DebtLeg | None:
    """The debt leg as its account follows it."""
    leg = _debt_leg(legs)
    return None if leg is None else owing_the_rest(leg, legs)


def _with_events(fund: Fund, position: Position, leg: ShareLeg, on: date) -> ShareLeg:
    """The share leg with what is recorded; terms plan only where nothing is, after *on*."""
    records = fund.records_of(position.id)
    recorded = [share_event(event) for event in records.events]
    replaced = any(event.on > on for event in recorded)
    planned = [] if replaced else [event for event in leg.planned if event.on > on]
    held = leg.units - sum(event.shares for event in recorded if event.event in SHARES_GONE)
    dividends = [] if replaced else [each for each in leg.dividends if each.window.paid_on > on]
    left_on = {each.on for each in fund.happened_to(position.id, on) if each.what in _LEAVING}
    exits = [each for each in leg.exits if each.on in left_on or (each.on > on and not replaced)]
    return attrs.evolve(
        leg,
        planned=(*recorded, *(planned if leg.converted else _of_what_is_held(planned, held))),
        dividends=tuple(dividends),
        exits=tuple(exits),
    )


def _of_what_is_held(events: Iterable[ShareEvent], held: int) -> Iterator[ShareEvent]:
    """Planned events for as many shares as are left when they come."""
    for event in events:
        if held > 0:
            shares = min(event.shares, held)
            yield attrs.evolve(event, shares=shares)
            held -= shares if event.event in SHARES_GONE else 0


def share_event(event: PositionEvent) -> ShareEvent:
    """A recorded event of shares as the share leg takes it."""
    if event.shares is None or event.per_share is None:
        raise InvalidTerms(
            f"position {event.position!r}, {event.event.value} on {event.on}: shares and per_share "
            "are not given: give both, since the position is one of shares",
            field="shares",
            value=event.shares,
        )
    return ShareEvent(
        on=event.on, event=event.event, shares=event.shares, per_share=event.per_share
    )
