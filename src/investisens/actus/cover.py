"""Guarantees (CEG) and collateral (CEC): functions of the contracts they cover."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

import attrs

from investisens.actus.frame import Frame
from investisens.actus.instants import cycle_dates
from investisens.actus.positions import in_window, price
from investisens.actus.rows import plain_row
from investisens.actus.structure import (
    Reference,
    collateral_value,
    exposure,
    last_event,
    references,
)
from investisens.values.errors import InvalidTerms, NotSupported


@attrs.frozen(kw_only=True)
class _Cover:
    """A guarantee or a collateral, and what became of it.

    Attributes:
        frame: Its terms.
        covered: Contracts it covers.
        covering: Collateral.
        end: Its maturity, or the last event of the covered contracts.
        exercised: The credit event that calls it, if there is one.
    """

    frame: Frame
    covered: list[Reference]
    covering: list[Reference]
    end: datetime
    exercised: datetime | None

    def amount(self, at: datetime) -> Fraction:
        """The covered share of the exposure, signed by the role."""
        terms = self.frame.terms
        own = "notionalPrincipal" in terms
        whole = terms.number("notionalPrincipal") if own else exposure(self.frame, self.covered, at)
        return terms.sign * terms.number("coverageOfCreditEnhancement", 1) * whole

    def exercise_amount(self, at: datetime) -> Fraction:
        """The cover at the credit event; for collateral, its value at most."""
        amount = self.amount(at)
        if self.frame.terms.kind == "CEG":
            return amount
        value = collateral_value(self.frame, self.covering, at)
        return self.frame.terms.sign * min(abs(amount), value)


def cover_rows(frame: Frame) -> list[dict[str, Any]]:
    """Purchase, fees, and either exercise with settlement, or maturity."""
    cover = _read(frame)
    fees = _fee_dates(cover)
    events = frame.series("FP", fees)
    bought = frame.terms.instant("purchaseDate")
    if bought is not None:
        frame.terms.need("priceAtPurchaseDate")
        events.append(frame.event("PRD", bought, fixed=True))
    if cover.exercised is None:
        events.append(frame.event("MD", cover.end, fixed=True))
    else:
        settled = frame.terms.period("settlementPeriod").after(cover.exercised)
        events.append(frame.event("XD", cover.exercised, fixed=True))
        events.append(frame.event("STD", settled))
    return [_row(cover, fees, event.type, event.at) for event in in_window(frame, events)]


def _read(frame: Frame) -> _Cover:
    terms = frame.terms
    terms.need("creditEventTypeCovered", "settlementPeriod")
    terms.period("settlementPeriod")
    roles = ("COVE", "COVI") if terms.kind == "CEC" else ("COVE",)
    items = references(frame, *roles)
    covered = [item for item in items if item.role == "COVE"]
    covering = [item for item in items if item.role == "COVI"]
    if terms.kind == "CEC" and not covering:
        raise InvalidTerms(
            "contractStructure names no contract in the role COVI: add the collateral",
            field="contractStructure",
        )
    end = terms.instant("maturityDate") or last_event(frame, covered)
    exercised = _exercise(frame, covered, end)
    return _Cover(frame=frame, covered=covered, covering=covering, end=end, exercised=exercised)


def _exercise(frame: Frame, covered: list[Reference], end: datetime) -> datetime | None:
    """The first credit event of a covered contract that the terms name, not after *end*."""
    kinds = frame.terms.array("creditEventTypeCovered")
    names = {item.name for item in covered if item.name is not None}
    for seen in frame.observed:
        within = frame.horizon is None or seen.at <= frame.horizon
        hit = seen.type == "CE" and seen.contract in names and seen.performance in kinds
        if hit and within and frame.terms.status < seen.at <= end:
            return seen.at
    return None


def _fee_dates(cover: _Cover) -> tuple[datetime, ...]:
    """Fee dates run to the end and are cut at the exercise."""
    terms = cover.frame.terms
    names = ("cycleAnchorDateOfFee", "cycleOfFee")
    if not any(name in terms for name in names):
        return ()
    terms.need(*names, "feeBasis", "feeRate")
    if terms.text("feeBasis", "A", "N") == "N":
        raise NotSupported(
            "feeBasis is 'N': only 'A' (an absolute fee) is supported", field="feeBasis", value="N"
        )
    anchor, cycle = terms.instant(names[0]), terms.cycle(names[1])
    if anchor is None or cycle is None:
        return ()
    dates = cycle_dates(anchor, cycle, cover.end, month_end=terms.month_end)
    last = cover.exercised
    return (
        dates
        if last is None
        else tuple(date for date in dates if cover.frame.business_days.event(date) <= last)
    )


def _fee(cover: _Cover) -> Fraction:
    terms = cover.frame.terms
    direction = 1 if cover.frame.oddities.fee_to_buyer else -1
    return direction * terms.sign * terms.number("feeRate")


def _accrued_fee(cover: _Cover, fees: tuple[datetime, ...]) -> Fraction:
    """The fee since the last payment, by the time up to the next regular date of its cycle."""
    terms = cover.frame.terms
    cycle = terms.cycle("cycleOfFee")
    if not fees or cover.exercised is None or cycle is None:
        return Fraction(0)
    following = cycle.after(fees[0], len(fees), terms.month_end)
    count = cover.frame.business_days.calculation
    last = count(fees[-1])
    year = terms.day_count.fraction
    full = year(last, count(following))
    return _fee(cover) * year(last, count(cover.exercised)) / full if full else Fraction(0)


def _row(cover: _Cover, fees: tuple[datetime, ...], type_: str, at: datetime) -> dict[str, Any]:
    frame = cover.frame
    if type_ in ("XD", "STD") and cover.exercised is not None:
        amount = cover.exercise_amount(cover.exercised)
        settled = type_ == "STD"
        return plain_row(
            frame,
            at,
            type_,
            amount + _accrued_fee(cover, fees) if settled else 0,
            notionalPrincipal=0.0 if settled else float(cover.amount(cover.exercised)),
            exerciseAmount=float(amount),
            exerciseDate=cover.exercised.isoformat(),
        )
    payoff = Fraction(0)
    if type_ == "PRD":
        payoff = frame.terms.sign * price(frame, frame.event("PRD", at))
    elif type_ == "FP":
        payoff = _fee(cover)
    notional = 0.0 if type_ == "MD" else float(cover.amount(at))
    return plain_row(frame, at, type_, payoff, notionalPrincipal=notional, exerciseAmount=0.0)
