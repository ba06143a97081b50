"""Calendars close on the days of the law, and moon feasts only once announced."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.legal import calendars
from investisens.legal.calendars import PLACES, Calendar
from investisens.legal.dated import Status
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.schedule import Adjustment, adjust

names = st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True).map("+".join)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def closed(name: str, year: int) -> list[str]:
    """The holidays of a year, as text."""
    return [str(holiday.day) for holiday in Calendar(name).holidays(year)]


@given(names, days)
def test_a_joint_calendar_is_open_where_all_are(name: str, day: date) -> None:
    alone = [Calendar(place).is_open(day) for place in name.split("+")]

    assert Calendar(name).is_open(day) == all(alone)


@given(names, days)
def test_a_day_is_closed_on_weekends_and_listed_holidays_only(name: str, day: date) -> None:
    calendar = Calendar(name)
    listed = {holiday.day for holiday in calendar.holidays(day.year)}

    assert calendar.is_open(day) == (day.weekday() < 5 and day not in listed)


@given(names, days)
def test_an_announced_day_is_closed(name: str, day: date) -> None:
    calendar = Calendar(name, announced=(day,))

    assert not calendar.is_open(day)
    assert day in {holiday.day for holiday in calendar.holidays(day.year)}


@given(names, days.filter(lambda day: date(2000, 3, 1) < day < date(2100, 11, 1)), days)
def test_due_dates_move_to_open_days_in_order(name: str, day: date, other: date) -> None:
    calendar = Calendar(name)

    for adjustment in set(Adjustment) - {Adjustment.NONE}:
        moved = adjust(day, adjustment, calendar)
        assert calendar.is_open(moved)
        assert adjust(moved, adjustment, calendar) == moved
        assert moved <= adjust(day + timedelta(days=other.day), adjustment, calendar)


@given(st.integers(2002, 2100))
def test_target_closes_six_days_a_year(year: int) -> None:
    """1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December."""
    found = [(holiday.day.month, holiday.day.day) for holiday in Calendar("TARGET").holidays(year)]
    good_friday, easter_monday = (date(year, *found[k]) for k in (1, 2))

    assert len(found) == 6
    assert [found[k] for k in (0, 3, 4, 5)] == [(1, 1), (5, 1), (12, 25), (12, 26)]
    assert (good_friday.weekday(), easter_monday - good_friday) == (4, timedelta(days=3))
    assert date(year, 3, 20) <= good_friday <= date(year, 4, 23)


@given(st.integers(2025, 2100))
def test_benin_feasts_its_religions_on_the_second_friday_of_january_and_the_day_before(
    year: int,
) -> None:
    """Law 2024-32 of 2 September 2024; until 2024 the feast was on 10 January."""
    fridays = [day for day in range(1, 15) if date(year, 1, day).weekday() == 4]
    friday = date(year, 1, fridays[1])

    january = [holiday.day for holiday in Calendar("BJ").holidays(year) if holiday.day.month == 1]

    assert january == [date(year, 1, 1), friday - timedelta(days=1), friday]


@given(st.integers(1998, 2024))
def test_benin_feasted_its_religions_on_10_january_until_2024(year: int) -> None:
    january = [holiday.day for holiday in Calendar("BJ").holidays(year) if holiday.day.month == 1]

    assert january == [date(year, 1, 1), date(year, 1, 10)]


# Rules note, section 5.2: its list of Benin, and its oracles, which follow from the laws ([F]).


@pytest.mark.parametrize(("year", "thursday"), [(2025, 9), (2026, 8), (2027, 7)])
def test_benin_closes_a_thursday_and_a_friday_of_january(year: int, thursday: int) -> None:
    """CAL-01 [F]: 9 and 10 January 2025, 8 and 9 January 2026, 7 and 8 January 2027."""
    january = [day for day in closed("BJ", year) if day.startswith(f"{year}-01")]

    assert january[1:] == [str(date(year, 1, thursday)), str(date(year, 1, thursday + 1))]


@pytest.mark.parametrize("name", ["BJ", "FR"])
def test_feasts_that_follow_easter_in_2026(name: str) -> None:
    """CAL-02 [F]: Easter Monday 6 April, Ascension 14 May, Whit Monday 25 May."""
    assert {"2026-04-06", "2026-05-14", "2026-05-25"} < set(closed(name, 2026))


def test_benin_closes_in_2026_on_the_days_of_its_laws() -> None:
    assert closed("BJ", 2026) == [
        "2026-01-01",
        "2026-01-08",
        "2026-01-09",
        "2026-04-06",
        "2026-05-01",
        "2026-05-14",
        "2026-05-25",
        "2026-08-01",
        "2026-08-15",
        "2026-11-01",
        "2026-12-25",
    ]


def test_france_closes_eleven_days_in_2026() -> None:
    """CAL-05 [F]."""
    assert closed("FR", 2026) == [
        "2026-01-01",
        "2026-04-06",
        "2026-05-01",
        "2026-05-08",
        "2026-05-14",
        "2026-05-25",
        "2026-07-14",
        "2026-08-15",
        "2026-11-01",
        "2026-11-11",
        "2026-12-25",
    ]


def test_target_closes_six_days_in_2026() -> None:
    """CAL-06 [F]."""
    assert closed("TARGET", 2026) == [
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-01",
        "2026-12-25",
        "2026-12-26",
    ]


@pytest.mark.parametrize(
    ("day", "name", "following"),
    [
        (date(2026, 1, 8), "BJ", date(2026, 1, 12)),
        (date(2024, 1, 10), "BJ", date(2024, 1, 11)),
        (date(2026, 5, 1), "BJ", date(2026, 5, 4)),
        (date(2026, 4, 3), "TARGET", date(2026, 4, 7)),
        (date(2026, 4, 3), "BJ", date(2026, 4, 3)),
        (date(2026, 4, 3), "BJ+TARGET", date(2026, 4, 7)),
        (date(2026, 10, 31), "BJ", date(2026, 11, 2)),
        (date(2026, 8, 15), "BJ", date(2026, 8, 17)),
    ],
)
def test_a_due_date_on_a_holiday_goes_to_the_next_open_day(
    day: date, name: str, following: date
) -> None:
    """CAL-03 [F] with the calendar of Benin, TARGET or both; the last two are of CAL-04 [F]."""
    assert adjust(day, Adjustment.FOLLOWING, Calendar(name)) == following


@pytest.mark.parametrize(
    ("day", "moved"),
    [(date(2026, 10, 31), date(2026, 10, 30)), (date(2026, 8, 15), date(2026, 8, 17))],
)
def test_modified_following_does_not_cross_the_month_end(day: date, moved: date) -> None:
    """CAL-04 [F]: a Saturday that ends a month, and one that is a holiday, in Benin."""
    assert adjust(day, Adjustment.MODIFIED_FOLLOWING, Calendar("BJ")) == moved


def test_a_moon_feast_closes_only_once_announced() -> None:
    """The dates of a contract never rest on an estimate."""
    tabaski = next(each for each in Calendar("BJ").estimated(2027) if each.name == "Eid al-Adha")
    ramadan = Calendar("BJ").estimated(2027)[0].day
    told = Calendar("BJ", announced=(ramadan,))

    assert tabaski.status is Status.UNVERIFIED
    assert Calendar("BJ").is_open(ramadan)
    assert not told.is_open(ramadan)
    assert ramadan not in {holiday.day for holiday in told.estimated(2027)}


def test_maouloud_of_2025_was_announced() -> None:
    assert not Calendar("BJ").is_open(date(2025, 9, 4))
    assert "Prophet's Birthday" not in {each.name for each in Calendar("BJ").estimated(2025)}


def test_a_correction_says_whose_law_it_is() -> None:
    eve, feast = Calendar("BJ").holidays(2026)[1:3]

    assert eve.source == feast.source == "Benin, law 2024-32 of 2 September 2024"
    assert Calendar("BJ").holidays(2026)[0].source.startswith("holidays ")


@pytest.fixture
def list_of_a_library_unaware(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A library that does not know law 2024-32 and takes Good Friday for a holiday."""
    caches = (calendars._listed, calendars._holidays, calendars._closed)

    def country_holidays(code: str, *, years: int, language: str) -> dict[date, str]:
        assert (code, years, language) == ("BJ", 2026, "en_US")
        return {
            date(2026, 1, 1): "New Year's Day",
            date(2026, 1, 10): "Vodoun Festival",
            date(2026, 4, 3): "Good Friday",
            date(2026, 5, 1): "Labor Day; Eid al-Adha (estimated)",
        }

    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(holidays, "country_holidays", country_holidays)
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.usefixtures("list_of_a_library_unaware")
def test_our_corrections_win_over_the_library() -> None:
    assert closed("BJ", 2026) == ["2026-01-01", "2026-01-08", "2026-01-09", "2026-05-01"]


