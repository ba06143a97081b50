"""Entries in the books of an enterprise: whole, dated, and balanced to the unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

import attrs

from investisens.funding.chart import Account
from investisens.values.checking import checked
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money, total


class Journal(Enum):
    """The journal that holds an entry.

    Attributes:
        OPENING: Balances of the years before (à nouveaux).
        BANK: Money received and paid.
        PURCHASES: Invoices of suppliers.
        OPERATIONS: Everything else (opérations diverses).

    >>> Journal("BQ").name
    'BANK'
    """

    OPENING = "AN"
    BANK = "BQ"
    PURCHASES = "AC"
    OPERATIONS = "OD"


class EntryKind(Enum):
    """What an entry records.

    Attributes:
        OPENING: Balances of the years before.
        COMMITMENT: A source commits itself, off balance.
        COMMITMENT_MET: It has paid, so that the commitment ends.
        SUBSCRIPTION: Capital is subscribed.
        RECEIPT: Money comes in.
        GRANT_NOTIFIED: A grant is agreed.
        GRANT_CUT: A part of it is lost, or is to be paid back.
        GRANT_REPAID: What was received too much is paid back.
        PURCHASE: A supplier has invoiced.
        SETTLEMENT: A supplier is paid, or what is brought in kind settles it.
        SERVICE: Equipment starts to work.
        DEPRECIATION: A part of its cost is written down.
        RELEASE: A part of the grants for it becomes income.
        GRANT_CLOSED: All is released: the accounts of the grant end.
        INSTALMENT: A debt is repaid, with its interest.
        PARTICIPATION: A share of the result is paid.
        DISPOSAL: Equipment leaves the books.
        SALE: What its sale brings.

    >>> EntryKind("release").name
    'RELEASE'
    """

    OPENING = "opening"
    COMMITMENT = "commitment"
    COMMITMENT_MET = "commitment_met"
    SUBSCRIPTION = "subscription"
    RECEIPT = "receipt"
    GRANT_NOTIFIED = "grant_notified"
    GRANT_CUT = "grant_cut"
    GRANT_REPAID = "grant_repaid"
    PURCHASE = "purchase"
    SETTLEMENT = "settlement"
    SERVICE = "service"
    DEPRECIATION = "depreciation"
    RELEASE = "release"
    GRANT_CLOSED = "grant_closed"
    INSTALMENT = "instalment"
    PARTICIPATION = "participation"
    DISPOSAL = "disposal"
    SALE = "sale"


@attrs.frozen(kw_only=True, field_transformer=checked)
class EntryLine:
    """One line of an entry: a debit or a credit; see :func:`debit` and :func:`credit`.

    Attributes:
        account: The account.
        label: What it is about: the equipment, or the name of the source.
        debit: Amount on the left; 0 on a line of credit.
        credit: Amount on the right; 0 on a line of debit.
        party: Id of the source behind the account, its auxiliary account; empty for none.
        party_name: Its name.

    Raises:
        InvalidTerms: Not exactly one side holds a positive amount, or they differ in currency.
    """

    account: Account
    label: str
    debit: Money
    credit: Money
    party: str = ""
    party_name: str = ""

    def __attrs_post_init__(self) -> None:
        sides = (self.debit.minor, self.credit.minor)
        if min(sides) != 0 or max(sides) == 0 or self.debit.currency != self.credit.currency:
            raise InvalidTerms(
                f"account {self.account.number} has {self.debit} of debit and {self.credit} of "
                "credit: give one of them, above 0, and the other as 0 in its currency",
                field="debit",
                value=self.debit,
            )


def debit(
    account: Account, amount: Money, label: str, party: str = "", name: str = ""
) -> EntryLine:
    """A line of debit.

    Raises:
        InvalidTerms: The amount is not above 0.

    >>> from investisens.values.currency import XOF
    >>> bank = Account(number="521", name="Banks", name_fr="Banques")
    >>> print(debit(bank, Money(5, XOF), "Region").debit)
    5 XOF
    """
    zero = Money.zero(amount.currency)
    return EntryLine(
        account=account, label=label, debit=amount, credit=zero, party=party, party_name=name
    )


def credit(
    account: Account, amount: Money, label: str, party: str = "", name: str = ""
) -> EntryLine:
    """A line of credit.

    Raises:
        InvalidTerms: The amount is not above 0.

    >>> from investisens.values.currency import XOF
    >>> bank = Account(number="521", name="Banks", name_fr="Banques")
    >>> print(credit(bank, Money(5, XOF), "Press").credit)
    5 XOF
    """
    zero = Money.zero(amount.currency)
    return EntryLine(
        account=account, label=label, debit=zero, credit=amount, party=party, party_name=name
    )


@attrs.frozen(kw_only=True, field_transformer=checked)
class Entry:
    """One entry of a journal (écriture): its debits equal its credits.

    Attributes:
        kind: What it records.
        on: Its day.
        journal: Where it stands.
        piece: What proves it: an invoice, an agreement, a line of the plan.
        lines: Two or more, in one currency.

    Raises:
        InvalidTerms: Debits and credits differ; there are fewer than two lines, two currencies, or
            no piece.

    >>> from investisens.values.currency import XOF
    >>> bank = Account(number="521", name="Banks", name_fr="Banques")
    >>> Entry(kind=EntryKind.RECEIPT, on=date(2010, 7, 1), journal=Journal.BANK, piece="E1 REGION",
    ...       lines=(debit(bank, Money(5, XOF), "Region"), credit(bank, Money(3, XOF), "Region")))
    Traceback (most recent call last):
        ...
    investisens.values.errors.InvalidTerms: the entry 'E1 REGION' of 2010-07-01 has 5 XOF of debit \
