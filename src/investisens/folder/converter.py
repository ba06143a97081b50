"""The rules by which text becomes terms: one converter for TOML tables, one for CSV rows.

An instrument stands *flattened*: its terms beside the id, the enterprise and the kind of its
position, not in a table of their own. A rule of due dates has no kind: its keys tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, get_args, get_origin, get_type_hints

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    ClassValidationError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override

from investisens.engine.scenario import Scenario
from investisens.folder import scalars
from investisens.folder.harvests import Calendars, NamedHarvest, read_harvest
from investisens.instruments.agreed import RateReset
from investisens.instruments.repayment import Repayment
from investisens.portfolio.fund import Amendment, Position
from investisens.portfolio.records import Fixing
from investisens.values.currency import Currency
from investisens.values.dates import Period, YearDay
from investisens.values.harvest import HarvestCalendar
from investisens.values.misreads import Misread, close_to, nearest, shown
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Between, Every, OnDates, Recurring, ScheduleRule, YearDays
from investisens.values.shares import MultipleOf, ParLessLosses, ParPlus, PriceFormula

Kinds = Mapping[str, type[Any]]
Hook = Callable[[Any, Any], Any]

RULES: tuple[tuple[str, type[Any]], ...] = (
    ("until", Between),
    ("every", Every),
    ("days", YearDays),
    ("on", OnDates),
    ("harvest", NamedHarvest),
    ("rule", Recurring),
)
"""The key that tells a rule of due dates, the first one found, and the rule as it is written."""

FORMULAS: tuple[tuple[str, type[Any]], ...] = (
    ("rate", ParPlus),
    ("measure", MultipleOf),
    ("losses", ParLessLosses),
)
"""The key that tells how the price of a share is found."""

_MOST_KNOWN = 1_000
NO_CALENDARS = Calendars()
_RULE_KEYS = "a rule with the key 'every', 'days', 'on', 'harvest' or 'rule'"


def toml_converter(
    currency: Currency, kinds: Kinds, calendars: Calendars = NO_CALENDARS
) -> Converter:
    """Reads tables of TOML.

    Args:
        currency: Of the amounts that name none.
        kinds: Kind of an instrument to its class.
        calendars: What dues may name.
    """
    return _toml_converter(currency, tuple(kinds.items()), calendars)


@lru_cache(maxsize=16)
def _toml_converter(
    currency: Currency, kinds: tuple[tuple[str, type[Any]], ...], calendars: Calendars
) -> Converter:
    converter = _converter(currency, scalars.whole, scalars.flag, scalars.year)
    for cls in (Position, Amendment):
        hook = partial(_flattened, converter, dict(kinds), cls, get_type_hints(cls))
        converter.register_structure_hook(cls, hook)
    converter.register_structure_hook_func(
        lambda kind: kind == ScheduleRule, partial(_rule, converter, calendars)
    )
    converter.register_structure_hook_func(
        lambda kind: kind == PriceFormula, partial(_formula, converter)
    )
    return converter


@lru_cache(maxsize=16)
def csv_converter(currency: Currency) -> Converter:
    """Reads rows of a CSV file, given as the texts of the cells that are not empty."""
    return _converter(currency, scalars.whole_cell, scalars.flag_cell, scalars.year_cell)


def _converter(currency: Currency, whole: Hook, flag: Hook, year: Hook) -> Converter:
    """What both have in common; `int`, `str` and `bool` must be registered by their type."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    by_type: dict[type, Hook] = {
        int: whole,
        bool: flag,
        str: scalars.text,
        float: scalars.number,
        date: scalars.day,
        Money: lambda value, _: scalars.money(value, currency),
        Rate: scalars.rate,
        Fraction: scalars.fraction,
        Currency: scalars.currency,
        Period: scalars.period,
        YearDay: scalars.year_day,
    }
    converter.register_structure_hook_factory(attrs.has, partial(_class_hook, converter, year))
    for kind, hook in by_type.items():
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook_func(_is_enum, scalars.member)
    converter.register_structure_hook_factory(_is_tuple, partial(_list_hook, converter))
    return converter


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _class_hook(converter: Converter, year: Hook, cls: type[Any]) -> Hook:
    """How a table becomes *cls*: unknown keys, missing keys and bad values together."""
    special: dict[str, Hook] = {
        "name" if cls in (Scenario, HarvestCalendar) else "id": scalars.name
    }
    if cls in (Fixing, RateReset):
        special["index"] = scalars.name
    special |= {
        each.name: year
        for each in attrs.fields(cls)
        if each.name == "year" or each.name.endswith("_year")
    }
    members = {
        name: override(struct_hook=hook)
        for name, hook in special.items()
        if name in attrs.fields_dict(cls)
    }
    make_hook: Any = make_dict_structure_fn  # its signature does not show the members
    inner = make_hook(cls, converter, **members)

    def hook(value: Any, kind: Any) -> Any:
        return inner(table(value), kind)

    return _remembering(hook) if cls is Repayment else hook


