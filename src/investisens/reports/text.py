"""Reports as text for a terminal: aligned figures, in blocks that fit its width."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from investisens.l10n import Language, format_money
from investisens.reports.cells import cell_text
from investisens.reports.grid import Grid, body, grid
from investisens.reports.labels import label, word
from investisens.reports.tables import Report, Table
from investisens.values.money import Money

if TYPE_CHECKING:
    from rich.console import Console

_NARROWEST = 40


def to_text(report: Report, lang: Language, *, width: int = 100, color: bool = False) -> str:
    """The facts of a report, then its tables.

    Args:
        report: What to show.
        lang: Language of the labels, amounts and days.
        width: Columns of the terminal. A table that is wider is cut into blocks.
        color: Whether headings may be set in bold.
    """
    console = _console(max(width, _NARROWEST), color)
    for line in facts_lines(report.facts, lang):
        console.print(line, soft_wrap=True)
    for table in report.tables:
        if table.name == "findings" and not table.rows:
            continue
        console.print()
        console.print(_title(table, lang), style="bold", soft_wrap=True)
        _print_table(console, table, lang)
    return _taken(console)


def facts_lines(facts: Table, lang: Language) -> list[str]:
    """One line for each fact: its name and its value, amounts with their currency."""
    (row,) = facts.rows
    lines = []
    for column, cell in zip(facts.header, row, strict=True):
        if column.kind == "amount" and cell is not None and facts.currency is not None:
            value = format_money(Money(cell, facts.currency), lang)
        else:
            value = cell_text(column, cell, lang, facts.currency)
        name = label(f"column.{column.name}", lang)
        lines.append(label("fact", lang, name=name, value=value))
    return lines


def findings_lines(findings: Table, lang: Language) -> list[str]:
    """One line for each row of :func:`investisens.reports.tables.findings_table`.

    What a finding says is English in every language; in another one it is quoted, between words of
    that language. Where the table has a column of rules, each is on a line of its own below.

    >>> from investisens.reports.tables import findings_table
    >>> from investisens.values.errors import Finding
    >>> found = Finding(where="calls.csv: line 3", found="'12.5'", expected="whole francs",
    ...                 remedy="round it")
    >>> print(findings_lines(findings_table([found]), "fr")[0])
    erreur : calls.csv: line 3 : attendu « whole francs », trouvé « '12.5' » ; remède : « round it »
    """
    lines = []
    for severity, where, found, expected, remedy, *rules in body(findings, lang):
        parts = {"where": where, "expected": expected, "found": found, "remedy": remedy}
        lines.append(label("finding", lang, severity=severity, **parts))
        lines += (label("behind", lang, rule=rule) for rule in rules)
    return lines


def _title(table: Table, lang: Language) -> str:
    name = label(f"table.{table.name}", lang)
    if table.currency is None:
        return name
    currency = word("currency", table.currency.code, lang)
    return label("title", lang, table=name, currency=currency)


def _print_table(console: Console, table: Table, lang: Language) -> None:
    if table.name == "findings":
        for line in findings_lines(table, lang):
            console.print(line, soft_wrap=True)
        return
    if not table.rows:
        console.print(label("no_rows", lang))
        return
    for index, block in enumerate(grid(table, lang).blocks(console.width)):
        if index:
            console.print()
        _print_grid(console, block)


def _print_grid(console: Console, block: Grid) -> None:
    from rich import box
    from rich.table import Table as Drawing
    from rich.text import Text

    drawing = Drawing(
        box=box.SIMPLE,
        show_edge=False,
        pad_edge=False,
        padding=(0, 0, 0, 1),
        show_footer=bool(block.foot),
        footer_style="bold",
    )
    feet = block.foot or ("",) * len(block.head)
    for title, foot, figures, wide in zip(
        block.head, feet, block.figures, block.widths(), strict=True
    ):
        drawing.add_column(
            Text(title),
            Text(foot),
            justify="right" if figures else "left",
            vertical="top",
            width=min(wide, console.width),
            overflow="fold",
        )
    for line in block.lines:
        drawing.add_row(*map(Text, line))
    console.print(drawing)


def _console(width: int, color: bool) -> Console:
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _taken(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)
