"""Advance of a buyer (avance d'un acheteur, préfinancement de récolte)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.values.checking import checked
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from investisens.values.steps import Deliver, Plan, RepayRest


@attrs.frozen(kw_only=True, field_transformer=checked)
class PlannedDelivery:
    """Goods that are to be delivered on a day (livraison prévue).

    Attributes:
        on: The day.
        value: Value of the goods, > 0, before a discount or a premium.

    Raises:
        InvalidTerms: The value is not positive.

    >>> from investisens import XOF
    >>> print(PlannedDelivery(on=date(2024, 11, 30), value=Money(400_000, XOF)).value)
    400000 XOF
    """

    on: date
    value: Money

    def __attrs_post_init__(self) -> None:
        if self.value.minor <= 0:
            raise InvalidTerms(
                f"value is {self.value}: deliver goods of a positive value",
                field="value",
                value=self.value,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class BuyerAdvance:
    """Prepayment by a customer, repaid in goods or in cash (avance d'un acheteur).

    Deliveries repay their value, less the discount or with the premium, never more than is owed:
    goods beyond that are an ordinary sale. What is left on the last day is due in cash. From the
    day of the first recorded delivery (``HappeningKind.DELIVERED``, with its value) only recorded
    ones count. A delivery that was planned up to the day of a question and is not recorded did not
    take place.

    Attributes:
        principal: Advanced on *disbursed_on*, > 0.
        disbursed_on: The day of payment.
        settled_on: Last day: what goods have not repaid is due in cash.
        deliveries: Planned deliveries, in the order of their days.
        goods_discount: Taken off the value of goods, 0 % to less than 100 %: at 5 %, goods of 100
            repay 95 (décote).
        goods_premium: Added to the value of goods, 0 % to 100 %: at 5 %, goods of 100 repay 105
            (prime).
        rounding: How what a delivery repays becomes a whole amount (``principal``, ``multiple``).
        clauses: Rank, covenants, cap on return.

    Source: contract of sale. No text of law was read (unverified).

    Raises:
        InvalidTerms: An amount is out of its range or in another currency, a day is out of order,
            both a discount and a premium are given, or a delivery comes when nothing is owed.

    >>> from investisens import XOF, schedule
    >>> advance = BuyerAdvance(
    ...     principal=Money(1_000_000, XOF), disbursed_on=date(2024, 6, 1),
    ...     settled_on=date(2025, 1, 31), goods_discount=Rate.parse("5 %"),
    ...     deliveries=(PlannedDelivery(on=date(2024, 11, 30), value=Money(600_000, XOF)),))
    >>> print(advance.worth(Money(600_000, XOF)), schedule(advance.legs()[0]).total)
    570000 XOF 430000 XOF
    """

    kind: ClassVar[str] = "buyer_advance"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset({HappeningKind.DELIVERED})
    legal_rank: ClassVar[Rank] = Rank.SENIOR

    principal: Money
    disbursed_on: date
    settled_on: date
    deliveries: tuple[PlannedDelivery, ...] = ()
    goods_discount: Rate = Rate(0)
    goods_premium: Rate = Rate(0)
    rounding: Rounding = Rounding()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        if self.principal.minor <= 0:
            raise InvalidTerms(
                f"principal is {self.principal}: advance a positive amount",
                field="principal",
                value=self.principal,
            )
        if self.settled_on <= self.disbursed_on:
            raise InvalidTerms(
                f"settled_on {self.settled_on} is not after disbursed_on {self.disbursed_on}: "
                "check the order of the dates",
                field="settled_on",
                value=self.settled_on,
            )
        self._check_price()
        self._check_deliveries()
        check_clauses(self.clauses, self.principal.currency)

    def worth(self, value: Money) -> Money:
        """What goods of *value* repay, rounded once."""
        counted = MBP - self.goods_discount.mbp + self.goods_premium.mbp
        return Money(self.rounding.instalment(value.minor * counted, MBP), value.currency)

    def legs(self) -> tuple[DebtLeg]:
        """The advance with the deliveries that are planned."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[DebtLeg]:
        """The advance once deliveries are recorded, if any are.

        Raises:
            InvalidTerms: A delivery has no value, is in another currency, or falls outside the
                life of the advance.
        """
        told = [each for each in happenings if each.what is HappeningKind.DELIVERED]
        recorded = [(each.on, self._value_of(each)) for each in told]
        recorded.sort(key=lambda each: each[0])
        first = recorded[0][0] if recorded else date.max
        steps = [
            *(
                Deliver(each.on, self.worth(each.value).minor, expected=True)
                for each in self.deliveries
                if each.on < first
            ),
            *(Deliver(on, self.worth(value).minor) for on, value in recorded),
        ]
        return (
            DebtLeg(
                principal=self.principal,
                start=self.disbursed_on,
                rate=Rate(0),
                day_count=DayCount.ACT_365F,
                rounding=self.rounding,
                plan=Plan((*steps, RepayRest(self.settled_on))),
            ),
        )

    def _value_of(self, told: Happening) -> Money:
        """The value of a recorded delivery that the terms accept."""
        if told.amount is None:
            raise InvalidTerms(
                f"the delivery of {told.on} has no value: give its amount",
                field="amount",
                value=told.amount,
            )
        self._check_delivery("amount", "on", told.on, told.amount)
        return told.amount

    def _check_price(self) -> None:
        if not 0 <= self.goods_discount.mbp < MBP:
            raise InvalidTerms(
                f"goods_discount is {self.goods_discount}: use 0 % or more, less than 100 %",
                field="goods_discount",
                value=self.goods_discount,
            )
        if not 0 <= self.goods_premium.mbp <= MBP:
            raise InvalidTerms(
                f"goods_premium is {self.goods_premium}: use a share between 0 % and 100 %",
                field="goods_premium",
                value=self.goods_premium,
            )
        if self.goods_discount.mbp and self.goods_premium.mbp:
            raise InvalidTerms(
                f"goods_discount is {self.goods_discount} and goods_premium is "
                f"{self.goods_premium}: give one of them",
                field="goods_premium",
                value=self.goods_premium,
            )

    def _check_deliveries(self) -> None:
        owed = self.principal.minor
        before = self.disbursed_on
        for number, each in enumerate(self.deliveries):
            place = f"deliveries[{number}]"
            self._check_delivery(f"{place}.value", f"{place}.on", each.on, each.value)
            if each.on < before:
                raise InvalidTerms(
                    f"a delivery on {each.on} stands after one on {before}: give the deliveries "
                    "in the order of their days",
                    field=f"{place}.on",
                    value=each.on,
                )
            if owed <= 0:
                raise InvalidTerms(
                    f"the delivery of {each.on} comes when nothing is owed any more: plan fewer "
                    "goods, what is beyond the advance is an ordinary sale",
                    field=f"{place}.value",
                    value=each.value,
                )
            before = each.on
            owed -= self.worth(each.value).minor

    def _check_delivery(self, amount: str, day: str, on: date, value: Money) -> None:
        if value.currency != self.principal.currency:
            raise InvalidTerms(
                f"the delivery of {on} is worth {value} but the advance is in "
                f"{self.principal.currency.code}: use one currency",
                field=amount,
                value=value,
            )
        if not self.disbursed_on < on <= self.settled_on:
            raise InvalidTerms(
                f"a delivery comes on {on} but the advance runs from {self.disbursed_on} to "
                f"{self.settled_on}: give a day after the first and not after the second",
                field=day,
                value=on,
            )
