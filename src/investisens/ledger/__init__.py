"""The ledger: everything that became known about a fund, in one SQLite file that only grows."""

from investisens.ledger.file import is_ledger, restore
from investisens.ledger.problems import LedgerError
from investisens.ledger.store import Ledger
from investisens.ledger.verifying import Verification
from investisens.ledger.writing import Accepted, Recorded

__all__ = [
    "Accepted",
    "Ledger",
    "LedgerError",
    "Recorded",
    "Verification",
    "is_ledger",
    "restore",
]
