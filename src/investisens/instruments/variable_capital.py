"""Variable capital: below which amount no redemption may lead (capital variable)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from investisens.legal.parameters import parameter
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode

COOPERATIVE = "coop.capital_floor"
"""Of the highest capital that a French cooperative has reached."""
FRENCH_COMPANY = "company.fr.variable_capital_floor"
"""Of the capital stated in the articles of a French company."""
OHADA_COMPANY = "auscgie.variable_capital_floor"
"""Of the capital stated in the articles of an OHADA company (SA, SAS)."""


def capital_floor(reference: Money, rule: str, *, on: date) -> Money:
    """The lowest capital that a rule allows on a day, rounded up.

    Args:
        reference: Highest capital reached, or capital stated in the articles, as the rule says.
        rule: Name of the legal parameter: the part of *reference* that stays.
        on: The day.

    Raises:
        MissingData: The rule has no value on that day.

    >>> from investisens import EUR
    >>> print(capital_floor(Money.of(120_000, EUR), COOPERATIVE, on=date(2024, 6, 30)))
    30000.00 EUR
    """
    return reference.times(parameter(rule).at(on).value, RoundingMode.UP)


def redeemable(requested: Money, capital: Money, floor: Money) -> Money:
    """How much of what is asked for may be redeemed: capital does not fall below its floor.

    >>> from investisens import EUR
    >>> floor = capital_floor(Money.of(120_000, EUR), COOPERATIVE, on=date(2024, 6, 30))
    >>> print(redeemable(Money.of(8_000, EUR), Money.of(35_000, EUR), floor))
    5000.00 EUR
    """
    room = max(Money.zero(capital.currency), capital - floor)
    return min(requested, room)


def percent(part: Fraction) -> str:
    """A part as a percentage, to five decimals.

    >>> percent(Fraction(1, 4)), percent(Fraction(1, 40))
    ('25 %', '2.5 %')
    """
    return str(Rate.nearest(part))
