"""Shares of a result: floor, caps, and the day on which they are paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

import attrs

from investisens.engine.arithmetic import Arithmetic, Single, Whole
from investisens.engine.debt import Flow, Opening
from investisens.engine.scenario import Default, Delay
from investisens.values.cashflow import FlowKind
from investisens.values.legs import DebtLeg, Leg, ParticipationLeg
from investisens.values.money import Money
from investisens.values.results import Results
from investisens.values.rounding import Rounding, round_ratio
from investisens.values.steps import Plan, Receive, Step

_ALONE = Single()
_NEVER = date.max.toordinal() + 1
_RECEIVED = frozenset({FlowKind.INTEREST, FlowKind.PRINCIPAL, FlowKind.RECOVERY, FlowKind.CREDIT})


def participation_flows(
    leg: ParticipationLeg,
    results: Results,
    principal_on: Callable[[date], int],
    default: Default | None = None,
    delay: Delay | None = None,
) -> tuple[Flow, ...]:
    """What *leg* pays for each window whose result is known.

    Args:
        leg: The participation.
        results: Results known or expected; a window without one pays nothing.
        principal_on: Principal outstanding at the end of a day.
        default: Nothing is paid on or after this default.
        delay: Payments dated on or after its first day are moved; the amounts are not.

    >>> from investisens.values.rates import Rate
    >>> from investisens.values.results import Observation, Window
    >>> from investisens.values.rounding import RoundingMode
    >>> leg = ParticipationLeg(
    ...     measure="net_profit", share=Fraction(8, 100),
    ...     windows=(Window.of_year(2013, date(2014, 6, 30)),), cap_of_principal=Rate.parse("3 %"),
    ...     rounding=Rounding(interest=RoundingMode.HALF_UP))
    >>> known = Results([Observation.of_year("net_profit", 2013, 2_900_000)])
    >>> participation_flows(leg, known, lambda day: 4_499_555)[0][2]
    134987
    """
    future = Future(
        _NEVER if default is None else default.on.toordinal(),
        _NEVER if delay is None else delay.since.toordinal(),
        0 if delay is None else delay.days,
    )
    told = payments(leg, results, principal_on, future)
    return tuple((day, FlowKind.PARTICIPATION, amount) for day, amount, paid in told if paid)


class Future(NamedTuple):
    """What may happen to a participation, in one scenario or, as arrays, in several.

    Attributes:
        default_on: Ordinal of the day on and after which nothing is paid.
        since: Ordinal from which payments are late.
        late: By how many days.
        paying: 1, of the kind of numbers that amounts are to be.
    """

    default_on: Whole
    since: Whole
    late: Whole
    paying: Whole = 1


def payments(
    leg: ParticipationLeg,
    results: Results,
    principal_on: Callable[[date], Whole],
    future: Future,
    arithmetic: Arithmetic = _ALONE,
) -> Iterator[tuple[Whole, Whole, Whole]]:
    """Ordinal and amount of each window whose result is known, and 1 unless a default stops it."""
    default_on, since, late, paying = future
    paid_so_far = 0 * paying
    for window in leg.windows:
        result = results.of(leg.measure, window.first, window.last)
        if result is None:
            continue
        principal = principal_on(window.first - timedelta(days=1))
        amount = amount_of(leg, result, principal, paid_so_far, arithmetic)
        agreed = window.paid_on.toordinal()
        day = agreed + late * (agreed >= since)
        paying = paying * (day < default_on)
        paid_so_far = paid_so_far + amount * paying
        yield day, amount * paying, paying


def received(
    debt: DebtLeg, legs: tuple[Leg, ...], results: Results, opening: Opening | None
) -> DebtLeg:
    """*debt* with what repaying participations of the same contract bring it, as steps.

    What was received before *opening*, under the terms of *debt*, counts towards the total cap.
    """
    steps: list[Step] = list(debt.plan.steps)
    for leg in legs:
        if isinstance(leg, ParticipationLeg) and leg.repays:
            steps += _receipts(leg, results, opening, debt.start)
    if len(steps) == len(debt.plan.steps):
        return debt
    # Receipts of a day stand before what the terms do on it, such as giving up the rest.
    steps.sort(key=lambda step: (step.on, not isinstance(step, Receive)))
    return attrs.evolve(debt, plan=Plan(tuple(steps)))


def _receipts(
    leg: ParticipationLeg, results: Results, opening: Opening | None, since: date
) -> list[Step]:
    # An amendment takes over what is owed: what was paid before it brought the old principal back.
    past = [] if opening is None else [x for x in opening.past if x[0] >= since.toordinal()]
    paid_so_far = sum(amount for _, kind, amount in past if kind in _RECEIVED)
    steps: list[Step] = []
    for window in leg.windows:
        result = results.of(leg.measure, window.first, window.last)
        if result is None or (opening is not None and window.paid_on <= opening.on):
            continue
        amount = amount_of(leg, result, 0, paid_so_far)
        paid_so_far += amount
        if amount:
            steps.append(Receive(window.paid_on, amount))
    if leg.rest_on is not None and (opening is None or leg.rest_on > opening.on):
        steps.append(Receive(leg.rest_on, max(0, _minor(leg.cap_total) - paid_so_far)))
    return steps


def amount_of(
    leg: ParticipationLeg,
    result: int,
    principal: Whole,
    paid_so_far: Whole,
    arithmetic: Arithmetic = _ALONE,
) -> Whole:
    """The amount of one window: floor, then its caps, then what the total cap leaves."""
    amount: Whole = _part(leg.share, max(0, result - _minor(leg.beyond)), leg.rounding)
    amount = max(amount, _minor(leg.floor))
    if leg.cap is not None:
        amount = min(amount, leg.cap.minor)
    if leg.cap_of_principal is not None:
        capped = _part(leg.cap_of_principal.fraction, principal, leg.rounding)
        amount = arithmetic.least(amount, capped)
    if leg.cap_total is not None:
        left = arithmetic.most(leg.cap_total.minor - paid_so_far, 0)
        amount = arithmetic.least(amount, left)
    return amount


def _part(share: Fraction, amount: Whole, rounding: Rounding) -> Whole:
    return round_ratio(share.numerator * amount, share.denominator, rounding.interest)


def _minor(money: Money | None) -> int:
    return 0 if money is None else money.minor
