"""Schedules of one loan and of 100,000 loans, beside QuantLib, in one run.

The peer builds the same loan (level payment, 60 monthly dues, actual days over 365) and lists its
cash flows. QuantLib's amounts are floats; ours are exact whole francs.

One loan is timed twice. *Dates of its own*: no two loans are disbursed on one day, so neither side
keeps anything from one to the next. *Dates of the loan before*: amount and rate are new; we
keep the dates and steps of equal terms, as the library always does, and the peer keeps its list of
dates. Both sides take turns, and the median of the ratios of all turns is told with its range.

    python benchmarks/bench_schedule.py
"""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count, islice
from statistics import median
from typing import Any

import attrs
import numpy as np
import QuantLib as ql  # noqa: N813 - the name its own examples use

from investisens import (
    XOF,
    Amortisation,
    Every,
    Loan,
    Money,
    Period,
    Rate,
    Repayment,
    Tranche,
    schedule,
)
from investisens.engine.book import Book
from investisens.engine.contract import Contract
from investisens.engine.projection import run_book

DUES = 60
MANY = 100_000
LOANS = 200
TURNS = 15
FIRST = date(2024, 1, 1)


def terms(number: int, disbursed_on: date = FIRST) -> Loan:
    """One loan from its terms, its first due a month after its disbursement."""
    first = disbursed_on + timedelta(days=31)
    dues = (Every(first=first, every=Period(months=1), count=DUES),)
    return Loan(
        principal=Money(1_000_000 + number, XOF),
        disbursed_on=disbursed_on,
        rate=Rate(450_000 + number % 1_000),
        repayment=Repayment(dues=dues, amortisation=Amortisation.LEVEL_PAYMENT),
    )


def ours(number: int, disbursed_on: date = FIRST) -> list[tuple[date, int]]:
    """Terms to rows."""
    loan = terms(number, disbursed_on)
    return [(row.due_on, row.total) for row in schedule(loan.legs()[0]).rows]


def peer_dates(disbursed_on: date = FIRST) -> Any:
    """The same dates in QuantLib."""
    start = ql.Date(disbursed_on.day, disbursed_on.month, disbursed_on.year)
    return ql.Schedule(
        start, start + ql.Period(5, ql.Years), ql.Period(1, ql.Months), ql.NullCalendar(),
        ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Forward, False,
    )  # fmt: skip


def peer(number: int, dates: Any) -> list[tuple[object, float]]:
    """The same rows with QuantLib."""
    rate = (450_000 + number % 1_000) / 1e7
    notionals = ql.sinkingNotionals(ql.Period(5, ql.Years), ql.Monthly, rate, 1_000_000.0 + number)
    bond = ql.AmortizingFixedRateBond(0, notionals, dates, [rate], ql.Actual365Fixed())
    return [(flow.date(), flow.amount()) for flow in bond.cashflows()]


def batch(size: int) -> int:
    """Terms of each loan to amounts of every kind and month, for *size* loans at once."""
    contracts = [Contract(id=str(number), legs=terms(number).legs()) for number in range(size)]
    return int(run_book(Book.of(contracts)).outstanding[0])


def cohort(size: int) -> int:
    """The same loans given as one table of principals and rates."""
    numbers = np.arange(size)
    leg = terms(0).legs()[0]
    book = Book.cohort(leg, 1_000_000 + numbers, 450_000 + numbers % 1_000)
    return int(run_book(book).outstanding[0])


SHAPES: dict[str, dict[str, Any]] = {
    "level payment": {"amortisation": Amortisation.LEVEL_PAYMENT},
    "seasonal": {"amortisation": Amortisation.SEASONAL, "weights": (3, 0, 2, 1, 0, 0) * 2},
    "bullet": {"amortisation": Amortisation.BULLET},
    "deferred": {"capitalised_dues": 6, "interest_only_dues": 6},
    "tranches": {"draws": (Tranche(on=FIRST + timedelta(days=45), amount=Money(500_000, XOF)),)},
}
"""Terms of repayment of each shape, beside the dues."""


def mixed(size: int) -> int:
    """Loans of every shape in turn, each shape as one table."""
    numbers = np.arange(size // len(SHAPES))
    left = 0
    for options in SHAPES.values():
        loan = terms(0)
        repayment = attrs.evolve(loan.repayment, amortisation=Amortisation.CONSTANT_PRINCIPAL)
        leg = attrs.evolve(loan, repayment=attrs.evolve(repayment, **options)).legs()[0]
        book = Book.cohort(leg, 1_000_000 + numbers, 450_000 + numbers % 1_000)
        left += int(run_book(book).outstanding[0])
    return left


def memory(task: Callable[[], object]) -> float:
    """Mebibytes allocated at most while *task* runs, numpy's arrays included."""
    tracemalloc.start()
    task()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def seconds(task: Callable[[], object]) -> float:
    """The time of one run."""
    gc.collect()
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def turns(one: Callable[[], object], other: Callable[[], object]) -> tuple[list[float], float]:
    """The other's time over one's in each of several turns, and the other's median time."""
    times = [(seconds(one), seconds(other)) for _ in range(TURNS)]
    return sorted(theirs / own for own, theirs in times), median(theirs for _, theirs in times)


def main() -> None:
    """Print the ratios as a table."""
    days = (FIRST + timedelta(days=number) for number in count())
    known = peer_dates()
    ours(0), peer(0, known), batch(100), cohort(100)
    own_dates, _ = turns(
        lambda: [ours(number, day) for number, day in enumerate(islice(days, LOANS))],
        lambda: [peer(number, peer_dates()) for number in range(LOANS)],
    )
    same_dates, theirs = turns(
        lambda: [ours(number) for number in range(LOANS)],
        lambda: [peer(number, known) for number in range(LOANS)],
    )
    many = min(seconds(lambda: cohort(MANY)) for _ in range(3)) / MANY
    shapes = min(seconds(lambda: mixed(MANY)) for _ in range(3)) / MANY
    objects = seconds(lambda: batch(MANY)) / MANY
    print(f"| Task | QuantLib's time ÷ ours, median of {TURNS} turns | Least and most |")
    print("|---|---:|---:|")
    one = f"one loan of {DUES} dues, terms to rows, dates of"
    for dates, ratios in ("its own", own_dates), ("the loan before", same_dates):
        print(f"| {one} {dates} | {median(ratios):.2f} | {ratios[0]:.2f} to {ratios[-1]:.2f} |")
    each = theirs / LOANS
    print(f"| {MANY:,} loans of {DUES} dues as one table, a loan | {each / many:.0f} | |")
    print(f"| {MANY:,} loans of five shapes as five tables, a loan | {each / shapes:.0f} | |")
    rest = "each from its own terms, a loan"
    print(f"| {MANY:,} loans of {DUES} dues, {rest} | {each / objects:.0f} | |")
    used = memory(lambda: cohort(MANY)), memory(lambda: mixed(MANY))
    print(f"\nMost memory of one table and of five: {used[0]:.0f} and {used[1]:.0f} MiB.")


if __name__ == "__main__":
    main()
