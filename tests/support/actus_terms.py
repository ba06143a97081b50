"""Tiny ACTUS contracts, small enough to compute by hand: 30E360, round numbers, whole years."""

from __future__ import annotations

from typing import Any

from investisens.actus import REFERENCE, Oddities, run_case

Row = dict[str, Any]

LOAN: dict[str, Any] = {
    "contractType": "PAM",
    "contractRole": "RPA",
    "currency": "EUR",
    "statusDate": "2012-12-31T00:00:00",
    "initialExchangeDate": "2013-01-01T00:00:00",
    "notionalPrincipal": "1200",
    "nominalInterestRate": "0.10",
    "dayCountConvention": "30E360",
}


def day(text: str) -> str:
    """A day as ACTUS writes it."""
    return f"{text}T00:00:00"


def interest(anchor: str, cycle: str) -> dict[str, str]:
    """Terms of an interest cycle."""
    return {
        "cycleAnchorDateOfInterestPayment": day(anchor),
        "cycleOfInterestPayment": cycle,
    }


def redemption(anchor: str, cycle: str) -> dict[str, str]:
    """Terms of a redemption cycle."""
    return {
        "cycleAnchorDateOfPrincipalRedemption": day(anchor),
        "cycleOfPrincipalRedemption": cycle,
    }


def resets(anchor: str, cycle: str) -> dict[str, str]:
    """Terms of a rate reset on the index ``IX``."""
    return {
        "cycleAnchorDateOfRateReset": day(anchor),
        "cycleOfRateReset": cycle,
        "marketObjectCodeOfRateReset": "IX",
    }


def market(code: str = "IX", **values: object) -> dict[str, Any]:
    """Market data: ``d2013_07_01="0.05"``."""
    points = [
        {"timestamp": day(name[1:].replace("_", "-")), "value": value}
        for name, value in values.items()
    ]
    return {code: {"identifier": code, "data": points}}


def run(
    *terms: dict[str, Any],
    to: str = "",
    data: dict[str, Any] | None = None,
    events: list[dict[str, Any]] | None = None,
    oddities: Oddities = REFERENCE,
    **more: Any,
) -> list[Row]:
    """The rows of the tiny loan changed by *terms*; a term of ``None`` is taken away."""
    merged = dict(LOAN)
    for part in (*terms, more):
        merged.update(part)
    kept = {name: value for name, value in merged.items() if value is not None}
    case = {"terms": kept, "to": to, "dataObserved": data or {}, "eventsObserved": events or []}
    return run_case(case, oddities)


def brief(rows: list[Row], *names: str) -> list[tuple[Any, ...]]:
    """Date, type and the states *names* (payoff by default) of each row, rounded to 1e-9."""
    return [
        (
            row["eventDate"].removesuffix("T00:00:00"),
            row["eventType"],
            *(round(row[name], 9) + 0.0 for name in names or ("payoff",)),
        )
        for row in rows
    ]


def dates(rows: list[Row], type_: str) -> list[str]:
    """The days of the events of one type."""
    return [row["eventDate"][:10] for row in rows if row["eventType"] == type_]
