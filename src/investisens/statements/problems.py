"""Where a statement cannot be read, and what to do: misreadings that become findings."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import attrs

from investisens.values.errors import Finding, Severity

_SHOWN = 60
_COMPARED = 500


class Misread(ValueError):
    """A part of a statement that cannot be read; it becomes a finding once its place is known.

    Attributes:
        expected: What should stand there.
        found: What stands there.
        remedy: What to do about it.
    """

    def __init__(self, expected: str, found: str, remedy: str) -> None:
        super().__init__(f"expected {expected}, found {found}: {remedy}")
        self.expected = expected
        self.found = found
        self.remedy = remedy


@attrs.frozen
class Place:
    """A line of a statement, and a column or field of it.

    Attributes:
        file: Name of the file.
        line: Counted from 1; 0 stands for the whole file.
        column: Name of the column or field, or the empty text.

    >>> print(Place("momo.csv", 7, "Montant"))
    momo.csv: line 7, Montant
    """

    file: str
    line: int = 0
    column: str = ""

    def finding(
        self, expected: str, found: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        """A finding at this place."""
        return Finding(
            where=str(self), found=found, expected=expected, remedy=remedy, severity=severity
        )

    def misread(self, error: Misread) -> Finding:
        """The finding of what could not be read here."""
        return self.finding(error.expected, error.found, error.remedy)

    def __str__(self) -> str:
        parts = [f"line {self.line}"] if self.line else []
        parts += [printable(self.column)] if self.column else []
        return f"{printable(self.file)}: {', '.join(parts)}" if parts else printable(self.file)


def shown(text: str) -> str:
    """A text as it may stand in a message, however long it is and whatever it holds.

    >>> shown("6 000"), shown("x" * 99)[-6:]
    ("'6 000'", 'xxx...')
    """
    written = repr(text[:_SHOWN])
    return written if len(text) < _SHOWN else f"{written[: _SHOWN - 3].rstrip(chr(39))}..."


def printable(name: str) -> str:
    """A name as it may stand in a place: as it is, unless a terminal should not see it."""
    return name if name.isprintable() and len(name) <= _SHOWN else shown(name)


def nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy that names the nearest of *known*, or *otherwise*.

    >>> nearest("delimitor", ["delimiter", "dates"], "remove it")
    "did you mean 'delimiter'?"
    """
    by_case = {each.lower(): each for each in known}
    if len(name) > _SHOWN or len(by_case) > _COMPARED:
        return otherwise  # comparing would cost more than it helps
    near = get_close_matches(name.strip().lower(), by_case, n=1)
    return f"did you mean {by_case[near[0]]!r}?" if near else otherwise
