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
            connection = connect(path)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(connection)
            use(connection)
            return connection
    except BaseException:
        _remove(path)
        raise


def open_file(path: Path) -> sqlite3.Connection:
    """An existing ledger, brought up to date; only to be read where it may not be written.

    Raises:
        LedgerError: It is no ledger, or was written by a newer version.
    """
    _check_is_ledger(path)
    with told(path):
        connection = connect(path) if _may_be_written(path) else _read_only(path)
        try:
            if _steps(connection, path) != _KNOWN:
                migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def use(connection: sqlite3.Connection) -> None:
    """Make a ledger, or a backup that is written to, one in which readers wait for no writer."""
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("PRAGMA journal_mode = WAL")


def state_of(connection: sqlite3.Connection) -> tuple[int, int]:
    """Tells one state of the file from another: it changes whoever writes, here or elsewhere."""
    (others,) = connection.execute("PRAGMA data_version").fetchone()
    return others, connection.total_changes


def _check_is_ledger(path: Path) -> None:
    if is_ledger(path):
        return
    if not path.exists():
        found, remedy = "nothing", "check the path, or create a ledger there"
    elif not os.access(path, os.R_OK):
        found, remedy = "a file that may not be read", "check its rights"
    elif path.is_file() and not path.stat().st_size:
        found, remedy = "an empty file", "delete it, and create the ledger again"
    else:
        found, remedy = "no ledger", "check the path, or create a ledger there"
    raise LedgerError(
        f"{path}: expected a ledger, found {found}: {remedy}", field="path", value=path
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


def connect(path: Path) -> sqlite3.Connection:
    """A connection on which what is committed is on the disk."""
    # A name such as ":memory:" has a meaning of its own, an absolute path has none.
    connection = sqlite3.connect(path.absolute(), timeout=PATIENCE, isolation_level=None)
    for pragma in (
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
        with told(path), closing(connect(path)) as target:
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
    open_file(Path(path)).close()  # it opens


def _may_be_written(path: Path) -> bool:
    """Whether SQLite could write the file, and those that it needs beside it."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _read_only(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing, neither the file nor its folder."""
    beside = (path.with_name(path.name + end) for end in ("-wal", "-journal"))
    # What was written last may stand beside it. If not, the file is whole: it is read as it is,
    # since the locks of SQLite would be files too.
    settled = not any(each.exists() and each.stat().st_size for each in beside)
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if settled else ''}"
    return sqlite3.connect(uri, timeout=PATIENCE, uri=True, isolation_level=None)


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
