"""What is wrong with a fund folder, as a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from investisens.reports.tables import Column, Report, Table, findings_table
from investisens.values.errors import Finding, Severity


def check_report(folder: Path, findings: Sequence[Finding]) -> Report:
    """How many errors and warnings a folder holds, and each of them.

    >>> check_report(Path("fund"), []).facts.columns
    {'folder': ['fund'], 'errors': [0], 'warnings': [0]}
    """
    header = (
        Column(name="folder", kind="text"),
        Column(name="errors", kind="count"),
        Column(name="warnings", kind="count"),
    )
    row = (
        str(folder),
        _count(findings, Severity.ERROR),
        _count(findings, Severity.WARNING),
    )
    return Report(
        command="check",
        facts=Table(name="facts", header=header, rows=(row,)),
        tables=(findings_table(findings),),
    )


def _count(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)
