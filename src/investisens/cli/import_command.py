"""The command that takes folders and statements into a ledger, and settles what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
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
    from investisens.statements import Statement


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
@click.option("--costs", is_flag=True, help="Record charges and fees as costs of the fund.")
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
    costs: bool,
    decide: tuple[str, ...],
    dismiss: tuple[str, ...],
    reason: str,
    dry: bool,
    author: str,
    output: Format,
    lang: Language,
) -> None:
    """Take a fund folder or a statement into a ledger.

    FILE is one of both; the statement is that of an account. A folder makes the ledger if there
    is none. Each line of a statement is recorded once, with the debt it pays and why; a line that
    does not say it waits for a decision. Without FILE, the lines that wait.
    """
    at = moment_of(context)
    if file is not None and (decide or dismiss):
        raise click.UsageError(label("decide_alone", lang))
    if (file is None or file.is_dir()) and (mapping or account or payers or costs):
        raise click.UsageError(label("only_statements", lang))
    if file is None:
        _settle(ledger, decide, dismiss, reason, at, author, dry, output, lang)
    elif file.is_dir():
        _import_folder(ledger, file, at, author, dry, lang)
    else:
        read = partial(_read_statements, file, mapping, account, lang)
        _import_statement(ledger, file, read, payers, costs, at, author, dry, output, lang)


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
            say(label("dry", lang, new=ledger.rehearse(events).new))
            return
        recorded = ledger.record(events)
    tell_recorded(path, recorded.new, recorded.known, lang)


def _read_statements(
    file: Path, mapping: str | None, account: str, lang: Language
) -> tuple[Statement, ...]:
    from investisens.ledger.statement_files import read_statements
    from investisens.statements.mapping_file import shipped_names

    if mapping is None:
        raise click.UsageError(label("no_mapping", lang, names=", ".join(shipped_names())))
    return read_statements(file, mapping, account)


def _import_statement(
    path: Path,
    file: Path,
    read: Callable[[], tuple[Statement, ...]],
    payers: Path | None,
    costs: bool,
    at: datetime,
    author: str,
    dry: bool,
    output: Format,
    lang: Language,
) -> None:
    from investisens.ledger import Ledger
    from investisens.ledger.importing import import_of
    from investisens.ledger.payers import read_payers

    statements = read()
    with Ledger.open(path) as ledger:
        known = ledger.events()
        names = () if payers is None else read_payers(payers, ledger.fund())
        found = import_of(known, statements, at, names, author, costs=costs)
        done = ledger.accept(found.events, dry=dry)
    _show_import(path, file, found, 0 if dry else done.new, costs, dry, output, lang)
    doubts = (*found.doubts, *done.doubts)
    list_findings(doubts, lang, most=len(doubts))


def _show_import(
    path: Path,
    file: Path,
    found: StatementImport,
    new: int,
    costs: bool,
    dry: bool,
    output: Format,
    lang: Language,
) -> None:
    from investisens.ledger.outcomes import Outcome
    from investisens.reports.ledger_report import cost_line, import_lines, import_report

    if output != "text":
        show(import_report(path, file, found, new, dry=dry), output, lang)
        return
    if found.lines:
        say("\n".join(import_lines(found, lang)))
    if dry:
        say(label("dry", lang, new=len(found.events)))
    else:
        tell_recorded(path, new, 0, lang)
    if found.costs:
        say(cost_line(found, lang, taken=costs))
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
    from investisens.ledger.suspense import decisions

    paid = _pairs(decide, lang)
    with Ledger.open(path) as ledger:
        if paid or dismiss:
            events = decisions(ledger, paid, dismiss, at, author, reason)
            done = ledger.accept(events, dry=dry)
            if dry:
                say(label("dry", lang, new=done.new))
            else:
                tell_recorded(path, done.new, done.known, lang)
                for event in events:
                    if event.reverses is None:
                        say(event.id)
            list_findings(done.doubts, lang, most=len(done.doubts))
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


def _pairs(decide: Sequence[str], lang: Language) -> dict[str, str]:
    paid: dict[str, str] = {}
    for text in decide:
        line, equals, position = (part.strip() for part in text.partition("="))
        if not (line and equals and position):
            raise click.UsageError(label("bad_decision", lang, text=text))
        if line in paid:
            raise click.UsageError(label("decided_twice", lang, line=line))
        paid[line] = position
    return paid
