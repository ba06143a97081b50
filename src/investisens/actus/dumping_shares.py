"""The end of a line of shares as ACTUS terms can say it: all at once, at a known price."""

from __future__ import annotations

from datetime import date

from investisens.engine.share_prices import price_of
from investisens.values.errors import NotSupported
from investisens.values.money import Money
from investisens.values.results import NO_RESULTS
from investisens.values.shares import SHARES_GONE, Exit, ParPlus, ShareEvent, ShareLeg


def share_end(leg: ShareLeg) -> tuple[date, Money] | None:
    """The day on which all the shares leave and what they bring, or ``None`` if none is expected.

    Raises:
        NotSupported: More is expected than one end of all the shares, or its price hangs on a
            result.

    >>> from investisens import Rate, XOF
    >>> leaving = Exit(on=date(2015, 6, 15), price=ParPlus(rate=Rate.parse("4 %")))
    >>> on, brought = share_end(ShareLeg(units=75, price=Money(10_000, XOF),
    ...                                  start=date(2010, 6, 15), exits=(leaving,)))
    >>> print(on, brought)
    2015-06-15 900000 XOF
    """
    if leg.dividends:
        raise NotSupported(
            "dividends are given by policy: ACTUS terms have dividends as market data",
            field="dividends",
            value=leg.dividends,
        )
    if not leg.expected:
        return None
    on, last = leg.expected[0]
    price = _price(leg, last)
    if len(leg.expected) > 1 or price is None:
        raise NotSupported(
            "planned holds more than the end of all the shares: ACTUS terms have a purchase and "
            "a termination, dividends are market data",
            field="planned",
            value=leg.planned,
        )
    return on, price * leg.units


def _price(leg: ShareLeg, last: object) -> Money | None:
    """Price of a share if *last* is the end of all of them."""
    if isinstance(last, ShareEvent) and last.event in SHARES_GONE and last.shares == leg.units:
        return last.per_share
    if not isinstance(last, Exit) or last.shares not in (None, leg.units):
        return None
    if not isinstance(last.price, ParPlus):
        raise NotSupported(
            "the price of the shares hangs on a result: ACTUS terms have one fixed in advance",
            field="price",
            value=last.price,
        )
    price = price_of(last, leg, last.on, NO_RESULTS, leg.units + leg.other_units)
    return None if price is None else Money(price, leg.price.currency)
