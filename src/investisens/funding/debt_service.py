"""What a borrower receives and what it pays, at exact times: the ground of every grant element."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import attrs

from investisens.engine.apr_time import TimeUnit, interval
from investisens.engine.credit_cost import schedule_flows
from investisens.engine.credit_flows import TimedFlow
from investisens.engine.discount import exact_amount
from investisens.engine.schedule import RepaymentSchedule
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidAmount, InvalidTerms
from investisens.values.money import Money, total


@attrs.frozen(kw_only=True, field_transformer=checked)
class DebtService:
    """The draws and payments of a loan, an advance or a grant.

    Attributes:
        draws: Exact years from the commitment, and amounts received, > 0 in total.
        payments: Exact years and amounts paid, fees included, >= 0, in minor units that need
            not be whole; none for a pure grant.

    Raises:
        InvalidTerms: Nothing is drawn.
        InvalidAmount: An amount is negative or inexact.

    >>> from investisens.values.currency import EUR
    >>> DebtService(draws=((0, Money(100_00, EUR)),), payments=((2, 110_00),)).face
    Money(minor=10000, currency=Currency.of('EUR'))
    """

    draws: tuple[tuple[Fraction | int, Money], ...]
    payments: tuple[TimedFlow, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name, flows in (("draw", self.draws), ("payment", self.payments)):
            for years, amount in flows:
                if exact_amount(amount) < 0:
                    raise InvalidAmount(
                        f"the {name} at {years} years is {amount}: give amounts of 0 or more",
                        field=f"{name}s",
                        value=amount,
                    )
        if not self.draws or not self.face:
            raise InvalidTerms(
                "draws is empty: a grant element needs a sum received", field="draws", value=()
            )

    @property
    def currency(self) -> Currency:
        """Currency of what is drawn."""
        return self.draws[0][1].currency

    @property
    def face(self) -> Money:
        """All that is drawn."""
        return total((amount for _, amount in self.draws), self.currency)


def service_of(
    schedule: RepaymentSchedule,
    disbursed_on: date,
    principal: Money,
    fees_at_start: Money | None = None,
) -> DebtService:
    """The debt service of a contract's own schedule.

    Time is counted in months from the first draw, then in days, see
    :func:`investisens.engine.apr_time.interval`: half a year is one half, whatever its days.

    Args:
        schedule: Dues down to an outstanding of zero.
        disbursed_on: Day of the first draw.
        principal: Drawn on that day, fees not deducted.
        fees_at_start: Fees paid on or deducted from the first draw; none unless given.

    Raises:
        InvalidTerms: The dues do not start from *principal*.
        InvalidDate: A due comes before *disbursed_on*.

    >>> from investisens import Loan, OnDates, Rate, Repayment, XOF
    >>> from investisens.engine.schedule import schedule
    >>> loan = Loan(principal=Money(100_000, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("2 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 7, 1),)),)))
    >>> service_of(schedule(loan.legs()[0]), loan.disbursed_on, loan.principal).payments[-1]
    (Fraction(3, 2), Money(minor=102997, currency=Currency.of('XOF')))
    """
    draws, payments = schedule_flows(schedule, disbursed_on, principal)
    if fees_at_start is not None:
        payments.append((disbursed_on, fees_at_start))
    return DebtService(
        draws=tuple((_years(disbursed_on, on), amount) for on, amount in draws if amount),
        payments=tuple((_years(disbursed_on, on), amount) for on, amount in payments if amount),
    )


def expected_service(outcomes: Iterable[tuple[Fraction, DebtService]]) -> DebtService:
    """The debt service to be expected where what is paid depends on success.

    Used for repayable advances (avances remboursables): each outcome draws the same.

    Args:
        outcomes: Probability of each outcome and its debt service; they add up to 1.

    Raises:
        InvalidTerms: The probabilities do not add up to 1, or the draws differ.

    >>> from investisens.values.currency import EUR
    >>> drawn = ((0, Money(100_00, EUR)),)
    >>> success = DebtService(draws=drawn, payments=((5, 100_00),))
    >>> expected = expected_service([(Fraction(3, 5), success),
    ...                              (Fraction(2, 5), DebtService(draws=drawn))])
    >>> expected.payments
    ((5, Fraction(6000, 1)),)
    """
    given = list(outcomes)
    whole = sum((chance for chance, _ in given), Fraction(0))
    if whole != 1 or any(chance < 0 for chance, _ in given):
        raise InvalidTerms(
            f"the probabilities of the outcomes add up to {whole}: give each outcome's, 0 or "
            "more, so that they add up to 1",
            field="outcomes",
            value=whole,
        )
    if len({service.draws for _, service in given}) > 1:
        raise InvalidTerms(
            "the outcomes draw different amounts: what is drawn cannot depend on success",
            field="outcomes",
            value=tuple(service.draws for _, service in given),
        )
    return DebtService(
        draws=given[0][1].draws,
        payments=tuple(
            (years, chance * exact_amount(amount))
            for chance, service in given
            for years, amount in service.payments
        ),
    )


def _years(start: date, on: date) -> Fraction:
    return interval(start, on, TimeUnit.MONTH)
