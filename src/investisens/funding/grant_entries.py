"""Entries of a grant: notified, received, released to income, closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from investisens.funding.accounting import Entry, EntryKind, Journal, credit, debit
from investisens.funding.chart import Chart
from investisens.funding.plan import Source
from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money


@attrs.frozen(kw_only=True, field_transformer=checked)
class NotifiedGrant:
    """A grant to one enterprise, as its books hold it.

    Attributes:
        source: Who grants.
        equipment: The part that pays equipment: it becomes income as that is written down.
        operating: The part that pays working capital: income at once (subvention d'exploitation).
        on: The day it is agreed.
        piece: What proves it.
        abroad: Whether it comes from an international body and not from the State and its like.

    Raises:
        InvalidTerms: A part is negative, or both are 0.

    >>> from investisens.values.currency import XOF
    >>> region = Source(id="REGION", name="Region", public=True)
    >>> print(NotifiedGrant(source=region, equipment=Money(9, XOF), operating=Money(0, XOF),
    ...                     on=date(2010, 5, 1), piece="E1 REGION").amount)
    9 XOF
    """

    source: Source
    equipment: Money
    operating: Money
    on: date
    piece: str
    abroad: bool = False

    def __attrs_post_init__(self) -> None:
        if min(self.equipment.minor, self.operating.minor) < 0 or not self.amount:
            raise InvalidTerms(
                f"the grant of {self.source.id} is {self.equipment} for equipment and "
                f"{self.operating} for the rest: use 0 or more, and not 0 twice",
                field="equipment",
                value=self.equipment,
            )

    @property
    def amount(self) -> Money:
        """All of it."""
        return self.equipment + self.operating

    @property
    def receivable(self) -> str:
        """Name in a chart of the account that holds what is still to come for equipment."""
        return "receivable_international" if self.abroad else "receivable_state"


def notified_entry(chart: Chart, grant: NotifiedGrant) -> Entry:
    """The grant is agreed: it is due to the enterprise.

    >>> from investisens.funding.chart import Books
    >>> from investisens.values.currency import XOF
    >>> grant = NotifiedGrant(source=Source(id="REGION", name="Region"), equipment=Money(9, XOF),
    ...                       operating=Money(1, XOF), on=date(2010, 5, 1), piece="E1 REGION")
    >>> for line in notified_entry(Chart(books=Books.SYSCOHADA), grant).lines:
    ...     print(line.account.number, line.debit, line.credit)
    4494 9 XOF 0 XOF
    4495 1 XOF 0 XOF
    141 0 XOF 9 XOF
    718 0 XOF 1 XOF
    """
    source, on = grant.source, grant.on
    whole = (
        (grant.equipment, grant.receivable, "grant"),
        (grant.operating, "receivable_operating", "result.operating_grant"),
    )
    parts = [each for each in whole if each[0]]
    due = (
        debit(chart.account(name, on=on), amount, source.name, source.id, source.name)
        for amount, name, _ in parts
    )
    given = (credit(chart.account(name, on=on), amount, source.name) for amount, _, name in parts)
    return Entry(
        kind=EntryKind.GRANT_NOTIFIED,
        on=on,
        journal=Journal.OPERATIONS,
        piece=grant.piece,
        lines=(*due, *given),
    )


def grant_received_entry(
    chart: Chart, grant: NotifiedGrant, amount: Money, on: date, before: Money
) -> Entry:
    """Money of a grant has come: what is for equipment first, then the rest.

    Args:
        chart: The accounts.
        grant: The grant.
        amount: What came to the bank, above 0.
        on: The day.
        before: What had come of it before.

    Raises:
        InvalidTerms: More has come than was agreed.

    >>> from investisens.funding.chart import Books
    >>> from investisens.values.currency import XOF
    >>> grant = NotifiedGrant(source=Source(id="REGION", name="Region"), equipment=Money(9, XOF),
    ...                       operating=Money(1, XOF), on=date(2010, 5, 1), piece="E1 REGION")
    >>> came = grant_received_entry(
    ...     Chart(books=Books.SYSCOHADA), grant, Money(3, XOF), date(2010, 9, 1), Money(7, XOF))
    >>> [(line.account.number, (line.debit - line.credit).minor) for line in came.lines]
    [('521', 3), ('4494', -2), ('4495', -1)]
    """
    source, zero = grant.source, Money.zero(amount.currency)
    if before + amount > grant.amount:
        raise InvalidTerms(
            f"{source.id} has paid {before + amount} of a grant of {grant.amount}: correct one of "
            "them",
            field="amount",
            value=amount,
        )
    equipment = min(amount, max(grant.equipment - before, zero))
    parts = ((equipment, grant.receivable), (amount - equipment, "receivable_operating"))
    return Entry(
        kind=EntryKind.RECEIPT,
        on=on,
        journal=Journal.BANK,
        piece=grant.piece,
        lines=(
            debit(chart.account("trade.bank", on=on), amount, source.name),
            *(
                credit(chart.account(name, on=on), part, source.name, source.id, source.name)
                for part, name in parts
                if part
            ),
        ),
    )


def grant_cut_entry(chart: Chart, grant: NotifiedGrant, amount: Money, on: date) -> Entry:
    """A part of a grant for equipment is not justified: it is no longer due, or owed back.

    >>> from investisens.funding.chart import Books
    >>> from investisens.values.currency import XOF
    >>> grant = NotifiedGrant(source=Source(id="REGION", name="Region"), equipment=Money(9, XOF),
    ...                       operating=Money(0, XOF), on=date(2010, 5, 1), piece="E5 REGION")
    >>> cut = grant_cut_entry(Chart(books=Books.SYSCOHADA), grant, Money(2, XOF), date(2011, 3, 1))
    >>> [line.account.number for line in cut.lines]
    ['141', '4494']
    """
    source = grant.source
    due = chart.account(grant.receivable, on=on)
    return Entry(
        kind=EntryKind.GRANT_CUT,
        on=on,
        journal=Journal.OPERATIONS,
        piece=grant.piece,
        lines=(
            debit(chart.account("grant", on=on), amount, source.name),
            credit(due, amount, source.name, source.id, source.name),
        ),
    )


def grant_repaid_entry(chart: Chart, grant: NotifiedGrant, amount: Money, on: date) -> Entry:
    """What was received too much of a grant for equipment is paid back, after it was cut.

    >>> from investisens.funding.chart import Books
    >>> from investisens.values.currency import XOF
    >>> grant = NotifiedGrant(source=Source(id="REGION", name="Region"), equipment=Money(9, XOF),
    ...                       operating=Money(0, XOF), on=date(2010, 5, 1), piece="E5 REGION")
    >>> back = grant_repaid_entry(
    ...     Chart(books=Books.SYSCOHADA), grant, Money(2, XOF), date(2011, 4, 1))
    >>> [line.account.number for line in back.lines]
    ['4494', '521']
    """
    source = grant.source
    due = chart.account(grant.receivable, on=on)
    return Entry(
        kind=EntryKind.GRANT_REPAID,
        on=on,
        journal=Journal.BANK,
        piece=grant.piece,
        lines=(
            debit(due, amount, source.name, source.id, source.name),
            credit(chart.account("trade.bank", on=on), amount, source.name),
        ),
    )


def released_entry(chart: Chart, amount: Money, on: date, label: str, piece: str) -> Entry:
    """A part of the grants for equipment becomes income.

    Source: PCG, article 312-1: debit 139, credit 777; SYSCOHADA: debit 14, credit 799 (865 before
    2018).

    >>> from investisens.funding.chart import Books
    >>> from investisens.values.currency import XOF
    >>> for books in Books:
    ...     made = released_entry(
    ...         Chart(books=books), Money(9, XOF), date(2019, 12, 31), "Press", "E2 U2")
    ...     print(*(line.account.number for line in made.lines))
    141 799
    139 777
    """
    return Entry(
        kind=EntryKind.RELEASE,
        on=on,
        journal=Journal.OPERATIONS,
        piece=piece,
        lines=(
            debit(chart.released(on), amount, label),
            credit(chart.account("grant_income", on=on), amount, label),
        ),
    )


def grant_closed_entries(
    chart: Chart, amount: Money, on: date, label: str, piece: str
) -> Iterator[Entry]:
    """All of the grants for equipment is income: the account of releases is set off.

    There is nothing to set off where the plan debits the grant itself.

    >>> from investisens.funding.chart import Books
    >>> from investisens.values.currency import XOF
    >>> for books in Books:
    ...     chart = Chart(books=books)
    ...     for made in grant_closed_entries(
    ...             chart, Money(9, XOF), date(2019, 12, 31), "Press", "E2 U2"):
    ...         print(*(line.account.number for line in made.lines))
    131 139
    """
    grant, released = chart.account("grant", on=on), chart.released(on)
    if grant != released:
        yield Entry(
            kind=EntryKind.GRANT_CLOSED,
            on=on,
            journal=Journal.OPERATIONS,
            piece=piece,
            lines=(debit(grant, amount, label), credit(released, amount, label)),
        )
