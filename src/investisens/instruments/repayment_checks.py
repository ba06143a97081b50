"""What terms of repayment must hold by themselves: no option is ever silently ignored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from investisens.instruments.agreed import PrepaymentEffect
from investisens.instruments.amortisation import Amortisation
from investisens.instruments.principal_steps import STEP_UNIT, growth_weights
from investisens.instruments.repayment_options import DEFERRALS, check_options, is_plain
from investisens.values.errors import InvalidTerms

if TYPE_CHECKING:
    from investisens.instruments.repayment import Repayment

_LARGEST_GROWTH = 1_000


def check_terms(terms: Repayment) -> None:
    """Refuse terms that contradict themselves.

    Raises:
        InvalidTerms: With the field at fault.
    """
    days = terms.due_dates
    _check_deferral(terms, len(days))
    check_options(terms)
    if is_plain(terms):
        return
    _check_amounts(terms)
    _check_step_up(terms, len(days) - terms.deferred_dues)
    _check_weights(terms, len(days) - terms.deferred_dues)
    _check_rows(terms, len(days))
    _check_days(terms, days)
    _check_prepayments(terms, days)


def _refuse(name: str, value: object, message: str) -> InvalidTerms:
    return InvalidTerms(message, field=name, value=value)


def _check_deferral(terms: Repayment, count: int) -> None:
    for name in DEFERRALS:
        dues = getattr(terms, name)
        if dues < 0:
            raise _refuse(name, dues, f"{name} is {dues}: use 0 or a positive number of dues")
    if terms.deferred_dues >= count:
        noun = "due" if count == 1 else "dues"
        name = [each for each in DEFERRALS if getattr(terms, each)][-1]
        dues = getattr(terms, name)
        raise _refuse(
            name,
            dues,
            f"{name} is {dues} but the debt has {count} {noun}: "
            "leave at least one to repay principal",
        )


def _check_amounts(terms: Repayment) -> None:
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
    for name in ("rate_steps", "resets"):
        for on in (change.on for change in getattr(terms, name)):
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


_ONLY = {
    Amortisation.BULLET: PrepaymentEffect.SMALLER,
    Amortisation.FIXED_INSTALMENT: PrepaymentEffect.SHORTER,
}
"""A bullet has one instalment to make smaller; an agreed instalment can only end earlier."""


def _check_prepayments(terms: Repayment, days: tuple[date, ...]) -> None:
    own = _ONLY.get(terms.amortisation)
    fixed_on = days[terms.deferred_dues - 1] if terms.deferred_dues else date.min
    for number, prepayment in enumerate(terms.prepayments):
        field, effect = f"prepayments[{number}].effect", prepayment.effect
        found = f"{field} is {effect.value}"
        if own is not None and effect is not own:
            found = f"{found} but amortisation is {terms.amortisation.value}: use {own.value}"
            raise _refuse(field, effect, found)
        shorter = own is None and effect is PrepaymentEffect.SHORTER
        if shorter and prepayment.on < fixed_on:
            raise _refuse(
                field,
                effect,
                f"{found} on {prepayment.on} but instalments are fixed on {fixed_on}, at the end "
                "of the deferral: use smaller",
            )
