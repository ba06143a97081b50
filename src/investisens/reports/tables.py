"""Tables and reports as values: what is known, and nothing about how it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

import attrs

from investisens.values.currency import Currency
from investisens.values.errors import Finding
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode, round_ratio

if TYPE_CHECKING:
    from investisens.engine.irr import IrrResult

Kind = Literal[
    "text",
    "code",
    "date",
    "dates",
    "amount",
    "money",
    "count",
    "ratio",
    "rate",
    "rates",
    "share",
    "irr",
]
"""What the cells of a column are; ``money`` and ``irr`` become several plain columns.

A ``share`` is an exact part of a whole, told in per cent with one decimal, half up.
"""

DECIMALS = 8
"""Decimals of a ratio or a rate in machine formats: a millionth of a percent."""


@attrs.frozen(kw_only=True)
class Column:
    """One column of a table.

    Attributes:
        name: Stable name, the same in every format and language.
        kind: What its cells are.
        words: For a ``code``, the group of labels that translates it.
        adds_up: Whether the sum of the column means something.
        heading: What readers see above it, where that is a name of the fund and no label.

    >>> Column(name="interest", kind="amount", adds_up=True).name
    'interest'
    """

    name: str
    kind: Kind
    words: str = ""
    adds_up: bool = False
    heading: str = ""


@attrs.frozen(kw_only=True)
class Table:
    """Rows of cells under named columns.

    Attributes:
        name: Stable name, the same in every format and language.
        header: The columns; the first one or more name the row.
        rows: One tuple of cells for each row. An ``amount`` is an int in minor units of
            *currency*; ``None`` stands for what does not exist.
        currency: Currency of the amounts, or ``None`` for a table without any.

    >>> from investisens.values.currency import XOF
    >>> from datetime import date
    >>> table = Table(name="schedule", currency=XOF, rows=((date(2011, 2, 28), 150_205),),
    ...               header=(Column(name="due_on", kind="date"),
    ...                       Column(name="interest", kind="amount")))
    >>> table.columns
    {'due_on': [datetime.date(2011, 2, 28)], 'interest': [150205]}
    """

    name: str
    header: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    currency: Currency | None = None

    @property
    def columns(self) -> dict[str, list[Any]]:
        """Name of each plain column to its cells, as ``pandas.DataFrame`` takes them."""
        table = self.plain()
        return {
            column.name: [plain_cell(row[index]) for row in table.rows]
            for index, column in enumerate(table.header)
        }

    def plain(self) -> Table:
        """The same table, in which a cell holds one thing.

        A ``money`` column becomes an amount and its currency; an ``irr`` column a rate, a
        status, the rates found, and the return of a period shorter than a year.
        """
        header = tuple(column for each in self.header for column in _plain_columns(each))
        rows = tuple(
            tuple(
                cell
                for column, value in zip(self.header, row, strict=True)
                for cell in _plain_cells(column, value)
            )
            for row in self.rows
        )
        return attrs.evolve(self, header=header, rows=rows)


@attrs.frozen(kw_only=True)
class Report:
    """What one command answers.

    Attributes:
        command: The command that asks for it.
        facts: A table of one row: what holds for the whole report.
        tables: The tables, in the order in which they are read.

    >>> facts = Table(name="facts", header=(Column(name="fund", kind="text"),), rows=(("A",),))
    >>> Report(command="project", facts=facts, tables=()).command
    'project'
    """

    command: str
    facts: Table
    tables: tuple[Table, ...]


def as_known(report: Report, known_on: date | None) -> Report:
    """The report with the day whose knowledge it tells, if there is one and is not told yet.

    >>> facts = Table(name="facts", header=(Column(name="fund", kind="text"),), rows=(("A",),))
    >>> told = as_known(Report(command="project", facts=facts, tables=()), date(2016, 12, 31))
    >>> told.facts.columns
    {'fund': ['A'], 'known_on': [datetime.date(2016, 12, 31)]}
    """
    if known_on is None or any(each.name == "known_on" for each in report.facts.header):
        return report
    (row,) = report.facts.rows
    header = (*report.facts.header, Column(name="known_on", kind="date"))
    return attrs.evolve(
        report, facts=attrs.evolve(report.facts, header=header, rows=((*row, known_on),))
    )


def findings_table(findings: Iterable[Finding]) -> Table:
    """One row for each finding.

    >>> findings_table([Finding(where="calls.csv: line 3, amount", found="'12.5'",
    ...                         expected="whole francs", remedy="round it")]).rows[0][:2]
    ('error', 'calls.csv: line 3, amount')
    """
    names = ("where", "found", "expected", "remedy")
    return Table(
        name="findings",
        header=(
            Column(name="severity", kind="code", words="severity"),
            *(Column(name=name, kind="text") for name in names),
        ),
        rows=tuple(
            (item.severity.value, item.where, item.found, item.expected, item.remedy)
            for item in findings
        ),
    )


def plain_cell(cell: Any) -> Any:
    """A cell as a plain Python value: a rate or a ratio becomes a float of eight decimals.

    >>> plain_cell(Fraction(1, 3)), plain_cell(Rate.parse("4.5 %")), plain_cell(float("inf"))
    (0.33333333, 0.045, None)
    """
    match cell:
        case Rate():
            return float(cell.fraction)
        case Decimal():
            return float(cell)
        case Fraction():
            return float(round(cell, DECIMALS))
        case float():
            return round(cell, DECIMALS) if isfinite(cell) else None
        case tuple():
            return [plain_cell(item) for item in cell]
    return cell


def percent(share: Fraction) -> Decimal:
    """A share in per cent, half up to one decimal.

    >>> str(percent(Fraction(1, 5))), str(percent(Fraction(5, 12)))
    ('20.0', '41.7')
    """
    tenths = share * 1000
    return Decimal(round_ratio(tenths.numerator, tenths.denominator, RoundingMode.HALF_UP)).scaleb(
        -1
    )


def decimal_text(number: float) -> str:
    """A rounded number without an exponent: ``0.045``, ``12``.

    >>> decimal_text(1e-08), decimal_text(-0.0), decimal_text(2.5)
    ('0.00000001', '0', '2.5')
    """
    text = f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _plain_columns(column: Column) -> tuple[Column, ...]:
    name = column.name
    if column.kind == "money":
        return Column(name=name, kind="amount"), Column(name=f"{name}_currency", kind="text")
    if column.kind == "irr":
        return (
            Column(name=name, kind="rate"),
            Column(name=f"{name}_status", kind="code", words="irr"),
            Column(name=f"{name}_roots", kind="rates"),
            Column(name=f"{name}_period_return", kind="rate"),
        )
    return (column,)


def _plain_cells(column: Column, value: Any) -> tuple[Any, ...]:
    if column.kind == "money":
        money: Money | None = value
        return (None, None) if money is None else (money.minor, money.currency.code)
    if column.kind == "irr":
        result: IrrResult = value
        yearly = result.value if result.annualised else None
        shorter = None if result.annualised else result.period_return
        rates = tuple(root.rate for root in result.roots)
        return yearly, result.status.name.lower(), rates, shorter
    if column.kind == "share" and value is not None:
        return (percent(value),)
    return (value,)
