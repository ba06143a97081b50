"""Bridging a grant that is paid on invoice (préfinancement): how deep, how long, at what cost.

Between the payment of suppliers and the receipt of the grant somebody carries a deficit. Balances
are those of month ends; a month whose end is below zero costs a twelfth of the yearly rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

import attrs

from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode, round_ratio

_MONTHS = 12


@attrs.frozen(kw_only=True, field_transformer=checked)
class Bridge:
    """The deficit of a plan, month after month.

    Attributes:
        balances: At the end of each month; below zero in deficit.
        charges: Interest of each month, exact and not rounded where it is simple.
        interest: All of it, rounded half up.

    >>> from investisens.values.currency import XOF
    >>> made = bridge([Money(800, XOF), Money(-5_000, XOF), Money(4_200, XOF)], Rate.parse("12 %"))
    >>> print(made.peak, made.interest)
    4200 XOF 42 XOF
    """

    balances: tuple[Money, ...]
    charges: tuple[Fraction, ...]
    interest: Money

    @property
    def peak(self) -> Money:
        """The deepest deficit, which sizes the bridge; nothing if there is none."""
        nothing = Money.zero(self.interest.currency)
        return max(nothing, *(-balance for balance in self.balances))


def bridge(flows: Sequence[Money], rate: Rate, *, capitalised: bool = False) -> Bridge:
    """The bridge of a plan from its net flow of each month, one after the other.

    Args:
        flows: Received less paid of each month, months without any included.
        rate: Yearly rate of the bridge, >= 0.
        capitalised: Whether the interest of a month, rounded half up, is added to the deficit of
            the next; if not, interest is simple, and rounded once.

    Raises:
        InvalidTerms: No month, or a negative rate.

    >>> from investisens.values.currency import XOF
    >>> flows = [800_000, 0, 0, -5_000_000, 0, 3_000_000, 0, 0, 0, 1_200_000]
    >>> made = bridge([Money(flow, XOF) for flow in flows], Rate.parse("9 %"))
    >>> print(made.peak, made.interest)
    4200000 XOF 99000 XOF
    """
    if not flows:
        raise InvalidTerms("flows is empty: give at least one month", field="flows", value=flows)
    if rate.mbp < 0:
        raise InvalidTerms(f"rate is {rate}: use 0 % or more", field="rate", value=rate)
    monthly = rate.fraction / _MONTHS
    return _capitalised(flows, monthly) if capitalised else _simple(flows, monthly)


def _simple(flows: Sequence[Money], monthly: Fraction) -> Bridge:
    balances = tuple(accumulate(flows))
    charges = tuple(max(0, -balance.minor) * monthly for balance in balances)
    interest = _rounded(sum(charges, Fraction(0)), flows[0].currency)
    return Bridge(balances=balances, charges=charges, interest=interest)


def _capitalised(flows: Sequence[Money], monthly: Fraction) -> Bridge:
    charge = interest = balance = Money.zero(flows[0].currency)
    balances, charges = [], []
    for flow in flows:
        balance += flow - charge
        charge = _rounded(max(0, -balance.minor) * monthly, balance.currency)
        interest += charge
        balances.append(balance)
        charges.append(Fraction(charge.minor))
    return Bridge(balances=tuple(balances), charges=tuple(charges), interest=interest)


def _rounded(exact: Fraction, currency: Currency) -> Money:
    return Money(round_ratio(exact.numerator, exact.denominator, RoundingMode.HALF_UP), currency)
