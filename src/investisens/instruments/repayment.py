"""How a debt is repaid: dues, amortisation, deferral and conventions, as terms."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import lru_cache

import attrs

from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding
from investisens.values.schedule import ScheduleRule, due_dates
from investisens.values.steps import (
    CapitaliseInterest,
    FixLevel,
    FixShare,
    PayInterest,
    Plan,
    RepayLevel,
    RepayRest,
    RepayShare,
    Step,
)


class Amortisation(Enum):
    """How principal comes back over the dues that follow a deferral.

    Attributes:
        BULLET: All at the last due (in fine).
        CONSTANT_PRINCIPAL: Equal parts of principal (amortissement constant).
        LEVEL_PAYMENT: Equal totals of principal and interest (annuités constantes).

    >>> Amortisation("bullet")
    <Amortisation.BULLET: 'bullet'>
    """

    BULLET = "bullet"
    CONSTANT_PRINCIPAL = "constant_principal"
    LEVEL_PAYMENT = "level_payment"


@attrs.frozen(kw_only=True, cache_hash=True)
class Repayment:
    """Terms of repayment shared by every debt instrument.

    Attributes:
        dues: Rules of the due days, one after the other.
        amortisation: How principal comes back.
        capitalised_dues: First dues, whose interest is added to principal (différé total).
        interest_only_dues: Next dues, which pay interest alone (différé partiel).
        day_count: How a period becomes a fraction of a year.
        rounding: How interest and instalments become whole amounts. The last due takes what
            rounding left.

    Raises:
        InvalidTerms: A count is negative, or no due is left to repay principal.

    >>> from investisens import OnDates
    >>> terms = Repayment(dues=(OnDates((date(2011, 4, 30), date(2012, 4, 30))),),
    ...                   interest_only_dues=1)
    >>> terms.due_dates[-1]
    datetime.date(2012, 4, 30)
    """

    dues: tuple[ScheduleRule, ...]
    amortisation: Amortisation = Amortisation.CONSTANT_PRINCIPAL
    capitalised_dues: int = 0
    interest_only_dues: int = 0
    day_count: DayCount = DayCount.ACT_365F
    rounding: Rounding = Rounding()

    def __attrs_post_init__(self) -> None:
        for name in ("capitalised_dues", "interest_only_dues"):
            count = getattr(self, name)
            if count < 0:
                raise InvalidTerms(
                    f"{name} is {count}: use 0 or a positive number of dues",
                    field=name,
                    value=count,
                )
        deferred = self.capitalised_dues + self.interest_only_dues
        count = len(self.due_dates)
        if deferred >= count:
            noun = "due" if count == 1 else "dues"
            name = "interest_only_dues" if self.interest_only_dues else "capitalised_dues"
            raise InvalidTerms(
                f"{name} is {getattr(self, name)} but the debt has {count} {noun}: "
                "leave at least one to repay principal",
                field=name,
                value=getattr(self, name),
            )

    @property
    def due_dates(self) -> tuple[date, ...]:
        """Every due day, in order."""
        return due_dates(self.dues)


def check_disbursement(
    principal: Money, disbursed_on: date, rate: Rate, repayment: Repayment
) -> None:
    """Refuse an amount that is not positive, a negative rate, or a due before disbursement.

    Raises:
        InvalidTerms: With the field at fault.
    """
    if principal.minor <= 0:
        raise InvalidTerms(
            f"principal is {principal}: lend a positive amount", field="principal", value=principal
        )
    if rate.mbp < 0:
        raise InvalidTerms(f"rate is {rate}: use 0 % or more", field="rate", value=rate)
    first = repayment.due_dates[0]
    if first <= disbursed_on:
        raise InvalidTerms(
            f"first due {first} is not after disbursed_on {disbursed_on}: "
            "check the order of the dates",
            field="repayment.dues",
            value=first,
        )


def debt_leg(principal: Money, disbursed_on: date, rate: Rate, repayment: Repayment) -> DebtLeg:
    """The debt leg of a contract repaid as *repayment* says."""
    return DebtLeg(
        principal=principal,
        start=disbursed_on,
        rate=rate,
        day_count=repayment.day_count,
        rounding=repayment.rounding,
        plan=_plan(repayment, disbursed_on),
    )


@lru_cache(maxsize=4096)
def _plan(repayment: Repayment, start: date) -> Plan:
    """The steps of *repayment*: repayment first, then interest, on each due."""
    days = repayment.due_dates
    capitalised = repayment.capitalised_dues
    first = capitalised + repayment.interest_only_dues
    steps: list[Step] = [CapitaliseInterest(day) for day in days[:capitalised]]
    steps += [PayInterest(day) for day in days[capitalised:first]]
    parts = len(days) - first
    match repayment.amortisation:
        case Amortisation.BULLET:
            steps += [PayInterest(day) for day in days[first:-1]]
        case Amortisation.CONSTANT_PRINCIPAL:
            if parts > 1:
                steps.append(FixShare(days[first], parts))
            for day in days[first:-1]:
                steps += [RepayShare(day), PayInterest(day)]
        case Amortisation.LEVEL_PAYMENT:
            if parts > 1:
                steps.append(FixLevel(days[first - 1] if first else start, parts))
            for day in days[first:-1]:
                steps += [RepayLevel(day), PayInterest(day)]
    steps += [RepayRest(days[-1]), PayInterest(days[-1])]
    return Plan(tuple(steps))
