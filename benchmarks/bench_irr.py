"""Speed of the internal rate of return, as ratios to pyxirr and numpy-financial.

Run ``python benchmarks/bench_irr.py``. Every timing is the best of several runs on the same
seeded series (one call, then receipts), and the answers must agree to 1e-9 before it counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy_financial as npf
import pyxirr

from investisens.engine.irr import irr, irr_periodic
from investisens.engine.irr_batch import irr_batch

SERIES, DATES, SINGLES = 20_000, 61, 200
START = date(2025, 1, 31)


def main() -> None:
    """Print the ratios as a Markdown table: above 1, investisens is the quicker one."""
    days = [START + timedelta(days=30 * month) for month in range(DATES)]
    amounts = conventional_series()
    numbers = np.array([day.toordinal() for day in days])
    floats, few, rows = amounts.astype(float), amounts[:SINGLES].astype(float), amounts.tolist()
    batch, batch_time = best_of(3, lambda: irr_batch(numbers, amounts).value)
    loop, loop_time = best_of(3, lambda: [pyxirr.xirr(days, row) for row in floats])
    ours, our_time = best_of(
        5, lambda: [irr(zip(days, row, strict=True)).value for row in rows[:SINGLES]]
    )
    theirs, their_time = best_of(5, lambda: [pyxirr.xirr(days, row) for row in few])
    even, even_time = best_of(3, lambda: [irr_periodic(row).value for row in rows[:SINGLES]])
    root, root_time = best_of(3, lambda: [npf.irr(row) for row in few])
    for mine, other in ((batch, loop), (ours, theirs), (even, root)):
        if not np.allclose(mine, np.array(other, dtype=float), rtol=0, atol=1e-9):
            raise SystemExit("the rates differ by more than 1e-9: no ratio is given")
    print("| Task | Compared with | Times quicker |")
    print("|---|---|---|")
    many = f"{SERIES:,} series × {DATES} dates"
    print(f"| {many} | loop of pyxirr.xirr | {loop_time / batch_time:.1f} |")
    print(f"| one series × {DATES} dates | pyxirr.xirr | {their_time / our_time:.3f} |")
    print(f"| one series × {DATES} periods | numpy_financial.irr | {root_time / even_time:.1f} |")


def conventional_series() -> np.ndarray[Any, np.dtype[np.int64]]:
    """One amount paid, then receipts of 0 to 5 % of it, some of them missing."""
    draw = np.random.default_rng(20_250_131)
    amounts = draw.integers(0, 50_001, size=(SERIES, DATES))
    amounts[draw.random(amounts.shape) < 0.2] = 0
    amounts[:, 0] = -1_000_000
    return amounts


def best_of(runs: int, task: Callable[[], Any]) -> tuple[Any, float]:
    """The result, and the shortest time it took."""
    shortest = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        result = task()
        shortest = min(shortest, time.perf_counter() - started)
    return result, shortest


if __name__ == "__main__":
    main()
