"""The cost of credit: official examples to the printed digit, and what must hold for any credit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import expm1, fsum, isclose, log1p
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.engine.apr_time import TimeUnit, gaps, interval, recurrence
from investisens.engine.credit_cost import (
    AprResult,
    TegResult,
    cost_of,
    eu_apr,
    eu_apr_at,
    one_decimal,
    teg,
    teg_at,
)
from investisens.engine.credit_flows import CreditFlows, TimedFlow
from investisens.engine.irr import IrrStatus
from investisens.engine.schedule import Instalment, RepaymentSchedule, schedule
from investisens.values.currency import EUR, XOF
from investisens.values.dates import add_months
from investisens.values.daycount import DayCount
from investisens.values.errors import (
    CurrencyMismatch,
    InvalidAmount,
    InvalidDate,
    InvalidTerms,
)
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding
from investisens.values.steps import (
    CapitaliseInterest,
    ChargeFee,
    Draw,
    PayInterest,
    Plan,
    RepayAmount,
    RepayRest,
    Step,
)

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "golden" / "apr_examples.json").read_text(encoding="utf-8")
)

Credit = tuple[list[TimedFlow], list[TimedFlow]]
DatedFlows = list[tuple[date, int]]

START = date(2026, 1, 31)
MONTH = Fraction(1, 12)
HALF = Fraction(1, 2)

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
amounts = st.integers(1, 10**9)


def by_id(examples: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(example, id=example["id"]) for example in examples]


def found(rate: float | None) -> float:
    """A rate that must be there."""
    assert rate is not None
    return rate


def nearly(one: float | None, other: float | None) -> bool:
    """Equal up to the last digits of a float."""
    return isclose(log1p(found(one)), log1p(found(other)), rel_tol=1e-9, abs_tol=1e-11)


def spread(rows: list[list[Any]]) -> list[TimedFlow]:
    """The rows of the golden file, one flow for each payment."""
    return [
        (Fraction(first) + place * Fraction(step or 0), Fraction(amount))
        for first, count, step, amount in rows
        for place in range(count)
    ]


def level(principal: int, rate: Fraction, count: int) -> Fraction:
    """The level payment, not rounded."""
    growth = (1 + rate) ** count
    return principal * rate * growth / (growth - 1) if rate else Fraction(principal, count)


@st.composite
def conventional(draw: st.DrawFn) -> tuple[DatedFlows, DatedFlows]:
    """A sum drawn on one day and paid back, with or without charges, on later days."""
    start = draw(st.dates(date(2000, 1, 1), date(2030, 12, 31)))
    later = draw(st.sets(st.integers(20, 4_000), min_size=1, max_size=12))
    paid = draw(st.lists(amounts, min_size=len(later), max_size=len(later)))
    payments = [
        (start + timedelta(gap), amount) for gap, amount in zip(sorted(later), paid, strict=True)
    ]
    owed = sum(paid)
    return [(start, draw(st.integers(max(1, owed // 3), 2 * owed)))], payments


class TestOfficialExamples:
    """European Commission, January 2015: the rate, and as it is printed."""

    @pytest.mark.parametrize("example", by_id(GOLDEN["official"]))
    def test_the_rate_is_the_printed_one(self, example: dict[str, Any]) -> None:
        check(eu_apr_at(spread(example["draws"]), spread(example["payments"])), example)

    @pytest.mark.parametrize("example", by_id(GOLDEN["generated"]))
    def test_a_rate_of_a_long_list_is_the_printed_one(self, example: dict[str, Any]) -> None:
        draws, payments = GENERATED[example["id"]]()

        check(eu_apr_at(draws, payments), example)

    @pytest.mark.parametrize("example", by_id(GOLDEN["older"]))
    def test_the_older_sample_cases_come_out(self, example: dict[str, Any]) -> None:
        for case in example["cases"]:
            draws = [(Fraction(time), Decimal(amount)) for time, amount in case["draws"]]
            payments = [(Fraction(time), Decimal(amount)) for time, amount in case["payments"]]

            rate = eu_apr_at(draws, payments).rate
            assert abs(100 * found(rate) - float(case["apr_pct"])) <= float(example["tolerance"])

    def test_the_examples_are_all_there(self) -> None:
        """34 of the Commission and 4 older ones stand in the source."""
        count = {name: len(GOLDEN[name]) for name in ("official", "generated", "older")}

        assert count == {"official": 29, "generated": 5, "older": 4}
        assert {example["id"] for example in GOLDEN["generated"]} == set(GENERATED)

    def test_example_2_1_comes_out_of_its_dates(self) -> None:
        """Signed on 12 January 2012, paid on the 15th of each month."""
        payments = [(add_months(date(2012, 2, 15), place), 143_357) for place in range(240)]
        signed = date(2012, 1, 12)

        result = eu_apr([(signed, 20_000_000)], [(signed, 400_000), *payments])
        assert result.unit is TimeUnit.MONTH
        assert abs(100 * found(result.rate) - 6.434185) <= 2e-6

    def test_days_before_the_end_of_a_leap_february_are_over_366(self) -> None:
        """APR-C4: the year back from 15 October 2012 holds 29 February 2012."""
        result = eu_apr([(date(2012, 10, 10), 500)], [(date(2012, 10, 15), 510)])

        assert abs(100 * found(result.rate) - 326.1206) <= 0.0005


def check(result: AprResult, example: dict[str, Any]) -> None:
    """Within the source's tolerance, to one unit of the recomputed rate, printed exactly."""
    percent = 100 * found(result.rate)
    assert abs(percent - float(example["apr_pct"])) <= float(example["tolerance"])
    if "recomputed_pct" in example:
        assert abs(percent - float(example["recomputed_pct"])) <= 1e-6
    assert result.printed == Rate.parse(f"{example['printed_pct']} %")
    assert result.status is IrrStatus.UNIQUE
    assert found(result.residual) <= 1e-12


