"""A whole period counts as its day count says, a part of it by its share of the days."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidDate, InvalidTerms
from investisens.values.partperiods import PartPeriods
from investisens.values.schedule import Every
from strategies import day_counts, days


@st.composite
def months(draw: st.DrawFn) -> PartPeriods:
    """Periods of one to twelve months."""
    start = draw(days)
    every = Period(months=draw(st.integers(1, 12)))
    rule = Every(first=every.date_after(start, 1), every=every, count=draw(st.integers(1, 24)))
    return PartPeriods(draw(day_counts), (start, *rule.dates()))


after_start = st.lists(st.integers(0, 4_000), min_size=3, max_size=3).map(sorted)


@given(months(), st.data())
def test_a_whole_period_counts_as_the_day_count_says(
    counted: PartPeriods, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(counted.grid) - 2))
    first, last = counted.grid[at : at + 2]

    assert counted.fraction(first, last) == counted.whole.fraction(first, last)


@given(months(), st.data())
def test_a_part_of_a_period_counts_by_its_days(counted: PartPeriods, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(counted.grid) - 2))
    first, last = counted.grid[at : at + 2]
    one, other = sorted(
        first + timedelta(days=data.draw(st.integers(0, (last - first).days))) for _ in "12"
    )

    share = Fraction((other - one).days, (last - first).days)
    assert counted.fraction(one, other) == share * counted.whole.fraction(first, last)


@given(months(), after_start)
def test_time_up_to_the_last_due_adds_up(counted: PartPeriods, offsets: list[int]) -> None:
    last = (counted.grid[-1] - counted.grid[0]).days
    one, two, three = (counted.grid[0] + timedelta(days=min(each, last)) for each in offsets)

    split = counted.numerator(one, two) + counted.numerator(two, three)
    assert counted.numerator(one, three) == split


@given(months(), st.lists(after_start, min_size=1, max_size=5))
def test_many_periods_at_once_count_as_one_by_one(
    counted: PartPeriods, offsets: list[list[int]]
) -> None:
    """Before the start and after the last due too."""
    origin = counted.grid[0].toordinal() - 40
    starts = np.array([[origin + first] for first, _, _ in offsets])
    ends = np.array([[origin + last] for _, _, last in offsets])

    assert counted.numerators(starts, ends).tolist() == [
        [counted.numerator(date.fromordinal(origin + a), date.fromordinal(origin + b))]
        for a, _, b in offsets
    ]


def test_seven_days_of_a_month_of_31_are_seven_31sts_of_a_twelfth() -> None:
    """Where 30E/360 alone counts 7 of 360 days."""
    counted = PartPeriods(DayCount.THIRTY_E_360, (date(2024, 1, 1), date(2024, 2, 1)))

    assert counted.fraction(date(2024, 1, 1), date(2024, 1, 8)) == Fraction(7, 31 * 12)
    assert counted.value == "30E/360, parts by days"


def test_after_the_last_due_days_count_as_the_day_count_says() -> None:
    counted = PartPeriods(DayCount.ACT_360, (date(2024, 1, 1), date(2024, 2, 1)))

    assert counted.fraction(date(2024, 1, 17), date(2024, 2, 11)) == Fraction(
        15 * 31, 31 * 360
    ) + Fraction(10, 360)


def test_an_end_before_its_start_is_refused() -> None:
    counted = PartPeriods(DayCount.ACT_360, (date(2024, 1, 1), date(2024, 2, 1)))
    with pytest.raises(InvalidDate) as caught:
        counted.numerator(date(2024, 1, 8), date(2024, 1, 7))

    assert str(caught.value) == (
        "end 2024-01-07 is before start 2024-01-08: check the order of the dates"
    )


def test_periods_of_too_many_lengths_are_refused() -> None:
    lengths = (101, 103, 107, 109, 113, 127, 131)
    grid = [date(2024, 1, 1)]
    for length in lengths:
        grid.append(grid[-1] + timedelta(days=length))
    with pytest.raises(InvalidTerms) as caught:
        PartPeriods(DayCount.ACT_360, tuple(grid))

    assert str(caught.value) == (
        "parts_by_days is True but the periods have 7 different lengths: leave it out, or use "
        "dues at a regular distance"
    )
