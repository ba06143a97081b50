"""Times the recording of 100,000 payments, beside bare SQL that inserts the same rows.

The peer gets every row ready made, hash included, and inserts them in one transaction into a table
of the same columns, keys and durability, without triggers. We start from events, or from payments:
each is checked, written as text and bound to the one before it by its hash. The three take turns.
Fails where one of ours is below half the peer's rate.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
from collections.abc import Callable
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
from investisens.portfolio.event_kinds import event_id
from investisens.portfolio.events import Event
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.records import Payment

COUNT = 100_000
CONTRACTS = 1_000
TURNS = 9
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


def ours(path: Path, base: Fund, record: Callable[[Ledger], object]) -> float:
    """Seconds from values to what is on the disk."""
    with Ledger.create(path) as ledger:
        ledger.record(events_of(base, MOMENT))
        started = perf_counter()
        record(ledger)
        return perf_counter() - started


def bare(path: Path, rows: list[tuple[object, ...]]) -> float:
    """Seconds of ``executemany`` with the rows that the ledger came to hold."""
    connection = connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
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
    told = [
        Event(id=event_id(each), on=each.received_on, recorded_at=MOMENT, what=each, rank=rank)
        for rank, each in enumerate(received)
    ]
    doors: dict[str, Callable[[Ledger], object]] = {
        "`Ledger.record`, from events": lambda ledger: ledger.record(told),
        "`Ledger.record_payments`, from payments": lambda ledger: ledger.record_payments(
            received, MOMENT
        ),
    }
    peer: list[float] = []
    own: dict[str, list[float]] = {name: [] for name in doors}
    with TemporaryDirectory() as folder:
        for turn in range(TURNS):
            for name, record in doors.items():
                path = Path(folder) / f"{turn}.ledger"
                own[name].append(ours(path, base, record))
                rows = stored(path)
                path.unlink()
            peer.append(bare(Path(folder) / f"{turn}.bare", rows))
            (Path(folder) / f"{turn}.bare").unlink()
    print("| Task | Seconds, median | Payments a second | Beside the peer |")
    print("|---|---:|---:|---:|")
    middle = {name: statistics.median(each) for name, each in own.items()}
    for name, seconds in {"`executemany`": statistics.median(peer), **middle}.items():
        ratio = statistics.median(peer) / seconds
        print(f"| {name} | {seconds:.2f} | {COUNT / seconds:,.0f} | {ratio:.2f} |")
    return min(statistics.median(peer) / each for each in middle.values()) < LEAST_RATIO


if __name__ == "__main__":
    sys.exit(main())
