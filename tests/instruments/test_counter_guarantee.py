"""A counter-guarantee (contre-garantie) covers what the fund pays as a guarantor."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from covers import cover_terms, lost, names, recovered
from investisens.engine.contract import Contract, flows_of, run_contract
from investisens.engine.scenario import BASE
from investisens.instruments.counter_guarantee import CounterGuarantee
from investisens.instruments.covering import Exposure, GuaranteeFee
from investisens.instruments.guarantee import Guarantee
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from strategies import currencies, minors, shares_of_one


@st.composite
def counter_guarantees(draw: st.DrawFn) -> CounterGuarantee:
    currency = draw(currencies)
    return CounterGuarantee(
        covers=draw(names),
        covered_share=draw(shares_of_one),
        ceiling=Money(draw(minors), currency),
        **draw(cover_terms(currency)),
    )


terms = counter_guarantees()

FIRST = Guarantee(
    covered_share=Rate.parse("50 %"),
    ceiling=Money(2_000_000, XOF),
    given=True,
    start=date(2012, 1, 1),
    end=date(2016, 12, 31),
)
BEHIND = CounterGuarantee(
    covers=("G1",),
    covered_share=Rate.parse("80 %"),
    ceiling=Money(1_000_000, XOF),
    start=date(2012, 1, 1),
    end=date(2016, 12, 31),
    waiting_days=30,
)


def run(
    counter: CounterGuarantee, *happenings: Happening
) -> tuple[list[tuple[date, str, int]], list[tuple[date, str, int]]]:
    """What the guarantee paid, and what came for it."""
    held = {"G1": Contract(id="G1", legs=FIRST.legs_after(happenings))}
    contract = Contract(id="C1", legs=counter.legs())
    flows = run_contract(contract, BASE, flows_of(("G1",), held, BASE)).flows
    paid = flows_of(("G1",), held, BASE)["G1"]
    dated = [
        [(date.fromordinal(day), kind.value, amount) for day, kind, amount in each]
        for each in (paid, flows)
    ]
    return dated[0], dated[1]


def test_calls_and_what_is_handed_back_are_shared_in_the_covered_share() -> None:
    """By hand: half of 1,000,001 and of 300,000; 80 % of 500,000 and of 350,000 left paid."""
    paid, received = run(
        BEHIND,
        lost(date(2013, 3, 1), Money(1_000_001, XOF)),
        recovered(date(2014, 3, 1), Money(300_001, XOF)),
    )

    assert paid == [
        (date(2013, 3, 1), "guarantee_paid", 500_000),
        (date(2014, 3, 1), "guarantee_received", 150_000),
    ]
    assert received == [
        (date(2013, 3, 31), "guarantee_received", 400_000),
        (date(2014, 3, 1), "guarantee_paid", 120_000),
    ]


def test_the_yearly_fee_counts_what_the_guarantee_stands_for() -> None:
    """By hand: 1 % of 80 % of 1,000,000; of the ceiling of 1,000,000 for 2,000,000."""
    fee = GuaranteeFee(rate=Rate.parse("1 %"), paid_on=YearDay(6, 30))
    steps = (
        Exposure(since=date(2012, 1, 1), amount=Money(1_000_000, XOF)),
        Exposure(since=date(2014, 1, 1), amount=Money(2_000_000, XOF)),
    )
    _, flows = run(attrs.evolve(BEHIND, fee=fee, exposure=steps, end=date(2014, 12, 31)))

    assert flows == [
        (date(2012, 6, 30), "guarantee_fee", 8_000),
        (date(2013, 6, 30), "guarantee_fee", 8_000),
        (date(2014, 6, 30), "guarantee_fee", 10_000),
    ]


@given(terms, st.integers(1, 10**9), st.integers(0, 3_000))
def test_it_pays_no_more_than_its_share_of_the_call(
    counter: CounterGuarantee, loss: int, days: int
) -> None:
    """In the currency of the terms, on any day of the cover or outside it."""
    currency = counter.ceiling.currency
    on = date.fromordinal(counter.start.toordinal() + days - 50)
    first = attrs.evolve(
        FIRST, ceiling=Money(10**12, currency), start=date(2000, 1, 1), end=date(2099, 1, 1)
    )
    told = Happening(contract="G1", on=on, what=lost(on, None).what, amount=Money(loss, currency))
    held = {"G1": Contract(id="G1", legs=first.legs_after((told,)))}
    only = attrs.evolve(counter, covers=("G1",))
    contract = Contract(id="C1", legs=only.legs())
    flows = run_contract(contract, BASE, flows_of(("G1",), held, BASE)).flows
    received = sum(amount for _, kind, amount in flows if kind is FlowKind.GUARANTEE_RECEIVED)

    inside = counter.start <= on <= counter.end
    share = loss // 2 * counter.covered_share.mbp // MBP
    assert received == (min(share, counter.ceiling.minor) if inside else 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"covers": ()}, "covers is empty: name the positions that are covered"),
        ({"covers": ("G1", "G1")}, "covers names 'G1' twice: keep one of the two"),
        ({"ceiling": Money(0, XOF)}, "ceiling is 0 XOF: use a positive amount"),
        (
            {"end": date(2011, 1, 1)},
            "end 2011-01-01 is before start 2012-01-01: check the order of the dates",
        ),
        (
            {"fee": GuaranteeFee(flat=Money(1, EUR))},
            "fee.flat is 0.01 EUR but the guarantee is in XOF: use one currency",
        ),
        (
            {"covered_share": Rate.parse("100.5 %")},
            "covered_share is 100.5 %: a guarantee covers at most 100 % of what is owed "
            "(guarantee.cover_max on 2012-01-01: OHADA uniform act on security interests of 17 "
            "April 1997, articles 7 and 15: a surety is not held to more than the debtor; same "
            "rule in French law, Code civil, article 2296; verified secondary): use 100 % or less",
        ),
    ],
)
def test_bad_terms_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(BEHIND, **change)

    assert str(caught.value) == message
