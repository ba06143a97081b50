"""Events that every kind of loan may have: exchange, resets, indexation, trade, prepayment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from investisens.actus.frame import Event, Frame, Make
from investisens.actus.terms import UNIT, whole
from investisens.values.errors import InvalidTerms
from investisens.values.rates import Rate
from investisens.values.steps import (
    Accrue,
    CapitaliseInterest,
    FixBase,
    PayInterest,
    RepayAmount,
    RepayRest,
    ResetRate,
    ScaleInterest,
    ScalePrincipal,
    SetRate,
    Step,
)


def exchange(frame: Frame, *makes: Make) -> list[Event]:
    """The initial exchange, or the silent start of a contract that runs already.

    Args:
        frame: The contract.
        makes: Steps of the start, such as the first instalment.
    """
    return [frame.event("IED", frame.begins, Accrue, *makes, fixed=True)]


def interest(frame: Frame, dates: Iterable[datetime], fixed_end: datetime | None) -> list[Event]:
    """Interest paid on *dates*; up to ``capitalizationEndDate`` it is capitalised.

    Args:
        frame: The contract.
        dates: Cycle dates, with the end of the contract.
        fixed_end: The end, where it is given and so does not move off weekends.
    """
    events = []
    until = frame.terms.instant("capitalizationEndDate")
    for cycle in dates:
        if until is not None and cycle < until:
            events.append(frame.event("IPCI", cycle, CapitaliseInterest))
        elif cycle != until:
            events.append(frame.event("IP", cycle, PayInterest, fixed=cycle == fixed_end))
    if until is not None:
        events.append(frame.event("IPCI", until, CapitaliseInterest, fixed=True))
    return events


def maturity(frame: Frame, end: datetime, *, derived: bool) -> Event:
    """The end of the contract; a derived one moves off weekends."""
    return frame.event("MD", end, RepayRest, PayInterest, fixed=not derived)


def resets(frame: Frame, end: datetime) -> list[Event]:
    """Rate resets before *end*; the first to come is fixed where ``nextResetRate`` is given."""
    terms = frame.terms
    events = frame.series("RR", frame.dates("RateReset", end))
    events = [event for event in events if frame.ahead(event.at)]
    if events and "nextResetRate" in terms:
        first = frame.event(
            "RRF", events[0].cycle, partial(SetRate, rate=terms.rate("nextResetRate"))
        )
        return [
            first,
            *(reset(frame, event.cycle, terms.rate("rateSpread")) for event in events[1:]),
        ]
    return [reset(frame, event.cycle, terms.rate("rateSpread")) for event in events]


def reset(frame: Frame, cycle: datetime, spread: Rate) -> Event:
    """A reset on the market rate of *cycle*."""
    terms = frame.terms
    terms.need("marketObjectCodeOfRateReset")
    for least, most in (("lifeFloor", "lifeCap"), ("periodFloor", "periodCap")):
        if least in terms and most in terms and terms.number(least) > terms.number(most):
            raise InvalidTerms(
                f"{least} is {terms.given[least]!r}, above {most} {terms.given[most]!r}: "
                "lower the floor",
                field=least,
                value=terms.given[least],
            )

    def make(on: date) -> Step:
        return ResetRate(
            on=on,
            index=str(terms.text("marketObjectCodeOfRateReset")),
            fixed_on=cycle.date(),
            spread=spread,
            multiplier=terms.number("rateMultiplier", 1),
            floor=terms.limit("lifeFloor"),
            cap=terms.limit("lifeCap"),
            period_floor=terms.limit("periodFloor"),
            period_cap=terms.limit("periodCap"),
        )

    return frame.event("RR", cycle, make)


def scalings(frame: Frame, end: datetime) -> list[Event]:
    """Indexation of interest and principal before *end*, as ``scalingEffect`` says."""
    terms = frame.terms
    effect = str(terms.text("scalingEffect") or "OOO").replace("0", "O")
    if effect not in ("OOO", "IOO", "ONO", "INO"):
        raise InvalidTerms(
            f"scalingEffect is {effect!r}: expected IOO, ONO, INO or OOO",
            field="scalingEffect",
            value=effect,
        )
    if effect == "OOO":
        return []
    terms.need("marketObjectCodeOfScalingIndex", "scalingIndexAtContractDealDate")
    if not terms.number("scalingIndexAtContractDealDate"):
        raise InvalidTerms(
            "scalingIndexAtContractDealDate is 0: an index cannot be compared to zero",
            field="scalingIndexAtContractDealDate",
            value=0,
        )
    return [_scaling(frame, effect, cycle) for cycle in frame.dates("ScalingIndex", end)]


def _scaling(frame: Frame, effect: str, cycle: datetime) -> Event:
    """Index of *cycle* over the index at the deal date; the market is read when it is due."""
    terms = frame.terms
    code = str(terms.text("marketObjectCodeOfScalingIndex"))
    base = terms.number("scalingIndexAtContractDealDate")

    def interest_scale(on: date) -> Step:
        return ScaleInterest(on, frame.market.value(code, cycle) / base)

    def principal_scale(on: date) -> Step:
        return ScalePrincipal(on, frame.market.value(code, cycle) / base)

    makes: list[Make] = [interest_scale] * (effect[0] == "I")
    makes += [principal_scale] * (effect[1] == "N")
    return frame.event("SC", cycle, *makes)


def bases(frame: Frame, end: datetime) -> list[Event]:
    """Dates on which the calculation base is set anew: only where it lags (``NTL``)."""
    if frame.terms.text("interestCalculationBase") != "NTL":
        return []
    return frame.series("IPCB", frame.dates("InterestCalculationBase", end), FixBase)


def trade(frame: Frame) -> list[Event]:
    """Purchase and termination, where they are given."""
    events = []
    for type_, name in (("PRD", "Purchase"), ("TD", "Termination")):
        at = frame.terms.instant(f"{name.lower()}Date")
        if at is not None:
            frame.terms.need(f"priceAt{name}Date")
            if at < frame.terms.exchange:
                raise InvalidTerms(
                    f"{name.lower()}Date is {at.isoformat()}, before initialExchangeDate "
                    f"{frame.terms.exchange.isoformat()}: check the order of the dates",
                    field=f"{name.lower()}Date",
                    value=at.isoformat(),
                )
            events.append(frame.event(type_, at, Accrue, fixed=True))
    return events


def unscheduled(frame: Frame) -> list[Event]:
    """Prepayments and analysis dates that were observed."""
    events = []
    for seen in frame.observed:
        if seen.type == "PP":
            repay = partial(RepayAmount, minor=whole(seen.value, UNIT))
            events.append(frame.event("PP", seen.at, repay, fixed=True))
        elif seen.type == "AD":
            events.append(analysis(frame, seen.at))
        elif seen.type == "CE" or (seen.type == "XD" and frame.terms.kind == "CLM"):
            continue
        else:
            raise InvalidTerms(
                f"an {seen.type} event is observed: a contract of type {frame.terms.kind} has none",
                field="eventsObserved.type",
                value=seen.type,
            )
    return events


def analysis(frame: Frame, at: datetime) -> Event:
    """A look at the contract that changes nothing."""
    return frame.event("AD", at, Accrue, fixed=True)
