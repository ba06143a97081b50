"""Interest on a shareholder's account in France: capped for the tax, not forbidden.

CGI, article 39-1-3°; BOI-BIC-CHG-50-50-30. The cap is the mean of the quarterly rates of the
financial year; a month without a published rate takes the last one.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.legal.account_interest import (
    check_deductible,
    deductible_cap,
    deductible_interest,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms, MissingData, Severity
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from strategies import modes, rates

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
BROKEN_YEAR = (date(2024, 2, 1), date(2025, 1, 31))
LATER = date(2025, 6, 30)


def percent(text: str) -> Fraction:
    return Fraction(text) / 100


def test_cca_01_a_calendar_year_is_the_mean_of_its_quarters() -> None:
    """Oracle CCA-01: 5.97, 5.90, 5.76 and 5.37 make 5.75."""
    assert deductible_cap(*YEAR, on=LATER) == percent("5.75")


def test_cca_01_holds_month_by_month_too() -> None:
    """Two half-years, each of two quarters, have the year's mean between them."""
    halves = [
        deductible_cap(date(2024, 1, 1), date(2024, 6, 30), on=LATER),
        deductible_cap(date(2024, 7, 1), date(2024, 12, 31), on=LATER),
    ]

    assert sum(halves) / 2 == percent("5.75")


def test_cca_02_months_without_a_rate_take_the_last_one() -> None:
    """Oracle CCA-02: months weighted 2 / 3 / 3 / 4 before the rate of Q1 2025 is known: 5.7."""
    assert deductible_cap(*BROKEN_YEAR, on=date(2025, 1, 31)) == percent("5.70")
    assert deductible_cap(*BROKEN_YEAR, on=date(2025, 3, 30)) == percent("5.70")


def test_a_rate_counts_once_its_quarter_has_ended() -> None:
    """By hand: (2 x 5.97 + 3 x 5.90 + 3 x 5.76 + 3 x 5.37 + 4.92) / 12 = 67.95 / 12."""
    assert deductible_cap(*BROKEN_YEAR, on=date(2025, 3, 31)) == percent("67.95") / 12


def test_a_calendar_year_that_runs_is_counted_by_its_quarters() -> None:
    """By hand, on 30 June 2024: (3 x 5.97 + 9 x 5.90) / 12 = 71.01 / 12."""
    assert deductible_cap(*YEAR, on=date(2024, 6, 30)) == percent("71.01") / 12


def test_a_year_before_the_quarters_that_are_held_takes_its_published_cap() -> None:
    assert deductible_cap(date(2022, 1, 1), date(2022, 12, 31), on=LATER) == percent("2.27")


def test_a_published_rate_that_is_not_held_is_missing() -> None:
    with pytest.raises(MissingData) as caught:
        deductible_cap(date(2024, 7, 1), date(2025, 6, 30), on=date(2025, 9, 30))

    assert str(caught.value) == (
        "cca.tem.quarterly has no value on 2025-04-01: the one from 2025-01-01 ended on 2025-03-31"
    )


def test_no_cap_is_held_for_benin() -> None:
    with pytest.raises(MissingData) as caught:
        deductible_cap(*YEAR, on=LATER, jurisdiction="BJ")

    assert str(caught.value) == (
        "no cap on the interest of a shareholder account is held for BJ: none was found in the law "
        "of OHADA or of Benin, ask there; that of France is FR"
    )
    assert (caught.value.field, caught.value.value) == ("jurisdiction", "BJ")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 1, 2), date(2024, 12, 31)),
        (date(2024, 1, 1), date(2024, 12, 30)),
        (date(2024, 2, 1), date(2024, 1, 31)),
    ],
)
def test_a_year_that_is_not_made_of_whole_months_is_refused(first: date, last: date) -> None:
    with pytest.raises(InvalidTerms) as caught:
        deductible_cap(first, last, on=LATER)

    assert str(caught.value) == (
        f"the financial year is {first} to {last}: give whole months, such as 2024-02-01 to "
        "2025-01-31"
    )
    assert (caught.value.field, caught.value.value) == ("last", last)


def test_cca_03_interest_above_the_cap_is_added_back() -> None:
    """Oracle CCA-03: 40 000 EUR all year at 7 %, cap 5.75 %."""
    split = deductible_interest(
        Money.of(2_800, EUR), Rate.parse("7 %"), deductible_cap(*YEAR, on=LATER)
    )

    assert split.interest == Money.of(2_800, EUR)
    assert split.deductible == Money.of(2_300, EUR)
    assert split.add_back == Money.of(500, EUR)


def test_nothing_is_deductible_while_capital_is_not_paid_up() -> None:
    interest = Money.of(2_800, EUR)
    split = deductible_interest(interest, Rate.parse("5 %"), percent("5.75"), paid_up=False)

    assert (split.deductible, split.add_back) == (Money.zero(EUR), interest)


@given(
    st.integers(0, 10**12),
    st.sampled_from([XOF, EUR]),
    rates,
    st.fractions(0, 1, max_denominator=10**6),
    modes,
)
def test_the_parts_make_the_interest_and_the_cap_never_raises_it(
    minor: int, currency: object, rate: Rate, cap: Fraction, mode: RoundingMode
) -> None:
    interest = Money(minor, currency)  # type: ignore[arg-type]
    split = deductible_interest(interest, rate, cap, rounding=Rounding(interest=mode))

    assert split.deductible + split.add_back == interest
    assert Money(0, interest.currency) <= split.deductible <= interest
    assert rate.fraction > cap or split.add_back.minor == 0


def test_a_rate_above_the_cap_is_told_and_allowed() -> None:
    finding = check_deductible(Rate.parse("7 %"), *YEAR, on=LATER)

    assert finding is not None
    assert str(finding) == (
        "financial year 2024-01-01 to 2024-12-31: expected at most 5.75 % for all interest to be "
        "deductible in France (cca.cap.calendar_year on 2024-12-31: CGI, article 39-1-3° "
        "(cerfrance.fr, espace-ace.fr); verified secondary), found a yearly rate of 7 %: the rate "
        "is allowed: the enterprise adds the rest back to its taxable profit"
    )
    assert finding.severity is Severity.WARNING


def test_a_broken_year_cites_its_latest_quarter() -> None:
    finding = check_deductible(Rate.parse("5.71 %"), *BROKEN_YEAR, on=date(2025, 1, 31))

    assert finding is not None
    assert "at most 5.7 %" in finding.expected
    assert "(cca.tem.quarterly on 2024-10-01: CGI" in finding.expected


def test_a_rate_at_the_cap_is_not_told() -> None:
    assert check_deductible(Rate.parse("5.75 %"), *YEAR, on=LATER) is None
