"""What commands that record need: the moment, who records, and the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from investisens.cli.options import FolderPath

Clock = Callable[[], datetime]

ledger_argument = click.argument("ledger", metavar="LEDGER", type=FolderPath(path_type=Path))

author_option = click.option(
    "--author",
    metavar="NAME",
    default="",
    envvar="INVESTISENS_AUTHOR",
    help="Who records; by default what INVESTISENS_AUTHOR says.",
)


def moment_of(context: click.Context) -> datetime:
    """The moment of recording, in UTC: that of the clock, or of the one a program passes.

    >>> at = datetime(2017, 1, 2, 9, 30, tzinfo=UTC)
    >>> moment_of(click.Context(click.Command("record"), obj=lambda: at)) == at
    True
    """
    clock: Clock | None = context.find_root().obj
    return clock() if clock is not None else datetime.now(UTC)
