"""Equipment lease with a purchase option (crédit-bail mobilier)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm
from typing import ClassVar

import attrs

from investisens.instruments.clauses import Clauses, Rank, check_clauses
from investisens.instruments.rents import exact_rent, last_period
from investisens.values.checking import checked
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind, first_of
from investisens.values.legs import DebtLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from investisens.values.steps import (
    CapitaliseInterest,
    Deliver,
    FixShare,
    GiveUpAmount,
    PayInterest,
    Plan,
    RepayExcess,
    RepayLevel,
    RepayRest,
    SetInstalment,
    SetRate,
    Step,
)

_MOST_RENTS = 1_200
_MONTH = Period(months=1)


@attrs.frozen(kw_only=True, field_transformer=checked)
class EquipmentLease:
    """Hire of equipment with an option to buy it at the end (crédit-bail).

    The rent equates the cost with the present value of the rents and the option price; it is found
    exactly, rounded once, and is then a number of the contract. The last rent takes what rounding
    left, so that exactly the option price is owed at the end. If the option is exercised
    (``HappeningKind.OPTION``) it is paid on that day. If not, the equipment comes back: it counts
    as a delivery worth *value_at_return*, and what that lacks of the option price is a loss.

    Attributes:
        cost: Cost of the equipment, paid to its supplier on *disbursed_on*, > 0.
        disbursed_on: The day the cost is paid and the lease starts.
        rate: Implied yearly rate, >= 0; a month costs a twelfth of it under 30E/360.
        rents: Number of rents, 1 to 1200.
        option_price: Price at which the lessee may buy at the end of the last period, from 0 to
            less than *cost*.
        every: Length of a period.
        in_advance: Whether a rent is paid at the start of its period; if not, at its end.
        value_at_return: Value at which equipment that is not bought is taken back, at most
            *option_price*; ``None`` for that price.
        day_count: How a period becomes a fraction of a year.
        rounding: How rents (``principal``, ``multiple``) and their interest become whole amounts.
        clauses: Rank, covenants, cap on return.

    Source: Code monétaire et financier, article L313-7 (verified text, old version): hire with an
    option to buy at a price that takes the rents into account. No uniform law of UEMOA was found.

    Raises:
        InvalidTerms: A term is out of its range, or the rent rounds to nothing.

    >>> from investisens import XOF
    >>> lease = EquipmentLease(
    ...     cost=Money(10_000_000, XOF), disbursed_on=date(2024, 1, 15), rate=Rate.parse("12 %"),
    ...     rents=36, option_price=Money(500_000, XOF), in_advance=True)
    >>> print(lease.rent, lease.ends_on)
    317362 XOF 2027-01-15
    """

    kind: ClassVar[str] = "equipment_lease"
    knows: ClassVar[frozenset[HappeningKind]] = frozenset({HappeningKind.OPTION})
    legal_rank: ClassVar[Rank] = Rank.OWNER

    cost: Money
    disbursed_on: date
    rate: Rate
    rents: int
    option_price: Money
    every: Period = _MONTH
    in_advance: bool = False
    value_at_return: Money | None = None
    day_count: DayCount = DayCount.THIRTY_E_360
    rounding: Rounding = Rounding()
    clauses: Clauses = Clauses()

    def __attrs_post_init__(self) -> None:
        if self.cost.minor <= 0:
            raise InvalidTerms(
                f"cost is {self.cost}: lease equipment of a positive cost",
                field="cost",
                value=self.cost,
            )
        if self.rate.mbp < 0:
            raise InvalidTerms(
                f"rate is {self.rate}: use 0 % or more", field="rate", value=self.rate
            )
        if not 1 <= self.rents <= _MOST_RENTS:
            raise InvalidTerms(
                f"rents is {self.rents}: use 1 to {_MOST_RENTS} rents",
                field="rents",
                value=self.rents,
            )
        self._check_currency()
        self._check_prices()
        if self.rent.minor <= 0:
            raise InvalidTerms(
                f"{self.cost} over {self.rents} rents makes a rent that rounds to nothing: use "
                "fewer rents, or a smaller multiple in rounding",
                field="rents",
                value=self.rents,
            )
        check_clauses(self.clauses, self.cost.currency)

    @property
    def ends_on(self) -> date:
        """The end of the last period, when the option may be exercised."""
        return self._days[-1]

    @property
    def rent(self) -> Money:
        """The rent of the contract, rounded once; the last one takes what rounding left."""
        growths = [1 + self.rate.fraction * each for each in self._periods]
        exact = exact_rent(self.cost.minor, self.option_price.minor, growths, self.in_advance)
        minor = self.rounding.instalment(exact.numerator, exact.denominator)
        return Money(minor, self.cost.currency)

    def legs(self) -> tuple[DebtLeg]:
        """The lease without the option: the equipment comes back."""
        return self.legs_after(())

    def legs_after(self, happenings: tuple[Happening, ...]) -> tuple[DebtLeg]:
        """The lease once the lessee has exercised the option, if it has.

        Raises:
            InvalidTerms: The option is exercised before the lease starts or after it ends.
        """
        bought = first_of(happenings, HappeningKind.OPTION)
        if bought is not None and not self.disbursed_on <= bought.on <= self.ends_on:
            raise InvalidTerms(
                f"the option is exercised on {bought.on} but the lease runs from "
                f"{self.disbursed_on} to {self.ends_on}: give a day of it, the price is paid on "
                "the last",
                field="on",
                value=bought.on,
            )
        left, closing = self.option_price.minor, self.rate.fraction
        if self.in_advance:
            left, closing = last_period(left, closing, self._periods[-1], self.rounding)
        unit = lcm(MBP, closing.denominator)
        rents = self._rents(left)
        if closing != self.rate.fraction:
            rents.append(SetRate(rents[-1].on, Rate(int(closing * unit))))
        return (
            DebtLeg(
                principal=self.cost,
                start=self.disbursed_on,
                rate=Rate(self.rate.mbp * (unit // MBP)),
                day_count=self.day_count,
                rounding=self.rounding,
                plan=Plan((*rents, *self._end(bought is not None))),
                rate_unit=unit,
            ),
        )

    @cached_property
    def _days(self) -> tuple[date, ...]:
        """The start, and the end of each period."""
        return self.every.dates_from(self.disbursed_on, self.rents + 1)

    @cached_property
    def _periods(self) -> tuple[Fraction, ...]:
        """Each period as a fraction of a year."""
        days = self._days
        return tuple(self.day_count.fraction(a, b, days[-1]) for a, b in pairwise(days))

    def _rents(self, left: int) -> list[Step]:
        days = self._days[:-1] if self.in_advance else self._days[1:]
        steps: list[Step] = [SetInstalment(self.disbursed_on, self.rent.minor, left)]
        for on in days[:-1]:
            steps += [RepayLevel(on), PayInterest(on)]
        # The last rent takes what rounding left: all that is owed beyond what it must leave.
        last = days[-1]
        return [*steps, FixShare(last, 1, left), RepayExcess(last, 0), PayInterest(last)]

    def _end(self, bought: bool) -> Iterator[Step]:
        on, price = self.ends_on, self.option_price
        if bought:
            yield from (RepayRest(on), PayInterest(on))
            return
        value = price if self.value_at_return is None else self.value_at_return
        # Rents that were not paid stay owed: no more than the price is settled by the equipment.
        yield from (CapitaliseInterest(on), Deliver(on, value.minor))
        yield GiveUpAmount(on, price.minor - value.minor)

    def _check_currency(self) -> None:
        for name in ("option_price", "value_at_return"):
            amount = getattr(self, name)
            if amount is not None and amount.currency != self.cost.currency:
                raise InvalidTerms(
                    f"{name} is {amount} but the lease is in {self.cost.currency.code}: use one "
                    "currency",
                    field=name,
                    value=amount,
                )

    def _check_prices(self) -> None:
        if not 0 <= self.option_price.minor < self.cost.minor:
            raise InvalidTerms(
                f"option_price is {self.option_price} for a cost of {self.cost}: the price takes "
                "the rents into account (Code monétaire et financier, article L313-7; verified "
                "text, old version): use 0 or more, less than the cost",
                field="option_price",
                value=self.option_price,
            )
        value = self.value_at_return
        if value is not None and not 0 <= value.minor <= self.option_price.minor:
            raise InvalidTerms(
                f"value_at_return is {value} but {self.option_price} is owed at the end: use 0 up "
                "to that price",
                field="value_at_return",
                value=value,
            )
