"""Late, early and repeated payments of published cases, to the last digit.

Cases P2, P3, P9 and P10 of the knowledge of servicing, retyped from the acceptance scenarios of
Apache Fineract (``Loan.feature``, ``LoanReAging.feature``, ``LoanReAmortization.feature``); no
text or code of these is used.
"""

from __future__ import annotations

from datetime import date

import pytest

from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.servicing.account import Account, account
from investisens.servicing.arrears import arrears_of
from investisens.servicing.history import Era, Receipt
from investisens.servicing.story import Story
from investisens.values.currency import EUR
from investisens.values.daycount import DayCount
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import OnDates
from investisens.values.servicing import Advance, PayOff, Servicing


def seen(leg: DebtLeg, on: date, *receipts: tuple[date, int]) -> Account:
    paid = tuple(Receipt(on=day, minor=minor) for day, minor in receipts)
    return account(Story(eras=(Era(leg=leg),), receipts=paid), on)


# P2 and P3: 100.00 on 2024-01-01 at 7 %, six monthly instalments of 17.01, 30/360.

FIRST, MIDDLE = date(2024, 2, 1), date(2024, 2, 15)


def annuity(payoff: PayOff = PayOff.TO_THE_DAY) -> DebtLeg:
    repayment = Repayment(
        dues=(OnDates(tuple(date(2024, month, 1) for month in range(2, 8))),),
        amortisation=Amortisation.LEVEL_PAYMENT,
        day_count=DayCount.THIRTY_E_360,
        parts_by_days=True,
        servicing=Servicing(payoff=payoff, round_at_dues=True),
    )
    return debt_leg(Money(10_000, EUR), date(2024, 1, 1), Rate.parse("7 %"), repayment)


@pytest.mark.parametrize(
    ("payoff", "amount", "principal", "interest"),
    [
        (PayOff.TO_THE_DAY, 8_381, [1_677, 1_701, 1_701, 1_701, 1_577], 24),
        (PayOff.TO_THE_PERIOD_END, 8_406, [1_652, 1_701, 1_701, 1_701, 1_602], 49),
    ],
)
def test_p2_pay_off_inside_a_period(
    payoff: PayOff, amount: int, principal: list[int], interest: int
) -> None:
    """0.24 is 83.57 × 7 % / 12 × 14 / 29; 0.49 is the interest of the whole period."""
    leg = annuity(payoff)
    assert seen(leg, MIDDLE, (FIRST, 1_701)).pays_off == amount

    found = seen(leg, MIDDLE, (FIRST, 1_701), (MIDDLE, amount))

    assert [due.principal.paid for due in found.rows[1:]] == principal
    assert [due.interest.paid for due in found.rows[1:]] == [interest, 0, 0, 0, 0]
    assert all(due.open == 0 for due in found.rows)
    assert (found.past.balance, found.past.accrued_on, found.past.credit) == (0, 0, 0)


@pytest.mark.parametrize(
    ("on", "paid", "rows"),
    [
        (
            date(2024, 7, 15),
            [],
            [(1_643, 58)] * 5 + [(1_785, 58)],
        ),
        (
            date(2024, 3, 10),
            [],
            [(1_643, 58), (1_643, 58), (1_656, 45), (1_671, 30), (1_681, 20), (1_706, 10)],
        ),
        (
            date(2024, 3, 10),
            [(FIRST, 1_701)],
            [(1_643, 58), (1_652, 49), (1_659, 42), (1_672, 29), (1_681, 20), (1_693, 10)],
        ),
    ],
    ids=["nothing paid, seen on 15 July", "nothing paid, seen on 10 March", "first paid"],
)
def test_p3_what_the_schedule_becomes(
    on: date, paid: list[tuple[date, int]], rows: list[tuple[int, int]]
) -> None:
    """Late principal earns up to the day of the view, and is then taken to be paid."""
    found = seen(annuity(), on, *paid)

    assert [(due.principal.asked, due.interest.asked) for due in found.rows] == rows


# P9: 500.00 without interest of which 25 % are paid at once: 375.00 in three dues of 125.00.

