"""The page of the reference that lists every number of the law, made from the data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from investisens.legal.dated import DatedValue, Parameter, Status
from investisens.legal.parameters import names, parameter
from investisens.reports.rules_report import number_text

MARK: Final = "<!-- What follows is made from the data, by write_rules_page. -->"
"""The line of the page below which nothing is written by hand."""


def rules_lists() -> str:
    """One section for each subject, one table for each number, as Markdown.

    >>> "| 655.957 XOF per EUR | 1999-01-01 |" in rules_lists()
    True
    """
    lines = []
    for subject, group in groupby(names(), lambda name: name.partition(".")[0]):
        lines += [f"## {subject}", ""]
        for name in group:
            lines += [*_section(parameter(name)), ""]
    return "\n".join(lines)


def write_rules_page(page: Path) -> None:
    """Makes the lists of the page again, below its mark; what stands above it is kept."""
    by_hand = page.read_text(encoding="utf-8").partition(MARK)[0]
    page.write_text(f"{by_hand}{MARK}\n\n{rules_lists()}", encoding="utf-8", newline="")


def _section(known: Parameter) -> Iterator[str]:
    yield f"**`{known.name}`** ({known.jurisdiction}): {known.description}"
    yield ""
    yield "| value | from | until | decided on | status | source |"
    yield "|---|---|---|---|---|---|"
    for dated in known.values:
        yield f"| {' | '.join(_cells(known, dated))} |"


def _cells(known: Parameter, dated: DatedValue) -> tuple[str, ...]:
    number = number_text(dated.text, known.unit, "en").replace("\u00a0", " ")
    unsure = dated.start_status is Status.UNVERIFIED
    status = dated.status.value
    cells = (
        number,
        f"{dated.start} (first day unverified)" if unsure else f"{dated.start}",
        f"{dated.until or ''}",
        f"{dated.decided_on or ''}",
        f"**{status}**" if dated.status is Status.UNVERIFIED else status,
        dated.source,
    )
    return tuple(cell.replace("|", "\\|") for cell in cells)