def _remembering(read: Hook) -> Hook:
    """Reads what many contracts have in common once; what it gives is frozen."""
    known: dict[str, Any] = {}

    def hook(value: Any, kind: Any) -> Any:
        key = repr(value)
        if key not in known:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[key] = read(value, kind)
        return known[key]

    return hook


def _list_hook(converter: Converter, kind: Any) -> Hook:
    """How a list becomes a tuple, every bad item told with its index."""
    item_type = get_args(kind)[0]

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Misread("a list, in square brackets", shown(value), "write [ ] around it")
        items, errors = [], []
        for index, item in enumerate(value):
            try:
                items.append(converter.structure(item, item_type))
            except Exception as error:
                error.add_note(IterableValidationNote("in a list", index, item_type))
                errors.append(error)
        if errors:
            raise IterableValidationError("in a list", errors, tuple)
        return tuple(items)

    return hook


def table(value: object) -> dict[str, Any]:
    """*value* if it is a table."""
    if not isinstance(value, dict):
        raise Misread("a table of keys", shown(value), "write keys in braces, { key = value }")
    return value


def _rule(converter: Converter, calendars: Calendars, value: object, _: Any) -> Any:
    """A rule of due dates, told by its keys."""
    keys = table(value)
    for key, cls in RULES:
        if key in keys:
            if cls is NamedHarvest:
                return read_harvest(converter, calendars, keys)
            return converter.structure(keys, cls)
    found = f"the keys {', '.join(map(repr, keys))}" if keys else "an empty table"
    remedy = 'write such as { every = "quarter", first = 2011-03-31, count = 13 }'
    near = [key for key in (close_to(each, dict(RULES)) for each in keys) if key]
    remedy = f"did you mean {near[0]!r}?" if near else remedy
    raise Misread(_RULE_KEYS, found, remedy)


def _formula(converter: Converter, value: object, _: Any) -> Any:
    """How the price of a share is found, told by its keys."""
    keys = table(value)
    for key, cls in FORMULAS:
        if key in keys:
            return converter.structure(keys, cls)
    found = f"the keys {', '.join(map(repr, keys))}" if keys else "an empty table"
    remedy = 'write such as { rate = "4 %" } or { measure = "net_assets" }'
    raise Misread("a price with the key 'rate', 'measure' or 'losses'", found, remedy)


def _flattened(
    converter: Converter,
    kinds: Kinds,
    cls: type[Any],
    types: Mapping[str, Any],
    value: object,
    _: Any,
) -> Any:
    """A position or an amendment, whose instrument stands beside its own keys."""
    keys = table(value)
    fields = [each for each in attrs.fields(cls) if each.name != "instrument"]
    own = [each.name for each in fields]
    given = [each.name for each in fields if each.default is attrs.NOTHING or each.name in keys]
    members: dict[str, Any] = {}
    errors: list[Exception] = []
    for name in given:
        hook = scalars.name if name == "id" else None
        try:
            members[name] = _member(converter, keys[name], types[name], hook)
        except Exception as error:
            error.add_note(AttributeValidationNote("in a table", name, types[name]))
            errors.append(error)
    terms = {name: keys[name] for name in keys if name not in own and name != "kind"}
    try:
        members["instrument"] = converter.structure(terms, _class_of(keys, kinds))
    except Misread as error:
        error.add_note(AttributeValidationNote("in a table", "kind", str))
        errors.append(error)
    except Exception as error:
        errors.append(error)
    if errors:
        raise ClassValidationError("in a table", errors, cls)
    return cls(**members)


def _member(converter: Converter, value: object, kind: Any, hook: Hook | None) -> Any:
    return hook(value, kind) if hook else converter.structure(value, kind)


def _class_of(keys: Mapping[str, Any], kinds: Kinds) -> type:
    """The class of the kind that a position names."""
    every = f"write one of {', '.join(map(repr, kinds))}"
    if "kind" not in keys:
        raise Misread("a kind of instrument", "nothing", "add the key 'kind', such as 'loan'")
    kind = keys["kind"]
    if not isinstance(kind, str) or kind not in kinds:
        raise Misread("a kind of instrument", shown(kind), nearest(str(kind), kinds, every))
    return kinds[kind]
