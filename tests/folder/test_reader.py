"""Whatever stands in a folder, reading ends in findings or a fund, and in nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.folder import check_folder, files, read_fund
from investisens.instruments.registry import INSTRUMENTS
from investisens.portfolio.fund import Fund
from investisens.values.errors import Finding, InvalidFolder, Severity
from investisens.values.legs import KnownFlows

Folder = Callable[..., Path]

FUND = '[fund]\nname = "F"\ncurrency = "XOF"\nshare_price = "1 XOF"\nas_of = 2012-12-31\n'
NAMES = ("fund.toml", "positions.toml", "payments.csv", "uses.csv")


def messages(path: Path) -> list[str]:
    """The findings, with the changing part of their place left out."""
    return [str(each).replace(str(path), "FOLDER") for each in check_folder(path)]


@given(st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=300), max_size=3))
def test_reading_any_bytes_ends_in_findings(contents: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        for file, content in contents.items():
            (Path(name) / file).write_bytes(content)

        findings = check_folder(name)

    assert findings
    assert all(isinstance(each, Finding) for each in findings)


@given(st.data())
def test_reading_a_damaged_file_never_fails_otherwise(data: st.DataObject) -> None:
    """A character is put in, taken out or changed anywhere in a sound file."""
    source = Path(__file__).parents[2] / "examples" / "collines"
    file = data.draw(st.sampled_from(["fund.toml", "amendments.toml", "events.csv", "debts.csv"]))
    text = (source / file).read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text) - 1))
    kept = at + data.draw(st.integers(0, 2))
    damaged = text[:at] + data.draw(st.text(max_size=2)) + text[kept:]
    with TemporaryDirectory() as name:
        (Path(name) / "fund.toml").write_bytes((source / "fund.toml").read_bytes())
        (Path(name) / file).write_text(damaged, encoding="utf-8", errors="replace", newline="")

        findings = check_folder(name)

    assert all(isinstance(each, Finding) for each in findings)


def test_a_sound_folder_has_no_finding_and_is_a_fund(folder: Folder) -> None:
    path = folder()

    assert check_folder(path) == ()
    assert isinstance(read_fund(path), Fund)
    assert read_fund(str(path)) == read_fund(path)


def test_only_fund_toml_is_required(tmp_path: Path) -> None:
    (tmp_path / "fund.toml").write_text(f"format = 1\n{FUND}", encoding="utf-8")

    fund = read_fund(tmp_path)

    assert (fund.terms.name, fund.positions, fund.payments) == ("F", (), ())


def test_a_missing_fund_toml_hides_no_other_problem(folder: Folder) -> None:
    path = folder({"fund.toml": None, "costs.csv": "paid_on,amount\n2010-13-01,5\n"})

    assert messages(path) == [
        "fund.toml: expected a file, found nothing: add it: only fund.toml is required",
        "costs.csv: line 2, paid_on: expected a day such as 2011-02-28, found '2010-13-01': "
        "check the month",
    ]


def test_an_empty_folder_is_one_finding(tmp_path: Path) -> None:
    assert messages(tmp_path) == [
        "FOLDER: expected a fund folder, found an empty folder: "
        "start one with `investisens new` in a new place"
    ]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "fund.toml"
    path.write_text("format = 1", encoding="utf-8")

    assert messages(path) == [
        "FOLDER: expected a fund folder, found a file: give the folder that holds fund.toml"
    ]


@pytest.mark.parametrize("name", ["nowhere", "a\0b", "x" * 5000])
def test_a_path_that_leads_nowhere_is_a_finding(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidFolder) as caught:
        read_fund(tmp_path / name)

    assert len(caught.value.findings) == 1
    assert "expected a fund folder, found" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"\x00\x01\x02",
            "payments.csv: expected text in UTF-8, found a NUL byte at line 1, offset 0: "
            "save the file in UTF-8; in Excel: save as CSV UTF-8",
        ),
        (
            b"id,received_on,position,amount\nP1,2011-01-01,L1,5 F\xe9\n",
            "payments.csv: expected text in UTF-8, found byte 0xe9 at line 2, offset 51: "
            "save the file in UTF-8; in Excel: save as CSV UTF-8",
        ),
        (
            b"\xef\xbb\xbfid\r\nP1\r\n\r\nP2,\xe9\r\n",
            "payments.csv: expected text in UTF-8, found byte 0xe9 at line 4, offset 16: "
            "save the file in UTF-8; in Excel: save as CSV UTF-8",
        ),
        (
            b"id\rP1\rP2\xe9",
            "payments.csv: expected text in UTF-8, found byte 0xe9 at line 3, offset 8: "
            "save the file in UTF-8; in Excel: save as CSV UTF-8",
        ),
    ],
)
def test_bytes_that_are_no_text_are_located(folder: Folder, content: bytes, message: str) -> None:
    assert messages(folder({"payments.csv": content})) == [message]


def test_a_text_editor_is_asked_for_utf_8_where_no_spreadsheet_is_used(folder: Folder) -> None:
    assert messages(folder({"scenarios.toml": b"# \xe9t\xe9\n"})) == [
        "scenarios.toml: expected text in UTF-8, found byte 0xe9 at line 1, offset 2: "
        "save the file as text, in UTF-8"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "positions = [\n",
            "found a mistake (Invalid value (at end of document)): "
            "correct that line, then check again",
        ),
        (
            "a = 1\nb = \n",
            "found a mistake (Invalid value (at line 2, column 5)): "
            "correct that line, then check again",
        ),
        (
            "a = " + "[" * 100_000,
            "found what cannot be read (RecursionError): write shorter numbers and lists",
        ),
        (
            "a = " + "9" * 10_000,
            "found what cannot be read (ValueError): write shorter numbers and lists",
        ),
    ],
)
def test_a_mistake_of_syntax_is_located(folder: Folder, content: str, message: str) -> None:
    path = folder({"positions.toml": content})

    assert messages(path) == [f"positions.toml: expected the syntax of TOML, {message}"]


def test_a_file_above_the_limit_is_refused_unread(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sparse file of 100 MiB; opening it would fail the test."""
    path = folder({"payments.csv": ""})
    os.truncate(path / "payments.csv", 100 * 2**20)
    opened: list[Path] = []
    real = Path.open

    def spy(self: Path, *args: Any, **kwargs: Any) -> Any:
        opened.append(self)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", spy)

    assert messages(path) == [
        "payments.csv: expected at most 64 MiB, found 100 MiB: "
        "leave out what belongs to other funds"
    ]
    assert path / "payments.csv" not in opened


