"""The command that says who owes what, and whom to call."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from investisens.cli.opening import open_debts
from investisens.cli.options import (
    day_of,
    format_option,
    fund_argument,
    known_on_option,
    lang_option,
    on_option,
)
from investisens.cli.output import list_findings, say

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.reports.render import Format
    from investisens.servicing.provisions import ProvisionTable

GROUPS = ("adviser", "sector", "commune", "enterprise")
_WIDTH_OF_A_FILE = 100
_MOST_DOUBTS = 20


@click.command()
@fund_argument
@on_option
@known_on_option
@click.option("--pay", metavar="AMOUNT", default=None, help="What this would clear, paid today.")
@click.option(
    "--by", type=click.Choice(GROUPS), multiple=True, help="Portfolio at risk by group as well."
)
@click.option(
    "--since",
    metavar="DATE",
    callback=day_of,
    default=None,
    help="Losses and collection from this day on as well.",
)
@click.option(
    "--provisions",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Tables of provisions, as a TOML file gives them.",
)
@format_option
@lang_option
def arrears(
    fund: Path,
    on: date | None,
    known_on: date | None,
    pay: str | None,
    by: tuple[str, ...],
    since: date | None,
    provisions: Path | None,
    output: Format,
    lang: Language,
) -> None:
    """Show who owes what on a day, and whom to call.

    FUND is a fund folder or a ledger. Without --on, the day is that up to which records are
    complete.
    """
    from investisens.portfolio.notes import incomplete_records
    from investisens.portfolio.quality import Axis
    from investisens.reports import arrears_report as reports
    from investisens.reports.arrears_page import arrears_page
    from investisens.values.money import Money

    held, receipts = open_debts(fund, known_on, lang)
    day = on or held.terms.as_of
    page = arrears_page(
        held,
        day,
        known_on=known_on,
        pay=None if pay is None else Money.read(pay, held.currency),
        provisions=None if provisions is None else _table_on(provisions, day, lang),
        since=since,
        receipts=receipts,
    )
    if output == "text":
        width = shutil.get_terminal_size((_WIDTH_OF_A_FILE, 24)).columns
        color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        groups = [Axis(name) for name in by]
        text = reports.arrears_text(page, lang, by=groups, width=width, color=color)
        say(text.removesuffix("\n"))
    else:
        text = reports.arrears_output(page, output)
        click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
    list_findings(tuple(incomplete_records(held, day)), lang, most=1)


def _table_on(path: Path, day: date, lang: Language) -> ProvisionTable:
    """The table of provisions in force; what is doubtful in the file is told."""
    from investisens.folder.provision_file import read_provisions
    from investisens.servicing.provisions import doubts

    found = read_provisions(path)
    list_findings(tuple(doubts(found.tables, path.name)), lang, most=_MOST_DOUBTS)
    return found.on(day)
