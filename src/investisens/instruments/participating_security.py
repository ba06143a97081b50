"""Participating security (titre participatif)."""

from __future__ import annotations

from collections.abc import Iterator
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
from investisens.instruments.result_share import check_limits
from investisens.legal.citing import cited
from investisens.legal.parameters import value
from investisens.values.checking import checked
from investisens.values.dates import YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import DebtLeg, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import Window
from investisens.values.rounding import Rounding


@attrs.frozen(kw_only=True, field_transformer=checked)
class VariablePart:
    """The variable part of a participating security: base x rate x index of activity.

    A year pays nominal x *base* x *rate* x result of the year / *reference*, rounded once.

    Attributes:
        base: Part of the nominal that the variable part is counted on, 0 % to the legal limit.
        rate: Yearly rate on that base when the index is 1.
        reference: Result of the year of reference, > 0: the index is the result over it.
        first_year: First calendar year whose result counts.
        measure: The result that the index follows.
        floor: Least of a year, or ``None``.
        cap: Most of a year, or ``None``; not below *floor*.

    Raises:
        InvalidTerms: A rate, the reference or a limit is out of its range.

    >>> from investisens import XOF
    >>> VariablePart(base=Rate.parse("40 %"), rate=Rate.parse("2.5 %"),
    ...              reference=Money(25_000_000, XOF), first_year=2012).measure
    'turnover'
    """

    base: Rate
    rate: Rate
    reference: Money
    first_year: int
    measure: str = "turnover"
    floor: Money | None = None
    cap: Money | None = None

    def __attrs_post_init__(self) -> None:
        for name, rate in (("base", self.base), ("rate", self.rate)):
            if rate.mbp < 0:
                raise InvalidTerms(f"{name} is {rate}: use 0 % or more", field=name, value=rate)
        if self.reference.minor <= 0:
            raise InvalidTerms(
                f"reference is {self.reference}: give the positive result of a year",
                field="reference",
                value=self.reference,
            )
        if not 2 <= self.first_year <= 9998:
            raise InvalidTerms(
                f"first_year is {self.first_year}: use a year from 2 to 9998",
                field="first_year",
                value=self.first_year,
            )
        check_limits(self.floor, self.cap)


