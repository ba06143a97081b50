"""A process that records receipts one by one and says when each is on the disk.

python ledger_writer.py LEDGER PREFIX COUNT
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime

from investisens.ledger import Ledger
from investisens.portfolio.records import Payment
from investisens.values.currency import XOF
from investisens.values.money import Money


def main(path: str, prefix: str, count: int) -> None:
    """Prints the id of each receipt once it is recorded."""
    with Ledger.open(path) as ledger:
        print("open", flush=True)
        for number in range(count):
            payment = Payment(
                id=f"{prefix}-{number}",
                received_on=date(2016, 12, 30),
                position="L2",
                amount=Money(1 + number, XOF),
            )
            ledger.record_payments([payment], datetime(2017, 1, 2, tzinfo=UTC))
            print(payment.id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
