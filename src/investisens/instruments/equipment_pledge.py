"""Pledge on equipment (gage sur équipement, nantissement du matériel)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.covering import check_amount, check_covered, check_period
from investisens.values.checking import checked
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms
from investisens.values.legs import GuaranteeLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate

_MONTH = Period(months=1)


@attrs.frozen(kw_only=True, field_transformer=checked)
class PledgeValue:
    """What pledged equipment is worth from a day on.

    Attributes:
        on: The first day.
        amount: Its value, >= 0.

    >>> from investisens.values.currency import XOF
    >>> print(PledgeValue(on=date(2014, 1, 1), amount=Money(900_000, XOF)).amount)
    900000 XOF
    """

    on: date
    amount: Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class EquipmentPledge:
    """Equipment pledged for debts, worth less as it ages (gage sur équipement).

    When a covered debt is lost, the equipment is sold: the fund receives the loss, or what the
    equipment brings on the day of the claim if that is less. What the debtor pays later beyond the
    loss that is left is handed back. The value falls in whole months over *life_months*, or as
    *values* says.

    Attributes:
        covers: Ids of the debts that are secured.
        item: Name of the equipment, a use of the same enterprise in the plan.
        value: Its value on *start*, > 0.
        start: Losses before this day are not covered: the day of registration.
        end: Losses after this day are not covered: the day the registration ends.
        life_months: Months from *start* after which it is worth nothing, in equal parts, 1 to 1200;
            ``None`` where *values* is given.
        values: Lower values from given days on, in the order of the days.
        haircut: Part of the value that a sale does not bring, 0 % to 100 %.
        sale_costs: Costs of a sale, or ``None``.
        waiting_days: Days between a loss and the sale, 0 to 3660.
        clauses: Rank, covenants, cap on return.

    Source: OHADA uniform act on security interests of 15 December 2010, articles 92 ff. (pledge of
    tangible property) and 118 (professional equipment), registered in the RCCM (verified
    secondary); value, haircut and costs are estimates of the fund.

    Raises:
        InvalidTerms: An amount, a share or a day is out of its range, both or neither of
            *life_months* and *values* are given, or a value rises.

    >>> from investisens import XOF
    >>> mill = EquipmentPledge(covers=("L1",), item="U1", value=Money(2_400_000, XOF),
    ...                        start=date(2012, 1, 1), end=date(2016, 12, 31), life_months=60,
    ...                        haircut=Rate.parse("30 %"), sale_costs=Money(100_000, XOF))
    >>> print(mill.brings(date(2012, 1, 1)), mill.brings(date(2013, 1, 1)))
    1580000 XOF 1244000 XOF
    """

    kind: ClassVar[str] = "equipment_pledge"
    legal_rank: ClassVar[Rank] = Rank.SECURED

    covers: tuple[str, ...]
    item: str
    value: Money
    start: date
    end: date
    life_months: int | None = None
    values: tuple[PledgeValue, ...] = ()
    haircut: Rate = Rate(0)
    sale_costs: Money | None = None
    waiting_days: int = 0
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        currency = self.value.currency
        check_covered(self.covers)
        if not self.item.strip():
            raise InvalidTerms(
                "item is empty: name a use of the enterprise's plan", field="item", value=self.item
            )
        check_amount("value", self.value, currency)
        check_period(self.start, self.end, self.waiting_days)
        if not 0 <= self.haircut.mbp <= MBP:
            raise InvalidTerms(
                f"haircut is {self.haircut}: use a share between 0 % and 100 %",
                field="haircut",
                value=self.haircut,
            )
        if self.sale_costs is not None:
            check_amount("sale_costs", self.sale_costs, currency, 0)
        self._check_life()
        self._check_values()
        check_clauses(self.clauses, currency)

    def brings(self, on: date) -> Money:
        """What a sale brings on a day: the value less haircut, rounded down once, less costs.

        Nothing before *start*.
        """
        if on < self.start:
            return Money.zero(self.value.currency)
        worth = self._bring(self.value.minor, 0)
        for since, minor in self._steps():
            if since <= on:
                worth = minor
        return Money(worth, self.value.currency)

    def legs(self) -> tuple[GuaranteeLeg]:
        """One guarantee leg, received, whose ceiling falls."""
        leg = GuaranteeLeg(
            covers=self.covers,
            given=False,
            share=Fraction(1),
            ceiling=self.brings(self.start),
            ceilings=tuple(self._steps()),
            start=self.start,
            end=self.end,
            waiting_days=self.waiting_days,
        )
        return (leg,)

    def _steps(self) -> Iterator[tuple[date, int]]:
        """What a sale brings, from each day on which the value falls."""
        for each in self.values:
            yield each.on, self._bring(each.amount.minor, 0)
        for months in range(1, (self.life_months or 0) + 1):
            yield _MONTH.date_after(self.start, months), self._bring(self.value.minor, months)

    def _bring(self, value: int, months: int) -> int:
        """Of *value*, what is left after *months* of its life, less haircut and costs."""
        life = self.life_months or 1
        left = (life - months) * (MBP - self.haircut.mbp)
        costs = 0 if self.sale_costs is None else self.sale_costs.minor
        return max(0, value * left // (life * MBP) - costs)

    def _check_life(self) -> None:
        if (self.life_months is None) == (not self.values):
            found = (
                "neither life_months nor values is"
                if not self.values
                else "life_months and values are both"
            )
            raise InvalidTerms(
                f"{found} given: say in one of the two how the value falls",
                field="life_months",
                value=self.life_months,
            )
        if self.life_months is not None and not 1 <= self.life_months <= 1_200:
            raise InvalidTerms(
                f"life_months is {self.life_months}: use 1 to 1200 months",
                field="life_months",
                value=self.life_months,
            )

    def _check_values(self) -> None:
        since, worth = self.start, self.value
        for each in self.values:
            check_amount("values", each.amount, self.value.currency, 0)
            if each.on <= since:
                raise InvalidTerms(
                    f"values: {each.on} is not after {since}: give the values in the order of "
                    "their days, after start",
                    field="values",
                    value=each.on,
                )
            if each.amount > worth:
                raise InvalidTerms(
                    f"values: {each.amount} on {each.on} is more than {worth} before: the value of "
                    "pledged equipment falls, amend the pledge after a new estimate",
                    field="values",
                    value=each.amount,
                )
            since, worth = each.on, each.amount
