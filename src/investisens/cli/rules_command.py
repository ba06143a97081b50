"""The command that lists the numbers of the law."""

from __future__ import annotations

import difflib
import shutil
from datetime import date
from typing import TYPE_CHECKING

import click

from investisens.cli.options import format_option, lang_option, on_option
from investisens.cli.output import say, show
from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.reports.render import Format

JURISDICTIONS = ("BJ", "FR", "EU", "UMOA", "OHADA", "OECD", "IMF", "IFRS", "INT")
"""Those of :mod:`investisens.legal.dated`, which --help does not load."""

STATUSES = ("verified-text", "verified-secondary", "unverified")
_WIDTH_OF_A_FILE = 100


@click.command()
@click.argument("words", metavar="[TEXT]...", nargs=-1)
@on_option
@click.option(
    "--jurisdiction",
    type=click.Choice(JURISDICTIONS),
    default=None,
    help="Only what holds there.",
)
@click.option(
    "--status", type=click.Choice(STATUSES), default=None, help="Only what was checked so far."
)
@format_option
@lang_option
def rules(
    words: tuple[str, ...],
    on: date | None,
    jurisdiction: str | None,
    status: str | None,
    output: Format,
    lang: Language,
) -> None:
    """List the numbers of the law in force on a day, with sources.

    With TEXT, only the rules whose name, description or source holds it. Without --on, every
    number through time; with it, the rules of which no value is known on that day come last.
    """
    from investisens.legal.dated import Status
    from investisens.reports.rules_report import (
        absence_lines,
        absences,
        parameters_about,
        rules_of,
        rules_report,
        rules_text,
    )

    known = parameters_about(words, jurisdiction)
    if words and not known:
        _refuse(words, jurisdiction, lang)
    checked = Status(status.replace("-", " ")) if status else None
    found = rules_of(known, on, checked)
    absent = absences(known, on, checked) if on else []
    if output == "text":
        columns = shutil.get_terminal_size((_WIDTH_OF_A_FILE, 24)).columns
        say(rules_text(found, on, lang, absent, width=columns))
        return
    show(rules_report(found, on, absent), output, lang)
    if on is not None and output == "csv":
        for line in absence_lines(absent, on, lang):
            say(label("note", lang, message=line), err=True)


def _refuse(words: tuple[str, ...], jurisdiction: str | None, lang: Language) -> None:
    from investisens.legal.parameters import names
    from investisens.values.errors import MissingData

    text = " ".join(words)
    close = difflib.get_close_matches(text, names(), n=3)
    near = label("near", lang, names=", ".join(map(repr, close))) if close else ""
    where = f" ({jurisdiction})" if jurisdiction else ""
    raise MissingData(label("no_rule", lang, text=text, where=where, near=near), value=text)
