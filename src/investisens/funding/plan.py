"""The signed plan of each enterprise: uses, who pays them, and its rules."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from investisens.funding.cut_back import CutBack
from investisens.funding.depreciation import DepreciationMethod
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate


class UseKind(Enum):
    """What money is used for (emplois).

    Attributes:
        EQUIPMENT: A machine, a building or planting material.
        WORKING_CAPITAL: Stock, packaging and cash needs.

    >>> UseKind("equipment").name
    'EQUIPMENT'
    """

    EQUIPMENT = "equipment"
    WORKING_CAPITAL = "working_capital"


class SourceKind(Enum):
    """What kind of money a source brings (nature de la ressource).

    Attributes:
        EQUITY: Shares.
        QUASI_EQUITY: Shareholder account, participating loan and the like.
        LOAN: A loan of somebody who is neither bank nor microfinance institution.
        GRANT: Money that is never repaid.
        OWN_CONTRIBUTION: Cash of the entrepreneur (apport personnel).
        IN_KIND: Work or goods of the entrepreneur (apport en nature).
        BANK: A loan of a bank.
        MICROFINANCE: A loan of a microfinance institution.
        BUYER_ADVANCE: Prepayment by a buyer.
        OTHER: Anything else.

    >>> SourceKind("in_kind").name
    'IN_KIND'
    """

    EQUITY = "equity"
    QUASI_EQUITY = "quasi_equity"
    LOAN = "loan"
    GRANT = "grant"
    OWN_CONTRIBUTION = "own_contribution"
    IN_KIND = "in_kind"
    BANK = "bank"
    MICROFINANCE = "microfinance"
    BUYER_ADVANCE = "buyer_advance"
    OTHER = "other"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Source:
    """Somebody who finances uses (ressource).

    Attributes:
        id: Name used in allocations.
        name: Full name.
        public: Whether its money is public.
        own: Whether it is this fund.
        equipment_only: Whether it may pay equipment alone.
        kind: What kind of money it brings.
        instrument: Kind of the fund's positions by which it pays, such as `loan`. If left out, all
            of them where the fund is one source, else none.
        rate: Most that it pays of the eligible cost of a plan.
        ceiling: Most that it pays to one enterprise.
        rank: Order in which sources come in, the lowest first, then the order of the list: the
            last in is the first out.
        currency: Currency in which it pays, where that is another than the plan's.
        conditions: Ids of the sources that must pay before it does.
        excludes: Uses that it may not pay, each as enterprise and use: `E1 U3`.
        pays_on: The day it pays, unless an allocation, a position or a debt gives another.

    Raises:
        InvalidTerms: The rate is not between 0 % and 100 %, or the ceiling is negative.

    >>> Source(id="REGION", name="Region", public=True, equipment_only=True).public
    True
    """

    id: str
    name: str
    public: bool = False
    own: bool = False
    equipment_only: bool = False
    kind: SourceKind = SourceKind.OTHER
    instrument: str = ""
    rate: Rate | None = None
    ceiling: Money | None = None
    rank: int = 0
    currency: Currency | None = None
    conditions: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    pays_on: date | None = None

    def __attrs_post_init__(self) -> None:
        _check_share("rate", self.rate)
        if self.ceiling is not None and self.ceiling.minor < 0:
            raise InvalidTerms(
                f"ceiling is {self.ceiling}: use 0 or more", field="ceiling", value=self.ceiling
            )


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
        eligible: Part of the cost that grants may count; all of it, less recovered VAT, if left
            out.
        vat: Rate of the VAT that the cost includes; none if left out.
        vat_recovered: Whether the enterprise gets that VAT back.
        paid_on: The day the supplier is paid; that of *in_service* if left out.
        quantity: How many of it are bought, where *unit_price* is given.
        unit_price: Price of one, VAT included: times the quantity it is the cost.
        residual: What it is worth at the end of its life; nothing if left out.
        depreciation: How its cost is spread over its life.
        location: Where it stands.
        owner: Whose it is, where that is not the enterprise.
        pledged_to: Who holds a pledge on it.
        idle_since: The day since which it stands still: broken, or nobody uses it.
        sold_on: The day it is sold or scrapped.
        sold_for: What that brings.

    Raises:
        InvalidTerms: The cost, the life or the quantity is not positive, *eligible* or *residual*
            is more than the cost, quantity and unit price do not make the cost, or a sale has a
            price without a day.

    >>> from investisens.values.currency import XOF
    >>> mill = Use(enterprise="E1", id="U1", label="Maize mill", kind=UseKind.EQUIPMENT,
    ...            cost=Money(2_400_000, XOF), life_years=10, in_service=date(2024, 5, 2))
    >>> print(mill.cost)
    2400000 XOF
    """

    enterprise: str
    id: str
    label: str
    kind: UseKind
    cost: Money
    life_years: int | None = None
    in_service: date | None = None
    eligible: Money | None = None
    vat: Rate | None = None
    vat_recovered: bool = False
    paid_on: date | None = None
    quantity: int | None = None
    unit_price: Money | None = None
    residual: Money | None = None
    depreciation: DepreciationMethod = DepreciationMethod.STRAIGHT_LINE
    location: str = ""
    owner: str = ""
    pledged_to: str = ""
    idle_since: date | None = None
    sold_on: date | None = None
    sold_for: Money | None = None

    def __attrs_post_init__(self) -> None:
        _check_item(self)
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
        if self.vat is not None and self.vat.mbp < 0:
            raise InvalidTerms(
                f"vat is {self.vat}: use a rate of 0 % or more", field="vat", value=self.vat
            )
        if self.eligible is not None and (
            self.eligible.currency != self.cost.currency
            or not 0 <= self.eligible.minor <= self.cost.minor
        ):
            raise InvalidTerms(
                f"eligible is {self.eligible} of a cost of {self.cost}: use an amount between 0 "
                "and the cost",
                field="eligible",
                value=self.eligible,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Allocation:
    """The part of one use that one source pays in the signed plan.

    Attributes:
        enterprise: Who uses it.
        use: Name of the use.
        source: Name of the source.
        amount: Paid by the source, > 0.
        paid_on: The day it is paid; found from the source if left out.

    Raises:
        InvalidTerms: The amount is not positive.

    >>> from investisens.values.currency import XOF
    >>> row = Allocation(enterprise="E1", use="U1", source="REGION", amount=Money(2_200_000, XOF))
    >>> print(row.amount)
    2200000 XOF
    """

    enterprise: str
    use: str
    source: str
    amount: Money
    paid_on: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise InvalidTerms(
                f"amount is {self.amount}: leave the row out, or give a positive amount",
                field="amount",
                value=self.amount,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class PlanRules:
    """Limits that every plan of the fund keeps, and what happens when they are passed.

    Attributes:
        public_share_of_item: Most of one item of equipment that public money may pay.
        holding_below: The fund holds less than this share of an enterprise's capital.
        public_share: Most of the eligible cost of a plan that public money may pay.
        public_share_law: Name of the legal parameter that gives that share on the plan's day, such
            as `grant.fr_state.cap`; empty for none.
        own_contribution: Least of the cost that the entrepreneur brings.
        in_kind_at_most: Most of the cost that counts as brought in kind.
        cut_back: Who pays less when sources bring too much.
        cut_back_funder: Id of the source that bears it under `named_funder`.
        substitutes: Ids of the sources that step in for one that falls away, in order.
        de_minimis: Whether grants count as European de minimis aid, cumulated over the years.

    Raises:
        InvalidTerms: A share is not between 0 % and 100 %, the legal parameter is unknown or no
            share, or the named funder is not named.

    >>> print(PlanRules(public_share_of_item=Rate.parse("50 %")).public_share_of_item)
    50 %
    """

    public_share_of_item: Rate | None = None
    holding_below: Rate | None = None
    public_share: Rate | None = None
    public_share_law: str = ""
    own_contribution: Rate | None = None
    in_kind_at_most: Rate | None = None
    cut_back: CutBack = CutBack.PRO_RATA
    cut_back_funder: str = ""
    substitutes: tuple[str, ...] = ()
    de_minimis: bool = False

    def __attrs_post_init__(self) -> None:
        for name in ("public_share", "own_contribution", "in_kind_at_most"):
            _check_share(name, getattr(self, name))
        if self.public_share_law:
            _check_law(self.public_share_law)
        if (self.cut_back is CutBack.NAMED_FUNDER) != bool(self.cut_back_funder):
            raise InvalidTerms(
                f"cut_back is {self.cut_back.value} and cut_back_funder is "
                f"{self.cut_back_funder!r}: name a funder under named_funder, and only there",
                field="cut_back_funder",
                value=self.cut_back_funder,
            )


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
        disbursed_on: The day it is paid out, where that is known.
    """

    enterprise: str
    source: str
    amount: Money
    rate: Rate
    term_months: int
    grace_months: int
    repayment: str
    disbursed_on: date | None = None


def _check_item(use: Use) -> None:
    """What is bought, what it leaves and what its sale brings."""
    if use.quantity is not None and use.quantity < 1:
        raise InvalidTerms(
            f"quantity is {use.quantity}: use 1 or more, or leave it empty",
            field="quantity",
            value=use.quantity,
        )
    if use.unit_price is not None:
        quantity = 1 if use.quantity is None else use.quantity
        price = Money(quantity * use.unit_price.minor, use.unit_price.currency)
        if price != use.cost:
            raise InvalidTerms(
                f"cost is {use.cost} but {quantity} at {use.unit_price} are {price}: correct one "
                "of them",
                field="unit_price",
                value=use.unit_price,
            )
    if use.residual is not None and not 0 <= use.residual.minor < use.cost.minor:
        raise InvalidTerms(
            f"residual is {use.residual} of a cost of {use.cost}: use 0 or more, below the cost",
            field="residual",
            value=use.residual,
        )
    if use.sold_for is not None and use.sold_on is None:
        raise InvalidTerms(
            f"sold_for is {use.sold_for} without a day: fill in sold_on too",
            field="sold_on",
            value=None,
        )


def _check_share(name: str, share: Rate | None) -> None:
    if share is not None and not 0 <= share.mbp <= MBP:
        raise InvalidTerms(
            f"{name} is {share}: use a share between 0 % and 100 %", field=name, value=share
        )


def _check_law(name: str) -> None:
    """A legal limit of public money is a known share, whatever the day."""
    from investisens.legal.parameters import parameter

    try:
        unit = parameter(name).unit
    except MissingData as error:
        raise InvalidTerms(str(error), field="public_share_law", value=name) from error
    if unit != "fraction":
        raise InvalidTerms(
            f"public_share_law is {name!r}, a number of {unit}: name a share, such as "
            "'grant.fr_state.cap'",
            field="public_share_law",
            value=name,
        )
