"""What is left of a debt that ends early: by a conversion, by redemption, or after notice."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.values.legs import DebtLeg
from investisens.values.steps import FixLevel, Plan, RepayLevel, RepayRest, Step


def ended(leg: DebtLeg, on: date, *last: Step) -> DebtLeg:
    """*leg* up to the day *on*, on which *last* end it.

    A due before that day which would be paid on it or later is paid on its own day.
    """
    return attrs.evolve(
        leg,
        plan=Plan((*steps_before(leg.plan, on), *last)),
        moved=tuple((due, paid) for due, paid in leg.moved if max(due, paid) < on),
    )


def steps_before(plan: Plan, on: date) -> tuple[Step, ...]:
    """The steps of *plan* before the day *on*.

    A level payment stays the one that was found over the whole plan.

    >>> from investisens.values.steps import PayInterest
    >>> plan = Plan((PayInterest(date(2012, 6, 30)), RepayRest(date(2013, 6, 30))))
    >>> steps_before(plan, date(2013, 6, 30))
    (PayInterest(on=datetime.date(2012, 6, 30)),)
    """
    kept = [step for step in plan.steps if step.on < on]
    return tuple(
        _over_its_days(step, plan.steps[place + 1 :]) if isinstance(step, FixLevel) else step
        for place, step in enumerate(kept)
    )


def _over_its_days(level: FixLevel, later: tuple[Step, ...]) -> FixLevel:
    if level.over:
        return level
    days = [step.on for step in later if isinstance(step, RepayLevel | RepayRest)]
    return attrs.evolve(level, over=tuple(days[: level.dues]))
