"""Roots enclosed by bounds are those that derivatives separate, and found with far less work."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine import irr_enclosure
from investisens.engine.irr import irr_periodic
from investisens.engine.irr_enclosure import enclosed_roots
from investisens.engine.irr_roots import separated_roots
from investisens.engine.log_ratio import LogRatio, LogRoot, log_sum

amounts = st.integers(-1_000, 1_000).filter(bool) | st.integers(-(10**9), 10**9).filter(bool)


def scaled(series: Sequence[int]) -> list[float]:
    """Amounts of ordinary size: the derivatives of larger ones leave the range of floats."""
    return [amount / 2**30 for amount in series]


@st.composite
def ratios(draw: st.DrawFn) -> LogRatio:
    """Amounts of both signs in any order, on days of forty years."""
    days = sorted(draw(st.sets(st.integers(0, 14_600), min_size=2, max_size=30)))
    series = draw(st.lists(amounts, min_size=len(days), max_size=len(days)))
    series[0], series[-1] = -abs(series[0]), abs(series[-1])
    return LogRatio.of([(day - days[0]) / 365 for day in days], scaled(series))


def same(one: list[LogRoot], other: list[LogRoot]) -> bool:
    """The same number of roots, at the same places but for the last digits of a float."""
    return [root.multiplicity for root in one] == [root.multiplicity for root in other] and all(
        a.x == pytest.approx(b.x, rel=1e-7, abs=1e-9) for a, b in zip(one, other, strict=True)
    )


@given(ratios())
def test_bounds_find_the_roots_that_derivatives_separate(ratio: LogRatio) -> None:
    """The derivatives are a proof of their own, by another theorem."""
    found = enclosed_roots(ratio)

    assert found is None or same(found, separated_roots(ratio))


def test_every_rate_of_a_product_is_enclosed() -> None:
    """(1 - v)(1 - 2v)(1 - 4v) = 1 - 7v + 14v² - 8v³ is nil at growths of 1, 2 and 4."""
    found = enclosed_roots(LogRatio.of([0, 1, 2, 3], [1, -7, 14, -8]))

    assert found is not None
    assert [root.x for root in found] == pytest.approx([0.0, log(2), log(4)], abs=1e-12)


@pytest.mark.parametrize("series", [(-100, 220, -121), (-1, 3, -3, 1)])
def test_a_multiple_root_is_left_to_the_derivatives(series: tuple[int, ...]) -> None:
    assert enclosed_roots(LogRatio.of(range(len(series)), scaled(series))) is None
    assert [root.multiplicity for root in irr_periodic(series).roots] == [len(series) - 1]


@pytest.mark.parametrize(
    "series",
    [
        pytest.param([(-1) ** k * 100 for k in range(1_000)], id="as much back as paid"),
        pytest.param([(-1) ** k * (100 + k % 2) for k in range(1_000)], id="one in a hundred"),
        pytest.param([(-1) ** k * 10 ** (k * 7 % 9) for k in range(1_000)], id="of all sizes"),
    ],
)
def test_a_thousand_changes_of_sign_take_a_few_hundred_looks(
    series: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand derivatives take four thousand looks and more."""
    looks = []

    def counted(*given: Any) -> tuple[float, float, float]:
        looks.append(given)
        return log_sum(*given)

    monkeypatch.setattr(irr_enclosure, "log_sum", counted)

    assert enclosed_roots(LogRatio.of(range(1_000), scaled(series)))
    assert len(looks) < 2 * 300
