"""The pace of a life, by calendar months."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from investisens.values.written_down import last_month, months_over, straight_line
from strategies import days

lives = st.integers(1, 1_200)


@given(days, lives)
def test_nothing_is_written_down_before_and_all_by_the_last_month(start: date, life: int) -> None:
    first = start.replace(day=1)
    last = last_month(start, life)

    assert straight_line(start, life, first - timedelta(days=1)) == 0
    assert straight_line(start, life, last - timedelta(days=1)) < 1
    assert straight_line(start, life, last) == 1
    assert straight_line(start, life, last + timedelta(days=1)) == 1


@given(days, lives, days)
def test_a_day_never_takes_anything_back(start: date, life: int, on: date) -> None:
    assert straight_line(start, life, on) <= straight_line(start, life, on + timedelta(days=1))


@given(days, st.integers(0, 60))
def test_a_month_counts_once_it_is_over(start: date, months: int) -> None:
    """Counted by hand: a month is over on its last day, and the month of the start is whole."""
    end = last_month(start, months + 1)

    assert months_over(start, end) == months + 1
    assert months_over(start, end - timedelta(days=1)) == months
