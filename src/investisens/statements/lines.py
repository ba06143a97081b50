"""Lines of a statement, whatever the file they come from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import Enum
from hashlib import sha256

import attrs

from investisens.values.currency import Currency
from investisens.values.errors import Finding, Severity
from investisens.values.money import Money


class LineStatus(Enum):
    """What became of a transaction; only booked ones moved money."""

    BOOKED = "booked"
    PENDING = "pending"
    FAILED = "failed"


@attrs.frozen(kw_only=True)
class StatementLine:
    """One transaction on an account or a wallet of the fund.

    Attributes:
        source: Name of the file.
        row: Line of the file on which it starts, counted from 1.
        account: The fund's own account or wallet.
        operation_date: The day of the operation, which is the day of a receipt.
        value_date: The day from which the bank counts it.
        amount: Received is +, paid is −.
        fee: Charged to the account beside the amount; + is a cost.
        raw: The line as the file holds it, without its line end.
        time: Time of the day as it is written, or the empty text.
        balance: On the account after it, or ``None`` if the file does not tell.
        counterparty: Name of the other side.
        counterparty_account: Its wallet number or account.
        text: What the bank or the payer wrote.
        bank_id: Id that the bank gives to one transaction only, or the empty text.
        reference: Other references, in words.
        status: What became of it.
        cancels: Id of the transaction that it cancels, or the empty text.
        charge: Why it is a charge of the bank, in words, or the empty text.
        hint: What the reader noticed, in words.
        together_with: Rows of the other parts of a payment sent in parts.
        identity: Texts that say which transaction it is where the bank gives no id.
        occurrence: Its number among the lines of the file with the same identity, from 1.

    >>> from investisens.values.currency import XOF
    >>> day = date(2014, 5, 15)
    >>> line = StatementLine(source="momo.csv", row=2, account="22900000099", operation_date=day,
    ...                      value_date=day, amount=Money(120_000, XOF), fee=Money(500, XOF),
    ...                      bank_id="MM140515.1042.A1", raw="15/05/2014;...")
    >>> print(line.moved, line.key[:12])
    119500 XOF 62cae68544fc
    """

    source: str
    row: int
    account: str
    operation_date: date
    value_date: date
    amount: Money
    fee: Money
    raw: str = attrs.field(repr=False)
    time: str = ""
    balance: Money | None = None
    counterparty: str = ""
    counterparty_account: str = ""
    text: str = ""
    bank_id: str = ""
    reference: str = ""
    status: LineStatus = LineStatus.BOOKED
    cancels: str = ""
    charge: str = ""
    hint: str = ""
    together_with: tuple[int, ...] = ()
    identity: tuple[str, ...] = attrs.field(default=(), repr=False)
    occurrence: int = 1

    @property
    def moved(self) -> Money:
        """What it changed on the account: the amount less the fee."""
        return self.amount - self.fee

    @property
    def key(self) -> str:
        """A fingerprint that is the same whenever the transaction is exported: import it once.

        SHA-256 of the account and the bank's id. Without an id: of the account, the identity
        and the occurrence, so that two equal lines of one file are two transactions.
        """
        account = "".join(self.account.split())
        if self.bank_id:
            parts = ["id", account, self.bank_id]
        else:
            parts = ["row", account, *self.identity, str(self.occurrence)]
        return sha256(json.dumps(parts).encode()).hexdigest()


@attrs.frozen(kw_only=True)
class Dropped:
    """A line of the file that moved no money, or that stands there twice.

    Attributes:
        line: The line.
        reason: Why it is left out, in words.
    """

    line: StatementLine
    reason: str


@attrs.frozen(kw_only=True)
class Statement:
    """What a file says about one account; import all of its lines, or none if it is not ok.

    Attributes:
        source: Name of the file.
        account: The fund's own account or wallet, the empty text if it could not be read.
        currency: Currency of the account, ``None`` if it could not be read.
        lines: Transactions, in the order of the file.
        dropped: Lines left out, each with its reason.
        opening: Balance before the first line, if it is told.
        closing: Balance after the last line, if it is told.
        findings: Every problem, in the order of the file.

    >>> Statement(source="momo.csv").ok
    True
    """

    source: str
    account: str = ""
    currency: Currency | None = None
    lines: tuple[StatementLine, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    opening: Money | None = None
    closing: Money | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)


def paged(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements of one file; a line equal to one of the pages before is another transaction.

    A statement follows another one where it opens with the balance that this one closes with:
    then both moved the account. A statement that stands there twice has the same lines.
    """
    counts: dict[tuple[str, Money], Counter[tuple[str, ...]]] = {}
    seen = set()
    told = []
    for each in statements:
        before: Counter[tuple[str, ...]] = Counter()
        content = (each.account, each.opening, each.closing, tuple(x.identity for x in each.lines))
        if each.opening is not None and content not in seen:
            before = counts.get((each.account, each.opening), before)
        seen.add(content)
        if each.closing is not None:
            here = Counter(line.identity for line in each.lines)
            counts[each.account, each.closing] = before + here
        told.append(attrs.evolve(each, lines=_after(before, each.lines)) if before else each)
    return tuple(told)


def _after(
    before: Counter[tuple[str, ...]], lines: Iterable[StatementLine]
) -> tuple[StatementLine, ...]:
    return tuple(
        attrs.evolve(line, occurrence=line.occurrence + before[line.identity]) for line in lines
    )


def counted(lines: Iterable[StatementLine]) -> tuple[StatementLine, ...]:
    """The lines, each with its number among those of the same identity."""
    seen: Counter[tuple[str, ...]] = Counter()
    numbered = []
    for line in lines:
        seen[line.identity] += 1
        number = seen[line.identity]
        numbered.append(line if number == 1 else attrs.evolve(line, occurrence=number))
    return tuple(numbered)
