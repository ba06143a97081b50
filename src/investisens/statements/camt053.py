"""CAMT.053: the account statement of ISO 20022, all versions from 2009 (001.02) on."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from investisens.statements.balances import total_break
from investisens.statements.camt053_entry import CamtEntry, amount_and_sign
from investisens.statements.lines import (
    Dropped,
    LineStatus,
    Statement,
    StatementLine,
    counted,
    paged,
)
from investisens.statements.mapping import ChargeRule
from investisens.statements.problems import Place
from investisens.statements.xml_tree import Element, xml_text, xml_tree
from investisens.values.currency import Currency
from investisens.values.errors import Finding, InvalidAmount
from investisens.values.misreads import Misread, shown
from investisens.values.money import Money

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."

_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)
_NOT_BOOKED = {
    "PDNG": "it is pending: the bank has not booked it yet",
    "INFO": "it is for information: the bank has booked nothing",
    "FUTR": "it is of the future: the bank has not booked it yet",
}


def parse_camt053(
    content: bytes, *, file: str, charges: Iterable[ChargeRule] = ()
) -> tuple[Statement, ...]:
    """The statements of a CAMT.053 message, at least one; whatever the content, it never raises.

    Opening balance and booked entries must make the closing balance. An entry that holds several
    transactions becomes one line for each, where their amounts are told and make the entry.

    Args:
        content: Bytes of the file.
        file: Name of the file, for the findings.
        charges: How charges are recognised, beside the bank's own codes.

    >>> (statement,) = parse_camt053(b"<Document/>", file="day.xml")
    >>> print(*statement.findings)
    day.xml: line 1: expected a message camt.053, found 'Document' of no namespace: \
export the account statement (camt.053) of the day
    """
    rules = tuple(charges)
    try:
        text = xml_text(content).encode()
        root = xml_tree(text)
    except Misread as error:
        return (Statement(source=file, findings=(Place(file).misread(error),)),)
    if not root.namespace.startswith(NAMESPACE):
        found = (
            f"{shown(root.name)} of {shown(root.namespace) if root.namespace else 'no namespace'}"
        )
        remedy = "export the account statement (camt.053) of the day"
        problem = Place(file, root.line).finding("a message camt.053", found, remedy)
        return (Statement(source=file, findings=(problem,)),)
    read = tuple(
        _Reader(text, file, rules).statement(each) for each in root.all("BkToCstmrStmt/Stmt")
    )
    if read:
        return paged(read)
    problem = Place(file).finding("a statement", "none", "export the account again")
    return (Statement(source=file, findings=(problem,)),)


@attrs.define
class _Reader:
    """One statement being read; its findings gather here."""

    text: bytes
    file: str
    charges: tuple[ChargeRule, ...]
    findings: list[Finding] = attrs.field(factory=list)

    def statement(self, element: Element) -> Statement:
        """What the element says, balances checked."""
        account = element.told("Acct/Id/IBAN", "Acct/Id/Othr/Id")
        if not account:
            self._tell(element, "Acct/Id", "the number of the account", "none", "export it again")
        currency = self._currency(element)
        told = Statement(source=self.file, account=account, currency=currency)
        if currency is None:
            return attrs.evolve(told, findings=tuple(self.findings))
        told = attrs.evolve(
            told,
            opening=self._balance(element, _OPENING, currency),
            closing=self._balance(element, _CLOSING, currency),
        )
        lines, dropped = self._entries(element, account, currency)
        read = attrs.evolve(told, lines=counted(lines), dropped=tuple(dropped))
        if not self.findings:
            self.findings += total_break(read)
        return attrs.evolve(read, findings=tuple(self.findings))

    def _entries(
        self, element: Element, account: str, currency: Currency
    ) -> tuple[list[StatementLine], list[Dropped]]:
        lines: list[StatementLine] = []
        dropped: list[Dropped] = []
        for entry in element.all("Ntry"):
            read = self._lines(entry, account, currency)
            why = self._why_not_booked(entry)
            if why is None:
                lines += read
            else:
                waiting = (attrs.evolve(line, status=LineStatus.PENDING) for line in read)
                dropped += (Dropped(line=line, reason=why) for line in waiting)
        return lines, dropped

    def _currency(self, element: Element) -> Currency | None:
        balance = element.first("Bal/Amt")
        code = element.told("Acct/Ccy") or (balance.attributes.get("Ccy", "") if balance else "")
        try:
            return Currency.of(code)
        except InvalidAmount as error:
            remedy = str(error).rpartition(": ")[2]
            self._tell(element, "Acct/Ccy", "the currency of the account", shown(code), remedy)
            return None

    def _balance(self, element: Element, codes: Iterable[str], currency: Currency) -> Money | None:
        known = {each.told("Tp/CdOrPrtry/Cd"): each for each in element.all("Bal")}
        found = next((known[code] for code in codes if code in known), None)
        if found is None:
            expected = f"a balance {' or '.join(codes)}"
            self._tell(element, "Bal", expected, "none", "ask the bank for the whole statement")
            return None
        try:
            return amount_and_sign(found, currency)
        except Misread as error:
            self.findings.append(Place(self.file, found.line, "Bal").misread(error))
            return None

    def _lines(self, entry: Element, account: str, currency: Currency) -> list[StatementLine]:
        reader = CamtEntry(entry, self.text, self.file, account, currency, self.charges)
        try:
            return list(reader.lines())
        except Misread as error:
            self.findings.append(Place(self.file, entry.line, "Ntry").misread(error))
            return []

    def _why_not_booked(self, entry: Element) -> str | None:
        status = entry.told("Sts/Cd", "Sts")
        if status not in ("BOOK", *_NOT_BOOKED):
            expected = f"one of BOOK, {', '.join(_NOT_BOOKED)}"
            self._tell(entry, "Ntry/Sts", expected, shown(status), "ask the bank what it means")
        return _NOT_BOOKED.get(status)

    def _tell(self, element: Element, column: str, expected: str, found: str, remedy: str) -> None:
        place = Place(self.file, element.line, column)
        self.findings.append(place.finding(expected, found, remedy))
