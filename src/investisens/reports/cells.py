"""A cell as a reader of French or English sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from investisens.l10n import Language, format_date, format_money, format_number, format_rate
from investisens.reports.labels import label, word
from investisens.reports.tables import Column, Kind
from investisens.values.currency import Currency
from investisens.values.money import Money
from investisens.values.rates import Rate

if TYPE_CHECKING:
    from investisens.engine.irr import IrrResult

NOTHING = "–"
"""Shown for what does not exist, which is not the same as 0."""

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
    "irr": lambda cell, lang, *_: irr_text(cell, lang),
}
