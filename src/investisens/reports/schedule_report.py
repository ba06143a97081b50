"""The repayment schedule of one contract: its rows, conventions and cost, on one page."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any

import attrs

from investisens.engine.schedule import RepaymentSchedule
from investisens.instruments.repayment import Repayment
from investisens.l10n import Language, format_date
from investisens.portfolio.contract import amendments_of, schedule_of, terms_on
from investisens.reports.cells import chosen_terms, plain_term, term_text
from investisens.reports.labels import label, term_name
from investisens.reports.render import to_json
from investisens.reports.tables import Column, Report, Table
from investisens.reports.text import facts_lines
from investisens.values.errors import MissingData, NotSupported
from investisens.values.legs import DebtLeg, ParticipationLeg
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode, round_ratio

if TYPE_CHECKING:
    from investisens.engine.credit_cost import CreditCost
    from investisens.instruments.registry import Instrument
    from investisens.legal.usury import Ceiling, Lender
    from investisens.portfolio.fund import Fund

_TOLD = frozenset(
    {
        *("dues", "paid_on", "amortisation", "capitalised_dues", "interest_only_dues"),
        *("day_count", "rounding"),
    }
)
"""Terms that the rows or the facts tell already."""

_TOLD_OF_ROUNDING = frozenset({"interest", "principal", "multiple"})
_ONLY_WITHOUT_A_RATE = frozenset({"rate_status", "rates"})


@attrs.frozen(kw_only=True)
class SchedulePage:
    """A schedule with what is printed beside its rows.

    Attributes:
        report: The conventions every debt has, and the rows.
        terms: Name and value of the other terms of repayment that are not at their default.
        cost: One row: the cost of the credit, and the usury ceiling of the day of signature.
    """

    report: Report
    terms: tuple[tuple[str, Any], ...]
    cost: Table


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
        InvalidTerms: The dues leave something outstanding, so the credit has no cost.

    >>> from investisens import read_fund
    >>> page = schedule_page(read_fund("examples/collines"), "L4")
    >>> page.cost.columns["total_cost"], page.cost.columns["signed_on"]
    ([367366], [datetime.date(2010, 7, 1)])
    """
    report = schedule_report(fund, contract, on)
    terms = terms_on(fund, fund.position(contract), on)
    return SchedulePage(
        report=report,
        terms=tuple(_other_terms(_repayment(terms))),
        cost=cost_table(schedule_of(fund, contract, on), terms, _lender(lender)),
    )


def cost_table(schedule: RepaymentSchedule, instrument: Instrument, lender: Lender) -> Table:
    """One row: what a credit costs, and the usury ceiling of the day its debt starts.

    Rates are rounded half up to 0.00001 %, the step in which they are compared. A debt that is
    repaid out of results has no cost before these are known: its figures and its verdict are left
    empty.
    """
    from investisens.engine.credit_cost import cost_of  # here, as CSV needs none of it

    legs = instrument.legs()
    leg = _debt(instrument)
    cost = cost_of(schedule, leg.start, leg.principal)
    left_out = "participation" if any(isinstance(x, ParticipationLeg) for x in legs) else None
    cells: list[tuple[Column, Any]] = [
        (_amount("total_interest"), cost.total_interest.minor),
        (_amount("total_fees"), cost.total_fees.minor),
        (_amount("total_cost"), cost.total_cost.minor),
        (_amount("total_paid"), cost.total_paid.minor),
        (_code("left_out", "left_out"), left_out),
        *_rates(cost),
        *_against_ceiling(cost, lender, leg.start),
    ]
    if any(isinstance(leg, ParticipationLeg) and leg.repays for leg in legs):
        cells = [(column, _known_before(column, cell)) for column, cell in cells]
    header, row = zip(*cells, strict=True)
    return Table(name="cost", header=header, rows=(row,), currency=schedule.currency)


_OF_RESULTS = frozenset(
    {
        *("total_interest", "total_fees", "total_cost", "total_paid", "apr", "rate_status"),
        *("teg_proportional", "teg_effective", "periods_per_year", "teg_convention", "verdict"),
    }
)
"""Figures of a cost that follow from results where these repay the debt."""


def _known_before(column: Column, cell: Any) -> Any:
    """The cell, if it is known before the results that repay the debt are."""
    if column.name == "rates":
        return ()
    return None if column.name in _OF_RESULTS else cell


def page_json(page: SchedulePage) -> str:
    """The report as JSON, with the objects ``terms`` and ``cost`` before its tables."""
    document = json.loads(to_json(page.report))
    tables = document.pop("tables")
    document["terms"] = {name: plain_term(value) for name, value in page.terms}
    document["cost"] = {name: plain_term(cell) for name, (cell,) in page.cost.columns.items()}
    document["tables"] = tables
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def page_lines(page: SchedulePage, lang: Language) -> list[str]:
    """The lines of text that follow the rows: other terms, then the cost."""
    lines = []
    if page.terms:
        lines += ["", label("table.terms", lang)]
        lines += [
            label("fact", lang, name=_heading(name, lang), value=term_text(value, lang, name))
            for name, value in page.terms
        ]
    return [*lines, "", label("table.cost", lang), *_cost_lines(page.cost, lang)]


