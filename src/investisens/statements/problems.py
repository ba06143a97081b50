"""Where a statement cannot be read, and what to do: misreadings that become findings."""

from __future__ import annotations

import attrs

from investisens.values.errors import Finding, Severity
from investisens.values.misreads import Misread, printable, shown

# The ledger takes the last one from here.
__all__ = ["Place", "shown"]


@attrs.frozen
class Place:
    """A line of a statement, and a column or field of it.

    Attributes:
        file: Name of the file.
        line: Counted from 1; 0 stands for the whole file.
        column: Name of the column or field, or the empty text.

    >>> print(Place("momo.csv", 7, "Montant"))
    momo.csv: line 7, Montant
    """

    file: str
    line: int = 0
    column: str = ""

    def finding(
        self, expected: str, found: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        """A finding at this place."""
        return Finding(
            where=str(self), found=found, expected=expected, remedy=remedy, severity=severity
        )

    def misread(self, error: Misread) -> Finding:
        """The finding of what could not be read here."""
        return self.finding(error.expected, error.found, error.remedy)

    def __str__(self) -> str:
        parts = [f"line {self.line}"] if self.line else []
        parts += [printable(self.column)] if self.column else []
        return f"{printable(self.file)}: {', '.join(parts)}" if parts else printable(self.file)
