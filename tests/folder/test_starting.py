"""The starter folder is sound, explains itself, and never takes the place of anything."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from investisens.folder import check_folder, new_folder, read_fund, schema
from investisens.folder.layout import KNOWN_FILES, TOML_LISTS
from investisens.instruments.registry import INSTRUMENTS
from investisens.values.errors import InvalidFolder
from investisens.values.money import Money


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    new_folder(tmp_path / "starter")
    return tmp_path / "starter"


def test_the_starter_is_sound(starter: Path) -> None:
    assert check_folder(starter) == ()


def test_it_holds_two_positions_and_two_currencies(starter: Path) -> None:
    fund = read_fund(starter)

    assert [each.id for each in fund.positions] == ["L1", "Q2"]
    assert {each.commitment.currency.code for each in fund.investors} == {"EUR", "XOF"}
    assert [each.name for each in fund.scenarios] == ["late_season", "failure"]


def test_its_payments_are_the_interest_that_was_due(starter: Path) -> None:
    """1,200,000 at 6 %: 121 days make 23,868.49, the next 92 days 18,147.95."""
    fund = read_fund(starter)
    principal, rate = 1_200_000, 6
    due = [round(principal * rate * days / 36_500) for days in (121, 92)]

    assert [each.amount.minor for each in fund.payments] == due


def test_it_keeps_some_cash(starter: Path) -> None:
    """2,000,000 are paid in; 1,600,000 are invested, and 50,000 pay the first costs."""
    fund = read_fund(starter)
    paid = sum((each.amount for each in fund.calls), Money.zero(fund.terms.currency))

    assert paid == Money.of(2_000_000, fund.terms.currency)
    assert all(each.paid_on for each in fund.calls)


@pytest.mark.parametrize("file", TOML_LISTS)
def test_every_line_is_commented(starter: Path, file: str) -> None:
    """A bare table header is explained by the comment of the line after or before it."""
    lines = (starter / file).read_text(encoding="utf-8").splitlines()
    repeated: set[str] = set()
    for line in lines:
        key = line.split("=")[0].strip()
        if line and "#" not in line:
            assert key in repeated, f"{file}: {line!r} is explained nowhere"
        repeated.add(key.split("#")[0].strip())


@pytest.mark.parametrize("file", TOML_LISTS)
def test_each_file_names_its_schema_on_its_first_line(starter: Path, file: str) -> None:
    first = (starter / file).read_text(encoding="utf-8").splitlines()[0]
    named = re.fullmatch(r"#:schema (\S+)", first)

    assert named is not None
    assert json.loads((starter / named[1]).read_text(encoding="utf-8")) == schema()[file]


def test_the_amendment_in_comments_is_sound_too(starter: Path) -> None:
    path = starter / "amendments.toml"
    text = path.read_text(encoding="utf-8")
    head, _, example = text.partition("# [[amendments]]")
    path.write_text("[[amendments]]" + example.replace("\n# ", "\n").replace("\n#", "\n"))

    assert "\n# " not in example.replace("\n# ", "\n")
    assert check_folder(starter) == ()
    assert read_fund(starter).amendments[0].capitalised.minor == 27_222
    assert head.startswith("#:schema")


def test_its_readme_names_every_file_and_kind(starter: Path) -> None:
    text = (starter / "README.md").read_text(encoding="utf-8")
    terms = (starter / "positions.toml").read_text(encoding="utf-8")

    assert [name for name in KNOWN_FILES if name.endswith(".csv") and name not in text] == []
    assert [kind for kind in INSTRUMENTS if f'"{kind}"' not in terms] == []


def test_it_names_the_files_it_made(tmp_path: Path) -> None:
    names = new_folder(tmp_path / "fund")

    assert set(names) == {each.name for each in (tmp_path / "fund").iterdir() if each.is_file()}


def test_nothing_is_written_over(starter: Path) -> None:
    (starter / "fund.toml").write_text("mine", encoding="utf-8")

    with pytest.raises(InvalidFolder) as caught:
        new_folder(starter)

    assert str(caught.value) == (
        f"1 problem found:\n{starter}: expected a place for a new folder, found a folder that is "
        "not empty: give another path: nothing is ever written over"
    )
    assert (starter / "fund.toml").read_text(encoding="utf-8") == "mine"


def test_a_starter_projects(starter: Path) -> None:
    from investisens.portfolio.projection import project

    fund = read_fund(starter)

    projection = project(fund)

    assert projection.lowest_cash.minor > 0
