"""The command that shows the account of one debtor."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from investisens.cli.names import check_name
from investisens.cli.opening import open_fund
from investisens.cli.options import (
    format_option,
    fund_argument,
    known_on_option,
    lang_option,
    on_option,
)
from investisens.cli.output import show

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.reports.render import Format

TABLES = ("movements", "dues")
"""Those of :mod:`investisens.reports.statement_report`, which --help does not load."""


@click.command()
@fund_argument
@click.argument("contract", metavar="CONTRACT")
@on_option
@known_on_option
@click.option("--table", type=click.Choice(TABLES), default=None, help="Show this table alone.")
@format_option
@lang_option
def statement(
    fund: Path,
    contract: str,
    on: date | None,
    known_on: date | None,
    table: str | None,
    output: Format,
    lang: Language,
) -> None:
    """Show the account of a debtor: what was lent, paid and is owed.

    FUND is a fund folder or a ledger. Without --on, the day is that up to which records are
    complete. CSV shows the movements unless --table says otherwise.
    """
    from investisens.reports.statement_report import statement_report

    held = open_fund(fund, known_on, lang)
    check_name("unknown_contract", contract, [item.id for item in held.positions], lang)
    tables = TABLES if table is None else (table,)
    show(statement_report(held, contract, on or held.terms.as_of, tables), output, lang)
