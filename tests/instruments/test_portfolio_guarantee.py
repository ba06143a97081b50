"""A portfolio guarantee (garantie de portefeuille) covers losses together, tranche by tranche."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from covers import cover_terms, lost, names, recovered, some_shares
from investisens.engine.contract import Contract, flows_of, run_contract
from investisens.engine.scenario import Default, Scenario
from investisens.instruments.covering import GuaranteeFee
from investisens.instruments.loan import Loan
from investisens.instruments.portfolio_guarantee import LossTranche, PortfolioGuarantee
from investisens.instruments.repayment import Repayment
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates
from strategies import currencies


@st.composite
def tranches(draw: st.DrawFn, currency: Currency) -> tuple[LossTranche, ...]:
    """One to three, each where the one before is used up, or later."""
    found: list[LossTranche] = []
    reached = draw(st.integers(0, 10**6))
    for _ in range(draw(st.integers(1, 3))):
        tranche = LossTranche(
            covered_share=draw(some_shares),
            cap=Money(draw(st.integers(1, 10**7)), currency),
            beyond=Money(reached, currency) if reached else None,
        )
        found.append(tranche)
        reached = -int(-tranche.lasts_until // 1) + draw(st.integers(0, 10**6))
    return tuple(found)


@st.composite
def portfolio_guarantees(draw: st.DrawFn) -> PortfolioGuarantee:
    currency = draw(currencies)
    given_ = draw(st.booleans())
    return PortfolioGuarantee(
        tranches=draw(tranches(currency)),
        given=given_,
        covers=() if given_ else draw(names),
        **draw(cover_terms(currency)),
    )


terms = portfolio_guarantees()

TWO = PortfolioGuarantee(
    tranches=(
        LossTranche(covered_share=Rate.parse("80 %"), cap=Money(4_000_000, XOF)),
        LossTranche(
            covered_share=Rate.parse("50 %"),
            cap=Money(3_000_000, XOF),
            beyond=Money(6_000_000, XOF),
        ),
    ),
    covers=("L1", "L2", "L3"),
    start=date(2012, 1, 1),
    end=date(2016, 12, 31),
)


def net(flows: tuple[tuple[int, FlowKind, int], ...]) -> int:
    """What the fund received, less what it handed back."""
    signs = {FlowKind.GUARANTEE_RECEIVED: 1, FlowKind.GUARANTEE_PAID: -1}
    return sum(signs.get(kind, 0) * amount for _, kind, amount in flows)


@given(terms.filter(lambda each: each.given), st.lists(st.integers(1, 10**7), max_size=5))
def test_each_tranche_pays_its_share_of_what_is_lost_between_its_ends(
    guarantee: PortfolioGuarantee, losses: list[int]
) -> None:
    """Of exact shares, less than a minor unit for each tranche."""
    currency = guarantee.tranches[0].cap.currency
    told = tuple(lost(guarantee.start, Money(loss, currency)) for loss in losses)
    flows = run_contract(Contract(id="G1", legs=guarantee.legs_after(told))).flows

    exact = sum(
        tranche.covered_share.fraction
        * max(Fraction(0), min(Fraction(sum(losses)), tranche.lasts_until) - tranche.begins_at)
        for tranche in guarantee.tranches
    )
    assert 0 <= exact + net(flows) < len(guarantee.tranches)


@given(terms.filter(lambda each: each.given), st.integers(1, 10**8), st.integers(1, 2_000))
def test_what_is_recovered_in_full_is_handed_back_in_full(
    guarantee: PortfolioGuarantee, loss: int, days: int
) -> None:
    amount = Money(loss, guarantee.tranches[0].cap.currency)
    late = guarantee.start + timedelta(days=days + 400)
    told = (lost(guarantee.start, amount), recovered(late, amount))

    assert net(run_contract(Contract(id="G1", legs=guarantee.legs_after(told))).flows) == 0


def loan(name: str) -> Contract:
    """4,000,000 lent on 1 January 2012 for six years, without interest."""
    terms_ = Loan(
        principal=Money(4_000_000, XOF),
        disbursed_on=date(2012, 1, 1),
        rate=Rate(0),
        repayment=Repayment(dues=(OnDates((date(2018, 1, 1),)),)),
    )
    return Contract(id=name, legs=terms_.legs())


def test_three_loans_fail_one_after_the_other() -> None:
    """By hand, on 4,000,000 each, one year apart, the last with 25 % back after a year.

    4,000,000: 80 % = 3,200,000. 8,000,000: the first tranche is full at 4,000,000, the second pays
    half of 2,000,000. 12,000,000: half of 6,000,000 = 3,000,000, its cap. 11,000,000 net: half of
    5,000,000, so that 500,000 are handed back.
    """
    defaults = tuple(
        Default(
            contract=f"L{number}",
            on=date(2012 + number, 6, 1),
            recovery=Rate.parse("25 %" if number == 3 else "0 %"),
            lag_days=365,
        )
        for number in (1, 2, 3)
    )
    scenario = Scenario(name="drought", defaults=defaults)
    held = {name: loan(name) for name in TWO.covers}
    contract = Contract(id="G1", legs=TWO.legs())
    flows = run_contract(contract, scenario, flows_of(contract.covers, held, scenario)).flows

    assert [(date.fromordinal(day), kind.value, amount) for day, kind, amount in flows] == [
        (date(2013, 6, 1), "guarantee_received", 3_200_000),
        (date(2014, 6, 1), "guarantee_received", 800_000),
        (date(2014, 6, 1), "guarantee_received", 1_000_000),
        (date(2015, 6, 1), "guarantee_received", 2_000_000),
        (date(2016, 5, 31), "guarantee_paid", 500_000),
    ]


def test_the_flat_fee_is_paid_once_and_the_yearly_one_on_each_tranche() -> None:
    """By hand, on 12,000,000 owed: 2 % of 4,000,000 and of half of 6,000,000, the cap."""
    fee = GuaranteeFee(flat=Money(50_000, XOF), rate=Rate.parse("2 %"), paid_on=YearDay(1, 1))
    year = attrs.evolve(TWO, fee=fee, end=date(2012, 12, 31))
    held = {name: loan(name) for name in TWO.covers}
    scenario = Scenario(name="none")
    contract = Contract(id="G1", legs=year.legs())
    flows = run_contract(contract, scenario, flows_of(contract.covers, held, scenario)).flows

    assert [(date.fromordinal(day), amount) for day, _, amount in flows] == [
        (date(2012, 1, 1), 50_000),
        (date(2012, 1, 1), 80_000),
        (date(2012, 1, 1), 60_000),
    ]


def second(**change: Any) -> tuple[LossTranche, ...]:
    return (TWO.tranches[0], attrs.evolve(TWO.tranches[1], **change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tranches": ()}, "tranches is empty: give at least one"),
        (
            {"tranches": second(beyond=Money(4_999_999, XOF))},
            "tranches: beyond is 4999999 XOF but the tranche before lasts until a loss of "
            "5000000 XOF: let it begin there or later",
        ),
        (
            {"tranches": second(beyond=None)},
            "tranches: beyond is 0 but the tranche before lasts until a loss of 5000000 XOF: let "
            "it begin there or later",
        ),
        (
            {"tranches": second(cap=Money(5, EUR))},
            "tranches.cap is 0.05 EUR but the guarantee is in XOF: use one currency",
        ),
        (
            {"tranches": second(beyond=Money(5, EUR))},
            "tranches.beyond is 0.05 EUR but the guarantee is in XOF: use one currency",
        ),
        (
            {"tranches": second(covered_share=Rate.parse("130 %"))},
            "covered_share is 130 %: a guarantee covers at most 100 % of what is owed "
            "(guarantee.cover_max on 2012-01-01: OHADA uniform act on security interests of 17 "
            "April 1997, articles 7 and 15: a surety is not held to more than the debtor; same "
            "rule in French law, Code civil, article 2296; verified secondary): use 100 % or less",
        ),
        ({"covers": ()}, "covers is empty: name the positions that are covered"),
    ],
)
def test_bad_terms_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(TWO, **change)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cap": Money(0, XOF)}, "cap is 0 XOF: use a positive amount"),
        (
            {"beyond": Money(0, XOF)},
            "beyond is 0 XOF: use a positive amount, or leave it out for a first-loss tranche",
        ),
        (
            {"covered_share": Rate(0)},
            "covered_share is 0 %: use more than 0 %, or leave the tranche out",
        ),
    ],
)
def test_an_empty_tranche_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(TWO.tranches[1], **change)

    assert str(caught.value) == message


def test_a_loss_told_to_a_guarantee_received_is_refused() -> None:
    told: tuple[Happening, ...] = (lost(date(2013, 1, 1), Money(5, XOF)),)

    with pytest.raises(InvalidTerms, match=r"^lost on 2013-01-01 is told to a guarantee received"):
        TWO.legs_after(told)
