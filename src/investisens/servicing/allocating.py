"""Where money goes: received, handed back, or given up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import date

from investisens.engine.tape import Op, Row
from investisens.servicing.refixing import refix
from investisens.servicing.running import FEE, INTEREST, LATE, PRINCIPAL, Running
from investisens.values.cashflow import FlowKind
from investisens.values.components import Component
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.servicing import Advance, Age, Claim, PayOff

_TOLD_AS = {
    INTEREST: FlowKind.INTEREST,
    LATE: FlowKind.INTEREST,
    FEE: FlowKind.FEE,
    PRINCIPAL: FlowKind.PRINCIPAL,
}


def receive(debt: Running, amount: int, at: int, day: int) -> None:
    """Allocate money of the day *day* that counts as of *at*; what is left is credit.

    After a write-off it takes from the loss first, so that the loss told in all is net.
    """
    period = _rest_of_the_period(debt, at)
    debt.to(at)
    owed = debt.state.balance
    told: Counter[FlowKind] = Counter()
    rest = amount
    for claim in debt.leg.servicing.claims:
        if claim is Claim.IN_ADVANCE_INTEREST:
            alone = _pay_alone(debt, rest)
            told[FlowKind.PRINCIPAL] += alone
            rest -= alone
        taken = _pay(debt, claim, rest, at)
        told[_TOLD_AS[claim.component]] += taken
        rest -= taken
    if period and owed and not debt.state.balance:
        # Who pays all back owes the interest of the whole period.
        debt.state.accrued += period
        if Claim.IN_ADVANCE_INTEREST in debt.leg.servicing.claims:
            taken = _pay(debt, Claim.IN_ADVANCE_INTEREST, rest, at)
            told[FlowKind.INTEREST] += taken
            rest -= taken
    for kind in (FlowKind.FEE, FlowKind.INTEREST, FlowKind.PRINCIPAL):
        debt.emit(day, kind, told[kind])
    recovered = min(rest, debt.state.lost)
    debt.emit(day, FlowKind.LOSS, -recovered)
    debt.emit(day, FlowKind.RECOVERY, recovered)
    debt.state.lost -= recovered
    debt.emit(day, FlowKind.CREDIT, rest - recovered)
    debt.state.credit += rest - recovered


def pay_off(debt: Running, at: int) -> int:
    """What clears all that is owed on the day *at*, by the terms of paying off."""
    whole_period = debt.leg.servicing.payoff is PayOff.TO_THE_PERIOD_END
    interest = debt.accrued_at(_period_end(debt, at) if whole_period else at)
    late = debt.open(LATE) + sum(amount for _, amount in debt.late_interest(at))
    return int(debt.state.balance) + interest + debt.open(FEE) + late


def use_credit(debt: Running, at: int, day: int) -> None:
    """Put what waits as credit on what a due asks for, or on what was lost."""
    credit = int(debt.state.credit)
    if credit and (debt.lines.is_open or debt.state.lost):
        debt.state.credit = 0
        debt.emit(day, FlowKind.CREDIT, -credit)
        receive(debt, credit, at, day)


def settle(debt: Running, at: int, day: int) -> None:
    """Pay all that dues asked for up to a day, as if it were paid on it."""
    debt.to(at)
    for component in Component:
        for line in debt.lines.owing(component):
            taken = debt.lines.pay(line, component, line.parts[component].open)
            _owe_less(debt, component, taken)
            debt.emit(day, _TOLD_AS[component], taken)


def hand_back(debt: Running, amount: int, at: int, day: int) -> None:
    """Undo what was received, the latest use first: credit, principal, interest, fees.

    After a write-off what was recovered is undone before; the rest adds to the loss.

    Raises:
        InvalidTerms: More is handed back than was received.
    """
    debt.to(at)
    rest = amount - min(amount, int(debt.state.credit))
    debt.emit(day, FlowKind.CREDIT, rest - amount)
    debt.state.credit -= amount - rest
    rest -= _lose_again(debt, rest, day)
    for component in (PRINCIPAL, INTEREST, FEE, LATE):
        undone = _undo(debt, component, rest)
        _owe_less(debt, component, -undone)
        debt.emit(day, _TOLD_AS[component], -undone)
        rest -= undone
    if rest:
        currency = debt.leg.principal.currency
        raise InvalidTerms(
            f"{Money(amount, currency)} is handed back on {date.fromordinal(day)}, "
            f"{Money(rest, currency)} more than was received on the debt: correct the amount",
            field="receipts",
            value=amount,
        )
    if debt.written_off:
        debt.write_off(Row(Op.WRITE_OFF, at, days=0, accrues=False))


def _lose_again(debt: Running, most: int, day: int) -> int:
    """Undo what was recovered of a loss, at most *most*; gives what was taken."""
    recovered = sum(minor for _, kind, minor in debt.flows if kind is FlowKind.RECOVERY)
    undone = min(most, recovered)
    debt.emit(day, FlowKind.RECOVERY, -undone)
    debt.emit(day, FlowKind.LOSS, undone)
    debt.state.lost += undone
    return undone


def waive(debt: Running, component: Component, amount: int, at: int) -> None:
    """Give up a part of what is owed, the oldest due first, then what no due asked for yet.

    Raises:
        InvalidTerms: More is waived than is owed.
    """
    debt.to(at)
    unasked = debt.unasked(component) if component in (INTEREST, PRINCIPAL) else 0
    owed = debt.open(component) + unasked
    if amount > owed:
        currency = debt.leg.principal.currency
        raise InvalidTerms(
            f"{Money(amount, currency)} of {component.value} is waived on "
            f"{date.fromordinal(at)} but {Money(owed, currency)} is owed: waive that or less",
            field="waivers",
            value=amount,
        )
    rest = amount
    for line in debt.lines.owing(component):
        taken = min(rest, line.parts[component].open)
        debt.lines.move(line, component, waived=taken)
        rest -= taken
    _owe_less(debt, component, amount)
    if component is PRINCIPAL:
        debt.emit(at, FlowKind.FORGIVENESS, amount)


def _owe_less(debt: Running, component: Component, amount: int) -> None:
    if component is INTEREST:
        debt.state.accrued -= amount
    elif component is PRINCIPAL:
        debt.state.balance -= amount


def _pay(debt: Running, claim: Claim, most: int, at: int) -> int:
    """Pay one claim, the oldest due first; gives what it took."""
    component = claim.component
    if claim.age is Age.IN_ADVANCE:
        taken = min(most, debt.unasked(component))
        if component is INTEREST:
            debt.interest_ahead += taken
            debt.state.accrued -= taken
        elif taken:
            debt.state.balance -= taken
            _count_ahead(debt, taken, at)
        return taken
    rest = most
    for line in debt.lines.owing(component):
        if not rest:
            break
        if (line.at < at) is (claim.age is Age.PAST_DUE):
            rest -= debt.lines.pay(line, component, rest)
    _owe_less(debt, component, most - rest)
    return most - rest


def _pay_alone(debt: Running, most: int) -> int:
    """Pay what dues ask of principal alone, before interest that no due has asked for."""
    rest = most
    for line in debt.lines.owing(PRINCIPAL):
        if not rest:
            break
        if line.at > debt.leg.start.toordinal() and line.at not in debt.signed.paying:
            rest -= debt.lines.pay(line, PRINCIPAL, rest)
    _owe_less(debt, PRINCIPAL, most - rest)
    return most - rest


def _count_ahead(debt: Running, amount: int, at: int) -> None:
    """Say for which dues principal paid in advance counts."""
    match debt.leg.servicing.advance:
        case Advance.NEXT:
            debt.ahead[0] = debt.ahead.get(0, 0) + amount
        case Advance.LAST:
            debt.tail += amount
        case Advance.SPREAD:
            _spread(debt, amount, at)
        case Advance.SMALLER:
            debt.tail += amount
            refix(debt, at)


def _spread(debt: Running, amount: int, at: int) -> None:
    """In equal parts over the dues to come, rounded; the last takes the rest."""
    dues = debt.signed.repaying[bisect_right(debt.signed.repaying, at) :]
    part = debt.leg.rounding.instalment(amount, len(dues)) if dues else 0
    for day in dues[:-1]:
        taken = min(part, amount)
        debt.ahead[day] = debt.ahead.get(day, 0) + taken
        amount -= taken
    last = dues[-1] if dues else 0
    debt.ahead[last] = debt.ahead.get(last, 0) + amount


def _undo(debt: Running, component: Component, most: int) -> int:
    """Take back what was paid of a component, the latest first; gives what was taken."""
    rest = most
    if component is INTEREST:
        taken = min(rest, debt.interest_ahead)
        debt.interest_ahead -= taken
        rest -= taken
    elif component is PRINCIPAL:
        taken = min(rest, debt.tail)
        debt.tail -= taken
        rest -= taken
        for day in sorted(debt.ahead, reverse=True):
            taken = min(rest, debt.ahead[day])
            debt.ahead[day] -= taken
            rest -= taken
    for line in reversed(debt.lines):
        taken = min(rest, line.parts[component].paid)
        debt.lines.move(line, component, paid=-taken)
        rest -= taken
    return most - rest


def _rest_of_the_period(debt: Running, at: int) -> int:
    """Interest from a day to the end of its period, which who pays all back on it owes as well."""
    if debt.leg.servicing.payoff is PayOff.TO_THE_DAY:
        return 0
    return debt.accrued_at(_period_end(debt, at)) - debt.accrued_at(at)


def _period_end(debt: Running, at: int) -> int:
    """The next due that repays principal; the day itself after the last."""
    repaying = debt.signed.repaying
    place = bisect_left(repaying, at)
    return repaying[place] if place < len(repaying) else at
