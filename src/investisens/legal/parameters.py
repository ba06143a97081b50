"""Dated legal parameters: ``value(name, on=day)``, from the TOML files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from importlib import resources
from types import MappingProxyType

from investisens.legal.dated import DatedValue, Parameter, Status
from investisens.legal.reading import read_subject
from investisens.values.errors import MissingData

__all__ = ["DatedValue", "Parameter", "Status", "names", "parameter", "read_subject", "value"]

_RULES = frozenset({"calendars.toml"})
"""Files beside this module that hold rules, read by their own module, and no parameter."""


def value(name: str, *, on: date) -> Fraction:
    """The exact number in force on a day; there is no default day.

    Raises:
        MissingData: The name is unknown, or has no value on that day.

    >>> value("fx.eur_xof", on=date(2026, 6, 30))
    Fraction(655957, 1000)
    """
    return parameter(name).at(on).value


def parameter(name: str) -> Parameter:
    """The whole parameter: unit, jurisdiction, dated values and their sources.

    Raises:
        MissingData: The name is unknown; the nearest one is named.

    >>> parameter("fx.eur_xof").jurisdiction
    'UMOA'
    """
    found = _register().get(name)
    if found is None:
        near = get_close_matches(name, names(), n=1)
        remedy = f"did you mean {near[0]!r}?" if near else "see names() for the list"
        raise MissingData(f"no legal parameter {name!r}: {remedy}", field="name", value=name)
    return found


def names() -> tuple[str, ...]:
    """The names of all parameters, sorted.

    >>> "fx.eur_xof" in names()
    True
    """
    return tuple(sorted(_register()))


@cache
def _register() -> Mapping[str, Parameter]:
    folder = resources.files("investisens.legal")
    texts = {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".toml") and file.name not in _RULES
    }
    return MappingProxyType(
        {
            found.name: found
            for subject, text in sorted(texts.items())
            for found in read_subject(subject, text)
        }
    )
