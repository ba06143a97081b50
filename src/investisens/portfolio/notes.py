"""What a reader should know before trusting a projection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from investisens.engine.contract import ContractRun
from investisens.portfolio.contract import amendments_of
from investisens.portfolio.fund import Fund
from investisens.portfolio.valuation import PositionValue
from investisens.servicing.history import History
from investisens.values.errors import Finding, Severity
from investisens.values.legs import ParticipationLeg
from investisens.values.money import Money


def record_notes(fund: Fund, on: date) -> Iterator[Finding]:
    """Records that the day of the question leaves out, and calls that were not paid."""
    if on > fund.terms.as_of:
        yield _note(
            f"records on {on}",
            f"records complete up to {fund.terms.as_of}",
            "records complete up to the day of the question",
            "what was received since then is unknown: complete the records and move as_of",
        )
    unused = [payment for payment in fund.payments if payment.received_on > on]
    amended = [
        item for each in fund.positions for item in amendments_of(fund, each.id) if item.on > on
    ]
    if (unused or amended) and on >= fund.terms.as_of:
        yield _note(
            f"records on {on}",
            f"{len(unused)} payments and {len(amended)} amendments dated after it",
            "records up to the day of the question",
            "they are not used: move as_of, or ask as of a later day",
        )
    for call in fund.calls:
        if call.paid_on is None and call.called_on <= min(on, fund.terms.as_of):
            yield _note(
                f"{call.investor} on {on}",
                f"{call.amount} of call {call.call}, called on {call.called_on}, unpaid",
                "every call paid on its day",
                "it is not expected any more: record paid_on if it comes",
            )


def debt_notes(
    past: History | None, result: ContractRun, value: PositionValue
) -> Iterator[Finding]:
    """What is overdue on a debt, owed after its last due, or received beyond what was owed."""
    if past is None:
        return
    where = f"{value.position} on {past.on}"
    currency = past.leg.principal.currency
    if value.overdue:
        since = past.on - timedelta(days=value.days_past_due)
        yield _note(
            where,
            f"{Money(value.overdue, currency)} overdue since {since}",
            "every due paid on its day",
            "the next due is expected to bring it: use a scenario if that is doubtful",
        )
    if result.outstanding:
        yield _note(
            where,
            f"{Money(result.outstanding, currency)} outstanding and no due left",
            "principal repaid by the last due",
            "record a write-off, or an amendment with new dues",
        )
    if past.credit:
        yield _note(
            where,
            f"{Money(past.credit, currency)} received beyond what was owed",
            "receipts up to what is owed",
            "record it on the right position, or pay it back",
        )


def result_notes(fund: Fund, on: date) -> Iterator[Finding]:
    """Participations that are due while the result they share in is not known."""
    known = {(result.enterprise, result.measure, result.year) for result in fund.results}
    for position in fund.positions:
        for leg in position.instrument.legs():
            if not isinstance(leg, ParticipationLeg):
                continue
            for year in range(leg.first_year, leg.last_year + 1):
                due = leg.paid_on.in_year(year + 1)
                if due <= on and (position.enterprise, leg.measure, year) not in known:
                    yield _note(
                        f"{position.id} on {on}",
                        f"no {leg.measure} of {position.enterprise} for {year}",
                        "the result of every year whose participation is due",
                        "add the result: until then nothing is counted for that year",
                    )


def cash_notes(low: Money, low_on: date | None) -> Iterator[Finding]:
    """A cash balance below zero."""
    if low_on is not None and low.minor < 0:
        yield _note(
            f"cash on {low_on}",
            str(low),
            "cash of at least zero",
            "call capital earlier, or commit less",
        )


def _note(where: str, found: str, expected: str, remedy: str) -> Finding:
    return Finding(
        where=where, found=found, expected=expected, remedy=remedy, severity=Severity.WARNING
    )
