"""Schedules of other systems and of textbooks, to the last printed digit.

P1 to P12 are retyped from the notes on servicing, section 4: Apache Fineract (commit 4198b0b,
24 October 2024), Frappe Lending (3f2cbc1, 10 May 2024) and two French textbooks. Each test names
its source. What follows payments as they came is not the matter of a schedule: P3, P10, the rows
paid before those of P9, and how the pay-off of P2 is spread over rows.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from investisens.engine.schedule import Instalment, schedule
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import (
    Amortisation,
    Prepayment,
    PrepaymentEffect,
    Repayment,
    Tranche,
)
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import Every

USD = Currency.of("USD")
LEVEL = Amortisation.LEVEL_PAYMENT
START, FIRST = date(2024, 1, 1), date(2024, 2, 1)


def rows_of(
    amount: Money, rate: str, count: int, start: date, months: int = 1, **terms: Any
) -> tuple[Instalment, ...]:
    """Rows of a loan on equal periods of 30/360."""
    period = Period(months=months)
    loan = Loan(
        principal=amount,
        disbursed_on=start,
        rate=Rate.parse(rate),
        repayment=Repayment(
            dues=(Every(first=period.date_after(start, 1), every=period, count=count),),
            day_count=DayCount.THIRTY_E_360,
            **terms,
        ),
    )
    return schedule(loan.legs()[0]).rows


def cents(*amounts: str) -> list[int]:
    """Amounts of two decimals in cents."""
    return [Money.of(amount, USD).minor for amount in amounts]


def test_p1_annuity_on_30_360() -> None:
    """Fineract, ProgressiveEMICalculatorTest: 100.00 at 9.4822 % in 6 months; interest 2.78."""
    rows = rows_of(Money.of("100.00", USD), "9.4822 %", 6, START, amortisation=LEVEL)

    assert [row.total for row in rows] == cents("17.13") * 6
    assert [row.principal for row in rows] == cents(
        "16.34", "16.47", "16.60", "16.73", "16.86", "17.00"
    )
    assert [row.interest for row in rows] == cents("0.79", "0.66", "0.53", "0.40", "0.27", "0.13")
    assert [row.outstanding for row in rows] == cents(
        "83.66", "67.19", "50.59", "33.86", "17.00", "0.00"
    )
    assert sum(row.interest for row in rows) == 278


P2 = {"amount": Money.of("100.00", USD), "rate": "7 %", "count": 6, "start": START}


def test_p2_annuity_at_seven_per_cent() -> None:
    """Fineract, Loan.feature: 100.00 at 7 % in 6 months; 2.05 of interest, 102.05 in all."""
    rows = rows_of(**P2, amortisation=LEVEL)  # type: ignore[arg-type]

    assert [row.total for row in rows] == [*cents("17.01") * 5, *cents("17.00")]
    assert [row.principal for row in rows] == cents(
        "16.43", "16.52", "16.62", "16.72", "16.81", "16.90"
    )
    assert [row.interest for row in rows] == cents("0.58", "0.49", "0.39", "0.29", "0.20", "0.10")
    assert sum(row.total for row in rows) == 102_05


def test_p2_pay_off_with_interest_to_its_day() -> None:
    """83.57 prepaid on 15 February leaves 83.57 x 7 % / 12 x 14 / 29 = 0.24: 83.81 in all."""
    early = Prepayment(
        on=date(2024, 2, 15),
        amount=Money.of("83.57", USD),
        effect=PrepaymentEffect.SHORTER,
    )
    _, *after = rows_of(
        **P2,  # type: ignore[arg-type]
        amortisation=LEVEL,
        prepayments=(early,),
        parts_by_days=True,
    )

    assert [(row.due_on, row.principal, row.interest) for row in after] == [
        (date(2024, 2, 15), 83_57, 0),
        (date(2024, 3, 1), 0, 24),
    ]
    assert sum(row.total for row in after) == 83_81


def test_p2_pay_off_with_interest_to_the_end_of_the_period() -> None:
    """What is owed after the first due, and the interest of the whole second period: 84.06."""
    first, second, *_ = rows_of(**P2, amortisation=LEVEL)  # type: ignore[arg-type]

    assert first.outstanding + second.interest == 84_06


def test_p4_second_tranche_inside_the_first_period() -> None:
    """Fineract, as P1: 200.00 more on 8 January; 2.02 is 0.18 for 7 days and 1.84 for 24."""
    more = Tranche(on=date(2024, 1, 8), amount=Money.of("200.00", USD))
    drawn, *rows = rows_of(
        Money.of("100.00", USD),
        "9.4822 %",
        6,
        START,
        amortisation=LEVEL,
        draws=(more,),
        relevel=True,
        parts_by_days=True,
    )

    assert (drawn.due_on, drawn.total, drawn.outstanding) == (date(2024, 1, 8), 0, 300_00)
    assert [row.total for row in rows] == [*cents("51.33") * 5, *cents("51.34")]
    assert [row.principal for row in rows] == cents(
        "49.31", "49.35", "49.74", "50.13", "50.53", "50.94"
    )
    assert [row.interest for row in rows] == cents("2.02", "1.98", "1.59", "1.20", "0.80", "0.40")
    assert [row.outstanding for row in rows] == cents(
        "250.69", "201.34", "151.60", "101.47", "50.94", "0.00"
    )
    assert sum(row.interest for row in rows) == 7_99


def test_p5_annuity_at_two_per_cent_a_month() -> None:
    """Fineract, ClientLoanIntegrationTest: 12,000.00 in 4 months; 605.94 of interest."""
    rows = rows_of(Money.of("12000.00", USD), "24 %", 4, date(2011, 9, 20), amortisation=LEVEL)

    assert [row.total for row in rows] == [*cents("3151.49") * 3, *cents("3151.47")]
    assert [row.principal for row in rows] == cents("2911.49", "2969.72", "3029.11", "3089.68")
    assert [row.interest for row in rows] == cents("240.00", "181.77", "122.38", "61.79")
    assert sum(row.total for row in rows) == 12_605_94


def test_p6_equal_principal_in_hundreds_of_francs() -> None:
    """Fineract, schedule with currency details: every amount a multiple of 100."""
    rows = rows_of(
        Money(10_000_000, XOF),
        "24 %",
        24,
        date(2014, 6, 2),
        rounding=Rounding(multiple=100, interest_multiple=100),
    )

    assert [row.principal for row in rows] == [416_700] * 23 + [415_900]
    assert [row.interest for row in rows[:6]] == [
        *(200_000, 191_700, 183_300, 175_000, 166_700, 158_300)
    ]
    assert [rows[due - 1].interest for due in (10, 20, 24)] == [125_000, 41_700, 8_300]
    assert sum(row.interest for row in rows) == 2_500_000


@pytest.mark.parametrize(
    ("multiple", "totals", "principal"),
    [
        (1, ("429.00", "429.00", "429.50"), ("416.50", "416.50", "417.00")),
        (20, ("440.00", "440.00", "407.50"), ("427.50", "427.50", "395.00")),
    ],
)
def test_p7_flat_interest_and_totals_of_a_multiple(
    multiple: int, totals: tuple[str, ...], principal: tuple[str, ...]
) -> None:
    """Fineract, LoanInstallmentMultiplesOfTest: 1,250.00 at 12 % flat in 3 months.

    Principal and interest are each rounded to the multiple, 12.5 going to 12, then added.
    """
    rows = rows_of(
        Money.of("1250.00", USD),
        "12 %",
        3,
        date(2023, 1, 1),
        amortisation=Amortisation.FLAT,
        whole_totals=True,
        rounding=Rounding(multiple=100 * multiple),
    )

    assert [row.total for row in rows] == cents(*totals)
    assert [row.principal for row in rows] == cents(*principal)
    assert [row.interest for row in rows] == cents("12.50") * 3


@pytest.mark.parametrize(
    ("amount", "count", "expected"),
    [
        ("1250.00", 4, ["312.00"] * 3 + ["314.00"]),
        ("1000.00", 6, ["167.00"] * 5 + ["165.00"]),
    ],
)
@pytest.mark.parametrize("amortisation", [Amortisation.CONSTANT_PRINCIPAL, LEVEL])
def test_p8_zero_rate_in_whole_units(
    amount: str, count: int, expected: list[str], amortisation: Amortisation
) -> None:
    """Fineract, same test and Loan.feature; half up would give 313."""
    rows = rows_of(
        Money.of(amount, USD),
        "0 %",
        count,
        START,
        amortisation=amortisation,
        rounding=Rounding(multiple=100),
    )

    assert [row.total for row in rows] == cents(*expected)
    assert {row.interest for row in rows} == {0}


@pytest.mark.parametrize(
    ("left", "count", "mode", "expected"),
    [
        ("325.00", 6, RoundingMode.HALF_EVEN, ["54.00"] * 5 + ["55.00"]),
        ("750.00", 6, RoundingMode.HALF_EVEN, ["125.00"] * 6),
        ("325.00", 2, RoundingMode.HALF_UP, ["163.00", "162.00"]),
    ],
)
def test_p9_rows_of_what_is_left_when_it_is_spread_again(
    left: str, count: int, mode: RoundingMode, expected: list[str]
) -> None:
    """Fineract, LoanReAging.feature and LoanReAmortization.feature, UC6: the new rows."""
    rows = rows_of(
        Money.of(left, USD),
        "0 %",
        count,
        FIRST,
        rounding=Rounding(principal=mode, multiple=100),
    )

    assert [row.total for row in rows] == cents(*expected)


def test_p11_a_float_engine_shows_a_balance_that_does_not_follow_from_its_rows() -> None:
    """Frappe, test_loan.py: 280,000 at 8.4 % in 20 months, the instalment rounded up.

    Its balances are floats, rounded when shown: 227,080 after row 4, where 280,000 less the
    principal of its four rows is 227,079. Every other figure of the notes agrees.
    """
    up = Rounding(principal=RoundingMode.UP)
    rows = rows_of(Money(280_000, XOF), "8.4 %", 20, START, amortisation=LEVEL, rounding=up)
    found = {due: (rows[due - 1].principal, rows[due - 1].interest) for due in (4, 18, 20)}

    assert {row.total for row in rows[:-1]} == {15_052}
    assert found == {4: (13_369, 1_683), 18: (14_740, 312), 20: (14_941, 105)}
    assert [rows[due - 1].outstanding for due in (4, 18, 20)] == [227_080 - 1, 29_785, 0]
    assert sum(row.interest for row in rows) == 21_034
    assert sum(row.total for row in rows) == 301_034


def test_p11_an_instalment_of_14_000_is_paid_22_times() -> None:
    """Frappe, same test: interest 22,712, total 302,712. More dues than that change nothing."""
    agreed = Money(14_000, XOF)
    fixed = Amortisation.FIXED_INSTALMENT
    principal = Money(280_000, XOF)
    rows = rows_of(principal, "8.4 %", 60, START, amortisation=fixed, instalment=agreed)

    assert len(rows) == 22
    assert sum(row.interest for row in rows) == 22_712
    assert sum(row.total for row in rows) == 302_712


def test_p12_constant_annuity_of_a_textbook() -> None:
    """experts-univers.com: 20,000.00 at 5 % in 4 years, annuity 5,640.24.

    The page prints 268.59 in the last row, since it keeps the annuity; 5,371.65 x 5 % is 268.58.
    """
    rows = rows_of(Money.of("20000.00", EUR), "5 %", 4, START, months=12, amortisation=LEVEL)

    assert [(row.interest, row.principal, row.outstanding) for row in rows] == [
        tuple(cents("1000.00", "4640.24", "15359.76")),
        tuple(cents("767.99", "4872.25", "10487.51")),
        tuple(cents("524.38", "5115.86", "5371.65")),
        tuple(cents("268.58", "5371.65", "0.00")),
    ]
    assert [row.total for row in rows] == [*cents("5640.24") * 3, *cents("5640.23")]


def test_p12_equal_principal_of_a_textbook() -> None:
    """IUT en ligne: 5,000.00 at 10 % in 5 years."""
    rows = rows_of(Money.of("5000.00", EUR), "10 %", 5, START, months=12)

    assert [row.interest for row in rows] == cents("500.00", "400.00", "300.00", "200.00", "100.00")
    assert [row.total for row in rows] == cents(
        "1500.00", "1400.00", "1300.00", "1200.00", "1100.00"
    )
