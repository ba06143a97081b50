"""Gross grant equivalents of loans, guarantees and equity."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.present_value import present_value
from investisens.funding.gross_grant_equivalent import (
    GrossGrantEquivalent,
    equity_equivalent,
    guarantee_equivalent,
    loan_equivalent,
)
from investisens.funding.interest_subsidy import gap_worth, rate_gap
from investisens.funding.soft_loan import SoftLoan
from investisens.values.currency import EUR
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from soft_loans import GROWING, PERIODIC, faces, rates, rates_or_nil, soft_loans

yearly = st.just(1)
shares = st.integers(0, MBP).map(Rate)


def percent(text: str) -> Rate:
    return Rate.parse(f"{text} %")


class TestLoans:
    """Aid in a loan: present value of the reference rate less the rate charged.

    The reference rate is the base rate of the Member State and a margin by rating and collateral;
    it is also the discount rate. Identity: face − present value of debt service at that rate.
    """

    def test_the_equivalent_is_the_printed_one(self) -> None:
        """CON-19 U: 50,000 EUR, 5 equal principal, 1 %; reference 2.2 % + 400 bp = 6.2 %.

        → gge = 6,797.38; intensity_of_loan_pct = 13.5948.
        """
        loan = SoftLoan(face=Money.of(50_000, EUR), rate=percent("1"), maturity_months=60)

        aid = loan_equivalent(loan.service(), percent("6.2"))
        assert (aid.amount, aid.printed) == (Money.of("6797.38", EUR), percent("13.5948"))

    @given(soft_loans(), rates)
    def test_28_it_is_the_face_less_what_the_debt_service_is_worth(
        self, loan: SoftLoan, reference: Rate
    ) -> None:
        aid = loan_equivalent(loan.service(), reference)

        assert aid.advantage == loan.face.minor - present_value(loan.payments(), reference)

    @given(soft_loans(GROWING, per_year=yearly), rates)
    def test_28_there_is_aid_exactly_below_the_reference_rate(
        self, loan: SoftLoan, reference: Rate
    ) -> None:
        aid = loan_equivalent(loan.service(), reference)

        assert (aid.advantage >= 0) is (loan.rate <= reference)

    @given(soft_loans(PERIODIC, per_year=yearly), rates)
    def test_it_is_the_difference_of_rates_on_the_balance(
        self, loan: SoftLoan, reference: Rate
    ) -> None:
        """The two readings of the rule give the same amount, exactly."""
        gaps = rate_gap(loan.balances(), reference, loan.rate)

        assert loan_equivalent(loan.service(), reference).advantage == gap_worth(gaps, reference)

    @given(soft_loans(GROWING, per_year=yearly, rate=rates))
    def test_13_a_loan_at_the_reference_rate_holds_no_aid(self, loan: SoftLoan) -> None:
        assert not loan_equivalent(loan.service(), loan.rate).amount


class TestGuarantees:
    """Aid in a guarantee: the premium of the market less the premium paid, on what is covered.

    Present value of (market or safe-harbour premium − premium paid) × guaranteed outstanding,
    never below 0.
    """

    def test_the_equivalent_is_the_printed_one(self) -> None:
        """CON-20 F: 100,000 EUR, 5 yearly repayments, 80 %; 3.8 % and 1 %; discount 3.2 %."""
        loan = SoftLoan(face=Money.of(100_000, EUR), rate=percent("4"), maturity_months=60)

        aid = guarantee_equivalent(
            loan,
            covered_share=percent("80"),
            market_premium=percent("3.8"),
            paid_premium=percent("1"),
            discount=percent("3.2"),
        )
        assert aid.amount == Money.of("6248.60", EUR)

    @given(soft_loans(), shares, rates_or_nil, rates_or_nil, rates, st.integers(1, 50))
    def test_29_it_is_proportional_to_cover_and_outstanding(
        self, loan: SoftLoan, cover: Rate, market: Rate, paid: Rate, discount: Rate, many: int
    ) -> None:
        def worth(of: SoftLoan, covered: Rate) -> Fraction:
            return guarantee_equivalent(
                of,
                covered_share=covered,
                market_premium=market,
                paid_premium=paid,
                discount=discount,
            ).advantage

        whole = worth(loan, Rate(MBP))
        assert worth(loan, cover) == cover.fraction * whole
        assert worth(attrs.evolve(loan, face=loan.face * many), Rate(MBP)) == many * whole

    @given(soft_loans(), shares, rates_or_nil, st.integers(0, MBP), rates)
    def test_29_a_premium_of_the_market_holds_no_aid(
        self, loan: SoftLoan, cover: Rate, market: Rate, more: int, discount: Rate
    ) -> None:
        aid = guarantee_equivalent(
            loan,
            covered_share=cover,
            market_premium=market,
            paid_premium=Rate(market.mbp + more),
            discount=discount,
        )

        assert not aid.amount

    def test_a_cover_above_the_whole_is_refused(self) -> None:
        loan = SoftLoan(face=Money.of(100_000, EUR), rate=percent("4"), maturity_months=60)

        with pytest.raises(InvalidTerms) as caught:
            guarantee_equivalent(
                loan,
                covered_share=percent("101"),
                market_premium=percent("3.8"),
                paid_premium=percent("1"),
                discount=percent("3.2"),
            )
        assert str(caught.value) == ("covered_share is 101 %: use a share between 0 % and 100 %")


class TestEquity:
    """Aid in public equity: what it pays above what a private investor pays for the same."""

    @given(faces)
    def test_it_is_the_whole_injection_where_no_private_investor_shows_a_price(
        self, injected: Money
    ) -> None:
        assert equity_equivalent(injected).amount == injected

    @given(faces, st.integers(0, 10**10))
    def test_it_is_what_is_paid_above_the_market(self, injected: Money, worth: int) -> None:
        aid = equity_equivalent(injected, Money(worth, injected.currency))

        assert aid.amount.minor == max(0, injected.minor - worth)

    @pytest.mark.parametrize(
        ("injected", "worth", "message"),
        [
            (0, 0, "injected is 0.00 EUR: give an amount paid"),
            (1, -1, "market_value is -0.01 EUR: give an amount paid"),
        ],
    )
    def test_an_amount_that_nobody_paid_is_refused(
        self, injected: int, worth: int, message: str
    ) -> None:
        with pytest.raises(InvalidTerms) as caught:
            equity_equivalent(Money(injected, EUR), Money(worth, EUR))

        assert str(caught.value) == message


def test_an_instrument_dearer_than_the_market_holds_no_negative_aid() -> None:
    aid = GrossGrantEquivalent(nominal=Money.of(100, EUR), advantage=Fraction(-5_00))

    assert (aid.amount, aid.printed) == (Money.zero(EUR), percent("-5"))
