"""A fund out, as a folder that reads back as the same fund."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import attrs

from investisens.folder.converter import Kinds
from investisens.folder.harvests import foreign_calendars
from investisens.folder.layout import CSV_LISTS, FORMAT, FUND_FILE, TOML_LISTS
from investisens.folder.placing import place_folder
from investisens.folder.plain import cell, flattened, table
from investisens.folder.problems import Place
from investisens.folder.reader import AnyPath, read_fund
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.fund import Amendment, Fund, Position
from investisens.values.currency import Currency
from investisens.values.errors import InvalidFolder


def write_fund(fund: Fund, path: AnyPath, instruments: Kinds = INSTRUMENTS) -> None:
    """Writes a fund as a new folder, whole or not at all.

    The folder is read again before it takes its name: what would not read back as the same fund
    is refused. Text that a spreadsheet would take for a formula is kept as it is.

    Args:
        fund: What to write.
        path: A folder that does not exist yet, or is empty.
        instruments: Kind to class, as for :func:`read_fund`.

    Raises:
        InvalidFolder: Something stands at *path*, or the fund contradicts itself.

    >>> fund = read_fund("examples/collines")
    >>> write_fund(fund, "copy-of-collines")
    >>> read_fund("copy-of-collines") == fund
    True
    """
    foreign = foreign_calendars(fund, Place(str(path)))
    if foreign:
        raise InvalidFolder(foreign)

    def fill(draft: Path) -> None:
        for name, text in fund_files(fund).items():
            (draft / name).write_text(text, encoding="utf-8", newline="")
        _check_same(fund, read_fund(draft, instruments), path)

    place_folder(Path(path), fill)


def fund_files(fund: Fund) -> dict[str, str]:
    """The files of a fund, by name, as text; empty lists have none."""
    files = {file: _toml(fund, file) for file in TOML_LISTS}
    home = fund.terms.currency
    for file, cls in CSV_LISTS.items():
        rows = getattr(fund, file.removesuffix(".csv"))
        files[file] = _csv(rows, cls, home) if rows else ""
    return {name: text for name, text in files.items() if text}


def _toml(fund: Fund, file: str) -> str:
    """One TOML file, or nothing if it would be empty."""
    import tomlkit

    document = tomlkit.document()
    if file == FUND_FILE:
        document.add("format", tomlkit.item(FORMAT))
        single = (("fund", fund.terms), ("management_fee", fund.management_fee))
        for key, value in (*single, ("plan_rules", fund.plan_rules)):
            keys = table(value) if value is not None else {}
            if keys:
                document.add(key, _table(keys))
    for key in TOML_LISTS[file]:
        items = getattr(fund, key)
        if items:
            array = tomlkit.aot()
            for each in items:
                flat = isinstance(each, Position | Amendment)
                array.append(_table(flattened(each) if flat else table(each)))
            document.add(key, array)
    return tomlkit.dumps(document)


def _table(keys: dict[str, Any]) -> Any:
    """A table whose own tables follow it; all that is deeper stands in braces."""
    import tomlkit

    made = tomlkit.table()
    for key, value in keys.items():
        if not isinstance(value, dict):
            made.add(key, _inline(value))
    for key, value in keys.items():
        if isinstance(value, dict):
            inner = tomlkit.table()
            for name, each in value.items():
                inner.add(name, _inline(each))
            made.add(key, inner)
    return made


def _inline(value: Any) -> Any:
    import tomlkit

    if isinstance(value, dict):
        made = tomlkit.inline_table()
        for key, each in value.items():
            made.append(key, _inline(each))
        return made
    if isinstance(value, list):
        array = tomlkit.array()
        for each in value:
            array.append(_inline(each))
        return array
    return tomlkit.item(value)


def _csv(rows: Sequence[Any], cls: type[Any], home: Currency) -> str:
    """One CSV file, with every column of its class."""
    names = [each.name for each in attrs.fields(cls)]
    cells = [[cell(getattr(row, name), home) for name in names] for row in rows]
    # Python 3.11 leaves a lone carriage return without quotes, and would read it as a line end.
    careful = any("\r" in text for line in cells for text in line)
    stream = StringIO(newline="")
    writer = (
        csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        if careful
        else csv.writer(stream, lineterminator="\n")
    )
    writer.writerows([names, *cells])
    return stream.getvalue()


def _check_same(fund: Fund, read: Fund, path: AnyPath) -> None:
    """Refuses what a folder cannot hold, such as a text of spaces where a name is asked for."""
    for each in attrs.fields(Fund):
        if getattr(fund, each.name) != getattr(read, each.name):
            finding = Place(str(path)).finding(
                "a fund that a folder can hold",
                f"{each.name} that would read back otherwise",
                "give its texts without leading or trailing spaces",
            )
            raise InvalidFolder((finding,))
