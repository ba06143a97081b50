"""Entries of what finances an enterprise: promised, received, repaid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from investisens.engine.schedule import Instalment, RepaymentSchedule
from investisens.funding.accounting import Entry, EntryKind, Journal, credit, debit
from investisens.funding.chart import Chart
from investisens.funding.plan import Source, SourceKind
from investisens.values.currency import Currency
from investisens.values.money import Money

_ACCOUNTS: Final = {
    SourceKind.EQUITY: "sources.capital",
    SourceKind.QUASI_EQUITY: "sources.current_account",
    SourceKind.LOAN: "sources.loan",
    SourceKind.OWN_CONTRIBUTION: "sources.current_account",
    SourceKind.IN_KIND: "sources.current_account",
    SourceKind.BANK: "sources.bank_loan",
    SourceKind.MICROFINANCE: "sources.microfinance",
    SourceKind.BUYER_ADVANCE: "sources.buyer_advance",
    SourceKind.OTHER: "sources.loan",
}
_QUASI_EQUITY: Final = {
    "": "sources.current_account",
    "shareholder_account": "sources.current_account",
    "participating_loan": "sources.participating_loan",
}
_ON_ACCOUNT: Final = frozenset({"sources.current_account", "sources.buyer_advance"})


def account_of(source: Source) -> str:
    """The name, in a chart, of the account that a source other than a grant is credited to.

    Quasi-equity goes by its instrument, and what has no account of its own to the other loans. What
    the entrepreneur brings goes to the current account of a shareholder, until it is made capital.

    >>> account_of(Source(id="IS_PP", name="Fund", kind=SourceKind.QUASI_EQUITY,
    ...                   instrument="participating_loan"))
    'sources.participating_loan'
    """
    if source.kind is SourceKind.QUASI_EQUITY:
        return _QUASI_EQUITY.get(source.instrument, "sources.loan")
    return _ACCOUNTS[source.kind]


def commitment_entry(
    chart: Chart, source: Source, amount: Money, on: date, piece: str, *, met: bool = False
) -> Entry:
    """Off balance: a source promises an amount, or has paid what it had promised.

    Args:
        chart: The accounts.
        source: Who promises.
        amount: What is promised or paid, above 0.
        on: The day.
        piece: What proves it.
        met: Whether it is paid.

    >>> from investisens.funding.chart import Books
    >>> from investisens.values.currency import XOF
    >>> mfi = Source(id="MFI", name="Microfinance", kind=SourceKind.MICROFINANCE)
    >>> for met in (False, True):
    ...     made = commitment_entry(
    ...         Chart(books=Books.PCG), mfi, Money(9, XOF), date(2010, 6, 1), "E1", met=met)
    ...     print(made.kind.value, *(line.account.number for line in made.lines))
    commitment 802 809
    commitment_met 809 802
    """
    names = ("commitments.received", "commitments.counterpart")
    left, right = (chart.account(name, on=on) for name in (reversed(names) if met else names))
    return Entry(
        kind=EntryKind.COMMITMENT_MET if met else EntryKind.COMMITMENT,
        on=on,
        journal=Journal.OPERATIONS,
        piece=piece,
        lines=(
            debit(left, amount, source.name, source.id, source.name),
            credit(right, amount, source.name, source.id, source.name),
        ),
    )


def receipt_entries(
    chart: Chart, source: Source, amount: Money, on: date, piece: str, account: str = ""
) -> Iterator[Entry]:
    """Money that a source other than a grant has paid; capital is subscribed on the same day.

    Args:
        chart: The accounts.
        source: Who pays.
        amount: What came to the bank, above 0.
        on: The day.
        piece: What proves it.
        account: Name in the chart of the account it is credited to; :func:`account_of` if empty.

    >>> from investisens.funding.chart import Books
    >>> from investisens.values.currency import XOF
    >>> fund = Source(id="IS_EQ", name="Fund", kind=SourceKind.EQUITY)
    >>> for made in receipt_entries(
    ...         Chart(books=Books.SYSCOHADA), fund, Money(9, XOF), date(2010, 6, 15), "Q1"):
    ...     print(made.kind.value, *(line.account.number for line in made.lines))
    subscription 461 101
    receipt 521 461
    """
    name = account or account_of(source)
    owed = chart.account(name, on=on)
    if name == "sources.capital":
        subscribers = chart.account("sources.subscribers", on=on)
        yield Entry(
            kind=EntryKind.SUBSCRIPTION,
            on=on,
            journal=Journal.OPERATIONS,
            piece=piece,
            lines=(
                debit(subscribers, amount, source.name, source.id, source.name),
                credit(owed, amount, source.name, source.id, source.name),
            ),
        )
        owed = subscribers
    yield Entry(
        kind=EntryKind.RECEIPT,
        on=on,
        journal=Journal.BANK,
        piece=piece,
        lines=(
            debit(chart.account("trade.bank", on=on), amount, source.name),
            credit(owed, amount, source.name, source.id, source.name),
        ),
    )


def repayment_entries(
    chart: Chart, source: Source, schedule: RepaymentSchedule, piece: str, account: str = ""
) -> Iterator[Entry]:
    """The dues of a debt, each paid on its day: principal, interest and fees.

    Interest that is capitalised is a charge too, and is added to the debt. Interest that runs at
    the end of a year and is not due yet is not accrued.

    >>> from investisens import Loan, OnDates, Rate, Repayment, XOF, schedule
    >>> from investisens.funding.chart import Books
    >>> loan = Loan(principal=Money(100_000, XOF), disbursed_on=date(2011, 1, 1),
    ...             rate=Rate.parse("10 %"),
    ...             repayment=Repayment(dues=(OnDates((date(2012, 1, 1),)),)))
    >>> lender = Source(id="MFI", name="Microfinance", kind=SourceKind.MICROFINANCE)
    >>> (due,) = repayment_entries(
    ...     Chart(books=Books.SYSCOHADA), lender, schedule(loan.legs()[0]), "E1 MFI")
    >>> [(line.account.number, (line.debit - line.credit).minor) for line in due.lines]
    [('168', 100000), ('671', 10000), ('521', -110000)]
    """
    name = account or account_of(source)
    for row in schedule.rows:
        if row.principal or row.interest or row.fees:
            yield _instalment(chart, source, row, schedule.currency, piece, name)


def participation_entry(
    chart: Chart, source: Source, amount: Money, on: date, piece: str, account: str = ""
) -> Entry:
    """A share of the result that is paid to a lender: interest in the books.

    >>> from investisens.funding.chart import Books
    >>> from investisens.values.currency import XOF
    >>> fund = Source(id="IS_PP", name="Fund", kind=SourceKind.QUASI_EQUITY,
    ...               instrument="participating_loan")
    >>> paid = participation_entry(
    ...     Chart(books=Books.PCG), fund, Money(9, XOF), date(2012, 6, 30), "L2")
    >>> [line.account.number for line in paid.lines]
    ['6611', '512']
    """
    return Entry(
        kind=EntryKind.PARTICIPATION,
        on=on,
        journal=Journal.BANK,
        piece=piece,
        lines=(
            debit(
                chart.account(_interest(account or account_of(source)), on=on), amount, source.name
            ),
            credit(chart.account("trade.bank", on=on), amount, source.name),
        ),
    )


def _instalment(
    chart: Chart, source: Source, row: Instalment, currency: Currency, piece: str, name: str
) -> Entry:
    on = row.due_on
    capitalised = row.principal + row.interest + row.fees - row.total
    owed = chart.account(name, on=on)
    lines = []
    if row.principal:
        lines.append(
            debit(owed, Money(row.principal, currency), source.name, source.id, source.name)
        )
    if row.interest:
        charge = chart.account(_interest(name), on=on)
        lines.append(debit(charge, Money(row.interest, currency), source.name))
    if row.fees:
        charge = chart.account("result.fees", on=on)
        lines.append(debit(charge, Money(row.fees, currency), source.name))
    if capitalised:
        lines.append(
            credit(owed, Money(capitalised, currency), source.name, source.id, source.name)
        )
    if row.total:
        bank = chart.account("trade.bank", on=on)
        lines.append(credit(bank, Money(row.total, currency), source.name))
    journal = Journal.BANK if row.total else Journal.OPERATIONS
    return Entry(kind=EntryKind.INSTALMENT, on=on, journal=journal, piece=piece, lines=tuple(lines))


def _interest(name: str) -> str:
    return "result.account_interest" if name in _ON_ACCOUNT else "result.interest"
