"""Payments of a share of a result: strategies, and what an enterprise with known results pays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from investisens.engine.contract import ContractRun
from investisens.instruments.result_share import RestAtStop, ResultShare
from investisens.values.cashflow import FlowKind
from investisens.values.currency import Currency
from investisens.values.dates import Period
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.results import Observation, Results

PAID = frozenset({FlowKind.PRINCIPAL, FlowKind.PARTICIPATION})
"""What brings an amount back, and what comes beyond it."""

multiples = st.fractions(1, 4, max_denominator=100)


@st.composite
def result_shares(draw: st.DrawFn, first_on: date, currency: Currency) -> ResultShare:
    """Any payments whose first period starts on *first_on*."""
    every = Period(months=draw(st.sampled_from([1, 3, 6, 12])))
    days = draw(st.integers(0, 120))
    first_paid_on = every.date_after(first_on, 1) - timedelta(days=1) + timedelta(days=days)
    floor = draw(st.none() | st.integers(0, 10**5))
    cap = draw(st.none() | st.integers(0, 10**6))
    return ResultShare(
        share=Rate(draw(st.integers(1, MBP))),
        every=every,
        total_multiple=draw(multiples),
        stops_on=first_paid_on + timedelta(days=draw(st.integers(0, 2_000))),
        rest=draw(st.sampled_from(RestAtStop)),
        floor=None if floor is None else Money(floor, currency),
        cap=None if cap is None else Money(cap + (floor or 0), currency),
        paid_after_days=days,
    )


def monthly(measure: str, first: date, amounts: Iterable[int]) -> Results:
    """The results of one month after the other from the month of *first*."""
    months = (divmod(12 * first.year + first.month - 1 + number, 12) for number in range(10_000))
    return Results(
        [
            Observation.of_period(measure, year, month + 1, minor)
            for (year, month), minor in zip(months, amounts, strict=False)
        ]
    )


def paid_by_day(run: ContractRun) -> dict[date, int]:
    """What is paid on each day, principal and return together."""
    paid: dict[date, int] = {}
    for day, kind, amount in run.flows:
        if kind in PAID:
            on = date.fromordinal(day)
            paid[on] = paid.get(on, 0) + amount
    return paid


def asked(payments: ResultShare, result: int, total: int, so_far: int) -> int:
    """What a period pays, counted apart: half even, floor, cap, then what the multiple leaves."""
    amount = round(Fraction(max(0, result)) * payments.share.fraction)
    if payments.floor is not None:
        amount = max(amount, payments.floor.minor)
    if payments.cap is not None:
        amount = min(amount, payments.cap.minor)
    return min(amount, total - so_far)
