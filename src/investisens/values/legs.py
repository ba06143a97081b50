"""Legs: what every instrument becomes, and all that the engine understands.

Four kinds, each with one exact sentence; a fifth needs a decision record.

- A **debt leg** is a dated list of steps on one balance.
- **Known flows** are dated amounts given by hand.
- A **participation leg** is a share of an observed result, within a floor and caps.
- A **share leg** is units bought, and what is expected to come of them.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from investisens.values.cashflow import CashFlow
from investisens.values.checking import checked
from investisens.values.dates import YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.partperiods import PartPeriods
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from investisens.values.steps import Plan


@attrs.frozen(kw_only=True, field_transformer=checked)
class DebtLeg:
    """A dated list of steps on one balance.

    Attributes:
        principal: Paid out on *start*, >= 0.
        start: The day interest starts to run.
        rate: Yearly rate from *start*, until a step sets another.
        day_count: How a period becomes a fraction of a year.
        rounding: How interest and instalments become whole amounts.
        plan: The steps, none before *start*.
        rate_unit: What a rate of 1 counts in this leg: thousandths of a basis point, or finer
            units where reference cases are not rounded.
    """

    principal: Money
    start: date
    rate: Rate
    day_count: DayCount | PartPeriods
    rounding: Rounding
    plan: Plan
    rate_unit: int = MBP

    def __attrs_post_init__(self) -> None:
        if self.principal.minor < 0:
            raise InvalidTerms(
                f"principal is {self.principal}: an amount paid out is not negative",
                field="principal",
                value=self.principal,
            )
        if self.plan.steps and self.plan.steps[0].on < self.start:
            raise InvalidTerms(
                f"first step on {self.plan.steps[0].on} is before start {self.start}: "
                "check the order of the dates",
                field="plan",
                value=self.plan.steps[0].on,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class KnownFlows:
    """Dated amounts given by hand: the escape hatch.

    Attributes:
        flows: Seen from the fund, received + and paid −.

    >>> KnownFlows(flows=()).flows
    ()
    """

    flows: tuple[CashFlow, ...]


@attrs.frozen(kw_only=True, field_transformer=checked)
class ParticipationLeg:
    """A share of the positive result of each year, within a floor and caps.

    For year Y the amount is ``share × max(0, result of Y)``, raised to *floor*, then cut to
    *cap_of_principal* × the principal outstanding at 31 December Y−1 and to what *cap_total*
    leaves; each product is rounded once with *rounding*. It is paid on *paid_on* of Y+1.

    Attributes:
        measure: Which result of the enterprise, e.g. ``net_profit``.
        share: The share of that result.
        first_year: First year whose result counts.
        last_year: Last year whose result counts.
        paid_on: The day of the following year on which it is paid.
        floor: Least amount of a year, or ``None``.
        cap_of_principal: Cap of a year as a share of opening principal, or ``None``.
        cap_total: Cap over all years, or ``None``.
        rounding: How each product becomes a whole amount.
    """

    measure: str
    share: Rate
    first_year: int
    last_year: int
    paid_on: YearDay
    floor: Money | None = None
    cap_of_principal: Rate | None = None
    cap_total: Money | None = None
    rounding: Rounding = Rounding()


class ShareEventKind(Enum):
    """What happens to shares held.

    Attributes:
        DIVIDEND: Paid on each share held.
        BUY_BACK: Shares bought back by the founder.
        SALE: Shares sold to somebody else.
        WRITE_OFF: Shares given up as worth nothing.
        REVALUATION: The value of each share held is set, at cost or below.

    >>> ShareEventKind("buy_back")
    <ShareEventKind.BUY_BACK: 'buy_back'>
    """

    DIVIDEND = "dividend"
    BUY_BACK = "buy_back"
    SALE = "sale"
    WRITE_OFF = "write_off"
    REVALUATION = "revaluation"


SHARES_GONE = frozenset({ShareEventKind.BUY_BACK, ShareEventKind.SALE, ShareEventKind.WRITE_OFF})
"""Events after which the shares concerned are no longer held."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class ShareEvent:
    """Something that happens to *shares* shares on one day.

    Attributes:
        on: The day.
        event: What happens.
        shares: How many shares it concerns, > 0.
        per_share: Dividend, price or value of each; zero for a write-off.

    >>> from investisens import XOF
    >>> ShareEvent(on=date(2013, 6, 30), event=ShareEventKind.BUY_BACK, shares=40,
    ...            per_share=Money(11_064, XOF)).shares
    40
    """

    on: date
    event: ShareEventKind
    shares: int
    per_share: Money

    def __attrs_post_init__(self) -> None:
        if self.shares < 1:
            raise InvalidTerms(
                f"shares is {self.shares}: an event concerns at least one share",
                field="shares",
                value=self.shares,
            )
        if self.per_share.minor < 0:
            raise InvalidTerms(
                f"per_share is {self.per_share}: a price or value is not negative",
                field="per_share",
                value=self.per_share,
            )
        if self.event is ShareEventKind.WRITE_OFF and self.per_share.minor:
            raise InvalidTerms(
                f"per_share of a write-off is {self.per_share}: use zero, or record a sale",
                field="per_share",
                value=self.per_share,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class ShareLeg:
    """Units bought on one day, and the events expected of them.

    Attributes:
        units: Shares bought, > 0.
        price: Paid for each.
        start: The day they are bought.
        planned: Expected events, in the order of their days.
    """

    units: int
    price: Money
    start: date
    planned: tuple[ShareEvent, ...] = ()


Leg = DebtLeg | KnownFlows | ParticipationLeg | ShareLeg
"""The closed union read by the engine."""