def declining(principal: Callable[[Fraction], Fraction], last: int = 10_000) -> Iterator[TimedFlow]:
    """Payments of principal and 0.5 % a month on 200,000; month *last* repays the balance."""
    balance, month = Fraction(200_000), 0
    while balance:
        month += 1
        repaid = balance if month == last else min(balance, principal(balance))
        yield month * MONTH, repaid + balance * Fraction(5, 1_000)
        balance -= repaid


def on_200_000(payments: Iterator[TimedFlow]) -> Credit:
    return [(0, 200_000)], [(0, 4_000), *payments]


def example_19() -> Credit:
    draws, payments = on_200_000(declining(lambda _: Fraction(200_000, 240)))
    return draws, [*payments, *((month * MONTH, 100) for month in range(1, 240, 24))]


def example_30i() -> Credit:
    monthly = Fraction(expm1(log1p(0.0839) / 12))
    fixed = [
        (month * MONTH, Decimal("169.62" if month < 7 else "202.09")) for month in range(1, 61)
    ]
    last = [
        ((60 + month) * MONTH, 250 + monthly * (30_000 - 250 * (month - 1)))
        for month in range(1, 121)
    ]
    return [(0, 30_000)], [(0, 600), *fixed, *last]


def two_per_cent(balance: Fraction) -> Fraction:
    return max(balance / 50, Fraction(100))


GENERATED: dict[str, Callable[[], Credit]] = {
    "APR-13": lambda: on_200_000(declining(lambda _: Fraction(200_000, 240))),
    "APR-14": lambda: on_200_000(declining(two_per_cent)),
    "APR-17": lambda: on_200_000(declining(two_per_cent, last=180)),
    "APR-19": example_19,
    "APR-30i": example_30i,
}


def test_the_generated_lists_have_the_lengths_their_rules_state() -> None:
    """233 months in example 14, 5,403.36 at month 180 in example 17, ten charges in 19."""
    lists = {name: make()[1] for name, make in GENERATED.items()}

    assert lists["APR-14"][-1][0] == 233 * MONTH
    time, amount = lists["APR-17"][-1]
    assert time == 15 and isinstance(amount, Fraction) and round(amount, 2) == Fraction("5403.36")
    assert len(lists["APR-19"]) - len(lists["APR-13"]) == 10


