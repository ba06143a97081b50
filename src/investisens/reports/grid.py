"""Tables as grids of text: laid out, but not drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from investisens.l10n import Language
from investisens.reports.cells import cell_text, visible
from investisens.reports.labels import label
from investisens.reports.tables import Table

_ON_THEIR_SIDE = frozenset({"cash_by_year", "measures", "quality", "losses", "amendments"})
"""Tables with many columns and few rows: each column becomes a line."""

_SPARSE = frozenset({"cash_by_year", "cash_by_month", "dues_compared"})
"""Tables of movements: a column without any is left out."""

_FIGURES = frozenset({"amount", "money", "count", "ratio", "rate", "share"})
_BETWEEN = 2  # spaces between two columns


@attrs.frozen(kw_only=True)
class Grid:
    """A table as text: its first column names the line.

    Attributes:
        head: Heading of each column.
        lines: Text of each cell.
        figures: Whether each column is aligned to the right.
        foot: The line of totals, or nothing.
    """

    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    figures: tuple[bool, ...]
    foot: tuple[str, ...] = ()

    def widths(self) -> list[int]:
        """Width of each column: its longest cell, and the longest word of its heading."""
        from rich.cells import cell_len

        cells = [*self.lines, self.foot] if self.foot else self.lines
        return [
            max([cell_len(part) for part in title.split()] + [cell_len(row[at]) for row in cells])
            for at, title in enumerate(self.head)
        ]

    def only(self, columns: Sequence[int]) -> Grid:
        """The same grid with some of its columns."""

        def kept(cells: Sequence[str]) -> tuple[str, ...]:
            return tuple(cells[at] for at in columns)

        return Grid(
            head=kept(self.head),
            lines=tuple(kept(line) for line in self.lines),
            figures=tuple(self.figures[at] for at in columns),
            foot=kept(self.foot) if self.foot else (),
        )

    def blocks(self, width: int) -> Iterator[Grid]:
        """Grids that each fit in *width* columns of text and repeat the first column."""
        first, *others = self.widths()
        columns, used = [0], first
        for at, wide in enumerate(others, start=1):
            if len(columns) > 1 and used + _BETWEEN + wide > width:
                yield self.only(columns)
                columns, used = [0], first
            columns.append(at)
            used += _BETWEEN + wide
        yield self.only(columns)


def grid(table: Table, lang: Language) -> Grid:
    """The table as text, with a line of totals where columns add up."""
    table = _with_movements(table) if table.name in _SPARSE else table
    head = tuple(
        visible(column.heading) or label(f"column.{column.name}", lang) for column in table.header
    )
    upright = Grid(
        head=head,
        lines=body(table, lang),
        figures=tuple(column.kind in _FIGURES for column in table.header),
        foot=_totals(table, lang),
    )
    return _on_its_side(upright) if table.name in _ON_THEIR_SIDE else upright


def body(table: Table, lang: Language) -> tuple[tuple[str, ...], ...]:
    """The text of every cell."""
    return tuple(
        tuple(
            cell_text(column, cell, lang, table.currency)
            for column, cell in zip(table.header, row, strict=True)
        )
        for row in table.rows
    )


def _with_movements(table: Table) -> Table:
    kept = [
        at
        for at, column in enumerate(table.header)
        if not column.adds_up or any(row[at] for row in table.rows)
    ]
    return attrs.evolve(
        table,
        header=tuple(table.header[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
    )


def _totals(table: Table, lang: Language) -> tuple[str, ...]:
    if len(table.rows) < 2 or not any(column.adds_up for column in table.header):
        return ()
    sums = [
        cell_text(column, sum(row[at] for row in table.rows), lang, table.currency)
        if column.adds_up
        else ""
        for at, column in enumerate(table.header)
    ]
    return (label("total_row", lang), *sums[1:])


def _on_its_side(upright: Grid) -> Grid:
    rows = [upright.head, *upright.lines, *([upright.foot] if upright.foot else [])]
    head, *lines = zip(*rows, strict=True)
    return Grid(
        head=head,
        lines=tuple(lines),
        figures=(False,) + (True,) * (len(head) - 1),
    )