DUES = (date(2024, 1, 16), date(2024, 1, 31), date(2024, 2, 15))


def free(
    minor: int,
    start: date,
    dues: tuple[date, ...],
    rounding: Rounding,
    servicing: Servicing | None = None,
) -> DebtLeg:
    repayment = Repayment(dues=(OnDates(dues),), rounding=rounding, servicing=servicing or USUAL)
    return debt_leg(Money(minor, EUR), start, Rate(0), repayment)


USUAL = Servicing()
WHOLE = Rounding(principal=RoundingMode.HALF_UP, multiple=100)


def amended(paid: Receipt, on: date, left: int, dues: tuple[date, ...]) -> Account:
    eras = (
        Era(leg=free(37_500, date(2024, 1, 1), DUES, WHOLE)),
        Era(leg=free(left, on, dues, WHOLE)),
    )
    return account(Story(eras=eras, receipts=(paid,)), on)


def test_p9_re_age() -> None:
    """325.00 left on 27 February over six months from 1 March: 54 × 5 and 55."""
    dues = tuple(date(2024, month, 1) for month in range(3, 9))
    found = amended(Receipt(on=DUES[0], minor=5_000), date(2024, 2, 27), 32_500, dues)

    assert [due.asked for due in found.dues] == [5_000, 0, 0]
    assert [due.asked for due in found.to_come] == [5_400] * 5 + [5_500]


def test_p9_re_age_of_a_whole_loan() -> None:
    """750.00 of 1,000.00 left: 125.00 × 6. Late since its first due, current after."""
    start = date(2024, 1, 1)
    old = free(75_000, start, (date(2024, 1, 16), date(2024, 1, 31)), WHOLE)
    dues = tuple(date(2024, month, 1) for month in range(3, 9))
    on = date(2024, 2, 27)
    before = seen(old, on)
    story = Story(eras=(Era(leg=old), Era(leg=free(75_000, on, dues, WHOLE))))
    after = account(story, on)

    assert before.overdue == 75_000
    assert arrears_of(before.past).oldest_on == date(2024, 1, 16)
    assert [due.asked for due in after.to_come] == [12_500] * 6
    assert arrears_of(after.past).days_past_due == after.overdue == 0


def test_p9_re_amortise() -> None:
    """50.00 paid on 17 January, the rest over the two dues left on 30 January: 50, 163, 162."""
    paid = Receipt(on=date(2024, 1, 17), minor=5_000)
    found = amended(paid, date(2024, 1, 30), 32_500, DUES[1:])

    assert [due.asked for due in found.rows] == [5_000, 16_300, 16_200]


# P10: 400.00 without interest of which 25 % are paid at once: three dues of 100.00.

AUTUMN = (date(2023, 9, 16), date(2023, 10, 1), date(2023, 10, 16))


def september(day: int) -> date:
    return date(2023, 9, day)


@pytest.mark.parametrize(
    ("advance", "payments", "rows"),
    [
        (Advance.NEXT, [(16, 150)], [100, 50, 0]),
        (Advance.LAST, [(16, 150)], [100, 0, 50]),
        (Advance.SPREAD, [(16, 150)], [100, 25, 25]),
        (Advance.LAST, [(10, 150)], [0, 50, 100]),
        (Advance.SPREAD, [(10, 150)], [50, 50, 50]),
        (Advance.LAST, [(20, 150)], [100, 0, 50]),
        (Advance.SPREAD, [(16, 80), (20, 180)], [100, 80, 80]),
    ],
)
def test_p10_where_a_payment_in_advance_goes(
    advance: Advance, payments: list[tuple[int, int]], rows: list[int]
) -> None:
    leg = free(30_000, date(2023, 8, 16), AUTUMN, Rounding(), Servicing(advance=advance))
    found = seen(
        leg,
        september(payments[-1][0]),
        *((september(day), 100 * amount) for day, amount in payments),
    )

    assert [due.asked for due in found.rows] == [10_000] * 3
    assert [due.paid for due in found.rows] == [100 * amount for amount in rows]
