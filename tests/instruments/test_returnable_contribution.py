"""A returnable contribution (apport avec droit de reprise) comes back as far as its clause says."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, ContractRun, run_contract
from investisens.engine.scenario import BASE, Default, Scenario
from investisens.instruments.agreed import RateStep, Tranche
from investisens.instruments.amortisation import Amortisation
from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Repayment
from investisens.instruments.returnable_contribution import (
    AtTerm,
    ReturnableContribution,
    ReturnCondition,
)
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.results import NO_RESULTS, Results
from investisens.values.schedule import OnDates
from strategies import currencies, days, debts, minors, roundings
from yearly import results

positive = st.integers(1, 10**9)


@st.composite
def conditions(draw: st.DrawFn, money: Any) -> ReturnCondition:
    cap = draw(st.none() | positive)
    return ReturnCondition(
        threshold=Money(draw(st.integers(0, 10**9)), money),
        measure=draw(st.sampled_from(["net_assets", "net_profit"])),
        cap=None if cap is None else Money(cap, money),
        at_term=draw(st.sampled_from(AtTerm)),
    )


@st.composite
def on_condition(draw: st.DrawFn) -> ReturnableContribution:
    """One due a year at most, on any day of the years after the payment."""
    start, money = draw(days), draw(currencies)
    later = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=6)))
    dues = tuple(
        draw(st.dates(date(start.year + n, 1, 1), date(start.year + n, 12, 31))) for n in later
    )
    return ReturnableContribution(
        principal=Money(draw(minors), money),
        disbursed_on=start,
        repayment=Repayment(
            dues=(OnDates(dues),), amortisation=Amortisation.BULLET, rounding=draw(roundings)
        ),
        condition=draw(conditions(money)),
    )


def on_its_dues() -> st.SearchStrategy[ReturnableContribution]:
    return debts().map(
        lambda each: ReturnableContribution(
            principal=each["principal"],
            disbursed_on=each["disbursed_on"],
            repayment=each["repayment"],
        )
    )


terms = on_condition() | on_its_dues()

KEPT = ReturnCondition(threshold=Money(5_000_000, XOF))
CONTRIBUTION = ReturnableContribution(
    principal=Money(3_000_000, XOF),
    disbursed_on=date(2011, 3, 1),
    repayment=Repayment(
        dues=(OnDates(tuple(date(year, 6, 30) for year in range(2013, 2017))),),
        amortisation=Amortisation.BULLET,
    ),
    condition=KEPT,
)
NET_ASSETS = results(
    {
        ("net_assets", 2012): 4_500_000,
        ("net_assets", 2013): 5_800_000,
        ("net_assets", 2014): 6_500_000,
        ("net_assets", 2015): 5_200_000,
    }
)


def run_of(
    contribution: ReturnableContribution, known: Results, scenario: Scenario = BASE
) -> ContractRun:
    return run_contract(Contract(id="R1", legs=contribution.legs(), results=known), scenario)


def returned(run: ContractRun) -> list[tuple[str, int]]:
    return [
        (str(date.fromordinal(day)), amount)
        for day, kind, amount in run.flows
        if kind is FlowKind.PRINCIPAL
    ]


def summed(run: ContractRun, kind: FlowKind) -> int:
    return sum(amount for _, each, amount in run.flows if each is kind)


def paths(years: range = range(2008, 2037)) -> st.SearchStrategy[dict[tuple[str, int], int]]:
    """Net assets and profits of some of the years."""
    known = st.tuples(st.sampled_from(["net_assets", "net_profit"]), st.sampled_from(years))
    return st.dictionaries(known, st.integers(-(10**9), 10**10), max_size=40)


# Without a condition.


@given(on_its_dues())
def test_without_a_condition_it_is_a_loan_at_nothing(each: ReturnableContribution) -> None:
    loan = Loan(
        principal=each.principal,
        disbursed_on=each.disbursed_on,
        rate=Rate(0),
        repayment=each.repayment,
    )

    assert each.legs() == loan.legs()


# With one.


def test_each_due_returns_what_net_assets_pass_the_threshold_by() -> None:
    """By hand: nothing, 800 000, 1 500 000; the last due returns all that is left of 3 000 000.

    200 000 by the condition and 500 000 because it is the term, on one day.
    """
    run = run_of(CONTRIBUTION, NET_ASSETS)

    assert returned(run) == [
        ("2014-06-30", 800_000),
        ("2015-06-30", 1_500_000),
        ("2016-06-30", 200_000),
        ("2016-06-30", 500_000),
    ]
    assert run.outstanding == 0


@pytest.mark.parametrize(
    ("at_term", "left", "lost"), [(AtTerm.STAYS, 500_000, 0), (AtTerm.GIVEN_UP, 0, 500_000)]
)
def test_the_rest_stays_or_is_given_up_where_it_is_not_due(
    at_term: AtTerm, left: int, lost: int
) -> None:
    kept = attrs.evolve(CONTRIBUTION, condition=attrs.evolve(KEPT, at_term=at_term))
    run = run_of(kept, NET_ASSETS)

    assert returned(run)[-1] == ("2016-06-30", 200_000)
    assert (run.outstanding, summed(run, FlowKind.LOSS)) == (left, lost)


def test_a_cap_holds_each_due_back() -> None:
    """By hand: 800 000 and 1 500 000 are cut to 600 000; 200 000 passes; 1 600 000 at the term."""
    capped = attrs.evolve(KEPT, cap=Money(600_000, XOF))
    run = run_of(attrs.evolve(CONTRIBUTION, condition=capped), NET_ASSETS)

    assert [amount for _, amount in returned(run)] == [600_000, 600_000, 200_000, 1_600_000]


def test_a_year_whose_accounts_are_not_known_returns_nothing() -> None:
    run = run_of(CONTRIBUTION, NO_RESULTS)

    assert returned(run) == [("2016-06-30", 3_000_000)]


@given(on_condition(), paths())
def test_no_more_comes_back_than_was_paid_out(
    contribution: ReturnableContribution, known: dict[tuple[str, int], int]
) -> None:
    """It bears nothing: all that moves is principal, returned, left or given up."""
    run = run_of(contribution, results(known))
    back, lost = summed(run, FlowKind.PRINCIPAL), summed(run, FlowKind.LOSS)

    assert back + lost + run.outstanding == contribution.principal.minor
    assert {kind for _, kind, _ in run.flows} <= {
        FlowKind.DISBURSEMENT,
        FlowKind.PRINCIPAL,
        FlowKind.LOSS,
    }


@given(on_condition(), paths())
def test_no_due_before_the_term_returns_more_than_the_condition_allows(
    contribution: ReturnableContribution, known: dict[tuple[str, int], int]
) -> None:
    condition = contribution.condition
    assert condition is not None
    stays = attrs.evolve(contribution, condition=attrs.evolve(condition, at_term=AtTerm.STAYS))

    for day, amount in returned(run_of(stays, results(known))):
        result = known[condition.measure, int(day[:4]) - 1]
        assert 0 < amount <= result - condition.threshold.minor
        assert condition.cap is None or amount <= condition.cap.minor


@given(on_condition(), paths(), st.integers(0, 10**9))
def test_better_accounts_never_return_less(
    contribution: ReturnableContribution, known: dict[tuple[str, int], int], more: int
) -> None:
    better = {key: minor + more for key, minor in known.items()}
    found = [
        summed(run_of(contribution, results(path)), FlowKind.PRINCIPAL) for path in (known, better)
    ]

    assert found[0] <= found[1]


def test_a_winding_up_loses_what_was_not_returned() -> None:
    """By hand: 800 000 came back in 2014; 2 200 000 are struck in 2015, a tenth comes back."""
    struck = Scenario(
        name="wound up",
        defaults=(Default(contract="R1", on=date(2015, 1, 1), recovery=Rate.parse("10 %")),),
    )
    run = run_of(CONTRIBUTION, NET_ASSETS, struck)

    assert returned(run) == [("2014-06-30", 800_000)]
    assert summed(run, FlowKind.RECOVERY) == 220_000
    assert summed(run, FlowKind.LOSS) == 1_980_000


def test_it_ranks_with_equity() -> None:
    assert CONTRIBUTION.legal_rank is Rank.EQUITY


# Refusals.


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"threshold": Money(-1, XOF)},
            "threshold is -1 XOF: use an amount of 0 or more",
            "threshold",
        ),
        (
            {"cap": Money(0, XOF)},
            "cap is 0 XOF: give a positive amount, or leave it out",
            "cap",
        ),
        (
            {"cap": Money(5, EUR)},
            "cap is 0.05 EUR but threshold is in XOF: use one currency",
            "cap",
        ),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(KEPT, **changes)

    assert str(caught.value) == message
    assert caught.value.field == field


BULLET = Amortisation.BULLET


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"principal": Money(0, XOF)},
            "principal is 0 XOF: lend a positive amount",
            "principal",
        ),
        (
            {"condition": ReturnCondition(threshold=Money(5, EUR))},
            "threshold is 0.05 EUR but the contribution is in XOF: use one currency",
            "condition.threshold",
        ),
        (
            {"repayment": Repayment(dues=CONTRIBUTION.repayment.dues)},
            "amortisation is constant_principal but a condition says what each due returns: use "
            "bullet",
            "repayment.amortisation",
        ),
        (
            {
                "repayment": attrs.evolve(
                    CONTRIBUTION.repayment,
                    draws=(Tranche(on=date(2012, 1, 1), amount=Money(5, XOF)),),
                )
            },
            "draws is given but a condition says what each due returns: leave it out",
            "repayment.draws",
        ),
        (
            {
                "repayment": attrs.evolve(
                    CONTRIBUTION.repayment,
                    rate_steps=(RateStep(on=date(2012, 1, 1), rate=Rate(1)),),
                )
            },
            "rate_steps is given but a returnable contribution bears nothing: leave it out",
            "repayment.rate_steps",
        ),
        (
            {
                "repayment": Repayment(
                    dues=(OnDates((date(2011, 12, 31), date(2012, 6, 30))),), amortisation=BULLET
                )
            },
            "a due is 2011-12-31, in the year of payment: with a condition give one due a year at "
            "most, the next in 2012 or later",
            "repayment.dues",
        ),
        (
            {
                "repayment": Repayment(
                    dues=(OnDates((date(2013, 6, 30), date(2013, 12, 31))),), amortisation=BULLET
                )
            },
            "a due is 2013-12-31, in the year of the due before: with a condition give one due a "
            "year at most, the next in 2014 or later",
            "repayment.dues",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(5, EUR))},
            "cap_on_return is 0.05 EUR but the instrument is in XOF: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_contradict_themselves_are_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(CONTRIBUTION, **changes)

    assert str(caught.value) == message
    assert caught.value.field == field
