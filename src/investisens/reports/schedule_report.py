"""The repayment schedule of one contract: its rows, conventions and cost, on one page."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from investisens.engine.schedule import RepaymentSchedule
from investisens.instruments.repayment import Repayment
from investisens.l10n import Language, format_money
from investisens.portfolio.contract import (
    amendments_of,
    legs_on,
    schedule_of,
    switched_by,
    terms_on,
)
from investisens.reports.cells import plain_term
from investisens.reports.contract_terms import other_terms, repayment_of, term_lines
from investisens.reports.cost_report import capitalised, cost_lines, cost_table
from investisens.reports.labels import label
from investisens.reports.render import to_json
from investisens.reports.standstill_facts import standstill_facts
from investisens.reports.tables import Column, Report, Table
from investisens.values.happenings import Happening
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import Rate

if TYPE_CHECKING:
    from investisens.instruments.registry import Instrument
    from investisens.portfolio.fund import Fund


@attrs.frozen(kw_only=True)
class SchedulePage:
    """A schedule with what is printed beside its rows.

    Attributes:
        report: The conventions every debt has, and the rows.
        terms: Name and value of the other terms that are not at their default.
        cost: One row: the cost of the credit, and the usury ceiling of the day of signature.
        capitalised: Interest that dues add to the principal, in all.
        happenings: What is recorded that changes the dues, such as a conversion: one row each.
    """

    report: Report
    terms: tuple[tuple[str, Any], ...]
    cost: Table
    capitalised: Money
    happenings: Table


def schedule_table(schedule: RepaymentSchedule) -> Table:
    """One row for each due, in whole minor units.

    A due that capitalises interest shows it, a total of 0 and the raised outstanding. Where dues
    are paid on other days than their own, a column tells the day up to which interest runs.

    >>> from investisens import XOF
    >>> list(schedule_table(RepaymentSchedule(currency=XOF, rows=())).columns)
    ['due_on', 'principal', 'interest', 'fees', 'total', 'outstanding']
    """
    amounts = ("principal", "interest", "fees", "total")
    ends = schedule.interest_to
    return Table(
        name="schedule",
        header=(
            Column(name="due_on", kind="date"),
            *((Column(name="interest_to", kind="date"),) if ends else ()),
            *(Column(name=name, kind="amount", adds_up=True) for name in amounts),
            Column(name="outstanding", kind="amount"),
        ),
        rows=tuple(
            (row.due_on, *ends[at : at + 1], *row[1:]) for at, row in enumerate(schedule.rows)
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
        MissingData: The fund has no such position, or a reset needs a fixing.
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
        *standstill_facts(fund, contract, on),
        (Column(name="dues_left_out", kind="count"), len(schedule.left_out)),
    ]
    header, row = zip(*facts, strict=True)
    return Report(
        command="schedule",
        facts=Table(name="facts", header=header, rows=(row,), currency=schedule.currency),
        tables=(schedule_table(schedule),),
    )


def schedule_page(
    fund: Fund, contract: str, on: date | None = None, lender: str = "umoa_other"
) -> SchedulePage:
    """The schedule of a position with its other terms and its cost.

    The cost is that of the terms shown: after an amendment, of the amended ones from its day.

    Args:
        fund: The fund.
        contract: Name of a debt position.
        on: As for :func:`schedule_report`.
        lender: Whose usury ceiling binds: the name, in small letters, of a
            :class:`~investisens.legal.usury.Lender`.

    Raises:
        MissingData: The fund has no such position, or a reset needs a fixing.
        NotSupported: The position is not a debt, or there is no such lender.
        InvalidDate: The debt starts in year 1, where a rate cannot count its days.

    >>> from investisens import read_fund
    >>> page = schedule_page(read_fund("examples/collines"), "L4")
    >>> page.cost.columns["total_cost"], page.cost.columns["signed_on"]
    ([367366], [datetime.date(2010, 7, 1)])
    """
    report, schedule = schedule_report(fund, contract, on), schedule_of(fund, contract, on)
    position = fund.position(contract)
    terms = terms_on(fund, position, on)
    legs = terms.legs() if on is None else legs_on(fund, position, terms, on)
    return SchedulePage(
        report=report,
        terms=tuple(other_terms(terms)),
        cost=cost_table(schedule, legs, lender),
        capitalised=Money(capitalised(schedule), schedule.currency),
        happenings=_happenings(switched_by(fund, contract)),
    )


def page_json(page: SchedulePage) -> str:
    """The report as JSON, with the objects ``terms`` and ``cost`` before its tables."""
    report = attrs.evolve(page.report, tables=(*page.report.tables, page.happenings))
    document = json.loads(to_json(report))
    tables = document.pop("tables")
    document["terms"] = {name: plain_term(value) for name, value in page.terms}
    document["cost"] = {name: plain_term(cell) for name, (cell,) in page.cost.columns.items()}
    document["tables"] = tables
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def page_lines(page: SchedulePage, lang: Language) -> list[str]:
    """The lines of text that follow the rows: how they add up, other terms, then the cost."""
    lines = []
    if page.capitalised:
        lines.append(label("adds_up", lang, amount=format_money(page.capitalised, lang)))
    if page.terms:
        lines += ["", label("table.terms", lang), *term_lines(page.terms, lang)]
    return [*lines, "", label("table.cost", lang), *cost_lines(page.cost, lang)]


def _happenings(happenings: tuple[Happening, ...]) -> Table:
    header = (
        Column(name="on", kind="date"),
        _code("what", "happening"),
        Column(name="amount", kind="money"),
        Column(name="price", kind="money"),
        Column(name="number", kind="count"),
    )
    rows = tuple(
        (each.on, each.what.value, each.amount, each.price, each.number) for each in happenings
    )
    return Table(name="happenings", header=header, rows=rows)


def _conventions(instrument: Instrument) -> list[tuple[Column, Any]]:
    leg, known = _debt(instrument), repayment_of(instrument)
    rounding = leg.rounding
    return [
        (_code("kind", "kind"), instrument.kind),
        (_amount("principal"), leg.principal.minor),
        (Column(name="start", kind="date"), leg.start),
        (Column(name="rate", kind="rate"), _rate_of(leg)),
        (Column(name="day_count", kind="text"), (known or leg).day_count.value),
        (_code("rounding_interest", "rounding"), rounding.interest.value),
        (_code("rounding_principal", "rounding"), rounding.principal.value),
        (_amount("rounding_multiple"), rounding.multiple),
        *_deferral(known),
    ]


def _rate_of(leg: DebtLeg) -> Rate:
    """The rate of a leg, which may count in finer units than a rate does."""
    return Rate.nearest(Fraction(leg.rate.mbp, leg.rate_unit))


def _deferral(known: Repayment | None) -> list[tuple[Column, Any]]:
    return [
        (_code("amortisation", "amortisation"), known and known.amortisation.value),
        (Column(name="capitalised_dues", kind="count"), known and known.capitalised_dues),
        (Column(name="interest_only_dues", kind="count"), known and known.interest_only_dues),
    ]


def _code(name: str, words: str) -> Column:
    return Column(name=name, kind="code", words=words)


def _amount(name: str) -> Column:
    return Column(name=name, kind="amount")


def _debt(instrument: Instrument) -> DebtLeg:
    return next(leg for leg in instrument.legs() if isinstance(leg, DebtLeg))
