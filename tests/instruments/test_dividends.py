"""Dividends by policy: one window a year, a part of the result, a cap."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given

from investisens.instruments.dividends import DividendPolicy
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.rates import Rate
from share_terms import policies

POLICY = DividendPolicy(
    payout=Rate.parse("25 %"), first_year=2013, last_year=2015, paid_on=YearDay(6, 30)
)


@given(policies(date(2012, 2, 29)))
def test_each_year_is_paid_once_in_the_following_one(policy: DividendPolicy) -> None:
    found = policy.dividends()

    assert [each.window.first.year for each in found] == list(
        range(policy.first_year, policy.last_year + 1)
    )
    assert all(each.window.paid_on.year == each.window.first.year + 1 for each in found)
    assert {each.payout for each in found} == {policy.payout.fraction}


def test_a_policy_by_hand() -> None:
    capped = attrs.evolve(POLICY, cap_of_price=Rate.parse("3 %")).dividends()

    assert [(str(each.window), str(each.window.paid_on)) for each in capped] == [
        ("2013", "2014-06-30"),
        ("2014", "2015-06-30"),
        ("2015", "2016-06-30"),
    ]
    assert (capped[0].payout, capped[0].cap_of_price) == (Fraction(1, 4), Fraction(3, 100))


@pytest.mark.parametrize(
    ("change", "message", "field"),
    [
        (
            {"payout": Rate.parse("101 %")},
            "payout is 101 %: use a part between 0 % and 100 %",
            "payout",
        ),
        (
            {"cap_of_price": Rate(-1)},
            "cap_of_price is -0.00001 %: use 0 % or more",
            "cap_of_price",
        ),
        (
            {"last_year": 2012},
            "last_year 2012 is before first_year 2013: check the order of the years",
            "last_year",
        ),
        ({"first_year": 1}, "first_year is 1: use a year from 2 to 9998", "first_year"),
        ({"last_year": 9999}, "last_year is 9999: use a year from 2 to 9998", "last_year"),
    ],
)
def test_terms_out_of_their_range_are_refused(
    change: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(POLICY, **change)

    assert (str(caught.value), caught.value.field) == (message, field)
