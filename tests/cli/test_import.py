"""Folders and statements into a ledger: once, whole or not at all, and never by a guess."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from investisens.cli import main
from investisens.folder import read_fund
from investisens.ledger import Ledger
from investisens.ledger.statement_files import read_statements
from investisens.portfolio.events import HeldLine
from messages import CAMT_02, CAMT_08, MT940
from mutations import Mutation, cut, encoded, inserted, mutations

Run = Callable[..., Result]

COLLINES = Path(__file__).parents[2] / "examples" / "collines"
STATEMENTS = COLLINES / "statements"
CLCAM = (
    *(str(STATEMENTS / "clcam_statement.csv"), "--mapping", "clcam", "--account", "CLCAM Ouesse"),
    *("--payers", str(STATEMENTS / "payers.csv")),
)
MOMO = (
    *(str(STATEMENTS / "momo_statement.csv"), "--mapping", "momo"),
    *("--account", "229 00 00 00 99", "--payers", str(STATEMENTS / "payers.csv")),
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example fund in a ledger, as signed and without payments."""
    place = tmp_path_factory.mktemp("bare")
    shutil.copytree(COLLINES, place / "folder")
    for name in ("payments.csv", "amendments.toml"):
        (place / "folder" / name).unlink()
    result = CliRunner().invoke(main, ["import", str(place / "c.ledger"), str(place / "folder")])
    assert result.exit_code == 0
    return place / "c.ledger"


@pytest.fixture
def ledger(bare: Path, run: Run, tmp_path: Path) -> Path:
    """A copy of it, where commands run."""
    return Path(shutil.copyfile(bare, tmp_path / "c.ledger"))


def size_of(path: Path) -> int:
    """How many events a ledger holds; its chain is whole."""
    with Ledger.open(path) as held:
        found = held.verify()
    assert found.ok
    return found.events


def receipts(path: Path) -> list[tuple[date, str, int]]:
    """What was received, by day."""
    with Ledger.open(path) as held:
        payments = held.fund().payments
    return sorted((each.received_on, each.position, each.amount.minor) for each in payments)


class TestFolder:
    def test_a_folder_makes_the_ledger_and_a_second_time_changes_nothing(
        self, run: Run, folder: Path
    ) -> None:
        first, second = (run("import", "e.ledger", "essai") for _ in range(2))

        count = size_of(Path("e.ledger"))
        assert first.stdout == f"e.ledger: events recorded: {count}\n"
        assert second.stdout == f"e.ledger: events recorded: 0, known before: {count}\n"

    def test_a_row_that_is_new_extends_it(self, run: Run, folder: Path) -> None:
        run("import", "e.ledger", "essai")
        with (folder / "payments.csv").open("a", encoding="utf-8") as stream:
            stream.write("P2,2011-02-01,L2,500\n")
        result = run("import", "e.ledger", "essai")

        assert result.stdout.startswith("e.ledger: events recorded: 1, known before: ")
        assert read_fund("essai").payments == Ledger.open("e.ledger").fund().payments

    def test_a_row_that_says_otherwise_is_refused_whole(self, run: Run, folder: Path) -> None:
        run("import", "e.ledger", "essai")
        before = size_of(Path("e.ledger"))
        (folder / "payments.csv").write_text(
            "id,received_on,position,amount\nP0,2011-01-01,L1,5\nP1,2011-01-01,L1,9\n"
        )
        result = run("import", "e.ledger", "essai")

        assert result.exit_code == 1
        assert result.stderr.startswith("error: received:P1 is recorded with other content (")
        assert result.stderr.endswith(
            "): reverse that event, and record the new one under another version, or give a "
            "second receipt an id of its own\n"
        )
        assert size_of(Path("e.ledger")) == before

    def test_a_folder_with_errors_makes_no_ledger(self, run: Run, folder: Path) -> None:
        (folder / "payments.csv").write_text("id,received_on,position,amount\nP1,soon,L1,9\n")
        result = run("import", "e.ledger", "essai")

        assert result.exit_code == 1
        assert "payments.csv: line 2, received_on" in result.stderr
        assert not Path("e.ledger").exists()

    def test_a_dry_run_writes_nothing(self, run: Run, folder: Path) -> None:
        result = run("import", "e.ledger", "essai", "--dry-run")

        assert result.stdout.startswith("dry run: nothing is recorded; events that would be: ")
        assert not Path("e.ledger").exists()


