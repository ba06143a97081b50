"""A repayment written as ACTUS terms, in every way that may hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from investisens.instruments.repayment import Amortisation, Repayment
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.errors import NotSupported
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Every

_DAY_COUNTS = {
    DayCount.ACT_365F: "A365",
    DayCount.ACT_360: "A360",
    DayCount.THIRTY_E_360: "30E360",
    DayCount.ACT_ACT: "AA",
}


def midnight(day: date) -> str:
    """A day as ACTUS writes it.

    >>> midnight(date(2013, 1, 1))
    '2013-01-01T00:00:00'
    """
    return f"{day.isoformat()}T00:00:00"


def day_before(day: date) -> date:
    """The day a contract of *day* is looked at: its status date.

    >>> print(day_before(date(2013, 1, 1)))
    2012-12-31
    """
    if day == date.min:
        raise NotSupported(
            f"the contract starts on {day}: ACTUS terms need a day before it",
            field="start",
            value=day,
        )
    return day - timedelta(days=1)


def money_text(amount: Money) -> str:
    """An amount in units, exactly.

    >>> from investisens.values.currency import EUR
    >>> money_text(Money(-1_05, EUR))
    '-1.05'
    """
    return decimal_text(amount.minor, amount.currency.digits)


def decimal_text(whole: int, digits: int) -> str:
    """*whole* / 10^*digits* as a decimal number.

    >>> decimal_text(450_000, 7)
    '0.0450000'
    """
    units, rest = divmod(abs(whole), 10**digits)
    text = f"{units}.{rest:0{digits}}" if digits else str(units)
    return f"-{text}" if whole < 0 else text


def debt_candidates(
    principal: Money, disbursed_on: date, rate: Rate, repayment: Repayment
) -> Iterator[dict[str, Any]]:
    """Terms that may mean the same: cycles with a short or a long end, then dates one by one.

    Raises:
        NotSupported: ACTUS has no such day count, or no days of payment given one by one.
    """
    head = _head(principal, disbursed_on, rate, repayment)
    days = repayment.due_dates
    if len(days) == 1:
        yield {"contractType": "PAM", **head}
    for cycle, month_end in _cycles(repayment):
        convention = {"endOfMonthConvention": "EOM"} if month_end else {}
        yield {**head, **convention, **_regular(principal, repayment, cycle, 0)}
        if repayment.capitalised_dues == 1 and len(days) > 2:
            # capitalizationEndDate gives the one capitalised due; the cycle starts after it.
            yield {**head, **convention, **_regular(principal, repayment, cycle, 1)}
    if repayment.amortisation is not Amortisation.LEVEL_PAYMENT:
        yield {**head, **_one_by_one(principal, repayment)}


def _head(principal: Money, disbursed_on: date, rate: Rate, repayment: Repayment) -> dict[str, Any]:
    """The terms that do not depend on how the calendar is written."""
    if repayment.day_count not in _DAY_COUNTS:
        raise NotSupported(
            f"day_count is {repayment.day_count.value!r}: ACTUS terms know "
            f"{', '.join(each.value for each in _DAY_COUNTS)}",
            field="repayment.day_count",
            value=repayment.day_count,
        )
    if repayment.paid_on is not None:
        raise NotSupported(
            "paid_on is given: ACTUS terms move days by a calendar, not one by one",
            field="repayment.paid_on",
            value=repayment.paid_on,
        )
    days = repayment.due_dates
    head = {
        "contractRole": "RPA",
        "currency": principal.currency.code,
        "statusDate": midnight(day_before(disbursed_on)),
        "initialExchangeDate": midnight(disbursed_on),
        "notionalPrincipal": money_text(principal),
        "nominalInterestRate": decimal_text(rate.mbp, 7),
        "dayCountConvention": _DAY_COUNTS[repayment.day_count],
        "maturityDate": midnight(days[-1]),
    }
    if repayment.capitalised_dues:
        head["capitalizationEndDate"] = midnight(days[repayment.capitalised_dues - 1])
    return head


def _first_repaid(repayment: Repayment) -> int:
    """Rank of the first due that repays principal."""
    if repayment.amortisation is Amortisation.BULLET:
        return len(repayment.due_dates) - 1
    return repayment.capitalised_dues + repayment.interest_only_dues


def _share(principal: Money, repayment: Repayment) -> str:
    parts = len(repayment.due_dates) - _first_repaid(repayment)
    share = repayment.rounding.instalment(principal.minor, parts)
    return decimal_text(share, principal.currency.digits)


def _regular(principal: Money, repayment: Repayment, cycle: str, start: int) -> dict[str, Any]:
    days = repayment.due_dates
    first = _first_repaid(repayment)
    terms: dict[str, Any] = {
        "contractType": "PAM",
        "cycleAnchorDateOfInterestPayment": midnight(days[start]),
        "cycleOfInterestPayment": cycle,
    }
    if first == len(days) - 1:
        return terms
    terms["cycleAnchorDateOfPrincipalRedemption"] = midnight(days[first])
    terms["cycleOfPrincipalRedemption"] = cycle
    if repayment.amortisation is Amortisation.LEVEL_PAYMENT:
        return {**terms, "contractType": "ANN"}
    share = _share(principal, repayment)
    return {**terms, "contractType": "LAM", "nextPrincipalRedemptionPayment": share}


def _one_by_one(principal: Money, repayment: Repayment) -> dict[str, Any]:
    days = repayment.due_dates
    repaid = [midnight(day) for day in days[_first_repaid(repayment) : -1]]
    terms: dict[str, Any] = {
        "contractType": "LAX",
        "arrayCycleAnchorDateOfInterestPayment": [midnight(day) for day in days[:-1]],
    }
    if repaid:
        terms["arrayCycleAnchorDateOfPrincipalRedemption"] = repaid
        terms["arrayNextPrincipalRedemptionPayment"] = [_share(principal, repayment)] * len(repaid)
        terms["arrayIncreaseDecrease"] = ["DEC"] * len(repaid)
    return terms


def _cycles(repayment: Repayment) -> Iterator[tuple[str, bool]]:
    """Cycles that the dues may follow, from their rules and from the first of them."""
    days = repayment.due_dates
    periods: list[tuple[Period, bool]] = [
        (rule.every, rule.month_end) for rule in repayment.dues if isinstance(rule, Every)
    ]
    for one, other in list(pairwise(days))[:2]:
        months = 12 * (other.year - one.year) + other.month - one.month
        if months:
            periods += [(Period(months=months), False), (Period(months=months), True)]
        periods.append((Period(days=(other - one).days), False))
    for period, month_end in dict.fromkeys(periods):
        size = f"{period.months}M" if period.months else f"{period.days}D"
        if max(period.months, period.days) < 10_000:
            yield from ((f"P{size}L{stub}", month_end) for stub in (1, 0))
