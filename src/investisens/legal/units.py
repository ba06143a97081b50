"""What the numbers of the law count: the closed list of units, and how each is written."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from investisens.values.currency import ISO_4217
from investisens.values.money import DECIMAL_TEXT

DECIMAL_UNITS: Final = ("fraction", "multiple")
"""Units of numbers that may have decimals; 0.18 as a fraction is 18 %."""

WHOLE_UNITS: Final = (
    "days",
    "months",
    "years",
    "count",
    "account",
    "one part in",
    "decimals of a per cent",
)
"""Units of whole numbers; an ``account`` is its number in a plan of accounts."""

UNITS_EXPECTED: Final = (
    f"one of {', '.join(DECIMAL_UNITS + WHOLE_UNITS)}, a currency such as XOF, "
    "or a parity such as XOF per EUR"
)
"""What a message asks for in place of an unknown unit."""

_PARITY: Final = re.compile(r"([A-Z]{3}) per ([A-Z]{3})")


def is_unit(unit: object) -> bool:
    """Whether a number of the law may be counted in it.

    >>> is_unit("fraction"), is_unit("EUR"), is_unit("XOF per EUR"), is_unit("percent")
    (True, True, True, False)
    """
    if not isinstance(unit, str):
        return False  # whatever a file holds
    parity = _PARITY.fullmatch(unit)
    codes = parity.groups() if parity else (unit,)
    return unit in DECIMAL_UNITS + WHOLE_UNITS or all(code in ISO_4217 for code in codes)


def fits(text: object, unit: str) -> bool:
    """Whether a text is a number as the unit asks for it: see :func:`number_expected`.

    >>> fits("0.14", "fraction"), fits("0.5", "days"), fits("0.5", "XOF"), fits("-1", "days")
    (True, False, False, False)
    """
    if not isinstance(text, str) or DECIMAL_TEXT.fullmatch(text) is None:
        return False
    number = Fraction(text)
    if unit in DECIMAL_UNITS:
        return True
    if unit in WHOLE_UNITS:
        return number >= 0 and number.denominator == 1
    if unit in ISO_4217:
        return number >= 0 and (number * 10 ** ISO_4217[unit]).denominator == 1
    return number > 0


def number_expected(unit: str) -> str:
    """How a number of that unit is written, for a message.

    >>> number_expected("days")
    'a whole number of days written as text, such as "90"'
    """
    if unit in WHOLE_UNITS:
        counted = f" of {unit}" if unit.endswith("s") and " " not in unit else ""
        return f'a whole number{counted} written as text, such as "90"'
    if unit in ISO_4217:
        return f'an amount in {unit} written as text, no finer than its minor unit, such as "5000"'
    return 'a number written as text, such as "0.14"'
