"""Terms of a loan as a concessionality calculator asks for them, and what they make it pay.

The five profiles are those of the calculator of the IMF and the World Bank. Payments are exact
and not rounded: these are terms under discussion. For a contract's own schedule, see
:func:`investisens.funding.debt_service.service_of`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from itertools import accumulate, islice
from typing import Final

import attrs

from investisens.engine.credit_flows import TimedFlow
from investisens.engine.present_value import annuity_factor
from investisens.funding.debt_service import DebtService
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate

_YEAR: Final = 12


class Profile(Enum):
    """How a loan is repaid.

    Attributes:
        EQUAL_PRINCIPAL: Equal principal from the first repayment on, interest each period.
        ANNUITY: Level payments from the first repayment on, interest before.
        BULLET: Principal at the end, interest each period (in fine).
        SIMPLE: Principal and simple interest at the end.
        COMPOUNDED: Principal and compounded interest at the end.

    >>> Profile("annuity").name
    'ANNUITY'
    """

    EQUAL_PRINCIPAL = "equal principal"
    ANNUITY = "annuity"
    BULLET = "bullet"
    SIMPLE = "simple"
    COMPOUNDED = "compounded"


_IN_INSTALMENTS: Final = (Profile.EQUAL_PRINCIPAL, Profile.ANNUITY)


@attrs.frozen(kw_only=True, field_transformer=checked)
class SoftLoan:
    """A loan drawn at once, as the funders' calculators describe it.

    Attributes:
        face: Drawn at time 0, > 0.
        rate: Nominal yearly rate, >= 0; a period pays it over *payments_per_year*.
        maturity_months: From the draw to the last payment.
        first_repayment_months: From the draw to the first principal repaid: the *grace* of the
            OECD. One period unless given; for a loan in instalments only.
        payments_per_year: A divisor of 12.
        profile: How it is repaid.
        grace_rate: Rate of the periods before the one that ends with the first repayment;
            *rate* unless given.
        fee: Share of the face paid at time 0.

    Raises:
        InvalidTerms: A term is out of range, or does not fall on the end of a period.

    Source: OECD DAC formula paper; concessionality calculator of the IMF.

    >>> from investisens.values.currency import EUR
    >>> loan = SoftLoan(face=Money(1_000_00, EUR), rate=Rate.parse("5 %"), maturity_months=24)
    >>> loan.payments()
    ((Fraction(1, 1), Fraction(55000, 1)), (Fraction(2, 1), Fraction(52500, 1)))
    """

    face: Money
    rate: Rate
    maturity_months: int
    first_repayment_months: int | None = None
    payments_per_year: int = 1
    profile: Profile = Profile.EQUAL_PRINCIPAL
    grace_rate: Rate | None = None
    fee: Rate = Rate(0)

    def __attrs_post_init__(self) -> None:
        _check_amounts(self)
        _check_times(self)

    @property
    def periods(self) -> int:
        """Periods up to maturity."""
        return self.maturity_months * self.payments_per_year // _YEAR

    def service(self) -> DebtService:
        """What is drawn and what is paid."""
        return DebtService(draws=((Fraction(0), self.face),), payments=self.payments())

    def payments(self) -> tuple[TimedFlow, ...]:
        """Years and minor units, not rounded: the fee if there is one, then each payment."""
        face, years = Fraction(self.face.minor), Fraction(self.maturity_months, _YEAR)
        fee = ((Fraction(0), face * self.fee.fraction),) if self.fee.mbp else ()
        match self.profile:
            case Profile.SIMPLE:
                return *fee, (years, face * (1 + self.rate.fraction * years))
            case Profile.COMPOUNDED:
                return *fee, (years, face * (1 + self._period_rate) ** self.periods)
            case _:
                return *fee, *(
                    (self._time(place), paid) for place, paid in enumerate(self._rows(), 1)
                )

    def balances(self) -> tuple[Fraction, ...]:
        """Principal owed during each period, minor units; interest due at the end is left out."""
        repaid = accumulate(self.principals()[:-1], initial=Fraction(0))
        return tuple(self.face.minor - so_far for so_far in repaid)

    def principals(self) -> tuple[Fraction, ...]:
        """Principal repaid at the end of each period, minor units, not rounded."""
        face, before = Fraction(self.face.minor), self._periods_of_grace
        count = self.periods - before
        grace = (Fraction(0),) * before
        if self.profile is not Profile.ANNUITY:
            return *grace, *((face / count,) * count)
        # Level payments repay principal that grows by the rate of a period from one to the next.
        first = face / annuity_factor(self._period_rate, count) - face * self._period_rate
        growth = 1 + self._period_rate
        return *grace, *(first * growth**place for place in range(count))

    @property
    def _period_rate(self) -> Fraction:
        return self.rate.fraction / self.payments_per_year

    @property
    def _periods_of_grace(self) -> int:
        if self.profile not in _IN_INSTALMENTS:
            return self.periods - 1
        if self.first_repayment_months is None:
            return 0
        return self.first_repayment_months * self.payments_per_year // _YEAR - 1

    def _rows(self) -> Iterator[Fraction]:
        """Principal and interest of each period, by turns of grace and repayment."""
        face, before = Fraction(self.face.minor), self._periods_of_grace
        grace = self.rate if self.grace_rate is None else self.grace_rate
        yield from (face * grace.fraction / self.payments_per_year,) * before
        if self.profile is Profile.ANNUITY:
            count = self.periods - before
            yield from (face / annuity_factor(self._period_rate, count),) * count
            return
        rows = zip(self.balances(), self.principals(), strict=True)
        for owed, principal in islice(rows, before, None):
            yield principal + owed * self._period_rate

    def _time(self, period: int) -> Fraction:
        return Fraction(period, self.payments_per_year)


def _check_amounts(loan: SoftLoan) -> None:
    if loan.face.minor <= 0:
        raise InvalidTerms(
            f"face is {loan.face}: give a positive amount", field="face", value=loan.face
        )
    rates = {"rate": loan.rate, "grace_rate": loan.grace_rate or Rate(0)}
    for name, rate in rates.items():
        if rate.mbp < 0:
            raise InvalidTerms(f"{name} is {rate}: use 0 % or more", field=name, value=rate)
    if not 0 <= loan.fee.mbp <= MBP:
        raise InvalidTerms(
            f"fee is {loan.fee}: use a share between 0 % and 100 %", field="fee", value=loan.fee
        )


def _check_times(loan: SoftLoan) -> None:
    if loan.payments_per_year < 1 or _YEAR % loan.payments_per_year:
        raise InvalidTerms(
            f"payments_per_year is {loan.payments_per_year}: use a divisor of 12",
            field="payments_per_year",
            value=loan.payments_per_year,
        )
    step = _YEAR // loan.payments_per_year
    first = loan.first_repayment_months
    for name, months in (
        ("maturity_months", loan.maturity_months),
        ("first_repayment_months", first),
    ):
        if months is not None and (months < step or months % step):
            raise InvalidTerms(
                f"{name} is {months}: with {loan.payments_per_year} payments a year use a "
                f"multiple of {step}, {step} or more",
                field=name,
                value=months,
            )
    if first is not None and first > loan.maturity_months:
        raise InvalidTerms(
            f"first_repayment_months is {first} but maturity_months is {loan.maturity_months}: "
            "repay first at maturity at the latest",
            field="first_repayment_months",
            value=first,
        )
    if loan.profile not in _IN_INSTALMENTS and (first, loan.grace_rate) != (None, None):
        raise InvalidTerms(
            f"the profile is {loan.profile.value!r}, which has no grace: leave "
            "first_repayment_months and grace_rate out",
            field="first_repayment_months",
            value=first,
        )
