"""Statements read from files: their content may be anything, and is never believed."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from investisens.statements.camt053 import parse_camt053
from investisens.statements.csv_statement import parse_csv
from investisens.statements.lines import Statement
from investisens.statements.mapping import ChargeRule, CsvMapping
from investisens.statements.mt940_statement import parse_mt940
from investisens.statements.problems import Place
from investisens.values.errors import Finding

MEBIBYTE = 2**20
LIMIT = 64 * MEBIBYTE
"""Files above this size, in bytes, are refused unread."""

_OTHER_FILES = (
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it first"),
    (
        b"PK\x03\x04",
        "a ZIP archive, such as an Excel workbook",
        "unpack it, or save the workbook as CSV",
    ),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel", "save it as CSV"),
    (b"%PDF", "a PDF", "export the account as CSV, CAMT.053 or MT940"),
)
"""First bytes of files that are often taken for a statement, what they are, and what to do."""


def read_csv(path: str | PathLike[str], mapping: CsvMapping, *, account: str) -> Statement:
    """The statement of a CSV export, see :func:`parse_csv`; what is wrong is in its findings.

    >>> from investisens.statements import shipped_mapping
    >>> path = "examples/collines/statements/clcam_statement.csv"
    >>> statement = read_csv(path, shipped_mapping("clcam"), account="CLCAM")
    >>> statement.ok, len(statement.lines)
    (True, 6)
    """
    content = _content(Path(path))
    if isinstance(content, Finding):
        return _unread(path, content)
    return parse_csv(content, mapping, account=account, file=Path(path).name)


def read_camt053(
    path: str | PathLike[str], *, charges: Iterable[ChargeRule] = ()
) -> tuple[Statement, ...]:
    """The statements of a CAMT.053 message, see :func:`parse_camt053`.

    >>> (statement,) = read_camt053("missing.xml")
    >>> print(*statement.findings)
    missing.xml: expected a file, found nothing: check the path
    """
    content = _content(Path(path))
    if isinstance(content, Finding):
        return (_unread(path, content),)
    return parse_camt053(content, file=Path(path).name, charges=charges)


def read_mt940(
    path: str | PathLike[str], *, encoding: str = "utf-8", charges: Iterable[ChargeRule] = ()
) -> tuple[Statement, ...]:
    """The statements of an MT940 file, see :func:`parse_mt940`.

    Raises:
        NotSupported: The library mt-940 is not installed.

    >>> read_mt940("missing.sta")[0].ok
    False
    """
    content = _content(Path(path))
    if isinstance(content, Finding):
        return (_unread(path, content),)
    return parse_mt940(content, file=Path(path).name, encoding=encoding, charges=charges)


def _unread(path: str | PathLike[str], finding: Finding) -> Statement:
    return Statement(source=Path(path).name, findings=(finding,))


def _content(path: Path) -> bytes | Finding:
    """The bytes of an ordinary file of reasonable size, or why there are none."""
    place = Place(path.name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return place.finding("a file", "no ordinary file", "give the path of the export")
        with path.open("rb") as stream:
            content = stream.read(LIMIT + 1)
    except FileNotFoundError:
        return place.finding("a file", "nothing", "check the path")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return place.finding("a readable file", f"a refusal ({why})", "check its rights")
    if len(content) > LIMIT:
        found = f"more than {LIMIT // MEBIBYTE} MiB"
        return place.finding("a statement", found, "export shorter periods")
    return _no_statement(content, place) or content


def _no_statement(content: bytes, place: Place) -> Finding | None:
    """A finding for a file that says by its first bytes that it is something else."""
    if not content:
        return place.finding("a statement", "an empty file", "export it again")
    for start, found, remedy in _OTHER_FILES:
        if content.startswith(start):
            return place.finding("a statement", found, remedy)
    return None
