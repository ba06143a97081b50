"""Exact amounts: whole minor units with their currency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import lcm
from typing import Final, NoReturn

import attrs

from investisens.values.currency import Currency
from investisens.values.errors import CurrencyMismatch, InvalidAmount, InvalidRate, InvalidTerms
from investisens.values.rates import Rate
from investisens.values.rounding import RoundingMode, round_ratio

DECIMAL_TEXT: Final = re.compile(r"[+-]?[0-9]{1,4000}(?:\.([0-9]{1,4000}))?")
"""A plain decimal number: no group, no exponent, a point."""

_SPACE = "[ \u00a0\u202f]"
_CANONICAL = re.compile(
    rf"(?:([A-Z]{{3}}){_SPACE}?)?"
    r"([+-]?(?:[0-9]{1,3}(?:[ \u00a0\u202f_][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
    rf"(?:{_SPACE}?([A-Z]{{3}}))?"
)
_GROUPS = re.compile("[ \u00a0\u202f_]")


class Remainder(Enum):
    """Who receives the units left over when an amount does not divide exactly.

    Attributes:
        LARGEST: One unit each to the largest fractions left; ties go to the first.
        FIRST: One unit each from the first holder on; a weight of zero receives none.
        HEAVIEST: All of them to the largest weight; ties go to the first.

    >>> from investisens.values.currency import XOF
    >>> [[share.minor for share in Money(11, XOF).allocate([1, 3, 3], rule)] for rule in Remainder]
    [[1, 5, 5], [2, 5, 4], [1, 6, 4]]
    """

    LARGEST = "largest"
    FIRST = "first"
    HEAVIEST = "heaviest"


@attrs.frozen
class Money:
    """An exact amount; seen from the fund, received is + and paid is −.

    Two currencies never meet: adding or comparing them raises :class:`CurrencyMismatch`.
    An amount is never divided: see :meth:`allocate` and :meth:`times`.

    Attributes:
        minor: Whole minor units: 4250000 is 4 250 000 XOF, 123450 is 1234.50 EUR.
        currency: The currency, which knows its minor unit.

    >>> from investisens.values.currency import EUR, XOF
    >>> print(Money.of("1234.50", EUR) + Money(50, EUR))
    1235.00 EUR
    >>> Money(4_250_000, XOF)
    Money(minor=4250000, currency=Currency.of('XOF'))
    """

    minor: int
    currency: Currency

    def __attrs_post_init__(self) -> None:
        if type(self.minor) is not int or type(self.currency) is not Currency:
            _refuse(self.minor, self.currency)

    @classmethod
    def of(cls, amount: int | str | Decimal, currency: Currency) -> Money:
        """The amount given in units of the currency: ``Money.of("1234.50", EUR)``.

        Raises:
            InvalidAmount: A float, a text that is no plain decimal number, or an amount
                finer than the minor unit.

        >>> from investisens.values.currency import EUR
        >>> Money.of(12, EUR).minor
        1200
        """
        if type(currency) is not Currency:
            _refuse(0, currency)
        minor = _exact(amount, currency) * 10**currency.digits
        if minor.denominator != 1:
            _refuse_finer(amount, currency)
        return cls(minor.numerator, currency)

    @classmethod
    def zero(cls, currency: Currency) -> Money:
        """Nothing, in this currency.

        >>> from investisens.values.currency import XOF
        >>> bool(Money.zero(XOF))
        False
        """
        return cls(0, currency)

    @classmethod
    def read(cls, text: str, default: Currency | None = None) -> Money:
        """The amount of a canonical text, such as ``str`` writes it; lenient on spaces only.

        Args:
            text: Digits, in groups of three if wanted, a point before decimals, and the
                currency code before or after: ``"XOF 4 250 000"``, ``"-3994.16 EUR"``.
            default: Currency of a text that names none.

        Raises:
            InvalidAmount: The text is not written so, or finer than the minor unit.

        >>> Money.read("4 250 000 XOF").minor
        4250000
        """
        match = _CANONICAL.fullmatch(text.strip()) if isinstance(text, str) else None
        if match is None or (match[1] and match[3]):
            _refuse_text(text)
        code = match[1] or match[3]
        if code is None and default is None:
            raise InvalidAmount(
                f"the amount {text!r} names no currency: write its code, such as "
                f"'{text.strip()} XOF', or give a default",
                value=text,
            )
        if default is not None and code in (None, default.code):
            currency = default
        else:
            currency = Currency.of(code)
        return cls.of(_GROUPS.sub("", match[2]), currency)

    @property
    def units(self) -> Decimal:
        """The exact amount in units: 123450 cents are ``Decimal('1234.50')``."""
        return Decimal(f"{self.minor}e-{self.currency.digits}")

    def times(self, rate: Rate | Fraction, rounding: RoundingMode) -> Money:
        """The amount times a rate or a share, rounded once to the minor unit.

        >>> from investisens.values.currency import XOF
        >>> print(Money(1_001, XOF).times(Rate.parse("4.5 %"), RoundingMode.HALF_EVEN))
        45 XOF
        """
        fraction = rate.fraction if isinstance(rate, Rate) else rate
        if not isinstance(fraction, Fraction):
            raise InvalidRate(
                f"rate is {rate!r}: give a Rate or a Fraction, which are exact",
                field="rate",
                value=rate,
            )
        product = self.minor * fraction.numerator
        return Money(round_ratio(product, fraction.denominator, rounding), self.currency)

    def allocate(
        self, weights: Sequence[int | Fraction], remainder: Remainder = Remainder.LARGEST
    ) -> tuple[Money, ...]:
        """Shares in proportion to the weights; they add up to the whole, to the unit.

        A negative amount is shared as its mirror image.

        Raises:
            InvalidTerms: No weight, a weight that is negative or inexact, or only zeros.

        >>> from investisens.values.currency import XOF
        >>> [share.minor for share in Money(1_000_003, XOF).allocate([1, 1, 1, 2, 2])]
        [142858, 142858, 142857, 285715, 285715]
        """
        if not isinstance(remainder, Remainder):
            raise InvalidTerms(
                f"remainder is {remainder!r}: give a Remainder such as Remainder.LARGEST",
                field="remainder",
                value=remainder,
            )
        shares = apportion(abs(self.minor), weights, remainder)
        sign = -1 if self.minor < 0 else 1
        return tuple(Money(sign * share, self.currency) for share in shares)

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + self._minor_of(other), self.currency)

    def __radd__(self, other: object) -> NoReturn:
        raise InvalidAmount(
            f"cannot add {self} to {other!r}, which has no currency: start sum() from "
            "Money.zero(currency), or use total(moneys, currency)",
            value=other,
        )

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - self._minor_of(other), self.currency)

    def __mul__(self, count: int) -> Money:
        if type(count) is not int:
            raise InvalidAmount(
                f"cannot multiply {self} by {count!r}: multiply by a whole number, "
                "or use times(rate, rounding)",
                value=count,
            )
        return Money(self.minor * count, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._minor_of(other) if isinstance(other, Money) else NotImplemented

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._minor_of(other) if isinstance(other, Money) else NotImplemented

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._minor_of(other) if isinstance(other, Money) else NotImplemented

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._minor_of(other) if isinstance(other, Money) else NotImplemented

    def __str__(self) -> str:
        return f"{self.units:f} {self.currency.code}"

    def _minor_of(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(
                f"{self} and {other} are in two currencies: convert one of them on a dated "
                "rate first, with FxTable.convert",
                field="currency",
                value=other,
            )
        return other.minor


def total(moneys: Iterable[Money], currency: Currency) -> Money:
    """The sum of the amounts, all in this currency; nothing adds up to zero.

    >>> from investisens.values.currency import XOF
    >>> print(total([Money(5, XOF), Money(7, XOF)], XOF), total([], XOF))
    12 XOF 0 XOF
    """
    return sum(moneys, Money.zero(currency))


def apportion(
    units: int, weights: Sequence[int | Fraction], remainder: Remainder = Remainder.LARGEST
) -> list[int]:
    """Whole units in proportion to the weights; they add up to *units*, 0 or more.

    Raises:
        InvalidTerms: No weight, a weight that is negative or inexact, or only zeros.

    >>> apportion(12, [4, 3, 1, 5])
    [4, 3, 1, 4]
    """
    weights = _whole_weights(weights)
    whole = sum(weights)
    shares = [units * weight // whole for weight in weights]
    left = units - sum(shares)
    if remainder is Remainder.HEAVIEST:
        shares[weights.index(max(weights))] += left
        return shares
    holders = [index for index, weight in enumerate(weights) if weight]
    if remainder is Remainder.LARGEST:
        # The sort is stable, so equal fractions stay in order: ties go to the first.
        holders.sort(key=lambda index: -(units * weights[index] % whole))
    for index in holders[:left]:
        shares[index] += 1
    return shares


def _whole_weights(weights: Sequence[int | Fraction]) -> list[int]:
    for index, weight in enumerate(weights):
        if isinstance(weight, bool) or not isinstance(weight, int | Fraction) or weight < 0:
            raise InvalidTerms(
                f"weights[{index}] is {weight!r}: give a whole number or a Fraction, 0 or more",
                field=f"weights[{index}]",
                value=weight,
            )
    if not any(weights):
        raise InvalidTerms(
            f"weights is {list(weights)!r}: give at least one weight above 0",
            field="weights",
            value=weights,
        )
    scale = lcm(*(weight.denominator for weight in weights))
    return [int(weight * scale) for weight in weights]


def _exact(amount: object, currency: Currency) -> int | Fraction:
    if isinstance(amount, str):
        match = DECIMAL_TEXT.fullmatch(amount)
        if match is None:
            _refuse_text(amount)
        # "4250.000 XOF" may mean a point between thousands: decimals are counted as written.
        if len(match[1] or "") > currency.digits:
            _refuse_finer(amount, currency)
        return Fraction(amount) if match[1] else int(amount)
    if isinstance(amount, int) and not isinstance(amount, bool):
        return int(amount)
    if isinstance(amount, Decimal) and amount.is_finite():
        return Fraction(amount)
    raise InvalidAmount(
        f"amount is {amount!r}: give an int, a Decimal or a text such as '1234.50', "
        "which are exact",
        field="amount",
        value=amount,
    )


def _refuse(minor: object, currency: object) -> NoReturn:
    if type(currency) is not Currency:
        raise InvalidAmount(
            f"currency is {currency!r}: give a Currency, such as Currency.of('XOF')",
            field="currency",
            value=currency,
        )
    raise InvalidAmount(
        f"minor is {minor!r}: give a whole number of minor units as an int, "
        "or use Money.of('1234.50', currency)",
        field="minor",
        value=minor,
    )


def _refuse_finer(amount: object, currency: Currency) -> NoReturn:
    noun = {0: "no decimals", 1: "1 decimal"}.get(currency.digits, f"{currency.digits} decimals")
    raise InvalidAmount(
        f"the amount {str(amount)!r} is finer than {currency.code}, which has {noun}: "
        "round it first, by a named rule",
        field="amount",
        value=amount,
    )


def _refuse_text(text: object) -> NoReturn:
    if isinstance(text, str) and "," in text:
        remedy = "no comma is read here, write decimals with a point, such as '3994.16 EUR'"
    else:
        remedy = "write it such as '4250000 XOF' or '-3994.16 EUR'"
    raise InvalidAmount(f"cannot read the amount {text!r}: {remedy}", value=text)
