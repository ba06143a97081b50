"""Single values as they are written in a folder, read strictly: nothing is converted in silence.

In TOML a number, a flag and a day have a form of their own, which is asked for. In a CSV cell
everything is text. Amounts and rates are text in both.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from investisens.values.currency import Currency
from investisens.values.dates import Period, YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import InvestisensError
from investisens.values.misreads import Misread, nearest, shown
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode, round_ratio

GREATEST = 10**18
"""Greatest number of minor units of an amount, and greatest whole number, in a folder."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years of the days that a folder may hold."""

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_FRACTION = re.compile(r"[+-]?\d{1,400}(?:\.\d{1,400}|/\d{1,400})?", re.ASCII)
_CODE = re.compile("[A-Z]{3}")
_NAME_LENGTH = 60


def text(value: object, _: Any = str) -> str:
    """Text, without control characters other than tabs and line ends."""
    if not isinstance(value, str):
        remedy = "write it in quotes" if isinstance(value, int | float | date) else "write text"
        raise Misread("text", shown(value), remedy)
    if not value.isprintable():
        for char in value:
            if unicodedata.category(char) == "Cc" and char not in "\t\n\r":
                raise Misread("text", f"the control character {char!r}", "remove it")
    return value


def name(value: object, _: Any = str) -> str:
    """A short name that other lines refer to.

    >>> name("L1 ")
    Traceback (most recent call last):
        ...
    investisens.values.misreads.Misread: expected a short name, found 'L1 ': remove the spaces \
around it
    """
    read = text(value)
    if read != read.strip():
        raise Misread("a short name", shown(read), "remove the spaces around it")
    if not read.isprintable():
        raise Misread("a short name", shown(read), "write it on one line, in visible characters")
    if not read or len(read) > _NAME_LENGTH:
        remedy = f"write 1 to {_NAME_LENGTH} characters on one line"
        raise Misread("a short name", shown(read), remedy)
    return read


def whole(value: object, _: Any = int) -> int:
    """A whole number that is written as one."""
    if type(value) is not int:
        remedy = "write digits alone, without quotes or decimals"
        raise Misread("a whole number", shown(value), remedy)
    if abs(value) > GREATEST:
        raise Misread("a whole number up to 10^18", shown(value), "check the number of digits")
    return value


def whole_cell(value: object, _: Any = int) -> int:
    """A whole number in a cell: ``"75"``, and neither ``"75.0"`` nor ``"1e3"``."""
    cell = str(value).strip()
    if _WHOLE.fullmatch(cell) is None:
        raise Misread("a whole number", shown(cell), "write digits alone, such as 75")
    return whole(int(cell))


def year(value: object, _: Any = int) -> int:
    """A calendar year that a folder may hold."""
    return _within(whole(value))


def year_cell(value: object, _: Any = int) -> int:
    """The same, in a cell."""
    return _within(whole_cell(value))


def _within(number: int) -> int:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        expected = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise Misread(expected, shown(number), "write its four digits")
    return number


def flag(value: object, _: Any = bool) -> bool:
    """``true`` or ``false``, without quotes."""
    if not isinstance(value, bool):
        plain = str(value).strip().lower()
        remedy = f"write {plain}, without quotes" if plain in ("true", "false") else "write one"
        raise Misread("true or false", shown(value), remedy)
    return value


def flag_cell(value: object, _: Any = bool) -> bool:
    """``true`` or ``false`` in a cell, and nothing else."""
    cell = str(value).strip()
    if cell not in ("true", "false"):
        raise Misread("true or false", shown(cell), "write one of them, in small letters")
    return cell == "true"


def number(value: object, _: Any = float) -> float:
    """A number of a third party's instrument that is no money."""
    if isinstance(value, str):
        value = Decimal(value) if _NUMBER.fullmatch(value.strip()) else value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Misread("a number", shown(value), "write a number such as 1.5")
    return float(value)


def day(value: object, _: Any = date) -> date:
    """A day: a native date of TOML, or ``YYYY-MM-DD``."""
    if isinstance(value, datetime):
        raise Misread("a day without a time", shown(value), f"write {value.date()}")
    if not isinstance(value, date):
        value = _day_of_text(value)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        expected = f"a day from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31"
        raise Misread(expected, shown(value), "check the year")
    return value


def _day_of_text(value: object) -> date:
    expected = "a day such as 2011-02-28"
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise Misread(expected, shown(value), "write the year first, YYYY-MM-DD")
    numbers = [int(part) for part in match.groups()]
    try:
        return date(*numbers)
    except ValueError:
        remedy = "check the month"
        if numbers[0] and 1 <= numbers[1] <= 12:
            last = monthrange(numbers[0], numbers[1])[1]
            remedy = f"the last day of that month is {match[1]}-{match[2]}-{last:02}"
        raise Misread(expected, shown(value), remedy) from None


