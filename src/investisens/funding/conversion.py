"""A plan in another currency: for a committee that counts in euros."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Use
from investisens.values.currency import Currency
from investisens.values.fx import FxTable
from investisens.values.money import Money
from investisens.values.rounding import RoundingMode


def converted(plan: FundingPlan, to: Currency, fx: FxTable, *, on: date) -> FundingPlan:
    """The plan at the rate of a day: each use rounded half up, and split as before.

    A use is split by largest remainder in proportion to what its sources paid, so a plan in balance
    stays in balance, and no share moves by more than rounding.

    Args:
        plan: The plan.
        to: The other currency.
        fx: Its rate.
        on: The day of the rate.

    Raises:
        MissingData: No rate holds on that day.
        InvalidTerms: A use is worth less than the smallest unit of the other currency.

    >>> from investisens import EUR, XOF, FxQuote, Source, UseKind
    >>> press = Use(enterprise="E1", id="U1", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(1_000_000, XOF))
    >>> plan = FundingPlan(enterprise="E1", currency=XOF, uses=(press,),
    ...                    sources=(Source(id="A", name="A"), Source(id="B", name="B")),
    ...                    amounts=((333_333, 666_667),))
    >>> parity = FxTable([FxQuote(base=EUR, quote=XOF, rate="655.957", on=date(1999, 1, 1),
    ...                           source="fixed parity")])
    >>> converted(plan, EUR, parity, on=date(2010, 5, 1)).amounts
    ((50816, 101633),)
    """

    def convert(amount: Money) -> Money:
        return fx.convert(amount, to, on=on, rounding=RoundingMode.HALF_UP)

    rows = []
    for row in plan.amounts:
        whole = convert(Money(sum(row), plan.currency))
        parts = whole.allocate(row) if any(row) else [whole for _ in row]
        rows.append(tuple(part.minor for part in parts))
    return FundingPlan(
        enterprise=plan.enterprise,
        uses=tuple(_use(use, convert(use.cost), fx, on) for use in plan.uses),
        sources=tuple(
            each if each.ceiling is None else attrs.evolve(each, ceiling=convert(each.ceiling))
            for each in plan.sources
        ),
        amounts=tuple(rows),
        currency=to,
    )


def _use(use: Use, cost: Money, fx: FxTable, on: date) -> Use:
    """The use with its other amounts converted too; no price of one, which may not multiply."""

    def convert(amount: Money | None) -> Money | None:
        if amount is None:
            return None
        return fx.convert(amount, cost.currency, on=on, rounding=RoundingMode.HALF_UP)

    return attrs.evolve(
        use,
        cost=cost,
        unit_price=None,
        eligible=convert(use.eligible),
        residual=convert(use.residual),
        sold_for=convert(use.sold_for),
    )
