"""Every form of repayment survives the folder: written, read again, it is the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from funds import fund
from investisens.folder import read_fund, write_fund
from investisens.instruments.loan import Loan
from investisens.portfolio.fund import Position
from investisens.portfolio.parties import Enterprise
from investisens.values.currency import XOF
from shapes import shaped
from strategies import Terms


@settings(max_examples=25)
@given(st.lists(shaped(money=st.just(XOF), most=14), min_size=1, max_size=4))
def test_a_fund_of_every_form_is_read_as_it_was_written(drawn: list[Terms]) -> None:
    held = fund(
        enterprises=(Enterprise(id="E1", name="Karité du Nord"),),
        positions=tuple(
            Position(id=f"L{number}", enterprise="E1", instrument=Loan(**terms))
            for number, terms in enumerate(drawn)
        ),
    )
    with TemporaryDirectory() as folder:
        write_fund(held, Path(folder) / "fund")

        assert read_fund(Path(folder) / "fund") == held
