"""What a ledger holds, as sentences and tables."""

from __future__ import annotations

from datetime import date

from investisens.portfolio.events import HeldLine
from investisens.reports.ledger_report import suspense_lines
from investisens.values.currency import XOF
from investisens.values.money import Money


def test_a_line_that_waits_without_a_text_is_shown_as_the_file_holds_it() -> None:
    """The number of the wallet may be all that says who paid."""
    line = HeldLine(
        line="71cf46ce92968fd7",
        on=date(2025, 1, 7),
        account="229 00 00 00 99",
        amount=Money(45_000, XOF),
        raw="07/01/2025;229 00 00 00 44;45 000",
        why="nothing in it names a payer",
    )

    assert suspense_lines([line], "en") == [
        "71cf46ce92968fd7, January 7, 2025, XOF 45,000: 07/01/2025;229 00 00 00 44;45 000 "
        "(nothing in it names a payer)"
    ]
