"""What a debt really did: receipts folded over terms, to the unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.engine.debt import Flow, run_debt
from investisens.engine.schedule import Instalment, schedule
from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.servicing.history import AmendmentMismatch, Era, History, Receipt, history, opening
from investisens.values.cashflow import FlowKind
from investisens.values.currency import XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import OnDates
from investisens.values.steps import Draw, Plan, SetRate
from oracles import worst_gap
from strategies import Terms, debts, minors

CASH = (FlowKind.PRINCIPAL, FlowKind.INTEREST)
LATER = date(2100, 1, 1)


def leg_of(terms: Terms) -> Any:
    return debt_leg(**terms)


legs = debts(most=16).map(leg_of)


def on_time(rows: Iterable[Instalment]) -> list[Receipt]:
    """Every due paid on its day; one of zero is met by nothing, on its day too."""
    return [Receipt(on=row.due_on, minor=row.total) for row in rows]


def past(leg: Any, receipts: Iterable[Receipt], on: date = LATER, **more: Any) -> History:
    return history((Era(leg=leg),), receipts, on, **more)


def summed(flows: Iterable[Flow]) -> dict[tuple[int, FlowKind], int]:
    """Flows by day and kind, whatever their order within the day."""
    cells: Counter[tuple[int, FlowKind]] = Counter()
    for day, kind, amount in flows:
        cells[day, kind] += amount
    return dict(cells)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Any, list[Receipt]]:
    """A debt and receipts on any days, dues paid in part, early, late or twice."""
    leg = draw(legs)
    last = (leg.plan.last_on - leg.start).days
    amounts = st.integers(1, 2 * leg.principal.minor)
    dated = st.tuples(st.integers(0, last + 400), amounts)
    receipts = [
        Receipt(on=leg.start + timedelta(days=days), minor=minor)
        for days, minor in draw(st.lists(dated, max_size=8))
    ]
    return leg, receipts


# Paid as agreed.


@given(legs)
def test_dues_paid_on_their_days_reproduce_the_schedule(leg: Any) -> None:
    """Property 36 of servicing."""
    rows = schedule(leg).rows
    receipts = on_time(rows)
    for row in rows:
        state = past(leg, receipts, row.due_on)
        assert (state.balance, state.accrued, state.accrued_on, state.credit) == (
            row.outstanding,
            0,
            0,
            0,
        )


@given(legs)
def test_dues_paid_on_their_days_are_allocated_as_the_schedule_says(leg: Any) -> None:
    rows = schedule(leg).rows
    found = summed(past(leg, on_time(rows)).flows)

    for row in rows:
        day = row.due_on.toordinal()
        assert found.get((day, FlowKind.PRINCIPAL), 0) == row.principal
        assert found.get((day, FlowKind.INTEREST), 0) == (row.interest if row.total else 0)


@given(legs, st.data())
def test_on_time_so_far_goes_on_as_the_schedule(leg: Any, data: st.DataObject) -> None:
    """On a due or between two of them: nothing is overdue, and the rest is the rest."""
    rows = schedule(leg).rows
    last = (rows[-1].due_on - leg.start).days
    on = leg.start + timedelta(days=data.draw(st.integers(0, last)))
    done = opening(past(leg, on_time(rows), on))
    result = run_debt(leg, done)
    cut = on.toordinal()

    assert done.overdue == 0
    assert result.outstanding == result.accrued == 0
    paid = {
        (row.due_on.toordinal(), kind): amount
        for row in rows
        for kind, amount in (
            (FlowKind.PRINCIPAL, row.principal),
            (FlowKind.INTEREST if row.total else FlowKind.CAPITALISED_INTEREST, row.interest),
        )
        if amount and row.due_on > on
    }
    assert summed(flow for flow in result.flows if flow[0] > cut) == paid


# Paid in any way.


@given(stories())
def test_a_receipt_is_interest_principal_or_credit(story: tuple[Any, list[Receipt]]) -> None:
    """Property 23: whole units, none lost, none negative."""
    leg, receipts = story
    state = past(leg, receipts)
    paid = state.received(FlowKind.INTEREST) + state.received(FlowKind.PRINCIPAL)

    assert paid + state.credit == sum(receipt.minor for receipt in receipts)
    assert min(state.balance, state.accrued, state.credit) >= 0


@given(stories())
def test_credit_arises_only_when_nothing_is_owed(story: tuple[Any, list[Receipt]]) -> None:
    leg, receipts = story
    state = past(leg, receipts)

    assert state.credit == 0 or state.balance == state.accrued == 0


@given(stories(), st.data())
def test_what_comes_later_changes_nothing_of_what_was(
    story: tuple[Any, list[Receipt]], data: st.DataObject
) -> None:
    """Property 27: the state of a day is the one built up to it, step by step."""
    leg, receipts = story
    on = leg.start + timedelta(days=data.draw(st.integers(0, 4_000)))
    state = past(leg, receipts, on)

    assert state == past(leg, [receipt for receipt in receipts if receipt.on <= on], on)
    assert past(leg, receipts).flows[: len(state.flows)] == state.flows


@given(stories(), st.randoms(use_true_random=False))
def test_receipts_may_be_entered_in_any_order(
    story: tuple[Any, list[Receipt]], random: Any
) -> None:
    """Properties 28 and 29: a late entry is an entry."""
    leg, receipts = story
    twice = [attrs.evolve(receipt) for receipt in receipts] + receipts
    shuffled = list(twice)
    random.shuffle(shuffled)
    one, other = past(leg, twice), past(leg, shuffled)

    assert summed(one.flows) == summed(other.flows)
    assert (one.balance, one.accrued, one.credit) == (other.balance, other.accrued, other.credit)


@given(stories(), st.data())
def test_two_receipts_of_a_day_are_their_sum(
    story: tuple[Any, list[Receipt]], data: st.DataObject
) -> None:
    """Property 31 of servicing."""
    leg, receipts = story
    split: list[Receipt] = []
    for receipt in receipts:
        part = data.draw(st.integers(0, receipt.minor))
        split += [Receipt(on=receipt.on, minor=part)]
        split += [Receipt(on=receipt.on, minor=receipt.minor - part)]
    one, other = past(leg, receipts), past(leg, split)

    assert summed(one.flows) == summed(other.flows)
    assert (one.since, one.accrued, one.credit) == (other.since, other.accrued, other.credit)


@given(stories(), st.data())
def test_paying_earlier_never_costs_more_interest(
    story: tuple[Any, list[Receipt]], data: st.DataObject
) -> None:
    """Property 37, up to what rounding moves at each event and interest makes of it."""
    leg, receipts = story
    earlier = [
        Receipt(
            on=receipt.on
            - timedelta(days=data.draw(st.integers(0, (receipt.on - leg.start).days))),
            minor=receipt.minor,
        )
        for receipt in receipts
    ]
    horizon = max([leg.plan.last_on, *(receipt.on for receipt in receipts)])

    assert interest(leg, earlier, horizon) <= interest(leg, receipts, horizon) + slack(
        leg, [*earlier, *receipts], horizon
    )


def interest(leg: Any, receipts: Sequence[Receipt], on: date) -> int:
    state = past(leg, receipts, on)
    capitalised = state.received(FlowKind.CAPITALISED_INTEREST)
    return capitalised + state.received(FlowKind.INTEREST) + state.accrued_on


def slack(leg: Any, receipts: Sequence[Receipt], on: date) -> Fraction:
    days = sorted({leg.start, on, *(r.on for r in receipts), *(s.on for s in leg.plan.steps)})
    growth = Fraction(1)
    for before, day in pairwise(days):
        growth *= 1 + leg.rate.fraction * leg.day_count.fraction(before, day)
    # Day counts of 30 days a month are not additive: two days are lost or won at each event.
    uneven = leg.principal.minor * leg.rate.fraction * Fraction(2, 360)
    return Fraction(2 * len(days) * growth * (worst_gap(leg.rounding.interest) + uneven))


@given(legs)
def test_without_receipts_the_balance_stays(leg: Any) -> None:
    state = past(leg, [])

    assert state.balance == leg.principal.minor + state.received(FlowKind.CAPITALISED_INTEREST)
    assert state.received(FlowKind.PRINCIPAL) == state.credit == 0


@given(stories(), st.data())
def test_a_write_off_loses_all_that_is_left(
    story: tuple[Any, list[Receipt]], data: st.DataObject
) -> None:
    """What comes afterwards takes from the loss first, and is credit beyond it."""
    leg, receipts = story
    on = leg.start + timedelta(days=data.draw(st.integers(0, 4_000)))
    before = past(leg, receipts, on)
    after = past(leg, receipts, written_off_on=on)
    later = sum(receipt.minor for receipt in receipts if receipt.on > on)

    assert after.written_off
    assert (after.balance, after.accrued_on) == (0, 0)
    recovered = min(later, before.balance)
    assert after.received(FlowKind.RECOVERY) == recovered
    assert after.received(FlowKind.LOSS) == before.balance - recovered
    assert after.credit == before.credit + later - recovered


# Going on from the real state.

START = date(2012, 1, 1)
DUES = tuple(date(year, 1, 1) for year in range(2013, 2017))


def plain(rate: str = "0 %", principal: int = 400, **terms: Any) -> Any:
    repayment = Repayment(dues=(OnDates(DUES),), day_count=DayCount.THIRTY_E_360, **terms)
    return debt_leg(Money(principal, XOF), START, Rate.parse(rate), repayment)


def to_come(leg: Any, state: History) -> list[tuple[date, FlowKind, int]]:
    flows = run_debt(leg, opening(state)).flows
    return [
        (date.fromordinal(day), kind, amount)
        for day, kind, amount in flows
        if day > state.on.toordinal()
    ]


def test_the_next_due_asks_for_the_one_that_was_missed() -> None:
    """At 12 %: 48 of the first year unpaid, 48 more of the second on 400."""
    leg = plain("12 %")
    state = past(leg, [], date(2013, 6, 30))

    assert opening(state).overdue == 100
    assert to_come(leg, state)[:4] == [
        (DUES[1], FlowKind.PRINCIPAL, 200),
        (DUES[1], FlowKind.INTEREST, 96),
        (DUES[2], FlowKind.PRINCIPAL, 100),
        (DUES[2], FlowKind.INTEREST, 24),
    ]


def test_an_instalment_paid_early_stays_and_the_last_ones_shrink() -> None:
    leg = plain()
    state = past(leg, [Receipt(on=DUES[0], minor=250)], DUES[0])

    assert to_come(leg, state) == [
        (DUES[1], FlowKind.PRINCIPAL, 100),
        (DUES[2], FlowKind.PRINCIPAL, 50),
    ]


@given(debts(most=16), st.data())
def test_what_is_paid_early_is_not_asked_for_again(terms: Terms, data: st.DataObject) -> None:
    """Property 34: once instalments are fixed they stay, and the tail shrinks; no due is added."""
    leg = leg_of(terms)
    rows = schedule(leg).rows
    repayment = terms["repayment"]
    deferred = repayment.capitalised_dues + repayment.interest_only_dues
    number = data.draw(st.integers(deferred, len(rows) - 1))
    on = rows[number].due_on
    extra = Receipt(on=on, minor=data.draw(minors))
    state = past(leg, [*on_time(rows[: number + 1]), extra], on)
    later = {day: amount for day, kind, amount in to_come(leg, state) if kind is CASH[0]}
    planned = {row.due_on: row.principal for row in rows[number + 1 :]}

    assert opening(state).overdue == 0
    assert sum(later.values()) == max(0, sum(planned.values()) - extra.minor)
    assert set(later) <= set(planned)
    if repayment.amortisation is Amortisation.CONSTANT_PRINCIPAL:
        assert all(amount <= planned[day] for day, amount in later.items())


@given(stories(), st.data())
def test_what_is_owed_is_repaid_by_the_last_due(
    story: tuple[Any, list[Receipt]], data: st.DataObject
) -> None:
    """Whatever happened: the last due asks for the rest, and nothing is asked twice."""
    leg, receipts = story
    last = (leg.plan.last_on - leg.start).days
    on = leg.start + timedelta(days=data.draw(st.integers(0, last - 1)))
    result = run_debt(leg, opening(past(leg, receipts, on)))

    assert result.outstanding == result.accrued == 0
    assert all(amount >= 0 for _, _, amount in result.flows)


@given(stories())
def test_after_the_last_due_nothing_is_asked_any_more(story: tuple[Any, list[Receipt]]) -> None:
    """What is left stays outstanding, for somebody to decide about."""
    leg, receipts = story
    state = past(leg, receipts, leg.plan.last_on)
    result = run_debt(leg, opening(state))

    assert result.outstanding == state.balance
    assert result.flows == state.flows


def test_tranches_and_changes_of_rate_happen_by_the_terms_alone() -> None:
    """400 at 12 % for half a year, 600 at 6 % for the other half: 24 + 18."""
    middle = date(2012, 7, 1)
    leg = plain("12 %")
    steps = (Draw(middle, 200), SetRate(middle, Rate.parse("6 %")), *leg.plan.steps)
    leg = attrs.evolve(leg, plan=Plan(steps))
    state = past(leg, [], DUES[0])

    assert (state.balance, state.accrued_on) == (600, 42)


# Amendments.


def amended(leg: Any, on: date, principal: int, capitalised: int) -> Era:
    dues = tuple(date(year, 6, 30) for year in range(on.year + 1, on.year + 4))
    repayment = Repayment(dues=(OnDates(dues),))
    new = debt_leg(Money(principal, XOF), on, Rate.parse("4 %"), repayment)
    return Era(leg=new, capitalised=capitalised)


@given(stories(), st.data())
def test_an_amendment_that_writes_what_was_owed_goes_on_from_it(
    story: tuple[Any, list[Receipt]], data: st.DataObject
) -> None:
    leg, receipts = story
    on = leg.start + timedelta(days=data.draw(st.integers(1, 3_000)))
    before = past(leg, [receipt for receipt in receipts if receipt.on < on], on)
    assume(before.balance)
    era = amended(leg, on, before.balance + before.accrued_on, before.accrued_on)
    after = history((Era(leg=leg), era), receipts, LATER)
    paid = after.received(FlowKind.INTEREST) + after.received(FlowKind.PRINCIPAL)

    assert after.leg == era.leg
    assert paid + after.credit == sum(receipt.minor for receipt in receipts)
    assert after.flows[: len(before.flows)] == before.flows
    assert history((Era(leg=leg), era), [r for r in receipts if r.on < on], on).balance == (
        era.leg.principal.minor
    )


def test_a_receipt_of_the_day_of_an_amendment_counts_under_the_new_terms() -> None:
    on = date(2013, 6, 30)
    era = amended(plain(), on, 400, 0)
    state = history((Era(leg=plain()), era), [Receipt(on=on, minor=150)], on)

    assert state.balance == 250


@pytest.mark.parametrize(
    ("principal", "capitalised", "message", "field"),
    [
        (
            424,
            23,
            "the amendment of 2012-07-01 writes capitalised 23 XOF but 24 XOF is owed that "
            "day (1 XOF apart): correct the amendment, or the payments before it",
            "capitalised",
        ),
        (
            400,
            24,
            "the amendment of 2012-07-01 writes principal 400 XOF but 424 XOF is owed that "
            "day (24 XOF apart): correct the amendment, or the payments before it",
            "principal",
        ),
    ],
)
def test_an_amendment_that_writes_something_else_is_refused(
    principal: int, capitalised: int, message: str, field: str
) -> None:
    """400 at 12 % for six months of 30 days."""
    leg = plain("12 %")
    era = amended(leg, date(2012, 7, 1), principal, capitalised)

    with pytest.raises(AmendmentMismatch) as caught:
        history((Era(leg=leg), era), [], LATER)

    written, owed = {"capitalised": (capitalised, 24), "principal": (principal, 424)}[field]
    assert str(caught.value) == message
    assert caught.value.field == field
    assert (caught.value.value, caught.value.owed) == (Money(written, XOF), Money(owed, XOF))


def test_what_was_written_off_cannot_be_amended() -> None:
    """Nothing is owed any more on the day of the amendment."""
    era = amended(plain(), date(2012, 7, 1), 400, 0)

    with pytest.raises(InvalidTerms, match=r"writes principal 400 XOF but 0 XOF is owed that day"):
        history((Era(leg=plain()), era), [], LATER, written_off_on=date(2012, 3, 1))


# Interest of a late payer, by hand.


def test_late_interest_runs_on_what_is_really_owed_and_is_rounded_at_each_event() -> None:
    """1000 at 5 %: 31 days bear 4.25, rounded to 4; 100 pay 4 and 96; 59 days on 904, 7.31."""
    repayment = Repayment(
        dues=(OnDates((date(2013, 1, 1),)),), rounding=Rounding(interest=RoundingMode.HALF_UP)
    )
    leg = debt_leg(Money(1_000, XOF), date(2013, 1, 1) - timedelta(days=366), Rate(0), repayment)
    leg = attrs.evolve(leg, rate=Rate.parse("5 %"))
    first = leg.start + timedelta(days=31)
    state = past(leg, [Receipt(on=first, minor=100)], first + timedelta(days=59))

    assert state.received(FlowKind.INTEREST) == 4
    assert (state.balance, state.since, state.accrued, state.accrued_on) == (904, first, 0, 7)


# Refused.


def test_a_question_before_the_start_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        past(plain(), [], date(2011, 12, 31))

    assert str(caught.value) == (
        "on is 2011-12-31 but the contract starts on 2012-01-01: ask for a later day"
    )
    assert (caught.value.field, caught.value.value) == ("on", date(2011, 12, 31))


def test_a_receipt_before_the_start_is_refused() -> None:
    """It would vanish: no money was owed yet."""
    with pytest.raises(InvalidTerms) as caught:
        past(plain(), [Receipt(on=DUES[0], minor=5), Receipt(on=date(2011, 12, 31), minor=7)])

    assert str(caught.value) == (
        "7 minor units are received on 2011-12-31 but the contract starts on 2012-01-01: "
        "correct one of the two days"
    )
    assert (caught.value.field, caught.value.value) == ("receipts", date(2011, 12, 31))
