"""A book tabulates contracts by shape, and knows when 64 bits are too few."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.blocks import HEAD_ROOM, Block
from investisens.engine.book import Book
from investisens.engine.contract import Contract
from investisens.engine.schedule import schedule
from investisens.engine.tape import tape_of
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.errors import CurrencyMismatch, InvalidTerms
from investisens.values.legs import DebtLeg, KnownFlows
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding
from investisens.values.schedule import OnDates
from investisens.values.steps import (
    CapitaliseInterest,
    ChargeFee,
    Draw,
    PayInterest,
    Plan,
    RepayAmount,
    RepayRest,
    SetRate,
)
from strategies import legs, minors

START = date(2012, 1, 1)
FIRST = date(2012, 12, 31)
LAST = date(2013, 12, 31)


def leg(principal: int = 1_000, rate: str = "5 %", *steps: Any) -> DebtLeg:
    terms = Repayment(dues=(OnDates((FIRST, LAST)),))
    plain = debt_leg(Money(principal, XOF), START, Rate.parse(rate), terms)
    return attrs.evolve(plain, plan=Plan(steps)) if steps else plain


def book_of(*held: DebtLeg) -> Book:
    return Book.of(Contract(id=f"L{n}", legs=(each,)) for n, each in enumerate(held))


def block_of(*held: DebtLeg) -> Block:
    (block,) = book_of(*held).blocks
    return block


@given(st.lists(legs(minors, 24), min_size=1, max_size=6))
def test_every_debt_stands_in_one_block_with_its_own_rows(held: list[DebtLeg]) -> None:
    held = [attrs.evolve(each, principal=Money(each.principal.minor, XOF)) for each in held]
    seen = []
    for block in book_of(*held).blocks:
        for column, index in enumerate(block.columns.tolist()):
            rows = tape_of(held[index])
            wide = (len(rows), len(block.columns))
            days, periods, amounts = (
                np.broadcast_to(table, wide)[:, column].tolist()
                for table in (block.days, block.periods, block.amounts)
            )
            assert block.ops == tuple(row.op for row in rows)
            assert days == [row.day for row in rows]
            assert periods == [row.days for row in rows]
            assert amounts == [row.amount for row in rows]
            assert block.state.balance[column] == block.lent[column] == held[index].principal.minor
            seen.append(index)

    assert sorted(seen) == list(range(len(held)))


def test_dates_amounts_and_rates_do_not_make_a_shape() -> None:
    later = Repayment(dues=(OnDates((date(2020, 2, 29), date(2021, 6, 30))),))
    other = debt_leg(Money(7, XOF), date(2019, 5, 1), Rate.parse("0 %"), later)

    assert block_of(leg(), other).days.shape == (5, 2)


def test_roundings_day_counts_and_steps_make_shapes() -> None:
    other = attrs.evolve(leg(), rounding=Rounding(multiple=25))
    fewer = leg(9, "5 %", RepayRest(LAST))

    assert len(book_of(leg(), other, fewer, leg()).blocks) == 3


# Head-room.


@pytest.mark.parametrize(
    "held",
    [
        leg(10**10),
        leg(10**30),
        leg(1_000, "5 %", Draw(FIRST, 10**10), RepayRest(LAST)),
        leg(10**8, "5 %", SetRate(FIRST, Rate.parse("900 %")), RepayRest(LAST)),
        leg(1_000, "5 %", ChargeFee(FIRST, 2**62), RepayRest(LAST)),
        leg(1_000, "5 %", RepayAmount(FIRST, 2**70), RepayRest(LAST)),
        leg(
            2 * 10**7,
            "1000 %",
            SetRate(FIRST, Rate.parse("1000 %")),
            CapitaliseInterest(FIRST),
            RepayRest(LAST),
        ),
        leg(10**8, "999999999 %", Draw(FIRST, 1), CapitaliseInterest(FIRST), RepayRest(LAST)),
        attrs.evolve(leg(), rounding=Rounding(multiple=2**62)),
    ],
)
def test_products_beyond_head_room_run_on_python_integers(held: DebtLeg) -> None:
    """One contract too many is enough for its block."""
    assert block_of(held).dtype() is object
    assert block_of(held, attrs.evolve(held, principal=Money(1, XOF))).dtype() is object


def test_ordinary_products_run_on_64_bits() -> None:
    """A million euros in cents at 60 % over a year and a half."""
    steps = (CapitaliseInterest(FIRST), RepayRest(LAST), PayInterest(LAST))

    assert block_of(leg(100_000_000)).dtype() is np.int64
    assert block_of(leg(100_000_000, "60 %", *steps)).dtype() is np.int64


def test_a_delay_takes_head_room() -> None:
    """100 000 000 x 10^7 a day twice: 2^62 is reached within six years."""
    held = block_of(leg(100_000_000))

    assert held.dtype(100) is np.int64
    assert held.dtype(36_525) is object


@given(legs(st.integers(1, 10**12), 24))
def test_no_product_of_a_run_passes_the_bound(held: DebtLeg) -> None:
    """Twice the balance times the rate and the period, on the schedule as signed."""
    block = block_of(attrs.evolve(held, principal=Money(held.principal.minor, XOF)))
    bound = HEAD_ROOM if block.dtype() is np.int64 else float("inf")
    before, on = held.principal.minor, held.start
    for row in schedule(held).rows:
        days = held.day_count.numerator(on, row.due_on)
        assert 2 * before * held.rate.mbp * days + block.basis < bound
        before, on = row.outstanding, row.due_on


# Refused.


def test_two_contracts_of_one_name_are_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Book.of([Contract(id="L1", legs=(leg(),)), Contract(id="L1", legs=(leg(),))])

    assert str(caught.value) == "two contracts are called 'L1': give each its own name"
    assert (caught.value.field, caught.value.value) == ("id", "L1")


@pytest.mark.parametrize("held", [[], [Contract(id="L1", legs=())]])
def test_a_book_without_a_leg_is_refused(held: list[Contract]) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Book.of(held)

    assert str(caught.value) == "the book is empty: give at least one contract"
    assert caught.value.field == "contracts"


def test_a_book_holds_one_currency() -> None:
    flow = CashFlow(on=START, amount=Money(1, EUR), kind=FlowKind.KNOWN, party="X")
    foreign = Contract(id="X", legs=(KnownFlows(flows=(flow,)),))

    with pytest.raises(CurrencyMismatch) as caught:
        Book.of([Contract(id="L1", legs=(leg(),)), foreign])

    assert str(caught.value) == "the book mixes EUR and XOF: make one book for each currency"
