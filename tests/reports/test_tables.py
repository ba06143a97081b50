"""Tables hold exact cells; their plain form is what other programs read."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.irr import IrrResult, irr
from investisens.reports.tables import Column, Kind, Table, decimal_text, findings_table, plain_cell
from investisens.values.currency import EUR, XOF
from investisens.values.errors import Finding, Severity
from investisens.values.money import Money
from investisens.values.rates import Rate


def table(kind: Kind, *cells: object) -> Table:
    """A table of one column called ``cell``."""
    header = (Column(name="cell", kind=kind),)
    return Table(name="any", header=header, rows=tuple((cell,) for cell in cells), currency=XOF)


@given(st.fractions(min_value=-(10**6), max_value=10**6))
def test_a_ratio_is_off_by_at_most_half_of_the_last_decimal(ratio: Fraction) -> None:
    assert abs(Fraction(plain_cell(ratio)) - ratio) <= Fraction(1, 2 * 10**8) + Fraction(1, 10**9)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_text_has_no_exponent_and_reads_back(number: float) -> None:
    rounded = round(number, 8)
    text = decimal_text(rounded)

    assert "e" not in text.lower()
    assert float(text) == rounded


@given(st.integers(-1_000_000_000, 1_000_000_000))
def test_a_rate_of_a_contract_loses_nothing(mbp: int) -> None:
    """Eight decimals hold a thousandth of a basis point."""
    assert Fraction(decimal_text(plain_cell(Rate(mbp)))) == Rate(mbp).fraction


def test_columns_are_what_a_data_frame_takes() -> None:
    header = (Column(name="due_on", kind="date"), Column(name="total", kind="amount"))
    rows = ((date(2011, 2, 28), 5), (date(2011, 4, 30), 7))

    assert Table(name="schedule", header=header, rows=rows).columns == {
        "due_on": [date(2011, 2, 28), date(2011, 4, 30)],
        "total": [5, 7],
    }


def test_an_amount_in_its_own_currency_becomes_two_columns() -> None:
    assert table("money", Money(800_000, EUR), Money(5, XOF)).columns == {
        "cell": [800_000, 5],
        "cell_currency": ["EUR", "XOF"],
    }


def test_a_return_becomes_its_rate_status_roots_and_nothing_more() -> None:
    """100 becomes 121 in two years of 365 days: 10 % a year."""
    result = irr([(date(2025, 1, 1), -100), (date(2027, 1, 1), 121)])

    assert table("irr", result).columns == {
        "cell": [0.1],
        "cell_status": ["unique"],
        "cell_roots": [[0.1]],
        "cell_period_return": [None],
    }


def test_a_return_under_a_year_is_not_annualised() -> None:
    """100 becomes 105 in 90 days: 5 % over the period, and no yearly rate."""
    columns = table("irr", irr([(date(2025, 1, 1), -100), (date(2025, 4, 1), 105)])).columns

    assert columns["cell"] == [None]
    assert columns["cell_status"] == ["unique"]
    assert columns["cell_period_return"] == [0.05]


def test_several_rates_make_no_single_one() -> None:
    """-100, 230, -132 over whole years is nil at 10 % and at 20 %."""
    flows = [(date(2025, 1, 1), -100), (date(2026, 1, 1), 230), (date(2027, 1, 1), -132)]
    columns = table("irr", irr(flows)).columns

    assert columns["cell"] == [None]
    assert columns["cell_status"] == ["multiple_roots"]
    assert columns["cell_roots"] == [[0.1, 0.2]]


def test_a_rate_beyond_the_largest_float_is_left_out() -> None:
    assert plain_cell(inf) is None


def test_every_status_of_a_return_has_its_row() -> None:
    no_flow = IrrResult(status=irr([]).status)

    assert table("irr", no_flow).columns["cell_status"] == ["empty"]


@pytest.mark.parametrize(
    ("severity", "code"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning")]
)
def test_a_finding_is_one_row(severity: Severity, code: str) -> None:
    finding = Finding(
        where="calls.csv: line 3", found="'x'", expected="a day", remedy="fix", severity=severity
    )

    assert findings_table([finding]).rows == ((code, "calls.csv: line 3", "'x'", "a day", "fix"),)
