"""The commands: what each one reads, and which report it shows."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from investisens.cli.names import check_name
from investisens.cli.opening import open_fund
from investisens.cli.options import (
    folder_argument,
    format_option,
    known_on_option,
    lang_option,
    on_option,
)
from investisens.cli.output import as_asked, list_findings, say, show
from investisens.cli.program import REFUSED
from investisens.reports.labels import label

# Commands load what they need when they run, so that --help answers at once.

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.portfolio.fixings import MissingFixings
    from investisens.portfolio.fund import Fund
    from investisens.reports.render import Format
    from investisens.reports.tables import Report
    from investisens.values.errors import MissingData

LENDERS = ("umoa_other", "umoa_bank", "french_overdraft")
"""Who lends, as far as the usury ceiling depends on it; the first unless said otherwise."""

TABLES = ("measures", "cash_by_year", "cash_by_month", "positions", "investors")
"""Tables of a projection, in the order in which a whole report is read."""

ALL = "all"
_SHOWN = {
    "text": ("measures", "cash_by_year", "positions"),
    "csv": ("cash_by_year",),
    "json": TABLES,
}


@click.command()
@folder_argument
@on_option
@known_on_option
@click.option(
    "--scenario", default="base", show_default=True, metavar="NAME", help="A scenario of the fund."
)
@click.option(
    "--table",
    type=click.Choice([*TABLES, ALL]),
    default=None,
    help="Show this table, or all of them.",
)
@format_option
@lang_option
def project(
    folder: Path,
    on: date | None,
    known_on: date | None,
    scenario: str,
    table: str | None,
    output: Format,
    lang: Language,
) -> None:
    """Show the cash, value and measures of the fund in FOLDER.

    FOLDER may be a ledger. Records count up to the day of the question; contracts and plans say
    what follows.
    """
    if table == ALL and output == "csv":
        raise click.UsageError(label("one_table", lang))
    from investisens.portfolio.fixings import MissingFixings
    from investisens.portfolio.projection import project as project_fund
    from investisens.reports.fund_report import fund_report

    fund = open_fund(folder, known_on, lang)
    check_name("unknown_scenario", scenario, _scenarios(fund), lang)
    try:
        projection = project_fund(fund, on=on, scenario=fund.scenario(scenario))
    except MissingFixings as error:
        raise _without_fixings(error, lang) from None
    show(fund_report(projection, _tables(table, output)), output, lang)
    if output == "csv":
        list_findings(projection.notes, lang, most=len(projection.notes))


@click.command()
@folder_argument
@click.argument("contract", metavar="CONTRACT")
@on_option
@known_on_option
@click.option(
    "--lender",
    type=click.Choice(LENDERS),
    default=None,
    help=f"Whose usury ceiling binds.  [default: {LENDERS[0]}]",
)
@format_option
@lang_option
def schedule(
    folder: Path,
    contract: str,
    on: date | None,
    known_on: date | None,
    lender: str | None,
    output: Format,
    lang: Language,
) -> None:
    """Show the repayment schedule of one contract, and what it costs.

    CONTRACT is a debt of the fund in FOLDER, or in a ledger. Without --on, the terms as signed;
    with it, the terms in force on that day.
    """
    if lender is not None and output == "csv":
        raise click.UsageError(label("lender_csv", lang))
    from investisens.portfolio.fixings import MissingFixings

    fund = open_fund(folder, known_on, lang)
    check_name("unknown_contract", contract, [item.id for item in fund.positions], lang)
    try:
        _show_schedule(fund, contract, on, lender or LENDERS[0], output, lang)
    except MissingFixings as error:
        raise _without_fixings(error, lang) from None
    for note in (_amendment_note, _happening_note):
        text = note(fund, contract, on, lang)
        if text:
            say(text, err=output != "text")


@click.command()
@folder_argument
@format_option
@lang_option
def check(folder: Path, output: Format, lang: Language) -> None:
    """List every problem of the fund in FOLDER; nothing is written.

    The exit code is 1 if one of them is an error, 0 if there are only warnings or none.
    """
    from investisens.folder import check_folder
    from investisens.reports.check_report import check_report

    report = check_report(folder, check_folder(folder))
    if output == "text":
        _list_problems(report, lang)
    else:
        show(report, output, lang)
    (errors,) = report.facts.columns["errors"]
    if errors:
        raise click.exceptions.Exit(REFUSED)


@click.command()
@folder_argument
@lang_option
def new(folder: Path, lang: Language) -> None:
    """Make FOLDER: a small fund to start from, every line explained.

    A folder that exists and is not empty is left alone.
    """
    from investisens.folder import new_folder
    from investisens.reports.cells import visible

    new_folder(folder)
    places = {"folder": visible(str(folder)), "shown": visible(shlex.quote(str(folder)))}
    say(label("created", lang, **places))


def _tables(table: str | None, output: Format) -> tuple[str, ...]:
    if table is None:
        return _SHOWN[output]
    return TABLES if table == ALL else (table,)


def _list_problems(report: Report, lang: Language) -> None:
    from investisens.reports.cells import visible
    from investisens.reports.text import findings_lines

    ((folder, errors, warnings),) = report.facts.rows
    places = {"folder": visible(folder), "errors": errors, "warnings": warnings}
    summary = label("counts" if errors or warnings else "sound", lang, **places)
    say("\n".join([*findings_lines(report.tables[0], lang), summary]))


def _show_schedule(
    fund: Fund, contract: str, on: date | None, lender: str, output: Format, lang: Language
) -> None:
    """Rows alone as CSV; in the other formats also terms and cost, worked out before printing."""
    import attrs

    from investisens.reports import schedule_report as schedules

    if output == "csv":
        show(schedules.schedule_report(fund, contract, on), output, lang)
        return
    page = schedules.schedule_page(fund, contract, on, lender)
    page = attrs.evolve(page, report=as_asked(page.report))
    if output == "json":
        click.echo(schedules.page_json(page).encode("utf-8", "backslashreplace"), nl=False)
        return
    lines = schedules.page_lines(page, lang)
    show(page.report, output, lang)
    say("\n".join(lines))


def _without_fixings(error: MissingFixings, lang: Language) -> MissingData:
    """The same error in the language, with the file that the fixings belong in."""
    from investisens.l10n import format_date
    from investisens.portfolio.fixings import by_index
    from investisens.values.errors import MissingData

    between = label("between", lang)
    lines = []
    for contract, index, each in by_index(error.missing):
        days = between.join(format_date(day, lang) for day in each)
        lines.append(label("no_fixing", lang, contract=contract, index=index, days=days))
    return MissingData("\n".join(lines), field=error.field, value=error.value)


def _amendment_note(fund: Fund, contract: str, on: date | None, lang: Language) -> str:
    from investisens.l10n import format_date
    from investisens.portfolio.contract import amendments_of
    from investisens.reports.cells import visible

    days = [amendment.on for amendment in amendments_of(fund, contract)]
    if on is not None:
        days = [day for day in days if day <= on]
    if not days:
        return ""
    places = {
        "contract": visible(contract),
        "days": ", ".join(format_date(day, lang) for day in days),
    }
    if on is None:
        return label("amended", lang, last=days[-1], **places)
    return label("amended_shown", lang, on=format_date(on, lang), **places)


def _happening_note(fund: Fund, contract: str, on: date | None, lang: Language) -> str:
    """That a conversion, a redemption or the like changed the dues."""
    from investisens.l10n import format_date
    from investisens.portfolio.contract import switched_by
    from investisens.reports.cells import visible

    happened = switched_by(fund, contract)
    told = [each for each in happened if on is None or each.on <= on]
    if not told:
        return ""
    listed = [
        label(
            "happened",
            lang,
            what=label(f"happening.{each.what.value}", lang),
            day=format_date(each.on, lang),
        )
        for each in told
    ]
    places = {"contract": visible(contract), "happenings": ", ".join(listed)}
    if on is None:
        return label("switched", lang, last=told[-1].on, **places)
    return label("switched_shown", lang, on=format_date(on, lang), **places)


def _scenarios(fund: Fund) -> list[str]:
    from investisens.engine.scenario import BASE

    return [BASE.name, *(scenario.name for scenario in fund.scenarios)]
