"""JSON Schema of the TOML files, made from the classes that are read: for completion in editors."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from investisens.folder.converter import RULES, Kinds
from investisens.folder.layout import FORMAT, FUND_FILE, TABLES, TOML_LISTS
from investisens.folder.plain import plain
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.fund import Amendment, Position
from investisens.values.currency import Currency
from investisens.values.dates import Period, YearDay
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import ScheduleRule

Document = dict[str, Any]

MONEY_PATTERN = (
    "^([A-Z]{3}[ \u00a0\u202f]?)?[+-]?([0-9]{1,3}([ \u00a0\u202f_][0-9]{3})+|[0-9]+)"
    "(\\.[0-9]+)?([ \u00a0\u202f]?[A-Z]{3})?$"
)
RATE_PATTERN = "^[+-]?[0-9]{1,9}([.,][0-9]{1,12})?[ \u00a0\u202f]?%$"

_SINGLE: Mapping[Any, Document] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    Money: {"type": "string", "pattern": MONEY_PATTERN},
    Rate: {"type": "string", "pattern": RATE_PATTERN},
    Currency: {"type": "string", "pattern": "^[A-Z]{3}$"},
    Fraction: {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+|/[0-9]+)?$"},
    Period: {"type": "string"},
    YearDay: {"type": "string"},
}


def schema(instruments: Kinds = INSTRUMENTS) -> dict[str, Document]:
    """A JSON Schema (draft 07) for each TOML file of a folder, by the name of the file.

    Args:
        instruments: Kind to class; a third party's instruments are described like ours.

    >>> documents = schema()
    >>> list(documents)
    ['fund.toml', 'calendars.toml', 'positions.toml', 'amendments.toml', 'scenarios.toml']
    >>> documents["fund.toml"]["properties"]["format"]
    {'const': 1}
    """
    return {file: _document(file, instruments) for file in TOML_LISTS}


def _document(file: str, instruments: Kinds) -> Document:
    definitions: dict[str, Document] = {}
    properties: dict[str, Document] = {}
    if file == FUND_FILE:
        properties["format"] = {"const": FORMAT}
        for key, cls in TABLES.items():
            properties[key] = _of_type(cls, definitions)
    for key, cls in TOML_LISTS[file].items():
        if cls in (Position, Amendment):
            item: Document = {
                "oneOf": [
                    _flattened(cls, kind, terms, definitions) for kind, terms in instruments.items()
                ]
            }
        else:
            item = _of_type(cls, definitions)
        properties[key] = {"type": "array", "items": item}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{file} of a fund folder, format {FORMAT}",
        "type": "object",
        "properties": properties,
        "required": ["format", "fund"] if file == FUND_FILE else [],
        "additionalProperties": False,
        "definitions": dict(sorted(definitions.items())),
    }


def _of_type(kind: Any, definitions: dict[str, Document]) -> Document:
    """The schema of a type; a class becomes a definition of its own."""
    if kind in _SINGLE:
        return dict(_SINGLE[kind])
    if kind == ScheduleRule:
        return {"oneOf": [_of_type(cls, definitions) for _, cls in RULES]}
    parts = [each for each in get_args(kind) if each not in (NoneType, ...)]
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _of_type(parts[0], definitions)}
    if get_origin(kind) in (Union, UnionType):
        choices = [_of_type(each, definitions) for each in parts]
        return choices[0] if len(choices) == 1 else {"anyOf": choices}
    return _of_class(kind, definitions)


def _of_class(kind: Any, definitions: dict[str, Document]) -> Document:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [each.value for each in kind]}
    if not attrs.has(kind):
        return {}
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # a class within itself would not end
        definitions[kind.__name__] = _object(kind, definitions)
    return {"$ref": f"#/definitions/{kind.__name__}"}


def _object(cls: type[Any], definitions: dict[str, Document]) -> Document:
    """A class as an object: its attributes, their words, nothing else allowed."""
    types = get_type_hints(cls)
    words = attribute_words(cls)
    properties = {}
    for each in attrs.fields(cls):
        member = _of_type(types[each.name], definitions)
        if "$ref" in member:
            member = {"allOf": [member]}  # draft 07 ignores what stands beside a reference
        if each.name in words:
            member["description"] = words[each.name]
        if each.default is not attrs.NOTHING and each.default not in (None, ()):
            member["default"] = plain(each.default)
        properties[each.name] = member
    return {
        "type": "object",
        "description": first_line(cls),
        "properties": properties,
        "required": [each.name for each in attrs.fields(cls) if each.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def _flattened(
    cls: type[Any], kind: str, terms: type[Any], definitions: dict[str, Document]
) -> Document:
    """A position or an amendment whose terms, of one kind, stand beside its own keys."""
    own = _object(cls, definitions)
    inner = _object(terms, definitions)
    del own["properties"]["instrument"]
    own["required"].remove("instrument")
    return {
        "type": "object",
        "title": kind,
        "description": inner["description"],
        "properties": {**own["properties"], "kind": {"const": kind}, **inner["properties"]},
        "required": [*own["required"], "kind", *inner["required"]],
        "additionalProperties": False,
    }


def first_line(cls: type[Any]) -> str:
    """The first sentence of a docstring, on one line."""
    return " ".join(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].split())


def attribute_words(cls: type[Any]) -> dict[str, str]:
    """What the section "Attributes:" of a docstring says of each attribute.

    >>> attribute_words(Position)["enterprise"]
    'Short name of the enterprise.'
    """
    _, _, section = inspect.cleandoc(cls.__doc__ or "").partition("\nAttributes:\n")
    words: dict[str, list[str]] = {}
    for line in section.splitlines():
        if line and not line.startswith(" "):
            break
        start = re.fullmatch(r"    (\w+): (.*)", line)
        if start:
            words[start[1]] = [start[2]]
        elif line.strip() and words:
            words[next(reversed(words))].append(line.strip())
    return {
        name: " ".join(" ".join(lines).replace("*", "").split()) for name, lines in words.items()
    }
