"""Ordinary shares (actions, parts sociales de SARL)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import ClassVar

import attrs

from investisens.instruments.buy_back import BuyBack
from investisens.instruments.clauses import Clauses, CovenantKind, Rank, check_clauses
from investisens.instruments.company import Company
from investisens.instruments.company_law import check_company, check_payout, check_redeemed
from investisens.instruments.dividends import DividendPolicy
from investisens.instruments.variable_capital import percent
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.schedule import due_dates
from investisens.values.shares import SHARES_GONE, Exit, ShareEvent, ShareEventKind, ShareLeg


@attrs.frozen(kw_only=True, field_transformer=checked)
class OrdinaryShares:
    """Shares subscribed in an enterprise, a minority of its capital (actions, parts de SARL).

    Dividends follow a policy, the founder buys the shares back by a formula, a trade sale or a
    write-off is a planned event; each share leaves once. A buy-back that happens
    (``HappeningKind.BOUGHT_BACK``, with its number of shares) replaces the plan up to its day.

    Attributes:
        shares: Number subscribed, > 0.
        price: Paid for each share, > 0.
        subscribed_on: The day they are paid.
        other_shares: Shares held by everybody else, so that the holding is known.
        planned: Dividends, buy-backs, sales and write-offs expected at known prices when the terms
            were signed. What is recorded later replaces them.
        dividends: Dividends by policy, or ``None``.
        buy_back: Buy-back at a price by formula, or ``None``.
        company: Form and capital of the company, where its law is to be checked.
        clauses: Rank, covenants, cap on return. A covenant of minority holding is checked.

    Source: OHADA uniform act on companies (AUSCGIE), French Code de commerce: see ``Company``;
    articles of association.

    Raises:
        InvalidTerms: No share, no price, a currency mixed in, an event or a buy-back before
            subscription, more shares given up than held, a holding that a covenant excludes, or
            terms that the law of the company refuses.

    >>> from investisens import XOF
    >>> line = OrdinaryShares(shares=75, price=Money(10_000, XOF),
    ...                       subscribed_on=date(2010, 6, 15), other_shares=150)
    >>> print(line.cost, line.holding)
    750000 XOF 1/3
    """

    kind: ClassVar[str] = "ordinary_shares"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset({HappeningKind.BOUGHT_BACK})
    legal_rank: ClassVar[Rank] = Rank.EQUITY

    shares: int
    price: Money
    subscribed_on: date
    other_shares: int = 0
    planned: tuple[ShareEvent, ...] = ()
    dividends: DividendPolicy | None = None
    buy_back: BuyBack | None = None
    company: Company | None = None
    clauses: Clauses = Clauses()

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
        self._check_currency()
        self._check_buy_back()
        self._check_covenants()
        check_clauses(self.clauses, self.price.currency)
        if self.company is not None:
            check_company(self.company, self.nominal, self._all_shares, self.subscribed_on)
            if self.dividends is not None:
                check_payout(self.company, self.dividends, self.subscribed_on)
        self.legs()

    @property
    def cost(self) -> Money:
        """What was paid for all the shares."""
        return self.price * self.shares

    @property
    def nominal(self) -> Money:
        """Nominal of a share: its price, unless the company says another."""
        known = None if self.company is None else self.company.nominal
        return self.price if known is None else known

    @property
    def holding(self) -> Fraction:
        """Share of the capital held at subscription, as an exact fraction."""
        return Fraction(self.shares, self._all_shares)

    @property
    def _all_shares(self) -> int:
        return self.shares + self.other_shares

    def legs(self) -> tuple[ShareLeg]:
        """One share leg."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[ShareLeg]:
        """The leg once shares have been bought back, if they have.

        Raises:
            InvalidTerms: A buy-back without a formula, before subscription, of more shares than
                are left, or that leaves less than the floor of a variable capital.
        """
        bought = tuple(each for each in happenings if each.what is HappeningKind.BOUGHT_BACK)
        exits = self._exits(bought)
        if self.company is not None:
            gone = sum(leaving.shares or 0 for leaving in exits) + sum(
                each.shares for each in self.planned if each.event is ShareEventKind.BUY_BACK
            )
            redeemed = min(gone, self.shares)
            check_redeemed(self.company, self.nominal, self._all_shares, redeemed)
        leg = ShareLeg(
            units=self.shares,
            price=self.price,
            start=self.subscribed_on,
            planned=self.planned,
            dividends=() if self.dividends is None else self.dividends.dividends(),
            exits=exits,
            other_units=self.other_shares,
            redeemed=self.company is not None and self.company.variable is not None,
        )
        return (leg,)

    def _exits(self, bought: tuple[Happening, ...]) -> tuple[Exit, ...]:
        for each in bought:
            if self.buy_back is None:
                raise InvalidTerms(
                    f"shares are bought back on {each.on} but the terms have no formula: give "
                    "buy_back, or record a sale with its price",
                    field="buy_back",
                    value=None,
                )
            if each.on < self.subscribed_on:
                raise InvalidTerms(
                    f"shares are bought back on {each.on}, before {self.subscribed_on} when they "
                    "are subscribed: check the day",
                    field="on",
                    value=each.on,
                )
        return () if self.buy_back is None else self.buy_back.exits(self.shares, bought)

    def _currencies(self) -> Iterator[tuple[str, Currency]]:
        """Currencies of the nested terms, each with its place."""
        if self.buy_back is not None:
            yield from (("buy_back", currency) for currency in self.buy_back.currencies)
        if self.company is not None:
            yield from ((name, amount.currency) for name, amount in self.company.amounts)

    def _check_currency(self) -> None:
        for name, currency in self._currencies():
            if currency != self.price.currency:
                raise InvalidTerms(
                    f"{name} is in {currency.code} but the shares are in "
                    f"{self.price.currency.code}: use one currency",
                    field=name,
                    value=currency,
                )

    def _check_buy_back(self) -> None:
        if self.buy_back is None:
            return
        first = due_dates(self.buy_back.days)[0]
        if first < self.subscribed_on:
            raise InvalidTerms(
                f"buy_back starts on {first}, before {self.subscribed_on} when the shares are "
                "subscribed: start it later",
                field="buy_back.days",
                value=first,
            )
        if self.buy_back.shares is not None and self.buy_back.shares > self.shares:
            raise InvalidTerms(
                f"buy_back concerns {self.buy_back.shares} shares but {self.shares} are held: "
                "check the number of shares",
                field="buy_back.shares",
                value=self.buy_back.shares,
            )

    def _check_covenants(self) -> None:
        for covenant in self.clauses.covenants:
            limit = covenant.limit
            if covenant.kind is not CovenantKind.MINORITY_HOLDING or limit is None:
                continue
            if self.holding >= limit.fraction:
                raise InvalidTerms(
                    f"{self.shares} of {self._all_shares} shares are {percent(self.holding)} of "
                    f"the capital: the covenant of {covenant.since} asks less than {limit}: "
                    "subscribe fewer shares, or check other_shares",
                    field="clauses.covenants",
                    value=self.holding,
                )


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
