"""Dated amounts, their kinds and the one sign convention: seen from the fund, received is +."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from investisens.values.checking import checked
from investisens.values.money import Money


class FlowKind(Enum):
    """What an amount is. Kinds from ``CAPITALISED_INTEREST`` on move no cash.

    Attributes:
        DISBURSEMENT: Debt paid out to an enterprise (décaissement).
        PRINCIPAL: Debt repaid.
        INTEREST: Interest paid.
        INDEXATION: What an index adds to principal or interest paid, or takes from it.
        FEE: Fee charged to an enterprise.
        RECOVERY: Received after a default, towards the principal that was owed.
        CREDIT: Received beyond all that was owed: to be paid back, or put on another debt.
        PARTICIPATION: Share of a result, paid by an enterprise.
        SHARE_PURCHASE: Shares subscribed or bought.
        DIVIDEND: Dividend or interest on shares.
        SHARE_SALE: Shares bought back by the founder, or sold.
        CALL: Capital paid in by investors.
        DISTRIBUTION: Paid out to investors.
        MANAGEMENT_FEE: Fee of the manager of the fund (frais de gestion).
        RUNNING_COSTS: Audit, bank and other costs of the fund.
        KNOWN: A dated amount given by hand.
        GRANT: Grant paid out (subvention).
        CLAW_BACK: Grant paid back.
        GUARANTEE_RECEIVED: Received from a guarantor, or handed back by one that was covered.
        GUARANTEE_PAID: Paid as a guarantor, or handed back to one.
        GUARANTEE_FEE: Fee paid to a guarantor.
        CAPITALISED_INTEREST: Interest added to principal.
        CONVERSION: Debt that became shares, at their price.
        DELIVERY: Debt repaid in goods, at their value.
        LOSS: Principal that will not come back.
        SHARE_LOSS: Cost of shares that will not come back.
        FORGIVENESS: Principal given up by decision (abandon de créance): no loss of a bad debtor.

    >>> FlowKind.LOSS.is_cash, FlowKind.INTEREST.is_cash
    (False, True)
    """

    DISBURSEMENT = "disbursement"
    PRINCIPAL = "principal"
    INTEREST = "interest"
    INDEXATION = "indexation"
    FEE = "fee"
    RECOVERY = "recovery"
    CREDIT = "credit"
    PARTICIPATION = "participation"
    SHARE_PURCHASE = "share_purchase"
    DIVIDEND = "dividend"
    SHARE_SALE = "share_sale"
    CALL = "call"
    DISTRIBUTION = "distribution"
    MANAGEMENT_FEE = "management_fee"
    RUNNING_COSTS = "running_costs"
    KNOWN = "known"
    GRANT = "grant"
    CLAW_BACK = "claw_back"
    GUARANTEE_RECEIVED = "guarantee_received"
    GUARANTEE_PAID = "guarantee_paid"
    GUARANTEE_FEE = "guarantee_fee"
    CAPITALISED_INTEREST = "capitalised_interest"
    CONVERSION = "conversion"
    DELIVERY = "delivery"
    LOSS = "loss"
    SHARE_LOSS = "share_loss"
    FORGIVENESS = "forgiveness"

    @property
    def is_cash(self) -> bool:
        """Whether an amount of this kind enters or leaves the fund's bank account."""
        return self not in _NOT_CASH


_NOT_CASH = frozenset(
    {
        *(FlowKind.CAPITALISED_INTEREST, FlowKind.CONVERSION, FlowKind.DELIVERY),
        *(FlowKind.LOSS, FlowKind.SHARE_LOSS, FlowKind.FORGIVENESS),
    }
)


@attrs.frozen(kw_only=True, field_transformer=checked)
class CashFlow:
    """One dated amount between the fund and a party.

    Attributes:
        on: The day it is paid.
        amount: Received by the fund is +, paid by the fund is −. A loss is −, capitalised
            interest is +: both change what is owed, not the cash.
        kind: What it is.
        party: Who pays or receives: the name of a position, an investor or a supplier.

    >>> from investisens.values.currency import XOF
    >>> flow = CashFlow(on=date(2011, 2, 28), amount=Money(150_205, XOF),
    ...                 kind=FlowKind.INTEREST, party="L1")
    >>> print(flow.on, flow.amount)
    2011-02-28 150205 XOF
    """

    on: date
    amount: Money
    kind: FlowKind
    party: str
