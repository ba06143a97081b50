"""Is the ledger what was recorded? The chain is gone through, and the first change is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import attrs

from investisens.folder.problems import Place
from investisens.ledger.beside import RESTORE, findings_beside
from investisens.ledger.chain import START, link
from investisens.ledger.text import Reader, Row
from investisens.ledger.writing import COLUMNS
from investisens.portfolio.event_kinds import amount_of, contract_of, day_of, event_id, kind_of
from investisens.portfolio.events import Reversed
from investisens.values.errors import Finding, InvestisensError


@attrs.frozen(kw_only=True)
class Verification:
    """What going through the chain found.

    Attributes:
        events: How many events there are.
        head: Hash of the last one, in hexadecimal digits.
        findings: The first event that is not what was recorded; if all are, what stands beside
            them and is not as they say.
        broken: Whether an event is not what was recorded.
    """

    events: int
    head: str
    findings: tuple[Finding, ...] = ()
    broken: bool = False

    @property
    def ok(self) -> bool:
        """Whether every event, and what stands beside them, is what was recorded."""
        return not self.findings


def verify_chain(
    connection: sqlite3.Connection, reader: Reader, head: str | None = None
) -> Verification:
    """Goes through every event.

    Args:
        connection: A ledger.
        reader: Reads what events say.
        head: A head that was noted earlier: it must still be in the chain.
    """
    before, count, found_head = START, 0, head in (None, START.hex())
    rows = connection.execute(f"SELECT seq, hash, {COLUMNS} FROM events ORDER BY seq")  # noqa: S608
    for seq, stored, *values in rows:
        row = Row(*values)
        count += 1
        if seq != count:
            return _broken(count - 1, before, _missing(count, seq - 1))
        if link(before, row) != stored:
            return _broken(count, before, _changed(seq, row, reader))
        before = stored
        found_head = found_head or before.hex() == head
    at_end = tuple(_end(connection, count, before, head, found_head))
    if at_end:
        return _broken(count, before, *at_end)
    beside = tuple(findings_beside(connection))
    return Verification(events=count, head=before.hex(), findings=beside)


def _broken(count: int, head: bytes, *findings: Finding) -> Verification:
    return Verification(events=count, head=head.hex(), findings=findings, broken=True)


def _end(
    connection: sqlite3.Connection, count: int, last: bytes, head: str | None, found_head: bool
) -> Iterator[Finding]:
    """What is wrong with the end of a chain whose links hold."""
    query = "SELECT last_seq, hash FROM batches ORDER BY number DESC LIMIT 1"
    batch = connection.execute(query).fetchone() or (0, START)
    if batch[0] > count:
        yield _missing(count + 1, batch[0])
    elif batch != (count, last):
        yield _place(count).finding(
            f"the end of the last batch, {batch[1].hex()[:16]}", last.hex()[:16], RESTORE
        )
    elif not found_head:
        yield _place(count).finding(f"a chain that holds {str(head)[:16]}", "another", RESTORE)


def _missing(first: int, last: int) -> Finding:
    found = "none" if first == last else f"none up to number {last}"
    return _place(first).finding("an event", found, RESTORE)


def _changed(seq: int, row: Row, reader: Reader) -> Finding:
    """Names the columns that differ from what the event says, or says that its text differs."""
    place = _place(seq, row.id)
    found = ", ".join(_differing(row, reader))
    remedy = "compare with a backup: what it says, or an event before it, is not what was recorded"
    if found:
        return place.finding("what was recorded", f"a change of {found}", remedy)
    return place.finding("what was recorded", "a change", remedy)


def _differing(row: Row, reader: Reader) -> Iterator[str]:
    """Columns that contradict what the event says."""
    try:
        what = reader.what(row.kind, row.content, row.id)
    except InvestisensError:
        yield "content"
        return
    amount, day = amount_of(what), day_of(what)
    said = {
        "kind": (row.kind, kind_of(what).name),
        "on_day": (row.on_day, row.on_day if day is None else day.isoformat()),
        "contract": (row.contract, contract_of(what)),
        "amount_minor": (row.amount_minor, None if amount is None else amount.minor),
        "currency": (row.currency, None if amount is None else amount.currency.code),
        "reverses": (row.reverses, what.event if isinstance(what, Reversed) else None),
    }
    yield from (name for name, (held, told) in said.items() if held != told)
    if event_id(what).partition(":")[2] != row.id.partition(":")[2]:
        yield "id or content"


def _place(seq: int, name: str = "") -> Place:
    place = Place("ledger", f"event {seq}")
    return place.named(name) if name else place
