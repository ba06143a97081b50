"""What every account keeps, whatever the terms of the debt and whatever was decided about it.

Every amortisation and option, every term of servicing, money handed back, standstills, amendments
and losses. Numbers in the docstrings are those of the list of invariants, see ``verified-against``.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts import essence, legs, receipts, servicings
from funds import xof
from hard_stories import day_of, every_story, hard_stories, shaped_legs
from investisens.engine.debt import run_debt
from investisens.engine.schedule import schedule
from investisens.instruments.agreed import Tranche
from investisens.instruments.repayment import Amortisation, HandMadeRow, Repayment, debt_leg
from investisens.servicing.account import Account, account, state_of
from investisens.servicing.arrears import NOTHING_LATE, arrears_of
from investisens.servicing.history import Era, History, Receipt, opening
from investisens.servicing.quality import Exposure
from investisens.servicing.story import Story
from investisens.values.cashflow import FlowKind
from investisens.values.components import Component
from investisens.values.daycount import DayCount
from investisens.values.legs import DebtLeg
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import OnDates
from investisens.values.servicing import (
    USUAL,
    Advance,
    AllocationOrder,
    DueAsks,
    LateInterest,
    PayOff,
    Servicing,
)
from investisens.values.steps import (
    ChargeFee,
    ChargeShare,
    ChargeWhileOwed,
    Draw,
    PayInterest,
    RepayAmount,
    ResetRate,
    SetRate,
)
from oracles import worst_gap
from shapes import FIXINGS

_FEES = (ChargeFee, ChargeShare, ChargeWhileOwed)
_MONEY = (FlowKind.PRINCIPAL, FlowKind.INTEREST, FlowKind.FEE, FlowKind.RECOVERY, FlowKind.CREDIT)
_SPLIT = (DayCount.ACT_365F, DayCount.ACT_360)
"""Day counts by which the parts of a period add up to it."""


def known(story: Story, on: date) -> list[Receipt]:
    return [receipt for receipt in story.receipts if receipt.on <= on]


def among(leg: DebtLeg, *kinds: type) -> bool:
    return any(isinstance(step, kinds) for step in leg.plan.steps)


def by_day(past: History) -> dict[Any, int]:
    """Flows of each day and kind, whatever their order in the day."""
    cells: Counter[Any] = Counter()
    for day, kind, amount in past.flows:
        cells[day, kind] += amount
    return {cell: amount for cell, amount in cells.items() if amount}


# One state.


@given(every_story, st.data())
def test_the_state_is_that_of_the_account(story: Story, data: st.DataObject) -> None:
    on = data.draw(day_of(story))
    state, full = state_of(story, on), account(story, on).past

    assert attrs.evolve(state, dues=None, ahead=0, flows=()) == attrs.evolve(
        full, dues=None, ahead=0, flows=()
    )
    assert by_day(state) == by_day(full)


@given(every_story, st.randoms(use_true_random=False), st.data())
def test_the_order_of_entry_and_what_comes_later_change_nothing(
    story: Story, random: Any, data: st.DataObject
) -> None:
    """27, 28, 29 and 48."""
    on = data.draw(day_of(story))
    shuffled = known(story, on)
    random.shuffle(shuffled)
    lost_on = story.written_off_on
    told = attrs.evolve(
        story,
        receipts=tuple(shuffled),
        written_off_on=lost_on if lost_on is None or lost_on <= on else None,
    )

    assert essence(account(told, on)) == essence(account(story, on))


@given(every_story, st.data())
def test_two_payments_of_a_day_are_their_sum(story: Story, data: st.DataObject) -> None:
    """31."""
    on = data.draw(day_of(story))
    split = []
    for receipt in story.receipts:
        part = data.draw(st.integers(min(0, receipt.minor), max(0, receipt.minor)))
        split += [attrs.evolve(receipt, minor=part)]
        split += [attrs.evolve(receipt, minor=receipt.minor - part)]

    assert essence(account(attrs.evolve(story, receipts=tuple(split)), on)) == essence(
        account(story, on)
    )


# Every unit is accounted for.


@given(every_story, st.data())
def test_all_that_was_received_is_told_and_is_somewhere(story: Story, data: st.DataObject) -> None:
    """23: paid of dues, paid ahead, recovered or credit, and the same by component."""
    on = data.draw(day_of(story))
    found = account(story, on)
    past, dues = found.past, found.dues
    received = sum(receipt.minor for receipt in known(story, on))

    assert sum(past.received(kind) for kind in _MONEY) == received
    assert past.received(FlowKind.CREDIT) == past.credit
    assert past.received(FlowKind.PRINCIPAL) == found.principal_ahead + sum(
        due.principal.paid for due in dues
    )
    assert past.received(FlowKind.INTEREST) == found.interest_ahead + sum(
        due.interest.paid + due.late_interest.paid for due in dues
    )
    assert past.received(FlowKind.FEE) == sum(due.fee.paid for due in dues)


@given(every_story, st.data())
def test_nothing_is_negative_and_no_due_asks_for_more_than_is_owed(
    story: Story, data: st.DataObject
) -> None:
    """24 and 25: asked = paid + waived + lost + open, by component; after the last due all is."""
    found = account(story, data.draw(day_of(story)))
    past = found.past

    for due in found.rows:
        for part in (due.part(component) for component in Component):
            assert min(part.asked, part.paid, part.waived, part.lost, part.open) >= 0
    assert min(past.balance, past.accrued, past.accrued_on, past.credit, found.pays_off) >= 0
    owed = sum(due.principal.open for due in found.dues)
    assert owed <= past.balance
    assert sum(due.interest.open for due in found.dues) <= past.accrued_on
    if past.on >= past.leg.last_on:
        assert owed == past.balance


@given(hard_stories(), st.data())
def test_outstanding_principal_rises_by_what_is_lent_capitalised_or_handed_back(
    story: Story, data: st.DataObject
) -> None:
    """32."""
    on, after = data.draw(day_of(story)), data.draw(st.integers(1, 400))
    first, then = (account(story, day).past for day in (on, on + timedelta(days=after)))
    rises = (FlowKind.DISBURSEMENT, FlowKind.CAPITALISED_INTEREST)
    more = sum(then.received(kind) - first.received(kind) for kind in rises)
    back = sum(r.minor for r in story.receipts if r.minor < 0 and on < r.on <= then.on)

    assert then.balance <= first.balance + more - back


@given(legs(servicings), st.data())
def test_interest_is_what_the_balance_of_each_day_bore(leg: DebtLeg, data: st.DataObject) -> None:
    """38: told beside an exact sum over the days, half a unit (or one) for each event."""
    payoff = PayOff.TO_THE_DAY
    leg = attrs.evolve(
        leg,
        day_count=data.draw(st.sampled_from(_SPLIT)),
        servicing=attrs.evolve(leg.servicing, payoff=payoff),
    )
    story = Story(eras=(Era(leg=leg),), receipts=data.draw(receipts(leg)))
    on = leg.start + timedelta(days=data.draw(st.integers(0, 2_000)))
    past = account(story, on).past
    dues = past.dues or ()
    borne = past.received(FlowKind.CAPITALISED_INTEREST) + past.received(FlowKind.INTEREST)
    borne += past.accrued_on - sum(due.late_interest.paid for due in dues)
    days = sorted({on, *(date.fromordinal(day) for day, _, _ in past.flows)})
    exact = Fraction(0)
    for day, until in pairwise(days):
        owed = sum(
            amount if kind in _LENT else -amount
            for at, kind, amount in past.flows
            if at <= day.toordinal() and kind in (*_LENT, FlowKind.PRINCIPAL)
        )
        exact += owed * leg.rate.fraction * leg.day_count.fraction(day, until)
    events = len(story.receipts) + len(leg.plan.steps) + 1

    assert abs(borne - exact) <= events * worst_gap(leg.rounding.interest)


_LENT = (FlowKind.DISBURSEMENT, FlowKind.CAPITALISED_INTEREST)


# Paid in time, paid off.


@given(
    shaped_legs(servicings.map(lambda terms: attrs.evolve(terms, order=()))),
    st.data(),
)
def test_dues_paid_on_their_days_reproduce_the_schedule(leg: DebtLeg, data: st.DataObject) -> None:
    """36: no arrears on any day, the same parts, and the same to come in a projection.

    A due whose amounts are all zero is met by nothing, on its day too, so that it is rounded.
    """
    rows = schedule(leg, FIXINGS).rows
    assume(all(row.outstanding for row in rows[:-1]))
    paid = tuple(Receipt(on=row.due_on, minor=row.total) for row in rows)
    story = Story(eras=(Era(leg=leg),), receipts=paid, fixings=FIXINGS)
    found = account(story, data.draw(day_of(story)))
    state = state_of(story, found.past.on)
    signed = {row.due_on: row for row in rows if row.total}

    assert (found.overdue, arrears_of(state), state.credit) == (0, NOTHING_LATE, 0)
    for due in found.rows:
        if due.asked:
            row = signed[due.due_on]
            assert (due.principal.asked, due.fee.asked) == (row.principal, row.fees)
            assert due.asked == row.total
    assert sum(due.asked > 0 for due in found.rows) == len(signed)
    assert to_come(state) == {day: row.total for day, row in signed.items() if day > state.on}


def to_come(past: History) -> dict[date, int]:
    """Cash that a projection from a state expects, by day."""
    cash: Counter[date] = Counter()
    for day, kind, amount in run_debt(past.leg, opening(past), fixings=FIXINGS).flows:
        if day > past.on.toordinal() and kind in _MONEY:
            cash[date.fromordinal(day)] += amount
    return dict(cash)


@given(every_story, st.data())
def test_the_pay_off_amount_leaves_nothing_that_day_nor_later(
    story: Story, data: st.DataObject
) -> None:
    """35, also where something was paid before on the same day."""
    on = data.draw(day_of(story))
    before = account(story, on)
    order = before.past.leg.servicing.order
    assume(not before.past.credit and (not order or len(order) == 10))
    paid = [
        *known(story, on),
        *([Receipt(on=on, minor=before.pays_off)] if before.pays_off else []),
    ]
    after = attrs.evolve(story, receipts=tuple(paid), written_off_on=None)
    if story.written_off_on is not None and story.written_off_on <= on:
        after = attrs.evolve(after, written_off_on=story.written_off_on)
    found = account(after, on)

    assert (owed_of(found), found.pays_off, found.past.credit) == ((0, 0, 0), 0, 0)
    leg = found.past.leg
    if not among(leg, Draw, ChargeFee):
        later = account(after, on + timedelta(days=data.draw(st.integers(1, 500))))
        assert (owed_of(later), later.overdue) == ((0, 0, 0), 0)
        assert sum(due.open for due in found.rows) == 0


def owed_of(found: Account) -> tuple[int, int, int]:
    return found.past.balance, found.past.accrued_on, found.past.charged


# What is late.


@given(every_story, st.data())
def test_what_is_late_is_open_of_dues_and_owed(story: Story, data: st.DataObject) -> None:
    """40: days are late if and only if something due before is unpaid, and by how much.

    By the usual terms interest paid ahead covers dues, as it does where no due is followed.
    """
    on = data.draw(day_of(story))
    state, found = state_of(story, on), account(story, on)
    late = arrears_of(state)

    assert (late == NOTHING_LATE) == (late.overdue == 0) == (late.days_past_due == 0)
    assert 0 <= late.principal <= min(late.overdue, state.balance)
    assert late.overdue <= state.balance + state.accrued_on + state.charged
    if state.dues is not None:
        covered = found.interest_ahead if state.leg.servicing == USUAL else 0
        assert late.overdue == max(0, found.overdue - covered)
    assert exposed(state).days_past_due == late.days_past_due


def exposed(past: History) -> Exposure:
    """A debt as figures of quality take it, which refuses what contradicts itself."""
    late = arrears_of(past)
    return Exposure(
        contract="L1",
        currency=past.leg.principal.currency,
        outstanding=past.balance,
        late_principal=late.principal,
        days_past_due=late.days_past_due,
    )


@given(every_story, st.data())
def test_a_payment_of_the_day_pays_each_due_more_and_leaves_less_overdue(
    story: Story, data: st.DataObject
) -> None:
    """What a payment would clear: it asks no due anew, and all of it goes somewhere."""
    on = data.draw(day_of(story))
    before = account(story, on)
    minor = data.draw(st.integers(1, 2 * max(1, before.pays_off)) | st.just(max(1, before.overdue)))
    more = attrs.evolve(story, receipts=(*story.receipts, Receipt(on=on, minor=minor)))
    after = account(more, on)

    assert [due.due_on for due in after.dues] == [due.due_on for due in before.dues]
    assert after.overdue <= before.overdue
    assert arrears_of(state_of(more, on)).overdue <= arrears_of(state_of(story, on)).overdue
    if not before.past.credit and all(each.on != on for each in story.receipts):
        for old, new in zip(before.dues, after.dues, strict=True):
            assert all(new.part(each).paid >= old.part(each).paid for each in Component)


# A projection goes on from the state.


@given(every_story, st.data())
def test_a_projection_starts_from_the_state_and_brings_it_to_zero(
    story: Story, data: st.DataObject
) -> None:
    on = data.draw(day_of(story))
    state = state_of(story, on)
    done = opening(state)
    result = run_debt(state.leg, done, fixings=FIXINGS)
    cut = on.toordinal()
    ahead = [flow for flow in result.flows if flow[0] > cut]

    assert (done.balance, done.accrued, done.charged) == (
        *(state.balance, state.accrued, state.charged),
    )
    assert by_day(attrs.evolve(state, flows=tuple(f for f in result.flows if f[0] <= cut))) == (
        by_day(state)
    )
    assert all(amount >= 0 for _, _, amount in ahead)
    if not state.written_off and state.leg.plan.last_on and on < state.leg.plan.last_on:
        assert (result.outstanding, result.accrued) == (0, 0)
        fees = sum(amount for _, kind, amount in ahead if kind is FlowKind.FEE)
        assert fees == state.charged or among(state.leg, *_FEES)


# Paying earlier.

_FREE = st.builds(
    Servicing,
    advance=st.sampled_from([Advance.NEXT, Advance.LAST, Advance.SPREAD]),
    asks=st.sampled_from(DueAsks),
    round_at_dues=st.booleans(),
)
"""All interest accrued to the day before any principal, and no late interest."""

_LATE = st.builds(
    Servicing,
    round_at_dues=st.booleans(),
    late_interest=st.builds(
        LateInterest, rate=st.integers(1, 3_000_000).map(Rate), grace_days=st.integers(0, 20)
    ),
)
"""The same with late interest; what is paid in advance counts for the next dues."""


@given(shaped_legs(_FREE), st.data())
def test_paying_earlier_never_costs_more_interest(leg: DebtLeg, data: st.DataObject) -> None:
    """37: with interest first, of every form of debt whose dues all ask for interest."""
    leg = attrs.evolve(leg, day_count=data.draw(st.sampled_from(_SPLIT)))
    paying = {step.on for step in leg.plan.steps if isinstance(step, PayInterest)}
    alone = any(isinstance(s, RepayAmount) and s.on not in paying for s in leg.plan.steps)
    assume(not alone and not among(leg, Draw))
    _paid_earlier(leg, data)


@given(legs(_LATE), st.data())
def test_paying_earlier_never_costs_more_late_interest(leg: DebtLeg, data: st.DataObject) -> None:
    """37: with interest first, in advance for the next dues, each of which asks for its total."""
    assume(leg.principal.minor > 1_000)
    _paid_earlier(attrs.evolve(leg, day_count=data.draw(st.sampled_from(_SPLIT))), data)


def _paid_earlier(leg: DebtLeg, data: st.DataObject) -> None:
    later = data.draw(receipts(leg))
    earlier = tuple(
        attrs.evolve(each, on=each.on - timedelta(days=data.draw(st.integers(0, days))))
        for each, days in ((each, (each.on - leg.start).days) for each in later)
    )
    on = max([leg.last_on, *(each.on for each in later)])
    told = [Story(eras=(Era(leg=leg),), receipts=r, fixings=FIXINGS) for r in (earlier, later)]
    first, second = (state_of(story, on) for story in told)

    assert borne(first) <= borne(second) + slack(leg, [*earlier, *later], on)


def borne(past: History) -> int:
    """Interest and late interest: paid, capitalised and owed."""
    late = sum(due.late_interest.open for due in past.dues or ())
    capitalised = past.received(FlowKind.CAPITALISED_INTEREST)
    return capitalised + past.received(FlowKind.INTEREST) + past.accrued_on + late


def slack(leg: DebtLeg, paid: list[Receipt], on: date) -> Fraction:
    """What rounding moves at each event, and what interest makes of it until the end."""
    steps = leg.plan.steps
    days = sorted({leg.start, on, *(each.on for each in paid), *(step.on for step in steps)})
    highest = max(
        [leg.rate.mbp, *(step.rate.mbp for step in steps if isinstance(step, SetRate))]
    ) + (10 * MBP if among(leg, ResetRate) else 0)
    late = leg.servicing.late_interest
    yearly = Fraction(highest + (late.rate.mbp if late else 0), MBP)
    growth = Fraction(1)
    for before, day in pairwise(days):
        growth *= 1 + yearly * leg.day_count.fraction(before, day)
    gap = worst_gap(leg.rounding.interest) * leg.rounding.interest_multiple
    lines = len(days) if late else 1
    return 4 * len(days) * lines * growth * gap


# Terms by which it cannot hold: the examples of the page on what was verified.

START = date(2026, 1, 1)
DUES = (date(2026, 4, 1), date(2026, 7, 1))


def two_dues(servicing: Servicing, **terms: Any) -> DebtLeg:
    """1,200,000 francs at 12 % on 30E/360, 1 % a month, in two equal parts."""
    repayment = Repayment(
        dues=(OnDates(DUES),), day_count=DayCount.THIRTY_E_360, servicing=servicing, **terms
    )
    return debt_leg(xof(1_200_000), START, Rate.parse("12 %"), repayment)


def interest_of(leg: DebtLeg, *paid: tuple[date, int], on: date = DUES[1]) -> int:
    told = tuple(Receipt(on=day, minor=minor) for day, minor in paid)
    return borne(state_of(Story(eras=(Era(leg=leg),), receipts=told), on))


def test_with_principal_first_a_day_earlier_costs_more() -> None:
    """On 1 April 600,000 are due, and are repaid: 36,000 + 3 × 6,000 = 54,000.

    A day earlier nothing is due: of 600,000 the 35,600 that accrued in 89 days are paid first, and
    564,400 of principal: 635,600 are left, and bear 19,280 in 91 days (635,600 × 12 % × 91 / 360).
    35,600 + 19,280 = 54,880.
    """
    leg = two_dues(Servicing(allocation=AllocationOrder.PRINCIPAL_FIRST))

    assert interest_of(leg, (DUES[0], 600_000)) == 54_000
    assert interest_of(leg, (date(2026, 3, 30), 600_000)) == 54_880


def test_with_interest_to_the_end_of_the_period_paying_all_back_sooner_costs_more() -> None:
    """600,000 on 1 February pay 12,000 of interest and 588,000; 612,000 are left.

    Paid off on 1 March they owe interest to 1 April, 12,240: 24,240 in all. Paid off on
    1 February with the rest, 1,200,000 owe three months: 36,000.
    """
    leg = two_dues(Servicing(payoff=PayOff.TO_THE_PERIOD_END))
    february, march = date(2026, 2, 1), date(2026, 3, 1)

    assert interest_of(leg, (february, 600_000), (march, 624_240)) == 24_240
    assert interest_of(leg, (february, 600_000), (february, 636_000)) == 36_000


def test_with_late_interest_what_counts_for_the_last_dues_leaves_the_next_one_late() -> None:
    """636,000 for the due of 1 April, and late interest of 12 % beside: in time, 54,000.

    A day earlier 35,600 of interest and 600,400 of principal are paid, and 599,600 bear 18,188 in
    91 days: 53,788 where that counts for the next due. Where it counts for the last one, April
    still asks for its total; 599,600 are late for three months, and cost 17,988 more: 71,776.
    """
    late = LateInterest(rate=Rate.parse("12 %"))
    last, following = (
        two_dues(Servicing(advance=each, late_interest=late))
        for each in (Advance.LAST, Advance.NEXT)
    )
    eve = date(2026, 3, 30)

    assert interest_of(last, (DUES[0], 636_000)) == 54_000
    assert interest_of(following, (eve, 636_000)) == 53_788
    assert interest_of(last, (eve, 636_000)) == 71_776


def test_a_due_of_principal_alone_is_better_met_in_time() -> None:
    """600,000 of principal are agreed for 1 April, without interest: 36,000 + 18,000 by July.

    A day earlier the 35,600 that accrued are paid first: 35,600 + 19,280.
    """
    rows = (HandMadeRow(principal=xof(600_000), pays_interest=False), HandMadeRow(principal=None))
    leg = two_dues(USUAL, amortisation=Amortisation.HAND_MADE, rows=rows)

    assert interest_of(leg, (DUES[0], 600_000)) == 54_000
    assert interest_of(leg, (date(2026, 3, 30), 600_000)) == 54_880


def test_what_comes_before_a_tranche_waits_for_a_due() -> None:
    """300,000 more are paid out on 1 June. 1,559,600 that day leave 400, which bear 4: 60,004.

    Two days earlier they repay 1,200,000 with 59,600, and 300,000 wait as credit: the tranche bears
    3,000 until the due of July takes them.
    """
    leg = two_dues(USUAL, draws=(Tranche(on=date(2026, 6, 1), amount=xof(300_000)),))

    assert interest_of(leg, (date(2026, 6, 1), 1_559_600)) == 60_004
    assert interest_of(leg, (date(2026, 5, 30), 1_559_600)) == 62_600
