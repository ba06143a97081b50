"""What the records say of the terms: amendments against what was owed, payouts against capital."""

from __future__ import annotations

from investisens.folder.content import Content
from investisens.portfolio.capital import paid_in
from investisens.portfolio.contract import debt_history
from investisens.portfolio.fund import Amendment
from investisens.portfolio.records import Distribution
from investisens.servicing.history import AmendmentMismatch
from investisens.values.errors import MissingData, NotSupported


def check_ledger(content: Content) -> None:
    """Adds amendments that do not write what was owed, and distributions without capital.

    Only for a folder that is sound so far: what was owed depends on all of it.
    """
    fund = content.fund()
    wrong = set()
    for place, amendment in ((item.place, item.value) for item in content.of(Amendment)):
        if amendment.position in wrong:
            continue  # what was owed later depends on what is wrong already
        try:
            debt_history(fund, fund.position(amendment.position), amendment.on)
        except (MissingData, NotSupported):
            continue  # told by itself, by whoever asks for the debt, or still to come
        except AmendmentMismatch as error:
            wrong.add(amendment.position)
            expected = f"{error.owed}, what is owed on {amendment.on}"
            remedy = "correct the amendment, or the payments before it"
            where = place.key(str(error.field))
            content.findings.append(where.finding(expected, str(error.value), remedy))
    for distribution in content.of(Distribution):
        day = distribution.value.paid_on
        if not any(paid_in(fund, day).values()):
            content.findings.append(
                distribution.place.key("paid_on").finding(
                    "a day by which capital was paid in",
                    f"{day}, with none paid in",
                    "correct the day, or the calls",
                )
            )
