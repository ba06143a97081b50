"""The fund of a ledger held against itself, as a fund folder is."""

from __future__ import annotations

from collections.abc import Iterable

from investisens.folder.content import Content
from investisens.folder.cross import cross_check
from investisens.folder.cross_fixings import check_missing_fixings
from investisens.folder.cross_ledger import check_ledger
from investisens.folder.layout import FILE_OF, FUND_FILE, TABLES
from investisens.folder.problems import Place
from investisens.portfolio.event_fold import fund_lists, fund_of, standing
from investisens.portfolio.events import Event
from investisens.values.errors import Finding, Severity


def findings_of_events(events: Iterable[Event]) -> tuple[Finding, ...]:
    """What is wrong or doubtful in the fund that *events* tell, told by their ids.

    Raises:
        MissingData: The terms of the fund are not told, or a call that is paid is not.
    """
    held = standing(events)
    fund = fund_of(held)
    content = Content()
    names = {id(event.what): event.id for event in held}
    for key, cls in TABLES.items():
        value = getattr(fund, "terms" if key == "fund" else key)
        if value is not None:
            content.add_table(cls, Place(FUND_FILE, key), value)
    for cls, attribute in fund_lists().items():
        for number, value in enumerate(getattr(fund, attribute)):
            name = names.get(id(value), f"number {number + 1}")
            content.add(cls, Place(FILE_OF[cls], f"event {name}", ", "), value)
    cross_check(content)
    if not any(each.severity is Severity.ERROR for each in content.findings):
        check_missing_fixings(content)
        check_ledger(content)
    return (*content.missing, *content.findings)
