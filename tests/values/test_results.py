"""Results are looked up by periods that lie within a window, and never counted twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.values.errors import InvalidTerms
from investisens.values.results import NO_RESULTS, Observation, Results, Window, period_name

FIRST = date(2012, 1, 1)


@st.composite
def tilings(draw: st.DrawFn) -> list[Observation]:
    """Periods of one measure, one after the other, with or without gaps."""
    day = FIRST
    found = []
    for _ in range(draw(st.integers(0, 12))):
        day += timedelta(days=draw(st.integers(0, 40)))
        last = day + timedelta(days=draw(st.integers(0, 60)))
        minor = draw(st.integers(-(10**9), 10**9))
        found.append(Observation(measure="turnover", first=day, last=last, minor=minor))
        day = last + timedelta(days=1)
    return found


windows = st.tuples(st.integers(0, 900), st.integers(0, 900)).map(
    lambda ends: (FIRST + timedelta(days=min(ends)), FIRST + timedelta(days=max(ends)))
)


@given(tilings(), windows)
def test_a_window_sums_the_periods_that_lie_within_it(
    known: list[Observation], window: tuple[date, date]
) -> None:
    first, last = window
    inside = [each.minor for each in known if first <= each.first and each.last <= last]

    assert Results(known).of("turnover", first, last) == (sum(inside) if inside else None)
    assert Results(known).of("net_profit", first, last) is None


@given(tilings(), st.randoms(use_true_random=False))
def test_the_order_in_which_results_are_given_does_not_matter(
    known: list[Observation], shuffle: object
) -> None:
    other = list(known)
    shuffle.shuffle(other)  # type: ignore[attr-defined]

    assert Results(other) == Results(known)
    assert hash(Results(other)) == hash(Results(known))


@given(tilings(), tilings())
def test_a_path_replaces_what_it_touches_and_leaves_the_rest(
    known: list[Observation], path: list[Observation]
) -> None:
    seen = Results(known).updated(Results(path))

    assert set(path) <= set(seen.observations)
    for each in set(seen.observations) - set(path):
        assert each in known
        assert not Results(path).touches(each)


def test_periods_that_overlap_are_refused() -> None:
    month = Observation(measure="turnover", first=FIRST, last=date(2012, 1, 31), minor=5)
    with pytest.raises(InvalidTerms) as caught:
        Results([Observation.of_year("turnover", 2012, 60), month])

    assert str(caught.value) == (
        "turnover is given from 2012-01-01 to 2012-01-31 and from 2012-01-01 to 2012-12-31: "
        "keep periods that do not overlap"
    )


def test_a_year_and_its_months_of_two_measures_stand_side_by_side() -> None:
    month = Observation(measure="ebitda", first=FIRST, last=date(2012, 1, 31), minor=5)

    assert len(Results([Observation.of_year("turnover", 2012, 60), month]).observations) == 2
    assert NO_RESULTS.observations == ()


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("last", (date(2012, 2, 1), date(2012, 1, 31), date(2012, 3, 1))),
        ("paid_on", (date(2012, 2, 1), date(2012, 2, 29), date(2012, 1, 31))),
    ],
)
def test_a_window_out_of_order_is_refused(field: str, days: tuple[date, date, date]) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Window(first=days[0], last=days[1], paid_on=days[2])

    assert str(caught.value) == (
        f"{field} 2012-01-31 is before first 2012-02-01: check the order of the dates"
    )


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Observation(measure="turnover", first=date(2012, 2, 1), last=FIRST, minor=1)

    assert caught.value.field == "last"


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2012, 1, 1), date(2012, 12, 31), "2012"),
        (date(2012, 2, 1), date(2012, 2, 29), "2012-02"),
        (date(2011, 2, 1), date(2011, 2, 27), "2011-02-01 to 2011-02-27"),
        (date(2012, 1, 1), date(2012, 3, 31), "2012-01-01 to 2012-03-31"),
        (date(9999, 12, 1), date(9999, 12, 31), "9999-12"),
    ],
)
def test_a_period_is_named_as_a_reader_says_it(first: date, last: date, name: str) -> None:
    assert period_name(first, last) == name
