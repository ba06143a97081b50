"""One event at a time: its id, what is refused, what was known, and what becomes doubtful."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from investisens.cli import main
from investisens.ledger import Ledger
from investisens.portfolio.contract import debt_history
from investisens.portfolio.events import Event

Run = Callable[..., Result]

COLLINES = Path(__file__).parents[2] / "examples" / "collines"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example fund in a ledger."""
    path = tmp_path_factory.mktemp("whole") / "c.ledger"
    assert CliRunner().invoke(main, ["import", str(path), str(COLLINES)]).exit_code == 0
    return path


@pytest.fixture
def record(run: Run, whole: Path, tmp_path: Path) -> Run:
    """Records in a copy of it called ``c.ledger``."""
    shutil.copyfile(whole, tmp_path / "c.ledger")
    return lambda kind, *words: run("record", kind, "c.ledger", *words)


def event(name: str) -> Event:
    """An event of the ledger."""
    with Ledger.open("c.ledger") as ledger:
        assert ledger.verify().ok
        return ledger.event(name)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("received", "L3", "50 000 XOF", "--on", "2016-12-30"), "received:L3-2016-12-30"),
        (("received", "L6", "-11", "--on", "2016-12-30", "--id", "B1"), "received:B1"),
        (("written-off", "L3", "--on", "2016-12-31"), "write_off:"),
        (("result", "E2", "2016", "net_profit", "-1 000"), "result_reported:E2:2016::net_profit"),
        (("rate", "TMO", "3.5 %", "--on", "2016-01-01"), "rate_fixed:TMO:2016-01-01"),
        (("waiver", "L3", "interest", "1000", "--on", "2016-12-30"), "waived:"),
        (
            (
                *("standstill", "--since", "2016-01-01", "--until", "2016-03-31"),
                *("--commune", "Savalou", "--interest", "stands_still", "--dues", "at_end"),
            ),
            "stood_still:",
        ),
        (("confirmed", "L2", "2441139", "--on", "2012-12-31"), "balance_confirmed:L2:2012-12-31"),
        (("cost", "6000", "--on", "2016-01-01", "--label", "bank"), "cost_paid:"),
        (("reversal", "received:P121", "--reason", "not ours"), "reversed:received:P121"),
    ],
)
def test_each_kind_is_recorded_once_however_often_it_is_said(
    record: Run, words: tuple[str, ...], kind: str
) -> None:
    tried = record(*words, "--dry-run")
    first = record(*words, "--author", "Akua", "--document", "book, page 12")
    name = first.stdout.removesuffix("\n")

    assert (tried.stdout, tried.stderr) == (
        first.stdout,
        "dry run: nothing is recorded; events that would be: 1\n",
    )
    assert (first.exit_code, first.stderr) == (0, "")
    assert name.startswith(kind)
    assert (event(name).author, event(name).source) == ("Akua", "book, page 12")
    if words[0] != "reversal":
        second = record(*words)
        assert second.stdout == first.stdout
        assert second.stderr == f"{name} was recorded before: nothing is new\n"


def test_what_happened_is_recorded_where_the_terms_say_what_follows(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "fund.toml").write_text(
        'format = 1\n[fund]\nname = "F"\ncurrency = "XOF"\nshare_price = "10 000 XOF"\n'
        "as_of = 2016-12-31\n"
    )
    (tmp_path / "f" / "enterprises.csv").write_text("id,name\nE1,Miel\n")
    (tmp_path / "f" / "positions.toml").write_text(
        '[[positions]]\nid = "A1"\nenterprise = "E1"\nkind = "repayable_advance"\n'
        'principal = "100 000 XOF"\ndisbursed_on = 2010-01-01\n'
        'repayment = { dues = [{ on = [2012-01-01] }], amortisation = "bullet" }\n'
    )
    made = run("import", "f.ledger", "f")
    result = run("record", "happening", "f.ledger", "A1", "succeeded", "--on", "2011-06-30")

    assert made.exit_code == 0, made.output
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("succeeded:")


def test_a_written_off_debt_has_lost_what_was_owed(record: Run) -> None:
    record("written-off", "L3", "--on", "2016-12-31")
    with Ledger.open("c.ledger") as ledger:
        fund = ledger.fund()
        past = debt_history(fund, fund.position("L3"), date(2016, 12, 31))

    assert past is not None
    assert past.balance == 0


