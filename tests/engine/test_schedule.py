"""Every schedule adds up, ends at zero and holds no negative part, whatever its terms."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.schedule import Instalment, RepaymentSchedule, schedule
from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import Every, OnDates
from investisens.values.steps import (
    CapitaliseInterest,
    ChargeFee,
    Draw,
    PayInterest,
    Plan,
    RepayAmount,
    RepayRest,
    SetRate,
)
from oracles import discounts_of, rounded, worst_gap
from shapes import FIXINGS, shaped
from strategies import Terms, days, debts, legs, minors, rates, repayments

ZERO = Rate(0)


def schedule_of(terms: Terms) -> RepaymentSchedule:
    return schedule(debt_leg(**terms))


def capitalised(row: Instalment) -> int:
    """Interest of a row that was added to principal: what is not in its total."""
    return row.principal + row.interest + row.fees - row.total


def as_tuples(rows: tuple[Instalment, ...]) -> list[tuple[int, int, int, int]]:
    return [(row.total, row.principal, row.interest, row.outstanding) for row in rows]


# What every schedule keeps.


@given(debts())
def test_principal_repaid_is_what_was_lent_and_capitalised(terms: Terms) -> None:
    table = schedule_of(terms)

    added = sum(capitalised(row) for row in table.rows)
    assert table.principal.minor == terms["principal"].minor + added


@given(debts())
def test_the_last_balance_is_zero(terms: Terms) -> None:
    assert schedule_of(terms).rows[-1].outstanding == 0


@given(debts())
def test_no_part_of_a_row_is_negative(terms: Terms) -> None:
    for row in schedule_of(terms).rows:
        assert min(row[1:]) >= 0


@given(debts())
def test_a_total_is_its_parts_unless_interest_is_capitalised(terms: Terms) -> None:
    first = terms["repayment"].capitalised_dues
    for number, row in enumerate(schedule_of(terms).rows):
        paid = row.interest if number >= first else 0
        assert row.total == row.principal + paid + row.fees


@given(debts())
def test_each_balance_is_the_one_before_less_principal(terms: Terms) -> None:
    before = terms["principal"].minor
    for row in schedule_of(terms).rows:
        assert row.outstanding == before + capitalised(row) - row.principal
        before = row.outstanding


@given(debts())
def test_rows_fall_on_the_dues_asked_for(terms: Terms) -> None:
    """A schedule is only shorter than asked because nothing is left to repay."""
    rows = schedule_of(terms).rows
    asked = terms["repayment"].due_dates

    assert tuple(row.due_on for row in rows) == asked[: len(rows)]
    assert all(row.outstanding for row in rows[:-1])


@given(debts())
def test_interest_of_a_row_is_rounded_once_from_the_balance_before(terms: Terms) -> None:
    before, on = terms["principal"].minor, terms["disbursed_on"]
    repayment = terms["repayment"]
    for row in schedule_of(terms).rows:
        part = repayment.day_count.fraction(on, row.due_on)
        exact = before * terms["rate"].fraction * part
        assert row.interest == rounded(exact, repayment.rounding.interest)
        before, on = row.outstanding, row.due_on


@given(debts())
def test_totals_of_a_schedule_are_sums_of_its_rows(terms: Terms) -> None:
    table = schedule_of(terms)

    assert table.currency == terms["principal"].currency
    assert table.interest == Money(sum(row.interest for row in table.rows), table.currency)
    assert table.total == Money(sum(row.total for row in table.rows), table.currency)


@given(debts())
def test_discounted_rows_give_the_principal(terms: Terms) -> None:
    """Within what rounding of each interest amount can move (property 22 of servicing)."""
    leg = debt_leg(**terms)
    rows = schedule(leg).rows
    factors = discounts_of(leg, [row.due_on for row in rows])
    paid = [row.total * factor for row, factor in zip(rows, factors, strict=True)]

    slack = worst_gap(leg.rounding.interest) * sum(factors, Fraction(0))
    assert abs(sum(paid, Fraction(0)) - leg.principal.minor) <= slack


# Rates, deferrals, parts.


@given(debts())
def test_at_a_rate_of_zero_there_is_no_interest(terms: Terms) -> None:
    table = schedule_of({**terms, "rate": ZERO})

    assert table.interest == Money.zero(table.currency)
    assert table.total == terms["principal"]


@given(debts())
def test_deferred_dues_repay_no_principal(terms: Terms) -> None:
    repayment = terms["repayment"]
    rows = schedule_of(terms).rows
    deferred = repayment.capitalised_dues + repayment.interest_only_dues

    assert all(row.principal == 0 for row in rows[:deferred])
    assert all(row.total == 0 for row in rows[: repayment.capitalised_dues])


@given(debts())
def test_every_due_has_a_row_or_is_told_as_left_out(terms: Terms) -> None:
    """A schedule that a multiple makes shorter says so (invariants 8 and 11 of servicing)."""
    table = schedule_of(terms)
    listed = [row.due_on for row in table.rows]

    assert sorted([*listed, *table.left_out]) == list(terms["repayment"].due_dates)
    assert all(day > listed[-1] for day in table.left_out)


def with_amortisation(terms: Terms, amortisation: Amortisation) -> Terms:
    return {**terms, "repayment": attrs.evolve(terms["repayment"], amortisation=amortisation)}


@given(debts())
def test_a_bullet_repays_all_principal_at_the_last_due(terms: Terms) -> None:
    rows = schedule_of(with_amortisation(terms, Amortisation.BULLET)).rows

    assert len(rows) == len(terms["repayment"].due_dates)
    assert all(row.principal == 0 for row in rows[:-1])


@given(debts())
def test_constant_principal_is_the_balance_in_equal_parts(terms: Terms) -> None:
    """All parts but the last are the exact share, rounded once to the multiple."""
    repayment = terms["repayment"]
    rounding = repayment.rounding
    rows = schedule_of(with_amortisation(terms, Amortisation.CONSTANT_PRINCIPAL)).rows
    first = repayment.capitalised_dues + repayment.interest_only_dues
    owed = terms["principal"].minor + sum(capitalised(row) for row in rows)
    share = Fraction(owed, (len(repayment.due_dates) - first) * rounding.multiple)

    part = rounding.multiple * rounded(share, rounding.principal)
    assert all(row.principal == part for row in rows[first:-1])


@given(debts(), rates)
def test_a_higher_rate_never_bears_less_interest_on_given_principal(
    terms: Terms, rate: Rate
) -> None:
    """Exact where principal rows do not depend on the rate; level payments have a bound."""
    low, high = sorted([terms["rate"], rate])
    terms = with_amortisation(terms, Amortisation.CONSTANT_PRINCIPAL)
    repayment = attrs.evolve(terms["repayment"], capitalised_dues=0, interest_only_dues=0)
    cheap = schedule_of({**terms, "repayment": repayment, "rate": low}).rows
    dear = schedule_of({**terms, "repayment": repayment, "rate": high}).rows

    assert all(a.interest <= b.interest for a, b in zip(cheap, dear, strict=True))


@given(debts(), minors)
def test_a_larger_bullet_never_bears_less_interest(terms: Terms, more: int) -> None:
    terms = with_amortisation(terms, Amortisation.BULLET)
    larger = terms["principal"] + Money(more, terms["principal"].currency)

    rows, wide = schedule_of(terms).rows, schedule_of({**terms, "principal": larger}).rows
    assert all(a.interest <= b.interest for a, b in zip(rows, wide, strict=True))


@given(debts(minors.map(lambda minor: minor % 1_000 + 1)), st.integers(2, 9))
def test_amounts_that_need_no_rounding_scale_by_a_whole_factor(terms: Terms, factor: int) -> None:
    """Each balance is made a whole number of years of interest at any rate and day count."""
    repayment = attrs.evolve(
        terms["repayment"], amortisation=Amortisation.CONSTANT_PRINCIPAL, capitalised_dues=0
    )
    parts = len(repayment.due_dates) - repayment.interest_only_dues
    unit = parts * repayment.rounding.multiple * repayment.day_count.basis * MBP
    once = terms["principal"] * unit
    rows = schedule_of({**terms, "repayment": repayment, "principal": once}).rows
    scaled = schedule_of({**terms, "repayment": repayment, "principal": once * factor}).rows

    for row, large in zip(rows, scaled, strict=True):
        assert [part * factor for part in row[1:]] == list(large[1:])


@given(days.flatmap(repayments), st.integers(1, 10**6), st.integers(2, 9))
def test_without_interest_divisible_principal_scales_by_a_whole_factor(
    repayment: Repayment, part: int, factor: int
) -> None:
    dues = len(repayment.due_dates) - repayment.capitalised_dues - repayment.interest_only_dues
    start = date.fromordinal(repayment.due_dates[0].toordinal() - 1)
    money = Money(part * dues * repayment.rounding.multiple, XOF)
    rows = schedule(debt_leg(money, start, ZERO, repayment)).rows
    scaled = schedule(debt_leg(money * factor, start, ZERO, repayment)).rows

    assert [row.total * factor for row in rows] == [row.total for row in scaled]


# Steps that instruments do not use yet.

START = date(2024, 1, 1)
DUES = tuple(date(2024, month, 1) for month in (4, 7, 10))


def leg_of(*steps: object, rate: str = "12 %", principal: int = 100_000) -> DebtLeg:
    return DebtLeg(
        principal=Money(principal, XOF),
        start=START,
        rate=Rate.parse(rate),
        day_count=DayCount.THIRTY_E_360,
        rounding=Rounding(),
        plan=Plan(steps),  # type: ignore[arg-type]
    )


@given(shaped(most=12), st.dates(date(2008, 1, 1), date(2030, 12, 31)))
def test_dues_up_to_a_day_are_the_first_ones_and_need_no_later_fixing(
    terms: Terms, until: date
) -> None:
    leg = debt_leg(**terms)
    whole = schedule(leg, FIXINGS).rows
    fixed = {each.fixed_on for each in terms["repayment"].resets if each.on <= until}
    known = {"INDEX": {on: value for on, value in FIXINGS["INDEX"].items() if on in fixed}}

    rows = schedule(leg, known, until).rows

    assert rows == tuple(row for row in whole if row.due_on <= until)


def test_fees_stand_in_a_column_of_their_own() -> None:
    rows = schedule(leg_of(ChargeFee(DUES[0], 700), RepayRest(DUES[1]), PayInterest(DUES[1]))).rows

    assert [tuple(row) for row in rows] == [
        (DUES[0], 0, 0, 700, 700, 100_000),
        (DUES[1], 100_000, 6_000, 0, 106_000, 0),
    ]


def test_a_tranche_raises_the_balance_and_bears_interest_from_its_day() -> None:
    """100 000 for six months and 50 000 for three, at 12 % a year."""
    rows = schedule(leg_of(Draw(DUES[0], 50_000), RepayRest(DUES[1]), PayInterest(DUES[1]))).rows

    assert as_tuples(rows) == [(0, 0, 0, 150_000), (157_500, 150_000, 3_000 + 4_500, 0)]


@given(legs(minors), minors, minors)
def test_two_tranches_of_one_day_are_their_sum(leg: DebtLeg, first: int, second: int) -> None:
    """Property 19 of servicing."""
    on = leg.start
    split = Plan((Draw(on, first), Draw(on, second), *leg.plan.steps))
    whole = Plan((Draw(on, first + second), *leg.plan.steps))

    assert schedule(attrs.evolve(leg, plan=split)) == schedule(attrs.evolve(leg, plan=whole))


def test_a_rate_runs_until_another_is_set() -> None:
    """Three months at 12 %, three at 6 %, rounded at the change."""
    rows = schedule(
        leg_of(SetRate(DUES[0], Rate.parse("6 %")), RepayRest(DUES[1]), PayInterest(DUES[1]))
    ).rows

    assert as_tuples(rows)[-1] == (104_500, 100_000, 4_500, 0)


def test_an_amount_repaid_is_at_most_what_is_left() -> None:
    steps = [RepayAmount(day, 40_000) for day in DUES]
    rows = schedule(leg_of(*steps, rate="0 %")).rows

    assert [row.principal for row in rows] == [40_000, 40_000, 20_000]


def test_a_debt_that_is_not_repaid_in_full_shows_what_is_left() -> None:
    rows = schedule(leg_of(RepayAmount(DUES[0], 40_000), rate="0 %")).rows

    assert [row.outstanding for row in rows] == [60_000]


def test_capitalised_interest_bears_interest() -> None:
    """100 000 at 3 % a quarter is 103 000, then 106 090."""
    steps = (CapitaliseInterest(DUES[0]), RepayRest(DUES[1]), PayInterest(DUES[1]))

    assert as_tuples(schedule(leg_of(*steps)).rows) == [
        (0, 0, 3_000, 103_000),
        (106_090, 103_000, 3_090, 0),
    ]


def test_dues_after_the_balance_reached_zero_are_left_out() -> None:
    """Ten francs in four parts, rounded up to fives: two dues are enough."""
    repayment = Repayment(
        dues=(OnDates((START, *DUES)),), rounding=Rounding(principal=RoundingMode.UP, multiple=5)
    )
    table = schedule(debt_leg(Money(10, XOF), date(2023, 12, 31), ZERO, repayment))

    assert [row.principal for row in table.rows] == [5, 5]


# Cases published by others.


def monthly(first: date, count: int, **terms: object) -> Repayment:
    rule = Every(first=first, every=Period(months=1), count=count)
    convention = DayCount.THIRTY_E_360
    return Repayment(dues=(rule,), day_count=convention, **terms)  # type: ignore[arg-type]


def yearly(count: int, amortisation: Amortisation) -> Repayment:
    rule = Every(first=date(2001, 1, 1), every=Period(months=12), count=count)
    return Repayment(dues=(rule,), day_count=DayCount.THIRTY_E_360, amortisation=amortisation)


def test_annuity_on_thirty_days_a_month() -> None:
    """Source: apache/fineract, ProgressiveEMICalculatorTest, one disbursement of 100, 360/30."""
    leg = debt_leg(
        Money.of(100, EUR),
        date(2024, 1, 1),
        Rate.parse("9.4822 %"),
        monthly(date(2024, 2, 1), 6, amortisation=Amortisation.LEVEL_PAYMENT),
    )

    assert as_tuples(schedule(leg).rows) == [
        (1713, 1634, 79, 8366),
        (1713, 1647, 66, 6719),
        (1713, 1660, 53, 5059),
        (1713, 1673, 40, 3386),
        (1713, 1686, 27, 1700),
        (1713, 1700, 13, 0),
    ]


def test_annuity_at_two_percent_a_month() -> None:
    """Source: apache/fineract, ClientLoanIntegrationTest, basic repayment schedule."""
    leg = debt_leg(
        Money.of(12_000, EUR),
        date(2011, 9, 20),
        Rate.parse("24 %"),
        monthly(date(2011, 10, 20), 4, amortisation=Amortisation.LEVEL_PAYMENT),
    )
    table = schedule(leg)

    assert [row[:3] for row in as_tuples(table.rows)] == [
        (315149, 291149, 24000),
        (315149, 296972, 18177),
        (315149, 302911, 12238),
        (315147, 308968, 6179),
    ]
    assert (table.interest.minor, table.total.minor) == (60594, 1260594)


def test_equal_principal_in_hundreds_of_a_currency_without_cents() -> None:
    """Ten million in 24 months at 2 % a month, every amount in hundreds.

    Source: apache/fineract, ClientLoanIntegrationTest, schedule with currency details. One minor
    unit stands for the hundred to which the source rounds interest too.
    """
    leg = debt_leg(
        Money(100_000, XOF), date(2014, 6, 2), Rate.parse("24 %"), monthly(date(2014, 7, 2), 24)
    )
    rows = schedule(leg).rows

    assert [row.principal for row in rows] == [4_167] * 23 + [4_159]
    assert [row.interest for row in rows[:6]] == [2_000, 1_917, 1_833, 1_750, 1_667, 1_583]
    assert (rows[9].interest, rows[19].interest, rows[23].interest) == (1_250, 417, 83)
    assert sum(row.interest for row in rows) == 25_000


@pytest.mark.parametrize(
    ("units", "parts", "expected"),
    [(1_250, 4, [312, 312, 312, 314]), (1_000, 6, [167] * 5 + [165])],
)
def test_zero_rate_in_whole_units(units: int, parts: int, expected: list[int]) -> None:
    """Source: apache/fineract, LoanInstallmentMultiplesOfTest and Loan.feature: ties go to even."""
    repayment = monthly(date(2023, 2, 1), parts, rounding=Rounding(multiple=100))
    table = schedule(debt_leg(Money.of(units, EUR), date(2023, 1, 1), ZERO, repayment))

    assert [row.total for row in table.rows] == [100 * unit for unit in expected]


def test_constant_annuity_of_a_french_textbook() -> None:
    """Source: experts-univers.com, which keeps the annuity to the end and prints 268.59."""
    leg = debt_leg(
        Money.of(20_000, EUR),
        date(2000, 1, 1),
        Rate.parse("5 %"),
        yearly(4, Amortisation.LEVEL_PAYMENT),
    )

    assert as_tuples(schedule(leg).rows) == [
        (564024, 464024, 100000, 1535976),
        (564024, 487225, 76799, 1048751),
        (564024, 511586, 52438, 537165),
        (564023, 537165, 26858, 0),
    ]


def test_equal_principal_of_a_french_textbook() -> None:
    """Source: IUT en ligne, financial mathematics, constant amortisation."""
    leg = debt_leg(
        Money.of(5_000, EUR),
        date(2000, 1, 1),
        Rate.parse("10 %"),
        yearly(5, Amortisation.CONSTANT_PRINCIPAL),
    )
    rows = schedule(leg).rows

    assert [row.interest for row in rows] == [50_000, 40_000, 30_000, 20_000, 10_000]
    assert [row.total for row in rows] == [150_000, 140_000, 130_000, 120_000, 110_000]


def test_days_of_leap_years_are_counted() -> None:
    """29 February 2012 to 29 February 2016: 1461 days over 365, by hand."""
    leg = debt_leg(
        Money(365_000, XOF),
        date(2012, 2, 29),
        Rate.parse("10 %"),
        Repayment(dues=(OnDates((date(2016, 2, 29),)),)),
    )

    assert schedule(leg).interest == Money(146_100, XOF)


def test_dues_strictly_increase() -> None:
    terms = monthly(date(2024, 1, 31), 120)
    rows = schedule(debt_leg(Money(10**6, XOF), date(2023, 12, 31), Rate(500_000), terms)).rows

    assert all(a.due_on < b.due_on for a, b in pairwise(rows))
    assert [row.due_on.day for row in rows[:4]] == [31, 29, 31, 30]