@attrs.frozen(kw_only=True, field_transformer=checked)
class ParticipatingSecurity:
    """Security without a term: a fixed part and a part tied to activity (titre participatif).

    The fixed part runs at *rate* on the nominal less the base of the variable part. Principal
    comes back when the issuer redeems (``HappeningKind.REDEEMED``), at nominal; a winding-up is a
    default with its recovery, after all other creditors. A year that has not ended on the day of
    redemption pays no variable part.

    Attributes:
        principal: Nominal, paid on *disbursed_on*, > 0.
        disbursed_on: The day of issue; interest starts to run.
        rate: Yearly rate of the fixed part, on its base.
        variable: The variable part.
        paid_on: Day of each year on which the fixed part is paid, and the variable part of the
            year before.
        projected_until: Last day up to which dues are projected while nothing is redeemed.
        day_count: How a period of the fixed part becomes a fraction of a year.
        rounding: How the fixed and the variable part become whole amounts (``interest``).
        clauses: Rank, covenants, cap on return.

    Source: Code de commerce, articles L228-36, L228-37 and R228-49, text as at 2009 (verified
    text); at most 40 % of nominal and at least seven years, ``tp.variable_base_max`` and
    ``tp.min_years`` on the day of issue.

    Raises:
        InvalidTerms: The nominal is not positive, a rate is negative, the base of the variable
            part passes the legal limit, an amount is in another currency, or the horizon is not
            after issue.
        MissingData: No legal limit is known on the day of issue.

    >>> from investisens import XOF
    >>> security = ParticipatingSecurity(
    ...     principal=Money(100_000, XOF), disbursed_on=date(2011, 6, 30), rate=Rate.parse("3 %"),
    ...     variable=VariablePart(base=Rate.parse("40 %"), rate=Rate.parse("2.5 %"),
    ...                           reference=Money(25_000_000, XOF), first_year=2012),
    ...     paid_on=YearDay(6, 30), projected_until=date(2020, 12, 31))
    >>> fixed, variable = security.legs()
    >>> print(fixed.rate, variable.share * 28_000_000)
    1.8 % 1120
    """

    kind: ClassVar[str] = "participating_security"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset({HappeningKind.REDEEMED})
    legal_rank: ClassVar[Rank] = Rank.SECURITY

    principal: Money
    disbursed_on: date
    rate: Rate
    variable: VariablePart
    paid_on: YearDay
    projected_until: date
    day_count: DayCount = DayCount.ACT_365F
    rounding: Rounding = Rounding()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        check_issue(self.principal, self.rate)
        check_horizon(self.disbursed_on, self.projected_until)
        if self.variable.first_year < self.disbursed_on.year:
            raise InvalidTerms(
                f"first_year {self.variable.first_year} is before the year of disbursed_on "
                f"{self.disbursed_on}: count no result from before issue",
                field="variable.first_year",
                value=self.variable.first_year,
            )
        self._check_base()
        self._check_currency()
        check_clauses(self.clauses, self.principal.currency)

    def legs(self) -> tuple[DebtLeg, ParticipationLeg]:
        """The fixed part with the principal, and the variable part."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[DebtLeg, ParticipationLeg]:
        """The legs once the issuer has redeemed, if it has.

        Raises:
            InvalidTerms: It redeems before the fewest years of the law.
        """
        redeemed = redemption(happenings)
        redeemed_on = None if redeemed is None else redeemed.on
        if redeemed_on is not None:
            check_redemption("tp.min_years", "redeemed_on", self.disbursed_on, redeemed_on)
        until = redeemed_on or self.projected_until
        fixed = open_term_leg(
            self.principal,
            self.disbursed_on,
            self.rate.fraction * (1 - self.variable.base.fraction),
            tuple(days_each_year(self.paid_on, self.disbursed_on, until)),
            redeemed_on,
            self.day_count,
            self.rounding,
        )
        return fixed, self._variable_leg(redeemed_on)

    def _variable_leg(self, redeemed_on: date | None) -> ParticipationLeg:
        terms = self.variable
        base = self.principal.minor * terms.base.fraction
        return ParticipationLeg(
            measure=terms.measure,
            share=base * terms.rate.fraction / terms.reference.minor,
            windows=tuple(self._windows(redeemed_on)),
            floor=terms.floor,
            cap=terms.cap,
            rounding=self.rounding,
        )

    def _windows(self, redeemed_on: date | None) -> Iterator[Window]:
        """Each year whose part is projected; once redeemed, each that had ended by then."""
        last = (redeemed_on or self.projected_until).year
        for year in range(self.variable.first_year, last + 1):
            window = Window.of_year(year, self.paid_on.in_year(year + 1))
            if redeemed_on is None and window.paid_on > self.projected_until:
                return
            if redeemed_on is not None and window.last > redeemed_on:
                return
            yield window

    def _check_base(self) -> None:
        name = "tp.variable_base_max"
        limit = Rate.nearest(value(name, on=self.disbursed_on))
        if self.variable.base.mbp > limit.mbp:
            raise InvalidTerms(
                f"variable.base is {self.variable.base} of nominal: at most {limit} may be "
                f"variable ({cited(name, on=self.disbursed_on)}): use {limit} or less",
                field="variable.base",
                value=self.variable.base,
            )

    def _check_currency(self) -> None:
        for name in ("reference", "floor", "cap"):
            amount = getattr(self.variable, name)
            if amount is not None and amount.currency != self.principal.currency:
                raise InvalidTerms(
                    f"{name} is {amount} but the security is in {self.principal.currency.code}: "
                    "use one currency",
                    field=f"variable.{name}",
                    value=amount,
                )
