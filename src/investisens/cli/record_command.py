"""The command that records one event: money, results and what happened to contracts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from investisens.cli.recording import (
    NEGATIVE,
    event_options,
    from_day_option,
    ledger_argument,
    reason_option,
    record_what,
)

if TYPE_CHECKING:
    from investisens.portfolio.events import What
    from investisens.portfolio.fund import Fund

# The codes of the library, which --help does not load.
HAPPENINGS = (
    *("converted", "succeeded", "failed", "notice", "redeemed", "option", "condition_met"),
    *("clawed_back", "delivered", "bought_back", "lost", "recovered"),
)


@click.group()
def record() -> None:
    """Record one event in a ledger, and print its id.

    Saying the same twice records it once. What the fund would not accept is refused.
    """


@record.command(context_settings=NEGATIVE)
@ledger_argument
@click.argument("position", metavar="POSITION")
@click.argument("amount", metavar="AMOUNT")
@from_day_option
@click.option("--id", "name", metavar="ID", default="", help="By default POSITION and the day.")
@click.option("--payer", metavar="TEXT", default="", help="Who paid, if not the debtor.")
@click.option("--channel", metavar="TEXT", default="", help="How it came.")
@click.option("--reference", metavar="TEXT", default="", help="What it was sent for.")
@event_options
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
    """AMOUNT received on POSITION; negative if handed back."""

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

    record_what(context, made, **common)


@record.command("written-off")
@ledger_argument
@click.argument("position", metavar="POSITION")
@from_day_option
@click.option("--shares", type=int, default=None, help="How many, of shares.")
@click.option("--per-share", metavar="AMOUNT", default=None, help="What each is still worth.")
@event_options
def written_off(
    context: click.Context,
    position: str,
    on: date,
    shares: int | None,
    per_share: str | None,
    **common: Any,
) -> None:
    """What is owed on POSITION is given up as lost.

    What comes later is recorded as received.
    """

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

    record_what(context, made, **common)


@record.command(context_settings=NEGATIVE)
@ledger_argument
@click.argument("enterprise", metavar="ENTERPRISE")
@click.argument("year", metavar="YEAR", type=int)
@click.argument("measure", metavar="MEASURE")
@click.argument("amount", metavar="AMOUNT")
@click.option("--month", type=click.IntRange(1, 12), default=None, help="Of a month alone.")
@event_options
def result(
    context: click.Context,
    enterprise: str,
    year: int,
    measure: str,
    amount: str,
    month: int | None,
    **common: Any,
) -> None:
    """MEASURE of ENTERPRISE for a year: net_profit, turnover."""

    def made(fund: Fund) -> What:
        from investisens.portfolio.records import Result
        from investisens.values.money import Money

        worth = Money.read(amount, fund.currency)
        return Result(enterprise=enterprise, year=year, measure=measure, amount=worth, month=month)

    record_what(context, made, **common)


@record.command()
@ledger_argument
@click.argument("index", metavar="INDEX")
@click.argument("value", metavar="RATE")
@from_day_option
@event_options
def rate(context: click.Context, index: str, value: str, on: date, **common: Any) -> None:
    """RATE of INDEX on a day, such as "3.5 %"."""

    def made(_: Fund) -> What:
        from investisens.portfolio.records import Fixing
        from investisens.values.rates import Rate

        return Fixing(index=index, on=on, value=Rate.parse(value))

    record_what(context, made, **common)


@record.command()
@ledger_argument
@click.argument("contract", metavar="POSITION")
@click.argument("what", metavar="WHAT", type=click.Choice(HAPPENINGS))
@from_day_option
@click.option("--amount", metavar="AMOUNT", default=None, help="Where WHAT has one.")
@click.option("--price", metavar="AMOUNT", default=None, help="Price of a share, of a round.")
@click.option("--number", type=int, default=None, help="A count or a rank.")
@event_options
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
    """WHAT happened to POSITION: converted, succeeded, notice."""

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

    record_what(context, made, **common)


@record.command()
@ledger_argument
@click.argument("amount", metavar="AMOUNT")
@from_day_option
@click.option("--label", "name", metavar="TEXT", default="", help="What it is.")
@event_options
def cost(context: click.Context, amount: str, on: date, name: str, **common: Any) -> None:
    """AMOUNT that the fund paid, such as a charge of its bank."""

    def made(fund: Fund) -> What:
        from investisens.portfolio.records import Cost
        from investisens.values.money import Money

        return Cost(paid_on=on, amount=Money.read(amount, fund.currency), label=name)

    record_what(context, made, **common)


@record.command()
@ledger_argument
@from_day_option
@event_options
def complete(context: click.Context, on: date, **common: Any) -> None:
    """Records are complete up to a day, which reports then show."""

    def made(fund: Fund) -> What:
        import attrs

        return attrs.evolve(fund.terms, as_of=on)

    record_what(context, made, **common)


@record.command()
@ledger_argument
@click.argument("event", metavar="EVENT")
@reason_option
@event_options
def reversal(context: click.Context, event: str, reason: str, **common: Any) -> None:
    """EVENT is undone, as if it had never been recorded.

    Reversing a reversal restores.
    """

    def made(_: Fund) -> What:
        from investisens.portfolio.events import Reversed

        return Reversed(event=event, reason=reason)

    record_what(context, made, **common)
