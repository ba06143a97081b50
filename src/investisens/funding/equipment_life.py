"""Entries of equipment and of the grants for it, from its service to its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from investisens.funding.accounting import Entry
from investisens.funding.asset_book import asset_rows, exit_effect
from investisens.funding.chart import Chart
from investisens.funding.equipment_entries import BookedUse, depreciation_entry, disposal_entries
from investisens.funding.grant_entries import grant_closed_entries, released_entry
from investisens.values.money import Money, total


def life_entries(chart: Chart, booked: BookedUse) -> Iterator[Entry]:
    """Depreciation of equipment and release of the grants for it, year by year, to its end.

    The books close on 31 December. In the year of a sale both are booked on its day, the grants
    that are left with them.

    Raises:
        MissingData: The use does not say its life, or when it starts to work.

    >>> from investisens import Use, UseKind, XOF
    >>> from investisens.funding.chart import Books
    >>> pump = Use(enterprise="E2", id="U2", label="Pump", kind=UseKind.EQUIPMENT, life_years=1,
    ...            cost=Money(8, XOF), in_service=date(2012, 7, 1))
    >>> booked = BookedUse(use=pump, grants=((date(2012, 5, 1), Money(4, XOF)),))
    >>> for made in life_entries(Chart(books=Books.PCG), booked):
    ...     print(made.on, made.kind.value, made.debit)
    2012-12-31 depreciation 4 XOF
    2012-12-31 release 2 XOF
    2013-12-31 depreciation 4 XOF
    2013-12-31 release 2 XOF
    2013-12-31 grant_closed 4 XOF
    """
    bought, zero = booked.equipment, Money.zero(booked.use.cost.currency)
    sold_on = bought.sold_on
    received: dict[int, Money] = {}
    for notified, amount in booked.grants:
        received[notified.year] = received.get(notified.year, zero) + amount
    rows = asset_rows(bought, received)
    for row in rows:
        sold = sold_on is not None and row.year == sold_on.year
        if row.charge:
            day = sold_on if sold and sold_on is not None else date(row.year, 12, 31)
            yield depreciation_entry(chart, booked, row.charge, day)
        yield from _releases(chart, booked, row.year, row.released)
    granted = total(received.values(), zero.currency)
    if granted:
        last = max(_release_day(booked, row.year) for row in rows)
        yield from grant_closed_entries(chart, granted, last, booked.use.label, booked.piece)
    if sold_on is not None:
        price = bought.sold_for or zero
        value = bought.net_book_value(sold_on)
        yield from disposal_entries(chart, booked, value, price, sold_on)


def _releases(chart: Chart, booked: BookedUse, year: int, released: Money) -> Iterator[Entry]:
    """What is released in a year; in that of a sale, what was left of the grants stands apart."""
    bought = booked.equipment
    on, label = _release_day(booked, year), booked.use.label
    parts = [released]
    if bought.sold_on is not None and bought.sold_on.year == year:
        known = (amount for notified, amount in booked.grants if notified <= bought.sold_on)
        left = exit_effect(bought, total(known, released.currency)).unreleased
        parts = [released - left, left]
    for part in parts:
        if part:
            yield released_entry(chart, part, on, label, booked.piece)


def _release_day(booked: BookedUse, year: int) -> date:
    """The end of the year, or the day of a sale in it; never before a grant of it is notified."""
    sold_on = booked.use.sold_on
    if sold_on is None or sold_on.year != year:
        return date(year, 12, 31)
    return max([sold_on, *(day for day, _ in booked.grants if day.year == year)])
