"""What every schedule must keep whatever surrounds it: clocks, places, holidays, growth.

The numbers are those of the invariants under *Schedule* of the notes on servicing, section 6. Those
that are not here stand with the forms they concern: docs/explanation/verified-against.md has the
whole table.
"""

from __future__ import annotations

import locale
import re
import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from investisens.engine.arithmetic import level_payment
from investisens.engine.schedule import Instalment, schedule
from investisens.engine.tape import Ahead
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.legal.calendars import Calendar
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from investisens.values.schedule import Adjustment, Every, OnDates, on_open_days
from shapes import BULLET, CONSTANT, FLAT, HALVES, HAND_MADE, LEVEL, SEASONAL, shaped
from strategies import Terms, currencies, days, minors, rates

MONTHS = 360 * MBP
multiples = st.sampled_from([1, 5, 25, 100, 500, 1_000])
counts = st.one_of(st.integers(1, 12), st.integers(1, 120))


def monthly(
    principal: Money, count: int, rate: Rate, rounding: Rounding, own: Any = LEVEL
) -> tuple[Instalment, ...]:
    """Rows of months of 30/360 from 31 January 2012."""
    months = Every(first=date(2012, 2, 29), every=Period(months=1), count=count, month_end=True)
    repayment = Repayment(
        dues=(months,),
        amortisation=own,
        day_count=DayCount.THIRTY_E_360_ISDA,
        rounding=rounding,
    )
    return schedule(debt_leg(principal, date(2012, 1, 31), rate, repayment)).rows


# 8: multiples larger than what is owed.


@pytest.mark.parametrize(
    ("owed", "count", "multiple", "expected"),
    [(10, 4, 4, [4, 4, 2]), (21_905, 71, 500, [500] * 43 + [405])],
)
@pytest.mark.parametrize("own", [CONSTANT, LEVEL])
def test_a_multiple_that_would_make_a_last_row_negative_ends_the_schedule(
    owed: int, count: int, multiple: int, expected: list[int], own: Any
) -> None:
    """Invariant 8. Kept for all rows, the multiple would leave -2 and -13,095 to the last one."""
    rows = monthly(Money(owed, XOF), count, Rate(0), Rounding(multiple=multiple), own)

    assert [row.total for row in rows] == expected


# 12: dates without drift.


@given(days, st.integers(1, 24), st.integers(0, 119), st.booleans())
def test_the_day_of_a_due_depends_on_the_first_one_and_its_number(
    first: date, months: int, number: int, month_end: bool
) -> None:
    """Invariant 12: a short month before it changes nothing."""
    rule = Every(first=first, every=Period(months=months), count=120, month_end=month_end)
    last_day = month_end and (first + relativedelta(days=1)).day == 1

    expected = first + relativedelta(months=months * number, day=31 if last_day else None)
    assert rule.dates()[number] == expected
    assert attrs.evolve(rule, count=number + 1).dates()[-1] == expected


# 13: holidays.


@given(
    shaped(st.sampled_from([BULLET, CONSTANT, FLAT, SEASONAL, HAND_MADE]), options=False),
    st.sampled_from(["weekdays", "BJ", "FR", "TARGET"]),
    st.sampled_from([Adjustment.FOLLOWING, Adjustment.PRECEDING, Adjustment.MODIFIED_FOLLOWING]),
)
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_dues_moved_to_open_days_repay_the_same_principal(
    terms: Terms, name: str, adjustment: Adjustment
) -> None:
    """Invariant 13: no row is lost or merged, and principal stays where no interest is in it."""
    plain = terms["repayment"]
    assume(not plain.capitalised_dues and not plain.whole_totals)
    try:
        dues = (on_open_days(plain.dues, adjustment, Calendar(name)),)
    except (InvalidTerms, MissingData):  # two dues would meet, or no list reaches the year
        assume(False)
    assume(dues[0].dates()[0] > terms["disbursed_on"])
    signed, moved = (
        repaid({**terms, "repayment": each}) for each in (plain, attrs.evolve(plain, dues=dues))
    )

    assert len(dues[0].dates()) == len(plain.due_dates)
    assert moved == signed


def repaid(terms: Terms) -> list[tuple[int, int]]:
    """Number and principal of each due that repays."""
    number = {on: place for place, on in enumerate(terms["repayment"].due_dates)}
    rows = schedule(debt_leg(**terms)).rows
    return [(number[row.due_on], row.principal) for row in rows if row.principal]


