"""Days of payment are a key of the terms of repayment, and read back as they were written."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from investisens.folder import check_folder, read_fund, write_fund
from investisens.folder.writer import fund_files
from investisens.instruments.loan import Loan
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.portfolio.parties import Enterprise
from investisens.values.currency import XOF
from investisens.values.money import Money
from investisens.values.schedule import OnDates
from payment_days import paid_elsewhere
from strategies import Terms, debts

Folder = Callable[[Mapping[str, str | None]], Path]

POSITIONS = """\
[[positions]]
id = "L1"
enterprise = "E1"
kind = "loan"
principal = "1 000 000 XOF"
disbursed_on = 2010-06-15
rate = "5 %"

[positions.repayment]
dues = [{ every = "quarter", first = 2010-10-31, count = 2 }]
paid_on = { on = [2010-11-02, 2011-01-31] }
"""
ALONE = {"positions.toml": POSITIONS, "amendments.toml": None, "events.csv": None}


def test_days_of_payment_are_read(folder: Folder) -> None:
    read = read_fund(folder(ALONE))

    loan = read.position("L1").instrument
    assert isinstance(loan, Loan)
    assert loan.repayment.paid_on == OnDates((date(2010, 11, 2), date(2011, 1, 31)))


def test_days_that_do_not_fit_are_found_with_their_place(folder: Folder) -> None:
    path = folder({**ALONE, "positions.toml": POSITIONS.replace("2010-11-02, ", "")})
    (finding,) = check_folder(path)

    assert str(finding) == (
        "positions.toml: positions[0].repayment.paid_on (L1): expected valid terms, found that "
        "paid_on: the number of days is 1, that of dues 2: give one day for each due"
    )


@given(paid_elsewhere(debts(most=12, money=st.just(XOF))))
def test_a_fund_with_days_of_payment_reads_back_as_the_same_fund(terms: Terms) -> None:
    fund = Fund(
        terms=FundTerms(
            name="Test", currency=XOF, share_price=Money(10_000, XOF), as_of=date(2040, 12, 31)
        ),
        enterprises=(Enterprise(id="E", name="E"),),
        positions=(Position(id="L1", enterprise="E", instrument=Loan(**terms)),),
    )
    with TemporaryDirectory() as place:
        write_fund(fund, Path(place, "fund"))
        read = read_fund(Path(place, "fund"))

    assert read == fund
    written = tomllib.loads(fund_files(fund)["positions.toml"])["positions"][0]["repayment"]
    assert written["paid_on"] == {"on": list(terms["repayment"].paid_on.on)}
