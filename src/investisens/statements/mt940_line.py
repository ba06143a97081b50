"""One statement line of an MT940 message: field 61 with the field 86 that follows it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from investisens.statements.cells import SHORT_DATES, message_amount, message_day
from investisens.statements.charges import charge_meaning
from investisens.statements.lines import StatementLine
from investisens.statements.mapping import ChargeRule, Dates
from investisens.statements.mt940_fields import Field
from investisens.statements.rows import LONGEST_CELL
from investisens.values.currency import Currency
from investisens.values.misreads import Misread, shown
from investisens.values.money import Money

DAYS: Final = Dates(format="YYMMDD", pivot=SHORT_DATES)

_WITH_YEAR = Dates(format="YYYYMMDD")
_HALF_A_YEAR = 183
"""Days to the nearest of the same days of each year; only 29 February may be farther away."""

_SIGN = {"C": 1, "RD": 1, "D": -1, "RC": -1}
_CHARGE_CODES = ("CHG", "COM")
_NO_REFERENCE = ("NONREF", "NOTPROVIDED")
_STRUCTURED = re.compile("[0-9]{3}[?]")
_SUBFIELD = re.compile(r"\?([0-9]{2})")
_PURPOSE = tuple(map(str, (*range(20, 30), *range(60, 64))))
_NAME, _ACCOUNT = ("32", "33"), ("31",)


def entry_line(
    grammar: re.Pattern[str],
    field: Field,
    details: Field | None,
    file: str,
    account: str,
    currency: Currency,
    charges: tuple[ChargeRule, ...],
) -> StatementLine:
    """The line of a field 61.

    Args:
        grammar: Pattern of field 61, with named groups.
        field: The field 61.
        details: The field 86 after it, if there is one.
        file: Name of the file.
        account: Number of the account.
        currency: Currency of the account.
        charges: How charges are recognised.

    Raises:
        Misread: The field cannot be read.
    """
    longest = max(len(each.value) for each in (field, details) if each)
    if longest > LONGEST_CELL:
        found = f"one of {longest} characters"
        raise Misread(f"fields of at most {LONGEST_CELL}", found, "export the file again")
    match = grammar.fullmatch(field.value)
    if match is None:
        expected = "a line such as 1405150515C120000,NTRFL7//REF"
        raise Misread(expected, shown(field.value), "export the file again")
    valued = message_day("".join(match.group("year", "month", "day")), DAYS)
    booked = entry_day(valued, match["entry_month"], match["entry_day"])
    amount = _amount(match, currency)
    told = subfields(details.value) if details else {}
    text = _text(told, match["extra_details"] or "")
    reference = _reference(match)
    name = " ".join(filter(None, (told.get(key, "") for key in _NAME)))
    raw = "\n".join((field.raw, details.raw)) if details else field.raw
    return StatementLine(
        source=file,
        row=field.line,
        account=account,
        operation_date=booked,
        value_date=valued,
        amount=amount,
        fee=Money.zero(currency),
        raw=raw,
        counterparty=name,
        counterparty_account=told.get(_ACCOUNT[0], ""),
        text=text,
        reference=reference,
        charge=_charge(match["id"] or "", text, amount, charges),
        hint="the bank says it reverses an entry" if len(match["status"]) == 2 else "",
        identity=tuple("".join(each.value.split()) for each in (field, details) if each),
    )


def entry_day(valued: date, month: str | None, day: str | None) -> date:
    """The day of the entry, told without its year: the one nearest to the value date.

    >>> print(entry_day(date(2015, 1, 2), "12", "31"))
    2014-12-31
    """
    if not (month or "").strip() and not (day or "").strip():
        return valued
    found = f"{month or ''}{day or ''}"
    days = []
    for year in (valued.year - 1, valued.year, valued.year + 1):
        try:
            days.append(message_day(f"{year}{found}", _WITH_YEAR))
        except Misread:
            continue  # 29 February is a day of some years only
    if not days:
        raise Misread("an entry day such as 0515", shown(found), "export the file again")
    nearest = min(days, key=lambda each: abs(each - valued))
    if abs(nearest - valued).days > _HALF_A_YEAR:
        raise Misread(f"an entry day near {valued}", shown(found), "export the file again")
    return nearest


def subfields(value: str) -> dict[str, str]:
    """The parts of a field 86 by their number; all of it under ``20`` where it has none.

    >>> subfields("166?00VIREMENT?20L7 juin?212014?32LUMIERE")["21"]
    '2014'
    >>> subfields("L7 juin 2014")
    {'20': 'L7 juin 2014'}
    """
    if _STRUCTURED.match(value) is None:
        return {"20": " ".join(value.split())}
    pieces = _SUBFIELD.split(value.replace("\n", ""))
    parts: dict[str, str] = {}
    for number, text in zip(pieces[1::2], pieces[2::2], strict=True):
        parts[number] = f"{parts.get(number, '')} {text}".strip()
    return parts


def _amount(match: re.Match[str], currency: Currency) -> Money:
    amount = message_amount(match["amount"], ",", currency)
    funds = (match["funds_code"] or "").upper()
    if funds and funds != currency.code[2]:
        expected = f"an amount in {currency}"
        raise Misread(expected, f"the funds code {funds!r}", "export each currency alone")
    sign = _SIGN.get(match["status"])
    if sign is None:
        raise Misread("C, D, RC or RD", shown(match["status"]), "export the file again")
    return amount * sign


def _text(told: dict[str, str], extra: str) -> str:
    purpose = " ".join(told[key] for key in _PURPOSE if told.get(key))
    return purpose or told.get("00", "") or extra.strip()


def _reference(match: re.Match[str]) -> str:
    words = (match["customer_reference"] or "", match["bank_reference"] or "")
    kept = (word.strip() for word in words)
    return " ".join(word for word in kept if word and word not in _NO_REFERENCE)


def _charge(code: str, text: str, amount: Money, charges: tuple[ChargeRule, ...]) -> str:
    if amount.minor < 0 and code[1:].upper() in _CHARGE_CODES:
        return f"charge: the bank's code is {code}"
    return charge_meaning(charges, text, amount)
