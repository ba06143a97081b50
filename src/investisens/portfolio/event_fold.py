"""From events to the fund as it was known on a day, and from a fund to its events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from investisens.funding.plan import PlanRules
from investisens.portfolio.event_kinds import day_of, event_id
from investisens.portfolio.events import CallPaid, Event, HeldLine, Reversed, What
from investisens.portfolio.fund import Fund, FundTerms, ManagementFee
from investisens.portfolio.parties import CapitalCall
from investisens.values.errors import InvalidTerms, MissingData


def fund_of(events: Iterable[Event], known_on: date | None = None) -> Fund:
    """The fund that *events* tell: what was reversed is left out.

    The order in which they are given does not matter. The lists of the fund stand in the order of
    recording; of several terms of the fund, those of the latest day hold.

    Args:
        events: Every event; what they tell of days to come is a plan.
        known_on: Leaves out what was recorded after the end of this day (UTC).

    Raises:
        MissingData: The terms of the fund are not told, or a call that is paid is not.

    >>> from datetime import UTC
    >>> from investisens import read_fund
    >>> fund = read_fund("examples/collines")
    >>> events = events_of(fund, datetime(2017, 1, 2, tzinfo=UTC), author="Akua")
    >>> fund_of(reversed(events)) == fund
    True
    """
    lists: dict[str, list[Any]] = {}
    singles: dict[type, tuple[date, Any]] = {}
    paid: list[CallPaid] = []
    attribute_of = fund_lists()
    for event in standing(events, known_on):
        what = event.what
        match what:
            case FundTerms() | ManagementFee() | PlanRules():
                if type(what) not in singles or singles[type(what)][0] <= event.on:
                    singles[type(what)] = (event.on, what)
            case CallPaid():
                paid.append(what)
            case Reversed() | HeldLine():
                pass
            case _:
                lists.setdefault(attribute_of[type(what)], []).append(what)
    if FundTerms not in singles:
        when = "" if known_on is None else f" by the end of {known_on}"
        remedy = "ask as known on a later day" if known_on else "import a fund folder"
        raise MissingData(f"the terms of the fund were not recorded{when}: {remedy}", field="terms")
    if paid:
        lists["calls"] = _with_payments(lists.get("calls", []), paid)
    fee, rules = singles.get(ManagementFee), singles.get(PlanRules)
    return Fund(
        terms=singles[FundTerms][1],
        management_fee=fee[1] if fee else None,
        plan_rules=rules[1] if rules else PlanRules(),
        **{name: tuple(items) for name, items in lists.items()},
    )


def standing(events: Iterable[Event], known_on: date | None = None) -> tuple[Event, ...]:
    """The events that stand: known by the day and not reversed, in the order of recording."""
    known = [each for each in events if known_on is None or each.known_on <= known_on]
    undone_by: dict[str, list[str]] = {}
    for event in known:
        if event.reverses is not None:
            undone_by.setdefault(event.reverses, []).append(event.id)
    gone = {event.id for event in known if event.id in undone_by and _undone(event.id, undone_by)}
    kept = (event for event in known if event.id not in gone)
    return tuple(sorted(kept, key=lambda each: (each.recorded_at, each.rank, each.id)))


def _undone(event: str, undone_by: Mapping[str, list[str]]) -> bool:
    """Whether a reversal that itself stands undoes *event*."""
    # A chain of reversals is walked from its end, for it may be longer than calls may nest.
    chain = [event]
    for each in chain:
        chain += undone_by.get(each, ())
    fate: dict[str, bool] = {}
    for each in reversed(chain):
        fate[each] = any(not fate[by] for by in undone_by.get(each, ()))
    return fate[event]


def _with_payments(calls: list[CapitalCall], paid: list[CallPaid]) -> list[CapitalCall]:
    """The calls, with the day on which each was paid."""
    places = {(call.call, call.investor): place for place, call in enumerate(calls)}
    for each in paid:
        place = places.get((each.call, each.investor))
        if place is None:
            raise MissingData(
                f"{each.investor!r} pays call {each.call!r} on {each.paid_on}, which was not "
                "called: record capital_called",
                field="call",
                value=each.call,
            )
        wired = calls[place].wired if each.wired is None else each.wired
        calls[place] = attrs.evolve(calls[place], paid_on=each.paid_on, wired=wired)
    return calls


def events_of(
    fund: Fund, recorded_at: datetime, author: str = "", source: str = ""
) -> tuple[Event, ...]:
    """Every item of a fund as an event, so that :func:`fund_of` gives the same fund.

    Items without a day of their own count from ``as_of``.

    Args:
        fund: The fund.
        recorded_at: The moment of recording, in UTC.
        author: Who records it.
        source: The document it is taken from.
    """
    versions: Counter[str] = Counter()
    events = []
    for rank, what in enumerate(_items(fund)):
        name = event_id(what)
        versions[name] += 1
        events.append(
            Event(
                id=event_id(what, versions[name]),
                on=day_of(what) or fund.terms.as_of,
                recorded_at=recorded_at,
                what=what,
                author=author,
                source=source,
                rank=rank,
            )
        )
    return tuple(events)


def _items(fund: Fund) -> Iterator[What]:
    yield fund.terms
    if fund.management_fee is not None:
        yield fund.management_fee
    if fund.plan_rules != PlanRules():
        yield fund.plan_rules
    for name in fund_lists().values():
        yield from getattr(fund, name)


@cache
def fund_lists() -> Mapping[type[Any], str]:
    """The attribute of ``Fund`` that lists the items of each class."""
    hints = get_type_hints(Fund)
    return {get_args(hint)[0]: name for name, hint in hints.items() if get_origin(hint) is tuple}


def reversal(
    event: Event, recorded_at: datetime, reason: str = "", author: str = "", version: int = 1
) -> Event:
    """The event that undoes *event*.

    Args:
        event: What is undone; it may be a reversal.
        recorded_at: The moment of recording, in UTC.
        reason: Why, in words.
        author: Who records it.
        version: 2 for the second reversal of the same event, and so on.

    Raises:
        InvalidTerms: It would be recorded before what it undoes.

    >>> from datetime import UTC
    >>> paid = Event(id="call_paid:C1:FR01", on=date(2010, 6, 2),
    ...              recorded_at=datetime(2010, 6, 3, tzinfo=UTC),
    ...              what=CallPaid(call="C1", investor="FR01", paid_on=date(2010, 6, 2)))
    >>> undone = reversal(paid, datetime(2010, 6, 4, tzinfo=UTC), reason="sent back by the bank")
    >>> undone.id, standing([paid, undone]) == (undone,)
    ('reversed:call_paid:C1:FR01', True)
    """
    if recorded_at < event.recorded_at:
        raise InvalidTerms(
            f"recorded_at is {recorded_at} but {event.id} was recorded on {event.recorded_at}: "
            "check the clock",
            field="recorded_at",
            value=recorded_at,
        )
    what = Reversed(event=event.id, reason=reason)
    return Event(
        id=event_id(what, version), on=event.on, recorded_at=recorded_at, what=what, author=author
    )
