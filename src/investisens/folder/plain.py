"""Terms as the plain values of TOML and the texts of CSV: the reader's way, backwards."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from investisens.values.currency import Currency
from investisens.values.dates import Period, YearDay
from investisens.values.harvest import Harvest
from investisens.values.money import Money
from investisens.values.rates import Rate


def plain(value: object) -> Any:
    """*value* as TOML holds it; what is not given, and empty lists, are left out of tables.

    >>> from investisens import Rounding, XOF
    >>> plain(Rounding(multiple=5))["multiple"], plain(Money(5, XOF)), plain(YearDay(2, 28))
    (5, '5 XOF', '28 February')
    """
    if isinstance(value, Money | Rate | Currency | Period | YearDay):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return _exact(value)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if attrs.has(type(value)):
        return table(value)
    return value


def table(value: Any) -> dict[str, Any]:
    """An attrs value as a table; a harvest calendar that dues follow by its name alone."""
    if isinstance(value, Harvest):
        return {"harvest": value.calendar.name, "first": value.first, "count": value.count}
    members = {each.name: plain(getattr(value, each.name)) for each in attrs.fields(type(value))}
    return {name: each for name, each in members.items() if each not in (None, [], {})}


def flattened(value: Any) -> dict[str, Any]:
    """A position or an amendment, with the kind and terms of its instrument beside its keys."""
    members = {each.name: getattr(value, each.name) for each in attrs.fields(type(value))}
    instrument = members.pop("instrument")
    own = {name: plain(each) for name, each in members.items()}
    return {**own, "kind": instrument.kind, **table(instrument)}


def cell(value: object, home: Currency) -> str:
    """*value* as the text of a cell; an amount of the fund's currency needs no code.

    >>> from investisens import EUR, XOF
    >>> cell(Money(4_250_000, XOF), XOF), cell(Money(399_416, EUR), XOF), cell(None, XOF)
    ('4250000', '3994.16 EUR', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Money) and value.currency == home:
        return f"{value.units:f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(plain(value))


def _exact(value: Fraction) -> str:
    """A decimal number where it is exact, else a ratio."""
    rest, digits = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        digits = max(digits, power)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    units = abs(value.numerator) * 10**digits // value.denominator
    text = str(units).rjust(digits + 1, "0")
    whole, decimals = text[: len(text) - digits], text[len(text) - digits :]
    return ("-" if value < 0 else "") + (f"{whole}.{decimals}" if decimals else whole)
