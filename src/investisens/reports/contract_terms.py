"""The terms of a contract that its rows and its facts do not tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from investisens.instruments.registry import Instrument
from investisens.instruments.repayment import Repayment
from investisens.l10n import Language
from investisens.reports.cells import chosen_terms, is_compound, term_text
from investisens.reports.labels import label, term_name
from investisens.values.rounding import Rounding

Terms = list[tuple[str, Any]]
"""Names and values."""

_TOLD: Final = frozenset(
    {"principal", "cost", "disbursed_on", "rate", "day_count", "repayment", "rounding"}
)
"""Terms of an instrument that the facts tell already, or that are told one by one."""

_TOLD_OF_REPAYMENT: Final = frozenset(
    {
        *("dues", "paid_on", "amortisation", "capitalised_dues", "interest_only_dues"),
        *("day_count", "rounding"),
    }
)
"""Terms of repayment that the rows or the facts tell already."""

_TOLD_OF_ROUNDING: Final = frozenset({"interest", "principal", "multiple"})
_INDENT: Final = "    "


def other_terms(instrument: Instrument) -> Terms:
    """What is chosen beyond the facts: of repayment, then of rounding, then of the instrument.

    >>> from investisens import read_fund
    >>> other_terms(read_fund("examples/collines").position("L1").instrument)
    []
    """
    repayment = repayment_of(instrument)
    rounding = getattr(repayment or instrument, "rounding", None)
    terms = [] if repayment is None else _but(_TOLD_OF_REPAYMENT, repayment)
    if isinstance(rounding, Rounding):
        terms += [(f"rounding_{name}", told) for name, told in _but(_TOLD_OF_ROUNDING, rounding)]
    return terms + (_but(_TOLD, instrument) if attrs.has(type(instrument)) else [])


def repayment_of(instrument: Instrument) -> Repayment | None:
    """How principal comes back; unknown for an instrument that writes its own steps."""
    repayment = getattr(instrument, "repayment", None)
    return repayment if isinstance(repayment, Repayment) else None


def term_lines(terms: Iterable[tuple[str, Any]], lang: Language, indent: str = "") -> Iterator[str]:
    """One line for each term; those of a term that has its own stand below it.

    >>> from investisens.values.rates import Rate
    >>> from investisens.values.shares import ParPlus
    >>> list(term_lines([("price", ParPlus(rate=Rate.parse("4 %")))], "en"))
    ['Price of a share:', '    Yearly rate: 4%']
    """
    for name, value in terms:
        known = term_name(name, lang)
        heading = known[:1].upper() + known[1:]
        if is_compound(value):
            yield indent + label("group", lang, name=heading)
            yield from term_lines(chosen_terms(value), lang, indent + _INDENT)
        else:
            text = term_text(value, lang, name)
            yield indent + label("fact", lang, name=heading, value=text)


def _but(told: frozenset[str], value: object) -> Terms:
    return [(name, chosen) for name, chosen in chosen_terms(value) if name not in told]
