"""What commands that record need: the options of an event, the moment, and the recording itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from investisens.cli.options import FolderPath, day_of, format_option, lang_option
from investisens.cli.output import list_findings, say, show
from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.ledger import Ledger
    from investisens.portfolio.events import Event, What
    from investisens.portfolio.fund import Fund
    from investisens.reports.render import Format
    from investisens.values.errors import Finding

Clock = Callable[[], datetime]
Made = TypeVar("Made", bound=Callable[..., Any])

NEGATIVE = {"ignore_unknown_options": True}
"""An amount may start with a minus sign; an option that is misspelt is still refused."""

ledger_argument = click.argument("ledger", metavar="LEDGER", type=FolderPath(path_type=Path))

author_option = click.option(
    "--author",
    metavar="NAME",
    default="",
    envvar="INVESTISENS_AUTHOR",
    help="Who records; by default what INVESTISENS_AUTHOR says.",
)

document_option = click.option(
    "--document", metavar="TEXT", default="", help="What it was taken from."
)

dry_option = click.option("--dry-run", "dry", is_flag=True, help="Check it, and record nothing.")

from_day_option = click.option(
    "--on", metavar="DATE", callback=day_of, required=True, help="The day it counts from."
)

reason_option = click.option("--reason", metavar="TEXT", default="", help="Why, in words.")


def event_options(command: Made) -> Made:
    """The options of every event."""
    for option in (
        lang_option,
        format_option,
        dry_option,
        click.option("--again", is_flag=True, help="A second fact that is equal in all."),
        click.option(
            "--settles", metavar="LINE", default="", help="The line in suspense that it settles."
        ),
        document_option,
        author_option,
    ):
        command = option(command)
    return click.pass_context(command)  # type: ignore[return-value]


def moment_of(context: click.Context) -> datetime:
    """The moment of recording, in UTC: that of the clock, or of the one a program passes.

    >>> at = datetime(2017, 1, 2, 9, 30, tzinfo=UTC)
    >>> moment_of(click.Context(click.Command("record"), obj=lambda: at)) == at
    True
    """
    clock: Clock | None = context.find_root().obj
    return clock() if clock is not None else datetime.now(UTC)


def tell_recorded(path: Path, new: int, known: int, lang: Language, *, err: bool = False) -> None:
    """Say how many events were recorded in which ledger."""
    from investisens.reports.cells import visible

    key = "recorded_known" if known else "recorded"
    say(label(key, lang, ledger=visible(str(path)), new=new, known=known), err=err)


def record_what(
    context: click.Context,
    made: Callable[[Fund], What],
    *,
    ledger: Path,
    author: str,
    document: str,
    settles: str,
    again: bool,
    dry: bool,
    output: Format,
    lang: Language,
) -> None:
    """Record what is made of the fund, and print the id of the event."""
    from investisens.l10n import format_date
    from investisens.ledger import Ledger
    from investisens.ledger.suspense import settled
    from investisens.portfolio.events import Reversed
    from investisens.portfolio.fund import FundTerms

    at = moment_of(context)
    with Ledger.open(ledger) as held:
        fund = held.fund()
        what = made(fund)
        on = held.event(what.event).on if isinstance(what, Reversed) else fund.terms.as_of
        event = held.event_for(what, at, on=on, author=author, source=document, again=again)
        events = [event]
        if settles:
            events.append(settled(held, settles, at, f"recorded as {event.id}", author))
        done = held.accept(events, dry=dry)
        doubts = [*done.doubts, *_mismatches(held, event)]
    _tell(ledger, events, done.new, dry, output, lang)
    if event.on > fund.terms.as_of and not isinstance(what, FundTerms):
        day = format_date(fund.terms.as_of, lang)
        say(label("after_as_of", lang, day=day, on=event.on), err=True)
    list_findings(tuple(doubts), lang, most=len(doubts))


def _tell(
    ledger: Path, events: Sequence[Event], new: int, dry: bool, output: Format, lang: Language
) -> None:
    if output == "text":
        say(events[0].id)
    else:
        from investisens.reports.ledger_report import recorded_report

        show(recorded_report(ledger, events, 0 if dry else new, dry=dry), output, lang)
    if dry or not new:
        key = "dry" if dry else "known_event"
        say(label(key, lang, new=new, event=events[0].id), err=True)


def _mismatches(ledger: Ledger, event: Event) -> tuple[Finding, ...]:
    from investisens.portfolio.confirming import unconfirmed
    from investisens.portfolio.decisions import Confirmation

    if not isinstance(event.what, Confirmation):
        return ()
    return tuple(unconfirmed(ledger.fund(), event.what))
