"""A lease of equipment with a purchase option (crédit-bail)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from investisens.engine.contract import Contract, ContractRun, run_contract
from investisens.engine.scenario import BASE, Default, Scenario
from investisens.engine.schedule import Instalment, schedule
from investisens.instruments.clauses import Clauses, Rank
from investisens.instruments.equipment_lease import EquipmentLease
from investisens.instruments.rents import exact_rent, last_period
from investisens.servicing.history import Era, Receipt, history
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.rounding import Rounding, RoundingMode
from strategies import currencies, day_counts, days, rates, roundings

periods = st.sampled_from([Period(months=1), Period(months=3), Period(months=12), Period(days=14)])


@st.composite
def leases(draw: st.DrawFn) -> EquipmentLease:
    currency, rents = draw(currencies), draw(st.integers(1, 60))
    # Enough for each rent to be a positive multiple of up to 1 000.
    cost = draw(st.integers(2_000 * rents, 10**10))
    option = draw(st.one_of(st.just(0), st.integers(0, cost // 10)))
    value = draw(st.none() | st.integers(0, option))
    return EquipmentLease(
        cost=Money(cost, currency),
        disbursed_on=draw(days),
        rate=draw(rates),
        rents=rents,
        option_price=Money(option, currency),
        every=draw(periods),
        in_advance=draw(st.booleans()),
        value_at_return=None if value is None else Money(value, currency),
        day_count=draw(day_counts),
        rounding=draw(roundings),
    )


terms = leases()

LEASE = EquipmentLease(
    cost=Money(10_000_000, XOF),
    disbursed_on=date(2024, 1, 15),
    rate=Rate.parse("12 %"),
    rents=36,
    option_price=Money(500_000, XOF),
    in_advance=True,
)


def option(on: date = date(2026, 12, 1)) -> Happening:
    return Happening(contract="B1", on=on, what=HappeningKind.OPTION)


def run_of(lease: EquipmentLease, *happened: Happening, scenario: Scenario = BASE) -> ContractRun:
    return run_contract(Contract(id="B1", legs=lease.legs_after(happened)), scenario)


def rows(lease: EquipmentLease, *happened: Happening) -> tuple[Instalment, ...]:
    return schedule(lease.legs_after(happened)[0]).rows


def sum_of(run: ContractRun, kind: FlowKind) -> int:
    return sum(amount for _, each, amount in run.flows if each is kind)


def test_lea_01_the_rent_equates_cost_and_present_value() -> None:
    """Oracle LEA-01: 317 362.32, and 317 362 in whole francs; 11 925 043.52 in all."""
    in_euros = attrs.evolve(
        LEASE, cost=Money(10_000_000_00, EUR), option_price=Money(500_000_00, EUR)
    )

    assert LEASE.rent == Money(317_362, XOF)
    assert in_euros.rent == Money(317_362_32, EUR)
    assert 36 * in_euros.rent + in_euros.option_price == Money(11_925_043_52, EUR)


def test_lea_01_is_paid_rent_by_rent() -> None:
    """By hand: 1 % of 9 682 638 is 96 826.38; the last rent brings what is owed to 495 050.

    495 050 is what becomes 500 000 in a month at 1 %, interest 4 950 (4 950.495 unrounded).
    """
    found = rows(LEASE, option())

    assert found[:2] == (
        Instalment(date(2024, 1, 15), 317_362, 0, 0, 317_362, 9_682_638),
        Instalment(date(2024, 2, 15), 220_536, 96_826, 0, 317_362, 9_462_102),
    )
    assert [row.total for row in found[:35]] == [317_362] * 35
    assert (found[35].due_on, found[35].outstanding) == (date(2026, 12, 15), 495_050)
    assert found[36] == Instalment(date(2027, 1, 15), 495_050, 4_950, 0, 500_000, 0)


def test_in_arrears_a_rent_is_paid_at_the_end_of_its_period() -> None:
    """By hand: one year at 12 % in two half-years: 1 000 000 x 1.06^2 = 300 000 + rent x 2.06.

    The rent is 823 600 / 2.06 = 399 805.8; interest 60 000, then 6 % of 660 194, 39 611.64; the
    last rent takes 360 194 + 39 612.
    """
    lease = EquipmentLease(
        cost=Money(1_000_000, XOF),
        disbursed_on=date(2024, 1, 15),
        rate=Rate.parse("12 %"),
        rents=2,
        every=Period(months=6),
        option_price=Money(300_000, XOF),
    )

    assert rows(lease, option(date(2024, 12, 31))) == (
        Instalment(date(2024, 7, 15), 339_806, 60_000, 0, 399_806, 660_194),
        Instalment(date(2025, 1, 15), 660_194, 39_612, 0, 699_806, 0),
    )


@given(terms)
def test_the_rent_is_the_nearest_to_the_exact_one(lease: EquipmentLease) -> None:
    """Cost = sum of the present values, with each period discounted by hand."""
    every = lease.every.dates_from(lease.disbursed_on, lease.rents + 1)
    factor, factors = Fraction(1), [Fraction(1)]
    for before, after in pairwise(every):
        year = lease.day_count.fraction(before, after, every[-1])
        factor /= 1 + lease.rate.fraction * year
        factors.append(factor)
    weights = factors[:-1] if lease.in_advance else factors[1:]
    exact = (lease.cost.minor - lease.option_price.minor * factors[-1]) / sum(weights)

    multiple = lease.rounding.multiple
    assert abs(lease.rent.minor - exact) < multiple
    assert lease.rent.minor % multiple == 0
    if lease.rounding.principal in (RoundingMode.HALF_EVEN, RoundingMode.HALF_UP):
        assert 2 * abs(lease.rent.minor - exact) <= multiple


@given(terms)
def test_exactly_the_option_price_is_owed_at_the_end(lease: EquipmentLease) -> None:
    bought, not_bought = run_of(lease, option(lease.ends_on)), run_of(lease)

    assert sum_of(bought, FlowKind.PRINCIPAL) == lease.cost.minor
    assert (bought.outstanding, not_bought.outstanding) == (0, 0)
    settled = sum_of(not_bought, FlowKind.DELIVERY) + sum_of(not_bought, FlowKind.LOSS)
    assert settled == lease.option_price.minor
    if lease.in_advance and lease.option_price.minor:
        assert rows(lease, option(lease.ends_on))[-1].total == lease.option_price.minor


@given(terms)
def test_equipment_that_is_not_bought_comes_back_at_its_value(lease: EquipmentLease) -> None:
    value = lease.option_price if lease.value_at_return is None else lease.value_at_return
    run = run_of(lease)

    assert sum_of(run, FlowKind.DELIVERY) == value.minor
    assert sum_of(run, FlowKind.LOSS) == lease.option_price.minor - value.minor


@given(
    st.integers(0, 10**9),
    st.fractions(0, 1, max_denominator=10**5),
    st.fractions(0, 1, max_denominator=365),
    st.sampled_from(RoundingMode),
    st.sampled_from([1, 1, 25, 1_000]),
)
@example(1, Fraction(1), Fraction(1), RoundingMode.UP, 1)
@example(500_000, Fraction("0.12"), Fraction(1, 12), RoundingMode.HALF_UP, 1)
def test_what_is_left_becomes_exactly_the_option_price(
    price: int, rate: Fraction, period: Fraction, mode: RoundingMode, multiple: int
) -> None:
    rounding = Rounding(interest=mode, interest_multiple=multiple)
    left, closing = last_period(price, rate, period, rounding)

    grown = left * closing * period
    assert left + rounding.of_interest(grown.numerator, grown.denominator) == price
    assert 0 <= left <= price


@given(st.integers(1, 10**9), st.integers(1, 400))
def test_without_a_rate_the_cost_is_split_into_equal_rents(cost: int, rents: int) -> None:
    assert exact_rent(cost, 0, [Fraction(1)] * rents, in_advance=True) == Fraction(cost, rents)


def test_what_the_equipment_lacks_of_the_price_is_a_loss() -> None:
    worn = attrs.evolve(LEASE, value_at_return=Money(350_000, XOF))
    last = [(kind.value, amount) for day, kind, amount in run_of(worn).flows][-3:]

    assert last == [("capitalised_interest", 4_950), ("delivery", 350_000), ("loss", 150_000)]


def test_equipment_settles_no_rent_that_was_not_paid() -> None:
    """By hand: every rent but the last was received, which leaves 804 382 from 2026-11-15 on.

    Two months at 1 % bear 16 087.64; the equipment settles the price, the rest stays owed.
    """
    (leg,) = LEASE.legs()
    due = schedule(leg).rows[:35]
    receipts = [Receipt(on=row.due_on, minor=row.total) for row in due]
    past = history((Era(leg=leg),), receipts, date(2027, 1, 15))

    assert sum(amount for _, kind, amount in past.flows if kind is FlowKind.DELIVERY) == 500_000
    assert past.balance == 804_382 + 16_088 - 500_000


def test_a_default_leaves_the_equipment_and_loses_the_rest() -> None:
    """By hand: 9 682 638 is owed after the first rent; 70 % of it is 6 777 846.6."""
    struck = Default(contract="B1", on=date(2024, 2, 1), recovery=Rate.parse("70 %"))
    run = run_of(LEASE, scenario=Scenario(name="s", defaults=(struck,)))

    assert sum_of(run, FlowKind.RECOVERY) == 6_777_846
    assert sum_of(run, FlowKind.LOSS) == 2_904_792


def test_the_owner_comes_before_every_creditor() -> None:
    assert LEASE.legal_rank is Rank.OWNER
    assert min(Rank) is Rank.OWNER


@pytest.mark.parametrize("on", [date(2024, 1, 14), date(2027, 1, 16)])
def test_an_option_outside_the_lease_is_refused(on: date) -> None:
    with pytest.raises(InvalidTerms) as caught:
        LEASE.legs_after((option(on),))

    assert str(caught.value) == (
        f"the option is exercised on {on} but the lease runs from 2024-01-15 to 2027-01-15: give a "
        "day of it, the price is paid on the last"
    )
    assert (caught.value.field, caught.value.value) == ("on", on)


def test_a_month_of_30_days_costs_a_twelfth_of_the_rate() -> None:
    assert LEASE.day_count is DayCount.THIRTY_E_360
    assert rows(LEASE)[2].interest == 94_621  # 1 % of 9 462 102


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        (
            {"cost": Money(0, XOF)},
            "cost is 0 XOF: lease equipment of a positive cost",
            "cost",
        ),
        ({"rate": Rate(-1)}, "rate is -0.00001 %: use 0 % or more", "rate"),
        ({"rents": 0}, "rents is 0: use 1 to 1200 rents", "rents"),
        (
            {"option_price": Money(500_000, EUR)},
            "option_price is 5000.00 EUR but the lease is in XOF: use one currency",
            "option_price",
        ),
        (
            {"option_price": Money(10_000_000, XOF)},
            "option_price is 10000000 XOF for a cost of 10000000 XOF: the price takes the rents "
            "into account (Code monétaire et financier, article L313-7; verified text, old "
            "version): use 0 or more, less than the cost",
            "option_price",
        ),
        (
            {"value_at_return": Money(500_001, XOF)},
            "value_at_return is 500001 XOF but 500000 XOF is owed at the end: use 0 up to that "
            "price",
            "value_at_return",
        ),
        (
            {"rounding": Rounding(multiple=1_000_000)},
            "10000000 XOF over 36 rents makes a rent that rounds to nothing: use fewer rents, or a "
            "smaller multiple in rounding",
            "rents",
        ),
        (
            {"clauses": Clauses(cap_on_return=Money(100, EUR))},
            "cap_on_return is 1.00 EUR but the instrument is in XOF: use one currency",
            "clauses.cap_on_return",
        ),
    ],
)
def test_terms_that_contradict_each_other_are_refused(
    changes: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(LEASE, **changes)

    assert (str(caught.value), caught.value.field) == (message, field)


def test_the_last_day_follows_from_the_number_of_rents() -> None:
    assert LEASE.ends_on == date(2027, 1, 15)
    fortnight = attrs.evolve(LEASE, every=Period(days=14), rents=2)
    assert fortnight.ends_on == LEASE.disbursed_on + timedelta(days=28)
