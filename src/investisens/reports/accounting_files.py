"""Entries as files: the French FEC, and a plain CSV for accounting programs."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from investisens.funding.accounting import Entry, EntryLine
from investisens.funding.chart import Account, Books, Chart
from investisens.funding.financial_year import financial_year
from investisens.l10n import Language
from investisens.reports.labels import label
from investisens.reports.render import unexecuted
from investisens.values.dates import add_months
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money

FEC_COLUMNS: Final = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib"),
    *("CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit"),
    *("EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"),
)
"""The 18 columns of a FEC, in their order."""

CSV_COLUMNS: Final = (
    *("number", "date", "journal", "journal_name", "piece", "account", "account_name"),
    *("party", "party_name", "label", "debit", "credit", "currency"),
)
"""The columns of the plain CSV, the same for all books and languages."""

_BREAKS: Final = re.compile(r"[\s|\x00-\x1f\x7f]+")
_SIREN: Final = re.compile(r"[0-9]{9}")


def fec_name(siren: str, closed_on: date) -> str:
    """The name of a FEC: SIREN, FEC, closing day.

    Raises:
        InvalidTerms: The SIREN is not nine digits.

    >>> fec_name("123456782", date(2025, 12, 31))
    '123456782FEC20251231.txt'
    """
    if _SIREN.fullmatch(siren) is None:
        raise InvalidTerms(
            f"siren is {siren!r}: write the nine digits without spaces, such as '123456782'",
            field="siren",
            value=siren,
        )
    return f"{siren}FEC{closed_on:%Y%m%d}.txt"


def fec(entries: Iterable[Entry], validated_on: date, lang: Language = "fr") -> str:
    r"""Entries of a financial year as a FEC: tab-separated lines under a heading.

    Entries are numbered from 1 in their order, which is that of their days. Amounts are in units of
    the currency of the books, which is the euro in France, with a comma. A tab, a line end or a bar
    in a text becomes a space.

    Args:
        entries: Those of the year, by day; :func:`financial_year` gives them.
        validated_on: The day they became final.
        lang: Language of the words.

    Source: LPF, article A 47 A-1, known from the documentation of accounting programs, not read: 18
    columns in order, tabs, days as YYYYMMDD.

    >>> fec([], date(2025, 12, 31)).split("\t")[:4]
    ['JournalCode', 'JournalLib', 'EcritureNum', 'EcritureDate']
    """
    lines: list[tuple[str, ...]] = [FEC_COLUMNS]
    for number, entry in enumerate(entries, 1):
        lines += (_fec_line(number, entry, line, validated_on, lang) for line in entry.lines)
    return "".join("\t".join(map(_one_line, cells)) + "\r\n" for cells in lines)


def entries_csv(entries: Iterable[Entry], lang: Language = "fr") -> str:
    r"""Entries as CSV: a line for each line of an entry, ISO days, amounts in units with a point.

    A text that a spreadsheet would execute gets an apostrophe before it.

    >>> entries_csv([])[:20]
    'number,date,journal,'
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for number, entry in enumerate(entries, 1):
        writer.writerows(_csv_line(number, entry, line, lang) for line in entry.lines)
    return target.getvalue()


def write_fec(
    entries: Iterable[Entry],
    chart: Chart,
    folder: Path,
    *,
    siren: str,
    closed_on: date,
    opened_on: date | None = None,
    validated_on: date | None = None,
) -> Path:
    """Writes the FEC of a financial year into a folder, whole or not at all; gives its path.

    Balances of the years before come first, in the journal AN. A file of that name is replaced.

    Args:
        entries: All entries so far, those of earlier years among them.
        chart: Their accounts, of the French plan.
        folder: Where the file goes.
        siren: The nine digits of the enterprise.
        closed_on: Last day of the year.
        opened_on: Its first day; twelve months before its end if ``None``.
        validated_on: The day entries became final; *closed_on* if ``None``.

    Raises:
        InvalidTerms: The SIREN or the order of the days is wrong, or the chart is not French.

    >>> write_fec([], Chart(books=Books.PCG), Path("."), siren="123456782",
    ...           closed_on=date(2025, 12, 31)).name
    '123456782FEC20251231.txt'
    """
    if chart.books is not Books.PCG:
        raise InvalidTerms(
            f"books is {chart.books.value}: a FEC holds French accounts, use Books.PCG, or "
            "write_entries",
            field="books",
            value=chart.books,
        )
    path = Path(folder) / fec_name(siren, closed_on)
    first = opened_on or add_months(closed_on + timedelta(days=1), -12)
    year = financial_year(entries, chart, first=first, last=closed_on)
    _place(path, fec(year, validated_on or closed_on))
    return path


def write_entries(entries: Iterable[Entry], path: Path, lang: Language = "fr") -> None:
    """Writes entries as CSV, whole or not at all; a file of that name is replaced.

    >>> write_entries([], Path("entries.csv"))
    """
    _place(Path(path), entries_csv(entries, lang))


def _fec_line(
    number: int, entry: Entry, line: EntryLine, validated_on: date, lang: Language
) -> tuple[str, ...]:
    journal, day = entry.journal.value, f"{entry.on:%Y%m%d}"
    return (
        journal,
        label(f"journal.{journal}", lang),
        str(number),
        day,
        line.account.number,
        _account_name(line.account, lang),
        line.party,
        line.party_name,
        entry.piece,
        day,
        _words(entry, line, lang),
        _amount(line.debit),
        _amount(line.credit),
        *("", ""),
        f"{validated_on:%Y%m%d}",
        *("", ""),
    )


def _csv_line(number: int, entry: Entry, line: EntryLine, lang: Language) -> Iterator[str]:
    journal = entry.journal.value
    yield str(number)
    yield entry.on.isoformat()
    for text in (
        journal,
        label(f"journal.{journal}", lang),
        entry.piece,
        line.account.number,
        _account_name(line.account, lang),
        line.party,
        line.party_name,
        _words(entry, line, lang),
    ):
        yield unexecuted(_one_line(text))
    yield f"{line.debit.units:f}"
    yield f"{line.credit.units:f}"
    yield line.debit.currency.code


def _words(entry: Entry, line: EntryLine, lang: Language) -> str:
    kind = label(f"entry.{entry.kind.value}", lang)
    return label("fact", lang, name=kind, value=line.label) if line.label else kind


def _account_name(account: Account, lang: Language) -> str:
    return account.name_fr if lang == "fr" else account.name


def _amount(amount: Money) -> str:
    """Units with a comma, and two decimals at least."""
    decimals = max(2, amount.currency.digits)
    return f"{amount.units:.{decimals}f}".replace(".", ",")


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def _place(path: Path, text: str) -> None:
    """Writes a file beside its place and then gives it its name."""
    draft = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
