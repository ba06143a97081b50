"""The CSV files of a folder: long lists, one row for each item.

The first line that is not empty names the columns, in any order; the separator is a comma, or a
semicolon where that line holds more of them. A cell that is empty is a value that is not given.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from io import StringIO
from typing import Any, get_type_hints

import attrs

from investisens.folder.content import Content
from investisens.folder.converter import csv_converter
from investisens.folder.problems import Place, findings_of
from investisens.values.currency import Currency
from investisens.values.errors import Finding
from investisens.values.misreads import close_to, shown

Row = tuple[int, Sequence[str]]

_FILLED = re.compile(r'[^\s,;"]')
"""What a line of empty cells does not hold."""


def read_csv(content: Content, file: str, text: str, cls: type[Any], currency: Currency) -> None:
    """Reads one file into *content*, row by row."""
    first = _first_line(text)
    if first is None or first.count("\t") > max(first.count(","), first.count(";")):
        content.findings.append(_no_columns(Place(file), text, first))
        content.unread.add(cls)
        return
    rows = _rows(content, file, text, cls, ";" if first.count(";") > first.count(",") else ",")
    header = next(rows, None)
    if header is None:
        return  # the first row is no CSV, and that is told
    columns = [name.strip() for name in header[1]]
    problems, complete = _header_problems(columns, cls, Place.line(file, header[0]))
    content.findings += problems
    if not complete:
        content.unread.add(cls)
        return
    _read_rows(content, file, cls, columns, rows, currency)


def _read_rows(
    content: Content,
    file: str,
    cls: type[Any],
    columns: Sequence[str],
    rows: Iterator[Row],
    currency: Currency,
) -> None:
    converter = csv_converter(currency)
    types = get_type_hints(cls)
    for number, cells in rows:
        place = Place.line(file, number)
        if len(cells) != len(columns):
            found = f"{len(cells)} cells"
            remedy = "count the separators; a cell that holds one stands in quotes"
            problem = place.finding(f"{len(columns)} cells", found, remedy)
            content.refuse(cls, place, dict(zip(columns, cells, strict=False)), [problem])
            continue
        filled = {
            name: cell
            for name, cell in zip(columns, cells, strict=True)
            if name in types and (cell.strip() or (cell and types[name] is str))
        }
        try:
            value = converter.structure(filled, cls)
        except Exception as error:
            content.refuse(cls, place, filled, findings_of(error, place))
        else:
            content.add(cls, place, value)


def _first_line(text: str) -> str | None:
    """The first line that holds more than separators and empty cells."""
    return next((line for line in StringIO(text, newline="") if _FILLED.search(line)), None)


def _no_columns(place: Place, text: str, first: str | None) -> Finding:
    """The finding of a file whose columns cannot be told apart, or that has none."""
    if first is None:
        found = "only empty cells" if text.strip() else "an empty file"
        remedy = "restore it, or delete it if there are none"
        return place.finding("a first line of column names", found, remedy)
    remedy = "save the file as CSV, with commas or semicolons"
    return place.finding("columns parted by commas or semicolons", "tabs", remedy)


def _rows(content: Content, file: str, text: str, cls: type[Any], delimiter: str) -> Iterator[Row]:
    """Rows that hold something, with the number of their first line."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        content.unread.add(cls)
        content.findings.append(_no_row(Place.line(file, start), error))


def _no_row(place: Place, error: csv.Error) -> Finding:
    """The finding of a row that is no CSV; an open quote may swallow the rest of a file."""
    if "field limit" in str(error):
        limit = f"{csv.field_size_limit():,}"
        remedy = "shorten it, or close the quote before it"
        return place.finding(f"cells of at most {limit} characters", "a longer one", remedy)
    remedy = "close every quote, and double a quote inside quotes"
    return place.finding("a row of CSV", f"a mistake ({error})", remedy)


def _header_problems(
    columns: Sequence[str], cls: type[Any], place: Place
) -> tuple[list[Finding], bool]:
    """What is wrong with the column names, and whether rows can still be read."""
    known = attrs.fields_dict(cls)
    missing = [
        name
        for name, each in known.items()
        if each.default is attrs.NOTHING and name not in columns
    ]
    misspelt = _misspelt(columns, known)
    renamed = _renamed(columns, list(known), missing, misspelt)
    findings = [
        _unknown(name, misspelt.get(name), renamed.get(name), place)
        for name in columns
        if name not in known
    ]
    repeated = {name: n for name, n in Counter(columns).items() if n > 1}
    for name, count in repeated.items():
        if name in known:
            found = f"{name!r} {count} times"
            findings.append(place.finding("each column once", found, "keep one of them"))
    for name in missing:
        if name not in (*misspelt.values(), *renamed.values()):
            expected = f"the column {name!r}"
            findings.append(place.finding(expected, "none of that name", "add the column"))
    return findings, not missing and not repeated


def _unknown(name: str, near: str | None, other: str | None, place: Place) -> Finding:
    """The finding of a column that nothing reads: is it misspelt, has it another name?"""
    given = shown(name)
    if other is not None:
        remedy = f"rename {given} to {other!r}?"
        return place.finding(f"the column {other!r}", f"the unknown {given}", remedy)
    remedy = "remove the column" if near is None else f"did you mean {near!r}?"
    return place.finding("a known column", given, remedy)


def _misspelt(columns: Sequence[str], known: Collection[str]) -> dict[str, str]:
    """Unknown names that are near a column which is not there, and that column."""
    free = [name for name in known if name not in columns]
    meant: dict[str, str] = {}
    for name in columns:
        near = None if name in known else close_to(name, free)
        if near is not None and name not in meant:
            free.remove(near)
            meant[name] = near
    return meant


def _renamed(
    columns: Sequence[str], known: Sequence[str], missing: Sequence[str], misspelt: dict[str, str]
) -> dict[str, str]:
    """Other unknown names that may stand for a required column, and that column.

    A name does if it stands in the place of the column, or if one of each is left.
    """
    left = [name for name in columns if name and name not in known and name not in misspelt]
    wanted = [name for name in missing if name not in misspelt.values()]
    meant: dict[str, str] = {}
    for index, name in enumerate(columns):
        if name in left and index < len(known) and known[index] in wanted:
            meant[name] = known[index]
    left = [name for name in left if name not in meant]
    wanted = [name for name in wanted if name not in meant.values()]
    if len(left) == len(wanted) == 1:
        meant[left[0]] = wanted[0]
    return meant
