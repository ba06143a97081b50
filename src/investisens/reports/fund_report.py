"""The tables of a fund's projection: cash, positions, investors and measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from investisens.portfolio.cash import CASH_LINES, CashPeriod
from investisens.reports.tables import Column, Kind, Report, Table, findings_table
from investisens.values.money import Money

if TYPE_CHECKING:
    from investisens.portfolio.projection import FundProjection

_MONEYS = ("paid_in", "distributed", "cash", "portfolio", "nav")
_MULTIPLES = ("dpi", "rvpi", "tvpi")
_RETURNS = ("gross_irr", "net_irr")


def cash_by_year(projection: FundProjection) -> Table:
    """Cash of each calendar year by line, and the balance at its end."""
    return _cash("cash_by_year", "year", projection.by_year(), projection)


def cash_by_month(projection: FundProjection) -> Table:
    """Cash of each month by line, and the balance at its end."""
    return _cash("cash_by_month", "month", projection.by_month(), projection)


def positions(projection: FundProjection) -> Table:
    """What each position cost, brought and is worth on the day of the projection."""
    amounts = (
        "invested",
        "returned",
        "income",
        "outstanding",
        "accrued",
        "written_off",
        "impairment",
        "value",
    )
    header = (
        Column(name="position", kind="text"),
        Column(name="enterprise", kind="text"),
        Column(name="kind", kind="code", words="kind"),
        *(Column(name=name, kind="amount", adds_up=True) for name in amounts),
    )
    return _table("positions", header, projection.positions, projection)


def investors(projection: FundProjection) -> Table:
    """What each investor promised, paid, received and owns on the day of the projection."""
    amounts = ("called", "paid", "paid_late", "unpaid", "distributed", "nav")
    header = (
        Column(name="investor", kind="text"),
        Column(name="country", kind="text"),
        Column(name="commitment", kind="money"),
        *(Column(name=name, kind="amount", adds_up=True) for name in amounts),
    )
    return _table("investors", header, projection.investors, projection)


def measures(projection: FundProjection) -> Table:
    """Value, multiples and returns: to date, and to the end of the expected flows."""
    header = (
        Column(name="basis", kind="code", words="basis"),
        Column(name="on", kind="date"),
        *_columns(_MONEYS, "amount"),
        *_columns(_MULTIPLES, "ratio"),
        *_columns(_RETURNS, "irr"),
    )
    rows = tuple(
        (basis, *_cells(item, header[1:]))
        for basis, item in (("to_date", projection.measures), ("outlook", projection.outlook))
    )
    return Table(name="measures", header=header, rows=rows, currency=projection.currency)


TABLES: Final[Mapping[str, Callable[[FundProjection], Table]]] = MappingProxyType(
    {
        "measures": measures,
        "cash_by_year": cash_by_year,
        "cash_by_month": cash_by_month,
        "positions": positions,
        "investors": investors,
    }
)
"""Name to table, in the order in which a whole report is read."""


def fund_report(projection: FundProjection, tables: Sequence[str] = tuple(TABLES)) -> Report:
    """The report of a projection: its facts, the tables asked for, and its findings.

    >>> from investisens import project, read_fund
    >>> report = fund_report(project(read_fund("examples/collines")), ["cash_by_year"])
    >>> report.tables[0].columns["closing_cash"][:4]
    [1292276, 3443384, 16368081, 23947461]
    """
    header = (
        Column(name="fund", kind="text"),
        Column(name="on", kind="date"),
        Column(name="scenario", kind="text"),
        Column(name="lowest_cash", kind="amount"),
        Column(name="lowest_cash_on", kind="date"),
    )
    facts = (
        projection.fund.terms.name,
        projection.on,
        projection.scenario.name,
        projection.lowest_cash.minor,
        projection.lowest_cash_on,
    )
    return Report(
        command="project",
        facts=Table(name="facts", header=header, rows=(facts,), currency=projection.currency),
        tables=(
            *(TABLES[name](projection) for name in tables),
            findings_table(projection.notes),
        ),
    )


def _cash(
    name: str, period: str, periods: Iterable[CashPeriod], projection: FundProjection
) -> Table:
    header = (
        Column(name=period, kind="text"),
        *(Column(name=line, kind="amount", adds_up=True) for line in CASH_LINES),
        Column(name="closing_cash", kind="amount"),
    )
    rows = tuple(
        (each.label, *(each.amounts[line] for line in CASH_LINES), each.closing) for each in periods
    )
    return Table(name=name, header=header, rows=rows, currency=projection.currency)


def _table(
    name: str, header: tuple[Column, ...], items: Iterable[object], projection: FundProjection
) -> Table:
    rows = tuple(_cells(item, header) for item in items)
    return Table(name=name, header=header, rows=rows, currency=projection.currency)


def _columns(names: Iterable[str], kind: Kind) -> tuple[Column, ...]:
    return tuple(Column(name=name, kind=kind) for name in names)


def _cells(item: object, header: Iterable[Column]) -> tuple[Any, ...]:
    """The attributes of *item* that the columns name, amounts in minor units."""
    cells = []
    for column in header:
        value = getattr(item, column.name)
        is_money = column.kind == "amount" and isinstance(value, Money)
        cells.append(value.minor if is_money else value)
    return tuple(cells)
