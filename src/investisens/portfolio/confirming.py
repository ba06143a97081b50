"""Balances that debtors confirm, held against what the records say."""

from __future__ import annotations

from collections.abc import Iterator

from investisens.portfolio.contract import debt_history
from investisens.portfolio.decisions import Confirmation
from investisens.portfolio.fund import Fund
from investisens.values.errors import Finding, Severity
from investisens.values.money import Money


def unconfirmed(fund: Fund, confirmation: Confirmation) -> Iterator[Finding]:
    """Warnings where a debtor confirms another balance than that of the records.

    Raises:
        MissingData: The fund has no such position, or lacks a fixing.

    >>> from datetime import date
    >>> from investisens import XOF, read_fund
    >>> fund = read_fund("examples/collines")
    >>> told = Confirmation(on=date(2012, 12, 31), position="L2", principal=Money(2_450_000, XOF))
    >>> print(*unconfirmed(fund, told))
    L2 on 2012-12-31: expected principal of 2441139 XOF, as recorded, found 2450000 XOF \
(8861 XOF more, never confirmed before): look for what is missing on either side
    """
    position = fund.position(confirmation.position)
    past = debt_history(fund, position, confirmation.on)
    if past is None:
        held = {"principal": 0, "interest": 0}
    else:
        held = {"principal": past.balance, "interest": past.accrued_on}
    for name, minor in held.items():
        told: Money | None = getattr(confirmation, name)
        if told is None or told.minor == minor:
            continue
        recorded = Money(minor, told.currency)
        more = told - recorded
        size = f"{more} more" if more.minor > 0 else f"{-more} less"
        yield Finding(
            where=f"{confirmation.position} on {confirmation.on}",
            expected=f"{name} of {recorded}, as recorded",
            found=f"{told} ({size}, {_last_agreed(fund, confirmation)})",
            remedy="look for what is missing on either side",
            severity=Severity.WARNING,
        )


def _last_agreed(fund: Fund, confirmation: Confirmation) -> str:
    """The last day before it on which both sides said the same."""
    earlier = [
        each
        for each in fund.confirmations
        if each.position == confirmation.position and each.on < confirmation.on
    ]
    for each in sorted(earlier, key=lambda each: each.on, reverse=True):
        if not any(unconfirmed(fund, each)):
            return f"they last agreed on {each.on}"
    return "never confirmed before" if not earlier else "they never agreed before"
