"""The page of the reference says what the data says."""

from __future__ import annotations

from pathlib import Path

from investisens.legal.parameters import names, parameter
from investisens.reports.rules_page import MARK, rules_lists, write_rules_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"


def test_the_page_of_the_documentation_is_current() -> None:
    """Made again by ``investisens.reports.rules_page.write_rules_page``."""
    by_hand, mark, lists = PAGE.read_text(encoding="utf-8").partition(MARK)

    assert by_hand.startswith("# Rules\n")
    assert mark
    assert lists == f"\n\n{rules_lists()}"


def test_every_value_of_every_number_stands_in_the_lists_with_its_source() -> None:
    lines = rules_lists().splitlines()

    for name in names():
        start = next(n for n, line in enumerate(lines) if line.startswith(f"**`{name}`** ("))
        rows = lines[start + 4 : start + 4 + len(parameter(name).values)]
        for dated, row in zip(parameter(name).values, rows, strict=True):
            cells = [cell.strip() for cell in row.strip("|").split(" | ")]
            assert cells[1].startswith(dated.start.isoformat())
            assert dated.status.value in cells[4]
            assert cells[5] == dated.source


def test_an_unverified_number_and_an_unverified_day_stand_out() -> None:
    lists = rules_lists()

    assert "| 50% | 2018-09-30 |  |  | **unverified** | OECD DAC, methodologies;" in lists
    assert "| 35% | 2013-10-11 (first day unverified) |  |  | verified secondary |" in lists


def test_writing_the_page_keeps_what_is_written_by_hand(tmp_path: Path) -> None:
    page = tmp_path / "rules.md"
    page.write_text(f"# By hand\n\n{MARK}\n\nold", encoding="utf-8")

    write_rules_page(page)

    assert page.read_text(encoding="utf-8") == f"# By hand\n\n{MARK}\n\n{rules_lists()}"
