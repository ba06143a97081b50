"""A guarantee pays its share of a loss, hands back its share of a recovery, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine import projection as engine
from investisens.engine.book import Book
from investisens.engine.contract import Contract, ContractRun, flows_of, run_contract
from investisens.engine.debt import Flow, Opening
from investisens.engine.grid import KINDS
from investisens.engine.guarantee import guarantee_flows
from investisens.engine.projection import run_book
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.errors import CurrencyMismatch, InvalidTerms, MissingData
from investisens.values.legs import DebtLeg, GuaranteeLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import Every, OnDates
from investisens.values.shares import ShareEvent, ShareEventKind, ShareLeg
from investisens.values.steps import Plan, Receive, RepayRest

START = date(2012, 1, 1)
END = date(2019, 12, 31)
STRUCK = date(2014, 3, 1)
PAID = FlowKind.GUARANTEE_PAID
RECEIVED = FlowKind.GUARANTEE_RECEIVED


def leg(*covers: str, **terms: Any) -> GuaranteeLeg:
    """A guarantee received on half of each loss, without a ceiling that matters."""
    usual: dict[str, Any] = {
        "given": False,
        "share": Fraction(1, 2),
        "ceiling": Money(10**15, XOF),
        "start": START,
        "end": END,
    }
    return GuaranteeLeg(covers=covers, **{**usual, **terms})


def told(*flows: tuple[date, FlowKind, int]) -> tuple[Flow, ...]:
    return tuple((on.toordinal(), kind, amount) for on, kind, amount in flows)


def dated(flows: Iterable[Flow], *kinds: FlowKind) -> list[tuple[date, int]]:
    """Days and amounts of some kinds; what the fund pays is negative."""
    kept = [flow for flow in flows if not kinds or flow[1] in kinds]
    signs = {PAID: -1, FlowKind.GUARANTEE_FEE: -1}
    return [(date.fromordinal(day), signs.get(kind, 1) * amount) for day, kind, amount in kept]


def net(flows: Iterable[Flow]) -> int:
    """What the fund received in all, less what it handed back."""
    return sum(amount for _, amount in dated(flows, PAID, RECEIVED))


def loan(principal: int = 1_000_000, name: str = "L1") -> Contract:
    """A loan without interest, repaid in one sum in 2016."""
    terms = Loan(
        principal=Money(principal, XOF),
        disbursed_on=START,
        rate=Rate(0),
        repayment=Repayment(dues=(OnDates((date(2016, 1, 1),)),)),
    )
    return Contract(id=name, legs=terms.legs())


def struck(recovery: str = "0 %", lag_days: int = 0, name: str = "L1") -> Scenario:
    default = Default(contract=name, on=STRUCK, recovery=Rate.parse(recovery), lag_days=lag_days)
    return Scenario(name="default", defaults=(default,))


def in_book(scenario: Scenario, *contracts: Contract) -> ContractRun:
    """The last of the contracts, run with the flows of those that it covers."""
    book = Book.of(contracts)
    guarantee = contracts[-1]
    return run_contract(guarantee, scenario, flows_of(guarantee.covers, book.by_id, scenario))


# Losses and recoveries of any shape.


@st.composite
def histories(draw: st.DrawFn) -> tuple[Flow, ...]:
    """Losses, and recoveries of what is lost by then, on days around the cover."""
    flows: list[Flow] = []
    day = START.toordinal() - 400
    lost = 0
    for is_loss in draw(st.lists(st.booleans(), max_size=8)):
        day += draw(st.integers(0, 900))
        if is_loss:
            amount = draw(st.integers(1, 10**9))
            flows.append((day, FlowKind.LOSS, amount))
            lost += amount
        elif lost:
            amount = draw(st.integers(1, lost))
            flows += [(day, FlowKind.LOSS, -amount), (day, FlowKind.RECOVERY, amount)]
            lost -= amount
    return tuple(flows)


covers = st.builds(
    leg,
    st.just("L1"),
    st.just("L2"),
    given=st.booleans(),
    share=st.integers(0, MBP).map(lambda mbp: Fraction(mbp, MBP)),
    ceiling=st.integers(0, 10**9).map(lambda minor: Money(minor, XOF)),
    beyond=st.none() | st.integers(0, 10**9).map(lambda minor: Money(minor, XOF)),
    first_loss=st.booleans(),
    waiting_days=st.integers(0, 700),
)


def covered_loss(flows: tuple[Flow, ...], by: int, waiting: int) -> tuple[int, int]:
    """Oracle: lost under the cover and claimed by a day, before and after recoveries.

    Recoveries are matched with losses franc by franc: the oldest franc comes back first.
    """
    francs: list[tuple[int, int, int]] = []  # first and last franc of a loss, and its day
    total = 0
    for day, kind, amount in flows:
        if kind is FlowKind.LOSS and amount > 0:
            francs.append((total, total + amount, day))
            total += amount
    back = sum(amount for day, kind, amount in flows if kind is FlowKind.RECOVERY and day <= by)
    gross = lost = 0
    for first, last, day in francs:
        if START.toordinal() <= day <= END.toordinal() and day + waiting <= by:
            gross += last - first
            lost += max(0, last - max(first, back))
    return gross, lost


@given(covers, histories(), histories())
def test_on_each_day_the_net_payment_is_the_share_of_the_net_loss_within_the_ceiling(
    guarantee: GuaranteeLeg, one: tuple[Flow, ...], other: tuple[Flow, ...]
) -> None:
    flows = guarantee_flows(guarantee, {"L1": one, "L2": other})
    sign = -1 if guarantee.given else 1
    beyond = 0 if guarantee.beyond is None else guarantee.beyond.minor

    for day in {day for day, _, _ in (*flows, *one, *other)}:
        seen = [covered_loss(each, day, guarantee.waiting_days) for each in (one, other)]
        gross, lost = (max(0, sum(part) - beyond) for part in zip(*seen, strict=True))
        share = int(guarantee.share * lost)
        if guarantee.first_loss:
            share = min(lost, int(guarantee.share * gross))
        paid = sign * net(flow for flow in flows if flow[0] <= day)
        assert paid == min(guarantee.ceiling.minor, share)


@given(covers, histories(), histories())
def test_after_full_recovery_nothing_is_left_paid(
    guarantee: GuaranteeLeg, one: tuple[Flow, ...], other: tuple[Flow, ...]
) -> None:
    """Everything is recovered at last, however much of it was covered."""
    late = END.toordinal() + 2_000
    whole = []
    for flows in (one, other):
        lost = sum(amount for _, kind, amount in flows if kind is FlowKind.LOSS)
        back = ((late, FlowKind.LOSS, -lost), (late, FlowKind.RECOVERY, lost)) if lost else ()
        whole.append((*flows, *back))

    assert net(guarantee_flows(guarantee, {"L1": whole[0], "L2": whole[1]})) == 0


@given(covers, histories())
def test_nobody_pays_twice_on_one_day(guarantee: GuaranteeLeg, losses: tuple[Flow, ...]) -> None:
    days = [day for day, _, _ in guarantee_flows(guarantee, {"L1": losses, "L2": ()})]

    assert len(days) == len({*days})


@given(covers, histories())
def test_a_guarantee_given_mirrors_the_same_one_received(
    guarantee: GuaranteeLeg, losses: tuple[Flow, ...]
) -> None:
    """What the guarantor pays is what the covered one receives, to the day."""
    given_ = guarantee_flows(attrs.evolve(guarantee, given=True), {"L1": losses, "L2": ()})
    received = guarantee_flows(attrs.evolve(guarantee, given=False), {"L1": losses, "L2": ()})

    assert [(on, -amount) for on, amount in dated(given_)] == dated(received)


# Rules, one by one.


def test_each_recovered_franc_is_shared_back_with_one_rounding() -> None:
    """By hand: half of 301 is 150; of 301 - 100 = 201, 100; of 201 - 1 = 200, 100; of 0, 0."""
    day = STRUCK
    flows = told(
        (day, FlowKind.LOSS, 301),
        (day + timedelta(10), FlowKind.LOSS, -100),
        (day + timedelta(10), FlowKind.RECOVERY, 100),
        (day + timedelta(20), FlowKind.LOSS, -1),
        (day + timedelta(20), FlowKind.RECOVERY, 1),
        (day + timedelta(30), FlowKind.LOSS, -200),
        (day + timedelta(30), FlowKind.RECOVERY, 200),
    )

    assert dated(guarantee_flows(leg("L1"), {"L1": flows})) == [
        (day, 150),
        (day + timedelta(10), -50),
        (day + timedelta(30), -100),
    ]


def test_a_first_loss_cover_pays_the_loss_first_and_is_paid_back_last() -> None:
    """By hand: of 1,000 lost, 400 are covered; 700 recovered leave 300, less than 400."""
    flows = told(
        (STRUCK, FlowKind.LOSS, 1_000),
        (date(2015, 1, 1), FlowKind.LOSS, -600),
        (date(2015, 1, 1), FlowKind.RECOVERY, 600),
        (date(2016, 1, 1), FlowKind.LOSS, -100),
        (date(2016, 1, 1), FlowKind.RECOVERY, 100),
    )
    first = leg("L1", share=Fraction(2, 5), first_loss=True)

    assert dated(guarantee_flows(first, {"L1": flows})) == [
        (STRUCK, 400),
        (date(2016, 1, 1), -100),
    ]


def test_what_the_covered_party_bears_comes_first() -> None:
    """By hand: 300 beyond 200, half of 300 - 200 = 50, then half of 700 - 200 up to 220."""
    second = leg("L1", beyond=Money(200, XOF), ceiling=Money(220, XOF))
    flows = told((STRUCK, FlowKind.LOSS, 300), (date(2015, 1, 1), FlowKind.LOSS, 400))

    assert dated(guarantee_flows(second, {"L1": flows})) == [(STRUCK, 50), (date(2015, 1, 1), 170)]


def test_losses_before_the_start_or_after_the_end_are_not_covered() -> None:
    """What is recovered goes to the oldest loss first: 100 of it were never covered."""
    flows = told(
        (START - timedelta(1), FlowKind.LOSS, 100),
        (START, FlowKind.LOSS, 100),
        (END, FlowKind.LOSS, 100),
        (END + timedelta(1), FlowKind.LOSS, 100),
        (END + timedelta(2), FlowKind.RECOVERY, 140),
    )

    assert dated(guarantee_flows(leg("L1"), {"L1": flows})) == [
        (START, 50),
        (END, 50),
        (END + timedelta(2), -20),
    ]


def test_a_loss_is_claimed_after_the_waiting_days_and_less_what_came_before() -> None:
    """By hand: 1,000 lost, 400 recovered while it waits; half of 600 is claimed."""
    waiting = leg("L1", waiting_days=90)
    flows = told((STRUCK, FlowKind.LOSS, 1_000), (STRUCK + timedelta(30), FlowKind.RECOVERY, 400))

    assert dated(guarantee_flows(waiting, {"L1": flows})) == [(STRUCK + timedelta(90), 300)]


def test_a_loss_on_the_last_day_of_the_calendar_is_claimed_on_it() -> None:
    waiting = leg("L1", waiting_days=90, end=date.max)
    flows = told((date.max, FlowKind.LOSS, 10))

    assert dated(guarantee_flows(waiting, {"L1": flows})) == [(date.max, 5)]


def test_a_lower_ceiling_limits_a_call_and_takes_back_nothing() -> None:
    """A pledge of 500 that falls to 200: what its sale brought stays until the loss is made good.

    By hand: 400 of 400, then nothing of the next 100, as the pledge is sold; 450 recovered leave
    50 lost.
    """
    pledge = leg(
        "L1",
        share=Fraction(1),
        ceiling=Money(500, XOF),
        ceilings=((date(2015, 1, 1), 200),),
    )
    flows = told(
        (STRUCK, FlowKind.LOSS, 400),
        (date(2016, 1, 1), FlowKind.LOSS, 100),
        (date(2016, 6, 1), FlowKind.RECOVERY, 50),
        (date(2017, 1, 1), FlowKind.RECOVERY, 400),
    )

    assert dated(guarantee_flows(pledge, {"L1": flows})) == [
        (STRUCK, 400),
        (date(2017, 1, 1), -350),
    ]
    late = told((date(2016, 1, 1), FlowKind.LOSS, 400))
    assert dated(guarantee_flows(pledge, {"L1": late})) == [(date(2016, 1, 1), 200)]


def test_losses_outside_the_book_are_told_to_the_leg() -> None:
    outside = leg(given=True, losses=((date(2014, 1, 1), 900), (date(2014, 6, 1), -300)))

    assert dated(guarantee_flows(outside, {})) == [
        (date(2014, 1, 1), -450),
        (date(2014, 6, 1), 150),
    ]


# Fees.


def test_a_yearly_fee_counts_what_the_call_would_grow_by() -> None:
    """By hand: 2 % of half of 800,000, or of the ceiling of 300,000 if that is less.

    Once 500,000 are lost and 250,000 paid, the other 300,000 would be a call of 150,000 more, of
    which the ceiling leaves 50,000.
    """
    flows = told(
        (START, FlowKind.DISBURSEMENT, 800_000),
        (STRUCK, FlowKind.LOSS, 500_000),
    )
    fees = tuple(date(year, 12, 31) for year in (2012, 2014))
    paid = leg("L1", fee=Rate.parse("2 %"), fee_on=fees, ceiling=Money(300_000, XOF))
    flat = attrs.evolve(paid, flat_fee=Money(7_000, XOF))

    assert dated(guarantee_flows(flat, {"L1": flows})) == [
        (START, -7_000),
        (date(2012, 12, 31), -6_000),
        (STRUCK, 250_000),
        (date(2014, 12, 31), -1_000),
    ]
    wide = attrs.evolve(paid, ceiling=Money(10**9, XOF))
    assert dated(guarantee_flows(wide, {"L1": flows}), FlowKind.GUARANTEE_FEE) == [
        (date(2012, 12, 31), -8_000),
        (date(2014, 12, 31), -3_000),
    ]


def test_the_fee_of_a_guarantee_given_is_received_on_the_exposure_told() -> None:
    """By hand: 1 % of half of 600,000, then of half of 200,000; none before anything is owed."""
    outside = leg(
        given=True,
        fee=Rate.parse("1 %"),
        fee_on=(START, date(2013, 1, 1), date(2014, 1, 1)),
        exposed=((date(2012, 6, 1), 600_000), (date(2013, 6, 1), 200_000)),
    )

    assert guarantee_flows(outside, {}) == [
        (date(2013, 1, 1).toordinal(), FlowKind.FEE, 3_000),
        (date(2014, 1, 1).toordinal(), FlowKind.FEE, 1_000),
    ]


# Covered contracts of a book.


@given(
    st.integers(1, 10**9),
    st.integers(0, MBP).map(Rate),
    st.integers(0, 900),
    st.integers(0, MBP).map(lambda mbp: Fraction(mbp, MBP)),
)
def test_a_default_is_claimed_whole_and_its_recovery_shared_back(
    principal: int, recovery: Rate, lag: int, share: Fraction
) -> None:
    """The covered party is out of all that was owed until something comes, even if all comes."""
    default = Default(contract="L1", on=STRUCK, recovery=recovery, lag_days=lag)
    scenario = Scenario(name="default", defaults=(default,))
    guarantee = Contract(id="G1", legs=(leg("L1", share=share),))
    recovered = principal * recovery.mbp // MBP

    flows = in_book(scenario, loan(principal), guarantee).flows

    called = int(share * principal) if lag else int(share * (principal - recovered))
    assert sum(amount for on, amount in dated(flows) if on == STRUCK) == called
    assert net(flows) == int(share * (principal - recovered))


def test_shares_that_default_recover_by_their_sale() -> None:
    """By hand: 40 of 100 shares of 1,000 are sold before, at no loss; 60,000 are struck.

    A quarter comes back after a year: half of 60,000, then half of 15,000 handed back.
    """
    sale = ShareEvent(
        on=date(2013, 1, 1), event=ShareEventKind.SALE, shares=40, per_share=Money(900, XOF)
    )
    line = ShareLeg(units=100, price=Money(1_000, XOF), start=START, planned=(sale,))
    shares = Contract(id="S1", legs=(line,))
    guarantee = Contract(id="G1", legs=(leg("S1"),))

    run = in_book(struck("25 %", 365, "S1"), shares, guarantee)

    assert dated(run.flows) == [(STRUCK, 30_000), (STRUCK + timedelta(365), -7_500)]


def test_shares_written_off_and_others_sold_later_are_a_loss_and_a_sale() -> None:
    """By hand: half of 30 shares at 1,000; the 70 sold later are no recovery."""
    gone = ShareEvent(on=STRUCK, event=ShareEventKind.WRITE_OFF, shares=30, per_share=Money(0, XOF))
    sold = ShareEvent(
        on=date(2015, 1, 1), event=ShareEventKind.SALE, shares=70, per_share=Money(5_000, XOF)
    )
    line = ShareLeg(units=100, price=Money(1_000, XOF), start=START, planned=(gone, sold))
    guarantee = Contract(id="G1", legs=(leg("S1"),))

    run = in_book(BASE, Contract(id="S1", legs=(line,)), guarantee)

    assert dated(run.flows) == [(STRUCK, 15_000)]


def test_several_losses_of_one_contract_are_told_apart() -> None:
    """Written off, recovered in part, then a default of a later draw with its own recovery.

    By hand: 1,000 lost in 2013, 400 recovered on the very day on which the default of 2,000 brings
    its 25 %: the default tells 1,500, the write-off 1,000 - 400.
    """
    day = STRUCK + timedelta(100)
    flows = told(
        (date(2013, 1, 1), FlowKind.LOSS, 1_000),
        (STRUCK, FlowKind.LOSS, 1_500),
        (day, FlowKind.LOSS, -400),
        (day, FlowKind.RECOVERY, 400),
        (day, FlowKind.RECOVERY, 500),
    )
    scenario = struck("25 %", 100)

    assert dated(guarantee_flows(leg("L1"), {"L1": flows}, scenario)) == [
        (date(2013, 1, 1), 500),
        (STRUCK, 1_000),
        (day, -450),
    ]


def test_what_is_received_on_a_debt_written_off_is_shared_back() -> None:
    """The past of a debt tells its losses: 900 written off, 300 received since."""
    debt = DebtLeg(
        principal=Money(1_000, XOF),
        start=START,
        rate=Rate(0),
        day_count=DayCount.ACT_365F,
        rounding=Repayment(dues=(OnDates((END,)),)).rounding,
        plan=Plan((Receive(date(2018, 1, 1), 50), RepayRest(date(2018, 1, 1)))),
    )
    past = told(
        (START, FlowKind.DISBURSEMENT, 1_000),
        (date(2013, 1, 1), FlowKind.PRINCIPAL, 100),
        (STRUCK, FlowKind.LOSS, 900),
        (date(2015, 1, 1), FlowKind.LOSS, -300),
        (date(2015, 1, 1), FlowKind.RECOVERY, 300),
    )
    opened = date(2017, 1, 1)
    contract = Contract(id="L1", legs=(debt,), opening=Opening(on=opened, since=opened, past=past))
    guarantee = Contract(id="G1", legs=(leg("L1"),))

    run = in_book(BASE, contract, guarantee)

    assert dated(run.flows) == [(STRUCK, 450), (date(2015, 1, 1), -150)]


def test_a_counter_guarantee_covers_what_a_guarantee_pays() -> None:
    """By hand: 1,000,000 lost outside, half paid; 80 % of 500,000 received, and of 100,000 back."""
    first = leg(given=True, losses=((STRUCK, 1_000_000), (date(2015, 1, 1), -200_000)))
    behind = leg("G1", share=Fraction(4, 5))

    run = in_book(BASE, Contract(id="G1", legs=(first,)), Contract(id="C1", legs=(behind,)))

    assert dated(run.flows) == [(STRUCK, 400_000), (date(2015, 1, 1), -80_000)]


@given(histories(), covers, covers)
def test_a_counter_guarantee_pays_no_more_than_its_share_of_what_was_paid(
    losses: tuple[Flow, ...], first: GuaranteeLeg, behind: GuaranteeLeg
) -> None:
    """Days by day; and what is handed back to the first guarantor is handed on."""
    outside = tuple(
        (date.fromordinal(day), amount) for day, kind, amount in losses if kind is FlowKind.LOSS
    )
    given_ = attrs.evolve(first, covers=(), given=True, losses=outside)
    paid = tuple(guarantee_flows(given_, {}))
    counter = attrs.evolve(behind, covers=("G1",), given=False, beyond=None, first_loss=False)
    flows = guarantee_flows(counter, {"G1": paid})

    for day in {day for day, _, _ in flows}:
        borne = -net(flow for flow in paid if flow[0] <= day)
        assert net(flow for flow in flows if flow[0] <= day) >= 0
        if not counter.waiting_days:
            assert net(flow for flow in flows if flow[0] <= day) <= counter.share * borne


def test_a_contract_that_is_covered_but_not_there_is_named() -> None:
    with pytest.raises(MissingData) as caught:
        run_contract(Contract(id="G1", legs=(leg("L9"),)))

    assert str(caught.value) == (
        "'L9' is covered but is not in the book: add it, or leave it out of covers"
    )
    assert (caught.value.field, caught.value.value) == ("covers", "L9")


def test_guarantees_in_a_circle_are_refused() -> None:
    one, two, three = (
        Contract(id=name, legs=(leg(other),))
        for name, other in (("G1", "G2"), ("G2", "G3"), ("G3", "G1"))
    )

    with pytest.raises(InvalidTerms) as caught:
        Book.of([one, two, three])

    assert str(caught.value) == (
        "'G1' covers 'G2' covers 'G3' covers 'G1': a guarantee cannot cover itself, break the "
        "circle"
    )


def test_a_share_above_the_whole_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        leg("L1", share=Fraction(13, 10))

    assert str(caught.value) == "share is 13/10: a guarantee covers between 0 and 1 of a loss"


# The guarantor itself in a scenario.


def test_a_guarantor_that_defaults_pays_no_more_and_is_still_paid_back() -> None:
    """By hand: 450 paid before its default; the next 200 lost are not; 300 left are 150."""
    flows = told(
        (STRUCK, FlowKind.LOSS, 900),
        (date(2015, 6, 1), FlowKind.LOSS, 200),
        (date(2016, 1, 1), FlowKind.RECOVERY, 800),
    )
    paid = leg(
        "L1",
        fee=Rate.parse("1 %"),
        fee_on=(date(2013, 1, 1), date(2016, 6, 1)),
        exposed=((START, 1_000),),
    )
    gone = Default(contract="G1", on=date(2015, 1, 1))

    assert dated(guarantee_flows(paid, {"L1": flows}, default=gone)) == [
        (date(2013, 1, 1), -5),
        (STRUCK, 450),
        (date(2016, 1, 1), -300),
    ]


def test_a_covered_party_that_defaults_pays_no_fee_and_hands_nothing_back() -> None:
    flows = ((STRUCK, 900), (date(2015, 6, 1), -400), (date(2016, 1, 1), 600))
    given_ = leg(
        given=True,
        losses=flows,
        fee=Rate.parse("1 %"),
        fee_on=(date(2016, 6, 1),),
        exposed=((START, 1_000),),
    )
    gone = Default(contract="G1", on=date(2015, 1, 1))

    assert dated(guarantee_flows(given_, {}, default=gone)) == [
        (STRUCK, -450),
        (date(2016, 1, 1), -100),
    ]


def test_a_delay_moves_what_is_paid_and_not_the_amounts() -> None:
    late = Delay(contract="G1", since=STRUCK, days=60)
    flows = told((date(2013, 1, 1), FlowKind.LOSS, 100), (STRUCK, FlowKind.LOSS, 100))

    assert dated(guarantee_flows(leg("L1"), {"L1": flows}, delay=late)) == [
        (date(2013, 1, 1), 50),
        (STRUCK + timedelta(60), 50),
    ]


# Batch and single.


def book_of_guarantees() -> tuple[Contract, ...]:
    """Loans and shares, two guarantees on them, one given and what stands behind it."""
    dues = Every(first=date(2012, 7, 1), every=Period(months=6), count=10)
    amortised = Loan(
        principal=Money(3_000_000, XOF),
        disbursed_on=START,
        rate=Rate.parse("6 %"),
        repayment=Repayment(dues=(dues,)),
    )
    shares = ShareLeg(units=100, price=Money(1_000, XOF), start=START)
    fees = tuple(date(year, 12, 31) for year in range(2012, 2019))
    everything = leg(
        *("L1", "L2", "S1"), fee=Rate.parse("1.5 %"), fee_on=fees, ceiling=Money(900_000, XOF)
    )
    outside = leg(given=True, losses=((date(2013, 5, 5), 500_000), (date(2015, 5, 5), -123_457)))
    return (
        loan(),
        Contract(id="L2", legs=amortised.legs()),
        Contract(id="S1", legs=(shares,)),
        Contract(id="G1", legs=(everything,)),
        Contract(id="G2", legs=(leg("L2", waiting_days=45, first_loss=True),)),
        Contract(id="G3", legs=(outside,)),
        Contract(id="C1", legs=(leg("G3", waiting_days=400),)),
    )


@given(st.data())
def test_a_book_with_guarantees_equals_its_contracts_one_by_one(data: st.DataObject) -> None:
    """Kind by kind and month by month, in scenarios of defaults, delays and recoveries."""
    contracts = book_of_guarantees()
    names = [contract.id for contract in contracts]
    struck_names = data.draw(st.sets(st.sampled_from(names)))
    late_names = data.draw(st.sets(st.sampled_from(names)))
    scenario = Scenario(
        name="drawn",
        defaults=tuple(
            Default(
                contract=name,
                on=START + timedelta(days=data.draw(st.integers(1, 3_000))),
                recovery=Rate(data.draw(st.integers(0, MBP))),
                lag_days=data.draw(st.integers(0, 2_000)),
            )
            for name in sorted(struck_names)
        ),
        delays=tuple(
            Delay(
                contract=name,
                since=START + timedelta(days=data.draw(st.integers(0, 2_000))),
                days=data.draw(st.integers(0, 1_500)),
            )
            for name in sorted(late_names)
        ),
    )
    book = Book.of(contracts)
    scenarios = (BASE, scenario)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_FEW", 0)
        projection = run_book(book, scenarios)

    for column, each in enumerate(scenarios):
        expected: dict[tuple[FlowKind, date], int] = {}
        for contract in contracts:
            covered = flows_of(contract.covers, book.by_id, each)
            for day, kind, amount in run_contract(contract, each, covered).flows:
                key = (kind, date.fromordinal(day).replace(day=1))
                expected[key] = expected.get(key, 0) + amount
        table = projection.amounts[:, :, column]
        found = {
            (KINDS[k], projection.months[m]): int(table[k, m])
            for k, m in np.argwhere(table != 0).tolist()
        }
        assert found == {key: amount for key, amount in expected.items() if amount}


def test_a_guarantee_of_another_currency_stands_in_another_book() -> None:
    foreign = Contract(id="G1", legs=(leg("L1", ceiling=Money(1, EUR)),))

    with pytest.raises(CurrencyMismatch, match="the book mixes EUR and XOF"):
        Book.of([loan(), foreign])
