"""Days on which dues are paid, where interest runs to the dues themselves (compute, then shift)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from investisens.values.errors import InvalidTerms
from investisens.values.paid_days import Moved
from investisens.values.schedule import SEARCH_DAYS

if TYPE_CHECKING:
    from investisens.instruments.repayment import Repayment


def moved_dues(terms: Repayment) -> Moved:
    """The dues paid on another day than their own, each with its day of payment.

    >>> from investisens import OnDates, Repayment
    >>> dues = OnDates((date(2026, 9, 30), date(2026, 10, 31)))
    >>> paid_on = OnDates((date(2026, 9, 30), date(2026, 10, 30)))
    >>> [str(paid) for due, paid in moved_dues(Repayment(dues=(dues,), paid_on=paid_on))]
    ['2026-10-30']
    """
    return () if terms.paid_on is None else _moved(terms.due_dates, terms.paid_on.dates())


@lru_cache(maxsize=4096)
def _moved(dues: tuple[date, ...], paid_on: tuple[date, ...]) -> Moved:
    return tuple((due, paid) for due, paid in zip(dues, paid_on, strict=True) if due != paid)


def check_paid_on(terms: Repayment) -> None:
    """Refuse days of payment that do not belong to the dues, one to one.

    Raises:
        InvalidTerms: Their number is another one; a day is far from its due, or beyond a
            neighbouring due; or other money moves between a due and its day of payment.
    """
    if terms.paid_on is None:
        return
    dues, paid_on = terms.due_dates, terms.paid_on.dates()
    if len(paid_on) != len(dues):
        raise _refuse(
            paid_on[-1],
            f"paid_on: the number of days is {len(paid_on)}, that of dues {len(dues)}: give one "
            "day for each due",
        )
    for number, (due, paid) in enumerate(zip(dues, paid_on, strict=True)):
        if abs((paid - due).days) > SEARCH_DAYS:
            raise _refuse(
                paid,
                f"paid_on holds {paid} for the due of {due}: use a day within {SEARCH_DAYS} days",
            )
        _check_side(due, paid, (*dues[max(number - 1, 0) : number], *dues[number + 1 : number + 2]))
    _check_alone(terms)


def check_first_payment(disbursed_on: date, terms: Repayment) -> None:
    """Refuse a first day of payment that is not after the disbursement.

    Raises:
        InvalidTerms: With the day.
    """
    if terms.paid_on is not None and terms.paid_on.dates()[0] <= disbursed_on:
        first = terms.paid_on.dates()[0]
        raise InvalidTerms(
            f"paid_on starts on {first}, not after disbursed_on {disbursed_on}: check the order "
            "of the dates",
            field="repayment.paid_on",
            value=first,
        )


def _refuse(day: date, message: str) -> InvalidTerms:
    return InvalidTerms(message, field="paid_on", value=day)


def _check_side(due: date, paid: date, neighbours: tuple[date, ...]) -> None:
    """A due is paid between the due before and the one after."""
    for other in neighbours:
        if (paid < other) != (due < other) or paid == other:
            raise _refuse(
                paid,
                f"paid_on holds {paid} for the due of {due}, but another due is on {other}: use a "
                f"day {'before' if due < other else 'after'} it",
            )


def _check_alone(terms: Repayment) -> None:
    """Between a due and its day of payment no other money moves: its order would be open."""
    for name, on in _other_money(terms):
        for due, paid in moved_dues(terms):
            if due <= on < paid or paid < on <= due:
                side = "before" if due < paid else "after"
                raise InvalidTerms(
                    f"{name} holds {on} but the due of {due} is paid on {paid}: use {paid}, or a "
                    f"day {side} {due}",
                    field=name,
                    value=on,
                )


def _other_money(terms: Repayment) -> Iterator[tuple[str, date]]:
    """Every dated amount that is no due, with the term that holds it."""
    for name in ("draws", "prepayments", "fees"):
        for each in getattr(terms, name):
            if each.on is not None:
                yield name, each.on
