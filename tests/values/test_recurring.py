"""A recurrence rule gives the days that RFC 5545 says, and none of it is silently ignored."""

from __future__ import annotations

import subprocess
import sys
from calendar import monthrange
from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.dates import Period, YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.recurring import Recurring
from investisens.values.schedule import Every, YearDays

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@st.composite
def monthly(draw: st.DrawFn) -> tuple[Recurring, set[int], set[int]]:
    """A rule of months and days of the month, from 1 to 28 or counted from the end."""
    months = draw(st.sets(st.integers(1, 12), min_size=1))
    on = draw(st.sets(st.integers(1, 28) | st.integers(-28, -1), min_size=1, max_size=4))
    start = draw(days)
    first = next(day for day in every_day(start) if day.month in months and falls(day, on))
    listed = ",".join(map(str, sorted(months)))
    text = f"FREQ=MONTHLY;BYMONTH={listed};BYMONTHDAY={','.join(map(str, sorted(on)))}"
    return Recurring(rule=text, first=first, count=draw(st.integers(1, 30))), months, on


def every_day(start: date) -> list[date]:
    return [start + timedelta(days=k) for k in range(366 * 4)]


def falls(day: date, on: set[int]) -> bool:
    return day.day in on or day.day - monthrange(day.year, day.month)[1] - 1 in on


@given(monthly())
def test_a_rule_gives_every_day_that_it_describes(
    drawn: tuple[Recurring, set[int], set[int]],
) -> None:
    """The days are looked for one by one, without the library."""
    rule, months, on = drawn
    last = rule.dates()[-1]
    span = (last - rule.first).days + 1
    around = (rule.first + timedelta(days=k) for k in range(span))
    expected = [day for day in around if day.month in months and falls(day, on)]

    assert [*rule.dates()] == expected
    assert len(expected) == rule.count


@given(days, st.integers(1, 60))
def test_every_month_end_is_the_regular_rule(start: date, count: int) -> None:
    first = start.replace(day=monthrange(start.year, start.month)[1])
    regular = Every(first=first, every=Period(months=1), count=count, month_end=True)
    rule = Recurring(rule="FREQ=MONTHLY;BYMONTHDAY=-1", first=first, count=count)

    assert rule.dates() == regular.dates()


@given(days, st.integers(1, 20), st.integers(1, 60))
def test_weeks_are_counted_from_the_first_due(first: date, weeks: int, count: int) -> None:
    rule = Recurring(rule=f"FREQ=WEEKLY;INTERVAL={weeks}", first=first, count=count)

    assert rule.dates() == Every(first=first, every=Period(days=7 * weeks), count=count).dates()


texts = st.builds(
    ";".join,
    st.tuples(
        st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]),
        st.lists(
            st.sampled_from(
                [
                    *("INTERVAL=3", "INTERVAL=9999", "WKST=SU", "BYMONTH=2", "BYMONTH=6,11"),
                    *("BYMONTHDAY=31", "BYMONTHDAY=-31,30", "BYYEARDAY=366", "BYYEARDAY=-1"),
                    *("BYWEEKNO=53", "BYWEEKNO=-53", "BYDAY=MO", "BYDAY=-1FR,2TU", "BYDAY=99SU"),
                    *("BYSETPOS=1", "BYSETPOS=-366"),
                ]
            ),
            max_size=4,
        ).map(";".join),
    ).map(lambda parts: [part for part in parts if part]),
)


@given(texts, days, st.integers(1, 40))
def test_a_rule_gives_its_dues_or_says_why_not(text: str, first: date, count: int) -> None:
    try:
        rule = Recurring(rule=text, first=first, count=count)
    except InvalidTerms as error:
        assert error.field in ("rule", "first", "count")
        assert ": " in str(error)
        return

    assert rule.dates()[0] == first
    assert len(rule.dates()) == count
    assert all(before < after for before, after in pairwise(rule.dates()))


