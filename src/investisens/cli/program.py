"""The program: what its exit codes mean, and how it says what went wrong."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from investisens import __version__
from investisens.cli.options import language_of
from investisens.cli.output import complain, list_findings, say
from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.values.errors import InvalidFolder

REFUSED = 1
"""The request is refused, or ``check`` found errors."""

INTERRUPTED = 130
"""Stopped from the keyboard."""

READER_GONE = 141
"""The program that read our output stopped reading, as ``head`` does."""

MOST_FINDINGS = 50
"""Findings shown by a command that cannot read its folder; ``check`` shows all."""


class Program(click.Group):
    """A group of commands whose failures are sentences and exit codes, never tracebacks."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the command line, which may already print help or the version."""
        try:
            return super().make_context(*args, **kwargs)
        except BrokenPipeError:
            _stop_writing()
            code = READER_GONE
        except OSError as error:
            _stop_writing()
            complain(error.strerror or str(error), "en")
            code = REFUSED
        raise click.exceptions.Exit(code)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it raises becomes a message and an exit code."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            say(label("interrupted", language_of(ctx)), err=True)
            code = INTERRUPTED
        except BrokenPipeError:
            _stop_writing()
            code = READER_GONE
        except Exception as error:
            if not explain(error, language_of(ctx)):
                raise
            code = REFUSED
        raise click.exceptions.Exit(code)


def explain(error: Exception, lang: Language) -> bool:
    """Say what went wrong on the error stream; false for an error that is a fault of ours."""
    from investisens.values.errors import InvalidFolder, InvestisensError

    match error:
        case InvalidFolder():
            _explain_folder(error, lang)
        case InvestisensError():
            complain(str(error), lang)
        case OSError(strerror=str() as reason):
            path = error.filename
            where = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
            complain(label("system", lang, path=where, reason=reason) if where else reason, lang)
        case _:
            return False
    return True


def _explain_folder(error: InvalidFolder, lang: Language) -> None:
    if error.findings:
        list_findings(error.findings, lang, most=MOST_FINDINGS)
    else:
        complain(str(error), lang)


def _stop_writing() -> None:
    """Send what is still to be written nowhere, so that the interpreter ends quietly."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 errors found or request refused, 2 wrong usage.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Project a solidarity investment fund from its folder, to the franc."""
