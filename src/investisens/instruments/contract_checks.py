"""What terms of repayment must hold for the debt they repay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from investisens.instruments.plan_of import plan_of
from investisens.instruments.repayment_checks import dated
from investisens.instruments.repayment_options import is_plain
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.partperiods import PartPeriods
from investisens.values.rates import MBP, Rate
from investisens.values.steps import (
    CapitaliseInterest,
    Draw,
    PayInterest,
    RepayAmount,
    RepayLevel,
    RepayRest,
    ResetRate,
    SetRate,
)

if TYPE_CHECKING:
    from investisens.instruments.repayment import Repayment

_FROM_THE_START = frozenset({"resets", "indexations"})
"""Terms that may begin on the day of disbursement."""


def check_contract(principal: Money, start: date, rate: Rate, terms: Repayment) -> None:
    """Refuse terms that do not fit an amount, a day of disbursement and a rate.

    Raises:
        InvalidTerms: With the field at fault.
    """
    if is_plain(terms):
        return
    _check_currency(principal, terms)
    _check_start(start, terms)
    if terms.parts_by_days:
        PartPeriods(terms.day_count, (start, *terms.due_dates))
    lent = principal.minor + sum(draw.amount.minor for draw in terms.draws)
    _check_below(principal, lent, terms)
    if terms.rows:
        _check_rows(principal, terms)
    if terms.instalment is not None:
        _check_covers(terms.instalment, principal, start, rate, terms)


def _amounts(terms: Repayment) -> Iterator[tuple[str, Money | None]]:
    """Every amount of the terms, with its place."""
    yield "instalment", terms.instalment
    yield "balloon", terms.balloon
    for name in ("draws", "prepayments", "fees"):
        for number, each in enumerate(getattr(terms, name)):
            yield f"{name}[{number}].amount", each.amount
    for number, row in enumerate(terms.rows):
        yield f"rows[{number}].principal", row.principal


def _check_currency(principal: Money, terms: Repayment) -> None:
    for name, amount in _amounts(terms):
        if amount is not None and amount.currency != principal.currency:
            raise InvalidTerms(
                f"{name} is {amount} but the debt is in {principal.currency.code}: "
                "use one currency",
                field=f"repayment.{name}",
                value=amount,
            )


def _check_start(start: date, terms: Repayment) -> None:
    every = [*dated(terms), ("fees", tuple(fee.on for fee in terms.fees if fee.on is not None))]
    for name, days in every:
        same_day = name in _FROM_THE_START or name == "fees"
        for on in days:
            if on < start or (on == start and not same_day):
                expected = "before" if same_day else "not after"
                raise InvalidTerms(
                    f"{name} holds {on}, {expected} disbursed_on {start}: check the order of "
                    "the dates",
                    field=f"repayment.{name}",
                    value=on,
                )


def _check_below(principal: Money, lent: int, terms: Repayment) -> None:
    """A balloon and planned prepayments stay within what is lent."""
    whole = Money(lent, principal.currency)
    if terms.balloon is not None and terms.balloon >= whole:
        raise InvalidTerms(
            f"balloon is {terms.balloon} but {whole} is lent: leave less to the last due",
            field="repayment.balloon",
            value=terms.balloon,
        )
    prepaid = Money(sum(each.amount.minor for each in terms.prepayments), principal.currency)
    if prepaid > whole:
        raise InvalidTerms(
            f"prepayments add up to {prepaid} but {whole} is lent: prepay no more than that",
            field="repayment.prepayments",
            value=prepaid,
        )


def _check_rows(principal: Money, terms: Repayment) -> None:
    """Rows made by hand never repay more than is owed, and leave nothing."""
    owed = principal.minor
    draws = list(terms.draws)
    for number, (on, row) in enumerate(zip(terms.due_dates, terms.rows, strict=True)):
        while draws and draws[0].on < on:
            owed += draws.pop(0).amount.minor
        repaid = owed if row.principal is None else row.principal.minor
        if repaid > owed:
            raise InvalidTerms(
                f"rows[{number}].principal is {row.principal} but "
                f"{Money(owed, principal.currency)} is owed on {on}: repay no more than that",
                field=f"repayment.rows[{number}].principal",
                value=row.principal,
            )
        owed -= repaid
    if owed:
        last = len(terms.rows) - 1
        raise InvalidTerms(
            f"rows leave {Money(owed, principal.currency)} after the last due: raise them, or "
            "leave out principal in the last row",
            field=f"repayment.rows[{last}].principal",
            value=terms.rows[last].principal,
        )


def _check_covers(
    instalment: Money, principal: Money, start: date, rate: Rate, terms: Repayment
) -> None:
    """An agreed instalment pays more than the interest of the first due that repays."""
    interest = Money(_first_interest(principal, start, rate, terms), principal.currency)
    if interest >= instalment:
        raise InvalidTerms(
            f"instalment is {instalment} but the interest due on "
            f"{terms.due_dates[terms.deferred_dues]} is {interest}: agree on more, so that "
            "principal comes back",
            field="repayment.instalment",
            value=instalment,
        )


def _first_interest(principal: Money, start: date, rate: Rate, terms: Repayment) -> int:
    """Interest of the first due that repays; 0 where its rate is not known yet."""
    day_count: DayCount | PartPeriods = terms.day_count
    if terms.parts_by_days:
        day_count = PartPeriods(terms.day_count, (start, *terms.due_dates))
    balance, accrued, before = principal.minor, 0, start
    for step in plan_of(terms, start, rate if terms.free_dues else None).steps:
        days = day_count.numerator(before, step.on, terms.due_dates[-1])
        accrued += terms.rounding.of_interest(balance * rate.mbp * days, day_count.basis * MBP)
        before = step.on
        match step:
            case Draw(minor=minor):
                balance += minor
            case RepayAmount(minor=minor):
                balance = max(balance - minor, 0)
            case CapitaliseInterest():
                balance, accrued = balance + accrued, 0
            case PayInterest():
                accrued = 0
            case SetRate(rate=rate):
                pass
            case ResetRate():
                return 0
            case RepayLevel() | RepayRest():
                break
    return accrued
