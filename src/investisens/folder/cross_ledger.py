"""What the records say of the terms: amendments and waivers against what was owed, and the like."""

from __future__ import annotations

from datetime import date
from typing import Any

from investisens.folder.content import Content
from investisens.folder.problems import Located, refusal
from investisens.portfolio.capital import paid_in
from investisens.portfolio.contract import debt_history
from investisens.portfolio.decisions import Waiver
from investisens.portfolio.fund import Amendment, Fund
from investisens.portfolio.records import Distribution, Payment
from investisens.servicing.history import AmendmentMismatch
from investisens.values.errors import InvalidTerms, MissingData, NotSupported


def check_ledger(content: Content) -> None:
    """Adds amendments that do not write what was owed, and distributions without capital.

    A waiver of more than was owed, and more handed back than was received, are told too.

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
        except InvalidTerms:
            wrong.add(amendment.position)  # more is given up before it than was owed
    _check_given_up(content, fund)
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


def _check_given_up(content: Content, fund: Fund) -> None:
    """Waivers and money handed back, in the order of their days: the first that is too much."""
    told: set[str] = set()
    items: list[tuple[date, Located[Any]]] = [(item.value.on, item) for item in content.of(Waiver)]
    items += [
        (item.value.received_on, item)
        for item in content.of(Payment)
        if item.value.amount.minor < 0
    ]
    for day, item in sorted(items, key=lambda each: each[0]):
        name = item.value.position
        if name in told:
            continue
        try:
            debt_history(fund, fund.position(name), day)
        except (MissingData, AmendmentMismatch):
            told.add(name)  # told by itself
        except InvalidTerms as error:
            told.add(name)
            content.findings.append(refusal(error, item.place.key("amount")))
