"""The rates that stand for the market in European aid: reference rates and safe-harbour premiums.

Both are dated parameters. The base rate of a Member State, which the Commission publishes each
month, is not held here: it is given.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from investisens.legal.parameters import value
from investisens.values.rates import Rate


class Rating(Enum):
    """Creditworthiness of a borrower; the value is the key of the margins.

    Attributes:
        AAA_A: From AAA down to A.
        BBB: Good.
        BB: Satisfactory.
        B: Weak.
        CCC: CCC or below.

    >>> Rating.BB.value
    'bb'
    """

    AAA_A = "aaa_a"
    BBB = "bbb"
    BB = "bb"
    B = "b"
    CCC = "ccc"


class Collateral(Enum):
    """How much of a loan its security would recover; the value is the key of the margins.

    Attributes:
        HIGH: High.
        NORMAL: Normal.
        LOW: Low.

    >>> Collateral.NORMAL.value
    'normal'
    """

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


def reference_rate(
    base: Rate, rating: Rating | None, collateral: Collateral = Collateral.NORMAL, *, on: date
) -> Rate:
    """The reference rate: a Member State's base rate and a margin by rating and collateral.

    Args:
        base: Base rate of the Member State, as the Commission publishes it each month.
        rating: ``None`` for a start-up or a borrower without a rating.
        collateral: Ignored without a rating.
        on: Day of the aid.

    Raises:
        MissingData: No margin is held for that day.

    Source: Commission communication 2008/C 14/02; the margins are unverified.

    >>> print(reference_rate(Rate.parse("2.2 %"), None, on=date(2026, 6, 30)))
    6.2 %
    """
    if rating is None:
        margin = value("eu.reference.margin_unrated", on=on)
    else:
        margin = value(f"eu.reference.margin.{rating.value}.{collateral.value}", on=on)
    return Rate.nearest(base.fraction + margin)


def discount_rate(base: Rate, *, on: date) -> Rate:
    """The rate that discounts aid paid in parts, such as the premiums of a guarantee.

    Raises:
        MissingData: No margin is held for that day.

    Source: Commission communication 2008/C 14/02; the margin is unverified.

    >>> print(discount_rate(Rate.parse("2.2 %"), on=date(2026, 6, 30)))
    3.2 %
    """
    return Rate.nearest(base.fraction + value("eu.reference.discount_margin", on=on))


class PremiumClass(Enum):
    """Rating class of the safe-harbour premiums; the value names the parameter.

    Attributes:
        AAA: Highest quality.
        AA: Very strong capacity to pay.
        A: Strong capacity.
        BBB: Adequate capacity.
        BB: BB+ and BB.
        BB_MINUS: BB− and B+.
        B: B and B−.
        START_UP: No rating, such as a start-up.

    >>> PremiumClass.START_UP.value
    'eu.guarantee.startup'
    """

    AAA = "eu.guarantee.premium.aaa"
    AA = "eu.guarantee.premium.aa"
    A = "eu.guarantee.premium.a"
    BBB = "eu.guarantee.premium.bbb"
    BB = "eu.guarantee.premium.bb"
    BB_MINUS = "eu.guarantee.premium.bb_minus"
    B = "eu.guarantee.premium.b"
    START_UP = "eu.guarantee.startup"


def safe_harbour_premium(quality: PremiumClass, *, on: date) -> Rate:
    """The yearly premium that excludes aid, for a guarantee with normal collateral.

    Raises:
        MissingData: No premium is held for that day.

    Source: Commission notice on guarantees 2008/C 155/02.

    >>> print(safe_harbour_premium(PremiumClass.START_UP, on=date(2026, 6, 30)))
    3.8 %
    """
    return Rate.nearest(value(quality.value, on=on))
