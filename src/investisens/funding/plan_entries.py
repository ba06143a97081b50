"""The accounting view of a funding plan: the entries of it and of its execution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

import attrs

from investisens.engine.schedule import RepaymentSchedule
from investisens.funding.accounting import Entry
from investisens.funding.agreements import GrantAgreement
from investisens.funding.chart import AssetKind, Chart
from investisens.funding.equipment_entries import (
    BookedUse,
    purchase_entry,
    service_entry,
    settlement_entry,
)
from investisens.funding.equipment_life import life_entries
from investisens.funding.grant_entries import NotifiedGrant, grant_received_entry, notified_entry
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Source, SourceKind, Use, UseKind
from investisens.funding.plan_calendar import PlanCalendar
from investisens.funding.source_entries import (
    account_of,
    commitment_entry,
    participation_entry,
    receipt_entries,
    repayment_entries,
)
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money, total

DatedMoney = tuple[date, Money]
"""An amount and the day it is paid."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class Execution:
    """How a plan is carried out, as far as the books of its enterprise need to know.

    Attributes:
        calendar: Who pays when; a flow without a day has no entry.
        signed_on: The day from which sources are committed, off balance; ``None`` for no such
            entries.
        agreements: Grant agreements. A grant without one is booked when it first pays.
        schedules: How each debt is repaid, by source.
        participations: Shares of the result paid to lenders, by source.
        accounts: Name in the chart of the account a source is credited to, by source, where that is
            not :func:`investisens.funding.source_entries.account_of`.
        kinds: What kind of equipment each use buys; machines if left out.
        abroad: Grants of international bodies.

    >>> from investisens import XOF
    >>> Execution(calendar=PlanCalendar(flows=(), currency=XOF)).signed_on
    """

    calendar: PlanCalendar
    signed_on: date | None = None
    agreements: tuple[GrantAgreement, ...] = ()
    schedules: Mapping[str, tuple[RepaymentSchedule, ...]] = MappingProxyType({})
    participations: Mapping[str, tuple[DatedMoney, ...]] = MappingProxyType({})
    accounts: Mapping[str, str] = MappingProxyType({})
    kinds: Mapping[str, AssetKind] = MappingProxyType({})
    abroad: frozenset[str] = frozenset()


def entries_of(
    plan: FundingPlan, execution: Execution, chart: Chart, *, on: date | None = None
) -> tuple[Entry, ...]:
    """The entries of a plan in the books of its enterprise, by day.

    Amounts are those of the plan: to book what really happened, give it the costs of the invoices
    and the days of the payments. Equipment is written down and grants are released on 31 December.

    Args:
        plan: Uses and sources of the enterprise.
        execution: Days, agreements and repayments.
        chart: The accounts.
        on: Last day of the entries; ``None`` for the whole life of the plan.

    Raises:
        InvalidTerms: The execution names a source or a use that the plan does not know, or a grant
            pays more than it is.
        MissingData: An account has no number on a day, or equipment that works has no life.

    >>> from investisens import XOF
    >>> from investisens.funding.chart import Books
    >>> from investisens.funding.plan_calendar import plan_calendar
    >>> press = Use(enterprise="E1", id="U1", label="Press", kind=UseKind.EQUIPMENT, life_years=1,
    ...             cost=Money(10, XOF), in_service=date(2018, 1, 1))
    >>> region = Source(id="REGION", name="Region", public=True, kind=SourceKind.GRANT)
    >>> plan = FundingPlan(enterprise="E1", currency=XOF, uses=(press,), sources=(region,),
    ...                    amounts=((10,),))
    >>> for made in entries_of(plan, Execution(calendar=plan_calendar(plan)),
    ...                        Chart(books=Books.SYSCOHADA)):
    ...     print(made.on, made.kind.value, *(line.account.number for line in made.lines))
    2018-01-01 grant_notified 4494 141
    2018-01-01 receipt 521 4494
    2018-01-01 purchase 241 4812
    2018-01-01 settlement 4812 521
    2018-12-31 depreciation 6813 2841
    2018-12-31 release 141 799
    """
    _check_names(plan, execution)
    grants = {
        source.id: grant
        for source in plan.sources
        if (grant := _grant(plan, execution, source)) is not None
    }
    made: list[Entry] = []
    for source in plan.sources:
        if source.kind is SourceKind.GRANT:
            made += _granted(execution, chart, grants.get(source.id))
        elif source.kind is not SourceKind.IN_KIND:
            made += _received(plan, execution, chart, source)
        made += _repaid(plan, execution, chart, source)
    for use in plan.uses:
        made += _used(plan, execution, chart, use, grants)
    return tuple(
        sorted((each for each in made if on is None or each.on <= on), key=lambda each: each.on)
    )


def _grant(plan: FundingPlan, execution: Execution, source: Source) -> NotifiedGrant | None:
    """The grant of a source as it is booked; ``None`` if it is none, or has no day."""
    whole = plan.by_source[source.id]
    days = [each.agreed_on for each in execution.agreements if each.source == source.id]
    days = days or [day for day, _ in _receipts(execution, source)]
    if source.kind is not SourceKind.GRANT or not whole or not days:
        return None
    bought = (use.id for use in plan.uses if use.kind is UseKind.EQUIPMENT)
    equipment = total((plan.amount(use, source.id) for use in bought), plan.currency)
    return NotifiedGrant(
        source=source,
        equipment=equipment,
        operating=whole - equipment,
        on=min(days),
        piece=_piece(plan, source),
        abroad=source.id in execution.abroad,
    )


