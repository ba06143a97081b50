"""What the account of a debt that results repay asks for on its last day."""

from __future__ import annotations

import attrs

from investisens.values.legs import DebtLeg, Leg, ParticipationLeg
from investisens.values.servicing import AllocationOrder
from investisens.values.steps import ChargeFee, Plan


def owing_the_rest(debt: DebtLeg, legs: tuple[Leg, ...]) -> DebtLeg:
    """The debt, with the return that its last day asks for beside what is left of the principal.

    Where the terms make the whole rest due, all payments together come to ``cap_total``: what the
    principal is short of it is charged on the last day. What was received beyond the principal
    until then pays it; what comes later brings the principal back first, as the terms say.

    Args:
        debt: The debt leg of a contract.
        legs: All its legs.

    >>> from datetime import date
    >>> from fractions import Fraction
    >>> from investisens import Money, Period, Rate, RestAtStop, ResultShare, RevenueShare, XOF
    >>> royalty = RevenueShare(
    ...     principal=Money(100_000, XOF), disbursed_on=date(2025, 1, 1), first_on=date(2025, 1, 1),
    ...     payments=ResultShare(share=Rate.parse("6 %"), every=Period(months=1),
    ...                          total_multiple=Fraction("1.2"), stops_on=date(2028, 12, 31),
    ...                          rest=RestAtStop.TOTAL_DUE))
    >>> debt, share = royalty.legs()
    >>> owing_the_rest(debt, (debt, share)).plan.steps[0]
    ChargeFee(on=datetime.date(2028, 12, 31), minor=20000)
    """
    for leg in legs:
        if isinstance(leg, ParticipationLeg) and leg.rest_on and leg.cap_total:
            last, steps = debt.last_on, debt.plan.steps
            before = tuple(step for step in steps if step.on < last)
            charged = ChargeFee(last, leg.cap_total.minor - debt.principal.minor)
            return attrs.evolve(
                debt,
                plan=Plan((*before, charged, *steps[len(before) :])),
                servicing=attrs.evolve(debt.servicing, allocation=AllocationOrder.PRINCIPAL_FIRST),
            )
    return debt
