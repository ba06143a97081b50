"""Buy-back: shares leave at a price by formula, at once or step by step (rachat progressif)."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening
from investisens.values.money import Money
from investisens.values.schedule import ScheduleRule, due_dates
from investisens.values.shares import Exit, PriceFormula


@attrs.frozen(kw_only=True, field_transformer=checked)
class BuyBack:
    """How the founder buys the shares back, at a price by formula (rachat par le fondateur).

    The shares are split over the days by largest remainder, so that each is sold once and each
    step sells whole shares: 75 shares in four steps leave as 19, 19, 19 and 18. What really happens
    (``HappeningKind.BOUGHT_BACK``) replaces the plan up to its day; what is left is split over the
    days to come.

    Attributes:
        price: Par plus a yearly rate, or a multiple of a result: 1 of the net assets is the net
            asset value.
        days: Rules of the days, one after the other: one day for all at once.
        shares: How many are bought back in all, or ``None`` for all.
        floor: Least price of a share, or ``None``.
        cap: Most, or ``None``; not below *floor*.

    Raises:
        InvalidTerms: No day, no share, a negative floor, or a cap below the floor.

    >>> from investisens import Every, ParPlus, Period, Rate
    >>> plan = BuyBack(price=ParPlus(rate=Rate.parse("4 %")),
    ...                days=(Every(first=date(2015, 6, 30), every=Period(months=12), count=4),))
    >>> [leaving.shares for leaving in plan.exits(75)]
    [19, 19, 19, 18]
    """

    price: PriceFormula
    days: tuple[ScheduleRule, ...]
    shares: int | None = None
    floor: Money | None = None
    cap: Money | None = None

    def __attrs_post_init__(self) -> None:
        check_plan(self.days, self.shares)
        if self.floor is not None and self.floor.minor < 0:
            raise InvalidTerms(
                f"floor is {self.floor}: use a price of 0 or more", field="floor", value=self.floor
            )
        if self.floor is not None and self.cap is not None and self.cap < self.floor:
            raise InvalidTerms(
                f"cap {self.cap} is below floor {self.floor}: raise the cap or lower the floor",
                field="cap",
                value=self.cap,
            )

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currencies of its limits."""
        limits = (self.floor, self.cap, getattr(self.price, "capital", None))
        return frozenset(limit.currency for limit in limits if limit is not None)

    def exits(self, held: int, bought: tuple[Happening, ...] = ()) -> tuple[Exit, ...]:
        """What happened, and the steps that are still to come.

        Args:
            held: Shares subscribed.
            bought: Buy-backs that happened, in any order.

        Raises:
            InvalidTerms: More shares left than are held, or a price was given beside the formula.
        """
        steps = steps_after(self.days, self.shares, held, bought)
        return tuple(
            Exit(on=on, price=self.price, shares=shares, floor=self.floor, cap=self.cap)
            for on, shares in steps
        )


def check_plan(days: tuple[ScheduleRule, ...], shares: int | None) -> None:
    """Refuse a plan without a day or without a share.

    Raises:
        InvalidTerms: With the term at fault.

    >>> from investisens import OnDates
    >>> check_plan((OnDates((date(2015, 6, 30),)),), 40)
    """
    if not days:
        raise InvalidTerms(
            "days is empty: give the day on which shares leave, or a rule of days",
            field="days",
            value=days,
        )
    due_dates(days)
    if shares is not None and shares < 1:
        raise InvalidTerms(
            f"shares is {shares}: use 1 or more, or leave it out for all",
            field="shares",
            value=shares,
        )


def steps_after(
    days: tuple[ScheduleRule, ...], shares: int | None, held: int, gone: tuple[Happening, ...]
) -> tuple[tuple[date, int], ...]:
    """Days on which whole shares leave, each share once: what happened, then what is planned.

    Args:
        days: The rules of the plan; none for no plan.
        shares: How many the plan concerns; ``None`` for all.
        held: Shares subscribed.
        gone: What happened, each with the number of shares; ``None`` for all that were left.

    Raises:
        InvalidTerms: More shares left than were held, or a happening has a price.

    >>> from investisens import HappeningKind, OnDates
    >>> rule = OnDates((date(2015, 6, 30), date(2016, 6, 30), date(2017, 6, 30)))
    >>> early = Happening(contract="Q1", on=date(2015, 3, 1), what=HappeningKind.BOUGHT_BACK,
    ...                   number=20)
    >>> [count for _, count in steps_after((rule,), None, 75, (early,))]
    [20, 19, 18, 18]
    """
    steps: list[tuple[date, int]] = []
    left = held
    for each in sorted(gone, key=lambda happening: happening.on):
        steps.append((each.on, _number(each, left)))
        left -= steps[-1][1]
    planned = left if shares is None else min(left, shares - (held - left))
    to_come = [on for on in (due_dates(days) if days else ()) if not gone or on > steps[-1][0]]
    steps += zip(to_come, _split(max(0, planned), len(to_come)), strict=True)
    return tuple((on, count) for on, count in steps if count)


def _number(happening: Happening, left: int) -> int:
    what = happening.what.value
    if happening.price is not None:
        raise InvalidTerms(
            f"{what} on {happening.on} has a price of {happening.price} but the terms give it by "
            "formula: leave price out, or record a sale",
            field="price",
            value=happening.price,
        )
    number = left if happening.number is None else happening.number
    if not 0 < number <= left:
        raise InvalidTerms(
            f"{what} on {happening.on} concerns {number} shares but {left} are left: "
            "check the number of shares",
            field="number",
            value=number,
        )
    return number


def _split(shares: int, steps: int) -> list[int]:
    """Whole shares for each step, by largest remainder; ties go to the first steps."""
    if not steps:
        return []
    each, more = divmod(shares, steps)
    return [each + (step < more) for step in range(steps)]
