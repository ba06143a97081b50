"""Which day a step is booked on, a debt stands at, and a payment counts as of."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from investisens.values.paid_days import Moved, booked_on, counted_on, standing_on
from payment_days import days_of_payment

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 10, 30) + timedelta(days=n) for n in range(4))
AFTER: Moved = ((SATURDAY, MONDAY),)
BEFORE: Moved = ((SUNDAY, FRIDAY),)


@st.composite
def moved(draw: st.DrawFn) -> Moved:
    start = date(2020, 1, 1)
    gaps = draw(st.lists(st.integers(1, 60), min_size=1, max_size=8))
    dues = [start + timedelta(days=sum(gaps[: n + 1])) for n in range(len(gaps))]
    days = draw(days_of_payment(start, dues))
    return tuple((due, paid) for due, paid in zip(dues, days, strict=True) if due != paid)


def weekend(booked: dict[int, int]) -> dict[date, date]:
    return {date.fromordinal(a): date.fromordinal(b) for a, b in booked.items()}


def test_steps_from_a_due_up_to_its_payment_are_booked_with_it() -> None:
    assert weekend(booked_on(AFTER)) == {SATURDAY: MONDAY, SUNDAY: MONDAY}
    assert weekend(booked_on(BEFORE)) == {SUNDAY: FRIDAY, SATURDAY: FRIDAY}


def test_a_debt_stands_as_of_its_due_while_the_due_waits() -> None:
    days = (FRIDAY, SATURDAY, SUNDAY, MONDAY)

    assert [standing_on(AFTER, day) for day in days] == [FRIDAY, SATURDAY, SATURDAY, MONDAY]
    assert [standing_on(BEFORE, day) for day in days] == [SUNDAY, SUNDAY, SUNDAY, MONDAY]


def test_a_payment_counts_as_of_the_due_up_to_the_day_of_payment() -> None:
    days = (FRIDAY, SATURDAY, SUNDAY, MONDAY)

    assert [counted_on(AFTER, day) for day in days] == [FRIDAY, SATURDAY, SATURDAY, SATURDAY]
    assert [counted_on(BEFORE, day) for day in days] == [SUNDAY, SUNDAY, SUNDAY, MONDAY]


@given(moved())
def test_later_days_never_count_or_stand_earlier(pairs: Moved) -> None:
    """Money in the order of its days is in the order in which it counts."""
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(560)]
    booked = booked_on(pairs)

    for values in (
        [standing_on(pairs, day) for day in days],
        [counted_on(pairs, day) for day in days],
        [date.fromordinal(booked.get(day.toordinal(), day.toordinal())) for day in days],
    ):
        assert values == sorted(values)


@given(st.dates())
def test_where_no_due_is_moved_every_day_is_its_own(day: date) -> None:
    assert booked_on(()) == {}
    assert standing_on((), day) == counted_on((), day) == day
