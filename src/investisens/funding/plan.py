"""The signed plan of each enterprise: uses, who pays them, and what was invoiced."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate


class UseKind(Enum):
    """What money is used for (emplois).

    Attributes:
        EQUIPMENT: A machine, a building or planting material.
        WORKING_CAPITAL: Stock, packaging and cash needs.
    """

    EQUIPMENT = "equipment"
    WORKING_CAPITAL = "working_capital"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Source:
    """Somebody who finances uses (ressource).

    Attributes:
        id: Name used in allocations.
        name: Full name.
        public: Whether its money is public.
        own: Whether it is this fund.
        equipment_only: Whether it may pay equipment alone.

    >>> Source(id="REGION", name="Region", public=True, equipment_only=True).public
    True
    """

    id: str
    name: str
    public: bool = False
    own: bool = False
    equipment_only: bool = False


@attrs.frozen(kw_only=True, field_transformer=checked)
class Use:
    """One use of money by an enterprise (emploi).

    Attributes:
        enterprise: Who uses it.
        id: Name of the use within the enterprise.
        label: What it is.
        kind: Equipment or working capital.
        cost: Planned cost, > 0.
        life_years: Useful life of equipment.
        in_service: The day equipment starts to work.
    """

    enterprise: str
    id: str
    label: str
    kind: UseKind
    cost: Money
    life_years: int | None = None
    in_service: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.cost.minor <= 0:
            raise InvalidTerms(
                f"cost is {self.cost}: plan a positive amount", field="cost", value=self.cost
            )
        if self.life_years is not None and self.life_years < 1:
            raise InvalidTerms(
                f"life_years is {self.life_years}: use 1 or more, or leave it empty",
                field="life_years",
                value=self.life_years,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Allocation:
    """The part of one use that one source pays in the signed plan.

    Attributes:
        enterprise: Who uses it.
        use: Name of the use.
        source: Name of the source.
        amount: Paid by the source, > 0.
    """

    enterprise: str
    use: str
    source: str
    amount: Money

    def __attrs_post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise InvalidTerms(
                f"amount is {self.amount}: leave the row out, or give a positive amount",
                field="amount",
                value=self.amount,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class GrantAgreement:
    """An agreement by which a public source grants money (convention de subvention).

    Attributes:
        source: Who grants it.
        agreed_on: Invoices count from this day on.
        ceiling: Most that is granted.
        advance: Share paid at signature.
    """

    source: str
    agreed_on: date
    ceiling: Money
    advance: Rate

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.advance.mbp <= MBP:
            raise InvalidTerms(
                f"advance is {self.advance}: use a share between 0 % and 100 %",
                field="advance",
                value=self.advance,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class PlanRules:
    """Limits that every plan of the fund keeps.

    Attributes:
        public_share_of_item: Most of one item of equipment that public money may pay.
        holding_below: The fund holds less than this share of an enterprise's capital.
    """

    public_share_of_item: Rate | None = None
    holding_below: Rate | None = None


class Document(Enum):
    """What kind of paper an invoice is.

    Attributes:
        INVOICE: A final invoice (facture).
        PRO_FORMA: A quote in the form of an invoice, which justifies nothing.
    """

    INVOICE = "invoice"
    PRO_FORMA = "pro_forma"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Invoice:
    """An invoice for one use, and the grant planned on it.

    Attributes:
        id: Reference.
        enterprise: Who was invoiced.
        use: Name of the use.
        invoiced_on: Date of the invoice.
        amount: In the invoice's own currency.
        grant_planned: Grant planned on the use this invoice belongs to.
        document: Invoice or pro forma.
    """

    id: str
    enterprise: str
    use: str
    invoiced_on: date
    amount: Money
    grant_planned: Money
    document: Document


@attrs.frozen(kw_only=True, field_transformer=checked)
class Debt:
    """Debt of an enterprise towards somebody else than the fund.

    Attributes:
        enterprise: The borrower.
        source: The lender.
        amount: Borrowed.
        rate: Yearly rate.
        term_months: Length.
        grace_months: First months without principal.
        repayment: How it is repaid, in words.
    """

    enterprise: str
    source: str
    amount: Money
    rate: Rate
    term_months: int
    grace_months: int
    repayment: str
