"""Cycles, stubs, month ends and weekends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actus_terms import brief, dates, day, interest, market, redemption, resets, run
from investisens.actus.instants import BusinessDays, Cycle, cycle_dates, day_of, order_of
from investisens.values.between import Between, Stub
from investisens.values.errors import InvalidTerms

midnights = st.datetimes(datetime(2010, 1, 1), datetime(2016, 12, 31)).map(
    lambda at: datetime.combine(at.date(), datetime.min.time())
)
units = st.sampled_from("DWMQHY")
CODES = tuple(side + code for side in ("SC", "CS") for code in ("F", "MF", "P", "MP"))


@given(midnights, st.integers(1, 4_000), st.integers(1, 40), units, st.booleans())
def test_dates_are_those_of_the_library_where_both_have_them(
    anchor: datetime, length: int, count: int, unit: str, long_stub: bool
) -> None:
    """At midnights a cycle with its end is the regular dues of every other schedule."""
    cycle = Cycle.read(f"P{count}{unit}L{0 if long_stub else 1}", "cycle")
    end = anchor + timedelta(days=length)
    assert cycle.period is not None
    dues = Between(
        after=anchor.date(),
        until=end.date(),
        every=cycle.period,
        stub=Stub.LONG_LAST if long_stub else Stub.SHORT_LAST,
        month_end=cycle.period.months > 0,
    )

    found = cycle_dates(anchor, cycle, end, included=True, month_end=cycle.period.months > 0)

    assert tuple(each.date() for each in found) == (anchor.date(), *dues.dates())


@given(midnights, st.sampled_from(CODES))
def test_weekends_only_are_moved_and_by_two_days_at_most(at: datetime, code: str) -> None:
    rule = BusinessDays.read("MF", code)

    moved = rule.event(at)

    assert moved.weekday() < 5
    assert abs(moved - at) <= timedelta(days=3)
    assert at.weekday() > 4 or moved == at
    assert rule.calculation(at) == (moved.date() if code.startswith("SC") else at.date())


def test_the_end_of_a_day_is_the_next_midnight_to_count_and_to_order() -> None:
    late = datetime(2013, 12, 31, 23, 59, 59)

    assert day_of(late) == date(2014, 1, 1)
    assert order_of(late) == datetime(2014, 1, 1)


def test_dates_are_counted_from_the_anchor_and_do_not_drift() -> None:
    rows = run(interest("2013-01-31", "P1ML1"), maturityDate=day("2013-05-31"))

    assert dates(rows, "IP") == [
        *("2013-01-31", "2013-02-28", "2013-03-31", "2013-04-30", "2013-05-31"),
    ]


@pytest.mark.parametrize(
    ("convention", "third"), [("EOM", "2013-04-30"), ("SD", "2013-04-28"), (None, "2013-04-28")]
)
def test_month_ends_stay_month_ends_where_the_terms_say_so(
    convention: str | None, third: str
) -> None:
    rows = run(
        interest("2013-02-28", "P1ML1"),
        maturityDate=day("2013-06-15"),
        endOfMonthConvention=convention,
    )

    assert dates(rows, "IP")[2] == third


def test_a_month_end_convention_needs_an_anchor_at_a_month_end_and_months() -> None:
    not_at_end = run(
        interest("2013-01-30", "P1ML1"),
        maturityDate=day("2013-05-15"),
        endOfMonthConvention="EOM",
    )
    weeks = run(
        interest("2013-01-31", "P2WL1"),
        maturityDate=day("2013-03-05"),
        endOfMonthConvention="EOM",
    )

    assert dates(not_at_end, "IP")[2] == "2013-03-30"
    assert dates(weeks, "IP") == ["2013-01-31", "2013-02-14", "2013-02-28", "2013-03-05"]


@pytest.mark.parametrize(
    ("cycle", "days"),
    [
        ("P20DL1", ["2013-01-21", "2013-02-10", "2013-02-15"]),
        ("P2WL1", ["2013-01-21", "2013-02-04", "2013-02-15"]),
        ("P1QL1", ["2013-01-21", "2013-02-15"]),
        ("P1HL1", ["2013-01-21", "2013-02-15"]),
        ("P1YL1", ["2013-01-21", "2013-02-15"]),
    ],
)
def test_a_cycle_counts_days_weeks_months_quarters_halves_or_years(
    cycle: str, days: list[str]
) -> None:
    rows = run(interest("2013-01-21", cycle), maturityDate=day("2013-02-15"))

    assert dates(rows, "IP") == days


def test_quarters_halves_and_years_are_months() -> None:
    for cycle, months in (("P1Q", 3), ("P1H", 6), ("P1Y", 12)):
        period = Cycle.read(f"{cycle}L0", "cycle").period
        assert period is not None
        assert period.months == months


def test_a_short_stub_keeps_the_last_regular_date_and_a_long_one_drops_it() -> None:
    terms = {"maturityDate": day("2013-09-15")}

    short = run(terms, interest("2013-03-01", "P3ML1"))
    long = run(terms, interest("2013-03-01", "P3ML0"))

    assert dates(short, "IP") == ["2013-03-01", "2013-06-01", "2013-09-01", "2013-09-15"]
    assert dates(long, "IP") == ["2013-03-01", "2013-06-01", "2013-09-15"]


def test_a_long_stub_drops_nothing_where_the_end_is_on_the_cycle() -> None:
    rows = run(interest("2013-03-01", "P3ML0"), maturityDate=day("2013-09-01"))

    assert dates(rows, "IP") == ["2013-03-01", "2013-06-01", "2013-09-01"]


def test_a_long_stub_never_drops_the_only_regular_date() -> None:
    rows = run(interest("2013-03-01", "P3ML0"), maturityDate=day("2013-05-15"))

    assert dates(rows, "IP") == ["2013-03-01", "2013-05-15"]


def test_a_long_stub_counts_for_schedules_without_their_end_too() -> None:
    terms = {
        "contractType": "LAM",
        "maturityDate": day("2013-05-15"),
        "nextPrincipalRedemptionPayment": "100",
        **interest("2013-02-01", "P1ML1"),
    }
    rows = run(terms, redemption("2013-02-01", "P1ML0"))

    assert dates(rows, "PR") == ["2013-02-01", "2013-03-01", "2013-04-01"]


def test_an_end_at_the_end_of_the_day_is_not_the_next_midnight_of_a_cycle() -> None:
    """31 December 23:59:59 is no date of the cycle that has 1 January: a long stub."""
    rows = run(interest("2013-07-01", "P3ML0"), maturityDate="2013-12-31T23:59:59")

    assert [row["eventDate"] for row in rows[1:]] == [
        "2013-07-01T00:00:00",
        "2013-12-31T23:59:59",
        "2013-12-31T23:59:59",
    ]
    # 1200 x 10 % x 180/360: the last period ends at midnight.
    assert rows[2]["payoff"] == 60.0


def test_without_an_anchor_the_first_date_is_one_cycle_after_the_exchange() -> None:
    rows = run(cycleOfInterestPayment="P6ML1", maturityDate=day("2014-01-01"))

    assert dates(rows, "IP") == ["2013-07-01", "2014-01-01"]


def test_without_a_cycle_the_anchor_is_the_only_date_beside_maturity() -> None:
    terms = {"cycleAnchorDateOfInterestPayment": day("2013-04-01")}
    rows = run(terms, maturityDate=day("2014-01-01"))

    assert dates(rows, "IP") == ["2013-04-01", "2014-01-01"]


def test_without_both_interest_is_paid_at_maturity() -> None:
    assert dates(run(maturityDate=day("2014-01-01")), "IP") == ["2014-01-01"]


@pytest.mark.parametrize(
    ("convention", "moved", "paid"),
    [
        # 31 August 2013 is a Saturday. 1200 at 10 %: 10 a month of 30 days, 1/3 a day.
        ("SCF", "2013-09-02", 1200 * 0.1 * 32 / 360),
        ("CSF", "2013-09-02", 10.0),
        ("SCMF", "2013-08-30", 10.0),
        ("CSMF", "2013-08-30", 10.0),
        ("SCP", "2013-08-30", 10.0),
        ("CSP", "2013-08-30", 10.0),
        ("SCMP", "2013-08-30", 10.0),
        ("CSMP", "2013-08-30", 10.0),
    ],
)
def test_a_weekend_date_moves_and_interest_follows_or_not(
    convention: str, moved: str, paid: float
) -> None:
    rows = run(
        interest("2013-07-31", "P1ML1"),
        maturityDate=day("2013-12-31"),
        calendar="MF",
        businessDayConvention=convention,
    )

    assert brief(rows[2:3]) == [(moved, "IP", round(paid, 9))]


@pytest.mark.parametrize(
    ("convention", "moved"), [("SCMP", "2013-09-02"), ("CSMP", "2013-09-02"), ("SCP", "2013-08-30")]
)
def test_preceding_within_the_month_turns_at_the_first(convention: str, moved: str) -> None:
    """1 September 2013 is a Sunday."""
    rows = run(
        interest("2013-09-01", "P1ML1"),
        maturityDate=day("2013-12-31"),
        calendar="MF",
        businessDayConvention=convention,
    )

    assert dates(rows, "IP")[0] == moved


@pytest.mark.parametrize("calendar", ["NC", None])
def test_weekends_are_open_without_a_calendar(calendar: str | None) -> None:
    rows = run(
        interest("2013-08-31", "P1ML1"),
        maturityDate=day("2013-12-31"),
        calendar=calendar,
        businessDayConvention="SCF",
    )

    assert dates(rows, "IP")[0] == "2013-08-31"


def test_a_given_maturity_stays_but_its_interest_is_computed_to_the_shifted_date() -> None:
    """1 June 2013 is a Saturday: interest runs to Monday 3 June, 152 days of 30E360."""
    rows = run(maturityDate=day("2013-06-01"), calendar="MF", businessDayConvention="SCF")

    assert brief(rows[1:]) == [
        ("2013-06-01", "IP", round(1200 * 0.1 * 152 / 360, 9)),
        ("2013-06-01", "MD", 1200.0),
    ]


def test_a_derived_maturity_moves_with_its_interest() -> None:
    """Redemptions of 600 on 1 May and Saturday 1 June 2013."""
    rows = run(
        redemption("2013-05-01", "P1ML0"),
        interest("2013-05-01", "P1ML0"),
        contractType="LAM",
        nextPrincipalRedemptionPayment="600",
        calendar="MF",
        businessDayConvention="CSF",
    )

    assert brief(rows[-2:]) == [("2013-06-03", "IP", 5.0), ("2013-06-03", "MD", 600.0)]


def test_market_data_are_read_at_the_unshifted_date() -> None:
    rows = run(
        resets("2013-06-01", "P1YL1"),
        data=market(d2013_06_01="0.03"),
        maturityDate=day("2014-01-01"),
        calendar="MF",
        businessDayConvention="SCF",
    )

    assert brief(rows[1:2], "nominalInterestRate") == [("2013-06-03", "RR", 0.03)]


def test_interest_never_runs_backwards_where_a_weekend_reverses_dates() -> None:
    """Interest to Sunday 30 June is paid on Friday; the sale on Saturday adds none to it."""
    rows = run(
        interest("2013-06-30", "P1ML1"),
        maturityDate=day("2013-12-31"),
        calendar="MF",
        businessDayConvention="CSP",
        terminationDate=day("2013-06-29"),
        priceAtTerminationDate="1000",
    )

    assert brief(rows[1:]) == [
        ("2013-06-28", "IP", round(1200 * 0.1 * 179 / 360, 9)),
        ("2013-06-29", "TD", 1000.0),
    ]


@pytest.mark.parametrize(
    ("day_count", "paid"),
    [
        # 31 January to 31 December 2013, of 365 000 at 10 %.
        ("A365", 33_400.0),
        ("A360", 365_000 * 0.1 * 334 / 360),
        ("30E360", 365_000 * 0.1 * 330 / 360),
        ("AA", 33_400.0),
    ],
)
def test_day_counts(day_count: str, paid: float) -> None:
    rows = run(
        initialExchangeDate=day("2013-01-31"),
        maturityDate=day("2013-12-31"),
        notionalPrincipal="365000",
        dayCountConvention=day_count,
    )

    assert round(rows[1]["payoff"], 8) == round(paid, 8)


def test_actual_actual_splits_at_the_new_year_of_a_leap_year() -> None:
    """1 December 2011 to 1 February 2012: 31 days of 365 and 31 of 366."""
    rows = run(
        statusDate=day("2011-01-01"),
        initialExchangeDate=day("2011-12-01"),
        maturityDate=day("2012-02-01"),
        dayCountConvention="AA",
    )

    assert round(rows[1]["payoff"], 9) == round(120 * (31 / 365 + 31 / 366), 9)


def test_a_cycle_too_short_for_its_contract_is_refused() -> None:
    with pytest.raises(InvalidTerms, match="more than 10000 dates"):
        run(interest("2013-01-02", "P1DL1"), maturityDate=day("2050-01-01"))