def money(value: object, default: Currency) -> Money:
    """An amount as :meth:`Money.read` reads it, up to 10^18 minor units."""
    expected = "an amount such as '4250000 XOF'"
    if not isinstance(value, str):
        remedy = "write money as text"
        if type(value) is int and abs(value) <= GREATEST:
            remedy += f', "{value}"'
        raise Misread(expected, shown(value), remedy)
    try:
        amount = Money.read(value, default)
    except InvestisensError as error:
        if error.field == "amount":
            raise _finer(expected, value, error, default) from None
        raise _misread(expected, value, error) from None
    if abs(amount.minor) > GREATEST:
        expected = "an amount up to 10^18 minor units"
        raise Misread(expected, shown(value), "check the number of digits")
    return amount


def _finer(expected: str, text: str, error: InvestisensError, default: Currency) -> Misread:
    """An amount with too many decimals, and how to write it."""
    digits = str(error.value)
    code = _CODE.search(text)
    home = Currency.of(code[0]) if code else default

    def written(units: Fraction) -> str:
        minor = round_ratio(units.numerator, units.denominator, RoundingMode.HALF_UP)
        amount = Money(minor, home)
        return f'"{amount}"' if code else f'"{amount.units:f}"'

    exact = Fraction(digits) * 10**home.digits
    remedy = f"write {written(exact)}"
    if exact.denominator != 1:
        remedy += ", rounded half up"
    whole, _, decimals = digits.partition(".")
    if len(decimals) == 3 and (home.digits == 0 or len(whole.lstrip("+-")) <= 3):
        remedy += f", or {written(exact * 1000)} if the point parts thousands"
    return Misread(expected, f"that {str(error).rpartition(': ')[0]}", remedy)


def rate(value: object, _: Any = Rate) -> Rate:
    """A percentage as text: ``"5 %"``."""
    expected = "a rate such as '4.5 %'"
    plain = str(value).strip()
    if not isinstance(value, bool | date) and _NUMBER.fullmatch(plain):
        exact = Decimal(plain)
        if abs(exact) >= 1 or not exact:
            raise Misread(expected, shown(value), f'write "{plain} %"')
        percent = f"{(exact * 100).normalize():f} %"
        raise Misread(expected, shown(value), f'write "{percent}" if it is a share of one')
    if not isinstance(value, str):
        raise Misread(expected, shown(value), "write it as text, with its sign %")
    try:
        return Rate.parse(value)
    except InvestisensError as error:
        raise _misread(expected, value, error) from None


def fraction(value: object, _: Any = Fraction) -> Fraction:
    """An exact number as text: ``"655.957"``, or ``"1/3"`` where no decimal number is exact."""
    expected = "an exact number such as '655.957'"
    if not isinstance(value, str):
        raise Misread(expected, shown(value), "write it as text")
    if _FRACTION.fullmatch(value.strip()) is None:
        remedy = "write digits and a point, or a fraction such as '1/3'"
        raise Misread(expected, shown(value), remedy)
    try:
        return Fraction(value.strip())
    except ZeroDivisionError:
        raise Misread(expected, shown(value), "divide by a number above 0") from None


def currency(value: object, _: Any = Currency) -> Currency:
    """An ISO 4217 code."""
    expected = "a currency code such as 'XOF'"
    if not isinstance(value, str):
        raise Misread(expected, shown(value), "write its ISO 4217 code in quotes")
    try:
        return Currency.of(value)
    except InvestisensError as error:
        raise Misread(expected, shown(value), str(error).rpartition(": ")[2]) from None


def period(value: object, _: Any = Period) -> Period:
    """The distance between two dues: ``"quarter"``."""
    expected = "a period such as 'quarter' or '2 months'"
    if not isinstance(value, str):
        raise Misread(expected, shown(value), "write it as text")
    try:
        return Period.parse(value)
    except InvestisensError as error:
        raise _misread(expected, value, error) from None


def year_day(value: object, _: Any = YearDay) -> YearDay:
    """A day that comes back each year: ``"28 February"``."""
    expected = "a day of the year such as '28 February'"
    if not isinstance(value, str):
        raise Misread(expected, shown(value), "write it as text")
    try:
        return YearDay.parse(value)
    except InvestisensError as error:
        raise _misread(expected, value, error) from None


def member(value: object, kind: type[Enum]) -> Enum:
    """A member of a closed list, by its text; day counts by their usual spellings too."""
    if isinstance(value, str):
        for each in kind:
            if each.value == value.strip():
                return each
        if kind is DayCount:
            try:
                return DayCount.read(value)
            except InvestisensError:
                pass
    known = [str(each.value) for each in kind]
    expected = f"one of {', '.join(map(repr, known))}"
    raise Misread(expected, shown(value), nearest(str(value), known, "write one of them"))


def _misread(expected: str, value: object, error: InvestisensError) -> Misread:
    """What a parser of values says, in the words of a finding."""
    what, _, remedy = str(error).rpartition(": ")
    found = shown(value) if what.startswith("cannot read") else f"that {what}"
    return Misread(expected, found, remedy)
