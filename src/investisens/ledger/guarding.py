"""Events held against the fund before they are recorded."""

from __future__ import annotations

from collections.abc import Sequence

from investisens.folder.layout import FILE_OF
from investisens.ledger.store import Ledger
from investisens.ledger.writing import stands
from investisens.portfolio.events import Event
from investisens.portfolio.fund import Amendment
from investisens.values.errors import Finding, InvalidFolder, Severity


def doubts_of(ledger: Ledger, events: Sequence[Event]) -> tuple[Finding, ...]:
    """What becomes doubtful once *events* are recorded; nothing is recorded.

    A receipt recorded late may contradict an amendment that was written before: the receipt is a
    fact, so this is a doubt, told as an error of the amendment.

    Raises:
        InvalidFolder: With every error that they would make.
        MissingData: The ledger knows no terms of a fund.

    >>> from datetime import UTC, datetime
    >>> from investisens import read_fund
    >>> with Ledger.create("fund.ledger") as ledger:
    ...     known = ledger.import_fund(read_fund("examples/collines"), datetime.now(UTC))
    ...     doubts_of(ledger, ())
    ()
    """
    fresh = [event for event in events if stands(ledger.connection, event.id) is None]
    before = set(ledger.check())
    found = tuple(each for each in ledger.check(fresh) if each not in before)
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
