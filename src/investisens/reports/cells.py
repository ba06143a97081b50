"""A cell as a reader of French or English sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, Inexact, localcontext
from enum import Enum
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import attrs

from investisens.l10n import Language, format_date, format_money, format_number, format_rate
from investisens.reports.labels import label, term_name, word
from investisens.reports.tables import Column, Kind, percent, plain_cell
from investisens.values.currency import Currency
from investisens.values.dates import Period, YearDay
from investisens.values.money import Money
from investisens.values.rates import Rate

if TYPE_CHECKING:
    from investisens.engine.irr import IrrResult

NOTHING = "–"
"""Shown for what does not exist, which is not the same as 0."""

_YEARS = frozenset({"first_year", "last_year"})
"""Terms that number a year, which has no groups of three."""

_DAYS_IN_YEAR = 365
_PRECISION = 1_000  # wider than any amount


def visible(text: str) -> str:
    r"""The text with its control characters spelt out: no file may steer a terminal.

    >>> visible("Miel \x1b[31m et\nForet")
    'Miel \\x1b[31m et\\x0aForet'
    """
    return "".join(
        char if char.isprintable() or char in "\u00a0\u202f" else _escaped(char) for char in text
    )


def cell_text(column: Column, cell: Any, lang: Language, currency: Currency | None) -> str:
    """One cell as text; an amount stands without its currency, which the title names.

    >>> from investisens.values.currency import XOF
    >>> cell_text(Column(name="interest", kind="amount"), 150_205, "en", XOF)
    '150,205'
    """
    if cell is None:
        return NOTHING
    return _AS_TEXT[column.kind](cell, lang, column, currency) or NOTHING


def irr_text(result: IrrResult, lang: Language) -> str:
    """The rate, to a hundredth of a percent, or why there is none.

    Below one year the return of the period is shown, not annualised (GIPS 2020).

    >>> from datetime import date
    >>> from investisens.engine.irr import irr
    >>> irr_text(irr([(date(2025, 1, 1), -1_000), (date(2027, 1, 1), 1_210)]), "en")
    '10%'
    >>> irr_text(irr([]), "fr")
    'aucun flux'
    """
    rates = [root.rate for root in result.roots]
    if not rates or not all(map(isfinite, rates)):
        return label("irr.beyond" if rates else f"irr.{result.status.name.lower()}", lang)
    if result.value is None:
        return label("irr.roots", lang, rates=", ".join(_rate(rate, lang) for rate in rates))
    if result.annualised or result.period_return is None:
        return _rate(result.value, lang)
    days = round(result.years * _DAYS_IN_YEAR)
    return label("irr.period", lang, rate=_rate(result.period_return, lang), days=days)


def term_text(value: object, lang: Language, name: str = "") -> str:
    """A term of a contract as text, whatever it is made of.

    Args:
        value: An amount, a rate, a day, a code, a number, a frozen value, or a tuple of these.
        lang: Language of the text.
        name: The attribute it stands in: the group of labels of its code.

    >>> term_text((Rate.parse("4.5 %"), date(2011, 2, 28), True), "en")
    '4.5%; February 28, 2011; yes'
    """
    if value is None or value == ():
        return NOTHING
    if isinstance(value, tuple):
        return label("between", lang).join(term_text(item, lang, name) for item in value)
    if name in _YEARS:
        return str(value)
    for kind, written in _TERM_AS_TEXT.items():
        if isinstance(value, kind):
            return written(value, lang)
    if not is_compound(value):
        code = value.value if isinstance(value, Enum) else value
        return visible(word(name, str(code), lang))
    parts = (
        label("fact", lang, name=term_name(term, lang), value=_within(item, lang, term))
        for term, item in chosen_terms(value)
    )
    return ", ".join(parts) or NOTHING


def plain_term(value: Any) -> Any:
    """A term as JSON holds it; a frozen value as an object with all its attributes.

    >>> from investisens.values.currency import XOF
    >>> plain_term((Money(5_000, XOF), date(2011, 2, 28), Rate.parse("4.5 %")))
    [{'amount': 5000, 'currency': 'XOF'}, '2011-02-28', 0.045]
    """
    match value:
        case None | bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case Money():
            return {"amount": value.minor, "currency": value.currency.code}
        case Rate() | Fraction() | float():
            return plain_cell(value)
        case tuple() | list():
            return [plain_term(item) for item in value]
    return _plain_object(value)


def is_compound(value: object) -> bool:
    """Whether a value is read attribute by attribute: an attrs one without a text of its own.

    >>> from investisens.values.dates import YearDay
    >>> is_compound(Column(name="fees", kind="amount")), is_compound(YearDay(6, 30))
    (True, False)
    """
    return attrs.has(type(value)) and type(value).__str__ is object.__str__


def chosen_terms(value: Any) -> list[tuple[str, Any]]:
    """The attributes of a frozen value that are not at their default, in its order.

    >>> chosen_terms(Column(name="fees", kind="amount"))
    [('name', 'fees'), ('kind', 'amount')]
    """
    return [
        (field.name, getattr(value, field.name))
        for field in attrs.fields(type(value))
        if getattr(value, field.name) != _default(field)
    ]


def _within(value: object, lang: Language, name: str) -> str:
    """A term of a frozen value; one that has terms of its own stands between brackets."""
    text = term_text(value, lang, name)
    return f"({text})" if is_compound(value) else text


def _period(period: Period, lang: Language) -> str:
    if lang == "en":
        return str(period)
    from babel.units import format_unit

    years, months = divmod(period.months, 12)
    if months or not years:
        unit, count = ("month", period.months) if period.months else ("day", period.days)
    else:
        unit, count = "year", years
    return format_unit(count, unit, locale=lang)


def _year_day(day: YearDay, lang: Language) -> str:
    if lang == "en":
        return str(day)
    from babel.dates import get_month_names

    month = get_month_names("wide", locale=lang)[day.month]
    if (day.month, day.day) == (2, 29):
        return f"fin {month}"
    return f"{'1er' if day.day == 1 else day.day} {month}"


def _fraction(value: Fraction, lang: Language) -> str:
    """The decimals of a fraction that has an end, else the fraction."""
    with localcontext(prec=_PRECISION) as context:
        # A context starts with the flags of the one around it.
        context.clear_flags()
        decimal = Decimal(value.numerator) / Decimal(value.denominator)
        return str(value) if context.flags[Inexact] else format_number(decimal.normalize(), lang)


def _default(field: attrs.Attribute[Any]) -> object:
    factory = getattr(field.default, "factory", None)
    return field.default if factory is None else factory()


def _plain_object(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if not is_compound(value):
        return str(value)
    return {
        field.name: plain_term(getattr(value, field.name)) for field in attrs.fields(type(value))
    }


def _amount(cell: int, lang: Language, currency: Currency | None) -> str:
    if currency is None:
        return format_number(cell, lang)
    return _fixed(Money(cell, currency).units, currency.digits, lang)


def _fixed(number: Decimal, digits: int, lang: Language) -> str:
    """The number with exactly *digits* decimals, so that a column lines up."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    with localcontext(prec=_PRECISION):
        text: str = format_decimal(number, pattern, locale=lang, decimal_quantization=False)
    return text


