"""The command that records one event: what was decided or confirmed about debts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from investisens.cli.options import day_of
from investisens.cli.recording import (
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
COMPONENTS = ("principal", "interest", "late_interest", "fee")
INTEREST_MEANWHILE = ("runs", "stands_still")
DUES_MEANWHILE = ("later", "at_end")


@click.command()
@ledger_argument
@click.argument("position", metavar="POSITION")
@click.argument("component", metavar="COMPONENT", type=click.Choice(COMPONENTS))
@click.argument("amount", metavar="AMOUNT")
@from_day_option
@reason_option
@event_options
def waiver(
    context: click.Context,
    position: str,
    component: str,
    amount: str,
    on: date,
    reason: str,
    **common: Any,
) -> None:
    """Give up AMOUNT of COMPONENT that POSITION owes, by decision."""

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

    record_what(context, made, **common)


@click.command()
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
@event_options
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
    """Days on which nothing falls due.

    A machine is broken, or a shock hits many.
    """

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

    record_what(context, made, **common)


@click.command()
@ledger_argument
@click.argument("position", metavar="POSITION")
@click.argument("principal", metavar="AMOUNT")
@from_day_option
@click.option("--interest", metavar="AMOUNT", default=None, help="Accrued interest, if told.")
@event_options
def confirmed(
    context: click.Context,
    position: str,
    principal: str,
    on: date,
    interest: str | None,
    **common: Any,
) -> None:
    """AMOUNT of principal that a debtor confirms to owe.

    A balance that is not the recorded one is told.
    """

    def made(fund: Fund) -> What:
        from investisens.portfolio.decisions import Confirmation
        from investisens.values.money import Money

        return Confirmation(
            on=on,
            position=position,
            principal=Money.read(principal, fund.currency),
            interest=None if interest is None else Money.read(interest, fund.currency),
        )

    record_what(context, made, **common)


DECISIONS = (waiver, standstill, confirmed)
