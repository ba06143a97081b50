"""The command that shows who pays what, and what happens if somebody does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from investisens.cli.names import check_name
from investisens.cli.opening import open_draft
from investisens.cli.options import (
    folder_argument,
    format_option,
    known_on_option,
    lang_option,
    on_option,
)
from investisens.cli.output import say, show
from investisens.cli.program import REFUSED
from investisens.cli.supposing import supposed, supposed_words
from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.funding.what_if import PlanChange
    from investisens.l10n import Language
    from investisens.portfolio.fund import Fund
    from investisens.reports.plan_report import PlanPage
    from investisens.reports.render import Format
    from investisens.values.errors import Finding

TABLES = ("plan", "changes", "months", "flows", "leverage")
"""Tables of the plan of one enterprise."""

_SHOWN = {
    "text": ("changes", "plan", "sources", "findings"),
    "csv": ("plan",),
    "json": ("plan", "sources", "changes", "months", "flows", "leverage", "findings"),
}


@click.command()
@folder_argument
@click.argument("enterprise", metavar="[ENTERPRISE]", required=False)
@on_option
@known_on_option
@click.option(
    "--without", "leaving", metavar="SOURCE", multiple=True, help="Suppose it falls away."
)
@click.option(
    "--cost", "costs", metavar="USE=AMOUNT", multiple=True, help="Suppose a use costs that much."
)
@click.option(
    "--fill",
    "fills",
    metavar="SOURCE[=MOST]",
    multiple=True,
    help="Who steps in, in order; those of fund.toml if left out.",
)
@click.option("--table", type=click.Choice(TABLES), default=None, help="Show this table.")
@format_option
@lang_option
def plan(
    folder: Path,
    enterprise: str | None,
    on: date | None,
    known_on: date | None,
    leaving: tuple[str, ...],
    costs: tuple[str, ...],
    fills: tuple[str, ...],
    table: str | None,
    output: Format,
    lang: Language,
) -> None:
    """Show who pays what of each use, and the rules a plan breaks.

    With ENTERPRISE, its plan; without, what each source pays to every enterprise of the fund in
    FOLDER. --on is the day whose law applies, by default that of the first contract of the plan.

    The exit code is 1 if the signed plan breaks a rule, 0 if there are only warnings or none.
    """
    supposing = bool(leaving or costs)
    if enterprise is None and (supposing or fills or table):
        raise click.UsageError(label("one_plan", lang))
    if (table == "changes" or fills) and not supposing:
        raise click.UsageError(label("no_changes", lang))
    fund = open_draft(folder, known_on, lang)
    if enterprise is None:
        findings = _show_all(fund, on, output, lang)
    else:
        check_name("unknown_enterprise", enterprise, [each.id for each in fund.enterprises], lang)
        change = supposed(fund, enterprise, on, leaving, costs, fills, lang) if supposing else None
        words = supposed_words(change.after, leaving, costs, lang) if change else ""
        page = _page(fund, enterprise, on, change, leaving, words)
        _show_one(page, table, output, lang)
        findings = page.findings
    if not supposing and any(each.severity.value == "error" for each in findings):
        raise click.exceptions.Exit(REFUSED)


def _page(
    fund: Fund,
    enterprise: str,
    on: date | None,
    change: PlanChange | None,
    leaving: Sequence[str],
    words: str,
) -> PlanPage:
    from investisens.portfolio.plans import (
        calendar_of,
        check_funding_plan,
        funding_plan,
        plan_day,
    )
    from investisens.reports.plan_report import PlanPage

    shown = funding_plan(fund, enterprise) if change is None else change.after
    law_on = on or plan_day(fund, enterprise)
    return PlanPage(
        plan=shown,
        law_on=law_on,
        calendar=calendar_of(fund, shown),
        findings=check_funding_plan(
            fund,
            shown,
            on=law_on,
            leaving=leaving,
            listed_in="allocations.csv" if change is None else "the supposed plan",
        ),
        change=change,
        supposed=words,
    )


def _show_one(page: PlanPage, table: str | None, output: Format, lang: Language) -> None:
    from investisens.reports.plan_report import plan_report

    if table is None or output == "json":
        names = _SHOWN[output]
    else:
        names = (table, *(["sources"] if table == "plan" else []), "findings")
    if page.change is None:
        names = tuple(name for name in names if name != "changes")
    show(plan_report(page, names, whole=output != "text"), output, lang)
    _tell(page.findings, output, lang)


def _show_all(fund: Fund, on: date | None, output: Format, lang: Language) -> tuple[Finding, ...]:
    from investisens.portfolio.plans import check_funding_plans, funding_plans
    from investisens.reports.plan_report import plans_report

    findings = check_funding_plans(fund, on=on, listed_in="allocations.csv")
    report = plans_report(
        funding_plans(fund),
        findings,
        fund.currency,
        fund=fund.terms.name,
        whole=output != "text",
    )
    show(report, output, lang)
    _tell(findings, output, lang)
    return findings


def _tell(findings: Sequence[Finding], output: Format, lang: Language) -> None:
    """Findings on the error stream where the format holds one table alone."""
    if output != "csv" or not findings:
        return
    from investisens.reports.plan_report import rules_table
    from investisens.reports.text import findings_lines

    say("\n".join(findings_lines(rules_table(findings), lang)), err=True)
