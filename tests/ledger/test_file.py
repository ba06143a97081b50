"""The file of a ledger: opened as far as its rights allow, and never changed by a reader."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from funds import xof
from investisens.folder import read_fund
from investisens.ledger import Ledger, LedgerError, file
from investisens.ledger.schema import APPLICATION_ID
from investisens.portfolio.records import Payment
from unprivileged import run_unprivileged

COLLINES = Path(__file__).parents[2] / "examples" / "collines"
MONDAY = datetime(2017, 1, 2, 9, 30, tzinfo=UTC)
ARREARS = ("--on", "2012-12-31", "--format", "csv")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of the example fund as it is in use, and its backup."""
    place = tmp_path_factory.mktemp("made")
    with Ledger.create(place / "in use") as ledger:
        ledger.import_fund(read_fund(COLLINES), MONDAY)
        ledger.backup(place / "backup")
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it, which a test may lock."""
    copied = Path(shutil.copytree(made, tmp_path / "files"))
    yield copied
    for each in (copied, *copied.iterdir()):
        each.chmod(0o700)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and what it holds."""
    return {each.name: each.read_bytes() for each in folder.iterdir()}


@pytest.mark.parametrize("name", ["in use", "backup"])
@pytest.mark.parametrize(("of_file", "of_folder"), [(0o400, 0o700), (0o600, 0o500), (0o400, 0o500)])
def test_what_may_only_be_read_is_read_and_stays_as_it_is(
    place: Path, name: str, of_file: int, of_folder: int
) -> None:
    before = contents(place)
    (place / name).chmod(of_file)
    place.chmod(of_folder)
    of_the_folder, *told = run_unprivileged(
        ("arrears", str(COLLINES), *ARREARS),
        ("arrears", str(place / name), *ARREARS),
        ("ledger", "verify", str(place / name)),
        ("ledger", "backup", str(place / name), str(place.parent / "copy")),
        ("ledger", "restore", str(place / name), str(place.parent / "again")),
        ("import", str(place / name)),
    )

    assert [(each.exit_code, each.stderr) for each in told] == [(0, "")] * 5
    assert told[0].stdout == of_the_folder.stdout
    assert contents(place) == before
    for copied in ("copy", "again"):
        with Ledger.open(place.parent / copied) as ledger:
            assert ledger.fund() == read_fund(COLLINES)


@pytest.mark.parametrize(("of_file", "of_folder"), [(0o400, 0o700), (0o600, 0o500)])
def test_what_may_only_be_read_is_not_written(place: Path, of_file: int, of_folder: int) -> None:
    path = place / "in use"
    path.chmod(of_file)
    place.chmod(of_folder)
    (told,) = run_unprivileged(
        ("record", "received", str(path), "L2", "5 XOF", "--on", "2016-12-30")
    )

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (
        f"error: {path}: it may not be written: check the rights of the file and its folder\n"
    )


def test_what_was_written_last_is_read_beside_a_writer_by_one_who_may_only_read(
    place: Path,
) -> None:
    """The newest events still stand in the file beside the ledger."""
    payment = Payment(id="P900", received_on=MONDAY.date(), position="L2", amount=xof(5))
    with Ledger.open(place / "in use") as writer:
        writer.record_payments([payment], MONDAY)
        (place / "in use").chmod(0o400)
        place.chmod(0o500)
        (told,) = run_unprivileged(("ledger", "verify", str(place / "in use")))
        events = writer.verify().events

    assert f": {events} events\n" in told.stdout


def test_a_file_that_may_not_be_read_says_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    (place / "empty").touch()
    for name, found in (
        ("empty", "a file that may not be read: check its rights"),
        ("none", "nothing: check the path, or create a ledger there"),
    ):
        with pytest.raises(LedgerError) as caught:
            Ledger.open(place / name)
        assert str(caught.value) == f"{place / name}: expected a ledger, found {found}"


def test_reading_a_backup_does_not_change_it(place: Path) -> None:
    before = contents(place)
    with Ledger.open(place / "backup") as ledger:
        assert ledger.fund() == read_fund(COLLINES)
        assert ledger.verify().ok

    assert contents(place) == before


def test_a_backup_that_is_written_to_is_a_ledger_in_use(place: Path) -> None:
    payment = Payment(id="P900", received_on=MONDAY.date(), position="L2", amount=xof(5))
    with Ledger.open(place / "backup") as ledger:
        ledger.record_payments([payment], MONDAY)

        assert ledger.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_creation_that_was_cut_short_is_completed(tmp_path: Path) -> None:
    """Killed after the file said that it is a ledger, before it had its tables."""
    with closing(sqlite3.connect(tmp_path / "cut", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with Ledger.open(tmp_path / "cut") as ledger:
        ledger.import_fund(read_fund(COLLINES), MONDAY)

        assert ledger.fund() == read_fund(COLLINES)


def test_an_empty_file_is_told_as_one(tmp_path: Path) -> None:
    """Killed before that, a creation leaves an empty file."""
    (tmp_path / "empty").touch()
    with pytest.raises(LedgerError) as caught:
        Ledger.open(tmp_path / "empty")

    assert str(caught.value) == (
        f"{tmp_path / 'empty'}: expected a ledger, found an empty file: delete it, and create the "
        "ledger again"
    )


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=memory", "a?mode=ro#%41", "-x y'\""])
def test_a_name_is_the_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """SQLite gives some names a meaning of their own."""
    monkeypatch.chdir(tmp_path)
    with Ledger.create(name) as ledger:
        ledger.import_fund(read_fund(COLLINES), MONDAY)
        ledger.backup(f"{name}2")
    file.restore(f"{name}2", f"{name}3")

    for each in (name, f"{name}2", f"{name}3"):
        with Ledger.open(each) as held:
            assert held.fund() == read_fund(COLLINES)
    assert {each.name for each in tmp_path.iterdir()} == {name, f"{name}2", f"{name}3"}
