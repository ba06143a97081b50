"""What the ledger said it recorded is there, whatever happens to the process, disk or file."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

import ledger_writer
from funds import xof
from investisens.folder import read_fund
from investisens.ledger import Ledger, LedgerError
from investisens.portfolio.records import Payment

COLLINES = Path(__file__).parents[2] / "examples" / "collines"
MONDAY = datetime(2017, 1, 2, 9, 30, tzinfo=UTC)
KILLS = 200


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of the example fund."""
    with Ledger.create(tmp_path / "fund.ledger") as ledger:
        ledger.import_fund(read_fund(COLLINES), MONDAY)
    return tmp_path / "fund.ledger"


def receipts(first: int, count: int) -> list[Payment]:
    """Receipts on L2."""
    return [
        Payment(id=f"N{n}", received_on=date(2016, 12, 30), position="L2", amount=xof(1 + n))
        for n in range(first, first + count)
    ]


def killed_writer(path: str, acknowledged: int, delay: float, prefix: str) -> list[str]:
    """Fork a writer, kill it after *delay* seconds from its first record, list what it said."""
    ours, its = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(ours)
            os.dup2(its, 1)
            sys.stdout = os.fdopen(1, "w")
            ledger_writer.main(path, prefix, acknowledged)
        finally:
            os._exit(0)
    os.close(its)
    with os.fdopen(ours) as stream:
        stream.readline()
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [line.strip() for line in stream if line.endswith("\n")]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_killed_writer_loses_nothing_that_it_acknowledged(path: Path) -> None:
    random = Random(20170102)
    said: set[str] = set()
    for number in range(KILLS):
        said.update(killed_writer(str(path), 10_000, random.uniform(0, 0.02), f"K{number}"))

    with Ledger.open(path) as ledger:
        held = [each.id for each in ledger.fund().payments if each.id.startswith("K")]
        assert ledger.verify().ok
    assert said <= set(held)
    assert len(held) == len(set(held)) <= len(said) + KILLS
    assert len(said) > KILLS / 4


def test_eight_processes_lose_and_double_nothing(path: Path) -> None:
    writer = str(Path(ledger_writer.__file__))
    each = 25
    processes = [
        subprocess.Popen(
            [sys.executable, writer, str(path), f"W{n}", str(each)], stdout=subprocess.DEVNULL
        )
        for n in range(8)
    ]
    assert [process.wait(120) for process in processes] == [0] * 8

    with Ledger.open(path) as ledger:
        written = sorted(item.id for item in ledger.fund().payments if item.id.startswith("W"))
        assert ledger.verify().ok
    assert written == sorted(f"W{n}-{number}" for n in range(8) for number in range(each))


def test_a_full_disk_is_told_and_loses_nothing(path: Path) -> None:
    with Ledger.open(path) as ledger:
        before = ledger.verify()
        (pages,) = ledger.connection.execute("PRAGMA page_count").fetchone()
        ledger.connection.execute(f"PRAGMA max_page_count = {pages + 2}")

        with pytest.raises(LedgerError) as caught:
            ledger.record_payments(receipts(0, 5_000), MONDAY)

        assert str(caught.value) == (
            f"{path}: no room is left to write: free some space; nothing of this was recorded"
        )
        assert ledger.verify() == before
        assert ledger.fund() == read_fund(COLLINES)
        ledger.connection.execute("PRAGMA max_page_count = 1000000")
        assert ledger.record_payments(receipts(0, 5_000), MONDAY).new == 5_000


WRITE_WITHIN = """
import resource, signal, sys
sys.path[:0] = [{support!r}, {here!r}]
from test_durability import MONDAY, receipts
from investisens.ledger import Ledger
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
with Ledger.open({path!r}) as ledger:
    ledger.record_payments(receipts(0, 50_000), MONDAY)
"""
"""Many receipts, in a process whose files may not grow beyond two megabytes."""


def test_a_file_that_may_not_grow_keeps_what_it_held(path: Path) -> None:
    support = str(Path(ledger_writer.__file__).parent)
    here = str(Path(__file__).parent)
    script = WRITE_WITHIN.format(support=support, here=here, path=str(path))
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    told = run.stderr.strip().splitlines()[-1]
    assert told.startswith(f"investisens.ledger.problems.LedgerError: {path}: ")
    assert re.search(r"no room is left|the disk refuses", told)
    with Ledger.open(path) as ledger:
        assert ledger.verify().ok
        assert ledger.fund() == read_fund(COLLINES)


def test_a_damaged_page_is_told(path: Path, tmp_path: Path) -> None:
    """And the backup still restores."""
    with Ledger.open(path) as ledger:
        ledger.backup(tmp_path / "backup")
        (root,) = ledger.connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'events'"
        ).fetchone()
        (size,) = ledger.connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as stream:
        stream.seek((root - 1) * size)
        stream.write(b"\xff" * size)

    with Ledger.open(path) as ledger:
        for ask in (ledger.verify, ledger.fund):
            with pytest.raises(LedgerError) as caught:
                ask()
            assert str(caught.value).startswith(f"{path}: a page is damaged")
            assert str(caught.value).endswith(
                ": restore a backup, and keep this file for inspection"
            )
    with Ledger.open(tmp_path / "backup") as again:
        assert again.fund() == read_fund(COLLINES)


def test_a_new_ledger_is_private(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.record_payments(receipts(0, 1), MONDAY)
        rights = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}

    assert rights == dict.fromkeys(("fund.ledger", "fund.ledger-wal", "fund.ledger-shm"), 384)


def test_a_reader_does_not_wait_for_a_writer(path: Path) -> None:
    with Ledger.open(path) as writer, Ledger.open(path) as reader:
        writer.connection.execute("BEGIN IMMEDIATE")
        assert len(reader.fund().payments) == 121
        writer.connection.execute("ROLLBACK")


def test_what_is_acknowledged_is_on_the_disk(path: Path) -> None:
    """The settings under which a commit waits for the disk."""
    with Ledger.open(path) as ledger:
        ask = ledger.connection.execute
        assert ask("PRAGMA journal_mode").fetchone() == ("wal",)
        assert ask("PRAGMA synchronous").fetchone() == (2,)
        assert ask("PRAGMA foreign_keys").fetchone() == (1,)


def test_text_in_a_column_of_numbers_is_refused(path: Path) -> None:
    with Ledger.open(path) as ledger, pytest.raises(sqlite3.IntegrityError):
        ledger.connection.execute(
            "INSERT INTO events SELECT max(seq) + 1, 'x', kind, on_day, recorded_at, contract, "
            "'much', currency, author, source, rank, reverses, content, hash FROM events"
        )