def _rate(rate: Rate | float, lang: Language) -> str:
    if isinstance(rate, Rate):
        return format_rate(rate, lang)
    # A hundredth of a percent is a thousand thousandths of a basis point.
    return format_rate(Rate(round(rate * 10_000) * 1_000), lang)


def _share(share: Fraction, lang: Language) -> str:
    """A part of a whole in per cent, with exactly one decimal."""
    from babel.numbers import format_percent

    pattern = "#,##0.0%" if lang == "en" else "#,##0.0\u00a0%"
    text: str = format_percent(percent(share).scaleb(-2), pattern, lang)
    return text


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_AS_TEXT: Final[Mapping[Kind, Callable[[Any, Language, Column, Currency | None], str]]] = {
    "text": lambda cell, *_: visible(cell),
    "code": lambda cell, lang, column, _: visible(word(column.words, cell, lang)),
    "date": lambda cell, lang, *_: format_date(cell, lang),
    "dates": lambda cell, lang, *_: ", ".join(format_date(day, lang) for day in cell),
    "amount": lambda cell, lang, _, currency: _amount(cell, lang, currency),
    "money": lambda cell, lang, *_: format_money(cell, lang),
    "count": lambda cell, lang, *_: format_number(cell, lang),
    "ratio": lambda cell, lang, *_: _fixed(Decimal(round(cell * 100)).scaleb(-2), 2, lang),
    "rate": lambda cell, lang, *_: _rate(cell, lang),
    "rates": lambda cell, lang, *_: ", ".join(_rate(rate, lang) for rate in cell),
    "share": lambda cell, lang, *_: _share(cell, lang),
    "irr": lambda cell, lang, *_: irr_text(cell, lang),
}

_TERM_AS_TEXT: Final[Mapping[type, Callable[[Any, Language], str]]] = {
    bool: lambda value, lang: label(f"answer.{value}".lower(), lang),
    int: format_number,
    Decimal: format_number,
    Fraction: _fraction,
    Money: format_money,
    Rate: format_rate,
    date: format_date,
    Period: _period,
    YearDay: _year_day,
}
"""Kind of a term to how it is written; a bool is an int, so it stands first."""
