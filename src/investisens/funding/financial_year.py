"""One financial year of a set of entries, opened with the balances of those before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from investisens.funding.accounting import Entry, EntryKind, EntryLine, Journal, credit, debit
from investisens.funding.chart import Account, Chart
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money

_Held = tuple[Account, str, str]
"""An account, and the source behind it: its id and its name."""


def financial_year(
    entries: Iterable[Entry], chart: Chart, *, first: date, last: date
) -> tuple[Entry, ...]:
    """The entries of one financial year, by day, after the balances of the years before.

    Charges and income of the years before are carried forward as one profit or loss, as if nothing
    had been paid out of it.

    Args:
        entries: All entries so far.
        chart: The accounts.
        first: First day of the year, on which it opens.
        last: Its last day.

    Raises:
        InvalidTerms: *last* is before *first*.

    >>> from investisens.funding.chart import Books
    >>> chart, day = Chart(books=Books.PCG), date(2011, 12, 31)
    >>> charge, press = (chart.account(name, on=day) for name in
    ...                  ("result.depreciation", "written_down.machine"))
    >>> from investisens import XOF
    >>> paid = Entry(kind=EntryKind.DEPRECIATION, on=day, journal=Journal.OPERATIONS, piece="E1 U1",
    ...              lines=(debit(charge, Money(5, XOF), "Press"),
    ...                     credit(press, Money(5, XOF), "Press")))
    >>> (opening,) = financial_year([paid], chart, first=date(2012, 1, 1), last=date(2012, 12, 31))
    >>> [(line.account.number, (line.debit - line.credit).minor) for line in opening.lines]
    [('119', 5), ('28154', -5)]
    """
    if last < first:
        raise InvalidTerms(
            f"last {last} is before first {first}: check the order of the dates",
            field="last",
            value=last,
        )
    known = sorted(entries, key=lambda entry: entry.on)
    lines = _opening([entry for entry in known if entry.on < first], chart, first)
    own = [entry for entry in known if first <= entry.on <= last]
    if lines:
        opening = Entry(
            kind=EntryKind.OPENING,
            on=first,
            journal=Journal.OPENING,
            piece=f"{Journal.OPENING.value} {first}",
            lines=lines,
        )
        own.insert(0, opening)
    return tuple(own)


def _opening(entries: list[Entry], chart: Chart, first: date) -> tuple[EntryLine, ...]:
    held: dict[_Held, Money] = {}
    result: Money | None = None
    for line in (line for entry in entries for line in entry.lines):
        change = line.debit - line.credit
        if chart.holds_result(line.account, first):
            result = change if result is None else result + change
        else:
            key = (line.account, line.party, line.party_name)
            held[key] = held[key] + change if key in held else change
    if result:
        name = "carried.loss" if result.minor > 0 else "carried.profit"
        held[chart.account(name, on=first), "", ""] = result
    return tuple(
        _line(key, held[key])
        for key in sorted(held, key=lambda key: (key[0].number, key[1]))
        if held[key]
    )


def _line(held: _Held, balance: Money) -> EntryLine:
    account, party, name = held
    side = debit if balance.minor > 0 else credit
    return side(account, abs(balance), name, party, name)
