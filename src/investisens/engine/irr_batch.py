"""Internal rates of return of many series on the same dates, as in simulated scenarios.

Rows whose amounts change sign once are solved together. One matrix product gives their
present values on a grid of ``x = ln(1 + r)``, where one change of sign shows the cell of the
root; a second one gives the Taylor series about the middle of that cell, on which Newton's
method costs no exponential. Every other row goes to the solver of :mod:`engine.irr`, and so
does any row that does not settle: the answers are those of :func:`irr`.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np
from numpy.typing import NDArray

from investisens.engine.discount import YEAR_DAYS
from investisens.engine.irr import IrrResult, IrrStatus, solve
from investisens.values.errors import InvalidAmount, InvalidTerms

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Amounts = NDArray[np.int64] | Floats

_CELLS = 25  # Cells of 1/span each: returns over the whole span between e⁻¹² and e¹².
_TERMS = 14  # Within a cell |x t| <= 1/4 about the middle: the 15th term is below 1e-20.
_STEPS = 8
_BLOCK = 1 << 18  # Amounts worked on at once: 2 MB of floats, near the processor.
_ONE_THREAD = 1 << 18  # Multiplications below which OpenBLAS starts no thread.


@attrs.frozen(kw_only=True, eq=False)
class IrrBatch:
    """Rates of a batch of series, one entry per series.

    Attributes:
        value: Effective annual rate, ``nan`` where it is not unique.
        log_rate: ``ln(1 + value)``, ``nan`` where it is not unique.
        status: Codes of :class:`IrrStatus`.
        residual: What is left at the rate, relative to the sum of absolute present values.
    """

    value: Floats
    log_rate: Floats
    status: Codes
    residual: Floats


def irr_batch(days: NDArray[np.int64], amounts: Amounts, *, closed: bool = True) -> IrrBatch:
    """Internal rates of return of series that share their dates, ACT/365 Fixed.

    Args:
        days: Day numbers, shape (date,), in any order; the origin does not matter.
        amounts: Minor units, shape (series, date), received +, paid −, 0 where nothing moves.
        closed: As for :func:`investisens.engine.irr.irr`.

    Raises:
        InvalidAmount: An amount is not finite, or sums of a day do not fit in 64 bits.
        InvalidTerms: The shapes do not agree.

    >>> batch = irr_batch(np.array([0, 365]), np.array([[-100, 110], [-100, 0]]))
    >>> batch.value.round(12).tolist(), [IrrStatus(code).name for code in batch.status]
    ([0.1, nan], ['UNIQUE', 'TOTAL_LOSS'])
    """
    _check(days, amounts)
    several_dates = len(np.unique(days)) > 1
    days, amounts = _net(days, amounts)
    times = (days - days[:1]) / YEAR_DAYS
    log_rate = np.full(len(amounts), np.nan)
    status = np.full(len(amounts), IrrStatus.UNIQUE, dtype=np.int8)
    residual = np.full(len(amounts), np.nan)
    for block in _blocks(amounts):
        log_rate[block], residual[block] = _solve_together(times, amounts[block])
    for row in np.flatnonzero(np.isnan(log_rate)):
        result = _solve_alone(times, amounts[row], several_dates, closed)
        status[row] = result.status
        if result.log_rate is not None and result.residual is not None:
            log_rate[row], residual[row] = result.log_rate, result.residual
    with np.errstate(over="ignore"):
        value = np.expm1(log_rate)
    return IrrBatch(value=value, log_rate=log_rate, status=status, residual=residual)


def _check(days: NDArray[np.int64], amounts: Amounts) -> None:
    if days.ndim != 1 or amounts.ndim != 2 or amounts.shape[1] != len(days):
        raise InvalidTerms(
            f"amounts have shape {amounts.shape} and days {days.shape}: "
            "give one row per series and one column per day",
            field="amounts",
            value=amounts.shape,
        )
    if not np.isfinite(amounts).all():
        row, column = np.argwhere(~np.isfinite(amounts))[0].tolist()
        raise InvalidAmount(
            f"amounts[{row}, {column}] is {amounts[row, column]}: use 0 where nothing moves",
            field="amounts",
            value=float(amounts[row, column]),
        )


def _net(days: NDArray[np.int64], amounts: Amounts) -> tuple[NDArray[np.int64], Amounts]:
    """Days strictly ascending, one column each."""
    if (np.diff(days) > 0).all():
        return days, amounts
    order = np.argsort(days, kind="stable")
    days, first = np.unique(days[order], return_index=True)
    if amounts.dtype.kind == "i" and np.abs(amounts.astype(float)).sum(axis=1).max() >= 2.0**62:
        raise InvalidAmount(
            "amounts of one series add up beyond 64 bits: net them by day before, or use "
            "larger units",
            field="amounts",
            value=int(amounts.max()),
        )
    return days, np.add.reduceat(amounts[:, order], first, axis=1)


def _blocks(amounts: Amounts) -> Iterator[slice]:
    rows = max(1, _BLOCK // max(1, amounts.shape[1]))
    return (slice(start, start + rows) for start in range(0, len(amounts), rows))


def _solve_alone(times: Floats, row: Amounts, several_dates: bool, closed: bool) -> IrrResult:
    kept = np.flatnonzero(row)
    return solve(
        times[kept].tolist(), row[kept].tolist(), several_dates=several_dates, closed=closed
    )


def _solve_together(times: Floats, amounts: Amounts) -> tuple[Floats, Floats]:
    """``x`` and residual of the rows that one grid and Newton's method settle, else nan."""
    x, residual = np.full(len(amounts), np.nan), np.full(len(amounts), np.nan)
    if len(times) < 2:
        return x, residual
    width = 1 / (times[-1] - times[0])
    centred = times - (times[0] + times[-1]) / 2
    turned, single = _turned(amounts.astype(np.float64))
    edges = width * (np.arange(_CELLS + 1) - _CELLS / 2)
    values = _product(turned, np.exp(np.outer(-centred, edges)))
    cell = np.count_nonzero(values < 0, axis=1) - 1
    rows = np.flatnonzero(single & (values[:, 0] < 0) & (values[:, -1] >= 0))
    rows = rows[np.argsort(cell[rows], kind="stable")]
    if len(rows):
        cell = cell[rows]
        low, high = -values[rows, cell], values[rows, cell + 1]
        centre = width * (cell - _CELLS // 2)
        series, size = _taylor(centred, turned, rows, centre)
        shift, step = _newton(series, width * (low / (low + high) - 0.5), width / 2)
        x[rows] = np.where(np.abs(step) <= 1e-10 * width, centre + shift, np.nan)
        residual[rows] = np.abs(_horner(series, shift)[0]) / _horner(size, shift)[0]
    return x, residual


def _turned(amounts: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Rows turned so that they open above zero, in place, and whether each changes sign once."""
    every = np.arange(len(amounts))
    opening = amounts[every, (amounts != 0).argmax(axis=1)]
    amounts *= np.sign(opening)[:, np.newaxis]
    below = amounts < 0
    first_below = below.argmax(axis=1)
    last_above = amounts.shape[1] - 1 - (amounts > 0)[:, ::-1].argmax(axis=1)
    return amounts, below[every, first_below] & (last_above < first_below)


def _taylor(
    times: Floats, amounts: Floats, rows: NDArray[np.intp], centre: Floats
) -> tuple[Floats, Floats]:
    """Taylor terms of present values, and three of absolute ones, shape (term, row).

    Args:
        times: Years about the middle of the span.
        amounts: Shape (series, date).
        rows: Series wanted, those of one cell together.
        centre: Point of expansion of each.
    """
    powers = np.cumprod(
        np.vstack([np.ones_like(times), *(-times / k for k in range(1, _TERMS))]), axis=0
    )
    series, size = np.empty((_TERMS, len(rows))), np.empty((3, len(rows)))
    starts = np.flatnonzero(np.diff(centre, prepend=np.nan) != 0)
    for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
        members = amounts.take(rows[start:stop], axis=0)
        terms = powers * np.exp(-centre[start] * times)
        series[:, start:stop] = _product(members, terms.T).T
        size[:, start:stop] = _product(np.abs(members, out=members), terms[:3].T).T
    return series, size


def _product(rows: Floats, basis: Floats) -> Floats:
    """``rows @ basis``, cut in pieces small enough for BLAS to stay on one thread.

    The products are narrow: threads wait for each other longer than they compute, and much
    longer where other processes keep the cores busy.
    """
    columns, width = basis.shape
    piece = max(1, _ONE_THREAD // basis.size)
    whole = len(rows) // piece * piece
    product = np.empty((len(rows), width))
    stacked = rows[:whole].reshape(-1, piece, columns)
    np.matmul(stacked, basis, out=product[:whole].reshape(-1, piece, width))
    np.matmul(rows[whole:], basis, out=product[whole:])
    return product


def _newton(series: Floats, shift: Floats, reach: float) -> tuple[Floats, Floats]:
    """Roots of the series within *reach* of zero, and the last step towards each."""
    for _ in range(_STEPS):
        value, slope = _horner(series, shift)
        moved = np.clip(shift - value / np.where(slope, slope, 1.0), -reach, reach)
        step, shift = moved - shift, moved
        if np.abs(step).max() <= 1e-10 * reach:
            break
    return shift, step


def _horner(series: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Value and slope of a polynomial per column, terms in ascending order."""
    value, slope = series[-1].copy(), np.zeros_like(at)
    for term in series[-2::-1]:
        slope *= at
        slope += value
        value *= at
        value += term
    return value, slope
