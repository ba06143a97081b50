"""The cells of one row, read as their mapping says; what cannot be read becomes a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

import attrs

from investisens.statements.cells import amount_of, day_of
from investisens.statements.mapping import CsvMapping
from investisens.statements.problems import Place
from investisens.values.currency import Currency
from investisens.values.errors import Finding
from investisens.values.misreads import Misread
from investisens.values.money import Money

T = TypeVar("T")


@attrs.define
class RowCells:
    """The cells of a row by their column, and where its findings gather.

    Attributes:
        mapping: How the file is written.
        currency: Currency of the account.
        place: Where the row stands.
        by_column: Text of each column that the mapping names, without spaces around it.
        findings: What is wrong with the row.
    """

    mapping: CsvMapping
    currency: Currency
    place: Place
    by_column: Mapping[str, str]
    findings: list[Finding] = attrs.field(factory=list)

    def text(self, column: str) -> str:
        """The text of a column, empty for a column that the mapping does not name."""
        return self.by_column.get(column, "")

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """The value of a cell, or ``None`` and a finding."""
        try:
            return reader(self.text(column))
        except Misread as error:
            self.misread(column, error)
            return None

    def day(self, column: str) -> tuple[date, str] | None:
        """The day of a cell, and the time where its format has one."""
        return self.read(column, lambda cell: day_of(cell, self.mapping.dates))

    def amount(self, column: str) -> Money | None:
        """The amount of a cell."""
        numbers = self.mapping.numbers
        return self.read(column, lambda cell: amount_of(cell, numbers, self.currency))

    def amount_or(self, column: str, otherwise: Money | None) -> Money | None:
        """The amount of a cell, or *otherwise* where it is empty."""
        return self.amount(column) if self.text(column) else otherwise

    def misread(self, column: str, error: Misread) -> None:
        """Keeps the finding of a column."""
        self.findings.append(attrs.evolve(self.place, column=column).misread(error))
