"""Quality of the debts of a fund: on a day, by group, and over a period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType
from typing import Final

import attrs

from investisens.engine.schedule import schedule
from investisens.portfolio.arrears import ContractArrears, Receipts, as_received, receipts_of
from investisens.portfolio.contract import debt_story, naming
from investisens.portfolio.fund import Fund, Position
from investisens.servicing.account import state_of
from investisens.servicing.arrears import arrears_of
from investisens.servicing.history import History, Receipt
from investisens.servicing.losses import Losses
from investisens.servicing.quality import THRESHOLDS, Exposure, Quality, quality
from investisens.servicing.story import Story
from investisens.values.cashflow import FlowKind
from investisens.values.currency import Currency
from investisens.values.dates import day_after
from investisens.values.errors import InvalidTerms


class Axis(Enum):
    """What debts are grouped by.

    >>> Axis("commune")
    <Axis.COMMUNE: 'commune'>
    """

    ADVISER = "adviser"
    SECTOR = "sector"
    COMMUNE = "commune"
    ENTERPRISE = "enterprise"


_GROUP_OF: Final[Mapping[Axis, Callable[[ContractArrears], str]]] = MappingProxyType(
    {
        Axis.ADVISER: lambda debt: debt.enterprise.adviser,
        Axis.SECTOR: lambda debt: debt.enterprise.sector,
        Axis.COMMUNE: lambda debt: debt.enterprise.commune,
        Axis.ENTERPRISE: lambda debt: debt.enterprise.id,
    }
)


def exposure_of(debt: ContractArrears) -> Exposure:
    """A debt as figures of quality see it."""
    return Exposure(
        contract=debt.position,
        currency=debt.currency,
        outstanding=debt.outstanding,
        late_principal=debt.late_principal,
        days_past_due=debt.days_past_due,
        restructured=debt.restructured_on is not None,
        accrued=debt.accrued,
    )


def quality_of(
    debts: Iterable[ContractArrears], thresholds: tuple[int, ...] = THRESHOLDS
) -> tuple[Quality, ...]:
    """Quality of *debts*, one for each currency, by its code.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.arrears import arrears_on
    >>> (xof,) = quality_of(arrears_on(read_fund("examples/collines"), date(2012, 12, 31)))
    >>> xof.outstanding, xof.beyond(30).amount, xof.beyond(90).amount
    (27942251, 8539687, 1957075)
    """
    by_currency: dict[Currency, list[Exposure]] = {}
    for debt in debts:
        by_currency.setdefault(debt.currency, []).append(exposure_of(debt))
    return tuple(
        quality(by_currency[currency], currency, thresholds)
        for currency in sorted(by_currency, key=lambda each: each.code)
    )


def quality_by(
    axis: Axis, debts: Iterable[ContractArrears], thresholds: tuple[int, ...] = THRESHOLDS
) -> tuple[tuple[str, Quality], ...]:
    """Quality of each group of *debts* and currency; groups in alphabetical order.

    >>> from investisens import read_fund
    >>> from investisens.portfolio.arrears import arrears_on
    >>> debts = arrears_on(read_fund("examples/collines"), date(2012, 12, 31))
    >>> [commune for commune, found in quality_by(Axis.COMMUNE, debts) if found.beyond(30).amount]
    ['Dassa-Zoume', 'Glazoue', 'Save']
    """
    group_of = _GROUP_OF[axis]
    groups: dict[str, list[ContractArrears]] = {}
    for debt in debts:
        groups.setdefault(group_of(debt), []).append(debt)
    return tuple(
        (name, found) for name in sorted(groups) for found in quality_of(groups[name], thresholds)
    )


def losses(
    fund: Fund, first: date, last: date, *, receipts: Receipts | None = None
) -> tuple[Losses, ...]:
    """What the debts of a fund lost, recovered and collected, one for each currency.

    What an amendment adds to principal is neither collected nor overdue any more: see restructured
    debts beside the rate of collection.

    Args:
        fund: The fund.
        first: First day of the period.
        last: Last day, not before *first*.
        receipts: What was received, instead of the payments of the fund.

    Raises:
        InvalidTerms: *last* is before *first*.

    >>> from investisens import read_fund
    >>> (xof,) = losses(read_fund("examples/collines"), date(2013, 1, 1), date(2013, 12, 31))
    >>> xof.written_off, xof.opening
    (1379332, 27942251)
    """
    if last < first:
        raise InvalidTerms(
            f"last {last} is before first {first}: check the order of the dates",
            field="last",
            value=last,
        )
    found: dict[Currency, list[Losses]] = {}
    dated = receipts_of(fund) if receipts is None else receipts
    for each in _losses(attrs.evolve(fund, payments=()), dated, first, last):
        found.setdefault(each.currency, []).append(each)
    return tuple(_sum(found[key]) for key in sorted(found, key=lambda each: each.code))


def _losses(fund: Fund, dated: Receipts, first: date, last: date) -> Iterator[Losses]:
    eve = None if first == date.min else first - timedelta(days=1)
    for position in fund.positions:
        paid = as_received(dated.get(position.id, ()))
        with naming(position):
            story = _told(fund, position, paid, last)
            if story is not None:
                before = None if eve is None else _told(fund, position, paid, eve)
                yield _of_debt(story, before, first, last)


def _told(fund: Fund, position: Position, receipts: tuple[Receipt, ...], on: date) -> Story | None:
    """What is known of a debt at the end of a day; ``None`` before it starts."""
    story = debt_story(fund, position, on)
    if story is None:
        return None
    return attrs.evolve(story, receipts=tuple(each for each in receipts if each.on <= on))


def _of_debt(story: Story, before: Story | None, first: date, last: date) -> Losses:
    end = state_of(story, last)
    since = first.toordinal()
    back = [(day, amount) for day, kind, amount in end.flows if kind is FlowKind.RECOVERY]
    # A recovery takes from the loss that is told, so that losses are net: gross is what is wanted.
    lost = [(day, amount) for day, kind, amount in end.flows if kind is FlowKind.LOSS]
    gross = [*lost, *back]
    received = sum(each.minor for each in story.receipts if first <= each.on <= last)
    opening = owed_before = 0
    if before is not None:
        eve = first - timedelta(days=1)
        opening, owed_before = state_of(before, eve).balance, _overdue_through(before, eve)
    return Losses(
        first=first,
        last=last,
        currency=end.leg.principal.currency,
        opening=opening,
        closing=end.balance,
        written_off=sum(amount for day, amount in gross if day >= since),
        recovered=sum(amount for day, amount in back if day >= since),
        written_off_so_far=sum(amount for _, amount in gross),
        recovered_so_far=sum(amount for _, amount in back),
        collected=max(0, min(received, owed_before + _fell_due(end, story, first, last))),
        uncollected=_overdue_through(story, last),
    )


def _overdue_through(story: Story, day: date) -> int:
    """What is overdue once *day* is over: its own dues count."""
    return arrears_of(state_of(story, day_after(day))).overdue


def _fell_due(end: History, story: Story, first: date, last: date) -> int:
    """Sum of the dues of a period, each by the terms in force on its day."""
    total = 0
    for number, era in enumerate(story.eras):
        until = last
        if number + 1 < len(story.eras):
            until = story.eras[number + 1].leg.start - timedelta(days=1)
        if story.written_off_on is not None:
            until = min(until, story.written_off_on)
        rows = schedule(era.leg, story.fixings, min(until, last)).rows
        total += sum(row.total for row in rows if first <= row.due_on <= min(until, last))
    return total


def _sum(found: list[Losses]) -> Losses:
    names = [each.name for each in attrs.fields(Losses) if each.type in (int, "int")]
    return attrs.evolve(
        found[0], **{name: sum(getattr(each, name) for each in found) for name in names}
    )
