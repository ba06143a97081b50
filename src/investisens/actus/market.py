"""Market data and events observed, as a reference case gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

import attrs

from investisens.actus.instants import order_of, read_instant
from investisens.actus.terms import read_number
from investisens.values.errors import InvalidTerms, MissingData


def _object(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidTerms(f"{field} is {value!r}: expected an object", field=field, value=value)
    return value


def _member(value: object, name: str, field: str) -> Any:
    found = _object(value, field).get(name)
    if found is None:
        raise InvalidTerms(f"{field} has no {name}: found {value!r}", field=field, value=value)
    return found


def _sequence(value: object, field: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise InvalidTerms(f"{field} is {value!r}: expected a list", field=field, value=value)
    return value


@attrs.frozen
class Market:
    """Values by market object and instant.

    Attributes:
        values: Exact values; an instant of 23:59:59 is kept as written.
    """

    values: Mapping[str, Mapping[datetime, Fraction]] = attrs.field(factory=dict)

    @classmethod
    def read(cls, observed: object) -> Market:
        """The market of ``dataObserved``.

        Raises:
            InvalidTerms: A part of it is malformed.

        >>> market = Market.read({"CPI": {"data": [{"timestamp": "2013-05-01T00:00:00",
        ...                                         "value": "300"}]}})
        >>> market.value("CPI", datetime(2013, 5, 1))
        Fraction(300, 1)
        """
        values = {}
        for code, series in _object(observed, "dataObserved").items():
            field = f"dataObserved.{code}"
            points = _sequence(_member(series, "data", field), f"{field}.data")
            values[code] = {
                read_instant(_member(point, "timestamp", field), f"{field}.timestamp"): read_number(
                    _member(point, "value", field), f"{field}.value"
                )
                for point in points
            }
        return cls(values)

    def value(self, code: str, at: datetime) -> Fraction:
        """The value of *code* at *at*; the end of a day and the next midnight are the same.

        Raises:
            MissingData: It is not given.
        """
        series = self.values.get(code, {})
        if at in series:
            return series[at]
        for instant, value in series.items():
            if order_of(instant) == order_of(at):
                return value
        raise MissingData(
            f"{code} has no value at {at.isoformat()}: add it to dataObserved",
            field=code,
            value=at.isoformat(),
        )


@attrs.frozen(kw_only=True)
class Observed:
    """Something unscheduled that happened.

    Attributes:
        at: When.
        type: ``AD``, ``CE``, ``PP`` or ``XD``.
        value: Its number: the amount of a prepayment.
        contract: Whose event it is, or ``None`` for the contract of the case.
        performance: How that contract performs from then on.
    """

    at: datetime
    type: str
    value: Fraction = Fraction(0)
    contract: str | None = None
    performance: str | None = None

    @classmethod
    def read(cls, events: object) -> tuple[Observed, ...]:
        """The events of ``eventsObserved``, in the order of their dates.

        >>> Observed.read([{"time": "2015-09-20T00:00:00", "type": "XD", "value": 0}])[0].type
        'XD'
        """
        found = [_observed(event) for event in _sequence(events, _EVENTS)]
        return tuple(sorted(found, key=lambda event: order_of(event.at)))


_EVENTS = "eventsObserved"


def _observed(event: object) -> Observed:
    given = _object(event, _EVENTS)
    kind = _member(given, "type", _EVENTS)
    if kind not in ("AD", "CE", "PP", "XD"):
        raise InvalidTerms(
            f"type of an observed event is {kind!r}: expected AD, CE, PP or XD",
            field=f"{_EVENTS}.type",
            value=kind,
        )
    contract = given.get("contractId")
    if contract is not None and not isinstance(contract, str):
        raise InvalidTerms(
            f"contractId of an observed event is {contract!r}: expected a text",
            field=f"{_EVENTS}.contractId",
            value=contract,
        )
    states = _object(given.get("states") or {}, f"{_EVENTS}.states")
    return Observed(
        at=read_instant(_member(given, "time", _EVENTS), f"{_EVENTS}.time"),
        type=kind,
        value=read_number(given.get("value") or 0, f"{_EVENTS}.value"),
        contract=contract,
        performance=states.get("contractPerformance"),
    )
