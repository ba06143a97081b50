"""The command that justifies grants, for the manager and for the funder."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from investisens.cli.opening import open_fund
from investisens.cli.options import (
    folder_argument,
    format_option,
    known_on_option,
    lang_option,
    on_option,
)
from investisens.cli.output import say

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.reports.render import Format

_WIDTH_OF_A_FILE = 100


@click.command()
@folder_argument
@on_option
@known_on_option
@click.option(
    "--columns",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="CSV in the columns of a funder, as a TOML file describes them.",
)
@format_option
@lang_option
def grants(
    folder: Path,
    on: date | None,
    known_on: date | None,
    columns: Path | None,
    output: Format,
    lang: Language,
) -> None:
    """Show what invoices justify of each grant, and why no more.

    Agreements, invoices and payments count up to the day of the question; without --on, that up to
    which records are complete.
    """
    from investisens.portfolio.grants import grant_statement
    from investisens.reports import grants_report as reports

    fund = open_fund(folder, known_on, lang)
    statement = grant_statement(fund, on)
    name = fund.terms.name
    if columns is not None:
        from investisens.folder.funder_columns import read_columns
        from investisens.reports.funder_statement import funder_statement

        _write(funder_statement(statement, fund, read_columns(columns)))
    elif output == "csv":
        _write(reports.grants_csv(statement, name))
    elif output == "json":
        _write(reports.grants_json(statement, name, known_on))
    else:
        width = shutil.get_terminal_size((_WIDTH_OF_A_FILE, 24)).columns
        color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        text = reports.grants_text(statement, name, lang, known_on, width=width, color=color)
        say(text.removesuffix("\n"))


def _write(text: str) -> None:
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
