"""A grant for land: not written down, so the grant needs a pace of its own."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs

from investisens.legal.parameters import value
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class Land:
    """Land, or another asset that is not depreciated, that a grant paid for.

    The grant becomes income in equal parts over the years in which the asset may not be sold, or
    else over those of the books; the first year counts as a whole one.

    Attributes:
        cost: What it cost, > 0.
        bought_on: The first of the years is the one of this day.
        years: How many years, 1 or more.

    Source: PCG, article 312-1; CGI, article 42 septies; SYSCOHADA (same tenths, no proportion of
    time in the first year): parameters ``grant.land_release_years``.

    Raises:
        InvalidTerms: The cost or the years are not positive.

    >>> from investisens.instruments.grant_release import release_rows
    >>> from investisens.values.currency import XOF
    >>> field = land(Money(2_000_000, XOF), date(2012, 9, 1), clause_years=8)
    >>> release_rows((field,), {2012: Money(1_000_000, XOF)})[0].released.minor
    125000
    """

    cost: Money
    bought_on: date
    years: int

    def __attrs_post_init__(self) -> None:
        if self.cost.minor <= 0:
            raise InvalidTerms(
                f"cost is {self.cost}: use a positive amount", field="cost", value=self.cost
            )
        if self.years < 1:
            raise InvalidTerms(
                f"years is {self.years}: use 1 or more", field="years", value=self.years
            )

    @property
    def last_year(self) -> int:
        """The calendar year that takes the last part."""
        return self.bought_on.year + self.years - 1

    def share_by(self, on: date) -> Fraction:
        """The part of a grant that is income at the end of a day: by whole years."""
        over = (on + timedelta(days=1)).year - self.bought_on.year
        return Fraction(min(max(0, over), self.years), self.years)


def land(
    cost: Money, bought_on: date, *, clause_years: int | None = None, books: str = "syscohada"
) -> Land:
    """Land with the years of its clause of inalienability, or else those of the books on the day.

    Args:
        cost: What it cost.
        bought_on: When.
        clause_years: Years in which it may not be sold; ``None`` without such a clause.
        books: ``syscohada``, ``pcg`` or ``cgi`` (French tax).

    Raises:
        MissingData: There are no such books, or none of their rules holds on that day.

    >>> from investisens.values.currency import XOF
    >>> land(Money(2_000_000, XOF), date(2012, 9, 1)).years
    10
    """
    law = f"grant.land_release_years.{books}"
    years = int(value(law, on=bought_on)) if clause_years is None else clause_years
    return Land(cost=cost, bought_on=bought_on, years=years)
