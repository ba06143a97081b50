"""The commands on the file of a ledger: made, proven, copied, brought back, written out."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from investisens.cli.options import FolderPath, format_option, known_on_option, lang_option
from investisens.cli.output import say, show
from investisens.cli.program import REFUSED
from investisens.cli.recording import ledger_argument
from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.reports.render import Format


_HASH = re.compile(r"[0-9a-f]{64}")


@click.group()
def ledger() -> None:
    """Make, look into, verify, copy or write out a ledger."""


@ledger.command()
@ledger_argument
@lang_option
def new(ledger: Path, lang: Language) -> None:
    """Make LEDGER: an empty ledger that its owner alone may read.

    What stands there already is left alone.
    """
    from investisens.ledger import Ledger
    from investisens.reports.cells import visible

    Ledger.create(ledger).close()
    places = {"ledger": visible(str(ledger)), "shown": visible(shlex.quote(str(ledger)))}
    say(label("ledger_made", lang, **places))


@ledger.command()
@ledger_argument
@click.option("--head", metavar="HASH", default=None, help="A last hash that was noted earlier.")
@format_option
@lang_option
def verify(ledger: Path, head: str | None, output: Format, lang: Language) -> None:
    """Prove that every event of LEDGER is what was recorded.

    The first that is not is named. The exit code is 1 if there is one, 0 if there is none.
    """
    from investisens.ledger import Ledger
    from investisens.reports.cells import visible
    from investisens.reports.ledger_report import verification_report
    from investisens.reports.text import findings_lines

    if head is not None and not _HASH.fullmatch(head):
        raise click.UsageError(label("no_hash", lang, text=head))
    with Ledger.open(ledger) as held:
        found = held.verify(head)
    report = verification_report(ledger, found)
    if output == "text":
        lines = findings_lines(report.tables[0], lang)
        key = "broken" if found.broken else "proven" if found.ok else "beside"
        places = {"ledger": visible(str(ledger)), "events": found.events, "head": found.head}
        lines.append(label(key, lang, **places))
        if head is not None and not found.broken:
            lines.append(label("head_found", lang, head=head))
        say("\n".join(lines))
    else:
        show(report, output, lang)
    if not found.ok:
        raise click.exceptions.Exit(REFUSED)


@ledger.command()
@ledger_argument
@click.argument("folder", metavar="FOLDER", type=FolderPath(path_type=Path))
@known_on_option
@lang_option
def export(ledger: Path, folder: Path, known_on: date | None, lang: Language) -> None:
    """Write the fund of LEDGER as a new FOLDER.

    It reads back as the same fund. Lines of statements that wait for a decision have no place in
    a folder: they stay in LEDGER.
    """
    from investisens.ledger import Ledger

    with Ledger.open(ledger) as held:
        held.export(folder, known_on)
    _tell("exported", lang, ledger, folder)


@ledger.command()
@ledger_argument
@click.argument("copy", metavar="FILE", type=FolderPath(path_type=Path))
@lang_option
def backup(ledger: Path, copy: Path, lang: Language) -> None:
    """Copy LEDGER into a new FILE, and check the copy.

    The ledger may be in use meanwhile.
    """
    from investisens.ledger import Ledger

    with Ledger.open(ledger) as held:
        held.backup(copy)
    _tell("backed_up", lang, ledger, copy)


@ledger.command()
@click.argument("backup", metavar="BACKUP", type=FolderPath(path_type=Path))
@ledger_argument
@lang_option
def restore(backup: Path, ledger: Path, lang: Language) -> None:
    """Make LEDGER from BACKUP, which stays as it is. Nothing is written over."""
    from investisens import ledger as ledgers

    ledgers.restore(backup, ledger)
    _tell("restored", lang, backup, ledger)


def _tell(key: str, lang: Language, source: Path, target: Path) -> None:
    from investisens.reports.cells import visible

    say(label(key, lang, source=visible(str(source)), target=visible(str(target))))
