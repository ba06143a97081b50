"""A shareholder's account (compte courant d'associé) is one debt leg, which a notice may end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.actus import dump
from investisens.engine.contract import Contract, run_contract
from investisens.engine.debt import ON_BALANCE, Flow
from investisens.engine.scenario import Scenario
from investisens.engine.schedule import schedule
from investisens.instruments.agreed import RateStep
from investisens.instruments.amortisation import Amortisation
from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.repaying_days import repaying_days
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.instruments.shareholder_account import ShareholderAccount
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms, NotSupported
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Every, OnDates
from shapes import FIXINGS, shaped
from strategies import Terms, debts


@st.composite
def accounts(draw: st.DrawFn) -> ShareholderAccount:
    """Blocked or not, callable or not, with a term or without."""
    each = draw(debts())
    callable_after = draw(st.none() | st.integers(0, 400))
    bullet = each["repayment"].amortisation is Amortisation.BULLET
    account = ShareholderAccount(**each, notice_days=callable_after)
    if bullet and callable_after is not None:
        account = attrs.evolve(account, open_ended=draw(st.booleans()))
    first = next(repaying_days(account.legs()[0].plan), each["repayment"].due_dates[-1])
    room = (first - account.disbursed_on).days
    if draw(st.booleans()):
        until = account.disbursed_on + timedelta(days=draw(st.integers(1, room)))
        account = attrs.evolve(account, blocked_until=until)
    return account


terms = accounts()

DUE = date(2012, 2, 29)
PLAIN: Terms = {
    "principal": Money(1_000, XOF),
    "disbursed_on": date(2011, 12, 31),
    "rate": Rate.parse("5 %"),
    "repayment": Repayment(dues=(OnDates((DUE,)),)),
}
YEARLY = ShareholderAccount(
    principal=Money(1_000_000, XOF),
    disbursed_on=date(2012, 1, 1),
    rate=Rate.parse("5 %"),
    repayment=Repayment(
        dues=(Every(first=date(2012, 12, 31), every=Period(months=12), count=4),),
        amortisation=Amortisation.BULLET,
    ),
    notice_days=90,
)
OPEN = attrs.evolve(YEARLY, open_ended=True)


def notice(on: date) -> Happening:
    return Happening(contract="A1", on=on, what=HappeningKind.NOTICE)


def flows_of(account: ShareholderAccount, *happened: Happening) -> tuple[Flow, ...]:
    contract = Contract(id="A1", legs=account.legs_after(happened), fixings=FIXINGS)
    return run_contract(contract).flows


def told(flows: tuple[Flow, ...]) -> list[tuple[str, str, int]]:
    return [(str(date.fromordinal(day)), kind.value, amount) for day, kind, amount in flows]


@given(debts())
def test_without_notice_it_is_the_debt_leg_of_its_terms(each: Terms) -> None:
    assert ShareholderAccount(**each).legs() == (debt_leg(**each),)
    assert ShareholderAccount(**each, notice_days=30).legs() == (debt_leg(**each),)


# Notice.


@given(shaped(most=24), st.integers(0, 400), st.integers(0, 3_000))
def test_after_notice_all_that_is_owed_is_repaid_on_one_day(
    each: Terms, days: int, after: int
) -> None:
    """Whatever the amortisation and its options: dues before stay, and nothing is left after."""
    on = each["disbursed_on"] + timedelta(days=after)
    repaid_on = on + timedelta(days=days)
    assume(each["disbursed_on"] < repaid_on <= each["repayment"].due_dates[-1])
    account = ShareholderAccount(**each, notice_days=days)
    signed, called = flows_of(account), flows_of(account, notice(on))
    last = repaid_on.toordinal()

    assert sum(ON_BALANCE.get(kind, 0) * amount for _, kind, amount in called) == 0
    assert max(day for day, _, _ in called) <= last
    assert [each for each in called if each[0] < last] == [
        each for each in signed if each[0] < last
    ]


def test_notice_repays_principal_with_interest_up_to_that_day() -> None:
    """By hand: 90 days after 30 June 2012 is 28 September, 271 days after 1 January.

    1 000 000 x 5 % x 271 / 365 = 37 123.29.
    """
    assert told(flows_of(YEARLY, notice(date(2012, 6, 30)))) == [
        ("2012-01-01", "disbursement", 1_000_000),
        ("2012-09-28", "principal", 1_000_000),
        ("2012-09-28", "interest", 37_123),
    ]


def test_an_account_on_demand_is_repaid_on_the_day_of_notice() -> None:
    on_demand = attrs.evolve(YEARLY, notice_days=0)
    flows = told(flows_of(on_demand, notice(date(2013, 12, 31))))

    assert flows[-2:] == [
        ("2013-12-31", "principal", 1_000_000),
        ("2013-12-31", "interest", 50_000),
    ]


def test_the_first_notice_counts() -> None:
    first, second = notice(date(2012, 6, 30)), notice(date(2013, 6, 30))

    assert YEARLY.legs_after((second, first)) == YEARLY.legs_after((first,))


def test_a_scenario_may_assume_a_notice() -> None:
    assumed = Scenario(name="called", happenings=(notice(date(2012, 6, 30)),))
    contract = Contract(id="A1", legs=YEARLY.legs(), switch=YEARLY.legs_after)

    assert run_contract(contract, assumed).flows == flows_of(YEARLY, notice(date(2012, 6, 30)))


def test_an_account_without_a_term_pays_interest_until_it_is_called() -> None:
    """By hand: 366, 365, 365 and 365 days; then 91 days, 1 000 000 x 5 % x 91 / 365 = 12 465.75.

    From 1 January to 31 December 2012 there are 365 days.
    """
    waiting = run_contract(Contract(id="A1", legs=OPEN.legs()))
    assert waiting.outstanding == 1_000_000
    assert [row.total for row in schedule(OPEN.legs()[0]).rows] == [50_000] * 4

    assert told(flows_of(OPEN, notice(date(2016, 1, 1))))[-2:] == [
        ("2016-03-31", "principal", 1_000_000),
        ("2016-03-31", "interest", 12_466),
    ]


@given(terms)
def test_an_account_without_a_term_repays_nothing_by_itself(account: ShareholderAccount) -> None:
    kinds = {kind for _, kind, _ in flows_of(account)}

    assert (FlowKind.PRINCIPAL in kinds) is not account.open_ended


@given(terms)
def test_no_principal_comes_back_while_it_is_blocked(account: ShareholderAccount) -> None:
    until = account.blocked_until or account.disbursed_on

    assert all(
        date.fromordinal(day) >= until
        for day, kind, _ in flows_of(account)
        if kind is FlowKind.PRINCIPAL
    )


def test_a_due_paid_later_than_it_falls_is_paid_on_its_day_where_the_account_ends_before() -> None:
    """The due of 31 December 2012 is to be paid on 15 January; notice ends it on 10 January.

    By hand: 365 days make 50 000 on 31 December, 10 days 1 369.86 on 10 January.
    """
    days = tuple(date(year, 1, 15) for year in range(2013, 2017))
    repayment = attrs.evolve(YEARLY.repayment, paid_on=OnDates(days))
    account = attrs.evolve(YEARLY, repayment=repayment)

    assert told(flows_of(account, notice(date(2012, 10, 12))))[1:] == [
        ("2012-12-31", "interest", 50_000),
        ("2013-01-10", "principal", 1_000_000),
        ("2013-01-10", "interest", 1_370),
    ]


# Tax, rank and ACTUS.


def test_cca_03_the_enterprise_adds_back_what_passes_the_cap() -> None:
    """Oracle CCA-03: 40 000 EUR all year at 7 %, cap 5.75 %: 2 800 = 2 300 + 500."""
    account = ShareholderAccount(
        principal=Money(40_000_00, EUR),
        disbursed_on=date(2023, 12, 31),
        rate=Rate.parse("7 %"),
        repayment=Repayment(dues=(OnDates((date(2024, 12, 31),)),)),
    )
    year = (date(2024, 1, 1), date(2024, 12, 31))
    # 366 days over 365 make 2 807.67; the oracle's whole year is 2 800.
    interest = Money(2_800_00, EUR)
    split = account.deductible(interest, *year, on=date(2025, 1, 15))

    assert (split.deductible, split.add_back) == (Money(2_300_00, EUR), Money(500_00, EUR))
    unpaid = account.deductible(interest, *year, on=date(2025, 1, 15), paid_up=False)
    assert unpaid.add_back == interest


def test_a_rate_that_changes_has_no_one_deductible_part() -> None:
    step = RateStep(on=date(2013, 6, 30), rate=Rate.parse("6 %"))
    account = attrs.evolve(YEARLY, repayment=attrs.evolve(YEARLY.repayment, rate_steps=(step,)))

    with pytest.raises(NotSupported) as caught:
        account.deductible(
            Money(50_000, XOF), date(2024, 1, 1), date(2024, 12, 31), on=date(2025, 1, 15)
        )

    assert str(caught.value) == (
        "rate_steps is given: interest is not one rate on what is owed, split the year and use "
        "deductible_interest for each part"
    )


def test_flat_interest_has_no_one_deductible_part() -> None:
    flat = Repayment(dues=YEARLY.repayment.dues, amortisation=Amortisation.FLAT)

    with pytest.raises(NotSupported, match=r"^amortisation is flat: interest is not one rate"):
        attrs.evolve(YEARLY, repayment=flat).deductible(
            Money(50_000, XOF), date(2024, 1, 1), date(2024, 12, 31), on=date(2025, 1, 15)
        )


def test_it_ranks_with_ordinary_creditors_unless_it_is_subordinated() -> None:
    subordinated = attrs.evolve(YEARLY, clauses=Clauses(rank=Rank.SUBORDINATED))

    assert YEARLY.legal_rank is Rank.SENIOR
    assert YEARLY.legal_rank < (subordinated.clauses.rank or Rank.SENIOR)


def test_an_account_with_a_term_is_written_in_actus_terms_and_one_without_is_not() -> None:
    assert dump(YEARLY)["contractType"] == "PAM"
    with pytest.raises(NotSupported) as caught:
        dump(OPEN)

    assert str(caught.value) == (
        "open_ended is True: the terms that ACTUS has for a notice need its day, write the "
        "account with a term"
    )


# Refusals.


@pytest.mark.parametrize("minor", [0, -1])
def test_a_principal_that_is_not_positive_is_refused(minor: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        ShareholderAccount(**{**PLAIN, "principal": Money(minor, XOF)})

    assert str(caught.value) == f"principal is {minor} XOF: lend a positive amount"
    assert (caught.value.field, caught.value.value) == ("principal", Money(minor, XOF))


def test_a_negative_rate_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        ShareholderAccount(**{**PLAIN, "rate": Rate.parse("-0.5 %")})

    assert str(caught.value) == "rate is -0.5 %: use 0 % or more"
    assert (caught.value.field, caught.value.value) == ("rate", Rate(-50_000))


@pytest.mark.parametrize("on", [DUE, date(2012, 3, 1)])
def test_a_first_due_that_is_not_after_disbursement_is_refused(on: Any) -> None:
    with pytest.raises(InvalidTerms) as caught:
        ShareholderAccount(**{**PLAIN, "disbursed_on": on})

    assert str(caught.value) == (
        f"first due 2012-02-29 is not after disbursed_on {on}: check the order of the dates"
    )
    assert (caught.value.field, caught.value.value) == ("repayment.dues", DUE)


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"notice_days": -1}, "notice_days is -1: use 0 to 3,650 days", "notice_days"),
        ({"notice_days": 3_651}, "notice_days is 3651: use 0 to 3,650 days", "notice_days"),
        (
            {"notice_days": None, "open_ended": True},
            "open_ended is True but notice_days is not given: nothing would ever repay the "
            "account, give the days of notice",
            "notice_days",
        ),
        (
            {"open_ended": True, "repayment": Repayment(dues=YEARLY.repayment.dues)},
            "open_ended is True but amortisation is constant_principal: use bullet, whose "
            "principal waits for the notice",
            "repayment.amortisation",
        ),
        (
            {"blocked_until": date(2012, 1, 1)},
            "blocked_until 2012-01-01 is not after disbursed_on 2012-01-01: check the order of "
            "the dates",
            "blocked_until",
        ),
        (
            {"blocked_until": date(2016, 1, 1)},
            "principal comes back on 2015-12-31 but the account is blocked until 2016-01-01: "
            "give later dues, or more of them that pay interest alone",
            "blocked_until",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(5, EUR))},
            "cap_on_return is 0.05 EUR but the instrument is in XOF: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_contradict_themselves_are_refused(
    changes: Terms, message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(YEARLY, **changes)

    assert str(caught.value) == message
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("changes", "on", "message"),
    [
        (
            {"notice_days": None},
            date(2012, 6, 30),
            "notice was given on 2012-06-30 but the holder cannot call the account: give "
            "notice_days, or leave the notice out",
        ),
        (
            {"blocked_until": date(2014, 1, 1)},
            date(2013, 6, 30),
            "the notice of 2013-06-30 would repay the account on 2013-09-28 but it is blocked "
            "until 2014-01-01: give notice later",
        ),
        (
            {},
            date(2011, 10, 3),
            "the notice of 2011-10-03 would repay the account on 2012-01-01 but it is paid out "
            "on 2012-01-01: give notice later",
        ),
        (
            {},
            date(2015, 10, 3),
            "the notice of 2015-10-03 would repay the account on 2016-01-01 but its last due is "
            "2015-12-31: nothing is left to call, leave the notice out",
        ),
    ],
)
def test_a_notice_that_cannot_repay_the_account_is_refused(
    changes: Terms, on: date, message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(YEARLY, **changes).legs_after((notice(on),))

    assert str(caught.value) == message
