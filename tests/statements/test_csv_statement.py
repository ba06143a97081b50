from __future__ import annotations

from datetime import date

import attrs
import pytest

from exports import BANK, BANK_HEADER, bank, csv_bytes, told
from investisens.statements import CsvMapping, parse_csv
from investisens.statements.mapping import Columns, Dates, Numbers, SpecialRows
from investisens.values.currency import EUR, XOF
from investisens.values.money import Money

DEBIT_CREDIT = attrs.evolve(
    BANK,
    direction="columns",
    columns=Columns(operation_date="Date", debit="Debit", credit="Credit", text=("Objet",)),
)


def test_a_line_keeps_its_row_and_its_raw_text() -> None:
    raw = '15/05/2014;"VERST; ""L7""";120 000;'
    (line,) = bank(raw).lines

    assert (line.source, line.row, line.raw, line.text) == ("bank.csv", 2, raw, 'VERST; "L7"')
    assert (line.operation_date, line.value_date) == (date(2014, 5, 15), date(2014, 5, 15))
    assert (line.amount, line.balance) == (Money(120_000, XOF), None)


def test_a_quoted_cell_may_hold_several_lines_and_rows_are_counted_as_an_editor_does() -> None:
    first, second = bank('15/05/2014;"a\nb";5;', "16/05/2014;c;6;").lines

    assert (first.row, first.raw) == (2, '15/05/2014;"a\nb";5;')
    assert second.row == 4


