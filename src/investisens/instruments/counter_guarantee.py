"""Counter-guarantee (contre-garantie)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, check_clauses
from investisens.instruments.covering import (
    NO_FEE,
    Exposure,
    GuaranteeFee,
    check_amount,
    check_covered,
    check_fee,
    check_period,
    check_share,
)
from investisens.values.checking import checked
from investisens.values.legs import GuaranteeLeg
from investisens.values.money import Money
from investisens.values.rates import Rate


@attrs.frozen(kw_only=True, field_transformer=checked)
class CounterGuarantee:
    """A covered share of what the fund pays as a guarantor (contre-garantie).

    Each franc that the covered guarantees pay is covered in the covered share; of each franc that
    is handed back to the fund, the same share is handed on.

    Attributes:
        covers: Ids of guarantees that the fund has given.
        covered_share: Share of what they pay, 0 % to the legal limit.
        ceiling: Most that is paid in all, net of what is handed back, > 0.
        start: Calls before this day are not covered.
        end: Calls after this day are not covered; not before *start*.
        waiting_days: Days between a call and its claim, 0 to 3660.
        fee: Flat and yearly fee, paid by the fund.
        exposure: What the covered guarantees stand for, from given days on; the yearly fee counts
            it.
        clauses: Rank, covenants, cap on return.

    Source: the agreement; French Code civil, article 2291 in the text of 2018: one may stand surety
    for a surety (verified text); the limit is that of a guarantee, ``guarantee.cover_max``.

    Raises:
        InvalidTerms: A share, an amount or a day is out of its range, or no guarantee is covered,
            or one twice.
        MissingData: No legal limit is known on *start*.

    >>> from investisens import XOF
    >>> behind = CounterGuarantee(covers=("G1",), covered_share=Rate.parse("80 %"),
    ...                           ceiling=Money(4_000_000, XOF), start=date(2012, 1, 1),
    ...                           end=date(2016, 12, 31))
    >>> behind.legs()[0].given
    False
    """

    kind: ClassVar[str] = "counter_guarantee"

    covers: tuple[str, ...]
    covered_share: Rate
    ceiling: Money
    start: date
    end: date
    waiting_days: int = 0
    fee: GuaranteeFee = NO_FEE
    exposure: tuple[Exposure, ...] = ()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        currency = self.ceiling.currency
        check_covered(self.covers)
        check_share(self.covered_share, self.start)
        check_amount("ceiling", self.ceiling, currency)
        check_period(self.start, self.end, self.waiting_days)
        check_fee(self.fee, self.exposure, currency)
        check_clauses(self.clauses, currency)

    def legs(self) -> tuple[GuaranteeLeg]:
        """One guarantee leg, received."""
        leg = GuaranteeLeg(
            covers=self.covers,
            given=False,
            share=self.covered_share.fraction,
            ceiling=self.ceiling,
            start=self.start,
            end=self.end,
            waiting_days=self.waiting_days,
            fee=self.fee.rate,
            fee_on=self.fee.days(self.start, self.end),
            flat_fee=self.fee.flat,
            exposed=tuple((each.since, each.amount.minor) for each in self.exposure),
        )
        return (leg,)
