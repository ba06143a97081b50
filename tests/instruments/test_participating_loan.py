"""A participating loan (prêt participatif) is a debt leg and a share of the result."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, run_contract
from investisens.instruments.amortisation import Amortisation
from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.loan import Loan
from investisens.instruments.participating_loan import ParticipatingLoan, Participation
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import YearDay
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.legs import ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import OnDates, YearDays
from strategies import Terms, debts, participations
from yearly import results


@st.composite
def loans(draw: st.DrawFn) -> ParticipatingLoan:
    each = draw(debts())
    shared = draw(participations(each["disbursed_on"], each["principal"].currency))
    return ParticipatingLoan(**each, participation=shared)


terms = loans()
paths = st.dictionaries(
    st.tuples(st.just("net_profit"), st.integers(2008, 2036)), st.integers(-(10**9), 10**10)
)

SHARE = Participation(
    share=Rate.parse("8 %"),
    first_year=2011,
    last_year=2014,
    paid_on=YearDay(6, 30),
    cap_of_principal=Rate.parse("3 %"),
)
LOAN = ParticipatingLoan(
    principal=Money(3_600_000, XOF),
    disbursed_on=date(2010, 9, 1),
    rate=Rate.parse("4 %"),
    repayment=Repayment(
        dues=(YearDays(first=date(2011, 8, 31), days=(YearDay(8, 31), YearDay(11, 30)), count=9),),
        interest_only_dues=1,
        rounding=Rounding(interest=RoundingMode.HALF_UP, principal=RoundingMode.DOWN),
    ),
    participation=SHARE,
)


@given(terms)
def test_its_debt_is_the_one_of_a_plain_loan(loan: ParticipatingLoan) -> None:
    plain = debt_leg(loan.principal, loan.disbursed_on, loan.rate, loan.repayment)

    assert loan.legs()[0] == plain


@given(terms)
def test_its_share_of_the_result_is_the_participation_as_written(loan: ParticipatingLoan) -> None:
    """The products are rounded as the interest of the loan is."""
    leg, shared = loan.legs()[1], loan.participation

    assert isinstance(leg, ParticipationLeg)
    assert leg.rounding == loan.repayment.rounding
    assert leg.share == shared.share.fraction
    assert [window.paid_on for window in leg.windows] == [
        shared.paid_on.in_year(year + 1) for year in range(shared.first_year, shared.last_year + 1)
    ]
    for name in ("measure", "cap_of_principal", "floor", "cap_total"):
        assert getattr(leg, name) == getattr(shared, name)


@given(debts(), paths)
def test_a_zero_share_participating_loan_equals_the_plain_loan(
    each: Terms, known: dict[tuple[str, int], int]
) -> None:
    start = each["disbursed_on"].year
    none = Participation(
        share=Rate(0), first_year=start, last_year=start + 10, paid_on=YearDay(6, 30)
    )
    loan = ParticipatingLoan(**each, participation=none)
    run = run_contract(Contract(id="L1", legs=loan.legs(), results=results(known)))
    plain = run_contract(Contract(id="L1", legs=Loan(**each).legs()))

    assert [flow for flow in run.flows if flow[1] is not FlowKind.PARTICIPATION] == [*plain.flows]
    assert sum(amount for _, kind, amount in run.flows if kind is FlowKind.PARTICIPATION) == 0


def test_pp_01_interest_and_a_capped_share_of_the_profit() -> None:
    """Oracle PP-01: 10 000 000 at 4 % + 5 % of net profit, at most 3 % of principal.

    A profit of 7 200 000 makes 400 000 + min(360 000, 300 000) = 700 000; a loss of 500 000 makes
    400 000. Interest is counted on whole years, participations paid half a year later.
    """
    loan = ParticipatingLoan(
        principal=Money(10_000_000, XOF),
        disbursed_on=date(2010, 12, 31),
        rate=Rate.parse("4 %"),
        repayment=Repayment(
            dues=(OnDates((date(2011, 12, 31), date(2012, 12, 31))),),
            amortisation=Amortisation.BULLET,
            day_count=DayCount.THIRTY_E_360,
        ),
        participation=Participation(
            share=Rate.parse("5 %"),
            first_year=2011,
            last_year=2012,
            paid_on=YearDay(6, 30),
            cap_of_principal=Rate.parse("3 %"),
        ),
    )
    known = results({("net_profit", 2011): 7_200_000, ("net_profit", 2012): -500_000})
    flows = run_contract(Contract(id="L1", legs=loan.legs(), results=known)).flows
    earned = [
        (date.fromordinal(day), amount)
        for day, kind, amount in flows
        if kind in (FlowKind.INTEREST, FlowKind.PARTICIPATION)
    ]

    assert earned == [
        (date(2011, 12, 31), 400_000),
        (date(2012, 6, 30), 300_000),
        (date(2012, 12, 31), 400_000),
        (date(2013, 6, 30), 0),
    ]


def test_it_ranks_after_every_other_creditor() -> None:
    """CMF, article L313-15; securities rank after it."""
    assert Rank.SUBORDINATED < ParticipatingLoan.legal_rank < Rank.SECURITY


def test_a_cap_on_return_in_another_currency_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LOAN, clauses=Clauses(cap_on_return=Money(5, EUR)))

    assert str(caught.value) == (
        "cap_on_return is 0.05 EUR but the instrument is in XOF: use one currency"
    )


def test_participations_of_a_loan_paid_on_time() -> None:
    """By hand: 8 % of the profit, at most 3 % of the principal owed a year before.

    2012: 65 600 of at most 94 500 (3 % of 3 150 000). 2013: at most 67 500 (of 2 250 000).
    2014: at most 40 500 (of 1 350 000). 2011 made a loss.
    """
    profits = {
        ("net_profit", year): profit
        for year, profit in {
            2011: -350_000,
            2012: 820_000,
            2013: 1_150_000,
            2014: 1_300_000,
        }.items()
    }
    flows = run_contract(Contract(id="L2", legs=LOAN.legs(), results=results(profits))).flows

    assert [
        (date.fromordinal(day), amount)
        for day, kind, amount in flows
        if kind is FlowKind.PARTICIPATION
    ] == [
        (date(2012, 6, 30), 0),
        (date(2013, 6, 30), 65_600),
        (date(2014, 6, 30), 67_500),
        (date(2015, 6, 30), 40_500),
    ]


@pytest.mark.parametrize("name", ["share", "cap_of_principal"])
@pytest.mark.parametrize("share", ["-1 %", "100.5 %"])
def test_a_share_outside_zero_to_a_hundred_percent_is_refused(name: str, share: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(SHARE, **{name: Rate.parse(share)})  # type: ignore[arg-type]

    assert str(caught.value) == f"{name} is {share}: use a share between 0 % and 100 %"
    assert (caught.value.field, caught.value.value) == (name, Rate.parse(share))


def test_years_in_reverse_are_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(SHARE, last_year=2010)

    assert str(caught.value) == (
        "last_year 2010 is before first_year 2011: check the order of the years"
    )
    assert (caught.value.field, caught.value.value) == ("last_year", 2010)


def test_a_floor_above_the_total_cap_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(SHARE, floor=Money(11, XOF), cap_total=Money(10, XOF))

    assert str(caught.value) == "floor 11 XOF is above cap_total 10 XOF: lower the floor"
    assert (caught.value.field, caught.value.value) == ("floor", Money(11, XOF))


@pytest.mark.parametrize("name", ["floor", "cap_total"])
def test_an_amount_in_another_currency_is_refused(name: str) -> None:
    amount: Any = {name: Money(1_000, EUR)}

    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LOAN, participation=attrs.evolve(SHARE, **amount))

    assert str(caught.value) == f"{name} is 10.00 EUR but the loan is in XOF: use one currency"
    assert (caught.value.field, caught.value.value) == (f"participation.{name}", Money(1_000, EUR))


def test_a_negative_rate_is_refused() -> None:
    with pytest.raises(InvalidTerms, match=r"^rate is -1 %: use 0 % or more$"):
        attrs.evolve(LOAN, rate=Rate.parse("-1 %"))
