"""One contract in its surroundings, and the events it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

import attrs

from investisens.actus.instants import BusinessDays, Cycle, cycle_dates, order_of
from investisens.actus.market import Market, Observed
from investisens.actus.oddities import REFERENCE, Oddities
from investisens.actus.terms import Terms
from investisens.actus.vocabulary import ORDER
from investisens.values.errors import InvalidTerms
from investisens.values.steps import Step

Make = Callable[[date], Step]
"""Makes a step on a day."""


@attrs.frozen(kw_only=True)
class Event:
    """Something that happens to a contract on one date.

    Attributes:
        type: Its ACTUS code.
        cycle: Where the cycle puts it; market data are read here.
        counted: The day up to which interest runs.
        at: Where it happens.
        makes: The steps it is made of, in order.
        beyond: Whether it is listed even after the horizon.
    """

    type: str
    cycle: datetime
    counted: date
    at: datetime
    makes: tuple[Make, ...] = ()
    beyond: bool = False


@attrs.frozen(kw_only=True)
class Frame:
    """The terms of one contract with everything they refer to.

    Attributes:
        terms: Its terms.
        market: Market data.
        observed: What happened unscheduled to this contract.
        horizon: Events after it are left out; ``None`` for no horizon.
        oddities: Which peculiarities of the reference to follow.
    """

    terms: Terms
    market: Market = attrs.field(factory=Market)
    observed: tuple[Observed, ...] = ()
    horizon: datetime | None = None
    oddities: Oddities = REFERENCE

    @property
    def business_days(self) -> BusinessDays:
        """How dates move off weekends."""
        return self.terms.business_days

    @property
    def begins(self) -> datetime:
        """Where the simulation begins: the initial exchange, or a later status date."""
        return max(self.terms.exchange, self.terms.status)

    @property
    def running(self) -> bool:
        """Whether the initial exchange is not after the status date."""
        return self.terms.exchange <= self.terms.status

    def ahead(self, instant: datetime) -> bool:
        """Whether an event at *instant* is still to come when the simulation begins."""
        return instant > self.terms.status if self.running else instant >= self.terms.exchange

    def event(self, type_: str, cycle: datetime, *makes: Make, fixed: bool = False) -> Event:
        """The event of a cycle date; a *fixed* one does not move off weekends."""
        rule = self.business_days
        return Event(
            type=type_,
            cycle=cycle,
            counted=rule.calculation(cycle),
            at=cycle if fixed else rule.event(cycle),
            makes=makes,
        )

    def series(self, type_: str, dates: Iterable[datetime], *makes: Make) -> list[Event]:
        """The same event on each of *dates*."""
        return [self.event(type_, cycle, *makes) for cycle in dates]

    def first(self, anchor: datetime | None, cycle: Cycle | None) -> datetime | None:
        """The first date of a schedule: its anchor, else one cycle after the exchange."""
        if anchor is not None or cycle is None:
            return anchor
        return cycle.after(self.terms.exchange, 1, self.terms.month_end)

    def between(
        self,
        anchor: datetime | None,
        cycle: Cycle | None,
        end: datetime,
        included: bool = False,
    ) -> tuple[datetime, ...]:
        """The dates of a schedule before *end*, and *end* itself if it is *included*."""
        first = self.first(anchor, cycle)
        if first is None or cycle is None:
            lone = (first,) if first is not None and first < end else ()
            return (*lone, end) if included else lone
        return cycle_dates(first, cycle, end, included=included, month_end=self.terms.month_end)

    def dates(self, subject: str, end: datetime, included: bool = False) -> tuple[datetime, ...]:
        """The schedule of *subject*, such as ``InterestPayment``."""
        anchor = self.terms.instant(f"cycleAnchorDateOf{subject}")
        return self.between(anchor, self.terms.cycle(f"cycleOf{subject}"), end, included)

    def need_horizon(self) -> datetime:
        """The horizon of a contract that has no end of its own."""
        ends = [self.terms.instant("terminationDate"), self.horizon]
        known = [end for end in ends if end is not None]
        if not known:
            raise InvalidTerms(
                f"to is empty: a contract of type {self.terms.kind} has no end here, give a "
                "horizon",
                field="to",
                value="",
            )
        return min(known)


def in_order(events: Iterable[Event], order: tuple[str, ...] = ORDER) -> list[Event]:
    """Events by date, and by their rank in *order* within a date."""
    rank = {type_: number for number, type_ in enumerate(order)}
    return sorted(events, key=lambda event: (order_of(event.at), rank[event.type]))
