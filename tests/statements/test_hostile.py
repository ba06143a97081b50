"""Statements whose bytes were damaged or forged: always lines or findings, never a traceback.

Each example of Hypothesis damages five files, so that the default profile tries 300 mutated files
and the thorough one 10,000.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exports import BANK
from investisens.reports.render import to_csv
from investisens.reports.tables import Column, Table
from investisens.statements import (
    ExpectedDue,
    Payer,
    Statement,
    match,
    parse_camt053,
    parse_csv,
    parse_mt940,
    shipped_mapping,
)
from investisens.statements.lines import LineStatus
from messages import CAMT_02, CAMT_08, MT940
from mutations import Mutation, cut, encoded, inserted, mutations, places, row_cut

STATEMENTS = Path(__file__).parents[2] / "examples" / "collines" / "statements"
PAYERS = (
    Payer(id="E1", contracts=("L1",), aliases=("MIEL FORET",)),
    Payer(id="E7", contracts=("L7",), accounts=("229 00 00 00 07",)),
)
NO_DUES: tuple[ExpectedDue, ...] = ()
Reader = Callable[[bytes], tuple[Statement, ...]]


def csv_reader(name: str) -> Reader:
    """Reads one of the two CSV exports of the example fund."""
    mapping = shipped_mapping(name)
    return lambda content: (parse_csv(content, mapping, account="A1", file="f"),)


SEEDS: tuple[tuple[bytes, Reader], ...] = (
    ((STATEMENTS / "clcam_statement.csv").read_bytes(), csv_reader("clcam")),
    ((STATEMENTS / "momo_statement.csv").read_bytes(), csv_reader("momo")),
    (CAMT_02.encode(), lambda content: parse_camt053(content, file="f")),
    (CAMT_08.encode(), lambda content: parse_camt053(content, file="f")),
    (MT940.encode(), lambda content: parse_mt940(content, file="f")),
)


def hold(statement: Statement, content: bytes) -> None:
    """What is true of a statement, whatever the file."""
    assert all(str(finding).isprintable() for finding in statement.findings)
    assert len({line.key for line in statement.lines}) == len(statement.lines)
    for line in statement.lines:
        assert line.status is LineStatus.BOOKED
        assert line.amount.currency == statement.currency
        assert 1 <= line.row <= content.count(b"\n") + content.count(b"\r") + 1
    found = match(statement.lines, PAYERS, NO_DUES)
    seen = len(found.matches) + len(found.charges) + 2 * len(found.cancelled) + len(found.suspense)
    assert seen == len(statement.lines)


@given(mutations)
@example([encoded("utf-16")])
@example([inserted(0, b"\0")])
@example([cut(0, 10**6)])
def test_a_mutated_file_gives_lines_or_findings(changes: list[Mutation]) -> None:
    for seed, reader in SEEDS:
        content = seed
        for change in changes:
            content = change(content)
        for statement in reader(content):
            hold(statement, content)


@given(places)
def test_a_line_cut_out_of_a_statement_with_balances_never_passes_unseen(number: int) -> None:
    """First and last line aside: nothing tells that an export started later or ended earlier."""
    content, reader = SEEDS[0]
    middle = 2 + number % 4

    (statement,) = reader(row_cut(middle)(content))

    assert not statement.ok


@given(st.binary(max_size=300))
def test_bytes_without_sense_are_refused(content: bytes) -> None:
    for _, reader in SEEDS:
        for statement in reader(content):
            assert not statement.ok
            assert statement.lines == ()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_formula_in_a_statement_is_harmless_where_it_is_written_again(start: str) -> None:
    """The text is kept as it stands; the CSV writer of the reports disarms it."""
    row = f'15/05/2014;"{start}HYPERLINK(1)";5;\n'
    content = f"Date;Objet;Montant;Solde\n{row}".encode()
    (line,) = parse_csv(content, BANK, account="A1", file="f").lines
    cells = Table(name="lines", header=(Column(name="raw", kind="text"),), rows=((line.text,),))

    assert line.text == f"{start}HYPERLINK(1)".strip()
    assert not to_csv(cells).splitlines()[1].startswith(("=", "+", "-", "@", "\t"))