class TestProperties:
    @given(conventional())
    def test_draws_are_worth_the_payments_at_the_rate(
        self, credit: tuple[DatedFlows, DatedFlows]
    ) -> None:
        """The equation of the directive, written out."""
        draws, payments = credit
        result = eu_apr(draws, payments)
        assert result.unit is not None

        def worth(flows: DatedFlows) -> float:
            return fsum(
                amount / (1 + found(result.rate)) ** float(interval(start, day, result.unit))
                for day, amount in flows
                if result.unit is not None
            )

        start = draws[0][0]
        assert isclose(worth(draws), worth(payments), rel_tol=1e-9)

    @given(conventional(), st.data())
    def test_splitting_the_flows_of_a_day_changes_nothing(
        self, credit: tuple[DatedFlows, DatedFlows], data: st.DataObject
    ) -> None:
        draws, payments = credit
        parts = []
        for day, amount in payments:
            part = data.draw(st.integers(0, amount))
            parts += [(day, part), (day, amount - part)]

        assert eu_apr(draws, parts) == eu_apr(draws, payments)
        assert teg(draws, parts) == teg(draws, payments)

    @given(conventional(), st.randoms(use_true_random=False))
    def test_the_order_of_the_flows_does_not_matter(
        self, credit: tuple[DatedFlows, DatedFlows], random: Any
    ) -> None:
        draws, payments = credit
        mixed = random.sample(payments, len(payments))

        assert eu_apr(draws, mixed) == eu_apr(draws, payments)

    @given(conventional(), st.integers(2, 1_000))
    def test_a_larger_credit_of_the_same_shape_costs_the_same(
        self, credit: tuple[DatedFlows, DatedFlows], factor: int
    ) -> None:
        draws, payments = credit
        larger = eu_apr(
            [(day, factor * amount) for day, amount in draws],
            [(day, factor * amount) for day, amount in payments],
        )

        assert nearly(larger.rate, eu_apr(draws, payments).rate)

    @given(conventional())
    def test_what_is_paid_back_exactly_costs_nothing(
        self, credit: tuple[DatedFlows, DatedFlows]
    ) -> None:
        ((start, _),), payments = credit
        result = eu_apr([(start, sum(amount for _, amount in payments))], payments)

        assert result.rate == 0.0
        assert result.printed == Rate(0)

    @given(conventional(), st.integers(1, 10**8))
    def test_a_fee_at_the_start_raises_the_rate(
        self, credit: tuple[DatedFlows, DatedFlows], fee: int
    ) -> None:
        draws, payments = credit
        ((start, drawn),) = draws
        assume(drawn // 1_000 < fee < drawn)

        with_fee = eu_apr(draws, [(start, fee), *payments])
        assert found(with_fee.rate) > found(eu_apr(draws, payments).rate)

    @given(conventional(), st.integers(1, 400))
    def test_paying_later_lowers_a_rate_above_zero(
        self, credit: tuple[DatedFlows, DatedFlows], delay: int
    ) -> None:
        draws, payments = credit
        assume(sum(amount for _, amount in payments) > 1.001 * draws[0][1])
        unit = TimeUnit.MONTH
        # Four days around the end of February may count alike: a month makes a difference.
        later = [(day + timedelta(delay + 31), amount) for day, amount in payments]

        assert found(eu_apr(draws, later, unit).rate) < found(eu_apr(draws, payments, unit).rate)

    @given(days, st.integers(1, 120), st.integers(0, 500), st.integers(10_000, 10**9))
    def test_level_monthly_payments_give_the_compounded_rate(
        self, start: date, count: int, basis_points: int, principal: int
    ) -> None:
        """(1 + i)^12 - 1, from whatever day of the month."""
        rate = Fraction(basis_points, 100_000)
        payment = level(principal, rate, count)
        payments = [(add_months(start, place + 1), payment) for place in range(count)]
        result = teg([(start, principal)], payments, TimeUnit.MONTH)

        assert nearly(eu_apr([(start, principal)], payments).rate, float((1 + rate) ** 12 - 1))
        assert nearly(result.effective, float((1 + rate) ** 12 - 1))
        if count > 1:
            assert result.periods_per_year == 12
            assert nearly(result.proportional, float(12 * rate))

    @given(conventional())
    def test_the_effective_rate_is_the_annual_percentage_rate(
        self, credit: tuple[DatedFlows, DatedFlows]
    ) -> None:
        assert teg(*credit).effective == eu_apr(*credit).rate

    @given(conventional())
    def test_a_proportional_rate_is_not_above_the_effective_one(
        self, credit: tuple[DatedFlows, DatedFlows]
    ) -> None:
        """True where the period is at most a year."""
        result = teg(*credit)
        assume(result.period <= 1)

        low, high = found(result.proportional), found(result.effective)
        assert low <= high or isclose(low, high, rel_tol=1e-9, abs_tol=1e-12)

    @given(st.integers(0, 100_000))
    def test_a_rate_is_printed_to_the_nearest_tenth_of_a_per_cent(self, tenths: int) -> None:
        """A half goes up, although a float can only come near it."""
        half = float((tenths + HALF) / 1_000)

        assert one_decimal(tenths / 1_000) == Rate(tenths * 10_000)
        assert one_decimal(half) == Rate((tenths + 1) * 10_000)
        assert one_decimal(half - 1e-9) == Rate(tenths * 10_000)
        assert one_decimal(-half) == Rate(-(tenths + 1) * 10_000)


class TestTime:
    """Directive 2008/48/EC, annex I, part I, remark c."""

    @given(days, st.integers(0, 400))
    def test_months_forwards_are_whole_months(self, start: date, months: int) -> None:
        assert interval(start, add_months(start, months)) == Fraction(months, 12)

    @given(days, st.integers(0, 400))
    def test_months_backwards_are_whole_months(self, end: date, months: int) -> None:
        assert interval(add_months(end, -months), end) == Fraction(months, 12)

    @given(days, st.integers(0, 1_000))
    def test_weeks_are_parts_of_fifty_two(self, start: date, weeks: int) -> None:
        assert interval(start, start + timedelta(7 * weeks), TimeUnit.WEEK) == Fraction(weeks, 52)

    @given(days, st.integers(0, 30))
    def test_years_are_whole(self, start: date, years: int) -> None:
        assert interval(start, add_months(start, 12 * years), TimeUnit.YEAR) == years

    @given(days, st.integers(0, 5_000), st.sampled_from(TimeUnit))
    def test_a_day_more_is_never_less_time(self, start: date, gap: int, unit: TimeUnit) -> None:
        end = start + timedelta(gap)

        assert interval(start, end, unit) <= interval(start, end + timedelta(1), unit)

    @given(days, st.integers(0, 5_000), st.sampled_from([TimeUnit.YEAR, TimeUnit.MONTH]))
    def test_time_stays_within_four_days_of_the_calendar(
        self, start: date, gap: int, unit: TimeUnit
    ) -> None:
        """Months differ by three days from the equal month, leap years by one."""
        counted = interval(start, start + timedelta(gap), unit)

        assert abs(counted - gap / Fraction("365.2425")) <= Fraction(4, 365)

    @pytest.mark.parametrize(
        ("start", "end", "unit", "time"),
        [
            ("2012-01-12", "2012-02-15", TimeUnit.MONTH, "1/12 3/365"),
            ("2012-10-12", "2012-10-15", TimeUnit.MONTH, "3/366"),
            ("2012-02-25", "2012-02-28", TimeUnit.MONTH, "3/365"),
            ("2012-02-26", "2012-02-29", TimeUnit.MONTH, "3/366"),
            ("2013-02-25", "2013-02-28", TimeUnit.MONTH, "3/366"),
            ("2013-02-26", "2013-03-01", TimeUnit.MONTH, "3/365"),
            ("2026-01-15", "2026-03-31", TimeUnit.MONTH, "2/12 16/365"),
            ("2026-01-31", "2026-02-28", TimeUnit.MONTH, "1/12"),
            ("2026-01-31", "2026-02-27", TimeUnit.MONTH, "27/365"),
            ("2012-02-29", "2013-02-28", TimeUnit.YEAR, "1"),
            ("2024-03-15", "2025-12-31", TimeUnit.YEAR, "1 291/366"),
            ("2026-01-01", "2026-01-18", TimeUnit.WEEK, "2/52 3/365"),
        ],
    )
    def test_whole_periods_are_counted_back_and_then_days(
        self, start: str, end: str, unit: TimeUnit, time: str
    ) -> None:
        """Counted by hand; 3/365 and 3/366 are examples 2.1 and 2.2 of the Commission."""
        expected = sum(map(Fraction, time.split()), Fraction(0))

        assert interval(date.fromisoformat(start), date.fromisoformat(end), unit) == expected

    @pytest.mark.parametrize(
        ("steps", "unit"),
        [
            ([], TimeUnit.MONTH),
            ([400], TimeUnit.MONTH),
            ([0, 7, 14, 28], TimeUnit.WEEK),
            ([0, 28, 56], TimeUnit.WEEK),
            ([0, 14, 105], TimeUnit.WEEK),
            ([0, 35, 70], TimeUnit.MONTH),
            ([0, 30, 60], TimeUnit.MONTH),
            ([0, 365, 730], TimeUnit.YEAR),
            ([0, 365, 1095], TimeUnit.YEAR),
            ([0, 181, 365], TimeUnit.MONTH),
        ],
    )
    def test_the_unit_follows_the_payments(self, steps: list[int], unit: TimeUnit) -> None:
        payments = [date(2025, 1, 1) + timedelta(step) for step in steps]

        assert recurrence(payments) is unit

    def test_four_weeks_that_are_a_month_are_a_month(self) -> None:
        """1 February to 1 March 2026 is both."""
        assert recurrence([date(2026, 2, 1), date(2026, 3, 1)]) is TimeUnit.MONTH

    def test_given_times_count_from_the_first_draw(self) -> None:
        shifted = CreditFlows.timed([(3, 100)], [(4, 110)])

        assert shifted == CreditFlows.timed([(0, 100)], [(1, 110)])

    def test_gaps_of_month_ends_are_months(self) -> None:
        ends = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]

        assert list(gaps(ends, TimeUnit.MONTH)) == [MONTH] * 3

    def test_an_end_before_the_start_is_refused(self) -> None:
        with pytest.raises(InvalidDate) as caught:
            interval(date(2026, 2, 1), date(2026, 1, 31))

        assert str(caught.value) == (
            "end 2026-01-31 is before start 2026-02-01: count from the first draw"
        )

    def test_days_left_in_the_first_year_of_the_calendar_are_refused_by_name(self) -> None:
        """They count in the year that ends on the day reached, and there is none before year 1."""
        with pytest.raises(InvalidDate) as caught:
            interval(date(1, 1, 15), date(1, 2, 20))

        assert (caught.value.field, caught.value.value) == ("start", date(1, 1, 15))
        assert str(caught.value) == (
            "start 0001-01-15 is in year 1: its days count in the year before 0001-01-20, which "
            "no calendar holds, give a later day"
        )

    def test_whole_months_of_the_first_year_are_counted(self) -> None:
        assert interval(date(1, 1, 15), date(1, 3, 15)) == Fraction(2, 12)


