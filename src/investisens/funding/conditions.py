"""Conditions precedent: a source that waits for others comes after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from investisens.funding.breaches import Breach
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Source

if TYPE_CHECKING:
    from investisens.funding.plan_calendar import PlanCalendar


def order_of_payment(sources: Sequence[Source]) -> tuple[str, ...]:
    """The ids of sources so that each comes after those it waits for, else as declared.

    Sources that wait for one another, and those that wait for them, are left out.

    >>> order_of_payment([Source(id="BANK", name="Bank", conditions=("OWN",)),
    ...                   Source(id="OWN", name="Entrepreneur")])
    ('OWN', 'BANK')
    """
    known = {source.id for source in sources}
    placed: list[str] = []
    waiting = list(sources)
    while True:
        ready = [source for source in waiting if known.isdisjoint({*source.conditions} - {*placed})]
        if not ready:
            return tuple(placed)
        placed.append(ready[0].id)
        waiting.remove(ready[0])


def circles(sources: Sequence[Source]) -> tuple[tuple[str, ...], ...]:
    """The circles of sources that wait for one another, each told once.

    >>> circles([Source(id="A", name="A", conditions=("B",)),
    ...          Source(id="B", name="B", conditions=("A",))])
    (('A', 'B'),)
    """
    waits = {source.id: source.conditions for source in sources}
    caught = waits.keys() - {*order_of_payment(sources)}
    told: set[str] = set()
    found = []
    for start in waits:
        if start not in caught or start in told:
            continue
        path = [start]
        while path.count(path[-1]) == 1 and path[-1] not in told:
            path.append(next(each for each in waits[path[-1]] if each in caught))
        if path[-1] not in told:
            found.append(tuple(path[path.index(path[-1]) : -1]))
        told.update(path)
    return tuple(found)


def source_breaches(sources: Sequence[Source]) -> Iterator[Breach]:
    """Every condition that is of no source, and every circle of conditions."""
    yield from _unknown(sources)
    yield from circle_breaches(sources)


def circle_breaches(sources: Sequence[Source]) -> Iterator[Breach]:
    """Every circle of conditions."""
    by_id = {source.id: source for source in sources}
    for circle in circles(sources):
        yield _breach(
            by_id[circle[0]],
            " after ".join([*circle, circle[0]]),
            "conditions that can be met one after the other",
            "lift one of them",
        )


def condition_breaches(plan: FundingPlan, calendar: PlanCalendar | None = None) -> Iterator[Breach]:
    """Every condition that a plan does not meet, or meets too late.

    Args:
        plan: The plan.
        calendar: Its calendar; without one, days are not compared.
    """
    paid = plan.by_source
    for source in plan.sources:
        for name in source.conditions:
            if not paid[source.id] or name not in paid:
                continue
            if not paid[name]:
                yield _breach(
                    source,
                    f"{name}, which pays nothing",
                    "a condition that the plan meets",
                    f"let {name} pay a part, or lift the condition",
                    plan.enterprise,
                )
            elif calendar is not None:
                yield from _too_early(plan, source, name, calendar)


def _unknown(sources: Sequence[Source]) -> Iterator[Breach]:
    by_id = {source.id: source for source in sources}
    for source in sources:
        for name in source.conditions:
            if name not in by_id:
                yield _breach(
                    source, repr(name), "a source that it waits for", "correct its name, or add it"
                )


def _too_early(
    plan: FundingPlan, source: Source, name: str, calendar: PlanCalendar
) -> Iterator[Breach]:
    own, other = calendar.first_paid(source.id), calendar.first_paid(name)
    if own is not None and other is not None and own < other:
        yield _breach(
            source,
            str(own),
            f"a first payment from {other} on, when {name} first pays",
            "change one of the two days, or lift the condition",
            plan.enterprise,
        )


def _breach(source: Source, found: str, expected: str, remedy: str, enterprise: str = "") -> Breach:
    names = " and ".join(source.conditions)
    return Breach(
        enterprise=enterprise,
        source=source.id,
        found=found,
        expected=expected,
        remedy=remedy,
        rule=f"{source.id} pays after {names} (fund.toml, sources.conditions)",
    )
