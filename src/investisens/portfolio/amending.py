"""Amendments that start from what is really owed, over new dues or over those that are left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import attrs

from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.portfolio.contract import debt_story, naming, terms_on
from investisens.portfolio.fund import Amendment, Fund
from investisens.portfolio.standstills import stood_still
from investisens.servicing.account import state_of
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates, ScheduleRule

_CARRIED = (
    *("amortisation", "day_count", "rounding", "parts_by_days", "servicing", "levelling"),
    *("whole_totals", "residual"),
)
"""Terms that mean the same over other dues."""

_DROPPED = frozenset(
    {
        *("dues", "paid_on", "free_dues", "capitalised_dues", "deferred_interest_dues"),
        *("interest_only_dues", "draws", "relevel", "prepayments"),
    }
)
"""Terms of the dues that are over, or replaced."""

_A_YEAR = Period(months=12)


def re_aged(fund: Fund, position: str, on: date, dues: tuple[ScheduleRule, ...]) -> Amendment:
    """The amendment that spreads all that is owed on *on* over new dues (rééchelonnement).

    Accrued interest is capitalised. Payments of the day itself count under the new terms. What
    is not named by the dues (amortisation, day count, rounding, rate) stays.

    Raises:
        InvalidTerms: Nothing is owed on the day, or the terms start on it.
        MissingData: The fund has no such position.
        NotSupported: The position is no debt, or its terms hold what cannot be carried over.

    >>> from investisens import OnDates, read_fund
    >>> fund = read_fund("examples/collines")
    >>> new = re_aged(fund, "L2", date(2013, 1, 15), (OnDates((date(2013, 12, 31),)),))
    >>> print(new.instrument.principal, new.capitalised)
    2262456 XOF 2724 XOF
    """
    terms, repayment = _terms(fund, position, on)
    return _amended(fund, position, on, _over(terms, repayment, dues, on))


def re_amortised(fund: Fund, position: str, on: date) -> Amendment:
    """The amendment that spreads all that is owed on *on* over the dues that are left.

    Dues that a standstill moved stay where it moved them.

    Raises:
        InvalidTerms: Nothing is owed on the day, no due is left after it, or the terms start on it.
        MissingData: The fund has no such position.
        NotSupported: The position is no debt, or its terms hold what cannot be carried over.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> new = re_amortised(fund, "L2", date(2013, 1, 15))
    >>> print(new.instrument.repayment.due_dates[0])
    2013-08-31
    """
    terms, repayment = _terms(fund, position, on)
    left = _left(fund, position, terms, on)
    if not left:
        raise InvalidTerms(
            f"no due of {position!r} is left after {on}: give new dues with re_aged",
            field="on",
            value=on,
        )
    return _amended(fund, position, on, _over(terms, repayment, (OnDates(left),), on))


def drafted(fund: Fund, position: str, on: date) -> Amendment:
    """The amendment to start from when new terms are discussed: see :func:`re_amortised`.

    Where no due is left, one stands a year on, for want of those to be agreed.

    Raises:
        InvalidTerms: Nothing is owed on the day, or the terms start on it.
        MissingData: The fund has no such position.
        NotSupported: The position is no debt, or its terms hold what cannot be carried over.

    >>> from investisens import read_fund
    >>> unpaid = attrs.evolve(read_fund("examples/collines"), payments=())
    >>> new = drafted(unpaid, "L2", date(2016, 1, 15))
    >>> print(*new.instrument.repayment.due_dates)
    2017-01-15
    """
    terms, _ = _terms(fund, position, on)
    if _left(fund, position, terms, on):
        return re_amortised(fund, position, on)
    return re_aged(fund, position, on, (OnDates((_A_YEAR.date_after(on, 1),)),))


def _left(fund: Fund, position: str, terms: Any, on: date) -> tuple[date, ...]:
    """Every due day after *on*, as the standstills moved it that began before."""
    days = Repayment(dues=terms.repayment.dues, amortisation=Amortisation.BULLET)
    leg = debt_leg(terms.principal, terms.disbursed_on, Rate(0), days)
    moved = stood_still(fund, fund.position(position), leg, on - timedelta(days=1))
    steps = moved.plan.steps if isinstance(moved, DebtLeg) else ()
    return tuple(sorted({step.on for step in steps if step.on > on}))


def _terms(fund: Fund, position: str, on: date) -> tuple[Any, Repayment]:
    terms: Any = terms_on(fund, fund.position(position), on)
    repayment = getattr(terms, "repayment", None)
    names = {field.name for field in attrs.fields(type(terms))}
    if not isinstance(repayment, Repayment) or not {"principal", "disbursed_on"} <= names:
        raise NotSupported(
            f"position {position!r} is of kind {terms.kind!r}: only a debt repaid by dues is "
            "spread again, write the amendment of another by hand",
            field="position",
            value=position,
        )
    if on <= terms.disbursed_on:
        raise InvalidTerms(
            f"the terms of {position!r} in force on {on} start on {terms.disbursed_on}: "
            "ask for a later day",
            field="on",
            value=on,
        )
    return terms, repayment


def _over(terms: Any, repayment: Repayment, dues: tuple[ScheduleRule, ...], on: date) -> Any:
    """The terms over other dues; what would not mean the same is refused."""
    stuck = next(iter(_stuck(repayment, on)), None)
    if stuck is not None:
        raise NotSupported(
            f"repayment.{stuck} cannot be carried over to other dues: write the amendment by hand",
            field=f"repayment.{stuck}",
            value=getattr(repayment, stuck),
        )
    kept = {name: getattr(repayment, name) for name in _CARRIED}
    return attrs.evolve(terms, repayment=Repayment(dues=dues, **kept))


def _stuck(repayment: Repayment, on: date) -> Iterator[str]:
    if any(draw.on > on for draw in repayment.draws):
        yield "draws"
    for field in attrs.fields(Repayment):
        carried = field.name in _CARRIED or field.name in _DROPPED
        if not carried and getattr(repayment, field.name) != field.default:
            yield field.name


def _amended(fund: Fund, position: str, on: date, terms: Any) -> Amendment:
    """What is owed on the day, as the principal of the new terms."""
    held = fund.position(position)
    story = debt_story(fund, held, on)
    if story is None:
        raise InvalidTerms(
            f"{position!r} owes nothing on {on}: ask for a later day", field="on", value=on
        )
    # Payments of the day count under the new terms.
    before = attrs.evolve(
        story,
        receipts=tuple(receipt for receipt in story.receipts if receipt.on < on),
        waivers=tuple(waived for waived in story.waivers if waived.on < on),
    )
    with naming(held):
        past = state_of(before, on)
    owed = past.balance + past.accrued_on
    if not owed:
        raise InvalidTerms(f"{position!r} owes nothing on {on}: leave it", field="on", value=on)
    currency = past.leg.principal.currency
    return Amendment(
        position=position,
        on=on,
        capitalised=Money(past.accrued_on, currency),
        instrument=attrs.evolve(terms, principal=Money(owed, currency), disbursed_on=on),
    )
