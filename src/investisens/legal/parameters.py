"""Dated legal parameters: ``value(name, on=day)``, from the TOML files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from importlib import resources
from types import MappingProxyType

from investisens.legal.dated import JURISDICTIONS, DatedValue, Parameter, Status
from investisens.legal.reading import read_subject
from investisens.values.errors import MissingData

__all__ = [
    "JURISDICTIONS",
    "DatedValue",
    "Parameter",
    "Status",
    "names",
    "parameter",
    "read_subject",
    "table",
    "value",
]

_RULES = frozenset({"calendars"})
"""Subjects beside this module that hold rules, read by their own module, and no parameter."""


def value(name: str, *, on: date) -> Fraction:
    """The exact number in force on a day; there is no default day.

    Raises:
        MissingData: The name is unknown, or has no value on that day.

    >>> value("fx.eur_xof", on=date(2026, 6, 30))
    Fraction(655957, 1000)
    """
    return parameter(name).at(on).value


def table(name: str, *, on: date) -> Mapping[str, Fraction]:
    """The exact numbers in force on a day under one name, by their last key.

    Raises:
        MissingData: Nothing stands under that name, or a number has no value on that day.

    >>> [(key, str(rate)) for key, rate in table("eu.gber.intensity", on=date(2026, 1, 1)).items()]
    [('small', '1/5'), ('medium', '1/10')]
    """
    prefix = f"{name}."
    found = {
        key.removeprefix(prefix): known.at(on).value
        for key, known in _subject(name.partition(".")[0]).items()
        if key.startswith(prefix) and "." not in key.removeprefix(prefix)
    }
    if not found:
        tables = sorted({known.rpartition(".")[0] for known in names()})
        raise _unknown("table of legal parameters", name, tables)
    return MappingProxyType(found)


def parameter(name: str) -> Parameter:
    """The whole parameter: unit, jurisdiction, dated values and their sources.

    Raises:
        MissingData: The name is unknown; the nearest one is named.

    >>> parameter("fx.eur_xof").jurisdiction
    'UMOA'
    """
    found = _subject(name.partition(".")[0]).get(name)
    if found is None:
        raise _unknown("legal parameter", name, names())
    return found


def names() -> tuple[str, ...]:
    """The names of all parameters, sorted.

    >>> "fx.eur_xof" in names()
    True
    """
    return tuple(sorted(name for subject in _subjects() for name in _subject(subject)))


def _unknown(kind: str, name: str, known: list[str] | tuple[str, ...]) -> MissingData:
    near = get_close_matches(name, known, n=1)
    remedy = f"did you mean {near[0]!r}?" if near else "see names() for the list"
    return MissingData(f"no {kind} {name!r}: {remedy}", field="name", value=name)


@cache
def _subjects() -> Mapping[str, resources.abc.Traversable]:
    folder = resources.files("investisens.legal")
    files = {file.name.removesuffix(".toml"): file for file in folder.iterdir()}
    return MappingProxyType(
        {
            subject: file
            for subject, file in sorted(files.items())
            if file.name.endswith(".toml") and subject not in _RULES
        }
    )


@cache
def _subject(subject: str) -> Mapping[str, Parameter]:
    """The parameters of one file by name; it is read when its first one is asked for."""
    file = _subjects().get(subject)
    if file is None:
        return {}
    found = read_subject(subject, file.read_text(encoding="utf-8"))
    return MappingProxyType({known.name: known for known in found})
