"""An independent reader of a FEC, which holds it to the rules of the format.

The rules: 18 columns in order; tab-separated; days as YYYYMMDD; amounts with a comma; each line a
debit or a credit; entries numbered without a break, by day, each balanced; one name for each
account.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

COLUMNS = [
    *["JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib"],
    *["CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit"],
    *["EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"],
]
MAY_BE_EMPTY = {"CompAuxNum", "CompAuxLib", "EcritureLet", "DateLet", "Montantdevise", "Idevise"}
AMOUNT = re.compile(r"[0-9]+,[0-9]{2}")


class FecLine(NamedTuple):
    """What a line says, read back."""

    number: int
    on: date
    journal: str
    piece: str
    account: str
    party: str
    debit: Fraction
    credit: Fraction


def read_fec(text: str) -> list[FecLine]:
    """The lines of a FEC; an assertion fails where it breaks a rule."""
    assert text.endswith("\r\n")
    heading, *rows = (row.split("\t") for row in text.removesuffix("\r\n").split("\r\n"))
    assert heading == COLUMNS
    lines = [_line(dict(zip(COLUMNS, row, strict=True))) for row in rows]
    _check_entries(lines)
    names: dict[str, str] = {}
    for row in rows:
        cells = dict(zip(COLUMNS, row, strict=True))
        assert names.setdefault(cells["CompteNum"], cells["CompteLib"]) == cells["CompteLib"]
    return lines


def _line(cells: dict[str, str]) -> FecLine:
    assert all(text.strip() for name, text in cells.items() if name not in MAY_BE_EMPTY)
    assert re.fullmatch(r"[0-9]{3,}", cells["CompteNum"])
    assert bool(cells["CompAuxNum"]) <= bool(cells["CompAuxLib"])
    assert cells["EcritureLet"] == cells["DateLet"] == ""
    assert cells["Montantdevise"] == cells["Idevise"] == ""
    sides = [_amount(cells[name]) for name in ("Debit", "Credit")]
    assert min(sides) == 0 < max(sides)
    on, _, _ = (_day(cells[name]) for name in ("EcritureDate", "PieceDate", "ValidDate"))
    return FecLine(
        number=int(cells["EcritureNum"]),
        on=on,
        journal=cells["JournalCode"],
        piece=cells["PieceRef"],
        account=cells["CompteNum"],
        party=cells["CompAuxNum"],
        debit=sides[0],
        credit=sides[1],
    )


def _check_entries(lines: list[FecLine]) -> None:
    numbers = list(dict.fromkeys(line.number for line in lines))
    assert numbers == list(range(1, len(numbers) + 1))
    assert lines == sorted(lines, key=lambda line: (line.on, line.number))
    for number in numbers:
        own = [line for line in lines if line.number == number]
        assert len({(line.on, line.journal, line.piece) for line in own}) == 1
        assert sum(line.debit for line in own) == sum(line.credit for line in own)


def _amount(text: str) -> Fraction:
    assert AMOUNT.fullmatch(text)
    return Fraction(text.replace(",", "."))


def _day(text: str) -> date:
    assert re.fullmatch(r"[0-9]{8}", text)
    return datetime.strptime(text, "%Y%m%d").date()
