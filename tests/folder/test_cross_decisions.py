"""Waivers, standstills and confirmed balances name debts that the fund holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from investisens.folder import check_folder, read_fund, write_fund
from investisens.values.components import Component

Spoil = Callable[..., Path]

SOUND = {
    "waivers.csv": "on,position,component,amount,reason\n2012-06-15,L1,interest,1000,board\n",
    "standstills.csv": "since,until,position,interest\n2011-06-01,2011-08-31,L1,stands_still\n",
    "confirmations.csv": "on,position,principal\n2011-12-31,L1,1000000\n",
}


def test_decisions_read_back_as_they_were_written(folder: Spoil, tmp_path: Path) -> None:
    fund = read_fund(folder(SOUND))
    write_fund(fund, tmp_path / "copy")

    assert read_fund(tmp_path / "copy") == fund
    assert fund.waivers[0].component is Component.INTEREST
    assert fund.standstills[0].days == 92


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "waivers.csv",
            ",L1,",
            ",Q1,",
            "waivers.csv: line 2, position: expected a debt, found 'Q1': name a debt",
        ),
        (
            "waivers.csv",
            "2012-06-15",
            "2010-01-01",
            "waivers.csv: line 2, on: expected a day from 2010-06-15 on, when 'L1' was disbursed, "
            "found 2010-01-01: correct one of the two days",
        ),
        (
            "waivers.csv",
            "1000,",
            "-5,",
            "waivers.csv: line 2, amount: expected a valid row, found that amount is -5 XOF: waive "
            "a positive amount",
        ),
        (
            "standstills.csv",
            ",L1,",
            ",L2,",
            "standstills.csv: line 2, position: expected a position of positions.toml, found "
            "'L2': write a position of positions.toml",
        ),
        (
            "standstills.csv",
            ",L1,",
            ",,",
            "standstills.csv: line 2, position: expected a valid row, found that position, sector "
            "and commune are empty: name the debt, or the sector or commune that stands still",
        ),
        (
            "standstills.csv",
            "2011-08-31",
            "2011-05-31",
            "standstills.csv: line 2, until: expected a valid row, found that until 2011-05-31 is "
            "before since 2011-06-01: check the order of the dates",
        ),
        (
            "confirmations.csv",
            ",1000000\n",
            ",1000000\n2011-12-31,L1,1000000\n",
            "confirmations.csv: line 3, on: expected one confirmation of a debt on a day, found "
            "another at line 2: keep one",
        ),
        (
            "confirmations.csv",
            "1000000",
            "5 EUR",
            "confirmations.csv: line 2, principal: expected an amount in XOF, found 5.00 EUR: "
            "convert it at the rate of its day",
        ),
    ],
)
def test_a_decision_on_no_debt_is_told(
    folder: Spoil, file: str, old: str, new: str, message: str
) -> None:
    spoilt = {**SOUND, file: SOUND[file].replace(old, new, 1)}

    assert message in [str(each) for each in check_folder(folder(spoilt))]
