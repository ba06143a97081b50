"""The files that accounting programs read: FEC and plain CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from booked_plans import BookedPlan, booked_plans
from fec import read_fec
from investisens.funding.accounting import Entry, EntryKind, Journal, credit, debit
from investisens.funding.chart import Account, Books, Chart
from investisens.funding.financial_year import financial_year
from investisens.funding.plan_entries import entries_of
from investisens.reports.accounting_files import (
    CSV_COLUMNS,
    entries_csv,
    fec,
    fec_name,
    write_entries,
    write_fec,
)
from investisens.reports.labels import LABELS
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money

FRENCH = Chart(books=Books.PCG)
CLOSED = date(2025, 12, 31)


def told(entries: tuple[Entry, ...]) -> list[tuple[object, ...]]:
    """What a FEC must say of entries, in units."""
    return [
        (
            number,
            entry.on,
            entry.journal.value,
            entry.piece,
            line.account.number,
            line.party,
            Fraction(line.debit.units),
            Fraction(line.credit.units),
        )
        for number, entry in enumerate(entries, 1)
        for line in entry.lines
    ]


def released(label: str = "Press", minor: int = 183_333) -> Entry:
    day = date(2025, 12, 31)
    return Entry(
        kind=EntryKind.RELEASE,
        on=day,
        journal=Journal.OPERATIONS,
        piece="E1 U1",
        lines=(
            debit(FRENCH.account("grant_released", on=day), Money(minor, EUR), label),
            credit(FRENCH.account("grant_income", on=day), Money(minor, EUR), label),
        ),
    )


class TestFec:
    """18 columns in order; tab-separated .txt; days YYYYMMDD; name SIREN FEC date."""

    @given(booked_plans())
    def test_reads_back_as_the_same_entries(self, made: BookedPlan) -> None:
        """Every rule of the format is held by the reader."""
        entries = entries_of(made.plan, made.execution, FRENCH)

        assert [tuple(line) for line in read_fec(fec(entries, CLOSED))] == told(entries)

    @given(booked_plans(), st.integers(2009, 2033))
    def test_of_one_year_opens_with_the_balances(self, made: BookedPlan, year: int) -> None:
        entries = entries_of(made.plan, made.execution, FRENCH)
        own = financial_year(entries, FRENCH, first=date(year, 1, 1), last=date(year, 12, 31))
        lines = read_fec(fec(own, CLOSED))

        assert [tuple(line) for line in lines] == told(own)
        assert [line.journal for line in lines] == sorted(
            (line.journal for line in lines), key=lambda journal: journal != "AN"
        )

    def test_line_by_hand(self) -> None:
        """Written from the order of the columns, not from our output."""
        assert fec([released()], date(2026, 3, 1)).split("\r\n")[1:] == [
            "OD\tOpérations diverses\t1\t20251231\t139\t"
            "Subventions d'investissement inscrites au compte de résultat\t\t\tE1 U1\t20251231\t"
            "Quote-part de subvention : Press\t1833,33\t0,00\t\t\t20260301\t\t",
            "OD\tOpérations diverses\t1\t20251231\t747\t"
            "Quote-part des subventions d'investissement virée au résultat\t\t\tE1 U1\t20251231\t"
            "Quote-part de subvention : Press\t0,00\t1833,33\t\t\t20260301\t\t",
            "",
        ]

    @given(st.text())
    def test_no_text_breaks_a_line(self, label: str) -> None:
        assert len(read_fec(fec([released(label)], CLOSED))) == 2

    def test_francs_have_their_cents_written(self) -> None:
        bank = Account(number="512", name="Banks", name_fr="Banques")
        five = Money(5, XOF)
        paid = attrs.evolve(released(), lines=(debit(bank, five, "A"), credit(bank, five, "A")))

        assert "\t5,00\t0,00\t" in fec([paid], CLOSED)

    def test_name(self) -> None:
        assert fec_name("123456782", CLOSED) == "123456782FEC20251231.txt"

    @pytest.mark.parametrize(
        "siren", ["", "12345678", "1234567890", "123 456 782", "12345678A", "١٢٣٤٥٦٧٨٢"]
    )
    def test_a_siren_is_nine_digits(self, siren: str) -> None:
        with pytest.raises(InvalidTerms) as caught:
            fec_name(siren, CLOSED)

        assert str(caught.value) == (
            f"siren is {siren!r}: write the nine digits without spaces, such as '123456782'"
        )


class TestFiles:
    def test_the_year_of_a_fec_is_the_twelve_months_that_close(self, tmp_path: Path) -> None:
        """A year that closes on 28 February starts on 1 March, in a leap year too."""
        early, own = (
            attrs.evolve(released(minor=minor), on=day)
            for minor, day in ((300, date(2024, 2, 29)), (500, date(2024, 3, 1)))
        )
        path = write_fec(
            [own, early], FRENCH, tmp_path, siren="123456782", closed_on=date(2025, 2, 28)
        )

        assert path == tmp_path / "123456782FEC20250228.txt"
        lines = read_fec(path.read_bytes().decode())
        assert [(line.journal, line.on, int(line.debit)) for line in lines] == [
            ("AN", date(2024, 3, 1), 0),
            ("AN", date(2024, 3, 1), 3),
            ("OD", date(2024, 3, 1), 5),
            ("OD", date(2024, 3, 1), 0),
        ]

    def test_a_longer_first_year_has_its_first_day(self, tmp_path: Path) -> None:
        early = attrs.evolve(released(), on=date(2024, 2, 29))
        path = write_fec(
            [early],
            FRENCH,
            tmp_path,
            siren="123456782",
            closed_on=date(2025, 6, 30),
            opened_on=date(2024, 2, 1),
            validated_on=date(2025, 9, 1),
        )
        text = path.read_bytes().decode()

        assert [line.journal for line in read_fec(text)] == ["OD", "OD"]
        assert "\t20250901\t" in text

    def test_other_books_make_no_fec(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidTerms) as caught:
            write_fec(
                [], Chart(books=Books.SYSCOHADA), tmp_path, siren="123456782", closed_on=CLOSED
            )

        assert str(caught.value) == (
            "books is syscohada: a FEC holds French accounts, use Books.PCG, or write_entries"
        )

    def test_a_file_is_replaced_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "entries.csv"
        path.write_text("something else", encoding="utf-8")
        write_entries([released()], path)

        assert path.read_bytes().decode() == entries_csv([released()])
        assert list(tmp_path.iterdir()) == [path]

    def test_a_refusal_leaves_nothing_behind(self, tmp_path: Path) -> None:
        """A folder stands where the file should go: what stands is kept, no draft stays."""
        path = tmp_path / "entries.csv"
        path.mkdir()
        with pytest.raises(OSError):
            write_entries([released()], path)

        assert list(tmp_path.iterdir()) == [path]
        assert path.is_dir()


class TestCsv:
    """One line for each line of an entry, for SYSCOHADA and any other books."""

    @given(booked_plans(), st.sampled_from(Books))
    def test_holds_every_line_in_balance(self, made: BookedPlan, books: Books) -> None:
        entries = entries_of(made.plan, made.execution, Chart(books=books))
        rows = list(csv.DictReader(io.StringIO(entries_csv(entries))))
        sides = [sum(Fraction(row[side]) for row in rows) for side in ("debit", "credit")]

        assert len(rows) == sum(len(entry.lines) for entry in entries)
        assert sides[0] == sides[1] == sum(Fraction(entry.debit.units) for entry in entries)

    def test_line_by_hand(self) -> None:
        heading, first, *_ = entries_csv([released()], "en").splitlines()

        assert heading == ",".join(CSV_COLUMNS)
        assert first == (
            "1,2025-12-31,OD,Other operations,E1 U1,139,Investment grants released to income,,,"
            "Grant released to income: Press,1833.33,0.00,EUR"
        )

    def test_no_text_is_executed(self) -> None:
        entry = attrs.evolve(released(), piece="=HYPERLINK(1)")

        assert next(csv.DictReader(io.StringIO(entries_csv([entry]))))["piece"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(("group", "codes"), [("entry", EntryKind), ("journal", Journal)])
def test_every_code_has_its_word(group: str, codes: type[EntryKind] | type[Journal]) -> None:
    assert [code.value for code in codes if f"{group}.{code.value}" not in LABELS] == []
