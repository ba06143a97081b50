"""Rates of many series at once are those of each series alone."""

from __future__ import annotations

from datetime import date
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine import irr_batch as module
from investisens.engine.irr import IrrResult, IrrStatus, irr
from investisens.engine.irr_batch import IrrBatch, irr_batch
from investisens.values.errors import InvalidAmount, InvalidTerms

ORIGIN = date(2025, 1, 31).toordinal()


def alone(days: list[int], row: list[int], *, closed: bool = True) -> IrrResult:
    flows = [(date.fromordinal(ORIGIN + day), a) for day, a in zip(days, row, strict=True)]
    return irr(flows, closed=closed)


def together(days: list[int], rows: list[list[int]], *, closed: bool = True) -> IrrBatch:
    table = np.array(rows, dtype=np.int64).reshape(len(rows), len(days))
    return irr_batch(np.array(days, dtype=np.int64), table, closed=closed)


def assert_same(batch: IrrBatch, row: int, single: IrrResult) -> None:
    assert batch.status[row] == single.status
    if single.log_rate is None:
        assert isnan(batch.log_rate[row])
        assert isnan(batch.value[row])
    else:
        tolerance = 1e-12 * max(1.0, abs(single.log_rate))
        assert abs(batch.log_rate[row] - single.log_rate) <= tolerance
        assert batch.residual[row] <= 1e-13


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[int], list[list[int]]]:
    """Days a month apart or more, and rows of any signs, many of them conventional."""
    gaps = draw(st.lists(st.integers(28, 400), min_size=0, max_size=11))
    days = [sum(gaps[:place]) for place in range(len(gaps) + 1)]
    amount = st.one_of(st.just(0), st.integers(-(10**9), 10**9))
    anything = st.lists(amount, min_size=len(days), max_size=len(days))
    cut = st.integers(0, len(days))
    rows = draw(st.lists(st.tuples(anything, cut, st.booleans()), min_size=1, max_size=8))
    return days, [
        [-abs(a) if place < before else abs(a) for place, a in enumerate(row)] if ordered else row
        for row, before, ordered in rows
    ]


@given(tables(), st.booleans())
def test_a_batch_gives_what_each_series_gives(
    table: tuple[list[int], list[list[int]]], closed: bool
) -> None:
    days, rows = table
    batch = together(days, rows, closed=closed)

    for place, row in enumerate(rows):
        assert_same(batch, place, alone(days, row, closed=closed))


