"""The Collines fund, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from investisens.folder import read_fund
from investisens.portfolio.fund import Fund


@pytest.fixture(scope="session")
def collines() -> Fund:
    """The fund of ``examples/collines``."""
    return read_fund(Path(__file__).parents[2] / "examples" / "collines")
