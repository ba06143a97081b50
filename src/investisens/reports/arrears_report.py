"""Who owes what and whom to call: the debts of a day, their quality and their provisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import attrs

from investisens.l10n import Language
from investisens.portfolio.arrears import (
    ContractArrears,
    Receipts,
    arrears_if_paid,
    arrears_on,
    call_list,
    receipts_of,
)
from investisens.portfolio.fund import Fund
from investisens.portfolio.quality import Axis, exposure_of, losses, quality_by
from investisens.reports.render import Format, to_csv, to_json
from investisens.reports.tables import Column, Report, Table
from investisens.reports.text import to_text
from investisens.servicing.ageing import USUAL_AGES, ageing, class_of
from investisens.servicing.losses import Losses
from investisens.servicing.provisions import WATCH, ProvisionTable
from investisens.servicing.quality import Quality, quality, risk_coverage
from investisens.values.money import Money

_HEADER: Final = (
    Column(name="contract", kind="text"),
    Column(name="outstanding_principal", kind="amount", adds_up=True),
    Column(name="accrued_interest", kind="amount", adds_up=True),
    Column(name="overdue", kind="amount", adds_up=True),
    Column(name="days_past_due", kind="count"),
    Column(name="class", kind="text"),
    Column(name="enterprise", kind="text"),
    Column(name="name", kind="text"),
    Column(name="sector", kind="text"),
    Column(name="commune", kind="text"),
    Column(name="adviser", kind="text"),
    Column(name="oldest_due", kind="date"),
    Column(name="dues_late", kind="count"),
    Column(name="late_principal", kind="amount", adds_up=True),
    Column(name="reason", kind="code", words="late"),
    Column(name="last_paid_on", kind="date"),
    Column(name="restructured_on", kind="date"),
    Column(name="written_off", kind="amount", adds_up=True),
)
_PROVISION: Final = Column(name="provision", kind="amount", adds_up=True)
_IF_PAID: Final = (
    Column(name="pays_interest", kind="amount", adds_up=True),
    Column(name="pays_principal", kind="amount", adds_up=True),
    Column(name="pays_else", kind="amount", adds_up=True),
    Column(name="overdue_after", kind="amount", adds_up=True),
    Column(name="days_after", kind="count"),
)
_CALLS: Final = (
    *("contract", "name", "overdue", "days_past_due"),
    *("oldest_due", "reason", "adviser", "restructured_on"),
)
_SOMETIMES: Final = frozenset({"adviser", "restructured_on"})
"""Columns of the call list that are left out where they say nothing."""

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


@attrs.frozen(kw_only=True)
class ArrearsPage:
    """What is asked of the debts of a fund on a day.

    Attributes:
        fund: The fund.
        on: The day.
        debts: Every debt that has started.
        known_on: The day whose knowledge counts, or ``None``.
        pay: What each late debtor might pay on the day, or ``None``.
        provisions: The table of provisions in force, or ``None``.
        period: What was lost and collected since a day, one for each currency; or empty.
        receipts: What was received on each position.
    """

    fund: Fund
    on: date
    debts: tuple[ContractArrears, ...]
    known_on: date | None = None
    pay: Money | None = None
    provisions: ProvisionTable | None = None
    period: tuple[Losses, ...] = ()
    receipts: Receipts = attrs.field(factory=dict, repr=False)

    @property
    def quality(self) -> Quality:
        """Of all debts; a fund keeps them in its own currency."""
        return quality(map(exposure_of, self.debts), self.fund.currency)

    def provision(self, debt: ContractArrears) -> int | None:
        """What is set aside for a debt."""
        return None if self.provisions is None else self.provisions.provision(exposure_of(debt))


def arrears_page(
    fund: Fund,
    on: date,
    *,
    known_on: date | None = None,
    pay: Money | None = None,
    provisions: ProvisionTable | None = None,
    since: date | None = None,
    receipts: Receipts | None = None,
) -> ArrearsPage:
    """The debts of *fund* on a day, and what is asked of them.

    Args:
        fund: The fund.
        on: The day; records count up to its end.
        known_on: The day whose knowledge counts, to be told.
        pay: What each late debtor might pay on the day.
        provisions: The table of provisions in force.
        since: The first day of which losses and collection are asked.
        receipts: What was received, instead of the payments of the fund.

    >>> from investisens import read_fund
    >>> page = arrears_page(read_fund("examples/collines"), date(2012, 12, 31))
    >>> page.quality.outstanding, len(call_list(page.debts))
    (27942251, 3)
    """
    dated = receipts_of(fund) if receipts is None else receipts
    watch = WATCH if provisions is None else provisions.watch
    return ArrearsPage(
        fund=fund,
        on=on,
        debts=arrears_on(fund, on, receipts=dated, watch=watch),
        known_on=known_on,
        pay=pay,
        provisions=provisions,
        period=() if since is None else losses(fund, since, on, receipts=dated),
        receipts=dated,
    )


def arrears_report(page: ArrearsPage) -> Report:
    """Every debt, then every figure of quality: for machines.

    >>> from investisens import read_fund
    >>> page = arrears_page(read_fund("examples/collines"), date(2012, 12, 31))
    >>> arrears_report(page).tables[0].columns["overdue"][:3]
    [0, 190770, 656229]
    """
    ages = ageing(map(exposure_of, page.debts))
    return _report(
        page,
        (
            _debts_table(page, "arrears", page.debts),
            _quality_table(page),
            at_risk_table(page),
            Table(
                name="ageing",
                header=(
                    Column(name="class", kind="text"),
                    Column(name="outstanding_principal", kind="amount", adds_up=True),
                    Column(name="late_principal", kind="amount", adds_up=True),
                    Column(name="contracts", kind="count", adds_up=True),
                ),
                rows=tuple(
                    (each.name, each.outstanding, each.late_principal, each.contracts)
                    for each in ages
                ),
                currency=page.fund.currency,
            ),
            *(group_table(page, axis) for axis in Axis),
            *_losses_tables(page),
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

    >>> from investisens import read_fund
    >>> page = arrears_page(read_fund("examples/collines"), date(2012, 12, 31))
    >>> print(arrears_text(page, "en").splitlines()[3])
    Whom to call, in XOF
    """
    tables = (
        _calls_table(page),
        _named(_quality_table(page)),
        at_risk_table(page),
        *(group_table(page, axis) for axis in by),
        *_losses_tables(page),
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


def _debts_table(page: ArrearsPage, name: str, debts: Sequence[ContractArrears]) -> Table:
    header: tuple[Column, ...] = _HEADER
    rows: list[tuple[Any, ...]] = [_row(page, debt) for debt in debts]
    if page.provisions is not None:
        header = (*header, _PROVISION)
        rows = [(*row, page.provision(debt)) for row, debt in zip(rows, debts, strict=True)]
    if page.pay is not None:
        header = (*header, *_IF_PAID)
        rows = [(*row, *_if_paid(page, debt)) for row, debt in zip(rows, debts, strict=True)]
    return Table(name=name, header=header, rows=tuple(rows), currency=page.fund.currency)


def _row(page: ArrearsPage, debt: ContractArrears) -> tuple[Any, ...]:
    reason = debt.reason(page.on)
    classes = USUAL_AGES if page.provisions is None else page.provisions.classes
    who = debt.enterprise
    return (
        debt.position,
        debt.outstanding,
        debt.accrued,
        debt.overdue,
        debt.days_past_due,
        class_of(debt.days_past_due, classes).name,
        who.id,
        who.name,
        who.sector,
        who.commune,
        who.adviser,
        debt.oldest_due,
        debt.dues,
        debt.late_principal,
        None if reason is None else reason.value,
        debt.paid_on,
        debt.restructured_on,
        debt.written_off,
    )


def _if_paid(page: ArrearsPage, debt: ContractArrears) -> tuple[int | None, ...]:
    """What the payment asked about would clear, of a debt that is late."""
    if page.pay is None or not debt.overdue:
        return (None,) * len(_IF_PAID)
    now, then = arrears_if_paid(page.fund, debt.position, page.pay, page.on, receipts=page.receipts)
    interest = then.interest_received - now.interest_received
    principal = then.principal_received - now.principal_received
    rest = page.pay.minor - interest - principal
    return interest, principal, rest, then.overdue, then.days_past_due


def _calls_table(page: ArrearsPage) -> Table:
    """The late debts, the latest first, with the columns that help to call."""
    late = call_list(page.debts)
    table = _debts_table(page, "calls", late)
    asked = (*_CALLS, *(column.name for column in table.header[len(_HEADER) :]))
    kept = [
        at
        for name in asked
        for at, column in enumerate(table.header)
        if column.name == name and (name not in _SOMETIMES or any(row[at] for row in table.rows))
    ]
    return attrs.evolve(
        table,
        header=tuple(table.header[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
    )


def _quality_table(page: ArrearsPage) -> Table:
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


def _named(table: Table) -> Table:
    """The row of totals with a name before it, as readers see it."""
    name = Column(name="measure", kind="code", words="row")
    (row,) = table.rows
    return attrs.evolve(table, header=(name, *table.header), rows=(("ALL", *row),))


def at_risk_table(page: ArrearsPage) -> Table:
    """Portfolio at risk by threshold.

    >>> from investisens import read_fund
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

    >>> from investisens import read_fund
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


def _losses_tables(page: ArrearsPage) -> Iterator[Table]:
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
