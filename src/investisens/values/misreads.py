"""What a reader of files says of a value that it cannot read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

_SHOWN = 60
_COMPARED = 2_000


class Misread(ValueError):
    """A value of a file that cannot be read; it becomes a finding once its place is known.

    Attributes:
        expected: What should stand there.
        found: What stands there.
        remedy: What to do about it.

    >>> print(Misread("a day", "'soon'", "write it such as 2026-06-30"))
    expected a day, found 'soon': write it such as 2026-06-30
    """

    def __init__(self, expected: str, found: str, remedy: str) -> None:
        super().__init__(f"expected {expected}, found {found}: {remedy}")
        self.expected = expected
        self.found = found
        self.remedy = remedy


def shown(value: object) -> str:
    """A value as it may stand in a message, however long it is and whatever it holds.

    >>> shown("4.5"), shown(4.5), shown(True), shown([1, 2]), shown("x" * 99)[-6:]
    ("'4.5'", '4.5', 'true', 'a list', 'xxx...')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and abs(value) >= 10**_SHOWN:
        return "a huge number"
    text = repr(value[:_SHOWN] if isinstance(value, str) else value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def printable(name: str) -> str:
    r"""A name as it may stand in a place: as it is, unless a terminal should not see it.

    >>> print(printable("rate"), printable("a\x1b[31m"))
    rate 'a\x1b[31m'
    """
    return name if name.isprintable() and len(name) <= _SHOWN else shown(name)


def nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy that names the nearest of *known*, or *otherwise*.

    >>> nearest("monhts", ["months", "days"], "remove it"), nearest("zz", ["months"], "remove it")
    ("did you mean 'months'?", 'remove it')
    """
    near = close_to(name, known)
    return otherwise if near is None else f"did you mean {near!r}?"


def close_to(name: str, known: Iterable[str]) -> str | None:
    """The nearest of *known*, whatever its case, or ``None`` if none is near.

    >>> close_to("Monhts", ["months", "days"])
    'months'
    """
    by_case = {each.lower(): each for each in known}
    lower = name.strip().lower()
    if lower in by_case:
        return by_case[lower]
    if len(by_case) > _COMPARED or len(lower) > _SHOWN:
        return None  # comparing would cost more than it helps
    near = get_close_matches(lower, by_case, n=1)
    return by_case[near[0]] if near else None
