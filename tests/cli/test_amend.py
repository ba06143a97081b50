"""``investisens amend``: new terms beside the old ones, recorded once, in every format.

By hand, for L3 of the small fund: 100,000 at 10 % owe 110,000 on 1 January 2011, of which 10,000
is interest; the terms before ask for 120,000 a year later, those of the file for 115,500. At
10 % a year that is 109,090.9 and 105,000 on the day: the fund gives up 4,091.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from investisens.ledger import Ledger

Run = Callable[..., Result]

ID = "amended:L3:2011-01-01"


@pytest.fixture
def place(folder: Path, run: Run) -> Path:
    """The small fund before its amendment, as ``essai`` and ``e.ledger``; ``new.toml`` beside."""
    (folder / "amendments.toml").rename(folder.parent / "new.toml")
    assert run("import", "e.ledger", "essai").exit_code == 0
    return folder.parent


def change(place: Path, old: str, new: str) -> None:
    file = place / "new.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def events(place: Path) -> int:
    with Ledger.open(place / "e.ledger") as ledger:
        assert ledger.verify().ok
        return len(ledger.events())


def test_the_terms_are_shown_side_by_side_and_recorded_once(place: Path, run: Run) -> None:
    before = events(place)
    result = run("amend", "e.ledger", "new.toml", "--rate", "10 %", "--author", "Akua")
    assert result.exit_code == 0, result.stderr
    for line in (
        "Loss in present value: XOF 4,091",
        "Owed                                      110,000",
        "Of it, interest capitalised                10,000",
        "Present value before                      109,091",
        "Present value after                       105,000",
        "2012       120,000     115,500",
        f"e.ledger: events recorded: 1\n{ID}",
    ):
        squeezed = " ".join(line.split(" ")).split()
        assert " ".join(squeezed) in " ".join(result.stdout.split())
    assert events(place) == before + 1
    again = run("amend", "e.ledger", "new.toml", "--rate", "10 %")
    assert "e.ledger: events recorded: 0, known before: 1" in again.stdout
    assert events(place) == before + 1
    with Ledger.open(place / "e.ledger") as ledger:
        recorded = ledger.event(ID)
    assert (recorded.author, recorded.source) == ("Akua", "new.toml")


def test_an_amendment_leaves_the_debt_marked_and_without_arrears(place: Path, run: Run) -> None:
    assert run("amend", "e.ledger", "new.toml", "--document", "avenant 1").exit_code == 0
    result = run("arrears", "e.ledger", "--on", "2011-06-30", "--format", "csv")
    (row,) = [r for r in csv.DictReader(io.StringIO(result.stdout)) if r["contract"] == "L3"]
    assert (row["outstanding_principal"], row["overdue"]) == ("110000", "0")
    assert row["restructured_on"] == "2011-01-01"


def test_a_dry_run_changes_no_byte(place: Path, run: Run) -> None:
    before = (place / "e.ledger").read_bytes()
    result = run("amend", "e.ledger", "new.toml", "--dry-run")
    assert result.exit_code == 0
    assert result.stderr == "dry run: nothing is recorded; events that would be: 1\n"
    assert (place / "e.ledger").read_bytes() == before


def test_a_folder_can_be_asked_but_not_amended(place: Path, run: Run) -> None:
    asked = run("amend", "essai", "new.toml", "--rate", "10 %", "--dry-run", "--format", "json")
    assert asked.exit_code == 0, asked.stderr
    (row,) = json.loads(asked.stdout)["tables"]["amendments"]
    assert (row["owed"], row["loss"], row["watched_until"]) == (110_000, 4_091, "2012-01-01")
    refused = run("amend", "essai", "new.toml")
    assert refused.exit_code == 2
    assert refused.stderr.endswith(
        "Error: nothing is recorded in a fund folder: add the terms to amendments.toml, or try "
        "them with --dry-run\n"
    )
    assert not (place / "essai" / "amendments.toml").exists()


def test_csv_holds_the_dues_alone(place: Path, run: Run) -> None:
    result = run("amend", "e.ledger", "new.toml", "--format", "csv")
    assert result.stdout == (
        "contract,due_on,principal_before,interest_before,other_before,total_before,"
        "principal_after,interest_after,other_after,total_after\n"
        "L3,2012-01-01,100000,20000,0,120000,110000,5500,0,115500\n"
    )
    assert result.stderr == f"e.ledger: events recorded: 1\n{ID}\n"


def test_a_draft_is_an_amendment_that_reads_back(place: Path, run: Run) -> None:
    draft = run("amend", "e.ledger", "--draft", "L3", "--on", "2011-01-01")
    assert draft.exit_code == 0, draft.stderr
    (place / "draft.toml").write_text(draft.stdout, encoding="utf-8")
    result = run("amend", "e.ledger", "draft.toml", "--format", "csv")
    assert result.exit_code == 0, result.stderr
    # 110,000 at 10 % for a year: interest on what was capitalised is all that changes.
    assert result.stdout.endswith(",110000,11000,0,121000\n")


def test_an_amount_that_was_not_owed_is_refused_and_told(place: Path, run: Run) -> None:
    before = events(place)
    change(place, '"110 000 XOF"', '"110 001 XOF"')
    result = run("amend", "e.ledger", "new.toml")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        f"error: amendments.toml: event {ID}, principal: expected 110000 XOF, what is owed on "
        "2011-01-01, found 110001 XOF: correct the amendment, or the payments before it\n"
    )
    assert events(place) == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[[amendments]]", "[[amendment]]", "new.toml: amendment: expected a known key"),
        ('position = "L3"', 'position = "L33"', "found 'L33': did you mean 'L3'?"),
        ('position = "L3"', 'position = "Q1"', "expected a debt, found 'Q1', which are shares"),
        ('rate = "5 %"', "rate = 5", "new.toml: amendments[0].rate (L3): expected a rate"),
        ("\non = 2011-01-01", "\non = 2011-01-02", "expected 2011-01-02, the day of the amendment"),
        ("kind =", "kind ==", "new.toml: expected the syntax of TOML"),
    ],
)
def test_what_is_wrong_with_the_file_is_told_with_its_place(
    place: Path, run: Run, old: str, new: str, told: str
) -> None:
    before = (place / "e.ledger").read_bytes()
    change(place, old, new)
    result = run("amend", "e.ledger", "new.toml")
    assert result.exit_code == 1
    assert told in result.stderr
    assert "Traceback" not in result.output
    assert (place / "e.ledger").read_bytes() == before


def test_an_empty_or_missing_file_is_told(place: Path, run: Run) -> None:
    (place / "new.toml").write_text("", encoding="utf-8")
    assert run("amend", "e.ledger", "new.toml").stderr == (
        "error: new.toml: amendments: expected new terms of a debt, found nothing: write "
        "[[amendments]] and the new terms below it\n"
    )
    assert "what cannot be read" in run("amend", "e.ledger", "nowhere.toml").stderr


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--draft", "L3"),
        ("--on", "2011-01-01"),
        ("new.toml", "--on", "2011-01-01"),
        ("new.toml", "--draft", "L3", "--on", "2011-01-01"),
    ],
)
def test_a_file_or_a_draft_is_asked_for(place: Path, run: Run, words: tuple[str, ...]) -> None:
    result = run("amend", "e.ledger", *words)
    assert result.exit_code == 2
    assert "name the FILE of the new terms, or ask for a draft with" in result.stderr


def test_a_draft_of_what_is_no_debt_is_refused(place: Path, run: Run) -> None:
    unknown = run("amend", "e.ledger", "--draft", "L33", "--on", "2011-01-01")
    assert "no contract is called 'L33': did you mean 'L3'" in unknown.stderr
    shares = run("amend", "e.ledger", "--draft", "Q1", "--on", "2011-01-01")
    assert shares.exit_code == 1
    assert "only a debt repaid by dues is spread again" in shares.stderr
    paid = run("amend", "e.ledger", "--draft", "L1", "--on", "2011-02-01")
    assert "owes nothing on 2011-02-01" in paid.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "2009-12-31", "2010-01-01"])
def test_a_draft_starts_after_the_terms_that_it_replaces(place: Path, run: Run, day: str) -> None:
    early = run("amend", "e.ledger", "--draft", "L1", "--on", day)
    assert early.exit_code == 1
    assert early.stderr == (
        f"error: the terms of 'L1' in force on {day} start on 2010-01-01: ask for a later day\n"
    )


def test_no_second_draft_is_made_on_the_day_of_an_amendment(place: Path, run: Run) -> None:
    assert run("amend", "e.ledger", "new.toml").exit_code == 0
    second = run("amend", "e.ledger", "--draft", "L3", "--on", "2011-01-01")
    assert second.stderr == (
        "error: the terms of 'L3' in force on 2011-01-01 start on 2011-01-01: ask for a later day\n"
    )


def test_two_amendments_of_one_file_build_on_each_other(place: Path, run: Run) -> None:
    """By hand: after a year at 5 % the 110,000 owe 115,500, which the second takes over."""
    text = (place / "new.toml").read_text(encoding="utf-8")
    second = text.replace("2012-01-01", "2013-01-01").replace("2011-01-01", "2012-01-01")
    second = second.replace('"10 000 XOF"', '"5 500 XOF"').replace("110 000 XOF", "115 500 XOF")
    (place / "new.toml").write_text(text + second, encoding="utf-8")
    result = run("amend", "e.ledger", "new.toml", "--format", "json")
    assert result.exit_code == 0, result.stderr
    rows = json.loads(result.stdout)["tables"]["amendments"]
    assert [row["owed"] for row in rows] == [110_000, 115_500]


def test_the_page_is_french_in_french(place: Path, run: Run) -> None:
    result = run("amend", "e.ledger", "new.toml", "--dry-run", "--lang", "fr")
    for words in ("Perte en valeur actuelle", "Dont intérêts capitalisés", "Échéances avant et"):
        assert words in result.stdout


def test_a_draft_takes_no_other_question(place: Path, run: Run) -> None:
    for more in (("--rate", "5 %"), ("--dry-run",), ("--format", "json")):
        result = run("amend", "e.ledger", "--draft", "L3", "--on", "2011-01-01", *more)
        assert result.exit_code == 2
        assert result.stderr.endswith(
            "Error: --draft prints a file to start from: leave --rate, --dry-run and --format out\n"
        )


def test_a_rate_at_which_nothing_has_a_value_is_refused(place: Path, run: Run) -> None:
    result = run("amend", "e.ledger", "new.toml", "--rate", "-100 %")
    assert (result.exit_code, result.stderr) == (
        1,
        "error: rate is -100 %: give a Rate or a Fraction above -100 %\n",
    )
