"""Errors raised by constructors, and findings returned by readers of files.

A constructor raises: its caller holds the value. A reader of a folder, a plan or a
statement collects a :class:`Finding` for each problem and reports them all at once.
"""

from __future__ import annotations

from enum import Enum

import attrs


class InvestisensError(Exception):
    """Root of every error of this package.

    Attributes:
        field: Name of the field at fault, or ``None`` where no single field is.
        value: The value found there.

    >>> try:
    ...     raise InvalidTerms("grace_months is -1: use 0 or more", field="grace_months", value=-1)
    ... except InvestisensError as error:
    ...     print(error.field, error.value)
    grace_months -1
    """

    def __init__(self, message: str, *, field: str | None = None, value: object = None) -> None:
        super().__init__(message)
        self.field = field
        self.value = value


class InvalidTerms(InvestisensError, ValueError):
    """Terms of a contract or a rule contradict themselves or the law of the field.

    >>> from datetime import date
    >>> from investisens import OnDates
    >>> try:
    ...     OnDates(on=(date(2012, 4, 30), date(2012, 2, 28)))
    ... except InvalidTerms as error:
    ...     print(error.field)
    on
    """


class InvalidAmount(InvestisensError, ValueError):
    """An amount cannot be read, or is not a whole number of minor units."""


class InvalidRate(InvestisensError, ValueError):
    """A rate cannot be read, or is finer than a thousandth of a basis point."""


class InvalidDate(InvestisensError, ValueError):
    """A date or a calendar rule cannot be read or never occurs."""


class CurrencyMismatch(InvestisensError, TypeError):
    """Two currencies met without a dated rate between them."""


class MissingData(InvestisensError, LookupError):
    """A dated rate, index fixing or result is asked for and was never given."""


class NotSupported(InvestisensError, ValueError):
    """An option is known but the thing asked for does not support it."""


class ConservationBroken(InvestisensError, ArithmeticError):
    """A run created or lost money. This is a fault of the library: please report it."""


class Severity(Enum):
    """How much a finding weighs: an error stops the reading, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@attrs.frozen(kw_only=True)
class Finding:
    """A located problem in a file or a plan, as a value.

    Attributes:
        where: File and key path or line, e.g. ``positions.toml: positions[3].rate``.
        found: What stands there.
        expected: What should stand there.
        remedy: What to do about it.
        severity: Error or warning.
        rule: The rule of a plan behind it, where there is one; not part of the text.

    >>> print(Finding(where="fund.toml: fund.currency", found="'XOFF'",
    ...               expected="an ISO 4217 code", remedy="did you mean 'XOF'?"))
    fund.toml: fund.currency: expected an ISO 4217 code, found 'XOFF': did you mean 'XOF'?
    """

    where: str
    found: str
    expected: str
    remedy: str
    severity: Severity = Severity.ERROR
    rule: str = ""

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, found {self.found}: {self.remedy}"


class InvalidFolder(InvestisensError):
    """A fund folder, plan or statement has problems; all of them travel with the error.

    Attributes:
        findings: Every problem found, in reading order.

    >>> finding = Finding(where="calls.csv: line 7, investor", found="'FR99'",
    ...                   expected="a known investor", remedy="did you mean 'FR09'?")
    >>> print(InvalidFolder((finding,)))
    1 problem found:
    calls.csv: line 7, investor: expected a known investor, found 'FR99': did you mean 'FR09'?
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        count = len(findings)
        noun = "problem" if count == 1 else "problems"
        super().__init__("\n".join([f"{count} {noun} found:", *map(str, findings)]))
        self.findings = findings
