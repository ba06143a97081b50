"""Shares: price formulas, exits, dividends and the leg refuse what makes no sense."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import attrs
import pytest

from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import Window
from investisens.values.shares import (
    Dividend,
    Exit,
    MultipleOf,
    ParLessLosses,
    ParPlus,
    ShareEvent,
    ShareEventKind,
    ShareLeg,
)

ON = date(2015, 6, 30)
WINDOW = Window.of_year(2014, ON)


@pytest.mark.parametrize(
    ("make", "message", "field"),
    [
        (lambda: ParPlus(rate=Rate(-100_000)), "rate is -1 %: use 0 % or more", "rate"),
        (
            lambda: MultipleOf(measure="ebitda", multiple=Fraction(0)),
            "multiple is 0: use a number above 0",
            "multiple",
        ),
        (
            lambda: MultipleOf(measure="ebitda", first=ON),
            "first is 2015-06-30 and last is None: give both, or none for the calendar year "
            "before the exit",
            "last",
        ),
        (
            lambda: ParLessLosses(last=ON),
            "first is None and last is 2015-06-30: give both, or none for the calendar year "
            "before the exit",
            "first",
        ),
        (
            lambda: MultipleOf(measure="ebitda", first=ON, last=date(2015, 1, 1)),
            "last 2015-01-01 is before first 2015-06-30: check the order of the dates",
            "last",
        ),
        (
            lambda: ParLessLosses(capital=Money(0, EUR)),
            "capital is 0.00 EUR: losses are borne by a positive capital",
            "capital",
        ),
        (
            lambda: Exit(on=ON, price=ParPlus(rate=Rate(0)), shares=0),
            "shares is 0: an exit concerns at least one share, leave it out for all that are left",
            "shares",
        ),
        (
            lambda: Exit(
                on=ON, price=ParPlus(rate=Rate(0)), floor=Money(2, XOF), cap=Money(1, XOF)
            ),
            "cap 1 XOF is below floor 2 XOF: raise the cap or lower the floor",
            "cap",
        ),
        (
            lambda: Dividend(measure="net_profit", payout=Fraction(3, 2), window=WINDOW),
            "payout is 3/2: use a part from 0 to 1",
            "payout",
        ),
        (
            lambda: Dividend(
                measure="net_profit",
                payout=Fraction(1),
                window=WINDOW,
                cap_of_price=Fraction(-1, 100),
            ),
            "cap_of_price is -1/100: use 0 or more",
            "cap_of_price",
        ),
        (
            lambda: ShareLeg(units=-1, price=Money(1, XOF), start=ON),
            "units is -1: use 0 or more",
            "units",
        ),
        (
            lambda: ShareLeg(units=1, price=Money(0, XOF), start=ON),
            "price is 0: use 1 or more",
            "price",
        ),
        (
            lambda: ShareLeg(units=1, price=Money(1, XOF), start=ON, other_units=-2),
            "other_units is -2: use 0 or more",
            "other_units",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    make: Callable[[], object], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        make()

    assert str(caught.value) == message
    assert caught.value.field == field


def test_a_leg_names_every_currency_of_its_prices_and_limits() -> None:
    """So that a contract which mixes two is refused whatever amount holds the other."""
    par = ParPlus(rate=Rate(0))
    sale = ShareEvent(on=ON, event=ShareEventKind.SALE, shares=1, per_share=Money(1, EUR))
    plain = ShareLeg(units=1, price=Money(1, XOF), start=ON)

    for mixed in (
        attrs.evolve(plain, planned=(sale,)),
        attrs.evolve(plain, exits=(Exit(on=ON, price=par, floor=Money(1, EUR)),)),
        attrs.evolve(plain, exits=(Exit(on=ON, price=par, cap=Money(1, EUR)),)),
        attrs.evolve(plain, exits=(Exit(on=ON, price=ParLessLosses(capital=Money(1, EUR))),)),
    ):
        assert mixed.currencies == {XOF, EUR}
    assert plain.currencies == {XOF}


def test_of_one_day_events_come_first_then_dividends_then_exits() -> None:
    sale = ShareEvent(on=ON, event=ShareEventKind.SALE, shares=1, per_share=Money(1, XOF))
    paid = Dividend(measure="net_profit", payout=Fraction(1), window=WINDOW)
    leaving = Exit(on=ON, price=MultipleOf(measure="ebitda"))
    leg = ShareLeg(
        units=2,
        price=Money(1, XOF),
        start=date(2010, 1, 1),
        planned=(sale,),
        dividends=(paid,),
        exits=(leaving,),
    )

    assert [each for _, each in leg.expected] == [sale, paid, leaving]
    assert leg.measures == {"net_profit", "ebitda"}
