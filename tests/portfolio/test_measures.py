"""Multiples and returns follow from the cash flows up to the day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds import xof
from investisens.engine.irr import IrrStatus
from investisens.portfolio.measures import measure
from investisens.values.cashflow import CashFlow, FlowKind
from strategies import days

START = date(2011, 1, 1)
YEAR = date(2012, 1, 1)
KINDS = [kind for kind in FlowKind if kind.is_cash]


def flow(on: date, minor: int, kind: FlowKind) -> CashFlow:
    return CashFlow(on=on, amount=xof(minor), kind=kind, party="X")


def directed(on: date, minor: int, kind: FlowKind) -> CashFlow:
    """Calls come in, distributions go out."""
    sign = {FlowKind.CALL: 1, FlowKind.DISTRIBUTION: -1}.get(kind)
    return flow(on, minor if sign is None else sign * abs(minor), kind)


flows = st.lists(
    st.builds(directed, days, st.integers(-(10**9), 10**9), st.sampled_from(KINDS)), max_size=10
)


@given(flows, st.integers(0, 10**9), days)
def test_value_is_cash_and_portfolio(each: list[CashFlow], worth: int, on: date) -> None:
    found = measure(each, xof(worth), on)

    assert found.nav == found.cash + xof(worth)
    assert found.cash == xof(sum(item.amount.minor for item in each if item.on <= on))


@given(flows, st.integers(0, 10**9), days)
def test_multiples_are_exact_ratios_to_paid_in_capital(
    each: list[CashFlow], worth: int, on: date
) -> None:
    found = measure(each, xof(worth), on)
    paid = found.paid_in.minor

    assert paid == sum(
        item.amount.minor for item in each if item.kind is FlowKind.CALL and item.on <= on
    )
    if paid:
        assert found.tvpi == Fraction(found.distributed.minor + found.nav.minor, paid)


@given(flows, st.integers(0, 10**9), days, st.randoms(use_true_random=False))
def test_the_order_of_flows_changes_nothing(
    each: list[CashFlow], worth: int, on: date, random: Any
) -> None:
    """Property 21 of the fund: of one day or of several."""
    shuffled = list(each)
    random.shuffle(shuffled)

    assert measure(shuffled, xof(worth), on) == measure(each, xof(worth), on)


@given(flows, st.integers(0, 10**9), days, st.integers(2, 9))
def test_ratios_do_not_depend_on_the_scale(
    each: list[CashFlow], worth: int, on: date, factor: int
) -> None:
    """Property 10 of the fund."""
    large = [flow(item.on, item.amount.minor * factor, item.kind) for item in each]
    one, other = measure(each, xof(worth), on), measure(large, xof(worth * factor), on)

    assert (one.dpi, one.rvpi, one.tvpi) == (other.dpi, other.rvpi, other.tvpi)


def test_costs_separate_the_gross_rate_from_the_net_one() -> None:
    """100 called and lent, 110 back after a year of 365 days, 4 paid to the manager."""
    each = [
        flow(START, 100, FlowKind.CALL),
        flow(START, -100, FlowKind.DISBURSEMENT),
        flow(YEAR, 110, FlowKind.PRINCIPAL),
        flow(YEAR, -4, FlowKind.MANAGEMENT_FEE),
        flow(YEAR, -6, FlowKind.DISTRIBUTION),
    ]
    found = measure(each, xof(0), YEAR)

    assert found.gross_irr.value == pytest.approx(0.10, abs=1e-12)
    assert found.net_irr.value == pytest.approx(0.06, abs=1e-12)
    assert (found.dpi, found.rvpi, found.tvpi) == (
        Fraction(6, 100),
        Fraction(100, 100),
        Fraction(106, 100),
    )


def test_what_is_still_held_counts_as_received_on_the_day() -> None:
    each = [flow(START, 100, FlowKind.CALL), flow(START, -100, FlowKind.SHARE_PURCHASE)]
    found = measure(each, xof(121), START + timedelta(days=730))

    assert found.gross_irr.value == pytest.approx(0.10, abs=1e-12)
    assert found.net_irr.value == found.gross_irr.value


def test_without_flows_there_is_no_ratio_and_no_rate() -> None:
    found = measure([], xof(0), START)

    assert (found.dpi, found.rvpi, found.tvpi) == (None, None, None)
    assert found.gross_irr.status is found.net_irr.status is IrrStatus.EMPTY
