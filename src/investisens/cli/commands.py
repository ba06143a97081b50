"""The commands: what each one reads, and which report it shows."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from investisens.cli.options import folder_argument, format_option, lang_option, on_option
from investisens.cli.output import list_findings, say, show
from investisens.cli.program import REFUSED
from investisens.reports.labels import label

# Commands load what they need when they run, so that --help answers at once.

if TYPE_CHECKING:
    from investisens.l10n import Language
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
_MOST_NAMES = 20


@click.command()
@folder_argument
@on_option
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
    scenario: str,
    table: str | None,
    output: Format,
    lang: Language,
) -> None:
    """Show the cash, value and measures of the fund in FOLDER.

    Records count up to the day of the question; contracts and plans say what follows.
    """
    if table == ALL and output == "csv":
        raise click.UsageError(label("one_table", lang))
    from investisens.folder import read_fund
    from investisens.portfolio.projection import project as project_fund
    from investisens.reports.fund_report import fund_report

    fund = read_fund(folder)
    _check_name("unknown_scenario", scenario, _scenarios(fund), lang)
    projection = project_fund(fund, on=on, scenario=fund.scenario(scenario))
    show(fund_report(projection, _tables(table, output)), output, lang)
    if output == "csv":
        list_findings(projection.notes, lang, most=len(projection.notes))


@click.command()
@folder_argument
@click.argument("contract", metavar="CONTRACT")
@on_option
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
    lender: str | None,
    output: Format,
    lang: Language,
) -> None:
    """Show the repayment schedule of one contract, and what it costs.

    CONTRACT is a debt of the fund in FOLDER. Without --on, the terms as signed; with it, the
    terms in force on that day.
    """
    if lender is not None and output == "csv":
        raise click.UsageError(label("lender_csv", lang))
    from investisens.folder import read_fund
    from investisens.values.errors import MissingData

    fund = read_fund(folder)
    _check_name("unknown_contract", contract, [item.id for item in fund.positions], lang)
    try:
        _show_schedule(fund, contract, on, lender or LENDERS[0], output, lang)
    except MissingData as error:
        raise _without_fixing(error, contract, lang) from None
    note = _amendment_note(fund, contract, on, lang)
    if note:
        say(note, err=output != "text")


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
    from investisens.reports import schedule_report as schedules

    if output == "csv":
        show(schedules.schedule_report(fund, contract, on), output, lang)
        return
    page = schedules.schedule_page(fund, contract, on, lender)
    if output == "json":
        click.echo(schedules.page_json(page).encode("utf-8", "backslashreplace"), nl=False)
        return
    lines = schedules.page_lines(page, lang)
    show(page.report, output, lang)
    say("\n".join(lines))


def _without_fixing(error: MissingData, contract: str, lang: Language) -> MissingData:
    """The same error; where a fixing is missing, with what a fund folder can do about it."""
    from investisens.l10n import format_date
    from investisens.values.errors import MissingData

    match error.field, error.value:
        case "fixings", (index, date() as day):
            places = {"contract": contract, "index": index, "on": format_date(day, lang)}
            return MissingData(
                label("no_fixing", lang, **places), field=error.field, value=error.value
            )
    return error


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


def _scenarios(fund: Fund) -> list[str]:
    from investisens.engine.scenario import BASE

    return [BASE.name, *(scenario.name for scenario in fund.scenarios)]


def _check_name(key: str, name: str, known: Sequence[str], lang: Language) -> None:
    """Refuse a name that the fund does not know, and say which ones come near it."""
    if name in known:
        return
    from investisens.values.errors import MissingData

    folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=3)
    names = ", ".join(repr(folded[each]) for each in close)
    near = label("near", lang, names=names) if close else ""
    shown = [*known[:_MOST_NAMES], "..."] if len(known) > _MOST_NAMES else known
    listed = ", ".join(shown) or label("none", lang)
    raise MissingData(label(key, lang, name=name, near=near, known=listed), value=name)
