"""A schedule is shown with the conventions that make its figures."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs
import pytest

from investisens.engine.schedule import Instalment, RepaymentSchedule
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.registry import Instrument
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.portfolio.fund import Amendment, Fund, FundTerms, Position
from investisens.reports.labels import LABELS
from investisens.reports.schedule_report import schedule_report, schedule_table
from investisens.values.currency import XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import MissingData, NotSupported
from investisens.values.legs import DebtLeg, Leg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import OnDates
from investisens.values.steps import PayInterest, Plan, RepayRest

START, NEXT, LAST = date(2010, 1, 1), date(2011, 1, 1), date(2012, 1, 1)
LOAN = Loan(
    principal=Money(100_000, XOF),
    disbursed_on=START,
    rate=Rate.parse("10 %"),
    repayment=Repayment(
        dues=(OnDates((NEXT, LAST)),),
        amortisation=Amortisation.BULLET,
        capitalised_dues=1,
        rounding=Rounding(interest=RoundingMode.HALF_UP, principal=RoundingMode.DOWN, multiple=5),
    ),
)


@attrs.frozen
class HomeMade:
    """An instrument of somebody else, which writes its own steps."""

    kind: ClassVar[str] = "home_made"

    def legs(self) -> tuple[Leg, ...]:
        """100 000 at 10 %, repaid after one year."""
        leg = DebtLeg(
            principal=Money(100_000, XOF),
            start=START,
            rate=Rate.parse("10 %"),
            day_count=DayCount.ACT_365F,
            rounding=Rounding(),
            plan=Plan((RepayRest(NEXT), PayInterest(NEXT))),
        )
        return (leg,)


def fund(*instruments: Instrument, amendments: tuple[Amendment, ...] = ()) -> Fund:
    """A fund whose positions are called P0, P1 ..."""
    return Fund(
        terms=FundTerms(
            name="Essai", currency=XOF, share_price=Money(10_000, XOF), as_of=date(2012, 6, 30)
        ),
        positions=tuple(
            Position(id=f"P{number}", enterprise="E1", instrument=instrument)
            for number, instrument in enumerate(instruments)
        ),
        amendments=amendments,
    )


def test_the_columns_are_those_of_the_schedule() -> None:
    rows = (Instalment(NEXT, 1, 2, 3, 6, 4),)
    table = schedule_table(RepaymentSchedule(currency=XOF, rows=rows))

    assert table.columns == {
        "due_on": [NEXT],
        "principal": [1],
        "interest": [2],
        "fees": [3],
        "total": [6],
        "outstanding": [4],
    }


def test_a_capitalised_row_pays_nothing_and_raises_the_balance() -> None:
    """10 000 a year on 100 000, then 11 000 on 110 000."""
    table = schedule_report(fund(LOAN), "P0").tables[0]

    assert table.rows == (
        (NEXT, 0, 10_000, 0, 0, 110_000),
        (LAST, 110_000, 11_000, 0, 121_000, 0),
    )


def test_every_convention_is_told() -> None:
    facts = schedule_report(fund(LOAN), "P0").facts

    assert {name: cell for name, (cell,) in facts.columns.items()} == {
        "contract": "P0",
        "enterprise": "E1",
        "kind": "loan",
        "principal": 100_000,
        "start": START,
        "rate": 0.1,
        "day_count": "A/365F",
        "rounding_interest": "half_up",
        "rounding_principal": "down",
        "rounding_multiple": 5,
        "amortisation": "bullet",
        "capitalised_dues": 1,
        "interest_only_dues": 0,
        "amended_on": [],
    }
    assert [name for name in facts.columns if f"column.{name}" not in LABELS] == []


def test_after_an_amendment_the_conventions_are_the_new_ones() -> None:
    new = Loan(
        principal=Money(110_000, XOF),
        disbursed_on=NEXT,
        rate=Rate.parse("5 %"),
        repayment=Repayment(dues=(OnDates((LAST,)),)),
    )
    amendment = Amendment(position="P0", on=NEXT, capitalised=Money(10_000, XOF), instrument=new)
    amended = fund(LOAN, amendments=(amendment,))
    signed, in_force = (schedule_report(amended, "P0", on).facts.columns for on in (None, NEXT))

    assert (signed["rate"], in_force["rate"]) == ([0.1], [0.05])
    assert (signed["principal"], in_force["principal"]) == ([100_000], [110_000])
    assert signed["amended_on"] == in_force["amended_on"] == [[NEXT]]


def test_an_instrument_that_writes_its_own_steps_has_a_schedule() -> None:
    report = schedule_report(fund(HomeMade()), "P0")

    assert report.tables[0].columns["total"] == [110_000]
    assert report.facts.columns["kind"] == ["home_made"]
    assert report.facts.columns["amortisation"] == [None]


def test_shares_and_unknown_names_are_refused() -> None:
    shares = OrdinaryShares(shares=5, price=Money(10_000, XOF), subscribed_on=START)

    with pytest.raises(NotSupported, match="has no repayment schedule"):
        schedule_report(fund(shares), "P0")
    with pytest.raises(MissingData, match="no position is called 'P7'"):
        schedule_report(fund(shares), "P7")
