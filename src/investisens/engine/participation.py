"""Shares of a result: floor, caps, and the year in which they are paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from investisens.engine.debt import Flow
from investisens.engine.scenario import Default, Delay
from investisens.values.cashflow import FlowKind
from investisens.values.legs import ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding, round_ratio

Results = Mapping[tuple[str, int], int]
"""Result in minor units by measure and calendar year."""


def participation_flows(
    leg: ParticipationLeg,
    results: Results,
    principal_on: Callable[[date], int],
    default: Default | None = None,
    delay: Delay | None = None,
) -> tuple[Flow, ...]:
    """What *leg* pays for each year whose result is known.

    Args:
        leg: The participation.
        results: Results known or expected; a year without one pays nothing.
        principal_on: Principal outstanding at the end of a day.
        default: Nothing is paid on or after this default.
        delay: Payments dated on or after its first day are moved; the amounts are not.

    >>> from investisens.values.dates import YearDay
    >>> from investisens.values.rounding import RoundingMode
    >>> leg = ParticipationLeg(
    ...     measure="net_profit", share=Rate.parse("8 %"), first_year=2013, last_year=2013,
    ...     paid_on=YearDay(6, 30), cap_of_principal=Rate.parse("3 %"),
    ...     rounding=Rounding(interest=RoundingMode.HALF_UP))
    >>> participation_flows(leg, {("net_profit", 2013): 2_900_000}, lambda day: 4_499_555)[0][2]
    134987
    """
    flows = []
    paid_so_far = 0
    for year in range(leg.first_year, leg.last_year + 1):
        result = results.get((leg.measure, year))
        if result is None:
            continue
        principal = principal_on(date(year - 1, 12, 31))
        amount = amount_of_year(leg, result, principal, paid_so_far)
        on = leg.paid_on.in_year(year + 1)
        if delay is not None and on >= delay.since:
            on += timedelta(days=delay.days)
        if default is not None and on >= default.on:
            break
        paid_so_far += amount
        flows.append((on.toordinal(), FlowKind.PARTICIPATION, amount))
    return tuple(flows)


def amount_of_year(leg: ParticipationLeg, result: int, principal: int, paid_so_far: int) -> int:
    """The amount of one year: floor, then the cap of the year, then what the total cap leaves."""
    amount = _part(leg.share, max(0, result), leg.rounding)
    amount = max(amount, _minor(leg.floor))
    if leg.cap_of_principal is not None:
        amount = min(amount, _part(leg.cap_of_principal, principal, leg.rounding))
    if leg.cap_total is not None:
        amount = min(amount, max(0, leg.cap_total.minor - paid_so_far))
    return amount


def _part(rate: Rate, amount: int, rounding: Rounding) -> int:
    return int(round_ratio(rate.mbp * amount, MBP, rounding.interest))


def _minor(money: Money | None) -> int:
    return 0 if money is None else money.minor
