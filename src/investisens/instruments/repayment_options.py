"""Which options stand with which amortisation, and with one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from investisens.instruments.amortisation import Amortisation
from investisens.instruments.principal_steps import harvest_weights
from investisens.values.errors import InvalidTerms
from investisens.values.servicing import Advance

if TYPE_CHECKING:
    from investisens.instruments.repayment import Repayment

DEFERRALS = ("free_dues", "capitalised_dues", "deferred_interest_dues", "interest_only_dues")
"""Terms that count first dues which repay no principal, in their order."""

_PLAIN = frozenset({"dues", "amortisation", "day_count", "rounding", *DEFERRALS})

_BULLET, _CONSTANT, _LEVEL, _FIXED, _FLAT, _SEASONAL, _HAND_MADE = Amortisation

SUPPORTED_BY: Mapping[str, frozenset[Amortisation]] = MappingProxyType(
    {
        **dict.fromkeys(DEFERRALS, frozenset(Amortisation) - {_HAND_MADE}),
        "capitalised_dues": frozenset(Amortisation) - {_HAND_MADE, _FLAT},
        "instalment": frozenset({_FIXED}),
        "weights": frozenset({_SEASONAL}),
        "rows": frozenset({_HAND_MADE}),
        "balloon": frozenset({_CONSTANT, _LEVEL, _FIXED}),
        "step_up": frozenset({_CONSTANT, _LEVEL}),
        "draws": frozenset(Amortisation) - {_FLAT},
        "relevel": frozenset({_CONSTANT, _LEVEL, _SEASONAL}),
        "prepayments": frozenset(Amortisation) - {_FLAT, _HAND_MADE},
        "base_fixed_on": frozenset(Amortisation) - {_FLAT, _FIXED},
        "residual": frozenset({_CONSTANT, _FLAT}),
        "levelling": frozenset({_LEVEL}),
        "whole_totals": frozenset({_CONSTANT, _FLAT}),
    }
)
"""Options that not every amortisation supports, and those that do."""

_NEEDED = MappingProxyType(
    {
        _FIXED: ("instalment", "add the total agreed for each due"),
        _SEASONAL: ("weights", "add a whole number for each due that repays principal"),
        _HAND_MADE: ("rows", "add one row for each due"),
    }
)

_APART = (
    ("levelling", "step_up"),
    ("whole_totals", "step_up"),
    ("residual", "step_up"),
    ("residual", "whole_totals"),
)
"""Options that cannot stand together."""


def check_options(terms: Repayment) -> None:
    """Refuse an option that is not supported, one that is missing, and two that exclude another.

    Raises:
        InvalidTerms: With the option.
    """
    present = dict(given(terms))
    for name, value in present.items():
        _check_support(terms.amortisation, name, value)
    _check_needed(terms, present)
    for name, other in _APART:
        if name in present and other in present:
            raise InvalidTerms(
                f"{shown(name, present[name])} and {shown(other, present[other])}: "
                "the two cannot stand together, leave one out",
                field=name,
                value=present[name],
            )
    _check_smaller(terms)
    if terms.relevel and not terms.draws:
        raise InvalidTerms(
            "relevel is True but draws is empty: leave it out", field="relevel", value=True
        )


def _check_smaller(terms: Repayment) -> None:
    """Smaller instalments need ones that can be fixed again on what is left."""
    fixed_again = terms.amortisation in (_BULLET, _CONSTANT, _LEVEL) and terms.step_up is None
    if terms.servicing.advance is Advance.SMALLER and not fixed_again:
        raise InvalidTerms(
            "servicing.advance is smaller but instalments are neither equal principal nor a level "
            "payment: use next, last or spread",
            field="servicing",
            value=terms.servicing,
        )
    if terms.servicing.advance is Advance.SMALLER and terms.base_fixed_on:
        raise InvalidTerms(
            "servicing.advance is smaller but base_fixed_on lets interest run on another amount "
            "than what is left: use next, last or spread",
            field="servicing",
            value=terms.servicing,
        )


def given(terms: Repayment) -> Iterator[tuple[str, Any]]:
    """The terms that are not at their default, by name."""
    for name, default in _defaults():
        value = getattr(terms, name)
        if value is not default and value != default:
            yield name, value


def is_plain(terms: Repayment) -> bool:
    """Whether only dues, deferral and conventions are given, which have nothing to contradict."""
    read, defaults = _beyond_plain()
    return bool(read(terms) == defaults)


@cache
def _defaults() -> tuple[tuple[str, Any], ...]:
    from investisens.instruments.repayment import Repayment

    return tuple((field.name, field.default) for field in attrs.fields(Repayment))


@cache
def _beyond_plain() -> tuple[attrgetter[Any], tuple[Any, ...]]:
    """What reads all terms but the plain ones, and what it reads where none of them is given."""
    rest = [(name, default) for name, default in _defaults() if name not in _PLAIN]
    return attrgetter(*(name for name, _ in rest)), tuple(default for _, default in rest)


def shown(name: str, value: object) -> str:
    """A term as a message tells it."""
    if isinstance(value, tuple):
        return f"{name} is given"
    return f"{name} is {value.value if isinstance(value, Enum) else value}"


def _check_support(own: Amortisation, name: str, value: object) -> None:
    supporting = SUPPORTED_BY.get(name, (own,))
    if own not in supporting:
        others = " or ".join(each.value for each in Amortisation if each in supporting)
        raise InvalidTerms(
            f"{shown(name, value)} but amortisation is {own.value}, which does not support "
            f"it: leave it out, or use {others}",
            field=name,
            value=value,
        )


def _check_needed(terms: Repayment, present: Mapping[str, Any]) -> None:
    own = terms.amortisation
    if own not in _NEEDED or (own is _SEASONAL and any(harvest_weights(terms))):
        return
    name, remedy = _NEEDED[own]
    if name not in present:
        raise InvalidTerms(
            f"{name} is not given but amortisation is {own.value}: {remedy}",
            field=name,
            value=getattr(terms, name),
        )
