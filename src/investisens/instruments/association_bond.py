"""Association bond (titre associatif)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.open_term import (
    check_horizon,
    check_issue,
    check_redemption,
    days_each_year,
    open_term_leg,
    redemption,
)
from investisens.values.checking import checked
from investisens.values.dates import YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding


@attrs.frozen(kw_only=True, field_transformer=checked)
class AssociationBond:
    """Bond of an association, repaid after all other creditors (titre associatif).

    Principal comes back when the issuer redeems (``HappeningKind.REDEEMED``) or on *matures_on*,
    at nominal. A winding-up is a default with its recovery.

    Attributes:
        principal: Nominal, paid on *disbursed_on*, > 0.
        disbursed_on: The day of issue; interest starts to run.
        rate: Yearly rate, fixed.
        paid_on: Day of each year on which interest is paid.
        matures_on: Day of repayment, or ``None`` where the issuer alone decides.
        projected_until: Last day up to which dues are projected while nothing is redeemed; for a
            bond without *matures_on*, and for no other.
        day_count: How a period becomes a fraction of a year.
        rounding: How interest becomes a whole amount.
        clauses: Rank, covenants, cap on return.

    Source: Code monétaire et financier, articles L213-8 to L213-13 (L213-9 and L213-13: verified
    text; their first day unverified): last rank, at least seven years,
    ``association_bond.min_years`` on the day of issue. Two conditions of those articles look at
    what terms do not hold, and are not checked: surpluses since issue above the amount issued
    before any repayment, and the ceiling of the rate.

    Raises:
        InvalidTerms: The nominal is not positive, the rate is negative, the maturity comes before
            the fewest years of the law, or neither or both of *matures_on* and *projected_until*
            are given.

    >>> from investisens import EUR
    >>> bond = AssociationBond(
    ...     principal=Money(50_000_00, EUR), disbursed_on=date(2015, 6, 30),
    ...     rate=Rate.parse("3 %"), paid_on=YearDay(6, 30), matures_on=date(2022, 6, 30))
    >>> len(bond.legs()[0].plan.steps)
    8
    """

    kind: ClassVar[str] = "association_bond"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset({HappeningKind.REDEEMED})
    legal_rank: ClassVar[Rank] = Rank.SECURITY

    principal: Money
    disbursed_on: date
    rate: Rate
    paid_on: YearDay
    matures_on: date | None = None
    projected_until: date | None = None
    day_count: DayCount = DayCount.ACT_365F
    rounding: Rounding = Rounding()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        check_issue(self.principal, self.rate)
        self._check_end()
        check_clauses(self.clauses, self.principal.currency)

    def legs(self) -> tuple[DebtLeg]:
        """One debt leg."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[DebtLeg]:
        """The leg once the issuer has redeemed, if it has.

        Raises:
            InvalidTerms: It redeems before the fewest years of the law, or after maturity.
        """
        redeemed = redemption(happenings)
        repaid_on = self.matures_on if redeemed is None else self._redeemed_on(redeemed)
        until = repaid_on or self.projected_until or self.disbursed_on
        leg = open_term_leg(
            self.principal,
            self.disbursed_on,
            self.rate.fraction,
            tuple(days_each_year(self.paid_on, self.disbursed_on, until)),
            repaid_on,
            self.day_count,
            self.rounding,
        )
        return (leg,)

    def _redeemed_on(self, redeemed: Happening) -> date:
        if self.matures_on is not None and redeemed.on > self.matures_on:
            raise InvalidTerms(
                f"redeemed_on is {redeemed.on}, after matures_on {self.matures_on}: nothing is "
                "left to redeem, leave the redemption out",
                field="redeemed_on",
                value=redeemed.on,
            )
        check_redemption(
            "association_bond.min_years", "redeemed_on", self.disbursed_on, redeemed.on
        )
        return redeemed.on

    def _check_end(self) -> None:
        if (self.matures_on is None) == (self.projected_until is None):
            given = "neither" if self.matures_on is None else "both"
            raise InvalidTerms(
                f"{given} of matures_on and projected_until are given: give matures_on for a bond "
                "with a term, projected_until for one that its issuer alone may redeem",
                field="matures_on",
                value=self.matures_on,
            )
        if self.matures_on is not None:
            name = "association_bond.min_years"
            check_redemption(name, "matures_on", self.disbursed_on, self.matures_on)
        if self.projected_until is not None:
            check_horizon(self.disbursed_on, self.projected_until)
