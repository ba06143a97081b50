"""Events held against the fund before they are recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from investisens.folder.layout import FILE_OF
from investisens.ledger.checking import findings_of_events
from investisens.portfolio.event_fold import events_of
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event
from investisens.portfolio.fund import Amendment, Fund
from investisens.values.errors import Finding, InvalidFolder, Severity


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
