"""Options that several commands share: the day, the format, the language."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click

from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.l10n import Language

_LANGUAGE_OF_RUN: Final = "investisens.lang"
_KNOWN_ON_OF_RUN: Final = "investisens.known_on"
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def process_language(environ: Mapping[str, str] = os.environ) -> Language:
    """French where the process runs in French, else English.

    The first that is set counts, as for other programs: LC_ALL, LC_MESSAGES, LANG.

    >>> process_language({"LC_ALL": "", "LANG": "fr_BJ.UTF-8"}), process_language({})
    ('fr', 'en')
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environ[name] for name in names if environ.get(name)), "")
    return "fr" if locale.lower().startswith("fr") else "en"


def language_of(context: click.Context) -> Language:
    """The language chosen for this run."""
    return cast("Language", context.meta.get(_LANGUAGE_OF_RUN, process_language()))


def day_of(context: click.Context, _: click.Parameter, text: str | None) -> date | None:
    """The day written YYYY-MM-DD, and no other way."""
    if text is None:
        return None
    try:
        if _ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # such as 2011-02-30
    raise click.BadParameter(label("bad_date", language_of(context), text=text))


def _remember(context: click.Context, _: click.Parameter, value: str) -> str:
    context.meta[_LANGUAGE_OF_RUN] = value
    return value


def known_on_of(context: click.Context | None) -> date | None:
    """The day whose knowledge this run asks for, where it asks for one."""
    return None if context is None else context.meta.get(_KNOWN_ON_OF_RUN)


def _known_on(context: click.Context, option: click.Parameter, text: str | None) -> date | None:
    day = day_of(context, option, text)
    context.meta[_KNOWN_ON_OF_RUN] = day
    return day


class FolderPath(click.Path):
    """The path of a folder; an empty text, as of a variable that is not set, names none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as a ``Path``."""
        if value == "":
            self.fail("the path is empty: name a folder, or '.' for this one", param, ctx)
        return super().convert(value, param, ctx)


folder_argument = click.argument("folder", metavar="FOLDER", type=FolderPath(path_type=Path))

on_option = click.option(
    "--on", metavar="DATE", callback=day_of, help="Day of the question, as YYYY-MM-DD."
)

fund_argument = click.argument("fund", metavar="FUND", type=FolderPath(path_type=Path))

known_on_option = click.option(
    "--as-known-on",
    "known_on",
    metavar="DATE",
    callback=_known_on,
    help="What a ledger knew at the end of this day (UTC).",
)

format_option = click.option(
    "--format",
    "output",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="Text for readers, CSV or JSON for machines.",
)

# Eager: the messages about the other options are in this language too.
lang_option = click.option(
    "--lang",
    type=click.Choice(["fr", "en"], case_sensitive=False),
    default=process_language,
    envvar="INVESTISENS_LANG",
    is_eager=True,
    callback=_remember,
    help="Language of text; by default that of INVESTISENS_LANG, or of the system.",
)
