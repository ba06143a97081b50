"""A due paid between its own day and its day of payment is paid in time, to the unit.

Figures by hand: 1,200,000 francs at 12 % on 30E/360, so that a month costs 1 % and a day 1/30 of
it. October 31, 2026 is a Saturday, paid on Monday; November 29 is a Sunday, paid on Friday.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.engine.debt import Flow, run_debt
from investisens.engine.schedule import schedule
from investisens.instruments.agreed import RateStep
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.servicing.arrears import NOTHING_LATE, Arrears, arrears_of
from investisens.servicing.history import Era, History, Receipt, history, opening
from investisens.values.cashflow import FlowKind
from investisens.values.currency import XOF
from investisens.values.daycount import DayCount
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from payment_days import paid_elsewhere
from strategies import debts

START = date(2026, 8, 30)
DUES = (date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 29))
SATURDAY, SUNDAY, MONDAY = DUES[1], date(2026, 11, 1), date(2026, 11, 2)
THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)
PAID = (DUES[0], MONDAY, FRIDAY)
LATER = date(2100, 1, 1)
PRINCIPAL, INTEREST = FlowKind.PRINCIPAL, FlowKind.INTEREST
CAPITALISED = FlowKind.CAPITALISED_INTEREST


def leg(**terms: Any) -> DebtLeg:
    repayment = Repayment(
        dues=(OnDates(DUES),),
        day_count=DayCount.THIRTY_E_360,
        paid_on=OnDates(PAID),
        **terms,
    )
    return debt_leg(Money(1_200_000, XOF), START, Rate.parse("12 %"), repayment)


legs = paid_elsewhere(debts(most=14)).map(lambda terms: debt_leg(**terms))


def past(one: DebtLeg, receipts: Iterable[Receipt], on: date = LATER, **more: Any) -> History:
    return history((Era(leg=one),), receipts, on, **more)


def paid(*days: tuple[date, int]) -> list[Receipt]:
    return [Receipt(on=on, minor=minor) for on, minor in days]


def on_time(one: DebtLeg) -> list[Receipt]:
    return [Receipt(on=row.due_on, minor=row.total) for row in schedule(one).rows]


def unmoved(one: DebtLeg) -> DebtLeg:
    return attrs.evolve(one, moved=())


def summed(flows: Iterable[Flow]) -> dict[tuple[int, FlowKind], int]:
    cells: Counter[tuple[int, FlowKind]] = Counter()
    for day, kind, amount in flows:
        cells[day, kind] += amount
    return dict(cells)


def to_come(one: DebtLeg, state: History) -> dict[tuple[int, FlowKind], int]:
    flows = run_debt(one, opening(state)).flows
    return summed(flow for flow in flows if flow[0] > state.on.toordinal())


# In time.


@given(legs, st.data())
def test_each_due_paid_between_its_two_days_gives_the_schedule(
    one: DebtLeg, data: st.DataObject
) -> None:
    """On the day of payment, on the due, or between them: no interest more, none less."""
    spans = {max(pair): min(pair) for pair in one.moved}
    spans |= {paid_on: min(due, paid_on) for due, paid_on in one.moved}
    receipts = [
        Receipt(
            on=data.draw(st.dates(spans.get(row.due_on, row.due_on), row.due_on)),
            minor=row.total,
        )
        for row in schedule(one).rows
    ]
    state = past(one, receipts)

    assert (state.balance, state.accrued_on, state.credit) == (0, 0, 0)
    rows = schedule(unmoved(one)).rows
    assert state.received(PRINCIPAL) == sum(row.principal for row in rows)
    assert state.received(INTEREST) == sum(row.interest for row in rows if row.total)


@given(legs)
def test_dues_paid_on_their_days_of_payment_are_allocated_as_the_schedule_says(
    one: DebtLeg,
) -> None:
    found = summed(past(one, on_time(one)).flows)

    for row in schedule(one).rows:
        day = row.due_on.toordinal()
        assert found.get((day, PRINCIPAL), 0) == row.principal
        assert found.get((day, INTEREST if row.total else CAPITALISED), 0) == row.interest


@given(legs, st.data())
def test_who_pays_on_the_days_of_payment_is_never_late(one: DebtLeg, data: st.DataObject) -> None:
    on = one.start + timedelta(days=data.draw(st.integers(0, (one.last_on - one.start).days + 9)))

    assert arrears_of(past(one, on_time(one), on)) == NOTHING_LATE


@given(legs, st.data())
def test_on_time_so_far_goes_on_as_the_schedule(one: DebtLeg, data: st.DataObject) -> None:
    """Also while a due waits: its amounts are told on its day of payment, as they were."""
    rows = schedule(one).rows
    on = one.start + timedelta(days=data.draw(st.integers(0, (one.last_on - one.start).days)))
    state = past(one, on_time(one), on)

    assert to_come(one, state) == {
        (row.due_on.toordinal(), kind): amount
        for row in rows
        for kind, amount in (
            (PRINCIPAL, row.principal),
            (INTEREST if row.total else CAPITALISED, row.interest),
        )
        if amount and row.due_on > on
    }


@given(legs, st.data())
def test_away_from_the_moved_days_the_past_is_that_of_the_unmoved_debt(
    one: DebtLeg, data: st.DataObject
) -> None:
    """Whatever was paid on such days, less or more than was due."""
    days = st.dates(one.start, one.last_on + timedelta(days=100))
    amounts = st.integers(1, 2 * one.principal.minor)
    drawn = data.draw(st.lists(st.tuples(days, amounts), max_size=6))
    on = data.draw(days)
    closed = [(min(pair), max(pair)) for pair in one.moved]
    receipts = [r for r in paid(*drawn) if not any(a <= r.on <= b for a, b in closed)]
    assume(not any(a <= on <= b for a, b in closed))
    state, agreed = past(one, receipts, on), past(unmoved(one), receipts, on)

    assert (state.balance, state.accrued, state.accrued_on, state.credit, state.since) == (
        *(agreed.balance, agreed.accrued, agreed.accrued_on, agreed.credit, agreed.since),
    )
    assert opening(state).overdue == opening(agreed).overdue


@given(legs, st.data())
def test_what_comes_later_changes_nothing_of_what_was(one: DebtLeg, data: st.DataObject) -> None:
    """A payment told on one day is told the same on every later day."""
    days = st.dates(one.start, one.last_on)
    amounts = st.integers(1, 2 * one.principal.minor)
    receipts = paid(*data.draw(st.lists(st.tuples(days, amounts), max_size=6)))
    state = past(one, receipts, data.draw(days))

    assert past(one, receipts).flows[: len(state.flows)] == state.flows
    assert min(state.balance, state.accrued, state.credit) >= 0


# By hand.


def test_a_due_is_late_only_after_its_day_of_payment() -> None:
    """412,000 on time, then nothing: 400,000 and 8,000 of interest are missing from Tuesday on."""
    one = leg()
    first = paid((DUES[0], 412_000))
    found = [arrears_of(past(one, first, MONDAY + timedelta(days=n))) for n in (-2, -1, 0, 1, 2)]

    assert found == [
        *[NOTHING_LATE] * 3,
        Arrears(overdue=408_000, oldest_on=MONDAY, days_past_due=1, principal=400_000, dues=1),
        Arrears(overdue=408_000, oldest_on=MONDAY, days_past_due=2, principal=400_000, dues=1),
    ]


def test_money_of_the_day_after_the_day_of_payment_counts_as_of_its_own_day() -> None:
    """On Tuesday, November 3: 33 days of 800,000 cost 8,800, so that 800 less are repaid."""
    state = past(leg(), paid((DUES[0], 412_000), (MONDAY + timedelta(days=1), 408_000)))

    assert (state.received(INTEREST), state.balance) == (12_000 + 8_800, 400_800)


def test_money_before_its_due_counts_from_the_agreed_day_of_payment_on_only() -> None:
    """On Thursday: 26 days of 400,000 cost 3,467; on Friday the whole month, 3,867 for 29 days."""
    before = paid((DUES[0], 412_000), (MONDAY, 408_000))
    early, agreed = (
        past(leg(), [*before, Receipt(on=day, minor=403_867)], THURSDAY + one)
        for day, one in ((THURSDAY, timedelta(0)), (FRIDAY, timedelta(1)))
    )

    assert early.received(INTEREST) == 20_000 + 3_467
    assert agreed.received(INTEREST) == 20_000 + 3_867
    assert (agreed.balance, agreed.credit, agreed.since) == (0, 0, DUES[2])


def test_interest_accrued_is_what_is_really_owed_while_a_due_waits() -> None:
    """On Sunday, 31 days of 800,000: the money has not come yet."""
    state = past(leg(), paid((DUES[0], 412_000)), SUNDAY)

    assert (state.accrued_on, opening(state).overdue) == (8_267, 400_000)


def test_a_part_that_came_while_the_due_waits_leaves_the_rest_to_its_day_of_payment() -> None:
    """300,000 on Sunday pay 8,000 of interest and 292,000; 108,000 are left for Monday."""
    one = leg()
    state = past(one, paid((DUES[0], 412_000), (SUNDAY, 300_000)), SUNDAY)

    assert to_come(one, state) == {
        (MONDAY.toordinal(), PRINCIPAL): 108_000,
        (FRIDAY.toordinal(), PRINCIPAL): 400_000,
        (FRIDAY.toordinal(), INTEREST): 3_867,
    }


def test_a_rate_that_changes_while_a_due_waits_changes_from_its_own_day() -> None:
    """From Sunday at 24 %: October still costs 8,000, November 133 + 28 x 266.67 = 7,600.

    The month of November runs from October 31 (a 30th) to November 29: one day at 12 % and 28
    at 24 % on 400,000 francs, each part rounded: 133 + 7,467.
    """
    one = leg(rate_steps=(RateStep(on=SUNDAY, rate=Rate.parse("24 %")),))
    state = past(one, paid((DUES[0], 412_000)), SUNDAY)

    assert to_come(one, state) == {
        (MONDAY.toordinal(), PRINCIPAL): 400_000,
        (MONDAY.toordinal(), INTEREST): 8_000,
        (FRIDAY.toordinal(), PRINCIPAL): 400_000,
        (FRIDAY.toordinal(), INTEREST): 7_600,
    }


def test_interest_is_capitalised_when_its_due_is_booked() -> None:
    """12,000 of September; on Monday, as of Saturday, 1 % of 1,212,000."""
    one = leg(capitalised_dues=2)
    sunday, monday = past(one, [], SUNDAY), past(one, [], MONDAY)

    assert [state.received(CAPITALISED) for state in (sunday, monday)] == [12_000, 24_120]
    assert to_come(one, sunday) == to_come(one, past(one, [], SATURDAY))
    assert to_come(one, sunday)[MONDAY.toordinal(), CAPITALISED] == 12_120
    assert to_come(one, sunday)[FRIDAY.toordinal(), PRINCIPAL] == 1_224_120


# Write-offs and amendments.


def test_a_write_off_takes_the_debt_while_its_due_waits() -> None:
    """What came by the day of the write-off counts as of the due; what comes after is recovered."""
    receipts = paid((DUES[0], 412_000), (SUNDAY, 108_000), (MONDAY, 50_000))
    state = past(leg(), receipts, MONDAY, written_off_on=SUNDAY)

    assert (state.received(INTEREST), state.balance) == (20_000, 0)
    assert (state.received(FlowKind.RECOVERY), state.received(FlowKind.LOSS)) == (50_000, 650_000)


@pytest.mark.parametrize(("day", "accrued"), [(SATURDAY, 8_000), (SUNDAY, 8_267), (MONDAY, 8_533)])
def test_an_amendment_takes_the_debt_as_it_is_while_a_due_waits(day: date, accrued: int) -> None:
    """After the first due 800,000 are owed: 30, 31 and 32 days of 266.67 francs."""
    repayment = Repayment(dues=(OnDates((date(2027, 1, 31),)),))
    new = debt_leg(Money(800_000 + accrued, XOF), day, Rate.parse("12 %"), repayment)
    eras = (Era(leg=leg()), Era(leg=new, capitalised=accrued))
    state = history(eras, paid((DUES[0], 412_000), (MONDAY, 1_000)), MONDAY)

    assert state.balance + state.received(PRINCIPAL) == 1_200_000 + accrued
