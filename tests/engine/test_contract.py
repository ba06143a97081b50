"""One contract in one scenario: its flows, from its start or from where it stands."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, run_contract
from investisens.engine.debt import ON_BALANCE, Opening, outstanding, run_debt
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.engine.schedule import schedule
from investisens.instruments.repayment import Amortisation, Repayment, debt_leg
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.daycount import DayCount
from investisens.values.errors import CurrencyMismatch, InvalidTerms
from investisens.values.legs import DebtLeg, KnownFlows, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from investisens.values.schedule import OnDates
from investisens.values.shares import ShareLeg
from investisens.values.steps import Plan, RepayAmount, SetRate
from strategies import books, contracts, first_day_of_risk, legs, scenarios, shares_of_one
from yearly import results, windows

START = date(2012, 1, 1)
DUES = (date(2013, 1, 1), date(2014, 1, 1), date(2015, 1, 1))
CASH = frozenset({FlowKind.PRINCIPAL, FlowKind.INTEREST, FlowKind.FEE})


def debt(principal: int = 300, rate: str = "0 %", **terms: Any) -> DebtLeg:
    repayment = Repayment(dues=(OnDates(DUES),), day_count=DayCount.THIRTY_E_360, **terms)
    return debt_leg(Money(principal, XOF), START, Rate.parse(rate), repayment)


def known(*flows: tuple[date, int], currency: Any = XOF) -> KnownFlows:
    return KnownFlows(
        flows=tuple(
            CashFlow(on=on, amount=Money(minor, currency), kind=FlowKind.FEE, party="X")
            for on, minor in flows
        )
    )


def dated(flows: Any) -> list[tuple[date, FlowKind, int]]:
    return [(date.fromordinal(day), kind, amount) for day, kind, amount in flows]


# Conservation and the schedule.


@given(books(size=3))
def test_lent_and_capitalised_is_repaid_recovered_lost_or_outstanding(book: Any) -> None:
    held, futures = book
    for contract in held:
        for scenario in futures:
            result = run_contract(contract, scenario)
            moved = sum(ON_BALANCE.get(kind, 0) * amount for _, kind, amount in result.flows)
            assert moved == result.outstanding


@given(legs())
def test_without_a_scenario_the_flows_are_the_schedule(leg: DebtLeg) -> None:
    """Property 31 of the fund: no default and no delay give the contract as signed."""
    flows = run_contract(Contract(id="L1", legs=(leg,))).flows
    by_day: dict[date, int] = {}
    for day, kind, amount in flows:
        if kind in CASH:
            on = date.fromordinal(day)
            by_day[on] = by_day.get(on, 0) + amount

    assert by_day == {row.due_on: row.total for row in schedule(leg).rows if row.total}


@given(contracts("C1"))
def test_an_empty_scenario_changes_nothing(contract: Contract) -> None:
    """Property 32 of the fund."""
    empty = Scenario(name="empty", delays=(Delay(contract="C1", since=START, days=0),))

    assert run_contract(contract, empty) == run_contract(contract, BASE)


@given(contracts("C1"), st.integers(0, 4_000), shares_of_one)
def test_nothing_but_the_recovery_is_received_from_the_default_on(
    contract: Contract, days: int, recovery: Rate
) -> None:
    on = first_day_of_risk(contract) + timedelta(days=days)
    default = Default(contract="C1", on=on, recovery=recovery, lag_days=30)
    flows = run_contract(contract, Scenario(name="bad", defaults=(default,))).flows
    later = {kind for day, kind, amount in flows if day >= on.toordinal() and amount}

    assert later <= {
        FlowKind.RECOVERY,
        FlowKind.LOSS,
        FlowKind.SHARE_SALE,
        FlowKind.SHARE_LOSS,
    }


@given(legs(), st.integers(0, 4_000), st.integers(0, MBP), st.integers(0, MBP))
def test_a_higher_recovery_never_loses_more(leg: DebtLeg, days: int, one: int, other: int) -> None:
    def lost(recovery: int) -> int:
        on = leg.start + timedelta(days=1 + days)
        default = Default(contract="C1", on=on, recovery=Rate(recovery))
        flows = run_debt(leg, default=default).flows
        return sum(amount for _, kind, amount in flows if kind is FlowKind.LOSS)

    assert lost(max(one, other)) <= lost(min(one, other))


@given(st.data(), contracts("C1"))
def test_flows_come_in_the_order_of_their_days(data: st.DataObject, contract: Contract) -> None:
    scenario = data.draw(scenarios("S", (contract,)))
    days = [day for day, _, _ in run_contract(contract, scenario).flows]

    assert days == sorted(days)


# Small cases by hand.


def test_a_delay_moves_the_steps_from_its_day_and_interest_runs_on() -> None:
    """300 at 12 %: a year, then a year and three months, on 30 days a month."""
    leg = debt(rate="12 %")
    delay = Delay(contract="L1", since=DUES[1], days=90)

    assert dated(run_debt(leg, delay=delay).flows) == [
        (START, FlowKind.DISBURSEMENT, 300),
        (DUES[0], FlowKind.PRINCIPAL, 100),
        (DUES[0], FlowKind.INTEREST, 36),
        (date(2014, 4, 1), FlowKind.PRINCIPAL, 100),
        (date(2014, 4, 1), FlowKind.INTEREST, 30),
        (date(2015, 4, 1), FlowKind.PRINCIPAL, 100),
        (date(2015, 4, 1), FlowKind.INTEREST, 12),
    ]


def test_a_default_splits_the_balance_into_recovery_and_loss() -> None:
    default = Default(contract="L1", on=DUES[1], recovery=Rate.parse("33.333 %"), lag_days=31 + 28)

    assert dated(run_debt(debt(), default=default).flows) == [
        (START, FlowKind.DISBURSEMENT, 300),
        (DUES[0], FlowKind.PRINCIPAL, 100),
        (DUES[1], FlowKind.LOSS, 134),
        (date(2014, 3, 1), FlowKind.RECOVERY, 66),
    ]


def test_a_default_after_the_last_due_loses_what_was_left() -> None:
    leg = attrs.evolve(debt(), plan=Plan((RepayAmount(DUES[0], 40),)))
    result = run_debt(leg, default=Default(contract="L1", on=date(2020, 1, 1)))

    assert dated(result.flows)[-1] == (date(2020, 1, 1), FlowKind.LOSS, 260)
    assert result.outstanding == 0


def test_known_flows_keep_their_sign_move_with_a_delay_and_stop_at_a_default() -> None:
    contract = Contract(id="X", legs=(known((START, -50), (DUES[0], 30), (DUES[1], 40)),))
    scenario = Scenario(
        name="late",
        defaults=(Default(contract="X", on=date(2014, 1, 31)),),
        delays=(Delay(contract="X", since=DUES[0], days=30),),
    )

    assert dated(run_contract(contract, scenario).flows) == [
        (START, FlowKind.KNOWN, -50),
        (date(2013, 1, 31), FlowKind.KNOWN, 30),
    ]


def test_a_participation_looks_at_the_principal_of_the_same_scenario() -> None:
    """Ten percent of the principal at the end of the year before: 200, not 100, when delayed."""
    leg = ParticipationLeg(
        measure="net_profit",
        share=Fraction(100, 100),
        windows=windows(2014, 2014),
        cap_of_principal=Rate.parse("10 %"),
    )
    contract = Contract(id="L2", legs=(debt(), leg), results=results({("net_profit", 2014): 10**6}))

    def paid(*delays: Delay) -> list[int]:
        flows = run_contract(contract, Scenario(name="s", delays=delays)).flows
        return [amount for _, kind, amount in flows if kind is FlowKind.PARTICIPATION]

    assert paid() == [20]
    assert paid(Delay(contract="L2", since=DUES[0], days=400)) == [30]


# From where a running debt stands.


def opened(leg: DebtLeg, on: date, **state: Any) -> Opening:
    past = ((leg.start.toordinal(), FlowKind.DISBURSEMENT, leg.principal.minor),)
    return Opening(on=on, since=on, past=past, **state)


def test_the_next_repayment_asks_for_what_is_overdue() -> None:
    opening = opened(debt(), DUES[0], overdue=100)

    assert dated(run_debt(debt(), opening).flows)[1:] == [
        (DUES[1], FlowKind.PRINCIPAL, 200),
        (DUES[2], FlowKind.PRINCIPAL, 100),
    ]


def test_interest_accrued_before_the_opening_is_paid_with_the_next() -> None:
    """36 of the first year were not paid: 36 + 36 are due a year later."""
    leg = debt(rate="12 %", amortisation=Amortisation.BULLET)
    flows = run_debt(leg, opened(leg, DUES[0], accrued=36)).flows

    assert dated(flows)[1] == (DUES[1], FlowKind.INTEREST, 72)


def test_the_rate_in_force_at_the_opening_runs_on() -> None:
    """The rate fell from 12 % to 6 % in the first year; 300 then bear 18 a year."""
    leg = debt(rate="12 %", amortisation=Amortisation.BULLET)
    change = SetRate(date(2012, 7, 1), Rate.parse("6 %"))
    leg = attrs.evolve(leg, plan=Plan((change, *leg.plan.steps)))

    flows = run_debt(leg, opened(leg, DUES[0])).flows
    assert dated(flows)[1] == (DUES[1], FlowKind.INTEREST, 18)


def test_what_the_past_flows_leave_is_the_opening_balance() -> None:
    past = (
        (START.toordinal(), FlowKind.DISBURSEMENT, 300),
        (DUES[0].toordinal(), FlowKind.PRINCIPAL, 80),
        (DUES[0].toordinal(), FlowKind.INTEREST, 9),
    )

    assert Opening(on=DUES[0], since=DUES[0], past=past).balance == 220
    assert outstanding(past, START) == 300


# Refused.


def test_two_debts_make_two_contracts() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Contract(id="L1", legs=(debt(), debt()))

    assert str(caught.value) == "contract 'L1' has 2 debt legs: make a contract of each"
    assert (caught.value.field, caught.value.value) == ("legs", 2)


def test_a_participation_that_looks_at_principal_stands_after_its_debt() -> None:
    leg = ParticipationLeg(
        measure="net_profit",
        share=Fraction(8, 100),
        windows=windows(2012, 2014),
        cap_of_principal=Rate.parse("3 %"),
    )

    with pytest.raises(InvalidTerms) as caught:
        Contract(id="L2", legs=(leg, debt()))

    assert str(caught.value) == (
        "contract 'L2' has a participation without a debt before it: put its debt leg first"
    )
    assert (caught.value.field, caught.value.value) == ("legs", leg)


def test_a_contract_holds_one_currency() -> None:
    with pytest.raises(CurrencyMismatch) as caught:
        Contract(id="L1", legs=(debt(), known((START, 1), currency=EUR)))

    assert str(caught.value) == "contract 'L1' mixes EUR and XOF: use one currency"
    assert caught.value.field == "legs"


@pytest.mark.parametrize("on", [START, START - timedelta(days=1)])
@pytest.mark.parametrize(
    "leg",
    [debt(), ShareLeg(units=1, price=Money(9, XOF), start=START)],
    ids=["debt", "shares"],
)
def test_a_default_before_there_is_anything_to_lose_is_refused(
    leg: DebtLeg | ShareLeg, on: date
) -> None:
    scenario = Scenario(name="s", defaults=(Default(contract="C1", on=on),))

    with pytest.raises(InvalidTerms) as caught:
        run_contract(Contract(id="C1", legs=(leg,)), scenario)

    assert str(caught.value) == (
        f"contract 'C1' defaults on {on}, not after 2012-01-01, when it starts or was taken over: "
        "give a later day"
    )
    assert (caught.value.field, caught.value.value) == ("on", on)


def test_a_default_on_the_day_of_the_opening_is_refused() -> None:
    contract = Contract(id="C1", legs=(debt(),), opening=opened(debt(), DUES[0]))
    scenario = Scenario(name="s", defaults=(Default(contract="C1", on=DUES[0]),))

    with pytest.raises(InvalidTerms, match="not after 2013-01-01, when it starts or was taken"):
        run_contract(contract, scenario)


def test_the_rounding_of_a_leg_rules_its_instalments() -> None:
    leg = debt(principal=100, rounding=Rounding(multiple=25))

    assert [amount for _, _, amount in run_debt(leg).flows] == [100, 25, 25, 50]
