"""The repayment schedule of one debt leg (échéancier)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import attrs

from investisens.engine.arithmetic import Single
from investisens.engine.kernel import run
from investisens.engine.state import State, Terms
from investisens.engine.tape import Fixings, tape_of
from investisens.values.cashflow import FlowKind
from investisens.values.currency import Currency
from investisens.values.errors import ConservationBroken
from investisens.values.legs import DebtLeg
from investisens.values.money import Money


class Instalment(NamedTuple):
    """One due of a schedule (échéance), in whole minor units.

    Attributes:
        due_on: The day it is due.
        principal: Principal repaid.
        interest: Interest of the period: paid, or capitalised.
        fees: Fees paid.
        total: What is paid: 0 of interest that is capitalised.
        outstanding: Principal outstanding after the due, capitalised interest included.
    """

    due_on: date
    principal: int
    interest: int
    fees: int
    total: int
    outstanding: int


@attrs.frozen(kw_only=True)
class RepaymentSchedule:
    """The dues of one debt leg, in order.

    Attributes:
        currency: Currency of every amount.
        rows: One :class:`Instalment` per due day.

    >>> row = Instalment(date(2011, 2, 28), 425_000, 150_205, 0, 575_205, 3_825_000)
    >>> from investisens import XOF
    >>> print(RepaymentSchedule(currency=XOF, rows=(row,)).total)
    575205 XOF
    """

    currency: Currency
    rows: tuple[Instalment, ...]

    @property
    def principal(self) -> Money:
        """Sum of principal repaid."""
        return Money(sum(row.principal for row in self.rows), self.currency)

    @property
    def interest(self) -> Money:
        """Sum of interest, paid and capitalised."""
        return Money(sum(row.interest for row in self.rows), self.currency)

    @property
    def total(self) -> Money:
        """Sum of all that is paid."""
        return Money(sum(row.total for row in self.rows), self.currency)


def schedule(leg: DebtLeg, fixings: Fixings | None = None) -> RepaymentSchedule:
    """The dues of *leg* if every one is paid on its day.

    Interest of a due is the sum of its sub-periods, each rounded once to the minor unit; the
    last repayment takes what rounding left. Dues after the balance reached zero are left out.

    Args:
        leg: The debt.
        fixings: Values of the indices that its resets need.

    Raises:
        MissingData: A fixing that a reset needs is not given.

    >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
    >>> loan = Loan(principal=Money(100_000, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("10 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1),)),)))
    >>> schedule(loan.legs()[0]).rows[0].total
    110000
    """
    flows: list[tuple[int, FlowKind, int]] = []

    def emit(day: int, kind: FlowKind, amount: int) -> None:
        flows.append((day, kind, amount))

    state = State(balance=leg.principal.minor, accrued=0, rate=leg.rate.mbp)
    basis = leg.day_count.basis * leg.rate_unit
    run(tape_of(leg, fixings), state, Terms(basis, leg.rounding, Single(), emit))
    rows, outstanding = _rows(flows, leg.principal.minor)
    if outstanding != state.balance:
        raise ConservationBroken(
            f"the schedule of {leg.principal} ends at {outstanding}, its balance at {state.balance}"
        )
    return RepaymentSchedule(currency=leg.principal.currency, rows=tuple(rows))


_PAID = (FlowKind.INTEREST, FlowKind.INDEXATION)


def _rows(flows: list[tuple[int, FlowKind, int]], outstanding: int) -> tuple[list[Instalment], int]:
    """One row for each day of *flows*; days after the balance reached zero are left out."""
    rows: list[Instalment] = []
    today = flows[0][0] if flows else 0
    principal = paid = capitalised = fees = drawn = 0
    for day, kind, amount in [*flows, (0, FlowKind.PRINCIPAL, 0)]:
        if day != today:
            owed = outstanding + drawn + capitalised - principal
            if owed or outstanding or principal or paid or fees:
                interest, total = paid + capitalised, principal + paid + fees
                on = date.fromordinal(today)
                rows.append(Instalment(on, principal, interest, fees, total, owed))
            today, outstanding = day, owed
            principal = paid = capitalised = fees = drawn = 0
        if kind is FlowKind.PRINCIPAL:
            principal += amount
        elif kind in _PAID:
            paid += amount
        elif kind is FlowKind.CAPITALISED_INTEREST:
            capitalised += amount
        elif kind is FlowKind.FEE:
            fees += amount
        else:
            drawn += amount
    return rows, outstanding
