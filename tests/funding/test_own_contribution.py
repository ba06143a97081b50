"""The entrepreneur brings a share of the cost, in kind within its own limit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.own_contribution import own_contribution
from investisens.values.rates import MBP, Rate
from plans import xof

amounts = st.integers(0, 10**12)
shares = st.integers(0, MBP).map(Rate)


def test_the_case_of_the_rules_is_reproduced() -> None:
    """HYB-04 U: cost 20,000,000, at least 25 %; 3,000,000 cash, 800,000 in kind (at most 10 %).

    → required = 5,000,000; admitted = 3,800,000; shortfall = 1,200,000.
    """
    own = own_contribution(
        xof(20_000_000),
        Rate.parse("25 %"),
        cash=xof(3_000_000),
        in_kind=xof(800_000),
        in_kind_at_most=Rate.parse("10 %"),
    )

    assert (own.required, own.admitted) == (xof(5_000_000), xof(3_800_000))
    assert own.shortfall == xof(1_200_000)


@given(amounts, shares, amounts, amounts, shares)
def test_filling_the_shortfall_in_cash_is_enough(
    cost: int, least: Rate, cash: int, in_kind: int, most: Rate
) -> None:
    """Shortfall = max(0, m·K − (cash + min(in kind, k·K))), and each franc of it counts."""
    own = own_contribution(
        xof(cost), least, cash=xof(cash), in_kind=xof(in_kind), in_kind_at_most=most
    )
    filled = own_contribution(
        xof(cost),
        least,
        cash=xof(cash) + own.shortfall,
        in_kind=xof(in_kind),
        in_kind_at_most=most,
    )

    assert own.admitted.minor - cash <= most.fraction * cost
    assert not filled.shortfall
    assert filled.admitted.minor >= least.fraction * cost
