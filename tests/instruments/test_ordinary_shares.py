"""Ordinary shares (actions): never more given up than held, none before they are bought."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given

from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.legs import ShareEvent, ShareEventKind, ShareLeg
from investisens.values.money import Money
from strategies import share_lines

terms = share_lines()

LINE = OrdinaryShares(
    shares=75, price=Money(10_000, XOF), subscribed_on=date(2010, 6, 15), other_shares=150
)


def sale(on: date, shares: int, price: Money | None = None) -> ShareEvent:
    price = Money(11_000, XOF) if price is None else price
    return ShareEvent(on=on, event=ShareEventKind.SALE, shares=shares, per_share=price)


@given(terms)
def test_it_is_one_share_leg(line: OrdinaryShares) -> None:
    assert line.legs() == (
        ShareLeg(
            units=line.shares,
            price=line.price,
            start=line.subscribed_on,
            planned=line.planned,
        ),
    )


@given(terms)
def test_cost_and_holding_follow_from_the_number_of_shares(line: OrdinaryShares) -> None:
    assert line.cost.minor == line.shares * line.price.minor
    assert line.holding * (line.shares + line.other_shares) == line.shares
    assert 0 < line.holding <= 1


def test_a_holding_is_an_exact_fraction() -> None:
    assert LINE.holding == Fraction(1, 3)


@pytest.mark.parametrize(
    ("name", "value", "found", "least"),
    [
        ("shares", 0, "0", 1),
        ("price", Money(0, XOF), "0", 1),
        ("other_shares", -1, "-1", 0),
    ],
)
def test_a_number_below_the_least_is_refused(
    name: str, value: object, found: str, least: int
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LINE, **{name: value})  # type: ignore[arg-type]

    assert str(caught.value) == f"{name} is {found}: use {least} or more"
    assert (caught.value.field, caught.value.value) == (name, int(found))


def test_an_event_before_the_shares_are_bought_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LINE, planned=(sale(date(2010, 6, 14), 1),))

    assert str(caught.value) == (
        "sale on 2010-06-14 is before 2010-06-15: give the events in the order of their days, "
        "none before the shares are bought"
    )
    assert (caught.value.field, caught.value.value) == ("on", date(2010, 6, 14))


def test_events_out_of_order_are_refused() -> None:
    events = (sale(date(2014, 1, 2), 1), sale(date(2014, 1, 1), 1))

    with pytest.raises(InvalidTerms, match=r"^sale on 2014-01-01 is before 2014-01-02: "):
        attrs.evolve(LINE, planned=events)


def test_an_event_in_another_currency_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LINE, planned=(sale(date(2014, 1, 1), 1, Money(5, EUR)),))

    assert str(caught.value) == (
        "sale on 2014-01-01 is in EUR but the shares are in XOF: use one currency"
    )
    assert (caught.value.field, caught.value.value) == ("per_share", Money(5, EUR))


def test_more_shares_than_are_left_is_refused() -> None:
    events = (sale(date(2014, 1, 1), 70), sale(date(2015, 1, 1), 6))

    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LINE, planned=events)

    assert str(caught.value) == (
        "sale on 2015-01-01 concerns 6 shares but 5 are held: check the number of shares"
    )
    assert (caught.value.field, caught.value.value) == ("shares", 6)
