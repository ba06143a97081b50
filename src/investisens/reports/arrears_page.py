"""What is asked of the debts of a fund on a day, before it is laid out in tables."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.portfolio.arrears import ContractArrears, Receipts, arrears_on, receipts_of
from investisens.portfolio.fund import Fund
from investisens.portfolio.quality import exposure_of, losses
from investisens.reports.provision_table import class_in
from investisens.servicing.ageing import USUAL_AGES, class_of
from investisens.servicing.losses import Losses
from investisens.servicing.provisions import WATCH, ProvisionTable
from investisens.servicing.quality import Quality, quality
from investisens.values.money import Money


@attrs.frozen(kw_only=True)
class ArrearsPage:
    """What is asked of the debts of a fund on a day.

    Attributes:
        fund: The fund.
        on: The day.
        debts: Every debt that has started.
        known_on: The day whose knowledge counts, or ``None``.
        pay: What each late debtor might pay on the day, or ``None``.
        provisions: The table of provisions in force, or ``None``.
        period: What was lost and collected since a day, one for each currency; or empty.
        receipts: What was received on each position.
    """

    fund: Fund
    on: date
    debts: tuple[ContractArrears, ...]
    known_on: date | None = None
    pay: Money | None = None
    provisions: ProvisionTable | None = None
    period: tuple[Losses, ...] = ()
    receipts: Receipts = attrs.field(factory=dict, repr=False)

    @property
    def quality(self) -> Quality:
        """Of all debts; a fund keeps them in its own currency."""
        return quality(map(exposure_of, self.debts), self.fund.currency)

    def provision(self, debt: ContractArrears) -> int | None:
        """What is set aside for a debt."""
        return None if self.provisions is None else self.provisions.provision(exposure_of(debt))

    def class_name(self, debt: ContractArrears) -> str:
        """The class of a debt: the one it is provisioned by, else that of its days past due."""
        if self.provisions is None:
            return class_of(debt.days_past_due, USUAL_AGES).name
        return class_in(self.provisions, debt).name


def arrears_page(
    fund: Fund,
    on: date,
    *,
    known_on: date | None = None,
    pay: Money | None = None,
    provisions: ProvisionTable | None = None,
    since: date | None = None,
    receipts: Receipts | None = None,
) -> ArrearsPage:
    """The debts of *fund* on a day, and what is asked of them.

    Args:
        fund: The fund.
        on: The day; records count up to its end.
        known_on: The day whose knowledge counts, to be told.
        pay: What each late debtor might pay on the day.
        provisions: The table of provisions in force.
        since: The first day of which losses and collection are asked.
        receipts: What was received, instead of the payments of the fund.

    >>> from investisens import call_list, read_fund
    >>> page = arrears_page(read_fund("examples/collines"), date(2012, 12, 31))
    >>> page.quality.outstanding, len(call_list(page.debts))
    (27942251, 3)
    """
    dated = receipts_of(fund) if receipts is None else receipts
    watch = WATCH if provisions is None else provisions.watch
    return ArrearsPage(
        fund=fund,
        on=on,
        debts=arrears_on(fund, on, receipts=dated, watch=watch),
        known_on=known_on,
        pay=pay,
        provisions=provisions,
        period=() if since is None else losses(fund, since, on, receipts=dated),
        receipts=dated,
    )
