"""Ordinary shares (actions)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import ClassVar

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.legs import SHARES_GONE, ShareEvent, ShareLeg
from investisens.values.money import Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class OrdinaryShares:
    """Shares subscribed in an enterprise, a minority of its capital (actions).

    Attributes:
        shares: Number subscribed, > 0.
        price: Paid for each share, > 0.
        subscribed_on: The day they are paid.
        other_shares: Shares held by everybody else, so that the holding is known.
        planned: Dividends, buy-backs and sales expected when the terms were signed. What is
            recorded later replaces them.

    Source: OHADA uniform act on companies (AUSCGIE); articles of association.

    Raises:
        InvalidTerms: No share, no price, a currency mixed in, an event before subscription, or
            more shares given up than held.

    >>> from investisens import XOF
    >>> line = OrdinaryShares(shares=75, price=Money(10_000, XOF),
    ...                       subscribed_on=date(2010, 6, 15), other_shares=150)
    >>> print(line.cost, line.holding)
    750000 XOF 1/3
    """

    kind: ClassVar[str] = "ordinary_shares"

    shares: int
    price: Money
    subscribed_on: date
    other_shares: int = 0
    planned: tuple[ShareEvent, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name, value, least in (
            ("shares", self.shares, 1),
            ("price", self.price.minor, 1),
            ("other_shares", self.other_shares, 0),
        ):
            if value < least:
                raise InvalidTerms(
                    f"{name} is {value}: use {least} or more", field=name, value=value
                )
        check_share_events(self.planned, self.shares, self.subscribed_on, self.price)

    @property
    def cost(self) -> Money:
        """What was paid for all the shares."""
        return self.price * self.shares

    @property
    def holding(self) -> Fraction:
        """Share of the capital held at subscription, as an exact fraction."""
        return Fraction(self.shares, self.shares + self.other_shares)

    def legs(self) -> tuple[ShareLeg]:
        """One share leg."""
        leg = ShareLeg(
            units=self.shares, price=self.price, start=self.subscribed_on, planned=self.planned
        )
        return (leg,)


def check_share_events(
    events: tuple[ShareEvent, ...], held: int, start: date, price: Money
) -> None:
    """Refuse events out of order, before *start*, in another currency or beyond what is held.

    Raises:
        InvalidTerms: With the event at fault.
    """
    day = start
    for event in events:
        if event.on < day:
            raise InvalidTerms(
                f"{event.event.value} on {event.on} is before {day}: give the events in the "
                "order of their days, none before the shares are bought",
                field="on",
                value=event.on,
            )
        if event.per_share.currency != price.currency:
            raise InvalidTerms(
                f"{event.event.value} on {event.on} is in {event.per_share.currency.code} but the "
                f"shares are in {price.currency.code}: use one currency",
                field="per_share",
                value=event.per_share,
            )
        if event.shares > held:
            raise InvalidTerms(
                f"{event.event.value} on {event.on} concerns {event.shares} shares but {held} "
                "are held: check the number of shares",
                field="shares",
                value=event.shares,
            )
        day = event.on
        if event.event in SHARES_GONE:
            held -= event.shares
