"""Every word exists in both languages, and every code that is shown has its word."""

from __future__ import annotations

import string
from enum import Enum
from typing import get_args, get_type_hints

import attrs
import pytest

from investisens.engine.irr import IrrStatus
from investisens.instruments.company import CompanyForm
from investisens.instruments.cooperative_rules import CooperativeForm
from investisens.instruments.registry import INSTRUMENTS
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.instruments.share_interest import CentralBankRate
from investisens.portfolio.cash import CASH_LINES
from investisens.reports.labels import LABELS, label, word
from investisens.values.daycount import DayCount
from investisens.values.errors import Severity
from investisens.values.rounding import Rounding, RoundingMode

TERMS = (
    Repayment,
    *(
        part
        for hint in get_type_hints(Repayment).values()
        for part in (hint, *get_args(hint))
        if attrs.has(part) and part.__str__ is object.__str__
    ),
)
"""Terms of repayment and what they are made of: rounding, rows made by hand, dated terms."""


def places(text: str) -> set[str]:
    """The names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", LABELS)
def test_both_languages_say_it_with_the_same_places(key: str) -> None:
    wording = LABELS[key]

    assert wording.en.strip() and wording.fr.strip()
    assert places(wording.en) == places(wording.fr)


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("amortisation", Amortisation),
        ("rounding", RoundingMode),
        ("severity", Severity),
        ("company_form", CompanyForm),
        ("cooperative_form", CooperativeForm),
        ("central_bank_rate", CentralBankRate),
    ],
)
def test_every_code_of_a_term_has_its_word(group: str, codes: type[Enum]) -> None:
    assert [code.value for code in codes if f"{group}.{code.value}" not in LABELS] == []


@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: terms.__name__)
def test_every_attribute_of_the_terms_has_a_name_in_both_languages(terms: type) -> None:
    """None falls back on its English name in Python, in either language."""
    names = [field.name for field in attrs.fields(terms)]
    if terms is Rounding:
        names += [f"rounding_{name}" for name in names]

    assert [name for name in names if not {f"term.{name}", f"column.{name}"} & {*LABELS}] == []


@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: terms.__name__)
def test_every_code_of_the_terms_has_its_word(terms: type) -> None:
    """A day count is shown by its usual name, and the modes of a rounding in their own group."""
    hints = get_type_hints(terms)
    groups = {
        "rounding" if hint is RoundingMode else name: hint
        for name, hint in hints.items()
        if isinstance(hint, type) and issubclass(hint, Enum) and hint is not DayCount
    }

    assert [
        (group, code.value)
        for group, codes in groups.items()
        for code in codes
        if f"{group}.{code.value}" not in LABELS
    ] == []


def test_every_status_of_a_return_has_its_word() -> None:
    assert [s.name for s in IrrStatus if f"irr.{s.name.lower()}" not in LABELS] == []


def test_every_kind_of_instrument_has_its_word() -> None:
    assert [kind for kind in INSTRUMENTS if f"kind.{kind}" not in LABELS] == []


def test_every_line_of_cash_has_its_heading() -> None:
    assert [line for line in CASH_LINES if f"column.{line}" not in LABELS] == []


def test_a_kind_of_somebody_else_shows_its_own_name() -> None:
    assert word("kind", "sukuk", "fr") == "sukuk"


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(KeyError, match=r"column\.nothing"):
        label("column.nothing", "en")