def test_two_equal_facts_are_told_apart_on_purpose(record: Run) -> None:
    words = ("cost", "6000", "--on", "2016-01-01", "--label", "bank")
    first, second = record(*words).stdout, record(*words, "--again").stdout

    assert second == first.replace("cost_paid:", "cost_paid/2:")


def test_a_correction_is_a_reversal_and_the_next_version(record: Run) -> None:
    words = ("received", "L2", "--on", "2016-12-30", "--id", "P900")
    record(*words, "50000")
    other = record(*words, "5000")
    undone = record("reversal", "received:P900", "--reason", "typed twice")
    right = record(*words, "5000")

    assert other.exit_code == 1
    assert other.stderr.startswith("error: received:P900 is recorded with other content (")
    assert (undone.stdout, right.stdout) == ("reversed:received:P900\n", "received/2:P900\n")
    with Ledger.open("c.ledger") as ledger:
        assert [each.amount.minor for each in ledger.fund().payments if each.id == "P900"] == [
            5_000
        ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("received", "L22", "5000", "--on", "2016-12-30"),
            "error: payments.csv: event received:L22-2016-12-30, position: expected a position of "
            "positions.toml, found 'L22': did you mean 'L2'?\n",
        ),
        (
            ("received", "Q1", "5000", "--on", "2016-12-30"),
            "error: payments.csv: event received:Q1-2016-12-30, position: expected a debt, found "
            "'Q1', which are shares: record what shares bring in events.csv\n",
        ),
        (
            ("received", "L2", "abc", "--on", "2016-12-30"),
            "error: cannot read the amount 'abc': write it such as '4250000 XOF' or "
            "'-3994.16 EUR'\n",
        ),
        (
            ("reversal", "received:P999"),
            "error: the ledger holds no event 'received:P999': list its events\n",
        ),
        (
            ("received", "L2", "5000", "--on", "2016-12-30", "--settles", "abc"),
            "error: no line that waits is called 'abc': none waits\n",
        ),
    ],
)
def test_what_the_fund_would_not_accept_is_refused(
    record: Run, words: tuple[str, ...], message: str
) -> None:
    with Ledger.open("c.ledger") as ledger:
        before = ledger.verify().head
    result = record(*words)

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", message)
    with Ledger.open("c.ledger") as ledger:
        assert ledger.verify().head == before


def test_a_day_is_always_asked_for(record: Run) -> None:
    """No value date is ever taken from the clock."""
    result = record("received", "L2", "5000")

    assert result.exit_code == 2
    assert "Missing option '--on'" in result.stderr


def test_a_balance_confirmed_otherwise_is_told(record: Run) -> None:
    """2 441 139 is outstanding on L2 on 31 December 2012, says the case."""
    record("confirmed", "L2", "2441139", "--on", "2012-12-31")
    result = record("confirmed", "L2", "2441000", "--on", "2013-01-01")

    assert result.exit_code == 0
    assert result.stderr == (
        "warning: L2 on 2013-01-01: expected principal of 2441139 XOF, as recorded, found 2441000 "
        "XOF (139 XOF less, they last agreed on 2012-12-31): look for what is missing on either "
        "side\n"
    )


def test_a_line_in_suspense_is_settled_by_what_it_turns_out_to_be(run: Run, record: Run) -> None:
    path = COLLINES / "statements" / "clcam_statement.csv"
    run("import", "c.ledger", str(path), "--mapping", "clcam", "--account", "CLCAM Ouesse")
    waits = run("import", "c.ledger").stdout.count("\n") - 1
    result = record(
        *("received", "L1", "442757", "--on", "2014-05-08", "--id", "B1", "--settles", "c05f")
    )

    assert result.stdout == "received:B1\n"
    assert run("import", "c.ledger").stdout.count("\n") - 1 == waits - 1


def test_the_moment_of_recording_is_that_of_the_clock_that_is_passed(
    record: Run, tmp_path: Path
) -> None:
    at = datetime(2030, 1, 2, 9, 30, tzinfo=UTC)
    words = ["record", "cost", str(tmp_path / "c.ledger"), "5", "--on", "2016-01-01"]
    name = CliRunner().invoke(main, words, obj=lambda: at).stdout.strip()

    assert event(name).recorded_at == at
