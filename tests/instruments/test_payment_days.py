"""Days of payment belong to the dues, one to one, and no other money moves between the two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from investisens.instruments.agreed import (
    Fee,
    FeeKind,
    Indexation,
    Prepayment,
    PrepaymentEffect,
    RateStep,
    Tranche,
)
from investisens.instruments.loan import Loan
from investisens.instruments.payment_days import moved_dues
from investisens.instruments.repayment import Amortisation, HandMadeRow, Repayment
from investisens.values.currency import XOF
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Adjustment, Every, OnDates, on_open_days
from payment_days import is_ordered, paid_elsewhere
from shapes import shaped

SATURDAY, SUNDAY, MONDAY = (date(2026, 10, 31) + timedelta(days=n) for n in range(3))
DUES = (date(2026, 9, 30), SATURDAY, date(2026, 11, 29))
PAID = (DUES[0], MONDAY, date(2026, 11, 27))
AMOUNT = Money(1_000, XOF)


def terms(paid_on: tuple[date, ...] = PAID, **more: Any) -> Repayment:
    return Repayment(dues=(OnDates(DUES),), paid_on=OnDates(paid_on), **more)


def loan(paid_on: tuple[date, ...] = PAID, **more: Any) -> Loan:
    return Loan(
        principal=Money(1_200_000, XOF),
        disbursed_on=date(2026, 8, 30),
        rate=Rate.parse("12 %"),
        repayment=terms(paid_on, **more),
    )


def refusal(make: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(InvalidTerms) as caught:
        make()
    return str(caught.value), caught.value.field


@given(paid_elsewhere(shaped()))
def test_the_leg_knows_the_dues_that_are_moved(given_terms: Any) -> None:
    (leg,) = Loan(**given_terms).legs()
    repayment = given_terms["repayment"]

    assert dict(leg.moved) == {
        due: paid
        for due, paid in zip(repayment.due_dates, repayment.paid_on.on, strict=True)
        if due != paid
    }
    assert is_ordered(leg.moved)


def test_days_of_payment_are_written_once_from_a_calendar() -> None:
    """October 31 and November 29, 2026 are a Saturday and a Sunday."""

    class Weekdays:
        def is_open(self, day: date) -> bool:
            return day.weekday() < 5

    rules = (OnDates(DUES),)
    paid_on = on_open_days(rules, Adjustment.FOLLOWING, Weekdays())

    assert moved_dues(Repayment(dues=rules, paid_on=paid_on)) == (
        (SATURDAY, MONDAY),
        (DUES[2], date(2026, 11, 30)),
    )


def test_rates_bases_and_indexations_may_change_while_a_due_waits() -> None:
    """They move no money, so that their order is known."""
    made = terms(
        rate_steps=(RateStep(on=SUNDAY, rate=Rate.parse("9 %")),),
        base_fixed_on=(SATURDAY,),
        indexations=(Indexation(on=SUNDAY),),
    )

    assert made.rate_steps[0].on == SUNDAY


def test_rows_made_by_hand_and_fees_of_dues_are_paid_on_these_days() -> None:
    rows = tuple(HandMadeRow(principal=Money(amount, XOF)) for amount in (0, 200_000, 1_000_000))
    made = loan(
        amortisation=Amortisation.HAND_MADE,
        rows=rows,
        fees=(Fee(kind=FeeKind.EACH_DUE, amount=AMOUNT),),
    )

    assert made.legs()[0].moved == ((SATURDAY, MONDAY), (DUES[2], PAID[2]))


@pytest.mark.parametrize(
    ("paid_on", "message"),
    [
        (
            PAID[:2],
            "paid_on: the number of days is 2, that of dues 3: give one day for each due",
        ),
        (
            (*PAID[:2], date(2026, 12, 31)),
            "paid_on holds 2026-12-31 for the due of 2026-11-29: use a day within 31 days",
        ),
        (
            (date(2026, 10, 31), *PAID[1:]),
            "paid_on holds 2026-10-31 for the due of 2026-09-30, but another due is on 2026-10-31: "
            "use a day before it",
        ),
        (
            (DUES[0] - timedelta(days=1), DUES[0], PAID[2]),
            "paid_on holds 2026-09-30 for the due of 2026-10-31, but another due is on 2026-09-30: "
            "use a day after it",
        ),
    ],
)
def test_days_that_do_not_belong_to_the_dues_are_refused(
    paid_on: tuple[date, ...], message: str
) -> None:
    assert refusal(lambda: terms(paid_on)) == (message, "paid_on")


def test_days_of_payment_beyond_a_neighbour_are_refused() -> None:
    dues = (date(2026, 9, 1), date(2026, 9, 10))
    days = OnDates((date(2026, 9, 12), date(2026, 9, 13)))

    assert refusal(lambda: Repayment(dues=(OnDates(dues),), paid_on=days)) == (
        "paid_on holds 2026-09-12 for the due of 2026-09-01, but another due is on 2026-09-10: "
        "use a day before it",
        "paid_on",
    )


def test_a_first_day_of_payment_by_the_disbursement_is_refused() -> None:
    assert loan((date(2026, 8, 31), *PAID[1:])).legs()
    assert refusal(lambda: loan((date(2026, 8, 30), *PAID[1:]))) == (
        "paid_on starts on 2026-08-30, not after disbursed_on 2026-08-30: check the order of the "
        "dates",
        "repayment.paid_on",
    )


def prepaid(on: date) -> dict[str, Any]:
    return {"prepayments": (Prepayment(on=on, amount=AMOUNT, effect=PrepaymentEffect.SMALLER),)}


def drawn(on: date) -> dict[str, Any]:
    return {"draws": (Tranche(on=on, amount=AMOUNT),)}


def charged(on: date) -> dict[str, Any]:
    return {"fees": (Fee(kind=FeeKind.ON_DATE, amount=AMOUNT, on=on),)}


@pytest.mark.parametrize("named", [prepaid, drawn, charged])
@pytest.mark.parametrize("on", [SATURDAY, SUNDAY])
def test_no_other_money_moves_while_a_due_waits(
    named: Callable[[date], dict[str, Any]], on: date
) -> None:
    (name,) = named(on)

    assert refusal(lambda: terms(**named(on))) == (
        f"{name} holds {on} but the due of 2026-10-31 is paid on 2026-11-02: use 2026-11-02, or a "
        "day before 2026-10-31",
        name,
    )
    assert terms(**named(MONDAY)).due_dates == DUES


def test_no_other_money_moves_between_an_early_payment_and_its_due() -> None:
    assert refusal(lambda: terms(**drawn(date(2026, 11, 28)))) == (
        "draws holds 2026-11-28 but the due of 2026-11-29 is paid on 2026-11-27: use 2026-11-27, "
        "or a day after 2026-11-29",
        "draws",
    )


def test_ten_thousand_dues_are_checked() -> None:
    rule = Every(first=date(2000, 1, 1), every=Period(days=1), count=10_000)
    made = Repayment(dues=(rule,), paid_on=OnDates(rule.dates()))

    assert moved_dues(made) == ()
