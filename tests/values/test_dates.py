"""Months are counted from an anchor; periods and days of the year read what they write."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import attrs
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.dates import Period, YearDay, add_months, days_in_month, plain_day
from investisens.values.errors import InvalidDate, InvalidTerms

days = st.dates(date(1800, 1, 1), date(2300, 12, 31))
periods = st.builds(Period, months=st.integers(1, 600)) | st.builds(
    Period, days=st.integers(1, 10_000)
)
year_days = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(
    lambda day: YearDay(day.month, day.day)
)


@given(days, st.integers(-5_000, 5_000))
def test_months_are_those_of_relativedelta(anchor: date, months: int) -> None:
    assert add_months(anchor, months) == anchor + relativedelta(months=months)


@given(days, st.integers(-5_000, 5_000))
def test_month_end_leads_from_a_last_day_to_last_days(anchor: date, months: int) -> None:
    last = anchor + relativedelta(day=31)

    assert add_months(last, months, month_end=True) == last + relativedelta(months=months, day=31)


@given(days.filter(lambda day: (day + timedelta(days=1)).day != 1), st.integers(-5_000, 5_000))
def test_month_end_changes_nothing_within_a_month(anchor: date, months: int) -> None:
    assert add_months(anchor, months, month_end=True) == add_months(anchor, months)


@given(days, st.integers(0, 300), st.integers(0, 300))
def test_more_months_never_lead_back(anchor: date, fewer: int, more: int) -> None:
    assert add_months(anchor, fewer) <= add_months(anchor, fewer + more)


def test_months_from_the_anchor_do_not_drift() -> None:
    """From the previous date, March would fall on the 29th."""
    dates = [add_months(date(2012, 1, 31), k) for k in range(4)]

    assert dates == [date(2012, 1, 31), date(2012, 2, 29), date(2012, 3, 31), date(2012, 4, 30)]


@given(st.integers(1, 9998), st.integers(1, 12))
def test_a_month_ends_before_the_next_one(year: int, month: int) -> None:
    last = date(year, month, days_in_month(year, month))

    assert (last + timedelta(days=1)).day == 1


@pytest.mark.parametrize(("anchor", "months"), [(date(9999, 1, 31), 12), (date(1, 1, 1), -1)])
def test_years_end_with_the_calendar(anchor: date, months: int) -> None:
    with pytest.raises(InvalidDate) as caught:
        add_months(anchor, months)

    assert str(caught.value) == (
        f"{anchor} plus {months} months is not in years 1 to 9999: use a shorter step"
    )


@given(periods)
def test_a_period_reads_what_it_writes(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(days, periods, st.integers(0, 20), st.booleans())
def test_a_period_leads_forward(anchor: date, period: Period, count: int, month_end: bool) -> None:
    before = period.date_after(anchor, count, month_end)
    after = period.date_after(anchor, count + 1, month_end)

    assert before < after
    assert period.date_after(anchor, 0, month_end) == anchor


@pytest.mark.parametrize(
    ("text", "period", "written"),
    [
        ("month", Period(months=1), "month"),
        ("quarter", Period(months=3), "quarter"),
        ("half-year", Period(months=6), "half-year"),
        ("Half year", Period(months=6), "half-year"),
        ("year", Period(months=12), "year"),
        ("3 months", Period(months=3), "quarter"),
        ("9 months", Period(months=9), "9 months"),
        ("24 months", Period(months=24), "2 years"),
        ("14 days", Period(days=14), "2 weeks"),
        ("2 weeks", Period(days=14), "2 weeks"),
        ("10 jours", Period(days=10), "10 days"),
        ("mois", Period(months=1), "month"),
        ("6 mois", Period(months=6), "half-year"),
        ("trimestre", Period(months=3), "quarter"),
        ("semestre", Period(months=6), "half-year"),
        ("2 années", Period(months=24), "2 years"),
        ("an", Period(months=12), "year"),
        ("1 semaine", Period(days=7), "week"),
    ],
)
def test_periods_are_read_in_english_and_french(text: str, period: Period, written: str) -> None:
    assert Period.parse(text) == period
    assert str(period) == written


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("qarter", "cannot read the period 'qarter': did you mean 'quarter'?"),
        ("", "cannot read the period '': write 'month' or '3 months'"),
        ("1.5 months", "cannot read the period '1.5 months': write 'month' or '3 months'"),
        (
            "0 months",
            "a period of 0 months and 0 days: give either months or days, 1 or more",
        ),
    ],
)
def test_a_text_that_is_no_period_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Period.parse(text)

    assert str(caught.value) == message


@pytest.mark.parametrize(("months", "days"), [(0, 0), (1, 1), (-1, 0), (0, -7), (-1, 8)])
def test_a_period_counts_months_or_days(months: int, days: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Period(months, days)

    assert str(caught.value) == (
        f"a period of {months} months and {days} days: give either months or days, 1 or more"
    )


def test_a_period_of_days_ends_with_the_calendar() -> None:
    with pytest.raises(InvalidDate) as caught:
        Period(days=7).date_after(date(9999, 12, 30), 1)

    assert str(caught.value) == (
        "9999-12-30 plus 7 days is not in years 1 to 9999: use a shorter step"
    )


@given(days, periods, st.integers(1, 40), st.booleans())
def test_a_row_of_dates_is_counted_from_the_anchor(
    anchor: date, period: Period, count: int, month_end: bool
) -> None:
    """The quick way of days that every month has, and the other one."""
    row = period.dates_from(anchor, count, month_end)

    assert row == tuple(period.date_after(anchor, k, month_end) for k in range(count))


@given(year_days)
def test_a_day_of_the_year_reads_what_it_writes(day: YearDay) -> None:
    assert YearDay.parse(str(day)) == day


@given(year_days, st.integers(1, 9999))
def test_a_day_of_the_year_is_in_its_month_each_year(day: YearDay, year: int) -> None:
    found = day.in_year(year)

    assert (found.year, found.month) == (year, day.month)
    assert found.day == day.day or (day.month, day.day, found.day) == (2, 29, 28)


@given(st.integers(1, 12), st.integers(1, 9998))
def test_day_31_is_the_last_day_of_any_month(month: int, year: int) -> None:
    found = YearDay(month, 31).in_year(year)

    assert (found + timedelta(days=1)).day == 1


@given(st.lists(year_days))
def test_days_of_the_year_sort_as_in_a_leap_year(several: list[YearDay]) -> None:
    assert sorted(several) == sorted(several, key=lambda day: day.in_year(2000))


@pytest.mark.parametrize(
    ("text", "day", "written"),
    [
        ("28 Feb", YearDay(2, 28), "28 February"),
        ("28 February", YearDay(2, 28), "28 February"),
        ("28 février", YearDay(2, 28), "28 February"),
        ("28 FÉVR.", YearDay(2, 28), "28 February"),
        ("02-28", YearDay(2, 28), "28 February"),
        ("1er août", YearDay(8, 1), "1 August"),
        ("30 juin", YearDay(6, 30), "30 June"),
        ("31 juil.", YearDay(7, 31), "31 July"),
        ("end of February", YearDay(2, 31), "end of February"),
        ("29 February", YearDay(2, 31), "end of February"),
        ("fin février", YearDay(2, 31), "end of February"),
        ("fin d'avril", YearDay(4, 30), "30 April"),
        ("fin de mars", YearDay(3, 31), "31 March"),
    ],
)
def test_days_of_the_year_are_read_in_english_and_french(
    text: str, day: YearDay, written: str
) -> None:
    assert YearDay.parse(text) == day
    assert str(day) == written


def test_29_february_is_the_28th_in_a_common_year() -> None:
    day = YearDay(2, 29)

    assert [day.in_year(year) for year in (2011, 2012)] == [date(2011, 2, 28), date(2012, 2, 29)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("30 February", "30 February never occurs: use 'end of February'"),
        ("31 April", "31 April never occurs: use 'end of April'"),
        ("04-31", "31 April never occurs: use 'end of April'"),
        ("0 May", "0 May never occurs: use 'end of May'"),
        *(
            (
                text,
                f"cannot read the day '{text}': write '28 February', '02-28' (month first) "
                "or 'end of February'",
            )
            for text in ("28-02-2011", "13-01", "28 jui", "end of harvest", "February", "")
        ),
    ],
)
def test_a_text_that_is_no_day_of_the_year_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        YearDay.parse(text)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("month", "day", "message"),
    [
        (13, 1, "month is 13: expected 1 to 12"),
        (2, 30, "30 February never occurs: use 'end of February'"),
        (6, 0, "0 June never occurs: use 'end of June'"),
    ],
)
def test_a_day_that_never_occurs_is_refused(month: int, day: int, message: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        YearDay(month, day)

    assert str(caught.value) == message


@attrs.frozen
class Payment:
    """A value with a day."""

    day: date = attrs.field(validator=plain_day)


def test_a_day_with_a_time_is_refused() -> None:
    with pytest.raises(InvalidDate) as caught:
        Payment(datetime(2011, 2, 28, 12))

    assert str(caught.value) == (
        "day is datetime.datetime(2011, 2, 28, 12, 0): expected a date without a time"
    )
    assert caught.value.field == "day"
    assert Payment(date(2011, 2, 28)).day == date(2011, 2, 28)
