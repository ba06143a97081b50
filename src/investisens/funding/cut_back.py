"""What funders bring above a maximum is cut back, by a rule that is agreed beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from investisens.values.errors import InvalidTerms
from investisens.values.money import Money, total


class CutBack(Enum):
    """Who pays less when sources bring too much (règle d'écrêtement).

    Attributes:
        PRO_RATA: Each in proportion to what it brings, by largest remainder.
        LAST_IN_FIRST_OUT: The last that came in, then the one before.
        NAMED_FUNDER: The funder that the agreement names; what is beyond its amount, pro rata.

    >>> [rule.value for rule in CutBack]
    ['pro_rata', 'last_in_first_out', 'named_funder']
    """

    PRO_RATA = "pro_rata"
    LAST_IN_FIRST_OUT = "last_in_first_out"
    NAMED_FUNDER = "named_funder"


def cut_back(
    amounts: Sequence[Money],
    most: Money,
    rule: CutBack = CutBack.PRO_RATA,
    named: int | None = None,
) -> tuple[Money, ...]:
    """The amounts, lowered so that they make at most *most*; none rises.

    Args:
        amounts: What each funder brings, >= 0, in the order in which they came in.
        most: The maximum, >= 0.
        rule: Who bears the excess. A franc that does not divide goes to the largest fraction,
            ties to the first.
        named: Place of the funder that bears it, from 0, under ``NAMED_FUNDER``.

    Raises:
        InvalidTerms: An amount or the maximum is negative, or the named funder is missing.

    Source: usual clauses of co-financing agreements, from general knowledge; the maximum of a State
    grant is ``grant.fr_state.cap``.

    >>> from investisens.values.currency import XOF
    >>> grants = [Money(amount, XOF) for amount in (9_000_000, 6_000_000, 3_000_000)]
    >>> for rule, named in zip(CutBack, (None, None, 1)):
    ...     print([grant.minor for grant in cut_back(grants, Money(16_000_000, XOF), rule, named)])
    [8000000, 5333333, 2666667]
    [9000000, 6000000, 1000000]
    [9000000, 4000000, 3000000]
    """
    _check(amounts, most, rule, named)
    excess = total(amounts, most.currency) - most
    if excess.minor <= 0:
        return tuple(amounts)
    if rule is CutBack.PRO_RATA:
        return most.allocate([amount.minor for amount in amounts])
    if rule is CutBack.LAST_IN_FIRST_OUT:
        return _last_first(amounts, excess)
    return _named_first(amounts, most, excess, named or 0)


def _last_first(amounts: Sequence[Money], excess: Money) -> tuple[Money, ...]:
    kept = []
    for amount in reversed(amounts):
        cut = min(amount, excess)
        kept.append(amount - cut)
        excess -= cut
    return tuple(reversed(kept))


def _named_first(
    amounts: Sequence[Money], most: Money, excess: Money, named: int
) -> tuple[Money, ...]:
    left = list(amounts)
    left[named] -= min(left[named], excess)
    return cut_back(left, most)


def _check(amounts: Sequence[Money], most: Money, rule: CutBack, named: int | None) -> None:
    for name, amount in (("most", most), *(("amounts", each) for each in amounts)):
        if amount.minor < 0:
            raise InvalidTerms(f"{name} holds {amount}: use 0 or more", field=name, value=amount)
    places = range(len(amounts))
    if (rule is CutBack.NAMED_FUNDER) != (named is not None) or named not in (None, *places):
        raise InvalidTerms(
            f"named is {named} under {rule.value} with {len(amounts)} amounts: give the place of "
            "the named funder, from 0, under named_funder, and only there",
            field="named",
            value=named,
        )
