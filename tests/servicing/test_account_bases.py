"""Interest that runs on a base, and not on what is owed: flat interest, and how it ends.

By hand: 1,200,000 francs at 12 % on 30E/360, so that a month costs 12,000, in three quarterly dues.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from funds import xof
from investisens.engine.debt import run_debt
from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.servicing.account import account, state_of
from investisens.servicing.arrears import arrears_of
from investisens.servicing.history import Era, Receipt, opening
from investisens.servicing.story import Story
from investisens.values.daycount import DayCount
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding
from investisens.values.schedule import OnDates

START = date(2026, 1, 1)
DUES = (date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1))


def flat(principal: int = 1_200_000, **terms: Any) -> Any:
    repayment = Repayment(
        dues=(OnDates(DUES),),
        amortisation=Amortisation.FLAT,
        day_count=DayCount.THIRTY_E_360,
        **terms,
    )
    return debt_leg(xof(principal), START, Rate.parse("12 %"), repayment)


def story(*paid: tuple[date, int], eras: tuple[Era, ...] | None = None) -> Story:
    receipts = tuple(Receipt(on=on, minor=minor) for on, minor in paid)
    return Story(eras=eras or (Era(leg=flat()),), receipts=receipts)


def owed(told: Story, on: date) -> tuple[int, int]:
    past = state_of(told, on)
    return past.balance, past.accrued_on


def test_dues_paid_in_time_reproduce_the_schedule() -> None:
    """Each asks for 400,000 and 36,000, whatever was repaid before."""
    told = story(*((due, 436_000) for due in DUES))

    assert [(due.principal.paid, due.interest.paid) for due in account(told, DUES[2]).dues] == [
        (400_000, 36_000)
    ] * 3
    assert owed(told, date(2030, 1, 1)) == (0, 0)


def test_who_pays_all_back_early_owes_no_interest_any_more() -> None:
    """On 1 February 1,212,000 are owed; nothing is owed in March, nor asked in April."""
    told = story((date(2026, 2, 1), 1_212_000))

    assert account(story(), date(2026, 2, 1)).pays_off == 1_212_000
    assert owed(told, date(2026, 3, 1)) == owed(told, date(2027, 3, 1)) == (0, 0)
    assert [due.open for due in account(told, date(2026, 2, 1)).to_come] == [0, 0, 0]
    assert account(told, date(2026, 12, 1)).overdue == 0


def test_a_projection_asks_nothing_of_who_paid_all_back() -> None:
    leg = flat()
    past = state_of(story((date(2026, 2, 1), 1_212_000)), date(2026, 2, 15))
    flows = run_debt(leg, opening(past)).flows

    assert [flow for flow in flows if flow[0] > past.on.toordinal()] == []


def test_money_that_comes_back_brings_the_interest_back() -> None:
    """A cheque of 1 February is returned on the 1st of March: 1,200,000, and 12,000 since then."""
    told = story((date(2026, 2, 1), 1_212_000), (date(2026, 3, 1), -1_212_000))

    assert owed(told, date(2026, 4, 1)) == (1_200_000, 12_000 + 12_000)


def test_who_pays_a_part_early_owes_the_same_interest() -> None:
    """Flat interest is the price of the whole term: 800,000 early save nothing."""
    told = story((date(2026, 2, 1), 812_000))

    assert owed(told, DUES[0]) == (400_000, 24_000)


def test_after_the_last_due_interest_runs_on_what_is_owed() -> None:
    """The last due is missed: 400,000 bear 4,000 a month, not the 12,000 of the whole loan."""
    told = story((DUES[0], 436_000), (DUES[1], 436_000))

    assert owed(told, DUES[2]) == (400_000, 36_000)
    assert owed(told, date(2026, 12, 1)) == (400_000, 36_000 + 8_000)
    assert arrears_of(state_of(told, date(2026, 12, 1))).overdue == 436_000


def test_a_schedule_that_repays_in_fewer_dues_still_asks_for_its_interest() -> None:
    """10 francs at 120 % by multiples of 5: two dues repay all, each of the three asks for 3.

    Who pays as the schedule says owes what it says; interest ends with it.
    """
    leg = debt_leg(
        xof(10),
        START,
        Rate.parse("120 %"),
        Repayment(
            dues=(OnDates(DUES),),
            amortisation=Amortisation.FLAT,
            day_count=DayCount.THIRTY_E_360,
            rounding=Rounding(multiple=5),
        ),
    )
    told = Story(
        eras=(Era(leg=leg),),
        receipts=tuple(
            Receipt(on=on, minor=minor) for on, minor in zip(DUES, (8, 8, 3), strict=True)
        ),
    )

    assert [due.interest.paid for due in account(told, DUES[2]).dues] == [3, 3, 3]
    assert owed(told, date(2027, 1, 1)) == (0, 0)


@pytest.mark.parametrize("months", [1, 5])
def test_an_amendment_ends_the_base_of_the_terms_before(months: int) -> None:
    """1,248,000 are owed on 1 May; a bullet at 12 % bears 12,480 a month, not 12,000."""
    on = date(2026, 5, 1)
    bullet = Repayment(
        dues=(OnDates((date(2027, 5, 1),)),),
        amortisation=Amortisation.BULLET,
        day_count=DayCount.THIRTY_E_360,
    )
    new = debt_leg(xof(1_248_000), on, Rate.parse("12 %"), bullet)
    told = story(eras=(Era(leg=flat()), Era(leg=new, capitalised=48_000)))

    assert owed(told, date(2026, 5 + months, 1)) == (1_248_000, 12_480 * months)
