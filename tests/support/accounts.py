"""Stories of debts: receipts, waivers and terms of servicing of every kind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st

from investisens.instruments.repayment import debt_leg
from investisens.servicing.account import Account, account
from investisens.servicing.history import Era, Receipt
from investisens.servicing.story import Story
from investisens.values.legs import DebtLeg
from investisens.values.rates import Rate
from investisens.values.servicing import (
    Advance,
    AllocationOrder,
    Claim,
    DueAsks,
    LateBase,
    LateInterest,
    PayOff,
    Servicing,
)
from strategies import debts

DUE_CLAIMS = [claim for claim in Claim if not claim.value.startswith("in_advance")]
AHEAD = [claim for claim in Claim if claim.value.startswith("in_advance")]


@st.composite
def orders(draw: st.DrawFn) -> tuple[Claim, ...]:
    """No order of its own, or every claim that is due in any order and some in advance."""
    if draw(st.booleans()):
        return ()
    ahead = draw(st.lists(st.sampled_from(AHEAD), unique=True))
    return tuple(draw(st.permutations([*DUE_CLAIMS, *ahead])))


late_interests = st.builds(
    LateInterest,
    rate=st.integers(1, 3_000_000).map(Rate),
    runs_on=st.sampled_from(LateBase),
    grace_days=st.integers(0, 20),
)

# Instalments are fixed again where they can be; what other uses change needs no such terms.
ADVANCES = st.sampled_from(Advance)

servicings = st.builds(
    Servicing,
    allocation=st.sampled_from(AllocationOrder),
    order=orders(),
    advance=ADVANCES,
    asks=st.sampled_from(DueAsks),
    payoff=st.sampled_from(PayOff),
    round_at_dues=st.booleans(),
    late_interest=st.none() | late_interests,
)

usual_legs = debts(most=14).map(lambda terms: debt_leg(**terms))


@st.composite
def legs(draw: st.DrawFn, terms: st.SearchStrategy[Servicing] = servicings) -> DebtLeg:
    """A debt with any terms of servicing."""
    leg: DebtLeg = draw(usual_legs)
    return attrs.evolve(leg, servicing=draw(terms))


@st.composite
def receipts(draw: st.DrawFn, leg: DebtLeg) -> tuple[Receipt, ...]:
    """Money received on any days, before, on and after the dues."""
    last = (leg.last_on - leg.start).days
    amounts = st.integers(1, 2 * leg.principal.minor)
    dues = sorted({(step.on - leg.start).days for step in leg.plan.steps})
    dated = st.tuples(st.sampled_from(dues) | st.integers(0, last + 300), amounts)
    return tuple(
        Receipt(on=leg.start + timedelta(days=days), minor=minor)
        for days, minor in draw(st.lists(dated, max_size=8))
    )


@st.composite
def stories(draw: st.DrawFn, debt: st.SearchStrategy[DebtLeg] | None = None) -> Story:
    """A debt with any terms of servicing and any receipts."""
    leg = draw(legs() if debt is None else debt)
    return Story(eras=(Era(leg=leg),), receipts=draw(receipts(leg)))


def days_of(story: Story) -> st.SearchStrategy[date]:
    """A day of the debt, or up to a year after its last due."""
    leg = story.eras[0].leg
    return st.integers(0, (leg.last_on - leg.start).days + 366).map(
        lambda days: leg.start + timedelta(days=days)
    )


def told(story: Story, on: date, receipts: Iterable[Receipt] | None = None) -> Account:
    """The account of a story, or of the same debt with other receipts."""
    if receipts is not None:
        story = attrs.evolve(story, receipts=tuple(receipts))
    return account(story, on)


def essence(found: Account) -> Any:
    """What an account says, whatever the order of the flows of a day."""
    past = found.past
    cells: dict[tuple[int, Any], int] = {}
    for day, kind, amount in past.flows:
        cells[day, kind] = cells.get((day, kind), 0) + amount
    return (
        found.dues,
        found.to_come,
        (found.interest_ahead, found.principal_ahead, found.pays_off),
        (past.balance, past.accrued, past.accrued_on, past.credit, past.charged),
        {cell: amount for cell, amount in cells.items() if amount},
    )
