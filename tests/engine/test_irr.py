"""Internal rates of return: every case is named, and the equation is solved, not guessed."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import comb, exp, isclose, isinf, log
from typing import Any

import attrs
import numpy_financial as npf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.engine.discount import npv, xnpv
from investisens.engine.irr import IrrResult, IrrStatus, Root, irr, irr_periodic
from investisens.engine.irr_roots import find_roots
from investisens.engine.log_ratio import sign_changes
from investisens.values.currency import EUR, XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import (
    CurrencyMismatch,
    InvalidAmount,
    InvalidDate,
    InvalidRate,
    InvalidTerms,
    NotSupported,
)
from investisens.values.money import Money
from investisens.values.rates import Rate

Flows = list[tuple[date, int]]

START = date(2025, 1, 31)

days = st.dates(date(2015, 1, 1), date(2040, 12, 31))
amounts = st.integers(-10_000_000, 10_000_000)
flows = st.lists(st.tuples(days, amounts), max_size=12)


@st.composite
def conventional(draw: st.DrawFn, size: int = 20) -> Flows:
    """Money is paid on the first days and received on the later ones."""
    dates = sorted(draw(st.sets(days, min_size=2, max_size=size)))
    paid = draw(st.integers(1, len(dates) - 1))
    sizes = draw(st.lists(st.integers(1, 10_000_000), min_size=len(dates), max_size=len(dates)))
    return [
        (day, -amount if place < paid else amount)
        for place, (day, amount) in enumerate(zip(dates, sizes, strict=True))
    ]


def nearly(first: IrrResult, second: IrrResult) -> bool:
    """Same status and same roots, up to the last digits of a float."""
    return first.status is second.status and all(
        isclose(one.log_rate, other.log_rate, rel_tol=1e-9, abs_tol=1e-9)
        for one, other in zip(first.roots, second.roots, strict=True)
    )


def rates(*amounts: int) -> list[float]:
    return [round(root.rate, 9) for root in irr_periodic(amounts).roots]


class TestProperties:
    @given(flows)
    def test_the_present_value_is_nil_at_each_rate(self, series: Flows) -> None:
        """Invariant 22: relative to the sum of absolute present values, never in money."""
        for root in irr(series).roots:
            assume(abs(root.log_rate) < 20)
            rate = root.rate
            size = sum(abs(xnpv([flow], rate, series[0][0])) for flow in series)
            assert abs(xnpv(series, rate, series[0][0])) <= 1e-7 * size
            assert root.residual <= 1e-12

    @given(flows, st.integers(-5_000, 5_000))
    def test_shifting_all_dates_changes_nothing(self, series: Flows, shift: int) -> None:
        moved = [(day + timedelta(days=shift), amount) for day, amount in series]

        assert irr(moved) == irr(series)

    @given(flows, st.randoms(use_true_random=False))
    def test_the_order_of_the_flows_changes_nothing(self, series: Flows, random: Any) -> None:
        shuffled = random.sample(series, len(series))

        assert irr(shuffled) == irr(series)

    @given(flows, amounts)
    def test_a_flow_split_on_its_day_changes_nothing(self, series: Flows, part: int) -> None:
        split = [flow for day, amount in series for flow in ((day, part), (day, amount - part))]

        assert irr(split) == irr(series)

    @given(conventional(), st.integers(1, 10**30))
    def test_scaling_every_amount_changes_nothing(self, series: Flows, factor: int) -> None:
        scaled = [(day, amount * factor) for day, amount in series]

        assert nearly(irr(scaled), irr(series))

    @given(flows)
    def test_flipping_every_sign_keeps_the_rates(self, series: Flows) -> None:
        flipped = irr([(day, -amount) for day, amount in series])

        assert [root.log_rate for root in flipped.roots] == pytest.approx(
            [root.log_rate for root in irr(series).roots], rel=1e-12, abs=1e-12
        )

    @given(conventional())
    def test_one_sign_change_gives_one_rate(self, series: Flows) -> None:
        """Invariant 23, first half."""
        result = irr(series)

        assert result.status is IrrStatus.UNIQUE
        assert [root.multiplicity for root in result.roots] == [1]

    @given(st.lists(amounts, max_size=15))
    def test_roots_are_at_most_the_sign_changes_with_their_parity(self, series: list[int]) -> None:
        """Invariant 23: Descartes' rule, which holds for sums of exponentials too."""
        changes = len(sign_changes([amount for amount in series if amount]))
        roots = sum(root.multiplicity for root in irr_periodic(series).roots)

        assert roots <= changes
        assert (changes - roots) % 2 == 0

    @given(st.lists(st.integers(-9, 9), min_size=1, max_size=6, unique=True))
    def test_every_root_of_a_polynomial_is_found(self, tenths: list[int]) -> None:
        """Amounts are the coefficients of the product of (1 + r - g) over growths *g*."""
        growths = sorted(Fraction(10 + tenth, 10) for tenth in tenths)
        coefficients = [Fraction(1)]
        for growth in growths:
            shifted = [*coefficients, Fraction(0)]
            carried = [Fraction(0), *coefficients]
            coefficients = [s - growth * c for s, c in zip(shifted, carried, strict=True)]

        found = [root.rate + 1 for root in irr_periodic(coefficients).roots]

        assert found == pytest.approx([float(growth) for growth in growths], rel=1e-6)

    @given(days, st.integers(1, 9_000), st.integers(1, 10**9), st.integers(1, 10**9))
    def test_two_flows_have_a_closed_form(self, day: date, span: int, paid: int, back: int) -> None:
        """Invariant 24: (D/C)^(365/days) - 1."""
        result = irr([(day, -paid), (day + timedelta(days=span), back)])

        expected = log(Fraction(back, paid)) * 365 / span
        assert result.log_rate == pytest.approx(expected, rel=1e-12, abs=1e-12 * 365 / span)

    @given(flows, st.lists(days, max_size=5))
    def test_nil_flows_change_nothing(self, series: Flows, idle: list[date]) -> None:
        """Invariant 25, for series that stand on two days or more."""
        assume(len({day for day, _ in series}) > 1)

        assert irr([*series, *((day, 0) for day in idle)]) == irr(series)

    @given(conventional(), st.integers(1, 1_000), st.integers(1, 10_000_000))
    def test_a_later_receipt_raises_the_rate(self, series: Flows, wait: int, amount: int) -> None:
        """Invariant 25, second half; equal only where a float cannot tell them apart."""
        before = irr(series).log_rate
        after = irr([*series, (series[-1][0] + timedelta(days=wait), amount)]).log_rate

        assert before is not None
        assert after is not None
        assert after >= before - 1e-12 * max(1.0, abs(before))

    @given(conventional())
    def test_money_that_comes_back_without_gain_earns_nothing(self, series: Flows) -> None:
        lost = -sum(amount for _, amount in series)
        assume(lost > 0)
        end = series[-1][0] + timedelta(days=1)

        assert irr([*series, (end, lost)]).value == 0.0


