"""Income tax relief of French savers who subscribe to small companies (IR-PME)."""

from __future__ import annotations

from datetime import date
from enum import Enum

from investisens.legal.parameters import value
from investisens.values.dates import add_months
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode


class ReliefKind(Enum):
    """What is subscribed to.

    Attributes:
        BASE: A small company without a label.
        ESUS: A solidarity enterprise of social utility.
        ESUS_HOLDING: An ESUS that holds assets, or a fund for innovation (FCPI).

    >>> ReliefKind("esus")
    <ReliefKind.ESUS: 'esus'>
    """

    BASE = "base"
    ESUS = "esus"
    ESUS_HOLDING = "esus_holding"


def relief_rate(kind: ReliefKind, *, on: date) -> Rate:
    """The part of a subscription that is taken off income tax.

    Source: BOI-IR-RICI-90-30 (verified secondary): ``irpme.rate``.

    Raises:
        MissingData: The rate of that day is not held.

    >>> print(relief_rate(ReliefKind.ESUS, on=date(2024, 6, 27)))
    18 %
    >>> print(relief_rate(ReliefKind.ESUS, on=date(2024, 6, 28)))
    25 %
    """
    return Rate.nearest(value(f"irpme.rate.{kind.value}", on=on))


def relief(subscribed: Money, kind: ReliefKind, *, on: date) -> Money:
    """What a subscription takes off income tax, rounded down; yearly ceilings aside.

    >>> from investisens import EUR
    >>> print(relief(Money.of(10_000, EUR), ReliefKind.ESUS, on=date(2024, 7, 1)))
    2500.00 EUR
    """
    return subscribed.times(relief_rate(kind, on=on), RoundingMode.DOWN)


def held_until(subscribed_on: date) -> date:
    """The last day on which shares have to be kept for the relief not to be taken back.

    Source: BOI-IR-RICI-90-30 (verified secondary): ``irpme.hold_years``, counted to 31 December.

    Raises:
        MissingData: The rule has no value on that day.

    >>> print(held_until(date(2024, 7, 1)))
    2029-12-31
    """
    years = int(value("irpme.hold_years", on=subscribed_on))
    return date(subscribed_on.year + years, 12, 31)


def redeemable_from(subscribed_on: date) -> date:
    """The first day on which the company may redeem the shares.

    Source: ``irpme.redemption_years`` (unverified: from general knowledge).

    Raises:
        MissingData: The rule has no value on that day.

    >>> print(redeemable_from(date(2024, 7, 1)))
    2031-07-01
    """
    return add_months(subscribed_on, 12 * int(value("irpme.redemption_years", on=subscribed_on)))
