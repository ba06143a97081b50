"""Equipment from its purchase to its end: what it is worth, and whether it works."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import Any

import attrs

from investisens.funding.depreciation import Component
from investisens.funding.plan import Use
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money, total


class EquipmentState(Enum):
    """What equipment does on a day.

    Attributes:
        PLANNED: It does not work yet.
        WORKING: It works.
        STANDING_STILL: It is broken or idle.
        END_OF_LIFE: Its life is over.
        SOLD: It is sold or scrapped.

    >>> EquipmentState("working").name
    'WORKING'
    """

    PLANNED = "planned"
    WORKING = "working"
    STANDING_STILL = "standing_still"
    END_OF_LIFE = "end_of_life"
    SOLD = "sold"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Standstill:
    """A time in which equipment does not work: a breakdown, or nobody uses it.

    Attributes:
        since: Its first day.
        until: Its last day; ``None`` while it lasts.

    Raises:
        InvalidTerms: It ends before it starts.

    >>> Standstill(since=date(2012, 3, 1), until=date(2012, 3, 10)).days_by(date(2012, 12, 31))
    10
    """

    since: date
    until: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise InvalidTerms(
                f"until {self.until} is before since {self.since}: check the order of the dates",
                field="until",
                value=self.until,
            )

    def days_by(self, on: date) -> int:
        """Days of it that are over at the end of a day."""
        last = on if self.until is None else min(self.until, on)
        return max(0, (last - self.since).days + 1)


@attrs.frozen(kw_only=True, field_transformer=checked)
class Equipment:
    """Equipment of an enterprise, whole or in components.

    Attributes:
        label: What it is.
        components: At least one; those with lives of their own apart.
        location: Where it stands.
        owner: Whose it is, where that is not the enterprise.
        pledged_to: Who holds a pledge on it; empty for nobody.
        standstills: Breakdowns and idle times.
        sold_on: The day it is sold or scrapped.
        sold_for: What that brings; nothing if left out.

    Raises:
        InvalidTerms: No component, two currencies, or a sale that is before its service or has a
            price without a day.

    >>> from investisens.values.currency import XOF
    >>> press = Equipment(label="Oil press", components=(
    ...     Component(cost=Money(8_000_000, XOF), in_service=date(2010, 1, 1), life_months=96),),
    ...     sold_on=date(2012, 12, 31), sold_for=Money(5_500_000, XOF))
    >>> print(press.net_book_value(date(2012, 12, 30)), press.state(date(2012, 12, 31)).value)
    5083333 XOF sold
    """

    label: str
    components: tuple[Component, ...]
    location: str = ""
    owner: str = ""
    pledged_to: str = ""
    standstills: tuple[Standstill, ...] = ()
    sold_on: date | None = None
    sold_for: Money | None = None

    def __attrs_post_init__(self) -> None:
        if not self.components:
            raise InvalidTerms(
                "components is empty: give at least one", field="components", value=self.components
            )
        for part in self.components:
            _check_currency("components", part.cost, self.currency)
        if self.sold_on is None and self.sold_for is not None:
            raise InvalidTerms(
                f"sold_for is {self.sold_for} without a day: give sold_on too",
                field="sold_on",
                value=None,
            )
        if self.sold_on is not None and self.sold_on < self.in_service:
            raise InvalidTerms(
                f"sold_on {self.sold_on} is before in_service {self.in_service}: check the order "
                "of the dates",
                field="sold_on",
                value=self.sold_on,
            )
        if self.sold_for is not None:
            _check_currency("sold_for", self.sold_for, self.currency)

    @property
    def currency(self) -> Currency:
        """The currency of all its amounts."""
        return self.components[0].cost.currency

    @property
    def cost(self) -> Money:
        """Of all components."""
        return total((part.cost for part in self.components), self.currency)

    @property
    def in_service(self) -> date:
        """The day its first component starts to work."""
        return min(part.in_service for part in self.components)

    @property
    def end_of_life(self) -> date:
        """The day by which the life of one of its components is over: the first that is."""
        return min(part.end_of_life for part in self.components)

    def net_book_value(self, on: date) -> Money:
        """Its cost less what is written down by the end of a day, as if it was not sold."""
        return self.cost - total((part.written_down(on) for part in self.components), self.currency)

    def state(self, on: date) -> EquipmentState:
        """What it does at the end of a day."""
        if self.sold_on is not None and self.sold_on <= on:
            return EquipmentState.SOLD
        if on < self.in_service:
            return EquipmentState.PLANNED
        if on >= self.end_of_life:
            return EquipmentState.END_OF_LIFE
        still = any(
            each.since <= on and (each.until is None or on <= each.until)
            for each in self.standstills
        )
        return EquipmentState.STANDING_STILL if still else EquipmentState.WORKING

    def standstill_days(self, on: date) -> int:
        """Days of standstill that are over at the end of a day, each counted once.

        >>> from investisens.values.currency import XOF
        >>> mill = Component(cost=Money(900, XOF), in_service=date(2010, 1, 1), life_months=96)
        >>> broken = (Standstill(since=date(2012, 3, 1), until=date(2012, 3, 10)),
        ...           Standstill(since=date(2012, 3, 6)))
        >>> Equipment(label="Mill", components=(mill,), standstills=broken).standstill_days(
        ...     date(2012, 3, 15))
        15
        """
        return len(
            {
                each.since + timedelta(days=number)
                for each in self.standstills
                for number in range(each.days_by(on))
            }
        )


def equipment_of(use: Use) -> Equipment:
    """The equipment that a use of the plan buys, in one component.

    Raises:
        MissingData: The use does not say its life, or when it starts to work.

    >>> from investisens import read_fund
    >>> hives = equipment_of(read_fund("examples/collines").uses[0])
    >>> print(hives.cost, hives.end_of_life)
    5400000 XOF 2016-07-20
    """
    component = Component(
        cost=use.cost,
        in_service=_known(use, "in_service"),
        life_months=12 * _known(use, "life_years"),
        residual=use.residual,
        method=use.depreciation,
    )
    idle = () if use.idle_since is None else (Standstill(since=use.idle_since),)
    return Equipment(
        label=use.label,
        components=(component,),
        location=use.location,
        owner=use.owner,
        pledged_to=use.pledged_to,
        standstills=idle,
        sold_on=use.sold_on,
        sold_for=use.sold_for,
    )


def _known(use: Use, name: str) -> Any:
    found = getattr(use, name)
    if found is None:
        raise MissingData(
            f"{use.enterprise} {use.id} has no {name}: fill it in in uses.csv",
            field=name,
            value=None,
        )
    return found


def _check_currency(name: str, amount: Money, currency: Currency) -> None:
    if amount.currency != currency:
        raise InvalidTerms(
            f"{name} holds {amount} beside {currency.code}: use one currency",
            field=name,
            value=amount,
        )
