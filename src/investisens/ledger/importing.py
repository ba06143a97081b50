"""Statements into a ledger: every line once, with what became of it and why.

Each line is kept as an event that holds it (``line_held``), as the file has it. What is proven is
settled at once: the event is reversed, the reason says why, and a receipt is recorded beside it.
The rest waits for a decision. A line that was ever held is never read again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum

import attrs

from investisens.ledger.payers import KnownAs, dues_of, payers_of
from investisens.portfolio.event_fold import fund_of, reversal
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event, HeldLine
from investisens.portfolio.fund import Fund
from investisens.portfolio.records import Payment
from investisens.statements.lines import Statement, StatementLine
from investisens.statements.matching import Match, Matching, match
from investisens.values.errors import Finding, InvalidFolder, Severity

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


@attrs.frozen(kw_only=True)
class StatementImport:
    """What an import is going to record; nothing is recorded yet.

    Attributes:
        lines: Every line of the statements, in their order.
        events: To be recorded together.
        doubts: Warnings of the readers.
    """

    lines: tuple[ImportedLine, ...]
    events: tuple[Event, ...]
    doubts: tuple[Finding, ...] = ()


def import_of(
    known: Iterable[Event],
    statements: Sequence[Statement],
    recorded_at: datetime,
    names: Iterable[KnownAs] = (),
    author: str = "",
) -> StatementImport:
    """What each line of some statements is to a ledger, and the events that say so.

    Args:
        known: Every event of the ledger.
        statements: As they were read.
        recorded_at: The moment of recording, in UTC.
        names: How statements name enterprises.
        author: Who records.

    Raises:
        InvalidFolder: A statement has errors, or a line has changed since it was imported; all
            of them are listed.
        MissingData: The ledger knows no terms of a fund.
    """
    before = tuple(known)
    held = {each.what.line: each.what for each in before if isinstance(each.what, HeldLine)}
    fund = fund_of(before)
    findings = [finding for each in statements for finding in each.findings]
    lines = _each_once([line for each in statements for line in each.lines])
    findings += _changes(lines, held)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InvalidFolder(tuple(findings))
    fresh = [line for line in lines if line.key not in held]
    matching = match(fresh, payers_of(fund, names), dues_of(fund))
    found = {
        each.line.key: each
        for each in (
            *_outcomes(matching, fund),
            *(ImportedLine(line=line, outcome=Outcome.KNOWN) for line in lines if line.key in held),
        )
    }
    told = tuple(found[line.key] for line in lines)
    dropped = tuple(
        ImportedLine(line=each.line, outcome=Outcome.DROPPED, why=each.reason)
        for statement in statements
        for each in statement.dropped
    )
    recorder = _Recorder(recorded_at, author)
    for each in told:
        recorder.settle(each)
    return StatementImport(
        lines=tuple(sorted((*told, *dropped), key=lambda each: each.line.row)),
        events=tuple(recorder.events),
        doubts=tuple(findings),
    )


def receipt_of(line: HeldLine, position: str) -> Payment:
    """The receipt that a line turns out to be.

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
        reference=line.text,
    )


def _each_once(lines: Iterable[StatementLine]) -> tuple[StatementLine, ...]:
    """Two statements of one file may share a line at their border."""
    by_key: dict[str, StatementLine] = {}
    for line in lines:
        by_key.setdefault(line.key, line)
    return tuple(by_key.values())


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


def _outcomes(matching: Matching, fund: Fund) -> Iterator[ImportedLine]:
    twins = _Twins(fund, matching.matches)
    for found in matching.matches:
        why = "; ".join(found.reasons)
        twin = twins.of(found)
        if twin is None:
            yield ImportedLine(
                line=found.line, outcome=Outcome.MATCHED, position=found.contract, why=why
            )
        else:
            yield ImportedLine(
                line=found.line,
                outcome=Outcome.SUSPENSE,
                why=f"receipt {twin} of {found.contract} has its day and amount; {why}",
                proposals=(found.contract,),
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


class _Twins:
    """Receipts of a fund that may be the same money as a line: never booked twice unseen."""

    def __init__(self, fund: Fund, matches: Iterable[Match]) -> None:
        self.rows = {(each.line.source, each.line.row): each for each in matches}
        self.receipts = {
            (each.position, each.received_on, each.amount): each.id for each in fund.payments
        }

    def of(self, found: Match) -> str | None:
        """The receipt of the same debt, day and amount; that of all parts sent together counts."""
        line = found.line
        parts = [self.rows.get((line.source, row)) for row in line.together_with]
        whole = line.amount
        for part in parts:
            whole = whole if part is None else whole + part.line.amount
        for amount in (line.amount, whole):
            twin = self.receipts.get((found.contract, line.operation_date, amount))
            if twin is not None:
                return twin
        return None


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
        holding = self._add(held, source=f"{_plain(found.line.source)}, line {found.line.row}")
        if found.outcome is Outcome.SUSPENSE:
            return
        undone = reversal(holding, self.recorded_at, _kept(found.why), self.author)
        self.events.append(attrs.evolve(undone, rank=len(self.events)))
        if found.outcome is Outcome.MATCHED:
            self._add(receipt_of(held, found.position), source=holding.source)

    def _add(self, what: HeldLine | Payment, source: str) -> Event:
        event = _event(what, self.recorded_at, self.author, source, len(self.events))
        self.events.append(event)
        return event


def _event(what: HeldLine | Payment, at: datetime, author: str, source: str, rank: int) -> Event:
    on = what.on if isinstance(what, HeldLine) else what.received_on
    return Event(
        id=event_id(what), on=on, recorded_at=at, what=what, author=author, source=source, rank=rank
    )


def _held(found: ImportedLine) -> HeldLine:
    line = found.line
    return HeldLine(
        line=line.key,
        on=line.operation_date,
        account=_plain(line.account),
        amount=line.amount,
        text=_plain(line.text),
        raw=_kept(line.raw),
        why=_kept(found.why) if found.outcome is Outcome.SUSPENSE else "",
        proposals=found.proposals,
    )


def _plain(text: str) -> str:
    """A text on one line, in visible characters, short enough for every place."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:300]


def _kept(text: str) -> str:
    """A text as it is; control characters, which no record holds, are spelt out."""
    if text.isprintable() and text.strip():
        return text
    return "".join(
        repr(char)[1:-1] if unicodedata.category(char) == "Cc" and char not in "\t\n\r" else char
        for char in text
    ).strip()
