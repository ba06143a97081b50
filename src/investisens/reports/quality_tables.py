"""The debts together: arrears rate, portfolio at risk, ageing, groups, losses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from investisens.portfolio.quality import Axis, exposure_of, quality_by
from investisens.reports.arrears_page import ArrearsPage
from investisens.reports.tables import Column, Table
from investisens.servicing.ageing import ageing
from investisens.servicing.quality import risk_coverage

_AT_RISK: Final = (
    Column(name="more_than_days", kind="count"),
    Column(name="at_risk", kind="amount"),
    Column(name="contracts", kind="count"),
    Column(name="par", kind="share"),
    Column(name="with_restructured", kind="amount"),
    Column(name="par_with_restructured", kind="share"),
)
_GROUPED: Final = (30, 90)
"""Thresholds of portfolio at risk that stand beside each group."""


def quality_table(page: ArrearsPage) -> Table:
    """One row: totals of all debts, the rate of arrears and the provisions."""
    found = page.quality
    cells: list[tuple[str, Any, Any]] = [
        ("outstanding_principal", "amount", found.outstanding),
        ("contracts", "count", found.contracts),
        ("late_contracts", "count", found.late_contracts),
        ("overdue", "amount", sum(debt.overdue for debt in page.debts)),
        ("late_principal", "amount", found.late_principal),
        ("arrears_rate", "share", found.arrears_rate),
        ("restructured", "amount", found.restructured),
        ("restructured_contracts", "count", found.restructured_contracts),
    ]
    if page.provisions is not None:
        allowance = sum(page.provision(debt) or 0 for debt in page.debts)
        risk = found.beyond(30)
        cells += [
            ("provision", "amount", allowance),
            ("risk_coverage", "share", risk_coverage(allowance, risk.amount)),
            (
                "risk_coverage_with_restructured",
                "share",
                risk_coverage(allowance, risk.with_restructured),
            ),
        ]
    return Table(
        name="quality",
        header=tuple(Column(name=name, kind=kind) for name, kind, _ in cells),
        rows=(tuple(cell for _, _, cell in cells),),
        currency=found.currency,
    )


def ageing_table(page: ArrearsPage) -> Table:
    """Outstanding principal by days past due."""
    return Table(
        name="ageing",
        header=(
            Column(name="class", kind="text"),
            Column(name="outstanding_principal", kind="amount", adds_up=True),
            Column(name="late_principal", kind="amount", adds_up=True),
            Column(name="contracts", kind="count", adds_up=True),
        ),
        rows=tuple(
            (each.name, each.outstanding, each.late_principal, each.contracts)
            for each in ageing(map(exposure_of, page.debts))
        ),
        currency=page.fund.currency,
    )


def at_risk_table(page: ArrearsPage) -> Table:
    """Portfolio at risk by threshold.

    >>> from datetime import date
    >>> from investisens import read_fund
    >>> from investisens.reports.arrears_page import arrears_page
    >>> page = arrears_page(read_fund("examples/collines"), date(2012, 12, 31))
    >>> at_risk_table(page).columns["par"]
    [30.6, 30.6, 7.0, 7.0, 7.0]
    """
    return Table(
        name="at_risk",
        header=_AT_RISK,
        rows=tuple(
            (
                each.days,
                each.amount,
                each.contracts,
                each.share,
                each.with_restructured,
                each.share_with_restructured,
            )
            for each in page.quality.at_risk
        ),
        currency=page.fund.currency,
    )


def group_table(page: ArrearsPage, axis: Axis) -> Table:
    """Quality of each group.

    >>> from datetime import date
    >>> from investisens import read_fund
    >>> from investisens.reports.arrears_page import arrears_page
    >>> page = arrears_page(read_fund("examples/collines"), date(2012, 12, 31))
    >>> group_table(page, Axis.COMMUNE).columns["par_30"]
    [0.0, 100.0, 38.3, 0.0, 0.0, 100.0]
    """
    return Table(
        name=f"by_{axis.value}",
        header=(
            Column(name=axis.value, kind="text"),
            Column(name="outstanding_principal", kind="amount", adds_up=True),
            Column(name="contracts", kind="count", adds_up=True),
            Column(name="late_contracts", kind="count", adds_up=True),
            Column(name="arrears_rate", kind="share"),
            *(
                column
                for days in _GROUPED
                for column in (
                    Column(name=f"at_risk_{days}", kind="amount", adds_up=True),
                    Column(name=f"par_{days}", kind="share"),
                )
            ),
        ),
        rows=tuple(
            (
                name,
                found.outstanding,
                found.contracts,
                found.late_contracts,
                found.arrears_rate,
                *(
                    cell
                    for days in _GROUPED
                    for cell in (found.beyond(days).amount, found.beyond(days).share)
                ),
            )
            for name, found in quality_by(axis, page.debts)
        ),
        currency=page.fund.currency,
    )


def losses_tables(page: ArrearsPage) -> Iterator[Table]:
    """One row for each currency: what was lost, recovered and collected since a day."""
    for each in page.period:
        cells: list[tuple[str, Any, Any]] = [
            ("since", "date", each.first),
            ("opening_portfolio", "amount", each.opening),
            ("closing_portfolio", "amount", each.closing),
            ("written_off", "amount", each.written_off),
            ("recovered", "amount", each.recovered),
            ("net_loss", "amount", each.net_loss),
            ("write_off_ratio", "share", each.write_off_ratio),
            ("recovery_ratio", "share", each.recovery_ratio),
            ("loss_given_default", "share", each.loss_given_default),
            ("collected", "amount", each.collected),
            ("uncollected", "amount", each.uncollected),
            ("collection_rate", "share", each.collection_rate),
        ]
        yield Table(
            name="losses",
            header=tuple(Column(name=name, kind=kind) for name, kind, _ in cells),
            rows=(tuple(cell for _, _, cell in cells),),
            currency=each.currency,
        )
