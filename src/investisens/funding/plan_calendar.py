"""The calendar of a plan: who pays when, what is spent when, and what is missing meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate

import attrs

from investisens.funding.agreements import GrantAgreement
from investisens.funding.bridge import Bridge, bridge
from investisens.funding.commitments import Commitment
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Allocation, Source, Use
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.dates import add_months
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money, total
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode


@attrs.frozen(kw_only=True, field_transformer=checked)
class PlanFlow:
    """Money that a source pays to an enterprise, or that the enterprise pays for a use.

    Attributes:
        party: Id of the source or of the use.
        on: The day; ``None`` where nothing tells it.
        amount: Received +, spent −.

    >>> from investisens.values.currency import XOF
    >>> PlanFlow(party="U1", on=date(2010, 7, 20), amount=Money(-5_400_000, XOF)).party
    'U1'
    """

    party: str
    on: date | None
    amount: Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class PlanMonth:
    """One month of a plan.

    Attributes:
        first: First day of the month.
        received: From all sources.
        paid: For all uses.
        balance: At its end.

    >>> from investisens.values.currency import XOF
    >>> print(PlanMonth(first=date(2010, 7, 1), received=Money(0, XOF), paid=Money(5, XOF),
    ...                 balance=Money(-5, XOF)).gap)
    5 XOF
    """

    first: date
    received: Money
    paid: Money
    balance: Money

    @property
    def gap(self) -> Money:
        """What must be bridged at its end; nothing if the balance is not below zero."""
        return max(Money.zero(self.balance.currency), -self.balance)


@attrs.frozen(kw_only=True, field_transformer=checked)
class PlanCalendar:
    """The dated flows of a plan.

    Attributes:
        flows: By day, receipts of a day before what is spent on it; those without a day come last.
        currency: Of all amounts.

    >>> from investisens.values.currency import XOF
    >>> flows = (PlanFlow(party="U1", on=date(2010, 7, 20), amount=Money(-5, XOF)),
    ...          PlanFlow(party="REGION", on=date(2010, 9, 1), amount=Money(5, XOF)))
    >>> calendar = PlanCalendar(flows=flows, currency=XOF)
    >>> [(each.first.month, each.gap.minor) for each in calendar.months]
    [(7, 5), (8, 5), (9, 0)]
    >>> print(calendar.bridge(Rate.parse("12 %")).peak)
    5 XOF
    """

    flows: tuple[PlanFlow, ...]
    currency: Currency

    @property
    def undated(self) -> tuple[PlanFlow, ...]:
        """The flows whose day nothing tells; no month counts them."""
        return tuple(flow for flow in self.flows if flow.on is None)

    @property
    def months(self) -> tuple[PlanMonth, ...]:
        """Every month from the first flow to the last."""
        by_month: dict[date, list[Money]] = {}
        for flow in self.flows:
            if flow.on is not None:
                by_month.setdefault(flow.on.replace(day=1), []).append(flow.amount)
        if not by_month:
            return ()
        firsts = list(_months(min(by_month), max(by_month)))
        nothing = Money.zero(self.currency)
        net = [total(by_month.get(first, ()), self.currency) for first in firsts]
        received = [
            total((each for each in by_month.get(first, ()) if each > nothing), self.currency)
            for first in firsts
        ]
        return tuple(
            PlanMonth(first=first, received=came, paid=came - change, balance=balance)
            for first, came, change, balance in zip(
                firsts, received, net, accumulate(net), strict=True
            )
        )

    def bridge(self, rate: Rate, *, capitalised: bool = False) -> Bridge:
        """What it takes to bridge the gaps, see :func:`investisens.funding.bridge.bridge`.

        Raises:
            InvalidTerms: No flow has a day.
        """
        months = self.months
        if not months:
            raise InvalidTerms(
                "no flow of the plan has a day: give the days on which uses are paid",
                field="flows",
                value=self.flows,
            )
        net = [month.received - month.paid for month in months]
        return bridge(net, rate, capitalised=capitalised)

    def first_paid(self, source: str) -> date | None:
        """The day on which a source first pays; ``None`` if it never does, or on no known day."""
        return min(
            (each.on for each in self.flows if each.party == source and each.on), default=None
        )


def plan_calendar(
    plan: FundingPlan,
    *,
    commitments: Sequence[Commitment] = (),
    agreements: Sequence[GrantAgreement] = (),
    allocations: Iterable[Allocation] = (),
) -> PlanCalendar:
    """When each source pays and each use is paid.

    A use is paid on its *paid_on*, else when it goes into service. What a source brings comes, in
    this order: on the day of the allocation; as its contracts pay out; by its grant agreement, the
    advance (rounded down) when it is signed, the rest on *balance_on* or when the last use that it
    pays is paid; on the *pays_on* of the source; else with each use that it pays.

    Args:
        plan: The plan.
        commitments: Contracts of its sources.
        agreements: Grant agreements of its sources.
        allocations: Those of the plan that have a day of their own.

    >>> from investisens import XOF, UseKind
    >>> press = Use(enterprise="E1", id="U1", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(10, XOF), in_service=date(2010, 7, 20))
    >>> region = Source(id="REGION", name="Region", public=True)
    >>> plan = FundingPlan(enterprise="E1", currency=XOF, uses=(press,), sources=(region,),
    ...                    amounts=((10,),))
    >>> agreed = GrantAgreement(source="REGION", agreed_on=date(2010, 5, 1),
    ...                         ceiling=Money(10, XOF), advance=Rate.parse("70 %"))
    >>> for flow in plan_calendar(plan, agreements=[agreed]).flows:
    ...     print(flow.on, flow.party, flow.amount)
    2010-05-01 REGION 7 XOF
    2010-07-20 REGION 3 XOF
    2010-07-20 U1 -10 XOF
    """
    own_days = {
        (each.use, each.source): each.paid_on
        for each in allocations
        if each.enterprise == plan.enterprise and each.paid_on is not None
    }
    flows: list[PlanFlow] = []
    for at, source in enumerate(plan.sources):
        cells = {
            use: Money(row[at], plan.currency)
            for use, row in zip(plan.uses, plan.amounts, strict=True)
            if row[at]
        }
        for use in [use for use in cells if (use.id, source.id) in own_days]:
            day = own_days[use.id, source.id]
            flows.append(PlanFlow(party=source.id, on=day, amount=cells.pop(use)))
        flows += _receipts(source, cells, commitments, agreements, plan.currency)
    flows += (PlanFlow(party=use.id, on=paid_on(use), amount=-use.cost) for use in plan.uses)
    flows.sort(key=lambda flow: (flow.on or date.max, flow.amount.minor < 0))
    return PlanCalendar(flows=tuple(flows), currency=plan.currency)


def paid_on(use: Use) -> date | None:
    """The day on which the supplier of a use is paid, if anything tells it."""
    return use.paid_on or use.in_service


def _receipts(
    source: Source,
    cells: dict[Use, Money],
    commitments: Sequence[Commitment],
    agreements: Sequence[GrantAgreement],
    currency: Currency,
) -> Iterator[PlanFlow]:
    whole = total(cells.values(), currency)
    if not whole:
        return
    payments = [each for one in commitments if one.source == source.id for each in one.payments]
    signed = [each for each in agreements if each.source == source.id]
    if payments:
        yield from _as_signed(source.id, sorted(payments), whole)
    elif signed:
        days = [paid_on(use) for use in cells]
        last = None if None in days else max(day for day in days if day)
        yield from _granted(signed, whole, last)
    elif source.pays_on is not None:
        yield PlanFlow(party=source.id, on=source.pays_on, amount=whole)
    else:
        for use, amount in cells.items():
            yield PlanFlow(party=source.id, on=paid_on(use), amount=amount)


def _as_signed(
    source: str, payments: Sequence[tuple[date, Money]], whole: Money
) -> Iterator[PlanFlow]:
    """What the plan counts on, as contracts pay out; the last takes what they do not bring."""
    left = whole
    for place, (day, amount) in enumerate(payments, 1):
        part = left if place == len(payments) else min(amount, left)
        left -= part
        if part:
            yield PlanFlow(party=source, on=day, amount=part)


def _granted(
    agreements: Sequence[GrantAgreement], whole: Money, last: date | None
) -> Iterator[PlanFlow]:
    """Advance and balance; several agreements share in proportion to their ceilings."""
    parts = whole.allocate([max(1, each.ceiling.minor) for each in agreements])
    for each, part in zip(agreements, parts, strict=True):
        advance = part.times(each.advance, RoundingMode.DOWN)
        balance_on = each.balance_on
        if balance_on is None and last is not None:
            balance_on = max(each.agreed_on, last)
        for day, amount in ((each.agreed_on, advance), (balance_on, part - advance)):
            if amount:
                yield PlanFlow(party=each.source, on=day, amount=amount)


def _months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = add_months(month, 1)
