"""What a mobile-money export repeats, undoes or splits.

A row that failed, or that stands there twice, is dropped with a reason. A cancellation and what it
cancels stay, since both moved the wallet, and so do the parts of a payment sent in parts; each says
so in its hint.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import attrs

from investisens.statements.lines import Dropped, LineStatus, StatementLine
from investisens.statements.problems import Place
from investisens.statements.words import plain
from investisens.values.errors import Finding, Severity
from investisens.values.misreads import shown
from investisens.values.money import total

Settled = tuple[list[StatementLine], list[Dropped], list[Finding]]

_PART = re.compile(r"(?<![0-9/])([1-9])/([2-9])(?![0-9/])")


def settled(lines: Sequence[StatementLine]) -> Settled:
    """The lines that moved money, those that are dropped, and what is wrong with them."""
    booked, dropped = _only_booked(lines)
    kept, repeated, findings = _once(booked)
    dropped = sorted([*dropped, *repeated], key=lambda each: each.line.row)
    kept = with_parts(kept)
    kept, unlike = _with_cancellations(kept)
    return kept, dropped, [*findings, *unlike]


def cancelled_pairs(lines: Sequence[StatementLine]) -> dict[int, int]:
    """Index of each cancellation to that of what it cancels: the first of its kind, undone whole.

    >>> cancelled_pairs([])
    {}
    """
    by_id = {line.bank_id: index for index, line in enumerate(lines) if line.bank_id}
    pairs: dict[int, int] = {}
    undone: set[int] = set()
    for index, line in enumerate(lines):
        there = by_id.get(line.cancels) if line.cancels else None
        if there is None or there == index or there in undone:
            continue
        if _undoes(line, lines[there]):
            pairs[index] = there
            undone.add(there)
    return pairs


def with_parts(lines: Sequence[StatementLine]) -> list[StatementLine]:
    """The lines; where the texts say 1/2 and 2/2 on one day, each names the other parts."""
    groups: defaultdict[tuple[object, ...], list[tuple[int, StatementLine]]] = defaultdict(list)
    for line in lines:
        match = _PART.search(line.text)
        if match and line.amount.minor > 0:
            first = plain(_PART.sub(" ", line.text)).partition(" ")[0]
            groups[line.operation_date, match[2], first].append((int(match[1]), line))
    hints: dict[int, StatementLine] = {}
    for (_, count, _), parts in groups.items():
        if sorted(number for number, _ in parts) == [*range(1, int(str(count)) + 1)]:
            hints.update(_joined(parts))
    return [hints.get(id(line), line) for line in lines]


def _only_booked(lines: Sequence[StatementLine]) -> tuple[list[StatementLine], list[Dropped]]:
    why = {
        LineStatus.FAILED: "it failed: no money moved",
        LineStatus.PENDING: "it is pending: no money has moved yet",
    }
    booked = [line for line in lines if line.status is LineStatus.BOOKED]
    dropped = [Dropped(line=line, reason=why[line.status]) for line in lines if line.status in why]
    return booked, dropped


def _once(lines: Sequence[StatementLine]) -> Settled:
    """Each id once; the same id with other content is a finding."""
    first: dict[str, StatementLine] = {}
    kept, dropped, findings = [], [], []
    for line in lines:
        known = first.setdefault(line.bank_id, line) if line.bank_id else line
        if known is line:
            kept.append(line)
        elif known.identity == line.identity:
            reason = f"the same transaction {line.bank_id} stands on line {known.row}"
            dropped.append(Dropped(line=line, reason=reason))
        else:
            place = Place(line.source, line.row, "transaction id")
            found = f"{shown(line.bank_id)} with other content than on line {known.row}"
            remedy = "ask the operator which is right"
            findings.append(place.finding("one transaction for each id", found, remedy))
    return kept, dropped, findings


def _with_cancellations(
    lines: Sequence[StatementLine],
) -> tuple[list[StatementLine], list[Finding]]:
    pairs = cancelled_pairs(lines)
    told = list(lines)
    for index, there in pairs.items():
        told[index] = _hinted(lines[index], f"cancels line {lines[there].row}")
        told[there] = _hinted(lines[there], f"cancelled by line {lines[index].row}")
    by_id = {line.bank_id: line for line in lines if line.bank_id}
    findings = []
    for index, line in enumerate(lines):
        known = by_id.get(line.cancels) if line.cancels else None
        if known is not None and index not in pairs:
            place = Place(line.source, line.row)
            expected = f"{-known.amount}, which cancels line {known.row} whole and once"
            remedy = "both stay, and are to be matched by hand"
            found = str(line.amount)
            if _undoes(line, known):
                found += ", a second time"
            findings.append(place.finding(expected, found, remedy, Severity.WARNING))
    return told, findings


def _undoes(line: StatementLine, known: StatementLine) -> bool:
    return line is not known and line.account == known.account and line.amount == -known.amount


def _joined(parts: Sequence[tuple[int, StatementLine]]) -> dict[int, StatementLine]:
    lines = [line for _, line in parts]
    whole = total((line.amount for line in lines), lines[0].amount.currency)
    joined = {}
    for number, line in parts:
        others = tuple(other.row for other in lines if other is not line)
        rows = ", ".join(map(str, others))
        hint = f"part {number} of {len(parts)}, with line {rows}: together {whole}"
        joined[id(line)] = attrs.evolve(_hinted(line, hint), together_with=others)
    return joined


def _hinted(line: StatementLine, hint: str) -> StatementLine:
    return attrs.evolve(line, hint="; ".join(filter(None, (line.hint, hint))))