def _granted(execution: Execution, chart: Chart, grant: NotifiedGrant | None) -> Iterator[Entry]:
    if grant is None:
        return
    yield notified_entry(chart, grant)
    before = Money.zero(grant.amount.currency)
    for day, amount in _receipts(execution, grant.source):
        yield grant_received_entry(chart, grant, amount, day, before)
        before += amount


def _received(
    plan: FundingPlan, execution: Execution, chart: Chart, source: Source
) -> Iterator[Entry]:
    """What a source promises and pays."""
    piece, receipts = _piece(plan, source), _receipts(execution, source)
    signed_on = execution.signed_on or date.max
    before = total((amount for day, amount in receipts if day < signed_on), plan.currency)
    promised = plan.by_source[source.id] - before
    if execution.signed_on is not None and promised.minor > 0:
        yield commitment_entry(chart, source, promised, signed_on, piece)
    account = execution.accounts.get(source.id, "")
    for day, amount in receipts:
        yield from receipt_entries(chart, source, amount, day, piece, account)
        if day >= signed_on:
            yield commitment_entry(chart, source, amount, day, piece, met=True)


def _repaid(
    plan: FundingPlan, execution: Execution, chart: Chart, source: Source
) -> Iterator[Entry]:
    piece, account = _piece(plan, source), execution.accounts.get(source.id, "")
    for schedule in execution.schedules.get(source.id, ()):
        yield from repayment_entries(chart, source, schedule, piece, account)
    for day, amount in execution.participations.get(source.id, ()):
        yield participation_entry(chart, source, amount, day, piece, account)


def _used(
    plan: FundingPlan,
    execution: Execution,
    chart: Chart,
    use: Use,
    grants: Mapping[str, NotifiedGrant],
) -> Iterator[Entry]:
    """What is bought, and its life."""
    payments = sorted(
        (flow.on, -flow.amount)
        for flow in execution.calendar.flows
        if flow.party == use.id and flow.amount.minor < 0 and flow.on is not None
    )
    days = [day for day, _ in payments]
    if use.in_service is not None and use.kind is UseKind.EQUIPMENT:
        days.append(use.in_service)
    if not days:
        return
    cells = {name: plan.amount(use.id, name) for name in grants}
    granted = tuple((grants[name].on, amount) for name, amount in cells.items() if amount)
    kind = execution.kinds.get(use.id, AssetKind.MACHINE)
    booked = BookedUse(use=use, kind=kind, grants=granted)
    bought_on = min(days)
    yield purchase_entry(chart, booked, bought_on)
    yield from _settled(plan, execution, chart, booked, bought_on, payments)
    if use.kind is UseKind.EQUIPMENT and use.in_service is not None:
        if use.in_service > bought_on:
            yield service_entry(chart, booked, use.in_service)
        yield from life_entries(chart, booked)


def _settled(
    plan: FundingPlan,
    execution: Execution,
    chart: Chart,
    booked: BookedUse,
    bought_on: date,
    payments: Iterable[DatedMoney],
) -> Iterator[Entry]:
    """What is brought in kind settles a supplier at once, the bank pays the rest."""
    in_kind: dict[str, Money] = {}
    for source in plan.sources:
        brought = plan.amount(booked.use.id, source.id)
        if source.kind is SourceKind.IN_KIND and brought:
            name = execution.accounts.get(source.id) or account_of(source)
            in_kind[name] = in_kind.get(name, Money.zero(plan.currency)) + brought
    if in_kind:
        yield settlement_entry(chart, booked, bought_on, in_kind)
    left = booked.use.cost - total(in_kind.values(), plan.currency)
    for day, amount in payments:
        paid = min(amount, left)
        left -= paid
        if paid.minor > 0:
            yield settlement_entry(chart, booked, day, {"trade.bank": paid})


def _receipts(execution: Execution, source: Source) -> list[DatedMoney]:
    return sorted(
        (flow.on, flow.amount)
        for flow in execution.calendar.flows
        if flow.party == source.id and flow.amount.minor > 0 and flow.on is not None
    )


def _piece(plan: FundingPlan, source: Source) -> str:
    return f"{plan.enterprise} {source.id}"


def _check_names(plan: FundingPlan, execution: Execution) -> None:
    sources = {source.id for source in plan.sources}
    uses = {use.id for use in plan.uses}
    for field, known in (
        ("schedules", sources),
        ("participations", sources),
        ("accounts", sources),
        ("abroad", sources),
        ("kinds", uses),
    ):
        unknown = sorted(set(getattr(execution, field)) - known)
        if unknown:
            raise InvalidTerms(
                f"{field} names {unknown[0]!r}: the plan of {plan.enterprise} has "
                f"{', '.join(sorted(known)) or 'none'}",
                field=field,
                value=unknown[0],
            )
