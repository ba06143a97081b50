"""Who owes what: the ledger of the Collines case to the franc and the day, and small funds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds import fund, loan, xof
from golden import rows_of
from investisens.portfolio import arrears
from investisens.portfolio.arrears import (
    ContractArrears,
    Reason,
    arrears_if_paid,
    arrears_on,
    call_list,
    receipts_of,
)
from investisens.portfolio.fund import Amendment, Fund, Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.records import Payment, PositionEvent
from investisens.servicing.history import AmendmentMismatch
from investisens.values.currency import EUR
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.money import Money
from investisens.values.shares import ShareEventKind
from strategies import debts

LEDGER = rows_of("collines/ledger_state.csv")
PARTICIPATIONS = rows_of("collines/participation.csv")
START = date(2012, 1, 1)
DUES = (date(2013, 1, 1), date(2014, 1, 1))
ON = date(2013, 3, 2)


def of(held: Fund, name: str, on: date, **more: Any) -> ContractArrears:
    return next(debt for debt in arrears_on(held, on, **more) if debt.position == name)


@pytest.mark.parametrize("row", LEDGER, ids=lambda row: f"{row['instrument_id']}-{row['as_of']}")
def test_every_state_of_the_case_is_met_to_the_franc_and_the_day(
    collines: Fund, row: dict[str, str]
) -> None:
    debt = of(collines, row["instrument_id"], date.fromisoformat(row["as_of"]))

    assert {
        "principal_outstanding_xof": debt.outstanding,
        "accrued_interest_xof": debt.accrued,
        "overdue_xof": debt.overdue,
        "days_past_due": debt.days_past_due,
        "interest_received_to_date_xof": debt.interest_received,
        "principal_received_to_date_xof": debt.principal_received,
        "written_off_xof": debt.written_off,
    } == {name: int(row[name] or 0) for name in row if name not in ("as_of", "instrument_id")}


@pytest.mark.parametrize(
    "row", PARTICIPATIONS, ids=lambda row: f"{row['instrument_id']}-{row['year']}"
)
def test_participations_are_capped_by_the_principal_that_the_ledger_finds(
    collines: Fund, row: dict[str, str]
) -> None:
    """Outstanding at the end of the year before, from what was really paid."""
    eve = date(int(row["year"]) - 1, 12, 31)

    assert of(collines, row["instrument_id"], eve).outstanding == int(row["opening_principal_xof"])


# Small funds.


def held(*paid: tuple[date, int], **lists: Any) -> Fund:
    """One loan of 100 in two dues of 50, without interest."""
    position = Position(id="L1", enterprise="E1", instrument=loan(100, START, *DUES))
    payments = tuple(
        Payment(id=f"P{n}", received_on=on, position="L1", amount=xof(minor))
        for n, (on, minor) in enumerate(paid)
    )
    return fund(positions=(position,), payments=payments, **lists)


@pytest.mark.parametrize(
    ("paid", "on", "reason"),
    [
        ([], ON, Reason.NEVER_PAID),
        ([(DUES[0], 20)], ON, Reason.PART_PAID),
        ([(DUES[0], 50)], ON, None),
        ([(DUES[0], 50)], date(2014, 1, 2), Reason.PAST_TERM),
        ([(DUES[0], 50)], date(2014, 1, 1), None),
    ],
)
def test_the_reason_to_call(paid: list[tuple[date, int]], on: date, reason: Reason | None) -> None:
    assert of(held(*paid), "L1", on).reason(on) is reason


def test_a_due_that_was_not_paid_after_others_were_is_told() -> None:
    third = date(2015, 1, 1)
    position = Position(id="L1", enterprise="E1", instrument=loan(99, START, *DUES, third))
    paid = Payment(id="P1", received_on=DUES[0], position="L1", amount=xof(33))
    debt = of(fund(positions=(position,), payments=(paid,)), "L1", date(2014, 3, 2))

    assert (debt.reason(date(2014, 3, 2)), debt.overdue, debt.days_past_due, debt.dues) == (
        Reason.UNPAID,
        33,
        60,
        1,
    )


def test_a_due_of_the_day_is_not_late_yet() -> None:
    assert of(held(), "L1", DUES[0]).overdue == 0
    assert of(held(), "L1", DUES[0] + timedelta(days=1)).days_past_due == 1


def test_those_late_longest_are_called_first_then_those_who_owe_most() -> None:
    names = {"A": 10, "B": 30, "C": 20, "D": 40}
    positions = tuple(
        Position(id=name, enterprise="E1", instrument=loan(minor, START, DUES[0]))
        for name, minor in names.items()
    )
    early = Position(id="E", enterprise="E1", instrument=loan(5, START, date(2012, 6, 1)))
    paid = Payment(id="P1", received_on=DUES[0], position="D", amount=xof(40))
    late = call_list(arrears_on(fund(positions=(*positions, early), payments=(paid,)), ON))

    assert [debt.position for debt in late] == ["E", "B", "C", "A"]


def test_an_enterprise_is_told_with_what_the_fund_knows_of_it() -> None:
    known = Enterprise(id="E1", name="Miel", commune="Save", adviser="Akua")

    assert of(held(enterprises=(known,)), "L1", ON).enterprise is known
    assert of(held(), "L1", ON).enterprise == Enterprise(id="E1", name="E1")


def test_what_is_written_off_is_not_late_any_more() -> None:
    """Property 45: nothing of it becomes cash."""
    gone = PositionEvent(on=date(2013, 2, 1), position="L1", event=ShareEventKind.WRITE_OFF)
    debt = of(held((DUES[0], 20), events=(gone,)), "L1", ON)

    assert (debt.outstanding, debt.overdue, debt.written_off, debt.principal_received) == (
        *(0, 0, 80),
        20,
    )
    assert not debt.is_owed


@given(st.integers(1, 80), st.integers(0, 900))
def test_recoveries_are_part_of_what_was_written_off(minor: int, days: int) -> None:
    """Property 46."""
    gone = PositionEvent(on=date(2013, 2, 1), position="L1", event=ShareEventKind.WRITE_OFF)
    after = date(2013, 2, 2) + timedelta(days=days)
    debt = of(held((DUES[0], 20), (after, minor), events=(gone,)), "L1", after)

    assert (debt.recovered, debt.written_off) == (minor, 80 - minor)


# Restructured.


def amended(*, restructured: bool = True) -> Amendment:
    """On 2 March 2013 the 100 of the loan are due in 2016."""
    terms = loan(100, ON, date(2016, 1, 1))
    return Amendment(
        position="L1", on=ON, capitalised=xof(0), instrument=terms, restructured=restructured
    )


@pytest.mark.parametrize(
    ("on", "marked"),
    [
        (ON - timedelta(days=1), False),
        (ON, True),
        (date(2014, 3, 1), True),
        (date(2014, 3, 2), False),
        (date(2016, 1, 2), True),
    ],
)
def test_a_restructured_debt_is_marked_for_a_year_and_while_it_is_late(
    on: date, marked: bool
) -> None:
    debt = of(held(amendments=(amended(),)), "L1", on)

    assert debt.restructured_on == (ON if marked else None)


def test_the_watch_may_be_longer() -> None:
    later = held(amendments=(amended(),))

    assert of(later, "L1", date(2014, 3, 2), watch=Period(months=24)).restructured_on == ON


def test_an_amendment_for_another_reason_marks_nothing() -> None:
    assert of(held(amendments=(amended(restructured=False),)), "L1", ON).restructured_on is None


def test_an_amendment_that_does_not_match_names_its_position() -> None:
    wrong = attrs.evolve(amended(), instrument=loan(90, ON, date(2016, 1, 1)))
    with pytest.raises(AmendmentMismatch) as caught:
        arrears_on(held(amendments=(wrong,)), ON)

    assert str(caught.value) == (
        "position 'L1': the amendment of 2013-03-02 writes principal 90 XOF but 100 XOF is owed "
        "that day (10 XOF apart): correct the amendment, or the payments before it"
    )


# What a payment would clear.


def test_a_payment_of_the_day_clears_the_oldest_due_first() -> None:
    now, then = arrears_if_paid(held(), "L1", xof(60), date(2014, 2, 1))

    assert (now.overdue, now.days_past_due, now.dues) == (100, 396, 2)
    assert (then.overdue, then.days_past_due, then.dues) == (40, 31, 1)


@given(st.integers(1, 200))
def test_arrears_if_paid_is_what_is_found_once_it_is_paid(minor: int) -> None:
    now, then = arrears_if_paid(held(), "L1", xof(minor), ON)

    assert now == of(held(), "L1", ON)
    assert then == of(held((ON, minor)), "L1", ON)


def test_a_payment_is_asked_about_in_the_currency_of_the_debt() -> None:
    for amount, message in (
        (xof(0), "amount is 0 XOF: give a positive amount in XOF"),
        (Money(500, EUR), "amount is 5.00 EUR: give a positive amount in XOF"),
    ):
        with pytest.raises(InvalidTerms) as caught:
            arrears_if_paid(held(), "L1", amount, ON)
        assert str(caught.value) == message


def test_only_a_debt_can_be_paid(collines: Fund) -> None:
    with pytest.raises(NotSupported) as caught:
        arrears_if_paid(collines, "Q1", xof(5), ON)

    assert str(caught.value) == (
        "position 'Q1' is no debt that has started by 2013-03-02: name a debt"
    )


# Many.


@st.composite
def books(draw: st.DrawFn) -> Fund:
    """Some debts in XOF with payments, an amendment's mark or a write-off on the first one."""
    terms = draw(st.lists(debts(most=8), min_size=1, max_size=5))
    positions, payments = [], []
    for number, each in enumerate(terms):
        name = f"L{number}"
        principal = Money(each["principal"].minor, xof(1).currency)
        held_terms = attrs.evolve(
            loan(1, START, *DUES),
            **{**each, "principal": principal},
        )
        positions.append(Position(id=name, enterprise="E1", instrument=held_terms))
        days = draw(st.lists(st.integers(0, 3_000), max_size=4))
        payments += [
            Payment(
                id=f"{name}-{n}",
                received_on=each["disbursed_on"] + timedelta(days=day),
                position=name,
                amount=xof(draw(st.integers(1, principal.minor))),
            )
            for n, day in enumerate(days)
        ]
    gone = PositionEvent(
        on=terms[0]["disbursed_on"] + timedelta(days=700),
        position="L0",
        event=ShareEventKind.WRITE_OFF,
    )
    events = (gone,) if draw(st.booleans()) else ()
    return fund(positions=tuple(positions), payments=tuple(payments), events=events)


@given(books(), st.dates(date(2008, 1, 1), date(2030, 1, 1)))
def test_many_debts_are_found_as_each_is_alone(book: Fund, on: date) -> None:
    one_by_one = arrears_on(book, on)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrears, "_MANY", 0)
        assert arrears_on(book, on) == one_by_one
        assert (
            arrears_on(attrs.evolve(book, payments=()), on, receipts=receipts_of(book))
            == one_by_one
        )


@given(books(), st.dates(date(2008, 1, 1), date(2030, 1, 1)), st.randoms(use_true_random=False))
def test_the_order_of_positions_and_payments_changes_nothing(
    book: Fund, on: date, chance: Any
) -> None:
    """Properties 28 and 43. Payments of one day may be given in any order."""
    positions, payments = list(book.positions), list(book.payments)
    chance.shuffle(positions)
    chance.shuffle(payments)
    shuffled = attrs.evolve(book, positions=tuple(positions), payments=tuple(payments))

    assert sorted(arrears_on(shuffled, on), key=lambda debt: debt.position) == list(
        arrears_on(book, on)
    )
