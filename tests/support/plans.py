"""Funding plans built from a few words, and strategies of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Source, SourceKind, Use, UseKind
from investisens.values.currency import XOF
from investisens.values.money import Money

ON = date(2012, 6, 30)


def xof(minor: int) -> Money:
    """Francs."""
    return Money(minor, XOF)


def use(name: str, cost: int, kind: UseKind = UseKind.EQUIPMENT, **terms: Any) -> Use:
    """A use of enterprise E1."""
    return Use(enterprise="E1", id=name, label=name, kind=kind, cost=xof(cost), **terms)


def source(name: str, **terms: Any) -> Source:
    """A source, called by its id."""
    return Source(id=name, name=name, **terms)


def plan(
    uses: list[Use], sources: list[Source], amounts: list[list[int]] | None = None
) -> FundingPlan:
    """The plan of E1; without amounts nobody pays anything."""
    rows = [[0] * len(sources) for _ in uses] if amounts is None else amounts
    return FundingPlan(
        enterprise="E1",
        currency=XOF,
        uses=tuple(uses),
        sources=tuple(sources),
        amounts=tuple(map(tuple, rows)),
    )


@st.composite
def many_uses(draw: st.DrawFn, most: int = 6) -> list[Use]:
    """One use or more, of both kinds."""
    kinds = st.sampled_from(UseKind)
    costs = st.integers(1, 10**10)
    drawn = draw(st.lists(st.tuples(costs, kinds), min_size=1, max_size=most))
    return [use(f"U{at}", cost, kind) for at, (cost, kind) in enumerate(drawn)]


@st.composite
def many_sources(draw: st.DrawFn, most: int = 6) -> list[Source]:
    """The entrepreneur, who may pay everything, and others of any nature."""
    flags = st.tuples(st.booleans(), st.booleans(), st.booleans())
    drawn = draw(st.lists(flags, max_size=most - 1))
    others = [
        source(f"S{at}", public=public, own=own and not public, equipment_only=only)
        for at, (public, own, only) in enumerate(drawn)
    ]
    return [source("OWN", kind=SourceKind.OWN_CONTRIBUTION), *others]


@st.composite
def shares_of(draw: st.DrawFn, sources: list[Source]) -> dict[str, Fraction]:
    """A share for each source; they make 1, and the entrepreneur's is above 0."""
    weights = [draw(st.integers(1, 100)), *(draw(st.integers(0, 100)) for _ in sources[1:])]
    return {
        each.id: Fraction(weight, sum(weights))
        for each, weight in zip(sources, weights, strict=True)
    }


@st.composite
def drafts(draw: st.DrawFn) -> FundingPlan:
    """A plan of any amounts, in balance or not."""
    uses, sources = draw(many_uses()), draw(many_sources())
    cells = st.integers(0, 10**9)
    return plan(uses, sources, [[draw(cells) for _ in sources] for _ in uses])
