"""What a ledger holds and what became of an import, as reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from investisens.l10n import Language, format_date, format_money
from investisens.ledger.outcomes import LENGTH_OF_A_NAME, Outcome
from investisens.portfolio.event_kinds import kind_of
from investisens.reports.cells import visible
from investisens.reports.labels import label
from investisens.reports.tables import Column, Report, Table, findings_table
from investisens.values.money import total

if TYPE_CHECKING:
    from investisens.ledger import Verification
    from investisens.ledger.importing import StatementImport
    from investisens.ledger.outcomes import ImportedLine
    from investisens.portfolio.events import Event, HeldLine

_TEXTS: Final = ("account", "text", "why", "proposals", "raw")


def verification_report(path: Path, found: Verification) -> Report:
    """How many events a ledger holds, its last hash, and what is not as it was recorded.

    >>> from investisens.ledger import Verification
    >>> found = Verification(events=0, head="00")
    >>> verification_report(Path("fund.ledger"), found).facts.columns
    {'ledger': ['fund.ledger'], 'events': [0], 'head': ['00']}
    """
    header = (
        Column(name="ledger", kind="text"),
        Column(name="events", kind="count"),
        Column(name="head", kind="text"),
    )
    facts = Table(name="facts", header=header, rows=((str(path), found.events, found.head),))
    return Report(command="ledger verify", facts=facts, tables=(findings_table(found.findings),))


def recorded_report(path: Path, events: Sequence[Event], recorded: int, *, dry: bool) -> Report:
    """The events that a command was given, and how many of them are new.

    Args:
        path: The ledger.
        events: What was to be recorded.
        recorded: How many were.
        dry: Whether nothing was recorded because nothing was to be.
    """
    cells: list[tuple[Column, Any]] = [
        (Column(name="ledger", kind="text"), str(path)),
        (Column(name="recorded", kind="count"), recorded),
        (Column(name="dry_run", kind="count"), int(dry)),
    ]
    header, row = zip(*cells, strict=True)
    names = ("event", "kind", "on", "recorded_at", "author", "document")
    table = Table(
        name="events",
        header=tuple(Column(name=name, kind="date" if name == "on" else "text") for name in names),
        rows=tuple(
            (
                each.id,
                kind_of(each.what).name,
                each.on,
                each.recorded_at.isoformat(),
                each.author,
                each.source,
            )
            for each in events
        ),
    )
    facts = Table(name="facts", header=header, rows=(row,))
    return Report(command="record", facts=facts, tables=(table,))


def import_report(
    path: Path, file: Path, found: StatementImport, recorded: int, *, dry: bool
) -> Report:
    """What became of each line of a statement.

    Args:
        path: The ledger.
        file: The statement.
        found: Its lines.
        recorded: How many events were recorded.
        dry: Whether nothing was recorded because nothing was to be.
    """
    counts = Counter(each.outcome for each in found.lines)
    cells: list[tuple[Column, Any]] = [
        (Column(name="ledger", kind="text"), str(path)),
        (Column(name="file", kind="text"), str(file)),
        *((Column(name=each.value, kind="count"), counts[each]) for each in Outcome),
        (Column(name="costs", kind="count"), len(found.costs)),
        (Column(name="recorded", kind="count"), recorded),
        (Column(name="dry_run", kind="count"), int(dry)),
    ]
    header, row = zip(*cells, strict=True)
    facts = Table(name="facts", header=header, rows=(row,))
    return Report(command="import", facts=facts, tables=(_imported(found.lines),))


def import_lines(found: StatementImport, lang: Language) -> list[str]:
    """One sentence for each line of a statement."""
    return [
        label(
            f"line_{each.outcome.value}",
            lang,
            row=each.line.row,
            day=format_date(each.line.operation_date, lang),
            amount=format_money(each.line.amount, lang),
            position=visible(each.position),
            why=visible(each.why),
            name=each.name,
        )
        + _perhaps(each.proposals, lang)
        for each in found.lines
    ]


def cost_line(found: StatementImport, lang: Language, *, taken: bool) -> str:
    """How many charges and fees are costs of the fund from now on, or are not yet."""
    amount = total((cost.amount for cost in found.costs), found.costs[0].amount.currency)
    key = "costs_taken" if taken else "costs_left"
    return label(key, lang, count=len(found.costs), amount=format_money(amount, lang))


def suspense_report(path: Path, lines: Sequence[HeldLine]) -> Report:
    """The lines that wait for a decision.

    >>> suspense_report(Path("fund.ledger"), ()).facts.columns["suspense"]
    [0]
    """
    facts = Table(
        name="facts",
        header=(Column(name="ledger", kind="text"), Column(name="suspense", kind="count")),
        rows=((str(path), len(lines)),),
    )
    table = Table(
        name="suspense",
        header=(
            Column(name="line", kind="text"),
            Column(name="on", kind="date"),
            Column(name="amount", kind="money"),
            *(Column(name=name, kind="text") for name in _TEXTS),
        ),
        rows=tuple(
            (
                each.line[:LENGTH_OF_A_NAME],
                each.on,
                each.amount,
                each.account,
                each.text,
                each.why,
                " ".join(each.proposals),
                each.raw,
            )
            for each in lines
        ),
    )
    return Report(command="import", facts=facts, tables=(table,))


def suspense_lines(lines: Sequence[HeldLine], lang: Language) -> list[str]:
    """One sentence for each line that waits for a decision."""
    return [
        label(
            "line_waits",
            lang,
            name=each.line[:LENGTH_OF_A_NAME],
            day=format_date(each.on, lang),
            amount=format_money(each.amount, lang),
            text=visible(each.text or each.raw),
            why=visible(each.why),
        )
        + _perhaps(each.proposals, lang)
        for each in lines
    ]


def _perhaps(proposals: Sequence[str], lang: Language) -> str:
    named = ", ".join(visible(each) for each in proposals)
    return label("perhaps", lang, positions=named) if named else ""


def _imported(lines: Sequence[ImportedLine]) -> Table:
    return Table(
        name="lines",
        header=(
            Column(name="row", kind="count"),
            Column(name="line", kind="text"),
            Column(name="on", kind="date"),
            Column(name="amount", kind="money"),
            Column(name="outcome", kind="code", words="outcome"),
            *(Column(name=name, kind="text") for name in ("position", "text", "why", "proposals")),
        ),
        rows=tuple(
            (
                each.line.row,
                each.name,
                each.line.operation_date,
                each.line.amount,
                each.outcome.value,
                each.position,
                each.line.text,
                each.why,
                " ".join(each.proposals),
            )
            for each in lines
        ),
    )
