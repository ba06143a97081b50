"""Positions of the fund as contracts: the schedules and the ledger of the Collines case."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import attrs
import pytest

from funds import fund, loan, xof
from golden import rows_of
from investisens.engine.scenario import Default, Scenario
from investisens.instruments.buy_back import BuyBack
from investisens.instruments.conversion import Conversion
from investisens.instruments.convertible_bond import ConvertibleBond
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.repayment import Repayment
from investisens.portfolio.contract import (
    amendments_of,
    contract_on,
    debt_history,
    schedule_of,
    switched_by,
    terms_on,
    written_off_on,
)
from investisens.portfolio.fund import Amendment, Fund, Position
from investisens.portfolio.projection import project
from investisens.portfolio.records import Payment, PositionEvent
from investisens.servicing.arrears import NOTHING_LATE, arrears_of
from investisens.values.cashflow import FlowKind
from investisens.values.currency import XOF
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms, MissingData, NotSupported
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Every, OnDates
from investisens.values.shares import ParPlus, ShareEvent, ShareEventKind, ShareLeg

SCHEDULES = rows_of("collines/schedules.csv")
AMENDED = rows_of("collines/L3_new_schedule.csv")
LEDGER = rows_of("collines/ledger_state.csv")
BY_POSITION = {
    name: list(rows) for name, rows in groupby(SCHEDULES, key=lambda row: row["instrument_id"])
}


def figures(row: dict[str, str]) -> tuple[str, int, int, int, int]:
    names = ("principal_xof", "interest_xof", "total_xof", "balance_after_xof")
    principal, interest, total, balance = (int(row[name]) for name in names)
    return row["due_on"], principal, interest, total, balance


def computed(collines: Fund, name: str, on: date | None = None) -> list[object]:
    return [
        (row.due_on.isoformat(), row.principal, row.interest, row.total, row.outstanding)
        for row in schedule_of(collines, name, on).rows
    ]


def test_the_case_has_nine_schedules_of_146_rows() -> None:
    assert (list(BY_POSITION), len(SCHEDULES)) == ([f"L{n}" for n in range(1, 10)], 146)


@pytest.mark.parametrize("name", BY_POSITION)
def test_every_row_of_a_signed_schedule_is_met_to_the_franc(collines: Fund, name: str) -> None:
    assert computed(collines, name) == [figures(row) for row in BY_POSITION[name]]


@pytest.mark.parametrize("on", [date(2013, 3, 15), date(2016, 12, 31)])
def test_every_row_of_an_amended_schedule_is_met_to_the_franc(collines: Fund, on: date) -> None:
    assert computed(collines, "L3", on) == [figures(row) for row in AMENDED]


def test_until_the_amendment_the_terms_are_those_signed(collines: Fund) -> None:
    before = date(2013, 3, 14)

    assert computed(collines, "L3", before) == computed(collines, "L3")
    assert terms_on(collines, collines.position("L3"), before) is (
        collines.position("L3").instrument
    )


@pytest.mark.parametrize("row", LEDGER, ids=lambda row: f"{row['instrument_id']}-{row['as_of']}")
def test_every_state_of_the_ledger_is_met_to_the_franc(collines: Fund, row: dict[str, str]) -> None:
    position = collines.position(row["instrument_id"])
    state = debt_history(collines, position, date.fromisoformat(row["as_of"]))

    assert state is not None
    assert {
        "principal_outstanding_xof": state.balance,
        "accrued_interest_xof": state.accrued_on,
        "interest_received_to_date_xof": state.received(FlowKind.INTEREST),
        "principal_received_to_date_xof": state.received(FlowKind.PRINCIPAL),
        "written_off_xof": state.received(FlowKind.LOSS),
    } == {
        name: int(row[name] or 0)
        for name in (
            "principal_outstanding_xof",
            "accrued_interest_xof",
            "interest_received_to_date_xof",
            "principal_received_to_date_xof",
            "written_off_xof",
        )
    }


def test_the_ledger_has_every_debt_at_the_end_of_three_years() -> None:
    assert len({(row["as_of"], row["instrument_id"]) for row in LEDGER}) == 27


def test_a_name_that_the_fund_does_not_hold_is_refused(collines: Fund) -> None:
    with pytest.raises(MissingData) as caught:
        schedule_of(collines, "L10")

    assert str(caught.value) == (
        "no position is called 'L10': the fund has L1, L2, L3, L4, L5, L6, L7, L8, L9, Q1, Q2, "
        "Q3, Q5, Q6, Q7, Q8, Q9, S1, G1"
    )
    assert (caught.value.field, caught.value.value) == ("id", "L10")


def test_shares_have_no_schedule(collines: Fund) -> None:
    with pytest.raises(NotSupported) as caught:
        schedule_of(collines, "Q1")

    assert str(caught.value) == (
        "position 'Q1' is of kind 'ordinary_shares', which has no repayment schedule: name a "
        "debt of the fund (L1, L2, L3, L4, L5, L6, L7, L8, L9)"
    )
    assert (caught.value.field, caught.value.value) == ("position", "Q1")


@pytest.mark.parametrize(
    ("name", "kind", "debt"), [("S1", "equipment_pledge", "L1"), ("G1", "guarantee", "L9")]
)
def test_a_cover_names_the_debts_that_it_covers(
    collines: Fund, name: str, kind: str, debt: str
) -> None:
    with pytest.raises(NotSupported) as caught:
        schedule_of(collines, name)

    assert str(caught.value) == (
        f"position {name!r} is of kind {kind!r}, which has no repayment schedule: name a debt that "
        f"it covers ({debt})"
    )


def test_a_fund_without_any_debt_is_said_to_have_none(collines: Fund) -> None:
    alone = attrs.evolve(collines, positions=(collines.position("Q1"),))
    with pytest.raises(NotSupported) as caught:
        schedule_of(alone, "Q1")

    assert str(caught.value) == (
        "position 'Q1' is of kind 'ordinary_shares', which has no repayment schedule: the fund "
        "holds no debt"
    )


def test_only_what_the_terms_know_switches_a_position(collines: Fund) -> None:
    """A loan knows of nothing; two happenings of a bond come by day."""
    bond = ConvertibleBond(
        principal=Money(100_000, XOF),
        disbursed_on=date(2011, 1, 1),
        rate=Rate.parse("6 %"),
        repayment=Repayment(dues=(OnDates((date(2014, 1, 1),)),)),
        conversion=Conversion(price=Money(10_000, XOF)),
    )
    told = [
        Happening(contract=name, on=date(year, 1, 1), what=HappeningKind.CONVERTED)
        for name, year in (("C1", 2013), ("C1", 2012), ("L1", 2012))
    ]
    held = attrs.evolve(
        collines,
        positions=(collines.position("L1"), Position(id="C1", enterprise="E1", instrument=bond)),
        happenings=tuple(told),
    )

    assert switched_by(held, "L1") == ()
    assert switched_by(held, "C1") == (told[1], told[0])


# Small funds.

START = date(2012, 1, 1)
DUES = (date(2013, 1, 1), date(2014, 1, 1))
DEBT = Position(id="L1", enterprise="E1", instrument=loan(100, START, *DUES))


def shares(*planned: ShareEvent) -> Position:
    line = OrdinaryShares(
        shares=10, price=Money(100, XOF), subscribed_on=START, planned=tuple(planned)
    )
    return Position(id="Q1", enterprise="E1", instrument=line)


def sale(on: date) -> ShareEvent:
    return ShareEvent(on=on, event=ShareEventKind.SALE, shares=4, per_share=xof(120))


def recorded(event: ShareEvent) -> PositionEvent:
    return PositionEvent(
        on=event.on,
        position="Q1",
        event=event.event,
        shares=event.shares,
        per_share=event.per_share,
    )


def planned_in(held: Fund, on: date) -> tuple[ShareEvent, ...]:
    contract, _ = contract_on(held, held.position("Q1"), on)
    (leg,) = contract.legs
    assert isinstance(leg, ShareLeg)
    return leg.planned


def test_before_it_starts_a_debt_has_no_history() -> None:
    held = fund(positions=(DEBT,))
    contract, past = contract_on(held, DEBT, date(2011, 12, 31))

    assert past is None
    assert contract.opening is None


def test_a_debt_goes_on_from_the_payments_received_up_to_the_day() -> None:
    paid = tuple(
        Payment(id=f"P{n}", received_on=on, position=name, amount=xof(30))
        for n, (on, name) in enumerate([(DUES[0], "L1"), (DUES[0], "L2"), (DUES[1], "L1")])
    )
    held = fund(positions=(DEBT,), payments=paid)
    contract, past = contract_on(held, DEBT, DUES[0])

    assert past is not None
    assert contract.opening is not None
    assert (past.balance, contract.opening.overdue) == (70, 20)


def test_the_first_write_off_of_a_debt_counts() -> None:
    events = tuple(
        PositionEvent(on=on, position="L1", event=ShareEventKind.WRITE_OFF)
        for on in (DUES[1], DUES[0])
    )

    assert written_off_on(fund(positions=(DEBT,), events=events), "L1") == DUES[0]
    assert written_off_on(fund(positions=(DEBT,)), "L1") is None


def test_amendments_come_in_the_order_of_their_days(collines: Fund) -> None:
    (known,) = collines.amendments
    early = attrs.evolve(known, on=date(2012, 1, 1))
    both = attrs.evolve(collines, amendments=(known, early))

    assert amendments_of(both, "L3") == (early, known)
    assert amendments_of(both, "L1") == ()


def test_an_amendment_of_a_debt_to_shares_is_refused() -> None:
    """Shares for a debt are a conversion, not new terms of the debt."""
    new = Amendment(position="L1", on=DUES[0], capitalised=xof(0), instrument=shares().instrument)
    held = fund(positions=(DEBT,), amendments=(new,))

    with pytest.raises(InvalidTerms) as caught:
        debt_history(held, DEBT, DUES[0])

    assert str(caught.value) == (
        "the amendment of position 'L1' on 2013-01-01 is of kind 'ordinary_shares', "
        "which is no debt: give the new terms of the debt"
    )
    assert (caught.value.field, caught.value.value) == ("instrument", "ordinary_shares")


def test_an_event_of_shares_without_shares_is_refused() -> None:
    """Nobody says how many of the ten shares are written off."""
    event = PositionEvent(on=DUES[0], position="Q1", event=ShareEventKind.WRITE_OFF)
    held = fund(positions=(shares(),), events=(event,))

    with pytest.raises(InvalidTerms) as caught:
        contract_on(held, held.position("Q1"), DUES[0])

    assert str(caught.value) == (
        "position 'Q1', write_off on 2013-01-01: shares and per_share are not given: "
        "give both, since the position is one of shares"
    )
    assert (caught.value.field, caught.value.value) == ("shares", None)


def test_plans_of_shares_hold_where_nothing_is_recorded() -> None:
    first, second = sale(DUES[0]), sale(DUES[1])
    held = fund(positions=(shares(first, second),))

    assert planned_in(held, START) == (first, second)
    assert planned_in(held, DUES[0]) == (second,)


def test_records_of_shares_replace_their_plans() -> None:
    """A planned event that did not happen is not made up; a record to come ends the plans."""
    planned, real = sale(DUES[1]), sale(date(2013, 6, 30))
    held = fund(positions=(shares(sale(DUES[0]), planned),), events=(recorded(real),))

    assert planned_in(held, date(2013, 6, 30)) == (real, planned)
    assert planned_in(held, DUES[0]) == (real,)


def test_a_write_off_to_come_ends_the_receipts_of_a_debt() -> None:
    event = PositionEvent(on=DUES[1], position="L1", event=ShareEventKind.WRITE_OFF)
    held = fund(positions=(DEBT,), events=(event,))
    flows = project(held, on=START).flows

    assert [(flow.on, flow.amount) for flow in flows] == [(START, xof(-100)), (DUES[0], xof(50))]


def test_a_default_of_the_scenario_stands_before_a_write_off_to_come() -> None:
    event = PositionEvent(on=DUES[1], position="L1", event=ShareEventKind.WRITE_OFF)
    held = fund(positions=(DEBT,), events=(event,))
    early = Default(contract="L1", on=DUES[0])
    flows = project(held, on=START, scenario=Scenario(name="bad", defaults=(early,))).flows
    assert [flow.amount for flow in flows] == [xof(-100)]


@pytest.mark.parametrize("row", LEDGER, ids=lambda row: f"{row['instrument_id']}-{row['as_of']}")
def test_what_is_overdue_and_since_when_is_met_to_the_franc_and_the_day(
    collines: Fund, row: dict[str, str]
) -> None:
    past = debt_history(
        collines, collines.position(row["instrument_id"]), date.fromisoformat(row["as_of"])
    )
    assert past is not None
    late = arrears_of(past)

    assert (late.overdue, late.days_past_due) == (
        int(row["overdue_xof"]),
        int(row["days_past_due"]),
    )


def test_the_early_payer_of_the_case_is_never_overdue(collines: Fund) -> None:
    """E6 pays early: dues less receipts are 3,780 francs for ever, of which nothing is owed."""
    past = debt_history(collines, collines.position("L6"), date(2016, 12, 31))
    assert past is not None

    assert arrears_of(past) == NOTHING_LATE


def test_a_call_that_nobody_paid_is_noted(collines: Fund) -> None:
    """BJ05 never pays the third call: the case says so."""
    notes = [str(note) for note in project(collines).notes]

    assert (
        "BJ05 on 2016-12-31: expected every call paid on its day, found 200000 XOF of call C3, "
        "called on 2012-03-31, unpaid: it is not expected any more: record paid_on if it comes"
    ) in notes


FOUNDER = OrdinaryShares(
    shares=10,
    price=xof(100),
    subscribed_on=START,
    buy_back=BuyBack(
        price=ParPlus(rate=Rate.parse("10 %")),
        days=(Every(first=DUES[0], every=Period(months=12), count=5),),
    ),
)
"""Ten shares in five steps of two, from one year after START on."""


def bought(on: date, number: int) -> Happening:
    return Happening(contract="Q1", on=on, what=HappeningKind.BOUGHT_BACK, number=number)


def test_a_step_of_a_buy_back_that_nobody_recorded_did_not_take_place() -> None:
    """Asked on the day of the second step: the three to come are two shares each."""
    line = Position(id="Q1", enterprise="E1", instrument=FOUNDER)
    found = project(fund(positions=(line,)), on=DUES[1]).flows

    assert [(flow.on.year, flow.amount) for flow in found] == [
        (2012, xof(-1_000)),
        (2015, xof(2 * 130)),
        (2016, xof(2 * 140)),
        (2017, xof(2 * 150)),
    ]


def test_a_buy_back_that_is_recorded_took_place_at_the_price_of_its_day() -> None:
    """Seven shares a year after START at 110; the three left go one by one."""
    line = Position(id="Q1", enterprise="E1", instrument=FOUNDER)
    held = fund(positions=(line,), happenings=(bought(DUES[0], 7),))
    found = project(held, on=DUES[1])

    assert [(flow.on.year, flow.amount) for flow in found.flows] == [
        (2012, xof(-1_000)),
        (2013, xof(770)),
        (2015, xof(130)),
        (2016, xof(140)),
    ]
    assert (found.positions[0].outstanding, found.positions[0].returned) == (300, 770)


def test_a_scenario_of_a_buy_back_keeps_what_is_recorded() -> None:
    """Four shares were sold in 2013 at 90; of the six left five go to the founder in 2015."""
    line = Position(id="Q1", enterprise="E1", instrument=FOUNDER)
    sold = recorded(ShareEvent(on=DUES[0], event=ShareEventKind.SALE, shares=4, per_share=xof(90)))
    held = fund(positions=(line,), events=(sold,))
    future = Scenario(name="early", happenings=(bought(date(2015, 1, 1), 5),))
    found = project(held, on=DUES[1], scenario=future).flows

    assert [(flow.on.year, flow.amount) for flow in found] == [
        (2012, xof(-1_000)),
        (2013, xof(360)),
        (2015, xof(5 * 130)),
        (2016, xof(140)),
    ]
