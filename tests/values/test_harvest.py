"""Dues that follow a harvest fall on the days of its calendar, or where a decision moved them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.harvest import Harvest, HarvestCalendar, HarvestDue, SeasonMove
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import YearDays, due_dates

JUNE, NOVEMBER = YearDay(6, 30), YearDay(11, 30)


def calendar_of(
    *dues: tuple[YearDay, str], moves: tuple[SeasonMove, ...] = (), name: str = "maize"
) -> HarvestCalendar:
    weighed = tuple(HarvestDue(day, Rate.parse(weight)) for day, weight in dues)
    return HarvestCalendar(name=name, crop="Maize", dues=weighed, moves=moves)


MAIZE = calendar_of((JUNE, "60 %"), (NOVEMBER, "40 %"))


def move(day: date, to: date, decided_on: date | None = None) -> SeasonMove:
    return SeasonMove(
        day=day, to=to, decided_on=decided_on or min(day, to), reason="the rains came late"
    )


@st.composite
def calendars(draw: st.DrawFn) -> HarvestCalendar:
    """One to four days of the year; their weights add up to 100 %."""
    on = draw(
        st.lists(
            st.dates(date(2001, 1, 1), date(2001, 12, 31)), min_size=1, max_size=4, unique=True
        )
    )
    cuts = sorted(draw(st.lists(st.integers(0, MBP), min_size=len(on) - 1, max_size=len(on) - 1)))
    weights = [high - low for low, high in pairwise([0, *cuts, MBP])]
    pairs = zip(on, weights, strict=True)
    dues = tuple(HarvestDue(YearDay(day.month, day.day), Rate(mbp)) for day, mbp in pairs)
    return HarvestCalendar(name="crop", crop="Crop", dues=dues)


@st.composite
def harvests(draw: st.DrawFn) -> Harvest:
    calendar = draw(calendars())
    first = draw(st.sampled_from(calendar.dues)).day.in_year(draw(st.integers(1990, 2060)))
    return Harvest(calendar=calendar, first=first, count=draw(st.integers(1, 30)))


@st.composite
def moved(draw: st.DrawFn) -> tuple[Harvest, Harvest]:
    """A rule, and the same with up to three of its dues moved between their neighbours."""
    rule = draw(harvests())
    dates = [*rule.dates()]
    moves = []
    for rank in draw(st.lists(st.integers(0, rule.count - 1), unique=True, max_size=3)):
        day = dates[rank]
        # Half of the way to a neighbour at most, so that two moved neighbours never meet.
        most = min(abs(day - other).days for other in neighbours(rule.calendar, day)) // 2 - 1
        shift = draw(st.integers(-most, most)) if most > 0 else 0
        if shift:
            moves.append(move(day, day + timedelta(days=shift)))
    calendar = attrs.evolve(rule.calendar, moves=tuple(moves))
    return rule, attrs.evolve(rule, calendar=calendar)


def neighbours(calendar: HarvestCalendar, day: date) -> Sequence[date]:
    around = range(day.year - 1, day.year + 2)
    return [due for year in around for due in calendar.due(year) if due != day]


def weight_of(rule: Harvest) -> dict[date, Rate]:
    """Weight of each due around the years of a rule, where no move is counted."""
    return {
        due.day.in_year(year): due.weight
        for year in range(rule.first.year - 1, rule.first.year + 32)
        for due in rule.calendar.dues
    }


@given(moved())
def test_every_due_is_on_a_day_of_the_calendar_or_where_it_was_moved(
    rules: tuple[Harvest, Harvest],
) -> None:
    rule, after = rules
    regular = set(weight_of(rule))

    assert set(after.dates()) <= regular | {each.to for each in after.calendar.moves}
    assert set(after.dates()).isdisjoint(each.day for each in after.calendar.moves)


@given(moved())
def test_a_move_moves_its_due_and_no_other(rules: tuple[Harvest, Harvest]) -> None:
    rule, after = rules
    where = {each.day: each.to for each in after.calendar.moves}

    assert after.dates() == tuple(where.get(day, day) for day in rule.dates())


@given(moved())
def test_dues_keep_their_order_and_their_count(rules: tuple[Harvest, Harvest]) -> None:
    for rule in rules:
        dates = rule.dates()

        assert len(dates) == len(rule.weights()) == rule.count
        assert all(before < after for before, after in pairwise(dates))


@given(harvests())
def test_without_moves_the_dues_are_those_of_the_days_of_the_year(rule: Harvest) -> None:
    days = tuple(due.day for due in rule.calendar.dues)

    assert rule.dates() == YearDays(first=rule.first, days=days, count=rule.count).dates()


@given(moved())
def test_weights_have_the_ratio_of_the_calendar(rules: tuple[Harvest, Harvest]) -> None:
    """A due that moves keeps its weight: every weight is one number times its percentage."""
    rule, after = rules
    found = weight_of(rule)
    mbp = [found[day].mbp for day in rule.dates()]

    assert after.weights() == rule.weights()
    assert [weight * sum(mbp) for weight in rule.weights()] == [
        each * sum(rule.weights()) for each in mbp
    ]


@given(calendars(), st.integers(1990, 2060), st.integers(1, 9))
def test_whole_years_weigh_the_same_wherever_they_start(
    calendar: HarvestCalendar, year: int, years: int
) -> None:
    count = years * len(calendar.dues)
    totals = {
        sum(Harvest(calendar=calendar, first=first, count=count).weights())
        for first in calendar.due(year)
    }

    assert len(totals) == 1


@given(calendars())
def test_the_order_in_which_dues_are_given_does_not_matter(calendar: HarvestCalendar) -> None:
    assert attrs.evolve(calendar, dues=calendar.dues[::-1]) == calendar


def test_june_and_november_from_the_second_harvest() -> None:
    """By hand: 60 and 40 % are 3 to 2, and the loan starts with a November."""
    rule = Harvest(calendar=MAIZE, first=date(2024, 11, 30), count=4)

    assert rule.dates() == (
        *(date(2024, 11, 30), date(2025, 6, 30)),
        *(date(2025, 11, 30), date(2026, 6, 30)),
    )
    assert rule.weights() == (2, 3, 2, 3)


def test_a_calendar_of_the_end_of_february_follows_leap_years() -> None:
    rice = calendar_of((YearDay.parse("end of February"), "100 %"))

    assert rice.due(2023) + rice.due(2024) == (date(2023, 2, 28), date(2024, 2, 29))
    assert Harvest(calendar=rice, first=date(2023, 2, 28), count=2).dates()[-1].day == 29


def test_a_first_due_that_is_moved_keeps_its_name() -> None:
    """The terms of a contract do not change when the season moves."""
    late = attrs.evolve(MAIZE, moves=(move(date(2024, 6, 30), date(2024, 8, 15)),))

    assert Harvest(calendar=late, first=date(2024, 6, 30), count=2).dates() == (
        date(2024, 8, 15),
        date(2024, 11, 30),
    )


def test_a_due_may_be_moved_into_another_year() -> None:
    late = attrs.evolve(MAIZE, moves=(move(date(2024, 11, 30), date(2025, 1, 31)),))

    assert late.due(2024) == (date(2024, 6, 30), date(2025, 1, 31))
    assert late.due(2025) == (date(2025, 6, 30), date(2025, 11, 30))


def test_two_neighbours_may_be_moved_together() -> None:
    """November after the June of the calendar, but before the June that was moved too."""
    moves = (
        move(date(2024, 11, 30), date(2025, 7, 15)),
        move(date(2025, 6, 30), date(2025, 8, 15)),
    )

    assert attrs.evolve(MAIZE, moves=moves).due(2024)[-1] == date(2025, 7, 15)


def test_a_harvest_stands_among_other_rules() -> None:
    rule = Harvest(calendar=MAIZE, first=date(2024, 11, 30), count=2)
    years = YearDays(first=date(2026, 6, 30), days=(JUNE,), count=1)

    assert due_dates((rule, years)) == (*rule.dates(), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("dues", "message"),
    [
        ((), "dues is empty: give one day of the year or more"),
        (
            ((JUNE, "60 %"), (NOVEMBER, "30 %")),
            "the weights of dues are 60 % + 30 % = 90 %: make them add up to 100 %",
        ),
        (
            ((YearDay(2, 28), "50 %"), (YearDay(2, 29), "50 %")),
            "dues 28 February and end of February fall together in common years: keep one of them",
        ),
        (
            ((JUNE, "50 %"), (JUNE, "50 %")),
            "dues 30 June and 30 June fall together in common years: keep one of them",
        ),
    ],
)
def test_dues_that_make_no_calendar_are_refused(
    dues: tuple[tuple[YearDay, str], ...], message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        calendar_of(*dues)

    assert str(caught.value) == message
    assert caught.value.field == "dues"


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        HarvestDue(JUNE, Rate.parse("-10 %"))

    assert str(caught.value) == "weight is -10 %: use 0 % or more"


def test_what_is_no_due_is_refused() -> None:
    with pytest.raises(InvalidTerms, match=r"^dues is \('June',\): expected a tuple, each item a "):
        HarvestCalendar(name="maize", crop="Maize", dues=("June",))


@pytest.mark.parametrize(
    ("moves", "message"),
    [
        (
            (move(date(2025, 6, 29), date(2025, 7, 31)),),
            "moves[0].day 2025-06-29 is no due of maize: move a due of the calendar, the nearest "
            "is 2025-06-30",
        ),
        (
            (
                move(date(2025, 6, 30), date(2025, 7, 31)),
                move(date(2025, 6, 30), date(2025, 8, 31)),
            ),
            "moves[1].day 2025-06-30 is moved twice: keep the latest decision",
        ),
        (
            (move(date(2025, 6, 30), date(2025, 11, 30)),),
            "moves[0].to 2025-11-30 is not before 2025-11-30, the due after it: dues keep their "
            "order, use a day between them",
        ),
        (
            (move(date(2025, 6, 30), date(2024, 11, 1)),),
            "moves[0].to 2024-11-01 is not after 2024-11-30, the due before it: dues keep their "
            "order, use a day between them",
        ),
    ],
)
def test_moves_that_do_not_fit_the_dues_are_refused(
    moves: tuple[SeasonMove, ...], message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(MAIZE, moves=moves)

    assert str(caught.value) == message
    assert caught.value.field == message.split(maxsplit=1)[0]


@pytest.mark.parametrize(
    ("day", "to", "decided_on", "reason", "message"),
    [
        (
            *(date(2025, 6, 30), date(2025, 6, 30), date(2025, 6, 1), "late"),
            "to is 2025-06-30, the day itself: give another day, or remove the move",
        ),
        (
            *(date(2025, 6, 30), date(2025, 7, 31), date(2025, 7, 1), "late"),
            "decided_on 2025-07-01 is after 2025-06-30: a due that has passed is not moved, amend "
            "the contracts instead",
        ),
        (
            *(date(2025, 6, 30), date(2025, 5, 31), date(2025, 6, 1), "early"),
            "decided_on 2025-06-01 is after 2025-05-31: a due that has passed is not moved, amend "
            "the contracts instead",
        ),
        (
            *(date(2025, 6, 30), date(2025, 7, 31), date(2025, 6, 1), " "),
            "reason is ' ': write why the season was moved",
        ),
    ],
)
def test_a_decision_that_moves_nothing_or_comes_too_late_is_refused(
    day: date, to: date, decided_on: date, reason: str, message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        SeasonMove(day=day, to=to, decided_on=decided_on, reason=reason)

    assert str(caught.value) == message
    assert caught.value.field == message.split(maxsplit=1)[0]


def test_a_decision_may_be_taken_on_the_day_itself() -> None:
    assert move(date(2025, 6, 30), date(2025, 7, 31), date(2025, 6, 30)).to.month == 7


@pytest.mark.parametrize(
    ("first", "count", "message"),
    [
        (
            *(date(2024, 7, 31), 4),
            "first 2024-07-31 is no due of maize (30 June, 30 November): start on 2024-06-30, "
            "the nearest of them",
        ),
        (
            *(date(9998, 6, 30), 5),
            "count is 5: from 9998-06-30 the last due date would be after year 9999: use a "
            "smaller count",
        ),
        (*(date(2024, 6, 30), 0), "count is 0: expected a whole number from 1 to 10000"),
    ],
)
def test_a_harvest_that_its_calendar_does_not_give_is_refused(
    first: date, count: int, message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Harvest(calendar=MAIZE, first=first, count=count)

    assert str(caught.value) == message


def test_the_last_years_there_are_can_be_used() -> None:
    assert Harvest(calendar=MAIZE, first=date(9998, 6, 30), count=4).dates()[-1].year == 9999
    assert MAIZE.nearest(date(9999, 12, 31)) == date(9999, 11, 30)
    assert MAIZE.nearest(date(1, 1, 1)) == date(1, 6, 30)
