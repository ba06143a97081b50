"""Happenings: what is recorded, or assumed, about a contract and switches its legs.

A repayable advance is due only on success, a claim becomes shares on conversion, an account is
repaid after notice: the terms say what follows, a happening says that it came. Amounts and prices
are those of the day; everything else stands in the terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


class HappeningKind(Enum):
    """What happened.

    Attributes:
        CONVERTED: What was owed became shares; *price* is the price of the round, if terms ask it.
        SUCCEEDED: The project of a repayable advance succeeded.
        FAILED: The project failed: what the terms give up is given up.
        NOTICE: The holder gave notice of repayment.
        REDEEMED: The issuer redeemed.
        OPTION: The purchase option of a lease was exercised.
        CONDITION_MET: The condition of a tranche of a grant was met; *number* is the tranche.
        CLAWED_BACK: A part of a grant is to be repaid; *amount*.
        DELIVERED: Goods of a buyer's advance were delivered; *amount* is their value.
        BOUGHT_BACK: The founder bought shares back by the terms' formula; *number* is how many.
        LOST: A loss on exposure that is not in the book; *amount*.
        RECOVERED: A recovery on such a loss; *amount*.

    >>> HappeningKind("converted")
    <HappeningKind.CONVERTED: 'converted'>
    """

    CONVERTED = "converted"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    NOTICE = "notice"
    REDEEMED = "redeemed"
    OPTION = "option"
    CONDITION_MET = "condition_met"
    CLAWED_BACK = "clawed_back"
    DELIVERED = "delivered"
    BOUGHT_BACK = "bought_back"
    LOST = "lost"
    RECOVERED = "recovered"


_FIGURES: Mapping[HappeningKind, tuple[str, ...]] = MappingProxyType(
    {
        HappeningKind.CONVERTED: ("price",),
        HappeningKind.REDEEMED: ("number", "price"),
        HappeningKind.CONDITION_MET: ("number",),
        HappeningKind.CLAWED_BACK: ("amount",),
        HappeningKind.DELIVERED: ("amount",),
        HappeningKind.BOUGHT_BACK: ("number", "price"),
        HappeningKind.LOST: ("amount",),
        HappeningKind.RECOVERED: ("amount",),
    }
)
"""Figures that a happening may come with; the terms say which of them they need."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class Happening:
    """Something that happened to a contract, or is assumed to happen in a scenario.

    Attributes:
        contract: The id of a position.
        on: The day.
        what: What happened.
        amount: An amount, where *what* has one; > 0.
        price: Price of a share, where *what* has one; > 0.
        number: A count or a rank, where *what* has one; >= 0.

    Raises:
        InvalidTerms: An amount or a price that is not positive, a negative number, or a figure
            that *what* does not have.

    >>> from investisens.values.currency import XOF
    >>> Happening(contract="C1", on=date(2013, 6, 30), what=HappeningKind.CONVERTED,
    ...           price=Money(12_500, XOF)).price
    Money(minor=12500, currency=Currency.of('XOF'))
    """

    contract: str
    on: date
    what: HappeningKind
    amount: Money | None = None
    price: Money | None = None
    number: int | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("amount", "price", "number"):
            value = getattr(self, name)
            if value is not None and name not in _FIGURES.get(self.what, ()):
                raise InvalidTerms(
                    f"{name} of {self.what.value} is {value} but nothing follows from it: "
                    "leave it out",
                    field=name,
                    value=value,
                )
        for name, amount in (("amount", self.amount), ("price", self.price)):
            if amount is not None and amount.minor <= 0:
                raise InvalidTerms(
                    f"{name} of {self.what.value} is {amount}: use a positive amount",
                    field=name,
                    value=amount,
                )
        if self.number is not None and self.number < 0:
            raise InvalidTerms(
                f"number of {self.what.value} is {self.number}: use 0 or more",
                field="number",
                value=self.number,
            )


def first_of(happenings: tuple[Happening, ...], what: HappeningKind) -> Happening | None:
    """The earliest happening of a kind, or ``None``."""
    found = [each for each in happenings if each.what is what]
    return min(found, key=lambda each: each.on, default=None)