def test_june_and_november_are_those_of_the_days_of_the_year() -> None:
    first = date(2024, 6, 30)
    rule = Recurring(rule="FREQ=MONTHLY;BYMONTH=6,11;BYMONTHDAY=-1", first=first, count=6)
    on = (YearDay(6, 30), YearDay(11, 30))

    assert rule.dates() == YearDays(first=first, days=on, count=6).dates()


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        # RFC 5545, section 3.8.5.3: "Monthly on the first Friday".
        ("FREQ=MONTHLY;BYDAY=1FR", ["1997-09-05", "1997-10-03", "1997-11-07", "1997-12-05"]),
        # The same: "The second-to-last weekday of the month".
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            ["1997-09-29", "1997-10-30", "1997-11-27", "1997-12-30"],
        ),
        # The same: "Every third year on the 1st, 100th, and 200th day".
        (
            "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200",
            ["1997-01-01", "1997-04-10", "1997-07-19", "2000-01-01", "2000-04-09", "2000-07-18"],
        ),
        # The same: "Every 20th Monday of the year".
        ("FREQ=YEARLY;BYDAY=20MO", ["1997-05-19", "1998-05-18", "1999-05-17"]),
        # The same: "Monday of week number 20".
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", ["1997-05-12", "1998-05-11", "1999-05-17"]),
        # The same: "every Friday the 13th".
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", ["1998-02-13", "1998-03-13", "1998-11-13"]),
        # The same: "an invalid date (i.e., February 30) is ignored".
        (
            "FREQ=MONTHLY;BYMONTHDAY=15,30",
            ["2007-01-15", "2007-01-30", "2007-02-15", "2007-03-15", "2007-03-30"],
        ),
    ],
)
def test_the_examples_of_the_standard_come_out(rule: str, dates: list[str]) -> None:
    expected = tuple(map(date.fromisoformat, dates))

    assert Recurring(rule=rule, first=expected[0], count=len(dates)).dates() == expected


def test_the_text_is_kept_in_capitals_without_its_prefix() -> None:
    rule = Recurring(rule=" rrule:freq=daily ", first=date(2026, 1, 1), count=1)

    assert rule.rule == "FREQ=DAILY"
    assert rule == Recurring(rule="FREQ=DAILY", first=date(2026, 1, 1), count=1)


