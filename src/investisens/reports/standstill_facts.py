"""What pages about a debt say of its standstills."""

from __future__ import annotations

from datetime import date
from typing import Any

from investisens.portfolio.fund import Fund
from investisens.portfolio.standstills import standstills_of
from investisens.reports.tables import Column


def standstill_facts(fund: Fund, contract: str, on: date | None) -> list[tuple[Column, Any]]:
    """First and last day of each standstill of a debt that began by the end of a day.

    Nothing where there is none, or where the terms are asked for as signed.

    >>> from investisens import read_fund
    >>> standstill_facts(read_fund("examples/collines"), "L3", date(2016, 12, 31))
    []
    """
    found = () if on is None else standstills_of(fund, fund.position(contract), on)
    if not found:
        return []
    return [
        (Column(name="still_since", kind="dates"), tuple(each.since for each in found)),
        (Column(name="still_until", kind="dates"), tuple(each.until for each in found)),
    ]
