"""The short cut for small loans and guarantees: de minimis aid in proportion to a largest one.

The largest loan or guarantee of a given length is deemed to hold aid equal to the ceiling; a
smaller or shorter one holds its proportion. Above a limit there is no proportion: the equivalent
comes from the reference rate, see :mod:`investisens.funding.gross_grant_equivalent`.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from investisens.legal.parameters import value
from investisens.values.currency import EUR
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode

_REMEDY: Final = "compute the equivalent from the reference rate instead"
_SHORT_YEARS, _LONG_YEARS = 5, 10
"""The lengths for which the regulation gives a limit; they name the parameters."""


def proportional_equivalent(
    amount: Money, years: Fraction, *, ceiling: Money, limit: Money, limit_years: int
) -> Money:
    """The equivalent of a small loan or guarantee, rounded half up.

    Args:
        amount: The loan, or the amount guaranteed.
        years: Its length.
        ceiling: The de minimis ceiling: the equivalent of the largest one.
        limit: Largest amount.
        limit_years: Longest length.

    Raises:
        InvalidTerms: The amount or the length is above its limit.

    Source: regulation (EU) 2023/2831, article 4.

    >>> print(proportional_equivalent(
    ...     Money.of(250_000, EUR), Fraction(4), ceiling=Money.of(300_000, EUR),
    ...     limit=Money.of(1_500_000, EUR), limit_years=5))
    40000.00 EUR
    """
    if amount > limit:
        raise InvalidTerms(
            f"amount is {amount}, above the limit of {limit}: {_REMEDY}",
            field="amount",
            value=amount,
        )
    if years > limit_years:
        raise InvalidTerms(
            f"the length is {years} years, above the limit of {limit_years}: {_REMEDY}",
            field="years",
            value=years,
        )
    share = Fraction(amount.minor, limit.minor) * years / limit_years
    return ceiling.times(share, RoundingMode.HALF_UP)


def small_loan_equivalent(amount: Money, years: Fraction, *, collateral: Rate, on: date) -> Money:
    """The equivalent of a small secured loan, by the limits of a day.

    Args:
        amount: The loan, in euros.
        years: Its length.
        collateral: Security over the loan.
        on: Day the right to it arises.

    Raises:
        InvalidTerms: The loan is too large, too long or not secured enough.
        MissingData: A limit is not held for that day.

    Source: regulation (EU) 2023/2831, article 4; the limits are unverified.

    >>> print(small_loan_equivalent(Money.of(250_000, EUR), Fraction(4),
    ...                             collateral=Rate.parse("60 %"), on=date(2026, 6, 30)))
    40000.00 EUR
    """
    least = Rate.nearest(value("eu.deminimis.loan_collateral_min", on=on))
    if collateral < least:
        raise InvalidTerms(
            f"collateral is {collateral}, below {least}: {_REMEDY}",
            field="collateral",
            value=collateral,
        )
    return _proportional("loan", amount, years, on)


def small_guarantee_equivalent(
    amount: Money, years: Fraction, *, covered_share: Rate, on: date
) -> Money:
    """The equivalent of a small guarantee, by the limits of a day.

    Args:
        amount: The amount guaranteed, in euros.
        years: Length of the guarantee.
        covered_share: Share of the loan that is guaranteed (quotité).
        on: Day the right to it arises.

    Raises:
        InvalidTerms: The guarantee is too large, too long or covers too much.
        MissingData: A limit is not held for that day.

    Source: regulation (EU) 2023/2831, article 4; the limits of ten years are unverified.

    >>> print(small_guarantee_equivalent(Money.of(150_000, EUR), Fraction(5),
    ...                                  covered_share=Rate.parse("80 %"), on=date(2026, 6, 30)))
    20000.00 EUR
    """
    most = Rate.nearest(value("eu.deminimis.guarantee_cover_max", on=on))
    if covered_share > most:
        raise InvalidTerms(
            f"covered_share is {covered_share}, above {most}: {_REMEDY}",
            field="covered_share",
            value=covered_share,
        )
    return _proportional("guarantee", amount, years, on)


def _proportional(instrument: str, amount: Money, years: Fraction, on: date) -> Money:
    limit_years = _SHORT_YEARS if years <= _SHORT_YEARS else _LONG_YEARS
    limit = value(f"eu.deminimis.{instrument}_limit_{limit_years}_years", on=on)
    return proportional_equivalent(
        amount,
        years,
        ceiling=Money.of(int(value("eu.deminimis.ceiling", on=on)), EUR),
        limit=Money.of(int(limit), EUR),
        limit_years=limit_years,
    )
