"""How a debt is repaid: dues, amortisation, deferral and conventions, as terms."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.instruments.agreed import (
    Fee,
    FeeKind,
    Indexation,
    Prepayment,
    PrepaymentEffect,
    RateReset,
    RateStep,
    Tranche,
)
from investisens.instruments.amortisation import Amortisation, HandMadeRow, Residual
from investisens.instruments.contract_checks import check_contract
from investisens.instruments.payment_days import check_first_payment, check_paid_on, moved_dues
from investisens.instruments.plan_of import plan_of
from investisens.instruments.repayment_checks import check_terms
from investisens.values.checking import checked
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.partperiods import PartPeriods
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding
from investisens.values.schedule import OnDates, ScheduleRule, due_dates
from investisens.values.servicing import USUAL, Servicing

__all__ = [
    "Amortisation",
    "Fee",
    "FeeKind",
    "HandMadeRow",
    "Indexation",
    "Prepayment",
    "PrepaymentEffect",
    "RateReset",
    "RateStep",
    "Repayment",
    "Residual",
    "Tranche",
    "check_disbursement",
    "debt_leg",
]


@attrs.frozen(kw_only=True, cache_hash=True, field_transformer=checked)
class Repayment:
    """Terms of repayment shared by every debt instrument.

    Dues stand in this order: free of interest, capitalised, deferred, interest only, then those
    that repay principal. An option that the amortisation does not support is refused.

    Attributes:
        dues: Rules of the due days, one after the other.
        amortisation: How principal comes back.
        capitalised_dues: First dues, whose interest is added to principal (différé total).
        interest_only_dues: Next dues, which pay interest alone (différé partiel).
        day_count: How a period becomes a fraction of a year.
        rounding: How interest and instalments become whole amounts.
        free_dues: Dues before all others, up to which no interest runs (différé gratuit).
        deferred_interest_dues: Dues before those of interest alone; their interest waits, without
            interest on it, for the first due after them (intérêts différés).
        instalment: Total of each due, for a fixed instalment. The term follows: the dues are the
            latest ones, the schedule ends when nothing is left, the last due takes what is left.
        weights: For a seasonal repayment, a whole number for each due that repays principal, or
            for each due of a year, repeated. Left out where all dues follow one harvest calendar:
            its weights count.
        rows: For a repayment made by hand, one row for each due.
        balloon: Principal that the instalments leave; the last due repays it beside its own.
        step_up: By how much instalments grow at each step; the growth is taken to 12 decimals.
        step_every: How many dues make a step.
        draws: Later draws, in the order of their days.
        relevel: Whether instalments are fixed again after each draw; if not, the last due takes
            what was drawn after they were fixed.
        prepayments: Planned prepayments, in the order of their days.
        rate_steps: Next rates fixed in advance. A level payment is fixed again after each.
        resets: Rates set on an index. A level payment is fixed again after each.
        base_fixed_on: Days from which interest runs on the balance of the day, whatever is
            repaid, until the next of them.
        indexations: Factors of what is paid, in the order of their days.
        fees: Fees paid beside principal and interest.
        residual: Which due takes what rounding leaves.
        levelling: Whether a level payment moves by a part of what the last due would differ by,
            where that is more than half a minor unit for each due.
        whole_totals: Whether the rounded multiple is asked of each total, not of principal.
        parts_by_days: Whether a part of a period counts as its share of the period's days; if
            not, as the day count says.
        paid_on: The day on which each due is paid, where it is not the due itself: interest runs
            to the due, its money moves on this day. Within 31 days, between the dues around it.
        servicing: What happens to payments that are not the schedule's.

    Raises:
        InvalidTerms: A count is negative, no due is left to repay principal, or an option does
            not fit the others.

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
    free_dues: int = 0
    deferred_interest_dues: int = 0
    instalment: Money | None = None
    weights: tuple[int, ...] = ()
    rows: tuple[HandMadeRow, ...] = ()
    balloon: Money | None = None
    step_up: Rate | None = None
    step_every: int | None = None
    draws: tuple[Tranche, ...] = ()
    relevel: bool = False
    prepayments: tuple[Prepayment, ...] = ()
    rate_steps: tuple[RateStep, ...] = ()
    resets: tuple[RateReset, ...] = ()
    base_fixed_on: tuple[date, ...] = ()
    indexations: tuple[Indexation, ...] = ()
    fees: tuple[Fee, ...] = ()
    residual: Residual = Residual.LAST
    levelling: bool = False
    whole_totals: bool = False
    parts_by_days: bool = False
    paid_on: OnDates | None = None
    servicing: Servicing = USUAL

    def __attrs_post_init__(self) -> None:
        check_terms(self)
        check_paid_on(self)

    @property
    def due_dates(self) -> tuple[date, ...]:
        """Every due day, in order."""
        return due_dates(self.dues)

    @property
    def deferred_dues(self) -> int:
        """How many first dues repay no principal."""
        paying = self.deferred_interest_dues + self.interest_only_dues
        return self.free_dues + self.capitalised_dues + paying


def check_disbursement(
    principal: Money, disbursed_on: date, rate: Rate, repayment: Repayment
) -> None:
    """Refuse terms of repayment that do not fit the debt they repay.

    Raises:
        InvalidTerms: With the field at fault: an amount that is not positive, a negative rate, a
            due or a dated term before disbursement, two currencies, more repaid than is owed, or
            an instalment that does not cover its first interest.
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
    check_first_payment(disbursed_on, repayment)
    check_contract(principal, disbursed_on, rate, repayment)


def debt_leg(principal: Money, disbursed_on: date, rate: Rate, repayment: Repayment) -> DebtLeg:
    """The debt leg of a contract repaid as *repayment* says."""
    day_count: DayCount | PartPeriods = repayment.day_count
    if repayment.parts_by_days:
        day_count = PartPeriods(repayment.day_count, (disbursed_on, *repayment.due_dates))
    return DebtLeg(
        principal=principal,
        start=disbursed_on,
        rate=rate,
        day_count=day_count,
        rounding=repayment.rounding,
        # A hundred thousand loans of one product share a plan, whatever their rates.
        plan=plan_of(repayment, disbursed_on, rate if repayment.free_dues else None),
        moved=moved_dues(repayment),
        servicing=repayment.servicing,
    )
