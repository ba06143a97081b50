"""ACTUS terms of a loan read as the terms of a repayment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from investisens.actus.compiling import events_of
from investisens.actus.frame import Event, Frame
from investisens.actus.replay import readings
from investisens.actus.terms import Terms
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.values.currency import Currency
from investisens.values.dates import Period
from investisens.values.errors import InvalidDate, InvalidTerms, NotSupported
from investisens.values.money import Money
from investisens.values.schedule import Every, OnDates, ScheduleRule

_AMORTISATION = {
    "LAM": Amortisation.CONSTANT_PRINCIPAL,
    "LAX": Amortisation.CONSTANT_PRINCIPAL,
    "ANN": Amortisation.LEVEL_PAYMENT,
}
_CAPITALISED = frozenset({"IPCI"})
_INTEREST = frozenset({"IP"})
_REPAID = frozenset({"PR", "IP"})
_LAST = frozenset({"MD", "IP"})


def money_of(terms: Terms, name: str) -> Money:
    """The amount of a term in the currency of the contract.

    Raises:
        InvalidTerms: It is finer than the minor unit.
    """
    terms.need(name)
    currency = Currency.of(terms.currency)
    minor = terms.number(name) * 10**currency.digits
    if minor.denominator != 1:
        raise InvalidTerms(
            f"{name} is {terms.given[name]!r}: finer than the minor unit of {currency}",
            field=name,
            value=terms.given[name],
        )
    return Money(int(minor), currency)


def check_plain(terms: Terms) -> None:
    """Refuse terms that change amounts in a way no instrument knows."""
    for name in ("premiumDiscountAtIED", "accruedInterest"):
        if terms.number(name):
            raise _beyond(terms, name)
    if terms.text("interestCalculationBase") not in (None, "NT"):
        raise _beyond(terms, "interestCalculationBase")
    if terms.exchange <= terms.status:
        raise _beyond(terms, "statusDate")
    amortised = terms.instant("amortizationDate")
    if amortised is not None and amortised != (terms.instant("maturityDate") or amortised):
        raise _beyond(terms, "amortizationDate")


def _beyond(terms: Terms, name: str) -> NotSupported:
    return NotSupported(
        f"{name} is {terms.given[name]!r}: no instrument here can say so",
        field=name,
        value=terms.given[name],
    )


def repayment_of(terms: Terms) -> Repayment:
    """The dues, the amortisation and the deferral that the events of a contract show.

    Raises:
        NotSupported: It has an event, or dues, that no repayment has.
    """
    frame = Frame(terms=terms)
    kinds = _kinds_by_day(frame, events_of(frame))
    days = sorted(kinds)
    capitalised = _run(kinds, days, _CAPITALISED)
    waiting = _run(kinds, days[capitalised:], _INTEREST)
    repaid = days[capitalised + waiting :]
    if not repaid or kinds[repaid[-1]] != _LAST or _run(kinds, repaid, _REPAID) != len(repaid) - 1:
        raise NotSupported(
            f"the dues of a {terms.kind} are not deferred dues followed by repayments, each with "
            "its interest",
            field="contractType",
            value=terms.kind,
        )
    bullet = len(repaid) == 1
    if not bullet:
        _check_amounts(terms, frame)
    return Repayment(
        dues=_rules(terms, days),
        amortisation=Amortisation.BULLET if bullet else _AMORTISATION[terms.kind],
        capitalised_dues=capitalised,
        interest_only_dues=0 if bullet else waiting,
        day_count=terms.day_count,
    )


def _kinds_by_day(frame: Frame, events: list[Event]) -> dict[date, frozenset[str]]:
    kinds: dict[date, frozenset[str]] = {}
    begins = frame.terms.exchange
    for event in events:
        if event.type not in ("IED", "PRF", "IP", "IPCI", "PR", "MD"):
            raise NotSupported(
                f"a {event.type} event happens on {event.at.date()}: no instrument here has one",
                field="contractType",
                value=event.type,
            )
        if event.at.time() != time() or event.counted != event.at.date():
            raise NotSupported(
                f"the {event.type} event of {event.at.isoformat()} counts interest up to "
                f"{event.counted}: an instrument pays on the day it counts to",
                field="businessDayConvention",
                value=event.at.isoformat(),
            )
        if event.type not in ("IED", "PRF") and not _pays_nothing(event, begins):
            day = event.at.date()
            kinds[day] = kinds.get(day, frozenset()) | {event.type}
    return kinds


def _pays_nothing(event: Event, begins: datetime) -> bool:
    """Interest on the day of the exchange itself."""
    return event.type in ("IP", "IPCI") and event.at == begins


def _run(kinds: dict[date, frozenset[str]], days: Sequence[date], wanted: frozenset[str]) -> int:
    """How many of the first *days* have exactly the events *wanted*."""
    count = 0
    while count < len(days) and kinds[days[count]] == wanted:
        count += 1
    return count


def _check_amounts(terms: Terms, frame: Frame) -> None:
    """Refuse redemptions that raise the balance, and unequal parts of a plan in segments."""
    amounts = [reading.paid for reading in readings(frame) if reading.event.type in ("PR", "MD")]
    if min(amounts) < 0:
        raise NotSupported(
            "an instalment does not cover the interest of its period: an instrument pays the "
            "interest in full, ACTUS lets the balance grow",
            field="cycleAnchorDateOfPrincipalRedemption",
            value=terms.given.get("cycleAnchorDateOfPrincipalRedemption"),
        )
    if terms.kind != "LAX":
        return
    unit = 10**12 // 10 ** Currency.of(terms.currency).digits
    if any(abs(amount - amounts[0]) >= unit * len(amounts) for amount in amounts):
        raise NotSupported(
            "arrayNextPrincipalRedemptionPayment is not the same throughout: no instrument here "
            "repays unequal parts",
            field="arrayNextPrincipalRedemptionPayment",
            value=terms.given.get("arrayNextPrincipalRedemptionPayment"),
        )


def _rules(terms: Terms, days: Sequence[date]) -> tuple[ScheduleRule, ...]:
    """The days as a regular rule where one gives them, but for the last, else one by one."""
    for name in ("cycleOfInterestPayment", "cycleOfPrincipalRedemption"):
        cycle = terms.cycle(name)
        period = None if cycle is None else cycle.period
        if period is not None and len(days) > 1:
            for count in (len(days), len(days) - 1):
                rule = _every(days[0], period, count, terms.month_end)
                if rule is not None and rule.dates() == tuple(days[:count]):
                    rest = tuple(days[count:])
                    return (rule, OnDates(rest)) if rest else (rule,)
    return (OnDates(tuple(days)),)


def _every(first: date, period: Period, count: int, month_end: bool) -> Every | None:
    try:
        return Every(
            first=first, every=period, count=count, month_end=month_end and not period.days
        )
    except (InvalidTerms, InvalidDate):
        return None
