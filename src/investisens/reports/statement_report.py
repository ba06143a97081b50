"""The account of one debtor: what was asked, what was paid, what is owed (relevé de compte)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

import attrs

from investisens.engine.debt import Flow, outstanding
from investisens.portfolio.contract import debt_story, naming
from investisens.portfolio.fund import Fund
from investisens.reports.standstill_facts import standstill_facts
from investisens.reports.tables import Column, Report, Table
from investisens.servicing.account import Account, account, state_of
from investisens.servicing.dues import Due
from investisens.servicing.standing import standing_of
from investisens.values.cashflow import FlowKind
from investisens.values.components import Component
from investisens.values.currency import Currency
from investisens.values.errors import NotSupported

TABLES: Final = ("movements", "dues")
"""What an account shows, in order."""

PAYMENT: Final = "payment"
"""What is received of a debtor on a day, whatever it pays."""

RECOVERY: Final = "recovery"
"""What is received on a day of principal that was written off: it comes off the loss."""

_RECEIVED: Final = frozenset(
    {FlowKind.INTEREST, FlowKind.PRINCIPAL, FlowKind.FEE, FlowKind.RECOVERY, FlowKind.CREDIT}
)


def statement_report(fund: Fund, contract: str, on: date, tables: Sequence[str] = TABLES) -> Report:
    """The account of a debt at the end of a day.

    Args:
        fund: The fund.
        contract: Name of a debt position.
        on: The day.
        tables: Those that are shown.

    Raises:
        MissingData: The fund has no such position, or lacks a fixing.
        NotSupported: The position is no debt, or is not paid out by then.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> report = statement_report(fund, "L2", date(2012, 12, 31))
    >>> report.facts.columns["overdue"], report.tables[1].columns["open"]
    ([190770], [0, 0, 0, 190770])
    """
    position = fund.position(contract)
    story = debt_story(fund, position, on)
    if story is None:
        raise NotSupported(
            f"position {contract!r} has no account on {on}: name a debt that is paid out by then",
            field="contract",
            value=contract,
        )
    with naming(position):
        found = attrs.evolve(account(story, on), past=state_of(story, on))
    currency = found.past.leg.principal.currency
    made = {"movements": _movements, "dues": _dues}
    return Report(
        command="statement",
        facts=_facts(fund, contract, found, currency),
        tables=tuple(made[name](found, currency) for name in tables),
    )


def _facts(fund: Fund, contract: str, found: Account, currency: Currency) -> Table:
    held = standing_of(found.past)
    enterprise = fund.position(contract).enterprise
    cells: list[tuple[Column, Any]] = [
        (Column(name="contract", kind="text"), contract),
        (Column(name="enterprise", kind="text"), enterprise),
        (Column(name="on", kind="date"), found.past.on),
        (_amount("outstanding_principal"), held.outstanding),
        (_amount("accrued_interest"), held.accrued),
        (_amount("charged"), found.past.charged),
        (_amount("overdue"), held.arrears.overdue),
        (Column(name="days_past_due", kind="count"), held.arrears.days_past_due),
        (_amount("paid_beyond"), held.credit),
        (_amount("pays_off"), found.pays_off),
        *standstill_facts(fund, contract, found.past.on),
    ]
    header, row = zip(*cells, strict=True)
    return Table(name="facts", header=header, rows=(row,), currency=currency)


def _movements(found: Account, currency: Currency) -> Table:
    return Table(
        name="movements",
        header=(
            Column(name="day", kind="date"),
            Column(name="movement", kind="code", words="movement"),
            *(_amount(name) for name in ("amount", "principal", "interest", "other")),
            _amount("outstanding"),
        ),
        rows=tuple(_rows(found.past.flows)),
        currency=currency,
    )


def _rows(flows: Sequence[Flow]) -> Iterator[tuple[Any, ...]]:
    """One row for all that is received on a day, and one for anything else that happens."""
    seen = 0
    for (day, movement), group in groupby(flows, key=_movement):
        own = list(group)
        seen += len(own)
        amount = sum(minor for _, kind, minor in own if not _comes_off_a_loss(kind, minor))
        if movement == PAYMENT:
            principal, interest = (
                sum(minor for _, kind, minor in own if kind is each)
                for each in (FlowKind.PRINCIPAL, FlowKind.INTEREST)
            )
            parts = (principal, interest, amount - principal - interest)
        else:
            parts = (amount, 0, 0)
        yield (date.fromordinal(day), movement, amount, *parts, outstanding(flows[:seen]))


def _movement(flow: Flow) -> tuple[int, str]:
    day, kind, minor = flow
    if kind is FlowKind.RECOVERY or _comes_off_a_loss(kind, minor):
        return day, RECOVERY
    return day, PAYMENT if kind in _RECEIVED else kind.value


def _comes_off_a_loss(kind: FlowKind, minor: int) -> bool:
    return kind is FlowKind.LOSS and minor < 0


def _dues(found: Account, currency: Currency) -> Table:
    names = ("principal", "interest", "fees", "total", "paid", "given_up", "open")
    return Table(
        name="dues",
        header=(
            Column(name="due_on", kind="date"),
            *(Column(name=name, kind="amount", adds_up=True) for name in names),
        ),
        rows=tuple(_due(*each) for each in _covered(found) if each[0].asked),
        currency=currency,
    )


def _covered(found: Account) -> Iterator[tuple[Due, int, int]]:
    """Each due, with what covers it and what is given up of it.

    Where the terms do not ask that each due be followed, all that is received since they are in
    force covers their dues, the oldest first, as arrears are counted; a write-off gives up the
    rest.
    """
    start = found.past.leg.start
    left = sum(
        minor
        for day, kind, minor in found.past.flows
        if kind in _RECEIVED and day >= start.toordinal()
    )
    for due in found.dues:
        if found.past.dues is not None or due.due_on <= start:
            yield due, due.paid, due.asked - due.paid - due.open
            continue
        waived = sum(due.part(component).waived for component in Component)
        paid = max(0, min(left, due.asked - waived))
        left -= paid
        yield due, paid, due.asked - paid if found.past.written_off else waived


def _due(due: Due, paid: int, given_up: int) -> tuple[Any, ...]:
    principal, interest = due.principal.asked, due.interest.asked
    return (
        due.due_on,
        principal,
        interest,
        due.asked - principal - interest,
        due.asked,
        paid,
        given_up,
        due.asked - given_up - paid,
    )


def _amount(name: str) -> Column:
    return Column(name=name, kind="amount")