def _conventions(instrument: Instrument) -> list[tuple[Column, Any]]:
    leg, known = _debt(instrument), _repayment(instrument)
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


def _repayment(instrument: Instrument) -> Repayment | None:
    """How principal comes back; unknown for an instrument that writes its own steps."""
    repayment = getattr(instrument, "repayment", None)
    return repayment if isinstance(repayment, Repayment) else None


def _other_terms(repayment: Repayment | None) -> list[tuple[str, Any]]:
    """What is chosen beyond the facts."""
    if repayment is None:
        return []
    terms = [(name, value) for name, value in chosen_terms(repayment) if name not in _TOLD]
    rounding = chosen_terms(repayment.rounding)
    return terms + [
        (f"rounding_{name}", value) for name, value in rounding if name not in _TOLD_OF_ROUNDING
    ]


def _rates(cost: CreditCost) -> list[tuple[Column, Any]]:
    """The yearly rates, or what the search for them found."""
    found = tuple(rate for rate in cost.apr.rates if isfinite(rate))
    status = cost.apr.status.name.lower()
    if len(found) < len(cost.apr.rates):
        status = "beyond"
    return [
        (Column(name="apr", kind="rate"), _exact(cost.apr.rate)),
        (Column(name="teg_proportional", kind="rate"), _exact(cost.teg_proportional)),
        (Column(name="teg_effective", kind="rate"), _exact(cost.teg_effective)),
        (Column(name="periods_per_year", kind="ratio"), cost.teg.periods_per_year),
        (_code("rate_status", "irr"), status),
        (Column(name="rates", kind="rates"), found),
    ]


def _against_ceiling(cost: CreditCost, lender: Lender, signed_on: date) -> list[tuple[Column, Any]]:
    from investisens.legal.dated import Status
    from investisens.legal.usury import Lender

    limit = _ceiling_of(lender, signed_on)
    basis = limit and limit.basis
    # A French overdraft is judged by the proportional rate; which one the UMOA means is open.
    proportional = lender is Lender.FRENCH_OVERDRAFT
    rates = [cost.teg_proportional] if proportional else [cost.teg_proportional, cost.teg_effective]
    verdict = None if limit is None else _verdict(rates, lender, signed_on)
    convention = "proportional" if proportional else Status.UNVERIFIED.value
    return [
        (_code("teg_convention", "teg_convention"), convention),
        (_code("lender", "lender"), lender.name.lower()),
        (Column(name="signed_on", kind="date"), signed_on),
        (Column(name="ceiling", kind="rate"), limit and limit.rate),
        (Column(name="ceiling_from", kind="date"), basis and basis.start),
        (Column(name="ceiling_source", kind="text"), basis and basis.source),
        (_code("ceiling_status", "status"), basis and basis.status.value),
        (_code("verdict", "verdict"), verdict),
    ]


def _lender(name: str) -> Lender:
    from investisens.legal.usury import Lender

    names = [lender.name.lower() for lender in Lender]
    if name not in names:
        raise NotSupported(
            f"lender is {name!r}: use one of {', '.join(names)}", field="lender", value=name
        )
    return Lender[name.upper()]


def _ceiling_of(lender: Lender, signed_on: date) -> Ceiling | None:
    from investisens.legal.usury import ceiling

    try:
        return ceiling(lender, on=signed_on)
    except MissingData:
        return None


def _verdict(rates: list[float | None], lender: Lender, signed_on: date) -> str | None:
    """Whether the rates keep to the ceiling; open where one does and another does not."""
    from investisens.legal.usury import check_usury

    known = [rate for rate in rates if rate is not None and isfinite(rate)]
    if len(known) < len(rates):
        return None
    above = {check_usury(rate, lender, signed_on) is not None for rate in known}
    if len(above) > 1:
        return "open"
    return "above" if above == {True} else "within"


def _exact(rate: float | None) -> Rate | None:
    """The rate in its smallest step, half up; ``None`` where there is no finite rate."""
    if rate is None or not isfinite(rate):
        return None
    numerator, denominator = rate.as_integer_ratio()
    return Rate(round_ratio(numerator * MBP, denominator, RoundingMode.HALF_UP))


def _cost_lines(cost: Table, lang: Language) -> list[str]:
    """One line for each figure that exists; without a ceiling, a line that says so."""
    (row,) = cost.rows
    cells = {column.name: cell for column, cell in zip(cost.header, row, strict=True)}
    hidden = _ONLY_WITHOUT_A_RATE if cells["apr"] is not None else frozenset[str]()
    shown = [
        (column, cells[column.name])
        for column in cost.header
        if cells[column.name] not in (None, ()) and column.name not in hidden
    ]
    header, kept = zip(*shown, strict=True)
    lines = facts_lines(attrs.evolve(cost, header=header, rows=(kept,)), lang)
    if cells["ceiling"] is None:
        nothing = label("no_ceiling", lang, on=format_date(cells["signed_on"], lang))
        lines.append(label("fact", lang, name=label("column.ceiling", lang), value=nothing))
    return lines


def _heading(name: str, lang: Language) -> str:
    heading = term_name(name, lang)
    return heading[:1].upper() + heading[1:]
