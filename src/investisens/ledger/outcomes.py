"""What became of each line of a statement, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

import attrs

from investisens.portfolio.fund import Fund
from investisens.statements.lines import StatementLine
from investisens.statements.matching import Match, Matching

LENGTH_OF_A_NAME = 16
"""Characters of a line's fingerprint that name it to people, and name its receipt."""


class Outcome(Enum):
    """What became of a line of a statement.

    Attributes:
        MATCHED: It is a receipt of a contract.
        SUSPENSE: It waits for a decision.
        CHARGE: It is a charge of the bank.
        CANCELLED: It is a transaction that was cancelled, or its cancellation.
        KNOWN: It was imported before.
        DROPPED: It moved no money, or stands twice in the file.

    >>> Outcome("matched")
    <Outcome.MATCHED: 'matched'>
    """

    MATCHED = "matched"
    SUSPENSE = "suspense"
    CHARGE = "charge"
    CANCELLED = "cancelled"
    KNOWN = "known"
    DROPPED = "dropped"


@attrs.frozen(kw_only=True)
class ImportedLine:
    """A line, and what became of it.

    Attributes:
        line: The line.
        outcome: What became of it.
        position: The debt it pays, if it was matched.
        why: The reason, in words.
        proposals: Debts that a line in suspense may be paid on, the likeliest first.
    """

    line: StatementLine
    outcome: Outcome
    position: str = ""
    why: str = ""
    proposals: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a decision calls it."""
        return self.line.key[:LENGTH_OF_A_NAME]


def outcomes(matching: Matching, fund: Fund) -> Iterator[ImportedLine]:
    """Every line of a matching, with what becomes of it in a fund."""
    twins = _Twins(fund, matching.matches)
    for found in matching.matches:
        why = "; ".join(found.reasons)
        doubt = _of_another_currency(found, fund) or twins.doubt(found)
        if doubt:
            yield ImportedLine(
                line=found.line,
                outcome=Outcome.SUSPENSE,
                why=f"{doubt}; {why}",
                proposals=(found.contract,),
            )
        else:
            yield ImportedLine(
                line=found.line, outcome=Outcome.MATCHED, position=found.contract, why=why
            )
    for line in matching.charges:
        yield ImportedLine(line=line, outcome=Outcome.CHARGE, why=line.charge)
    for line, other in matching.cancelled:
        why = f"cancelled by line {other.row}"
        yield ImportedLine(line=line, outcome=Outcome.CANCELLED, why=why)
        why = f"cancels line {line.row}"
        yield ImportedLine(line=other, outcome=Outcome.CANCELLED, why=why)
    for waiting in matching.suspense:
        proposals = tuple(each.contract for each in waiting.proposals)
        yield ImportedLine(
            line=waiting.line, outcome=Outcome.SUSPENSE, why=waiting.reason, proposals=proposals
        )


def _of_another_currency(found: Match, fund: Fund) -> str:
    """Why a person has to say what the money is worth, or the empty text."""
    code = found.line.amount.currency.code
    return "" if code == fund.currency.code else f"it is in {code}, the fund in {fund.currency}"


class _Twins:
    """Receipts of a fund that may be the same money as a line: never booked twice unseen."""

    def __init__(self, fund: Fund, matches: Iterable[Match]) -> None:
        self.rows = {(each.line.source, each.line.row): each for each in matches}
        self.receipts = {
            (each.position, each.received_on, each.amount): each.id for each in fund.payments
        }

    def doubt(self, found: Match) -> str:
        """Which receipt has the same debt, day and amount; that of all parts together counts."""
        line = found.line
        parts = [self.rows.get((line.source, row)) for row in line.together_with]
        whole = line.amount
        for part in parts:
            whole = whole if part is None else whole + part.line.amount
        for amount in (line.amount, whole):
            twin = self.receipts.get((found.contract, line.operation_date, amount))
            if twin is not None:
                return f"receipt {twin} of {found.contract} has its day and amount"
        return ""
