"""What it costs to pay part of a borrower's interest (bonification), and what that is worth.

The same sum values a guarantee whose premium is below the market: a gap between two yearly
rates, paid on what is outstanding.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from investisens.engine.present_value import ExactRate, exact_rate, present_value, rounded
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money, total


@attrs.frozen(kw_only=True, field_transformer=checked)
class InterestSubsidy:
    """A subsidy of interest, period by period.

    Attributes:
        currency: Currency of every amount.
        amounts: Paid at the end of each period, each rounded half up.
        worth: Present value of the amounts before they are rounded, in minor units.

    >>> from investisens.values.currency import XOF
    >>> subsidy = InterestSubsidy(currency=XOF, amounts=(Money(400, XOF), Money(200, XOF)),
    ...                           worth=Fraction(5353, 10))
    >>> print(subsidy.total, subsidy.grant_equivalent)
    600 XOF 535 XOF
    """

    currency: Currency
    amounts: tuple[Money, ...]
    worth: Fraction

    @property
    def total(self) -> Money:
        """Sum of the amounts, not discounted."""
        return total(self.amounts, self.currency)

    @property
    def grant_equivalent(self) -> Money:
        """The present value, rounded half up."""
        return rounded(self.worth, self.currency)


def interest_subsidy(
    balances: Sequence[Money], *, market: ExactRate, paid: ExactRate, discount: ExactRate
) -> InterestSubsidy:
    """The yearly subsidy that brings a loan from the market rate down to a rate paid.

    Args:
        balances: Principal outstanding during each year, at least one.
        market: Yearly rate without the subsidy.
        paid: Yearly rate the borrower pays.
        discount: Effective yearly rate of the present value; usually *market*.

    Raises:
        InvalidTerms: No balance is given, or the borrower pays more than the market.

    >>> from investisens.values.currency import XOF
    >>> from investisens.values.rates import Rate
    >>> subsidy = interest_subsidy(
    ...     [Money(10_000_000, XOF), Money(5_000_000, XOF)], market=Rate.parse("9 %"),
    ...     paid=Rate.parse("5 %"), discount=Rate.parse("9 %"))
    >>> [amount.minor for amount in subsidy.amounts], subsidy.grant_equivalent.minor
    ([400000, 200000], 535308)
    """
    if not balances:
        raise InvalidTerms(
            "balances is empty: give what is outstanding during each year",
            field="balances",
            value=balances,
        )
    if exact_rate(paid) > exact_rate(market):
        raise InvalidTerms(
            f"paid is {paid} but market is {market}: there is nothing to subsidise",
            field="paid",
            value=paid,
        )
    currency = balances[0].currency
    gaps = rate_gap([Fraction(balance.minor) for balance in balances], market, paid)
    return InterestSubsidy(
        currency=currency,
        amounts=tuple(rounded(gap, currency) for gap in gaps),
        worth=gap_worth(gaps, discount),
    )


def rate_gap(
    balances: Sequence[Fraction], market: ExactRate, paid: ExactRate, periods_per_year: int = 1
) -> tuple[Fraction, ...]:
    """The difference of two yearly rates on each period's balance, in minor units.

    >>> rate_gap([Fraction(1_000)], Fraction(9, 100), Fraction(5, 100), periods_per_year=2)
    (Fraction(20, 1),)
    """
    gap = (exact_rate(market) - exact_rate(paid)) / periods_per_year
    return tuple(balance * gap for balance in balances)


def gap_worth(gaps: Sequence[Fraction], discount: ExactRate, periods_per_year: int = 1) -> Fraction:
    """Present value of amounts at the end of each period, in minor units, not rounded.

    >>> gap_worth([Fraction(50), Fraction(25)], Fraction(1, 4))
    Fraction(56, 1)
    """
    ends = ((Fraction(place, periods_per_year), gap) for place, gap in enumerate(gaps, 1))
    return present_value(ends, discount)
