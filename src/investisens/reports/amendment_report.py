"""New terms of debts beside those before them, and what they cost the fund (rééchelonnement)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from investisens.portfolio.fund import Fund
from investisens.portfolio.restructuring import Expected, Restructuring
from investisens.reports.tables import Column, Report, Table
from investisens.servicing.provisions import WATCH

TABLES: Final = ("amendments", "years", "dues_compared")
"""What the page shows, in order."""

_PARTS: Final = ("principal", "interest", "other", "total")
_COMPARED: Final = tuple(f"{part}_{side}" for side in ("before", "after") for part in _PARTS)


def amendment_report(
    fund: Fund, found: Sequence[Restructuring], tables: Sequence[str] = TABLES
) -> Report:
    """Amendments, each beside the terms it replaces.

    Args:
        fund: The fund.
        found: The amendments, compared.
        tables: Those that are shown.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.restructuring import restructuring
    >>> fund = read_fund("examples/collines")
    >>> report = amendment_report(fund, [restructuring(fund, fund.amendments[0])])
    >>> years = report.tables[1].columns
    >>> years["year"][:2], years["before"][:2], years["after"][:2]
    (['2013', '2014'], [1997660, 1282681], [120945, 1223875])
    """
    made = {"amendments": _amendments, "years": _years, "dues_compared": _dues}
    facts = Table(
        name="facts",
        header=(Column(name="fund", kind="text"), Column(name="loss", kind="amount")),
        rows=((fund.terms.name, sum(each.loss.minor for each in found)),),
        currency=fund.currency,
    )
    return Report(
        command="amend", facts=facts, tables=tuple(made[name](fund, found) for name in tables)
    )


def _amendments(fund: Fund, found: Sequence[Restructuring]) -> Table:
    amounts = ("owed", "capitalised", "overdue")
    values = ("total_before", "total_after", "value_before", "value_after", "loss")
    return Table(
        name="amendments",
        header=(
            Column(name="contract", kind="text"),
            Column(name="enterprise", kind="text"),
            Column(name="amended_on", kind="dates"),
            *(_amount(name) for name in amounts),
            Column(name="days_past_due", kind="count"),
            Column(name="last_before", kind="date"),
            Column(name="last_after", kind="date"),
            Column(name="valued_at", kind="rate"),
            *(_amount(name) for name in values),
            Column(name="watched_until", kind="date"),
        ),
        rows=tuple(_amendment(fund, each) for each in found),
        currency=fund.currency,
    )


def _amendment(fund: Fund, found: Restructuring) -> tuple[Any, ...]:
    amendment = found.amendment
    values = (found.total_before, found.total_after, found.value_before, found.value_after)
    return (
        amendment.position,
        fund.position(amendment.position).enterprise,
        (amendment.on,),
        found.owed.minor,
        amendment.capitalised.minor,
        found.overdue.minor,
        found.days_past_due,
        found.before[-1].on if found.before else None,
        found.after[-1].on if found.after else None,
        found.rate,
        *(value.minor for value in values),
        found.loss.minor,
        WATCH.date_after(amendment.on, 1) if amendment.restructured else None,
    )


def _years(fund: Fund, found: Sequence[Restructuring]) -> Table:
    """What a debtor has to bring up in each year."""
    return Table(
        name="years",
        header=(
            Column(name="contract", kind="text"),
            Column(name="year", kind="text"),
            *(Column(name=side, kind="amount", adds_up=True) for side in ("before", "after")),
        ),
        rows=tuple(row for each in found for row in _by_year(each)),
        currency=fund.currency,
    )


def _by_year(found: Restructuring) -> Iterator[tuple[Any, ...]]:
    sides = (found.before, found.after)
    for year in sorted({each.on.year for side in sides for each in side}):
        sums = (sum(each.total for each in side if each.on.year == year) for side in sides)
        yield (found.amendment.position, str(year), *sums)


def _dues(fund: Fund, found: Sequence[Restructuring]) -> Table:
    return Table(
        name="dues_compared",
        header=(
            Column(name="contract", kind="text"),
            Column(name="due_on", kind="date"),
            *(Column(name=name, kind="amount", adds_up=True) for name in _COMPARED),
        ),
        rows=tuple(row for each in found for row in _side_by_side(each)),
        currency=fund.currency,
    )


def _side_by_side(found: Restructuring) -> Iterator[tuple[Any, ...]]:
    before, after = _by_day(found.before), _by_day(found.after)
    for day in sorted({*before, *after}):
        parts = (*before.get(day, (0,) * 4), *after.get(day, (0,) * 4))
        yield (found.amendment.position, day, *parts)


def _by_day(side: Iterable[Expected]) -> dict[date, tuple[int, ...]]:
    """Parts of each day, the due of a day and what was overdue by then together."""
    found: dict[date, tuple[int, ...]] = {}
    for each in side:
        own = (each.principal, each.interest, each.other, each.total)
        found[each.on] = tuple(map(sum, zip(found.get(each.on, (0,) * 4), own, strict=True)))
    return found


def _amount(name: str) -> Column:
    return Column(name=name, kind="amount")
