"""The example script services the fund from its raw files, and finds what the case expects."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from golden import rows_of

SCRIPT = Path(__file__).parents[2] / "examples" / "collines" / "collines_ledger.py"


@pytest.fixture(scope="module")
def output() -> list[str]:
    """What the script prints."""
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr("builtins.print", lines.append)
        runpy.run_path(str(SCRIPT), run_name="__main__")
    return lines


@pytest.mark.parametrize("day", ["2011-12-31", "2012-12-31"])
def test_arrears_are_those_of_the_case(output: list[str], day: str) -> None:
    """``expected/ledger_state.csv``: to the franc and the day, for all nine debts."""
    start = output.index(f"{day}: contract, outstanding, accrued, overdue, days") + 1
    names = (
        *("instrument_id", "principal_outstanding_xof", "accrued_interest_xof", "overdue_xof"),
        "days_past_due",
    )

    assert [line.split() for line in output[start : start + 9]] == [
        [row[name] for name in names]
        for row in rows_of("collines/ledger_state.csv")
        if row["as_of"] == day
    ]


def test_two_lines_are_decided_by_hand_and_no_payment_is_lost(output: list[str]) -> None:
    """121 payments, of which one came in two parts."""
    assert [line for line in output if "nothing in it names a payer" in line] == [
        "2014-05-08 442757 XOF: VERST ESP AG OUESSE (nothing in it names a payer)",
        "2015-03-20 495795 XOF: VERST ESP PAR TIERS MIEL (nothing in it names a payer)",
    ]
    assert output[-2].endswith("events, every one as recorded: True")
    assert output[-1] == "exported: 122 payments, 19 positions"
