"""A debt that stands still for a while: its dues move, and its interest runs or does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

import attrs

from investisens.servicing.running import repays
from investisens.values.components import DuesMeanwhile, InterestMeanwhile
from investisens.values.dates import Period
from investisens.values.errors import NotSupported
from investisens.values.legs import DebtLeg
from investisens.values.paid_days import Moved
from investisens.values.rates import Rate
from investisens.values.steps import (
    CapitaliseInterest,
    ChargeFee,
    ChargeShare,
    ChargeWhileOwed,
    FixLevel,
    FixShare,
    PayInterest,
    Plan,
    RepayAmount,
    RepayExcess,
    RepayLevel,
    RepayPart,
    RepayRest,
    RepayShare,
    ResetRate,
    SetInstalment,
    SetRate,
    Step,
)

_WITH_DUES = (
    *(PayInterest, CapitaliseInterest, RepayAmount, RepayShare, RepayPart, RepayLevel),
    *(RepayRest, RepayExcess, FixShare, FixLevel, SetInstalment),
    *(ChargeFee, ChargeWhileOwed, ChargeShare),
)
"""Steps that belong to a due where they stand on its day."""

_LONGEST_MONTHS = 1_200

Move = Callable[[date], date]


def standing_still(
    leg: DebtLeg,
    since: date,
    until: date,
    dues: DuesMeanwhile = DuesMeanwhile.LATER,
    interest: InterestMeanwhile = InterestMeanwhile.RUNS,
    held_to: date = date.min,
) -> DebtLeg:
    """The leg whose dues from *since* on are moved by a standstill up to *until*.

    Instalments stay what they were; the last due takes what interest adds. Later dues move by
    whole months where the standstill lasts whole months, else by its days; dues at the ends of
    months stay there. Draws and what else
    has a day of its own stay on it.

    Args:
        leg: The debt.
        since: First day of the standstill.
        until: Last day.
        dues: What becomes of the dues.
        interest: What interest does meanwhile.
        held_to: Day up to which another standstill moved the dues already: they move by the days
            after it alone, for no day stands still twice.

    Raises:
        NotSupported: Interest stands still over a reset whose move is limited.

    >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
    >>> loan = Loan(principal=Money(900, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("5 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2011, 6, 30), date(2011, 12, 31))),)))
    >>> moved = standing_still(loan.legs()[0], date(2011, 6, 1), date(2011, 8, 31))
    >>> sorted({str(step.on) for step in moved.plan.steps})
    ['2011-09-30', '2012-03-31']
    """
    if since < leg.start:
        return leg
    first = max(since, held_to + timedelta(days=1)) if held_to > date.min else since
    steps, moved = list(leg.plan.steps), leg.moved
    if first <= until:
        move = _move(first, until, dues, at_ends=_at_ends(leg))
        steps, moved = _moved(leg, first, move), _moved_days(leg, first, move)
    if interest is InterestMeanwhile.STANDS_STILL:
        steps = _without_interest(leg, steps, since, until)
    # Steps of a day keep their order.
    steps.sort(key=lambda step: step.on)
    return attrs.evolve(leg, plan=Plan(tuple(steps)), moved=moved)


def _move(since: date, until: date, dues: DuesMeanwhile, *, at_ends: bool) -> Move:
    after = until + timedelta(days=1)
    if dues is DuesMeanwhile.AT_END:
        return lambda day: after if since <= day < after else day
    span = _whole_months(since, after) or Period(days=(after - since).days)
    return lambda day: span.date_after(day, 1, at_ends) if day >= since else day


def _at_ends(leg: DebtLeg) -> bool:
    """Whether dues fall on the ends of months, some longer than others: 30 June alone may not."""
    days = {step.on for step in leg.plan.steps if _is_of_due(step)}
    ends = all((day + timedelta(days=1)).day == 1 for day in days if day < date.max)
    return ends and len({day.day for day in days}) > 1


def _whole_months(since: date, after: date) -> Period | None:
    months = (after.year - since.year) * 12 + after.month - since.month
    if since.day != after.day or not 0 < months <= _LONGEST_MONTHS:
        return None
    return Period(months=months)


def _moved(leg: DebtLeg, since: date, move: Move) -> list[Step]:
    """The steps, those of dues moved; a level payment goes on looking at the days as signed."""
    steps = leg.plan.steps
    days = {step.on for step in steps if step.on >= since and _is_of_due(step)}
    return [
        _moved_step(step, move)
        if step.on in days and isinstance(step, _WITH_DUES)
        else _as_signed(step, steps[number + 1 :])
        for number, step in enumerate(steps)
    ]


def _moved_step(step: Step, move: Move) -> Step:
    if isinstance(step, FixLevel):
        step = attrs.evolve(step, over=tuple(move(day) for day in step.over))
    return attrs.evolve(step, on=move(step.on))


def _as_signed(step: Step, later: tuple[Step, ...]) -> Step:
    if not isinstance(step, FixLevel) or step.over:
        return step
    level = (each.on for each in later if isinstance(each, RepayLevel | RepayRest))
    return attrs.evolve(step, over=tuple(islice(level, step.dues)))


def _is_of_due(step: Step) -> bool:
    return repays(step) or isinstance(step, PayInterest | CapitaliseInterest | RepayAmount)


def _without_interest(leg: DebtLeg, steps: list[Step], since: date, until: date) -> list[Step]:
    """No rate from *since* to *until*; then the one that the terms have come to."""
    after = until + timedelta(days=1)
    own: Step = SetRate(after, leg.rate)
    kept: list[Step] = []
    for step in steps:
        if isinstance(step, SetRate | ResetRate) and step.on <= after:
            own = attrs.evolve(step, on=after)
            if step.on >= since:
                continue
        kept.append(step)
    if isinstance(own, ResetRate) and (own.period_floor or own.period_cap):
        raise NotSupported(
            f"interest stands still from {since} to {until}, but the rate is reset on "
            f"{own.index!r} and its move is limited: let interest run, or amend the terms",
            field="standstills.interest",
            value="stands_still",
        )
    return [*kept, SetRate(since, Rate(0)), own]


def _moved_days(leg: DebtLeg, since: date, move: Move) -> Moved:
    """Days of payment move with their dues; a due that falls with others is paid on its day."""
    pairs = ((due, paid) for due, paid in leg.moved)
    moved = [(due, paid) if due < since else (move(due), move(paid)) for due, paid in pairs]
    return tuple((due, paid) for due, paid in moved if due != paid)