@given(tables(), st.randoms(use_true_random=False))
def test_days_may_come_in_any_order_and_twice(
    table: tuple[list[int], list[list[int]]], random: np.random.Generator
) -> None:
    """Each amount is cut in two, and the columns shuffled."""
    days, rows = table
    order = list(range(2 * len(days)))
    random.shuffle(order)
    halves = [[a // 2 for a in row] + [a - a // 2 for a in row] for row in rows]
    batch = together(
        [(days * 2)[place] for place in order], [[row[place] for place in order] for row in halves]
    )

    for place, row in enumerate(rows):
        assert_same(batch, place, alone(days, row))


def test_every_case_has_its_code() -> None:
    rows = {
        IrrStatus.UNIQUE: [-100, 110, 0],
        IrrStatus.MULTIPLE_ROOTS: [-100, 230, -132],
        IrrStatus.NO_ROOT: [-100, 150, -100],
        IrrStatus.TOTAL_LOSS: [-100, 0, -1],
        IrrStatus.INFINITE: [0, 0, 100],
        IrrStatus.EMPTY: [0, 0, 0],
    }

    batch = together([0, 365, 730], list(rows.values()))

    assert batch.status.tolist() == list(rows)
    assert np.flatnonzero(np.isnan(batch.value)).tolist() == [1, 2, 3, 4, 5]
    assert np.flatnonzero(np.isnan(batch.residual)).tolist() == [1, 2, 3, 4, 5]


def test_a_double_root_is_one_rate() -> None:
    batch = together([0, 365, 730], [[-100, 220, -121]])

    assert batch.status.tolist() == [IrrStatus.UNIQUE]
    assert batch.value[0] == pytest.approx(0.1, abs=1e-14)


def test_one_day_has_no_rate() -> None:
    assert together([5], [[-100], [0]]).status.tolist() == [
        IrrStatus.UNDEFINED_SINGLE_DATE,
        IrrStatus.EMPTY,
    ]
    assert together([5, 5], [[-100, 110]]).status.tolist() == [IrrStatus.UNDEFINED_SINGLE_DATE]


def test_no_series_and_no_day_are_batches_too() -> None:
    assert together([0, 365], []).value.shape == (0,)
    assert together([], [[], []]).status.tolist() == [IrrStatus.EMPTY] * 2


def test_rates_outside_the_grid_are_found_alone() -> None:
    """A doubling on the first of 3,650 days: x is 253, the grid ends near 1."""
    batch = together([0, 1, 3650], [[-1, 2, 0], [-1, 10, 0]])

    assert batch.value[0] == pytest.approx(2.0**365, rel=1e-12)
    assert np.isinf(batch.value[1])
    assert batch.log_rate[1] == pytest.approx(365 * np.log(10), rel=1e-14)


def test_money_that_comes_back_without_gain_earns_nothing() -> None:
    assert abs(together([0, 30, 400], [[-100, 40, 60]]).value[0]) <= 1e-16


def test_floats_are_accepted_in_batches() -> None:
    """Simulated amounts may be floats; contracts may not."""
    whole = together([0, 365], [[-100, 110]])
    drawn = irr_batch(np.array([0, 365]), np.array([[-100.0, 110.0]]))

    assert drawn.value.tolist() == whole.value.tolist()


def test_blocks_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(11)
    amounts = draw.integers(-500, 10_000, size=(300, 13))
    amounts[:, 0] = -40_000
    days = np.arange(13) * 91
    whole = irr_batch(days, amounts)
    monkeypatch.setattr(module, "_BLOCK", 13 * 7)
    pieces = irr_batch(days, amounts)

    assert pieces.status.tolist() == whole.status.tolist()
    np.testing.assert_allclose(pieces.log_rate, whole.log_rate, rtol=0, atol=1e-14)


def test_conventional_rows_never_need_the_slow_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Monthly receipts over five years settle on the grid, from heavy losses to 70 % a year."""

    def refuse(*_: object) -> IrrResult:
        raise AssertionError

    monkeypatch.setattr(module, "_solve_alone", refuse)
    draw = np.random.default_rng(7)
    amounts = draw.integers(0, 1_000_000, size=(500, 61)) // draw.integers(10, 400, size=(500, 1))
    amounts[:, 0] = -1_000_000
    batch = irr_batch(np.arange(61) * 30, amounts)

    assert (batch.status == IrrStatus.UNIQUE).all()
    assert batch.residual.max() <= 1e-15


def test_pyxirr_agrees() -> None:
    pyxirr = pytest.importorskip("pyxirr", reason="oracle of the bench group")
    draw = np.random.default_rng(3)
    amounts = draw.integers(0, 50_001, size=(300, 61))
    amounts[:, 0] = -1_000_000
    days = np.arange(61) * 30 + ORIGIN
    dates = [date.fromordinal(day) for day in days.tolist()]
    expected = [pyxirr.xirr(dates, row) for row in amounts.astype(float)]

    np.testing.assert_allclose(irr_batch(days, amounts).value, expected, rtol=0, atol=1e-9)


def test_shapes_that_disagree_are_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        irr_batch(np.array([0, 365]), np.array([[-100, 50, 60]]))

    assert str(caught.value) == (
        "amounts have shape (1, 3) and days (2,): give one row per series and one column per day"
    )


def test_a_missing_amount_is_refused() -> None:
    with pytest.raises(InvalidAmount) as caught:
        irr_batch(np.array([0, 365]), np.array([[-100.0, 110.0], [-100.0, np.nan]]))

    assert str(caught.value) == "amounts[1, 1] is nan: use 0 where nothing moves"


def test_sums_beyond_64_bits_are_refused_not_wrapped() -> None:
    """int64 wraps silently: two huge receipts of one day would become a payment."""
    with pytest.raises(InvalidAmount) as caught:
        irr_batch(np.array([0, 365, 365]), np.array([[-1, 2**62, 2**62]]))

    assert str(caught.value) == (
        "amounts of one series add up beyond 64 bits: net them by day before, or use larger units"
    )
