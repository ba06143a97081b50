"""The command that records one event, and says under which id."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from investisens.cli.options import day_of, lang_option
from investisens.cli.output import list_findings, say
from investisens.cli.recording import author_option, ledger_argument, moment_of
from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.ledger import Ledger
    from investisens.portfolio.events import Event, What
    from investisens.portfolio.fund import Fund
    from investisens.values.errors import Finding

Made = TypeVar("Made", bound=Callable[..., Any])

# The codes of the library, which --help does not load.
COMPONENTS = ("principal", "interest", "late_interest", "fee")
HAPPENINGS = (
    *("converted", "succeeded", "failed", "notice", "redeemed", "option", "condition_met"),
    *("clawed_back", "delivered", "bought_back", "lost", "recovered"),
)
INTEREST_MEANWHILE = ("runs", "stands_still")
DUES_MEANWHILE = ("later", "at_end")

NEGATIVE = {"ignore_unknown_options": True}
"""An amount may start with a minus sign; an option that is misspelt is still refused."""

on_option = click.option(
    "--on", metavar="DATE", callback=day_of, required=True, help="The day it counts from."
)
reason_option = click.option("--reason", metavar="TEXT", default="", help="Why, in words.")


def _recorded(command: Made) -> Made:
    """The options of every event."""
    for option in (
        lang_option,
        click.option("--dry-run", "dry", is_flag=True, help="Check it, and record nothing."),
        click.option("--again", is_flag=True, help="A second fact that is equal in all."),
        click.option(
            "--settles", metavar="LINE", default="", help="The line in suspense that it settles."
        ),
        click.option("--document", metavar="TEXT", default="", help="What it was taken from."),
        author_option,
    ):
        command = option(command)
    return click.pass_context(command)  # type: ignore[return-value]


@click.group()
def record() -> None:
    """Record one event in a ledger, and print its id.

    Saying the same twice records it once. What the fund would not accept is refused.
    """


@record.command(context_settings=NEGATIVE)
@ledger_argument
@click.argument("position", metavar="POSITION")
@click.argument("amount", metavar="AMOUNT")
@on_option
@click.option("--id", "name", metavar="ID", default="", help="By default POSITION and the day.")
@click.option("--payer", metavar="TEXT", default="", help="Who paid, if not the debtor.")
@click.option("--channel", metavar="TEXT", default="", help="How it came.")
@click.option("--reference", metavar="TEXT", default="", help="What it was sent for.")
@_recorded
def received(
    context: click.Context,
    position: str,
    amount: str,
    on: date,
    name: str,
    payer: str,
    channel: str,
    reference: str,
    **common: Any,
) -> None:
    """AMOUNT received on the debt POSITION; negative if handed back."""

    def made(fund: Fund) -> What:
        from investisens.portfolio.records import Payment
        from investisens.values.money import Money

        return Payment(
            id=name or f"{position}-{on}",
            received_on=on,
            position=position,
            amount=Money.read(amount, fund.currency),
            payer=payer,
            channel=channel,
            reference=reference,
        )

    _record(context, made, **common)


@record.command("written-off")
@ledger_argument
@click.argument("position", metavar="POSITION")
@on_option
@click.option("--shares", type=int, default=None, help="How many, of shares.")
@click.option("--per-share", metavar="AMOUNT", default=None, help="What each is still worth.")
@_recorded
def written_off(
    context: click.Context,
    position: str,
    on: date,
    shares: int | None,
    per_share: str | None,
    **common: Any,
) -> None:
    """What is owed on POSITION is given up as lost; what comes later is received."""

    def made(fund: Fund) -> What:
        from investisens.portfolio.records import PositionEvent
        from investisens.values.money import Money
        from investisens.values.shares import ShareEventKind

        return PositionEvent(
            on=on,
            position=position,
            event=ShareEventKind.WRITE_OFF,
            shares=shares,
            per_share=None if per_share is None else Money.read(per_share, fund.currency),
        )

    _record(context, made, **common)


@record.command(context_settings=NEGATIVE)
@ledger_argument
@click.argument("enterprise", metavar="ENTERPRISE")
@click.argument("year", metavar="YEAR", type=int)
@click.argument("measure", metavar="MEASURE")
@click.argument("amount", metavar="AMOUNT")
@click.option("--month", type=click.IntRange(1, 12), default=None, help="Of a month alone.")
@_recorded
def result(
    context: click.Context,
    enterprise: str,
    year: int,
    measure: str,
    amount: str,
    month: int | None,
    **common: Any,
) -> None:
    """MEASURE of ENTERPRISE for a year: net_profit, turnover, ..."""

    def made(fund: Fund) -> What:
        from investisens.portfolio.records import Result
        from investisens.values.money import Money

        worth = Money.read(amount, fund.currency)
        return Result(enterprise=enterprise, year=year, measure=measure, amount=worth, month=month)

    _record(context, made, **common)


@record.command()
@ledger_argument
@click.argument("index", metavar="INDEX")
@click.argument("value", metavar="RATE")
@on_option
@_recorded
def rate(context: click.Context, index: str, value: str, on: date, **common: Any) -> None:
    """RATE of INDEX on a day, such as "3.5 %"."""

    def made(_: Fund) -> What:
        from investisens.portfolio.records import Fixing
        from investisens.values.rates import Rate

        return Fixing(index=index, on=on, value=Rate.parse(value))

    _record(context, made, **common)


@record.command()
@ledger_argument
@click.argument("contract", metavar="POSITION")
@click.argument("what", metavar="WHAT", type=click.Choice(HAPPENINGS))
@on_option
@click.option("--amount", metavar="AMOUNT", default=None, help="Where WHAT has one.")
@click.option("--price", metavar="AMOUNT", default=None, help="Price of a share, of a round.")
@click.option("--number", type=int, default=None, help="A count or a rank.")
@_recorded
def happening(
    context: click.Context,
    contract: str,
    what: str,
    on: date,
    amount: str | None,
    price: str | None,
    number: int | None,
    **common: Any,
) -> None:
    """WHAT happened to POSITION: converted, succeeded, notice, ..."""

    def made(fund: Fund) -> What:
        from investisens.values.happenings import Happening, HappeningKind
        from investisens.values.money import Money

        worth, of_a_share = (
            None if each is None else Money.read(each, fund.currency) for each in (amount, price)
        )
        return Happening(
            contract=contract,
            on=on,
            what=HappeningKind(what),
            amount=worth,
            price=of_a_share,
            number=number,
        )

    _record(context, made, **common)


@record.command()
@ledger_argument
@click.argument("position", metavar="POSITION")
@click.argument("component", metavar="COMPONENT", type=click.Choice(COMPONENTS))
@click.argument("amount", metavar="AMOUNT")
@on_option
@reason_option
@_recorded
def waiver(
    context: click.Context,
    position: str,
    component: str,
    amount: str,
    on: date,
    reason: str,
    **common: Any,
) -> None:
    """AMOUNT of COMPONENT that POSITION owes is given up by decision."""

    def made(fund: Fund) -> What:
        from investisens.portfolio.decisions import Waiver
        from investisens.values.components import Component
        from investisens.values.money import Money

        return Waiver(
            on=on,
            position=position,
            component=Component(component),
            amount=Money.read(amount, fund.currency),
            reason=reason,
        )

    _record(context, made, **common)


@record.command()
@ledger_argument
@click.option("--since", metavar="DATE", callback=day_of, required=True, help="First day.")
@click.option("--until", metavar="DATE", callback=day_of, required=True, help="Last day.")
@click.option("--position", metavar="POSITION", default="", help="The debt that stands still.")
@click.option("--sector", metavar="TEXT", default="", help="The sector concerned.")
@click.option("--commune", metavar="TEXT", default="", help="The commune concerned.")
@click.option(
    "--interest", type=click.Choice(INTEREST_MEANWHILE), default="runs", show_default=True
)
@click.option("--dues", type=click.Choice(DUES_MEANWHILE), default="later", show_default=True)
@reason_option
@_recorded
def standstill(
    context: click.Context,
    since: date,
    until: date,
    position: str,
    sector: str,
    commune: str,
    interest: str,
    dues: str,
    reason: str,
    **common: Any,
) -> None:
    """Days on which nothing falls due: a broken machine, a shock that hits many."""

    def made(_: Fund) -> What:
        from investisens.portfolio.decisions import Standstill
        from investisens.values.components import DuesMeanwhile, InterestMeanwhile

        return Standstill(
            since=since,
            until=until,
            position=position,
            sector=sector,
            commune=commune,
            interest=InterestMeanwhile(interest),
            dues=DuesMeanwhile(dues),
            reason=reason,
        )

    _record(context, made, **common)


@record.command()
@ledger_argument
@click.argument("position", metavar="POSITION")
@click.argument("principal", metavar="AMOUNT")
@on_option
@click.option("--interest", metavar="AMOUNT", default=None, help="Accrued interest, if told.")
@_recorded
def confirmed(
    context: click.Context,
    position: str,
    principal: str,
    on: date,
    interest: str | None,
    **common: Any,
) -> None:
    """AMOUNT is the principal that the debtor of POSITION confirms; a mismatch is told."""

    def made(fund: Fund) -> What:
        from investisens.portfolio.decisions import Confirmation
        from investisens.values.money import Money

        return Confirmation(
            on=on,
            position=position,
            principal=Money.read(principal, fund.currency),
            interest=None if interest is None else Money.read(interest, fund.currency),
        )

    _record(context, made, **common)


@record.command()
@ledger_argument
@click.argument("amount", metavar="AMOUNT")
@on_option
@click.option("--label", "name", metavar="TEXT", default="", help="What it is.")
@_recorded
def cost(context: click.Context, amount: str, on: date, name: str, **common: Any) -> None:
    """AMOUNT that the fund itself paid, such as a charge of its bank."""

    def made(fund: Fund) -> What:
        from investisens.portfolio.records import Cost
        from investisens.values.money import Money

        return Cost(paid_on=on, amount=Money.read(amount, fund.currency), label=name)

    _record(context, made, **common)


@record.command()
@ledger_argument
@click.argument("event", metavar="EVENT")
@reason_option
@_recorded
def reversal(context: click.Context, event: str, reason: str, **common: Any) -> None:
    """EVENT is undone, as if it had never been recorded; reversing a reversal restores."""

    def made(_: Fund) -> What:
        from investisens.portfolio.events import Reversed

        return Reversed(event=event, reason=reason)

    _record(context, made, **common)


def _record(
    context: click.Context,
    made: Callable[[Fund], What],
    *,
    ledger: Path,
    author: str,
    document: str,
    settles: str,
    again: bool,
    dry: bool,
    lang: Any,
) -> None:
    """Record what is made of the fund, and print the id of the event."""
    from investisens.ledger import Ledger
    from investisens.ledger.guarding import doubts_of
    from investisens.ledger.one_event import event_of
    from investisens.ledger.suspense import settled
    from investisens.portfolio.events import Reversed

    at = moment_of(context)
    with Ledger.open(ledger) as held:
        fund = held.fund()
        what = made(fund)
        on = held.event(what.event).on if isinstance(what, Reversed) else fund.terms.as_of
        event = event_of(held, what, at, on=on, author=author, source=document, again=again)
        events = [event]
        if settles:
            events.append(settled(held, settles, at, f"recorded as {event.id}", author))
        doubts = [*doubts_of(held, events), *_mismatches(held, event)]
        new = 0 if dry else held.record(events).new
    say(event.id)
    if dry or not new:
        key = "dry" if dry else "known_event"
        say(label(key, lang, new=len(events), event=event.id), err=True)
    list_findings(tuple(doubts), lang, most=len(doubts))


def _mismatches(ledger: Ledger, event: Event) -> tuple[Finding, ...]:
    from investisens.portfolio.confirming import unconfirmed
    from investisens.portfolio.decisions import Confirmation

    if not isinstance(event.what, Confirmation):
        return ()
    return tuple(unconfirmed(ledger.fund(), event.what))
