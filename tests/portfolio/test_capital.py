"""Capital: called, paid late, never paid, and given back to the franc."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given

from funds import AS_OF, call, fund, funds, investor, xof
from investisens.portfolio.capital import accounts, call_flows, distribution_flows, paid_in
from investisens.portfolio.fund import Fund
from investisens.portfolio.records import Distribution
from investisens.values.cashflow import FlowKind
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Remainder, total

ON = date(2012, 3, 31)
LATER = date(2012, 5, 30)


def of_two(*calls: object, **lists: object) -> Fund:
    return fund(investors=(investor("A"), investor("B")), calls=calls, **lists)


def distributed(held: Fund, on: date) -> dict[str, int]:
    return {flow.party: -flow.amount.minor for flow in distribution_flows(held) if flow.on == on}


# Calls.


def test_a_late_payment_counts_from_the_day_it_came() -> None:
    held = of_two(call("A", ON, 100, LATER))

    assert [(flow.on, flow.amount, flow.kind) for flow in call_flows(held)] == [
        (LATER, xof(100), FlowKind.CALL)
    ]
    before, after = (accounts(held, on, xof(0))[0] for on in (ON, LATER))
    assert (before.called, before.paid, before.unpaid, before.paid_late) == (
        xof(100),
        xof(0),
        xof(100),
        xof(0),
    )
    assert (after.paid, after.unpaid, after.paid_late) == (xof(100), xof(0), xof(100))


def test_a_call_that_nobody_pays_stays_unpaid() -> None:
    held = of_two(call("A", ON, 100, None))

    assert call_flows(held) == ()
    assert accounts(held, AS_OF, xof(0))[0].unpaid == xof(100)


@pytest.mark.parametrize(("called_on", "paid"), [(AS_OF, 0), (date(2017, 1, 1), 100)])
def test_a_call_to_come_is_expected_on_its_day(called_on: date, paid: int) -> None:
    """Up to the day records are complete, what is not paid is unpaid."""
    held = of_two(call("A", called_on, 100, None))

    assert paid_in(held, date(2017, 1, 1)) == {"A": xof(paid), "B": xof(0)}


def test_the_fund_of_the_case_has_one_late_and_one_unpaid_call(collines: Fund) -> None:
    """README of the case: FR08 pays its second call 60 days late; BJ05 never pays the third."""
    state = accounts(collines, collines.terms.as_of, xof(0))

    assert {each.investor: each.paid_late for each in state if each.paid_late} == {
        "FR08": xof(784_000)
    }
    assert {each.investor: each.unpaid for each in state if each.unpaid} == {"BJ05": xof(200_000)}


# Distributions.


@given(funds())
def test_a_distribution_is_paid_out_to_the_franc(held: Fund) -> None:
    """Property 1 of the fund."""
    for distribution in held.distributions:
        same_day = [each for each in held.distributions if each.paid_on == distribution.paid_on]
        asked = total((each.amount for each in same_day), XOF)
        assert sum(distributed_all(held, distribution.paid_on)) == asked.minor


def distributed_all(held: Fund, on: date) -> list[int]:
    return [-flow.amount.minor for flow in distribution_flows(held) if flow.on == on]


@given(funds())
def test_only_those_who_paid_receive(held: Fund) -> None:
    for flow in distribution_flows(held):
        assert flow.amount < xof(0)
        assert paid_in(held, flow.on)[flow.party] > xof(0)


@pytest.mark.parametrize(
    ("rule", "shares"),
    [
        (Remainder.LARGEST, {"A": 3, "B": 7}),
        (Remainder.FIRST, {"A": 4, "B": 6}),
        (Remainder.HEAVIEST, {"A": 3, "B": 7}),
    ],
)
def test_the_remainder_goes_where_the_fund_says(rule: Remainder, shares: dict[str, int]) -> None:
    """10 francs in thirds: 3.33 and 6.67."""
    held = of_two(
        call("A", ON, 100, ON),
        call("B", ON, 200, ON),
        distributions=(Distribution(paid_on=LATER, amount=xof(10)),),
    )
    held = attrs.evolve(held, terms=attrs.evolve(held.terms, remainder=rule))

    assert distributed(held, LATER) == shares


def test_capital_that_came_later_has_no_part() -> None:
    held = of_two(
        call("A", ON, 100, ON),
        call("B", ON, 100, LATER),
        distributions=(
            Distribution(paid_on=ON, amount=xof(10)),
            Distribution(paid_on=LATER, amount=xof(10)),
        ),
    )

    assert distributed(held, ON) == {"A": 10}
    assert distributed(held, LATER) == {"A": 5, "B": 5}


def test_distributions_of_the_case_go_pro_rata_to_paid_up_amounts(collines: Fund) -> None:
    """Per 100 paid up, inputs of the case: 17.5850 in 2015 and 25.4005 in 2016."""
    paid = paid_in(collines, date(2016, 12, 15))
    heaviest = max(paid, key=lambda name: paid[name])
    for on, amount in ((date(2015, 12, 15), 9_000_000), (date(2016, 12, 15), 13_000_000)):
        shares = distributed(collines, on)
        capital = sum(each.minor for each in paid.values())
        assert sum(shares.values()) == amount
        assert {
            name: share
            for name, share in shares.items()
            if share != paid[name].minor * amount // capital and name != heaviest
        } == {}


def test_a_distribution_before_any_capital_is_refused() -> None:
    held = of_two(distributions=(Distribution(paid_on=ON, amount=xof(10)),))

    with pytest.raises(InvalidTerms) as caught:
        distribution_flows(held)

    assert str(caught.value) == (
        "10 XOF is distributed on 2012-03-31 but no capital was paid in by then: check the date, "
        "or the calls"
    )
    assert (caught.value.field, caught.value.value) == ("paid_on", ON)


# Value.


def test_a_negative_value_is_shared_too() -> None:
    held = of_two(call("A", ON, 100, ON), call("B", ON, 200, ON))

    assert [each.nav for each in accounts(held, ON, xof(-10))] == [xof(-3), xof(-7)]


def test_nobody_owns_a_value_that_nobody_paid_for() -> None:
    assert [each.nav for each in accounts(of_two(), ON, xof(10))] == [xof(0), xof(0)]


def test_accounts_stand_in_the_order_of_the_folder() -> None:
    held = of_two(call("B", ON, 1, ON))

    assert [(each.investor, each.country) for each in accounts(held, ON, xof(0))] == [
        ("A", "BJ"),
        ("B", "BJ"),
    ]
