"""Times the recording of 100,000 payments, beside bare SQL that inserts the same rows.

The peer gets every row ready made, hash included, and inserts them in one transaction into a table
of the same columns, keys and durability, without triggers. We start from receipts as values: each
is written as text and bound to the one before it by its hash. Fails below half the peer's rate.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from investisens import XOF, Money, OnDates, Rate
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment
from investisens.ledger import Ledger
from investisens.ledger.file import connect
from investisens.portfolio.event_fold import events_of
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.records import Payment

COUNT = 100_000
CONTRACTS = 1_000
TURNS = 5
MOMENT = datetime(2024, 1, 2, tzinfo=UTC)
LEAST_RATIO = 0.5

TABLES = """
CREATE TABLE currencies (code TEXT PRIMARY KEY) STRICT;
CREATE TABLE contracts (id TEXT PRIMARY KEY) STRICT;
CREATE TABLE events (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, on_day TEXT NOT NULL,
    recorded_at TEXT NOT NULL, contract TEXT REFERENCES contracts (id), amount_minor INTEGER,
    currency TEXT REFERENCES currencies (code), author TEXT NOT NULL, source TEXT NOT NULL,
    rank INTEGER NOT NULL, reverses TEXT REFERENCES events (id), content TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
"""


def fund() -> Fund:
    """A thousand loans, and nothing received yet."""
    start = date(2010, 1, 1)
    terms = Loan(
        principal=Money(10**9, XOF),
        disbursed_on=start,
        rate=Rate.parse("5 %"),
        repayment=Repayment(dues=(OnDates((date(2030, 1, 1),)),)),
    )
    return Fund(
        terms=FundTerms(
            name="Bench", currency=XOF, share_price=Money(10_000, XOF), as_of=date(2023, 12, 31)
        ),
        enterprises=(Enterprise(id="E1", name="Miel"),),
        positions=tuple(
            Position(id=f"L{n}", enterprise="E1", instrument=terms) for n in range(CONTRACTS)
        ),
    )


def payments() -> list[Payment]:
    """Receipts spread over the loans and over ten years."""
    first = date(2012, 1, 1)
    return [
        Payment(
            id=f"P{n:06}",
            received_on=first + timedelta(days=n % 3650),
            position=f"L{n % CONTRACTS}",
            amount=Money(1_000 + n % 997, XOF),
            channel="mobile money",
        )
        for n in range(COUNT)
    ]


def ours(path: Path, base: Fund, received: list[Payment]) -> float:
    """Seconds from receipts to what is on the disk."""
    with Ledger.create(path) as ledger:
        ledger.record(events_of(base, MOMENT))
        started = perf_counter()
        ledger.record_payments(received, MOMENT)
        return perf_counter() - started


def bare(path: Path, rows: list[tuple[object, ...]]) -> float:
    """Seconds of ``executemany`` with the rows that the ledger came to hold."""
    connection = connect(path, "WAL")
    connection.executescript(TABLES)
    connection.execute("INSERT INTO currencies VALUES ('XOF')")
    connection.executemany(
        "INSERT INTO contracts VALUES (?)", [(f"L{n}",) for n in range(CONTRACTS)]
    )
    connection.executemany(f"INSERT INTO events VALUES ({', '.join('?' * 14)})", rows[:-COUNT])
    started = perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    places = ", ".join("?" * 14)
    connection.executemany(f"INSERT INTO events VALUES ({places})", rows[-COUNT:])
    connection.execute("COMMIT")
    elapsed = perf_counter() - started
    connection.close()
    return elapsed


def stored(path: Path) -> list[tuple[object, ...]]:
    """Every row of a ledger."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT * FROM events ORDER BY seq").fetchall()
    connection.close()
    return rows


def main() -> int:
    """Prints the table; 1 if we are below half the rate."""
    base, received = fund(), payments()
    own, peer = [], []
    with TemporaryDirectory() as folder:
        for turn in range(TURNS):
            path = Path(folder) / f"{turn}.ledger"
            own.append(ours(path, base, received))
            rows = stored(path)
            peer.append(bare(Path(folder) / f"{turn}.bare", rows))
            path.unlink()
    ratio = statistics.median(peer) / statistics.median(own)
    print("| Task | Seconds | Payments a second |")
    print("|---|---:|---:|")
    for name, seconds in (("executemany, rows ready made", peer), ("our ledger, from values", own)):
        middle = statistics.median(seconds)
        print(f"| {name} | {middle:.2f} | {COUNT / middle:,.0f} |")
    print(f"\nOur rate is {ratio:.2f} of the peer's.")
    return ratio < LEAST_RATIO


if __name__ == "__main__":
    sys.exit(main())
