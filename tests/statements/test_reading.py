from __future__ import annotations

from pathlib import Path

import pytest

from exports import BANK, BANK_HEADER, csv_bytes, told
from investisens.statements import read_camt053, read_csv, read_mt940, reading
from messages import CAMT_02, MT940


def test_files_are_read_by_their_path(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(csv_bytes(BANK_HEADER, ["15/05/2014;a;5;"]))
    (tmp_path / "d.xml").write_text(CAMT_02, encoding="utf-8")
    (tmp_path / "d.sta").write_text(MT940, encoding="utf-8")

    assert read_csv(tmp_path / "b.csv", BANK, account="A1").ok
    assert [each.source for each in read_camt053(tmp_path / "d.xml") if each.ok] == ["d.xml"]
    assert [each.source for each in read_mt940(str(tmp_path / "d.sta")) if each.ok] == ["d.sta"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.csv", "none.csv: expected a file, found nothing: check the path"),
        ("sub", "sub: expected a file, found no ordinary file: give the path of the export"),
        (
            "big.csv",
            "big.csv: expected a statement, found more than 0 MiB: export shorter periods",
        ),
        (
            "a\0b",
            "'a\\x00b': expected a readable file, found a refusal (embedded null byte): "
            "check its rights",
        ),
        ("empty", "empty: expected a statement, found an empty file: export it again"),
        (
            "a.gz",
            "a.gz: expected a statement, found a compressed file (gzip): unpack it first",
        ),
        (
            "a.xlsx",
            "a.xlsx: expected a statement, found a ZIP archive, such as an Excel workbook: "
            "unpack it, or save the workbook as CSV",
        ),
        (
            "a.xls",
            "a.xls: expected a statement, found a workbook of an old Excel: save it as CSV",
        ),
        (
            "a.pdf",
            "a.pdf: expected a statement, found a PDF: export the account as CSV, CAMT.053 or "
            "MT940",
        ),
    ],
)
def test_what_is_no_file_to_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "big.csv").write_bytes(b"a" * 11)
    (tmp_path / "empty").touch()
    for kind, start in (("gz", "1f8b08"), ("xlsx", "504b0304"), ("xls", "d0cf11e0a1b11ae1")):
        (tmp_path / f"a.{kind}").write_bytes(bytes.fromhex(start))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(reading, "LIMIT", 10)

    assert told(read_csv(tmp_path / name, BANK, account="A1")) == [message]
