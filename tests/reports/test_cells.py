"""Cells read as French and English readers write, and never steer a terminal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.irr import IrrResult, IrrStatus, Root, irr
from investisens.l10n import Language
from investisens.reports.cells import NOTHING, cell_text, irr_text, term_text, visible
from investisens.reports.tables import Column, Kind
from investisens.values.currency import EUR, XOF
from investisens.values.money import Money
from investisens.values.rates import Rate

HOLD = [(date(2025, 1, 1), -100), (date(2025, 4, 1), 105)]
SPENT = [(date(2025, 1, 1), -100), (date(2026, 1, 1), -100)]
TWICE = [(date(2025, 1, 1), -100), (date(2026, 1, 1), 230), (date(2027, 1, 1), -132)]


def read(text: str, decimal_mark: str) -> Decimal:
    """The number a reader sees."""
    kept = "".join(char for char in text if char in f"0123456789-{decimal_mark}")
    return Decimal(kept.replace(decimal_mark, "."))


@given(st.text())
def test_no_control_character_reaches_the_reader(text: str) -> None:
    assert all(char.isprintable() or char in "\u00a0\u202f" for char in visible(text))


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_an_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


@given(st.integers(-(10**20), 10**20))
def test_no_unit_of_an_amount_is_lost(cents: int) -> None:
    column = Column(name="total", kind="amount")

    assert read(cell_text(column, cents, "fr", EUR), ",") == Decimal(cents).scaleb(-2)
    assert read(cell_text(column, cents, "en", XOF), ".") == cents


@pytest.mark.parametrize(
    ("kind", "cell", "english", "french"),
    [
        ("text", "Miel et Forêt", "Miel et Forêt", "Miel et Forêt"),
        ("date", date(2011, 2, 28), "February 28, 2011", "28 février 2011"),
        ("dates", (), NOTHING, NOTHING),
        ("dates", (date(2011, 2, 28),), "February 28, 2011", "28 février 2011"),
        ("amount", 1234567, "1,234,567", "1\u202f234\u202f567"),
        ("amount", None, NOTHING, NOTHING),
        ("amount", 0, "0", "0"),
        ("money", Money(-123_450, EUR), "-€1,234.50", "-1\u202f234,50\u00a0€"),
        ("count", 1200, "1,200", "1\u202f200"),
        ("ratio", Fraction(4, 3), "1.33", "1,33"),
        ("ratio", Fraction(0), "0.00", "0,00"),
        ("rate", Rate.parse("4.5 %"), "4.5%", "4,5\u202f%"),
        ("rates", (0.1, 0.2), "10%, 20%", "10\u202f%, 20\u202f%"),
    ],
)
def test_a_cell_reads_as_its_language_writes(
    kind: Kind, cell: object, english: str, french: str
) -> None:
    column = Column(name="cell", kind=kind)

    assert cell_text(column, cell, "en", XOF) == english
    # CLDR has moved between two kinds of narrow space before the percent sign.
    assert cell_text(column, cell, "fr", XOF).replace("\u00a0%", "\u202f%") == french


def test_amounts_in_euros_keep_their_cents() -> None:
    assert cell_text(Column(name="total", kind="amount"), 120_000, "en", EUR) == "1,200.00"


def test_a_code_is_shown_in_words() -> None:
    column = Column(name="kind", kind="code", words="kind")

    assert cell_text(column, "participating_loan", "fr", XOF) == "prêt participatif"


@pytest.mark.parametrize(
    ("result", "lang", "text"),
    [
        (irr(HOLD), "en", "5% over 90 days, not annualised"),
        (irr(TWICE), "en", "several rates: 10%, 20%"),
        (irr([]), "en", "no flow"),
        (irr([]), "fr", "aucun flux"),
        (irr(SPENT, closed=False), "en", "nothing back yet"),
        (irr(SPENT), "fr", "perte totale"),
    ],
)
def test_a_return_is_never_a_made_up_number(result: IrrResult, lang: Language, text: str) -> None:
    assert irr_text(result, lang) == text


def test_a_rate_that_no_float_holds_is_said_so() -> None:
    beyond = IrrResult(status=IrrStatus.UNIQUE, roots=(Root(log(10) * 400),), years=2.0)

    assert irr_text(beyond, "en") == "one rate, beyond any figure"


def test_a_factor_is_written_in_decimals_after_any_sum_that_was_not_exact() -> None:
    """The flags of decimals outlive the sum that raised them."""
    with localcontext() as context:
        _ = Decimal(1) / Decimal(3)
        assert context.flags[Inexact]
        assert term_text(Fraction(103, 100), "en") == "1.03"