# 17: more interest on more principal and at a higher rate.


def exact_interest(balance: int, count: int, rate: Rate) -> Fraction:
    """Interest of a level payment of equal months before any rounding."""
    level = Fraction(*level_payment((balance, 0, 0), rate.mbp, Ahead((30,) * count), MONTHS))
    return level * count - balance


@given(minors, minors, counts, rates, rates)
def test_before_rounding_more_is_borne_on_more_principal_and_at_a_higher_rate(
    balance: int, more: int, count: int, rate: Rate, other: Rate
) -> None:
    """Invariant 17, first half: never less, to the last digit."""
    low, high = sorted([rate, other])

    assert exact_interest(balance, count, low) <= exact_interest(balance, count, high)
    assert exact_interest(balance, count, low) <= exact_interest(balance + more, count, low)


@given(minors, minors, counts, rates, currencies, multiples, st.sampled_from(HALVES))
def test_after_rounding_less_is_borne_on_more_principal_within_the_bound(
    balance: int, more: int, count: int, rate: Rate, home: Currency, multiple: int, mode: Any
) -> None:
    """Invariant 17, second half: by twice (m + 1) / 2 x ((1 + r)^n - 1) / r + 1 at most."""
    rounding = Rounding(interest=mode, principal=mode, multiple=multiple)
    small, large = (
        sum(row.interest for row in monthly(Money(minor, home), count, rate, rounding))
        for minor in (balance, balance + more)
    )
    month = rate.fraction / 12
    annuity = Fraction(count) if not month else ((1 + month) ** count - 1) / month

    assert small <= large + 2 * (Fraction(multiple + 1, 2) * annuity + 1)


# 21: where and when it is computed.

ZONES = ("UTC", "Africa/Porto-Novo", "Pacific/Kiritimati", "America/Adak")


@pytest.fixture(params=ZONES)
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another time zone and another locale, if the machine has one."""
    before = locale.setlocale(locale.LC_ALL)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        for name in ("fr_FR.UTF-8", "de_DE.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_ALL, name)
                break
            except locale.Error:
                continue
        yield
    locale.setlocale(locale.LC_ALL, before)
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("money", "rate"), [(Money(1_000_000, XOF), "5.25 %"), (Money.of("1000.00", EUR), "5,25 %")]
)
def test_neither_time_zone_nor_locale_changes_a_schedule(money: Money, rate: str) -> None:
    """Invariant 21, by hand: 5.25 % of 1,000,000, of 666,667 and of 333,334 over whole years.

    In cents 100,000, 66,667 and 33,334 bear 5,250, 3,500.02 and 1,750.04.
    """
    dues = OnDates((date(2023, 2, 28), date(2024, 2, 28), date(2025, 2, 27)))
    repayment = Repayment(dues=(dues,), day_count=DayCount.ACT_365F)
    rows = schedule(debt_leg(money, date(2022, 2, 28), Rate.parse(rate), repayment)).rows

    expected = [52_500, 35_000, 17_500] if money.currency == XOF else [5_250, 3_500, 1_750]
    assert [row.interest for row in rows] == expected
    assert [row.due_on for row in rows] == list(dues.dates())


# The table of the documentation.

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "explanation" / "verified-against.md"


OF_PAYMENTS = "## Invariants of payments and of portfolios"


def named() -> list[tuple[str, str]]:
    """Each test that the page names, with its file: the one named before it.

    Of payments, a row that names no file means the one that the page gives for all of them.
    """
    found, file, usual = [], "", ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line == OF_PAYMENTS:
            usual = "servicing/test_account_invariants.py"
        file = usual or file
        for text in re.findall(r"`([a-z_0-9/]+(?:\.py)?)`", line):
            if text.endswith(".py"):
                file = text
            elif text.startswith("test_"):
                found.append((file, text))
    return found


@pytest.mark.parametrize(("file", "name"), named())
def test_the_page_names_tests_that_exist(file: str, name: str) -> None:
    text = (TESTS / file).read_text(encoding="utf-8")
    assert re.search(rf"^ *def {name}\(", text, re.MULTILINE), f"{file} has no {name}"


def test_the_page_has_a_line_for_each_invariant() -> None:
    numbers = re.findall(r"^\| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert [int(number) for number in numbers] == list(range(1, 50))
