"""A justification in the columns of a funder: names, order and way of writing are data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Final

import attrs

from investisens.funding.justification import JustificationRow
from investisens.l10n import Language
from investisens.portfolio.fund import Fund
from investisens.portfolio.grants import GrantStatement
from investisens.reports.labels import label
from investisens.reports.render import unexecuted
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money, total

Cell = str | date | Money | None

_SUMS: Final = ("amount", "eligible", "rejected", "granted", "justified", "unjustified")

VALUES: Final = (
    *("source", "enterprise", "enterprise_name", "use", "item", "planned_cost"),
    *("invoice", "invoiced_on", "document", "invoiced", "currency"),
    *_SUMS,
    "reason",
)
"""What a column may hold."""

_DATES: Final = ("YYYY", "MM", "DD")


class StatementLanguage(Enum):
    """Language of the words in a statement.

    Attributes:
        FR: French.
        EN: English.

    >>> StatementLanguage("fr").name
    'FR'
    """

    FR = "fr"
    EN = "en"


@attrs.frozen(kw_only=True, field_transformer=checked)
class FunderColumn:
    """One column of a funder.

    Attributes:
        title: Its heading, as the funder writes it.
        value: What it holds, one of :data:`VALUES`; empty for a column that stays blank.

    Raises:
        InvalidTerms: Nothing is called like *value*.

    >>> FunderColumn(title="N° de pièce", value="invoice").value
    'invoice'
    """

    title: str
    value: str = ""

    def __attrs_post_init__(self) -> None:
        if self.value and self.value not in VALUES:
            raise InvalidTerms(
                f"value is {self.value!r}: use one of {', '.join(VALUES)}",
                field="value",
                value=self.value,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class FunderColumns:
    """How a funder wants its statement.

    Attributes:
        columns: In their order, at least one.
        source: Only the rows of this source; empty for all.
        separator: Between two cells: one sign.
        decimal: Between units and decimals: one sign.
        dates: Order of day, month and year, such as ``DD/MM/YYYY``.
        language: Of the words that are no headings.
        total: What the first cell of a last row of totals says; empty for no such row.

    Raises:
        InvalidTerms: No column, a separator that is not one sign or is the decimal sign, or dates
            without DD, MM or YYYY.
    """

    columns: tuple[FunderColumn, ...]
    source: str = ""
    separator: str = ";"
    decimal: str = ","
    dates: str = "DD/MM/YYYY"
    language: StatementLanguage = StatementLanguage.FR
    total: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.columns:
            raise InvalidTerms(
                "columns is empty: give at least one", field="columns", value=self.columns
            )
        for name in ("separator", "decimal"):
            sign = getattr(self, name)
            if len(sign) != 1 or sign in '"\r\n':
                raise InvalidTerms(
                    f"{name} is {sign!r}: use one sign, and no quote", field=name, value=sign
                )
        if self.separator == self.decimal:
            raise InvalidTerms(
                f"separator and decimal are both {self.decimal!r}: use two signs",
                field="separator",
                value=self.separator,
            )
        if not all(self.dates.count(part) == 1 for part in _DATES):
            raise InvalidTerms(
                f"dates is {self.dates!r}: write it with DD, MM and YYYY, such as 'DD/MM/YYYY'",
                field="dates",
                value=self.dates,
            )


def funder_statement(statement: GrantStatement, fund: Fund, wanted: FunderColumns) -> str:
    """The rows of a statement as CSV, in the columns of a funder; amounts in units.

    Args:
        statement: The justification of all grants.
        fund: Names of enterprises, and planned costs.
        wanted: Which rows and columns, and how they are written.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.grants import grant_statement
    >>> fund = read_fund("examples/collines")
    >>> wanted = FunderColumns(total="TOTAL", columns=(
    ...     FunderColumn(title="Pièce", value="invoice"),
    ...     FunderColumn(title="Subvention justifiée", value="justified")))
    >>> text = funder_statement(grant_statement(fund), fund, wanted)
    >>> text.splitlines()[:2], text.splitlines()[-1]
    (['Pièce;Subvention justifiée', 'F01;2200000'], 'TOTAL;28781202')
    """
    rows = [row for row in statement.rows if wanted.source in ("", row.source)]
    lines = [_line(cells, wanted) for cells in _cells(rows, fund, wanted.language.value)]
    if wanted.total:
        _, *others = _line(_sums(rows, statement.currency), wanted)
        lines.append([wanted.total, *others])
    target = io.StringIO()
    writer = csv.writer(target, delimiter=wanted.separator, lineterminator="\n")
    writer.writerow([column.title for column in wanted.columns])
    writer.writerows(lines)
    return target.getvalue()


def _cells(
    rows: Iterable[JustificationRow], fund: Fund, lang: Language
) -> Iterator[Mapping[str, Cell]]:
    """Everything that a row may tell, by its name in ``VALUES``."""
    names = {each.id: each.name for each in fund.enterprises}
    costs = {(use.enterprise, use.id): use.cost for use in fund.uses}
    for row in rows:
        cells: dict[str, Cell] = {
            name: getattr(row, name) for name in ("source", "enterprise", "use", "item", *_SUMS)
        }
        cells["enterprise_name"] = names.get(row.enterprise)
        cells["planned_cost"] = costs.get((row.enterprise, row.use))
        if row.reason is not None:
            cells["reason"] = label(f"reason.{row.reason.value}", lang)
        if row.invoice is not None:
            cells["invoice"] = row.invoice.id
            cells["invoiced_on"] = row.invoice.invoiced_on
            cells["document"] = label(f"document.{row.invoice.document.value}", lang)
            cells["invoiced"] = row.invoice.amount
            cells["currency"] = row.invoice.amount.currency.code
        yield cells


def _sums(rows: Iterable[JustificationRow], currency: Currency) -> Mapping[str, Cell]:
    known = list(rows)
    return {
        name: total(
            (amount for row in known if (amount := getattr(row, name)) is not None), currency
        )
        for name in _SUMS
    }


def _line(cells: Mapping[str, Cell], wanted: FunderColumns) -> list[str]:
    return [_written(cells.get(column.value), wanted) for column in wanted.columns]


def _written(cell: Cell, wanted: FunderColumns) -> str:
    match cell:
        case Money():
            return f"{cell.units:f}".replace(".", wanted.decimal)
        case date():
            parts = {"YYYY": f"{cell.year:04}", "MM": f"{cell.month:02}", "DD": f"{cell.day:02}"}
            text = wanted.dates
            for part, digits in parts.items():
                text = text.replace(part, digits)
            return text
        case str():
            return unexecuted(cell)
    return ""
