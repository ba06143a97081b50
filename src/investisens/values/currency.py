"""Currencies of ISO 4217 and their minor units."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import Final

import attrs

from investisens.values.errors import InvalidAmount

# ISO 4217, list one, with the amendments up to 180 (1 January 2026, end of the Bulgarian lev).
# Metals, bond units, SDR and test codes have no minor unit there and are left out.
_CODES_BY_DIGITS: Final[dict[int, str]] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
        "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
        "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
        "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
        "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
        "XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
ISO_4217: Final[dict[str, int]] = {
    code: digits for digits, codes in _CODES_BY_DIGITS.items() for code in codes.split()
}
"""Minor-unit digits of each active code: ``ISO_4217["XOF"]`` is 0."""

_SPOKEN: Final = {"CFA": "XOF", "FCFA": "XOF", "F CFA": "XOF", "€": "EUR"}
_CODE = re.compile("[A-Z]{3}")


@attrs.frozen(order=True, repr=False)
class Currency:
    """A currency, ordered and hashed by its code.

    A code outside ISO 4217 (a local currency, a code to come) is built by hand; a code of
    ISO 4217 keeps the digits it has there.

    Attributes:
        code: Three capital letters.
        digits: Decimals of the minor unit: 0 for the franc CFA, 2 for the euro.

    >>> Currency.of("XOF").digits
    0
    >>> Currency("XOF", 0)
    Currency.of('XOF')
    """

    code: str
    digits: int = attrs.field(hash=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.code, str) or _CODE.fullmatch(self.code) is None:
            raise InvalidAmount(
                f"code is {self.code!r}: write three capital letters such as 'XOF'",
                field="code",
                value=self.code,
            )
        if type(self.digits) is not int or self.digits < 0:
            raise InvalidAmount(
                f"digits is {self.digits!r}: give the decimals of the minor unit, 0 or more",
                field="digits",
                value=self.digits,
            )
        known = ISO_4217.get(self.code, self.digits)
        if known != self.digits:
            raise InvalidAmount(
                f"digits is {self.digits} but {self.code} has {known} in ISO 4217: "
                f"use Currency.of({self.code!r})",
                field="digits",
                value=self.digits,
            )

    @classmethod
    def of(cls, code: str) -> Currency:
        """The currency of an ISO 4217 code; the same object each time.

        Raises:
            InvalidAmount: The code is not active in ISO 4217; the nearest one is named.

        >>> Currency.of("EUR")
        Currency.of('EUR')
        """
        if not isinstance(code, str):
            raise InvalidAmount(
                f"currency is {code!r}: write an ISO 4217 code such as 'XOF'",
                field="currency",
                value=code,
            )
        return _known(code)

    def __repr__(self) -> str:
        if self.code in ISO_4217:
            return f"Currency.of({self.code!r})"
        return f"Currency(code={self.code!r}, digits={self.digits})"

    def __str__(self) -> str:
        return self.code


@cache
def _known(code: str) -> Currency:
    if code in ISO_4217:
        return Currency(code, ISO_4217[code])
    asked = code.strip().upper()
    near = [_SPOKEN[asked]] if asked in _SPOKEN else get_close_matches(asked, ISO_4217, n=1)
    remedy = f"did you mean {near[0]!r}?" if near else "write a code such as 'XOF' or 'EUR'"
    raise InvalidAmount(
        f"currency {code!r} is no active ISO 4217 code: {remedy}", field="currency", value=code
    )


XOF: Final = Currency.of("XOF")
"""The franc CFA of the West African union; nothing below the franc."""

EUR: Final = Currency.of("EUR")
"""The euro, in cents."""
