"""Plans that are carried out to their end, for the suites on entries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from investisens.engine.schedule import Instalment, RepaymentSchedule
from investisens.funding.agreements import GrantAgreement
from investisens.funding.chart import AssetKind
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Source, SourceKind, Use, UseKind
from investisens.funding.plan_calendar import plan_calendar
from investisens.funding.plan_entries import Execution
from investisens.values.currency import EUR, XOF
from investisens.values.money import Money
from investisens.values.rates import Rate

DEBTS = (
    SourceKind.QUASI_EQUITY,
    SourceKind.LOAN,
    SourceKind.BANK,
    SourceKind.MICROFINANCE,
    SourceKind.BUYER_ADVANCE,
)
INSTRUMENTS = ("", "shareholder_account", "participating_loan", "association_bond")


class BookedPlan(NamedTuple):
    """A plan in balance, and how it is carried out."""

    plan: FundingPlan
    execution: Execution


@st.composite
def booked_plans(draw: st.DrawFn, *, sold: bool | None = None) -> BookedPlan:
    """A plan whose uses all have their days, whose grants are paid and whose debts are repaid."""
    currency = draw(st.sampled_from([XOF, EUR]))
    kinds = draw(st.lists(st.sampled_from(SourceKind), min_size=1, max_size=5))
    sources = tuple(
        Source(
            id=f"S{place}",
            name=f"Source {place}",
            kind=kind,
            public=kind is SourceKind.GRANT,
            instrument=draw(st.sampled_from(INSTRUMENTS)),
        )
        for place, kind in enumerate(kinds)
    )
    amounts = st.one_of(st.just(0), st.integers(0, 1_000), st.integers(0, 10**9))
    rows = draw(
        st.lists(
            st.lists(amounts, min_size=len(sources), max_size=len(sources)).filter(any),
            min_size=1,
            max_size=4,
        )
    )
    uses = tuple(
        draw(_uses(f"U{place}", Money(sum(row), currency), sold)) for place, row in enumerate(rows)
    )
    plan = FundingPlan(
        enterprise="E1",
        uses=uses,
        sources=sources,
        amounts=tuple(map(tuple, rows)),
        currency=currency,
    )
    return BookedPlan(plan, draw(_executions(plan)))


@st.composite
def _uses(draw: st.DrawFn, name: str, cost: Money, sold: bool | None) -> Use:
    kind = draw(st.sampled_from([UseKind.EQUIPMENT, UseKind.EQUIPMENT, UseKind.WORKING_CAPITAL]))
    paid_on = draw(st.dates(date(2009, 1, 1), date(2023, 12, 31)))
    if kind is UseKind.WORKING_CAPITAL:
        return Use(
            enterprise="E1", id=name, label=f"Use {name}", kind=kind, cost=cost, paid_on=paid_on
        )
    in_service = paid_on + timedelta(days=draw(st.integers(-200, 400)))
    is_sold = draw(st.booleans()) if sold is None else sold
    sold_on = in_service + timedelta(days=draw(st.integers(0, 5_000))) if is_sold else None
    return Use(
        enterprise="E1",
        id=name,
        label=f"Use {name}",
        kind=kind,
        cost=cost,
        paid_on=draw(st.sampled_from([None, paid_on])),
        in_service=in_service,
        life_years=draw(st.integers(1, 15)),
        vat=draw(st.sampled_from([None, Rate.parse("18 %")])),
        vat_recovered=draw(st.booleans()),
        sold_on=sold_on,
        sold_for=Money(draw(st.integers(0, 10**6)), cost.currency) if sold_on else None,
    )


@st.composite
def _executions(draw: st.DrawFn, plan: FundingPlan) -> Execution:
    agreements = tuple(
        GrantAgreement(
            source=source.id,
            agreed_on=draw(st.dates(date(2009, 1, 1), date(2023, 12, 31))),
            ceiling=plan.by_source[source.id],
            advance=Rate.parse(draw(st.sampled_from(["0 %", "70 %", "100 %"]))),
        )
        for source in plan.sources
        if source.kind is SourceKind.GRANT and draw(st.booleans())
    )
    schedules = {
        source.id: (_repaid(plan.by_source[source.id], draw(st.integers(0, 10**6))),)
        for source in plan.sources
        if source.kind in DEBTS
    }
    kinds = {use.id: draw(st.sampled_from(AssetKind)) for use in plan.uses}
    return Execution(
        calendar=plan_calendar(plan, agreements=agreements),
        signed_on=draw(st.one_of(st.none(), st.dates(date(2009, 1, 1), date(2024, 12, 31)))),
        agreements=agreements,
        schedules=schedules,
        kinds=kinds,
    )


def _repaid(lent: Money, interest: int) -> RepaymentSchedule:
    """Interest that is added to the debt, then all of it in one sum."""
    owed = lent.minor + interest
    rows = (
        Instalment(date(2030, 6, 30), 0, interest, 0, 0, owed),
        Instalment(date(2031, 6, 30), owed, 0, 7, owed + 7, 0),
    )
    return RepaymentSchedule(currency=lent.currency, rows=rows)
