"""What a funder awards: a rate on eligible cost, within a ceiling."""

from __future__ import annotations

from fractions import Fraction

import attrs

from investisens.funding.grant_element import PRINTED_DECIMALS
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode


@attrs.frozen(kw_only=True, field_transformer=checked)
class Award:
    """A grant sized on a cost, and its two rates: the contractual one and the real one.

    Attributes:
        cost: Whole cost.
        eligible: Part of it that the funder counts.
        uncapped: Rate times eligible cost, rounded down.
        granted: The same within the ceiling.

    >>> from investisens.values.currency import XOF
    >>> award = award_on(Money(25_000_000, XOF), Money(18_000_000, XOF), Rate.parse("60 %"),
    ...                  Money(10_000_000, XOF))
    >>> print(award.granted, award.rate_on_eligible, award.rate_on_cost)
    10000000 XOF 55.5556 % 40 %
    """

    cost: Money
    eligible: Money
    uncapped: Money
    granted: Money

    @property
    def rate_on_eligible(self) -> Rate | None:
        """Grant over eligible cost, to four decimals of a per cent; ``None`` over nothing."""
        return _rate(self.granted, self.eligible)

    @property
    def rate_on_cost(self) -> Rate | None:
        """Grant over the whole cost, likewise."""
        return _rate(self.granted, self.cost)


def award_on(cost: Money, eligible: Money, rate: Rate, ceiling: Money | None = None) -> Award:
    """The grant of a rate on eligible cost, rounded down, and never above a ceiling.

    Args:
        cost: Whole cost, >= 0.
        eligible: Part of it that counts, between 0 and *cost*.
        rate: Between 0 % and 100 %.
        ceiling: Most that is granted, or ``None``.

    Raises:
        InvalidTerms: The eligible cost is not part of the cost, or the rate not a share.

    >>> from investisens.values.currency import XOF
    >>> print(award_on(Money(100, XOF), Money(99, XOF), Rate.parse("50 %")).granted)
    49 XOF
    """
    nothing = Money.zero(cost.currency)
    if not nothing <= eligible <= cost:
        raise InvalidTerms(
            f"eligible is {eligible} of a cost of {cost}: use an amount between 0 and the cost",
            field="eligible",
            value=eligible,
        )
    if not 0 <= rate.mbp <= MBP:
        raise InvalidTerms(
            f"rate is {rate}: use a rate between 0 % and 100 %", field="rate", value=rate
        )
    uncapped = eligible.times(rate, RoundingMode.DOWN)
    granted = uncapped if ceiling is None else max(nothing, min(uncapped, ceiling))
    return Award(cost=cost, eligible=eligible, uncapped=uncapped, granted=granted)


def _rate(granted: Money, base: Money) -> Rate | None:
    if not base:
        return None
    return Rate.nearest(Fraction(granted.minor, base.minor), PRINTED_DECIMALS)
