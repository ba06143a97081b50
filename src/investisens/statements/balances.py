"""Balances of a statement: each line moves the account by its amount, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterable

from investisens.statements.lines import Statement, StatementLine
from investisens.statements.problems import Place
from investisens.values.errors import Finding
from investisens.values.money import Money, total


def balance_breaks(
    in_order: Iterable[StatementLine], opening: Money | None = None, column: str = "balance"
) -> list[Finding]:
    """A finding for each line whose balance is not the last one and what the line moved.

    After a break the balance that stands there is taken, so that one gap is told once.

    Args:
        in_order: Lines of one account, the oldest first.
        opening: Balance before the first one, if it is told.
        column: Name of the column of balances.
    """
    findings = []
    known = opening
    for line in in_order:
        expected = None if known is None else known + line.moved
        if expected is not None and line.balance is not None and line.balance != expected:
            place = Place(line.source, line.row, column)
            gap = line.balance - expected
            found = f"{line.balance}, a difference of {gap}"
            remedy = "look for a line that is missing, doubled or changed before this one"
            findings.append(place.finding(f"{expected} ({known} and {line.moved})", found, remedy))
        known = expected if line.balance is None else line.balance
    return findings


def total_break(statement: Statement) -> list[Finding]:
    """A finding if opening balance and lines do not make the closing balance, both being told."""
    opening, closing = statement.opening, statement.closing
    if opening is None or closing is None:
        return []
    moved = total((line.moved for line in statement.lines), opening.currency)
    if opening + moved == closing:
        return []
    found = f"{closing}, a difference of {closing - opening - moved}"
    expected = f"a closing balance of {opening + moved} ({opening} and {moved})"
    remedy = "look for a line that is missing, doubled or changed"
    return [Place(statement.source).finding(expected, found, remedy)]
