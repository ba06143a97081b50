"""Cooperative shares (parts sociales, parts de Scic, de Scop, de SCOOPS)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.buy_back import check_plan, steps_after
from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.cooperative_rules import CooperativeForm
from investisens.instruments.ordinary_shares import check_share_events
from investisens.instruments.share_interest import InterestOnShares
from investisens.instruments.variable_capital import COOPERATIVE, capital_floor, percent
from investisens.legal.citing import cited
from investisens.legal.parameters import parameter
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.schedule import ScheduleRule, due_dates
from investisens.values.shares import (
    Exit,
    ParLessLosses,
    ShareEvent,
    ShareEventKind,
    ShareLeg,
)


@attrs.frozen(kw_only=True, field_transformer=checked)
class Redemption:
    """When the cooperative takes shares back, at once or step by step (remboursement de parts).

    The shares are split over the days by largest remainder. What really happens
    (``HappeningKind.REDEEMED``, with its number of shares) replaces the plan up to its day.

    Attributes:
        days: Rules of the days, one after the other: one day for all at once.
        shares: How many are redeemed in all, or ``None`` for all.

    Raises:
        InvalidTerms: No day, or no share.

    >>> from investisens import Every, Period
    >>> Redemption(days=(Every(first=date(2016, 6, 30), every=Period(months=12), count=3),)).shares
    """

    days: tuple[ScheduleRule, ...]
    shares: int | None = None

    def __attrs_post_init__(self) -> None:
        check_plan(self.days, self.shares)


@attrs.frozen(kw_only=True, field_transformer=checked)
class CooperativeShares:
    """Shares of a cooperative, redeemed at nominal less losses (parts sociales).

    They never gain: a share is worth its nominal, less its part of losses beyond reserves in the
    accounts of the year before (rounded down once), and its interest is capped. The cooperative
    takes shares back and its capital falls, not below the floor of the law.

    Attributes:
        shares: Number subscribed, > 0.
        nominal: Nominal of each share, which is what is paid for it, > 0.
        subscribed_on: The day they are paid.
        form: Legal form of the cooperative.
        other_shares: Shares held by everybody else: they bear losses and share interest.
        category: Category of associates, or college, in which the fund stands, in words.
        interest: Interest expected, or ``None``.
        redemption: When shares are taken back, or ``None``.
        highest_capital: Highest capital that the cooperative has reached, or ``None`` for the
            capital on the day of subscription.
        planned: Sales at nominal or below, and write-offs, expected at known prices.
        clauses: Rank, covenants, cap on return.

    Source: law 47-1775, articles 14, 16 and 19 quinquies and following (verified secondary;
    capital floor unverified); AUSCOOP, articles 114 to 116, 204 and 209 (verified secondary; rate
    of the central bank unverified).

    Raises:
        InvalidTerms: A number out of its range, a currency mixed in, days before subscription, a
            price above nominal, an interest whose cap is not known, or a redemption that leaves
            less capital than the law asks.

    >>> from investisens import EUR
    >>> line = CooperativeShares(shares=100, nominal=Money.of(20, EUR),
    ...                          subscribed_on=date(2018, 6, 30), form=CooperativeForm.SCIC,
    ...                          other_shares=2_400)
    >>> print(line.cost, line.capital)
    2000.00 EUR 50000.00 EUR
    """

    kind: ClassVar[str] = "cooperative_shares"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset({HappeningKind.REDEEMED})
    legal_rank: ClassVar[Rank] = Rank.EQUITY

    shares: int
    nominal: Money
    subscribed_on: date
    form: CooperativeForm
    other_shares: int = 0
    category: str = ""
    interest: InterestOnShares | None = None
    redemption: Redemption | None = None
    highest_capital: Money | None = None
    planned: tuple[ShareEvent, ...] = ()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        for name, value, least in (
            ("shares", self.shares, 1),
            ("nominal", self.nominal.minor, 1),
            ("other_shares", self.other_shares, 0),
        ):
            if value < least:
                raise InvalidTerms(
                    f"{name} is {value}: use {least} or more", field=name, value=value
                )
        check_share_events(self.planned, self.shares, self.subscribed_on, self.nominal)
        self._check_prices()
        self._check_highest()
        check_clauses(self.clauses, self.nominal.currency)
        if self.redemption is not None:
            self._check_day("redemption", due_dates(self.redemption.days)[0], "redemption.days")
        self.legs()

    @property
    def cost(self) -> Money:
        """What was paid for all the shares."""
        return self.nominal * self.shares

    @property
    def capital(self) -> Money:
        """Nominal of all the shares of the cooperative on the day of subscription."""
        return self.nominal * (self.shares + self.other_shares)

    def legs(self) -> tuple[ShareLeg]:
        """One share leg."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[ShareLeg]:
        """The leg once shares have been redeemed, if they have.

        Raises:
            InvalidTerms: A redemption before subscription, of more shares than are left, or that
                leaves less capital than the law asks.
        """
        gone = tuple(each for each in happenings if each.what is HappeningKind.REDEEMED)
        for each in gone:
            self._check_day("what is redeemed", each.on, "on")
        exits = tuple(self._exits(gone))
        self._check_floor(exits)
        leg = ShareLeg(
            units=self.shares,
            price=self.nominal,
            start=self.subscribed_on,
            planned=self.planned,
            dividends=() if self.interest is None else self.interest.dividends(self.form),
            exits=exits,
            other_units=self.other_shares,
            redeemed=True,
        )
        return (leg,)

    def _exits(self, gone: tuple[Happening, ...]) -> Iterator[Exit]:
        plan = self.redemption
        days = () if plan is None else plan.days
        wanted = None if plan is None else plan.shares
        for on, count in steps_after(days, wanted, self.shares, gone):
            yield Exit(on=on, price=ParLessLosses(), shares=count)

    def _check_day(self, what: str, on: date, field: str) -> None:
        if on < self.subscribed_on:
            raise InvalidTerms(
                f"{what} on {on} is before {self.subscribed_on}, when the shares are subscribed: "
                "check the order of the dates",
                field=field,
                value=on,
            )

    def _check_prices(self) -> None:
        """Nothing is gained above nominal."""
        for event in self.planned:
            sold = event.event in (ShareEventKind.BUY_BACK, ShareEventKind.SALE)
            if sold and event.per_share > self.nominal:
                raise InvalidTerms(
                    f"{event.event.value} on {event.on} is at {event.per_share} a share: "
                    f"cooperative shares bring no more than their nominal, {self.nominal} "
                    f"({self._law}): use a lower price",
                    field="per_share",
                    value=event.per_share,
                )

    @property
    def _law(self) -> str:
        french = "law 47-1775, articles 14 and following; verified secondary"
        return french if self.form.is_french else "AUSCOOP; unverified"

    def _check_highest(self) -> None:
        highest = self.highest_capital
        if highest is not None and highest.currency != self.nominal.currency:
            raise InvalidTerms(
                f"highest_capital is in {highest.currency.code} but the shares are in "
                f"{self.nominal.currency.code}: use one currency",
                field="highest_capital",
                value=highest,
            )
        if highest is not None and highest < self.capital:
            raise InvalidTerms(
                f"highest_capital is {highest} but the capital is {self.capital}: give the highest "
                "that it has reached",
                field="highest_capital",
                value=highest,
            )

    def _check_floor(self, exits: tuple[Exit, ...]) -> None:
        """Capital does not fall below the floor in force on the day of a redemption."""
        left = self.capital
        for leaving in exits:
            left -= self.nominal * (leaving.shares or 0)
            known = parameter(COOPERATIVE).find(leaving.on) if self.form.is_french else None
            if known is None:
                continue
            highest = self.highest_capital or self.capital
            floor = capital_floor(highest, COOPERATIVE, on=leaving.on)
            if left < floor:
                raise InvalidTerms(
                    f"redeeming {leaving.shares} shares on {leaving.on} leaves {left} of capital: "
                    f"it may not fall below {floor}, {percent(known.value)} of {highest} "
                    f"({cited(COOPERATIVE, on=leaving.on)}): redeem fewer shares",
                    field="redemption",
                    value=left,
                )
