"""How each amortisation becomes steps on the dues that repay principal."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from investisens.instruments.agreed import PrepaymentEffect
from investisens.instruments.amortisation import Amortisation, Residual
from investisens.values.harvest import Harvest
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode, round_ratio
from investisens.values.steps import (
    FixBase,
    FixLevel,
    FixShare,
    PayInterest,
    RepayAmount,
    RepayExcess,
    RepayLevel,
    RepayPart,
    RepayRest,
    RepayShare,
    SetInstalment,
    Step,
)

if TYPE_CHECKING:
    from investisens.instruments.repayment import Repayment

STEP_UNIT = 10**12
"""What the first weight of a step-up counts: growth is taken to twelve decimals."""


class Place(IntEnum):
    """Where a step stands within its day: what is due comes before what changes on that day."""

    INDEXATION = 0
    FEE = 1
    DUE = 2
    PREPAYMENT = 3
    RATE = 4
    DRAW = 5
    BASE = 6
    LEVEL = 7


Placed = tuple[Place, Step]


def principal_steps(terms: Repayment, start: date) -> Iterator[Placed]:
    """The steps that repay principal, and those that pay interest beside it.

    Args:
        terms: Terms of repayment.
        start: The day of disbursement.

    >>> from investisens import OnDates, Repayment
    >>> bullet = Repayment(dues=(OnDates((date(2024, 6, 30), date(2024, 12, 31))),),
    ...                    amortisation=Amortisation.BULLET)
    >>> [type(step).__name__ for _, step in principal_steps(bullet, date(2024, 1, 1))]
    ['PayInterest', 'RepayRest', 'PayInterest']
    """
    repaying = terms.due_dates[terms.deferred_dues :]
    match terms.amortisation:
        case Amortisation.BULLET:
            yield from ((Place.DUE, PayInterest(on)) for on in repaying[:-1])
        case Amortisation.CONSTANT_PRINCIPAL | Amortisation.SEASONAL:
            yield from _parts(terms, repaying)
        case Amortisation.FLAT:
            yield Place.BASE, FixBase(start)
            yield from _parts(terms, repaying)
        case Amortisation.LEVEL_PAYMENT:
            yield from _levels(terms, start, repaying)
        case Amortisation.FIXED_INSTALMENT:
            yield from _fixed(terms, start, repaying)
        case Amortisation.HAND_MADE:
            yield from _rows(terms)
            return
        case _:
            assert_never(terms.amortisation)
    yield Place.DUE, RepayRest(repaying[-1])
    yield Place.DUE, PayInterest(repaying[-1])


def due_weights(terms: Repayment) -> tuple[int, ...]:
    """Weight of each due that repays principal; empty where all weigh the same."""
    dues = len(terms.due_dates) - terms.deferred_dues
    if terms.weights:
        return terms.weights * (dues // len(terms.weights))
    if terms.amortisation is Amortisation.SEASONAL:
        return harvest_weights(terms)
    if terms.step_up is not None and terms.step_every is not None:
        return growth_weights(terms.step_up, terms.step_every, dues)
    return ()


def harvest_weights(terms: Repayment) -> tuple[int, ...]:
    """Weight of each due that repays principal in the calendar they follow; empty without one."""
    match terms.dues:
        case (Harvest() as harvest,):
            return harvest.weights()[terms.deferred_dues :]
        case _:
            return ()


def growth_weights(step_up: Rate, step_every: int, dues: int) -> tuple[int, ...]:
    """Weight of each due of a step-up, the first one being :data:`STEP_UNIT`.

    >>> growth_weights(Rate.parse("10 %"), 2, 5)
    (1000000000000, 1000000000000, 1100000000000, 1100000000000, 1210000000000)
    """
    steps = [STEP_UNIT]
    while len(steps) * step_every < dues:
        grown = Fraction(steps[-1] * (MBP + step_up.mbp), MBP)
        steps.append(round_ratio(grown.numerator, grown.denominator, RoundingMode.HALF_EVEN))
    return tuple(steps[due // step_every] for due in range(dues))


def leaving(terms: Repayment) -> int:
    """What the instalments leave to the last due."""
    return 0 if terms.balloon is None else terms.balloon.minor


def _changes(terms: Repayment) -> Iterator[date]:
    """Days after which parts or level payments are fixed again."""
    if terms.relevel:
        yield from (draw.on for draw in terms.draws)
    for prepayment in terms.prepayments:
        if prepayment.effect is PrepaymentEffect.SMALLER:
            yield prepayment.on
    if terms.amortisation is Amortisation.LEVEL_PAYMENT:
        yield from (step.on for step in terms.rate_steps)
        yield from (reset.on for reset in terms.resets)


def _parts(terms: Repayment, repaying: tuple[date, ...]) -> Iterator[Placed]:
    """Parts of principal, fixed on the first due that repays and again after each change."""
    weights = due_weights(terms)
    early = _fixed_early(terms, repaying)
    changes = [on for on in _changes(terms) if early is None or on >= early]
    fixes = {bisect_right(repaying, on) for on in changes} | ({0} if early is None else set())
    fresh, of = early is not None, sum(weights)
    if early is not None:
        yield Place.PREPAYMENT, FixShare(early, len(repaying), leaving(terms))
    for due, on in enumerate(repaying[:-1]):
        if due in fixes:
            yield Place.DUE, FixShare(on, len(repaying) - due, leaving(terms))
            fresh, of = True, sum(weights[due:])
        if weights:
            yield Place.DUE, RepayPart(on, weights[due], max(of, 1))
        elif fresh and terms.residual is Residual.FIRST:
            yield Place.DUE, RepayExcess(on, len(repaying) - due - 1)
        else:
            yield Place.DUE, RepayShare(on, terms.whole_totals)
        fresh = False
        yield Place.DUE, PayInterest(on)


def _fixed_early(terms: Repayment, repaying: tuple[date, ...]) -> date | None:
    """The day of a prepayment that must find the parts fixed, since it does not change them."""
    if len(repaying) > 1:
        for prepayment in terms.prepayments:
            if prepayment.effect is PrepaymentEffect.SHORTER and prepayment.on < repaying[0]:
                return prepayment.on
    return None


def _levels(terms: Repayment, start: date, repaying: tuple[date, ...]) -> Iterator[Placed]:
    """Level totals, fixed where their first period starts and again after each change."""
    weights = due_weights(terms)
    of = STEP_UNIT if weights else 1
    first = terms.deferred_dues
    fixed_on = terms.due_dates[first - 1] if first else start
    for on in {fixed_on} | {day for day in _changes(terms) if day >= fixed_on}:
        done = bisect_right(repaying, on)
        left = len(repaying) - done
        if left > 1:
            yield (
                Place.LEVEL,
                FixLevel(on, left, leaving(terms), weights[done:], of, levelled=terms.levelling),
            )
    for due, on in enumerate(repaying[:-1]):
        yield Place.DUE, RepayLevel(on, weights[due], of) if weights else RepayLevel(on)
        yield Place.DUE, PayInterest(on)


def _fixed(terms: Repayment, start: date, repaying: tuple[date, ...]) -> Iterator[Placed]:
    if terms.instalment is not None:
        yield Place.LEVEL, SetInstalment(start, terms.instalment.minor, leaving(terms))
    for on in repaying[:-1]:
        yield Place.DUE, RepayLevel(on)
        yield Place.DUE, PayInterest(on)


def _rows(terms: Repayment) -> Iterator[Placed]:
    for on, row in zip(terms.due_dates, terms.rows, strict=True):
        yield (
            Place.DUE,
            RepayRest(on) if row.principal is None else RepayAmount(on, row.principal.minor),
        )
        if row.pays_interest:
            yield Place.DUE, PayInterest(on)
