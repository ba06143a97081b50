"""What the entrepreneur must bring, in cash and in kind."""

from __future__ import annotations

import attrs

from investisens.values.checking import checked
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode


@attrs.frozen(kw_only=True, field_transformer=checked)
class OwnContribution:
    """The contribution asked for, and the one that counts (apport personnel).

    Attributes:
        required: Least contribution, rounded up.
        admitted: Cash, and what is brought in kind within its own limit.

    >>> from investisens.values.currency import XOF
    >>> own = OwnContribution(required=Money(5, XOF), admitted=Money(3, XOF))
    >>> print(own.shortfall)
    2 XOF
    """

    required: Money
    admitted: Money

    @property
    def shortfall(self) -> Money:
        """What is missing; never below nothing."""
        return max(Money.zero(self.required.currency), self.required - self.admitted)


def own_contribution(
    cost: Money, least: Rate, *, cash: Money, in_kind: Money, in_kind_at_most: Rate | None = None
) -> OwnContribution:
    """What a plan asks of the entrepreneur, and what counts of what is brought.

    Args:
        cost: Cost of the plan.
        least: Least share of it.
        cash: Brought in cash.
        in_kind: Brought in kind, as valued.
        in_kind_at_most: Most of the cost that counts in kind, rounded down; no limit if ``None``.

    Source: the agreement; 25 % free of public support under regulation (EU) 651/2014, article 14,
    from general knowledge, unverified.

    >>> from investisens.values.currency import XOF
    >>> own = own_contribution(
    ...     Money(20_000_000, XOF), Rate.parse("25 %"), cash=Money(3_000_000, XOF),
    ...     in_kind=Money(800_000, XOF), in_kind_at_most=Rate.parse("10 %"))
    >>> print(own.required, own.admitted, own.shortfall)
    5000000 XOF 3800000 XOF 1200000 XOF
    """
    counted = in_kind
    if in_kind_at_most is not None:
        counted = min(in_kind, cost.times(in_kind_at_most, RoundingMode.DOWN))
    return OwnContribution(required=cost.times(least, RoundingMode.UP), admitted=cash + counted)
