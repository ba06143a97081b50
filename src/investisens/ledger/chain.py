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
    # One template and no list of parts: a ledger has a million of them.
    name, kind, day, at, contract, minor, code, author, source, rank, reverses, content = row
    text = (
        f"{name}\0{kind}\0{day}\0{at}\0{contract or NOTHING}\0"
        f"{NOTHING if minor is None else minor}\0{code or NOTHING}\0{author}\0{source}\0"
        f"{rank}\0{reverses or NOTHING}\0{content}"
    )
    return sha256(before + text.encode()).digest()
