"""Stories of debts of every form: any amortisation and option, decided about, amended, lost."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from accounts import servicings
from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.servicing.account import state_of
from investisens.servicing.history import Era, Receipt
from investisens.servicing.standing_still import standing_still
from investisens.servicing.story import Story
from investisens.values.components import DuesMeanwhile, InterestMeanwhile
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.schedule import OnDates
from investisens.values.servicing import Advance, Servicing
from shapes import FIXINGS, shaped
from strategies import day_counts, rates

SIMPLE = (
    Amortisation.BULLET,
    Amortisation.CONSTANT_PRINCIPAL,
    Amortisation.LEVEL_PAYMENT,
    Amortisation.FLAT,
)


def serviced(repayment: Repayment, terms: Servicing) -> Repayment:
    """The terms with another servicing, or with one that they support."""
    try:
        return attrs.evolve(repayment, servicing=terms)
    except InvalidTerms:
        return attrs.evolve(repayment, servicing=attrs.evolve(terms, advance=Advance.SPREAD))


@st.composite
def shaped_legs(draw: st.DrawFn, terms: st.SearchStrategy[Servicing] = servicings) -> DebtLeg:
    """A debt of any form by the usual terms of servicing, or by any others."""
    drawn = draw(shaped(most=5))
    if draw(st.booleans()):
        drawn["repayment"] = serviced(drawn["repayment"], draw(terms))
    return debt_leg(**drawn)


def days_within(leg: DebtLeg, beyond: int = 300) -> st.SearchStrategy[date]:
    """A day of a step, or any day up to some after the last."""
    last = (leg.last_on - leg.start).days
    steps = sorted({(step.on - leg.start).days for step in leg.plan.steps})
    days = st.sampled_from(steps) | st.integers(0, last + beyond)
    return days.map(lambda after: leg.start + timedelta(days=after))


@st.composite
def received(draw: st.DrawFn, leg: DebtLeg, most: int = 5) -> tuple[Receipt, ...]:
    """Money received on any days: a little, a due, or more than was lent."""
    amounts = st.one_of(
        st.just(1),
        st.integers(1, max(1, leg.principal.minor // 5)),
        st.integers(1, 2 * leg.principal.minor),
    )
    dated = st.tuples(days_within(leg), amounts)
    return tuple(Receipt(on=on, minor=minor) for on, minor in draw(st.lists(dated, max_size=most)))


@st.composite
def standing(draw: st.DrawFn, leg: DebtLeg) -> tuple[DebtLeg, tuple[tuple[date, date], ...]]:
    """The debt after up to two standstills, and their days."""
    still = []
    held_to = date.min
    for since in sorted(draw(st.lists(days_within(leg, 0), max_size=2))):
        until = since + timedelta(days=draw(st.integers(0, 200)))
        dues, interest = (
            draw(st.sampled_from(DuesMeanwhile)),
            draw(st.sampled_from(InterestMeanwhile)),
        )
        try:
            leg = standing_still(leg, since, until, dues, interest, held_to)
        except NotSupported:
            continue  # the move of a rate is limited
        held_to = max(held_to, until)
        if interest is InterestMeanwhile.STANDS_STILL:
            still.append((since, until))
    return leg, tuple(still)


@st.composite
def hard_stories(draw: st.DrawFn, legs: st.SearchStrategy[DebtLeg] | None = None) -> Story:
    """Received, handed back, stood still, written off."""
    leg = draw(shaped_legs() if legs is None else legs)
    leg, still = draw(standing(leg))
    receipts = list(draw(received(leg)))
    if receipts and draw(st.integers(0, 3)) == 0:
        last = max(receipt.on for receipt in receipts)
        back = draw(st.integers(1, sum(receipt.minor for receipt in receipts)))
        receipts.append(Receipt(on=last + timedelta(days=draw(st.integers(0, 90))), minor=-back))
    lost = draw(st.integers(0, 4)) == 0
    return Story(
        eras=(Era(leg=leg),),
        receipts=tuple(receipts),
        written_off_on=draw(days_within(leg, 100)) if lost else None,
        still=still,
        fixings=FIXINGS,
    )


@st.composite
def amended_stories(draw: st.DrawFn) -> Story:
    """The same with one or two amendments that write what was owed, on any day."""
    story = attrs.evolve(draw(hard_stories()), written_off_on=None)
    for _ in range(draw(st.integers(1, 2))):
        story = draw(amended(story))
    leg = story.eras[-1].leg
    more = [each for each in draw(received(leg, 3)) if each.on >= leg.start]
    return attrs.evolve(story, receipts=(*story.receipts, *more))


@st.composite
def amended(draw: st.DrawFn, story: Story) -> Story:
    """The story with new terms from a day on."""
    before = story.eras[-1].leg
    on = draw(days_within(before, 50).filter(lambda day: day > before.start))
    known = tuple(receipt for receipt in story.receipts if receipt.on < on)
    past = state_of(attrs.evolve(story, receipts=known), on)
    owed = past.balance + past.accrued_on
    assume(owed)
    days = [on]
    for gap in draw(st.lists(st.integers(1, 200), min_size=1, max_size=4)):
        days.append(days[-1] + timedelta(days=gap))
    repayment = Repayment(
        dues=(OnDates(tuple(days[1:])),),
        amortisation=draw(st.sampled_from(SIMPLE)),
        day_count=draw(day_counts),
        rounding=before.rounding,
    )
    if draw(st.booleans()):
        repayment = serviced(repayment, draw(servicings))
    leg = debt_leg(Money(owed, before.principal.currency), on, draw(rates), repayment)
    return attrs.evolve(story, eras=(*story.eras, Era(leg=leg, capitalised=past.accrued_on)))


every_story = st.one_of(hard_stories(), amended_stories())


def day_of(story: Story) -> st.SearchStrategy[date]:
    """A day of the terms in force at the end, or up to a year after them."""
    return days_within(story.eras[-1].leg, 366)
