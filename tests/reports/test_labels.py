"""Every word exists in both languages, and every code that is shown has its word."""

from __future__ import annotations

import string
from enum import Enum

import pytest

from investisens.engine.irr import IrrStatus
from investisens.instruments.registry import INSTRUMENTS
from investisens.instruments.repayment import Amortisation
from investisens.portfolio.cash import CASH_LINES
from investisens.reports.labels import LABELS, label, word
from investisens.values.errors import Severity
from investisens.values.rounding import RoundingMode


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
    [("amortisation", Amortisation), ("rounding", RoundingMode), ("severity", Severity)],
)
def test_every_code_of_a_term_has_its_word(group: str, codes: type[Enum]) -> None:
    assert [code.value for code in codes if f"{group}.{code.value}" not in LABELS] == []


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
