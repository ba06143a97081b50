"""One entry of a CAMT.053 statement, and the transactions in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import attrs

from investisens.statements.cells import message_amount, message_day
from investisens.statements.charges import charge_meaning
from investisens.statements.lines import StatementLine
from investisens.statements.mapping import ChargeRule, Dates
from investisens.statements.xml_tree import Element
from investisens.values.currency import Currency
from investisens.values.misreads import Misread, shown
from investisens.values.money import Money, total

_DAYS = Dates(format="YYYY-MM-DD")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d|T.{0,40})?", re.ASCII)
_CHARGE_CODES = ("CHRG", "COMM", "FEES")
_NO_REFERENCE = ("NOTPROVIDED", "NONREF")


def amount_and_sign(element: Element, currency: Currency) -> Money:
    """The amount of an entry or a balance: a credit is +, a debit is −.

    Raises:
        Misread: There is none, or it is of another currency, or has no sign.
    """
    amount = _amount(element.first("Amt"), currency)
    sign = element.told("CdtDbtInd")
    if sign not in ("CRDT", "DBIT"):
        raise Misread("CdtDbtInd CRDT or DBIT", shown(sign), "export the file again")
    return amount if sign == "CRDT" else -amount


@attrs.frozen
class CamtEntry:
    """An entry and what its lines need to know.

    Attributes:
        element: The element ``Ntry``.
        source: The whole file as UTF-8.
        file: Its name.
        account: Number of the account.
        currency: Currency of the account.
        charges: How charges are recognised.
    """

    element: Element
    source: bytes
    file: str
    account: str
    currency: Currency
    charges: tuple[ChargeRule, ...]

    def lines(self) -> Iterator[StatementLine]:
        """One line, or one for each transaction where their amounts make the entry.

        Raises:
            Misread: Something in the entry cannot be read.
        """
        whole = amount_and_sign(self.element, self.currency)
        details = list(self.element.all("NtryDtls/TxDtls"))
        parts = self._parts(details, whole) if len(details) > 1 else None
        if parts is None:
            hint = f"{len(details)} transactions in one entry" if len(details) > 1 else ""
            yield self._line(details, whole, hint, 0)
            return
        for number, (detail, amount) in enumerate(zip(details, parts, strict=True), 1):
            hint = f"transaction {number} of {len(parts)} of an entry of {whole}"
            yield self._line([detail], amount, hint, number)

    def _parts(self, details: list[Element], whole: Money) -> list[Money] | None:
        """The signed amounts of the transactions, if they are told and make the entry."""
        parts = []
        for detail in details:
            told = detail.first("Amt", "AmtDtls/TxAmt/Amt")
            if told is None or told.attributes.get("Ccy") != self.currency.code:
                return None
            amount = _amount(told, self.currency)
            sign = detail.told("CdtDbtInd") or ("DBIT" if whole.minor < 0 else "CRDT")
            parts.append(-amount if sign == "DBIT" else amount)
        return parts if total(parts, self.currency) == whole else None

    def _line(self, details: list[Element], amount: Money, hint: str, part: int) -> StatementLine:
        entry = self.element
        side, names = ("Dbtr", "DbtrAcct") if amount.minor >= 0 else ("Cdtr", "CdtrAcct")
        booked, valued = self._days()
        name = _joined(details, f"RltdPties/{side}/Nm", f"RltdPties/{side}/Pty/Nm")
        text = self._text(details)
        reference = self._reference(details)
        return StatementLine(
            source=self.file,
            row=entry.line,
            account=self.account,
            operation_date=booked,
            value_date=valued,
            amount=amount,
            fee=Money.zero(self.currency),
            raw=self._raw(),
            counterparty=name,
            counterparty_account=_joined(
                details, f"RltdPties/{names}/Id/IBAN", f"RltdPties/{names}/Id/Othr/Id"
            ),
            text=text,
            reference=reference,
            charge=self._charge(text, amount),
            hint="; ".join(filter(None, (hint, self._reversal()))),
            identity=(str(booked), str(valued), str(amount), reference, name, text, str(part)),
        )

    def _days(self) -> tuple[date, date]:
        booked = _day(self.element.told("BookgDt/Dt", "BookgDt/DtTm"), "BookgDt")
        valued = self.element.told("ValDt/Dt", "ValDt/DtTm")
        return booked, _day(valued, "ValDt") if valued else booked

    def _text(self, details: list[Element]) -> str:
        told = _joined(details, "RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref", "AddtlTxInf")
        return told or self.element.told("AddtlNtryInf")

    def _reference(self, details: list[Element]) -> str:
        """The bank's reference, then that of the payer; neither is surely unique."""
        own = self.element.told("AcctSvcrRef")
        other = _joined(details, "Refs/AcctSvcrRef", "Refs/EndToEndId")
        words = dict.fromkeys(f"{own} {other}".split())
        return " ".join(word for word in words if word not in _NO_REFERENCE)

    def _charge(self, text: str, amount: Money) -> str:
        code = self.element.told("BkTxCd/Domn/Fmly/SubFmlyCd")
        if amount.minor < 0 and code in _CHARGE_CODES:
            return f"charge: the bank's code is {code}"
        return charge_meaning(self.charges, text, amount)

    def _reversal(self) -> str:
        return "the bank says it reverses an entry" if self._told_true("RvslInd") else ""

    def _told_true(self, path: str) -> bool:
        return self.element.told(path) in ("true", "1")

    def _raw(self) -> str:
        end = self.source.find(b">", self.element.end) + 1
        return self.source[self.element.start : end].decode()


def _amount(element: Element | None, currency: Currency) -> Money:
    if element is None:
        raise Misread("an amount", "none", "export the file again")
    code = element.attributes.get("Ccy", "")
    if code != currency.code:
        remedy = "export each currency as its own account"
        raise Misread(f"an amount in {currency.code}", shown(code), remedy)
    return message_amount(element.text.strip(), ".", currency)


def _day(text: str, name: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise Misread(f"a day in {name}", shown(text), "export the file again")
    return message_day(match[1], _DAYS)


def _joined(details: list[Element], *paths: str) -> str:
    texts = (each.text.strip() for detail in details for path in paths for each in detail.all(path))
    return " ".join(dict.fromkeys(filter(None, texts)))
