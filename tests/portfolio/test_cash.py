"""Cash by line and period, its lowest day, and the fee of the manager."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds import call, fees, fund, investor, xof
from investisens.portfolio.capital import call_flows
from investisens.portfolio.cash import CASH_LINES, cost_flows, fee_flows, lowest, periods, signed
from investisens.portfolio.fund import ManagementFee
from investisens.portfolio.records import Cost
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode
from oracles import rounded
from strategies import days

CASH_KINDS = [kind for kind in FlowKind if kind.is_cash]


def flow(on: date, minor: int, kind: FlowKind = FlowKind.KNOWN) -> CashFlow:
    return CashFlow(on=on, amount=xof(minor), kind=kind, party="X")


flows = st.lists(
    st.builds(flow, days, st.integers(-(10**9), 10**9), st.sampled_from(CASH_KINDS)), max_size=12
).map(lambda each: sorted(each, key=lambda item: item.on))


@given(flows, st.booleans())
def test_every_period_from_the_first_to_the_last_is_there(
    each: list[CashFlow], by_month: bool
) -> None:
    labels = [period.label for period in periods(each, by_month=by_month)]
    asked = set()
    if each:
        day = each[0].on
        while day <= each[-1].on:
            asked.add(day.isoformat()[: 7 if by_month else 4])
            day += timedelta(days=1)

    assert labels == sorted(asked)


@given(flows, st.booleans())
def test_every_cash_flow_stands_in_one_line(each: list[CashFlow], by_month: bool) -> None:
    rows = periods(each, by_month=by_month)
    total = sum(item.amount.minor for item in each)

    assert sum(sum(row.amounts.values()) for row in rows) == total
    assert all(tuple(row.amounts) == CASH_LINES for row in rows)


@pytest.mark.parametrize("kind", CASH_KINDS)
def test_every_cash_kind_has_a_line(kind: FlowKind) -> None:
    (row,) = periods([flow(date(2012, 2, 29), 7, kind)], by_month=True)

    assert row.label == "2012-02"
    assert sorted(row.amounts.values())[-1] == row.closing == 7


@pytest.mark.parametrize("kind", FlowKind)
def test_an_amount_is_signed_as_the_fund_sees_it(kind: FlowKind) -> None:
    """Lending, buying, granting and covering pay out; the rest comes in or moves no cash."""
    paid = {
        *(FlowKind.DISBURSEMENT, FlowKind.SHARE_PURCHASE, FlowKind.GRANT),
        *(FlowKind.GUARANTEE_PAID, FlowKind.GUARANTEE_FEE),
    }
    if kind in paid:
        assert signed(kind, 5) == -5
    else:
        assert signed(kind, 5) == (5 if kind.is_cash else 0)


def test_a_day_ends_after_all_its_flows() -> None:
    """Paid out and called on one day: cash is never negative at the end of it."""
    on = date(2012, 2, 29)

    assert lowest([flow(on, -5), flow(on, 7), flow(on + timedelta(1), 1)], xof(0)) == (xof(2), on)


def test_the_first_of_two_lowest_days_is_told() -> None:
    days_ = [date(2012, 1, day) for day in (1, 2, 3, 4)]
    each = [flow(on, minor) for on, minor in zip(days_, (5, -3, 2, -2), strict=True)]

    assert lowest(each, xof(0)) == (xof(2), days_[1])


def test_costs_are_paid_out() -> None:
    cost = Cost(paid_on=date(2012, 12, 31), amount=xof(400_000), label="audit")
    (found,) = cost_flows(fund(costs=(cost,)))

    assert (found.on, found.amount, found.kind, found.party) == (
        date(2012, 12, 31),
        xof(-400_000),
        FlowKind.RUNNING_COSTS,
        "audit",
    )


# The fee of the manager.


@given(fees(), st.integers(2007, 2037))
def test_months_of_a_year_are_those_that_the_fee_touches(fee: ManagementFee, year: int) -> None:
    touched = 0
    for month in range(1, 13):
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        touched += first <= fee.until and fee.since <= last

    assert fee.months(year) == touched


@given(fees(), st.lists(st.tuples(days, st.integers(1, 10**9)), max_size=5))
def test_a_fee_is_its_share_of_paid_in_capital_by_months(
    fee: ManagementFee, paid: list[tuple[date, int]]
) -> None:
    held = fund(
        management_fee=fee,
        investors=(investor("I1"),),
        calls=tuple(call("I1", on, minor, on) for on, minor in paid),
    )
    expected = {}
    for year in range(fee.since.year, fee.until.year + 1):
        on = fee.paid_on.in_year(year)
        base = sum(minor for day, minor in paid if day <= on)
        exact = base * fee.rate.fraction * Fraction(fee.months(year), 12)
        amount = rounded(exact, RoundingMode.HALF_UP)
        if amount:
            expected[on] = xof(-amount)

    found = fee_flows(held, call_flows(held))
    assert {each.on: each.amount for each in found} == expected
    assert all((each.kind, each.party) == (FlowKind.MANAGEMENT_FEE, "manager") for each in found)


def test_a_fund_without_a_fee_pays_none() -> None:
    assert fee_flows(fund(), ()) == ()


FEE = ManagementFee(
    rate=Rate.parse("2 %"),
    since=date(2010, 6, 1),
    until=date(2016, 12, 31),
    paid_on=YearDay(12, 31),
)


def test_a_fee_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(FEE, until=date(2010, 5, 31))

    assert str(caught.value) == (
        "until 2010-05-31 is before since 2010-06-01: check the order of the dates"
    )
    assert (caught.value.field, caught.value.value) == ("until", date(2010, 5, 31))


def test_a_negative_fee_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(FEE, rate=Rate.parse("-2 %"))

    assert str(caught.value) == "rate is -2 %: a fee is not negative"
    assert (caught.value.field, caught.value.value) == ("rate", Rate.parse("-2 %"))


def test_a_call_paid_on_the_day_of_the_fee_bears_it() -> None:
    """2 % of 1,000 francs paid in that very day, for twelve months."""
    fee = ManagementFee(rate=Rate.parse("2 %"), since=date(2012, 1, 1), until=date(2012, 12, 31))
    held = fund(
        investors=(investor("I1"),),
        calls=(call("I1", date(2012, 12, 31), 1_000, date(2012, 12, 31)),),
        management_fee=fee,
    )

    assert [flow.amount.minor for flow in fee_flows(held, call_flows(held))] == [-20]