@pytest.mark.usefixtures("list_of_a_library_unaware")
def test_a_feast_estimated_on_a_firm_holiday_leaves_it_closed() -> None:
    assert not Calendar("BJ").is_open(date(2026, 5, 1))
    assert [str(feast.day) for feast in Calendar("BJ").estimated(2026)] == ["2026-05-01"]


def test_monday_to_friday_is_a_calendar() -> None:
    assert Calendar("weekdays").holidays(2026) == ()
    assert Calendar("weekdays").is_open(date(2026, 1, 1))
    assert not Calendar("weekdays").is_open(date(2026, 1, 3))


def test_announced_days_are_kept_sorted_and_once() -> None:
    one, other = date(2027, 3, 10), date(2027, 5, 16)

    assert Calendar("BJ", [other, one, one]) == Calendar("BJ", (one, other))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bj", "unknown calendar 'bj': {}; did you mean 'BJ'?"),
        ("BJ+TARGT", "unknown calendar 'TARGT': {}; did you mean 'TARGET'?"),
        ("", "unknown calendar '': {}; or some of them joined by '+'"),
    ],
)
def test_an_unknown_calendar_is_refused(name: str, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Calendar(name)

    assert str(caught.value) == message.format("expected one of weekdays, BJ, FR, TARGET")


@pytest.mark.parametrize("year", [1970, 2101])
def test_a_year_without_list_is_an_error(year: int) -> None:
    with pytest.raises(MissingData) as caught:
        Calendar("BJ").is_open(date(year, 8, 2) + timedelta(days=3))

    assert str(caught.value) == (
        f"no list of holidays of BJ for {year}: use the calendar 'weekdays' with the "
        "closed days in 'announced'"
    )


def test_every_correction_gives_its_source_status_and_day() -> None:
    text = resources.files("investisens.legal").joinpath("calendars.toml").read_text("utf-8")
    file = tomllib.loads(text)

    for entry in [*file["rule"], *file["announced"]]:
        assert entry["calendar"] in PLACES
        assert entry["source"]
        assert Status(entry["status"])
    for rule in file["rule"]:
        assert rule["action"] in ("add", "remove")
        assert sum(key in rule for key in ("day", "easter", "nth")) == 1
        assert "day" not in rule or str(YearDay.parse(rule["day"])) == rule["day"]
