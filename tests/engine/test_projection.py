"""A batch equals its contracts run one by one, to the unit, in every scenario."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine import projection as module
from investisens.engine.book import Book
from investisens.engine.contract import Contract, run_contract
from investisens.engine.debt import ON_BALANCE, Opening
from investisens.engine.grid import KINDS
from investisens.engine.projection import Projection, run_book
from investisens.engine.scenario import BASE, Default, Delay, Scenario
from investisens.instruments.repayment import Repayment, debt_leg
from investisens.values.cashflow import CashFlow, FlowKind
from investisens.values.currency import XOF
from investisens.values.dates import Period
from investisens.values.errors import ConservationBroken, InvalidTerms
from investisens.values.legs import DebtLeg, KnownFlows, ParticipationLeg
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import Every
from investisens.values.shares import ShareEvent, ShareEventKind, ShareLeg
from investisens.values.steps import ChargeFee, Draw, Plan, RepayRest
from strategies import Terms, books, debts, minors, rates, scenarios
from yearly import results, windows

Held = tuple[Contract, ...]
Futures = tuple[Scenario, ...]
Cells = dict[tuple[FlowKind, date, str], int]

huge = st.one_of(minors, st.integers(10**12, 10**17))
FAR = 10**9
"""More contracts x scenarios than any test has: everything runs one by one."""


def month(day: int) -> date:
    return date.fromordinal(day).replace(day=1)


def one_by_one(held: Sequence[Contract], futures: Sequence[Scenario]) -> Cells:
    """The sum of single contracts, without their past."""
    cells: Cells = {}
    for contract in held:
        cut = 0 if contract.opening is None else contract.opening.on.toordinal()
        for scenario in futures:
            for day, kind, amount in run_contract(contract, scenario).flows:
                if day > cut:
                    key = (kind, month(day), scenario.name)
                    cells[key] = cells.get(key, 0) + amount
    return {key: amount for key, amount in cells.items() if amount}


def cells_of(projection: Projection) -> Cells:
    found = np.argwhere(projection.amounts != 0).tolist()
    return {
        (KINDS[k], projection.months[m], projection.scenarios[s]): int(projection.amounts[k, m, s])
        for k, m, s in found
    }


def project(
    held: Held, futures: Futures, *, below: int | None = None, cells: int | None = None
) -> Projection:
    """A run with another threshold of few contracts, or of cells in a group."""
    with pytest.MonkeyPatch.context() as patch:
        if below is not None:
            patch.setattr(module, "_FEW", below)
        if cells is not None:
            patch.setattr(module, "_CELLS", cells)
        return run_book(Book.of(held), futures)


@st.composite
def opened_books(draw: st.DrawFn) -> tuple[Held, Futures]:
    """Books some of whose debts have been running for a while, more or less on time."""
    held, _ = draw(books())
    running = tuple(draw(openings(contract)) for contract in held)
    return running, tuple(draw(scenarios(f"S{n}", running)) for n in range(2))


@st.composite
def openings(draw: st.DrawFn, contract: Contract) -> Contract:
    leg = contract.debt
    if leg is None or not draw(st.booleans()):
        return contract
    on = leg.plan.steps[draw(st.integers(0, len(leg.plan.steps) - 1))].on
    repaid = draw(st.integers(0, leg.principal.minor))
    opening = Opening(
        on=on,
        since=on,
        past=(
            (leg.start.toordinal(), FlowKind.DISBURSEMENT, leg.principal.minor),
            (on.toordinal(), FlowKind.PRINCIPAL, repaid),
        ),
        accrued=draw(st.integers(0, 10**6)),
        overdue=draw(st.integers(0, leg.principal.minor - repaid)),
    )
    return attrs.evolve(contract, opening=opening)


# Batch equals single.


@given(books())
def test_a_batch_is_the_sum_of_its_contracts(book: tuple[Held, Futures]) -> None:
    held, futures = book

    assert cells_of(project(held, futures, below=0)) == one_by_one(held, futures)


@given(books())
def test_few_contracts_run_one_by_one_give_the_same(book: tuple[Held, Futures]) -> None:
    held, futures = book
    array, loop = project(held, futures, below=0), project(held, futures, below=FAR)

    assert array.months == loop.months
    assert (array.amounts == loop.amounts).all()
    assert (array.outstanding == loop.outstanding).all()


@given(books(huge, 3))
def test_huge_amounts_run_on_python_integers_and_give_the_same(
    book: tuple[Held, Futures],
) -> None:
    held, futures = book

    assert cells_of(project(held, futures, below=0)) == one_by_one(held, futures)


@given(opened_books())
def test_running_debts_give_what_they_give_alone(book: tuple[Held, Futures]) -> None:
    held, futures = book
    expected = one_by_one(held, futures)

    assert cells_of(project(held, futures, below=0)) == expected
    assert cells_of(project(held, futures, below=FAR)) == expected


@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_contracts_changes_nothing(book: tuple[Held, Futures], random: Any) -> None:
    held, futures = book
    shuffled = list(held)
    random.shuffle(shuffled)
    one = project(held, futures, below=0)
    other = project(tuple(shuffled), futures, below=0)

    assert one.months == other.months
    assert (one.amounts == other.amounts).all()
    assert (one.outstanding == other.outstanding).all()


@given(books())
def test_a_contract_more_changes_nothing_of_the_others(book: tuple[Held, Futures]) -> None:
    """What the last contract adds is what it gives alone."""
    held, futures = book
    with_it = cells_of(project(held, futures, below=0))
    rest = cells_of(project(held[:-1], futures, below=0)) if len(held) > 1 else {}
    alone = cells_of(project(held[-1:], futures, below=0))

    both = {key: rest.get(key, 0) + alone.get(key, 0) for key in {*rest, *alone}}
    assert with_it == {key: amount for key, amount in both.items() if amount}


@given(books(), st.integers(1, 6))
def test_groups_of_scenarios_change_nothing(book: tuple[Held, Futures], cells: int) -> None:
    held, futures = book
    whole, cut = project(held, futures, below=0), project(held, futures, below=0, cells=cells)

    assert (whole.amounts == cut.amounts).all()
    assert (whole.outstanding == cut.outstanding).all()


@given(books())
def test_every_scenario_conserves_principal(book: tuple[Held, Futures]) -> None:
    """Lent + capitalised = repaid + recovered + lost + outstanding."""
    held, futures = book
    projection = project(held, futures, below=0)
    moved = sum(sign * projection.of(kind).sum(axis=0) for kind, sign in ON_BALANCE.items())

    assert (moved == projection.outstanding).all()


@given(books())
def test_scenarios_do_not_touch_each_other(book: tuple[Held, Futures]) -> None:
    held, futures = book
    together = project(held, (BASE, *futures, attrs.evolve(BASE, name="again")), below=0)

    assert (together.amounts[:, :, 0] == together.amounts[:, :, -1]).all()
    alone = cells_of(project(held, (BASE,), below=0))
    assert {key: a for key, a in cells_of(together).items() if key[2] == "base"} == alone


# Beyond 64 bits, whatever the leg.

START = date(2012, 1, 31)
TWICE = Repayment(dues=(Every(first=date(2013, 1, 31), every=Period(months=12), count=2),))
BIG = 2**61


def debt(principal: int = 1_000, *steps: Any) -> DebtLeg:
    leg = debt_leg(Money(principal, XOF), START, Rate.parse("5 %"), TWICE)
    return attrs.evolve(leg, plan=Plan(steps)) if steps else leg


def known(minor: int) -> KnownFlows:
    flow = CashFlow(on=START, amount=Money(minor, XOF), kind=FlowKind.KNOWN, party="X")
    return KnownFlows(flows=(flow,))


def dividend(minor: int) -> ShareLeg:
    event = ShareEvent(
        on=START, event=ShareEventKind.DIVIDEND, shares=1, per_share=Money(minor, XOF)
    )
    return ShareLeg(units=1, price=Money(1, XOF), start=START, planned=(event,))


@pytest.mark.parametrize(
    "leg",
    [
        debt(10**17),
        debt(1, ChargeFee(START, BIG), RepayRest(START)),
        debt(1, Draw(START, BIG), RepayRest(START)),
        known(BIG),
        known(-BIG),
        dividend(BIG),
        ShareLeg(units=1, price=Money(BIG, XOF), start=START),
    ],
)
@pytest.mark.parametrize("below", [0, FAR])
def test_sums_beyond_64_bits_do_not_wrap(leg: Any, below: int) -> None:
    held = tuple(Contract(id=f"C{n}", legs=(leg,)) for n in range(40))
    projection = project(held, (BASE,), below=below)

    assert projection.amounts.dtype == object
    assert cells_of(projection) == one_by_one(held, (BASE,))


def test_participations_beyond_64_bits_do_not_wrap() -> None:
    leg = ParticipationLeg(
        measure="net_profit",
        share=Fraction(100, 100),
        windows=windows(2012, 2012),
    )
    held = tuple(
        Contract(id=f"C{n}", legs=(debt(), leg), results=results({("net_profit", 2012): BIG}))
        for n in range(40)
    )
    projection = project(held, (BASE,), below=0)

    assert int(projection.of(FlowKind.PARTICIPATION).sum()) == 40 * BIG


# Axes.


def test_months_stand_without_gap_from_the_first_to_the_last_day() -> None:
    projection = run_book(Book.of([Contract(id="L1", legs=(debt(),))]))

    assert projection.months[0] == date(2012, 1, 1)
    assert projection.months[-1] == date(2014, 1, 1)
    assert len(projection.months) == 25
    assert projection.amounts.shape == (len(FlowKind), 25, 1)


def test_a_scenario_lengthens_the_axis_as_far_as_it_reaches() -> None:
    """A default in December 2013 whose recovery comes 400 days later, in February 2015."""
    default = Default(
        contract="L1", on=date(2013, 12, 31), recovery=Rate.parse("50 %"), lag_days=400
    )
    held = (Contract(id="L1", legs=(debt(),)),)
    projection = project(held, (Scenario(name="bad", defaults=(default,)),), below=0)

    assert projection.months[-1] == date(2015, 2, 1)
    assert projection.of(FlowKind.RECOVERY)[-1].tolist() == [250]
    assert projection.of(FlowKind.LOSS)[date_index(projection, 2013, 12)].tolist() == [250]


def date_index(projection: Projection, year: int, number: int) -> int:
    return projection.months.index(date(year, number, 1))


def test_the_past_of_a_running_debt_is_not_repeated() -> None:
    past = ((START.toordinal(), FlowKind.DISBURSEMENT, 1_000),)
    opening = Opening(on=date(2013, 1, 31), since=date(2013, 1, 31), past=past)
    held = (Contract(id="L1", legs=(debt(),), opening=opening),)
    projection = project(held, (BASE,), below=0)

    assert not projection.of(FlowKind.DISBURSEMENT).any()
    assert int(projection.of(FlowKind.PRINCIPAL).sum()) == 1_000


# A cohort: debts that differ in principal and rate alone.


@given(
    debts(),
    st.lists(st.tuples(minors, rates), min_size=1, max_size=4),
    st.integers(0, 200),
    st.integers(1, 2_000),
)
def test_a_cohort_is_the_book_of_its_debts(
    terms: Terms, numbers: list[tuple[int, Rate]], late: int, after: int
) -> None:
    """Whatever the repayment, late or defaulting."""
    legs = [
        debt_leg(Money(minor, XOF), terms["disbursed_on"], rate, terms["repayment"])
        for minor, rate in numbers
    ]
    start = legs[0].start
    stress = Scenario(
        name="stress",
        defaults=(
            Default(
                contract="0",
                on=start + timedelta(days=after),
                recovery=Rate.parse("30 %"),
                lag_days=90,
            ),
        ),
        delays=(Delay(contract="0", since=start, days=late),),
    )
    each = Book.of(Contract(id=str(at), legs=(leg,)) for at, leg in enumerate(legs))
    table = Book.cohort(legs[-1], [minor for minor, _ in numbers], [r.mbp for _, r in numbers])
    one, other = (run_book(book, (BASE, stress)) for book in (each, table))

    assert one.months == other.months
    assert (one.amounts == other.amounts).all()
    assert (one.outstanding == other.outstanding).all()


@pytest.mark.parametrize(
    ("principals", "rates_given", "message"),
    [
        ([1, 2], [5], "rates has 1 numbers for 2 principals: give one for each debt"),
        ([1, -2], [5, 5], "principals[1] is -2: use 0 or more"),
        ([1.5], [5], "principals is a list of float64: give a sequence of whole numbers"),
        ([], [], "principals is a list of float64: give a sequence of whole numbers"),
    ],
)
def test_a_cohort_refuses_what_is_no_table_of_debts(
    principals: list[int], rates_given: list[int], message: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Book.cohort(debt(), principals, rates_given)

    assert str(caught.value) == message


# Refused.


def test_a_projection_needs_a_scenario() -> None:
    with pytest.raises(InvalidTerms) as caught:
        run_book(Book.of([Contract(id="L1", legs=(debt(),))]), [])

    assert str(caught.value) == "no scenario is given: pass BASE for none"
    assert caught.value.field == "scenarios"


@pytest.mark.parametrize("below", [0, FAR])
def test_a_default_before_the_start_is_refused_as_for_one_contract(below: int) -> None:
    held = (Contract(id="L1", legs=(debt(),)),)
    scenario = Scenario(name="bad", defaults=(Default(contract="L1", on=START),))

    with pytest.raises(InvalidTerms) as caught:
        project(held, (scenario,), below=below)

    assert str(caught.value) == (
        "contract 'L1' defaults on 2012-01-31, not after 2012-01-31, when it starts or was taken "
        "over: give a later day"
    )


def test_money_made_or_lost_by_a_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof at the end of a run is there to find faults of the engine."""
    held = (Contract(id="L1", legs=(debt(),)),)
    alone = module._run_alone
    monkeypatch.setattr(module, "_run_alone", lambda *args: alone(*args) + 1)

    with pytest.raises(ConservationBroken) as caught:
        run_book(Book.of(held))

    assert str(caught.value) == (
        "in scenario number 0, opened + lent + capitalised - repaid - recovered - lost is 0 but 1 "
        "is outstanding: please report this book"
    )


def test_a_delay_of_one_contract_leaves_another_in_its_months() -> None:
    held = tuple(Contract(id=f"L{n}", legs=(debt(),)) for n in range(2))
    delay = Delay(contract="L1", since=date(2013, 1, 1), days=59)
    projection = project(held, (Scenario(name="late", delays=(delay,)),), below=0)
    repaid = projection.of(FlowKind.PRINCIPAL)[:, 0]

    paid = {projection.months[at]: int(repaid[at]) for at in np.flatnonzero(repaid)}
    assert paid == {
        date(2013, 1, 1): 500,
        date(2013, 3, 1): 500,
        date(2014, 1, 1): 500,
        date(2014, 3, 1): 500,
    }