def test_a_file_that_grows_while_it_is_read_is_refused(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some files say that they are empty and never end."""
    monkeypatch.setattr(files, "LIMIT", 2**20)
    path = folder({"payments.csv": b"x" * (2**20 + 1)})

    assert messages(path) == [
        "payments.csv: expected at most 1 MiB, found 2 MiB: leave out what belongs to other funds"
    ]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("payments.csv", "a link that leads nowhere"),
        ("gone.csv", "a link that leads nowhere"),
        ("../outside.csv", "a link out of the folder"),
        (__file__, "a link out of the folder"),
    ],
)
def test_links_that_loop_or_leave_the_folder_are_refused(
    folder: Folder, target: str, found: str
) -> None:
    path = folder({"payments.csv": None})
    (path.parent / "outside.csv").write_text("id\n", encoding="utf-8")
    (path / "payments.csv").symlink_to(target)

    assert messages(path) == [
        f"payments.csv: expected a file in the folder, found {found}: copy the file itself here"
    ]


def test_a_link_within_the_folder_is_followed(folder: Folder) -> None:
    path = folder()
    (path / "sub").mkdir()
    (path / "costs.csv").rename(path / "sub" / "real.csv")
    (path / "costs.csv").symlink_to("sub/real.csv")

    assert len(read_fund(path).costs) == 1


def test_a_folder_that_links_to_itself_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "loop"
    path.symlink_to(path)

    (message,) = messages(path)

    assert message.startswith("FOLDER: expected a fund folder, found a path that cannot be read (")


def test_a_folder_in_the_place_of_a_file_is_refused(folder: Folder) -> None:
    path = folder({"costs.csv": None})
    (path / "costs.csv").mkdir()

    assert messages(path) == [
        "costs.csv: expected a file, found a folder: rename it, or put a file in its place"
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes exist on POSIX systems only")
def test_a_pipe_is_refused_without_waiting(folder: Folder) -> None:
    path = folder({"costs.csv": None})
    os.mkfifo(path / "costs.csv")

    assert messages(path) == [
        "costs.csv: expected a file, found no ordinary file: rename it, or put a file in its place"
    ]


def test_a_file_without_rights_is_a_finding(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder()
    real = Path.open

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self.name == "costs.csv":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)

    assert messages(path) == [
        "costs.csv: expected a readable file, found a refusal (Permission denied): check its rights"
    ]


def test_an_unknown_table_is_a_warning_and_other_files_are_free(folder: Folder) -> None:
    path = folder({"paymnts.csv": "", "old.TOML": "", "notes.txt": "", ".hidden.csv": ""})
    (path / "statements").mkdir()
    (path / "statements" / "bank.csv").write_text("x", encoding="utf-8")

    assert messages(path) == [
        "old.TOML: expected a file of the format, found an unknown name: move it to a sub-folder",
        "paymnts.csv: expected a file of the format, found an unknown name: "
        "did you mean 'payments.csv'?",
    ]
    assert {each.severity for each in check_folder(path)} == {Severity.WARNING}
    assert isinstance(read_fund(path), Fund)


def test_one_broken_file_hides_no_problem_of_another(folder: Folder) -> None:
    path = folder(
        {
            "enterprises.csv": b"\xff",
            "positions.toml": "x = ",
            "costs.csv": "paid_on,amount\n2010-12-31,0\n",
        }
    )

    places = [each.where for each in check_folder(path)]

    assert places == ["positions.toml", "enterprises.csv", "costs.csv: line 2, amount"]


@attrs.frozen(kw_only=True)
class Gift:
    """An instrument of a third party."""

    kind: ClassVar[str] = "gift"

    weight: float
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if self.weight > 9:
            raise ZeroDivisionError("too heavy")

    def legs(self) -> tuple[KnownFlows, ...]:
        if self.note == "broken":
            raise RuntimeError("no legs")
        return (KnownFlows(flows=()),)


GIFT = '[[positions]]\nid = "G1"\nenterprise = "E1"\nkind = "gift"\nweight = {}\n'


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("true", "expected a number, found true: write a number such as 1.5"),
        ("99", "expected valid terms, found that they are refused (ZeroDivisionError: too heavy)"),
        (
            '1\nnote = "broken"',
            "expected valid terms, found that they are refused (RuntimeError: no legs)",
        ),
        ("1\nwieght = 2", "expected a known key, found 'wieght': did you mean 'weight'?"),
    ],
)
def test_faults_of_a_third_partys_instrument_are_findings(
    folder: Folder, terms: str, found: str
) -> None:
    kinds = {**INSTRUMENTS, "gift": Gift}
    path = folder({"positions.toml": GIFT.format(terms), **dict.fromkeys(_ON_POSITIONS)})

    (finding,) = check_folder(path, kinds)

    assert found in str(finding)
    assert finding.where.startswith("positions.toml: positions[0]")


_ON_POSITIONS = ("amendments.toml", "scenarios.toml", "payments.csv", "events.csv", "results.csv")


def test_a_third_partys_instrument_is_read_by_its_kind(folder: Folder) -> None:
    kinds = {**INSTRUMENTS, "gift": Gift}
    path = folder({"positions.toml": GIFT.format("1.5"), **dict.fromkeys(_ON_POSITIONS)})

    fund = read_fund(path, kinds)

    assert fund.positions[0].instrument == Gift(weight=1.5)
    with pytest.raises(InvalidFolder, match="found 'gift'"):
        read_fund(path)
