"""From what went wrong while reading to findings: a place, a sentence and a remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import attrs
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from investisens.values.errors import Finding, InvestisensError, Severity
from investisens.values.misreads import Misread, close_to, nearest, printable, shown

# Those of the last module serve the ledger from here as well.
__all__ = ["Located", "Misread", "Place", "Told", "findings_of", "nearest", "refusal", "shown"]

_FLATTENED = ("id", "enterprise", "position", "on", "capitalised", "restructured", "kind")
"""Keys that stand beside the terms of an instrument, see :mod:`investisens.folder.converter`."""


@attrs.frozen
class Place:
    """Where something stands: a file, and a key path or a line in it.

    Attributes:
        file: Name of the file.
        path: Key path, ``positions[3].rate``, or line, ``line 12``.
        joint: What stands before a key or a column.
        name: Name of the table that the path leads into, where it has one.

    >>> print(Place("positions.toml").key("positions").item(3).named("L4").key("rate"))
    positions.toml: positions[3].rate (L4)
    >>> print(Place.line("payments.csv", 12).key("amount"))
    payments.csv: line 12, amount
    """

    file: str
    path: str = ""
    joint: str = "."
    name: str = ""

    @classmethod
    def line(cls, file: str, number: int) -> Place:
        """A line of a table, counted from 1."""
        return cls(file, f"line {number}", ", ")

    def key(self, name: str) -> Place:
        """The key or column *name* of this place."""
        name = printable(name)
        return attrs.evolve(self, path=f"{self.path}{self.joint}{name}" if self.path else name)

    def item(self, index: int | str) -> Place:
        """The item *index* of this list, counted from 0."""
        return attrs.evolve(self, path=f"{self.path}[{index}]")

    def named(self, name: object) -> Place:
        """This place, told with the name of its table, if that is a text."""
        return attrs.evolve(self, name=printable(name.strip())) if isinstance(name, str) else self

    def finding(
        self, expected: str, found: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        """A finding at this place."""
        return Finding(
            where=str(self), found=found, expected=expected, remedy=remedy, severity=severity
        )

    def __str__(self) -> str:
        name = f" ({self.name})" if self.name else ""
        return f"{self.file}: {self.path}{name}" if self.path else self.file


T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Located(Generic[T_co]):
    """A value that was read, and where."""

    place: Place
    value: T_co


class Told(ValueError):
    """What cannot be read because of a fault that is told at another place: no finding."""


def findings_of(error: Exception, place: Place) -> Iterator[Finding]:
    """Every finding that one failed reading holds, each at its own place."""
    if isinstance(error, ClassValidationError):
        yield from _of_class(error, place)
    elif isinstance(error, IterableValidationError):
        noted, others = error.group_exceptions()
        for inner, note in noted:
            yield from findings_of(inner, place.item(note.index))
        for inner in others:
            yield from findings_of(inner, place)
    elif isinstance(error, Misread):
        yield place.finding(error.expected, error.found, error.remedy)
    elif not isinstance(error, Told):
        yield refusal(error, place)


def refusal(error: Exception, place: Place) -> Finding:
    """The finding of a constructor that refuses its values, in the words of its message."""
    expected = "a valid row" if place.joint == ", " else "valid terms"
    if not isinstance(error, InvestisensError):
        detail = f"that they are refused ({type(error).__name__}: {error})"
        return place.finding(expected, detail, "correct them")
    what, _, remedy = str(error).rpartition(": ")
    return place.finding(expected, f"that {what}", remedy)


def _of_class(error: ClassValidationError, place: Place) -> Iterator[Finding]:
    """Findings of one table or row: its members, its unknown keys, its constructor."""
    noted, others = error.group_exceptions()
    known = [each.name for each in attrs.fields(error.cl)]
    extra = _unknown_keys(others)
    meant = {close_to(name, known) for name in extra}
    for inner, note in noted:
        if isinstance(inner, KeyError):
            # A key that is only misspelt is told once, as an unknown key.
            if note.name not in meant:
                yield _missing(note.name, place)
        else:
            yield from findings_of(inner, place.key(note.name))
    if hasattr(error.cl, "kind"):
        known += _FLATTENED
    for name in extra:
        remedy = nearest(name, known, "remove it")
        yield place.key(name).finding("a known key", shown(name), remedy)
    for inner in others:
        if isinstance(inner, ClassValidationError):
            yield from findings_of(inner, place)
        elif not isinstance(inner, ForbiddenExtraKeysError):
            yield from findings_of(inner, _at_fault(inner, known, place))


def _unknown_keys(errors: Iterable[Exception]) -> list[str]:
    return [
        str(name)
        for error in errors
        if isinstance(error, ForbiddenExtraKeysError)
        for name in sorted(error.extra_fields, key=str)
    ]


def _missing(name: str, place: Place) -> Finding:
    if place.joint == ", ":
        return place.key(name).finding("a value", "an empty cell", "fill it in")
    return place.key(name).finding("a value", "nothing", f"add the key {name!r}")


def _at_fault(error: Exception, known: Iterable[str], place: Place) -> Place:
    """The place of the field that a constructor names, if it is one of the table's own."""
    field = getattr(error, "field", None)
    if isinstance(field, str) and field.split(".")[0].split("[")[0] in known:
        return place.key(field)
    return place
