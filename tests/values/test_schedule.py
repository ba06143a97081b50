"""Due dates follow their rules, one after the other, and closed days move them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.legal.calendars import Calendar
from investisens.values.dates import Period, YearDay, add_months
from investisens.values.errors import InvalidDate, InvalidTerms
from investisens.values.schedule import (
    MAX_DUES,
    Adjustment,
    Every,
    OnDates,
    ScheduleRule,
    YearDays,
    adjust,
    due_dates,
    on_open_days,
)

MONTH, QUARTER = Period(months=1), Period(months=3)

days = st.dates(date(1990, 1, 1), date(2080, 12, 31))
month_periods = st.builds(Period, months=st.integers(1, 24))
periods = month_periods | st.builds(Period, days=st.integers(1, 400))
regular = st.builds(
    Every, first=days, every=month_periods, count=st.integers(1, 60), month_end=st.booleans()
) | st.builds(Every, first=days, every=periods, count=st.integers(1, 60))
given_dates = st.lists(days, min_size=1, max_size=20, unique=True).map(
    lambda dates: OnDates(tuple(sorted(dates)))
)


@st.composite
def seasonal(draw: st.DrawFn) -> YearDays:
    """Dues on one to four days of the year."""
    chosen = draw(
        st.lists(
            st.dates(date(2001, 1, 1), date(2001, 12, 31)), min_size=1, max_size=4, unique=True
        )
    )
    on = tuple(YearDay(day.month, day.day) for day in chosen)
    first = draw(st.sampled_from(on)).in_year(draw(st.integers(1990, 2060)))
    return YearDays(first=first, days=on, count=draw(st.integers(1, 40)))


rules = regular | given_dates | seasonal()


@given(rules)
def test_due_dates_strictly_increase(rule: ScheduleRule) -> None:
    assert all(before < after for before, after in pairwise(rule.dates()))


@given(regular | seasonal())
def test_a_rule_gives_its_count_from_its_first_date(rule: Every | YearDays) -> None:
    dates = rule.dates()

    assert dates[0] == rule.first
    assert len(dates) == rule.count


@given(seasonal())
def test_seasonal_dues_take_every_given_day_of_each_year(rule: YearDays) -> None:
    dates = rule.dates()
    years = range(dates[0].year, dates[-1].year + 1)
    expected = {day.in_year(year) for year in years for day in rule.days}

    assert set(dates) == {day for day in expected if dates[0] <= day <= dates[-1]}


@given(seasonal())
def test_the_order_of_the_days_does_not_matter(rule: YearDays) -> None:
    assert attrs.evolve(rule, days=tuple(reversed(rule.days))) == rule


@given(rules, rules)
def test_segments_follow_one_another(one: ScheduleRule, other: ScheduleRule) -> None:
    """Dates are those of the rules in a row, or the contract is refused."""
    if other.dates()[0] > one.dates()[-1]:
        assert due_dates((one, other)) == one.dates() + other.dates()
    else:
        with pytest.raises(InvalidTerms):
            due_dates((one, other))


@given(rules)
def test_equal_rules_share_one_tuple(rule: ScheduleRule) -> None:
    assert due_dates((rule,)) is due_dates((attrs.evolve(rule),))


# L1, L2, L4, L5 and L7 of the Collines portfolio (schedules.csv).
FEBRUARY_APRIL = (YearDay(2, 28), YearDay(4, 30))
AUGUST_NOVEMBER = (YearDay(8, 31), YearDay(11, 30))
COLLINES: list[tuple[str, tuple[ScheduleRule, ...], str]] = [
    (
        "L1",
        (YearDays(first=date(2011, 2, 28), days=FEBRUARY_APRIL, count=12),),
        """2011-02-28 2011-04-30 2012-02-28 2012-04-30 2013-02-28 2013-04-30
        2014-02-28 2014-04-30 2015-02-28 2015-04-30 2016-02-28 2016-04-30""",
    ),
    (
        "L2",
        (YearDays(first=date(2011, 8, 31), days=AUGUST_NOVEMBER, count=9),),
        """2011-08-31 2011-11-30 2012-08-31 2012-11-30 2013-08-31 2013-11-30
        2014-08-31 2014-11-30 2015-08-31""",
    ),
    (
        "L4",
        (Every(first=date(2011, 3, 31), every=QUARTER, count=13),),
        """2011-03-31 2011-06-30 2011-09-30 2011-12-31 2012-03-31 2012-06-30
        2012-09-30 2012-12-31 2013-03-31 2013-06-30 2013-09-30 2013-12-31 2014-03-31""",
    ),
    (
        "L5",
        (
            OnDates((date(2010, 10, 31), date(2011, 1, 31))),
            Every(first=date(2011, 3, 31), every=MONTH, count=48),
        ),
        """2010-10-31 2011-01-31
        2011-03-31 2011-04-30 2011-05-31 2011-06-30 2011-07-31 2011-08-31
        2011-09-30 2011-10-31 2011-11-30 2011-12-31 2012-01-31 2012-02-29
        2012-03-31 2012-04-30 2012-05-31 2012-06-30 2012-07-31 2012-08-31
        2012-09-30 2012-10-31 2012-11-30 2012-12-31 2013-01-31 2013-02-28
        2013-03-31 2013-04-30 2013-05-31 2013-06-30 2013-07-31 2013-08-31
        2013-09-30 2013-10-31 2013-11-30 2013-12-31 2014-01-31 2014-02-28
        2014-03-31 2014-04-30 2014-05-31 2014-06-30 2014-07-31 2014-08-31
        2014-09-30 2014-10-31 2014-11-30 2014-12-31 2015-01-31 2015-02-28""",
    ),
    (
        "L7",
        (Every(first=date(2011, 3, 31), every=QUARTER, count=19),),
        """2011-03-31 2011-06-30 2011-09-30 2011-12-31 2012-03-31 2012-06-30
        2012-09-30 2012-12-31 2013-03-31 2013-06-30 2013-09-30 2013-12-31
        2014-03-31 2014-06-30 2014-09-30 2014-12-31 2015-03-31 2015-06-30 2015-09-30""",
    ),
]


@pytest.mark.parametrize(
    ("contract", "expected"),
    [(contract, expected) for _, contract, expected in COLLINES],
    ids=[name for name, _, _ in COLLINES],
)
def test_the_contracts_of_the_collines_fall_due_as_agreed(
    contract: tuple[ScheduleRule, ...], expected: str
) -> None:
    assert [day.isoformat() for day in due_dates(contract)] == expected.split()


def test_the_end_of_february_moves_with_leap_years() -> None:
    rule = YearDays(first=date(2011, 2, 28), days=(YearDay(2, 31),), count=2)

    assert rule.dates() == (date(2011, 2, 28), date(2012, 2, 29))


def test_month_end_keeps_to_last_days() -> None:
    rule = Every(first=date(2011, 2, 28), every=QUARTER, count=3, month_end=True)

    assert rule.dates() == (date(2011, 2, 28), date(2011, 5, 31), date(2011, 8, 31))


@pytest.mark.parametrize("count", [0, -1, MAX_DUES + 1, True, 12.0])
def test_a_count_out_of_bounds_is_refused(count: object) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Every(first=date(2011, 3, 31), every=MONTH, count=cast(int, count))

    assert str(caught.value) == (
        f"count is {count!r}: expected a whole number from 1 to {MAX_DUES}"
    )
    assert caught.value.field == "count"


TOO_LATE = "from {} the last due date would be after year 9999: use a smaller count"


@pytest.mark.parametrize("every", [MONTH, Period(days=31)])
def test_a_rule_beyond_the_calendar_is_refused(every: Period) -> None:
    first = date(9999, 12, 1)

    assert Every(first=first, every=every, count=1).dates() == (first,)
    with pytest.raises(InvalidTerms) as caught:
        Every(first=first, every=every, count=2)
    assert str(caught.value) == "count is 2: " + TOO_LATE.format(first)


def test_a_season_beyond_the_calendar_is_refused() -> None:
    first = date(9999, 2, 28)

    assert len(YearDays(first=first, days=FEBRUARY_APRIL, count=2).dates()) == 2
    with pytest.raises(InvalidTerms) as caught:
        YearDays(first=first, days=FEBRUARY_APRIL, count=3)
    assert str(caught.value) == "count is 3: " + TOO_LATE.format(first)


def test_a_first_due_out_of_season_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidTerms) as caught:
        YearDays(first=date(2011, 12, 31), days=FEBRUARY_APRIL, count=12)

    assert str(caught.value) == (
        "first 2011-12-31 is none of 28 February, 30 April: "
        "start on 2012-02-28, the nearest of them"
    )


@pytest.mark.parametrize(
    ("on", "message"),
    [
        ((), "days is empty: give one day of the year or more"),
        (
            (YearDay(2, 28), YearDay(2, 29)),
            "days 28 February and end of February fall together in common years: keep one of them",
        ),
        (
            (YearDay(4, 30), YearDay(4, 31)),
            "days 30 April and 30 April fall together in common years: keep one of them",
        ),
    ],
)
def test_days_that_fall_together_are_refused(on: tuple[YearDay, ...], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        YearDays(first=date(2012, 2, 28), days=on, count=4)

    assert str(caught.value) == message


def test_an_option_without_effect_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Every(first=date(2011, 2, 28), every=Period(days=14), count=2, month_end=True)

    assert str(caught.value) == (
        "month_end is set but the period is 2 weeks: use a period of months"
    )


@pytest.mark.parametrize(
    ("on", "message"),
    [
        ((), f"on has 0 dates: expected 1 to {MAX_DUES}"),
        (
            (date(2011, 1, 31), date(2011, 1, 31)),
            "on: 2011-01-31 is not after 2011-01-31: put the dates in order, each once",
        ),
    ],
)
def test_given_dates_must_increase(on: tuple[date, ...], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        OnDates(on)

    assert str(caught.value) == message


def test_a_due_date_has_no_time() -> None:
    with pytest.raises(InvalidDate) as caught:
        OnDates((datetime(2011, 1, 31),))

    assert "expected a date without a time" in str(caught.value)


def test_segments_that_overlap_are_refused_with_both_dates() -> None:
    monthly = Every(first=date(2011, 1, 31), every=MONTH, count=48)

    with pytest.raises(InvalidTerms) as caught:
        due_dates((OnDates((date(2010, 10, 31), date(2011, 1, 31))), monthly))

    assert str(caught.value) == (
        "rule 2 starts on 2011-01-31, not after 2011-01-31 where rule 1 ends: start it later"
    )


def test_a_contract_without_rule_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        due_dates(())

    assert str(caught.value) == "rules is empty: give one schedule rule or more"


@attrs.frozen
class Closed:
    """A calendar by the days it is closed on."""

    days: frozenset[date]

    def is_open(self, day: date) -> bool:
        return day not in self.days

    def __str__(self) -> str:
        return "of the test"


START = date(2026, 1, 1)
near = st.integers(0, 120).map(lambda k: START + timedelta(days=k))
calendars = st.lists(near, max_size=30).map(lambda days: Closed(frozenset(days)))
adjustments = st.sampled_from(Adjustment)


@given(near, adjustments, calendars)
def test_a_moved_day_is_open_and_stays(day: date, adjustment: Adjustment, calendar: Closed) -> None:
    moved = adjust(day, adjustment, calendar)

    assert adjustment is Adjustment.NONE or calendar.is_open(moved)
    assert adjust(moved, adjustment, calendar) == moved


@given(near, near, adjustments, calendars)
def test_moving_never_loses_order(
    one: date, other: date, adjustment: Adjustment, calendar: Closed
) -> None:
    first, second = sorted([one, other])

    assert adjust(first, adjustment, calendar) <= adjust(second, adjustment, calendar)


@given(near, calendars)
def test_following_looks_ahead_and_preceding_back(day: date, calendar: Closed) -> None:
    following = adjust(day, Adjustment.FOLLOWING, calendar)
    preceding = adjust(day, Adjustment.PRECEDING, calendar)
    between = range(preceding.toordinal() + 1, following.toordinal())

    assert preceding <= day <= following
    assert not any(calendar.is_open(date.fromordinal(ordinal)) for ordinal in between)


@given(near, calendars)
def test_modified_moves_keep_to_the_month_if_it_has_an_open_day(
    day: date, calendar: Closed
) -> None:
    first = day.replace(day=1)
    month = [first + timedelta(days=k) for k in range((add_months(first, 1) - first).days)]

    for modified in (Adjustment.MODIFIED_FOLLOWING, Adjustment.MODIFIED_PRECEDING):
        same = adjust(day, modified, calendar).month == day.month
        assert same == any(map(calendar.is_open, month))


@pytest.mark.parametrize(
    ("adjustment", "side"),
    [
        (Adjustment.FOLLOWING, "after"),
        (Adjustment.PRECEDING, "before"),
        (Adjustment.MODIFIED_FOLLOWING, "after"),
        (Adjustment.MODIFIED_PRECEDING, "before"),
    ],
)
def test_a_calendar_that_never_opens_is_an_error(adjustment: Adjustment, side: str) -> None:
    days_around = range(-40, 41)
    closed = Closed(frozenset(START + timedelta(days=k) for k in days_around))

    with pytest.raises(InvalidDate) as caught:
        adjust(START, adjustment, closed)

    assert str(caught.value) == (
        f"no open day within 31 days {side} 2026-01-01: check the calendar of the test"
    )
    assert adjust(START, Adjustment.NONE, closed) == START


def test_the_last_day_of_the_calendar_has_no_next_one() -> None:
    with pytest.raises(InvalidDate):
        adjust(date.max, Adjustment.FOLLOWING, Closed(frozenset({date.max})))


@given(st.lists(days, min_size=1, max_size=8, unique=True), st.sampled_from(Adjustment))
def test_dues_on_open_days_are_as_many_in_order_and_open_or_refused(
    agreed: list[date], adjustment: Adjustment
) -> None:
    """A holiday shift never loses or merges rows (invariant 13): it is refused where it would."""
    calendar = Calendar("weekdays")
    rule = OnDates(tuple(sorted(agreed)))
    try:
        moved = on_open_days((rule,), adjustment, calendar).on
    except InvalidTerms as error:
        assert "would meet on" in str(error)
        return

    assert len(moved) == len(agreed)
    assert all(a < b for a, b in pairwise(moved))
    if adjustment is not Adjustment.NONE:
        assert all(calendar.is_open(day) for day in moved)


def test_two_dues_that_would_meet_are_refused() -> None:
    """Saturday 31 October and Sunday 1 November 2026 both go to Monday 2 November."""
    rule = OnDates((date(2026, 10, 31), date(2026, 11, 1)))

    with pytest.raises(InvalidTerms) as caught:
        on_open_days((rule,), Adjustment.FOLLOWING, Calendar("weekdays"))

    assert str(caught.value) == (
        "the dues of 2026-10-31 and 2026-11-01 would meet on 2026-11-02: give dues further apart, "
        "or another adjustment"
    )


def test_a_due_moved_for_benin_is_written_as_a_date() -> None:
    """15 August 2026 is a Saturday and a holiday in Benin: the next open day is the 17th."""
    rule = OnDates((date(2026, 8, 15),))

    assert on_open_days((rule,), Adjustment.FOLLOWING, Calendar("BJ")).on == (date(2026, 8, 17),)