class TestTeg:
    """Code de la consommation, R314-2.

    The rate is proportional to that of the period, which is the smallest interval between two
    payments and not under a month.
    """

    def test_level_payments_with_a_fee_give_the_oracle(self) -> None:
        """TEG-01."""
        case = GOLDEN["teg"][0]
        payment = level(int(case["loan"]), Fraction(case["monthly_rate"]), case["months"])
        payments = [(month * MONTH, payment) for month in range(1, case["months"] + 1)]
        result = teg_at([(0, int(case["loan"]))], [(0, int(case["fee"])), *payments])

        assert round(payment, 2) == Fraction(case["instalment"])
        check_teg(result, case)
        assert abs(100 * found(result.effective) - float(case["effective_pct"])) <= 1e-4

    def test_irregular_payments_give_the_oracle(self) -> None:
        """TEG-02."""
        case = GOLDEN["teg"][1]
        payments = [(Fraction(time), int(amount)) for time, amount in case["payments"]]

        check_teg(teg_at([(0, int(case["loan"]))], payments), case)

    def test_irregular_payments_give_the_oracle_from_their_dates(self) -> None:
        """TEG-02 drawn on 31 January: months, whatever their ends."""
        case = GOLDEN["teg"][1]
        payments = [
            (add_months(START, int(12 * Fraction(time))), int(amount))
            for time, amount in case["payments"]
        ]

        check_teg(teg([(START, int(case["loan"]))], payments), case)

    @pytest.mark.parametrize(
        ("months", "periods"), [([3, 6, 9], 4), ([6, 12], 2), ([12, 24], 1), ([5, 12], "12/7")]
    )
    def test_the_period_is_the_smallest_interval(self, months: list[int], periods: Any) -> None:
        payments = [(add_months(START, month), 60) for month in months]

        assert teg([(START, 100)], payments).periods_per_year == Fraction(periods)

    def test_a_single_payment_makes_its_own_period(self) -> None:
        """Half a year at 5 %: 10 % proportional, 10.25 % effective."""
        result = teg([(START, 100)], [(date(2026, 7, 31), 105)])

        assert result.period == HALF
        assert [f"{found(rate):.6f}" for rate in (result.period_rate, result.proportional)] == [
            "0.050000",
            "0.100000",
        ]
        assert f"{found(result.effective):.6f}" == "0.102500"
        assert result.printed == Rate.parse("10 %")

    def test_payments_closer_than_a_month_are_counted_by_the_month(self) -> None:
        payments = [(START + timedelta(14 * place), 30) for place in range(1, 5)]
        result = teg([(START, 100)], payments)

        assert (result.unit, result.period) == (TimeUnit.WEEK, MONTH)

    def test_a_charge_on_the_day_of_the_draw_makes_no_interval(self) -> None:
        payments = [(START, 1), (date(2026, 2, 28), 55), (date(2026, 5, 31), 55)]

        assert teg([(START, 100)], payments).period == Fraction(1, 4)

    def test_nothing_paid_has_no_rate(self) -> None:
        result = teg([(START, 100)], [])

        assert (result.status, result.proportional, result.printed) == (
            IrrStatus.UNDEFINED_SINGLE_DATE,
            None,
            None,
        )


