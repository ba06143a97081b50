"""From terms of repayment to a plan: the steps of the dues, and of the terms that have a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from investisens.instruments.agreed import Fee, FeeKind
from investisens.instruments.principal_steps import Place, Placed, principal_steps
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import round_ratio
from investisens.values.steps import (
    CapitaliseInterest,
    ChargeFee,
    ChargeShare,
    ChargeWhileOwed,
    Draw,
    FixBase,
    PayInterest,
    Plan,
    RepayAmount,
    ResetRate,
    ScaleInterest,
    ScalePrincipal,
    SetRate,
    Step,
)

if TYPE_CHECKING:
    from investisens.instruments.repayment import Repayment


@lru_cache(maxsize=4096)
def plan_of(terms: Repayment, start: date, rate: Rate | None = None) -> Plan:
    """The steps of *terms* for a debt paid out on *start*.

    Steps of one day stand in the order of :class:`Place`: what is due comes before a prepayment,
    a new rate, a draw, a new base of interest or a new instalment of that day.

    Args:
        terms: Terms of repayment.
        start: The day of disbursement.
        rate: The rate that runs again after dues free of interest; needed for these alone.

    >>> from investisens import OnDates, Repayment
    >>> once = Repayment(dues=(OnDates((date(2024, 12, 31),)),))
    >>> [type(step).__name__ for step in plan_of(once, date(2024, 1, 1)).steps]
    ['RepayRest', 'PayInterest']
    """
    placed = [
        *_deferral(terms, start, rate),
        *principal_steps(terms, start),
        *_dated(terms),
        *_fees(terms, start),
    ]
    placed.sort(key=_order)
    return Plan(tuple(step for _, step in placed))


def _order(placed: Placed) -> tuple[date, Place]:
    place, step = placed
    return step.on, place


def _deferral(terms: Repayment, start: date, rate: Rate | None) -> Iterator[Placed]:
    """The dues that repay no principal."""
    days = terms.due_dates
    free = terms.free_dues
    capitalised = free + terms.capitalised_dues
    waiting = capitalised + terms.deferred_interest_dues
    if free and rate is not None:
        yield Place.RATE, SetRate(start, Rate(0))
        yield Place.RATE, SetRate(days[free - 1], rate)
    for due, on in enumerate(days[: terms.deferred_dues]):
        if free <= due < capitalised:
            yield Place.DUE, CapitaliseInterest(on)
        elif due < waiting:
            # A repayment of nothing lists the due, and rounds what has accrued by its day.
            yield Place.DUE, RepayAmount(on, 0)
        else:
            yield Place.DUE, PayInterest(on)


def _dated(terms: Repayment) -> Iterator[Placed]:
    """Draws, prepayments, new rates, new bases of interest and indexations."""
    for indexation in terms.indexations:
        yield Place.INDEXATION, ScalePrincipal(indexation.on, indexation.principal)
        yield Place.INDEXATION, ScaleInterest(indexation.on, indexation.interest)
    for prepayment in terms.prepayments:
        yield Place.PREPAYMENT, RepayAmount(prepayment.on, prepayment.amount.minor)
    for change in terms.rate_steps:
        yield Place.RATE, SetRate(change.on, change.rate)
    for reset in terms.resets:
        yield Place.RATE, ResetRate(**attrs.asdict(reset, recurse=False))
    for draw in terms.draws:
        yield Place.DRAW, Draw(draw.on, draw.amount.minor)
    for on in terms.base_fixed_on:
        yield Place.BASE, FixBase(on)


def _fees(terms: Repayment, start: date) -> Iterator[Placed]:
    for fee in terms.fees:
        match fee.kind:
            case FeeKind.AT_DRAW:
                yield from _fee_of_draws(fee, terms, start)
            case FeeKind.ON_DATE | FeeKind.EACH_DUE:
                days = terms.due_dates if fee.on is None else (fee.on,)
                yield from ((Place.FEE, _fee(fee, on)) for on in days)


def _fee(fee: Fee, on: date) -> Step:
    if fee.amount is not None:
        return ChargeWhileOwed(on, fee.amount.minor)
    return ChargeShare(on, fee.share or Rate(0))


def _fee_of_draws(fee: Fee, terms: Repayment, start: date) -> Iterator[Placed]:
    """The fee on disbursement, whose balance is the first draw, and on each later draw."""
    yield Place.FEE, _fee(fee, start)
    for draw in terms.draws:
        minor = 0 if fee.amount is None else fee.amount.minor
        if fee.share is not None:
            drawn = draw.amount.minor * fee.share.mbp
            minor = round_ratio(drawn, MBP, terms.rounding.interest)
        yield Place.DRAW, ChargeFee(draw.on, minor)
