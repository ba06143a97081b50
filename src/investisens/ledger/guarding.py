"""Events held against the fund before they are recorded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from investisens.folder.layout import FILE_OF
from investisens.ledger.checking import findings_of_events
from investisens.ledger.writing import stands
from investisens.portfolio.contract import debt_history
from investisens.portfolio.event_fold import events_of
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event
from investisens.portfolio.fund import Amendment, Fund
from investisens.portfolio.records import Payment
from investisens.values.errors import Finding, InvalidFolder, Severity
from investisens.values.money import Money


def likely_twins(connection: sqlite3.Connection, fresh: Iterable[Event]) -> Iterator[Finding]:
    """Receipts that may be the same money as one that stands: of one debt, day and amount."""
    query = """
        SELECT id FROM events
        WHERE contract = ? AND kind = 'received' AND on_day = ? AND amount_minor = ?"""
    for event in fresh:
        what = event.what
        if not isinstance(what, Payment):
            continue
        asked = (what.position, what.received_on.isoformat(), what.amount.minor)
        for (twin,) in connection.execute(query, asked):
            if twin != event.id and stands(connection, twin):
                yield Finding(
                    where=event.id,
                    expected="money that is not recorded yet",
                    found=f"the debt, day and amount of {twin}",
                    remedy="reverse one of the two if they are the same money",
                    severity=Severity.WARNING,
                )


def beyond_owed(fund: Fund, fresh: Iterable[Event]) -> Iterator[Finding]:
    """Receipts after which a debt has paid more than it owed: perhaps they are of another one.

    Args:
        fund: The fund with what is fresh.
        fresh: The events.
    """
    for event in fresh:
        what = event.what
        if not isinstance(what, Payment) or what.amount.minor < 0:
            continue
        past = debt_history(fund, fund.position(what.position), what.received_on)
        if past is not None and past.credit:
            yield Finding(
                where=event.id,
                expected=f"at most what {what.position} owes",
                found=f"{Money(past.credit, what.amount.currency)} beyond it",
                remedy="check the position and the amount; what is beyond stays as credit",
                severity=Severity.WARNING,
            )


def doubts_beside(fund: Fund, amendments: Sequence[Amendment], at: datetime) -> tuple[Finding, ...]:
    """What becomes doubtful once *amendments* are added to a fund that is in no ledger.

    Raises:
        InvalidFolder: With every error that they would make.

    >>> from datetime import UTC
    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> doubts_beside(fund, fund.amendments, datetime(2017, 1, 2, tzinfo=UTC))
    ()
    """
    known = events_of(fund, at)
    more = [each for each in amendments if each not in fund.amendments]
    fresh = [Event(id=event_id(each), on=each.on, recorded_at=at, what=each) for each in more]
    return new_findings(findings_of_events(known), findings_of_events((*known, *fresh)), fresh)


def new_findings(
    before: Iterable[Finding], after: Iterable[Finding], fresh: Sequence[Event]
) -> tuple[Finding, ...]:
    """What becomes doubtful once *fresh* events are recorded.

    A receipt recorded late may contradict an amendment that was written before: the receipt is a
    fact, so this is a doubt, told as an error of the amendment.

    Args:
        before: Findings of the fund without the events.
        after: Findings with them.
        fresh: The events.

    Raises:
        InvalidFolder: With every error that they would make.

    >>> new_findings((), (), ())
    ()
    """
    known = set(before)
    found = tuple(each for each in after if each not in known)
    names = {event.id for event in fresh}
    errors = tuple(
        each
        for each in found
        if each.severity is Severity.ERROR and not _is_of_an_amendment_before(each, names)
    )
    if errors:
        raise InvalidFolder(errors)
    return found


def _is_of_an_amendment_before(finding: Finding, names: set[str]) -> bool:
    start = f"{FILE_OF[Amendment]}: event "
    name = finding.where.removeprefix(start).partition(",")[0]
    return finding.where.startswith(start) and name not in names
