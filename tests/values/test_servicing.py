"""Terms of servicing: orders of allocation that hold every claim once."""

from __future__ import annotations

import pytest

from investisens.values.errors import InvalidTerms
from investisens.values.rates import Rate
from investisens.values.servicing import AllocationOrder, Claim, LateInterest, Servicing


@pytest.mark.parametrize("allocation", AllocationOrder)
def test_a_usual_order_holds_every_claim_once(allocation: AllocationOrder) -> None:
    assert sorted(claim.value for claim in allocation.order) == sorted(c.value for c in Claim)


def test_an_own_order_stands_instead_of_the_usual_one() -> None:
    order = AllocationOrder.PRINCIPAL_FIRST.order

    assert Servicing(order=order).claims == order
    assert Servicing().claims == AllocationOrder.INTEREST_FIRST.order


def test_a_claim_stands_once() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Servicing(order=(*Claim, Claim.DUE_FEE))

    assert str(caught.value) == "order holds due_fee twice: give each claim once"


def test_what_is_due_has_its_place() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Servicing(order=tuple(claim for claim in Claim if "fee" not in claim.value))

    assert str(caught.value) == (
        "order lacks past_due_fee, due_fee: what is due must have its place"
    )


def test_late_interest_has_a_rate_and_a_grace_that_is_not_negative() -> None:
    with pytest.raises(InvalidTerms) as caught:
        LateInterest(rate=Rate(0))
    assert str(caught.value) == ("rate is 0 %: use a rate above 0 %, or leave late interest out")

    with pytest.raises(InvalidTerms) as caught:
        LateInterest(rate=Rate(1), grace_days=-1)
    assert str(caught.value) == "grace_days is -1: use 0 or a positive number of days"
