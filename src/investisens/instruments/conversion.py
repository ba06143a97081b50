"""Conversion: when a claim becomes shares, and how the price of a share is found."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from investisens.values.shares import Exit


@attrs.frozen(kw_only=True, field_transformer=checked)
class Conversion:
    """How a claim becomes shares: at a price, by a ratio, or at a discount on a round.

    All that is owed on the day, interest included, is divided by the price of a share; whole
    shares are received, and the rest is paid in cash. Nothing else falls due on that day.

    Attributes:
        price: Price of a share, > 0. With *discount*, the price on *mandatory_on* if no round has
            come by then, and given for that alone.
        shares: Shares received for a claim of *per*, such as one bond; or ``None``.
        per: The claim they are received for: a whole multiple of *shares*, so that a share has a
            whole price.
        discount: Taken off the price of the round that comes with ``HappeningKind.CONVERTED``,
            from 0 % to less than 100 %; the result is rounded once, as an instalment is.
        floor: Least price at a discount, or ``None``.
        cap: Most (plafond), or ``None``; not below *floor*.
        since: First day on which the holder may convert; ``None`` for no such limit.
        until: Last day of it; ``None`` for the last due.
        mandatory_on: Day on which what was not converted before is converted in any case, or
            ``None``.
        interest_in_cash: Whether interest since the last due before is paid in cash; if not it is
            converted too.
        other_shares: Shares that others hold before the conversion, for formulas that divide by
            all shares.
        exits: Expected buy-backs of the shares, in the order of their days; those dated before
            the conversion fall away.

    Raises:
        InvalidTerms: Not exactly one of *price*, *shares* and *discount*, a term that the chosen
            one does not use, or one out of its range.

    >>> from investisens import XOF
    >>> terms = Conversion(discount=Rate.parse("20 %"), cap=Money(11_000, XOF))
    >>> print(terms.price_at(Money(12_500, XOF), Rounding()))
    10000 XOF
    """

    price: Money | None = None
    shares: int | None = None
    per: Money | None = None
    discount: Rate | None = None
    floor: Money | None = None
    cap: Money | None = None
    since: date | None = None
    until: date | None = None
    mandatory_on: date | None = None
    interest_in_cash: bool = False
    other_shares: int = 0
    exits: tuple[Exit, ...] = ()

    def __attrs_post_init__(self) -> None:
        _check_way(self)
        _check_ratio(self)
        _check_limits(self)
        _check_days(self)

    @property
    def fixed_price(self) -> Money | None:
        """The price of a share where no round is needed to know it, else ``None``."""
        if self.shares is not None and self.per is not None:
            return Money(self.per.minor // self.shares, self.per.currency)
        return self.price

    @property
    def days(self) -> tuple[tuple[str, date], ...]:
        """The days of these terms, each with its name."""
        given = (
            ("since", self.since),
            ("until", self.until),
            ("mandatory_on", self.mandatory_on),
        )
        return tuple((name, on) for name, on in given if on is not None)

    def price_at(self, round_price: Money, rounding: Rounding) -> Money:
        """The price of a share at a discount on *round_price*, within the limits."""
        kept = MBP - (self.discount or Rate(0)).mbp
        price = Money(rounding.instalment(round_price.minor * kept, MBP), round_price.currency)
        if self.floor is not None:
            price = max(price, self.floor)
        return price if self.cap is None else min(price, self.cap)

    def price_of(self, chosen: Happening, rounding: Rounding) -> Money:
        """The price of a share when the holder converts.

        Raises:
            InvalidTerms: A round has no price, or the terms take none; the price is zero.
        """
        if self.discount is None and chosen.price is not None:
            raise InvalidTerms(
                f"the conversion on {chosen.on} has a price of {chosen.price} but the terms fix "
                f"{self.fixed_price}: leave price out",
                field="price",
                value=chosen.price,
            )
        if self.discount is None and self.fixed_price is not None:
            return self.fixed_price
        if chosen.price is None:
            raise InvalidTerms(
                f"the conversion on {chosen.on} has no price but the terms take a discount on the "
                "price of a round: give price, that of one share in the round",
                field="price",
                value=None,
            )
        price = self.price_at(chosen.price, rounding)
        if price.minor <= 0:
            raise InvalidTerms(
                f"a round at {chosen.price} on {chosen.on} gives a price of {price} after the "
                f"discount of {self.discount}: give a floor above 0",
                field="price",
                value=chosen.price,
            )
        return price


def _check_way(terms: Conversion) -> None:
    """Exactly one way to a price; with a discount a price only for the mandatory day."""
    named = [name for name in ("price", "shares", "discount") if getattr(terms, name) is not None]
    forced = terms.discount is not None and terms.mandatory_on is not None
    if named != (["price", "discount"] if forced else named[:1]) or not named:
        found = " and ".join(named) if named else "neither of them"
        remedy = (
            "with a discount and mandatory_on give price too, for the case that no round has come"
            if forced
            else "give one"
        )
        raise InvalidTerms(
            f"a conversion has one of price, shares and discount, found {found}: {remedy}",
            field=named[-1] if named else "price",
            value=getattr(terms, named[-1]) if named else None,
        )


def _check_ratio(terms: Conversion) -> None:
    if (terms.shares is None) != (terms.per is None):
        raise InvalidTerms(
            f"shares is {terms.shares} and per is {terms.per}: give both, the shares received and "
            "the claim they are received for",
            field="per",
            value=terms.per,
        )
    if terms.shares is None or terms.per is None:
        return
    if terms.shares < 1:
        raise InvalidTerms(
            f"shares is {terms.shares}: use 1 or more", field="shares", value=terms.shares
        )
    if terms.per.minor % terms.shares:
        raise InvalidTerms(
            f"{terms.per} for {terms.shares} shares makes no whole price of a share: choose a "
            "claim that the number of shares divides",
            field="per",
            value=terms.per,
        )


def _check_limits(terms: Conversion) -> None:
    discount = terms.discount
    if discount is not None and not 0 <= discount.mbp < MBP:
        raise InvalidTerms(
            f"discount is {discount}: use 0 % or more, less than 100 %, so that a share has a "
            "price",
            field="discount",
            value=discount,
        )
    for name in ("floor", "cap"):
        limit = getattr(terms, name)
        if limit is not None and discount is None:
            raise InvalidTerms(
                f"{name} is {limit} but the price is fixed: leave it out, or give a discount",
                field=name,
                value=limit,
            )
        if limit is not None and limit.minor <= 0:
            raise InvalidTerms(f"{name} is {limit}: use a price above 0", field=name, value=limit)
    if terms.floor is not None and terms.cap is not None and terms.cap < terms.floor:
        raise InvalidTerms(
            f"cap {terms.cap} is below floor {terms.floor}: raise the cap or lower the floor",
            field="cap",
            value=terms.cap,
        )
    if terms.other_shares < 0:
        raise InvalidTerms(
            f"other_shares is {terms.other_shares}: use 0 or more",
            field="other_shares",
            value=terms.other_shares,
        )


def _check_days(terms: Conversion) -> None:
    last = terms.until or terms.mandatory_on
    if terms.since is not None and last is not None and last < terms.since:
        raise InvalidTerms(
            f"since {terms.since} is after {last}, the last day to convert: check the order of "
            "the dates",
            field="since",
            value=terms.since,
        )
    for before, after in zip(terms.exits, terms.exits[1:], strict=False):
        if after.on < before.on:
            raise InvalidTerms(
                f"an exit on {after.on} stands after one on {before.on}: give the exits in the "
                "order of their days",
                field="exits",
                value=after,
            )
