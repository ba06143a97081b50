"""The commands that look into a ledger: its events, and the views for other programs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from investisens.cli.names import check_name
from investisens.cli.options import format_option, known_on_option, lang_option, on_option
from investisens.cli.output import say, show
from investisens.cli.recording import ledger_argument
from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.reports.render import Format


@click.command()
@ledger_argument
@click.argument("contract", metavar="[POSITION]", required=False)
@click.option("--kind", metavar="KIND", default=None, help="Events of this kind alone.")
@click.option("--last", metavar="N", type=click.IntRange(min=1), default=None, help="The last N.")
@known_on_option
@format_option
@lang_option
def events(
    ledger: Path,
    contract: str | None,
    kind: str | None,
    last: int | None,
    known_on: date | None,
    output: Format,
    lang: Language,
) -> None:
    """List the events of LEDGER, or of one POSITION.

    They stand in the order of recording. What was reversed stays in the list, and is told.
    """
    from investisens.ledger import Ledger
    from investisens.portfolio.event_fold import standing
    from investisens.portfolio.event_kinds import KINDS, kind_of
    from investisens.reports.event_list import contracts_of, event_list

    with Ledger.open(ledger) as held:
        found = held.events(known_on)
    if kind is not None:
        check_name("unknown_kind", kind, [*KINDS], lang)
    about = contracts_of(found)
    if contract is not None:
        check_name(
            "unknown_contract", contract, [*dict.fromkeys(filter(None, about.values()))], lang
        )
    stand = {each.id for each in standing(found)}
    chosen = [
        each
        for each in found
        if (contract is None or about[each.id] == contract)
        and (kind is None or kind_of(each.what).name == kind)
    ]
    shown = chosen[-(last or 0) :]
    show(event_list(ledger, shown, stand, about, whole=output != "text"), output, lang)


@click.command()
@ledger_argument
@on_option
@lang_option
def refresh(ledger: Path, on: date | None, lang: Language) -> None:
    """Compute the views of LEDGER for Datasette and its like.

    The views arrears and schedule show the day of the question until they are computed again.
    """
    from investisens.l10n import format_date
    from investisens.ledger import Ledger
    from investisens.reports.cells import visible

    with Ledger.open(ledger) as held:
        day = on or held.fund(payments=False).terms.as_of
        held.refresh(day)
    say(label("refreshed", lang, ledger=visible(str(ledger)), on=format_date(day, lang)))


LOOKING = (events, refresh)
