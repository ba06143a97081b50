"""How the plan of an enterprise was carried out, as a fund knows it, for the enterprise's books."""

from __future__ import annotations

from collections.abc import Mapping

from investisens.engine.schedule import RepaymentSchedule
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan_entries import Execution
from investisens.portfolio.contract import schedule_of
from investisens.portfolio.fund import Fund
from investisens.portfolio.plans import calendar_of, commitments_of, plan_day


def execution_of(fund: Fund, plan: FundingPlan) -> Execution:
    """The days of a plan, its grant agreements, and how the fund's own debts are repaid, as signed.

    A fund does not know the repayments of other lenders, the shares of a result, nor what kind of
    equipment a use buys: add them with :func:`attrs.evolve`.

    Raises:
        MissingFixings: The fund lacks fixings on which the terms of a debt set the rate.

    >>> from investisens import funding_plan, read_fund
    >>> fund = read_fund("examples/collines")
    >>> carried_out = execution_of(fund, funding_plan(fund, "E1"))
    >>> print(carried_out.signed_on, *carried_out.schedules)
    2010-05-01 IS_CCA
    """
    return Execution(
        calendar=calendar_of(fund, plan),
        signed_on=plan_day(fund, plan.enterprise),
        agreements=fund.grants,
        schedules=_schedules(fund, plan.enterprise),
    )


def _schedules(fund: Fund, enterprise: str) -> Mapping[str, tuple[RepaymentSchedule, ...]]:
    """The schedules of the fund's debts, by the source that stands for them."""
    positions = {position.id for position in fund.positions}
    found: dict[str, tuple[RepaymentSchedule, ...]] = {}
    for each in commitments_of(fund, enterprise):
        if each.name in positions and each.source and each.last_due is not None:
            found[each.source] = (*found.get(each.source, ()), schedule_of(fund, each.name))
    return found
