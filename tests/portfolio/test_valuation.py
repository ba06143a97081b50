"""Positions at cost less impairment: never above cost."""

from __future__ import annotations

from datetime import date

from hypothesis import given

from funds import fund, loan, xof
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.portfolio.fund import Fund, Position
from investisens.portfolio.projection import project
from investisens.portfolio.records import Payment, PositionEvent
from investisens.portfolio.valuation import PositionValue
from investisens.values.currency import XOF
from investisens.values.shares import ShareEvent, ShareEventKind
from strategies import days, share_lines

START = date(2012, 1, 1)
DUES = (date(2013, 1, 1), date(2014, 1, 1))
LINE = OrdinaryShares(shares=10, price=xof(100), subscribed_on=START)
SHARES = Position(id="Q1", enterprise="E1", instrument=LINE)
DEBT = Position(id="L1", enterprise="E1", instrument=loan(3_650, START, *DUES, rate="10 %"))


def value(held: Fund, on: date) -> PositionValue:
    (found,) = project(held, on=on).positions
    return found


def event(on: date, kind: ShareEventKind, shares: int, minor: int) -> PositionEvent:
    return PositionEvent(on=on, position="Q1", event=kind, shares=shares, per_share=xof(minor))


@given(share_lines(), days)
def test_shares_are_never_worth_more_than_their_cost(line: OrdinaryShares, on: date) -> None:
    if line.price.currency == XOF:
        held = fund(positions=(Position(id="Q1", enterprise="E1", instrument=line),))
        found = value(held, on)

        assert 0 <= found.value <= found.outstanding <= line.cost.minor
        assert found.invested == (line.cost.minor if on >= line.subscribed_on else 0)


def test_shares_are_worth_their_cost_until_they_are_revalued() -> None:
    held = fund(
        positions=(SHARES,),
        events=(event(DUES[0], ShareEventKind.REVALUATION, 10, 60),),
    )

    assert (value(held, date(2012, 12, 31)).value, value(held, DUES[0]).value) == (1_000, 600)
    assert value(held, DUES[0]).impairment == 400


def test_a_value_above_cost_is_not_counted_before_a_sale() -> None:
    held = fund(
        positions=(SHARES,),
        events=(
            event(DUES[0], ShareEventKind.REVALUATION, 10, 250),
            event(DUES[1], ShareEventKind.SALE, 4, 250),
        ),
    )
    before, after = value(held, DUES[0]), value(held, DUES[1])

    assert (before.value, before.returned) == (1_000, 0)
    assert (after.value, after.returned, after.outstanding) == (600, 1_000, 600)


def test_shares_written_off_are_lost_at_cost() -> None:
    held = fund(positions=(SHARES,), events=(event(DUES[0], ShareEventKind.WRITE_OFF, 10, 0),))
    found = value(held, DUES[0])

    assert (found.written_off, found.outstanding, found.value) == (1_000, 0, 0)


def test_a_dividend_is_income() -> None:
    held = fund(positions=(SHARES,), events=(event(DUES[0], ShareEventKind.DIVIDEND, 10, 8),))

    assert value(held, DUES[0]).income == 80


def test_plans_of_the_future_change_no_value_of_today() -> None:
    planned = ShareEvent(on=DUES[1], event=ShareEventKind.SALE, shares=10, per_share=xof(1))
    line = OrdinaryShares(shares=10, price=xof(100), subscribed_on=START, planned=(planned,))
    held = fund(positions=(Position(id="Q1", enterprise="E1", instrument=line),))

    assert value(held, DUES[0]).value == 1_000


def test_a_debt_is_worth_its_principal_and_interest_stands_beside() -> None:
    """3650 at 10 % bear one franc a day: 366 in 2012, of which the payment covers 366."""
    paid = Payment(id="P1", received_on=DUES[0], position="L1", amount=xof(1_366))
    held = fund(positions=(DEBT,), payments=(paid,))
    before, after = value(held, date(2012, 12, 31)), value(held, DUES[0])

    assert (before.value, before.accrued, before.income) == (3_650, 365, 0)
    assert (after.value, after.accrued, after.income, after.returned) == (2_650, 0, 366, 1_000)
    assert (after.position, after.enterprise, after.kind) == ("L1", "E1", "loan")


def test_a_debt_written_off_is_worth_nothing() -> None:
    event_ = PositionEvent(on=DUES[0], position="L1", event=ShareEventKind.WRITE_OFF)
    found = value(fund(positions=(DEBT,), events=(event_,)), DUES[0])

    assert (found.value, found.accrued, found.written_off) == (0, 0, 3_650)


def test_a_position_to_come_is_worth_nothing_yet() -> None:
    found = value(fund(positions=(DEBT,)), date(2011, 12, 31))

    assert (found.invested, found.outstanding, found.value) == (0, 0, 0)


def test_the_values_of_the_case_at_its_end(collines: Fund) -> None:
    """README of the case: E3 and E7 are kept at 5000 and 6000 francs a share, E8 at cost.

    70 x 5000, 60 x 6000 and 80 x 10000.
    """
    positions = {each.position: each for each in project(collines).positions}

    assert {
        name: each.value
        for name, each in positions.items()
        if each.kind == "ordinary_shares" and each.value
    } == {"Q3": 350_000, "Q7": 360_000, "Q8": 800_000}
    assert positions["Q3"].impairment == 350_000
    assert positions["L5"].written_off == 1_379_332
