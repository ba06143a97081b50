"""Decisions and charges on the command line: what is asked twice, and what is a cost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from investisens.ledger import Ledger

Run = Callable[..., Result]

ROWS = (
    "DATE OPER;DATE VAL;LIBELLE;DEBIT;CREDIT;SOLDE\n"
    "15/05/2011;15/05/2011;VERST ESP L2;;50 000;50 000\n"
    "30/06/2011;30/06/2011;COM TENUE COMPTE T2;6 000;;44 000\n"
    "30/06/2011;30/06/2011;VERST ESP;;500;44 500\n"
)
STATEMENT = ("--mapping", "clcam", "--account", "CLCAM Ouesse")


@pytest.fixture
def ledger(run: Run, folder: Path) -> Path:
    """The small fund in a ledger, beside a statement with a receipt, a charge and a line to ask."""
    (folder.parent / "june.csv").write_text(ROWS, encoding="utf-8")
    assert run("import", "e.ledger", "essai").exit_code == 0
    return folder.parent / "e.ledger"


def costs(path: Path) -> list[tuple[str, int]]:
    """The costs of the fund that stand on a line."""
    with Ledger.open(path) as held:
        found = held.fund().costs
    return [(cost.label, cost.amount.minor) for cost in found if "(line " in cost.label]


def test_charges_are_recorded_as_costs_once_it_is_asked_for(run: Run, ledger: Path) -> None:
    first = run("import", "e.ledger", "june.csv", *STATEMENT)
    known = run("import", "e.ledger", "june.csv", *STATEMENT)
    dry = run("import", "e.ledger", "june.csv", *STATEMENT, "--costs", "--dry-run")
    before = costs(ledger)
    second = run("import", "e.ledger", "june.csv", *STATEMENT, "--costs")
    third = run("import", "e.ledger", "june.csv", *STATEMENT, "--costs")

    assert "\ncharges not among the costs of the fund: 1, XOF 6,000; --costs records them\n" in (
        first.stdout
    )
    assert known.stdout.endswith("\ne.ledger: events recorded: 0\n")
    assert "\ndry run: nothing is recorded; events that would be: 1\n" in dry.stdout
    assert dry.stdout.endswith("\ncharges taken as costs of the fund: 1, XOF 6,000\n")
    assert before == []
    assert second.stdout.endswith(
        "\ne.ledger: events recorded: 1\ncharges taken as costs of the fund: 1, XOF 6,000\n"
    )
    assert third.stdout.endswith("\ne.ledger: events recorded: 0\n")
    assert [(label[:19], minor) for label, minor in costs(ledger)] == [
        ("COM TENUE COMPTE T2", 6_000)
    ]


def test_json_counts_the_costs(run: Run, ledger: Path) -> None:
    result = run("import", "e.ledger", "june.csv", *STATEMENT, "--format", "json")

    facts = json.loads(result.stdout)["facts"]
    assert (facts["matched"], facts["suspense"], facts["charge"], facts["costs"]) == (1, 1, 1, 1)


def test_a_statement_without_lines_says_no_more_than_it_has(run: Run, ledger: Path) -> None:
    Path("july.csv").write_text(ROWS.partition("\n")[0] + "\n", encoding="utf-8")

    assert run("import", "e.ledger", "july.csv", *STATEMENT).stdout == (
        "e.ledger: events recorded: 0\n"
    )


def test_a_line_that_is_decided_twice_at_once_is_refused(run: Run, ledger: Path) -> None:
    run("import", "e.ledger", "june.csv", *STATEMENT)
    name = run("import", "e.ledger").stdout[:16]
    result = run("import", "e.ledger", "--decide", f"{name}=L1", "--decide", f"{name}=L2")

    assert result.exit_code == 2
    assert f"Error: '{name}' is decided twice: say which one debt it pays\n" in result.stderr


def test_the_reason_tells_the_decision_too(run: Run, ledger: Path) -> None:
    run("import", "e.ledger", "june.csv", *STATEMENT)
    run(
        "import", "e.ledger", "--dismiss", run("import", "e.ledger").stdout[:16], "--reason", "toll"
    )
    with Ledger.open(ledger) as held:
        *_, last = held.events()

    assert getattr(last.what, "reason", "") == "no receipt of a debt; toll"


def test_a_dry_run_of_a_folder_refuses_what_the_import_would(
    run: Run, ledger: Path, folder: Path
) -> None:
    before = ledger.read_bytes()
    (folder / "payments.csv").write_text("id,received_on,position,amount\nP1,2011-01-01,L1,9\n")
    dry, real = run("import", "e.ledger", "essai", "--dry-run"), run("import", "e.ledger", "essai")

    assert (dry.exit_code, dry.stderr) == (real.exit_code, real.stderr)
    assert dry.stderr.startswith("error: received:P1 is recorded with other content (")
    assert ledger.read_bytes() == before


def test_a_dry_run_of_a_folder_counts_no_event_that_was_reversed(
    run: Run, ledger: Path, folder: Path
) -> None:
    run("record", "reversal", "e.ledger", "received:P1", "--reason", "typed twice")

    assert run("import", "e.ledger", "essai", "--dry-run").stdout == (
        "dry run: nothing is recorded; events that would be: 0\n"
    )
