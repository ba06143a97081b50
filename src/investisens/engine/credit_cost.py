"""What a credit really costs: annual percentage rate, French and UMOA rates, francs.

One equation stands behind every rate here: the rate at which the draws are worth the payments,
charges included, on the day of the first draw. It is solved once, see
:mod:`investisens.engine.irr_roots`; the laws differ only in how they count time and in how a rate
per period becomes a yearly one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import expm1, isfinite
from typing import Final

import attrs

from investisens.engine.apr_time import TimeUnit
from investisens.engine.credit_flows import CreditFlows, TimedFlow
from investisens.engine.discount import Flow
from investisens.engine.irr import IrrResult, IrrStatus
from investisens.engine.schedule import RepaymentSchedule
from investisens.values.errors import InvalidDate, InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode, round_ratio

_TRUSTED_DIGITS: Final = 12


@attrs.frozen(kw_only=True)
class AprResult:
    """An annual percentage rate (taux annuel effectif global, TAEG), or why there is none.

    Attributes:
        found: The solved equation, seen from the lender: draws are paid, payments received.
        unit: Whole periods counted before days; ``None`` where times were given.
    """

    found: IrrResult
    unit: TimeUnit | None = None

    @property
    def status(self) -> IrrStatus:
        """One rate, several, or why there is none."""
        return self.found.status

    @property
    def rate(self) -> float | None:
        """Effective rate per year when it is unique: 0.0643 is 6.43 %."""
        return self.found.value

    @property
    def rates(self) -> tuple[float, ...]:
        """Every rate that solves the equation, ascending."""
        return tuple(root.rate for root in self.found.roots)

    @property
    def residual(self) -> float | None:
        """What is left of the equation at the unique rate, relative to the present values."""
        return self.found.residual

    @property
    def printed(self) -> Rate | None:
        """The rate to one decimal of a per cent, half up, as the directive prints it."""
        return one_decimal(self.rate)


@attrs.frozen(kw_only=True)
class TegResult:
    """A yearly rate proportional to the rate of a period (taux effectif global, TEG).

    Attributes:
        found: The solved equation, as in :class:`AprResult`.
        period: Length of the period in years: the smallest interval between two payments.
        unit: Whole periods counted before days; ``None`` where times were given.
    """

    found: IrrResult
    period: Fraction
    unit: TimeUnit | None = None

    @property
    def status(self) -> IrrStatus:
        """One rate, several, or why there is none."""
        return self.found.status

    @property
    def periods_per_year(self) -> Fraction:
        """By how much the rate of the period is multiplied; 12 for monthly payments."""
        return 1 / self.period

    @property
    def period_rate(self) -> float | None:
        """Effective rate of one period (taux de période)."""
        log_rate = self.found.log_rate
        return None if log_rate is None else expm1(log_rate * float(self.period))

    @property
    def proportional(self) -> float | None:
        """Rate of the period times the periods of a year: the French TEG."""
        rate = self.period_rate
        return None if rate is None else rate * float(self.periods_per_year)

    @property
    def effective(self) -> float | None:
        """The same rate compounded over a year; not below the proportional one up to a year."""
        return self.found.value

    @property
    def printed(self) -> Rate | None:
        """The proportional rate to one decimal of a per cent, half up."""
        return one_decimal(self.proportional)


@attrs.frozen(kw_only=True)
class CreditCost:
    """What a borrower pays for a credit, in money and as rates.

    Attributes:
        total_interest: Interest of all periods, capitalised interest included.
        total_fees: Fees at the start and with the dues.
        total_cost: Interest and fees: what is paid above what was received.
        total_paid: All that leaves the borrower, fees at the start included.
        apr: By the European formula.
        teg: By the French rule for professional loans, with its effective rate. Which of the two
            the UMOA means by its yearly rate was not found, so a report prints both.
    """

    total_interest: Money
    total_fees: Money
    total_cost: Money
    total_paid: Money
    apr: AprResult
    teg: TegResult

    @property
    def teg_proportional(self) -> float | None:
        """Rate of the period times the periods of a year."""
        return self.teg.proportional

    @property
    def teg_effective(self) -> float | None:
        """Rate of the period compounded over a year."""
        return self.teg.effective


def eu_apr(
    draws: Iterable[Flow], payments: Iterable[Flow], unit: TimeUnit | None = None
) -> AprResult:
    """Annual percentage rate of charge of dated draws and payments.

    Args:
        draws: Days and amounts received by the borrower, >= 0, in full.
        payments: Days and amounts paid by the borrower, >= 0, charges included. A charge
            deducted from a draw is a payment on the day of that draw.
        unit: Whole periods counted before days; as the payments recur unless given.

    Raises:
        InvalidTerms: Nothing is drawn.
        InvalidDate: A payment comes before the first draw.
        InvalidAmount: An amount is negative or inexact.

    Source: directive 2008/48/EC, annex I; directive (EU) 2023/2225 keeps the formula.

    >>> result = eu_apr([(date(2012, 10, 10), 500)], [(date(2012, 10, 15), 510)])
    >>> print(result.status.name, result.printed)
    UNIQUE 326.1 %
    """
    flows = CreditFlows.dated(draws, payments, unit)
    return AprResult(found=flows.solved(), unit=flows.unit)


def eu_apr_at(draws: Iterable[TimedFlow], payments: Iterable[TimedFlow]) -> AprResult:
    """Annual percentage rate of charge where the times are given, in exact years.

    Args:
        draws: Years from the first draw and amounts received by the borrower, >= 0.
        payments: Years from the first draw and amounts paid by the borrower, >= 0.

    Raises:
        InvalidTerms: Nothing is drawn, or a time is not exact.
        InvalidDate: A payment comes before the first draw.
        InvalidAmount: An amount is negative or inexact.

    >>> print(eu_apr_at([(0, 1000)], [(Fraction(3, 2), 1200)]).printed)
    12.9 %
    """
    return AprResult(found=CreditFlows.timed(draws, payments).solved())


def teg(draws: Iterable[Flow], payments: Iterable[Flow], unit: TimeUnit | None = None) -> TegResult:
    """French effective rate of a professional loan, proportional to the rate of its period.

    The period is the smallest interval between two payments, and at least a month; for one
    payment, the time from the draw. It takes the same arguments, and refuses the same, as
    :func:`eu_apr`.

    Source: French Code de la consommation, article R314-2.

    >>> loan = [(date(2026, 1, 15), 1_000_000)]
    >>> result = teg(loan, [(date(2026, 4, 15), 515_000), (date(2026, 7, 15), 515_000)])
    >>> result.periods_per_year, f"{result.proportional:.4%}", f"{result.effective:.4%}"
    (Fraction(4, 1), '7.9738%', '8.2154%')
    """
    flows = CreditFlows.dated(draws, payments, unit)
    return TegResult(found=flows.solved(), period=flows.period, unit=flows.unit)


def teg_at(draws: Iterable[TimedFlow], payments: Iterable[TimedFlow]) -> TegResult:
    """:func:`teg` where the times are given, in exact years; see :func:`eu_apr_at`.

    >>> third, fourth = Fraction(3, 12), Fraction(4, 12)
    >>> teg_at([(0, 100)], [(third, 50), (fourth, 52)]).periods_per_year
    Fraction(12, 1)
    """
    flows = CreditFlows.timed(draws, payments)
    return TegResult(found=flows.solved(), period=flows.period)


def cost_of(
    schedule: RepaymentSchedule,
    disbursed_on: date,
    principal: Money,
    fees_at_start: Money | None = None,
    unit: TimeUnit | None = None,
) -> CreditCost:
    """The cost of a repayment schedule, in money and as rates.

    Draws after the first day are read from the rows: they are what makes the outstanding rise.

    Args:
        schedule: Dues down to an outstanding of zero.
        disbursed_on: Day of the first draw.
        principal: Drawn on that day, fees not deducted.
        fees_at_start: Fees paid on or deducted from the first draw; none unless given.
        unit: As for :func:`eu_apr`.

    Raises:
        InvalidTerms: Fees are negative, the dues leave something outstanding, or they do not
            start from *principal*.
        InvalidDate: A due comes before *disbursed_on*.

    >>> from investisens import Loan, OnDates, Repayment, XOF
    >>> from investisens.engine.schedule import schedule
    >>> loan = Loan(principal=Money(100_000, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("10 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1),)),)))
    >>> cost = cost_of(schedule(loan.legs()[0]), loan.disbursed_on, loan.principal,
    ...                fees_at_start=Money(2_000, XOF))
    >>> print(cost.total_cost, cost.total_paid, cost.apr.printed)
    12000 XOF 112000 XOF 12.2 %
    """
    fees = Money.zero(schedule.currency) if fees_at_start is None else fees_at_start
    _check_schedule(schedule, disbursed_on, fees)
    draws, payments = schedule_flows(schedule, disbursed_on, principal)
    flows = CreditFlows.dated(draws, [(disbursed_on, fees), *payments], unit)
    found = flows.solved()
    row_fees = Money(sum(row.fees for row in schedule.rows), schedule.currency)
    return CreditCost(
        total_interest=schedule.interest,
        total_fees=row_fees + fees,
        total_cost=schedule.interest + row_fees + fees,
        total_paid=schedule.total + fees,
        apr=AprResult(found=found, unit=flows.unit),
        teg=TegResult(found=found, period=flows.period, unit=flows.unit),
    )


def schedule_flows(
    schedule: RepaymentSchedule, disbursed_on: date, principal: Money
) -> tuple[list[tuple[date, Money]], list[tuple[date, Money]]]:
    """Draws and payments of the rows; what a negative rate pays to the borrower is a draw.

    >>> from investisens.engine.schedule import Instalment
    >>> from investisens.values.currency import XOF
    >>> row = Instalment(date(2012, 1, 1), 100_000, 10_000, 0, 110_000, 0)
    >>> rows = RepaymentSchedule(currency=XOF, rows=(row,))
    >>> draws, payments = schedule_flows(rows, date(2011, 1, 1), Money(100_000, XOF))
    >>> print(draws[0][1], payments[0][1])
    100000 XOF 110000 XOF
    """
    draws = [(disbursed_on, principal)]
    payments = []
    before = principal.minor
    for row in schedule.rows:
        drawn = row.outstanding - before + row.total - row.interest - row.fees
        if drawn < 0:
            raise InvalidTerms(
                f"principal is {principal}, but the due of {row.due_on} starts from "
                f"{Money(before + drawn, schedule.currency)}: give what was drawn on the first day",
                field="principal",
                value=principal,
            )
        draws.append((row.due_on, Money(drawn + max(0, -row.total), schedule.currency)))
        payments.append((row.due_on, Money(max(0, row.total), schedule.currency)))
        before = row.outstanding
    return draws, payments


def one_decimal(rate: float | None) -> Rate | None:
    """A rate to one decimal of a per cent, half up; ``None`` where there is no finite rate.

    A float within 10⁻¹² of a half is taken for that half, which it cannot hold.

    >>> print(one_decimal(0.0645), one_decimal(0.064499))
    6.5 % 6.4 %
    """
    if rate is None or not isfinite(rate):
        return None
    exact = Fraction(rate) * 10**_TRUSTED_DIGITS
    trusted = round_ratio(exact.numerator, exact.denominator, RoundingMode.HALF_EVEN)
    tenths = round_ratio(trusted, 10 ** (_TRUSTED_DIGITS - 3), RoundingMode.HALF_UP)
    return Rate(tenths * MBP // 1000)


def _check_schedule(schedule: RepaymentSchedule, disbursed_on: date, fees: Money) -> None:
    if fees < Money.zero(schedule.currency):
        raise InvalidTerms(
            f"fees_at_start is {fees}: give 0 or more", field="fees_at_start", value=fees
        )
    if not schedule.rows or schedule.rows[-1].outstanding:
        left = Money(schedule.rows[-1].outstanding if schedule.rows else 0, schedule.currency)
        raise InvalidTerms(
            f"the schedule has {len(schedule.rows)} dues and leaves {left} outstanding: "
            "a cost needs dues that repay all of the credit",
            field="schedule",
            value=left,
        )
    if schedule.rows[0].due_on < disbursed_on:
        raise InvalidDate(
            f"disbursed_on {disbursed_on} is after the first due on {schedule.rows[0].due_on}: "
            "check the order of the dates",
            field="disbursed_on",
            value=disbursed_on,
        )
