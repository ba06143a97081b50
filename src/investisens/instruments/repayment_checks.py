"""What terms of repayment must hold by themselves: no option is ever silently ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from investisens.instruments.agreed import PrepaymentEffect
from investisens.instruments.amortisation import Amortisation
from investisens.instruments.principal_steps import STEP_UNIT, growth_weights, harvest_weights
from investisens.values.errors import InvalidTerms

if TYPE_CHECKING:
    from investisens.instruments.repayment import Repayment

_DEFERRALS = ("free_dues", "capitalised_dues", "deferred_interest_dues", "interest_only_dues")

_PLAIN = frozenset({"dues", "amortisation", "day_count", "rounding", *_DEFERRALS})

_BULLET, _CONSTANT, _LEVEL, _FIXED, _FLAT, _SEASONAL, _HAND_MADE = Amortisation

SUPPORTED_BY: Mapping[str, frozenset[Amortisation]] = MappingProxyType(
    {
        **dict.fromkeys(_DEFERRALS, frozenset(Amortisation) - {_HAND_MADE}),
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

_LARGEST_GROWTH = 1_000


def check_terms(terms: Repayment) -> None:
    """Refuse terms that contradict themselves.

    Raises:
        InvalidTerms: With the field at fault.
    """
    days = terms.due_dates
    _check_deferral(terms, len(days))
    _check_support(terms)
    if is_plain(terms):
        return
    _check_step_up(terms, len(days) - terms.deferred_dues)
    _check_weights(terms, len(days) - terms.deferred_dues)
    _check_rows(terms, len(days))
    _check_days(terms, days)
    _check_prepayments(terms, days)


def given(terms: Repayment) -> Iterator[tuple[str, Any]]:
    """The terms that are not at their default, by name."""
    for name, default in _defaults(type(terms)):
        value = getattr(terms, name)
        if value is not default and value != default:
            yield name, value


def is_plain(terms: Repayment) -> bool:
    """Whether only dues, deferral and conventions are given, which have nothing to contradict."""
    return all(name in _PLAIN for name, _ in given(terms))


@cache
def _defaults(kind: type[Repayment]) -> tuple[tuple[str, Any], ...]:
    return tuple((each.name, each.default) for each in attrs.fields(kind))


def shown(name: str, value: object) -> str:
    """A term as a message tells it."""
    if isinstance(value, tuple):
        return f"{name} is given"
    return f"{name} is {value.value if isinstance(value, Enum) else value}"


def _refuse(name: str, value: object, message: str) -> InvalidTerms:
    return InvalidTerms(message, field=name, value=value)


def _check_deferral(terms: Repayment, count: int) -> None:
    for name in _DEFERRALS:
        dues = getattr(terms, name)
        if dues < 0:
            raise _refuse(name, dues, f"{name} is {dues}: use 0 or a positive number of dues")
    if terms.deferred_dues >= count:
        noun = "due" if count == 1 else "dues"
        name = [each for each in _DEFERRALS if getattr(terms, each)][-1]
        dues = getattr(terms, name)
        raise _refuse(
            name,
            dues,
            f"{name} is {dues} but the debt has {count} {noun}: "
            "leave at least one to repay principal",
        )


def _check_support(terms: Repayment) -> None:
    own = terms.amortisation
    present = dict(given(terms))
    for name, value in present.items():
        if own not in SUPPORTED_BY.get(name, (own,)):
            others = " or ".join(each.value for each in Amortisation if each in SUPPORTED_BY[name])
            raise _refuse(
                name,
                value,
                f"{shown(name, value)} but amortisation is {own.value}, which does not support "
                f"it: leave it out, or use {others}",
            )
    weighed = own is _SEASONAL and any(harvest_weights(terms))
    if own in _NEEDED and _NEEDED[own][0] not in present and not weighed:
        name, remedy = _NEEDED[own]
        value = getattr(terms, name)
        raise _refuse(name, value, f"{name} is not given but amortisation is {own.value}: {remedy}")
    for name, other in _APART:
        if name in present and other in present:
            raise _refuse(
                name,
                present[name],
                f"{shown(name, present[name])} and {shown(other, present[other])}: "
                "the two cannot stand together, leave one out",
            )
    if terms.relevel and not terms.draws:
        raise _refuse("relevel", True, "relevel is True but draws is empty: leave it out")
    for name in ("instalment", "balloon"):
        amount = getattr(terms, name)
        if amount is not None and amount.minor <= 0:
            raise _refuse(name, amount, f"{name} is {amount}: give a positive amount")


def _check_step_up(terms: Repayment, repaying: int) -> None:
    step_up, every = terms.step_up, terms.step_every
    if step_up is None and every is None:
        return
    if step_up is None or every is None:
        missing, there = ("step_up", "step_every") if step_up is None else ("step_every", "step_up")
        value = getattr(terms, there)
        raise _refuse(
            missing, None, f"{there} is {value} but {missing} is not given: give both or none"
        )
    if every < 1:
        raise _refuse("step_every", every, f"step_every is {every}: use 1 due or more")
    if step_up.mbp <= 0:
        raise _refuse("step_up", step_up, f"step_up is {step_up}: use more than 0 %")
    if growth_weights(step_up, every, repaying)[-1] > _LARGEST_GROWTH * STEP_UNIT:
        raise _refuse(
            "step_up",
            step_up,
            f"step_up is {step_up} every {every} dues: the last of {repaying} instalments is more "
            f"than {_LARGEST_GROWTH:,} times the first, use a smaller step or a longer step_every",
        )


def _check_weights(terms: Repayment, repaying: int) -> None:
    weights = terms.weights
    if not weights:
        return
    if min(weights) < 0 or not any(weights):
        raise _refuse(
            "weights",
            weights,
            f"weights are {', '.join(map(str, weights))}: use whole numbers of 0 or more, "
            "one of them above 0",
        )
    if repaying % len(weights):
        raise _refuse(
            "weights",
            weights,
            f"weights has {len(weights)} numbers but {repaying} dues repay principal: give one "
            "for each of them, or one for each due of a year of whole years",
        )


def _check_rows(terms: Repayment, count: int) -> None:
    rows = terms.rows
    if not rows:
        return
    if len(rows) != count:
        raise _refuse(
            "rows", rows, f"rows has {len(rows)} rows but the debt has {count} dues: give one each"
        )
    for number, row in enumerate(rows[:-1]):
        if row.principal is None:
            raise _refuse(
                f"rows[{number}].principal",
                None,
                f"rows[{number}].principal is not given but dues follow: write an amount, only "
                "the last row may take what is left",
            )
    if not rows[-1].pays_interest:
        raise _refuse(
            f"rows[{count - 1}].pays_interest",
            False,
            f"rows[{count - 1}].pays_interest is False but no due follows: let the last row pay "
            "the interest",
        )


def dated(terms: Repayment) -> Iterator[tuple[str, tuple[date, ...]]]:
    """The lists of dated terms that stand in the order of their days."""
    for name in ("draws", "prepayments", "rate_steps", "resets", "indexations"):
        yield name, tuple(each.on for each in getattr(terms, name))
    yield "base_fixed_on", terms.base_fixed_on


def _check_days(terms: Repayment, days: tuple[date, ...]) -> None:
    for name, when in dated(terms):
        once = name not in ("draws", "prepayments")
        for before, on in pairwise(when):
            if on < before or (once and on == before):
                raise _refuse(
                    name,
                    on,
                    f"{name} holds {on} after {before}: give them in the order of their days"
                    + (", one a day" if once else ""),
                )
        if when and when[-1] >= days[-1]:
            _raise_late(name, when[-1], days[-1], "before")
    for fee in terms.fees:
        if fee.on is not None and fee.on > days[-1]:
            _raise_late("fees", fee.on, days[-1], "up to")
    _check_rates(terms, days)


def _raise_late(name: str, on: date, last: date, until: str) -> None:
    raise _refuse(name, on, f"{name} holds {on} but the last due is {last}: use a day {until} it")


def _check_rates(terms: Repayment, days: tuple[date, ...]) -> None:
    """One new rate a day at most, and none while no interest runs."""
    steps = {step.on for step in terms.rate_steps}
    for name, changes in (("rate_steps", terms.rate_steps), ("resets", terms.resets)):
        for on in _days_of(changes):
            if name == "resets" and on in steps:
                raise _refuse(
                    name, on, f"resets and rate_steps both hold {on}: keep one new rate a day"
                )
            if terms.free_dues and on < days[terms.free_dues - 1]:
                raise _refuse(
                    name,
                    on,
                    f"{name} holds {on} but no interest runs up to {days[terms.free_dues - 1]} "
                    "(free_dues): use that day or a later one",
                )


def _days_of(terms: Iterable[Any]) -> Iterator[date]:
    return (each.on for each in terms)


def _check_prepayments(terms: Repayment, days: tuple[date, ...]) -> None:
    """A bullet has one instalment to make smaller; an agreed instalment can only end earlier."""
    only = {_BULLET: PrepaymentEffect.SMALLER, _FIXED: PrepaymentEffect.SHORTER}
    own = only.get(terms.amortisation)
    first = terms.deferred_dues
    for number, prepayment in enumerate(terms.prepayments):
        field = f"prepayments[{number}].effect"
        effect = prepayment.effect
        if own is not None and effect is not own:
            raise _refuse(
                field,
                effect,
                f"{field} is {effect.value} but amortisation is {terms.amortisation.value}: "
                f"use {own.value}",
            )
        early = first and prepayment.on < days[first - 1]
        if own is None and early and effect is PrepaymentEffect.SHORTER:
            raise _refuse(
                field,
                effect,
                f"{field} is shorter on {prepayment.on} but instalments are fixed on "
                f"{days[first - 1]}, at the end of the deferral: use smaller",
            )
