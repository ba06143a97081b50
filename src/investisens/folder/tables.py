"""The CSV files of a folder: long lists, one row for each item.

The first line names the columns, in any order; the separator is a comma, or a semicolon where the
first line holds more of them. A cell that is empty is a value that is not given.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any, get_type_hints

import attrs

from investisens.folder.content import Content
from investisens.folder.converter import csv_converter
from investisens.folder.problems import Place, close_to, findings_of, nearest, shown
from investisens.values.currency import Currency
from investisens.values.errors import Finding

Row = tuple[int, Sequence[str]]


def read_csv(content: Content, file: str, text: str, cls: type[Any], currency: Currency) -> None:
    """Reads one file into *content*, row by row."""
    rows = _rows(content, file, text, cls)
    header = next(rows, None)
    if header is None:
        content.findings.append(
            Place(file).finding("a first line of column names", "an empty file", "delete it")
        )
        return
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


def _rows(content: Content, file: str, text: str, cls: type[Any]) -> Iterator[Row]:
    """Rows that hold something, with the number of their first line."""
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        content.unread.add(cls)
        remedy = "close every quote, and double a quote inside quotes"
        content.findings.append(
            Place.line(file, start).finding("a row of CSV", f"a mistake ({error})", remedy)
        )


def _header_problems(
    columns: Sequence[str], cls: type[Any], place: Place
) -> tuple[list[Finding], bool]:
    """What is wrong with the column names, and whether rows can still be read."""
    known = attrs.fields_dict(cls)
    findings = []
    meant = set()
    for name in columns:
        if name not in known:
            meant.add(close_to(name, known))
            remedy = nearest(name, known, "remove the column")
            findings.append(place.finding("a known column", shown(name), remedy))
    for name, count in Counter(columns).items():
        if count > 1 and name in known:
            found = f"{name!r} {count} times"
            findings.append(place.finding("each column once", found, "keep one of them"))
    required = {name for name, each in known.items() if each.default is attrs.NOTHING}
    missing = [name for name in known if name in required and name not in columns]
    for name in missing:
        if name not in meant:
            remedy = "add the column"
            findings.append(place.finding(f"the column {name!r}", "none of that name", remedy))
    repeated = any(count > 1 for count in Counter(columns).values())
    return findings, not missing and not repeated
