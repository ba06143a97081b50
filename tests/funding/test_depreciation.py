"""Depreciation: parts of a cost, and of the grants for it, over a life."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.depreciation import Component, DepreciationMethod, depreciation_rows
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from strategies import currencies, days, minors

DECLINING = DepreciationMethod.FR_DECLINING


@st.composite
def components(draw: st.DrawFn) -> Component:
    currency = draw(currencies)
    cost = draw(minors)
    common: dict[str, Any] = {"cost": Money(cost, currency), "in_service": draw(days)}
    if draw(st.booleans()):
        years = draw(st.integers(3, 40))
        return Component(life_months=12 * years, method=DECLINING, **common)
    residual = draw(st.none() | st.integers(0, cost - 1).map(lambda each: Money(each, currency)))
    return Component(life_months=draw(st.integers(1, 600)), residual=residual, **common)


def component(**terms: Any) -> Component:
    start = {"cost": Money(5_000_000, XOF), "in_service": date(2012, 4, 1), "life_months": 60}
    return Component(**{**start, **terms})


def charges(*parts: Component) -> list[int]:
    return [row.charge.minor for row in depreciation_rows(parts)]


class TestStraightLine:
    """Each equipment line has a life, an in-service date and optional components."""

    def test_months_of_the_first_year_count(self) -> None:
        """HYB-10 F: asset 5,000,000 XOF, 5 years straight line, in service 1 April.

        → depreciation = [750,000; 1,000,000; 1,000,000; 1,000,000; 1,000,000; 250,000].
        """
        assert charges(component()) == [750_000, *[1_000_000] * 4, 250_000]

    def test_components_have_lives_of_their_own(self) -> None:
        """HYB-12 F: asset 10,000,000 = structure 6,000,000 (10 years) + pump 4,000,000 (5 years).

        By hand: 600,000 + 800,000 a year for five years, then 600,000.
        """
        start = date(2012, 1, 1)
        structure = component(cost=Money(6_000_000, XOF), in_service=start, life_months=120)
        pump = component(cost=Money(4_000_000, XOF), in_service=start, life_months=60)

        assert charges(structure, pump) == [1_400_000] * 5 + [600_000] * 5

    def test_what_it_is_worth_at_the_end_is_not_written_down(self) -> None:
        """By hand: (5,000,000 - 500,000) / 5 = 900,000 a year, 9 months of it first."""
        rows = depreciation_rows((component(residual=Money(500_000, XOF)),))

        assert [row.charge.minor for row in rows] == [675_000, *[900_000] * 4, 225_000]
        assert rows[-1].net_book_value == Money(500_000, XOF)

    def test_a_sale_ends_it(self) -> None:
        """By hand: 750,000 in 2012, then 5 months of 1,000,000 / 12 up to 31 May 2013 = 416,667."""
        rows = depreciation_rows((component(),), sold_on=date(2013, 5, 31))

        assert [row.charge.minor for row in rows] == [750_000, 416_667]
        assert rows[-1].net_book_value == Money(0, XOF)


class TestFrenchDeclining:
    """CGI, article 39 A: a multiple of the straight-line rate on what is left (secondary)."""

    def test_what_is_left_in_equal_parts_comes_last(self) -> None:
        """By hand, 10,000.00 EUR over 5 years from April, 1.75 / 5 = 35 %, in cents.

        2012: 1,000,000 × 35 % × 9/12 = 262,500; 2013: 737,500 × 35 % = 258,125;
        2014: 479,375 × 35 % = 167,781.25 (a third, 33 %, is less); 2015: half of 311,594; 2016: the
        other half.
        """
        machine = component(cost=Money(1_000_000, EUR), method=DECLINING)

        assert charges(machine) == [262_500, 258_125, 167_781, 155_797, 155_797]

    @pytest.mark.parametrize(
        ("years", "first"),
        [(3, 416_667), (4, 312_500), (5, 350_000), (6, 291_667), (7, 321_429), (10, 225_000)],
    )
    def test_the_coefficient_is_the_one_of_the_life(self, years: int, first: int) -> None:
        """By hand, 1,000,000 from January: 1.25 to 4 years, 1.75 to 6, 2.25 above, over the life.

        1.25/3 = 41.6667 %, 1.25/4 = 31.25 %, 1.75/5 = 35 %, 1.75/6 = 29.1667 %,
        2.25/7 = 32.1429 %, 2.25/10 = 22.5 %.
        """
        machine = component(
            cost=Money(1_000_000, XOF),
            in_service=date(2012, 1, 15),
            life_months=12 * years,
            method=DECLINING,
        )

        assert charges(machine)[0] == first

    def test_a_sale_within_a_year_takes_its_months(self) -> None:
        """By hand: 262,500 in 2012, then 6/12 of 258,125 = 129,062.5, rounded half up in all."""
        machine = component(cost=Money(1_000_000, EUR), method=DECLINING)

        assert machine.written_down(date(2013, 6, 30)) == Money(391_563, EUR)


@given(st.lists(components(), min_size=1, max_size=4))
def test_11_depreciation_adds_up_to_the_cost(parts: list[Component]) -> None:
    """Σ depreciation = cost, less what it is worth at the end; no year gives anything back."""
    parts = [each for each in parts if each.cost.currency == parts[0].cost.currency]
    rows = depreciation_rows(parts)

    assert sum(row.charge.minor for row in rows) == sum(each.base.minor for each in parts)
    assert all(row.charge.minor >= 0 for row in rows)
    assert rows[-1].year == max(each.last_year for each in parts)
    left = sum(each.cost.minor - each.base.minor for each in parts)
    assert rows[-1].net_book_value.minor == left


@given(components(), days)
def test_a_day_between_stands_between_its_years(part: Component, on: date) -> None:
    before, after = date(on.year - 1, 12, 31), date(on.year, 12, 31)

    assert part.written_down(before) <= part.written_down(on) <= part.written_down(after)
    assert part.written_down(after) <= part.base


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"cost": Money(0, XOF)}, "cost is 0 XOF: use a positive amount"),
        ({"life_months": 0}, "life_months is 0: use 1 to 1200 months"),
        ({"life_months": 1_201}, "life_months is 1201: use 1 to 1200 months"),
        ({"residual": Money(-1, XOF)}, "residual is -1 XOF: use 0 or more"),
        (
            {"residual": Money(5_000_000, XOF)},
            "residual is 5000000 XOF of a cost of 5000000 XOF: use less than the cost",
        ),
        (
            {"method": DECLINING, "life_months": 24},
            "life_months is 24: the French declining balance takes whole years from 3 on, use 36, "
            "48, 60...",
        ),
        (
            {"method": DECLINING, "life_months": 61},
            "life_months is 61: the French declining balance takes whole years from 3 on, use 36, "
            "48, 60...",
        ),
        (
            {"method": DECLINING, "residual": Money(1, XOF)},
            "residual is 1 XOF: the French declining balance writes the whole cost down, leave "
            "residual out",
        ),
    ],
)
def test_a_wrong_term_is_refused(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as refused:
        component(**terms)

    assert str(refused.value) == message
    assert refused.value.field in attrs.fields_dict(Component)
