"""The funding plans of a fund's enterprises, and what the fund knows around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from fractions import Fraction

from investisens.funding.commitments import Commitment, ceiling_breaches
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Debt
from investisens.funding.plan_calendar import PlanCalendar, plan_calendar
from investisens.funding.plan_checks import check_plan
from investisens.portfolio.fund import Fund, Position
from investisens.values.dates import add_months
from investisens.values.errors import Finding, MissingData
from investisens.values.fx import FxTable
from investisens.values.legs import DebtLeg, KnownFlows, Leg
from investisens.values.money import Money, total
from investisens.values.shares import ShareLeg
from investisens.values.steps import Draw


def funding_plan(fund: Fund, enterprise: str) -> FundingPlan:
    """The signed plan of one enterprise of a fund: uses × sources.

    Raises:
        MissingData: The fund has no such enterprise.
        InvalidFolder: With every allocation that has no place in the plan.

    >>> from investisens import read_fund
    >>> plan = funding_plan(read_fund("examples/collines"), "E1")
    >>> print(plan.cost, plan.by_source["REGION"], plan.public_share)
    12000000 XOF 3500000 XOF 7/24
    """
    known = [each.id for each in fund.enterprises]
    if enterprise not in known:
        raise MissingData(
            f"no enterprise is called {enterprise!r}: the fund has {', '.join(known) or 'none'}",
            field="enterprise",
            value=enterprise,
        )
    return FundingPlan.of(enterprise, fund.uses, fund.sources, fund.allocations, fund.currency)


def funding_plans(fund: Fund) -> tuple[FundingPlan, ...]:
    """The plans of all enterprises that have uses, in the order of the fund.

    >>> from investisens import read_fund
    >>> len(funding_plans(read_fund("examples/collines")))
    9
    """
    with_uses = {use.enterprise for use in fund.uses}
    return tuple(funding_plan(fund, each.id) for each in fund.enterprises if each.id in with_uses)


def check_funding_plan(
    fund: Fund,
    plan: FundingPlan,
    *,
    on: date | None = None,
    leaving: Collection[str] = (),
    listed_in: str = "the plan",
) -> tuple[Finding, ...]:
    """What is wrong or doubtful in a plan, with all that the fund knows around it.

    Args:
        fund: The fund.
        plan: A plan of it, as signed or supposed.
        on: The day whose law applies; if ``None``, :func:`plan_day`.
        leaving: Sources that are supposed to fall away with their contracts.
        listed_in: Where the amounts stand, as messages call it.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> [each.where for each in check_funding_plan(fund, funding_plan(fund, "E7"))]
    ['E7 U2 IS_CCA', 'E7 U3 IS_CCA']
    """
    commitments = commitments_of(fund, plan.enterprise)
    return check_plan(
        plan,
        fund.plan_rules,
        on=on or plan_day(fund, plan.enterprise),
        commitments=[each for each in commitments if each.source not in leaving],
        agreements=fund.grants,
        allocations=fund.allocations,
        fx=FxTable(fund.fx),
        listed_in=listed_in,
    )


def check_funding_plans(
    fund: Fund, *, on: date | None = None, listed_in: str = "the plan"
) -> tuple[Finding, ...]:
    """What is wrong or doubtful in all plans of a fund, and in what they grant together.

    Args:
        fund: The fund.
        on: The day whose law applies; if ``None``, that of each plan.
        listed_in: Where the amounts stand, as messages call it.

    >>> from investisens import read_fund
    >>> len(check_funding_plans(read_fund("examples/collines")))
    2
    """
    plans = funding_plans(fund)
    findings = [
        finding
        for plan in plans
        for finding in check_funding_plan(fund, plan, on=on, listed_in=listed_in)
    ]
    granted = {
        source.id: total((plan.by_source[source.id] for plan in plans), fund.currency)
        for source in fund.sources
    }
    breaches = ceiling_breaches(granted, fund.grants, listed_in=listed_in)
    # What is wrong with a source is told by every plan.
    return tuple(dict.fromkeys([*findings, *(each.finding() for each in breaches)]))


def calendar_of(fund: Fund, plan: FundingPlan) -> PlanCalendar:
    """When each source of a plan pays and each use is paid.

    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> calendar = calendar_of(fund, funding_plan(fund, "E1"))
    >>> [(each.first.month, each.balance.minor) for each in calendar.months]
    [(5, 2450000), (6, 7450000), (7, 2050000), (8, 2050000), (9, 0)]
    """
    return plan_calendar(
        plan,
        commitments=commitments_of(fund, plan.enterprise),
        agreements=fund.grants,
        allocations=fund.allocations,
    )


def commitments_of(fund: Fund, enterprise: str) -> tuple[Commitment, ...]:
    """What the fund and other lenders signed with an enterprise.

    A position counts by its terms as signed, for the first of the fund's own sources whose
    *instrument* is its kind, or for the only one. Where there is none, only its share of the
    capital is told. A guarantee or a pledge, which pays nothing, is left out.

    >>> from investisens import read_fund
    >>> [(each.source, each.name, each.amount.minor)
    ...  for each in commitments_of(read_fund("examples/collines"), "E1")]
    [('IS_CCA', 'L1', 4250000), ('IS_EQ', 'Q1', 750000), ('MFI', 'the debt to MFI', 2000000)]
    """
    held = [_of_position(fund, each) for each in fund.positions if each.enterprise == enterprise]
    lent = [_of_debt(each) for each in fund.debts if each.enterprise == enterprise]
    return tuple(each for each in (*held, *lent) if each.amount or each.holding is not None)


def plan_day(fund: Fund, enterprise: str) -> date:
    """The day a plan was signed, as far as the fund tells: the first of its contracts.

    It is the first day of a grant agreement of one of its sources or of a payment by contract; the
    day up to which records are complete if there is none.

    >>> from investisens import read_fund
    >>> plan_day(read_fund("examples/collines"), "E2")
    datetime.date(2010, 5, 1)
    """
    paying = {each.source for each in fund.allocations if each.enterprise == enterprise}
    days = [each.agreed_on for each in fund.grants if each.source in paying]
    days += [day for each in commitments_of(fund, enterprise) for day, _ in each.payments]
    return min(days, default=fund.terms.as_of)


def _of_position(fund: Fund, position: Position) -> Commitment:
    instrument = position.instrument
    payments: list[tuple[date, Money]] = []
    dues = []
    for leg in instrument.legs():
        payments += _payments(leg)
        if isinstance(leg, DebtLeg):
            dues.append(leg.last_on)
    holding = getattr(instrument, "holding", None)
    return Commitment(
        source=_source_of(fund, instrument.kind),
        name=position.id,
        amount=total((amount for _, amount in payments), fund.currency),
        payments=tuple(sorted(payments, key=lambda paid: paid[0])),
        last_due=max(dues, default=None),
        holding=holding if isinstance(holding, Fraction) else None,
    )


def _source_of(fund: Fund, kind: str) -> str:
    """The source by which the fund pays with instruments of a kind; empty for none."""
    own = [each for each in fund.sources if each.own]
    found = [each.id for each in own if each.instrument == kind]
    alone = [each.id for each in own if len(own) == 1 and not each.instrument]
    return next(iter([*found, *alone]), "")


def _payments(leg: Leg) -> Iterator[tuple[date, Money]]:
    """What the fund pays by a leg, and when."""
    match leg:
        case DebtLeg():
            if leg.principal:
                yield leg.start, leg.principal
            for step in leg.plan.steps:
                if isinstance(step, Draw):
                    yield step.on, Money(step.minor, leg.principal.currency)
        case ShareLeg():
            if not leg.converted:
                yield leg.start, leg.price * leg.units
        case KnownFlows():
            for flow in leg.flows:
                if flow.amount.minor < 0:
                    yield flow.on, -flow.amount


def _of_debt(debt: Debt) -> Commitment:
    paid = debt.disbursed_on
    return Commitment(
        source=debt.source,
        name=f"the debt to {debt.source}",
        amount=debt.amount,
        payments=() if paid is None else ((paid, debt.amount),),
        last_due=None if paid is None else add_months(paid, debt.term_months),
    )
