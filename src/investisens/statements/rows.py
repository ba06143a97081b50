"""The rows of a CSV export: decoded, cut into cells, and found under their header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

import attrs

from investisens.statements.problems import Place
from investisens.statements.words import plain
from investisens.values.errors import Finding
from investisens.values.misreads import Misread, nearest, shown

LONGEST_CELL = 10_000
"""Characters of the longest cell that is read."""

HEADER_ROWS = 60
"""Filled rows in which the header is looked for."""

CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]")
"""A control character that is neither a tab nor the end of a line."""


@attrs.frozen
class Row:
    """One row of the file.

    Attributes:
        line: Line of the file on which it starts, counted from 1.
        raw: Its text as the file holds it, without its line end.
        cells: Its cells.
    """

    line: int
    raw: str
    cells: Sequence[str]

    def first(self) -> str:
        """The first filled cell in plain words, or the empty text."""
        return next((plain(cell) for cell in self.cells if cell.strip()), "")


@attrs.frozen
class Header:
    """Where the columns stand.

    Attributes:
        names: Names in plain words, empty ones at the end left out.
        index: Place of each name that a mapping gives.
    """

    names: Sequence[str]
    index: Mapping[str, int]


def decoded(content: bytes, encoding: str) -> str:
    """The text of a file, without a byte order mark and free of control characters.

    Raises:
        Misread: A byte is not of the encoding, or a control character stands there.
    """
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"byte 0x{content[error.start : error.start + 1].hex()} on line {line}"
        remedy = "name the encoding of the file, or save it anew in this one"
        raise Misread(f"text in {encoding}", found, remedy) from None
    refuse_controls(text)
    return text


def refuse_controls(text: str) -> None:
    """Refuse control characters other than tabs and line ends: no record holds them.

    Raises:
        Misread: One stands there.
    """
    match = CONTROL.search(text)
    if match is not None:
        line = text.count("\n", 0, match.start()) + 1
        found = f"the control character {match[0]!r} on line {line}"
        raise Misread("text", found, "name the encoding of the file, or export it again")


def read_rows(text: str, delimiter: str, file: str) -> Iterator[Row | Finding]:
    """Filled rows, and a finding for each one that is no CSV."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in StringIO(text, newline=""):
            taken.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    start = 1
    while True:
        taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = "close every quote, and double a quote inside quotes"
            yield Place(file, start).finding("a row of CSV", f"a mistake ({error})", remedy)
        else:
            if any(cell.strip() for cell in cells):
                yield Row(start, "".join(taken).rstrip("\r\n"), cells)
        start += len(taken)


def find_header(rows: Iterable[Row], names: Sequence[str], file: str) -> Header | list[Finding]:
    """The first row that holds all the names, or what the best one lacks.

    Rows before it are read and left; *rows* goes on with the row that follows.
    """
    wanted = {plain(name): name for name in names}
    best: tuple[int, Row | None] = (0, None)
    for seen, row in enumerate(rows):
        held = [plain(cell) for cell in row.cells]
        hits = len(wanted.keys() & set(held))
        if hits == len(wanted):
            return _header(row, held, wanted, file)
        if hits > best[0]:
            best = (hits, row)
        if seen + 1 == HEADER_ROWS:
            break
    return _no_header(best[1], wanted, file)


def width_problem(row: Row, header: Header, file: str) -> Finding | None:
    """What is wrong with the number of cells of a row, if it is."""
    count, given = len(header.names), len(row.cells)
    if given < count or any(cell.strip() for cell in row.cells[count:]):
        remedy = "restore the row; a cell that holds the delimiter stands in quotes"
        return Place(file, row.line).finding(f"{count} cells", f"{given} cells", remedy)
    return None


def long_cell(row: Row, file: str) -> Finding | None:
    """A finding if a cell is too long to be one."""
    longest = max(map(len, row.cells))
    if longest <= LONGEST_CELL:
        return None
    found = f"one of {longest} characters"
    remedy = "export the file again"
    return Place(file, row.line).finding(f"cells of at most {LONGEST_CELL}", found, remedy)


def _header(
    row: Row, held: Sequence[str], wanted: Mapping[str, str], file: str
) -> Header | list[Finding]:
    count = max(index for index, name in enumerate(held) if name) + 1
    twice = [name for name in wanted if held.count(name) > 1]
    if twice:
        place = Place(file, row.line)
        found = f"{wanted[twice[0]]!r} {held.count(twice[0])} times"
        return [place.finding("each column once", found, "rename one of them in the file")]
    index = {given: held.index(name) for name, given in wanted.items()}
    return Header(held[:count], index)


def _no_header(row: Row | None, wanted: Mapping[str, str], file: str) -> list[Finding]:
    """What the best row lacks to be the header."""
    if row is None:
        names = ", ".join(wanted.values())
        remedy = "check the delimiter and the encoding of the mapping, and that this is its bank"
        return [Place(file).finding(f"a header with {names}", "none", remedy)]
    held = [plain(cell) for cell in row.cells]
    free = [
        cell.strip()
        for cell, name in zip(row.cells, held, strict=True)
        if name and name not in wanted
    ]
    others = f"; there are {shown(', '.join(free))}" if free else ", or export this column too"
    return [
        Place(file, row.line).finding(
            f"the column {given!r}",
            "none of that name",
            nearest(given, free, f"correct [columns]{others}"),
        )
        for name, given in wanted.items()
        if name not in held
    ]
