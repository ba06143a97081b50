"""The reference page of an instrument shows a position that the reader of folders accepts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from investisens.folder import check_folder, new_folder, read_fund
from investisens.folder.converter import toml_converter
from investisens.instruments.registry import INSTRUMENTS
from investisens.instruments.revenue_share import RevenueShare
from investisens.portfolio.fund import Position
from investisens.portfolio.projection import project
from investisens.values.currency import XOF

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "instruments"
KINDS = [kind for kind in INSTRUMENTS if (PAGES / f"{kind}.md").exists()]


def positions_of(kind: str) -> str:
    """The positions that the page of a kind shows."""
    page = (PAGES / f"{kind}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return "".join(block for block in blocks if "[[positions]]" in block)


@pytest.mark.parametrize("kind", ["convertible_bond", "revenue_share"])
def test_a_position_to_come_fits_the_fund_that_the_page_names(kind: str, tmp_path: Path) -> None:
    """It begins after the records, so that nothing of it is late or missing."""
    made = tmp_path / "my-fund"
    new_folder(made)
    with (made / "positions.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{positions_of(kind)}")
    projection = project(read_fund(made))

    assert check_folder(made) == ()
    assert [note for note in projection.notes if not note.where.startswith("cash on")] == []
    assert projection.positions[-1].overdue == 0


def test_the_last_quarter_of_the_royalty_is_paid_when_payments_stop() -> None:
    """Twenty quarters from January 2025, each paid 30 days after its end."""
    (keys,) = tomllib.loads(positions_of("revenue_share"))["positions"]
    royalty = toml_converter(XOF, INSTRUMENTS).structure(keys, Position).instrument
    assert isinstance(royalty, RevenueShare)
    _, share = royalty.legs()

    assert len(share.windows) == 20
    assert share.windows[-1].paid_on == royalty.payments.stops_on


@pytest.mark.parametrize("kind", KINDS)
def test_the_positions_of_a_page_are_read(kind: str) -> None:
    page = (PAGES / f"{kind}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    positions = [each for block in blocks for each in tomllib.loads(block).get("positions", ())]
    converter = toml_converter(XOF, INSTRUMENTS)

    read = [converter.structure(each, Position) for each in positions]
    assert kind in {each.instrument.kind for each in read}
