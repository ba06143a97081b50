"""Instalments fixed again on what is left, over the same dues and by the same conventions."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.servicing.running import PRINCIPAL, Running, repays, signed
from investisens.values.errors import NotSupported
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.steps import (
    FixLevel,
    FixShare,
    Plan,
    RepayAmount,
    RepayExcess,
    RepayLevel,
    RepayRest,
    RepayShare,
    Step,
)


def refix(debt: Running, at: int) -> None:
    """Fix the instalments of *debt* again on the principal that no due has asked for.

    Raises:
        NotSupported: Its instalments are neither equal principal nor a level payment.
    """
    on = date.fromordinal(at)
    debt.leg = refixed(debt.leg, on, debt.unasked(PRINCIPAL), Rate(int(debt.state.rate)))
    debt.signed = signed(debt.leg, debt.fixings, debt.until)
    debt.beside = debt.interest_ahead


def refixed(leg: DebtLeg, on: date, principal: int, rate: Rate) -> DebtLeg:
    """The debt that goes on from *on* with *principal*, its instalments fixed again."""
    rest = tuple(step for step in leg.plan.steps if step.on > on)
    fixing = _fixing(leg, on, rest)
    return attrs.evolve(
        leg,
        principal=Money(principal, leg.principal.currency),
        start=on,
        rate=rate,
        plan=Plan((*fixing, *rest)),
        moved=tuple(pair for pair in leg.moved if min(pair) > on),
    )


def _fixing(leg: DebtLeg, on: date, rest: tuple[Step, ...]) -> tuple[Step, ...]:
    """The step that fixes the instalment of the dues to come; none before their first fixing."""
    # What is agreed to be repaid early stays so, beside the instalments.
    dues = [step for step in rest if repays(step) and not isinstance(step, RepayAmount)]
    next_fixing = next((s for s in rest if isinstance(s, FixShare | FixLevel)), None)
    if not dues or (next_fixing is not None and next_fixing.on < dues[0].on):
        return ()
    before = [s for s in leg.plan.steps if isinstance(s, FixShare | FixLevel) and s.on <= on]
    leaving = before[-1].leaving if before else 0
    if all(isinstance(step, RepayShare | RepayExcess | RepayRest) for step in dues):
        return (FixShare(on, len(dues), leaving),)
    if all(isinstance(step, RepayRest) or _is_level(step) for step in dues):
        return (FixLevel(on, len(dues), leaving),)
    raise NotSupported(
        f"a payment in advance on {on} makes instalments smaller, but they are neither equal "
        "principal nor a level payment: choose another use of payments in advance",
        field="servicing.advance",
        value="smaller",
    )


def _is_level(step: Step) -> bool:
    return isinstance(step, RepayLevel) and step.weight == step.of and not step.may_grow
