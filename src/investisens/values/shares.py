"""Shares: what may happen to them, how their price is found, and the leg they make."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

import attrs

from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import Window
from investisens.values.rounding import Rounding, RoundingMode


class ShareEventKind(Enum):
    """What happens to shares held.

    Attributes:
        DIVIDEND: Paid on each share held.
        BUY_BACK: Shares bought back by the founder.
        SALE: Shares sold to somebody else.
        WRITE_OFF: Shares given up as worth nothing.
        REVALUATION: The value of each share held is set, at cost or below.

    >>> ShareEventKind("buy_back")
    <ShareEventKind.BUY_BACK: 'buy_back'>
    """

    DIVIDEND = "dividend"
    BUY_BACK = "buy_back"
    SALE = "sale"
    WRITE_OFF = "write_off"
    REVALUATION = "revaluation"


SHARES_GONE = frozenset({ShareEventKind.BUY_BACK, ShareEventKind.SALE, ShareEventKind.WRITE_OFF})
"""Events after which the shares concerned are no longer held."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class ShareEvent:
    """Something that happens to *shares* shares on one day.

    Attributes:
        on: The day.
        event: What happens.
        shares: How many shares it concerns, > 0, as far as they are held then.
        per_share: Dividend, price or value of each; zero for a write-off.

    >>> from investisens import XOF
    >>> ShareEvent(on=date(2013, 6, 30), event=ShareEventKind.BUY_BACK, shares=40,
    ...            per_share=Money(11_064, XOF)).shares
    40
    """

    on: date
    event: ShareEventKind
    shares: int
    per_share: Money

    def __attrs_post_init__(self) -> None:
        if self.shares < 1:
            raise InvalidTerms(
                f"shares is {self.shares}: an event concerns at least one share",
                field="shares",
                value=self.shares,
            )
        if self.per_share.minor < 0:
            raise InvalidTerms(
                f"per_share is {self.per_share}: a price or value is not negative",
                field="per_share",
                value=self.per_share,
            )
        if self.event is ShareEventKind.WRITE_OFF and self.per_share.minor:
            raise InvalidTerms(
                f"per_share of a write-off is {self.per_share}: use zero, or record a sale",
                field="per_share",
                value=self.per_share,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class ParPlus:
    """Par plus a yearly rate since the shares were bought.

    Attributes:
        rate: Yearly rate, >= 0 %.
        compound: Whether whole years compound; a broken year always counts simple, on actual days
            over 365. A year from 29 February ends on 28 February where there is no 29th.

    Raises:
        InvalidTerms: A negative rate.

    >>> ParPlus(rate=Rate.parse("4 %")).compound
    False
    """

    rate: Rate
    compound: bool = False

    def __attrs_post_init__(self) -> None:
        if self.rate.mbp < 0:
            raise InvalidTerms(
                f"rate is {self.rate}: use 0 % or more", field="rate", value=self.rate
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class MultipleOf:
    """A multiple of a result of the enterprise, divided by all its shares.

    A multiple of 1 of the net assets is the net asset value (NAV) of a share.

    Attributes:
        measure: Which result, e.g. ``ebitda`` or ``net_assets``.
        first: First day of the period looked at; ``None``, with *last*, for the calendar year
            before the day of the exit.
        last: Last day of it.
        multiple: How many times the result, > 0.

    Raises:
        InvalidTerms: One day of the period without the other, the days are out of order, or a
            multiple that is not positive.

    >>> MultipleOf(measure="net_assets").multiple
    Fraction(1, 1)
    """

    measure: str
    first: date | None = None
    last: date | None = None
    multiple: Fraction = Fraction(1)

    def __attrs_post_init__(self) -> None:
        _check_period(self.first, self.last)
        if self.multiple <= 0:
            raise InvalidTerms(
                f"multiple is {self.multiple}: use a number above 0",
                field="multiple",
                value=self.multiple,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class ParLessLosses:
    """Par less the share's part of losses beyond reserves: how cooperative shares are redeemed.

    Losses that are not known count as none: redemption at par is the rule.

    Attributes:
        losses: The result that holds those losses, as a positive amount.
        first: First day of the period looked at; ``None``, with *last*, for the calendar year
            before the day of the exit.
        last: Last day of it.
        capital: All the capital that bears them, > 0; ``None`` for the price of all shares on the
            day.

    Raises:
        InvalidTerms: One day of the period without the other, the days are out of order, or a
            capital that is not positive.

    >>> from investisens.values.currency import EUR
    >>> ParLessLosses(capital=Money(50_000_00, EUR)).losses
    'losses_beyond_reserves'
    """

    losses: str = "losses_beyond_reserves"
    first: date | None = None
    last: date | None = None
    capital: Money | None = None

    def __attrs_post_init__(self) -> None:
        _check_period(self.first, self.last)
        if self.capital is not None and self.capital.minor <= 0:
            raise InvalidTerms(
                f"capital is {self.capital}: losses are borne by a positive capital",
                field="capital",
                value=self.capital,
            )


def _check_period(first: date | None, last: date | None) -> None:
    if (first is None) != (last is None):
        raise InvalidTerms(
            f"first is {first} and last is {last}: give both, or none for the calendar year before "
            "the exit",
            field="first" if first is None else "last",
            value=None,
        )
    if first is not None and last is not None and last < first:
        raise InvalidTerms(
            f"last {last} is before first {first}: check the order of the dates",
            field="last",
            value=last,
        )


PriceFormula = ParPlus | MultipleOf | ParLessLosses
"""How the price of a share is found on a day."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class Exit:
    """Shares bought back at a price found by formula on the day.

    An exit at a multiple of a result that is not known does not take place.

    Attributes:
        on: The day.
        price: The formula; its result is rounded once by the leg.
        shares: How many, as far as they are held then; ``None`` for all that are left.
        floor: Least price of a share, or ``None``.
        cap: Most, or ``None``; not below *floor*.

    Raises:
        InvalidTerms: No share, or a cap below the floor.

    >>> Exit(on=date(2015, 6, 30), price=ParPlus(rate=Rate.parse("4 %")), shares=40).shares
    40
    """

    on: date
    price: PriceFormula
    shares: int | None = None
    floor: Money | None = None
    cap: Money | None = None

    def __attrs_post_init__(self) -> None:
        if self.shares is not None and self.shares < 1:
            raise InvalidTerms(
                f"shares is {self.shares}: an exit concerns at least one share, leave it out for "
                "all that are left",
                field="shares",
                value=self.shares,
            )
        if self.floor is not None and self.cap is not None and self.cap < self.floor:
            raise InvalidTerms(
                f"cap {self.cap} is below floor {self.floor}: raise the cap or lower the floor",
                field="cap",
                value=self.cap,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Dividend:
    """A share of a positive result, paid on all shares; those held on the day receive their part.

    What all shares held receive is rounded once. A result that is not known pays nothing.

    Attributes:
        measure: Which result.
        payout: The part of it paid out on all shares, 0 to 1.
        window: The period looked at, and the day of payment.
        cap_of_price: Most that is paid on a share, as a part of its price >= 0, or ``None``.

    Raises:
        InvalidTerms: A part outside 0 to 1, or a negative cap.

    >>> from investisens.values.results import Window
    >>> Dividend(measure="net_profit", payout=Fraction(1, 4),
    ...          window=Window.of_year(2013, date(2014, 6, 30))).payout
    Fraction(1, 4)
    """

    measure: str
    payout: Fraction
    window: Window
    cap_of_price: Fraction | None = None

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.payout <= 1:
            raise InvalidTerms(
                f"payout is {self.payout}: use a part from 0 to 1",
                field="payout",
                value=self.payout,
            )
        if self.cap_of_price is not None and self.cap_of_price < 0:
            raise InvalidTerms(
                f"cap_of_price is {self.cap_of_price}: use 0 or more",
                field="cap_of_price",
                value=self.cap_of_price,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class ShareLeg:
    """Units bought on one day, and what is expected to come of them.

    What is expected concerns the shares that are still held then: each share goes once.

    Attributes:
        units: Shares bought, > 0. With *converted*, how many are received is known only then: give
            1.
        price: Paid for each, > 0.
        start: The day they are bought.
        planned: Expected events with their prices, in the order of their days.
        dividends: Expected shares of results, in the order of their days.
        exits: Expected buy-backs at a formula, in the order of their days.
        other_units: Shares that others hold on *start*; formulas divide by all shares.
        redeemed: Whether the enterprise itself takes back what is bought back, so that those
            shares are no more; if not, somebody else holds them from then on.
        converted: Whether the shares are those that the contract's debt was converted into on
            *start*: they cost no cash.
        rounding: How a price or a dividend becomes a whole amount: the mode of ``principal``.

    Raises:
        InvalidTerms: Fewer shares than none, or a price that is not positive.
    """

    units: int
    price: Money
    start: date
    planned: tuple[ShareEvent, ...] = ()
    dividends: tuple[Dividend, ...] = ()
    exits: tuple[Exit, ...] = ()
    other_units: int = 0
    redeemed: bool = False
    converted: bool = False
    rounding: Rounding = Rounding(principal=RoundingMode.DOWN)

    def __attrs_post_init__(self) -> None:
        for name, value, least in (
            ("units", self.units, 0),
            ("price", self.price.minor, 1),
            ("other_units", self.other_units, 0),
        ):
            if value < least:
                raise InvalidTerms(
                    f"{name} is {value}: use {least} or more", field=name, value=value
                )

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currencies of its prices and limits."""
        amounts = [self.price, *(event.per_share for event in self.planned)]
        for leaving in self.exits:
            capital = getattr(leaving.price, "capital", None)
            limits = (leaving.floor, leaving.cap, capital)
            amounts += [limit for limit in limits if limit is not None]
        return frozenset(amount.currency for amount in amounts)

    @property
    def expected(self) -> list[tuple[date, ShareEvent | Dividend | Exit]]:
        """All that is expected, by day; of one day events come first, then dividends, exits."""
        every: list[tuple[date, ShareEvent | Dividend | Exit]] = [
            *((event.on, event) for event in self.planned),
            *((dividend.window.paid_on, dividend) for dividend in self.dividends),
            *((leaving.on, leaving) for leaving in self.exits),
        ]
        return sorted(every, key=lambda each: each[0])

    @property
    def measures(self) -> frozenset[str]:
        """The results that dividends and price formulas look at."""
        named = {dividend.measure for dividend in self.dividends}
        for leaving in self.exits:
            match leaving.price:
                case MultipleOf(measure=measure) | ParLessLosses(losses=measure):
                    named.add(measure)
        return frozenset(named)

    @property
    def days(self) -> tuple[date, ...]:
        """The day of purchase, and every day on which something is expected."""
        return (self.start, *(on for on, _ in self.expected))
