"""CSV and JSON are stable, exact, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.reports.render import render, to_csv, to_json
from investisens.reports.tables import Column, Kind, Report, Table
from investisens.values.currency import EUR, XOF, Currency

FACTS = Table(
    name="facts", header=(Column(name="fund", kind="text"),), rows=(("Essai",),), currency=XOF
)


def table(*columns: tuple[str, Kind], rows: tuple[tuple[object, ...], ...]) -> Table:
    """A table called ``any``, in XOF."""
    header = tuple(Column(name=name, kind=kind) for name, kind in columns)
    return Table(name="any", header=header, rows=rows, currency=XOF)


@given(st.lists(st.tuples(st.text(), st.integers()), max_size=5))
def test_a_csv_file_reads_back(rows: list[tuple[str, int]]) -> None:
    text = to_csv(table(("name", "text"), ("minor", "amount"), rows=tuple(rows)))
    heading, *found = csv.reader(io.StringIO(text, newline=""))

    assert heading == ["name", "minor"]
    assert [(name.removeprefix("'"), int(minor)) for name, minor in found] == [
        (name.removeprefix("'"), minor) for name, minor in rows
    ]


@given(st.text(min_size=1))
def test_no_text_of_a_csv_file_is_executed(text: str) -> None:
    """A spreadsheet executes a cell that starts with = + - @, a tab or a carriage return."""
    written = to_csv(table(("name", "text"), rows=((text,),)))
    ((cell,),) = list(csv.reader(io.StringIO(written, newline="")))[1:]

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell in (text, f"'{text}")


@given(st.lists(st.tuples(st.text(), st.integers()), max_size=5))
def test_a_json_report_reads_back(rows: list[tuple[str, int]]) -> None:
    report = Report(
        command="project",
        facts=FACTS,
        tables=(table(("name", "text"), ("minor", "amount"), rows=tuple(rows)),),
    )

    found = json.loads(to_json(report))["tables"]["any"]

    assert found == [{"name": name, "minor": minor} for name, minor in rows]


def test_a_negative_figure_is_not_neutralised() -> None:
    assert to_csv(table(("value", "amount"), rows=((-5,),))) == "value\n-5\n"


def test_csv_has_iso_days_empty_cells_and_plain_decimals() -> None:
    columns: tuple[tuple[str, Kind], ...] = (
        ("day", "date"),
        ("days", "dates"),
        ("ratio", "ratio"),
        ("rates", "rates"),
        ("nothing", "amount"),
    )
    row = (
        date(2011, 2, 28),
        (date(2011, 2, 28), date(2012, 2, 29)),
        Fraction(4, 3),
        (0.1, -0.25),
        None,
    )

    assert to_csv(table(*columns, rows=(row,))) == (
        "day,days,ratio,rates,nothing\n2011-02-28,2011-02-28 2012-02-29,1.33333333,0.1 -0.25,\n"
    )


def test_json_says_its_version_command_and_currency() -> None:
    report = Report(
        command="project",
        facts=FACTS,
        tables=(table(("on", "date"), ("days", "dates"), rows=((date(2011, 2, 28), ()),)),),
    )

    assert json.loads(to_json(report)) == {
        "format": 1,
        "command": "project",
        "currency": "XOF",
        "minor_digits": 0,
        "facts": {"fund": "Essai"},
        "tables": {"any": [{"on": "2011-02-28", "days": []}]},
    }


@pytest.mark.parametrize(
    ("currency", "code", "digits"), [(EUR, "EUR", 2), (XOF, "XOF", 0), (None, None, None)]
)
def test_json_tells_how_many_digits_an_amount_has(
    currency: Currency | None, code: str | None, digits: int | None
) -> None:
    facts = Table(name="facts", header=FACTS.header, rows=FACTS.rows, currency=currency)
    found = json.loads(to_json(Report(command="project", facts=facts, tables=())))

    assert (found["currency"], found["minor_digits"]) == (code, digits)


def test_csv_and_json_are_the_same_in_both_languages() -> None:
    header = (Column(name="kind", kind="code", words="kind"),)
    loans = Table(name="positions", header=header, rows=(("loan",),), currency=XOF)
    report = Report(command="project", facts=FACTS, tables=(loans,))

    assert render(report, "csv", "fr") == render(report, "csv", "en") == "kind\nloan\n"
    assert render(report, "json", "fr") == render(report, "json", "en")
    assert "prêt" in render(report, "text", "fr")
