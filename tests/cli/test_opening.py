"""A ledger is read wherever a fund folder is, and gives the same pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from investisens.cli import main

Run = Callable[..., Result]

COLLINES = str(Path(__file__).parents[2] / "examples" / "collines")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example fund in a ledger."""
    path = str(tmp_path_factory.mktemp("ledger") / "c.ledger")
    assert CliRunner().invoke(main, ["import", path, COLLINES]).exit_code == 0
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("project", "--on", "2013-12-31"),
        ("schedule", "L3", "--on", "2013-12-31"),
        ("plan", "E1"),
        ("plan",),
        ("grants",),
        ("arrears", "--on", "2012-12-31"),
        ("statement", "L2", "--on", "2012-12-31"),
    ],
)
def test_a_ledger_gives_the_pages_of_its_folder(
    run: Run, ledger: str, words: tuple[str, ...]
) -> None:
    command, *rest = words
    of_ledger, of_folder = (
        run(command, path, *rest, "--format", "json") for path in (ledger, COLLINES)
    )
    before = run(command, ledger, *rest, "--as-known-on", "2001-01-01")
    of_no_ledger = run(command, COLLINES, *rest, "--as-known-on", "2001-01-01")

    assert of_ledger.exit_code == 0
    assert of_ledger.stdout == of_folder.stdout
    assert before.stderr == (
        "error: the terms of the fund were not recorded by the end of 2001-01-01: ask as known "
        "on a later day\n"
    )
    assert of_no_ledger.stderr == (
        "error: a fund folder does not say when it learnt what: leave --as-known-on out, or name "
        "a ledger\n"
    )
