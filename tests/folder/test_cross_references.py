"""A name that nothing has is told once, and so is the file that should hold it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.folder import check_folder
from investisens.folder.content import Content
from investisens.folder.cross_references import check_references
from investisens.folder.problems import Place
from investisens.portfolio.records import Payment

Folder = Callable[..., Path]

USES_CSV = (
    "enterprise,id,label,kind,cost\nE1,U1,Press,equipment,1000000\n"
    "E1,U2,Stock,working_capital,200000\n"
)
COLLINES = Path(__file__).parents[2] / "examples" / "collines"


def messages(path: Path) -> list[str]:
    return [str(each) for each in check_folder(path)]


@given(
    st.lists(st.tuples(st.integers(2, 99), st.sampled_from("ABC")), unique_by=lambda row: row[0])
)
def test_each_unknown_name_is_told_at_its_first_line_with_its_count(
    rows: list[tuple[int, str]],
) -> None:
    """Whatever the order in which the rows were found good or bad."""
    content = Content()
    for line, name in rows:
        content.refuse(Payment, Place.line("payments.csv", line), {"position": name}, ())

    check_references(content)

    lines = {name: [line for line, each in rows if each == name] for _, name in rows}
    expected = {
        f"payments.csv: line {min(each)}, position": f"'{name}'"
        + (f", used in {len(each)} places, first here" if len(each) > 1 else "")
        for name, each in lines.items()
    }
    assert {each.where: each.found for each in content.findings} == expected
    assert len(content.findings) == len(lines)


def test_a_name_used_in_many_files_is_told_once_at_the_first(folder: Folder) -> None:
    """E1 is renamed where it is defined, and nowhere else."""
    path = folder({"enterprises.csv": "id,name\nE11,Miel\nE2,Savon\n"})

    assert messages(path) == [
        "positions.toml: positions[0].enterprise (L1): expected an enterprise of "
        "enterprises.csv, found 'E1', used in 12 places, first here: did you mean 'E11'?"
    ]


def test_a_use_used_in_many_places_is_told_once(folder: Folder) -> None:
    path = folder({"uses.csv": USES_CSV.replace("E1,U1,", "E1,U11,")})

    assert messages(path) == [
        "allocations.csv: line 2, use: expected a use of 'E1' in uses.csv, found 'U1', used in "
        "3 places, first here: did you mean 'U11'?"
    ]


ENTERPRISES = (
    "enterprises.csv: expected the enterprises that other files name, found no file: "
    "restore it, or write it anew"
)
INVESTORS = (
    "investors.csv: expected the investors that other files name, found no file: "
    "restore it, or write it anew"
)
POSITIONS = (
    "positions.toml: expected the positions that other files name, found no file: "
    "restore it, or write it anew"
)
USES = (
    "uses.csv: expected the uses that other files name, found no file: restore it, or write it anew"
)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (
            "enterprises.csv",
            [
                ENTERPRISES,
                "positions.toml: positions[0].enterprise (L1): expected an enterprise of "
                "enterprises.csv, found 'E1', used in 12 places, first here: "
                "add it to enterprises.csv",
                "overlaps.csv: line 2, second: expected an enterprise of enterprises.csv, found "
                "'E2': add it to enterprises.csv",
            ],
        ),
        (
            "investors.csv",
            [
                INVESTORS,
                "calls.csv: line 2, investor: expected an investor of investors.csv, found "
                "'FR01': add it to investors.csv",
                "calls.csv: line 3, investor: expected an investor of investors.csv, found "
                "'BJ01': add it to investors.csv",
            ],
        ),
        (
            "positions.toml",
            [
                POSITIONS,
                "amendments.toml: amendments[0].position (L1): expected a position of "
                "positions.toml, found 'L1', used in 3 places, first here: "
                "add it to positions.toml",
                "events.csv: line 2, position: expected a position of positions.toml, found "
                "'Q1': add it to positions.toml",
            ],
        ),
        (
            "uses.csv",
            [
                USES,
                "allocations.csv: line 2, use: expected a use of 'E1' in uses.csv, found 'U1', "
                "used in 3 places, first here: add it to uses.csv",
                "allocations.csv: line 4, use: expected a use of 'E1' in uses.csv, found 'U2': "
                "add it to uses.csv",
            ],
        ),
        (
            "allocations.csv",
            [
                "allocations.csv: expected the sources of the uses of uses.csv, found no file: "
                "restore it, or write it anew"
            ],
        ),
    ],
)
def test_a_file_that_is_gone_is_told_first(folder: Folder, file: str, expected: list[str]) -> None:
    assert messages(folder({file: None})) == expected


def test_a_file_that_nothing_names_may_be_missing(folder: Folder) -> None:
    path = folder({"investors.csv": None, "calls.csv": None, "distributions.csv": None})

    assert check_folder(path) == ()


def test_each_missing_file_is_told(folder: Folder) -> None:
    found = messages(folder({"investors.csv": None, "enterprises.csv": None}))

    assert found[:2] == [ENTERPRISES, INVESTORS]
    assert len(found) == 6


def test_a_deleted_list_of_a_whole_fund_fits_on_a_screen(tmp_path: Path) -> None:
    """The example names its enterprises in 231 places."""
    shutil.copytree(COLLINES, tmp_path / "fund")
    (tmp_path / "fund" / "enterprises.csv").unlink()

    missing, *names = messages(tmp_path / "fund")

    assert missing == ENTERPRISES
    assert sorted(re.findall(r"found '(E\d+)', used in", "\n".join(names))) == sorted(
        row.split(",")[0]
        for row in (COLLINES / "enterprises.csv").read_text(encoding="utf-8").splitlines()[1:]
    )
    counts = re.findall(r"used in (\d+) places", "\n".join(names))
    assert sum(map(int, counts)) == 231
    assert len(names) == len(counts)
