"""Compute, then shift: interest runs to the dues, their money moves on other days.

Figures by hand: 1,200,000 francs at 12 % on 30E/360, so that a month costs 1 % and a day 1/30 of
it. October 31, 2026 is a Saturday.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.book import Book
from investisens.engine.contract import Contract, run_contract
from investisens.engine.debt import ON_BALANCE, Flow, Opening, rows_to_come, run_debt
from investisens.engine.grid import KINDS
from investisens.engine.projection import run_book
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.engine.schedule import schedule
from investisens.engine.tape import REPAYMENTS, Op, tape_of
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.values.cashflow import FlowKind
from investisens.values.currency import XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.paid_days import booked_on
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from payment_days import moved_books, moved_dues, paid_elsewhere
from shapes import FIXINGS, shaped
from strategies import books, debts, legs, scenarios

START = date(2026, 8, 30)
DUES = (date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30))
PAID = (date(2026, 9, 30), date(2026, 11, 2), date(2026, 11, 27))
PRINCIPAL, INTEREST = FlowKind.PRINCIPAL, FlowKind.INTEREST
MONEY = REPAYMENTS | {Op.PAY_INTEREST, Op.CAPITALISE}


def leg(paid_on: tuple[date, ...] | None = PAID, **terms: Any) -> DebtLeg:
    repayment = Repayment(
        dues=(OnDates(DUES),),
        day_count=DayCount.THIRTY_E_360,
        paid_on=None if paid_on is None else OnDates(paid_on),
        **terms,
    )
    return debt_leg(Money(1_200_000, XOF), START, Rate.parse("12 %"), repayment)


def told(flows: tuple[Flow, ...]) -> list[tuple[date, FlowKind, int]]:
    return [(date.fromordinal(day), kind, amount) for day, kind, amount in flows[1:]]


def unmoved(one: DebtLeg) -> DebtLeg:
    return attrs.evolve(one, moved=())


moved_legs = legs(most=14).flatmap(moved_dues)


# As signed.


def test_interest_runs_to_the_dues_and_the_money_moves() -> None:
    """A month on 1,200,000, on 800,000 and on 400,000, whatever the days of payment."""
    rows = schedule(leg()).rows

    assert [(row.due_on, row.principal, row.interest, row.outstanding) for row in rows] == [
        (PAID[0], 400_000, 12_000, 800_000),
        (PAID[1], 400_000, 8_000, 400_000),
        (PAID[2], 400_000, 4_000, 0),
    ]
    assert schedule(leg()).interest_to == DUES


@given(paid_elsewhere(shaped()))
def test_a_schedule_has_the_amounts_of_the_unmoved_one_row_for_row(terms: Any) -> None:
    """In every form of repayment, with every option."""
    one = debt_leg(**terms)
    agreed, moved = schedule(unmoved(one), FIXINGS), schedule(one, FIXINGS)
    paid_on = dict(zip(terms["repayment"].due_dates, terms["repayment"].paid_on.on, strict=True))

    assert [row[1:] for row in moved.rows] == [row[1:] for row in agreed.rows]
    assert [row.due_on for row in moved.rows] == [
        paid_on.get(row.due_on, row.due_on) for row in agreed.rows
    ]
    if one.moved:
        assert moved.interest_to == tuple(row.due_on for row in agreed.rows)


@given(paid_elsewhere(shaped()))
def test_flows_are_those_of_the_unmoved_debt_on_other_days(terms: Any) -> None:
    one = debt_leg(**terms)
    agreed, moved = run_debt(unmoved(one), fixings=FIXINGS), run_debt(one, fixings=FIXINGS)
    booked = booked_on(one.moved)

    assert sorted(moved.flows, key=str) == sorted(
        ((booked.get(day, day), kind, amount) for day, kind, amount in agreed.flows), key=str
    )
    assert (moved.outstanding, moved.accrued) == (agreed.outstanding, agreed.accrued)


@given(shaped())
def test_dues_paid_on_their_own_days_are_not_moved(terms: Any) -> None:
    repayment = terms["repayment"]
    same = attrs.evolve(repayment, paid_on=OnDates(repayment.due_dates))

    assert debt_leg(**{**terms, "repayment": same}) == debt_leg(**terms)


@given(moved_legs)
def test_days_of_a_tape_never_go_back(one: DebtLeg) -> None:
    """Neither those of the flows, which defaults look at, nor those of interest."""
    rows = tape_of(one)

    assert [row.day for row in rows] == sorted(row.day for row in rows)
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert [row.days for row in rows] == [row.days for row in tape_of(unmoved(one))]


def test_the_last_day_is_that_of_the_last_payment_or_due() -> None:
    assert leg().last_on == DUES[-1]
    assert leg((*PAID[:2], date(2026, 12, 1))).last_on == date(2026, 12, 1)


def test_the_end_of_february_is_no_thirtieth_at_the_last_due_whenever_it_is_paid() -> None:
    """30E/360 ISDA: 28 days from January 31 (a 30th) to the maturity of February 28, not 30.

    1,200,000 at 12 % for 28 days are 11,200; paid on Monday, March 1.
    """
    repayment = Repayment(
        dues=(OnDates((date(2027, 2, 28),)),),
        day_count=DayCount.THIRTY_E_360_ISDA,
        paid_on=OnDates((date(2027, 3, 1),)),
    )
    one = debt_leg(Money(1_200_000, XOF), date(2027, 1, 31), Rate.parse("12 %"), repayment)

    assert schedule(one).rows[0].interest == 11_200
    assert told(run_debt(one).flows)[1] == (date(2027, 3, 1), INTEREST, 11_200)


# Defaults.


@pytest.mark.parametrize(
    ("on", "paid"),
    [(date(2026, 11, 2), 1), (date(2026, 11, 3), 2), (date(2026, 11, 27), 2), (DUES[2], 3)],
)
def test_a_due_is_paid_if_its_day_of_payment_is_before_the_default(on: date, paid: int) -> None:
    run = run_debt(leg(), default=Default(contract="L1", on=on))
    kinds = [kind for _, kind, _ in run.flows]

    assert kinds.count(PRINCIPAL) == kinds.count(INTEREST) == paid
    assert (FlowKind.LOSS in kinds) == (paid < 3)


# Delays.


def test_days_late_count_from_the_day_of_payment_and_interest_runs_to_the_real_day() -> None:
    """Both dues to come are paid 8 days after their days of payment.

    On November 10, 40 days of 800,000 cost 10,666.67; on December 5, 25 days of 400,000 cost
    3,333.33.
    """
    flows = told(run_debt(leg(), delay=Delay(contract="L1", since=date(2026, 11, 2), days=8)).flows)

    assert flows == [
        (PAID[0], PRINCIPAL, 400_000),
        (PAID[0], INTEREST, 12_000),
        (date(2026, 11, 10), PRINCIPAL, 400_000),
        (date(2026, 11, 10), INTEREST, 10_667),
        (date(2026, 12, 5), PRINCIPAL, 400_000),
        (date(2026, 12, 5), INTEREST, 3_333),
    ]


def test_who_pays_late_but_by_the_due_itself_owes_no_more_interest() -> None:
    """The last due is asked on Friday; two days late is Sunday, and interest runs to Monday."""
    flows = told(run_debt(leg(), delay=Delay(contract="L1", since=date(2026, 11, 3), days=2)).flows)

    assert flows[-2:] == [
        (date(2026, 11, 29), PRINCIPAL, 400_000),
        (date(2026, 11, 29), INTEREST, 4_000),
    ]


def test_a_delay_of_no_days_keeps_the_agreed_days() -> None:
    delay = Delay(contract="L1", since=START, days=0)

    assert run_debt(leg(), delay=delay) == run_debt(leg())


def test_a_delay_starts_with_the_day_of_payment() -> None:
    """On November 2 the due of October 31 is still to come; on November 3 it is over."""
    late = [
        told(run_debt(leg(), delay=Delay(contract="L1", since=since, days=9)).flows)[2][0]
        for since in (date(2026, 11, 2), date(2026, 11, 3))
    ]

    assert late == [date(2026, 11, 11), date(2026, 11, 2)]


# A debt that is taken over.


def opened(on: date, since: date, repaid: int, **more: Any) -> Opening:
    lent = (START.toordinal(), FlowKind.DISBURSEMENT, 1_200_000)
    past = (lent, (DUES[0].toordinal(), PRINCIPAL, repaid))
    return Opening(on=on, since=since, past=past, **more)


def to_come(one: DebtLeg, opening: Opening) -> list[tuple[date, FlowKind, int]]:
    flows = run_debt(one, opening).flows
    return [each for each in told(flows) if each[0] > opening.on]


def test_a_due_that_waits_is_still_asked_for_on_its_day_of_payment() -> None:
    """On Sunday the due of Saturday is still to come, with interest up to Saturday."""
    opening = opened(date(2026, 11, 1), DUES[0], 400_000, overdue=400_000)

    assert to_come(leg(), opening) == [
        (PAID[1], PRINCIPAL, 400_000),
        (PAID[1], INTEREST, 8_000),
        (PAID[2], PRINCIPAL, 400_000),
        (PAID[2], INTEREST, 4_000),
    ]


def test_what_was_paid_of_a_due_that_waits_is_not_asked_again() -> None:
    """300,000 of principal and all interest came on Sunday: 100,000 are left for Monday."""
    opening = opened(date(2026, 11, 1), DUES[1], 700_000, overdue=100_000)

    assert to_come(leg(), opening) == [
        (PAID[1], PRINCIPAL, 100_000),
        (PAID[2], PRINCIPAL, 400_000),
        (PAID[2], INTEREST, 4_000),
    ]


def test_a_due_whose_money_came_before_its_day_is_over() -> None:
    """On Friday the last due was paid, as of Monday."""
    opening = opened(date(2026, 11, 27), DUES[2], 1_200_000)

    assert to_come(leg(), opening) == []


@given(moved_legs, st.data())
def test_no_row_to_come_is_told_in_the_past_and_none_is_forgotten(
    one: DebtLeg, data: st.DataObject
) -> None:
    """A due whose interest is over and whose money is not keeps the rows that pay it."""
    on = one.start + timedelta(days=data.draw(st.integers(0, 3_000)))
    left = rows_to_come(one, Opening(on=on, since=one.start, past=()), None)
    paying = [row for row in tape_of(one) if row.day > on.toordinal() and row.op in MONEY]

    assert all(row.day > on.toordinal() for row in left)
    assert [row.day for row in left if row.op in MONEY] == [row.day for row in paying]


# A batch is the sum of its contracts.


def cells(held: Any, futures: Any) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for contract in held:
        cut = 0 if contract.opening is None else contract.opening.on.toordinal()
        for scenario in futures:
            for day, kind, amount in run_contract(contract, scenario).flows:
                if day > cut:
                    month = date.fromordinal(day).replace(day=1)
                    key = (kind, month, scenario.name)
                    found[key] = found.get(key, 0) + amount
    return {key: amount for key, amount in found.items() if amount}


def in_batch(held: Any, futures: Any) -> dict[Any, int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("investisens.engine.projection._FEW", 0)
        result = run_book(Book.of(held), futures)
    return {
        (kind, month, name): int(result.amounts[k, m, s])
        for k, kind in enumerate(KINDS)
        for m, month in enumerate(result.months)
        for s, name in enumerate(result.scenarios)
        if result.amounts[k, m, s]
    }


@given(moved_books(books()))
def test_a_batch_equals_single_contracts_delayed_and_defaulted(book: Any) -> None:
    held, futures = book

    assert in_batch(held, futures) == cells(held, futures)


@given(moved_books(books(st.integers(10**12, 10**17), 2)))
def test_huge_amounts_do_not_wrap(book: Any) -> None:
    held, futures = book

    assert in_batch(held, futures) == cells(held, futures)


@st.composite
def opened_books(draw: st.DrawFn) -> Any:
    held, _ = draw(moved_books(books()))
    running = tuple(draw(openings(contract)) for contract in held)
    return running, tuple(draw(scenarios(f"S{n}", running)) for n in range(2))


@st.composite
def openings(draw: st.DrawFn, contract: Contract) -> Contract:
    one = contract.debt
    if one is None or not draw(st.booleans()):
        return contract
    on = one.start + timedelta(days=draw(st.integers(0, (one.last_on - one.start).days)))
    repaid = draw(st.integers(0, one.principal.minor))
    opening = Opening(
        on=on,
        since=one.start + timedelta(days=draw(st.integers(0, (on - one.start).days))),
        past=(
            (one.start.toordinal(), FlowKind.DISBURSEMENT, one.principal.minor),
            (on.toordinal(), PRINCIPAL, repaid),
        ),
        accrued=draw(st.integers(0, 10**6)),
        overdue=draw(st.integers(0, one.principal.minor - repaid)),
    )
    return attrs.evolve(contract, opening=opening)


@given(opened_books())
def test_running_debts_give_in_a_batch_what_they_give_alone(book: Any) -> None:
    held, futures = book

    assert in_batch(held, futures) == cells(held, futures)


@given(moved_books(books()))
def test_principal_is_conserved_in_every_scenario(book: Any) -> None:
    held, futures = book
    for contract in held:
        for scenario in (BASE, *futures):
            run = run_contract(contract, scenario)
            moved = sum(ON_BALANCE.get(kind, 0) * amount for _, kind, amount in run.flows)
            assert moved == run.outstanding


@given(paid_elsewhere(debts(most=16)), st.integers(0, 200))
def test_a_cohort_is_the_book_of_its_debts(terms: Any, late: int) -> None:
    one = debt_leg(**terms)
    future = Scenario(name="late", delays=(Delay(contract="0", since=one.start, days=late),))
    table = Book.cohort(one, [one.principal.minor, 5], [one.rate.mbp, 0])
    each = [attrs.evolve(one, principal=Money(5, one.principal.currency), rate=Rate(0))]
    listed = Book.of(Contract(id=str(at), legs=(x,)) for at, x in enumerate((one, *each)))

    assert (run_book(table, [future]).amounts == run_book(listed, [future]).amounts).all()


# Refused.


@pytest.mark.parametrize(
    ("moved", "message"),
    [
        (
            ((START, START + timedelta(days=2)),),
            "moved: the due of 2026-08-30, paid on 2026-09-01, is not after 2026-08-30: "
            "check the order of the dates",
        ),
        (
            ((DUES[0], DUES[1]), (DUES[1], DUES[1] + timedelta(days=2))),
            "moved: the due of 2026-10-31, paid on 2026-11-02, is not after 2026-10-31: "
            "check the order of the dates",
        ),
    ],
)
def test_moved_dues_that_cross_are_refused(moved: Any, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(leg(None), moved=moved)

    assert str(caught.value) == message
    assert caught.value.field == "moved"
