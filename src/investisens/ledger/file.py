"""The file of a ledger: made private, opened with care, copied whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from investisens.ledger.problems import LedgerError, told
from investisens.ledger.schema import APPLICATION_ID, MIGRATIONS, applied, migrate

AnyPath = str | os.PathLike[str]

PRIVATE: Final = 0o600
"""Rights of a new ledger: its owner alone reads and writes it."""

PATIENCE: Final = 60.0
"""Seconds that a writer waits for another one."""

_KNOWN: Final = tuple(name for name, _ in MIGRATIONS)
_MAGIC: Final = b"SQLite format 3\0"
_ID_AT: Final = 68


def is_ledger(path: AnyPath) -> bool:
    """Whether a file says that it is a ledger; never raises.

    >>> is_ledger("examples/collines/fund.toml")
    False
    """
    try:
        with Path(path).open("rb") as stream:
            header = stream.read(_ID_AT + 4)
    except (OSError, ValueError):
        return False
    return header.startswith(_MAGIC) and header[_ID_AT:] == APPLICATION_ID.to_bytes(4)


def create(path: Path) -> sqlite3.Connection:
    """A new, empty ledger.

    Raises:
        LedgerError: Something stands at *path*, or it cannot be written.
    """
    _claim(path)
    try:
        with told(path):
            connection = connect(path, "DELETE")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(connection)
            # From here on readers do not wait for writers.
            connection.execute("PRAGMA journal_mode = WAL")
            return connection
    except BaseException:
        _remove(path)
        raise


def open_file(path: Path) -> sqlite3.Connection:
    """An existing ledger, brought up to date.

    Raises:
        LedgerError: It is no ledger, or was written by a newer version.
    """
    _check_is_ledger(path)
    with told(path):
        connection = connect(path, "WAL")
        try:
            if _steps(connection, path) != _KNOWN:
                migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _check_is_ledger(path: Path) -> None:
    if not is_ledger(path):
        found = "no ledger" if path.exists() else "nothing"
        raise LedgerError(
            f"{path}: expected a ledger, found {found}: check the path, or create a ledger there",
            field="path",
            value=path,
        )


def _steps(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """The migrations behind a file; those of a newer version are refused."""
    found = applied(connection)
    newer = [name for name in found if name not in _KNOWN]
    if newer:
        raise LedgerError(
            f"{path}: the ledger is of a newer version ({', '.join(newer)}): update investisens",
            field="path",
            value=path,
        )
    return found


def connect(path: Path, journal: str) -> sqlite3.Connection:
    """A connection on which what is committed is on the disk."""
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    for pragma in (
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "cell_size_check = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """A copy of a ledger in use, whole and checked, as a new file.

    Raises:
        LedgerError: Something stands at *path*, it cannot be written, or the copy is damaged.
    """
    _claim(path)
    try:
        with told(path), closing(sqlite3.connect(path, isolation_level=None)) as target:
            connection.backup(target)
            check_pages(target, path)
            # One file, without the two beside it that readers in WAL mode need.
            target.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        _remove(path)
        raise


def restore(backup: AnyPath, path: AnyPath) -> None:
    """A ledger at *path* from a backup, which stays as it is. Nothing is ever written over.

    Raises:
        LedgerError: The backup is no ledger or is damaged, or something stands at *path*.

    >>> from investisens import Ledger
    >>> with Ledger.create("fund.ledger") as ledger:
    ...     ledger.backup("monday.ledger")
    >>> restore("monday.ledger", "again.ledger")
    >>> is_ledger("again.ledger")
    True
    """
    source = Path(backup)
    _check_is_ledger(source)
    with told(source), closing(_read_only(source)) as connection:
        _steps(connection, source)
        check_pages(connection, source)
        copy(connection, Path(path))
    open_file(Path(path)).close()  # it opens, in the mode in which it is used


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file whose pages are damaged.

    Raises:
        LedgerError: With the first thing that SQLite finds.
    """
    with told(path):
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found == "ok":
        return
    what = " ".join(found.split())
    raise LedgerError(
        f"{path}: a page is damaged ({what}): restore a backup, and keep this file for inspection",
        field="path",
        value=path,
    )


def _claim(path: Path) -> None:
    """Make the empty file, for its owner alone; nothing that stands there is touched."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))
    except FileExistsError:
        raise LedgerError(
            f"{path}: expected a place for a new file, found one: give another path, nothing is "
            "ever written over",
            field="path",
            value=path,
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise LedgerError(
            f"{path}: expected a place to write, found a refusal ({why}): check the path",
            field="path",
            value=path,
        ) from None


def _remove(path: Path) -> None:
    for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        with suppress(OSError):
            each.unlink()
