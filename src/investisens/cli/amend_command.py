"""The command that takes new terms of a debt, beside the old ones and at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from investisens.cli.opening import is_ledger, open_fund
from investisens.cli.options import FolderPath, day_of, format_option, fund_argument, lang_option
from investisens.cli.output import list_findings, say, show
from investisens.cli.recording import (
    author_option,
    document_option,
    dry_option,
    moment_of,
    tell_recorded,
)
from investisens.reports.labels import label

if TYPE_CHECKING:
    from datetime import datetime

    from investisens.l10n import Language
    from investisens.portfolio.fund import Amendment, Fund
    from investisens.portfolio.restructuring import Restructuring
    from investisens.reports.render import Format


@click.command()
@fund_argument
@click.argument("file", metavar="[FILE]", required=False, type=FolderPath(path_type=Path))
@click.option("--draft", metavar="POSITION", default=None, help="Print a FILE to start from.")
@click.option("--on", metavar="DATE", callback=day_of, help="The day of the draft.")
@click.option("--rate", metavar="RATE", default=None, help="Value both terms at this yearly rate.")
@dry_option
@document_option
@author_option
@format_option
@lang_option
@click.pass_context
def amend(
    context: click.Context,
    /,
    fund: Path,
    file: Path | None,
    draft: str | None,
    on: date | None,
    lang: Language,
    **asked: Any,
) -> None:
    """Record new terms of a debt, shown beside the old ones.

    FILE is written as amendments.toml of a fund folder; --draft prints one. FUND is a ledger, or
    with --dry-run a fund folder.
    """
    if (draft is None) == (file is None) or (draft is None) != (on is None):
        raise click.UsageError(label("file_or_draft", lang))
    if draft is not None and (asked["rate"] or asked["dry"] or asked["output"] != "text"):
        raise click.UsageError(label("draft_alone", lang))
    if draft is not None and on is not None:
        _draft(open_fund(fund, None, lang), draft, on, lang)
    elif file is not None and is_ledger(fund):
        _amend_ledger(fund, file, moment_of(context), lang, **asked)
    elif file is not None and asked["dry"]:
        _try_on_folder(fund, file, moment_of(context), lang, **asked)
    else:
        raise click.UsageError(label("folder_amended", lang))


def _draft(fund: Fund, position: str, on: date, lang: Language) -> None:
    """Print the terms in force, over the dues that are left, from what is owed on the day."""
    from investisens.cli.names import check_name
    from investisens.folder.amendment_file import amendment_text
    from investisens.portfolio.amending import drafted

    check_name("unknown_contract", position, [item.id for item in fund.positions], lang)
    say(amendment_text(fund, drafted(fund, position, on)).removesuffix("\n"))


def _amend_ledger(
    path: Path,
    file: Path,
    at: datetime,
    lang: Language,
    *,
    rate: str | None,
    dry: bool,
    document: str,
    author: str,
    output: Format,
) -> None:
    from investisens.folder.amendment_file import read_amendments
    from investisens.ledger import Ledger

    with Ledger.open(path) as ledger:
        fund = ledger.fund()
        amendments = read_amendments(file, fund)
        source = document or file.name
        events = [ledger.event_for(each, at, author=author, source=source) for each in amendments]
        done = ledger.accept(events, dry=True)  # before what depends on amounts that are owed
        found = _compared(fund, amendments, rate)
        if not dry:
            done = ledger.accept(events)
    _show(fund, found, output, lang)
    if dry:
        say(label("dry", lang, new=done.new), err=True)
    else:
        tell_recorded(path, done.new, done.known, lang, err=output != "text")
        say("\n".join(event.id for event in events), err=output != "text")
    list_findings(done.doubts, lang, most=len(done.doubts))


def _try_on_folder(
    path: Path,
    file: Path,
    at: datetime,
    lang: Language,
    *,
    rate: str | None,
    output: Format,
    **_: Any,
) -> None:
    from investisens.folder.amendment_file import read_amendments
    from investisens.ledger.guarding import doubts_beside

    fund = open_fund(path, None, lang)
    amendments = read_amendments(file, fund)
    doubts = doubts_beside(fund, amendments, at)
    _show(fund, _compared(fund, amendments, rate), output, lang)
    say(label("dry", lang, new=len(amendments)), err=True)
    list_findings(doubts, lang, most=len(doubts))


def _compared(fund: Fund, amendments: Sequence[Amendment], rate: str | None) -> list[Restructuring]:
    """Each amendment beside the terms before, which an earlier one of the file may have made."""
    import attrs

    from investisens.portfolio.restructuring import restructuring
    from investisens.values.rates import Rate

    value_at = None if rate is None else Rate.parse(rate)
    found = []
    for amendment in amendments:
        found.append(restructuring(fund, amendment, value_at))
        if amendment not in fund.amendments:
            fund = attrs.evolve(fund, amendments=(*fund.amendments, amendment))
    return found


def _show(fund: Fund, found: Sequence[Restructuring], output: Format, lang: Language) -> None:
    from investisens.reports.amendment_report import TABLES, amendment_report

    tables = TABLES[-1:] if output == "csv" else TABLES
    show(amendment_report(fund, found, tables), output, lang)
