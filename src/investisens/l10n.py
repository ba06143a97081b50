"""Amounts, numbers, rates and dates as French and English readers write them.

Babel is imported on first use only: a program that prints nothing never pays for it.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, localcontext
from typing import Final, Literal

from investisens.values.currency import EUR, XOF, Currency
from investisens.values.errors import InvalidAmount, NotSupported
from investisens.values.money import Money
from investisens.values.rates import Rate

Language = Literal["fr", "en"]
"""The languages of reports and labels."""

_LANGUAGES: Final = {"fr": "French", "en": "English"}
_EXAMPLES: Final = {"fr": "'1 234,50 €' or '4 250 000 F CFA'", "en": "'€1,234.50' or 'XOF 4,250'"}

# Babel rounds to the precision of the decimal context; this one is wider than any amount.
_PRECISION: Final = 5_000

_FRANC_CFA: Final = frozenset({"FCFA", "CFA", "F"})
_SPACE: Final = "[ \u00a0\u202f]"
_MARK: Final = f"(?:F{_SPACE}?CFA|F|€|[A-Z]{{3}})"


def _amount_pattern(group: str, decimal: str) -> re.Pattern[str]:
    head = "[1-9][0-9]{0,2}"
    digits = f"{head}(?:{_SPACE}[0-9]{{3}})+|{head}(?:{group}[0-9]{{3}})+|[0-9]+"
    return re.compile(
        rf"([+-]?)(?:({_MARK}){_SPACE}?)?([+-]?)"
        rf"({digits})(?:{decimal}([0-9]+))?"
        rf"(?:{_SPACE}?({_MARK}))?"
    )


_AMOUNTS: Final = {"fr": _amount_pattern(_SPACE, ","), "en": _amount_pattern(",", r"\.")}


def format_money(money: Money, lang: Language) -> str:
    """The amount as a reader of the language expects it, with all its decimals.

    The franc CFA is ``F CFA`` in French and ``XOF`` in English, the euro ``€``; any other
    currency shows its code, which no reader can mistake.

    Raises:
        NotSupported: The language is neither ``"fr"`` nor ``"en"``.

    >>> format_money(Money(1_234_568, XOF), "en")
    'XOF 1,234,568'
    >>> format_money(Money(-123_450, EUR), "en")
    '-€1,234.50'
    >>> format_money(Money(1_234_568, XOF), "fr").replace("\u202f", "_").replace("\u00a0", "~")
    '1_234_568~F_CFA'
    """
    _check_language(lang)
    from babel.numbers import format_currency

    currency = money.currency
    number = "#,##0" + ("." + "0" * currency.digits if currency.digits else "")
    if lang == "fr":
        pattern = f"{number}\u00a0{'¤' if currency in (XOF, EUR) else '¤¤'}"
    else:
        pattern = f"¤{number}" if currency == EUR else f"¤¤ {number}"
    with localcontext(prec=_PRECISION):
        return format_currency(
            money.units,
            currency.code,
            format=pattern,
            locale=lang,
            currency_digits=False,
            decimal_quantization=False,
        )


def parse_money(text: str, lang: Language, default: Currency | None = None) -> Money:
    """The amount a reader of the language wrote; the language is never guessed.

    Digits stand alone or in groups of three, divided by spaces (also by commas in English);
    the decimal mark is the comma in French and the point in English. The currency is a code,
    ``€``, or ``F CFA``, ``FCFA``, ``CFA`` and ``F`` for XOF (for XAF where it is the default).

    Args:
        text: What was written or pasted.
        lang: The language it was written in.
        default: Currency of a text that names none.

    Raises:
        InvalidAmount: The text is not written so, or is finer than the minor unit.
        NotSupported: The language is neither ``"fr"`` nor ``"en"``.

    >>> parse_money("4 250 000 F CFA", "fr")
    Money(minor=4250000, currency=Currency.of('XOF'))
    >>> print(parse_money("1.234", "en", Currency.of("TND")))
    1.234 TND
    """
    _check_language(lang)
    match = _AMOUNTS[lang].fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or (match[1] and match[3]) or (match[2] and match[6]):
        raise InvalidAmount(
            f"cannot read the amount {text!r} in {_LANGUAGES[lang]}: "
            f"write it such as {_EXAMPLES[lang]}",
            value=text,
        )
    currency = _currency(text, match[2] or match[6], default)
    whole = re.sub("[^0-9]", "", match[4])
    decimals = f".{match[5]}" if match[5] else ""
    return Money.of(f"{match[1]}{match[3]}{whole}{decimals}", currency)


def format_number(number: int | Decimal, lang: Language) -> str:
    """The number with every decimal it holds, zeros at its end as well, in groups of three.

    Raises:
        InvalidAmount: The number is a float, which is not exact, or is not finite.
        NotSupported: The language is neither ``"fr"`` nor ``"en"``.

    >>> format_number(Decimal("-1234.560"), "en"), format_number(1_234, "en")
    ('-1,234.560', '1,234')
    """
    _check_language(lang)
    from babel.numbers import format_decimal

    exact = isinstance(number, int) or (isinstance(number, Decimal) and number.is_finite())
    if not exact or isinstance(number, bool):
        raise InvalidAmount(
            f"number is {number!r}: give an int or a finite Decimal, which are exact",
            field="number",
            value=number,
        )
    decimals = _decimals(number)
    pattern = f"#,##0.{'0' * decimals}" if decimals else None
    with localcontext(prec=_PRECISION):
        text: str = format_decimal(number, pattern, locale=lang, decimal_quantization=False)
    return text


def format_rate(rate: Rate, lang: Language) -> str:
    """The rate as a percentage, with the decimals it needs and no more.

    Raises:
        NotSupported: The language is neither ``"fr"`` nor ``"en"``.

    >>> format_rate(Rate(450_000), "en")
    '4.5%'
    """
    _check_language(lang)
    from babel.numbers import format_percent

    with localcontext(prec=_PRECISION):
        return format_percent(Decimal(f"{rate.mbp}e-7"), locale=lang, decimal_quantization=False)


def format_date(day: date, lang: Language) -> str:
    """The day with its month in words, which no reader can mistake.

    In French the first day of a month is an ordinal, and it alone.

    Raises:
        NotSupported: The language is neither ``"fr"`` nor ``"en"``.

    >>> format_date(date(2026, 3, 31), "fr"), format_date(date(2026, 3, 1), "fr")
    ('31 mars 2026', '1er mars 2026')
    >>> format_date(date(2026, 3, 31), "en")
    'March 31, 2026'
    """
    _check_language(lang)
    from babel.dates import format_date as babel_format_date

    ordinal = lang == "fr" and day.day == 1
    return babel_format_date(day, "d'er' MMMM y" if ordinal else "long", locale=lang)


def _decimals(number: int | Decimal) -> int:
    """How many decimals the number is written with: 2 for ``Decimal("1.50")``."""
    exponent = 0 if isinstance(number, int) else number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _currency(text: str, mark: str | None, default: Currency | None) -> Currency:
    if mark is None:
        if default is None:
            raise InvalidAmount(
                f"the amount {text!r} names no currency: write it after the number, or give "
                "a default",
                value=text,
            )
        return default
    code = re.sub(_SPACE, "", mark)
    if code in _FRANC_CFA:
        return default if default is not None and default.code == "XAF" else XOF
    if code == "€":
        return EUR
    return default if default is not None and code == default.code else Currency.of(code)


def _check_language(lang: str) -> None:
    if lang not in _LANGUAGES:
        raise NotSupported(
            f"lang is {lang!r}: use 'fr' for French or 'en' for English", field="lang", value=lang
        )
