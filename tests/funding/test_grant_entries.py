"""A grant in the books: due, received, cut, paid back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.accounting import balances
from investisens.funding.chart import Books, Chart
from investisens.funding.grant_entries import (
    NotifiedGrant,
    grant_cut_entry,
    grant_received_entry,
    grant_repaid_entry,
    notified_entry,
)
from investisens.funding.plan import Source
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money

CHARTS = [Chart(books=books) for books in Books]
REGION = Source(id="REGION", name="Region", public=True)
DAY = date(2019, 6, 30)


def xof(minor: int) -> Money:
    return Money(minor, XOF)


def grant(equipment: int, operating: int = 0) -> NotifiedGrant:
    return NotifiedGrant(
        source=REGION,
        equipment=xof(equipment),
        operating=xof(operating),
        on=date(2019, 5, 1),
        piece="E5 REGION",
    )


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.lists(st.integers(1, 10**9), max_size=5),
    st.sampled_from(CHARTS),
)
def test_what_comes_in_parts_closes_what_is_due(
    equipment: int, operating: int, parts: list[int], chart: Chart
) -> None:
    if not equipment + operating:
        return
    given_grant = grant(equipment, operating)
    entries, before = [notified_entry(chart, given_grant)], 0
    for part in [*parts, equipment + operating]:
        amount = min(part, equipment + operating - before)
        if amount:
            entries.append(grant_received_entry(chart, given_grant, xof(amount), DAY, xof(before)))
        before += amount
    held = balances(entries)

    for name in ("receivable_state", "receivable_operating"):
        assert not held.get(chart.account(name, on=DAY).number)


def test_what_is_not_justified_is_no_longer_due_and_what_was_paid_of_it_comes_back() -> None:
    """By hand: of 900,000 granted, 630,000 came in advance and nothing is justified."""
    chart, region = CHARTS[0], grant(900_000)
    held = balances(
        [
            notified_entry(chart, region),
            grant_received_entry(chart, region, xof(630_000), DAY, xof(0)),
            grant_cut_entry(chart, region, xof(900_000), DAY),
            grant_repaid_entry(chart, region, xof(630_000), DAY),
        ]
    )

    assert {number: amount.minor for number, amount in held.items()} == {
        "4494": 0,
        "141": 0,
        "521": 0,
    }


def test_more_than_was_agreed_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        grant_received_entry(CHARTS[0], grant(900_000), xof(300_000), DAY, xof(630_000))

    assert str(caught.value) == (
        "REGION has paid 930000 XOF of a grant of 900000 XOF: correct one of them"
    )


@pytest.mark.parametrize(("equipment", "operating"), [(0, 0), (-1, 5), (5, -1)])
def test_a_grant_is_an_amount(equipment: int, operating: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        grant(equipment, operating)

    assert str(caught.value) == (
        f"the grant of REGION is {equipment} XOF for equipment and {operating} XOF for the rest: "
        "use 0 or more, and not 0 twice"
    )
