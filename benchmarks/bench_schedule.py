"""Schedules of one loan and of 100,000 loans, beside QuantLib, in one run.

The peer builds the same loan (level payment, 60 monthly dues, actual days over 365) and lists its
cash flows. QuantLib's amounts are floats; ours are exact whole francs.

    python benchmarks/bench_schedule.py
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import date

import numpy as np
import QuantLib as ql  # noqa: N813 - the name its own examples use

from investisens import XOF, Amortisation, Every, Loan, Money, Period, Rate, Repayment, schedule
from investisens.engine.book import Book
from investisens.engine.contract import Contract
from investisens.engine.projection import run_book

DUES = 60
MANY = 100_000


def terms(number: int) -> Loan:
    """One loan from its terms; nothing is kept from one call to the next."""
    dues = (Every(first=date(2024, 2, 1), every=Period(months=1), count=DUES),)
    return Loan(
        principal=Money(1_000_000 + number, XOF),
        disbursed_on=date(2024, 1, 1),
        rate=Rate(450_000 + number % 1_000),
        repayment=Repayment(dues=dues, amortisation=Amortisation.LEVEL_PAYMENT),
    )


def ours(number: int) -> list[tuple[date, int]]:
    """Terms to rows."""
    return [(row.due_on, row.total) for row in schedule(terms(number).legs()[0]).rows]


def peer(number: int) -> list[tuple[object, float]]:
    """The same with QuantLib."""
    rate = (450_000 + number % 1_000) / 1e7
    days = ql.Schedule(
        ql.Date(1, 1, 2024), ql.Date(1, 1, 2029), ql.Period(1, ql.Months), ql.NullCalendar(),
        ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Forward, False,
    )  # fmt: skip
    notionals = ql.sinkingNotionals(ql.Period(5, ql.Years), ql.Monthly, rate, 1_000_000.0 + number)
    bond = ql.AmortizingFixedRateBond(0, notionals, days, [rate], ql.Actual365Fixed())
    return [(flow.date(), flow.amount()) for flow in bond.cashflows()]


def batch(count: int) -> int:
    """Terms of each loan to amounts of every kind and month, for *count* loans at once."""
    contracts = [Contract(id=str(number), legs=terms(number).legs()) for number in range(count)]
    return int(run_book(Book.of(contracts)).outstanding[0])


def cohort(count: int) -> int:
    """The same loans given as one table of principals and rates."""
    numbers = np.arange(count)
    leg = terms(0).legs()[0]
    book = Book.cohort(leg, 1_000_000 + numbers, 450_000 + numbers % 1_000)
    return int(run_book(book).outstanding[0])


def seconds(task: Callable[[], object], rounds: int) -> float:
    """Best of *rounds*."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the ratios as a table."""
    ours(0), peer(0), batch(100), cohort(100)
    one = seconds(lambda: [ours(number) for number in range(200)], 5) / 200
    one_peer = seconds(lambda: [peer(number) for number in range(200)], 5) / 200
    many = seconds(lambda: cohort(MANY), 3) / MANY
    objects = seconds(lambda: batch(MANY), 1) / MANY
    print("| Task | QuantLib's time ÷ ours |")
    print("|---|---|")
    print(f"| one loan of {DUES} dues, terms to rows | {one_peer / one:.2f} |")
    print(f"| {MANY:,} loans of {DUES} dues as one table, a loan | {one_peer / many:.0f} |")
    rest = "each from its own terms, a loan"
    print(f"| {MANY:,} loans of {DUES} dues, {rest} | {one_peer / objects:.0f} |")


if __name__ == "__main__":
    main()
