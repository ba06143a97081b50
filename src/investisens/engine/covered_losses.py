"""What covered contracts lost and got back, and from when on a guarantor is asked for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from investisens.engine.debt import Flow, outstanding
from investisens.engine.scenario import Default, Scenario
from investisens.values.cashflow import FlowKind
from investisens.values.errors import MissingData
from investisens.values.legs import GuaranteeLeg

Change = tuple[int, int]
"""Ordinal of a day, and an amount: lost +, recovered −."""

_LAST_DAY = date.max.toordinal()
_LOSSES = frozenset({FlowKind.LOSS, FlowKind.SHARE_LOSS})


def claims(
    leg: GuaranteeLeg, covered: Mapping[str, tuple[Flow, ...]], scenario: Scenario
) -> Iterator[Change]:
    """Days and amounts by which what is claimed under *leg* moves, in no order.

    Args:
        leg: The guarantee.
        covered: Flows of the covered contracts by id.
        scenario: Where those flows come from: its defaults tell what they will recover.

    Raises:
        MissingData: A covered contract is not there.
    """
    for name in leg.covers:
        yield from _claims_of(leg, losses_of(exposure_of(name, covered), scenario.default_of(name)))
    outside = [(on.toordinal(), amount) for on, amount in leg.losses]
    yield from _claims_of(leg, sorted(outside, key=_losses_first))


def exposure_of(name: str, covered: Mapping[str, tuple[Flow, ...]]) -> tuple[Flow, ...]:
    """The flows of one covered contract.

    Raises:
        MissingData: It is not there.
    """
    if name not in covered:
        raise MissingData(
            f"{name!r} is covered but is not in the book: add it, or leave it out of covers",
            field="covers",
            value=name,
        )
    return covered[name]


def owed_on(on: date, flows: Iterable[Flow], default: Default | None) -> int:
    """Principal owed at the end of a day: nothing from a default on, all of it is lost by then."""
    return 0 if default is not None and on >= default.on else outstanding(flows, on)


def losses_of(flows: Iterable[Flow], default: Default | None) -> list[Change]:
    """Losses before any recovery, and recoveries, in the order of their days.

    A default tells its loss net of what it will recover: until that comes, it is lost as well.
    Shares sold at a price below cost are a gain that failed to come, not a loss; those sold once
    they have defaulted are its recovery. What a guarantee pays is a loss of its guarantor, what is
    handed back to it a recovery.

    >>> day = date(2024, 6, 30)
    >>> half = Default(contract="L1", on=day)
    >>> flows = ((day.toordinal(), FlowKind.LOSS, 60), (day.toordinal(), FlowKind.RECOVERY, 40))
    >>> [amount for _, amount in losses_of(flows, half)]
    [60, 40, -40]
    """
    changes: list[Change] = []
    struck = _LAST_DAY + 1 if default is None else default.on.toordinal()
    paid_on = struck if default is None else struck + default.lag_days
    netted = 0
    for day, kind, amount in flows:
        if kind is FlowKind.RECOVERY or (kind is FlowKind.SHARE_SALE and day >= struck):
            changes.append((day, -amount))
            netted += amount if day == paid_on else 0
        elif kind in _LOSSES and amount < 0:
            # A receipt on what was written off told its recovery as well, and lowers the loss.
            netted += amount if day == paid_on else 0
        elif kind in _LOSSES or kind is FlowKind.GUARANTEE_PAID:
            changes.append((day, amount))
        elif kind is FlowKind.GUARANTEE_RECEIVED:
            changes.append((day, -amount))
    if netted:
        changes.append((struck, netted))
    return sorted(changes, key=_losses_first)


def _losses_first(change: Change) -> tuple[int, bool]:
    day, amount = change
    return day, amount < 0


def _claims_of(leg: GuaranteeLeg, losses: Iterable[Change]) -> Iterator[Change]:
    """How what is claimed on one contract moves: recoveries go to its oldest loss first."""
    first, last = leg.start.toordinal(), leg.end.toordinal()
    still_lost: deque[tuple[int | None, int]] = deque()
    for day, change in losses:
        if change > 0:
            claimed = min(day + leg.waiting_days, _LAST_DAY) if first <= day <= last else None
            still_lost.append((claimed, change))
            if claimed is not None:
                yield claimed, change
            continue
        rest = -change
        while rest and still_lost:
            claimed, lost = still_lost.popleft()
            back = min(rest, lost)
            rest -= back
            if back < lost:
                still_lost.appendleft((claimed, lost - back))
            if claimed is not None:
                yield max(day, claimed), -back
