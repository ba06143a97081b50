"""A repayable advance (avance remboursable): no success, nothing due."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, ContractRun, run_contract
from investisens.engine.scenario import BASE, Scenario
from investisens.engine.schedule import schedule
from investisens.instruments.agreed import Fee, FeeKind, RateStep, Tranche
from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.repayable_advance import AfterSuccess, OnFailure, RepayableAdvance
from investisens.instruments.repaying_days import repaying_days
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.servicing.arrears import NOTHING_LATE, arrears_of
from investisens.servicing.history import Era, history
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding
from investisens.values.schedule import OnDates
from strategies import currencies, days, debts, minors, roundings

YEAR = Period(months=12)
periods = st.builds(Period, months=st.integers(1, 60)) | st.builds(Period, days=st.integers(1, 900))
after_success = st.builds(
    AfterSuccess, first=periods, every=periods, count=st.integers(1, 24), rounding=roundings
)
shares = st.integers(1, MBP).map(Rate)


@st.composite
def failures(draw: st.DrawFn, start: date) -> OnFailure | None:
    share = draw(st.none() | shares)
    if share is None:
        return None
    kind = draw(st.sampled_from(["dated", "counted", "at once"]))
    due_on = start + timedelta(days=draw(st.integers(1, 3_000))) if kind == "dated" else None
    due_after = draw(periods) if kind == "counted" else None
    return OnFailure(share=share, due_on=due_on, due_after=due_after)


@st.composite
def advances(draw: st.DrawFn) -> RepayableAdvance:
    """Dues dated or counted from success."""
    if draw(st.booleans()):
        each = draw(debts())
        start = each["disbursed_on"]
        return RepayableAdvance(
            principal=each["principal"],
            disbursed_on=start,
            repayment=each["repayment"],
            on_failure=draw(failures(start)),
        )
    start = draw(days)
    return RepayableAdvance(
        principal=Money(draw(minors), draw(currencies)),
        disbursed_on=start,
        after_success=draw(after_success),
        on_failure=draw(failures(start)),
    )


terms = advances()

START = date(2011, 1, 1)
DUES = Repayment(dues=(OnDates(tuple(date(year, 1, 1) for year in range(2014, 2018))),))
ADVANCE = RepayableAdvance(
    principal=Money(6_000_000, XOF),
    disbursed_on=START,
    repayment=DUES,
    on_failure=OnFailure(share=Rate.parse("20 %"), due_on=date(2014, 1, 1)),
)
COUNTED = attrs.evolve(
    ADVANCE,
    repayment=None,
    after_success=AfterSuccess(first=YEAR, every=YEAR, count=4),
    on_failure=OnFailure(share=Rate.parse("20 %"), due_after=Period(months=6)),
)


def told(what: HappeningKind, on: date) -> Happening:
    return Happening(contract="A1", on=on, what=what)


def success(on: date) -> Happening:
    return told(HappeningKind.SUCCEEDED, on)


def failure(on: date) -> Happening:
    return told(HappeningKind.FAILED, on)


def run_of(advance: RepayableAdvance, *happened: Happening) -> ContractRun:
    return run_contract(Contract(id="A1", legs=advance.legs_after(happened)))


def flows_of(advance: RepayableAdvance, *happened: Happening) -> list[tuple[str, str, int]]:
    return [
        (str(date.fromordinal(day)), kind.value, amount)
        for day, kind, amount in run_of(advance, *happened).flows
    ]


def summed(run: ContractRun, kind: FlowKind) -> int:
    return sum(amount for _, each, amount in run.flows if each is kind)


# No success, nothing due.


@given(terms, st.integers(1, 20_000))
def test_until_something_is_recorded_nothing_is_due_and_nothing_is_late(
    advance: RepayableAdvance, after: int
) -> None:
    run = run_of(advance)
    on = advance.disbursed_on + timedelta(days=after)
    late = arrears_of(history((Era(leg=advance.legs()[0]),), (), on))

    assert [kind for _, kind, _ in run.flows] == [FlowKind.DISBURSEMENT]
    assert run.outstanding == advance.principal.minor
    assert schedule(advance.legs()[0]).rows == ()
    assert late == NOTHING_LATE


@given(terms, st.integers(1, 3_000))
def test_success_brings_the_whole_advance_and_nothing_else(
    advance: RepayableAdvance, after: int
) -> None:
    on = advance.disbursed_on + timedelta(days=after)
    if advance.repayment is not None:
        leg = debt_leg(advance.principal, advance.disbursed_on, Rate(0), advance.repayment)
        assume(on <= next(repaying_days(leg.plan)))
    run = run_of(advance, success(on))
    dues = [day for day, kind, _ in run.flows if kind is FlowKind.PRINCIPAL]

    assert summed(run, FlowKind.PRINCIPAL) == advance.principal.minor
    assert {kind for _, kind, _ in run.flows} == {FlowKind.DISBURSEMENT, FlowKind.PRINCIPAL}
    assert min(dues) >= on.toordinal()


@given(terms, st.integers(1, 3_000))
def test_failure_keeps_the_share_and_gives_up_the_rest(
    advance: RepayableAdvance, after: int
) -> None:
    on = advance.disbursed_on + timedelta(days=after)
    clause = advance.on_failure
    assume(clause is None or clause.day(on) >= on)
    run = run_of(advance, failure(on))
    lost = [(day, amount) for day, kind, amount in run.flows if kind is FlowKind.LOSS]
    back = summed(run, FlowKind.PRINCIPAL)

    assert back + sum(amount for _, amount in lost) == advance.principal.minor
    assert all(day == on.toordinal() for day, _ in lost)
    assert clause is not None or back == 0


def test_ar_01_success_makes_four_yearly_dues() -> None:
    """Oracle AR-01: 6 000 000 at zero rate; on success four times 1 500 000 in years 3 to 6.

    At 9 % a year they are worth 4 090 211.11 at the start, as the oracle prints.
    """
    flows = flows_of(ADVANCE, success(date(2012, 7, 1)))

    assert flows == [
        ("2011-01-01", "disbursement", 6_000_000),
        ("2014-01-01", "principal", 1_500_000),
        ("2015-01-01", "principal", 1_500_000),
        ("2016-01-01", "principal", 1_500_000),
        ("2017-01-01", "principal", 1_500_000),
    ]
    assert worth(flows) == Fraction("4090211.11")


def test_ar_01_failure_leaves_a_fifth_due() -> None:
    """Oracle AR-01: 20 % in year 3, worth 926 620.18 at 9 %; the rest is given up at once."""
    flows = flows_of(ADVANCE, failure(date(2012, 7, 1)))

    assert flows == [
        ("2011-01-01", "disbursement", 6_000_000),
        ("2012-07-01", "loss", 4_800_000),
        ("2014-01-01", "principal", 1_200_000),
    ]
    assert worth(flows) == Fraction("926620.18")


def worth(flows: list[tuple[str, str, int]]) -> Fraction:
    """Present value of what is repaid, in whole years at 9 %, to the cent."""
    due = [(int(day[:4]) - 2011, amount) for day, kind, amount in flows if kind == "principal"]
    total = sum((amount / Fraction(109**years, 100**years) for years, amount in due), Fraction(0))
    return round(total, 2)


def test_dues_may_be_counted_from_success() -> None:
    dues = [day for day, kind, _ in flows_of(COUNTED, success(date(2012, 2, 29)))[1:]]

    assert dues == ["2013-02-28", "2014-02-28", "2015-02-28", "2016-02-28"]


def test_a_due_on_failure_may_be_counted_from_it_or_fall_on_its_day() -> None:
    on = date(2012, 8, 31)
    at_once = attrs.evolve(COUNTED, on_failure=OnFailure(share=Rate.parse("20 %")))

    assert flows_of(COUNTED, failure(on))[1:] == [
        ("2012-08-31", "loss", 4_800_000),
        ("2013-02-28", "principal", 1_200_000),
    ]
    assert flows_of(at_once, failure(on))[1:] == [
        ("2012-08-31", "loss", 4_800_000),
        ("2012-08-31", "principal", 1_200_000),
    ]


def test_without_a_failure_clause_all_is_given_up() -> None:
    advance = attrs.evolve(ADVANCE, on_failure=None)

    assert flows_of(advance, failure(date(2020, 1, 1)))[1:] == [("2020-01-01", "loss", 6_000_000)]


def test_a_share_stays_due_to_the_multiple_of_the_dues() -> None:
    """By hand: 20 % of 6 012 345 is 1 202 469, to the nearest 500 francs 1 202 500."""
    repayment = attrs.evolve(DUES, rounding=Rounding(multiple=500))
    advance = attrs.evolve(ADVANCE, principal=Money(6_012_345, XOF), repayment=repayment)

    assert flows_of(advance, failure(date(2012, 7, 1)))[1:] == [
        ("2012-07-01", "loss", 4_809_845),
        ("2014-01-01", "principal", 1_202_500),
    ]


def test_scenarios_may_assume_success_or_failure() -> None:
    """One contract, three futures."""
    contract = Contract(id="A1", legs=ADVANCE.legs(), switch=ADVANCE.legs_after)
    on = date(2012, 7, 1)
    good = Scenario(name="good", happenings=(success(on),))
    bad = Scenario(name="bad", happenings=(failure(on),))

    assert run_contract(contract, BASE) == run_of(ADVANCE)
    assert run_contract(contract, good) == run_of(ADVANCE, success(on))
    assert run_contract(contract, bad) == run_of(ADVANCE, failure(on))


def test_it_ranks_with_ordinary_creditors() -> None:
    assert ADVANCE.legal_rank is Rank.SENIOR


# Refusals.


@pytest.mark.parametrize(
    ("happened", "message"),
    [
        (
            (success(date(2012, 1, 1)), failure(date(2013, 1, 1))),
            "a success on 2012-01-01 and a failure on 2013-01-01 are both told: keep one",
        ),
        (
            (success(date(2014, 1, 2)),),
            "succeeded on 2014-01-02 comes after 2014-01-01, on which it makes the advance due: "
            "amend the dues, nothing is due before it is recorded",
        ),
        (
            (failure(date(2014, 1, 2)),),
            "failed on 2014-01-02 comes after 2014-01-01, on which it makes the advance due: "
            "amend the dues, nothing is due before it is recorded",
        ),
        (
            (success(START),),
            "succeeded on 2011-01-01 is not after disbursed_on 2011-01-01: check the order of the "
            "dates",
        ),
        (
            (failure(START),),
            "failed on 2011-01-01 is not after disbursed_on 2011-01-01: check the order of the "
            "dates",
        ),
    ],
)
def test_a_happening_that_contradicts_the_dues_is_refused(
    happened: tuple[Happening, ...], message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        ADVANCE.legs_after(happened)

    assert str(caught.value) == message


def with_option(**more: Any) -> dict[str, Any]:
    return {"repayment": attrs.evolve(DUES, **more)}


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"principal": Money(0, XOF)},
            "principal is 0 XOF: advance a positive amount",
            "principal",
        ),
        (
            {"repayment": None},
            "neither of repayment and after_success are given: give dated dues in the first, or "
            "dues counted from success in the second",
            "repayment",
        ),
        (
            {"after_success": COUNTED.after_success},
            "both of repayment and after_success are given: give dated dues in the first, or dues "
            "counted from success in the second",
            "repayment",
        ),
        (
            {"on_failure": OnFailure(share=Rate(1), due_on=START)},
            "due_on 2011-01-01 is not after disbursed_on 2011-01-01: check the order of the dates",
            "on_failure.due_on",
        ),
        (
            with_option(rate_steps=(RateStep(on=date(2012, 1, 1), rate=Rate(1)),)),
            "rate_steps is given but a repayable advance is paid out at once and bears nothing: "
            "leave it out",
            "repayment.rate_steps",
        ),
        (
            with_option(fees=(Fee(kind=FeeKind.AT_DRAW, amount=Money(1, XOF)),)),
            "fees is given but a repayable advance is paid out at once and bears nothing: leave "
            "it out",
            "repayment.fees",
        ),
        (
            with_option(draws=(Tranche(on=date(2012, 1, 1), amount=Money(1, XOF)),)),
            "draws is given but a repayable advance is paid out at once and bears nothing: leave "
            "it out",
            "repayment.draws",
        ),
        (
            {"disbursed_on": date(2014, 1, 1), "on_failure": None},
            "first due 2014-01-01 is not after disbursed_on 2014-01-01: check the order of the "
            "dates",
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
        attrs.evolve(ADVANCE, **changes)

    assert str(caught.value) == message
    assert caught.value.field == field


@pytest.mark.parametrize("share", ["0 %", "-1 %", "100.5 %"])
def test_a_share_on_failure_outside_its_range_is_refused(share: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        OnFailure(share=Rate.parse(share))

    assert str(caught.value) == f"share is {share}: use a share above 0 % and up to 100 %"


def test_two_ways_to_tell_the_day_of_failure_are_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        OnFailure(share=Rate.parse("20 %"), due_on=date(2014, 1, 1), due_after=YEAR)

    assert str(caught.value) == "due_on is 2014-01-01 and due_after is year: give one of them"


@pytest.mark.parametrize("count", [0, 10_001])
def test_a_number_of_dues_outside_its_range_is_refused(count: int) -> None:
    with pytest.raises(InvalidTerms) as caught:
        AfterSuccess(first=YEAR, every=YEAR, count=count)

    assert str(caught.value) == f"count is {count}: use 1 to 10,000 dues"
