"""The tables behind the views that the library computes: arrears and schedules of a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from investisens.portfolio.arrears import arrears_on
from investisens.portfolio.contract import schedule_of
from investisens.portfolio.fund import Fund
from investisens.values.errors import MissingData, NotSupported

Cells = tuple[object, ...]


def show(connection: sqlite3.Connection, fund: Fund, on: date) -> None:
    """Write both tables anew within the transaction that is open."""
    scale = 10**fund.currency.digits
    connection.execute(
        "INSERT INTO currencies SELECT ?, ? WHERE NOT EXISTS "
        "(SELECT 1 FROM currencies WHERE code = ?)",
        (fund.currency.code, scale, fund.currency.code),
    )
    for name, found in (("arrears", _arrears(fund, on)), ("schedule", _schedules(fund, on))):
        connection.execute(f"DELETE FROM shown_{name}")  # noqa: S608
        cells = list(found)
        if cells:
            places = ", ".join("?" * len(cells[0]))
            connection.executemany(f"INSERT INTO shown_{name} VALUES ({places})", cells)  # noqa: S608


def _arrears(fund: Fund, on: date) -> Iterator[Cells]:
    """A row for each debt that has started."""
    for debt in arrears_on(fund, on):
        yield (
            on.isoformat(),
            debt.position,
            debt.enterprise.id,
            debt.currency.code,
            debt.outstanding,
            debt.accrued,
            debt.overdue,
            debt.days_past_due,
            None if debt.oldest_due is None else debt.oldest_due.isoformat(),
        )


def _schedules(fund: Fund, on: date) -> Iterator[Cells]:
    """The dues of each debt by the terms in force; without those whose rate is not known yet."""
    for position in fund.positions:
        try:
            due = schedule_of(fund, position.id, on)
        except (NotSupported, MissingData):
            continue
        for number, row in enumerate(due.rows, start=1):
            yield (
                on.isoformat(),
                position.id,
                row.due_on.isoformat(),
                number,
                due.currency.code,
                row.principal,
                row.interest,
                row.fees,
                row.total,
                row.outstanding,
            )
