"""Regular dues up to a last one: one irregular period at most, at the end that is named."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.between import Between, Stub
from investisens.values.dates import Period
from investisens.values.due_count import MAX_DUES
from investisens.values.errors import InvalidDate, InvalidTerms
from investisens.values.schedule import Every, due_dates

MONTH, QUARTER, DAY = Period(months=1), Period(months=3), Period(days=1)
LAST = (Stub.SHORT_LAST, Stub.LONG_LAST)
LONG = (Stub.LONG_LAST, Stub.LONG_FIRST)

days = st.one_of(
    st.sampled_from([date(2011, 1, 31), date(2012, 2, 29), date(2013, 2, 28), date(2013, 4, 30)]),
    st.dates(date(1990, 1, 1), date(2080, 12, 31)),
)
periods = st.builds(Period, months=st.integers(1, 24)) | st.builds(Period, days=st.integers(1, 400))


@st.composite
def between(draw: st.DrawFn) -> Between:
    """Any rule of up to some 2,000 dues."""
    after, every = draw(days), draw(periods)
    return Between(
        after=after,
        until=after + timedelta(days=draw(st.integers(1, 2_000))),
        every=every,
        stub=draw(st.sampled_from(Stub)),
        month_end=every.months > 0 and draw(st.booleans()),
    )


def counted(rule: Between, number: int) -> date:
    """The day *number* whole periods from the end that dates are counted from."""
    start, step = (rule.after, 1) if rule.stub in LAST else (rule.until, -1)
    return rule.every.date_after(start, step * number, rule.month_end)


def length(rule: Between, number: int) -> int:
    """Days of as many whole periods, from the end that dates are counted from."""
    start = rule.after if rule.stub in LAST else rule.until
    return abs((counted(rule, number) - start).days)


@given(between())
def test_dues_increase_after_the_start_up_to_the_last_one(rule: Between) -> None:
    dues = rule.dates()

    assert all(one < other for one, other in pairwise((rule.after, *dues)))
    assert dues[-1] == rule.until


@given(between())
def test_all_periods_but_one_at_the_named_end_are_whole(rule: Between) -> None:
    """The bounds of whole periods are counted from the other end, so that they never drift."""
    bounds = [rule.after, *rule.dates()]
    if rule.stub not in LAST:
        bounds.reverse()
    irregular = bounds.pop()

    assert bounds == [counted(rule, number) for number in range(len(bounds))]
    assert irregular == (rule.until if rule.stub in LAST else rule.after)


@given(between())
def test_a_short_stub_is_shorter_and_a_long_one_longer_than_a_period(rule: Between) -> None:
    """Less than one period in all cannot be made long; no long one holds two whole periods."""
    whole = len(rule.dates()) - 1
    total = (rule.until - rule.after).days

    if total <= length(rule, whole + 1):
        assert total > length(rule, whole)
        assert rule.stub not in LONG or whole == 0 or total == length(rule, whole + 1)
    else:
        assert rule.stub in LONG
        assert total < length(rule, whole + 2)


@given(between())
def test_a_long_stub_is_the_short_one_joined_to_the_period_beside_it(rule: Between) -> None:
    ends = (Stub.SHORT_LAST, Stub.LONG_LAST) if rule.stub in LAST else (Stub.SHORT_FIRST, LONG[1])
    short, long = (attrs.evolve(rule, stub=stub).dates() for stub in ends)
    exact = (rule.until - rule.after).days == length(rule, len(short))

    if exact or len(short) == 1:
        assert long == short
    elif rule.stub in LAST:
        assert long == (*short[:-2], rule.until)
    else:
        assert long == short[1:]


@given(
    st.dates(date(1990, 1, 1), date(2080, 12, 31)).filter(lambda day: day.day <= 28),
    periods,
    st.integers(1, 60),
    st.sampled_from(Stub),
)
def test_whole_periods_alone_are_the_regular_rule(
    after: date, every: Period, count: int, stub: Stub
) -> None:
    """Up to day 28 no month is too short, so that counting forth and back meet."""
    regular = Every(first=every.date_after(after, 1), every=every, count=count)
    rule = Between(after=after, until=regular.dates()[-1], every=every, stub=stub)

    assert rule.dates() == regular.dates()


@pytest.mark.parametrize(
    ("stub", "dues"),
    [
        (Stub.SHORT_LAST, "2013-04-09 2013-07-09 2013-08-01"),
        (Stub.LONG_LAST, "2013-04-09 2013-08-01"),
        (Stub.SHORT_FIRST, "2013-02-01 2013-05-01 2013-08-01"),
        (Stub.LONG_FIRST, "2013-05-01 2013-08-01"),
    ],
)
def test_quarters_from_9_january_to_1_august(stub: Stub, dues: str) -> None:
    """By hand: 9 January + 3 months is 9 April, + 6 is 9 July, + 9 is after 1 August.

    Back from it: 1 August - 3 months is 1 May, - 6 is 1 February, - 9 is before 9 January.
    """
    rule = Between(after=date(2013, 1, 9), until=date(2013, 8, 1), every=QUARTER, stub=stub)

    assert " ".join(map(str, rule.dates())) == dues


@pytest.mark.parametrize(
    ("stub", "month_end", "dues"),
    [
        (Stub.SHORT_LAST, False, "2013-02-28 2013-03-28 2013-04-28 2013-05-28 2013-05-31"),
        (Stub.SHORT_LAST, True, "2013-02-28 2013-03-31 2013-04-30 2013-05-31"),
        (Stub.LONG_LAST, False, "2013-02-28 2013-03-28 2013-04-28 2013-05-31"),
        (Stub.SHORT_FIRST, False, "2013-02-28 2013-03-31 2013-04-30 2013-05-31"),
    ],
)
def test_month_ends_do_not_drift_in_either_direction(
    stub: Stub, month_end: bool, dues: str
) -> None:
    """From 28 January, days 28 come back; from 31 January with month_end, last days do.

    Back from 31 May: 30 April, 31 March, 28 February, each counted from 31 May.
    """
    after = date(2013, 1, 31) if month_end or stub is Stub.SHORT_FIRST else date(2013, 1, 28)
    rule = Between(
        after=after, until=date(2013, 5, 31), every=MONTH, stub=stub, month_end=month_end
    )

    assert " ".join(map(str, rule.dates())) == dues


def test_back_from_the_end_of_february_last_days_need_month_end() -> None:
    """28 February less one month is 28 January, or 31 January where last days are kept."""
    rule = Between(
        after=date(2012, 12, 10), until=date(2013, 2, 28), every=MONTH, stub=Stub.SHORT_FIRST
    )

    assert rule.dates() == (date(2012, 12, 28), date(2013, 1, 28), date(2013, 2, 28))
    assert attrs.evolve(rule, month_end=True).dates() == (
        date(2012, 12, 31),
        date(2013, 1, 31),
        date(2013, 2, 28),
    )


@pytest.mark.parametrize("stub", Stub)
def test_less_than_one_period_is_one_due(stub: Stub) -> None:
    """There is no whole period for a long stub to join."""
    rule = Between(after=date(2013, 1, 9), until=date(2013, 4, 8), every=QUARTER, stub=stub)

    assert rule.dates() == (date(2013, 4, 8),)


def test_dues_reach_the_ends_of_the_calendar() -> None:
    """After 1 December 9999 there is no further month, before 31 January of year 1 none either."""
    last = Between(after=date(9999, 10, 1), until=date.max, every=MONTH)
    first = Between(after=date.min, until=date(1, 2, 28), every=MONTH, stub=Stub.SHORT_FIRST)

    assert last.dates() == (date(9999, 11, 1), date(9999, 12, 1), date.max)
    assert first.dates() == (date(1, 1, 28), date(1, 2, 28))


@pytest.mark.parametrize("stub", Stub)
def test_ten_thousand_dues_are_taken_and_not_one_more(stub: Stub) -> None:
    """20,000 days by two days are 10,000 dues; a day more is a stub, which a long one takes in."""
    after, every = date(2000, 1, 1), Period(days=2)
    rule = Between(after=after, until=after + timedelta(20_000), every=every, stub=stub)
    longer = after + timedelta(20_001 if stub not in LONG else 20_002)

    assert len(rule.dates()) == MAX_DUES
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(rule, until=longer)
    assert str(caught.value) == (
        f"more than 10000 dues from 2000-01-01 to {longer} by 2 days: use a longer period"
    )
    assert caught.value.field == "every"
    if stub in LONG:
        assert len(attrs.evolve(rule, until=after + timedelta(20_001)).dates()) == MAX_DUES


@pytest.mark.parametrize(
    ("change", "message", "field"),
    [
        (
            {"until": date(2013, 1, 9)},
            "until 2013-01-09 is not after 2013-01-09: check the order of the dates",
            "until",
        ),
        (
            {"every": DAY, "month_end": True},
            "month_end is set but the period is day: use a period of months",
            "month_end",
        ),
        (
            {"every": DAY, "until": date(9999, 12, 31)},
            "more than 10000 dues from 2013-01-09 to 9999-12-31 by day: use a longer period",
            "every",
        ),
        (
            {"stub": "long"},
            "stub is 'long': expected a Stub such as Stub.SHORT_LAST",
            "stub",
        ),
    ],
)
def test_a_rule_without_sense_is_refused(
    change: dict[str, object], message: str, field: str
) -> None:
    terms: dict[str, object] = {
        "after": date(2013, 1, 9),
        "until": date(2013, 8, 1),
        "every": QUARTER,
    }

    with pytest.raises(InvalidTerms) as caught:
        Between(**{**terms, **change})  # type: ignore[arg-type]

    assert (str(caught.value), caught.value.field) == (message, field)


def test_a_day_is_a_plain_date() -> None:
    with pytest.raises(InvalidDate) as caught:
        Between(after="2013-01-09", until=date(2013, 8, 1), every=QUARTER)  # type: ignore[arg-type]

    assert str(caught.value) == "after is '2013-01-09': expected a date without a time"


def test_it_follows_another_rule_whose_last_due_it_counts_from() -> None:
    """Two monthly dues, then quarters from the second one to a day of choice."""
    monthly = Every(first=date(2013, 1, 31), every=MONTH, count=2)
    rest = Between(after=date(2013, 2, 28), until=date(2013, 9, 15), every=QUARTER)

    assert due_dates((monthly, rest))[2:] == (
        date(2013, 5, 28),
        date(2013, 8, 28),
        date(2013, 9, 15),
    )
