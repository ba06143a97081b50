"""Hypothesis strategies of debts in every amortisation, with every option it supports."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from investisens.engine.tape import Fixings
from investisens.instruments.repayment import (
    Amortisation,
    Fee,
    FeeKind,
    HandMadeRow,
    Indexation,
    Prepayment,
    PrepaymentEffect,
    RateReset,
    RateStep,
    Repayment,
    Residual,
    Tranche,
    check_disbursement,
)
from investisens.values.currency import Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding, RoundingMode
from strategies import Terms, currencies, day_counts, days, minors, modes, rates, rules

BULLET, CONSTANT, LEVEL, FIXED, FLAT, SEASONAL, HAND_MADE = Amortisation
PARTS = (CONSTANT, FLAT, SEASONAL)

FIXINGS: Fixings = {
    "INDEX": {date(2000, 1, 1) + timedelta(days=n): Fraction(n % 13, 100) for n in range(30_000)}
}
"""A fixing of 0 % to 12 % for every day that the strategies draw."""

few_rates = st.integers(0, 60 * MBP // 100).map(Rate)
roundings = st.builds(
    Rounding,
    interest=modes,
    principal=modes,
    multiple=st.sampled_from([1, 1, 1, 5, 25, 100, 500, 1_000]),
    interest_multiple=st.sampled_from([1, 1, 1, 5, 100]),
)


def fixed_in_time(reset: RateReset) -> bool:
    """Whether :data:`FIXINGS` holds the day of a reset."""
    return reset.fixed_on in FIXINGS["INDEX"]


@attrs.define
class _Shape:
    """Terms being drawn for one principal, day, and list of dues."""

    draw: st.DrawFn
    principal: Money
    start: date
    due_on: tuple[date, ...]
    terms: dict[str, Any]

    @property
    def own(self) -> Amortisation:
        return self.terms["amortisation"]  # type: ignore[no-any-return]

    @property
    def deferred(self) -> int:
        names = ("free_dues", "capitalised_dues", "deferred_interest_dues", "interest_only_dues")
        return sum(self.terms.get(name, 0) for name in names)

    def sometimes(self) -> bool:
        return self.draw(st.integers(0, 3)) == 0

    def money(self, most: int) -> Money:
        return Money(self.draw(st.integers(1, max(most, 1))), self.principal.currency)

    def between(self, most: int = 3, after: int = 1) -> list[date]:
        """Days from *after* days past the start up to the day before the last due, in order."""
        first = self.start + timedelta(days=after)
        last = self.due_on[-1] - timedelta(days=1)
        if last < first:
            return []
        inner = [on for on in self.due_on[:-1] if on >= first]
        day = st.dates(first, last)
        if inner:
            day = st.one_of(st.sampled_from(inner), day)
        return sorted(self.draw(st.sets(day, max_size=most)))

    def add_deferral(self) -> None:
        names = ["free_dues", "capitalised_dues", "deferred_interest_dues", "interest_only_dues"]
        if self.own is FLAT:
            names.remove("capitalised_dues")
        for name in names:
            room = len(self.due_on) - 1 - self.deferred
            if room > 0 and self.sometimes():
                self.terms[name] = self.draw(st.integers(0, min(room, 4)))

    def add_weights(self) -> None:
        repaying = len(self.due_on) - self.deferred
        lengths = [each for each in range(1, min(repaying, 12) + 1) if repaying % each == 0]
        size = self.draw(st.sampled_from(lengths))
        weights = st.lists(st.integers(0, 100), min_size=size, max_size=size).filter(any)
        self.terms["weights"] = tuple(self.draw(weights))

    def add_rows(self) -> None:
        owed = self.principal.minor
        draws = list(self.terms.get("draws", ()))
        rows = []
        for on in self.due_on:
            while draws and draws[0].on < on:
                owed += draws.pop(0).amount.minor
            last = on == self.due_on[-1]
            repaid = owed if last else self.draw(st.integers(0, owed))
            owed -= repaid
            amount = Money(repaid, self.principal.currency)
            rest = last and self.draw(st.booleans())
            pays = last or self.draw(st.booleans())
            rows.append(HandMadeRow(principal=None if rest else amount, pays_interest=pays))
        self.terms["rows"] = tuple(rows)

    def add_draws(self) -> None:
        if self.own is FLAT:
            return
        most = 2 * self.principal.minor
        self.terms["draws"] = tuple(
            Tranche(on=on, amount=self.money(most)) for on in self.between()
        )
        if self.terms["draws"] and self.own in (CONSTANT, LEVEL, SEASONAL):
            self.terms["relevel"] = self.draw(st.booleans())

    def add_prepayments(self) -> None:
        if self.own in (FLAT, HAND_MADE):
            return
        fixed_on = self.due_on[self.deferred - 1] if self.deferred else self.start
        made = []
        for on in self.between():
            effect = self.draw(st.sampled_from(PrepaymentEffect))
            if self.own is FIXED:
                effect = PrepaymentEffect.SHORTER
            elif self.own is BULLET or on < fixed_on:
                effect = PrepaymentEffect.SMALLER
            amount = self.money(self.principal.minor // 3)
            made.append(Prepayment(on=on, amount=amount, effect=effect))
        if sum(each.amount.minor for each in made) <= self.principal.minor:
            self.terms["prepayments"] = tuple(made)

    def add_rates(self) -> None:
        free = self.terms.get("free_dues", 0)
        first = self.due_on[free - 1] if free else self.start
        changes = [on for on in self.between() if on >= first]
        resets = [on for on in changes if self.draw(st.booleans())]
        self.terms["rate_steps"] = tuple(
            RateStep(on=on, rate=self.draw(few_rates)) for on in changes if on not in resets
        )
        self.terms["resets"] = tuple(self.reset(on) for on in resets)

    def reset(self, on: date) -> RateReset:
        limits = st.none() | few_rates
        reset = RateReset(
            on=on,
            index="INDEX",
            fixed_on=on - timedelta(days=self.draw(st.integers(0, 30))),
            spread=self.draw(few_rates),
            multiplier=Fraction(self.draw(st.integers(1, 30)), 10),
            floor=self.draw(limits),
            period_cap=self.draw(limits),
        )
        assume(fixed_in_time(reset))
        return reset

    def add_fees(self) -> None:
        fees = []
        for kind in self.draw(st.lists(st.sampled_from(FeeKind), max_size=3)):
            on = None
            if kind is FeeKind.ON_DATE:
                on = self.draw(st.dates(self.start, self.due_on[-1]))
            share = self.draw(st.none() | st.integers(1, MBP // 10).map(Rate))
            amount = self.money(10_000) if share is None else None
            fees.append(Fee(kind=kind, amount=amount, share=share, on=on))
        self.terms["fees"] = tuple(fees)

    def add_rounding_terms(self) -> None:
        if self.own in (CONSTANT, FLAT):
            choice = self.draw(st.sampled_from(["", "", "residual", "whole_totals"]))
            if choice == "residual" and "step_up" not in self.terms:
                self.terms["residual"] = Residual.FIRST
            elif choice == "whole_totals" and "step_up" not in self.terms:
                self.terms["whole_totals"] = True
        if self.own is LEVEL and "step_up" not in self.terms:
            self.terms["levelling"] = self.draw(st.booleans())

    def add_sizes(self) -> None:
        if self.own in (CONSTANT, LEVEL, FIXED) and self.principal.minor > 1 and self.sometimes():
            self.terms["balloon"] = self.money(self.principal.minor - 1)
        if self.own in (CONSTANT, LEVEL) and self.sometimes():
            self.terms["step_up"] = Rate(self.draw(st.integers(1, MBP // 20)))
            self.terms["step_every"] = self.draw(st.integers(1, 12))


any_amortisation = st.sampled_from(Amortisation)


@st.composite
def shaped(
    draw: st.DrawFn,
    own: st.SearchStrategy[Amortisation] = any_amortisation,
    money: st.SearchStrategy[Currency] = currencies,
    most: int = 120,
    options: bool = True,
) -> Terms:
    """Arguments of a debt: principal, disbursed_on, rate and a repayment of any form.

    Args:
        draw: Given by hypothesis.
        own: Which amortisations.
        money: Which currencies.
        most: Most dues of one rule.
        options: Whether dated terms, fees and indexed rates are drawn too.
    """
    start = draw(days)
    principal = Money(draw(minors), draw(money))
    dues = (draw(rules(start, most)),)
    terms: dict[str, Any] = {
        "dues": dues,
        "amortisation": draw(own),
        "day_count": draw(day_counts),
        "rounding": draw(roundings),
    }
    shape = _Shape(draw, principal, start, Repayment(dues=dues).due_dates, terms)
    if shape.own is not HAND_MADE:
        shape.add_deferral()
    shape.add_sizes()
    if options:
        shape.add_draws()
        shape.add_prepayments()
        shape.add_rates()
        shape.add_fees()
        lagging = shape.own not in (FLAT, FIXED) and draw(st.booleans())
        terms["base_fixed_on"] = tuple(shape.between() if lagging else ())
        terms["parts_by_days"] = is_even(start, shape.due_on) and draw(st.booleans())
    shape.add_rounding_terms()
    if shape.own is SEASONAL:
        shape.add_weights()
    if shape.own is HAND_MADE:
        shape.add_rows()
    rate = draw(rates)
    if shape.own is FIXED:
        terms["instalment"] = shape.money(principal.minor)
    return {
        "principal": principal,
        "disbursed_on": start,
        "rate": rate,
        "repayment": repayment_covering(principal, start, rate, terms),
    }


def is_even(start: date, due_on: tuple[date, ...]) -> bool:
    """Whether the periods have few enough lengths for parts of them to be exact."""
    lengths = {(after - before).days for before, after in pairwise((start, *due_on))}
    return len(lengths) <= 4 and max(lengths) <= 400


def repayment_covering(
    principal: Money, start: date, rate: Rate, terms: dict[str, Any]
) -> Repayment:
    """The terms, with an agreed instalment raised until it covers its first interest."""
    while True:
        try:
            repayment = Repayment(**terms)
            check_disbursement(principal, start, rate, repayment)
        except InvalidTerms as error:
            if error.field != "repayment.instalment":
                raise
            terms["instalment"] = terms["instalment"] * 4
        else:
            return repayment


def indexed(factors: st.SearchStrategy[Fraction]) -> st.SearchStrategy[Indexation]:
    """An indexation on a day of 2012, by factors of *factors*."""
    return st.builds(
        Indexation,
        on=st.dates(date(2012, 1, 1), date(2012, 12, 31)),
        principal=factors,
        interest=factors,
    )


HALVES = (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN)


def drawn_on(repayment: Repayment, on: date) -> int:
    """What is drawn on a day, after disbursement."""
    return sum(draw.amount.minor for draw in repayment.draws if draw.on == on)


def due_number(repayment: Repayment, on: date) -> int:
    """Rank of the first due on or after a day."""
    return bisect_left(repayment.due_dates, on)
