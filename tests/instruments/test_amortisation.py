"""Every form of repayment adds up, ends at zero and does what its terms say, to the unit."""

from __future__ import annotations

import decimal
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from investisens.engine import projection as engine
from investisens.engine.book import Book
from investisens.engine.contract import Contract, run_contract
from investisens.engine.grid import KINDS
from investisens.engine.projection import run_book
from investisens.engine.scenario import BASE
from investisens.engine.schedule import Instalment, RepaymentSchedule, schedule
from investisens.instruments.repayment import (
    Fee,
    FeeKind,
    HandMadeRow,
    Indexation,
    Prepayment,
    PrepaymentEffect,
    RateReset,
    RateStep,
    Repayment,
    Residual,
    Tranche,
    debt_leg,
)
from investisens.values.cashflow import FlowKind
from investisens.values.currency import EUR, XOF
from investisens.values.dates import Period
from investisens.values.daycount import DayCount
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.rounding import Rounding, RoundingMode
from investisens.values.schedule import Every, ScheduleRule
from oracles import worst_gap
from shapes import (
    BULLET,
    CONSTANT,
    FIXED,
    FIXINGS,
    FLAT,
    HALVES,
    HAND_MADE,
    LEVEL,
    SEASONAL,
    drawn_on,
    repayment_covering,
    shaped,
)
from strategies import Terms, minors, modes, rates, roundings, scenarios

START = date(2012, 1, 31)
multiples = st.sampled_from([1, 5, 25, 100, 500, 1_000])
counts = st.one_of(st.integers(1, 12), st.integers(1, 120))


def table_of(terms: Terms) -> RepaymentSchedule:
    return schedule(debt_leg(**terms), FIXINGS)


def monthly(count: int) -> tuple[ScheduleRule, ...]:
    """Dues on the last day of each month from February 2012."""
    first = date(2012, 2, 29)
    return (Every(first=first, every=Period(months=1), count=count, month_end=True),)


def loan(minor: int, count: int, rate: Rate, **terms: Any) -> Terms:
    """A debt of equal months."""
    convention = {"day_count": DayCount.THIRTY_E_360_ISDA, **terms}
    return {
        "principal": Money(minor, XOF),
        "disbursed_on": START,
        "rate": rate,
        "repayment": Repayment(dues=monthly(count), **convention),
    }


def capitalised(row: Instalment) -> int:
    """Interest of a row that was added to principal: what is not in its total."""
    return row.principal + row.interest + row.fees - row.total


def dues(table: RepaymentSchedule, terms: Terms) -> list[Instalment]:
    """The rows that stand on due days."""
    asked = set(terms["repayment"].due_dates)
    return [row for row in table.rows if row.due_on in asked]


# What every form keeps.


@given(shaped())
def test_principal_repaid_is_what_was_drawn_and_capitalised(terms: Terms) -> None:
    table = table_of(terms)

    drawn = terms["principal"].minor + sum(each.amount.minor for each in terms["repayment"].draws)
    assert table.principal.minor == drawn + sum(capitalised(row) for row in table.rows)


@given(shaped())
def test_each_balance_follows_from_the_one_before_and_the_last_is_zero(terms: Terms) -> None:
    before = terms["principal"].minor
    table = table_of(terms)
    for row in table.rows:
        drawn = drawn_on(terms["repayment"], row.due_on)
        assert row.outstanding == before + drawn + capitalised(row) - row.principal
        before = row.outstanding

    assert before == 0


@given(shaped())
def test_every_part_of_a_row_is_a_whole_number_that_is_not_negative(terms: Terms) -> None:
    for row in table_of(terms).rows:
        for part in tuple(row)[1:]:
            assert type(part) is int
            assert part >= 0


@given(shaped())
def test_a_total_is_its_parts_unless_interest_is_capitalised(terms: Terms) -> None:
    repayment = terms["repayment"]
    first = repayment.free_dues
    added = set(repayment.due_dates[first : first + repayment.capitalised_dues])
    for row in table_of(terms).rows:
        assert capitalised(row) == (row.interest if row.due_on in added else 0)


