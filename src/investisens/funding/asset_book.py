"""Equipment and the grants for it in the books of the enterprise, and what an exit brings."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from investisens.funding.depreciation import depreciation_rows
from investisens.funding.equipment import Equipment
from investisens.instruments.grant_release import release_rows
from investisens.values.errors import MissingData
from investisens.values.money import Money, total
from investisens.values.rounding import RoundingMode


@attrs.frozen(kw_only=True)
class ExitEffect:
    """What the sale or the scrapping of equipment does to the income of its year.

    Attributes:
        net_book_value: What was left of its cost that day.
        unreleased: What was left of the grants for it: income at once.
        gain: Price less net book value; negative for a loss.
    """

    net_book_value: Money
    unreleased: Money
    gain: Money

    @property
    def effect(self) -> Money:
        """On income: the gain and the unreleased grant."""
        return self.gain + self.unreleased


@attrs.frozen(kw_only=True)
class AssetRow:
    """One calendar year of equipment and of the grants for it, in the books of the enterprise.

    Attributes:
        year: The year.
        charge: Depreciation of it.
        released: Grants added to income.
        net_book_value: What is left of the cost at its end.
        unreleased: What is left of the grants at its end.
    """

    year: int
    charge: Money
    released: Money
    net_book_value: Money
    unreleased: Money

    @property
    def net_charge(self) -> Money:
        """Depreciation less released grants."""
        return self.charge - self.released


def asset_rows(equipment: Equipment, received: Mapping[int, Money]) -> tuple[AssetRow, ...]:
    """Depreciation of equipment and release of the grants for it, year by year.

    Grants are shared over the components by their costs, and become income as these are written
    down. In the year of a sale all that is left of both goes.

    Args:
        equipment: What was bought.
        received: Grants received less clawed back, by calendar year.

    >>> from datetime import date
    >>> from investisens.funding.depreciation import Component
    >>> from investisens.values.currency import XOF
    >>> pump = Component(cost=Money(5_000_000, XOF), in_service=date(2012, 4, 1), life_months=60)
    >>> rows = asset_rows(Equipment(label="Pump", components=(pump,)),
    ...                   {2012: Money(3_000_000, XOF)})
    >>> [row.net_charge.minor for row in rows]
    [300000, 400000, 400000, 400000, 400000, 100000]
    """
    nothing = Money.zero(equipment.currency)
    sold_in = equipment.sold_on.year if equipment.sold_on else None
    written = {row.year: row for row in depreciation_rows(equipment.components, equipment.sold_on)}
    released = {row.year: row for row in release_rows(equipment.components, received, sold_in)}
    left, unreleased, rows = equipment.cost, nothing, []
    for year in range(min([*written, *released]), max([*written, *released]) + 1):
        charge, release = written.get(year), released.get(year)
        left = charge.net_book_value if charge else left
        unreleased = release.left if release else unreleased
        rows.append(
            AssetRow(
                year=year,
                charge=charge.charge if charge else nothing,
                released=release.released if release else nothing,
                net_book_value=left,
                unreleased=unreleased,
            )
        )
    return tuple(rows)


def exit_effect(equipment: Equipment, grant: Money) -> ExitEffect:
    """What the sale of equipment does to income: price less net book value, and unreleased grant.

    Args:
        equipment: With the day of its sale, and the price if there is one.
        grant: Received for it, shared over its components by their costs.

    Raises:
        MissingData: It is not sold.

    Source: PCG, article 312-1; CGI, article 42 septies (the unreleased grant is income of the year
    of exit).

    >>> from datetime import date
    >>> from investisens.funding.depreciation import Component
    >>> from investisens.values.currency import XOF
    >>> press = Equipment(label="Oil press", components=(
    ...     Component(cost=Money(8_000_000, XOF), in_service=date(2010, 1, 1), life_months=96),),
    ...     sold_on=date(2012, 12, 31), sold_for=Money(5_500_000, XOF))
    >>> print(exit_effect(press, Money(4_800_000, XOF)).effect)
    3500000 XOF
    """
    if equipment.sold_on is None:
        raise MissingData(
            f"{equipment.label} has no sold_on: give the day of its sale",
            field="sold_on",
            value=None,
        )
    value = equipment.net_book_value(equipment.sold_on)
    shares = [part.share_by(equipment.sold_on) for part in equipment.components]
    parts = grant.allocate([part.cost.minor for part in equipment.components])
    unreleased = total(
        (
            part - part.times(share, RoundingMode.HALF_UP)
            for part, share in zip(parts, shares, strict=True)
        ),
        grant.currency,
    )
    price = equipment.sold_for or Money.zero(equipment.currency)
    return ExitEffect(net_book_value=value, unreleased=unreleased, gain=price - value)
