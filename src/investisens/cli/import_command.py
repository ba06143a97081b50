"""The command that takes folders and statements into a ledger, and settles what waits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from investisens.cli.options import FolderPath, format_option, lang_option
from investisens.cli.output import list_findings, say, show
from investisens.cli.recording import (
    author_option,
    ledger_argument,
    moment_of,
    tell_recorded,
)
from investisens.reports.labels import label

if TYPE_CHECKING:
    from datetime import datetime

    from investisens.l10n import Language
    from investisens.ledger import Ledger
    from investisens.ledger.importing import StatementImport
    from investisens.reports.render import Format


@click.command("import")
@ledger_argument
@click.argument("file", metavar="[FILE]", required=False, type=FolderPath(path_type=Path))
@click.option("--mapping", metavar="NAME|PATH", default=None, help="How the statement is written.")
@click.option("--account", metavar="TEXT", default="", help="The fund's own account or wallet.")
@click.option(
    "--payers",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="How statements name enterprises, as a CSV file says.",
)
@click.option("--decide", metavar="LINE=POSITION", multiple=True, help="The debt that a line pays.")
@click.option("--dismiss", metavar="LINE", multiple=True, help="A line that pays no debt.")
@click.option("--reason", metavar="TEXT", default="", help="Why it is decided so.")
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be recorded, record nothing.")
@author_option
@format_option
@lang_option
@click.pass_context
def import_command(
    context: click.Context,
    ledger: Path,
    file: Path | None,
    mapping: str | None,
    account: str,
    payers: Path | None,
    decide: tuple[str, ...],
    dismiss: tuple[str, ...],
    reason: str,
    dry: bool,
    author: str,
    output: Format,
    lang: Language,
) -> None:
    """Take a fund folder or the statement of an account into a ledger.

    FILE is one of both. A folder makes the ledger if there is none. Each line of a statement is
    recorded once, with the debt it pays and why; a line that does not say it waits for a
    decision. Without FILE, the lines that wait.
    """
    at = moment_of(context)
    if file is not None and (decide or dismiss):
        raise click.UsageError(label("decide_alone", lang))
    if (file is None or file.is_dir()) and (mapping or account or payers):
        raise click.UsageError(label("only_statements", lang))
    if file is None:
        _settle(ledger, decide, dismiss, reason, at, author, dry, output, lang)
    elif file.is_dir():
        _import_folder(ledger, file, at, author, dry, lang)
    else:
        _import_statement(ledger, file, mapping, account, payers, at, author, dry, output, lang)


def _import_folder(
    path: Path, folder: Path, at: datetime, author: str, dry: bool, lang: Language
) -> None:
    """A ledger that is made here and cannot take the folder is not left behind."""
    from investisens.folder import read_fund
    from investisens.ledger import Ledger
    from investisens.portfolio.event_fold import events_of

    fund = read_fund(folder)
    events = events_of(fund, at, author, folder.name)
    if not path.exists():
        if dry:
            say(label("dry", lang, new=len(events)))
            return
        with Ledger.create(path) as ledger:
            try:
                recorded = ledger.record(events)
            except BaseException:
                ledger.close()
                path.unlink()
                raise
        tell_recorded(path, recorded.new, recorded.known, lang)
        return
    with Ledger.open(path) as ledger:
        if dry:
            new = sum(not ledger.stands(event.id) for event in events)
            say(label("dry", lang, new=new))
            return
        recorded = ledger.record(events)
    tell_recorded(path, recorded.new, recorded.known, lang)


def _import_statement(
    path: Path,
    file: Path,
    mapping: str | None,
    account: str,
    payers: Path | None,
    at: datetime,
    author: str,
    dry: bool,
    output: Format,
    lang: Language,
) -> None:
    from investisens.ledger import Ledger
    from investisens.ledger.guarding import doubts_of
    from investisens.ledger.importing import import_of
    from investisens.ledger.payers import read_payers
    from investisens.ledger.statement_files import read_statements
    from investisens.statements.mapping_file import shipped_names

    if mapping is None:
        raise click.UsageError(label("no_mapping", lang, names=", ".join(shipped_names())))
    with Ledger.open(path) as ledger:
        known = ledger.events()
        names = () if payers is None else read_payers(payers, ledger.fund())
        found = import_of(known, read_statements(file, mapping, account), at, names, author)
        doubts = doubts_of(ledger, found.events)
        new = 0 if dry else ledger.record(found.events).new
    _show_import(path, file, found, new, dry, output, lang)
    list_findings((*found.doubts, *doubts), lang, most=len(found.doubts) + len(doubts))


def _show_import(
    path: Path,
    file: Path,
    found: StatementImport,
    new: int,
    dry: bool,
    output: Format,
    lang: Language,
) -> None:
    from investisens.ledger.importing import Outcome
    from investisens.reports.ledger_report import import_lines, import_report

    if output != "text":
        show(import_report(path, file, found, new, dry=dry), output, lang)
        return
    say("\n".join(import_lines(found, lang)))
    if dry:
        say(label("dry", lang, new=len(found.events)))
    else:
        tell_recorded(path, new, 0, lang)
    count = sum(each.outcome is Outcome.SUSPENSE for each in found.lines)
    if count:
        say(label("to_decide", lang, count=count))


def _settle(
    path: Path,
    decide: Sequence[str],
    dismiss: Sequence[str],
    reason: str,
    at: datetime,
    author: str,
    dry: bool,
    output: Format,
    lang: Language,
) -> None:
    from investisens.ledger import Ledger
    from investisens.ledger.guarding import doubts_of
    from investisens.ledger.suspense import decisions

    paid = dict(_pair(text, lang) for text in decide)
    with Ledger.open(path) as ledger:
        if paid or dismiss:
            events = decisions(ledger, paid, dismiss, at, author, reason)
            doubts = doubts_of(ledger, events)
            if dry:
                say(label("dry", lang, new=len(events)))
            else:
                tell_recorded(path, ledger.record(events).new, 0, lang)
            list_findings(doubts, lang, most=len(doubts))
        else:
            _show_waiting(path, ledger, output, lang)


def _show_waiting(path: Path, ledger: Ledger, output: Format, lang: Language) -> None:
    from investisens.ledger.suspense import waiting
    from investisens.reports.ledger_report import suspense_lines, suspense_report

    lines = waiting(ledger)
    if output != "text":
        show(suspense_report(path, lines), output, lang)
    elif lines:
        say("\n".join([*suspense_lines(lines, lang), label("to_decide", lang, count=len(lines))]))
    else:
        say(label("none_waits", lang))


def _pair(text: str, lang: Language) -> tuple[str, str]:
    line, equals, position = (part.strip() for part in text.partition("="))
    if not (line and equals and position):
        raise click.UsageError(label("bad_decision", lang, text=text))
    return line, position
