"""The chain of hashes: each event is bound to all that were recorded before it."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from investisens.ledger.text import Row

START: Final = bytes(32)
"""What the first event is bound to."""

NOTHING: Final = "\x01"
"""Stands for a value that is not given: no text of a ledger holds it."""


def link(before: bytes, row: Row) -> bytes:
    """The hash of an event: SHA-256 of the hash before it and of every value of its row.

    Values are parted by the character NUL, which none of them holds.

    >>> row = Row("reversed:received:P7", "reversed", "2012-03-01", "2012-03-02T09:30:00.000000Z",
    ...           None, None, None, "Akua", "", 0, "received:P7", '{"event":"received:P7"}')
    >>> len(link(START, row)), link(START, row) == link(START, row._replace(author="Kofi"))
    (32, False)
    """
    minor = NOTHING if row.amount_minor is None else str(row.amount_minor)
    parts = (
        row.id,
        row.kind,
        row.on_day,
        row.recorded_at,
        row.contract or NOTHING,
        minor,
        row.currency or NOTHING,
        row.author,
        row.source,
        str(row.rank),
        row.reverses or NOTHING,
        row.content,
    )
    return sha256(before + "\0".join(parts).encode()).digest()