def test_the_header_is_found_below_a_preamble_and_in_any_order() -> None:
    content = csv_bytes("Relevé de compte;;;\n\nMONTANT ; objet;Solde;date;", ["5;L7;;15/05/2014;"])
    statement = parse_csv(content, BANK, account="A1", file="bank.csv")

    assert statement.ok
    assert [(line.row, line.amount.minor) for line in statement.lines] == [(4, 5)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_and_line_ends_are_read(encoding: str, end: str) -> None:
    content = f"Date;Objet;Montant;Solde{end}15/05/2014;Éléa;5;{end}".encode(encoding)
    named = attrs.evolve(BANK, encoding=encoding.removesuffix("-sig"))

    (line,) = parse_csv(content, named, account="A1", file="bank.csv").lines

    assert (line.text, line.row) == ("Éléa", 2)


def test_debit_and_credit_columns_give_the_sign() -> None:
    statement = bank(
        "15/05/2014;a;6 000;", "15/05/2014;b;;7 000", "15/05/2014;c;0,00;8 000",
        mapping=DEBIT_CREDIT, header="Date;Objet;Debit;Credit",
    )  # fmt: skip

    assert [line.amount.minor for line in statement.lines] == [-6_000, 7_000, 8_000]


@pytest.mark.parametrize("cells", [("5", "6"), ("", ""), ("0", "0"), ("-5", "")])
def test_one_of_debit_and_credit_is_filled(cells: tuple[str, str]) -> None:
    row = f"15/05/2014;a;{cells[0]};{cells[1]}"
    statement = bank(row, mapping=DEBIT_CREDIT, header="Date;Objet;Debit;Credit")

    assert told(statement) == [
        "bank.csv: line 2, Debit and Credit: expected a positive amount in one of them, "
        f"found {cells[0]!r} and {cells[1]!r}: correct the row, or name one signed column amount"
    ]


def test_a_bank_of_euros_with_short_years_is_read() -> None:
    """Swiss habit: apostrophes between thousands, a point before cents."""
    mapping = CsvMapping(
        kind="bank",
        name="Euro bank",
        currency="EUR",
        delimiter=",",
        numbers=Numbers(decimal=".", thousands="'"),
        dates=Dates(format="DD.MM.YY", pivot=70),
        columns=Columns(
            operation_date="Booked",
            value_date="Value",
            amount="Amount",
            currency="Ccy",
            counterparty="Name",
            reference="Ref",
            account="Account",
        ),
    )
    content = csv_bytes(
        "Account,Booked,Value,Name,Ref,Amount,Ccy",
        ["FR 76,28.02.14,03.03.14,Lumiere,L7,1'234.50,EUR"],
    )
    (line,) = parse_csv(content, mapping, account="FR76", file="e.csv").lines

    assert (line.operation_date, line.value_date) == (date(2014, 2, 28), date(2014, 3, 3))
    assert (line.amount, line.counterparty, line.reference) == (
        Money(123_450, EUR),
        "Lumiere",
        "L7",
    )


def test_every_problem_is_told_at_once_with_its_line_and_column() -> None:
    statement = bank(
        "15/05/2014;a;5;", "2014-05-15;b;5,5;x", "15/05/2014;c", '15/05/2014;"d"e;5;',
        "15/05/2014;f;5;",
    )  # fmt: skip

    assert not statement.ok
    assert told(statement) == [
        "bank.csv: line 3, Date: expected a day such as 28/02/2014, found '2014-05-15': "
        "write it DD/MM/YYYY, or correct [dates]",
        "bank.csv: line 3, Montant: expected at most 0 decimals, found '5,5': "
        "correct it, or the decimal mark in [numbers]",
        "bank.csv: line 3, Solde: expected an amount such as 1 234, found 'x': "
        "correct it, or [numbers]",
        "bank.csv: line 4: expected 4 cells, found 2 cells: "
        "restore the row; a cell that holds the delimiter stands in quotes",
        "bank.csv: line 5: expected a row of CSV, found a mistake (';' expected after '\"'): "
        "close every quote, and double a quote inside quotes",
    ]
    assert [line.text for line in statement.lines] == ["a", "f"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"",
            "b.csv: expected a header with Date, Montant, Solde, Objet, found none: check the "
            "delimiter and the encoding of the mapping, and that this is its bank",
        ),
        (
            b"Date;Objet;Montent;Solde\n",
            "b.csv: line 1: expected the column 'Montant', found none of that name: "
            "did you mean 'Montent'?",
        ),
        (
            b"Date;Objet;Solde;XY\n",
            "b.csv: line 1: expected the column 'Montant', found none of that name: "
            "correct [columns]; there are 'XY'",
        ),
        (
            b"Date;Objet;Solde\n",
            "b.csv: line 1: expected the column 'Montant', found none of that name: "
            "correct [columns], or export this column too",
        ),
        (
            b"Date;Objet;Montant;Montant;Solde\n",
            "b.csv: line 1: expected each column once, found 'Montant' 2 times: "
            "rename one of them in the file",
        ),
        (
            b"Date;Objet;Montant;Solde\n15/05/2014;\xe9;5;\n",
            "b.csv: expected text in utf-8, found byte 0xe9 on line 2: "
            "name the encoding of the file, or save it anew in this one",
        ),
        (
            b"Date;Objet;Montant;Solde\n15/05/2014;a\0;5;\n",
            r"b.csv: expected text, found the control character '\x00' on line 2: "
            "name the encoding of the file, or export it again",
        ),
        (
            b"Date;Objet;Montant;Solde\n15/05/2014;" + b"a" * 10_001 + b";5;\n",
            "b.csv: line 2: expected cells of at most 10000, found one of 10001 characters: "
            "export the file again",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(content: bytes, message: str) -> None:
    statement = parse_csv(content, BANK, account="A1", file="b.csv")

    assert told(statement) == [message]
    assert not statement.ok
    assert statement.lines == ()


def test_a_row_of_another_account_or_currency_is_told() -> None:
    columns = attrs.evolve(BANK.columns, account="Compte", currency="Devise")
    mapping = attrs.evolve(BANK, columns=columns)
    row = "A2;EUR;15/05/2014;a;5;"

    statement = bank(row, mapping=mapping, header=f"Compte;Devise;{BANK_HEADER}")

    assert told(statement) == [
        "bank.csv: line 2, Compte: expected the account 'A1', found 'A2': "
        "export one account at a time, or give this one as the account",
        "bank.csv: line 2, Devise: expected XOF, found 'EUR': "
        "correct the currency of the mapping, or export one currency at a time",
    ]


def test_rows_of_balances_are_kept_apart_and_totals_are_skipped() -> None:
    rows = SpecialRows(opening="Ancien solde", closing="Nouveau solde", skip=("Total",))
    statement = bank(
        "Ancien solde;;;1 000", "15/05/2014;a;5;1 005", "Total;;5;", "Nouveau solde au 15;1 005",
        mapping=attrs.evolve(BANK, rows=rows),
    )  # fmt: skip

    assert statement.ok
    assert (statement.opening, statement.closing) == (Money(1_000, XOF), Money(1_005, XOF))
    assert len(statement.lines) == 1


def test_a_formula_is_read_as_the_text_it_is() -> None:
    (line,) = bank('15/05/2014;"=HYPERLINK(""x"")";5;').lines

    assert line.text == '=HYPERLINK("x")'
