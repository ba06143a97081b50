"""The repayment schedule of one debt leg (échéancier)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import attrs

from investisens.engine.arithmetic import Single
from investisens.engine.debt import ON_BALANCE
from investisens.engine.kernel import run
from investisens.engine.state import State, Terms
from investisens.engine.tape import Fixings, tape_of
from investisens.values.cashflow import FlowKind
from investisens.values.currency import Currency
from investisens.values.errors import ConservationBroken
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.paid_days import Moved, booked_on, standing_on


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
        interest_to: The day up to which interest runs, of each row; empty where it is the day due.
        left_out: Days of the dues without a row, since nothing is owed any more: a multiple, an
            agreed instalment or a prepayment made the schedule shorter.

    >>> row = Instalment(date(2011, 2, 28), 425_000, 150_205, 0, 575_205, 3_825_000)
    >>> from investisens import XOF
    >>> print(RepaymentSchedule(currency=XOF, rows=(row,)).total)
    575205 XOF
    """

    currency: Currency
    rows: tuple[Instalment, ...]
    interest_to: tuple[date, ...] = ()
    left_out: tuple[date, ...] = ()

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


def schedule(
    leg: DebtLeg, fixings: Fixings | None = None, until: date | None = None
) -> RepaymentSchedule:
    """The dues of *leg* if every one is paid on its day.

    Interest of a due is the sum of its sub-periods, each rounded once to the minor unit; the
    last repayment takes what rounding left. Dues after the balance reached zero are left out, and
    told as such, unless interest still runs on a base that was fixed (flat interest). A due that
    is paid on another day than its own stands on that day, with the same amounts.

    Args:
        leg: The debt.
        fixings: Values of the indices that its resets need.
        until: Last day of the dues asked for, and of the fixings needed; ``None`` for all.

    Raises:
        MissingData: A fixing that a reset needs is not given.

    >>> from investisens import Loan, Money, OnDates, Rate, Repayment, XOF
    >>> loan = Loan(principal=Money(100_000, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("10 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1),)),)))
    >>> schedule(loan.legs()[0]).rows[0].total
    110000
    """
    if leg.moved:
        stands = None if until is None else standing_on(leg.moved, until)
        agreed = schedule(attrs.evolve(leg, moved=()), fixings, stands)
        return _moved(agreed, leg.moved, until or date.max)
    flows: list[tuple[int, FlowKind, int]] = []

    def emit(day: int, kind: FlowKind, amount: int) -> None:
        flows.append((day, kind, amount))

    state = State(balance=leg.principal.minor, accrued=0, rate=leg.rate.mbp)
    basis = leg.day_count.basis * leg.rate_unit
    run(tape_of(leg, fixings, until), state, Terms(basis, leg.rounding, Single(), emit))
    rows, left_out, outstanding = _rows(flows, leg.principal.minor)
    if outstanding != state.balance:
        raise ConservationBroken(
            f"the schedule of {leg.principal} ends at {outstanding}, its balance at {state.balance}"
        )
    return RepaymentSchedule(
        currency=leg.principal.currency, rows=tuple(rows), left_out=tuple(left_out)
    )


def _moved(agreed: RepaymentSchedule, moved: Moved, until: date) -> RepaymentSchedule:
    """The rows of moved dues on their days of payment, up to *until*."""
    booked = booked_on(moved)

    def paid(due: date) -> date:
        day = due.toordinal()
        return date.fromordinal(booked.get(day, day))

    dated = ((paid(row.due_on), row) for row in agreed.rows)
    kept = [(day, row) for day, row in dated if day <= until]
    return attrs.evolve(
        agreed,
        rows=tuple(row._replace(due_on=day) for day, row in kept),
        interest_to=tuple(row.due_on for _, row in kept),
        left_out=tuple(day for day in map(paid, agreed.left_out) if day <= until),
    )


_PRINCIPAL, _INTEREST = FlowKind.PRINCIPAL, FlowKind.INTEREST


def _rows(
    flows: list[tuple[int, FlowKind, int]], outstanding: int
) -> tuple[list[Instalment], list[date], int]:
    """One row for each day of *flows*, the days left out after them, and what is outstanding."""
    rows: list[Instalment] = []
    left_out: list[date] = []
    today = flows[0][0] if flows else 0
    principal = paid = capitalised = fees = drawn = 0
    for day, kind, amount in [*flows, (0, _PRINCIPAL, 0)]:
        if day != today:
            owed = outstanding + drawn + capitalised - principal
            if owed or outstanding or principal or paid or fees:
                on, interest = date.fromordinal(today), paid + capitalised
                total = principal + paid + fees
                rows.append(Instalment(on, principal, interest, fees, total, owed))
            elif rows:
                left_out.append(date.fromordinal(today))
            today, outstanding = day, owed
            principal = paid = capitalised = fees = drawn = 0
        if kind is _PRINCIPAL:
            principal += amount
        elif kind is _INTEREST or kind is FlowKind.INDEXATION:
            paid += amount
        elif kind is FlowKind.CAPITALISED_INTEREST:
            capitalised += amount
        elif kind is FlowKind.FEE:
            fees += amount
        else:
            drawn += ON_BALANCE.get(kind, 0) * amount
    return rows, left_out, outstanding
