"""A debt that results repay asks on its last day for all that the contract makes due then."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.instruments.result_share import RestAtStop, ResultShare
from investisens.instruments.revenue_share import RevenueShare
from investisens.servicing.account import account
from investisens.servicing.history import Era, Receipt
from investisens.servicing.rest import owing_the_rest
from investisens.servicing.story import Story
from investisens.values.currency import XOF
from investisens.values.dates import Period
from investisens.values.money import Money
from investisens.values.rates import Rate

START, LAST = date(2025, 1, 1), date(2028, 12, 31)
ROYALTY = RevenueShare(
    principal=Money(100_000, XOF),
    disbursed_on=START,
    first_on=START,
    payments=ResultShare(
        share=Rate.parse("6 %"),
        every=Period(months=1),
        total_multiple=Fraction("1.2"),
        stops_on=LAST,
        rest=RestAtStop.TOTAL_DUE,
    ),
)


def story(*receipts: Receipt) -> Story:
    """The royalty of 100,000 that is to bring 120,000, and what was received on it."""
    legs = ROYALTY.legs()
    return Story(eras=(Era(leg=owing_the_rest(legs[0], legs)),), receipts=receipts)


@pytest.mark.parametrize("rest", [RestAtStop.PRINCIPAL_DUE, RestAtStop.GIVEN_UP])
def test_where_no_return_is_due_the_debt_stays_as_it_is(rest: RestAtStop) -> None:
    payments = attrs.evolve(ROYALTY.payments, rest=rest)
    legs = attrs.evolve(ROYALTY, payments=payments).legs()

    assert owing_the_rest(legs[0], legs) is legs[0]


def test_its_one_due_shows_principal_and_return_apart() -> None:
    """By hand: 70,000 are paid; 30,000 of principal and 20,000 beyond it are open."""
    (due,) = account(story(Receipt(on=date(2026, 5, 1), minor=70_000)), date(2029, 1, 10)).dues

    assert due.due_on == LAST
    assert (due.principal.open, due.fee.open, due.open) == (30_000, 20_000, 50_000)


@given(st.integers(0, 130_000), st.integers(0, 130_000))
def test_what_is_owed_and_received_make_the_multiple(before: int, after: int) -> None:
    """Paid before the last day or after it, the same is missing; beyond it there is credit."""
    found = account(
        story(
            Receipt(on=date(2026, 5, 1), minor=before), Receipt(on=date(2029, 1, 5), minor=after)
        ),
        date(2029, 1, 10),
    )

    assert found.overdue - found.past.credit == 120_000 - before - after
    assert not (found.overdue and found.past.credit)
    assert found.past.balance == max(0, 100_000 - before - after)
