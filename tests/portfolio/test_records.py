"""Records of investors, calls, payments and events refuse what cannot have happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from funds import call, investor, xof
from investisens.portfolio.records import Cost, Distribution, Payment, PositionEvent
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.shares import ShareEventKind

ON = date(2012, 2, 29)

records = pytest.mark.parametrize(
    "record",
    [
        lambda amount: Cost(paid_on=ON, amount=amount),
        lambda amount: Distribution(paid_on=ON, amount=amount),
    ],
    ids=["cost", "distribution"],
)


@records
@pytest.mark.parametrize("minor", [0, -5])
def test_an_amount_that_is_not_positive_is_refused(
    record: Callable[[Money], object], minor: int
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        record(xof(minor))

    assert str(caught.value) == f"amount is {minor} XOF: record a positive amount"
    assert (caught.value.field, caught.value.value) == ("amount", xof(minor))


def test_a_payment_of_nothing_is_refused() -> None:
    """A negative one was handed back to the debtor."""
    with pytest.raises(InvalidTerms) as caught:
        Payment(id="P1", received_on=ON, position="L1", amount=xof(0))

    assert str(caught.value) == (
        "amount is 0 XOF: record what was received, or a negative amount handed back"
    )
    assert Payment(id="P1", received_on=ON, position="L1", amount=xof(-5)).amount == xof(-5)


def event(**changes: Any) -> PositionEvent:
    plain: dict[str, Any] = {
        "on": ON,
        "position": "Q1",
        "event": ShareEventKind.SALE,
        "shares": 3,
        "per_share": xof(100),
    }
    return PositionEvent(**{**plain, **changes})


def test_an_amount_may_state_the_product() -> None:
    assert event(amount=xof(300)).amount == xof(300)


def test_an_amount_that_is_not_the_product_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        event(amount=xof(301))

    assert str(caught.value) == (
        "amount is 301 XOF but 3 shares at 100 XOF make 300 XOF: correct one of the three"
    )
    assert (caught.value.field, caught.value.value) == ("amount", xof(301))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"per_share": None},
            "shares is 3 and per_share is None: give both for shares, none for a debt",
        ),
        (
            {"shares": None},
            "shares is None and per_share is 100 XOF: give both for shares, none for a debt",
        ),
    ],
)
def test_shares_and_their_price_come_together(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        event(**changes)

    assert str(caught.value) == message
    assert caught.value.field == "per_share"


@pytest.mark.parametrize("kind", [each for each in ShareEventKind if each.value != "write_off"])
def test_a_debt_knows_no_event_of_shares(kind: ShareEventKind) -> None:
    with pytest.raises(InvalidTerms) as caught:
        event(event=kind, shares=None, per_share=None)

    assert str(caught.value) == f"{kind.value} has no shares: give shares and per_share"
    assert (caught.value.field, caught.value.value) == ("shares", None)


def test_a_debt_is_written_off_without_shares() -> None:
    assert event(event=ShareEventKind.WRITE_OFF, shares=None, per_share=None).shares is None


# Investors and calls.


def test_an_investor_with_less_than_no_share_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(investor("A"), shares=-1)

    assert str(caught.value) == "shares is -1: use 0 or more"
    assert (caught.value.field, caught.value.value) == ("shares", -1)


@pytest.mark.parametrize("minor", [0, -5])
def test_a_call_of_nothing_is_refused(minor: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        call("A", ON, minor, None)

    assert str(caught.value) == f"amount is {minor} XOF: call a positive amount"
    assert (caught.value.field, caught.value.value) == ("amount", xof(minor))


def test_a_call_paid_before_it_was_made_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        call("A", ON, 5, date(2012, 2, 28))

    assert str(caught.value) == (
        "paid_on 2012-02-28 is before called_on 2012-02-29: check the order of the dates"
    )
    assert (caught.value.field, caught.value.value) == ("paid_on", date(2012, 2, 28))
