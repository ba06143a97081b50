"""A claim that becomes shares: what is left in cash is owed until it is paid."""

from __future__ import annotations

from datetime import date

from investisens.engine.tape import Row
from investisens.servicing.running import INTEREST, PRINCIPAL, Running
from investisens.values.cashflow import FlowKind
from investisens.values.steps import PayInterest


def convert(debt: Running, row: Row) -> None:
    """Whole shares are received for the claim; what buys none is due on the day.

    Interest joins the claim, unless the terms ask for it in cash on that day: then it is owed.
    """
    on = date.fromordinal(row.at)
    debt.to(row.at)
    in_cash = any(isinstance(step, PayInterest) and step.on == on for step in debt.leg.plan.steps)
    joining = 0 if in_cash else int(debt.state.accrued)
    claim = int(debt.state.balance) + joining
    left = claim % row.amount
    debt.start_anew(*(() if in_cash else (INTEREST,)), PRINCIPAL)
    debt.close_ahead(row.at, on)
    debt.emit(row.day, FlowKind.CAPITALISED_INTEREST, joining)
    debt.emit(row.day, FlowKind.CONVERSION, claim - left)
    debt.state.accrued -= joining
    debt.state.balance = left
    debt.lines.move(debt.lines.line(row.at, on), PRINCIPAL, asked=left)