def test_a_leap_day_is_found_across_a_century() -> None:
    rule = Recurring(rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", first=date(2096, 2, 29), count=2)

    assert rule.dates()[-1] == date(2104, 2, 29)


def test_the_last_years_there_are_can_be_used() -> None:
    rule = Recurring(rule="FREQ=YEARLY", first=date(9990, 6, 30), count=10)

    assert [*islice(rule.dates(), 9, 10)] == [date(9999, 6, 30)]


ABOUT = "rule is 'FREQ=MONTHLY;{}', "


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "FREQ=MONTHLY;COUNT=3",
            ABOUT.format("COUNT=3") + "COUNT is given: leave it out, count stands beside it",
        ),
        (
            "FREQ=MONTHLY;UNTIL=20271231",
            ABOUT.format("UNTIL=20271231") + "UNTIL is given: leave it out, count stands beside it",
        ),
        (
            "FREQ=MONTHLY;DTSTART=20260101",
            ABOUT.format("DTSTART=20260101")
            + "DTSTART is given: leave it out, first stands beside it",
        ),
        (
            "FREQ=HOURLY",
            "rule is 'FREQ=HOURLY', it goes below the day: use DAILY or a longer frequency",
        ),
        (
            "FREQ=MONTHLY;BYHOUR=9",
            ABOUT.format("BYHOUR=9") + "it goes below the day: use DAILY or a longer frequency",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAYS=1",
            ABOUT.format("BYMONTHDAYS=1")
            + "'BYMONTHDAYS' is no part of a rule: did you mean 'BYMONTHDAY'?",
        ),
        (
            "FREQ=MONTHLY;BYEASTER=0",
            ABOUT.format("BYEASTER=0")
            + "'BYEASTER' is no part of a rule: use FREQ, INTERVAL, WKST, BYMONTH, BYMONTHDAY, "
            "BYYEARDAY, BYWEEKNO, BYSETPOS, BYDAY",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=32",
            ABOUT.format("BYMONTHDAY=32")
            + "BYMONTHDAY is '32': expected days from 1 to 31 or -31 to -1, such as -1",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=0",
            ABOUT.format("BYMONTHDAY=0")
            + "BYMONTHDAY is '0': expected days from 1 to 31 or -31 to -1, such as -1",
        ),
        (
            "FREQ=MONTHLY;INTERVAL=0",
            ABOUT.format("INTERVAL=0") + "INTERVAL is '0': expected a number from 1 to 9999",
        ),
        (
            "FREQ=MONTHLY;BYMONTH=6;BYMONTH=11",
            ABOUT.format("BYMONTH=6;BYMONTH=11") + "BYMONTH is given twice: keep one of them",
        ),
        (
            "FREQ=MONTHLY;",
            "rule is 'FREQ=MONTHLY;', '' is no NAME=VALUE: write parts such as "
            "'FREQ=MONTHLY;BYMONTHDAY=-1'",
        ),
        (
            "every month",
            "rule is 'EVERY MONTH', 'EVERY MONTH' is no NAME=VALUE: write parts such as "
            "'FREQ=MONTHLY;BYMONTHDAY=-1'",
        ),
        (
            "FREQ=FORTNIGHTLY",
            "rule is 'FREQ=FORTNIGHTLY', FREQ is 'FORTNIGHTLY': expected DAILY, WEEKLY, MONTHLY "
            "or YEARLY",
        ),
        ("BYMONTH=6", "rule is 'BYMONTH=6', FREQ is not given: add one such as 'FREQ=MONTHLY'"),
        (
            "FREQ=WEEKLY;BYDAY=1MO",
            "rule is 'FREQ=WEEKLY;BYDAY=1MO', a numbered BYDAY does not go with WEEKLY: leave out "
            "its numbers",
        ),
        (
            "FREQ=WEEKLY;BYMONTHDAY=1",
            "rule is 'FREQ=WEEKLY;BYMONTHDAY=1', BYMONTHDAY does not go with WEEKLY: use a longer "
            "frequency",
        ),
        (
            "FREQ=MONTHLY;BYSETPOS=1",
            ABOUT.format("BYSETPOS=1") + "BYSETPOS chooses among no days: add BYDAY or BYMONTHDAY",
        ),
        (
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "rule is 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', it gives no day in 400 years: check its "
            "days and months",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 300),
            "rule is 'FREQ=MONTHLY;BYMONTHDAY=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
            "1...', 623 characters: use 500 or less",
        ),
    ],
)
def test_a_rule_that_cannot_be_kept_whole_is_refused(rule: str, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Recurring(rule=rule, first=date(2026, 6, 30), count=2)

    assert str(caught.value) == message
    assert caught.value.field == "rule"


def test_a_first_due_that_the_rule_does_not_give_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Recurring(rule="FREQ=MONTHLY;BYMONTHDAY=-1", first=date(2026, 6, 15), count=2)

    assert str(caught.value) == (
        "first 2026-06-15 is no day of the rule FREQ=MONTHLY;BYMONTHDAY=-1: start on 2026-06-30, "
        "the next one that is"
    )
    assert caught.value.field == "first"


def test_more_dues_than_the_rule_gives_are_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Recurring(rule="FREQ=YEARLY;INTERVAL=100", first=date(2026, 6, 30), count=9)

    assert str(caught.value) == (
        "count is 9: the rule gives 4 days in the 400 years from 2026-06-30 and before year "
        "10000: use a smaller count"
    )
    assert caught.value.field == "count"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidTerms, match=r"^rule is 6: expected a text$"):
        Recurring(rule=6, first=date(2026, 6, 30), count=2)


def test_the_library_of_recurrences_is_loaded_only_when_a_rule_is_made() -> None:
    code = "import sys, investisens.values.schedule; print('dateutil.rrule' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "False\n"
