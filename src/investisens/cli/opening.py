"""What a command is given to read: a fund folder, or a ledger, which also knows when."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from investisens.reports.labels import label

if TYPE_CHECKING:
    from investisens.l10n import Language
    from investisens.portfolio.arrears import Receipts
    from investisens.portfolio.fund import Fund

AnyPath = str | os.PathLike[str]


def is_ledger(path: AnyPath) -> bool:
    """Whether a ledger is meant; it says itself what is wrong with a file that is none.

    >>> is_ledger("examples/collines")
    False
    """
    return Path(path).is_file()


def open_fund(path: AnyPath, known_on: date | None = None, lang: Language = "en") -> Fund:
    """The fund of a folder or of a ledger.

    Args:
        path: A fund folder, or the file of a ledger.
        known_on: The fund as it was known at the end of this day; for a ledger alone.
        lang: Language of what is refused here.

    Raises:
        InvalidTerms: *known_on* is given for a folder, which does not say when it learnt what.
        InvalidFolder: The folder has errors; all of them are listed.
        LedgerError: The ledger cannot be read.
        MissingData: The ledger knew no terms of a fund by *known_on*.

    >>> open_fund("examples/collines").terms.name
    'Fonds des Collines (fictitious)'
    """
    if is_ledger(path):
        from investisens.ledger import Ledger

        with Ledger.open(path) as ledger:
            return ledger.fund(known_on)
    return _folder(path, known_on, lang)


def open_debts(
    path: AnyPath, known_on: date | None = None, lang: Language = "en"
) -> tuple[Fund, Receipts]:
    """The same fund for questions about debts alone, and what was received on each position.

    Of a ledger the payments are not in the fund: a million of them are read quicker as numbers.

    >>> fund, receipts = open_debts("examples/collines")
    >>> len(fund.positions), len(receipts["L1"])
    (19, 13)
    """
    from investisens.portfolio.arrears import receipts_of

    if is_ledger(path):
        from investisens.ledger import Ledger

        with Ledger.open(path) as ledger:
            return ledger.fund(known_on, payments=False), ledger.receipts(known_on)
    fund = _folder(path, known_on, lang)
    return fund, receipts_of(fund)


def open_draft(path: AnyPath, known_on: date | None = None, lang: Language = "en") -> Fund:
    """The same fund for questions about plans, which may still break their rules in a folder.

    >>> len(open_draft("examples/collines").uses)
    36
    """
    if is_ledger(path) or known_on is not None:
        return open_fund(path, known_on, lang)
    from investisens.folder import read_draft

    return read_draft(path)


def _folder(path: AnyPath, known_on: date | None, lang: Language) -> Fund:
    if known_on is not None:
        from investisens.values.errors import InvalidTerms

        raise InvalidTerms(label("no_known_on", lang), field="known_on", value=known_on)
    from investisens.folder import read_fund

    return read_fund(path)
