"""Service the Collines fund from its raw files: what a manager would script once a week.

python examples/collines/collines_ledger.py
"""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import attrs

from investisens import Ledger, arrears_on, read_fund
from investisens.ledger.importing import import_of
from investisens.ledger.payers import read_payers
from investisens.ledger.statement_files import read_statements
from investisens.ledger.suspense import decisions, waiting

FOLDER = Path(__file__).parent
STATEMENTS = FOLDER / "statements"
FILES = (("momo", "229 00 00 00 99"), ("clcam", "CLCAM Ouesse"))
DAYS = (date(2011, 12, 31), date(2012, 12, 31), date(2016, 12, 31))
AUTHOR = "Akua"


def main() -> None:
    """Build the ledger, decide what waits, print who owes what, and prove the chain."""
    now = datetime.now(UTC)
    fund = read_fund(FOLDER)
    with tempfile.TemporaryDirectory() as place:
        ledger = Ledger.create(Path(place) / "collines.ledger")
        with ledger:
            ledger.import_fund(attrs.evolve(fund, payments=()), now, AUTHOR, "fund folder")
            import_statements(ledger, now)
            for line in waiting(ledger):
                print(f"{line.on} {line.amount}: {line.text} ({line.why})")
                # The README of the case: the statement of the credit union holds four receipts
                # of L1, two of which do not name the enterprise in full.
                ledger.accept(decisions(ledger, {line.line: "L1"}, (), now, AUTHOR))
            record_the_others(ledger, now)
            for day in DAYS:
                print_arrears(ledger, day)
            found = ledger.verify()
            print(f"{found.events} events, every one as recorded: {found.ok}")
            ledger.export(Path(place) / "collines")
        again = read_fund(Path(place) / "collines")
        print(f"exported: {len(again.payments)} payments, {len(again.positions)} positions")


def import_statements(ledger: Ledger, now: datetime) -> None:
    """The raw statements: what names its payer is matched, the rest waits."""
    names = read_payers(STATEMENTS / "payers.csv", ledger.fund())
    for mapping, account in FILES:
        path = STATEMENTS / f"{mapping}_statement.csv"
        found = import_of(
            ledger.events(), read_statements(path, mapping, account), now, names, AUTHOR
        )
        print(f"{path.name}: {ledger.accept(found.events).new} events")


def record_the_others(ledger: Ledger, now: datetime) -> None:
    """The payments of ``payments.csv`` that no statement told."""
    told = {(each.position, each.received_on) for each in ledger.fund().payments}
    others = [
        each for each in read_fund(FOLDER).payments if (each.position, each.received_on) not in told
    ]
    recorded = ledger.record_payments(others, now, AUTHOR, "payments.csv")
    print(f"payments.csv: {recorded.new} events")


def print_arrears(ledger: Ledger, day: date) -> None:
    """What every debt owes at the end of a day, and since when it is late."""
    print(f"{day}: contract, outstanding, accrued, overdue, days")
    for debt in arrears_on(ledger.fund(), day):
        print(
            f"  {debt.position} {debt.outstanding:>9} {debt.accrued:>7} {debt.overdue:>7} "
            f"{debt.days_past_due:>4}"
        )


if __name__ == "__main__":
    main()
