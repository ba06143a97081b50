"""A guarantee (garantie) covers a share of a loss, within its ceiling and its days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from covers import cover_terms, lost, names, recovered
from investisens.engine.contract import Contract, flows_of, run_contract
from investisens.engine.scenario import Default, Scenario
from investisens.instruments.clauses import Clauses
from investisens.instruments.covering import Exposure, GuaranteeFee
from investisens.instruments.guarantee import Guarantee, LossSharing
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.happenings import Happening
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import OnDates
from strategies import currencies, minors, shares_of_one


@st.composite
def guarantees(draw: st.DrawFn) -> Guarantee:
    currency = draw(currencies)
    given_ = draw(st.booleans())
    return Guarantee(
        covered_share=draw(shares_of_one),
        ceiling=Money(draw(minors), currency),
        given=given_,
        covers=() if given_ else draw(names),
        sharing=draw(st.sampled_from(LossSharing)),
        **draw(cover_terms(currency)),
    )


terms = guarantees()

HALF = Guarantee(
    covered_share=Rate.parse("50 %"),
    ceiling=Money(1_500_000, XOF),
    covers=("L1",),
    start=date(2012, 1, 1),
    end=date(2016, 12, 31),
    waiting_days=90,
    fee=GuaranteeFee(flat=Money(20_000, XOF), rate=Rate.parse("1.5 %"), paid_on=YearDay(12, 31)),
)
GIVEN = attrs.evolve(HALF, given=True, covers=())
LOAN = Loan(
    principal=Money(4_000_000, XOF),
    disbursed_on=date(2012, 1, 1),
    rate=Rate(0),
    repayment=Repayment(
        dues=(OnDates(tuple(date(year, 12, 31) for year in (2012, 2013, 2014, 2015))),)
    ),
)


@st.composite
def told(draw: st.DrawFn, guarantee: Guarantee) -> tuple[Happening, ...]:
    """Losses on days around the cover, and recoveries of no more than was lost by then."""
    currency = guarantee.ceiling.currency
    on = guarantee.start - timedelta(days=100)
    happenings = []
    left = 0
    for is_loss in draw(st.lists(st.booleans(), max_size=6)):
        on += timedelta(days=draw(st.integers(1, 700)))
        if is_loss:
            amount = draw(st.integers(1, 10**9))
            happenings.append(lost(on, Money(amount, currency)))
            left += amount
        elif left:
            amount = draw(st.integers(1, left))
            happenings.append(recovered(on, Money(amount, currency)))
            left -= amount
    return tuple(happenings)


def run(guarantee: Guarantee, *happenings: Happening) -> tuple[tuple[int, FlowKind, int], ...]:
    return run_contract(Contract(id="G1", legs=guarantee.legs_after(happenings))).flows


@given(terms.filter(lambda each: each.given), st.data())
def test_it_pays_no_more_than_its_share_of_the_loss_nor_than_its_ceiling(
    guarantee: Guarantee, data: st.DataObject
) -> None:
    """Whatever is lost; and a guarantor is never paid back more than it paid."""
    happenings = data.draw(told(guarantee))
    lost_ = sum(
        each.amount.minor
        for each in happenings
        if each.what.value == "lost" and each.amount is not None
    )
    net = most = 0
    for _, kind, amount in run(guarantee, *happenings):
        net += {FlowKind.GUARANTEE_PAID: 1, FlowKind.GUARANTEE_RECEIVED: -1}.get(kind, 0) * amount
        most = max(most, net)
        assert net >= 0

    assert most <= guarantee.ceiling.minor
    assert most * MBP <= guarantee.covered_share.mbp * lost_


@given(terms.filter(lambda each: each.given), st.data())
def test_what_is_recovered_in_full_is_handed_back_in_full(
    guarantee: Guarantee, data: st.DataObject
) -> None:
    happenings = data.draw(told(guarantee))
    signs = {"lost": 1, "recovered": -1}
    left = sum(
        signs[each.what.value] * each.amount.minor for each in happenings if each.amount is not None
    )
    if left:
        end = recovered(date(2090, 1, 1), Money(left, guarantee.ceiling.currency))
        happenings = (*happenings, end)
    flows = run(guarantee, *happenings)

    paid = sum(amount for _, kind, amount in flows if kind is FlowKind.GUARANTEE_PAID)
    back = sum(amount for _, kind, amount in flows if kind is FlowKind.GUARANTEE_RECEIVED)
    assert paid == back


NONE = Scenario(name="none")


@given(terms)
def test_without_a_loss_it_is_a_fee_and_nothing_else(guarantee: Guarantee) -> None:
    held = {
        name: Contract(id=name, legs=attrs.evolve(LOAN, principal=owed).legs())
        for name, owed in ((each, Money(4_000, guarantee.ceiling.currency)) for each in "abc")
    }
    covered = attrs.evolve(guarantee, covers=() if guarantee.given else tuple(held))
    flows = run_contract(
        Contract(id="G1", legs=covered.legs()),
        covered=flows_of(covered.legs()[0].covers, held, NONE),
    ).flows

    assert {kind for _, kind, _ in flows} <= {FlowKind.FEE, FlowKind.GUARANTEE_FEE}


def in_default(guarantee: Guarantee, recovery: str) -> list[tuple[date, str, int]]:
    """Flows once the loan of 4,000,000 has defaulted on 1 March 2014, owing 2,000,000."""
    default = Default(
        contract="L1", on=date(2014, 3, 1), recovery=Rate.parse(recovery), lag_days=365
    )
    scenario = Scenario(name="default", defaults=(default,))
    held = {"L1": Contract(id="L1", legs=LOAN.legs())}
    contract = Contract(id="G1", legs=guarantee.legs())
    flows = run_contract(contract, scenario, flows_of(contract.covers, held, scenario)).flows
    return [(date.fromordinal(day), kind.value, amount) for day, kind, amount in flows]


def test_a_covered_loan_that_defaults() -> None:
    """By hand: fees of 1.5 % of half of what is owed at the end of the day, of the ceiling at most.

    4,000,000 less 1,000,000 a year: 1.5 % of 1,500,000 and of 1,000,000. Struck on 1 March 2014,
    2,000,000; half is called 90 days later; 30 % comes back a year after the default: half of
    600,000 is handed back.
    """
    assert in_default(HALF, "30 %") == [
        (date(2012, 1, 1), "guarantee_fee", 20_000),
        (date(2012, 12, 31), "guarantee_fee", 22_500),
        (date(2013, 12, 31), "guarantee_fee", 15_000),
        (date(2014, 5, 30), "guarantee_received", 1_000_000),
        (date(2015, 3, 1), "guarantee_paid", 300_000),
    ]


@pytest.mark.parametrize(("recovery", "back"), [("30 %", 0), ("60 %", 200_000)])
def test_a_first_loss_cover_keeps_what_the_covered_party_needs(recovery: str, back: int) -> None:
    """By hand: 1,000,000 is called of 2,000,000 lost; 800,000 left lost after 60 % are covered."""
    first = attrs.evolve(HALF, sharing=LossSharing.FIRST_LOSS)
    moved = [flow for flow in in_default(first, recovery) if flow[1] != "guarantee_fee"]

    assert moved[0] == (date(2014, 5, 30), "guarantee_received", 1_000_000)
    assert sum(amount for _, _, amount in moved[1:]) == back


def test_a_guarantee_given_on_exposure_outside_the_fund() -> None:
    """By hand: 1.5 % of half of 1,000,000; half of 600,000 and of 100,001 recovered."""
    given_ = attrs.evolve(
        GIVEN, exposure=(Exposure(since=date(2012, 6, 1), amount=Money(1_000_000, XOF)),)
    )
    flows = run(
        attrs.evolve(given_, end=date(2013, 6, 30)),
        lost(date(2013, 3, 1), Money(600_000, XOF)),
        recovered(date(2014, 3, 1), Money(100_001, XOF)),
    )

    assert [(date.fromordinal(day), kind.value, amount) for day, kind, amount in flows] == [
        (date(2012, 1, 1), "fee", 20_000),
        (date(2012, 12, 31), "fee", 7_500),
        (date(2013, 5, 30), "guarantee_paid", 300_000),
        (date(2014, 3, 1), "guarantee_received", 50_001),
    ]


# Refused.

LAW = (
    "guarantee.cover_max on 2012-01-01: OHADA uniform act on security interests of 17 April 1997, "
    "articles 7 and 15: a surety is not held to more than the debtor; same rule in French law, "
    "Code civil, article 2296; verified secondary"
)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"covered_share": Rate.parse("130 %")},
            "covered_share is 130 %: a guarantee covers at most 100 % of what is owed "
            f"({LAW}): use 100 % or less",
        ),
        (
            {"covered_share": Rate.parse("-1 %")},
            "covered_share is -1 %: use a share between 0 % and 100 %",
        ),
        ({"ceiling": Money(0, XOF)}, "ceiling is 0 XOF: use a positive amount"),
        (
            {"end": date(2011, 12, 31)},
            "end 2011-12-31 is before start 2012-01-01: check the order of the dates",
        ),
        ({"waiting_days": -1}, "waiting_days is -1: use 0 to 3660 days"),
        ({"waiting_days": 3_661}, "waiting_days is 3661: use 0 to 3660 days"),
        ({"covers": ()}, "covers is empty: name the positions that are covered"),
        ({"covers": ("L1", "L2", "L1")}, "covers names 'L1' twice: keep one of the two"),
        (
            {"given": True},
            "covers names 'L1' but the guarantee is given: a fund does not guarantee its own "
            "positions, tell the losses of others as happenings",
        ),
        (
            {"fee": GuaranteeFee(flat=Money(5, EUR))},
            "fee.flat is 0.05 EUR but the guarantee is in XOF: use one currency",
        ),
        (
            {"exposure": (Exposure(since=date(2012, 1, 1), amount=Money(5, EUR)),)},
            "exposure is 0.05 EUR but the guarantee is in XOF: use one currency",
        ),
        (
            {"exposure": (Exposure(since=date(2012, 1, 1), amount=Money(5, XOF)),) * 2},
            "exposure since 2012-01-01 stands after the one since 2012-01-01: give them in the "
            "order of their days",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(5, EUR))},
            "cap_on_return is 0.05 EUR but the instrument is in XOF: use one currency",
        ),
    ],
)
def test_bad_terms_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(HALF, **change)

    assert str(caught.value) == message


def test_a_guarantee_before_the_first_known_law_is_refused() -> None:
    with pytest.raises(MissingData) as caught:
        attrs.evolve(HALF, start=date(1997, 12, 31))

    assert str(caught.value) == (
        "guarantee.cover_max has no value on 1997-12-31: the first one holds from 1998-01-01"
    )


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (
            lambda: GuaranteeFee(rate=Rate.parse("1 %")),
            "rate is 1 % but paid_on is not given: say on which day of the year it is paid",
        ),
        (lambda: GuaranteeFee(rate=Rate(-1)), "rate is -0.00001 %: use 0 % or more"),
        (
            lambda: GuaranteeFee(flat=Money(-1, XOF)),
            "flat is -1 XOF: use an amount of 0 or more",
        ),
        (
            lambda: Exposure(since=date(2012, 1, 1), amount=Money(-1, XOF)),
            "amount is -1 XOF: what is owed is not negative",
        ),
    ],
)
def test_bad_fees_and_exposures_are_refused(made: Any, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        made()

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("guarantee", "happenings", "message"),
    [
        (
            HALF,
            (lost(date(2013, 1, 1), Money(5, XOF)),),
            "lost on 2013-01-01 is told to a guarantee received: its losses are those of the "
            "positions it covers, record them there",
        ),
        (
            GIVEN,
            (lost(date(2013, 1, 1), None),),
            "lost on 2013-01-01 has no amount: give it",
        ),
        (
            GIVEN,
            (lost(date(2013, 1, 1), Money(5, EUR)),),
            "amount is 0.05 EUR but the guarantee is in XOF: use one currency",
        ),
        (
            GIVEN,
            (recovered(date(2013, 1, 2), Money(6, XOF)), lost(date(2013, 1, 1), Money(5, XOF))),
            "recovered on 2013-01-02 is 6 XOF but 5 XOF is lost by then: give at most that",
        ),
    ],
)
def test_bad_happenings_are_refused(
    guarantee: Guarantee, happenings: tuple[Happening, ...], message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        guarantee.legs_after(happenings)

    assert str(caught.value) == message


def test_a_bullet_is_covered_to_its_end() -> None:
    """Nothing is lost by a loan that is repaid: `LOAN` in one sum, after the last day of cover."""
    bullet = attrs.evolve(
        LOAN,
        repayment=Repayment(dues=(OnDates((date(2018, 1, 1),)),), amortisation=Amortisation.BULLET),
    )
    late = Scenario(name="late", defaults=(Default(contract="L1", on=date(2017, 1, 1)),))
    held = {"L1": Contract(id="L1", legs=bullet.legs())}
    free = attrs.evolve(HALF, fee=GuaranteeFee())
    contract = Contract(id="G1", legs=free.legs())

    assert run_contract(contract, late, flows_of(("L1",), held, late)).flows == ()
