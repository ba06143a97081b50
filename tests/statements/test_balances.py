from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

from exports import BANK, bank, told
from investisens.statements.mapping import SpecialRows

moves = st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=12)


def rows(amounts: list[int], opening: int = 0) -> list[str]:
    """Rows whose balances follow from their amounts."""
    written = []
    for amount in amounts:
        opening += amount
        written.append(f"15/05/2014;a;{amount};{opening}")
    return written


@given(moves, st.integers(-(10**9), 10**9))
def test_a_statement_whose_balances_follow_is_ok(amounts: list[int], opening: int) -> None:
    assert bank(*rows(amounts, opening)).ok


@given(moves, st.integers(-(10**9), 10**9))
def test_a_statement_of_newest_rows_first_is_checked_from_its_end(
    amounts: list[int], opening: int
) -> None:
    mapping = attrs.evolve(BANK, newest_first=True)

    assert bank(*reversed(rows(amounts, opening)), mapping=mapping).ok


@given(moves.filter(lambda amounts: len(amounts) > 2), st.data())
def test_a_row_cut_out_of_the_middle_is_missed(amounts: list[int], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(amounts) - 2))
    left = rows(amounts)
    del left[cut]

    statement = bank(*left)

    assert statement.ok == (amounts[cut] == 0)
    assert len(statement.findings) == (amounts[cut] != 0)


def test_a_break_says_what_was_expected_and_the_difference() -> None:
    statement = bank("15/05/2014;a;5;105", "16/05/2014;b;7;113", "17/05/2014;c;1;114")

    assert told(statement) == [
        "bank.csv: line 3, Solde: expected 112 XOF (105 XOF and 7 XOF), found 113 XOF, "
        "a difference of 1 XOF: look for a line that is missing, doubled or changed before this one"
    ]


def test_balances_that_are_not_told_on_each_row_are_checked_where_they_are() -> None:
    assert bank("15/05/2014;a;5;105", "16/05/2014;b;7;", "17/05/2014;c;1;113").ok
    assert not bank("15/05/2014;a;5;105", "16/05/2014;b;7;", "17/05/2014;c;1;114").ok


def test_opening_and_rows_make_the_closing_balance() -> None:
    mapping = attrs.evolve(BANK, rows=SpecialRows(opening="Ancien", closing="Nouveau"))
    statement = bank("Ancien;100;;", "15/05/2014;a;5;", "Nouveau;104;;", mapping=mapping)

    assert told(statement) == [
        "bank.csv: expected a closing balance of 105 XOF (100 XOF and 5 XOF), found 104 XOF, "
        "a difference of -1 XOF: look for a line that is missing, doubled or changed"
    ]
