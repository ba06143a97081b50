"""Which source may pay which use, and what part of a cost grants may count."""

from __future__ import annotations

from investisens.funding.plan import Source, Use, UseKind
from investisens.funding.vat import eligible_of
from investisens.values.money import Money


def may_pay(source: Source, use: Use) -> bool:
    """Whether a source may pay a use.

    >>> from investisens.values.currency import XOF
    >>> stock = Use(enterprise="E1", id="U4", label="Jars", kind=UseKind.WORKING_CAPITAL,
    ...             cost=Money(1_950_000, XOF))
    >>> may_pay(Source(id="REGION", name="Region", equipment_only=True), stock)
    False
    """
    return not refuses_kind(source, use) and not excludes(source, use)


def refuses_kind(source: Source, use: Use) -> bool:
    """Whether a source that pays equipment only meets another use."""
    return source.equipment_only and use.kind is not UseKind.EQUIPMENT


def excludes(source: Source, use: Use) -> bool:
    """Whether a source names a use among those that it may not pay.

    >>> from investisens.values.currency import XOF
    >>> cycle = Use(enterprise="E1", id="U3", label="Tricycle", kind=UseKind.EQUIPMENT,
    ...             cost=Money(1_450_000, XOF))
    >>> excludes(Source(id="REGION", name="Region", excludes=("E1 U3",)), cycle)
    True
    """
    return bool(source.excludes) and f"{use.enterprise} {use.id}" in source.excludes


def eligible_cost(use: Use) -> Money:
    """The part of a use that grants may count.

    It is what the use says; if it says nothing, its cost without the VAT that is recovered.

    >>> from investisens.values.currency import XOF
    >>> from investisens.values.rates import Rate
    >>> press = Use(enterprise="E1", id="U1", label="Press", kind=UseKind.EQUIPMENT,
    ...             cost=Money(5_900_000, XOF), vat=Rate.parse("18 %"), vat_recovered=True)
    >>> print(eligible_cost(press))
    5000000 XOF
    """
    if use.eligible is not None:
        return use.eligible
    if use.vat is None:
        return use.cost
    return eligible_of(use.cost, use.vat, recovered=use.vat_recovered)
