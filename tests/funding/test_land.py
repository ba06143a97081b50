"""A grant for land: its own pace, since land is not written down."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.land import Land, land
from investisens.instruments.grant_release import release_rows
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money
from strategies import days, minors

PRICE = Money(2_000_000, XOF)
GRANT = Money(1_000_000, XOF)


@pytest.mark.parametrize(("clause", "yearly"), [(None, 100_000), (8, 125_000)])
def test_the_clause_or_else_tenths(clause: int | None, yearly: int) -> None:
    """HYB-14 F: grant 1,000,000 for land.

    No inalienability clause -> 1/10 a year; clause of 8 years -> 1/8 a year → annual_release =
    [100,000; 125,000].
    """
    field = land(PRICE, date(2012, 9, 1), clause_years=clause)
    rows = release_rows((field,), {2012: GRANT})

    assert [row.released.minor for row in rows] == [yearly] * (GRANT.minor // yearly)


@given(minors, days, st.integers(1, 40))
def test_all_is_released(minor: int, bought_on: date, years: int) -> None:
    """No proportion of time in the first year, and the last one takes the rest."""
    field = Land(cost=PRICE, bought_on=bought_on, years=years)
    rows = release_rows((field,), {bought_on.year: Money(minor, XOF)})

    assert len(rows) == years
    assert sum(row.released.minor for row in rows) == minor
    assert max(row.released.minor for row in rows) - min(row.released.minor for row in rows) <= 1


def test_books_that_nobody_keeps_are_refused() -> None:
    with pytest.raises(MissingData, match=r"grant\.land_release_years\.ifrs"):
        land(PRICE, date(2012, 9, 1), books="ifrs")


@pytest.mark.parametrize(
    ("cost", "years", "message"),
    [
        (0, 8, "cost is 0 XOF: use a positive amount"),
        (1, 0, "years is 0: use 1 or more"),
    ],
)
def test_a_wrong_term_is_refused(cost: int, years: int, message: str) -> None:
    with pytest.raises(InvalidTerms) as refused:
        Land(cost=Money(cost, XOF), bought_on=date(2012, 9, 1), years=years)

    assert str(refused.value) == message
