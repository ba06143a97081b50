"""Times who owes what on a day: 10,000 loans that received 1,000,000 payments.

Each loan has its own amount and rate and is repaid in 100 monthly dues, paid early, late or in
part. The same question is asked of a fund in memory and of the file of a ledger, and of a tenth of
it: the time must grow with the number of events, no quicker. Fails beyond ten seconds.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from investisens import XOF, Every, Money, Period, Rate
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment
from investisens.ledger import Ledger
from investisens.portfolio.arrears import ContractArrears, arrears_on
from investisens.portfolio.event_fold import events_of
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.records import Payment

DUES = 100
MANY = 10_000
FEW = 1_000
FIRST_DAYS = 60
ON = date(2020, 6, 30)
MOMENT = datetime(2024, 1, 2, tzinfo=UTC)
LONGEST = 10.0
STEEPEST = 1.6
"""How much longer than in proportion ten times as many events may take, with noise."""


def fund(loans: int) -> Fund:
    """Loans disbursed on sixty days, and a hundred payments on each."""
    rng = random.Random(7)
    starts = [date(2011, 1, 3) + timedelta(days=7 * week) for week in range(FIRST_DAYS)]
    plans = [
        Repayment(
            dues=(Every(first=start + timedelta(days=31), every=Period(months=1), count=DUES),)
        )
        for start in starts
    ]
    positions, payments = [], []
    for number, (start, plan) in zip(
        range(loans), cycle(zip(starts, plans, strict=True)), strict=False
    ):
        principal = rng.randrange(1_000_000, 50_000_000)
        rate = Rate(rng.randrange(20, 120) * 10_000)
        terms = Loan(principal=Money(principal, XOF), disbursed_on=start, rate=rate, repayment=plan)
        positions.append(Position(id=f"L{number}", enterprise="E1", instrument=terms))
        payments += [
            Payment(
                id=f"P{number}-{due}",
                received_on=start + timedelta(days=31 + 30 * due + rng.randrange(30)),
                position=f"L{number}",
                amount=Money(principal // 95 + rng.randrange(1_000), XOF),
            )
            for due in range(DUES)
        ]
    return Fund(
        terms=FundTerms(name="Bench", currency=XOF, share_price=Money(10_000, XOF), as_of=ON),
        enterprises=(Enterprise(id="E1", name="Miel"),),
        positions=tuple(positions),
        payments=tuple(payments),
    )


def from_memory(held: Fund) -> tuple[float, tuple[ContractArrears, ...]]:
    """Seconds, and what was found."""
    started = perf_counter()
    found = arrears_on(held, ON)
    return perf_counter() - started, found


def from_file(path: Path) -> tuple[float, tuple[ContractArrears, ...]]:
    """Seconds from a closed file, and what was found."""
    started = perf_counter()
    with Ledger.open(path) as ledger:
        found = arrears_on(ledger.fund(payments=False), ON, receipts=ledger.receipts())
    return perf_counter() - started, found


def main() -> int:
    """Print a Markdown table; 1 if it takes too long, or grows too quickly."""
    times: dict[tuple[str, int], float] = {}
    with TemporaryDirectory() as folder:
        for loans in (FEW, MANY):
            held = fund(loans)
            path = Path(folder) / f"{loans}.ledger"
            with Ledger.create(path) as ledger:
                without = Fund(
                    terms=held.terms, enterprises=held.enterprises, positions=held.positions
                )
                ledger.record(events_of(without, MOMENT))
                ledger.record_payments(held.payments, MOMENT)
            times["a fund in memory", loans], found = from_memory(held)
            times["the file of a ledger", loans], again = from_file(path)
            if found != again:
                print("the ledger and the fund in memory differ")
                return 1
    print("| Source | 1,000 loans, 100,000 events | 10,000 loans, 1,000,000 events | Growth |")
    print("|---|---:|---:|---:|")
    failed = False
    for source in ("a fund in memory", "the file of a ledger"):
        few, many = times[source, FEW], times[source, MANY]
        growth = many / few
        print(f"| {source} | {few:.2f} s | {many:.2f} s | {growth:.1f} |")
        failed |= many > LONGEST or growth > STEEPEST * MANY / FEW
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
