"""Reads the expected figures that come with a case."""

from __future__ import annotations

import csv
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"


def rows_of(path: str) -> list[dict[str, str]]:
    """The rows of a file of ``tests/golden``, by column."""
    with (GOLDEN / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