and 3 XOF of credit: 2 XOF of credit is missing
    """

    kind: EntryKind
    on: date
    journal: Journal
    piece: str
    lines: tuple[EntryLine, ...]

    def __attrs_post_init__(self) -> None:
        entry = f"the entry {self.piece!r} of {self.on}"
        if not self.piece.strip():
            raise InvalidTerms(
                f"piece is {self.piece!r}: name the paper that proves the entry",
                field="piece",
                value=self.piece,
            )
        if len(self.lines) < 2:
            raise InvalidTerms(
                f"{entry} has {len(self.lines)} line(s): give a debit and a credit",
                field="lines",
                value=self.lines,
            )
        currencies = {line.debit.currency.code for line in self.lines}
        if len(currencies) > 1:
            raise InvalidTerms(
                f"{entry} is in {' and '.join(sorted(currencies))}: use one currency",
                field="lines",
                value=self.lines,
            )
        missing = self.debit - self.credit
        if missing:
            side = "credit" if missing.minor > 0 else "debit"
            raise InvalidTerms(
                f"{entry} has {self.debit} of debit and {self.credit} of credit: {abs(missing)} "
                f"of {side} is missing",
                field="lines",
                value=missing,
            )

    @property
    def currency(self) -> Currency:
        """The currency of all its lines."""
        return self.lines[0].debit.currency

    @property
    def debit(self) -> Money:
        """The sum of its debits."""
        return total((line.debit for line in self.lines), self.currency)

    @property
    def credit(self) -> Money:
        """The sum of its credits: the same."""
        return total((line.credit for line in self.lines), self.currency)


def balances(entries: Iterable[Entry]) -> Mapping[str, Money]:
    """What each account holds after some entries, by number: debits less credits.

    An account that ends at nil is kept, with 0.

    >>> balances([])
    {}
    """
    held: dict[str, Money] = {}
    for line in (line for entry in entries for line in entry.lines):
        before = held.get(line.account.number, Money.zero(line.debit.currency))
        held[line.account.number] = before + line.debit - line.credit
    return held
