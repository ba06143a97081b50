"""Participating loan (prêt participatif)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.repayment import Repayment, check_disbursement, debt_leg
from investisens.values.checking import checked
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.results import Window


@attrs.frozen(kw_only=True, field_transformer=checked)
class Participation:
    """The share of the enterprise's result that is paid on top of a fixed rate.

    Attributes:
        share: Share of the positive result of each year, between 0 % and 100 %.
        first_year: First year whose result counts.
        last_year: Last year whose result counts.
        paid_on: Day of the following year on which it is paid.
        measure: The result it is a share of.
        cap_of_principal: Most of a year, as a share of the principal outstanding at
            31 December of the year before; ``None`` for no such cap.
        floor: Least of a year, or ``None``.
        cap_total: Most over all years, or ``None``.

    Raises:
        InvalidTerms: A share is outside 0-100 %, the years are reversed, or a floor passes
            the total cap.

    >>> Participation(share=Rate.parse("8 %"), first_year=2011, last_year=2014,
    ...               paid_on=YearDay(6, 30)).measure
    'net_profit'
    """

    share: Rate
    first_year: int
    last_year: int
    paid_on: YearDay
    measure: str = "net_profit"
    cap_of_principal: Rate | None = None
    floor: Money | None = None
    cap_total: Money | None = None

    def __attrs_post_init__(self) -> None:
        for name, rate in (("share", self.share), ("cap_of_principal", self.cap_of_principal)):
            if rate is not None and not 0 <= rate.mbp <= MBP:
                raise InvalidTerms(
                    f"{name} is {rate}: use a share between 0 % and 100 %", field=name, value=rate
                )
        if self.last_year < self.first_year:
            raise InvalidTerms(
                f"last_year {self.last_year} is before first_year {self.first_year}: "
                "check the order of the years",
                field="last_year",
                value=self.last_year,
            )
        for name, amount in (("floor", self.floor), ("cap_total", self.cap_total)):
            if amount is not None and amount.minor < 0:
                raise InvalidTerms(
                    f"{name} is {amount}: use an amount of 0 or more", field=name, value=amount
                )
        if not self.first_year >= 2 or not self.last_year <= 9998:
            raise InvalidTerms(
                f"the years are {self.first_year} to {self.last_year}: use years from 2 to 9998",
                field="first_year",
                value=self.first_year,
            )
        if self.floor is None or self.cap_total is None:
            return
        if self.floor > self.cap_total:
            raise InvalidTerms(
                f"floor {self.floor} is above cap_total {self.cap_total}: lower the floor",
                field="floor",
                value=self.floor,
            )

    @property
    def windows(self) -> tuple[Window, ...]:
        """Each year looked at, and the day of the following one on which it is paid."""
        years = range(self.first_year, self.last_year + 1)
        return tuple(Window.of_year(year, self.paid_on.in_year(year + 1)) for year in years)


@attrs.frozen(kw_only=True, field_transformer=checked)
class ParticipatingLoan:
    """Loan at a low fixed rate plus a capped share of the profit (prêt participatif).

    Attributes:
        principal: Paid out on *disbursed_on*, > 0.
        disbursed_on: The day interest starts to run, before the first due.
        rate: Fixed yearly rate, simple, on outstanding principal.
        repayment: Dues, amortisation, deferral, day count and rounding.
        participation: The variable part, taken before any distribution of profit. A cap on it is
            one of the contract, not of the law.
        clauses: Rank, covenants, cap on return.

    Source: Code monétaire et financier, articles L313-13 to L313-20, text as at 2011 (verified
    text): counted with equity, ranks after every other creditor; a safeguard or recovery plan
    suspends repayment and interest.

    Raises:
        InvalidTerms: The principal is not positive, the rate is negative, the first due is not
            after disbursement, or an amount is in another currency.

    >>> from investisens import OnDates, XOF
    >>> loan = ParticipatingLoan(
    ...     principal=Money(3_600_000, XOF), disbursed_on=date(2010, 9, 1),
    ...     rate=Rate.parse("4 %"),
    ...     repayment=Repayment(dues=(OnDates((date(2015, 8, 31),)),)),
    ...     participation=Participation(share=Rate.parse("8 %"), first_year=2011, last_year=2014,
    ...                                 paid_on=YearDay(6, 30)))
    >>> [type(leg).__name__ for leg in loan.legs()]
    ['DebtLeg', 'ParticipationLeg']
    """

    kind: ClassVar[str] = "participating_loan"
    legal_rank: ClassVar[Rank] = Rank.PARTICIPATING

    principal: Money
    disbursed_on: date
    rate: Rate
    repayment: Repayment
    participation: Participation
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        check_disbursement(self.principal, self.disbursed_on, self.rate, self.repayment)
        check_clauses(self.clauses, self.principal.currency)
        for name in ("floor", "cap_total"):
            amount = getattr(self.participation, name)
            if amount is not None and amount.currency != self.principal.currency:
                raise InvalidTerms(
                    f"{name} is {amount} but the loan is in {self.principal.currency.code}: "
                    "use one currency",
                    field=f"participation.{name}",
                    value=amount,
                )

    def legs(self) -> tuple[DebtLeg, ParticipationLeg]:
        """A debt leg and a participation leg."""
        debt = debt_leg(self.principal, self.disbursed_on, self.rate, self.repayment)
        variable = ParticipationLeg(
            measure=self.participation.measure,
            share=self.participation.share.fraction,
            windows=self.participation.windows,
            floor=self.participation.floor,
            cap_of_principal=self.participation.cap_of_principal,
            cap_total=self.participation.cap_total,
            rounding=self.repayment.rounding,
        )
        return debt, variable
