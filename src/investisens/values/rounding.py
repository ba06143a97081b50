"""The one place where a ratio becomes a whole amount."""

from __future__ import annotations

from enum import Enum
from typing import Any

import attrs

from investisens.values.checking import checked
from investisens.values.errors import InvalidTerms


class RoundingMode(Enum):
    """What happens between two whole units; the magnitude is rounded, the sign is kept.

    Attributes:
        HALF_UP: To the nearest; a tie goes away from zero (arrondi commercial).
        HALF_EVEN: To the nearest; a tie goes to the even neighbour.
        DOWN: Towards zero.
        UP: Away from zero.

    >>> [round_ratio(5, 2, mode) for mode in RoundingMode]
    [3, 2, 2, 3]
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


_HALF_EVEN = RoundingMode.HALF_EVEN


def round_ratio(numerator: Any, denominator: Any, mode: RoundingMode) -> Any:
    """``numerator / denominator`` as a whole number, rounded once.

    Args:
        numerator: An int, or an integer array of any shape.
        denominator: An int > 0, or an integer array broadcast to the same shape.
        mode: How to round; see :class:`RoundingMode`.

    >>> round_ratio(-7, 2, RoundingMode.HALF_UP)
    -4
    >>> round_ratio(7, 2, RoundingMode.DOWN)
    3
    """
    magnitude = abs(numerator)
    if mode is _HALF_EVEN:
        # Half up, then back to even where it was a tie: one division and no rest in most cases.
        doubled, twice = 2 * magnitude + denominator, 2 * denominator
        quotient = doubled // twice
        quotient = quotient - (quotient & (quotient * twice == doubled))
    elif mode is RoundingMode.HALF_UP:
        quotient = (2 * magnitude + denominator) // (2 * denominator)
    elif mode is RoundingMode.DOWN:
        quotient = magnitude // denominator
    elif mode is RoundingMode.UP:
        quotient = -(-magnitude // denominator)
    else:
        raise InvalidTerms(
            f"rounding is {mode!r}: give a RoundingMode such as RoundingMode.HALF_UP",
            field="rounding",
            value=mode,
        )
    if numerator is magnitude:
        return quotient
    return quotient * (1 - 2 * (numerator < 0))


@attrs.frozen(kw_only=True, field_transformer=checked)
class Rounding:
    """How the amounts of a contract are rounded: a term, printed with its schedule.

    Attributes:
        interest: Mode for each interest amount, rounded to the minor unit.
        principal: Mode for a share or an instalment that does not divide exactly.
        multiple: Shares and instalments are whole multiples of this many minor units.
        interest_multiple: Each interest amount is a whole multiple of this many minor units.

    >>> Rounding(principal=RoundingMode.DOWN, multiple=25).instalment(1_000, 3)
    325
    """

    interest: RoundingMode = RoundingMode.HALF_EVEN
    principal: RoundingMode = RoundingMode.HALF_EVEN
    multiple: int = 1
    interest_multiple: int = 1

    def __attrs_post_init__(self) -> None:
        for name in ("multiple", "interest_multiple"):
            multiple = getattr(self, name)
            if multiple < 1:
                raise InvalidTerms(
                    f"{name} is {multiple}: use 1 or a larger whole number of minor units",
                    field=name,
                    value=multiple,
                )

    def instalment(self, numerator: Any, denominator: Any) -> Any:
        """``numerator / denominator`` as a whole multiple, in the mode of principal."""
        return self.multiple * round_ratio(numerator, denominator * self.multiple, self.principal)

    def of_interest(self, numerator: Any, denominator: Any) -> Any:
        """``numerator / denominator`` as a whole multiple, in the mode of interest.

        >>> Rounding(interest_multiple=100).of_interest(191_666, 1)
        191700
        """
        multiple = self.interest_multiple
        return multiple * round_ratio(numerator, denominator * multiple, self.interest)
