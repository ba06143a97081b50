"""Equipment and its grants in the books: what each year shows, and what an exit brings."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.asset_book import asset_rows, exit_effect
from investisens.funding.depreciation import Component
from investisens.funding.equipment import Equipment
from investisens.values.currency import XOF
from investisens.values.errors import MissingData
from investisens.values.money import Money
from strategies import days


def xof(minor: int) -> Money:
    return Money(minor, XOF)


def part(cost: int, years: int, in_service: date = date(2010, 1, 1)) -> Component:
    return Component(cost=xof(cost), in_service=in_service, life_months=12 * years)


def equipment(*parts: Component, sold_on: date | None = None, price: int = 0) -> Equipment:
    price_of_sale = xof(price) if sold_on else None
    return Equipment(label="Press", components=parts, sold_on=sold_on, sold_for=price_of_sale)


class TestRows:
    """The investment grant is released at the same pace as the depreciation of what it paid."""

    def test_release_follows_depreciation(self) -> None:
        """HYB-10 F: asset 5,000,000 XOF, 5 years, in service 1 April; grant 3,000,000.

        → depreciation = [750,000; 1,000,000; 1,000,000; 1,000,000; 1,000,000; 250,000]; release =
        [450,000; 600,000; 600,000; 600,000; 600,000; 150,000]; net_charge = [300,000; 400,000;
        400,000; 400,000; 400,000; 100,000].
        """
        rows = asset_rows(equipment(part(5_000_000, 5, date(2012, 4, 1))), {2012: xof(3_000_000)})

        assert [row.charge.minor for row in rows] == [750_000, *[1_000_000] * 4, 250_000]
        assert [row.released.minor for row in rows] == [450_000, *[600_000] * 4, 150_000]
        assert [row.net_charge.minor for row in rows] == [300_000, *[400_000] * 4, 100_000]

    def test_a_whole_grant_over_whole_years(self) -> None:
        """HYB-11 P: grant 5,000,000 on an asset depreciated over 5 full years → 1,000,000 each."""
        rows = asset_rows(equipment(part(5_000_000, 5)), {2010: xof(5_000_000)})

        assert [row.released.minor for row in rows] == [1_000_000] * 5

    def test_a_grant_is_shared_over_components(self) -> None:
        """HYB-12 F: structure 6,000,000 (10 years) + pump 4,000,000 (5 years); grant 5,000,000.

        → grant_by_component = [3,000,000; 2,000,000]; release_years_1_5 = 700,000;
        release_years_6_10 = 300,000.
        """
        rows = asset_rows(
            equipment(part(6_000_000, 10), part(4_000_000, 5)), {2010: xof(5_000_000)}
        )

        assert [row.released.minor for row in rows] == [700_000] * 5 + [300_000] * 5

    def test_a_year_without_a_movement_has_its_row(self) -> None:
        """A balance of the grant that comes late: by hand, nothing moves in 2012 and 2013."""
        rows = asset_rows(equipment(part(900, 2)), {2010: xof(400), 2014: xof(100)})

        assert [row.year for row in rows] == [2010, 2011, 2012, 2013, 2014]
        assert [row.released.minor for row in rows] == [200, 200, 0, 0, 100]
        assert [row.net_book_value.minor for row in rows] == [450, 0, 0, 0, 0]

    @given(st.integers(1, 10**9), st.integers(1, 30), days, st.fractions(0, 1))
    def test_11_release_keeps_the_pace_of_depreciation(
        self, cost: int, years: int, on: date, share: Fraction
    ) -> None:
        """Σ depreciation = cost; Σ release = grant.

        |release - dep × G/C| ≤ 2 units; release ≤ dep + 1 when grant ≤ cost.
        """
        grant = int(cost * share)
        rows = asset_rows(equipment(part(cost, years, on)), {on.year: xof(grant)})

        assert sum(row.charge.minor for row in rows) == cost
        assert sum(row.released.minor for row in rows) == grant
        for row in rows:
            assert abs(row.released.minor * cost - row.charge.minor * grant) <= 2 * cost
            assert row.released.minor <= row.charge.minor + 1

    @given(st.integers(1, 10**9), st.integers(1, 30), st.integers(0, 10**9), st.integers(0, 40))
    def test_12_disposal_closes_the_balance(
        self, cost: int, years: int, grant: int, held: int
    ) -> None:
        """Cumulative release ≤ grant at every date; disposal closes the balance exactly."""
        sold = equipment(part(cost, years), sold_on=date(2010 + held, 6, 30))
        rows = asset_rows(sold, {2010: xof(grant)})

        assert all(0 <= row.unreleased.minor <= grant for row in rows)
        assert rows[-1].unreleased == rows[-1].net_book_value == xof(0)
        assert sum(row.released.minor for row in rows) == grant


class TestExit:
    """On disposal the unreleased grant goes to income in the year of exit."""

    def test_the_unreleased_grant_is_income(self) -> None:
        """HYB-13 F: asset 8,000,000, 8 years, grant 4,800,000.

        Sold at the end of year 3 for 5,500,000
        → net_book_value = 5,000,000; grant_unreleased = 3,000,000; gain_on_sale = 500,000;
        income_effect_of_exit = 3,500,000.
        """
        sold = equipment(part(8_000_000, 8), sold_on=date(2012, 12, 31), price=5_500_000)
        effect = exit_effect(sold, xof(4_800_000))

        assert effect.net_book_value == xof(5_000_000)
        assert effect.unreleased == xof(3_000_000)
        assert effect.gain == xof(500_000)
        assert effect.effect == xof(3_500_000)

    def test_scrap_is_a_loss_of_what_is_left(self) -> None:
        """By hand: half of 1,000 is left after one year of two, and half of the grant of 400."""
        effect = exit_effect(equipment(part(1_000, 2), sold_on=date(2010, 12, 31)), xof(400))

        assert (effect.gain.minor, effect.unreleased.minor) == (-500, 200)

    def test_equipment_that_is_kept_has_no_exit(self) -> None:
        with pytest.raises(MissingData) as refused:
            exit_effect(equipment(part(1_000, 2)), xof(400))

        assert str(refused.value) == "Press has no sold_on: give the day of its sale"
