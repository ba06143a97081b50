"""The key of a line: importing twice changes nothing, and two equal lines are both kept.

Rows are drawn from few days, amounts and texts, so that equal ones are common.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from random import Random

import attrs
from hypothesis import given
from hypothesis import strategies as st

from exports import BANK, bank, csv_bytes, wallet
from investisens.statements import CsvMapping, Statement, parse_csv
from investisens.statements.mapping import Columns

NO_BALANCE = attrs.evolve(
    BANK, columns=Columns(operation_date="Date", amount="Montant", text=("Objet",))
)
HEADER = "Date;Objet;Montant"
days = st.integers(0, 4).map(lambda days: date(2014, 5, 15) + timedelta(days=days))
rows = st.lists(st.tuples(days, st.sampled_from(["a", "b c"]), st.integers(1, 2)), max_size=20)
Rows = list[tuple[date, str, int]]


def export(written: Rows) -> Statement:
    """The statement of these rows, without ids and balances."""
    texts = [f"{day:%d/%m/%Y};{text};{amount}" for day, text, amount in written]
    return bank(*texts, mapping=NO_BALANCE, header=HEADER)


def keys(statement: Statement) -> list[str]:
    """The keys of its lines."""
    assert statement.ok
    return [line.key for line in statement.lines]


@given(rows)
def test_equal_rows_are_all_kept_and_the_same_file_gives_the_same_keys(written: Rows) -> None:
    once = keys(export(written))

    assert len(set(once)) == len(written)
    assert keys(export(written)) == once


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_the_export_changes_no_key(written: Rows, random: Random) -> None:
    shuffled = random.sample(written, len(written))

    assert sorted(keys(export(shuffled))) == sorted(keys(export(written)))


@given(rows.map(sorted), st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4))
def test_overlapping_exports_of_whole_days_add_up_to_one(
    written: Rows, spans: list[tuple[int, int]]
) -> None:
    """Each line of the account is imported once, whatever days the exports have in common."""
    by_day = [list(group) for _, group in groupby(written, key=lambda row: row[0])]
    exports = [by_day[first : last + 1] for first, last in spans]
    imported: set[str] = set()
    for export_days in exports:
        imported.update(keys(export([row for day in export_days for row in day])))

    held = {row[0] for each in exports for day in each for row in day}
    assert imported == set(keys(export([row for row in written if row[0] in held])))


@given(rows, st.data())
def test_with_balances_an_export_may_start_and_end_anywhere(
    written: Rows, data: st.DataObject
) -> None:
    """A balance tells equal lines apart, since amounts are positive here."""
    texts, balance = [], 0
    for day, text, amount in written:
        balance += amount
        texts.append(f"{day:%d/%m/%Y};{text};{amount};{balance}")
    start = data.draw(st.integers(0, len(texts)))
    end = data.draw(st.integers(start, len(texts)))
    whole = keys(bank(*texts))

    assert keys(bank(*texts[start:end])) == whole[start:end]


@given(rows.filter(bool), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_quotes_line_ends_encoding_and_order_of_columns_change_no_key(
    written: Rows, end: str, quoted: bool
) -> None:
    mark = '"' if quoted else ""
    texts = [f"{mark}{amount}{mark};{day:%d/%m/%Y} ;{text}" for day, text, amount in written]
    content = csv_bytes("Montant;Date;Objet", texts, end).decode().encode("utf-16")
    mapping = attrs.evolve(NO_BALANCE, encoding="utf-16")

    assert keys(parse_csv(content, mapping, account=" A 1", file="x")) == keys(export(written))


@given(rows)
def test_a_better_mapping_changes_no_key(written: Rows) -> None:
    """The key is made of all cells, so that a column may be mapped later."""
    columns = Columns(operation_date="Date", amount="Montant", counterparty="Objet")
    other: CsvMapping = attrs.evolve(NO_BALANCE, columns=columns)
    texts = [f"{day:%d/%m/%Y};{text};{amount}" for day, text, amount in written]

    assert keys(bank(*texts, mapping=other, header=HEADER)) == keys(export(written))


@given(rows, st.integers(1, 99))
def test_a_row_number_is_no_part_of_the_key_where_the_mapping_says_so(
    written: Rows, first: int
) -> None:
    mapping = attrs.evolve(NO_BALANCE, unstable=("N°",))
    texts = [f"{day:%d/%m/%Y};{text};{amount}" for day, text, amount in written]
    numbered = [f"{first + number};{text}" for number, text in enumerate(texts)]

    assert keys(bank(*numbered, mapping=mapping, header=f"N°;{HEADER}")) == keys(export(written))


def test_a_transaction_id_is_the_whole_key() -> None:
    first = "2014-05-15 10:42:07;T1;Payment;07;22900000099;120 000;0;;OK;L7"
    (one,), (two,) = wallet(first).lines, wallet(first.replace("L7", "corrected")).lines
    (other,) = wallet(first.replace("T1", "T2")).lines

    assert one.key == two.key != other.key


def test_two_accounts_never_share_a_key() -> None:
    content = csv_bytes(HEADER, ["15/05/2014;a;5"])
    lines = [
        parse_csv(content, NO_BALANCE, account=account, file="x").lines[0]
        for account in ("A1", "A2")
    ]

    assert lines[0].key != lines[1].key


def test_the_key_stays_what_it_was() -> None:
    """It is stored: SHA-256 of the JSON list, computed here with the tool ``sha256sum``.

    ``printf '["id", "22900000099", "T1"]' | sha256sum``
    """
    (line,) = wallet("2014-05-15 10:42:07;T1;Payment;07;22900000099;120 000;0;;OK;L7").lines

    assert line.key == "56c1a12ce1f941af02130448c262df1c072de7b369e0fa7db0ddb657c7a3dbd2"
