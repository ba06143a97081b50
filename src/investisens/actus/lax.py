"""Events of LAX: drawings and repayments in segments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any

from investisens.actus import common
from investisens.actus.frame import Event, Frame
from investisens.actus.instants import Cycle, read_instant
from investisens.actus.terms import RATE_UNIT, UNIT, read_number, whole
from investisens.values.errors import InvalidTerms
from investisens.values.rates import Rate
from investisens.values.schedule import MAX_DUES
from investisens.values.steps import Draw, RepayAmount, SetRate

_PRINCIPAL = "PrincipalRedemption"
_INTEREST = "InterestPayment"
_RESET = "RateReset"


def segment_events(frame: Frame) -> list[Event]:
    """Every event of a LAX contract, in no order.

    Without ``maturityDate`` it ends where the balance reaches zero; that redemption is ``MD``.
    """
    moves = _moves(frame)
    end = frame.terms.instant("maturityDate")
    derived = end is None
    if end is None:
        end = _exhausted(frame, moves)
    events = common.exchange(frame)
    events += common.interest(frame, _interest_dates(frame, end), None if derived else end)
    for number, cycle in _segments(frame, _PRINCIPAL, end):
        minor = whole(abs(moves[number]), UNIT)
        if moves[number] > 0:
            events.append(frame.event("PI", cycle, partial(Draw, minor=minor)))
        else:
            events.append(frame.event("PR", cycle, partial(RepayAmount, minor=minor)))
    rates = _column(frame, "arrayRate", _RESET)
    kinds = _column(frame, "arrayFixedVariable", _RESET)
    for number, cycle in _segments(frame, _RESET, end):
        events.append(_reset(frame, cycle, rates[number], kinds[number]))
    events += [*common.scalings(frame, end), *common.bases(frame, end)]
    return [*events, common.maturity(frame, end, derived=derived)]


def _elements(frame: Frame, subject: str) -> list[tuple[datetime, Cycle | None]]:
    """Anchor and cycle of each segment of *subject*."""
    terms = frame.terms
    name = f"arrayCycleAnchorDateOf{subject}"
    anchors = [read_instant(text, name) for text in terms.array(name)]
    if sorted(set(anchors)) != anchors:
        raise InvalidTerms(
            f"{name}: put the dates in order, each once", field=name, value=terms.given[name]
        )
    cycle_name = f"arrayCycleOf{subject}"
    cycles: list[Cycle | None] = [Cycle.read(text, cycle_name) for text in terms.array(cycle_name)]
    if cycles and len(cycles) != len(anchors):
        raise _uneven(cycle_name, cycles, anchors)
    return list(zip(anchors, cycles or [None] * len(anchors), strict=True))


def _uneven(name: str, found: list[Any], anchors: list[datetime]) -> InvalidTerms:
    return InvalidTerms(
        f"{name} has {len(found)} elements: expected {len(anchors)}, one for each anchor",
        field=name,
        value=len(found),
    )


def _column(frame: Frame, name: str, subject: str) -> list[Any]:
    """The elements of an array term, one for each segment of *subject*."""
    values = frame.terms.array(name)
    anchors = [anchor for anchor, _ in _elements(frame, subject)]
    if len(values) != len(anchors):
        raise _uneven(name, values, anchors)
    return values


def _moves(frame: Frame) -> list[Fraction]:
    """What each segment adds to the balance at each of its dates: drawn + or repaid −."""
    name = "arrayIncreaseDecrease"
    kinds = _column(frame, name, _PRINCIPAL)
    for kind in kinds:
        if kind not in ("INC", "DEC"):
            raise InvalidTerms(
                f"{name} holds {kind!r}: expected INC or DEC", field=name, value=kind
            )
    amount = "arrayNextPrincipalRedemptionPayment"
    values = [read_number(value, amount) for value in _column(frame, amount, _PRINCIPAL)]
    for value in values:
        if value < 0:
            raise InvalidTerms(
                f"{amount} holds {value}: use 0 or more, {name} gives the direction",
                field=amount,
                value=value,
            )
    return [value if kind == "INC" else -value for value, kind in zip(values, kinds, strict=True)]


def _segments(frame: Frame, subject: str, end: datetime) -> Iterator[tuple[int, datetime]]:
    """Number of the segment and date, each segment up to the next anchor, the last to *end*."""
    elements = _elements(frame, subject)
    for number, (anchor, cycle) in enumerate(elements):
        following = elements[number + 1][0] if number + 1 < len(elements) else end
        for date in frame.between(anchor, cycle, min(following, end)):
            yield number, date


def _interest_dates(frame: Frame, end: datetime) -> tuple[datetime, ...]:
    return (*(date for _, date in _segments(frame, _INTEREST, end)), end)


def _reset(frame: Frame, cycle: datetime, value: object, kind: object) -> Event:
    """Fixed: the array rate. Variable: the market rate plus the array rate as spread."""
    rate = Rate(whole(read_number(value, "arrayRate"), RATE_UNIT))
    if kind in ("F", "FIX"):
        return frame.event("RRF", cycle, partial(SetRate, rate=rate))
    if kind in ("V", "VAR"):
        return common.reset(frame, cycle, rate)
    raise InvalidTerms(
        f"arrayFixedVariable holds {kind!r}: expected FIX or VAR",
        field="arrayFixedVariable",
        value=kind,
    )


def _exhausted(frame: Frame, moves: list[Fraction]) -> datetime:
    """The date on which the plan has repaid the whole balance."""
    balance = frame.terms.number("notionalPrincipal")
    elements = _elements(frame, _PRINCIPAL)
    for number, (anchor, cycle) in enumerate(elements):
        following = elements[number + 1][0] if number + 1 < len(elements) else None
        for date in _open_segment(frame, anchor, cycle, following):
            if frame.ahead(date):
                balance += moves[number]
                if balance <= 0:
                    return date
    raise InvalidTerms(
        "maturityDate is missing and the plan never repays the whole balance: give one of them",
        field="maturityDate",
    )


def _open_segment(
    frame: Frame, anchor: datetime, cycle: Cycle | None, following: datetime | None
) -> Iterator[datetime]:
    if following is not None or cycle is None:
        yield from frame.between(anchor, cycle, following or datetime.max)
        return
    for count in range(MAX_DUES):
        yield cycle.after(anchor, count, frame.terms.month_end)
