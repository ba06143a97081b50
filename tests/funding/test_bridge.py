"""The bridge of a grant that is paid on invoice: peak, deficits and interest."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.bridge import bridge
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from plans import xof

NINE = Rate.parse("9 %")

flows = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=24)
rates = st.integers(0, 5 * 10**6).map(Rate)


def francs(amounts: list[int]) -> list[Money]:
    return [*map(xof, amounts)]


class TestPrintedCase:
    """Cost 10,000,000 paid half at month 0, half at month 3; own and loan funds 4,000,000 at 0.

    Grant 6,000,000: 30 % at month 0, 50 % at month 5, 20 % at month 9. Bridge at 9 %, simple.
    """

    FLOWS = (
        *(4_000_000 + 1_800_000 - 5_000_000, 0, 0, -5_000_000, 0),
        *(3_000_000, 0, 0, 0, 1_200_000),
    )

    def test_simple_interest(self) -> None:
        """HYB-08 F → peak = 4,200,000; deficits; interest = 99,000; 1.65 % of the grant."""
        made = bridge(francs([*self.FLOWS]), NINE)
        balances = {month: made.balances[month].minor for month in (0, 3, 5, 9)}

        assert made.peak == xof(4_200_000)
        assert balances == {0: 800_000, 3: -4_200_000, 5: -1_200_000, 9: 0}
        assert made.interest == xof(99_000)
        assert Fraction(made.interest.minor * 100, 6_000_000) == Fraction(165, 100)

    def test_capitalised_interest(self) -> None:
        """By hand, 0.75 % a month, each charge rounded half up and added to the next deficit.

        Month 3: 4,200,000 → 31,500. 4: 4,231,500 → 31,736.25. 5: 1,263,236 → 9,474.27.
        6: 1,272,710 → 9,545.33. 7: 1,282,255 → 9,616.91. 8: 1,291,872 → 9,689.04.
        9: 1,291,872 + 9,689 − 1,200,000 = 101,561 → 761.71.
        """
        made = bridge(francs([*self.FLOWS]), NINE, capitalised=True)

        assert [int(each) for each in made.charges] == [
            *(0, 0, 0, 31_500, 31_736),
            *(9_474, 9_545, 9_617, 9_689, 762),
        ]
        assert made.interest == xof(102_323)
        assert made.balances[-1] == xof(-101_561)
        assert made.peak == xof(4_231_500)


@given(flows, rates, st.data())
def test_8_delaying_a_receipt_never_makes_the_bridge_cheaper(
    amounts: list[int], rate: Rate, data: st.DataObject
) -> None:
    """Invariant 8: neither peak nor interest falls, and the closing balance is the same."""
    month = data.draw(st.integers(0, len(amounts) - 1))
    later = data.draw(st.integers(month, len(amounts) - 1))
    receipt = data.draw(st.integers(0, 10**9))
    early, late = [*amounts], [*amounts]
    early[month] += receipt
    late[later] += receipt

    first, second = bridge(francs(early), rate), bridge(francs(late), rate)

    assert second.peak >= first.peak
    assert second.interest >= first.interest
    assert second.balances[-1] == first.balances[-1]


@given(flows, st.integers(0, 10**9), st.integers(0, 10**9), st.data())
def test_9_a_larger_advance_never_raises_the_peak(
    amounts: list[int], grant: int, more: int, data: st.DataObject
) -> None:
    """Invariant 9: what comes at once does not come later."""
    more = min(more, grant)
    late = data.draw(st.integers(0, len(amounts) - 1))
    plain, raised = [*amounts], [*amounts]
    plain[late] += grant
    raised[late] += grant - more
    raised[0] += more

    assert bridge(francs(raised), NINE).peak <= bridge(francs(plain), NINE).peak


@given(flows, rates, st.integers(1, 1_000))
def test_9_scaling_all_flows_scales_peak_and_interest(
    amounts: list[int], rate: Rate, many: int
) -> None:
    """Invariant 9: exactly, before the one rounding of interest."""
    one = bridge(francs(amounts), rate)
    scaled = bridge(francs([many * amount for amount in amounts]), rate)

    assert scaled.peak == many * one.peak
    assert sum(scaled.charges) == many * sum(one.charges)


@given(flows, rates)
def test_capitalised_interest_is_never_cheaper(amounts: list[int], rate: Rate) -> None:
    """Half a unit of rounding a month aside."""
    simple = bridge(francs(amounts), rate)
    compound = bridge(francs(amounts), rate, capitalised=True)

    assert compound.interest.minor >= simple.interest.minor - len(amounts)


def test_a_bridge_has_a_month() -> None:
    with pytest.raises(InvalidTerms) as caught:
        bridge([], NINE)

    assert str(caught.value) == "flows is empty: give at least one month"


def test_a_negative_rate_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        bridge([xof(1)], Rate.parse("-1 %"))

    assert str(caught.value) == "rate is -1 %: use 0 % or more"
