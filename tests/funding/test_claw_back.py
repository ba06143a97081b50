"""A grant goes back in part or in full when its equipment is sold or idle too early."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.agreements import ClawBack, GrantAgreement
from investisens.funding.claw_back import clawed_back
from investisens.funding.plan import Use, UseKind
from investisens.values.currency import XOF
from investisens.values.money import Money
from investisens.values.rates import Rate

JUSTIFIED = Money(2_200_000, XOF)
IN_SERVICE = date(2010, 10, 1)
LATER = date(2030, 12, 31)


def agreement(**terms: Any) -> GrantAgreement:
    start = {
        "source": "REGION",
        "agreed_on": date(2010, 5, 1),
        "ceiling": Money(30_000_000, XOF),
        "advance": Rate.parse("70 %"),
        "keep_years": 5,
    }
    return GrantAgreement(**{**start, **terms})


def press(**terms: Any) -> Use:
    start = {
        "enterprise": "E2",
        "id": "U1",
        "label": "Press",
        "kind": UseKind.EQUIPMENT,
        "cost": Money(4_600_000, XOF),
        "in_service": IN_SERVICE,
    }
    return Use(**{**start, **terms})


@pytest.mark.parametrize(
    ("use", "on", "back"),
    [
        pytest.param({}, LATER, 0, id="it works"),
        pytest.param({"sold_on": date(2015, 9, 30)}, LATER, 2_200_000, id="sold one day early"),
        pytest.param({"sold_on": date(2015, 10, 1)}, LATER, 0, id="sold in time"),
        pytest.param({"sold_on": date(2012, 9, 30)}, date(2012, 9, 29), 0, id="not sold yet"),
        pytest.param({"idle_since": date(2012, 1, 1)}, date(2012, 12, 29), 0, id="364 days"),
        pytest.param({"idle_since": date(2012, 1, 1)}, date(2012, 12, 30), 2_200_000, id="365"),
        pytest.param({"idle_since": date(2016, 1, 1)}, LATER, 0, id="idle after the five years"),
    ],
)
def test_the_whole_grant_goes_back(use: dict[str, Any], on: date, back: int) -> None:
    """Five years from 1 October 2010, idle from the 365th day: 2012 is a leap year."""
    assert clawed_back(agreement(), press(**use), JUSTIFIED, on) == Money(back, XOF)


def test_the_part_of_the_months_to_come_goes_back() -> None:
    """By hand: sold after 24 of 60 months, 36/60 of 2,200,000 = 1,320,000."""
    terms = agreement(claw_back=ClawBack.PRO_RATA)

    assert clawed_back(terms, press(sold_on=date(2012, 9, 30)), JUSTIFIED, LATER) == Money(
        1_320_000, XOF
    )


def test_an_item_without_a_day_of_service_counts_from_the_agreement() -> None:
    """By hand: 1 May 2010 and 60 months end on 1 May 2015."""
    use = {"in_service": None}

    assert clawed_back(agreement(), press(sold_on=date(2015, 4, 30), **use), JUSTIFIED, LATER)
    assert not clawed_back(agreement(), press(sold_on=date(2015, 5, 1), **use), JUSTIFIED, LATER)


def test_an_agreement_without_such_a_clause_takes_nothing_back() -> None:
    sold = press(sold_on=IN_SERVICE)

    assert not clawed_back(agreement(keep_years=None), sold, JUSTIFIED, LATER)


@given(st.integers(0, 3_000), st.integers(0, 10**9))
def test_a_later_sale_never_costs_more(days: int, justified: int) -> None:
    terms = agreement(claw_back=ClawBack.PRO_RATA)
    sold, later = (press(sold_on=IN_SERVICE + timedelta(days=each)) for each in (days, days + 1))
    grant = Money(justified, XOF)
    back = clawed_back(terms, sold, grant, LATER)

    assert Money(0, XOF) <= clawed_back(terms, later, grant, LATER) <= back <= grant