def check_teg(result: TegResult, case: dict[str, Any]) -> None:
    tolerance = float(case["tolerance"])
    assert abs(100 * found(result.period_rate) - float(case["period_rate_pct"])) <= tolerance
    assert abs(100 * found(result.proportional) - float(case["proportional_pct"])) <= tolerance
    assert result.period == MONTH


class TestStatus:
    def test_several_rates_are_all_told(self) -> None:
        """-100, 230, -132 solves at 10 % and at 20 %."""
        result = eu_apr_at([(0, 100), (2, 132)], [(1, 230)])

        assert result.status is IrrStatus.MULTIPLE_ROOTS
        assert [round(rate, 9) for rate in result.rates] == [0.1, 0.2]
        assert (result.rate, result.printed, result.residual) == (None, None, None)

    def test_no_rate_is_told(self) -> None:
        result = eu_apr_at([(0, 100), (2, 100)], [(1, 150)])

        assert (result.status, result.rates) == (IrrStatus.NO_ROOT, ())

    def test_a_credit_never_repaid_is_a_loss_of_all(self) -> None:
        assert eu_apr_at([(0, 100), (1, 5)], []).status is IrrStatus.TOTAL_LOSS

    def test_a_charge_above_the_draw_leaves_only_payments(self) -> None:
        assert eu_apr_at([(0, 100)], [(0, 101), (1, 5)]).status is IrrStatus.INFINITE

    def test_a_rate_beyond_the_floats_is_not_printed(self) -> None:
        assert one_decimal(float("inf")) is None
        assert one_decimal(None) is None

    def test_less_paid_than_drawn_is_a_rate_below_zero(self) -> None:
        assert eu_apr_at([(0, 100)], [(1, 90)]).printed == Rate.parse("-10 %")


