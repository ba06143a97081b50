"""What goes wrong with a ledger's file, told with its path and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from investisens.values.errors import InvestisensError


class LedgerError(InvestisensError):
    """A file is no ledger, cannot be read or written, or does not hold what it should.

    What had been recorded before is untouched by the operation that fails.
    """


_TOLD = (
    ("disk is full", "no room is left to write", "free some space; nothing of this was recorded"),
    ("disk I/O error", "the disk refuses to read or write", "check the disk and its free space"),
    ("malformed", "a page is damaged", "restore a backup, and keep this file for inspection"),
    ("not a database", "it is damaged or no SQLite file", "restore a backup"),
    ("locked", "another process has been writing all the while", "try again when it is done"),
    ("readonly", "it may not be written", "check the rights of the file and its folder"),
    ("unable to open", "it cannot be opened", "check the path and the rights of its folder"),
)
"""Words of SQLite, what they mean and what to do."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Errors of SQLite as errors of the ledger at *path*."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        text = str(error)
        for words, found, remedy in _TOLD:
            if words in text:
                raise LedgerError(f"{path}: {found}: {remedy}", field="path", value=path) from error
        raise LedgerError(f"{path}: {text}: check the file", field="path", value=path) from error
