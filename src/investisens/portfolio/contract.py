"""From a position of the fund to a contract of the engine, as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from investisens.engine.contract import Contract
from investisens.engine.schedule import RepaymentSchedule, schedule
from investisens.instruments.registry import Instrument
from investisens.portfolio.fund import Amendment, Fund, Position
from investisens.portfolio.records import PositionEvent
from investisens.servicing.history import AmendmentMismatch, Era, History, Receipt, history, opening
from investisens.values.errors import NotSupported
from investisens.values.legs import SHARES_GONE, DebtLeg, Leg, ShareEvent, ShareEventKind, ShareLeg


def schedule_of(fund: Fund, position: str, on: date | None = None) -> RepaymentSchedule:
    """The repayment schedule of a position, as signed or as amended.

    Args:
        fund: The fund.
        position: Name of a debt position.
        on: ``None`` for the terms as signed; a day for the terms in force on it. After an
            amendment only its own dues are listed.

    Raises:
        MissingData: The fund has no such position.
        NotSupported: The position is not a debt.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> schedule_of(fund, "L1").rows[0].interest
    150205
    """
    instrument = terms_on(fund, fund.position(position), on)
    leg = _debt_leg(instrument.legs())
    if leg is None:
        raise NotSupported(
            f"position {position!r} is of kind {instrument.kind!r}, which has no repayment "
            "schedule: name a debt",
            field="position",
            value=position,
        )
    return schedule(leg)


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


def debt_history(fund: Fund, position: Position, on: date) -> History | None:
    """What a debt position did up to *on*; ``None`` for other kinds, or before it starts.

    Raises:
        InvalidTerms: An amendment does not write what was owed on its day.
    """
    leg = _debt_leg(position.instrument.legs())
    if leg is None or leg.start > on:
        return None
    eras = [Era(leg=leg)]
    for amendment in amendments_of(fund, position.id):
        if amendment.on <= on:
            new = _debt_leg(amendment.instrument.legs())
            assert new is not None, "the reader refuses amendments of other kinds"
            eras.append(Era(leg=new, capitalised=amendment.capitalised.minor))
    receipts = [
        Receipt(on=payment.received_on, minor=payment.amount.minor)
        for payment in fund.records_of(position.id).payments
    ]
    try:
        return history(tuple(eras), receipts, on, written_off_on(fund, position.id))
    except AmendmentMismatch as error:
        raise AmendmentMismatch(
            f"position {position.id!r}: {error}",
            field=str(error.field),
            value=error.value,
            owed=error.owed,
        ) from error


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
    for leg in terms.legs():
        legs.append(_with_events(fund, position, leg, on) if isinstance(leg, ShareLeg) else leg)
    contract = Contract(
        id=position.id,
        legs=tuple(legs),
        opening=None if past is None else opening(past),
        results=fund.results_of.get(position.enterprise, {}),
    )
    return contract, past


def _debt_leg(legs: tuple[Leg, ...]) -> DebtLeg | None:
    return next((leg for leg in legs if isinstance(leg, DebtLeg)), None)


def _with_events(fund: Fund, position: Position, leg: ShareLeg, on: date) -> ShareLeg:
    """The share leg with what is recorded; terms plan only where nothing is, after *on*."""
    records = fund.records_of(position.id)
    recorded = [share_event(event) for event in records.events]
    planned = [event for event in leg.planned if event.on > on]
    if any(event.on > on for event in recorded):
        planned = []
    held = leg.units - sum(event.shares for event in recorded if event.event in SHARES_GONE)
    return attrs.evolve(leg, planned=(*recorded, *_of_what_is_held(planned, held)))


def _of_what_is_held(events: Iterable[ShareEvent], held: int) -> Iterator[ShareEvent]:
    """Planned events for as many shares as are left when they come."""
    for event in events:
        if held > 0:
            shares = min(event.shares, held)
            yield attrs.evolve(event, shares=shares)
            held -= shares if event.event in SHARES_GONE else 0


def share_event(event: PositionEvent) -> ShareEvent:
    """A recorded event of shares as the share leg takes it."""
    assert event.shares is not None and event.per_share is not None, "checked by the reader"
    return ShareEvent(
        on=event.on, event=event.event, shares=event.shares, per_share=event.per_share
    )
