"""Reports as CSV and JSON for machines, and the choice between formats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from investisens.l10n import Language
from investisens.reports.tables import Column, Report, Table, decimal_text, plain_cell

Format = Literal["text", "csv", "json"]
"""Text for readers; CSV and JSON for machines, the same in every language."""

JSON_FORMAT: Final = 1
"""Version of the JSON layout: a change that can break a reader raises it."""

_EXECUTED: Final = ("=", "+", "-", "@", "\t", "\r")


def render(
    report: Report, output: Format, lang: Language, *, width: int = 100, color: bool = False
) -> str:
    """The report in one of the formats; as CSV its first table alone.

    >>> facts = Table(name="facts", header=(Column(name="folder", kind="text"),), rows=(("A",),))
    >>> print(render(Report(command="check", facts=facts, tables=()), "text", "fr"), end="")
    Dossier : A
    """
    match output:
        case "csv":
            return to_csv(report.tables[0])
        case "json":
            return to_json(report)
        case "text":
            from investisens.reports.text import to_text

            return to_text(report, lang, width=width, color=color)


def to_csv(table: Table) -> str:
    r"""The table as CSV: a heading, ISO days, whole minor units, lines ended by ``\n``.

    A text that a spreadsheet would execute, because it starts with ``=``, ``+``, ``-``,
    ``@``, a tab or a carriage return, gets an apostrophe before it. Figures never do.

    >>> from investisens.values.currency import XOF
    >>> header = (Column(name="position", kind="text"), Column(name="value", kind="amount"))
    >>> rows = (("=L1", -5),)
    >>> print(to_csv(Table(name="positions", currency=XOF, header=header, rows=rows)), end="")
    position,value
    '=L1,-5
    """
    plain = table.plain()
    lines = [_csv_line(column.name for column in plain.header)]
    lines += (_csv_line(map(_csv_cell, plain.header, row)) for row in plain.rows)
    return "".join(lines)


def to_json(report: Report) -> str:
    """The report as JSON: amounts are whole minor units, days ISO texts, rates numbers.

    >>> facts = Table(name="facts", header=(Column(name="folder", kind="text"),), rows=(("A",),))
    >>> json.loads(to_json(Report(command="check", facts=facts, tables=())))["facts"]
    {'folder': 'A'}
    """
    currency = report.facts.currency
    (facts,) = _records(report.facts)
    document = {
        "format": JSON_FORMAT,
        "command": report.command,
        "currency": currency.code if currency else None,
        "minor_digits": currency.digits if currency else None,
        "facts": facts,
        "tables": {table.name: _records(table) for table in report.tables},
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def unexecuted(text: str) -> str:
    """The text with an apostrophe before it, if a spreadsheet would execute it.

    >>> unexecuted("=1+1"), unexecuted("Miel")
    ("'=1+1", 'Miel')
    """
    return f"'{text}" if text.startswith(_EXECUTED) else text


def _records(table: Table) -> list[dict[str, Any]]:
    plain = table.plain()
    names = [column.name for column in plain.header]
    return [
        dict(zip(names, map(_json_cell, map(plain_cell, row)), strict=True)) for row in plain.rows
    ]


def _json_cell(cell: Any) -> Any:
    match cell:
        case date():
            return cell.isoformat()
        case list():
            return [_json_cell(item) for item in cell]
    return cell


def _csv_line(cells: Iterable[str]) -> str:
    # Written with the ending that makes csv quote both \r and \n inside a cell.
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerow(cells)
    return target.getvalue().removesuffix("\r\n") + "\n"


def _csv_cell(column: Column, cell: Any) -> str:
    plain = plain_cell(cell)
    if column.kind in ("text", "code") and plain is not None:
        return unexecuted(plain)
    if isinstance(cell, Decimal):
        return str(cell)
    match plain:
        case None:
            return ""
        case float():
            return decimal_text(plain)
        case list():
            return " ".join(_csv_cell(column, item) for item in plain)
    return str(plain)
