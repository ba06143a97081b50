"""Interest subsidies: what is paid each year, and what it is worth."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.present_value import annuity_factor
from investisens.funding.gross_grant_equivalent import loan_equivalent
from investisens.funding.interest_subsidy import interest_subsidy
from investisens.funding.soft_loan import SoftLoan
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from soft_loans import rates, rates_or_nil


def percent(text: str) -> Rate:
    return Rate.parse(f"{text} %")


class TestInterestSubsidy:
    """A bonification pays the difference between a market and a contractual rate.

    It is paid on the outstanding; its grant equivalent is the present value at the market rate.
    """

    def test_it_falls_with_the_outstanding(self) -> None:
        """HYB-21 F: 10,000,000, 5 equal yearly principal repayments, market 9 %, borrower 5 %.

        → subsidy = [400,000; 320,000; 240,000; 160,000; 80,000]; total = 1,200,000;
        present_value = 986,976.65.
        """
        balances = [Money(amount * 1_000_000, XOF) for amount in (10, 8, 6, 4, 2)]

        subsidy = interest_subsidy(
            balances, market=percent("9"), paid=percent("5"), discount=percent("9")
        )
        assert [amount.minor for amount in subsidy.amounts] == [
            400_000,
            320_000,
            240_000,
            160_000,
            80_000,
        ]
        assert subsidy.total == Money(1_200_000, XOF)
        assert round(subsidy.worth, 2) == Fraction("986976.65")
        assert subsidy.grant_equivalent == Money(986_977, XOF)

    def test_a_bullet_loan_has_a_level_subsidy(self) -> None:
        """HYB-22 P: 7.5 % − 4.85 % on 100, 20 years bullet, discounted at 7.5 %.

        → annuity_factor = 10.1945; present_value = 27.0154.
        """
        subsidy = interest_subsidy(
            [Money.of(100, EUR)] * 20,
            market=percent("7.5"),
            paid=percent("4.85"),
            discount=percent("7.5"),
        )

        assert round(annuity_factor(percent("7.5"), 20), 4) == Fraction("10.1945")
        assert round(subsidy.worth / 100, 4) == Fraction("27.0154")


@given(st.integers(1, 10**9), st.integers(1, 12), rates_or_nil, rates_or_nil)
def test_a_subsidy_is_worth_the_aid_in_the_subsidised_loan(
    share: int, years: int, paid: Rate, more: Rate
) -> None:
    """What the borrower is spared, at the market rate, is what a lender at that rate gives away."""
    market = Rate(paid.mbp + more.mbp)
    loan = SoftLoan(face=Money(share * years, XOF), rate=paid, maturity_months=12 * years)
    balances = [Money(share * left, XOF) for left in range(years, 0, -1)]

    subsidy = interest_subsidy(balances, market=market, paid=paid, discount=market)
    assert subsidy.worth == loan_equivalent(loan.service(), market).advantage


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), rates)
def test_no_subsidy_brings_a_rate_down_to_itself(minors: list[int], rate: Rate) -> None:
    subsidy = interest_subsidy(
        [Money(minor, XOF) for minor in minors], market=rate, paid=rate, discount=rate
    )

    assert not subsidy.total
    assert not subsidy.worth


def test_there_is_nothing_to_subsidise_above_the_market() -> None:
    with pytest.raises(InvalidTerms) as caught:
        interest_subsidy(
            [Money(1, XOF)], market=percent("5"), paid=percent("9"), discount=percent("5")
        )

    assert str(caught.value) == "paid is 9 % but market is 5 %: there is nothing to subsidise"


def test_there_is_nothing_to_subsidise_without_a_balance() -> None:
    with pytest.raises(InvalidTerms) as caught:
        interest_subsidy([], market=percent("9"), paid=percent("5"), discount=percent("5"))

    assert str(caught.value) == "balances is empty: give what is outstanding during each year"
