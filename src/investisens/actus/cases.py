"""A reference case run: terms in, rows out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from investisens.actus.cover import cover_rows
from investisens.actus.frame import Frame
from investisens.actus.instants import read_instant
from investisens.actus.limits import limit_rows
from investisens.actus.market import Market, Observed
from investisens.actus.oddities import REFERENCE, Oddities
from investisens.actus.positions import cash_rows, share_rows
from investisens.actus.replay import listed
from investisens.actus.rows import row_of
from investisens.actus.terms import Terms
from investisens.values.errors import InvalidTerms

_SPECIAL = {
    "STK": share_rows,
    "CSH": cash_rows,
    "CEG": cover_rows,
    "CEC": cover_rows,
    "CAPFL": limit_rows,
}


def run_case(case: Mapping[str, Any], oddities: Oddities = REFERENCE) -> list[dict[str, Any]]:
    """The events of a reference case, in order: date, type, payoff and the state after each.

    Args:
        case: An object with ``terms``, ``to``, ``dataObserved`` and ``eventsObserved``; expected
            ``results`` are never looked at.
        oddities: Peculiarities of the reference results; all are followed by default.

    Returns:
        Rows with ``eventDate``, ``eventType``, ``payoff``, ``currency``, ``notionalPrincipal``,
        ``nominalInterestRate`` and ``accruedInterest``. For CEG and CEC the last two are
        ``exerciseAmount`` and, on ``XD`` and ``STD``, ``exerciseDate``. Amounts are not rounded.

    Raises:
        InvalidTerms: A term is unknown, missing, malformed, or contradicts another.
        NotSupported: A term asks for what is not done here.
        MissingData: A market value is needed and not given.

    Source: ACTUS Financial Research Foundation, reference test cases of 31 May 2021.

    >>> terms = {"contractType": "PAM", "contractRole": "RPA", "currency": "EUR",
    ...          "statusDate": "2012-12-31T00:00:00", "notionalPrincipal": "1000",
    ...          "initialExchangeDate": "2013-01-01T00:00:00", "nominalInterestRate": "0.06",
    ...          "maturityDate": "2014-01-01T00:00:00", "dayCountConvention": "30E360"}
    >>> [(row["eventType"], row["payoff"]) for row in run_case({"terms": terms})]
    [('IED', -1000.0), ('IP', 60.0), ('MD', 1000.0)]
    """
    if not isinstance(case, Mapping) or "terms" not in case:
        raise InvalidTerms(
            f"case is {case!r}: expected an object with terms", field="case", value=case
        )
    frame = Frame(
        terms=Terms.read(case["terms"]),
        market=Market.read(case.get("dataObserved") or {}),
        observed=Observed.read(case.get("eventsObserved") or []),
        horizon=_horizon(case.get("to")),
        oddities=oddities,
    )
    frame.terms.need("contractRole", "currency", "statusDate")
    if frame.terms.kind in _SPECIAL:
        return _SPECIAL[frame.terms.kind](frame)
    return [row_of(frame, reading) for reading in listed(frame)]


def _horizon(to: object) -> datetime | None:
    return None if to in (None, "") else read_instant(to, "to")
