"""Statements into a ledger: every line once, with what became of it and why.

Each line is kept as an event that holds it (``line_held``), as the file has it. What is proven is
settled at once: the event is reversed, the reason says why, and a receipt is recorded beside it.
The rest waits for a decision. A line that was ever held is never read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from investisens.ledger.charges import Charged, charged, harmless
from investisens.ledger.outcomes import LENGTH_OF_A_NAME, ImportedLine, Outcome, outcomes
from investisens.ledger.payers import KnownAs, dues_of, payers_of
from investisens.portfolio.event_fold import fund_of, reversal
from investisens.portfolio.event_kinds import day_of, event_id
from investisens.portfolio.events import Event, HeldLine
from investisens.portfolio.records import Cost, Payment
from investisens.statements.lines import Statement, StatementLine
from investisens.statements.matching import match
from investisens.values.errors import Finding, InvalidFolder, Severity


@attrs.frozen(kw_only=True)
class StatementImport:
    """What an import is going to record; nothing is recorded yet.

    Attributes:
        lines: Every line of the statements, in their order.
        events: To be recorded together.
        doubts: Warnings of the readers.
        costs: What the lines charge the fund and the ledger does not hold. If it was asked for,
            they are among the events; else they are those of new lines, and left out.
    """

    lines: tuple[ImportedLine, ...]
    events: tuple[Event, ...]
    doubts: tuple[Finding, ...] = ()
    costs: tuple[Cost, ...] = ()


def import_of(
    known: Iterable[Event],
    statements: Sequence[Statement],
    recorded_at: datetime,
    names: Iterable[KnownAs] = (),
    author: str = "",
    *,
    costs: bool = False,
) -> StatementImport:
    """What each line of some statements is to a ledger, and the events that say so.

    Args:
        known: Every event of the ledger.
        statements: As they were read.
        recorded_at: The moment of recording, in UTC.
        names: How statements name enterprises.
        author: Who records.
        costs: Whether what the lines charge the fund is recorded as its costs, also where a line
            was imported before without.

    Raises:
        InvalidFolder: A statement has errors, or a line has changed since it was imported; all
            of them are listed.
        MissingData: The ledger knows no terms of a fund.
    """
    before = tuple(known)
    held = {each.what.line: each.what for each in before if isinstance(each.what, HeldLine)}
    fund = fund_of(before)
    findings = [finding for each in statements for finding in each.findings]
    lines, repeated = _each_once([line for each in statements for line in each.lines])
    findings += _changes(lines, held)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InvalidFolder(tuple(findings))
    fresh = [line for line in lines if line.key not in held]
    matching = match(fresh, payers_of(fund, names), dues_of(fund))
    found = {
        each.line.key: each
        for each in (
            *outcomes(matching, fund),
            *(ImportedLine(line=line, outcome=Outcome.KNOWN) for line in lines if line.key in held),
        )
    }
    told = tuple(found[line.key] for line in lines)
    dropped = tuple(
        ImportedLine(line=each.line, outcome=Outcome.DROPPED, why=each.reason)
        for statement in statements
        for each in statement.dropped
    )
    charges = charged(lines if costs else fresh, before, fund)
    recorder = _Recorder(recorded_at, author)
    for each in told:
        recorder.settle(each)
    if costs:
        recorder.charge(charges)
    return StatementImport(
        lines=tuple(sorted((*told, *dropped, *repeated), key=lambda each: each.line.row)),
        events=tuple(recorder.events),
        doubts=(*findings, *(charges.doubts if costs else ())),
        costs=tuple(cost for _, cost in charges.costs),
    )


def receipt_of(line: HeldLine, position: str) -> Payment:
    """The receipt that a line turns out to be.

    Its reference does not start with a sign by which a spreadsheet takes a text for a formula: a
    payer may write what he likes, and receipts are exported. The line keeps what he wrote.

    >>> from datetime import date
    >>> from investisens import XOF, Money
    >>> line = HeldLine(line="62cae68544fc1e27aa", on=date(2014, 5, 15), account="22900000099",
    ...                 amount=Money(120_000, XOF), text="kiosque mai")
    >>> receipt_of(line, "L7").id, receipt_of(line, "L7").reference
    ('62cae68544fc1e27', 'kiosque mai')
    """
    return Payment(
        id=line.line[:LENGTH_OF_A_NAME],
        received_on=line.on,
        position=position,
        amount=line.amount,
        channel=line.account,
        reference=harmless(line.text),
    )


def _each_once(
    lines: Iterable[StatementLine],
) -> tuple[tuple[StatementLine, ...], tuple[ImportedLine, ...]]:
    """The lines, and those that stand there again: statements of one file may overlap."""
    by_key: dict[str, StatementLine] = {}
    repeated = []
    for line in lines:
        first = by_key.setdefault(line.key, line)
        if first is not line:
            why = f"the same transaction stands on line {first.row}"
            repeated.append(ImportedLine(line=line, outcome=Outcome.DROPPED, why=why))
    return tuple(by_key.values()), tuple(repeated)


def _changes(lines: Iterable[StatementLine], held: Mapping[str, HeldLine]) -> Iterator[Finding]:
    for line in lines:
        before = held.get(line.key)
        if before is None or (before.on, before.amount) == (line.operation_date, line.amount):
            continue
        yield Finding(
            where=f"{line.source}: line {line.row}",
            expected=f"{before.amount} on {before.on}, as this transaction was imported before",
            found=f"{line.amount} on {line.operation_date}",
            remedy="ask the bank which is right",
        )


class _Recorder:
    """The events of an import, in the order in which they are told."""

    def __init__(self, recorded_at: datetime, author: str) -> None:
        self.recorded_at = recorded_at
        self.author = author
        self.events: list[Event] = []

    def settle(self, found: ImportedLine) -> None:
        """Hold a line that is new, and settle it unless it waits."""
        if found.outcome is Outcome.KNOWN:
            return
        held = _held(found)
        holding = self._add(held, _source(found.line))
        if found.outcome is Outcome.SUSPENSE:
            return
        undone = reversal(holding, self.recorded_at, _on_one_line(found.why), self.author)
        self.events.append(attrs.evolve(undone, rank=len(self.events)))
        if found.outcome is Outcome.MATCHED:
            self._add(receipt_of(held, found.position), source=holding.source)

    def charge(self, charges: Charged) -> None:
        """Record what the lines charge the fund."""
        for line, cost in charges.costs:
            self._add(cost, _source(line))

    def _add(self, what: HeldLine | Payment | Cost, source: str) -> Event:
        event = _event(what, self.recorded_at, self.author, source, len(self.events))
        self.events.append(event)
        return event


def _event(
    what: HeldLine | Payment | Cost, at: datetime, author: str, source: str, rank: int
) -> Event:
    on = day_of(what)
    if on is None:
        raise TypeError(what)
    return Event(
        id=event_id(what), on=on, recorded_at=at, what=what, author=author, source=source, rank=rank
    )


def _source(line: StatementLine) -> str:
    return f"{_plain(line.source)}, line {line.row}"


def _held(found: ImportedLine) -> HeldLine:
    line = found.line
    return HeldLine(
        line=line.key,
        on=line.operation_date,
        account=_plain(line.account),
        amount=line.amount,
        text=_plain(line.text),
        raw=line.raw,
        why=_on_one_line(found.why) if found.outcome is Outcome.SUSPENSE else "",
        proposals=found.proposals,
    )


def _plain(text: str) -> str:
    """A text on one line, in visible characters, short enough for every place."""
    return _on_one_line(text)[:300]


def _on_one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
