"""Caps and floors (CAPFL): the difference they make to the interest of another contract."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from investisens.actus.frame import Frame
from investisens.actus.positions import in_window, price, price_events
from investisens.actus.replay import listed
from investisens.actus.rows import plain_row
from investisens.actus.structure import frame_of, references
from investisens.actus.terms import UNIT
from investisens.values.errors import InvalidTerms


def limit_rows(frame: Frame) -> list[dict[str, Any]]:
    """On each interest date of the underlying, what its cap and floor take or add."""
    terms = frame.terms
    if "lifeCap" not in terms and "lifeFloor" not in terms:
        raise InvalidTerms("lifeCap is missing: give a lifeCap or a lifeFloor", field="lifeCap")
    underlying = references(frame, "UDL")[0].given
    free = attrs.evolve(frame_of(frame, underlying, contractRole="RPA"), horizon=frame.horizon)
    limits = {name: terms.given[name] for name in ("lifeCap", "lifeFloor") if name in terms}
    bound = attrs.evolve(free, terms=attrs.evolve(free.terms, given={**free.terms.given, **limits}))
    payoffs = {event: price(frame, event) for event in price_events(frame)}
    for one, other in zip(listed(free), listed(bound), strict=True):
        if one.event.type == "IP":
            difference = abs(one.paid - other.paid)
            payoffs[attrs.evolve(one.event, makes=())] = Fraction(difference, UNIT)
    return [
        plain_row(frame, event.at, event.type, terms.sign * payoffs[event])
        for event in in_window(frame, list(payoffs))
    ]
