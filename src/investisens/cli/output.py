"""Writing to the terminal and to other programs, whatever their encoding."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from investisens.cli.options import known_on_of
from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.reports.render import Format
    from investisens.reports.tables import Report
    from investisens.values.errors import Finding

_PLAIN = str.maketrans({"\u202f": " ", "\u00a0": " ", "–": "-", "─": "-", "’": "'"})
_WIDTH_OF_A_FILE = 100


def as_asked(report: Report) -> Report:
    """The report with the day whose knowledge was asked for, if it does not tell it yet."""
    from investisens.reports.tables import as_known

    return as_known(report, known_on_of(click.get_current_context(silent=True)))


def show(report: Report, output: Format, lang: Language) -> None:
    """Print a report: text as the terminal can show it, CSV and JSON always in UTF-8."""
    from investisens.reports.render import render

    report = as_asked(report)
    if output != "text":
        click.echo(render(report, output, lang).encode("utf-8", "backslashreplace"), nl=False)
        return
    size = shutil.get_terminal_size((_WIDTH_OF_A_FILE, 24))
    terminal = sys.stdout is not None and sys.stdout.isatty()
    color = terminal and not os.environ.get("NO_COLOR")
    say(render(report, output, lang, width=size.columns, color=color).removesuffix("\n"))


def say(text: str, *, err: bool = False) -> None:
    """Print lines of text; a sign that the encoding lacks is replaced, never an error."""
    stream = sys.stderr if err else sys.stdout
    if stream is None:  # closed by the caller: nobody listens
        return
    encoding = stream.encoding
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    click.echo(text, err=err)


def complain(message: str, lang: Language) -> None:
    """Print an error, one line for each of its lines, on the error stream."""
    from investisens.reports.cells import visible

    first, *others = (visible(line) for line in message.splitlines() or [""])
    say("\n".join([label("failure", lang, message=first), *others]), err=True)


def list_findings(findings: tuple[Finding, ...], lang: Language, *, most: int) -> None:
    """Print findings on the error stream, *most* of them at most."""
    from investisens.reports.tables import findings_table
    from investisens.reports.text import findings_lines

    lines = findings_lines(findings_table(findings[:most]), lang)
    if len(findings) > most:
        lines.append(label("more", lang, count=len(findings) - most))
    if lines:
        say("\n".join(lines), err=True)