@given(shaped())
def test_rows_stand_on_the_days_of_the_terms_each_once(terms: Terms) -> None:
    repayment = terms["repayment"]
    dated = (*repayment.draws, *repayment.prepayments, *repayment.fees)
    agreed = {terms["disbursed_on"], *repayment.due_dates, *(each.on for each in dated)}
    found = [row.due_on for row in table_of(terms).rows]

    assert all(before < after for before, after in pairwise(found))
    assert set(found) <= agreed


@given(shaped())
def test_a_due_is_only_missing_because_nothing_is_left(terms: Terms) -> None:
    table = table_of(terms)
    found = {row.due_on: row for row in table.rows}
    owed = terms["principal"].minor
    for on in sorted({*found, *terms["repayment"].due_dates}):
        assert on in found or owed == 0
        owed = found[on].outstanding if on in found else owed


@given(shaped(options=False))
def test_at_a_rate_of_zero_there_is_no_interest(terms: Terms) -> None:
    table = table_of({**terms, "rate": Rate(0)})

    assert table.interest == Money.zero(table.currency)


@given(shaped(), st.integers(1, 28))
def test_the_decimal_context_changes_nothing(terms: Terms, digits: int) -> None:
    expected = table_of(terms)
    with decimal.localcontext(prec=digits, rounding=decimal.ROUND_UP):
        assert table_of(terms) == expected


