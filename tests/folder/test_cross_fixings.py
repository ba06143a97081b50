"""Fixings are given once, and the check names those that debts need by the day of the records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds import fund
from investisens.folder import check_folder, read_fund, write_fund
from investisens.portfolio.records import Fixing
from strategies import days, rates

Folder = Callable[..., Path]

LOAN = """\
[[positions]]
id = "{0}"
enterprise = "E1"
kind = "loan"
principal = "1 000 000 {1}"
disbursed_on = 2012-01-01
rate = "5 %"
[positions.repayment]
dues = [{{ every = "quarter", after = 2012-01-01, until = 2014-01-01 }}]
amortisation = "bullet"
resets = [
  {{ on = 2012-07-01, index = "TIAO", fixed_on = 2012-06-29, spread = "2 %" }},
  {{ on = 2013-01-01, index = "TIAO", fixed_on = 2012-12-31, spread = "2 %" }},
  {{ on = 2013-07-01, index = "TIAO", fixed_on = 2013-06-28, spread = "2 %" }},
]
"""

HEADER = "index,on,value,source\n"
BOTH = "TIAO,2012-06-29,3.5 %,BCEAO\nTIAO,2012-12-31,-0.25 %,\n"


@pytest.fixture
def indexed(tmp_path: Path) -> Folder:
    """Writes a fund of debts on an index, complete up to the end of 2012."""

    def write(rows: str | None, *names: str, currency: str = "XOF", more: str = "") -> Path:
        path = tmp_path / "fund"
        path.mkdir()
        terms = f'name = "F"\ncurrency = "{currency}"\nshare_price = "10 000"\nas_of = 2012-12-31\n'
        files = {
            "fund.toml": f"format = 1\n[fund]\n{terms}",
            "enterprises.csv": "id,name\nE1,Miel\n",
            "positions.toml": "".join(LOAN.format(name, currency) for name in names or ("L1",)),
            "amendments.toml": more,
        }
        if rows is not None:
            files["fixings.csv"] = HEADER + rows
        for name, text in files.items():
            (path / name).write_text(text, encoding="utf-8")
        return path

    return write


def told(path: Path) -> list[str]:
    return [str(finding) for finding in check_folder(path)]


@pytest.mark.parametrize("currency", ["XOF", "EUR"])
def test_fixings_up_to_the_day_of_the_records_are_enough(indexed: Folder, currency: str) -> None:
    """That of June 2013 is still to come."""
    assert told(indexed(BOTH, currency=currency)) == []


def test_every_fixing_that_is_missing_is_told_at_once(indexed: Folder) -> None:
    assert told(indexed("TIAO,2012-03-30,4 %,\n")) == [
        f"fixings.csv: expected the fixing of 'TIAO' on {day}, which 'L1' needs, found no row for "
        "it: add the row"
        for day in ("2012-06-29", "2012-12-31")
    ]


@pytest.mark.parametrize(
    ("count", "need"),
    [
        (2, "'L0', 'L1' need"),
        (3, "'L0', 'L1', 'L2' need"),
        (5, "'L0', 'L1', 'L2' and 2 more need"),
    ],
)
def test_a_fixing_that_several_debts_need_is_told_once(
    indexed: Folder, count: int, need: str
) -> None:
    path = indexed("TIAO,2012-12-31,4 %,\n", *(f"L{number}" for number in range(count)))

    assert told(path) == [
        f"fixings.csv: expected the fixing of 'TIAO' on 2012-06-29, which {need}, found no row for "
        "it: add the row"
    ]


def test_an_index_that_is_called_otherwise_is_proposed(indexed: Folder) -> None:
    assert told(indexed(BOTH.replace("TIAO", "TIOA")))[0] == (
        "fixings.csv: expected the fixing of 'TIAO' on 2012-06-29, which 'L1' needs, found no row "
        "for it: add the row, or is the index 'TIOA'?"
    )


def test_a_file_that_is_not_there_is_to_be_written(indexed: Folder) -> None:
    assert told(indexed(None))[0] == (
        "fixings.csv: expected the fixing of 'TIAO' on 2012-06-29, which 'L1' needs, found no "
        "file: write it, with the columns index, on and value"
    )


def test_a_folder_that_lacks_fixings_is_read(indexed: Folder) -> None:
    """What needs none of them can still be asked."""
    assert read_fund(indexed(None)).fixings == ()


def test_a_fixing_that_is_given_twice_is_an_error_alike_or_not(indexed: Folder) -> None:
    rows = BOTH + "TIAO,2012-06-29,3.5 %,\nTIAO,2012-12-31,0.25 %,\nTMO,2012-12-31,1 %,\n"

    assert told(indexed(rows)) == [
        "fixings.csv: line 4, on: expected one value of 'TIAO' on 2012-06-29, found 3.5 %, and "
        "3.5 % at line 2: remove one of the two",
        "fixings.csv: line 5, value: expected one value of 'TIAO' on 2012-12-31, found 0.25 %, and "
        "-0.25 % at line 3: keep the right one",
    ]


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (
            "TIAO,2012-06-29,3.5,",
            "value: expected a rate such as '4.5 %', found '3.5': write \"3.5 %\"",
        ),
        (
            "TIAO ,2012-06-29,3.5 %,",
            "index: expected a short name, found 'TIAO ': remove the spaces around it",
        ),
        (",2012-06-29,3.5 %,", "index: expected a value, found an empty cell: fill it in"),
    ],
)
def test_a_bad_row_is_told_alone(indexed: Folder, row: str, finding: str) -> None:
    assert told(indexed(f"{row}\nTIAO,2012-12-31,1 %,\n")) == [f"fixings.csv: line 2, {finding}"]


AMENDMENT = """\
[[amendments]]
position = "L1"
on = {0}
capitalised = "{1} XOF"
kind = "loan"
principal = "{2} XOF"
disbursed_on = {0}
rate = "4 %"
repayment = {{ dues = [{{ on = [2014-05-15] }}], amortisation = "bullet" }}
"""


def test_after_an_amendment_the_old_terms_need_no_fixing(indexed: Folder) -> None:
    """181 days of 5 % up to 30 June 2012: 1,000,000 x 5 % x 181 / 365 is 24,794.5, so 24,795."""
    more = AMENDMENT.format("2012-06-30", "24 795", "1 024 795")

    assert told(indexed(None, more=more)) == []


def test_an_amendment_to_come_after_a_fixing_to_come_is_not_judged(indexed: Folder) -> None:
    """What will be owed then is not known yet."""
    more = AMENDMENT.format("2013-08-01", "1", "1 000 001")

    assert told(indexed(BOTH, more=more)) == []


@given(
    st.lists(
        st.builds(
            Fixing,
            index=st.sampled_from(["TIAO", "Taux, BCEAO", '"x"', "=1+1"]),
            on=days,
            value=rates,
            source=st.sampled_from(["", "a; b", "lu sur bceao.int"]),
        ),
        unique_by=lambda fixing: (fixing.index, fixing.on),
        max_size=20,
    )
)
def test_fixings_are_read_as_they_were_written(rows: list[Fixing]) -> None:
    held = fund(fixings=tuple(rows))
    with TemporaryDirectory() as folder:
        write_fund(held, Path(folder) / "fund")

        assert read_fund(Path(folder) / "fund") == held


def test_the_file_has_a_row_for_each_fixing(indexed: Folder, tmp_path: Path) -> None:
    write_fund(read_fund(indexed(BOTH)), tmp_path / "copy")

    assert (tmp_path / "copy" / "fixings.csv").read_text(encoding="utf-8") == HEADER + BOTH
