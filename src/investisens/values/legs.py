"""Legs: what every instrument becomes, and all that the engine understands.

Five kinds, each with one exact sentence; a sixth needs a decision record.

- A **debt leg** is a dated list of steps on one balance.
- **Known flows** are dated amounts given by hand.
- A **participation leg** is a share of an observed result, within a floor and caps.
- A **share leg** is units bought, and what is expected to come of them.
- A **guarantee leg** is a covered share of other contracts' losses.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from investisens.values.cashflow import CashFlow
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.paid_days import Moved
from investisens.values.partperiods import PartPeriods
from investisens.values.rates import MBP, Rate
from investisens.values.results import Window
from investisens.values.rounding import Rounding
from investisens.values.servicing import USUAL, Servicing
from investisens.values.shares import ShareLeg
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
        moved: Dues paid on another day than their own, in order: the due, to which interest runs,
            and the day on which its flows are told. Each ends before the next begins.
        servicing: What happens to payments that are not the schedule's; the engine does not look
            at it.
    """

    principal: Money
    start: date
    rate: Rate
    day_count: DayCount | PartPeriods
    rounding: Rounding
    plan: Plan
    rate_unit: int = MBP
    moved: Moved = ()
    servicing: Servicing = USUAL

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
        before = self.start
        for due, paid in self.moved:
            if min(due, paid) <= before:
                raise InvalidTerms(
                    f"moved: the due of {due}, paid on {paid}, is not after {before}: "
                    "check the order of the dates",
                    field="moved",
                    value=due,
                )
            before = max(due, paid)

    @property
    def last_on(self) -> date:
        """The last day on which anything happens."""
        last = self.plan.last_on or self.start
        return max(last, self.moved[-1][1]) if self.moved else last

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currency of the principal."""
        return frozenset({self.principal.currency})


@attrs.frozen(kw_only=True, field_transformer=checked)
class KnownFlows:
    """Dated amounts given by hand: the escape hatch.

    Attributes:
        flows: Seen from the fund, received + and paid −.

    >>> KnownFlows(flows=()).flows
    ()
    """

    flows: tuple[CashFlow, ...]

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currencies of the flows."""
        return frozenset(flow.amount.currency for flow in self.flows)


@attrs.frozen(kw_only=True, field_transformer=checked)
class ParticipationLeg:
    """A share of an observed result, within a floor and caps.

    For each window the amount is ``share × max(0, result − beyond)``, raised to *floor*, then cut
    to *cap*, to *cap_of_principal* × the principal outstanding before the window's first day, and
    to what *cap_total* leaves; each product is rounded once with *rounding*. A window whose result
    is not known pays nothing.

    Attributes:
        measure: Which result of the enterprise, e.g. ``net_profit``.
        share: The share of that result, >= 0.
        windows: The periods looked at and their days of payment, in that order.
        beyond: Part of the result that is left out, or ``None``.
        floor: Least amount of a window, or ``None``.
        cap: Most of a window, or ``None``.
        cap_of_principal: Most of a window as a share of opening principal, or ``None``.
        cap_total: Most over all windows, or ``None``.
        repays: Whether what is paid goes to the contract's debt, interest first, then principal;
            only what is beyond both is a participation (revenue-based finance).
        rest_on: Day on which a participation that repays also pays what *cap_total* leaves after
            all windows, or ``None``.
        rounding: How each product becomes a whole amount (``interest``).
    """

    measure: str
    share: Fraction
    windows: tuple[Window, ...]
    beyond: Money | None = None
    floor: Money | None = None
    cap: Money | None = None
    cap_of_principal: Rate | None = None
    cap_total: Money | None = None
    repays: bool = False
    rest_on: date | None = None
    rounding: Rounding = Rounding()

    def __attrs_post_init__(self) -> None:
        if self.rest_on is not None and not (self.repays and self.cap_total is not None):
            raise InvalidTerms(
                f"rest_on is {self.rest_on} but nothing says what is left: give cap_total, to a "
                "participation that repays",
                field="rest_on",
                value=self.rest_on,
            )

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something may be paid."""
        paid = tuple(window.paid_on for window in self.windows)
        return paid if self.rest_on is None else (*paid, self.rest_on)

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currencies of its limits."""
        limits = (self.beyond, self.floor, self.cap, self.cap_total)
        return frozenset(limit.currency for limit in limits if limit is not None)


@attrs.frozen(kw_only=True, field_transformer=checked)
class GuaranteeLeg:
    """A covered share of the losses of other contracts, its fee, its call and what is handed back.

    On every day on which a loss is claimed or recovered, the guarantor's net payment becomes
    ``min(ceiling, share × max(0, net loss − beyond))``, rounded down once: what is missing is paid,
    what is too much is handed back. A loss is claimed *waiting_days* after it is struck. What is
    recovered goes to the oldest loss of its contract first, and counts from the day of its claim.

    Attributes:
        covers: Ids of the covered contracts, of the same book.
        given: Whether the fund is the guarantor; if not, it is the one that is covered.
        share: Covered share of the loss, 0 to 1 (quotité).
        ceiling: Most that is paid in all, net.
        beyond: Loss that the covered party bears before.
        first_loss: Whether the guarantor bears the first of the loss, each franc of it up to
            *share* of what was lost before recoveries; if not, *share* of each franc.
        ceilings: Lower ceilings from given days on, in the order of the days: (day, minor units).
            They limit what is called from their day on, and take nothing back.
        start: Losses struck before this day are not covered.
        end: Losses struck after this day are not covered.
        waiting_days: Days between a loss and its claim (délai de carence).
        fee: Yearly fee, counted on *fee_on* on what the call would grow by if all that is then
            owed were lost, rounded down once.
        fee_on: Days on which a yearly fee is paid.
        flat_fee: Fee paid on *start*.
        losses: Losses (+) and recoveries (−) of exposure outside the book: (day, minor units).
        exposed: What is owed beside the principal of the covered contracts, from given days on, in
            the order of the days: (day, minor units).
    """

    covers: tuple[str, ...]
    given: bool
    share: Fraction
    ceiling: Money
    beyond: Money | None = None
    first_loss: bool = False
    ceilings: tuple[tuple[date, int], ...] = ()
    start: date
    end: date
    waiting_days: int = 0
    fee: Rate = Rate(0)
    fee_on: tuple[date, ...] = ()
    flat_fee: Money | None = None
    losses: tuple[tuple[date, int], ...] = ()
    exposed: tuple[tuple[date, int], ...] = ()

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise InvalidTerms(
                f"share is {self.share}: a guarantee covers between 0 and 1 of a loss",
                field="share",
                value=self.share,
            )

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currency of the ceiling."""
        return frozenset({self.ceiling.currency})


Leg = DebtLeg | KnownFlows | ParticipationLeg | ShareLeg | GuaranteeLeg
"""The closed union read by the engine."""
