"""Hypothesis strategies of dues paid on other days than their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import attrs
from hypothesis import strategies as st

from investisens.engine.contract import Contract
from investisens.instruments.repayment import Repayment
from investisens.values.legs import DebtLeg
from investisens.values.paid_days import Moved
from investisens.values.schedule import OnDates
from strategies import Terms

DAY = timedelta(days=1)
distances = st.integers(-3, 3) | st.integers(-31, 31)


@st.composite
def days_of_payment(
    draw: st.DrawFn, start: date, dues: Sequence[date], apart: frozenset[date] = frozenset()
) -> tuple[date, ...]:
    """A day of payment for each due, before it, on it or after it; no day of *apart* between."""
    paid_on: list[date] = []
    for before, due, after in zip((start, *dues), dues, (*dues[1:], date.max), strict=False):
        first = max([before, *paid_on[-1:]]) + DAY
        paid = max(due + timedelta(days=draw(distances)), first)
        paid = min(paid, after - DAY)
        paid_on.append(due if apart & set(closed(due, paid)) else paid)
    return tuple(paid_on)


def closed(due: date, paid: date) -> list[date]:
    """The days from a due up to its day of payment, without that day."""
    step = DAY if due < paid else -DAY
    return [due + n * step for n in range(abs((paid - due).days))]


def other_money(repayment: Repayment) -> frozenset[date]:
    """Days on which other money than that of a due moves."""
    dated: list[Any] = [*repayment.draws, *repayment.prepayments, *repayment.fees]
    return frozenset(each.on for each in dated if each.on is not None)


@st.composite
def paid_elsewhere(draw: st.DrawFn, debts: st.SearchStrategy[Terms]) -> Terms:
    """A debt of *debts*, whose dues are paid on other days."""
    terms = draw(debts)
    repayment: Repayment = terms["repayment"]
    apart = other_money(repayment)
    days = draw(days_of_payment(terms["disbursed_on"], repayment.due_dates, apart))
    return {**terms, "repayment": attrs.evolve(repayment, paid_on=OnDates(days))}


@st.composite
def moved_dues(draw: st.DrawFn, leg: DebtLeg) -> DebtLeg:
    """The same leg, whose steps are paid on other days."""
    steps = sorted({step.on for step in leg.plan.steps if step.on > leg.start})
    if not steps:
        return leg
    days = draw(days_of_payment(leg.start, steps))
    pairs = zip(steps, days, strict=True)
    return attrs.evolve(leg, moved=tuple((due, paid) for due, paid in pairs if due != paid))


@st.composite
def moved_books(draw: st.DrawFn, books: st.SearchStrategy[Any]) -> Any:
    """Books of *books* most of whose debts are paid on other days, with their scenarios."""
    held, futures = draw(books)
    return tuple(draw(_moved(contract)) for contract in held), futures


@st.composite
def _moved(draw: st.DrawFn, contract: Contract) -> Contract:
    legs = tuple(
        draw(moved_dues(leg)) if isinstance(leg, DebtLeg) and draw(st.integers(0, 3)) else leg
        for leg in contract.legs
    )
    return attrs.evolve(contract, legs=legs)


def is_ordered(moved: Moved) -> bool:
    """Whether no due crosses a neighbour."""
    return all(max(one) < min(other) for one, other in pairwise(moved))