@settings(max_examples=30)
@given(st.lists(shaped(money=st.just(XOF), most=14), min_size=1, max_size=4), st.data())
def test_a_batch_equals_single_contracts_in_every_scenario(
    drawn: list[Terms], data: st.DataObject
) -> None:
    """Twins of one shape run side by side, as signed, and where some default or are late."""
    twins = [
        attrs.evolve(debt_leg(**terms), principal=Money(data.draw(minors), XOF)) for terms in drawn
    ]
    legs = [
        leg for terms, twin in zip(drawn, twins, strict=True) for leg in (debt_leg(**terms), twin)
    ]
    held = [
        Contract(id=f"C{number}", legs=(leg,), fixings=FIXINGS) for number, leg in enumerate(legs)
    ]
    futures = data.draw(scenarios("S", tuple(held)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_FEW", 0)
        projection = run_book(Book.of(held), (BASE, futures))

    for column, scenario in enumerate((BASE, futures)):
        expected: dict[tuple[FlowKind, date], int] = {}
        for contract in held:
            for day, flow, amount in run_contract(contract, scenario).flows:
                key = (flow, date.fromordinal(day).replace(day=1))
                expected[key] = expected.get(key, 0) + amount
        table = projection.amounts[:, :, column]
        found = {
            (KINDS[k], projection.months[m]): int(table[k, m])
            for k, m in np.argwhere(table != 0).tolist()
        }
        assert found == {key: amount for key, amount in expected.items() if amount}


compounding = st.sampled_from([BULLET, CONSTANT, LEVEL, FIXED, SEASONAL])


@given(shaped(compounding, options=False), st.data())
def test_what_is_owed_grown_without_rounding_ends_at_zero(
    terms: Terms, data: st.DataObject
) -> None:
    """Discounted at the contract's factors, rows give the principal (property 22 of servicing)."""
    repayment = terms["repayment"]
    assume(not repayment.deferred_interest_dues and not repayment.free_dues)
    rate, rounding = terms["rate"].fraction, repayment.rounding
    owed, before = Fraction(terms["principal"].minor), terms["disbursed_on"]
    slack = Fraction(0)
    for row in table_of(terms).rows:
        growth = 1 + rate * repayment.day_count.fraction(
            before, row.due_on, repayment.due_dates[-1]
        )
        owed = owed * growth - row.total
        slack = slack * growth + worst_gap(rounding.interest) * rounding.interest_multiple
        before = row.due_on

    assert abs(owed) <= slack


# Instalments and what rounding leaves.


def bound(rate: Rate, count: int, multiple: int) -> Fraction:
    """How far the last of *count* monthly level totals may be from the others."""
    month = rate.fraction / 12
    annuity = Fraction(count) if not month else ((1 + month) ** count - 1) / month
    return Fraction(multiple + 1, 2) * annuity + 1


@given(minors, rates, counts, multiples, st.sampled_from(HALVES))
def test_level_totals_are_equal_multiples_but_for_the_last(
    minor: int, rate: Rate, count: int, multiple: int, mode: RoundingMode
) -> None:
    rounding = Rounding(interest=mode, principal=mode, multiple=multiple)
    rows = table_of(loan(minor, count, rate, amortisation=LEVEL, rounding=rounding)).rows
    totals = [row.total for row in rows[:-1]]
    covered = all(row.principal for row in rows[:-1])

    assume(totals and covered)
    assert len({*totals}) == 1
    assert totals[0] % multiple == 0
    if len(rows) == count:
        assert abs(rows[-1].total - totals[0]) <= bound(rate, count, multiple)


@given(minors, counts, rates, roundings, st.sampled_from([CONSTANT, FLAT]))
def test_constant_parts_are_equal_multiples_but_for_the_last(
    minor: int, count: int, rate: Rate, rounding: Rounding, own: Any
) -> None:
    terms = loan(minor, count, rate, amortisation=own, rounding=rounding)
    rows = [row for row in table_of(terms).rows if row.principal]
    parts = {row.principal for row in rows[:-1]}

    assert len(parts) <= 1
    assert all(part % rounding.multiple == 0 for part in parts)
    if rounding.principal in HALVES and len(rows) == count:
        gap = abs(rows[-1].principal - rows[0].principal)
        assert 2 * gap <= count * rounding.multiple


@given(minors, counts, rates, roundings, st.sampled_from([CONSTANT, FLAT]))
def test_the_first_due_may_take_what_rounding_leaves(
    minor: int, count: int, rate: Rate, rounding: Rounding, own: Any
) -> None:
    terms = loan(minor, count, rate, amortisation=own, rounding=rounding, residual=Residual.FIRST)
    principal = [row.principal for row in table_of(terms).rows]
    each = rounding.instalment(minor, count)

    expected = max(minor - (count - 1) * each, 0)
    left = minor - expected
    assert principal[0] == expected
    for repaid in principal[1:]:
        assert repaid == min(each, left)
        left -= repaid
    assert left == 0


@given(minors, counts, rates, roundings, st.sampled_from([CONSTANT, FLAT]))
def test_whole_totals_are_multiples_but_for_the_last(
    minor: int, count: int, rate: Rate, rounding: Rounding, own: Any
) -> None:
    """Unless the interest is more than a due can hold, or nothing is left but interest."""
    terms = loan(minor, count, rate, amortisation=own, rounding=rounding, whole_totals=True)
    for row in table_of(terms).rows[:-1]:
        assert row.total % rounding.multiple == 0 or row.principal == 0 or row.outstanding == 0


@given(minors, rates, st.integers(2, 60), multiples, st.sampled_from(HALVES))
def test_levelling_never_moves_the_last_total_away(
    minor: int, rate: Rate, count: int, multiple: int, mode: RoundingMode
) -> None:
    rounding = Rounding(interest=mode, principal=mode, multiple=multiple)
    gaps = []
    for levelling in (False, True):
        terms = loan(minor, count, rate, amortisation=LEVEL, rounding=rounding, levelling=levelling)
        rows = table_of(terms).rows
        gaps.append(abs(rows[-1].total - rows[0].total) if len(rows) == count else None)
    plain, levelled = gaps

    assume(plain is not None and levelled is not None)
    assert plain is not None
    assert levelled is not None
    assert levelled <= plain


def test_levelling_moves_the_instalment_by_its_part_of_the_gap() -> None:
    """9,947 in 2 at 5 % a month, by fifties rounded down: 5,349.5 becomes 5,300.

    Interest 497 and 257 leave 5,401 to the last due, 101 more; 5,300 + 101 / 2 is 5,350 rounded
    down, which leaves 5,349. For 10,000 the gap is 58 and 5,350 + 58 / 2 is 5,350 again.
    """
    rounding = Rounding(principal=RoundingMode.DOWN, multiple=50)
    sixty = Rate.parse("60 %")
    totals = [
        [
            row.total
            for row in table_of(
                loan(minor, 2, sixty, amortisation=LEVEL, rounding=rounding, levelling=levelling)
            ).rows
        ]
        for minor, levelling in ((9_947, False), (9_947, True), (10_000, True))
    ]

    assert totals == [[5_300, 5_401], [5_350, 5_349], [5_350, 5_408]]


@given(minors, rates, st.integers(2, 60), rates)
def test_more_interest_is_paid_at_a_higher_rate_up_to_rounding(
    minor: int, rate: Rate, count: int, more: Rate
) -> None:
    """It may fall by the rounding of instalments, not beyond (property 17 of servicing)."""
    higher = Rate(rate.mbp + more.mbp)
    low, high = (
        table_of(loan(minor, count, each, amortisation=LEVEL)).interest.minor
        for each in (rate, higher)
    )

    assert high >= low - 2 * bound(higher, count, 1)


@given(st.integers(1, 10**9), st.integers(0, 60), st.sampled_from([1, 2, 3, 4, 6, 12]), modes)
def test_flat_interest_does_not_depend_on_the_number_of_rows(
    thousands: int, percent: int, count: int, mode: RoundingMode
) -> None:
    """A year at a whole percentage, on an amount that every division leaves whole."""
    rule = Every(first=date(2012, 1, 1), every=Period(months=12 // count), count=count)
    first = rule.every.date_after(date(2012, 1, 1), 1)
    terms = {
        "principal": Money(1_200 * thousands, XOF),
        "disbursed_on": date(2012, 1, 1),
        "rate": Rate(percent * MBP // 100),
        "repayment": Repayment(
            dues=(attrs.evolve(rule, first=first),),
            amortisation=FLAT,
            day_count=DayCount.THIRTY_E_360,
            rounding=Rounding(interest=mode),
        ),
    }

    assert table_of(terms).interest == Money(12 * thousands * percent, XOF)


@given(st.integers(1, 10**6), rates, st.integers(2, 40), st.sampled_from([5, 25, 100, 1_000]))
def test_a_multiple_that_repays_a_flat_loan_early_leaves_its_interest_whole(
    minor: int, rate: Rate, count: int, multiple: int
) -> None:
    """Flat interest is agreed for the whole duration (invariant 10), whatever is repaid when."""
    plain = table_of(loan(minor, count, rate, amortisation=FLAT))
    coarse = table_of(
        loan(minor, count, rate, amortisation=FLAT, rounding=Rounding(multiple=multiple))
    )

    assert coarse.interest == plain.interest
    assert coarse.principal == plain.principal == Money(minor, XOF)


def test_a_flat_loan_repaid_early_by_its_multiple_still_pays_the_last_interest() -> None:
    """10 000 at 12 % in four monthly dues by 4 000: 10 000 × 12 % / 12 = 100 each month."""
    terms = loan(
        10_000,
        4,
        Rate.parse("12 %"),
        amortisation=FLAT,
        rounding=Rounding(multiple=4_000),
    )

    assert [(row.principal, row.interest) for row in table_of(terms).rows] == [
        (4_000, 100),
        (4_000, 100),
        (2_000, 100),
        (0, 100),
    ]


@given(minors, rates, st.integers(2, 40), st.data())
def test_a_fixed_instalment_is_paid_until_nothing_is_left(
    minor: int, rate: Rate, count: int, data: st.DataObject
) -> None:
    agreed = Money(data.draw(st.integers(1, minor)), XOF)
    terms = loan(minor, count, rate)
    terms["repayment"] = repayment_covering(
        terms["principal"],
        START,
        rate,
        {
            "dues": monthly(count),
            "amortisation": FIXED,
            "instalment": agreed,
            "day_count": DayCount.THIRTY_E_360_ISDA,
        },
    )
    rows = table_of(terms).rows
    instalment = terms["repayment"].instalment.minor

    assert all(row.total == instalment for row in rows[:-1])
    if len(rows) < count:
        assert rows[-1].total <= instalment
    assert rows[-1].outstanding == 0


@given(minors, rates, st.integers(2, 40), roundings, st.data())
def test_a_balloon_is_left_to_the_last_due_beside_its_own_part(
    minor: int, rate: Rate, count: int, rounding: Rounding, data: st.DataObject
) -> None:
    assume(minor > 1)
    left = data.draw(st.integers(1, minor - 1))
    balloon = Money(left, XOF)
    constant = table_of(loan(minor, count, rate, rounding=rounding, balloon=balloon)).rows
    smaller = table_of(loan(minor - left, count, rate, rounding=rounding)).rows
    alone = [row.principal for row in smaller] + [0] * (len(constant) - len(smaller))

    assert [row.principal for row in constant[:-1]] == alone[: len(constant) - 1]
    assert constant[-1].principal >= left
    assert len(constant) == count


@given(minors, rates, st.integers(2, 60), st.data())
def test_level_totals_before_a_balloon_are_equal(
    minor: int, rate: Rate, count: int, data: st.DataObject
) -> None:
    assume(minor > 1)
    left = data.draw(st.integers(1, minor - 1))
    terms = loan(minor, count, rate, amortisation=LEVEL, balloon=Money(left, XOF))
    rows = table_of(terms).rows

    assume(all(row.principal for row in rows[:-1]))
    assert all(row.outstanding >= left for row in rows[:-1])
    if rows[-2].outstanding > left:
        assert len({row.total for row in rows[:-1]}) == 1
        assert abs(rows[-1].total - left - rows[0].total) <= bound(rate, count, 1)


@given(minors, rates, st.integers(2, 60), st.integers(1, 12), st.sampled_from([CONSTANT, LEVEL]))
def test_steps_up_grow_by_the_rate_and_no_more(
    minor: int, rate: Rate, count: int, every: int, own: Any
) -> None:
    step_up = Rate.parse("5 %")
    terms = loan(minor, count, rate, amortisation=own, step_up=step_up, step_every=every)
    rows = table_of(terms).rows
    paid = [row.total if own is LEVEL else row.principal for row in rows[:-1]]

    assume(all(row.principal for row in rows[:-1]))
    for number, (before, after) in enumerate(pairwise(paid), start=1):
        if number % every:
            assert before == after
        else:
            # Each was rounded once, by half a franc at most.
            assert abs(20 * after - 21 * before) <= Fraction(41, 2) + 1


# Deferral.


@given(minors, rates, st.integers(2, 40), roundings, st.data())
def test_deferred_dues_repay_no_principal_and_the_others_all_of_it(
    minor: int, rate: Rate, count: int, rounding: Rounding, data: st.DataObject
) -> None:
    name = data.draw(
        st.sampled_from(
            ["free_dues", "capitalised_dues", "deferred_interest_dues", "interest_only_dues"]
        )
    )
    grace = data.draw(st.integers(1, count - 1))
    own = data.draw(st.sampled_from([BULLET, CONSTANT, LEVEL]))
    terms = loan(minor, count, rate, rounding=rounding, amortisation=own, **{name: grace})
    rows = table_of(terms).rows

    assert [row.principal for row in rows[:grace]] == [0] * grace
    assert [row.total for row in rows[:grace]] == [
        row.interest if name == "interest_only_dues" else 0 for row in rows[:grace]
    ]
    assert rows[-1].outstanding == 0


@given(minors, rates, st.integers(2, 40), roundings, st.data())
def test_deferred_interest_is_paid_in_full_and_bears_none(
    minor: int, rate: Rate, count: int, rounding: Rounding, data: st.DataObject
) -> None:
    """The same interest as if it had been paid at each due (property 15 of servicing)."""
    grace = data.draw(st.integers(1, count - 1))
    paid, waited = (
        table_of(loan(minor, count, rate, rounding=rounding, **{name: grace})).rows
        for name in ("interest_only_dues", "deferred_interest_dues")
    )

    assert [row.principal for row in waited] == [row.principal for row in paid]
    assert [row.interest for row in waited[:grace]] == [0] * grace
    assert waited[grace].interest == sum(row.interest for row in paid[: grace + 1])
    assert waited[grace + 1 :] == paid[grace + 1 :]


@given(minors, rates, st.integers(2, 40), roundings, st.data())
def test_free_dues_save_exactly_their_interest(
    minor: int, rate: Rate, count: int, rounding: Rounding, data: st.DataObject
) -> None:
    grace = data.draw(st.integers(1, count - 1))
    paid, free = (
        table_of(loan(minor, count, rate, rounding=rounding, **{name: grace}))
        for name in ("interest_only_dues", "free_dues")
    )

    saved = sum(row.interest for row in paid.rows[:grace])
    assert free.interest.minor == paid.interest.minor - saved
    assert [row.principal for row in free.rows] == [row.principal for row in paid.rows]


# Seasonal and hand-made.


@given(shaped(st.just(SEASONAL), options=False))
def test_seasonal_principal_follows_the_weights_up_to_one_multiple(terms: Terms) -> None:
    repayment = terms["repayment"]
    rows = dues(table_of(terms), terms)[repayment.deferred_dues :]
    count = len(repayment.due_dates) - repayment.deferred_dues
    weights = repayment.weights * (count // len(repayment.weights))
    lent = sum(row.principal for row in rows)

    owed = lent
    for row, weight in zip(rows[:-1], weights, strict=False):
        exact = Fraction(lent * weight, sum(weights))
        assert abs(row.principal - exact) <= repayment.rounding.multiple or row.principal == owed
        owed -= row.principal


@given(shaped(st.just(SEASONAL)), st.integers(2, 50))
def test_weights_multiplied_by_a_constant_change_nothing(terms: Terms, factor: int) -> None:
    weights = tuple(weight * factor for weight in terms["repayment"].weights)
    larger = attrs.evolve(terms["repayment"], weights=weights)

    assert table_of({**terms, "repayment": larger}) == table_of(terms)


@given(shaped(st.just(SEASONAL), options=False), st.integers(1, 3))
def test_weights_of_a_year_are_those_of_each_year(terms: Terms, years: int) -> None:
    repayment = terms["repayment"]
    count = len(repayment.due_dates) - repayment.deferred_dues
    written = attrs.evolve(repayment, weights=repayment.weights * (count // len(repayment.weights)))

    assert table_of({**terms, "repayment": written}) == table_of(terms)


@given(shaped(st.just(HAND_MADE)))
def test_rows_made_by_hand_are_repaid_as_written(terms: Terms) -> None:
    written = terms["repayment"].rows
    found = {row.due_on: row for row in table_of(terms).rows}
    for on, row in zip(terms["repayment"].due_dates, written, strict=True):
        if row.principal is not None and on in found:
            assert found[on].principal == row.principal.minor
        if not row.pays_interest and on in found:
            assert found[on].interest == 0


# Tranches, prepayments and new rates.


@given(shaped())
def test_a_tranche_changes_nothing_up_to_its_day(terms: Terms) -> None:
    repayment = terms["repayment"]
    assume(repayment.draws and not repayment.rows)
    last = repayment.draws[-1].on
    fewer = attrs.evolve(
        repayment,
        draws=repayment.draws[:-1],
        relevel=repayment.relevel and len(repayment.draws) > 1,
    )

    def moves(table: RepaymentSchedule) -> list[tuple[date, int, int]]:
        rows = [row for row in table.rows if row.principal or row.interest]
        upto = [row for row in rows if row.due_on < last or row.due_on == last in due]
        return [(row.due_on, row.principal, row.interest) for row in upto]

    due = set(repayment.due_dates)
    assert moves(table_of(terms)) == moves(table_of({**terms, "repayment": fewer}))


@given(shaped(), st.data())
def test_a_tranche_in_two_parts_on_one_day_is_the_tranche(
    terms: Terms, data: st.DataObject
) -> None:
    repayment = attrs.evolve(terms["repayment"], fees=())
    assume(repayment.draws)
    first, *others = repayment.draws
    assume(first.amount.minor > 1)
    part = data.draw(st.integers(1, first.amount.minor - 1))
    parts = [
        Tranche(on=first.on, amount=Money(minor, first.amount.currency))
        for minor in (part, first.amount.minor - part)
    ]
    split = attrs.evolve(repayment, draws=(*parts, *others))

    one, two = (table_of({**terms, "repayment": each}) for each in (repayment, split))
    assert one == two


@given(minors, rates, st.integers(3, 40), roundings, st.data())
def test_instalments_fixed_again_after_a_tranche_repay_it_in_equal_parts(
    minor: int, rate: Rate, count: int, rounding: Rounding, data: st.DataObject
) -> None:
    """From a due day on, the rows are those of a new debt of the balance."""
    own = data.draw(st.sampled_from([CONSTANT, LEVEL]))
    due = data.draw(st.integers(1, count - 2))
    days = Repayment(dues=monthly(count)).due_dates
    more = Tranche(on=days[due - 1], amount=Money(data.draw(minors), XOF))
    terms = loan(
        minor, count, rate, rounding=rounding, amortisation=own, draws=(more,), relevel=True
    )
    rows = table_of(terms).rows
    owed = next(row.outstanding for row in rows if row.due_on == more.on)
    fresh = {
        "principal": Money(owed, XOF),
        "disbursed_on": more.on,
        "rate": rate,
        "repayment": attrs.evolve(
            terms["repayment"],
            dues=(
                Every(first=days[due], every=Period(months=1), count=count - due, month_end=True),
            ),
            draws=(),
            relevel=False,
        ),
    }

    assert [row for row in rows if row.due_on > more.on] == list(table_of(fresh).rows)


@given(minors, rates, st.integers(3, 40), roundings, st.data())
def test_smaller_instalments_after_a_prepayment_are_those_of_a_new_debt(
    minor: int, rate: Rate, count: int, rounding: Rounding, data: st.DataObject
) -> None:
    """Property 33 of servicing, for a prepayment on a due day."""
    assume(minor > 2)
    own = data.draw(st.sampled_from([CONSTANT, LEVEL]))
    due = data.draw(st.integers(1, count - 2))
    days = Repayment(dues=monthly(count)).due_dates
    paid = Prepayment(
        on=days[due - 1],
        amount=Money(data.draw(st.integers(1, minor)), XOF),
        effect=PrepaymentEffect.SMALLER,
    )
    terms = loan(minor, count, rate, rounding=rounding, amortisation=own, prepayments=(paid,))
    rows = table_of(terms).rows
    owed = next((row.outstanding for row in rows if row.due_on == paid.on), 0)
    assume(owed)
    fresh = {
        "principal": Money(owed, XOF),
        "disbursed_on": paid.on,
        "rate": rate,
        "repayment": attrs.evolve(
            terms["repayment"],
            dues=(
                Every(first=days[due], every=Period(months=1), count=count - due, month_end=True),
            ),
            prepayments=(),
        ),
    }

    assert [row for row in rows if row.due_on > paid.on] == list(table_of(fresh).rows)


@given(minors, rates, st.integers(2, 40), roundings, st.data())
def test_a_shorter_term_keeps_the_instalments_and_is_never_longer(
    minor: int, rate: Rate, count: int, rounding: Rounding, data: st.DataObject
) -> None:
    """Property 34 of servicing: no row is later, and only the last one changes."""
    own = data.draw(st.sampled_from([CONSTANT, LEVEL]))
    on = data.draw(st.dates(date(2012, 2, 1), Repayment(dues=monthly(count)).due_dates[-2]))
    paid = Prepayment(
        on=on,
        amount=Money(data.draw(st.integers(1, minor)), XOF),
        effect=PrepaymentEffect.SHORTER,
    )
    terms = loan(minor, count, rate, rounding=rounding, amortisation=own)
    early = {
        **terms,
        "repayment": attrs.evolve(terms["repayment"], prepayments=(paid,)),
    }
    before, after = (dues(table_of(each), each) for each in (terms, early))

    def measure(row: Instalment) -> int:
        return row.total if own is LEVEL else row.principal

    assert len(after) <= len(before)
    if all(row.principal for row in before[:-1]):
        at = {row.due_on: measure(row) for row in before}
        last = max((row.due_on for row in after if row.principal), default=None)
        for row in after:
            if row.due_on != on and last is not None and row.due_on < last:
                assert measure(row) == at[row.due_on]


@given(minors, rates, rates, st.integers(3, 40), st.data())
def test_a_level_payment_is_fixed_again_after_a_new_rate(
    minor: int, rate: Rate, other: Rate, count: int, data: st.DataObject
) -> None:
    due = data.draw(st.integers(1, count - 2))
    days = Repayment(dues=monthly(count)).due_dates
    step = RateStep(on=days[due - 1], rate=other)
    rows = table_of(loan(minor, count, rate, amortisation=LEVEL, rate_steps=(step,))).rows
    owed = next((row.outstanding for row in rows if row.due_on == step.on), 0)
    assume(owed)
    fresh = {
        "principal": Money(owed, XOF),
        "disbursed_on": step.on,
        "rate": other,
        "repayment": Repayment(
            dues=(
                Every(first=days[due], every=Period(months=1), count=count - due, month_end=True),
            ),
            amortisation=LEVEL,
            day_count=DayCount.THIRTY_E_360_ISDA,
        ),
    }

    assert [row for row in rows if row.due_on > step.on] == list(table_of(fresh).rows)


# Fees, lagging interest and indexation.


@given(shaped(options=False), st.integers(1, 10**6))
def test_a_fee_of_each_due_is_paid_while_something_is_owed(terms: Terms, minor: int) -> None:
    fee = Fee(kind=FeeKind.EACH_DUE, amount=Money(minor, terms["principal"].currency))
    with_fee = attrs.evolve(terms["repayment"], fees=(fee,))
    owed = terms["principal"].minor
    for row in table_of({**terms, "repayment": with_fee}).rows:
        assert row.fees == (minor if owed else 0)
        owed = row.outstanding


def test_a_share_is_charged_on_each_draw_and_on_the_balance_of_each_due() -> None:
    """1 % of 1,000,000 and of 500,000; 0.1 % of what is owed before each of three dues."""
    terms = loan(
        1_000_000,
        3,
        Rate(0),
        draws=(Tranche(on=date(2012, 2, 29), amount=Money(500_000, XOF)),),
        relevel=True,
        fees=(
            Fee(kind=FeeKind.AT_DRAW, share=Rate.parse("1 %")),
            Fee(kind=FeeKind.EACH_DUE, share=Rate.parse("0.1 %")),
            Fee(kind=FeeKind.ON_DATE, amount=Money(700, XOF), on=date(2012, 3, 1)),
        ),
    )

    assert [(row.due_on.isoformat(), row.fees, row.principal) for row in table_of(terms).rows] == [
        ("2012-01-31", 10_000, 0),
        ("2012-02-29", 1_000 + 5_000, 333_333),
        ("2012-03-01", 700, 0),
        ("2012-03-31", 1_167, 583_334),
        ("2012-04-30", 583, 583_333),
    ]


def test_interest_may_run_on_the_balance_of_an_earlier_day() -> None:
    """12 % of 1,200 a year is 12 a month; of the 900 of 30 April, 9."""
    terms = loan(
        1_200, 12, Rate.parse("12 %"), base_fixed_on=(date(2012, 2, 29), date(2012, 5, 31))
    )
    rows = table_of(terms).rows

    assert [row.interest for row in rows[:5]] == [12, 11, 11, 11, 8]


def test_indexation_scales_what_is_paid_and_leaves_what_is_owed() -> None:
    """From the second due on: 100 of principal is paid as 110, 10 of interest as 20."""
    terms = loan(
        300,
        3,
        Rate.parse("60 %"),
        indexations=(
            Indexation(on=date(2012, 3, 31), principal=Fraction("1.1"), interest=Fraction(2)),
        ),
    )
    rows = table_of(terms).rows

    assert [row.outstanding for row in rows] == [200, 100, 0]
    assert [row.total for row in rows] == [100 + 15, 110 + 20, 110 + 10]


def test_a_reset_follows_its_index_within_its_limits() -> None:
    """The 2 % of 28 February doubled and 1 % more is 5 %, capped at 4 %: 4 on 1,200 a month."""
    reset = RateReset(
        on=date(2012, 2, 29),
        index="B",
        fixed_on=date(2012, 2, 28),
        spread=Rate.parse("1 %"),
        multiplier=Fraction(2),
        cap=Rate.parse("4 %"),
    )
    terms = loan(1_200, 3, Rate.parse("12 %"), amortisation=BULLET, resets=(reset,))
    rows = schedule(debt_leg(**terms), {"B": {date(2012, 2, 28): Fraction("0.02")}}).rows

    assert [row.interest for row in rows] == [12, 4, 4]


def test_a_list_made_by_hand_may_leave_the_rest_to_its_last_row() -> None:
    rows = (
        HandMadeRow(principal=Money(0, XOF), pays_interest=False),
        HandMadeRow(principal=Money(700, XOF)),
        HandMadeRow(),
    )
    found = table_of(loan(1_200, 3, Rate.parse("12 %"), amortisation=HAND_MADE, rows=rows)).rows

    assert [(row.principal, row.interest) for row in found] == [(0, 0), (700, 24), (500, 5)]


def test_amounts_are_in_the_smallest_unit_of_any_currency() -> None:
    """100.00 EUR in three parts of cents."""
    terms = {**loan(1, 3, Rate(0)), "principal": Money.of("100.00", EUR)}

    assert [row.principal for row in table_of(terms).rows] == [3_333, 3_333, 3_334]
