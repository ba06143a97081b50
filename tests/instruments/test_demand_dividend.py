"""A demand dividend (dividende à la demande): a holiday, then a share of free cash flow."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, ContractRun, run_contract
from investisens.instruments.clauses import Clauses
from investisens.instruments.demand_dividend import DemandDividend
from investisens.instruments.result_share import RestAtStop, ResultShare
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period, add_months
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import Observation, Results
from result_shares import asked, paid_by_day, result_shares
from strategies import currencies, days, minors, roundings


@st.composite
def dividends(draw: st.DrawFn) -> DemandDividend:
    currency, start = draw(currencies), draw(days)
    first_on = add_months(start.replace(day=1), draw(st.integers(1, 36)))
    return DemandDividend(
        principal=Money(draw(minors), currency),
        disbursed_on=start,
        holiday_until=first_on - timedelta(days=1),
        payments=draw(result_shares(first_on, currency)),
        measure="net_profit",
        rounding=draw(roundings),
    )


terms = dividends()

YEARLY = ResultShare(
    share=Rate.parse("40 %"),
    every=Period(months=12),
    total_multiple=Fraction(2),
    stops_on=date(2032, 6, 30),
    rest=RestAtStop.GIVEN_UP,
    floor=Money(100_000, XOF),
    cap=Money(2_500_000, XOF),
    paid_after_days=90,
)
DIVIDEND = DemandDividend(
    principal=Money(5_000_000, XOF),
    disbursed_on=date(2024, 7, 1),
    holiday_until=date(2025, 12, 31),
    payments=YEARLY,
)


def run_of(dividend: DemandDividend, *free_cash: int, since: int = 2024) -> ContractRun:
    known = Results(
        [
            Observation.of_year(dividend.measure, since + number, minor)
            for number, minor in enumerate(free_cash)
        ]
    )
    return run_contract(Contract(id="D1", legs=dividend.legs(), results=known))


def test_nothing_of_the_holiday_is_shared() -> None:
    """Only the second half of 2024 and 2025 are free: the year 2026 is the first one shared."""
    run = run_of(DIVIDEND, 9_000_000, 9_000_000, 1_000_000)

    assert paid_by_day(run) == {date(2027, 3, 31): 400_000}


def test_a_share_of_free_cash_flow_is_paid_until_twice_the_amount() -> None:
    """By hand, 40 % of each year within 100 000 and 2 500 000, 10 000 000 in all.

    400 000, then 2 400 000, the floor for a bad year, the cap twice; the last year has 2 100 000
    left. The stop day comes after it, with nothing left to give up.
    """
    results = (1_000_000, 6_000_000, -500_000, 8_000_000, 9_000_000)
    long = attrs.evolve(DIVIDEND, payments=attrs.evolve(YEARLY, stops_on=date(2036, 12, 31)))
    run = run_of(long, *results, 7_000_000, since=2026)

    assert paid_by_day(run) == {
        date(2027, 3, 31): 400_000,
        date(2028, 3, 30): 2_400_000,
        date(2029, 3, 31): 100_000,
        date(2030, 3, 31): 2_500_000,
        date(2031, 3, 31): 2_500_000,
        date(2032, 3, 30): 2_100_000,
    }
    assert sum(paid_by_day(run).values()) == 10_000_000
    assert run.outstanding == 0


def test_what_is_not_brought_back_by_the_stop_is_given_up() -> None:
    """By hand: six years at the floor bring 600 000 of 5 000 000."""
    run = run_of(DIVIDEND, *[0] * 8, since=2026)

    assert sum(paid_by_day(run).values()) == 600_000
    assert run.flows[-1][1:] == (FlowKind.LOSS, 4_400_000)
    assert date.fromordinal(run.flows[-1][0]) == date(2032, 6, 30)


@given(
    st.lists(st.integers(-(10**6), 10**8), max_size=8),
    st.integers(10, 40),
    st.integers(0, 10**6),
    st.integers(0, 10**7),
)
def test_each_payment_stands_between_floor_and_cap_and_all_within_the_multiple(
    free_cash: list[int], tenths: int, floor: int, more: int
) -> None:
    payments = attrs.evolve(
        YEARLY,
        total_multiple=Fraction(tenths, 10),
        floor=Money(floor, XOF),
        cap=Money(floor + more, XOF),
        stops_on=date(2040, 12, 31),
    )
    total = 500_000 * tenths
    expected: dict[date, int] = {}
    for number, result in enumerate(free_cash):
        on = date(2027 + number, 1, 1) - timedelta(days=1) + timedelta(days=90)
        expected[on] = asked(payments, result, total, sum(expected.values()))
    run = run_of(attrs.evolve(DIVIDEND, payments=payments), *free_cash, since=2026)

    assert paid_by_day(run) == {on: amount for on, amount in expected.items() if amount}


@given(terms)
def test_nothing_is_paid_before_the_first_period_ends(dividend: DemandDividend) -> None:
    years = range(2008, 2034)
    run = run_of(dividend, *[10**6 for _ in years], since=2008)

    assert dividend.first_on == dividend.holiday_until + timedelta(days=1)
    first = dividend.payments.every.date_after(dividend.first_on, 1) - timedelta(days=1)
    assert min(paid_by_day(run), default=first) >= first


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"holiday_until": date(2024, 6, 30)},
            "holiday_until 2024-06-30 is before disbursed_on 2024-07-01: check the order of the "
            "dates",
            "holiday_until",
        ),
        (
            {"holiday_until": date(2025, 12, 30)},
            "holiday_until is 2025-12-30: results are known by month, give the last day of one",
            "holiday_until",
        ),
        (
            {"principal": Money(0, XOF)},
            "principal is 0 XOF: advance a positive amount",
            "principal",
        ),
        (
            {"principal": Money(100, EUR)},
            "floor is 100000 XOF but principal is in EUR: use one currency",
            "payments.floor",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(100, EUR))},
            "cap_on_return is 1.00 EUR but the instrument is in XOF: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_contradict_each_other_are_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(DIVIDEND, **changes)

    assert (str(caught.value), caught.value.field) == (message, field)