class TestStatement:
    """README of the case: four receipts of L1, two of which do not name the enterprise in full."""

    def test_each_line_says_what_became_of_it_and_why(self, run: Run, ledger: Path) -> None:
        result = run("import", "c.ledger", *CLCAM)

        assert result.exit_code == 0
        assert result.stdout == (
            "line 2, February 28, 2014, XOF 531,192: received on L1 (the text holds 'MIEL FORET', "
            "an alias of E1; the amount is the due of 531192 XOF of 2014-02-28)\n"
            "line 3, March 31, 2014, -XOF 6,000: a charge, no receipt (account keeping: the text "
            "starts with 'COM TENUE COMPTE')\n"
            "line 4, May 8, 2014, XOF 442,757: waits as c05f9cd96180c279 (nothing in it names a "
            "payer); perhaps L1\n"
            "line 5, June 30, 2014, -XOF 6,000: a charge, no receipt (account keeping: the text "
            "starts with 'COM TENUE COMPTE')\n"
            "line 6, March 20, 2015, XOF 495,795: waits as 1251844fc4d18c0c (nothing in it names a "
            "payer); perhaps L1\n"
            "line 7, April 30, 2015, XOF 435,654: received on L1 (the text holds 'MIEL FORET', an "
            "alias of E1; the amount is the due of 435654 XOF of 2015-04-30)\n"
            "c.ledger: events recorded: 12\n"
            "charges not among the costs of the fund: 2, XOF 12,000; --costs records them\n"
            "lines to decide: 2; say which debt each pays with --decide LINE=POSITION, or "
            "that it pays none with --dismiss LINE\n"
        )
        assert receipts(ledger) == [
            (date(2014, 2, 28), "L1", 531_192),
            (date(2015, 4, 30), "L1", 435_654),
        ]

    def test_a_second_time_changes_nothing(self, run: Run, ledger: Path) -> None:
        run("import", "c.ledger", *MOMO)
        before = receipts(ledger), size_of(ledger)
        result = run("import", "c.ledger", *MOMO)

        assert result.stdout.count(": imported before\n") == 11
        assert result.stdout.endswith("c.ledger: events recorded: 0\n")
        assert (receipts(ledger), size_of(ledger)) == before

    def test_a_dry_run_records_nothing(self, run: Run, ledger: Path) -> None:
        before = size_of(ledger)
        result = run("import", "c.ledger", *CLCAM, "--dry-run")

        assert "\ndry run: nothing is recorded; events that would be: 12\n" in result.stdout
        assert size_of(ledger) == before

    def test_the_lines_that_wait_are_decided_by_a_person(self, run: Run, ledger: Path) -> None:
        run("import", "c.ledger", *CLCAM)
        waits = run("import", "c.ledger").stdout
        decided = run("import", "c.ledger", "--decide", "c05f=L1", "--decide", "1251844f=L1")

        assert waits == (
            "c05f9cd96180c279, May 8, 2014, XOF 442,757: VERST ESP AG OUESSE (nothing in it names "
            "a payer); perhaps L1\n"
            "1251844fc4d18c0c, March 20, 2015, XOF 495,795: VERST ESP PAR TIERS MIEL (nothing in "
            "it names a payer); perhaps L1\n"
            "lines to decide: 2; say which debt each pays with --decide LINE=POSITION, or "
            "that it pays none with --dismiss LINE\n"
        )
        assert decided.stdout == (
            "c.ledger: events recorded: 4\nreceived:c05f9cd96180c279\nreceived:1251844fc4d18c0c\n"
        )
        assert run("import", "c.ledger").stdout == "no line waits\n"
        own = {"P083", "P086", "P100", "P103"}
        assert receipts(ledger) == sorted(
            (each.received_on, each.position, each.amount.minor)
            for each in read_fund(COLLINES).payments
            if each.id in own
        )

    def test_the_eight_receipts_of_the_wallet_are_those_of_the_case(
        self, run: Run, ledger: Path
    ) -> None:
        """README: a failure, a repetition, a payment in two parts, a cancellation stand there."""
        run("import", "c.ledger", *MOMO)
        by_day: dict[date, int] = {}
        for day, position, minor in receipts(ledger):
            assert position == "L7"
            by_day[day] = by_day.get(day, 0) + minor

        assert by_day == {
            each.received_on: each.amount.minor
            for each in read_fund(COLLINES).payments
            if each.channel == "MOBILE_MONEY"
        }

    def test_a_decision_is_refused_where_it_is_none(self, run: Run, ledger: Path) -> None:
        run("import", "c.ledger", *CLCAM)
        before = size_of(ledger)
        unknown = run("import", "c.ledger", "--decide", "c05f=L1", "--decide", "zz=L1")
        no_debt = run("import", "c.ledger", "--decide", "c05f=Q1")
        no_pair = run("import", "c.ledger", "--decide", "c05f")

        assert unknown.stderr == (
            "error: no line that waits is called 'zz': those that wait are 1251844fc4d18c0c\n"
        )
        assert "expected a debt, found 'Q1', which are shares" in no_debt.stderr
        assert no_pair.exit_code == 2
        assert size_of(ledger) == before

    def test_a_dismissed_line_is_no_receipt(self, run: Run, ledger: Path) -> None:
        run("import", "c.ledger", *CLCAM)
        run("import", "c.ledger", "--dismiss", "c05f", "--dismiss", "1251", "--reason", "not ours")

        assert len(receipts(ledger)) == 2
        assert run("import", "c.ledger").stdout == "no line waits\n"
        assert "waits" not in run("import", "c.ledger", *CLCAM).stdout

    def test_what_the_ledger_knows_as_a_receipt_is_not_booked_twice(
        self, run: Run, tmp_path: Path
    ) -> None:
        """P083 and P103 of payments.csv are the lines that name their payer."""
        run("import", "full.ledger", str(COLLINES))
        result = run("import", "full.ledger", *CLCAM)

        assert "(receipt P083 of L1 has its day and amount; the text holds" in result.stdout
        assert "lines to decide: 4;" in result.stdout
        assert len(receipts(Path("full.ledger"))) == len(read_fund(COLLINES).payments)

    def test_a_line_that_has_changed_since_is_refused(self, run: Run, ledger: Path) -> None:
        run("import", "c.ledger", *MOMO)
        before = size_of(ledger)
        text = (STATEMENTS / "momo_statement.csv").read_text(encoding="utf-8")
        Path("new.csv").write_text(text.replace(";120 000;", ";12 000;"), encoding="utf-8")
        result = run("import", "c.ledger", "new.csv", *MOMO[1:])

        assert result.exit_code == 1
        assert result.stderr == (
            "error: new.csv: line 2: expected 120000 XOF on 2014-05-15, as this transaction was "
            "imported before, found 12000 XOF on 2014-05-15: ask the bank which is right\n"
        )
        assert size_of(ledger) == before

    def test_a_statement_with_an_error_is_refused_whole(self, run: Run, ledger: Path) -> None:
        before = size_of(ledger)
        text = (STATEMENTS / "clcam_statement.csv").read_text(encoding="utf-8")
        Path("new.csv").write_text(text.replace("4 204 377", "4 204 378"), encoding="utf-8")
        result = run("import", "c.ledger", "new.csv", *CLCAM[1:])

        assert result.exit_code == 1
        assert "new.csv: line 3" in result.stderr
        assert size_of(ledger) == before

    def test_the_raw_line_its_source_and_its_author_are_kept(self, run: Run, ledger: Path) -> None:
        run("import", "c.ledger", *CLCAM, "--author", "Akua")
        with Ledger.open(ledger) as held:
            lines = [event for event in held.events() if isinstance(event.what, HeldLine)]

        assert [event.what.raw for event in lines if isinstance(event.what, HeldLine)] == (
            (STATEMENTS / "clcam_statement.csv").read_text(encoding="utf-8").splitlines()[1:]
        )
        assert lines[0].source == "clcam_statement.csv, line 2"
        assert {event.author for event in lines} == {"Akua"}

    def test_a_formula_in_a_statement_is_harmless_in_csv(self, run: Run, ledger: Path) -> None:
        text = (STATEMENTS / "clcam_statement.csv").read_text(encoding="utf-8")
        Path("new.csv").write_text(text.replace("VERST ESP", "=VERST ESP"), encoding="utf-8")
        lines = run("import", "c.ledger", "new.csv", *CLCAM[1:], "--format", "csv").stdout
        waits = run("import", "c.ledger", "--format", "csv").stdout

        texts = [row["text"] for row in csv.DictReader(io.StringIO(lines + ""))]
        assert texts[0] == "'=VERST ESP AG OUESSE MIEL FORET"
        assert {row["text"][:2] for row in csv.DictReader(io.StringIO(waits))} == {"'="}

    def test_what_is_missing_is_asked_for(self, run: Run, ledger: Path, folder: Path) -> None:
        path = str(STATEMENTS / "clcam_statement.csv")
        mapping = run("import", "c.ledger", path)
        account = run("import", "c.ledger", path, "--mapping", "clcam")
        both = run("import", "c.ledger", path, "--decide", "a=L1")
        folder_too = run("import", "c.ledger", "essai", "--mapping", "clcam")

        assert (mapping.exit_code, both.exit_code, folder_too.exit_code) == (2, 2, 2)
        assert (
            "say with --mapping how the statement is written: camt053, mt940, clcam, momo, or"
            in (mapping.stderr)
        )
        assert account.stderr == (
            "error: account is empty: name the fund's own account or wallet, which a CSV file does "
            "not tell\n"
        )
        assert "decide lines without a FILE: one thing at a time" in both.stderr
        assert "--mapping, --account, --payers and --costs are for the file of a statement" in (
            folder_too.stderr
        )


