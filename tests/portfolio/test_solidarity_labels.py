"""The tests of French solidarity labels, beside the limits of their day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.portfolio.solidarity_labels import (
    esus_costs,
    esus_pay,
    esus_return,
    kept_profit,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvestisensError, MissingData
from investisens.values.money import Money
from investisens.values.rates import Rate

ON = date(2024, 6, 30)
TMOP = Rate.parse("3.37 %")
minors = st.integers(0, 10**10)


def euros(amount: int) -> Money:
    return Money.of(amount, EUR)


class TestReturn:
    """(dividends + interest on non-bank financing) / (equity + it) stays below TMOP + 5 points."""

    def test_stays_below_the_limit(self) -> None:
        """ESU-01."""
        verdict = esus_return(euros(3_000 + 4_500), euros(60_000), euros(50_000), TMOP, on=ON)

        assert round(100 * verdict.measured, 4) == Fraction("6.8182")
        assert verdict.limit == Fraction("0.0837")
        assert verdict.passes

    def test_does_not_reach_it(self) -> None:
        verdict = esus_return(euros(837), euros(6_000), euros(4_000), TMOP, on=ON)

        assert (verdict.measured, verdict.passes) == (verdict.limit, False)


class TestCosts:
    """Social-utility costs >= 66 % of operating costs over three years."""

    def test_are_measured_over_all_the_years(self) -> None:
        """600 of 1 000, 700 of 1 000 and 68 of 100: 1 368 of 2 100 is 65.14 %."""
        years = [(euros(600), euros(1_000)), (euros(700), euros(1_000)), (euros(68), euros(100))]
        verdict = esus_costs(years, on=ON)

        assert (verdict.measured, verdict.passes) == (Fraction(1_368, 2_100), False)

    def test_at_the_limit_are_enough(self) -> None:
        assert esus_costs([(euros(66), euros(100))] * 3, on=ON).passes


class TestPay:
    """Mean of the five best paid <= 7 x SMIC; best paid <= 10 x SMIC."""

    @pytest.mark.parametrize(
        ("pays", "passes"),
        [
            ([100, 100, 50, 50, 50], (True, True)),  # mean 70
            ([100, 100, 50, 50, 50, 50, 20], (True, True)),  # of the five best, 70
            ([101, 50, 50, 50, 50], (True, False)),
            ([100, 100, 51, 50, 50], (False, True)),  # mean 70.2
            ([71], (False, True)),  # fewer than five: the mean of all
        ],
    )
    def test_stays_within_both_limits(self, pays: list[int], passes: tuple[bool, bool]) -> None:
        """With a minimum wage of 10."""
        found = esus_pay([euros(pay) for pay in reversed(pays)], euros(10), on=ON)

        assert tuple(each.passes for each in found) == passes


class TestKeptProfit:
    """At least half of the profit is kept.

    At least 20 % of it goes to a development fund until reserves reach 20 % of capital.
    """

    def test_leaves_half_to_be_distributed(self) -> None:
        """ESU-02: profit 10,000, reserves 4,000, capital 50,000."""
        kept = kept_profit(euros(10_000), euros(4_000), euros(50_000), on=ON)

        assert (kept.development_fund, kept.kept, kept.distributable) == (
            euros(2_000),
            euros(5_000),
            euros(5_000),
        )

    @pytest.mark.parametrize(("reserves", "fund"), [(9_500, 500), (10_000, 0), (12_000, 0)])
    def test_stops_the_development_fund_where_it_is_complete(
        self, reserves: int, fund: int
    ) -> None:
        kept = kept_profit(euros(10_000), euros(reserves), euros(50_000), on=ON)

        assert (kept.development_fund, kept.kept) == (euros(fund), euros(5_000))

    @given(st.integers(-(10**9), 10**10), minors, minors)
    def test_loses_nothing(self, profit: int, reserves: int, capital: int) -> None:
        kept = kept_profit(Money(profit, EUR), Money(reserves, EUR), Money(capital, EUR), on=ON)

        assert kept.kept.minor + kept.distributable.minor == max(0, profit)
        assert 0 <= kept.development_fund.minor <= kept.kept.minor
        assert 2 * kept.distributable.minor <= max(0, profit)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda: esus_return(euros(1), euros(0), euros(0), TMOP, on=ON),
            "equity and financing add up to 0.00 EUR: give the positive amounts that are paid for",
        ),
        (
            lambda: esus_return(Money(1, XOF), euros(1), euros(1), TMOP, on=ON),
            "1 XOF and 2.00 EUR are in two currencies: use one",
        ),
        (
            lambda: esus_costs([(euros(1), euros(1))], on=ON),
            "1 years are given: the share of costs is measured over 3, give them",
        ),
        (
            lambda: esus_costs([(euros(0), euros(0))] * 3, on=ON),
            "operating costs add up to 0.00 EUR: give positive amounts",
        ),
        (
            lambda: esus_pay([], euros(1), on=ON),
            "0 pays and a minimum wage of 1.00 EUR: give one pay at least, and a positive minimum "
            "wage",
        ),
    ],
)
def test_what_cannot_be_measured_is_refused(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(InvestisensError) as caught:
        ask()

    assert str(caught.value) == message


def test_before_its_first_day_a_rule_has_no_value() -> None:
    with pytest.raises(MissingData, match=r"^ess\.development_fund_target has no value on 2015-01"):
        kept_profit(euros(1), euros(1), euros(1), on=date(2015, 1, 1))
