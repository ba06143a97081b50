"""Exact rates: whole thousandths of a basis point."""

from __future__ import annotations

import re
from fractions import Fraction

import attrs

from investisens.values.errors import InvalidRate
from investisens.values.rounding import RoundingMode, round_ratio

MBP = 10_000_000
"""Thousandths of a basis point in a rate of 1 (100 %)."""

_PERCENT = re.compile(r"([+-]?)([0-9]{1,9})(?:[.,]([0-9]{1,12}))?[ \u00a0\u202f]?%")
_DECIMALS = 5


@attrs.frozen(order=True)
class Rate:
    """An exact rate, a share or a percentage, in thousandths of a basis point.

    Attributes:
        mbp: 4.5 % is 450_000, 100 % is 10_000_000. May be negative.

    >>> Rate(450_000)
    Rate(mbp=450000)
    >>> print(Rate.parse("4,5 %"))
    4.5 %
    """

    mbp: int = attrs.field()

    @mbp.validator
    def _whole(self, _: object, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidRate(
                f"mbp is {value!r}: give a whole number of thousandths of a basis point, "
                "or use Rate.parse('4.5 %')",
                field="mbp",
                value=value,
            )

    @classmethod
    def parse(cls, text: str) -> Rate:
        """The rate written as a percentage, with a point or a comma: ``"4.5 %"``.

        Raises:
            InvalidRate: The text is no percentage, or finer than 0.00001 %.

        >>> Rate.parse("12%").fraction
        Fraction(3, 25)
        """
        match = _PERCENT.fullmatch(text.strip())
        if match is None:
            raise InvalidRate(
                f"cannot read the rate {text!r}: write a percentage such as '4.5 %'", value=text
            )
        sign, whole, decimals = match[1], match[2], (match[3] or "").rstrip("0")
        if len(decimals) > _DECIMALS:
            raise InvalidRate(
                f"the rate {text!r} is finer than 0.00001 %: use at most five decimals", value=text
            )
        mbp = int(whole + decimals.ljust(_DECIMALS, "0"))
        return cls(-mbp if sign == "-" else mbp)

    @classmethod
    def nearest(cls, exact: Fraction, decimals: int = _DECIMALS) -> Rate:
        """The rate half up to so many decimals of a per cent, at most five.

        >>> print(Rate.nearest(Fraction(5, 13)), Rate.nearest(Fraction(5, 13), decimals=4))
        38.46154 % 38.4615 %
        """
        step = 10 ** (_DECIMALS - decimals)
        scaled = exact * MBP / step
        return cls(step * round_ratio(scaled.numerator, scaled.denominator, RoundingMode.HALF_UP))

    @property
    def fraction(self) -> Fraction:
        """The rate as an exact fraction: 4.5 % is 9/200."""
        return Fraction(self.mbp, MBP)

    def __str__(self) -> str:
        whole, decimals = divmod(abs(self.mbp), 10**_DECIMALS)
        text = f"{whole}.{decimals:05}".rstrip("0").rstrip(".")
        return f"{'-' if self.mbp < 0 else ''}{text} %"
