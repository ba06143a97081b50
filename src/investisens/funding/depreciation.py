"""Depreciation of what was bought, year by year (amortissement)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction

import attrs

from investisens.legal.parameters import value
from investisens.values.checking import checked
from investisens.values.dates import add_months
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money, total
from investisens.values.rounding import RoundingMode, round_ratio
from investisens.values.written_down import check_life, last_month, months_over, straight_line

_COEFFICIENTS = ((4, "from_3_to_4_years"), (6, "from_5_to_6_years"), (None, "over_6_years"))
"""The longest life, in years, of each coefficient of the French declining balance."""

_SHORTEST_DECLINING = 36


class DepreciationMethod(Enum):
    """How a cost is spread over a life.

    Attributes:
        STRAIGHT_LINE: Equal parts, by calendar months (linéaire).
        FR_DECLINING: French declining balance, in calendar years (dégressif fiscal).

    >>> DepreciationMethod("fr_declining").name
    'FR_DECLINING'
    """

    STRAIGHT_LINE = "straight_line"
    FR_DECLINING = "fr_declining"


@attrs.frozen(kw_only=True, field_transformer=checked)
class Component:
    """Equipment, or a part of it with a life of its own (composant).

    Attributes:
        cost: What it cost, > 0.
        in_service: The day it starts to work; its month counts as a whole one.
        life_months: Months of its life, 1 to 1200.
        residual: What it is worth at the end, below its cost; nothing if left out.
        method: How the cost is spread.

    Source: the declining balance is that of the French CGI, article 39 A, with the coefficients
    ``depreciation.fr_declining`` of the day it starts to work. A year costs what is left × the
    coefficient / the years of life, the first in proportion to its months; once what is left in
    equal parts over the calendar years left is more, that. The last one is the calendar year of
    number *life* from the first.

    Raises:
        InvalidTerms: The cost, the life or the residual is out of its range; or the declining
            balance is asked for a life that is not whole years from 3 on, or with a residual.

    >>> from investisens.values.currency import XOF
    >>> pump = Component(cost=Money(5_000_000, XOF), in_service=date(2012, 4, 1), life_months=60)
    >>> print(pump.written_down(date(2012, 12, 31)), pump.end_of_life)
    750000 XOF 2017-04-01
    """

    cost: Money
    in_service: date
    life_months: int
    residual: Money | None = None
    method: DepreciationMethod = DepreciationMethod.STRAIGHT_LINE

    def __attrs_post_init__(self) -> None:
        check_life(self.cost, self.life_months)
        if self.residual is not None and not Money.zero(self.cost.currency) <= self.residual:
            raise InvalidTerms(
                f"residual is {self.residual}: use 0 or more", field="residual", value=self.residual
            )
        if self.residual is not None and self.residual >= self.cost:
            raise InvalidTerms(
                f"residual is {self.residual} of a cost of {self.cost}: use less than the cost",
                field="residual",
                value=self.residual,
            )
        if self.method is DepreciationMethod.FR_DECLINING:
            self._check_declining()

    def _check_declining(self) -> None:
        if self.life_months % 12 or self.life_months < _SHORTEST_DECLINING:
            raise InvalidTerms(
                f"life_months is {self.life_months}: the French declining balance takes whole "
                "years from 3 on, use 36, 48, 60...",
                field="life_months",
                value=self.life_months,
            )
        if self.residual:
            raise InvalidTerms(
                f"residual is {self.residual}: the French declining balance writes the whole cost "
                "down, leave residual out",
                field="residual",
                value=self.residual,
            )

    @property
    def base(self) -> Money:
        """What is written down over its life: its cost less its residual."""
        return self.cost if self.residual is None else self.cost - self.residual

    @property
    def end_of_life(self) -> date:
        """The day by which its life is over; the books count whole months."""
        return add_months(self.in_service, self.life_months)

    @property
    def last_year(self) -> int:
        """The calendar year at whose end nothing is left to write down."""
        if self.method is DepreciationMethod.FR_DECLINING:
            return self.in_service.year + self.life_months // 12 - 1
        return last_month(self.in_service, self.life_months).year

    def share_by(self, on: date) -> Fraction:
        """The part of the base that is written down at the end of a day.

        Raises:
            MissingData: No coefficient holds on the day it starts to work.
        """
        if self.method is DepreciationMethod.STRAIGHT_LINE:
            return straight_line(self.in_service, self.life_months, on)
        by_now = Fraction(0)
        for year, charge in enumerate(_declining(self), start=self.in_service.year):
            by_now += charge * _part_of_year(year, self.in_service, on)
        return by_now / self.cost.minor

    def written_down(self, on: date) -> Money:
        """What is written down at the end of a day, rounded half up."""
        return self.base.times(self.share_by(on), RoundingMode.HALF_UP)


@attrs.frozen(kw_only=True)
class DepreciationRow:
    """Depreciation of one calendar year.

    Attributes:
        year: The year.
        charge: Written down in it (dotation).
        net_book_value: What is left at its end.
    """

    year: int
    charge: Money
    net_book_value: Money


def depreciation_rows(
    components: Sequence[Component], sold_on: date | None = None
) -> tuple[DepreciationRow, ...]:
    """The rows of each year of the lives of one or more components of one currency.

    What is written down by the end of a year is rounded for each component, and a year takes the
    difference: the rows add up to the cost less the residual, to the unit.

    Args:
        components: At least one.
        sold_on: The day all is sold or scrapped: nothing is written down later, and nothing is
            left at the end of that year.

    >>> from investisens.values.currency import XOF
    >>> pump = Component(cost=Money(5_000_000, XOF), in_service=date(2012, 4, 1), life_months=60)
    >>> [row.charge.minor for row in depreciation_rows((pump,))]
    [750000, 1000000, 1000000, 1000000, 1000000, 250000]
    """
    currency = components[0].cost.currency
    cost = total((each.cost for each in components), currency)
    last = max(each.last_year for each in components)
    if sold_on is not None:
        last = min(last, sold_on.year)
    before, rows = Money.zero(currency), []
    for year in range(min(each.in_service.year for each in components), last + 1):
        end = date(year, 12, 31) if sold_on is None else min(date(year, 12, 31), sold_on)
        now = total((each.written_down(end) for each in components), currency)
        gone = sold_on is not None and year == sold_on.year
        left = Money.zero(currency) if gone else cost - now
        rows.append(DepreciationRow(year=year, charge=now - before, net_book_value=left))
        before = now
    return tuple(rows)


def _declining(component: Component) -> Iterator[int]:
    """The charge of each calendar year, in minor units, rounded half up."""
    life = component.life_months // 12
    key = next(key for longest, key in _COEFFICIENTS if longest is None or life <= longest)
    rate = value(f"depreciation.fr_declining.{key}", on=component.in_service) / life
    left = component.cost.minor
    for number in range(life):
        months = 13 - component.in_service.month if number == 0 else 12
        exact = left * max(rate, Fraction(1, life - number)) * Fraction(months, 12)
        charge = round_ratio(exact.numerator, exact.denominator, RoundingMode.HALF_UP)
        charge = left if number == life - 1 else min(left, charge)
        left -= charge
        yield charge


def _part_of_year(year: int, in_service: date, on: date) -> Fraction:
    """Months of a calendar year that are over, of those in which it works."""
    start = max(date(year, 1, 1), in_service)
    whole = months_over(start, date(year, 12, 31))
    return Fraction(min(months_over(start, on), whole), whole)
