"""Amounts and days as a mapping says that they are written, read strictly."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from investisens.statements.mapping import Dates, Numbers
from investisens.values.currency import Currency
from investisens.values.misreads import Misread, shown
from investisens.values.money import Money

GREATEST = 10**18
"""Greatest number of minor units of an amount."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years of the days that a statement may hold."""

SHORT_DATES = 80
"""Two-digit years of SWIFT messages from here on are of the 1900s."""

_LONGEST = 60
_SPACES = " \u00a0\u202f\u2009"
_GROUP = {" ": f"[{_SPACES}]", "'": "['\u2019]", ".": r"\.", ",": ",", "": ""}
_TOKENS = {
    **{"YYYY": r"(?P<year>[0-9]{4})", "YY": r"(?P<year>[0-9]{2})"},
    **{"MM": r"(?P<month>[0-9]{2})", "M": r"(?P<month>[0-9]{1,2})"},
    **{"DD": r"(?P<day>[0-9]{2})", "D": r"(?P<day>[0-9]{1,2})"},
    **{"hh": r"(?P<hour>[0-9]{2})", "mm": r"(?P<minute>[0-9]{2})", "ss": r"(?P<second>[0-9]{2})"},
}
_TOKEN = re.compile("YYYY|YY|MM|M|DD|D|hh|mm|ss|.", re.DOTALL)


@lru_cache(maxsize=16_384)
def amount_of(text: str, numbers: Numbers, currency: Currency) -> Money:
    """The amount of a cell: the sign before or after it, groups of three digits.

    Decimals beyond the minor unit must be zeros, and two at most: ``6 000,00`` is 6000 XOF.

    Raises:
        Misread: The cell is not written so.

    >>> from investisens.values.currency import XOF
    >>> amount_of("-4 210 377,00 F CFA", Numbers(units=("F CFA",)), XOF)
    Money(minor=-4210377, currency=Currency.of('XOF'))
    """
    match = _amount_pattern(numbers).fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None or (match["before"] and match["after"]):
        raise Misread(_like(numbers, currency), shown(text), "correct it, or [numbers]")
    decimals = match["decimals"] or ""
    kept, beyond = decimals[: currency.digits], decimals[currency.digits :]
    if beyond.strip("0") or len(decimals) > max(2, currency.digits):
        expected = f"at most {currency.digits} decimals"
        raise Misread(expected, shown(text), "correct it, or the decimal mark in [numbers]")
    whole = re.sub("[^0-9]", "", match["whole"])
    minor = int(whole + kept.ljust(currency.digits, "0"))
    if minor > GREATEST:
        raise Misread("an amount up to 10^18 minor units", shown(text), "check its digits")
    negative = (match["before"] or match["after"] or "+") != "+"
    return Money(-minor if negative else minor, currency)


@lru_cache(maxsize=16_384)
def day_of(text: str, dates: Dates) -> tuple[date, str]:
    """The day of a cell, and the time where the format has one.

    Raises:
        Misread: The cell is not written so, or no such day exists.

    >>> print(day_of("28/02/14", Dates(format="DD/MM/YY", pivot=70))[0])
    2014-02-28
    """
    expected = f"a day such as {_example(dates.format)}"
    pattern = _day_pattern(dates.format)
    match = pattern.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        raise Misread(expected, shown(text), f"write it {dates.format}, or correct [dates]")
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    if dates.pivot is not None:
        year += 2000 if year < dates.pivot else 1900
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        remedy = "check the month and the year, and their order in [dates]"
        raise Misread(expected, shown(text), remedy)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        ordinal = f"{last}{'st' if last == 31 else 'th'}"
        raise Misread(expected, shown(text), f"the last day of that month is the {ordinal}")
    parts = match.groupdict()
    time = ":".join(parts[name] for name in ("hour", "minute", "second") if parts.get(name))
    return date(year, month, day), time


def message_amount(text: str, decimal: str, currency: Currency) -> Money:
    """The amount of a message of a bank: digits and a decimal mark, neither sign nor groups.

    Raises:
        Misread: The text is not written so.
    """
    try:
        amount = amount_of(text, Numbers(decimal=decimal, thousands=""), currency)
    except Misread as error:
        raise Misread(error.expected, error.found, "export the file again") from None
    if not text.strip()[:1].isdigit() or amount.minor < 0:
        raise Misread("an amount without a sign", shown(text), "export the file again")
    return amount


def message_day(text: str, dates: Dates) -> date:
    """The day of a message of a bank.

    Raises:
        Misread: The text is not written so, or no such day exists.
    """
    try:
        return day_of(text, dates)[0]
    except Misread as error:
        raise Misread(error.expected, error.found, "export the file again") from None


@lru_cache(maxsize=64)
def _amount_pattern(numbers: Numbers) -> re.Pattern[str]:
    group, mark = _GROUP[numbers.thousands], re.escape(numbers.decimal)
    whole = f"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+" if group else "[0-9]+"
    unit = "|".join(re.escape(each) for each in numbers.units)
    around = f"(?:{unit})?" if unit else ""
    space = f"[{_SPACES}]?"
    return re.compile(
        rf"{around}{space}(?P<before>[+\-\u2212]?){space}(?P<whole>{whole})"
        rf"(?:{mark}(?P<decimals>[0-9]*))?{space}(?P<after>[+\-\u2212]?){space}{around}"
    )


@lru_cache(maxsize=64)
def _day_pattern(written: str) -> re.Pattern[str]:
    pieces = _TOKEN.findall(written)
    return re.compile("".join(_TOKENS.get(piece, re.escape(piece)) for piece in pieces))


def _like(numbers: Numbers, currency: Currency) -> str:
    decimals = f"{numbers.decimal}{'5' * currency.digits}" if currency.digits else ""
    return f"an amount such as 1{numbers.thousands}234{decimals}"


def _example(written: str) -> str:
    shapes = {"YYYY": "2014", "YY": "14", "MM": "02", "M": "2", "DD": "28", "D": "28"}
    times = {"hh": "10", "mm": "42", "ss": "07"}
    return "".join({**shapes, **times}.get(piece, piece) for piece in _TOKEN.findall(written))
