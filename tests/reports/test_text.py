"""Text fits the terminal, lines up, and hides nothing."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from investisens.reports.tables import Column, Report, Table, findings_table
from investisens.reports.text import facts_lines, findings_lines, to_text
from investisens.values.currency import EUR, XOF
from investisens.values.errors import Finding

FACTS = Table(
    name="facts",
    header=(Column(name="fund", kind="text"), Column(name="lowest_cash", kind="amount")),
    rows=(("Essai", -5_000),),
    currency=XOF,
)
SCHEDULE = Table(
    name="schedule",
    currency=XOF,
    header=(
        Column(name="due_on", kind="date"),
        Column(name="principal", kind="amount", adds_up=True),
        Column(name="interest", kind="amount", adds_up=True),
        Column(name="outstanding", kind="amount"),
    ),
    rows=((date(2011, 2, 28), 0, 1_500, 100_000), (date(2011, 4, 30), 100_000, 500, 0)),
)


def report(*tables: Table) -> Report:
    """A report of these tables."""
    return Report(command="project", facts=FACTS, tables=tables)


def cash(years: int, amount: int) -> Table:
    """Calls of the same amount each year."""
    return Table(
        name="cash_by_year",
        currency=XOF,
        header=(
            Column(name="year", kind="text"),
            Column(name="call", kind="amount", adds_up=True),
            Column(name="distribution", kind="amount", adds_up=True),
            Column(name="closing_cash", kind="amount"),
        ),
        rows=tuple((str(2010 + k), amount, 0, amount * (k + 1)) for k in range(years)),
    )


@given(st.integers(40, 160), st.integers(1, 30), st.integers(1, 10**12))
def test_no_line_is_wider_than_the_terminal(width: int, years: int, amount: int) -> None:
    text = to_text(report(cash(years, amount)), "fr", width=width)

    assert max(map(len, text.splitlines())) <= width


@given(st.integers(40, 160), st.integers(1, 30))
def test_every_figure_is_shown_whatever_the_width(width: int, years: int) -> None:
    text = to_text(report(cash(years, 1_000_003)), "en", width=width)

    closings = {f"{1_000_003 * (k + 1):,}" for k in range(years)}
    assert closings <= set(re.findall(r"[\d,]+", text))


def test_a_schedule_lines_up_and_adds_up() -> None:
    assert to_text(report(SCHEDULE), "en") == (
        "Fund: Essai\n"
        "Lowest cash: -XOF 5,000\n"
        "\n"
        "Repayment schedule, in XOF\n"
        "Due on             Principal  Interest  Outstanding\n"
        "───────────────────────────────────────────────────\n"
        "February 28, 2011          0     1,500      100,000\n"
        "April 30, 2011       100,000       500            0\n"
        "───────────────────────────────────────────────────\n"
        "Total                100,000     2,000\n"
    )


def test_a_schedule_reads_in_french() -> None:
    text = to_text(report(SCHEDULE), "fr").replace("\u202f", " ").replace("\u00a0", " ")

    assert text == (
        "Fonds : Essai\n"
        "Trésorerie la plus basse : -5 000 F CFA\n"
        "\n"
        "Échéancier, en F CFA\n"
        "                                    Restant\n"
        "Échéance         Capital  Intérêts       dû\n"
        "───────────────────────────────────────────\n"
        "28 février 2011        0     1 500  100 000\n"
        "30 avril 2011    100 000       500        0\n"
        "───────────────────────────────────────────\n"
        "Total            100 000     2 000\n"
    )


def test_cash_by_year_reads_downwards_without_lines_of_nothing() -> None:
    """Years stand side by side, as in a statement; nothing was distributed."""
    text = to_text(report(cash(2, 500)), "en")

    assert text.partition("Cash by year, in XOF\n")[2] == (
        "Year           2010   2011  Total\n"
        "─────────────────────────────────\n"
        "Capital calls   500    500  1,000\n"
        "Closing cash    500  1,000\n"
    )


def test_a_wide_table_is_cut_into_blocks_that_name_their_lines() -> None:
    text = to_text(report(cash(6, 1_000_000)), "en", width=40)

    assert text.count("Capital calls") == 4
    assert text.count("Closing cash") == 4


def test_an_empty_table_says_so() -> None:
    assert to_text(report(cash(0, 1)), "en").endswith("Cash by year, in XOF\nnothing\n")


def test_names_are_shown_as_they_are() -> None:
    """Neither markup nor emoji nor an escape sequence is interpreted."""
    header = (Column(name="fund", kind="text"),)
    facts = Table(name="facts", header=header, rows=(("[bold]A[/bold] :smile: \x1b[31m",),))
    shown = to_text(Report(command="project", facts=facts, tables=()), "en", color=True)

    assert shown == "Fund: [bold]A[/bold] :smile: \\x1b[31m\n"


def test_headings_are_bold_only_where_colour_is_wanted() -> None:
    assert "\x1b[1m" in to_text(report(SCHEDULE), "en", color=True)
    assert "\x1b" not in to_text(report(SCHEDULE), "en")


def test_findings_are_lines_and_not_a_table() -> None:
    finding = Finding(where="L1", found="5", expected="0", remedy="look")

    assert findings_lines(findings_table([finding]), "fr") == [
        "erreur : L1 : attendu « 0 », trouvé « 5 » ; remède : « look »"
    ]
    assert to_text(report(findings_table([finding])), "en").endswith(
        "Findings\nerror: L1: expected 0, found 5: look\n"
    )


def test_a_report_without_findings_does_not_mention_them() -> None:
    assert to_text(report(findings_table([])), "en") == "Fund: Essai\nLowest cash: -XOF 5,000\n"


def test_facts_in_euros_keep_their_cents() -> None:
    header = (Column(name="principal", kind="amount"),)
    facts = Table(name="facts", header=header, rows=((120_000,),), currency=EUR)

    assert facts_lines(facts, "en") == ["Principal: €1,200.00"]