class TestRefusals:
    @pytest.mark.parametrize(
        ("draws", "payments", "error", "message"),
        [
            ([], [(START, 1)], InvalidTerms, "draws is empty: a rate needs a sum received, on its "
             "day"),
            ([(START, 0)], [(START, 1)], InvalidTerms, "draws is empty: a rate needs a sum "
             "received, on its day"),
            ([(START, 100)], [(date(2026, 1, 30), 1)], InvalidDate, "the payment at 2026-01-30 "
             "comes before the first draw at 2026-01-31: time is counted from there, so give an "
             "earlier charge on that day"),
            ([(START, -100)], [], InvalidAmount, "the draw at 2026-01-31 is -100: give amounts of "
             "0 or more, and a charge deducted from a draw as a payment"),
            ([(START, 100)], [(START, Money(-5, XOF))], InvalidAmount, "the payment at 2026-01-31 "
             "is -5 XOF: give amounts of 0 or more, and a charge deducted from a draw as a "
             "payment"),
            ([(START, 0.5)], [], InvalidAmount, "amount is 0.5: give Money, or minor units as an "
             "int, a finite Decimal or a Fraction"),
            ([(START, Money(1, XOF))], [(START, Money(1, EUR))], CurrencyMismatch, "flows hold "
             "both XOF and EUR: convert them to one currency at dated rates first"),
        ],
    )  # fmt: skip
    def test_bad_flows_are_refused(
        self, draws: Any, payments: Any, error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error) as caught:
            eu_apr(draws, payments)

        assert (
            str(caught.value)
            .replace("Currency.of('XOF')", "XOF")
            .replace("Currency.of('EUR')", "EUR")
            == message
        )

    @pytest.mark.parametrize("time", [0.5, True, "1/2"])
    def test_a_time_that_is_not_exact_is_refused(self, time: Any) -> None:
        with pytest.raises(InvalidTerms) as caught:
            eu_apr_at([(0, 100)], [(time, 100)])

        assert str(caught.value) == (f"time is {time!r}: give exact years, such as Fraction(1, 12)")

    def test_a_time_before_the_first_draw_is_refused(self) -> None:
        with pytest.raises(InvalidDate, match="the payment at 0 comes before the first draw at 1"):
            teg_at([(1, 100)], [(0, 1), (2, 110)])


