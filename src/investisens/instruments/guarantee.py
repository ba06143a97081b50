"""Guarantee, given or received (garantie)."""

from __future__ import annotations

from datetime import date
from enum import Enum
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
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import GuaranteeLeg
from investisens.values.money import Money
from investisens.values.rates import Rate


class LossSharing(Enum):
    """How a guarantor and the one it covers bear a loss.

    Attributes:
        PARI_PASSU: Each franc of the loss, and each franc recovered, in the covered share.
        FIRST_LOSS: The guarantor each franc of the loss, up to the covered share of what was lost
            before recoveries: what is recovered serves the covered party first.

    >>> LossSharing("first_loss")
    <LossSharing.FIRST_LOSS: 'first_loss'>
    """

    PARI_PASSU = "pari_passu"
    FIRST_LOSS = "first_loss"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Guarantee:
    """A covered share of the loss on positions, given or received (garantie).

    A guarantee received covers positions of the fund: what they lose (principal written off or
    defaulted, shares written off) is claimed, what they recover is shared back. A guarantee given
    covers exposure outside the fund, whose losses and recoveries are told as happenings
    (``HappeningKind.LOST``, ``HappeningKind.RECOVERED``).

    Attributes:
        covered_share: Share of the loss that is covered, 0 % to the legal limit (quotité).
        ceiling: Most that is paid in all, net of what is handed back, > 0.
        start: Losses before this day are not covered.
        end: Losses after this day are not covered; not before *start*.
        given: Whether the fund is the guarantor; if not, it is covered.
        covers: Ids of the covered positions, for a guarantee received.
        sharing: Pari passu or first loss.
        waiting_days: Days between a loss and its claim, 0 to 3660 (délai de carence).
        fee: Flat and yearly fee: paid by the fund for a guarantee received, to it for one given.
        exposure: What is owed to the covered party beside the principal of the covered positions,
            from given days on; the yearly fee counts it.
        clauses: Rank, covenants, cap on return.

    Source: the agreement; OHADA uniform act on security interests, articles 7 and 15, and French
    Code civil, article 2296: a surety is not held to more than the debtor
    (``guarantee.cover_max`` on *start*, verified secondary).

    Raises:
        InvalidTerms: A share, an amount or a day is out of its range, a guarantee received covers
            nothing or one position twice, or one given covers positions of the fund.
        MissingData: No legal limit is known on *start*.

    >>> from investisens import XOF
    >>> half = Guarantee(covered_share=Rate.parse("50 %"), ceiling=Money(2_000_000, XOF),
    ...                  covers=("L1",), start=date(2012, 1, 1), end=date(2016, 12, 31))
    >>> half.legs()[0].share
    Fraction(1, 2)
    """

    kind: ClassVar[str] = "guarantee"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset(
        {HappeningKind.LOST, HappeningKind.RECOVERED}
    )

    covered_share: Rate
    ceiling: Money
    start: date
    end: date
    given: bool = False
    covers: tuple[str, ...] = ()
    sharing: LossSharing = LossSharing.PARI_PASSU
    waiting_days: int = 0
    fee: GuaranteeFee = NO_FEE
    exposure: tuple[Exposure, ...] = ()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        currency = self.ceiling.currency
        check_share(self.covered_share, self.start)
        check_amount("ceiling", self.ceiling, currency)
        check_period(self.start, self.end, self.waiting_days)
        check_party(self.given, self.covers)
        check_fee(self.fee, self.exposure, currency)
        check_clauses(self.clauses, currency)

    def legs(self) -> tuple[GuaranteeLeg]:
        """One guarantee leg."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[GuaranteeLeg]:
        """The leg once losses outside the book have been told.

        Raises:
            InvalidTerms: A loss is told to a guarantee received, without an amount or in another
                currency, or more was recovered than was lost.
        """
        leg = GuaranteeLeg(
            covers=self.covers,
            given=self.given,
            share=self.covered_share.fraction,
            ceiling=self.ceiling,
            first_loss=self.sharing is LossSharing.FIRST_LOSS,
            start=self.start,
            end=self.end,
            waiting_days=self.waiting_days,
            fee=self.fee.rate,
            fee_on=self.fee.days(self.start, self.end),
            flat_fee=self.fee.flat,
            losses=losses_told(happenings, self.given, self.ceiling.currency),
            exposed=tuple((each.since, each.amount.minor) for each in self.exposure),
        )
        return (leg,)
