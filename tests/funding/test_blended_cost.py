"""The blended cost of a mix, in cash and in economic terms."""

from __future__ import annotations

from fractions import Fraction
from math import expm1

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.funding.blended_cost import Cost, Layer, blended_cost, mix_irr
from investisens.funding.debt_service import DebtService
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from soft_loans import rates_or_nil


def percent(text: str) -> Rate:
    return Rate.parse(f"{text} %")


def layer(amount: int, rate: str, *, grant: bool = False) -> Layer:
    return Layer(amount=Money(amount, XOF), paid=percent(rate), grant=grant)


MIX = [layer(40, "0", grant=True), layer(25, "6"), layer(20, "9"), layer(15, "8")]

layers = st.builds(
    Layer,
    amount=st.integers(1, 10**9).map(lambda minor: Money(minor, XOF)),
    paid=rates_or_nil,
    required=st.none() | rates_or_nil,
)
mixes = st.lists(layers, min_size=1, max_size=6)


class TestYearlyCharge:
    """Weighted mean of the rates, grants at 0, with and without grants: Σ wⱼ rⱼ, / (1 − w_G)."""

    def test_a_mix_is_cheaper_with_its_grant(self) -> None:
        """HYB-16 F: grant 40 %, quasi-equity 25 % at 6 %, loan 20 % at 9 %, equity 15 % at 8 %.

        → blended_pct = 4.5; excluding_grants_pct = 7.5.
        """
        blended = blended_cost(MIX)

        assert (blended.printed, blended.printed_excluding_grants) == (
            percent("4.5"),
            percent("7.5"),
        )

    def test_two_loans_blend(self) -> None:
        """HYB-17 P: 30 % at 4.85 %, 70 % at 7.5 % → blended_pct = 6.705."""
        assert blended_cost([layer(30, "4.85"), layer(70, "7.5")]).whole == Fraction("0.06705")

    @given(mixes, st.sampled_from(Cost))
    def test_15_it_lies_between_the_cheapest_and_the_dearest(
        self, mix: list[Layer], cost: Cost
    ) -> None:
        rates = [each.paid if cost is Cost.CASH else each.economic for each in mix]

        assert min(rates).fraction <= blended_cost(mix, cost).whole <= max(rates).fraction

    @given(mixes, st.integers(1, 10**9))
    def test_15_a_layer_at_the_blended_rate_leaves_it(self, mix: list[Layer], minor: int) -> None:
        """Where the mean is a rate that can be written."""
        whole = blended_cost(mix).whole
        rate = Rate.nearest(whole)
        assume(rate.fraction == whole)

        more = [*mix, Layer(amount=Money(minor, XOF), paid=rate)]
        assert blended_cost(more).whole == whole

    @given(mixes, st.integers(1, 10**9))
    def test_a_grant_lowers_the_charge_on_all_money_alone(
        self, mix: list[Layer], minor: int
    ) -> None:
        blended = blended_cost(mix)

        helped = blended_cost([*mix, Layer(amount=Money(minor, XOF), grant=True)])
        assert helped.whole <= blended.whole
        assert helped.excluding_grants == blended.excluding_grants

    def test_a_grant_alone_has_no_charge_without_it(self) -> None:
        blended = blended_cost(MIX[:1])

        assert blended.whole == 0
        assert blended.printed_excluding_grants is None

    def test_equity_without_dividends_is_free_in_cash_alone(self) -> None:
        equity = Layer(amount=Money(100, XOF), required=percent("8"))

        costs = [str(blended_cost([equity], cost).printed) for cost in Cost]
        assert costs == ["0 %", "8 %"]

    @pytest.mark.parametrize("mix", [[], [layer(0, "5")]])
    def test_a_mix_without_money_is_refused(self, mix: list[Layer]) -> None:
        with pytest.raises(InvalidTerms) as caught:
            blended_cost(mix)

        assert str(caught.value) == ("the mix holds no money: give at least one amount above 0")

    def test_a_negative_amount_is_refused(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            layer(-1, "5")

        assert str(caught.value) == "amount is -1 XOF: use 0 or more"


def test_the_rate_of_return_of_a_whole_mix_may_be_negative() -> None:
    """HYB-18 F: 100, interest 4.5 a year for 7 years, 60 repaid at year 7, 40 never repaid.

    The weighted mean (4.5 %) is a yearly charge on the total. → irr_of_mix_pct = -1.471534.
    """
    mix = DebtService(
        draws=((0, Money.of(100, EUR)),),
        payments=(*((year, 4_50) for year in range(1, 8)), (7, 60_00)),
    )

    found = mix_irr(mix)
    assert f"{found.value:.6%}" == "-1.471534%"


def test_royalties_are_told_by_their_internal_rate() -> None:
    """RBF-01 P: 100,000; 6 % of monthly revenue 50,000 is 3,000; 40 months make 1.2 times it.

    The investor's rate depends on the pace of revenue: always print the internal rate.
    → monthly_irr_pct = 0.920865; effective_pct = 11.6276. The source's "about 9.5 %" does not
    follow from these flows.
    """
    royalties = DebtService(
        draws=((0, Money(100_000, XOF)),),
        payments=tuple((Fraction(month, 12), 3_000) for month in range(1, 41)),
    )

    found = mix_irr(royalties)
    assert found.log_rate is not None
    assert f"{expm1(found.log_rate / 12):.6%}" == "0.920865%"
    assert f"{found.value:.4%}" == "11.6276%"
