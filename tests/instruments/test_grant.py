"""A grant (subvention) is never repaid, earns nothing and is never late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from covers import clauses
from investisens.engine.book import Book
from investisens.engine.contract import Contract, run_contract
from investisens.engine.projection import run_book
from investisens.engine.scenario import Default, Scenario
from investisens.instruments.clauses import Clauses
from investisens.instruments.grant import Grant, GrantTranche
from investisens.instruments.grant_release import FundedItem
from investisens.legal.parameters import value
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.legs import KnownFlows
from investisens.values.money import Money
from strategies import currencies, days, minors


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    currency = draw(currencies)
    on = draw(days)
    tranches = []
    for _ in range(draw(st.integers(1, 4))):
        amount = Money(draw(minors), currency)
        condition = draw(st.sampled_from(["", "invoices", "visit of the site"]))
        tranches.append(GrantTranche(on=on, amount=amount, condition=condition))
        on += timedelta(days=draw(st.integers(0, 500)))
    items = draw(
        st.lists(
            st.builds(
                FundedItem,
                cost=minors.map(lambda minor: Money(minor, currency)),
                in_service=days,
                life_months=st.integers(1, 300),
            ),
            max_size=3,
        )
    )
    return Grant(tranches=tuple(tranches), items=tuple(items), clauses=draw(clauses(currency)))


terms = grants()


@st.composite
def told(draw: st.DrawFn, grant: Grant) -> tuple[Happening, ...]:
    """Some conditions met, on any day, and claw-backs of no more than was paid by then."""
    happenings: list[Happening] = []
    for number, tranche in enumerate(grant.tranches, 1):
        if tranche.condition and draw(st.booleans()):
            happenings.append(met(number, draw(days)))
    on = date(2024, 12, 31) + timedelta(days=2_000)
    left = sum(-flow.amount.minor for flow in grant.legs_after(tuple(happenings))[0].flows)
    for _ in range(draw(st.integers(0, 2))):
        amount = draw(st.integers(0, left))
        if amount:
            happenings.append(clawed_back(on, Money(amount, grant.currency)))
        left -= amount
        on += timedelta(days=draw(st.integers(0, 900)))
    return tuple(happenings)


def met(number: int | None, on: date) -> Happening:
    return Happening(contract="S1", on=on, what=HappeningKind.CONDITION_MET, number=number)


def clawed_back(on: date, amount: Money | None) -> Happening:
    return Happening(contract="S1", on=on, what=HappeningKind.CLAWED_BACK, amount=amount)


def flows_of(grant: Grant, *happenings: Happening) -> list[tuple[date, str, int]]:
    contract = Contract(id="S1", legs=grant.legs_after(happenings))
    flows = run_contract(contract).flows
    return [(date.fromordinal(day), kind.value, amount) for day, kind, amount in flows]


GRANT = Grant(
    tranches=(
        GrantTranche(on=date(2012, 3, 31), amount=Money(2_160_000, XOF)),
        GrantTranche(on=date(2012, 9, 30), amount=Money(3_600_000, XOF), condition="paid invoices"),
        GrantTranche(
            on=date(2013, 3, 31), amount=Money(1_440_000, XOF), condition="report on completion"
        ),
    )
)


# What it pays.


@given(terms, st.data())
def test_it_is_never_repaid_earns_nothing_and_owes_nothing(
    grant: Grant, data: st.DataObject
) -> None:
    """Only grants and claw-backs, nothing outstanding, and never more back than was given."""
    happenings = data.draw(told(grant))
    contract = Contract(id="S1", legs=grant.legs_after(happenings))
    run = run_contract(contract)

    assert {kind for _, kind, _ in run.flows} <= {FlowKind.GRANT, FlowKind.CLAW_BACK}
    assert (run.outstanding, run.units, run.value) == (0, 0, 0)
    given_ = 0
    for _, kind, amount in run.flows:
        given_ += amount if kind is FlowKind.GRANT else -amount
        assert 0 <= given_ <= grant.awarded.minor


@given(terms, st.data())
def test_each_tranche_is_paid_once_if_its_condition_is_met_and_never_before_its_day(
    grant: Grant, data: st.DataObject
) -> None:
    happenings = data.draw(told(grant))
    known = {each.number: each.on for each in happenings if each.number is not None}
    expected = []
    for number, tranche in enumerate(grant.tranches, 1):
        if not tranche.condition:
            expected.append((tranche.on, tranche.amount.minor))
        elif number in known:
            expected.append((max(tranche.on, known[number]), tranche.amount.minor))
    paid = [(on, amount) for on, kind, amount in flows_of(grant, *happenings) if kind == "grant"]

    assert sorted(paid) == sorted(expected)


def test_a_tranche_waits_for_its_condition() -> None:
    """The second is due when its condition is met late, the third on its day, met early."""
    assert flows_of(GRANT) == [(date(2012, 3, 31), "grant", 2_160_000)]
    assert flows_of(GRANT, met(2, date(2012, 12, 1)), met(3, date(2013, 1, 15))) == [
        (date(2012, 3, 31), "grant", 2_160_000),
        (date(2012, 12, 1), "grant", 3_600_000),
        (date(2013, 3, 31), "grant", 1_440_000),
    ]


def test_a_condition_told_twice_counts_from_its_first_day() -> None:
    again = (met(2, date(2013, 2, 1)), met(2, date(2012, 12, 1)))

    assert flows_of(GRANT, *again)[1] == (date(2012, 12, 1), "grant", 3_600_000)


def test_an_overpayment_is_clawed_back() -> None:
    """HYB-06: 2,160,000 paid of an award of 7,200,000, 2,040,000 due on real cost: 120,000 back."""
    flows = flows_of(GRANT, clawed_back(date(2013, 6, 30), Money(120_000, XOF)))

    assert flows == [
        (date(2012, 3, 31), "grant", 2_160_000),
        (date(2013, 6, 30), "claw_back", 120_000),
    ]
    assert GRANT.awarded == Money(7_200_000, XOF)


def test_an_enterprise_in_default_is_paid_no_more() -> None:
    contract = Contract(id="S1", legs=GRANT.legs_after((met(2, date(2012, 9, 1)),)))
    default = Default(contract="S1", on=date(2012, 6, 1))
    flows = run_contract(contract, Scenario(name="failure", defaults=(default,))).flows

    assert [amount for _, _, amount in flows] == [2_160_000]


def test_a_book_of_grants_that_all_wait_has_no_month() -> None:
    waiting = attrs.evolve(GRANT, tranches=GRANT.tranches[1:])
    projection = run_book(Book.of([Contract(id="S1", legs=waiting.legs())], XOF))

    assert (projection.months, projection.outstanding.tolist()) == ((), [0])


# Release to income: the oracles of rules.md 1.8 and 1.9.


def paid(minor: int, on: date, *items: FundedItem) -> Grant:
    return Grant(tranches=(GrantTranche(on=on, amount=Money(minor, XOF)),), items=items)


def item(cost: int, in_service: date, months: int) -> FundedItem:
    return FundedItem(cost=Money(cost, XOF), in_service=in_service, life_months=months)


def released(grant: Grant, *happenings: Happening, **more: Any) -> list[int]:
    return [row.released.minor for row in grant.releases(happenings, **more)]


def test_release_of_a_broken_first_year() -> None:
    """HYB-10: asset 5,000,000, 5 years straight line, in service 1 April; grant 3,000,000."""
    grant = paid(3_000_000, date(2012, 4, 1), item(5_000_000, date(2012, 4, 1), 60))

    assert released(grant) == [450_000, 600_000, 600_000, 600_000, 600_000, 150_000]
    assert [row.year for row in grant.releases()] == [2012, 2013, 2014, 2015, 2016, 2017]


def test_release_over_five_full_years() -> None:
    """HYB-11: grant 5,000,000 on an asset depreciated over 5 full years."""
    grant = paid(5_000_000, date(2012, 1, 1), item(9_000_000, date(2012, 1, 1), 60))

    assert released(grant) == [1_000_000] * 5


def test_release_by_component() -> None:
    """HYB-12: structure 6,000,000 (10 years) + pump 4,000,000 (5 years); grant 5,000,000."""
    start = date(2012, 1, 1)
    grant = paid(5_000_000, start, item(6_000_000, start, 120), item(4_000_000, start, 60))

    assert released(grant) == [700_000] * 5 + [300_000] * 5


def test_release_on_a_sale() -> None:
    """HYB-13: asset 8,000,000, 8 years, grant 4,800,000, sold at the end of year 3.

    3,000,000 are unreleased then: the third year releases its 600,000 and that.
    """
    grant = paid(4_800_000, date(2012, 1, 1), item(8_000_000, date(2012, 1, 1), 96))

    assert grant.releases()[2].left == Money(3_000_000, XOF)
    assert released(grant, sold_in=2014) == [600_000, 600_000, 600_000 + 3_000_000]
    assert grant.releases(sold_in=2014)[-1].left == Money(0, XOF)


def test_release_of_a_grant_for_land() -> None:
    """HYB-14: 1,000,000 for land: by tenths without a clause, by eighths with one of 8 years."""
    tenths = int(value("grant.land_release_years.pcg", on=date(2012, 1, 1)))
    start = date(2012, 1, 1)

    assert released(paid(1_000_000, start, item(3_000_000, start, 12 * tenths))) == [100_000] * 10
    assert released(paid(1_000_000, start, item(3_000_000, start, 96))) == [125_000] * 8


def test_a_second_tranche_and_a_claw_back_catch_up_at_once() -> None:
    """By hand: 1,200 over 24 months from January 2012; 1,200 more in 2013; 600 back in 2014.

    2012: 600. 2013: all 2,400 are over, 1,800 more. 2014: 600 of the income are taken back.
    """
    grant = Grant(
        tranches=(
            GrantTranche(on=date(2012, 1, 1), amount=Money(1_200, XOF)),
            GrantTranche(on=date(2013, 1, 1), amount=Money(1_200, XOF), condition="report"),
        ),
        items=(item(5_000, date(2012, 1, 1), 24),),
    )
    happenings = (
        met(2, date(2013, 2, 1)),
        clawed_back(date(2014, 3, 1), Money(600, XOF)),
    )

    assert released(grant, *happenings) == [600, 1_800, -600]


def test_a_grant_without_items_is_income_of_its_year() -> None:
    assert released(GRANT, met(3, date(2013, 1, 1))) == [2_160_000, 1_440_000]


@given(terms, st.data(), st.none() | st.integers(2010, 2040))
def test_all_that_was_received_and_kept_is_released_to_the_franc(
    grant: Grant, data: st.DataObject, sold_in: int | None
) -> None:
    """Σ release = grant; nothing is released before it was received, and nothing is left."""
    happenings = data.draw(told(grant))
    kept = -sum(flow.amount.minor for flow in grant.legs_after(happenings)[0].flows)
    rows = grant.releases(happenings, sold_in)

    assert sum(row.released.minor for row in rows) == kept
    assert all(row.left.minor >= 0 for row in rows)
    assert [row.year for row in rows] == sorted({row.year for row in rows})
    if rows:
        assert rows[-1].left.minor == 0


@given(st.integers(1, 10**9), st.integers(1, 10**9), days, st.integers(1, 300))
def test_a_year_releases_what_the_depreciation_of_the_item_says(
    grant: int, cost: int, in_service: date, months: int
) -> None:
    """|release − dep × G/C| ≤ 2 units, where all is received by the day of service."""
    own = item(cost, in_service, months)
    rows = paid(grant, in_service, own).releases()
    depreciation = paid(cost, in_service, own).releases()

    assert len(rows) == len(depreciation)
    for row, written_down in zip(rows, depreciation, strict=True):
        assert abs(row.released.minor * cost - written_down.released.minor * grant) <= 2 * max(
            cost, grant
        )


# Refused.


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tranches": ()}, "tranches is empty: give at least one"),
        (
            {"tranches": (GRANT.tranches[1], GRANT.tranches[0])},
            "tranche 2 on 2012-03-31 is before the one on 2012-09-30: give the tranches in the "
            "order of their days",
        ),
        (
            {
                "tranches": (
                    GRANT.tranches[0],
                    GrantTranche(on=date(2014, 1, 1), amount=Money(5, EUR)),
                )
            },
            "tranche 2 is 0.05 EUR but the grant is in XOF: use one currency",
        ),
        (
            {
                "items": (
                    FundedItem(cost=Money(5, EUR), in_service=date(2012, 1, 1), life_months=1),
                )
            },
            "cost is 0.05 EUR but the grant is in XOF: use one currency",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(5, EUR))},
            "cap_on_return is 0.05 EUR but the instrument is in XOF: use one currency",
        ),
    ],
)
def test_bad_terms_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(GRANT, **change)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (
            lambda: GrantTranche(on=date(2012, 1, 1), amount=Money(0, XOF)),
            "amount is 0 XOF: use a positive amount",
        ),
        (lambda: item(0, date(2012, 1, 1), 12), "cost is 0 XOF: use a positive amount"),
        (lambda: item(1, date(2012, 1, 1), 0), "life_months is 0: use 1 to 1200 months"),
    ],
)
def test_bad_parts_are_refused(made: Any, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        made()

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("happening", "message"),
    [
        (
            met(4, date(2012, 1, 1)),
            "condition_met on 2012-01-01 has the number 4: give the number of a tranche, 1 to 3",
        ),
        (
            met(1, date(2012, 1, 1)),
            "condition_met on 2012-01-01 has the number 1 but that tranche has no condition: give "
            "the number of one that has",
        ),
        (
            met(None, date(2012, 1, 1)),
            "condition_met on 2012-01-01 has no number: give the number of a tranche, 1 to 3",
        ),
        (
            clawed_back(date(2013, 1, 1), None),
            "clawed_back on 2013-01-01 has no amount: give what comes back",
        ),
        (
            clawed_back(date(2013, 1, 1), Money(5, EUR)),
            "clawed_back on 2013-01-01 is 0.05 EUR but the grant is in XOF: use one currency",
        ),
        (
            clawed_back(date(2013, 1, 1), Money(2_160_001, XOF)),
            "clawed_back on 2013-01-01 is 2160001 XOF but 2160000 XOF of the grant has been paid "
            "and kept by then: give at most that",
        ),
        (
            clawed_back(date(2012, 3, 30), Money(1, XOF)),
            "clawed_back on 2012-03-30 is 1 XOF but 0 XOF of the grant has been paid and kept by "
            "then: give at most that",
        ),
    ],
)
def test_bad_happenings_are_refused(happening: Happening, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        GRANT.legs_after((happening,))

    assert str(caught.value) == message


def test_its_flows_are_seen_from_the_fund() -> None:
    """What the fund gives is negative, what comes back is positive."""
    back = clawed_back(date(2013, 6, 30), Money(120_000, XOF))

    assert GRANT.legs_after((back,)) == (
        KnownFlows(
            flows=(
                CashFlow(
                    on=date(2012, 3, 31),
                    amount=Money(-2_160_000, XOF),
                    kind=FlowKind.GRANT,
                    party="grant",
                ),
                CashFlow(
                    on=date(2013, 6, 30),
                    amount=Money(120_000, XOF),
                    kind=FlowKind.CLAW_BACK,
                    party="grant",
                ),
            )
        ),
    )
