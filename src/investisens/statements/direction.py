"""Received or paid: the sign of an amount, as an export tells it."""

from __future__ import annotations

from investisens.statements.row_cells import RowCells
from investisens.statements.words import account_number
from investisens.values.misreads import Misread, shown
from investisens.values.money import Money


def signed_amount(cells: RowCells, account: str) -> Money | None:
    """What was received (+) or paid (−), or ``None`` where the row has findings."""
    direction, column = cells.mapping.direction, cells.mapping.columns.amount
    if direction == "columns":
        return _of_two_columns(cells)
    amount = cells.amount(column)
    if amount is None or direction == "signed":
        return amount
    return _of_wallets(cells, amount, account)


def other_side(cells: RowCells, amount: Money) -> str:
    """The wallet or account on the other side."""
    columns = cells.mapping.columns
    if columns.sender and columns.receiver:
        return cells.text(columns.receiver if amount.minor < 0 else columns.sender)
    return cells.text(columns.sender or columns.receiver)


def _of_two_columns(cells: RowCells) -> Money | None:
    columns, nothing = cells.mapping.columns, Money.zero(cells.currency)
    debit = cells.amount_or(columns.debit, nothing)
    credit = cells.amount_or(columns.credit, nothing)
    if debit is None or credit is None:
        return None
    if bool(debit) == bool(credit) or debit < nothing or credit < nothing:
        found = f"{shown(cells.text(columns.debit))} and {shown(cells.text(columns.credit))}"
        remedy = "correct the row, or name one signed column amount"
        expected = "a positive amount in one of them"
        where = f"{columns.debit} and {columns.credit}"
        cells.misread(where, Misread(expected, found, remedy))
        return None
    return credit - debit


def _of_wallets(cells: RowCells, amount: Money, account: str) -> Money | None:
    """The amount with the sign that the own wallet gives it."""
    columns, own = cells.mapping.columns, account_number(account)
    sender, receiver = cells.text(columns.sender), cells.text(columns.receiver)
    sides = (account_number(sender), account_number(receiver))
    if amount.minor < 0 or sides.count(own) != 1:
        found = f"{amount} from {shown(sender)} to {shown(receiver)}"
        expected = f"a positive amount from or to the own wallet {shown(account)}"
        remedy = "give the wallet of this export as the account"
        where = f"{columns.sender} and {columns.receiver}"
        cells.misread(where, Misread(expected, found, remedy))
        return None
    return -amount if sides[0] == own else amount
