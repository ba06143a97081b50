"""What a credit costs, beside the usury ceiling of the day on which it was signed."""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import attrs

from investisens.engine.schedule import RepaymentSchedule
from investisens.l10n import Language, format_date
from investisens.reports.labels import label
from investisens.reports.tables import Column, Table
from investisens.reports.text import facts_lines
from investisens.values.errors import MissingData, NotSupported
from investisens.values.legs import DebtLeg, Leg, ParticipationLeg
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import RoundingMode, round_ratio
from investisens.values.steps import Draw

if TYPE_CHECKING:
    from investisens.engine.credit_cost import CreditCost
    from investisens.legal.usury import Ceiling, Lender

_ONLY_WITHOUT_A_RATE: Final = frozenset({"rate_status", "rates"})


def cost_table(schedule: RepaymentSchedule, legs: tuple[Leg, ...], lender: str) -> Table:
    """One row: what a credit costs, and the usury ceiling of the day its debt starts.

    Rates are rounded half up to 0.00001 %, the step in which they are compared. Where results repay
    the debt, or where something of it is given up, converted, delivered or never due, no figure
    of what is paid in money is its cost: these are left empty, with the verdict.

    Args:
        schedule: The dues.
        legs: The legs that they come from.
        lender: Whose usury ceiling binds: the name, in small letters, of a
            :class:`~investisens.legal.usury.Lender`.

    Raises:
        NotSupported: There is no such lender.
    """
    debt = next(leg for leg in legs if isinstance(leg, DebtLeg))
    whose = _lender(lender)
    by_results = any(isinstance(leg, ParticipationLeg) and leg.repays for leg in legs)
    in_money = _is_repaid_in_money(schedule, debt)
    cost = None
    if in_money and not by_results:
        from investisens.engine.credit_cost import cost_of  # here, as CSV needs none of it

        cost = cost_of(schedule, debt.start, debt.principal)
    shared = any(isinstance(leg, ParticipationLeg) for leg in legs)
    left_out = "participation" if shared else None if in_money else "not_money"
    cells: list[tuple[Column, Any]] = [
        (_amount("total_interest"), cost and cost.total_interest.minor),
        (_amount("total_fees"), cost and cost.total_fees.minor),
        (_amount("total_cost"), cost and cost.total_cost.minor),
        (_amount("total_paid"), cost and cost.total_paid.minor),
        (_code("left_out", "left_out"), left_out),
        *_rates(cost),
        *_against_ceiling(cost, whose, debt.start),
    ]
    header, row = zip(*cells, strict=True)
    return Table(name="cost", header=header, rows=(row,), currency=schedule.currency)


def cost_lines(cost: Table, lang: Language) -> list[str]:
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


def capitalised(schedule: RepaymentSchedule) -> int:
    """Interest that dues add to the principal instead of asking for it, in minor units.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.contract import schedule_of
    >>> capitalised(schedule_of(read_fund("examples/collines"), "L4"))
    112192
    """
    return sum(row.principal + row.interest + row.fees - row.total for row in schedule.rows)


def _is_repaid_in_money(schedule: RepaymentSchedule, debt: DebtLeg) -> bool:
    """Whether the dues pay all that was lent, with the interest added to it."""
    drawn = sum(step.minor for step in debt.plan.steps if isinstance(step, Draw))
    lent = debt.principal.minor + drawn + capitalised(schedule)
    return bool(schedule.rows) and schedule.principal.minor == lent


def _rates(cost: CreditCost | None) -> list[tuple[Column, Any]]:
    """The yearly rates, or what the search for them found."""
    every = cost.apr.rates if cost else ()
    found = tuple(rate for rate in every if isfinite(rate))
    status = cost and cost.apr.status.name.lower()
    return [
        (Column(name="apr", kind="rate"), cost and _exact(cost.apr.rate)),
        (Column(name="teg_proportional", kind="rate"), cost and _exact(cost.teg_proportional)),
        (Column(name="teg_effective", kind="rate"), cost and _exact(cost.teg_effective)),
        (Column(name="periods_per_year", kind="ratio"), cost and cost.teg.periods_per_year),
        (_code("rate_status", "irr"), "beyond" if len(found) < len(every) else status),
        (Column(name="rates", kind="rates"), found),
    ]


def _against_ceiling(
    cost: CreditCost | None, lender: Lender, signed_on: date
) -> list[tuple[Column, Any]]:
    from investisens.legal.dated import Status
    from investisens.legal.usury import Lender

    limit = _ceiling_of(lender, signed_on)
    basis = limit and limit.basis
    # A French overdraft is judged by the proportional rate; which one the UMOA means is open.
    proportional = lender is Lender.FRENCH_OVERDRAFT
    verdict = None
    if cost is not None and limit is not None:
        rates = [cost.teg_proportional, cost.teg_effective][: 1 if proportional else 2]
        verdict = _verdict(rates, lender, signed_on)
    convention = "proportional" if proportional else Status.UNVERIFIED.value
    return [
        (_code("teg_convention", "teg_convention"), cost and convention),
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


def _code(name: str, words: str) -> Column:
    return Column(name=name, kind="code", words=words)


def _amount(name: str) -> Column:
    return Column(name=name, kind="amount")
