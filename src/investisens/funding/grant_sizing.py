"""The smallest grant that makes a plan work, by the three methods in use.

A level debt service that cash flow covers; a return that the other money must earn; the European
funding gap. Each rounds against the plan once: debt down, the grant of a return up, a capped
grant down.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from investisens.engine.credit_flows import TimedFlow
from investisens.engine.present_value import ExactRate, annuity_factor, present_value, rounded
from investisens.funding.grant_element import PRINTED_DECIMALS
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode


@attrs.frozen(kw_only=True, field_transformer=checked)
class CoverageSizing:
    """A plan whose loan the cash flow can serve.

    Attributes:
        service: Most that the loan may cost a year, in minor units, not rounded.
        debt: Most that can be borrowed, rounded down.
        grant: What neither own money nor debt pays.

    >>> from investisens.values.currency import XOF
    >>> sized = CoverageSizing(service=Fraction(100), debt=Money(500, XOF), grant=Money(9, XOF))
    >>> print(sized.grant)
    9 XOF
    """

    service: Fraction
    debt: Money
    grant: Money


def grant_for_coverage(
    cost: Money,
    own: Money,
    *,
    cash_flow: Money,
    coverage: Fraction,
    rate: ExactRate,
    years: int,
) -> CoverageSizing:
    """The grant beside a level-payment loan that the cash flow covers so many times.

    Args:
        cost: Cost of the plan.
        own: Own contribution.
        cash_flow: Available for debt service each year.
        coverage: Least ratio of cash flow to debt service (DSCR), > 0.
        rate: Yearly rate of the loan.
        years: Yearly payments of the loan, at least 1.

    Raises:
        InvalidTerms: The ratio or the number of years is not positive.

    >>> from investisens.values.currency import XOF
    >>> sized = grant_for_coverage(
    ...     Money(10_000_000, XOF), Money(1_000_000, XOF), cash_flow=Money(1_650_000, XOF),
    ...     coverage=Fraction(13, 10), rate=Rate.parse("8 %"), years=8)
    >>> print(sized.debt, sized.grant)
    7293810 XOF 1706190 XOF
    """
    for name, found in (("coverage", coverage), ("years", years)):
        if found <= 0:
            raise InvalidTerms(f"{name} is {found}: use more than 0", field=name, value=found)
    service = max(Fraction(0), cash_flow.minor / coverage)
    debt = rounded(service * annuity_factor(rate, years), cost.currency, RoundingMode.DOWN)
    return CoverageSizing(
        service=service, debt=debt, grant=max(Money.zero(cost.currency), cost - own - debt)
    )


def grant_for_return(cost: Money, cash_flows: Iterable[TimedFlow], target: ExactRate) -> Money:
    """The grant with which the other money earns a target rate, rounded up.

    Args:
        cost: Cost of the plan, paid at time 0.
        cash_flows: Exact years and amounts that the other money receives.
        target: Effective yearly rate that it must earn.

    >>> from investisens.values.currency import XOF
    >>> flows = [(year, 1_650_000) for year in range(1, 9)]
    >>> print(grant_for_return(Money(10_000_000, XOF), flows, Rate.parse("10 %")))
    1197372 XOF
    """
    missing = cost.minor - present_value(cash_flows, target)
    return rounded(max(Fraction(0), missing), cost.currency, RoundingMode.UP)


@attrs.frozen(kw_only=True, field_transformer=checked)
class FundingGap:
    """The European funding gap of a project that earns revenue.

    Attributes:
        share: Part of the discounted cost that discounted net revenue does not pay, exact.
        grant: Most that may be granted, rounded down.

    >>> from investisens.values.currency import XOF
    >>> print(FundingGap(share=Fraction(13, 20), grant=Money(49_725, XOF)).printed)
    65 %
    """

    share: Fraction
    grant: Money

    @property
    def printed(self) -> Rate:
        """The share to four decimals of a per cent, half up."""
        return Rate.nearest(self.share, PRINTED_DECIMALS)


def grant_for_gap(
    cost: Money, revenue: Money, *, eligible: Money, co_financing: Rate
) -> FundingGap:
    """The grant of the funding-gap method: eligible cost × gap × co-financing rate.

    Args:
        cost: Discounted investment cost, > 0.
        revenue: Discounted net revenue; none unless positive, and no gap beyond the cost.
        eligible: Eligible cost.
        co_financing: Most that the programme pays of what is missing.

    Raises:
        InvalidTerms: The cost is not positive.

    Source: European cohesion policy, periods before 2021; from general knowledge, unverified.

    >>> from investisens.values.currency import XOF
    >>> gap = grant_for_gap(Money(100_000, XOF), Money(35_000, XOF),
    ...                     eligible=Money(90_000, XOF), co_financing=Rate.parse("85 %"))
    >>> print(gap.printed, gap.grant)
    65 % 49725 XOF
    """
    if cost.minor <= 0:
        raise InvalidTerms(f"cost is {cost}: give a positive cost", field="cost", value=cost)
    missing = cost - min(cost, max(Money.zero(cost.currency), revenue))
    share = Fraction(missing.minor, cost.minor)
    return FundingGap(
        share=share, grant=eligible.times(share * co_financing.fraction, RoundingMode.DOWN)
    )
