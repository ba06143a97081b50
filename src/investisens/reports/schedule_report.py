"""The repayment schedule of one contract, with the conventions that make its figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from investisens.engine.schedule import RepaymentSchedule
from investisens.instruments.repayment import Repayment
from investisens.portfolio.contract import amendments_of, schedule_of, terms_on
from investisens.reports.tables import Column, Report, Table
from investisens.values.legs import DebtLeg

if TYPE_CHECKING:
    from investisens.instruments.registry import Instrument
    from investisens.portfolio.fund import Fund


def schedule_table(schedule: RepaymentSchedule) -> Table:
    """One row for each due, in whole minor units.

    A due that capitalises interest shows it, a total of 0 and the raised outstanding.

    >>> from investisens import XOF
    >>> list(schedule_table(RepaymentSchedule(currency=XOF, rows=())).columns)
    ['due_on', 'principal', 'interest', 'fees', 'total', 'outstanding']
    """
    amounts = ("principal", "interest", "fees", "total")
    return Table(
        name="schedule",
        header=(
            Column(name="due_on", kind="date"),
            *(Column(name=name, kind="amount", adds_up=True) for name in amounts),
            Column(name="outstanding", kind="amount"),
        ),
        rows=tuple(
            (row.due_on, row.principal, row.interest, row.fees, row.total, row.outstanding)
            for row in schedule.rows
        ),
        currency=schedule.currency,
    )


def schedule_report(fund: Fund, contract: str, on: date | None = None) -> Report:
    """The schedule of a position: as signed, or in force on a day.

    Args:
        fund: The fund.
        contract: Name of a debt position.
        on: ``None`` for the terms as signed; a day for the terms in force on it.

    Raises:
        MissingData: The fund has no such position.
        NotSupported: The position is not a debt.

    >>> from investisens import read_fund
    >>> report = schedule_report(read_fund("examples/collines"), "L1")
    >>> report.tables[0].columns["interest"][:2]
    [150205, 35514]
    """
    schedule = schedule_of(fund, contract, on)
    position = fund.position(contract)
    facts: list[tuple[Column, Any]] = [
        (Column(name="contract", kind="text"), contract),
        (Column(name="enterprise", kind="text"), position.enterprise),
        *_conventions(terms_on(fund, position, on)),
        (
            Column(name="amended_on", kind="dates"),
            tuple(amendment.on for amendment in amendments_of(fund, contract)),
        ),
    ]
    header, row = zip(*facts, strict=True)
    return Report(
        command="schedule",
        facts=Table(name="facts", header=header, rows=(row,), currency=schedule.currency),
        tables=(schedule_table(schedule),),
    )


def _conventions(instrument: Instrument) -> list[tuple[Column, Any]]:
    (leg, *_) = (leg for leg in instrument.legs() if isinstance(leg, DebtLeg))
    rounding = leg.rounding
    return [
        (_code("kind", "kind"), instrument.kind),
        (Column(name="principal", kind="amount"), leg.principal.minor),
        (Column(name="start", kind="date"), leg.start),
        (Column(name="rate", kind="rate"), leg.rate),
        (Column(name="day_count", kind="text"), leg.day_count.value),
        (_code("rounding_interest", "rounding"), rounding.interest.value),
        (_code("rounding_principal", "rounding"), rounding.principal.value),
        (Column(name="rounding_multiple", kind="amount"), rounding.multiple),
        *_deferral(getattr(instrument, "repayment", None)),
    ]


def _deferral(repayment: object) -> list[tuple[Column, Any]]:
    """How principal comes back; unknown for an instrument that writes its own steps."""
    known = repayment if isinstance(repayment, Repayment) else None
    return [
        (_code("amortisation", "amortisation"), known and known.amortisation.value),
        (Column(name="capitalised_dues", kind="count"), known and known.capitalised_dues),
        (Column(name="interest_only_dues", kind="count"), known and known.interest_only_dues),
    ]


def _code(name: str, words: str) -> Column:
    return Column(name=name, kind="code", words=words)
