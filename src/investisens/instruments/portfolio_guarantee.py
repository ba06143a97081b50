"""Portfolio guarantee in tranches of loss (garantie de portefeuille)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, check_clauses
from investisens.instruments.covering import (
    NO_FEE,
    Exposure,
    GuaranteeFee,
    check_amount,
    check_fee,
    check_party,
    check_period,
    check_share,
    losses_told,
)
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import GuaranteeLeg
from investisens.values.money import Money
from investisens.values.rates import Rate


@attrs.frozen(kw_only=True, field_transformer=checked)
class LossTranche:
    """The part of a portfolio's net loss that one promise of the guarantor covers.

    Attributes:
        covered_share: Share of each franc of loss in the tranche, above 0 % up to the legal limit.
        cap: Most that the tranche pays in all, net of what is handed back, > 0.
        beyond: Net loss of the portfolio that is borne before this tranche pays; ``None`` for a
            first-loss tranche, which pays from the first franc.

    Raises:
        InvalidTerms: An amount or the share is not positive.

    >>> from investisens.values.currency import XOF
    >>> LossTranche(covered_share=Rate.parse("80 %"), cap=Money(4_000_000, XOF)).lasts_until
    Fraction(5000000, 1)
    """

    covered_share: Rate
    cap: Money
    beyond: Money | None = None

    def __attrs_post_init__(self) -> None:
        if self.covered_share.mbp <= 0:
            raise InvalidTerms(
                f"covered_share is {self.covered_share}: use more than 0 %, or leave the tranche "
                "out",
                field="covered_share",
                value=self.covered_share,
            )
        for name, amount in (("cap", self.cap), ("beyond", self.beyond)):
            if amount is not None and amount.minor <= 0:
                remedy = "use a positive amount"
                if name == "beyond":
                    remedy += ", or leave it out for a first-loss tranche"
                raise InvalidTerms(f"{name} is {amount}: {remedy}", field=name, value=amount)

    @property
    def begins_at(self) -> int:
        """Net loss in minor units from which it pays."""
        return 0 if self.beyond is None else self.beyond.minor

    @property
    def lasts_until(self) -> Fraction:
        """Net loss in minor units at which its cap is reached."""
        return self.begins_at + self.cap.minor / self.covered_share.fraction


@attrs.frozen(kw_only=True, field_transformer=checked)
class PortfolioGuarantee:
    """Cover of the losses of many positions together, in tranches (garantie de portefeuille).

    The net loss of all positions counts as one. A first-loss tranche pays from its first franc up
    to its cap; a second one pays what is lost beyond a given amount, and so on.

    Attributes:
        tranches: At least one, from the first loss up; they do not overlap.
        start: Losses before this day are not covered.
        end: Losses after this day are not covered; not before *start*.
        given: Whether the fund is the guarantor; if not, it is covered.
        covers: Ids of the covered positions, for a guarantee received.
        waiting_days: Days between a loss and its claim, 0 to 3660 (délai de carence).
        fee: Flat and yearly fee, the latter on what each tranche stands for.
        exposure: What is owed beside the principal of the covered positions, from given days on;
            the yearly fee counts it.
        clauses: Rank, covenants, cap on return.

    Source: the agreement; the limit of each share is that of a guarantee, ``guarantee.cover_max``
    on *start* (OHADA uniform act on security interests, articles 7 and 15; verified secondary).

    Raises:
        InvalidTerms: No tranche, tranches that overlap or are out of order, or a share, an amount
            or a day out of its range.
        MissingData: No legal limit is known on *start*.

    >>> from investisens import XOF
    >>> whole = PortfolioGuarantee(
    ...     tranches=(LossTranche(covered_share=Rate.parse("80 %"), cap=Money(4_000_000, XOF)),
    ...               LossTranche(covered_share=Rate.parse("50 %"), cap=Money(3_000_000, XOF),
    ...                           beyond=Money(5_000_000, XOF))),
    ...     covers=("L1", "L2", "L3"), start=date(2012, 1, 1), end=date(2016, 12, 31))
    >>> [int(tranche.lasts_until) for tranche in whole.tranches]
    [5000000, 11000000]
    """

    kind: ClassVar[str] = "portfolio_guarantee"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset(
        {HappeningKind.LOST, HappeningKind.RECOVERED}
    )

    tranches: tuple[LossTranche, ...]
    start: date
    end: date
    given: bool = False
    covers: tuple[str, ...] = ()
    waiting_days: int = 0
    fee: GuaranteeFee = NO_FEE
    exposure: tuple[Exposure, ...] = ()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        if not self.tranches:
            raise InvalidTerms(
                "tranches is empty: give at least one", field="tranches", value=self.tranches
            )
        currency = self.tranches[0].cap.currency
        for tranche in self.tranches:
            check_share(tranche.covered_share, self.start)
            check_amount("tranches.cap", tranche.cap, currency)
            if tranche.beyond is not None:
                check_amount("tranches.beyond", tranche.beyond, currency)
        self._check_order()
        check_period(self.start, self.end, self.waiting_days)
        check_party(self.given, self.covers)
        check_fee(self.fee, self.exposure, currency)
        check_clauses(self.clauses, currency)

    def legs(self) -> tuple[GuaranteeLeg, ...]:
        """One guarantee leg for each tranche."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[GuaranteeLeg, ...]:
        """The legs once losses outside the book have been told.

        Raises:
            InvalidTerms: A loss is told to a guarantee received, without an amount or in another
                currency, or more was recovered than was lost.
        """
        losses = losses_told(happenings, self.given, self.tranches[0].cap.currency)
        return tuple(self._legs(losses))

    def _legs(self, losses: tuple[tuple[date, int], ...]) -> Iterator[GuaranteeLeg]:
        for place, tranche in enumerate(self.tranches):
            yield GuaranteeLeg(
                covers=self.covers,
                given=self.given,
                share=tranche.covered_share.fraction,
                ceiling=tranche.cap,
                beyond=tranche.beyond,
                start=self.start,
                end=self.end,
                waiting_days=self.waiting_days,
                fee=self.fee.rate,
                fee_on=self.fee.days(self.start, self.end),
                # The flat fee is one for all tranches.
                flat_fee=None if place else self.fee.flat,
                losses=losses,
                exposed=tuple((each.since, each.amount.minor) for each in self.exposure),
            )

    def _check_order(self) -> None:
        before: LossTranche | None = None
        for tranche in self.tranches:
            if before is not None and tranche.begins_at < before.lasts_until:
                reached = Money(-(-before.lasts_until // 1), tranche.cap.currency)
                found = "0" if tranche.beyond is None else tranche.beyond
                raise InvalidTerms(
                    f"tranches: beyond is {found} but the tranche before lasts until a loss of "
                    f"{reached}: let it begin there or later",
                    field="tranches",
                    value=tranche.beyond,
                )
            before = tranche
