"""The commands on the file of a ledger: what they make, say and refuse."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from investisens.folder import read_fund
from investisens.ledger import Ledger

Run = Callable[..., Result]


@pytest.fixture
def ledger(run: Run, folder: Path) -> Path:
    """The small fund in a ledger called ``essai.ledger``."""
    assert run("import", "essai.ledger", "essai").exit_code == 0
    return folder.parent / "essai.ledger"


def test_a_new_ledger_is_empty_and_never_written_over(run: Run) -> None:
    made, again = (run("ledger", "new", "a b.ledger") for _ in range(2))

    assert made.stdout == (
        "a b.ledger: an empty ledger. Next:\n  investisens import 'a b.ledger' FOLDER\n"
    )
    assert again.exit_code == 1
    assert again.stderr == (
        "error: a b.ledger: expected a place for a new file, found one: give another path, "
        "nothing is ever written over\n"
    )


def test_what_is_no_ledger_is_refused(run: Run, folder: Path) -> None:
    for words in (("verify",), ("export", "copy"), ("backup", "copy")):
        name, *rest = words
        result = run("ledger", name, "essai/fund.toml", *rest)

        assert result.exit_code == 1
        assert result.stderr == (
            "error: essai/fund.toml: expected a ledger, found no ledger: check the path, or create "
            "a ledger there\n"
        )


def test_verify_says_how_many_events_there_are_and_the_last_hash(run: Run, ledger: Path) -> None:
    with Ledger.open(ledger) as held:
        found = held.verify()
    result = run("ledger", "verify", "essai.ledger")
    document = json.loads(run("ledger", "verify", "essai.ledger", "--format", "json").stdout)

    assert result.exit_code == 0
    assert result.stdout == (
        f"essai.ledger: every event is what was recorded: {found.events} events\n"
        f"last hash: {found.head}\n"
    )
    assert document["facts"] == {
        "ledger": "essai.ledger",
        "events": found.events,
        "head": found.head,
    }
    kept = run("ledger", "verify", "essai.ledger", "--head", found.head)
    assert kept.exit_code == 0
    assert kept.stdout.endswith(
        f"the hash {found.head} is in the chain: nothing before it was changed\n"
    )
    cut = run("ledger", "verify", "essai.ledger", "--head", found.head[:8])
    assert cut.exit_code == 2
    assert cut.stderr.endswith(
        f"Error: {found.head[:8]!r} is no hash: give the 64 digits that 'ledger verify' printed\n"
    )


def test_verify_names_an_event_that_was_changed_behind_the_program(run: Run, ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE events SET amount_minor = 1 WHERE id = 'received:P1'")
        (number,) = connection.execute("SELECT seq FROM events WHERE id = 'received:P1'").fetchone()
    result = run("ledger", "verify", "essai.ledger", "--lang", "fr")

    assert result.exit_code == 1
    assert f"event {number} received:P1" in result.stdout.replace("(", "").replace(")", "")
    assert "a change of amount_minor" in result.stdout
    assert result.stdout.endswith(f"essai.ledger : la chaîne est rompue à l'événement {number}\n")


@pytest.mark.parametrize(
    ("change", "event", "message"),
    [
        (
            "on_day = 'zz'",
            "investor_stated:FR01",
            "investor_stated:FR01: expected a day, found 'zz'",
        ),
        (
            "recorded_at = '2026-11-23T06:13:79Z'",
            "investor_stated:FR01",
            "investor_stated:FR01: expected a moment, found '2026-11-23T06:13:79Z'",
        ),
        ("on_day = '2011-02-30'", "received:P1", "expected a day, found '2011-02-30'"),
    ],
)
def test_a_row_that_nobody_wrote_so_is_told_by_every_command(
    run: Run, ledger: Path, change: str, event: str, message: str
) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("DROP TRIGGER events_never_changed")
        connection.execute(f"UPDATE events SET {change} WHERE id = '{event}'")
    for words in (("arrears",), ("statement",), ("import",), ("ledger", "export")):
        more = {"statement": ["L1"], "ledger": ["copie"]}.get(words[0], [])
        result = run(*words, "essai.ledger", *more)

        assert result.exit_code == 1
        assert result.stderr.startswith("error: ledger: ")
        assert result.stderr.endswith(
            f"{message}: restore a backup: the file was damaged, or changed by somebody\n"
        )


def test_a_receipt_without_an_amount_is_told(run: Run, ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("DROP TRIGGER events_never_changed")
        connection.execute("UPDATE events SET amount_minor = NULL WHERE id = 'received:P1'")

    assert run("arrears", "essai.ledger").stderr == (
        "error: ledger: receipts of L1: expected an amount, found none: restore a backup: the file "
        "was damaged, or changed by somebody\n"
    )


def test_a_folder_comes_back_from_a_ledger_as_the_same_fund(run: Run, ledger: Path) -> None:
    result = run("ledger", "export", "essai.ledger", "copie")

    assert result.stdout == "essai.ledger: written to copie\n"
    assert read_fund("copie") == read_fund("essai")
    assert run("ledger", "export", "essai.ledger", "copie").exit_code == 1
    assert run("ledger", "export", "essai.ledger", "x", "--as-known-on", "1999-12-31").stderr == (
        "error: the terms of the fund were not recorded by the end of 1999-12-31: ask as known "
        "on a later day\n"
    )
    assert not Path("x").exists()


def test_a_backup_is_restored_beside_the_ledger(run: Run, ledger: Path) -> None:
    copied = run("ledger", "backup", "essai.ledger", "lundi.ledger")
    restored = run("ledger", "restore", "lundi.ledger", "encore.ledger")

    assert copied.stdout == "essai.ledger: copied to lundi.ledger\n"
    assert restored.stdout == "encore.ledger: restored from lundi.ledger\n"
    verdicts = {
        run("ledger", "verify", name).stdout.partition(":")[2]
        for name in ("essai.ledger", "lundi.ledger", "encore.ledger")
    }
    assert len(verdicts) == 1
    assert run("ledger", "restore", "lundi.ledger", "encore.ledger").exit_code == 1