class TestKnownRates:
    def test_the_dated_example_in_francs(self) -> None:
        """Open example of the fund notes, computed apart with three day counts."""
        series = [
            (date(2021, 3, 1), -6_559_570),
            (date(2021, 11, 15), -3_279_785),
            (date(2022, 6, 30), -1_639_893),
            (date(2024, 4, 2), 2_400_000),
            (date(2025, 9, 30), 5_100_000),
            (date(2026, 6, 30), 7_300_000),
        ]

        assert percent(irr(series)) == "6.07528046"
        assert percent(irr(series, DayCount.ACT_365F)) == "6.07528046"
        assert percent(irr(series, DayCount.ACT_ACT)) == "6.07873976"
        assert percent(irr(series, DayCount.THIRTY_E_360)) == "6.08002124"
        assert irr(series).annualised

    @pytest.mark.parametrize(
        ("amounts", "expected"),
        [
            pytest.param((-100, 0, 0, 0, 0, 164), "10.399923", id="W1 whole fund"),
            pytest.param(
                (-40_000_000, -40_000_000, -20_000_000, 30_000_000, 60_000_000, 74_000_000),
                "15.337075",
                id="W3 several calls",
            ),
            pytest.param(
                (-9_000_000_000, 900_000_000, 0, 0, 13_006_520_352),
                "12.230843",
                id="W6 two hurdles",
            ),
        ],
    )
    def test_investors_of_the_worked_waterfalls(
        self, amounts: tuple[int, ...], expected: str
    ) -> None:
        """Investor flows of the worked waterfalls, split by hand there."""
        assert percent(irr_periodic(amounts), 6) == expected

    def test_investors_of_the_dated_waterfall(self) -> None:
        """W7: 43 of the last 45 million reach the investors."""
        series = [
            (date(2022, 1, 31), -30_000_000),
            (date(2023, 1, 31), -20_000_000),
            (date(2025, 1, 31), 25_000_000),
            (date(2027, 1, 31), 43_000_000),
        ]

        assert percent(irr(series), 6) == "8.338387"

    def test_pyxirr_agrees_on_conventional_flows(self) -> None:
        pyxirr = pytest.importorskip("pyxirr", reason="oracle of the bench group")
        for seed in range(40):
            series = [
                (START + timedelta(days=37 * k + seed), 7_919 * (k + seed) % 50_021 + 1)
                for k in range(30)
            ]
            series[0] = (series[0][0], -400_000 - 10_007 * seed)
            expected = pyxirr.xirr([day for day, _ in series], [amount for _, amount in series])

            assert irr(series).value == pytest.approx(expected, abs=1e-9)

    def test_numpy_financial_agrees_on_conventional_flows(self) -> None:
        for seed in range(40):
            series = [7_919 * (k + seed) % 50_021 for k in range(24)]
            series[0] = -400_000 - 10_007 * seed

            assert irr_periodic(series).value == pytest.approx(npf.irr(series), abs=1e-9)


