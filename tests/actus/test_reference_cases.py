"""Every reference case of the ACTUS standard that is at hand, against the engine.

The cases are CC BY-SA 4.0 (ACTUS Financial Research Foundation) and stay outside this repository.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from investisens.actus import run_case

TOLERANCE = 1e-6
"""Absolute, on every number, whatever its size."""

REACHED = 1e-8
"""What exact arithmetic reaches: the reference prints 15 digits of amounts of 7 million."""

TRUNCATED = {("guarantee14", "STD", "payoff"): 1.0}
"""The one number that is truncated to whole units in the source: 3508695 for 3508695.652..."""

_FOLDERS = (
    os.environ.get("ACTUS_TESTS"),
    str(Path(__file__).parents[3] / "shared" / "actus"),
)
FOLDER = next((Path(name) for name in _FOLDERS if name and Path(name).is_dir()), None)


def _cases() -> list[Any]:
    if FOLDER is None:
        reason = "no reference cases: set ACTUS_TESTS, or put them in ../shared/actus"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id="absent")]
    files = sorted(FOLDER.glob("actus-tests-*.json"))
    cases = [item for file in files for item in json.loads(file.read_text()).items()]
    return [pytest.param(case, id=name) for name, case in cases]


def _instant(text: str) -> str:
    return text if len(text) == 19 else f"{text}:00"


class _Blind(dict[str, Any]):
    """A case whose expected results cannot be looked at."""

    def __getitem__(self, key: str) -> Any:
        assert key != "results", "the expected results were read"
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        assert key != "results", "the expected results were read"
        return super().get(key, default)


@pytest.mark.parametrize("case", _cases())
def test_every_event_equals_the_reference(case: dict[str, Any]) -> None:
    """Same number of rows, order, date-time, type and currency; every number within 1e-8."""
    rows = run_case(_Blind(case))

    expected = case["results"]
    assert [(row["eventDate"], row["eventType"], row["currency"]) for row in rows] == [
        (_instant(row["eventDate"]), row["eventType"], row["currency"]) for row in expected
    ]
    for row, wanted in zip(rows, expected, strict=True):
        assert set(row) == set(wanted)
        if "exerciseDate" in wanted:
            assert row["exerciseDate"] == _instant(wanted["exerciseDate"])
        for name in set(wanted) - {"eventDate", "eventType", "currency", "exerciseDate"}:
            difference = abs(row[name] - float(wanted[name]))
            key = (case["identifier"], row["eventType"], name)
            allowed = TRUNCATED.get(key, REACHED)
            assert difference <= allowed, f"{row}: {name} should be {wanted[name]}"
            assert allowed <= TOLERANCE or key in TRUNCATED


def test_the_folder_holds_the_cases_that_the_documentation_counts() -> None:
    """A folder that lost its files must not turn the suite green."""
    if FOLDER is None:
        pytest.skip("no reference cases: set ACTUS_TESTS to their folder")

    assert len(_cases()) >= 102
