"""Types of fields, checked when a value is made: a wrong one is refused, never converted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

import attrs

from investisens.values.errors import InvalidTerms

_Test = Callable[[object], bool]


def checked(cls: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """A field transformer for attrs: each field takes only values of its annotation.

    A bool is no int, an int is no float and a day with a time is no date.

    >>> @attrs.frozen(field_transformer=checked)
    ... class Term:
    ...     months: int
    >>> Term("12")
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidTerms: months is '12': expected a whole number
    """
    # The validator of the first field runs when all are set, and looks at them in their order:
    # one call for a class of thirty terms.
    return [
        field.evolve(validator=None if place else _validator(fields))
        for place, field in enumerate(fields)
    ]


class _Check(NamedTuple):
    """What a field must be.

    Attributes:
        name: Name of the field.
        default: Its default, if that has the right type: it needs no second look.
        types: Types whose every instance is right; those of another type need a closer look.
        look: Refuses a value that is wrong.
    """

    name: str
    default: object
    types: tuple[type, ...]
    look: Callable[[object, object], None]


def _check_of(field: attrs.Attribute[Any], hint: Any) -> _Check:
    test, expected, own = _test(hint), _words(hint), field.validator

    def look(instance: object, value: object) -> None:
        if own is not None:
            # A field's own validator says more than its type.
            own(instance, field, value)
        if not test(value):
            raise InvalidTerms(
                f"{field.name} is {value!r}: expected {expected}", field=field.name, value=value
            )

    if own is not None:
        return _Check(field.name, attrs.NOTHING, (), look)
    default = field.default if test(field.default) else attrs.NOTHING
    return _Check(field.name, default, _types(hint), look)


def _validator(fields: list[attrs.Attribute[Any]]) -> Callable[[object, object, object], None]:
    checks: list[_Check] = []

    def check(instance: object, _first: object, _value: object) -> None:
        if not checks:
            # Annotations are read with the first value: a program makes few of what it imports.
            hints = get_type_hints(type(instance))
            checks.extend([_check_of(field, hints[field.name]) for field in fields])
        for name, default, types, look in checks:
            value = getattr(instance, name)
            if value is not default and type(value) not in types:
                look(instance, value)

    return check


def _types(hint: Any) -> tuple[type, ...]:
    """Types whose instances are of an annotation, whatever they hold; subclasses aside."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return tuple(each for inner in get_args(hint) for each in _types(inner))
    return (hint,) if origin is None and isinstance(hint, type) else ()


def _test(hint: Any) -> _Test:
    """Whether a value is of an annotation; what cannot be told is let through."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        tests = [_test(each) for each in inner]
        return lambda value: any(test(value) for test in tests)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        each = _test(inner[0])
        return lambda value: isinstance(value, tuple) and all(map(each, value))
    if hint is int:
        return lambda value: (
            type(value) is int or (isinstance(value, int) and not isinstance(value, bool))
        )
    if hint is date:
        return lambda value: isinstance(value, date) and not isinstance(value, datetime)
    if isinstance(hint, type) and not getattr(hint, "_is_protocol", False):
        return lambda value: isinstance(value, hint)
    return lambda value: True


_NAMES = {int: "a whole number", str: "a text", bool: "True or False", NoneType: "None"}


def _words(hint: Any) -> str:
    """What is expected, in the words of a message."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return " or ".join(_words(each) for each in inner)
    if origin is tuple and inner:
        return f"a tuple, each item {_words(inner[0])}"
    if hint is date:
        return "a date without a time"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return f"{_article(hint.__name__)} such as {hint.__name__}.{next(iter(hint)).name}"
    if hint in _NAMES:
        return _NAMES[hint]
    return _article(getattr(hint, "__name__", str(hint)))


def _article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"
