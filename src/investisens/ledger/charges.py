"""What the lines of a statement charge the fund, as costs of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from investisens.ledger.outcomes import LENGTH_OF_A_NAME
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event
from investisens.portfolio.fund import Fund
from investisens.portfolio.records import Cost
from investisens.statements.lines import StatementLine
from investisens.statements.settling import cancelled_pairs
from investisens.values.errors import Finding, Severity
from investisens.values.money import Money

_LONGEST = 200


@attrs.frozen
class Charged:
    """What some lines charge the fund and its ledger does not hold yet.

    Attributes:
        costs: Each cost, after the line that it stands on.
        doubts: Charges that a person has to look at.
    """

    costs: tuple[tuple[StatementLine, Cost], ...]
    doubts: tuple[Finding, ...]


def charged(lines: Sequence[StatementLine], known: Iterable[Event], fund: Fund) -> Charged:
    """The charges of a bank and the fees beside amounts, as costs with the name of their line.

    The name tells equal charges of one day apart, and a cost that was recorded before. What was
    typed by hand has none: a charge of the same day and amount is then a doubt, and no cost.

    >>> from investisens import read_fund
    >>> from investisens.ledger.statement_files import read_statements
    >>> path = "examples/collines/statements/clcam_statement.csv"
    >>> (statement,) = read_statements(path, "clcam", "CLCAM Ouesse")
    >>> found = charged(statement.lines, (), read_fund("examples/collines"))
    >>> for _, cost in found.costs:
    ...     print(cost.paid_on, cost.amount, cost.label)
    2014-03-31 6000 XOF COM TENUE COMPTE T1 (line bea9130589b3d596)
    2014-06-30 6000 XOF COM TENUE COMPTE T2 (line fc2acba60410bf45)
    """
    held = {event.id for event in known}
    typed = Counter((cost.paid_on, cost.amount) for cost in fund.costs)
    costs, doubts = [], []
    for line, amount, text in _charges(lines):
        if amount.minor < 0:
            remedy = "reverse the cost that it gives back, or correct its sign in the file"
            doubts.append(_doubt(line, "a fee to pay", str(amount), remedy))
            continue
        name = line.key[:LENGTH_OF_A_NAME]
        cost = Cost(paid_on=line.operation_date, amount=amount, label=f"{text} (line {name})")
        if event_id(cost) in held:
            continue
        if amount.currency != fund.currency:
            remedy = "record what it is worth with record cost"
            doubts.append(_doubt(line, f"a charge in {fund.currency}", str(amount), remedy))
        elif typed[cost.paid_on, amount]:
            typed[cost.paid_on, amount] -= 1
            remedy = "if it is another one, record it with record cost --again"
            found = f"a cost of {amount} on that day"
            doubts.append(_doubt(line, "a charge that is no cost yet", found, remedy))
        else:
            costs.append((line, cost))
    return Charged(tuple(costs), tuple(doubts))


def harmless(text: str) -> str:
    """A text of a stranger without what would make it a formula in a spreadsheet.

    >>> harmless("=HYPERLINK(1)"), harmless("+L7 mars")
    ('HYPERLINK(1)', 'L7 mars')
    """
    return text.lstrip("=+-@ ")


def _charges(lines: Sequence[StatementLine]) -> Iterator[tuple[StatementLine, Money, str]]:
    """Each charge that was not cancelled, and each fee, which is charged in any case."""
    pairs = cancelled_pairs(lines)
    undone = {*pairs, *pairs.values()}
    for number, line in enumerate(lines):
        shown = "".join(char if char.isprintable() else " " for char in line.text)
        text = harmless(" ".join(shown.split()))[:_LONGEST]
        if line.charge and number not in undone:
            yield line, -line.amount, text or "charge"
        if line.fee:
            yield line, line.fee, f"fee: {text}" if text else "fee"


def _doubt(line: StatementLine, expected: str, found: str, remedy: str) -> Finding:
    return Finding(
        where=f"{line.source}: line {line.row}",
        expected=expected,
        found=found,
        remedy=remedy,
        severity=Severity.WARNING,
    )
