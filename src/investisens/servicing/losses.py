"""What a portfolio of debts lost, recovered and collected from one day to another."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from investisens.servicing.quality import ratio
from investisens.values.currency import Currency


@attrs.frozen(kw_only=True)
class Losses:
    """Losses of a period, in minor units of one currency.

    Attributes:
        first: First day of the period.
        last: Last day.
        currency: Currency of the amounts.
        opening: Gross portfolio at the end of the day before *first*.
        closing: Gross portfolio at the end of *last*.
        written_off: Principal written off in the period.
        recovered: Received in the period of what had been written off, by then or before.
        written_off_so_far: Principal written off up to *last*, in the period or before.
        recovered_so_far: Received of it up to *last*.
        collected: Received in the period of dues that fell in it or were overdue before it;
            advances do not count.
        uncollected: Still overdue at the end of *last*, dues of that day included.

    >>> from investisens import XOF
    >>> seen = Losses(first=date(2013, 1, 1), last=date(2013, 12, 31), currency=XOF, opening=900,
    ...               closing=700, written_off=40, recovered=0, written_off_so_far=40,
    ...               recovered_so_far=10, collected=90, uncollected=10)
    >>> str(seen.write_off_ratio), str(seen.loss_given_default), str(seen.collection_rate)
    ('1/20', '3/4', '9/10')
    """

    first: date
    last: date
    currency: Currency
    opening: int
    closing: int
    written_off: int
    recovered: int
    written_off_so_far: int
    recovered_so_far: int
    collected: int
    uncollected: int

    @property
    def average_portfolio(self) -> Fraction:
        """Mean of the gross portfolio before the period and at its end."""
        return Fraction(self.opening + self.closing, 2)

    @property
    def write_off_ratio(self) -> Fraction | None:
        """Written off of the average gross portfolio (SEEP ratio R11)."""
        return ratio(self.written_off, self.average_portfolio)

    @property
    def net_loss(self) -> int:
        """Written off less recovered, in the period."""
        return self.written_off - self.recovered

    @property
    def recovery_ratio(self) -> Fraction | None:
        """Recovered so far of all that was written off."""
        return ratio(self.recovered_so_far, self.written_off_so_far)

    @property
    def loss_given_default(self) -> Fraction | None:
        """Realised LGD: the part of what was written off that did not come back so far.

        It is not discounted, and costs of recovery are not in it.
        """
        return ratio(self.written_off_so_far - self.recovered_so_far, self.written_off_so_far)

    @property
    def collection_rate(self) -> Fraction | None:
        """Collected of what fell due or was overdue (taux de recouvrement)."""
        return ratio(self.collected, self.collected + self.uncollected)
