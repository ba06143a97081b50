"""The debts one by one: what is late of each, what would clear it, whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from investisens.portfolio.arrears import ContractArrears, arrears_if_paid, call_list
from investisens.reports.arrears_page import ArrearsPage
from investisens.reports.tables import Column, Table

_HEADER: Final = (
    Column(name="contract", kind="text"),
    Column(name="outstanding_principal", kind="amount", adds_up=True),
    Column(name="accrued_interest", kind="amount", adds_up=True),
    Column(name="overdue", kind="amount", adds_up=True),
    Column(name="days_past_due", kind="count"),
    Column(name="class", kind="text"),
    Column(name="enterprise", kind="text"),
    Column(name="name", kind="text"),
    Column(name="sector", kind="text"),
    Column(name="commune", kind="text"),
    Column(name="adviser", kind="text"),
    Column(name="oldest_due", kind="date"),
    Column(name="dues_late", kind="count"),
    Column(name="late_principal", kind="amount", adds_up=True),
    Column(name="reason", kind="code", words="late"),
    Column(name="last_paid_on", kind="date"),
    Column(name="restructured_on", kind="date"),
    Column(name="written_off", kind="amount", adds_up=True),
)
_PROVISION: Final = Column(name="provision", kind="amount", adds_up=True)
_IF_PAID: Final = (
    Column(name="pays_interest", kind="amount", adds_up=True),
    Column(name="pays_principal", kind="amount", adds_up=True),
    Column(name="pays_else", kind="amount", adds_up=True),
    Column(name="overdue_after", kind="amount", adds_up=True),
    Column(name="days_after", kind="count"),
)
_CALLS: Final = (
    *("contract", "name", "overdue", "days_past_due"),
    *("oldest_due", "reason", "adviser", "restructured_on"),
)
_SOMETIMES: Final = frozenset({"adviser", "restructured_on"})
"""Columns of the call list that are left out where they say nothing."""


def debts_table(page: ArrearsPage, name: str, debts: Sequence[ContractArrears]) -> Table:
    """One row for each debt, with what was asked of all.

    >>> from datetime import date
    >>> from investisens import read_fund
    >>> from investisens.reports.arrears_page import arrears_page
    >>> page = arrears_page(read_fund("examples/collines"), date(2012, 12, 31))
    >>> debts_table(page, "arrears", page.debts).columns["overdue"][:3]
    [0, 190770, 656229]
    """
    header: tuple[Column, ...] = _HEADER
    rows: list[tuple[Any, ...]] = [_row(page, debt) for debt in debts]
    if page.provisions is not None:
        header = (*header, _PROVISION)
        rows = [(*row, page.provision(debt)) for row, debt in zip(rows, debts, strict=True)]
    if page.pay is not None:
        header = (*header, *_IF_PAID)
        rows = [(*row, *_if_paid(page, debt)) for row, debt in zip(rows, debts, strict=True)]
    return Table(name=name, header=header, rows=tuple(rows), currency=page.fund.currency)


def calls_table(page: ArrearsPage) -> Table:
    """The late debts, the latest first, with the columns that help to call."""
    late = call_list(page.debts)
    table = debts_table(attrs.evolve(page, provisions=None), "calls", late)
    asked = (*_CALLS, *(column.name for column in table.header[len(_HEADER) :]))
    kept = [
        at
        for name in asked
        for at, column in enumerate(table.header)
        if column.name == name and (name not in _SOMETIMES or any(row[at] for row in table.rows))
    ]
    return attrs.evolve(
        table,
        header=tuple(table.header[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
    )


def _row(page: ArrearsPage, debt: ContractArrears) -> tuple[Any, ...]:
    reason = debt.reason(page.on)
    who = debt.enterprise
    return (
        debt.position,
        debt.outstanding,
        debt.accrued,
        debt.overdue,
        debt.days_past_due,
        page.class_name(debt),
        who.id,
        who.name,
        who.sector,
        who.commune,
        who.adviser,
        debt.oldest_due,
        debt.dues,
        debt.late_principal,
        None if reason is None else reason.value,
        debt.paid_on,
        debt.restructured_on,
        debt.written_off,
    )


def _if_paid(page: ArrearsPage, debt: ContractArrears) -> tuple[int | None, ...]:
    """What the payment asked about would clear, of a debt that is late."""
    if page.pay is None or not debt.overdue:
        return (None,) * len(_IF_PAID)
    now, then = arrears_if_paid(page.fund, debt.position, page.pay, page.on, receipts=page.receipts)
    interest = then.interest_received - now.interest_received
    principal = then.principal_received - now.principal_received
    rest = page.pay.minor - interest - principal
    return interest, principal, rest, then.overdue, then.days_past_due