class TestManyRootsOrNone:
    def test_two_roots(self) -> None:
        result = irr_periodic([-100, 230, -132])

        assert result.status is IrrStatus.MULTIPLE_ROOTS
        assert (result.value, result.log_rate, result.residual) == (None, None, None)
        assert result.period_return is None
        assert rates(-100, 230, -132) == [0.1, 0.2]

    def test_three_roots(self) -> None:
        assert rates(-1000, 6000, -11000, 6000) == [0.0, 1.0, 2.0]

    def test_no_root(self) -> None:
        result = irr_periodic([-100, 150, -100])

        assert (result.status, result.roots, result.value) == (IrrStatus.NO_ROOT, (), None)

    def test_a_double_root_is_one_rate_and_says_so(self) -> None:
        result = irr_periodic([-100, 220, -121])

        assert result.status is IrrStatus.UNIQUE
        assert result.value == pytest.approx(0.1, abs=1e-14)
        assert result.roots[0].multiplicity == 2

    def test_a_double_root_on_dates(self) -> None:
        series = [(START + timedelta(days=365 * k), a) for k, a in enumerate((-100, 220, -121))]

        assert irr(series).value == pytest.approx(0.1, abs=1e-14)

    @pytest.mark.parametrize("power", range(2, 10))
    def test_a_power_is_one_root_as_often(self, power: int) -> None:
        """(1 - v)^n is nil at the rate 0 only, n times."""
        signed = [comb(power, k) * (-1) ** k for k in range(power + 1)]

        (root,) = irr_periodic(signed).roots

        assert root.log_rate == pytest.approx(0.0, abs=1e-12)
        assert root.multiplicity == power

    def test_a_franc_more_parts_a_double_root(self) -> None:
        """Receipts one franc above those of a double root: two rates, however near."""
        result = irr_periodic([-(10**9), 22 * 10**8 + 1, -121 * 10**7])

        assert [root.multiplicity for root in result.roots] == [1, 1]

    def test_a_franc_less_leaves_no_rate(self) -> None:
        assert irr_periodic([-(10**9), 22 * 10**8 - 1, -121 * 10**7]).status is IrrStatus.NO_ROOT

    def test_both_rates_of_a_series_that_ends_in_a_charge(self) -> None:
        """numpy-financial 1.0 gives -76.9 % alone, pyxirr 185.4 % alone: both are rates."""
        assert [round(100 * rate, 1) for rate in rates(-50, -100, 600, 300, -100)] == [-76.9, 185.4]

    def test_the_choice_names_its_policy(self) -> None:
        result = irr_periodic([-100, 230, -132])

        assert result.choose("lowest") == result.roots[0].rate
        assert result.choose("nearest_to", 0.3) == result.roots[1].rate
        assert result.choose("nearest_to", 0) == result.roots[0].rate
        assert irr_periodic([-100, 150, -100]).choose("lowest") is None

    def test_a_guess_is_needed_to_be_near_it(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            irr_periodic([-100, 230, -132]).choose("nearest_to")

        assert str(caught.value) == (
            "guess is missing: say which rate the choice must be nearest to"
        )

    def test_an_unknown_policy_is_refused(self) -> None:
        with pytest.raises(NotSupported) as caught:
            irr_periodic([-100, 230, -132]).choose("highest")

        assert str(caught.value) == "policy is 'highest': use 'lowest' or 'nearest_to'"


class TestNoSignChange:
    def test_nothing_back_is_a_total_loss(self) -> None:
        assert irr_periodic([-100, 0, 0]).status is IrrStatus.TOTAL_LOSS
        assert irr_periodic([-100, -50]).value is None

    def test_an_open_position_is_not_lost_yet(self) -> None:
        assert irr_periodic([-100, -50], closed=False).status is IrrStatus.NO_SIGN_CHANGE

    def test_receipts_alone_have_no_rate_high_enough(self) -> None:
        assert irr_periodic([100, 50]).status is IrrStatus.INFINITE
        assert irr_periodic([100, 50], closed=False).status is IrrStatus.INFINITE

    def test_one_date_has_no_rate(self) -> None:
        """Receipt and payment of the same day net: no time passes in between."""
        result = irr([(START, -100), (START, 110)])

        assert (result.status, result.value) == (IrrStatus.UNDEFINED_SINGLE_DATE, None)

    def test_no_flow_is_empty(self) -> None:
        assert irr([]) == irr_periodic([0, 0]) == IrrResult(status=IrrStatus.EMPTY)
        assert irr([(START, -100), (START, 100)]).status is IrrStatus.EMPTY

    def test_days_that_a_day_count_puts_together_are_netted(self) -> None:
        """30/360 sees no time between 30 and 31 March."""
        series = [(date(2025, 3, 30), -100), (date(2025, 3, 31), 100)]

        assert irr(series, DayCount.THIRTY_E_360).status is IrrStatus.EMPTY
        assert irr(series).value == 0.0


class TestExtremes:
    def test_doubling_in_a_day_is_a_rate(self) -> None:
        """2^365 - 1 a year: 7.5e109."""
        result = irr([(START, -1), (START + timedelta(days=1), 2)])

        assert result.value == pytest.approx(2.0**365, rel=1e-12)
        assert not result.annualised
        assert result.period_return == pytest.approx(1.0)

    def test_a_rate_beyond_floats_keeps_its_logarithm(self) -> None:
        result = irr([(START, -1), (START + timedelta(days=1), 10)])

        assert result.log_rate == pytest.approx(365 * log(10), rel=1e-14)
        assert result.value is not None
        assert isinf(result.value)
        assert result.period_return == pytest.approx(9.0)

    def test_half_a_year_shows_its_own_return(self) -> None:
        """GIPS 2020: a rate is annualised only from one year on."""
        result = irr([(START, -100), (START + timedelta(days=182), 105)])

        assert not result.annualised
        assert result.period_return == pytest.approx(0.05, abs=1e-14)

    def test_a_year_of_365_days_is_annualised(self) -> None:
        result = irr([(START, -100), (START + timedelta(days=365), 105)])

        assert result.annualised
        assert result.value == result.period_return

    def test_sums_beyond_floats_are_scaled_first(self) -> None:
        result = irr_periodic([-(10**400), 11 * 10**399])

        assert result.value == pytest.approx(0.1, abs=1e-14)

    def test_an_amount_lost_beside_another_is_refused(self) -> None:
        with pytest.raises(InvalidAmount) as caught:
            irr_periodic([-1, 10**400])

        assert str(caught.value) == (
            "an amount is too small beside the largest to be held in a float: check the units"
        )
        assert caught.value.value == -1


class TestAmounts:
    def test_money_decimals_and_fractions_are_read_alike(self) -> None:
        later = START + timedelta(days=365)
        expected = irr([(START, -100), (later, 105)])

        assert irr([(START, Money(-100, XOF)), (later, Money(105, XOF))]) == expected
        assert irr([(START, Decimal(-100)), (later, Fraction(105))]) == expected

    def test_cents_below_the_minor_unit_count(self) -> None:
        assert irr_periodic([Decimal("-0.5"), Fraction(11, 20)]).value == pytest.approx(0.1)

    @pytest.mark.parametrize("amount", [1.5, None, True, Decimal("NaN"), "100"])
    def test_what_is_no_exact_amount_is_refused(self, amount: Any) -> None:
        with pytest.raises(InvalidAmount) as caught:
            irr_periodic([-100, amount])

        assert str(caught.value) == (
            f"amount is {amount!r}: give Money, or minor units as an int, a finite Decimal "
            "or a Fraction"
        )

    def test_two_currencies_are_refused(self) -> None:
        with pytest.raises(CurrencyMismatch) as caught:
            irr([(START, Money(-100, XOF)), (START, Money(100, EUR))])

        assert str(caught.value) == (
            f"flows hold both {XOF} and {EUR}: convert them to one currency at dated rates first"
        )

    def test_what_is_no_date_is_refused(self) -> None:
        flow: Any = ("2025-01-31", 100)
        with pytest.raises(InvalidDate) as caught:
            irr([flow])

        assert str(caught.value) == (
            "date is '2025-01-31': give each flow as (datetime.date, amount)"
        )


class TestPresentValues:
    @given(flows, days, days, st.floats(-0.5, 2))
    def test_moving_the_day_of_the_value_compounds_it(
        self, series: Flows, first: date, second: date, rate: float
    ) -> None:
        growth = (1 + rate) ** ((second - first).days / 365)
        size = sum(abs(xnpv([flow], rate, second)) for flow in series)

        moved = xnpv(series, rate, first) * growth
        assert moved == pytest.approx(xnpv(series, rate, second), rel=1e-9, abs=1e-9 * size)

    def test_a_negative_rate_is_discounted_as_it_stands(self) -> None:
        later = START + timedelta(days=365)

        assert xnpv([(later, 50)], -0.5, START) == pytest.approx(100.0)
        assert xnpv([(START, 100)], Rate.parse("-50 %"), later) == pytest.approx(50.0)

    def test_the_day_count_measures_both_ways(self) -> None:
        """30/360 gives half a year to each of the two halves of 2025."""
        series = [(date(2025, 1, 1), 100), (date(2026, 1, 1), 121)]

        value = xnpv(series, 0.21, date(2025, 7, 1), DayCount.THIRTY_E_360)
        assert value == pytest.approx(110 + 110)

    def test_a_day_count_may_be_a_function(self) -> None:
        def leap_years(start: date, end: date) -> Fraction:
            return Fraction((end - start).days, 366)

        series = [(date(2024, 1, 1), -100), (date(2025, 1, 1), 110)]

        assert irr(series, leap_years).value == pytest.approx(0.1, abs=1e-14)

    def test_the_first_period_is_said_not_assumed(self) -> None:
        assert npv([-100, 150], 0.5) == 0.0
        assert npv([150], 0.5, first_period=1) == 100.0
        assert npv([], 0.5) == 0.0

    @given(st.lists(amounts, min_size=1, max_size=20), st.floats(-0.9, 5))
    def test_numpy_financial_gives_the_same_npv(self, series: list[int], rate: float) -> None:
        size = npv([abs(amount) for amount in series], rate)

        assert npv(series, rate) == pytest.approx(npf.npv(rate, series), abs=1e-9 * size)

    def test_another_first_period_is_refused(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            npv([100], 0.1, first_period=2)

        assert str(caught.value) == (
            "first_period is 2: use 0 if the first amount falls now, "
            "1 if it falls one period from now"
        )

    @pytest.mark.parametrize("rate", [-1.0, -2.0, float("nan"), float("inf")])
    def test_a_rate_of_total_loss_cannot_discount(self, rate: float) -> None:
        with pytest.raises(InvalidRate) as caught:
            npv([100], rate)

        assert str(caught.value) == (
            f"rate is {rate}: a discount rate is a finite number above -1 (-100 %)"
        )


def test_results_are_values() -> None:
    first, second = irr_periodic([-100, 110]), irr_periodic([-100, 110])

    assert first == second
    assert hash(first) == hash(second)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        first.years = 2.0  # type: ignore[misc]


def test_roots_show_their_rate() -> None:
    assert Root(log(1.5)).rate == pytest.approx(0.5)
    assert [round(exp(root.x), 9) for root in find_roots([0.0, 0.5], [-2.0, 3.0])] == [2.25]


def test_one_series_is_solved_without_numpy() -> None:
    code = "import sys, investisens.engine.irr; sys.exit('numpy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def percent(result: IrrResult, places: int = 8) -> str:
    assert result.value is not None
    return f"{100 * result.value:.{places}f}"
