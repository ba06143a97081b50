"""Day counts agree with the published cases, with other libraries and with themselves."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidDate, InvalidTerms

counts = st.sampled_from(DayCount)
days = st.dates(date(1901, 1, 1), date(2199, 12, 30))
month_ends = days.map(lambda day: day.replace(day=1) - timedelta(days=1))
delicate = days | month_ends.filter(lambda day: day.year > 1900)
periods = st.tuples(delicate, delicate).map(sorted)

ADDITIVE = [
    DayCount.ACT_365F,
    DayCount.ACT_360,
    DayCount.ACT_ACT,
    DayCount.THIRTY_E_360,
    DayCount.NL_365,
]

# ISDA, "30/360 Day Count Conventions", worked examples 2 and 3 for 30E/360 (Eurobond basis).
EUROBOND = [
    (date(2006, 8, 31), date(2007, 2, 28), 178),
    (date(2007, 2, 28), date(2007, 8, 31), 182),
    (date(2007, 8, 31), date(2008, 2, 29), 179),
    (date(2008, 2, 29), date(2008, 8, 31), 181),
    (date(2006, 1, 31), date(2006, 2, 28), 28),
    (date(2006, 2, 28), date(2006, 3, 3), 5),
    (date(2006, 9, 30), date(2006, 10, 31), 30),
    (date(2007, 2, 26), date(2008, 2, 29), 363),
    (date(2008, 2, 28), date(2008, 3, 31), 32),
]

# The same examples for 30E/360 (ISDA); the contract of the first block ends on 28 Feb 2009,
# that of the second one on 29 Feb 2008.
GERMAN = [
    (date(2006, 8, 31), date(2007, 2, 28), date(2009, 2, 28), 180),
    (date(2007, 8, 31), date(2008, 2, 29), date(2009, 2, 28), 180),
    (date(2008, 2, 29), date(2008, 8, 31), date(2009, 2, 28), 180),
    (date(2008, 8, 31), date(2009, 2, 28), date(2009, 2, 28), 178),
    (date(2006, 1, 31), date(2006, 2, 28), date(2008, 2, 29), 30),
    (date(2006, 2, 28), date(2006, 3, 3), date(2008, 2, 29), 3),
    (date(2007, 2, 26), date(2008, 2, 29), date(2008, 2, 29), 363),
    (date(2008, 2, 28), date(2008, 3, 31), date(2008, 2, 29), 32),
]

# By hand from the rule: the end of February, or day 31, becomes 30 at the start; at the end
# the end of February follows one at the start, and day 31 a start at 30.
UNITED_STATES = [
    (date(2006, 8, 31), date(2007, 2, 28), 178),
    (date(2007, 2, 28), date(2007, 8, 31), 180),
    (date(2007, 2, 28), date(2008, 2, 29), 360),
    (date(2008, 2, 28), date(2008, 3, 31), 33),
    (date(2008, 2, 29), date(2008, 3, 31), 30),
    (date(2006, 1, 30), date(2006, 3, 31), 60),
    (date(2006, 1, 29), date(2006, 3, 31), 62),
]

# ISDA, "EMU and Market Conventions: Recent Developments" (1998), Actual/Actual examples.
ACTUAL_ACTUAL = [
    (date(2003, 11, 1), date(2004, 5, 1), Fraction(61, 365) + Fraction(121, 366)),
    (date(1999, 2, 1), date(1999, 7, 1), Fraction(150, 365)),
    (date(1999, 7, 1), date(2000, 7, 1), Fraction(184, 365) + Fraction(182, 366)),
    (date(2002, 8, 15), date(2003, 7, 15), Fraction(334, 365)),
    (date(2003, 7, 15), date(2004, 1, 15), Fraction(170, 365) + Fraction(14, 366)),
    (date(1999, 7, 30), date(2000, 1, 30), Fraction(155, 365) + Fraction(29, 366)),
    (date(2000, 1, 30), date(2000, 6, 30), Fraction(152, 366)),
]


@given(counts, st.lists(st.tuples(periods, st.none() | delicate), min_size=1))
def test_many_periods_count_as_each_one(
    count: DayCount, cases: list[tuple[list[date], date | None]]
) -> None:
    starts, ends = (np.array([case[0][k].toordinal() for case in cases]) for k in (0, 1))
    maturities = np.array([maturity.toordinal() if maturity else 0 for _, maturity in cases])

    expected = [count.numerator(start, end, last) for (start, end), last in cases]

    found = count.numerators(starts, ends, maturities)
    assert found.dtype == np.int64
    assert found.tolist() == expected


@given(counts, periods, st.booleans())
def test_no_period_is_shorter_than_nothing(count: DayCount, period: list[date], last: bool) -> None:
    start, end = period

    assert count.numerator(start, end, end if last else None) >= 0
    assert count.numerator(start, start, start if last else None) == 0


@given(st.sampled_from(ADDITIVE), st.tuples(delicate, delicate, delicate).map(sorted))
def test_two_periods_in_a_row_count_as_one(count: DayCount, three: list[date]) -> None:
    start, middle, end = three

    assert count.numerator(start, end) == (
        count.numerator(start, middle) + count.numerator(middle, end)
    )


@given(st.sampled_from([each for each in DayCount if each.basis != 360]), st.integers(1, 9998))
@example(DayCount.ACT_ACT, 2000)
@example(DayCount.ACT_ACT, 2100)
def test_a_calendar_year_is_one_year_but_for_a_leap_day(count: DayCount, year: int) -> None:
    """Only A/365F lets a leap year weigh 366/365."""
    leap = date(year + 1, 1, 1) - date(year, 1, 1) == timedelta(days=366)
    expected = Fraction(366, 365) if leap and count is DayCount.ACT_365F else 1

    assert count.fraction(date(year, 1, 1), date(year + 1, 1, 1)) == expected


@given(periods)
def test_actual_days_are_those_of_the_calendar(period: list[date]) -> None:
    start, end = period

    assert DayCount.ACT_360.numerator(start, end) == (end - start).days
    assert DayCount.ACT_365F.fraction(start, end) == Fraction((end - start).days, 365)


@given(delicate, st.integers(0, 3_000))
def test_nl_365_counts_every_day_but_29_february(start: date, length: int) -> None:
    """A 29 February is left out when it is after the start and not after the end."""
    after = [start + timedelta(days=k) for k in range(1, min(length, 3_000) + 1)]

    expected = sum((day.month, day.day) != (2, 29) for day in after)

    assert DayCount.NL_365.numerator(start, start + timedelta(days=len(after))) == expected


@given(periods)
def test_actual_actual_weighs_each_day_by_its_own_year(period: list[date]) -> None:
    start, end = period
    end = min(end, start + timedelta(days=1_500))
    lengths = [
        365 if date(day.year, 12, 31).timetuple().tm_yday == 365 else 366
        for day in (start + timedelta(days=k) for k in range((end - start).days))
    ]

    expected = Fraction(lengths.count(365), 365) + Fraction(lengths.count(366), 366)

    assert DayCount.ACT_ACT.fraction(start, end) == expected


@pytest.mark.parametrize(("start", "end", "expected"), EUROBOND)
def test_30e_360_agrees_with_isda(start: date, end: date, expected: int) -> None:
    assert DayCount.THIRTY_E_360.numerator(start, end) == expected


@pytest.mark.parametrize(("start", "end", "maturity", "expected"), GERMAN)
def test_30e_360_isda_agrees_with_isda(
    start: date, end: date, maturity: date, expected: int
) -> None:
    assert DayCount.THIRTY_E_360_ISDA.numerator(start, end, maturity) == expected


@pytest.mark.parametrize(("start", "end", "expected"), UNITED_STATES)
def test_30u_360_follows_the_rule_of_the_united_states(
    start: date, end: date, expected: int
) -> None:
    assert DayCount.THIRTY_U_360.numerator(start, end) == expected


@pytest.mark.parametrize(("start", "end", "expected"), ACTUAL_ACTUAL)
def test_actual_actual_agrees_with_isda(start: date, end: date, expected: Fraction) -> None:
    assert DayCount.ACT_ACT.fraction(start, end) == expected


def test_the_two_names_of_actual_actual_are_one_convention() -> None:
    """ACTUS AA and ISDA Actual/Actual both split at 1 January."""
    assert DayCount["ACT_ACT_ISDA"] is DayCount.ACT_ACT
    assert DayCount.read("A/A ISDA") is DayCount.ACT_ACT


def test_only_the_maturity_keeps_the_end_of_february() -> None:
    start, end = date(2008, 8, 31), date(2009, 2, 28)

    assert DayCount.THIRTY_E_360_ISDA.numerator(start, end) == 180
    assert DayCount.THIRTY_E_360_ISDA.numerator(start, end, end) == 178


@pytest.mark.parametrize("count", DayCount)
def test_a_contract_that_starts_on_its_maturity_has_no_days(count: DayCount) -> None:
    """Read to the letter, 30E/360 ISDA would count two days less than none here."""
    day = date(2009, 2, 28)

    assert count.numerator(day, day, day) == 0


@pytest.mark.parametrize(("year", "leap"), [(1900, 0), (2000, 1), (2100, 0), (2200, 0), (2400, 1)])
def test_one_century_in_four_is_a_leap_year(year: int, leap: int) -> None:
    february, april = date(year, 2, 1), date(year, 4, 1)
    last, march = date(year, 2, 28 + leap), date(year, 3, 31)

    assert DayCount.ACT_ACT.fraction(february, april) == Fraction(59 + leap, 365 + leap)
    assert DayCount.NL_365.numerator(february, april) == 59
    assert DayCount.THIRTY_E_360_ISDA.numerator(last, march) == 30
    assert DayCount.THIRTY_U_360.numerator(last, march) == 30


QUANTLIB = {
    DayCount.ACT_365F: ("Actual365Fixed", None),
    DayCount.ACT_360: ("Actual360", None),
    DayCount.ACT_ACT: ("ActualActual", "ISDA"),
    DayCount.THIRTY_E_360: ("Thirty360", "EurobondBasis"),
    DayCount.THIRTY_E_360_ISDA: ("Thirty360", "German"),
    DayCount.THIRTY_U_360: ("Thirty360", "USA"),
    DayCount.NL_365: ("Actual365Fixed", "NoLeap"),
}


# QuantLib ends on 31 December 2199, and looks at the 1 January after each day.
quantlib_days = delicate.filter(lambda day: day.year < 2199)


@given(st.tuples(quantlib_days, quantlib_days).map(sorted))
@example([date(1901, 1, 1), date(2198, 12, 31)])
@example([date(2198, 1, 31), date(2198, 12, 31)])
def test_every_convention_agrees_with_quantlib(period: list[date]) -> None:
    """QuantLib gives fractions as floats: compared to its last digits."""
    ql = pytest.importorskip("QuantLib", reason="QuantLib comes with the bench group only")
    start, end = (ql.Date(day.day, day.month, day.year) for day in period)

    for count, (name, variant) in QUANTLIB.items():
        kind = getattr(ql, name)
        oracle = kind(getattr(kind, variant)) if variant else kind()
        expected = oracle.yearFraction(start, end)
        assert float(count.fraction(*period)) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(periods)
def test_usual_conventions_agree_with_pyxirr(period: list[date]) -> None:
    pyxirr = pytest.importorskip("pyxirr", reason="pyxirr comes with the bench group only")

    for count in (DayCount.ACT_365F, DayCount.ACT_360, DayCount.ACT_ACT, DayCount.THIRTY_E_360):
        expected = pyxirr.year_fraction(*period, PYXIRR[count])
        assert float(count.fraction(*period)) == pytest.approx(expected, rel=1e-12, abs=1e-12)


PYXIRR = {
    DayCount.ACT_365F: "act/365f",
    DayCount.ACT_360: "act/360",
    DayCount.ACT_ACT: "act/act isda",
    DayCount.THIRTY_E_360: "30e/360",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ACT/365F", DayCount.ACT_365F),
        ("Actual/365 Fixed", DayCount.ACT_365F),
        ("A365", DayCount.ACT_365F),
        ("exact/360", DayCount.ACT_360),
        ("ACT/ACT", DayCount.ACT_ACT),
        ("Actual/Actual (ISDA)", DayCount.ACT_ACT),
        ("30E360", DayCount.THIRTY_E_360),
        ("30E/360 (ISDA)", DayCount.THIRTY_E_360_ISDA),
        ("30/360 US", DayCount.THIRTY_U_360),
        ("nl/365", DayCount.NL_365),
    ],
)
def test_usual_spellings_are_read(text: str, expected: DayCount) -> None:
    assert DayCount.read(text) is expected


@given(counts)
def test_each_convention_reads_its_own_text(count: DayCount) -> None:
    assert DayCount.read(count.value) is count
    assert DayCount(count.value) is count


KNOWN = "'A/365F', 'A/360', 'A/A', '30E/360', '30E/360 ISDA', '30U/360', 'NL/365'"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("A/366", "did you mean 'A/365F'?"),
        ("30/360", "it has several readings, write '30E/360' or '30U/360'"),
        ("monthly", "see DayCount"),
    ],
)
def test_an_unknown_day_count_is_refused_with_a_remedy(text: str, remedy: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        DayCount.read(text)

    assert str(caught.value) == f"unknown day count {text!r}: expected one of {KNOWN}; {remedy}"
    assert (caught.value.field, caught.value.value) == ("day_count", text)


REVERSED = "end 2011-02-28 is before start 2011-04-30: check the order of the dates"


@given(counts)
def test_a_reversed_period_is_refused(count: DayCount) -> None:
    with pytest.raises(InvalidDate) as caught:
        count.numerator(date(2011, 4, 30), date(2011, 2, 28))

    assert str(caught.value) == REVERSED


@given(counts)
def test_the_first_reversed_period_of_many_is_named(count: DayCount) -> None:
    starts = np.array([date(2010, 1, 1).toordinal(), date(2011, 4, 30).toordinal()])

    with pytest.raises(InvalidDate) as caught:
        count.numerators(starts, np.full(2, date(2011, 2, 28).toordinal()))

    assert str(caught.value) == REVERSED
