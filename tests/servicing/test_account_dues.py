"""What dues ask for where they are no usual instalments, and money that goes back or comes late.

By hand: 1,200,000 francs at 12 % on 30E/360, so that a month costs 1 % of what is owed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from funds import xof
from investisens.instruments.agreed import Fee, FeeKind, Prepayment, PrepaymentEffect, Tranche
from investisens.instruments.repayment import (
    Amortisation,
    HandMadeRow,
    Repayment,
    Residual,
    debt_leg,
)
from investisens.servicing.account import account, state_of
from investisens.servicing.arrears import arrears_of
from investisens.servicing.history import Era, Receipt
from investisens.servicing.story import Story, Waived
from investisens.values.cashflow import FlowKind
from investisens.values.components import Component
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import OnDates
from investisens.values.servicing import Advance, Claim, DueAsks, PayOff, Servicing

START = date(2026, 1, 1)
DUES = (date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1))
FEBRUARY, MARCH, MAY = date(2026, 2, 1), date(2026, 3, 1), date(2026, 5, 1)


def leg(servicing: Servicing | None = None, **terms: Any) -> DebtLeg:
    repayment = Repayment(
        dues=(OnDates(DUES),),
        day_count=DayCount.THIRTY_E_360,
        servicing=servicing or Servicing(),
        **terms,
    )
    return debt_leg(xof(1_200_000), START, Rate.parse("12 %"), repayment)


def story(debt: DebtLeg, *paid: tuple[date, int], **more: Any) -> Story:
    receipts = tuple(Receipt(on=on, minor=minor) for on, minor in paid)
    return Story(eras=(Era(leg=debt),), receipts=receipts, **more)


def owed(told: Story, on: date) -> tuple[int, int]:
    past = state_of(told, on)
    return past.balance, past.accrued_on


# Principal agreed without the interest.


def test_a_planned_prepayment_is_principal_when_it_is_met() -> None:
    """300,000 agreed for 1 March: 24,000 have accrued, and wait for April.

    900,000 then bear 9,000 in March, so that April asks for 33,000 beside its principal.
    """
    early = Prepayment(on=MARCH, amount=xof(300_000), effect=PrepaymentEffect.SMALLER)
    told = story(leg(prepayments=(early,)), (MARCH, 300_000))

    assert owed(told, MARCH) == (900_000, 24_000)
    due = account(told, DUES[0]).dues[1]
    assert (due.principal.asked, due.interest.asked) == (300_000, 33_000)


def test_rows_by_hand_without_interest_are_principal_when_they_are_met() -> None:
    """500,000 in April and in July, all interest in October: 36,000 + 21,000 + 6,000."""
    rows = (
        HandMadeRow(principal=xof(500_000), pays_interest=False),
        HandMadeRow(principal=xof(500_000), pays_interest=False),
        HandMadeRow(principal=xof(200_000)),
    )
    debt = leg(amortisation=Amortisation.HAND_MADE, rows=rows)
    told = story(debt, (DUES[0], 500_000), (DUES[1], 500_000), (DUES[2], 263_000))

    assert owed(told, DUES[1]) == (200_000, 57_000)
    assert owed(told, DUES[2]) == (0, 0)
    assert arrears_of(state_of(told, date(2027, 1, 1))).overdue == 0


def test_the_last_row_by_hand_asks_for_all_that_is_left() -> None:
    """Nothing is paid: 1,200,000 bear 108,000 in nine months, and all of it is due in October."""
    rows = (
        HandMadeRow(principal=xof(500_000)),
        HandMadeRow(principal=xof(500_000)),
        HandMadeRow(principal=xof(200_000)),
    )
    found = account(story(leg(amortisation=Amortisation.HAND_MADE, rows=rows)), DUES[2])

    assert sum(due.principal.asked for due in found.dues) == 1_200_000
    assert sum(due.interest.asked for due in found.dues) == 108_000


def test_a_deferred_due_rounds_what_it_lets_wait() -> None:
    """145 at 12 % bear 1.45 a month, rounded to 1 each: three of them wait, and 3 are asked."""
    days = tuple(date(2026, month, 1) for month in (2, 3, 4))
    repayment = Repayment(
        dues=(OnDates(days),),
        deferred_interest_dues=2,
        day_count=DayCount.THIRTY_E_360,
        rounding=Rounding(interest=RoundingMode.HALF_UP),
    )
    debt = debt_leg(xof(145), START, Rate.parse("12 %"), repayment)
    told = story(debt, (days[2], 148))

    assert account(told, days[2]).dues[-1].interest.asked == 3
    assert owed(told, days[2]) == (0, 0)
    assert state_of(told, days[2]).credit == 0


def test_the_day_of_a_fee_rounds_interest_as_the_schedule_does() -> None:
    """145 bear 1.45 up to the fee of 1 February, and as much up to 1 March: 1 and 1, not 2.9."""
    repayment = Repayment(
        dues=(OnDates((MARCH,)),),
        day_count=DayCount.THIRTY_E_360,
        rounding=Rounding(interest=RoundingMode.HALF_UP),
        fees=(Fee(kind=FeeKind.ON_DATE, amount=xof(1), on=FEBRUARY),),
    )
    debt = debt_leg(xof(145), START, Rate.parse("12 %"), repayment)

    assert account(story(debt), MARCH).dues[-1].interest.asked == 2


def test_a_deferred_due_asks_for_no_interest_where_dues_ask_for_principal() -> None:
    debt = leg(Servicing(asks=DueAsks.PRINCIPAL), deferred_interest_dues=1)

    assert [due.interest.asked for due in account(story(debt), DUES[1]).dues] == [0, 72_000]


def test_smaller_instalments_leave_what_is_agreed_to_be_repaid_early() -> None:
    """612,000 on 1 February leave 600,000; 300,000 are agreed for 1 May.

    April asks for a third of 600,000 and 12,000; 100,000 are left after May, for two dues.
    """
    early = Prepayment(on=MAY, amount=xof(300_000), effect=PrepaymentEffect.SMALLER)
    debt = leg(Servicing(advance=Advance.SMALLER), prepayments=(early,))
    found = account(story(debt, (FEBRUARY, 612_000)), FEBRUARY)
    asked = [(due.due_on, due.principal.open) for due in found.to_come if due.principal.open]

    assert asked == [(DUES[0], 200_000), (MAY, 300_000), (DUES[1], 50_000), (DUES[2], 50_000)]


def test_smaller_instalments_may_leave_what_rounding_leaves_to_the_first() -> None:
    """612,001 on 1 February leave 599,999, in three parts of 200,000, but for the first."""
    debt = leg(Servicing(advance=Advance.SMALLER), residual=Residual.FIRST)
    found = account(story(debt, (FEBRUARY, 612_001)), FEBRUARY)

    assert [due.principal.open for due in found.to_come] == [199_999, 200_000, 200_000]


# Paying off with the interest of the whole period.


def test_who_pays_back_all_principal_owes_the_rest_of_the_period() -> None:
    """1,212,000 on 1 February repay all; 24,000 of February and March are still owed."""
    debt = leg(Servicing(payoff=PayOff.TO_THE_PERIOD_END))
    told = story(debt, (FEBRUARY, 1_212_000))
    found = account(told, FEBRUARY)

    assert (found.past.balance, found.past.accrued_on, found.past.credit) == (0, 24_000, 0)
    assert found.pays_off == 24_000
    assert owed(told, DUES[2]) == (0, 24_000)
    assert arrears_of(state_of(told, date(2026, 10, 2))).overdue == 24_000


def test_what_was_paid_the_same_day_does_not_lower_the_interest_of_the_period() -> None:
    """Of 1,236,000 to pay off, 600,000 came in the morning: 636,000 are missing, not 612,000."""
    debt = leg(Servicing(payoff=PayOff.TO_THE_PERIOD_END))
    told = story(debt, (FEBRUARY, 600_000))

    assert account(story(debt), FEBRUARY).pays_off == 1_236_000
    assert account(told, FEBRUARY).pays_off == 636_000
    both = story(debt, (FEBRUARY, 600_000), (FEBRUARY, 636_000))
    assert (owed(both, FEBRUARY), state_of(both, FEBRUARY).credit) == ((0, 0), 0)


# Lost, recovered, handed back.


def test_a_recovery_that_is_handed_back_is_lost_again() -> None:
    """Lost on 1 May: 1,200,000. 500,000 come in June, and go back the day after."""
    told = story(
        leg(), (date(2026, 6, 1), 500_000), (date(2026, 6, 2), -500_000), written_off_on=MAY
    )
    past = state_of(told, DUES[1])

    assert (past.balance, past.accrued_on, past.credit) == (0, 0, 0)
    assert (past.received(FlowKind.LOSS), past.received(FlowKind.RECOVERY)) == (1_200_000, 0)


def test_what_was_repaid_and_goes_back_after_a_write_off_is_lost_too() -> None:
    """436,000 repaid in April, 800,000 lost in May; 400,000 go back in June: 1,200,000 are lost."""
    told = story(leg(), (DUES[0], 436_000), (date(2026, 6, 1), -400_000), written_off_on=MAY)
    past = state_of(told, DUES[1])

    assert (past.balance, past.accrued_on) == (0, 0)
    assert (past.received(FlowKind.LOSS), past.received(FlowKind.PRINCIPAL)) == (1_200_000, 0)
    assert arrears_of(past).overdue == 0


def test_nothing_more_is_lent_to_who_lost_what_was_lent() -> None:
    """A tranche of 300,000 was to be paid out in August, with a fee; the debt is lost in May."""
    debt = leg(
        draws=(Tranche(on=date(2026, 8, 1), amount=xof(300_000)),),
        fees=(Fee(kind=FeeKind.AT_DRAW, share=Rate.parse("1 %")),),
    )
    past = state_of(story(debt, written_off_on=MAY), DUES[2])

    assert (past.balance, past.charged) == (0, 0)
    assert past.received(FlowKind.DISBURSEMENT) == 1_200_000


def test_credit_that_waits_comes_off_a_loss() -> None:
    """Nothing may go in advance: 100,000 of March wait, and are recovered of what is lost."""
    order = tuple(claim for claim in Claim if not claim.value.startswith("in_advance"))
    told = story(leg(Servicing(order=order)), (FEBRUARY, 100_000), written_off_on=MARCH)
    past = state_of(told, MARCH)

    assert (past.credit, past.received(FlowKind.RECOVERY)) == (0, 100_000)
    assert past.received(FlowKind.LOSS) == 1_100_000


# What is overdue does not depend on how it is found.


@pytest.mark.parametrize("waived", [0, 1])
def test_a_decision_beside_does_not_change_what_is_overdue(waived: int) -> None:
    """100,000 on 1 May: 36,000 of April, 12,000 since, 52,000 of principal.

    Received less than 436,000 by 336,000; a franc of the interest of April is waived, or is not.
    """
    given = (Waived(on=DUES[0], component=Component.INTEREST, minor=1),) if waived else ()
    told = story(leg(), (MAY, 100_000), waivers=given)
    late = arrears_of(state_of(told, MAY))

    assert late.overdue == 336_000 - waived
    assert (late.principal, late.days_past_due, late.dues) == (336_000 - waived, 30, 1)


def test_smaller_instalments_and_a_base_that_stays_are_refused_together() -> None:
    with pytest.raises(InvalidTerms) as caught:
        leg(Servicing(advance=Advance.SMALLER), base_fixed_on=(DUES[0],))

    assert str(caught.value) == (
        "servicing.advance is smaller but base_fixed_on lets interest run on another amount than "
        "what is left: use next, last or spread"
    )
