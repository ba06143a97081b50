"""Happenings: known to the instrument they happen to, and accepted by its terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from investisens.engine.scenario import Scenario
from investisens.folder.content import Content
from investisens.folder.problems import Located, Place
from investisens.instruments.registry import Instrument, known_happenings, switch_of
from investisens.portfolio.fund import Amendment, Position
from investisens.values.errors import Finding, InvestisensError, Severity
from investisens.values.happenings import Happening


def check_happenings(content: Content, as_of: date) -> None:
    """Adds happenings that nothing follows from, and those that the terms refuse.

    A scenario's happenings are looked at after all that is recorded of the same contract.
    """
    terms: dict[str, list[Instrument]] = {}
    for held in content.of(Position):
        terms.setdefault(held.value.id, []).append(held.value.instrument)
    for amended in content.of(Amendment):
        terms.setdefault(amended.value.position, []).append(amended.value.instrument)
    recorded = content.of(Happening)
    content.findings += _refused(terms, (), recorded)
    for item in content.of(Scenario):
        place = item.place.key("happenings")
        assumed = [
            Located(place.item(index), each) for index, each in enumerate(item.value.happenings)
        ]
        content.findings += _refused(terms, tuple(each.value for each in recorded), assumed)
        content.findings += _too_early(assumed, as_of)


def _refused(
    terms: dict[str, list[Instrument]], past: tuple[Happening, ...], items: list[Located[Happening]]
) -> Iterator[Finding]:
    """What the terms say of each happening, after those of the same contract before it.

    Args:
        terms: Of each contract, as signed and as amended; the last ones are asked.
        past: What is recorded.
        items: The happenings to look at.
    """
    seen = list(past)
    for item in sorted(items, key=lambda each: each.value.on):
        happening = item.value
        held = terms.get(happening.contract)
        if not held:
            continue
        if not any(happening.what in known_happenings(each) for each in held):
            yield item.place.key("what").finding(
                _known(held[-1]),
                f"{happening.what.value!r} of a {held[-1].kind}",
                "remove the row, or change the kind of the position",
            )
            continue
        switch = switch_of(held[-1])
        if switch is None:
            continue  # what happened before the amendment
        seen.append(happening)
        try:
            switch(tuple(each for each in seen if each.contract == happening.contract))
        except InvestisensError as error:
            seen.remove(happening)
            yield _by_terms(item.place, error)


def _known(instrument: Instrument) -> str:
    known = sorted(kind.value for kind in known_happenings(instrument))
    return " or ".join(known) if known else "something that the terms say what follows from"


def _by_terms(place: Place, error: InvestisensError) -> Finding:
    field = error.field if error.field in ("on", "amount", "price", "number") else "what"
    found, _, remedy = str(error).partition(": ")
    return place.key(field).finding(
        "a happening that the terms accept", f"that {found}", remedy or "correct it"
    )


def _too_early(items: list[Located[Happening]], as_of: date) -> Iterator[Finding]:
    for item in items:
        if item.value.on <= as_of:
            yield item.place.key("on").finding(
                "a day after as_of",
                f"that {item.value.on} is not after as_of {as_of}",
                "give a later day, or ask as of an earlier day with --on",
                Severity.WARNING,
            )
