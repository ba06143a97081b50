"""The funding plan of one enterprise, or of all of them, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import attrs

from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Source
from investisens.funding.plan_calendar import PlanCalendar
from investisens.funding.what_if import PlanChange
from investisens.reports.tables import Column, Report, Table
from investisens.values.currency import Currency
from investisens.values.errors import Finding, Severity

ALL: Final = "ALL"
"""What names the row of totals in machine formats."""

OPEN: Final = "OPEN"
"""What stands for the source of a part that nobody pays."""

_RATIOS: Final = (
    "total_to_fund",
    "third_party_per_fund",
    "private_to_public",
    "public_share",
    "grant_per_fund",
)
"""Codes of the ratios of ``Leverage.ratios``, in their order."""

_SHARES: Final = (
    Column(name="investisens_share_pct", kind="share"),
    Column(name="public_share_pct", kind="share"),
)


@attrs.frozen(kw_only=True)
class PlanPage:
    """What is told of the plan of one enterprise.

    Attributes:
        plan: As signed, or as it becomes.
        law_on: The day whose law applies.
        calendar: When money comes and goes.
        findings: What is wrong or doubtful.
        change: What is supposed, with the plan before and after; ``None`` for the signed plan.
        supposed: The same in words.
    """

    plan: FundingPlan
    law_on: date
    calendar: PlanCalendar
    findings: tuple[Finding, ...]
    change: PlanChange | None = None
    supposed: str = ""


def plan_report(page: PlanPage, tables: Sequence[str], *, whole: bool) -> Report:
    """The plan of one enterprise: facts, and the tables asked for.

    Args:
        page: What is told.
        tables: ``changes``, ``plan``, ``sources``, ``months``, ``flows``, ``leverage``,
            ``findings``.
        whole: Whether every column stands there; readers see no source that pays nothing.

    >>> from investisens import check_plan, funding_plan, read_fund
    >>> from investisens.portfolio.plans import calendar_of
    >>> fund = read_fund("examples/collines")
    >>> plan = funding_plan(fund, "E4")
    >>> page = PlanPage(plan=plan, law_on=date(2010, 5, 1), calendar=calendar_of(fund, plan),
    ...                 findings=())
    >>> table = plan_report(page, ["plan"], whole=False).tables[0]
    >>> table.columns["IS_LOAN"], table.columns["public_share_pct"]
    ([1300000, 1100000, 100000, 0, 2500000], [50.0, 26.7, 46.2, 0.0, 35.1])
    """
    makers = {
        "changes": lambda: _changes(page.change, page.plan),
        "plan": lambda: _matrix(page.plan, whole=whole),
        "sources": lambda: _sources(page.plan.sources, _paid_by([page.plan]), whole=whole),
        "months": lambda: _months(page.calendar),
        "flows": lambda: _flows(page.calendar),
        "leverage": lambda: _leverage(page.plan),
        "findings": lambda: rules_table(page.findings),
    }
    return Report(
        command="plan", facts=_facts(page), tables=tuple(makers[name]() for name in tables)
    )


def plans_report(
    plans: Sequence[FundingPlan],
    findings: Sequence[Finding],
    currency: Currency,
    *,
    fund: str,
    whole: bool,
) -> Report:
    """One row for each enterprise with what each source pays it, and their total.

    >>> from investisens import funding_plan, read_fund
    >>> fund = read_fund("examples/collines")
    >>> plans = [funding_plan(fund, name) for name in ("E1", "E2")]
    >>> report = plans_report(plans, [], fund.currency, fund="Collines", whole=True)
    >>> report.tables[0].columns["REGION"]
    [3500000, 3100000, 6600000]
    """
    sources = plans[0].sources if plans else ()
    rows = [_totals(plan.enterprise, [plan], sources) for plan in plans]
    rows.append(_totals(ALL, plans, sources))
    header = (
        Column(name="enterprise_id", kind="code", words="row"),
        *_columns(sources),
        Column(name="total_sources", kind="amount"),
        Column(name="total_uses", kind="amount"),
        *_SHARES,
    )
    table = Table(name="plans", header=header, rows=tuple(rows), currency=currency)
    facts = (
        Column(name="fund", kind="text"),
        Column(name="errors", kind="count"),
        Column(name="warnings", kind="count"),
    )
    return Report(
        command="plan",
        facts=Table(
            name="facts", header=facts, rows=((fund, *_counts(findings)),), currency=currency
        ),
        tables=(
            table if whole else _paying(table, sources),
            _sources(sources, _paid_by(plans), whole=whole),
            rules_table(findings),
        ),
    )


def rules_table(findings: Iterable[Finding]) -> Table:
    """One row for each finding, with the rule behind it.

    >>> rules_table([Finding(where="E1 U1", found="a", expected="b", remedy="c", rule="d")]).rows
    (('error', 'E1 U1', 'a', 'b', 'c', 'd'),)
    """
    names = ("where", "found", "expected", "remedy", "rule")
    return Table(
        name="findings",
        header=(
            Column(name="severity", kind="code", words="severity"),
            *(Column(name=name, kind="text") for name in names),
        ),
        rows=tuple(
            (each.severity.value, each.where, each.found, each.expected, each.remedy, each.rule)
            for each in findings
        ),
    )


def _facts(page: PlanPage) -> Table:
    plan = page.plan
    cells: list[tuple[Column, Any]] = [
        (Column(name="enterprise_id", kind="text"), plan.enterprise),
        (Column(name="law_on", kind="date"), page.law_on),
        (Column(name="total_uses", kind="amount"), plan.cost.minor),
        (Column(name="total_sources", kind="amount"), plan.total.minor),
        (Column(name="gap", kind="amount"), plan.gap.minor),
        (Column(name="investisens_share_pct", kind="share"), plan.fund_share),
        (Column(name="public_share_pct", kind="share"), plan.public_share),
        (Column(name="private_share_pct", kind="share"), plan.private_share),
        (Column(name="own_share_pct", kind="share"), plan.own_share),
    ]
    if page.change is not None:
        open_gap = page.change.open_gap.minor
        cells.insert(1, (Column(name="supposed", kind="text"), page.supposed))
        cells.append((Column(name="open_gap", kind="amount"), open_gap))
    for name, count in zip(("errors", "warnings"), _counts(page.findings), strict=True):
        cells.append((Column(name=name, kind="count"), count))
    header, row = zip(*cells, strict=True)
    return Table(name="facts", header=header, rows=(row,), currency=plan.currency)


def _matrix(plan: FundingPlan, *, whole: bool) -> Table:
    """One row for each use, then their total; readers know the enterprise and need no kind."""
    header = (
        Column(name="enterprise_id", kind="text"),
        Column(name="use_id", kind="code", words="row"),
        Column(name="label", kind="text"),
        Column(name="kind", kind="code", words="use_kind"),
        *_columns(plan.sources),
        *(Column(name=name, kind="amount") for name in ("total_sources", "total_uses", "gap")),
        *_SHARES,
    )
    rows = [
        _row((use.id, use.label, use.kind.value), plan, row, use.cost.minor)
        for use, row in zip(plan.uses, plan.amounts, strict=True)
    ]
    totals = [plan.by_source[source.id].minor for source in plan.sources]
    rows.append(_row((ALL, "", ""), plan, totals, plan.cost.minor))
    table = Table(name="plan", header=header, rows=tuple(rows), currency=plan.currency)
    return table if whole else _without(_paying(table, plan.sources), {"enterprise_id", "kind"})


def _row(
    names: tuple[str, ...], plan: FundingPlan, amounts: Sequence[int], cost: int
) -> tuple[Any, ...]:
    paid = sum(amounts)
    shares = _shares_of(amounts, plan.sources)
    return (plan.enterprise, *names, *amounts, paid, cost, cost - paid, *shares)


def _sources(sources: Sequence[Source], paid: Mapping[str, int], *, whole: bool) -> Table:
    """What the columns of a plan stand for: the name of each source, for readers if it pays."""
    return Table(
        name="sources",
        header=(Column(name="source_id", kind="text"), Column(name="name", kind="text")),
        rows=tuple((each.id, each.name) for each in sources if whole or paid[each.id]),
    )


def _paid_by(plans: Iterable[FundingPlan]) -> Mapping[str, int]:
    paid: Counter[str] = Counter()
    for plan in plans:
        paid.update({name: amount.minor for name, amount in plan.by_source.items()})
    return paid


def _changes(change: PlanChange | None, plan: FundingPlan) -> Table:
    amounts = (Column(name=name, kind="amount") for name in ("before", "after", "difference"))
    return Table(
        name="changes",
        header=(
            Column(name="use_id", kind="text"),
            Column(name="source_id", kind="code", words="row"),
            *amounts,
        ),
        rows=tuple(
            (
                *(each.use, each.source or OPEN),
                *(each.before.minor, each.after.minor, each.difference.minor),
            )
            for each in (change.changes if change else ())
        ),
        currency=plan.currency,
    )


def _months(calendar: PlanCalendar) -> Table:
    amounts = ("received", "spent", "balance", "gap")
    return Table(
        name="months",
        header=(
            Column(name="month", kind="text"),
            *(Column(name=name, kind="amount") for name in amounts),
        ),
        rows=tuple(
            (
                f"{month.first:%Y-%m}",
                *(month.received.minor, month.paid.minor, month.balance.minor, month.gap.minor),
            )
            for month in calendar.months
        ),
        currency=calendar.currency,
    )


def _flows(calendar: PlanCalendar) -> Table:
    return Table(
        name="flows",
        header=(
            Column(name="on", kind="date"),
            Column(name="party", kind="text"),
            Column(name="received", kind="amount", adds_up=True),
            Column(name="spent", kind="amount", adds_up=True),
        ),
        rows=tuple(
            (flow.on, flow.party, max(0, flow.amount.minor), max(0, -flow.amount.minor))
            for flow in calendar.flows
        ),
        currency=calendar.currency,
    )


def _leverage(plan: FundingPlan) -> Table:
    return Table(
        name="leverage",
        header=(
            Column(name="measure", kind="code", words="leverage"),
            Column(name="value", kind="ratio"),
        ),
        rows=tuple(
            (code, ratio.value) for code, ratio in zip(_RATIOS, plan.leverage.ratios, strict=True)
        ),
    )


def _columns(sources: Iterable[Source]) -> tuple[Column, ...]:
    return tuple(Column(name=each.id, kind="amount", heading=each.id) for each in sources)


def _totals(name: str, plans: Sequence[FundingPlan], sources: Sequence[Source]) -> tuple[Any, ...]:
    sums = [sum(plan.by_source[source.id].minor for plan in plans) for source in sources]
    cost = sum(plan.cost.minor for plan in plans)
    return (name, *sums, sum(sums), cost, *_shares_of(sums, sources))


def _shares_of(amounts: Sequence[int], sources: Sequence[Source]) -> tuple[Fraction, Fraction]:
    """The fund's part and the public part of what sources pay; 0 of nothing."""
    whole = sum(amounts)
    paid = list(zip(amounts, sources, strict=True))
    own = sum(minor for minor, source in paid if source.own)
    public = sum(minor for minor, source in paid if source.public)
    return Fraction(own, whole or 1), Fraction(public, whole or 1)


def _paying(table: Table, sources: Iterable[Source]) -> Table:
    """The table without the sources that pay nothing."""
    names = [column.name for column in table.header]
    idle = {
        source.id
        for source in sources
        if not any(row[names.index(source.id)] for row in table.rows)
    }
    return _without(table, idle)


def _without(table: Table, names: set[str]) -> Table:
    kept = [at for at, column in enumerate(table.header) if column.name not in names]
    return attrs.evolve(
        table,
        header=tuple(table.header[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
    )


def _counts(findings: Iterable[Finding]) -> tuple[int, int]:
    found = [each.severity for each in findings]
    return found.count(Severity.ERROR), found.count(Severity.WARNING)
