"""Who owes what and whom to call: the debts of a day, their quality and their provisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from investisens.l10n import Language
from investisens.portfolio.quality import Axis
from investisens.reports.arrears_debts import calls_table, debts_table
from investisens.reports.arrears_page import ArrearsPage
from investisens.reports.provision_table import provisions_table
from investisens.reports.quality_tables import (
    ageing_table,
    at_risk_table,
    group_table,
    losses_tables,
    quality_table,
)
from investisens.reports.render import Format, to_csv, to_json
from investisens.reports.tables import Column, Report, Table
from investisens.reports.text import to_text


def arrears_report(page: ArrearsPage) -> Report:
    """Every debt, then every figure of quality: for machines.

    >>> from datetime import date
    >>> from investisens import read_fund
    >>> from investisens.reports.arrears_page import arrears_page
    >>> page = arrears_page(read_fund("examples/collines"), date(2012, 12, 31))
    >>> arrears_report(page).tables[0].columns["overdue"][:3]
    [0, 190770, 656229]
    """
    return _report(
        page,
        (
            debts_table(page, "arrears", page.debts),
            quality_table(page),
            at_risk_table(page),
            ageing_table(page),
            *(group_table(page, axis) for axis in Axis),
            *losses_tables(page),
        ),
    )


def arrears_text(
    page: ArrearsPage,
    lang: Language,
    *,
    by: Sequence[Axis] = (),
    width: int = 100,
    color: bool = False,
) -> str:
    """For readers: whom to call, then totals and portfolio at risk.

    Args:
        page: What was asked.
        lang: Language of the labels, amounts and days.
        by: Groups to be shown as well.
        width: Columns of the terminal.
        color: Whether headings may be set in bold.

    >>> from datetime import date
    >>> from investisens import read_fund
    >>> from investisens.reports.arrears_page import arrears_page
    >>> page = arrears_page(read_fund("examples/collines"), date(2012, 12, 31))
    >>> print(arrears_text(page, "en").splitlines()[3])
    Whom to call, in XOF
    """
    tables = (
        calls_table(page),
        *_provisions_tables(page),
        _named(quality_table(page)),
        at_risk_table(page),
        *(group_table(page, axis) for axis in by),
        *map(_named, losses_tables(page)),
    )
    return to_text(_report(page, tables), lang, width=width, color=color)


def arrears_output(page: ArrearsPage, output: Format) -> str:
    """The report for machines: CSV of the debts, or JSON of everything."""
    report = arrears_report(page)
    return to_csv(report.tables[0]) if output == "csv" else to_json(report)


def _report(page: ArrearsPage, tables: tuple[Table, ...]) -> Report:
    facts: list[tuple[Column, Any]] = [
        (Column(name="fund", kind="text"), page.fund.terms.name),
        (Column(name="on", kind="date"), page.on),
    ]
    if page.known_on is not None:
        facts.append((Column(name="known_on", kind="date"), page.known_on))
    if page.pay is not None:
        facts.append((Column(name="pay", kind="amount"), page.pay.minor))
    if page.provisions is not None:
        facts.append((Column(name="provisions_source", kind="text"), page.provisions.source))
    header, row = zip(*facts, strict=True)
    return Report(
        command="arrears",
        facts=Table(name="facts", header=header, rows=(row,), currency=page.fund.currency),
        tables=tables,
    )


def _provisions_tables(page: ArrearsPage) -> Iterator[Table]:
    if page.provisions is not None:
        yield provisions_table(page.provisions, page.debts, page.fund.currency)


def _named(table: Table) -> Table:
    """The row of totals with a name before it, as readers see it."""
    name = Column(name="measure", kind="code", words="row")
    (row,) = table.rows
    return attrs.evolve(table, header=(name, *table.header), rows=(("ALL", *row),))
