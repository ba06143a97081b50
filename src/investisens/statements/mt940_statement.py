"""MT940: the account statement of SWIFT, by the field grammar of the library mt-940."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from re import Pattern

import attrs

from investisens.statements.balances import total_break
from investisens.statements.cells import message_amount, message_day
from investisens.statements.lines import Statement, StatementLine, counted, paged
from investisens.statements.mapping import ChargeRule
from investisens.statements.mt940_fields import Field, messages
from investisens.statements.mt940_line import DAYS, entry_line
from investisens.statements.problems import Place
from investisens.statements.rows import decoded
from investisens.values.currency import Currency
from investisens.values.errors import Finding, InvalidAmount, NotSupported, Severity
from investisens.values.misreads import Misread, nearest, shown
from investisens.values.money import Money

_OPENING = ("60F", "60M")
_CLOSING = ("62F", "62M")
_UNUSED = ("20", "21", "28", "28C", "13", "13D", "34F", "64", "65", "90C", "90D", "NS")
_KNOWN = (*_OPENING, *_CLOSING, *_UNUSED, "25", "25P", "61", "86")


def parse_mt940(
    content: bytes, *, file: str, encoding: str = "utf-8", charges: Iterable[ChargeRule] = ()
) -> tuple[Statement, ...]:
    """The statements of an MT940 file, at least one; whatever the content, it never raises.

    Opening balance and lines must make the closing balance. Days of two-digit years below 80 are
    of the 2000s. A reversed credit (RC) is paid, a reversed debit (RD) is received.

    Args:
        content: Bytes of the file.
        file: Name of the file, for the findings.
        encoding: Of the file; messages of SWIFT are plain ASCII, some banks write more.
        charges: How charges are recognised, beside the bank's own codes CHG and COM.

    Raises:
        NotSupported: The library mt-940 is not installed.

    >>> (statement,) = parse_mt940(b"hello", file="day.sta")
    >>> print(*statement.findings)
    day.sta: line 1: expected field :20: of a message, found 'hello': export the file again
    """
    grammar = _grammar()
    try:
        text = decoded(content, encoding)
    except Misread as error:
        return (Statement(source=file, findings=(Place(file).misread(error),)),)
    rules, outside, read = tuple(charges), [], []
    for message in messages(text, file):
        if isinstance(message, Finding):
            outside.append(message)
        else:
            read.append(_Reader(file, grammar, rules).statement(message))
    if not read and not outside:
        outside.append(Place(file).finding("field :20:", "no message", "export the file again"))
    if outside:
        first = read[0] if read else Statement(source=file)
        read[:1] = [attrs.evolve(first, findings=(*outside, *first.findings))]
    return paged(read)


@cache
def _grammar() -> Mapping[str, Pattern[str]]:
    """The pattern of each field that is read."""
    try:
        from mt940 import tags
    except ImportError as error:
        raise NotSupported(
            "an MT940 file is read by the library mt-940, which is not installed: "
            "run pip install 'investisens[mt940]'"
        ) from error
    return {"61": tags.Statement().re, "balance": tags.FinalOpeningBalance().re}


@attrs.define
class _Reader:
    """One message being read; its findings gather here."""

    file: str
    grammar: Mapping[str, Pattern[str]]
    charges: tuple[ChargeRule, ...]
    findings: list[Finding] = attrs.field(factory=list)

    def statement(self, fields: list[Field]) -> Statement:
        """What the message says, its balances checked."""
        self._tell_unknown(fields)
        account = next((each for each in fields if each.tag in ("25", "25P")), None)
        if account is None or not account.value.strip():
            self._tell(fields[0], "field :25:, the number of the account", "none")
        number = account.value.strip().replace("\n", " ") if account else ""
        opening = self._balance(fields, _OPENING)
        closing = self._balance(fields, _CLOSING)
        told = Statement(source=self.file, account=number)
        if opening is None or closing is None:
            return attrs.evolve(told, findings=tuple(self.findings))
        told = attrs.evolve(told, opening=opening, closing=closing, currency=opening.currency)
        if opening.currency != closing.currency:
            expected = f"a closing balance in {opening.currency}"
            self._tell(fields[-1], expected, str(closing.currency))
        lines = self._lines(fields, number, opening.currency)
        read = attrs.evolve(told, lines=counted(lines))
        if not any(each.severity is Severity.ERROR for each in self.findings):
            self.findings += total_break(read)
        return attrs.evolve(read, findings=tuple(self.findings))

    def _lines(self, fields: list[Field], account: str, currency: Currency) -> list[StatementLine]:
        lines = []
        following = [*fields[1:], None]
        for field, after in zip(fields, following, strict=True):
            if field.tag != "61":
                continue
            details = after if after is not None and after.tag == "86" else None
            try:
                grammar, rules = self.grammar["61"], self.charges
                line = entry_line(grammar, field, details, self.file, account, currency, rules)
                lines.append(line)
            except Misread as error:
                self.findings.append(Place(self.file, field.line, "61").misread(error))
        return lines

    def _balance(self, fields: list[Field], tags: tuple[str, ...]) -> Money | None:
        found = [each for each in fields if each.tag in tags]
        if len(found) != 1:
            place = found[1] if found else fields[0]
            expected = f"one balance in field :{tags[0]}: or :{tags[1]}:"
            self._tell(place, expected, str(len(found)) if found else "none")
            return None
        try:
            return self._amount(found[0])
        except Misread as error:
            self.findings.append(Place(self.file, found[0].line, found[0].tag).misread(error))
            return None

    def _amount(self, field: Field) -> Money:
        match = self.grammar["balance"].fullmatch(field.value.strip())
        if match is None:
            expected = "a balance such as C140515XOF120000,"
            raise Misread(expected, shown(field.value), "export the file again")
        message_day("".join(match.group("year", "month", "day")), DAYS)
        try:
            currency = Currency.of(match["currency"])
        except InvalidAmount as error:
            remedy = str(error).rpartition(": ")[2]
            raise Misread("an ISO 4217 code", shown(match["currency"]), remedy) from None
        amount = message_amount(match["amount"], ",", currency)
        return amount if match["status"] == "C" else -amount

    def _tell_unknown(self, fields: list[Field]) -> None:
        for field in fields:
            if field.tag not in _KNOWN:
                place = Place(self.file, field.line, field.tag)
                remedy = nearest(field.tag, _KNOWN, "check by hand that it says nothing needed")
                expected = "a known field"
                found = f":{field.tag}:, which is not read"
                self.findings.append(place.finding(expected, found, remedy, Severity.WARNING))

    def _tell(self, field: Field, expected: str, found: str) -> None:
        place = Place(self.file, field.line)
        self.findings.append(place.finding(expected, found, "export the file again"))
