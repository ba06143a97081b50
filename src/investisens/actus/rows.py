"""Rows as the reference cases write them."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from investisens.actus.frame import Frame
from investisens.actus.replay import Reading, amount_out
from investisens.actus.terms import RATE_UNIT


def row_of(frame: Frame, reading: Reading) -> dict[str, Any]:
    """The row of one event of a loan, signed by the role of the contract."""
    sign = frame.terms.sign
    return plain_row(
        frame,
        reading.event.at,
        reading.event.type,
        amount_out(reading.paid, sign),
        notionalPrincipal=amount_out(reading.balance, sign),
        nominalInterestRate=reading.rate / RATE_UNIT,
        accruedInterest=amount_out(reading.accrued, sign),
    )


def plain_row(
    frame: Frame, at: datetime, type_: str, payoff: float | Fraction, **states: Any
) -> dict[str, Any]:
    """A row of one event; states that are not given are 0."""
    row = {
        "eventDate": at.isoformat(),
        "eventType": type_,
        "payoff": float(payoff),
        "currency": frame.terms.currency,
    }
    defaults = {"notionalPrincipal": 0.0, "nominalInterestRate": 0.0, "accruedInterest": 0.0}
    return {**row, **(states or defaults)}
