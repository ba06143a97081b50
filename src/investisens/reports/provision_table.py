"""What is set aside for each debt, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from investisens.portfolio.arrears import ContractArrears
from investisens.portfolio.quality import exposure_of
from investisens.reports.tables import Column, Table
from investisens.servicing.provisions import ProvisionBase, ProvisionClass, ProvisionTable
from investisens.values.currency import Currency

_INTEREST: Final = Column(name="accrued_interest", kind="amount", adds_up=True)


def provisions_table(
    provisions: ProvisionTable, debts: Iterable[ContractArrears], currency: Currency
) -> Table:
    """One row for each debt with a provision, late or not: base, rate and provision.

    >>> from datetime import date
    >>> from investisens import Rate, read_fund
    >>> from investisens.portfolio.arrears import arrears_on
    >>> from investisens.values.currency import XOF
    >>> table = ProvisionTable(since=date(2010, 1, 1), source="credit committee", classes=(
    ...     ProvisionClass(name="sound", from_days=0, to_days=90, rate=Rate.parse("0 %")),
    ...     ProvisionClass(name="doubtful", from_days=91, rate=Rate.parse("80 %"))))
    >>> debts = arrears_on(read_fund("examples/collines"), date(2012, 12, 31))
    >>> provisions_table(table, debts, XOF).columns["provision"]
    [1565660]
    """
    with_interest = provisions.base is ProvisionBase.PRINCIPAL_AND_INTEREST
    rows = []
    for debt in debts:
        found = class_in(provisions, debt)
        if provision := provisions.provision(exposure_of(debt)):
            interest = (debt.accrued,) if with_interest else ()
            rows.append(
                (debt.position, found.name, debt.outstanding, *interest, found.rate, provision)
            )
    return Table(
        name="provisions",
        header=(
            Column(name="contract", kind="text"),
            Column(name="class", kind="text"),
            Column(name="outstanding_principal", kind="amount", adds_up=True),
            *((_INTEREST,) if with_interest else ()),
            Column(name="provision_rate", kind="rate"),
            Column(name="provision", kind="amount", adds_up=True),
        ),
        rows=tuple(rows),
        currency=currency,
    )


def class_in(provisions: ProvisionTable, debt: ContractArrears) -> ProvisionClass:
    """The class by which a debt is provisioned."""
    marked = debt.restructured_on is not None
    return provisions.class_of(debt.days_past_due, restructured=marked)
