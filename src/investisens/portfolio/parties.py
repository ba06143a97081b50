"""Enterprises and investors, and the capital that investors promise and pay."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class Enterprise:
    """A solidarity enterprise that the fund finances.

    Attributes:
        id: Short name used everywhere else.
        name: Full name.
        sector: Sector of activity.
        commune: Where it works.
        legal_form: For instance SARL, cooperative.
        founded: Day of foundation.
        woman_led: Whether a woman leads it.
        season: When its revenue comes in, in words.
        adviser: Who follows it for the fund, and calls it when a due is late.

    >>> Enterprise(id="E1", name="Miel et Foret").id
    'E1'
    """

    id: str
    name: str
    sector: str = ""
    commune: str = ""
    legal_form: str = ""
    founded: date | None = None
    woman_led: bool = False
    season: str = ""
    adviser: str = ""


@attrs.frozen(kw_only=True, field_transformer=checked)
class Investor:
    """Somebody who subscribed shares of the fund.

    Attributes:
        id: Short name used everywhere else.
        country: ISO 3166 code.
        commitment: What was promised, in the investor's own currency.
        shares: Shares of the fund subscribed.

    >>> from investisens import EUR
    >>> print(Investor(id="FR01", country="FR", commitment=Money.of(8000, EUR),
    ...                shares=524).commitment)
    8000.00 EUR
    """

    id: str
    country: str
    commitment: Money
    shares: int

    def __attrs_post_init__(self) -> None:
        if self.shares < 0:
            raise InvalidTerms(
                f"shares is {self.shares}: use 0 or more", field="shares", value=self.shares
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class CapitalCall:
    """What one investor is asked to pay in one call (appel de fonds).

    Attributes:
        call: Name of the call.
        called_on: The day it is due.
        investor: Who owes it.
        amount: In the fund's currency, > 0.
        wired: What the investor sends, in its own currency, where that is another one.
        paid_on: The day it was paid; ``None`` while it is not.

    >>> from investisens import XOF
    >>> asked = CapitalCall(call="C1", called_on=date(2010, 6, 1), investor="FR01",
    ...                     amount=Money(4_000_000, XOF))
    >>> print(asked.amount, asked.paid_on)
    4000000 XOF None
    """

    call: str
    called_on: date
    investor: str
    amount: Money
    wired: Money | None = None
    paid_on: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise InvalidTerms(
                f"amount is {self.amount}: call a positive amount",
                field="amount",
                value=self.amount,
            )
        if self.paid_on is not None and self.paid_on < self.called_on:
            raise InvalidTerms(
                f"paid_on {self.paid_on} is before called_on {self.called_on}: "
                "check the order of the dates",
                field="paid_on",
                value=self.paid_on,
            )
