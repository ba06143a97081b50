"""A share of a result, paid period by period until a multiple of an amount is reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

import attrs

from investisens.values.checking import checked
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.results import Window
from investisens.values.rounding import Rounding, round_ratio
from investisens.values.steps import GiveUp, Plan, RepayRest


class RestAtStop(Enum):
    """What becomes, on the day payments stop, of what they have not brought.

    Attributes:
        TOTAL_DUE: All that is missing to the multiple is due.
        PRINCIPAL_DUE: What is missing to the amount is due; the return beyond it is given up.
        GIVEN_UP: All is given up.

    >>> RestAtStop("given_up")
    <RestAtStop.GIVEN_UP: 'given_up'>
    """

    TOTAL_DUE = "total_due"
    PRINCIPAL_DUE = "principal_due"
    GIVEN_UP = "given_up"


@attrs.frozen(kw_only=True, field_transformer=checked)
class ResultShare:
    """Payments of a share of a result, up to a multiple of the amount.

    Each period pays share x positive result, rounded once, raised to *floor* and cut to *cap*; the
    last payment is cut to the multiple. A period whose result is not known pays nothing.

    Attributes:
        share: Share of the result of each period, above 0 % and up to 100 %.
        every: Length of a period, in whole months.
        total_multiple: All payments together come to this multiple of the amount, 1 or more.
        stops_on: Last day of payment.
        rest: What becomes of the rest on that day.
        floor: Least of a period, or ``None``.
        cap: Most of a period, or ``None``; not below *floor*.
        paid_after_days: Days from the end of a period to its payment, 0 to 366.

    Raises:
        InvalidTerms: A term is out of its range, or the cap is below the floor.

    >>> from investisens import XOF
    >>> payments = ResultShare(share=Rate.parse("6 %"), every=Period(months=1),
    ...                        total_multiple=Fraction("1.2"), stops_on=date(2028, 12, 31),
    ...                        rest=RestAtStop.TOTAL_DUE)
    >>> print(payments.total(Money(100_000, XOF), Rounding()))
    120000 XOF
    """

    share: Rate
    every: Period
    total_multiple: Fraction
    stops_on: date
    rest: RestAtStop
    floor: Money | None = None
    cap: Money | None = None
    paid_after_days: int = 0

    def __attrs_post_init__(self) -> None:
        if not 0 < self.share.mbp <= MBP:
            raise InvalidTerms(
                f"share is {self.share}: use a share above 0 % and up to 100 %",
                field="share",
                value=self.share,
            )
        if not self.every.months:
            raise InvalidTerms(
                f"every is {self.every}: results are known by month, use a month, a quarter, a "
                "year or another number of months",
                field="every",
                value=self.every,
            )
        if self.total_multiple < 1:
            raise InvalidTerms(
                f"total_multiple is {self.total_multiple}: use 1 or more, so that payments can "
                "bring the amount back",
                field="total_multiple",
                value=self.total_multiple,
            )
        if not 0 <= self.paid_after_days <= 366:
            raise InvalidTerms(
                f"paid_after_days is {self.paid_after_days}: use 0 to 366 days",
                field="paid_after_days",
                value=self.paid_after_days,
            )
        check_limits(self.floor, self.cap)

    def total(self, amount: Money, rounding: Rounding) -> Money:
        """All payments together: the multiple of *amount*, rounded once in the mode of interest."""
        exact = amount.minor * self.total_multiple
        minor = int(round_ratio(exact.numerator, exact.denominator, rounding.interest))
        return Money(minor, amount.currency)

    def windows(self, first_on: date) -> Iterator[Window]:
        """The periods from the day *first_on* that are paid by *stops_on*."""
        count = 0
        while True:
            first = self.every.date_after(first_on, count)
            last = self.every.date_after(first_on, count + 1) - timedelta(days=1)
            paid_on = last + timedelta(days=self.paid_after_days)
            if paid_on > self.stops_on:
                return
            yield Window(first=first, last=last, paid_on=paid_on)
            count += 1


def check_limits(floor: Money | None, cap: Money | None) -> None:
    """Refuse a least and a most of a period that leave nothing between them.

    Raises:
        InvalidTerms: One of them is negative, or the cap is below the floor.
    """
    for name, limit in (("floor", floor), ("cap", cap)):
        if limit is not None and limit.minor < 0:
            raise InvalidTerms(
                f"{name} is {limit}: use an amount of 0 or more", field=name, value=limit
            )
    if floor is not None and cap is not None and cap < floor:
        raise InvalidTerms(
            f"cap {cap} is below floor {floor}: raise the cap or lower the floor",
            field="cap",
            value=cap,
        )


def check_result_share(
    principal: Money, disbursed_on: date, first_on: date, payments: ResultShare
) -> None:
    """Refuse payments that do not fit the amount they bring back.

    Args:
        principal: The amount.
        disbursed_on: The day it is paid out.
        first_on: First day of the first period.
        payments: The payments.

    Raises:
        InvalidTerms: The amount is not positive, a limit is in another currency, or the first
            payment is not between the day of the amount and the last day of payment.
    """
    if principal.minor <= 0:
        raise InvalidTerms(
            f"principal is {principal}: advance a positive amount",
            field="principal",
            value=principal,
        )
    for name, limit in (("floor", payments.floor), ("cap", payments.cap)):
        if limit is not None and limit.currency != principal.currency:
            raise InvalidTerms(
                f"{name} is {limit} but principal is in {principal.currency.code}: use one "
                "currency",
                field=f"payments.{name}",
                value=limit,
            )
    last = payments.every.date_after(first_on, 1) - timedelta(days=1)
    first_paid_on = last + timedelta(days=payments.paid_after_days)
    if first_paid_on <= disbursed_on:
        raise InvalidTerms(
            f"the first period is paid on {first_paid_on}, not after disbursed_on {disbursed_on}: "
            "start with a later period",
            field="payments.every",
            value=payments.every,
        )
    if payments.stops_on < first_paid_on:
        raise InvalidTerms(
            f"stops_on {payments.stops_on} is before {first_paid_on}, when the first period is "
            "paid: give a later day",
            field="payments.stops_on",
            value=payments.stops_on,
        )


def result_share_legs(
    principal: Money,
    disbursed_on: date,
    first_on: date,
    measure: str,
    payments: ResultShare,
    rounding: Rounding,
) -> tuple[DebtLeg, ParticipationLeg]:
    """The amount with what becomes of its rest, and the payments that bring it back.

    Args:
        principal: The amount.
        disbursed_on: The day it is paid out.
        first_on: First day of the first period.
        measure: The result that is shared.
        payments: The payments.
        rounding: How a payment, and the multiple, become whole amounts (``interest``).
    """
    stops_on = payments.stops_on
    given_up = payments.rest is RestAtStop.GIVEN_UP
    debt = DebtLeg(
        principal=principal,
        start=disbursed_on,
        rate=Rate(0),
        day_count=DayCount.ACT_365F,
        rounding=rounding,
        plan=Plan((GiveUp(stops_on) if given_up else RepayRest(stops_on),)),
    )
    share = ParticipationLeg(
        measure=measure,
        share=payments.share.fraction,
        windows=tuple(payments.windows(first_on)),
        floor=payments.floor,
        cap=payments.cap,
        cap_total=payments.total(principal, rounding),
        repays=True,
        rest_on=stops_on if payments.rest is RestAtStop.TOTAL_DUE else None,
        rounding=rounding,
    )
    return debt, share