SEEDS = (
    ((STATEMENTS / "clcam_statement.csv").read_bytes(), "clcam", "CLCAM Ouesse"),
    ((STATEMENTS / "momo_statement.csv").read_bytes(), "momo", "229 00 00 00 99"),
    (CAMT_02.encode(), "camt053", ""),
    (CAMT_08.encode(), "camt053", ""),
    (MT940.encode(), "mt940", ""),
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two debts of the example fund in a ledger."""
    place = tmp_path_factory.mktemp("small")
    (place / "fund").mkdir()
    (place / "fund" / "fund.toml").write_text(
        'format = 1\n[fund]\nname = "Small"\ncurrency = "XOF"\nshare_price = "10 000 XOF"\n'
        "as_of = 2016-12-31\n"
    )
    (place / "fund" / "positions.toml").write_text(
        "".join(
            f'[[positions]]\nid = "L{number}"\nenterprise = "E{number}"\nkind = "loan"\n'
            'principal = "1 000 000 XOF"\ndisbursed_on = 2000-01-01\nrate = "5 %"\n'
            'repayment = { dues = [{ on = [2020-01-01] }], amortisation = "bullet" }\n'
            for number in (1, 7)
        )
    )
    (place / "fund" / "enterprises.csv").write_text("id,name\nE1,Miel Foret\nE7,Lumiere\n")
    (place / "payers.csv").write_text("enterprise,account,name\nE7,229 00 00 00 07,LUMIERE\n")
    made = CliRunner().invoke(main, ["import", str(place / "s.ledger"), str(place / "fund")])
    assert made.exit_code == 0, made.output
    return place


@given(st.lists(mutations, min_size=5, max_size=5))
@example([[encoded("utf-16")]] * 5)
@example([[inserted(0, b"\0")]] * 5)
@example([[inserted(200, b"\x1b[31m\xc2\x85")]] * 5)
@example([[cut(0, 10**6)]] * 5)
def test_a_mutated_statement_is_taken_whole_or_not_at_all(
    small: Path, changes: list[list[Mutation]]
) -> None:
    """Never a traceback, never a part: five files for each example."""
    for (content, mapping, account), own in zip(SEEDS, changes, strict=True):
        for change in own:
            content = change(content)  # noqa: PLW2901
        path = Path(shutil.copyfile(small / "s.ledger", small / "mutated.ledger"))
        file = small / "statement"
        file.write_bytes(content)
        words = ["import", str(path), str(file), "--mapping", mapping, "--account", account]
        result = CliRunner().invoke(main, [*words, "--payers", str(small / "payers.csv")])

        assert result.exception is None or isinstance(result.exception, SystemExit)
        read = read_statements(file, mapping, account)
        with Ledger.open(path) as held:
            assert held.verify().ok
            keys = {each.what.line for each in held.events() if isinstance(each.what, HeldLine)}
        if result.exit_code == 0:
            assert keys == {line.key for statement in read for line in statement.lines}
        else:
            assert result.exit_code == 1
            assert result.stderr
            assert keys == set()
