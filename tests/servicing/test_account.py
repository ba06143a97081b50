"""The account of a debt, due by due: properties of payments, whatever the terms of servicing.

Numbers in the docstrings are those of the list of invariants in the knowledge of servicing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts import days_of, essence, legs, servicings, stories, told, usual_legs
from investisens.engine.schedule import schedule
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.servicing.account import account, state_of
from investisens.servicing.arrears import arrears_of
from investisens.servicing.dues import Due
from investisens.servicing.history import Era, Receipt, history
from investisens.servicing.story import Story, Waived
from investisens.values.cashflow import FlowKind
from investisens.values.components import Component
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from investisens.values.servicing import Advance, Servicing

PAID = (FlowKind.PRINCIPAL, FlowKind.INTEREST, FlowKind.FEE)


def parts(due: Due) -> list[Any]:
    return [due.part(component) for component in Component]


# One mechanism: the account and the history of the usual terms are the same state.


@given(stories(usual_legs), st.data())
def test_by_the_usual_terms_the_account_is_the_history(story: Story, data: st.DataObject) -> None:
    on = data.draw(days_of(story))
    found = account(story, on).past
    plain = history(story.eras, story.receipts, on)

    assert (found.balance, found.accrued, found.accrued_on, found.credit, found.since) == (
        *(plain.balance, plain.accrued, plain.accrued_on, plain.credit, plain.since),
    )
    for kind in FlowKind:
        assert found.received(kind) == plain.received(kind)


@given(stories(usual_legs), st.data())
def test_by_the_usual_terms_what_is_overdue_is_open_of_the_dues(
    story: Story, data: st.DataObject
) -> None:
    """Up to the last due, as long as each due can ask for what was signed.

    Arrears set all that was received against the dues, interest of the period in course too.
    """
    on = data.draw(days_of(story))
    leg = story.eras[0].leg
    found = account(story, on)
    asked = sum(due.asked for due in found.dues if due.due_on < on)
    as_signed = sum(row.total for row in schedule(leg).rows if row.due_on < on)
    assume(on <= leg.last_on and asked == as_signed)
    late = arrears_of(history(story.eras, story.receipts, on))

    ahead = found.interest_ahead + found.principal_ahead

    assert late.overdue == max(0, found.overdue - ahead)


@given(stories(), st.data())
def test_the_state_is_that_of_the_account(story: Story, data: st.DataObject) -> None:
    on = data.draw(days_of(story))
    state, full = state_of(story, on), account(story, on).past

    assert attrs.evolve(state, dues=None) == attrs.evolve(full, dues=None)
    assert arrears_of(state).overdue <= state.balance + state.accrued_on + state.charged


# Each payment goes somewhere, and nowhere beyond.


@given(stories(), st.data())
def test_each_payment_is_its_allocations_and_credit(story: Story, data: st.DataObject) -> None:
    """23: all that was received is paid of dues, paid in advance, or credit, in whole units."""
    on = data.draw(days_of(story))
    found = account(story, on)
    received = sum(receipt.minor for receipt in story.receipts if receipt.on <= on)
    paid = sum(due.paid for due in found.dues)

    assert paid + found.interest_ahead + found.principal_ahead + found.past.credit == received
    told_as = sum(found.past.received(kind) for kind in PAID)
    assert told_as + found.past.credit == received


@given(stories(), st.data())
def test_no_allocation_exceeds_what_is_asked(story: Story, data: st.DataObject) -> None:
    """24 and 25: asked = paid + waived + lost + open, and none is negative."""
    found = account(story, data.draw(days_of(story)))

    for due in found.rows:
        for part in parts(due):
            assert min(part.asked, part.paid, part.waived, part.lost, part.open) >= 0
    assert min(found.past.balance, found.past.accrued, found.past.credit) >= 0


@given(stories(), st.data())
def test_what_is_owed_is_open_or_still_to_be_asked(story: Story, data: st.DataObject) -> None:
    """25: all principal is open, asked by the dues to come, or met by what waits as credit."""
    found = account(story, data.draw(days_of(story)))
    leg = found.past.leg
    assume(found.past.on < leg.last_on)
    asked = sum(due.principal.open for due in found.rows)

    assert asked + found.past.credit >= found.past.balance


@given(stories(), st.randoms(use_true_random=False), st.data())
def test_payments_may_be_entered_in_any_order(
    story: Story, random: Any, data: st.DataObject
) -> None:
    """27, 28 and 29: a state is folded anew from what is known; a late entry is an entry."""
    on = data.draw(days_of(story))
    shuffled = list(story.receipts)
    random.shuffle(shuffled)

    assert essence(told(story, on, shuffled)) == essence(account(story, on))


@given(stories(), st.data())
def test_what_comes_later_changes_nothing_of_what_was(story: Story, data: st.DataObject) -> None:
    """48: a figure of a day uses nothing with a later day."""
    on = data.draw(days_of(story))
    known = [receipt for receipt in story.receipts if receipt.on <= on]

    assert essence(told(story, on, known)) == essence(account(story, on))


@given(stories(), st.data())
def test_two_payments_of_a_day_are_their_sum(story: Story, data: st.DataObject) -> None:
    """31: payments of a day are grouped, so that it holds where they are spread as well."""
    on = data.draw(days_of(story))
    split = []
    for receipt in story.receipts:
        part = data.draw(st.integers(0, receipt.minor))
        split += [Receipt(on=receipt.on, minor=part)]
        split += [Receipt(on=receipt.on, minor=receipt.minor - part)]

    assert essence(told(story, on, split)) == essence(account(story, on))


@given(stories(), st.data())
def test_outstanding_principal_only_falls(story: Story, data: st.DataObject) -> None:
    """32: it rises by a capitalisation alone."""
    on = data.draw(days_of(story))
    first, then = account(story, on).past, account(story, on + timedelta(days=40)).past
    capitalised = FlowKind.CAPITALISED_INTEREST

    assert then.balance <= first.balance + then.received(capitalised) - first.received(capitalised)


# Paid in time, paid off.


@given(legs(servicings.filter(lambda terms: not terms.order)), st.data())
def test_dues_paid_on_their_days_reproduce_the_schedule(leg: DebtLeg, data: st.DataObject) -> None:
    """36: no arrears on any day, whatever the terms of servicing."""
    rows = schedule(leg).rows
    paid = tuple(Receipt(on=row.due_on, minor=row.total) for row in rows)
    story = Story(eras=(Era(leg=leg),), receipts=paid)
    found = account(story, data.draw(days_of(story)))
    signed = {row.due_on: row for row in rows if row.total}

    assert found.overdue == 0
    for due in found.rows:
        if due.asked:
            row = signed[due.due_on]
            assert (due.principal.asked, due.interest.asked) == (row.principal, row.interest)
    assert sum(due.asked > 0 for due in found.rows) == len(signed)


@given(stories(), st.data())
def test_the_pay_off_amount_leaves_nothing(story: Story, data: st.DataObject) -> None:
    """35: exactly 0 is owed on the day, and nothing is asked any more."""
    on = data.draw(days_of(story))
    servicing = story.eras[0].leg.servicing
    assume(not servicing.order or len(servicing.order) == 10)
    owed = account(story, on).pays_off
    known = [receipt for receipt in story.receipts if receipt.on <= on]
    # What waits as credit is no part of it.
    assume(not account(story, on).past.credit)
    found = told(story, on, [*known, Receipt(on=on, minor=owed)] if owed else known)

    assert (found.past.balance, found.past.accrued_on, found.past.charged) == (0, 0, 0)
    assert found.pays_off == found.past.credit == sum(due.open for due in found.rows) == 0


@given(stories(usual_legs), st.data())
def test_interest_of_the_dues_is_what_accrued_day_by_day(story: Story, data: st.DataObject) -> None:
    """38: it grows from day to day, and up to the last due it is what the dues asked for."""
    leg = story.eras[0].leg
    on = data.draw(st.dates(leg.start, leg.last_on - timedelta(days=1)))

    def interest(day: date) -> int:
        past = account(story, day).past
        return past.accrued_on + past.received(FlowKind.INTEREST)

    capitalised = account(story, on + timedelta(days=1)).past.received(
        FlowKind.CAPITALISED_INTEREST
    ) - account(story, on).past.received(FlowKind.CAPITALISED_INTEREST)
    assert interest(on + timedelta(days=1)) + capitalised >= interest(on)
    asked = sum(due.interest.asked for due in account(story, leg.last_on).dues)
    assert asked == interest(leg.last_on)


# Given up, handed back.


@given(stories(), st.sampled_from(Component), st.data())
def test_a_waiver_lowers_what_is_owed_and_no_cash(
    story: Story, component: Component, data: st.DataObject
) -> None:
    """39: on the day, by exactly what is waived."""
    on = data.draw(days_of(story))
    before = account(story, on)
    owed = {
        Component.PRINCIPAL: before.past.balance,
        Component.INTEREST: before.past.accrued_on,
        Component.FEE: sum(due.fee.open for due in before.dues),
        Component.LATE_INTEREST: sum(due.late_interest.open for due in before.dues),
    }[component]
    assume(owed)
    minor = data.draw(st.integers(1, owed))
    waived = Waived(on=on, component=component, minor=minor)
    after = account(attrs.evolve(story, waivers=(waived,)), on)
    due = [each.past.balance + each.past.accrued_on + each.past.charged for each in (before, after)]

    assert due[0] - due[1] == minor
    for kind in (*PAID, FlowKind.CREDIT):
        assert before.past.received(kind) == after.past.received(kind)


@given(stories(), st.data())
def test_what_is_handed_back_is_owed_again(story: Story, data: st.DataObject) -> None:
    """Of the same day it is as if it had never come: payments of a day are grouped."""
    assume(story.receipts)
    undone = data.draw(st.sampled_from(story.receipts))
    on = data.draw(days_of(story))
    back = Receipt(on=undone.on, minor=-undone.minor)
    rest = list(story.receipts)
    rest.remove(undone)
    assume(all(receipt.on != undone.on for receipt in rest))
    never = [*rest, Receipt(on=undone.on, minor=0)]

    assert essence(told(story, on, [*story.receipts, back])) == essence(told(story, on, never))


@given(stories(), st.data())
def test_what_is_handed_back_later_gives_its_money_back(story: Story, data: st.DataObject) -> None:
    received = sum(receipt.minor for receipt in story.receipts)
    assume(received)
    minor = data.draw(st.integers(1, received))
    on = max(receipt.on for receipt in story.receipts) + timedelta(days=10)
    found = told(story, on, [*story.receipts, Receipt(on=on, minor=-minor)])
    told_as = sum(found.past.received(kind) for kind in (*PAID, FlowKind.CREDIT))

    assert told_as == received - minor
    for due in found.dues:
        assert all(min(part.asked, part.paid, part.open) >= 0 for part in parts(due))


# Payments in advance.


@given(usual_legs, st.data())
def test_smaller_instalments_are_a_fresh_schedule_of_what_is_left(
    leg: DebtLeg, data: st.DataObject
) -> None:
    """33: same conventions, same days; after a payment on a due day."""
    leg = attrs.evolve(leg, servicing=Servicing(advance=Advance.SMALLER, round_at_dues=True))
    rows = schedule(leg).rows
    repaying = [number for number, row in enumerate(rows[:-1]) if row.principal]
    assume(repaying)
    number = data.draw(st.sampled_from(repaying))
    on = rows[number].due_on
    extra = data.draw(st.integers(1, max(1, rows[number].outstanding)))
    paid = [Receipt(on=row.due_on, minor=row.total) for row in rows[: number + 1]]
    found = account(Story(eras=(Era(leg=leg),), receipts=(*paid, Receipt(on=on, minor=extra))), on)
    fresh = schedule(found.past.leg).rows

    assert found.past.balance == rows[number].outstanding - min(extra, rows[number].outstanding)
    assert found.past.leg.principal.minor == found.past.balance
    assert [
        (due.due_on, due.principal.asked, due.interest.asked) for due in found.to_come if due.asked
    ] == [(row.due_on, row.principal, row.interest) for row in fresh if row.total]


@given(usual_legs, st.data())
def test_a_shorter_term_keeps_the_instalments(leg: DebtLeg, data: st.DataObject) -> None:
    """34: no row is later than before, and instalments but the last ones are unchanged."""
    leg = attrs.evolve(leg, servicing=Servicing(advance=Advance.LAST))
    rows = schedule(leg).rows
    repaying = [number for number, row in enumerate(rows) if row.principal]
    number = data.draw(st.sampled_from(repaying))
    on = rows[number].due_on
    extra = data.draw(st.integers(1, leg.principal.minor))
    paid = [Receipt(on=row.due_on, minor=row.total) for row in rows[: number + 1]]
    found = account(Story(eras=(Era(leg=leg),), receipts=(*paid, Receipt(on=on, minor=extra))), on)
    signed = {row.due_on: row.total for row in rows}
    asked = [due for due in found.to_come if due.open]

    assert {due.due_on for due in asked} <= set(signed)
    assert all(due.asked == signed[due.due_on] for due in asked[:-1])


@given(stories(usual_legs), st.data())
def test_principal_paid_ahead_is_shown_by_the_dues_to_come(
    story: Story, data: st.DataObject
) -> None:
    advance = data.draw(st.sampled_from([Advance.NEXT, Advance.SPREAD]))
    leg = attrs.evolve(story.eras[0].leg, servicing=Servicing(advance=advance))
    found = told(attrs.evolve(story, eras=(Era(leg=leg),)), data.draw(days_of(story)))
    assume(found.to_come)

    assert sum(due.principal.paid for due in found.to_come) == found.principal_ahead


# Written off.


@given(stories(), st.data())
def test_a_write_off_loses_what_dues_asked_for(story: Story, data: st.DataObject) -> None:
    on = data.draw(days_of(story))
    story = attrs.evolve(story, written_off_on=on)
    found = account(story, on + timedelta(days=data.draw(st.integers(0, 400))))

    assert all(due.open == 0 for due in found.rows)
    assert (found.past.balance, found.past.accrued_on, found.overdue) == (0, 0, 0)


# Refused.


def test_more_than_is_owed_cannot_be_waived() -> None:
    story = _simple()
    waived = Waived(on=story.eras[0].leg.start, component=Component.PRINCIPAL, minor=1_000_001)

    with pytest.raises(InvalidTerms) as caught:
        account(attrs.evolve(story, waivers=(waived,)), waived.on)

    assert str(caught.value) == (
        "1000001 XOF of principal is waived on 2012-01-01 but 1000000 XOF is owed: "
        "waive that or less"
    )


def test_more_than_was_received_cannot_be_handed_back() -> None:
    story = _simple()
    start = story.eras[0].leg.start

    with pytest.raises(InvalidTerms) as caught:
        told(story, start, [Receipt(on=start, minor=-5)])

    assert str(caught.value) == (
        "5 XOF is handed back on 2012-01-01, 5 XOF more than was received on the debt: "
        "correct the amount"
    )


def test_a_waiver_before_the_debt_is_refused() -> None:
    story = _simple()
    early = story.eras[0].leg.start - timedelta(days=1)
    waived = Waived(on=early, component=Component.INTEREST, minor=7)

    with pytest.raises(InvalidTerms) as caught:
        account(attrs.evolve(story, waivers=(waived,)), story.eras[0].leg.start)

    assert str(caught.value) == (
        "7 minor units are waived on 2011-12-31 but the contract starts on 2012-01-01: "
        "correct one of the two days"
    )


def _simple() -> Story:
    dues = OnDates((date(2012, 12, 31), date(2013, 12, 31)))
    leg = debt_leg(
        Money(1_000_000, XOF), date(2012, 1, 1), Rate.parse("10 %"), Repayment(dues=(dues,))
    )
    return Story(eras=(Era(leg=leg),))