@st.composite
def debts(draw: st.DrawFn) -> DebtLeg:
    """Draws, capitalised and paid interest, fees and repayments on monthly days."""
    principal = draw(st.integers(100_000, 10**8))
    steps: list[Step] = []
    for month in range(1, draw(st.integers(2, 12))):
        day = add_months(START, month)
        if month < 4:
            steps += draw(st.sampled_from([[], [Draw(day, principal // 2)]]))
        interest: Step = PayInterest(day) if draw(st.booleans()) else CapitaliseInterest(day)
        charge = ChargeFee(day, draw(st.integers(0, 5_000)))
        steps += [interest, RepayAmount(day, draw(st.integers(0, principal // 3))), charge]
    end = add_months(START, 12)
    return DebtLeg(
        principal=Money(principal, XOF),
        start=START,
        rate=Rate(draw(st.integers(0, 3_000_000))),
        day_count=DayCount.ACT_365F,
        rounding=Rounding(),
        plan=Plan((*steps, PayInterest(end), RepayRest(end))),
    )


class TestCost:
    @given(debts(), st.integers(0, 5_000))
    def test_what_is_paid_is_what_was_drawn_and_its_cost(self, debt: DebtLeg, fee: int) -> None:
        rows = schedule(debt)
        last = rows.rows[-1].due_on
        drawn = debt.principal.minor + sum(
            step.minor for step in debt.plan.steps if isinstance(step, Draw) and step.on <= last
        )
        cost = cost_of(rows, START, debt.principal, Money(fee, XOF))

        assert cost.total_cost == cost.total_interest + cost.total_fees
        assert cost.total_paid == Money(drawn, XOF) + cost.total_cost

    @given(debts(), st.integers(0, 5_000))
    def test_the_rate_is_that_of_the_flows_written_by_hand(self, debt: DebtLeg, fee: int) -> None:
        """Draws come back out of the rows."""
        rows = schedule(debt)
        last = rows.rows[-1].due_on
        steps = [step for step in debt.plan.steps if isinstance(step, Draw) and step.on <= last]
        draws = [(START, debt.principal.minor), *((step.on, step.minor) for step in steps)]
        payments = [(START, fee), *((row.due_on, row.total) for row in rows.rows)]
        cost = cost_of(rows, START, debt.principal, Money(fee, XOF))

        assert cost.apr == eu_apr(draws, payments)
        assert (cost.teg_proportional, cost.teg_effective) == (
            teg(draws, payments).proportional,
            cost.apr.rate,
        )

    @given(debts())
    def test_a_credit_without_interest_and_fees_costs_nothing(self, debt: DebtLeg) -> None:
        free = schedule(without_cost(debt))
        cost = cost_of(free, START, debt.principal)

        assert cost.total_cost == Money.zero(XOF)
        assert (cost.apr.printed, cost.teg_proportional) == (Rate(0), 0.0)

    @given(debts(), st.integers(1_000, 50_000))
    def test_a_fee_raises_the_cost_by_itself_and_the_rate(self, debt: DebtLeg, fee: int) -> None:
        rows = schedule(debt)
        plain, dear = (cost_of(rows, START, debt.principal, Money(each, XOF)) for each in (0, fee))

        assert dear.total_cost - plain.total_cost == Money(fee, XOF)
        assert found(dear.apr.rate) > found(plain.apr.rate)

    def test_a_year_at_ten_per_cent_and_a_fee_of_two(self) -> None:
        """98,000 received and 110,000 paid a year later: 12/98 = 12.2449 %."""
        rows = one_due(Instalment(date(2027, 1, 31), 100_000, 10_000, 0, 110_000, 0))
        cost = cost_of(rows, START, Money(100_000, XOF), Money(2_000, XOF))

        assert abs(found(cost.apr.rate) - 12 / 98) <= 1e-14
        assert (cost.total_interest, cost.total_fees) == (Money(10_000, XOF), Money(2_000, XOF))
        assert (cost.total_cost, cost.total_paid) == (Money(12_000, XOF), Money(112_000, XOF))
        assert cost.apr.printed == Rate.parse("12.2 %")

    def test_interest_paid_to_the_borrower_lowers_the_rate_below_zero(self) -> None:
        """A negative rate: 100 received on the way, 10,000 repaid."""
        rows = RepaymentSchedule(
            currency=XOF,
            rows=(
                Instalment(date(2026, 7, 31), 0, -100, 0, -100, 10_000),
                Instalment(date(2027, 1, 31), 10_000, 0, 0, 10_000, 0),
            ),
        )
        cost = cost_of(rows, START, Money(10_000, XOF))

        assert (cost.total_cost, cost.total_paid) == (Money(-100, XOF), Money(9_900, XOF))
        assert found(cost.apr.rate) < 0

    @pytest.mark.parametrize(
        ("due", "fee", "principal", "error", "message"),
        [
            (Instalment(date(2027, 1, 31), 90, 10, 0, 100, 10), 0, 100, InvalidTerms,
             "the schedule has 1 dues and leaves 10 XOF outstanding: a cost needs dues that "
             "repay all of the credit"),
            (Instalment(date(2027, 1, 31), 100, 10, 0, 110, 0), -1, 100, InvalidTerms,
             "fees_at_start is -1 XOF: give 0 or more"),
            (Instalment(date(2027, 1, 31), 100, 10, 0, 110, 0), 0, 120, InvalidTerms,
             "principal is 120 XOF, but the due of 2027-01-31 starts from 100 XOF: give what was "
             "drawn on the first day"),
            (Instalment(date(2025, 1, 31), 100, 10, 0, 110, 0), 0, 100, InvalidDate,
             "disbursed_on 2026-01-31 is after the first due on 2025-01-31: check the order of "
             "the dates"),
        ],
    )  # fmt: skip
    def test_what_has_no_cost_is_refused(
        self, due: Instalment, fee: int, principal: int, error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error) as caught:
            cost_of(one_due(due), START, Money(principal, XOF), Money(fee, XOF))

        assert str(caught.value) == message

    def test_a_schedule_without_dues_is_refused(self) -> None:
        with pytest.raises(InvalidTerms, match="the schedule has 0 dues"):
            cost_of(RepaymentSchedule(currency=XOF, rows=()), START, Money(100, XOF))

    def test_a_principal_in_another_currency_is_refused(self) -> None:
        rows = one_due(Instalment(date(2027, 1, 31), 100, 10, 0, 110, 0))

        with pytest.raises(CurrencyMismatch):
            cost_of(rows, START, Money(100, EUR))


def one_due(due: Instalment) -> RepaymentSchedule:
    return RepaymentSchedule(currency=XOF, rows=(due,))


def without_cost(debt: DebtLeg) -> DebtLeg:
    """The same debt, interest and fees left out."""
    free = [step for step in debt.plan.steps if not isinstance(step, ChargeFee)]
    return DebtLeg(
        principal=debt.principal,
        start=debt.start,
        rate=Rate(0),
        day_count=debt.day_count,
        rounding=debt.rounding,
        plan=Plan(tuple(free)),
    )
