"""Debts set their rates on the fixings of the fund, and what is missing is told at once."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from funds import AS_OF, fund, payments, xof
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.repayment import Amortisation, RateReset, RateStep, Repayment
from investisens.portfolio.contract import debt_history, fixings_needed, schedule_of
from investisens.portfolio.fixings import MissingFixings, NeededFixing, missing_fixings
from investisens.portfolio.fund import Amendment, Fund, Position
from investisens.portfolio.projection import project
from investisens.portfolio.records import Fixing, Payment, PositionEvent
from investisens.servicing.arrears import Arrears, arrears_of
from investisens.values.currency import XOF
from investisens.values.daycount import DayCount
from investisens.values.rates import MBP, Rate
from investisens.values.schedule import OnDates
from investisens.values.shares import ShareEventKind
from strategies import debts

some_rates = st.integers(0, 60 * MBP // 100).map(Rate)


@st.composite
def twins(draw: st.DrawFn) -> tuple[Fund, Fund]:
    """One debt twice: its new rates set on indices, and fixed in its terms."""
    terms = draw(debts(st.integers(1, 10**8), 12, st.just(XOF)))
    start, last = terms["disbursed_on"], terms["repayment"].due_dates[-1]
    inside = (last - start).days - 1
    assume(inside > 0)
    changes = sorted(draw(st.sets(st.integers(1, inside), min_size=1, max_size=4)))
    steps, resets, fixings = [], [], []
    for number, after in enumerate(changes):
        on, rate, spread = start + timedelta(days=after), draw(some_rates), draw(some_rates)
        fixed_on = on - timedelta(days=draw(st.integers(0, 40)))
        index = f"I{number}"
        steps.append(RateStep(on=on, rate=rate))
        resets.append(RateReset(on=on, index=index, fixed_on=fixed_on, spread=spread))
        value = Rate(rate.mbp - spread.mbp)
        fixings.append(Fixing(index=index, on=fixed_on, value=value))
    indexed = _loan(terms, resets=tuple(resets))
    received = draw(payments(indexed))
    fixed = _loan(terms, rate_steps=tuple(steps))
    return (
        fund(positions=(indexed,), payments=received, fixings=tuple(fixings)),
        fund(positions=(fixed,), payments=received),
    )


def _loan(terms: dict[str, Any], **more: Any) -> Position:
    repayment = attrs.evolve(terms["repayment"], **more)
    return Position(id="L1", enterprise="E1", instrument=Loan(**{**terms, "repayment": repayment}))


@given(twins(), st.dates(date(2008, 1, 1), date(2030, 12, 31)))
def test_a_rate_set_on_a_fixing_is_that_rate(pair: tuple[Fund, Fund], on: date) -> None:
    """In the schedule, in what happened up to any day and in what is expected after it."""
    indexed, fixed = pair

    assert schedule_of(indexed, "L1") == schedule_of(fixed, "L1")
    seen, expected = project(indexed, on=on), project(fixed, on=on)
    assert (seen.flows, seen.positions) == (expected.flows, expected.positions)


@given(twins(), st.data())
def test_each_fixing_that_is_missing_is_named_and_no_other(
    pair: tuple[Fund, Fund], data: st.DataObject
) -> None:
    whole = pair[0]
    kept = tuple(data.draw(st.lists(st.sampled_from(whole.fixings), unique=True)))
    lacking = tuple(
        NeededFixing(position="L1", index=each.index, on=each.on)
        for each in whole.fixings
        if each not in kept
    )
    held = attrs.evolve(whole, fixings=kept)

    if lacking:
        with pytest.raises(MissingFixings) as caught:
            schedule_of(held, "L1")
        assert caught.value.missing == lacking
    needed = missing_fixings(held, fixings_needed(held, held.position("L1"), AS_OF))
    assert needed == lacking[: len(needed)]
    if needed:
        with pytest.raises(MissingFixings) as caught:
            project(held)
        assert caught.value.missing == needed
    else:
        assert project(held).flows == project(whole).flows


@given(twins(), st.dates(date(2008, 1, 1), date(2030, 12, 31)))
def test_what_happened_up_to_a_day_needs_no_later_fixing(pair: tuple[Fund, Fund], on: date) -> None:
    """Balance, interest and arrears of today do not wait for the rates of tomorrow."""
    indexed, fixed = pair
    held = attrs.evolve(indexed, fixings=_known_by(indexed, on))

    past = debt_history(held, held.position("L1"), on)
    same = debt_history(fixed, fixed.position("L1"), on)

    if past is None or same is None:
        assert past is same
        return
    assert (past.flows, past.accrued_on) == (same.flows, same.accrued_on)
    assert arrears_of(past) == arrears_of(same)


def _known_by(held: Fund, on: date) -> tuple[Fixing, ...]:
    """The fixings of resets up to a day, whatever the day of the others."""
    (position,) = held.positions
    assert isinstance(position.instrument, Loan)
    used = {each.index for each in position.instrument.repayment.resets if each.on <= on}
    return tuple(each for each in held.fixings if each.index in used)


# Small funds. On 30E/360 a month of 1,200,000 francs at 12 % costs 12,000.

START = date(2024, 1, 1)
DUES = tuple(date(2024, month, 1) for month in range(2, 8))
ON_INDEX = (
    RateReset(on=DUES[2], index="TIAO", fixed_on=date(2024, 3, 29), spread=Rate.parse("5 %")),
    RateReset(on=DUES[4], index="TIAO", fixed_on=date(2024, 5, 31), spread=Rate.parse("5 %")),
)
MARCH = Fixing(index="TIAO", on=date(2024, 3, 29), value=Rate.parse("4 %"))
MAY = Fixing(index="TIAO", on=date(2024, 5, 31), value=Rate.parse("3 %"))


def bullet(*resets: RateReset, start: date = START) -> Loan:
    return Loan(
        principal=xof(1_200_000),
        disbursed_on=start,
        rate=Rate.parse("12 %"),
        repayment=Repayment(
            dues=(OnDates(tuple(due for due in DUES if due > start)),),
            amortisation=Amortisation.BULLET,
            day_count=DayCount.THIRTY_E_360,
            resets=resets,
        ),
    )


def position(name: str = "L1", *resets: RateReset) -> Position:
    return Position(id=name, enterprise="E1", instrument=bullet(*(resets or ON_INDEX)))


def test_the_values_of_an_index_are_found_by_name_and_day() -> None:
    assert fund(fixings=(MARCH, MAY)).fixings_of == {
        "TIAO": {MARCH.on: Fraction(4, 100), MAY.on: Fraction(3, 100)}
    }
    assert fund().fixings_of == {}


def test_a_schedule_takes_the_fixings_of_the_fund() -> None:
    """12 % up to April, then 4 + 5 = 9 % up to June, then 3 + 5 = 8 %."""
    rows = schedule_of(fund(positions=(position(),), fixings=(MARCH, MAY)), "L1").rows

    assert [row.interest for row in rows] == [12_000, 12_000, 12_000, 9_000, 9_000, 8_000]


def test_a_schedule_names_every_fixing_that_the_fund_lacks() -> None:
    with pytest.raises(MissingFixings) as caught:
        schedule_of(fund(positions=(position(),)), "L1")

    assert str(caught.value) == (
        "position 'L1' needs the fixing of index 'TIAO' on 2024-03-29, 2024-05-31: add it to the "
        "fixings of the fund, for a day to come as you assume it"
    )
    assert caught.value.field == "fixings"


def test_a_projection_names_what_each_position_lacks() -> None:
    other = RateReset(on=DUES[0], index="TMO", fixed_on=date(2024, 1, 15))
    shares = OrdinaryShares(shares=1, price=xof(100), subscribed_on=START)
    held = fund(
        positions=(
            position("L2"),
            Position(id="Q1", enterprise="E1", instrument=shares),
            position("L1", other),
        ),
        fixings=(MARCH,),
    )

    with pytest.raises(MissingFixings) as caught:
        project(held)

    assert str(caught.value) == (
        "position 'L2' needs the fixing of index 'TIAO' on 2024-05-31: add it to the fixings of "
        "the fund, for a day to come as you assume it\n"
        "position 'L1' needs the fixing of index 'TMO' on 2024-01-15: add it to the fixings of "
        "the fund, for a day to come as you assume it"
    )


def test_arrears_follow_the_rate_of_the_index() -> None:
    """By 2 May: dues of 12,000 three times and 9,000 once; 12,000 came: 33,000 are late."""
    received = Payment(id="P1", received_on=DUES[0], position="L1", amount=xof(12_000))
    held = fund(positions=(position(),), payments=(received,), fixings=(MARCH,))
    past = debt_history(held, held.position("L1"), date(2024, 5, 2))

    assert past is not None
    assert arrears_of(past) == Arrears(overdue=33_000, oldest_on=DUES[1], days_past_due=62, dues=3)


def amended(on: date) -> Fund:
    """L1 with new terms at a fixed rate: interest of 12 % for each month up to then is added."""
    owed = 12_000 * (on.month - 1)
    loan = attrs.evolve(bullet(start=on), principal=xof(1_200_000 + owed))
    change = Amendment(position="L1", on=on, capitalised=xof(owed), instrument=loan)
    return fund(positions=(position(),), amendments=(change,))


def test_terms_that_were_replaced_need_no_fixing_of_later_days() -> None:
    """Amended on 1 March, before its first reset."""
    held = amended(date(2024, 3, 1))

    assert project(held, on=date(2024, 3, 1)).positions[0].outstanding == 1_224_000
    assert [row.interest for row in schedule_of(held, "L1", date(2024, 3, 1)).rows] == [12_240] * 4


def test_before_it_comes_an_amendment_changes_nothing_of_what_is_needed() -> None:
    held = amended(date(2024, 3, 1))
    needed = fixings_needed(held, held.position("L1"), date(2024, 2, 29))

    assert [each.on for each in needed] == [MARCH.on, MAY.on]


def test_the_reset_of_the_day_of_an_amendment_is_needed() -> None:
    """What happens by the terms on that day happens before they are replaced."""
    held = amended(DUES[2])
    needed = fixings_needed(held, held.position("L1"), DUES[2])

    assert [each.on for each in needed] == [MARCH.on]


def test_a_debt_that_owes_nothing_any_more_needs_no_fixing_to_come() -> None:
    """Interest of 24,000 and the whole principal came on 1 March; or it was written off then."""
    received = Payment(id="P1", received_on=DUES[1], position="L1", amount=xof(1_224_000))
    lost = PositionEvent(on=DUES[1], position="L1", event=ShareEventKind.WRITE_OFF)
    repaid = fund(positions=(position(),), payments=(received,))
    written_off = fund(positions=(position(),), events=(lost,))

    assert [flow.amount for flow in project(repaid, on=DUES[1]).flows] == [
        xof(-1_200_000),
        xof(24_000),
        xof(1_200_000),
    ]
    assert project(written_off, on=DUES[1]).positions[0].written_off == 1_200_000
    for held in (repaid, written_off):
        with pytest.raises(MissingFixings):
            project(held, on=DUES[1] - timedelta(days=1))


def test_values_that_are_assumed_are_noted_once_for_each_index() -> None:
    held = fund(positions=(position("L1"), position("L2")), fixings=(MARCH, MAY))
    early, later, known = (
        [str(note) for note in project(held, on=on).notes if note.where.startswith("TIAO")]
        for on in (date(2024, 1, 31), date(2024, 4, 30), MAY.on)
    )

    assert early == [
        "TIAO on 2024-01-31: expected fixings up to the day of the question, found fixings of "
        "2024-03-29 to 2024-05-31: they are taken as the fund assumes them: replace each once it "
        "is known"
    ]
    assert later == [
        "TIAO on 2024-04-30: expected fixings up to the day of the question, found fixings of "
        "2024-05-31: they are taken as the fund assumes them: replace each once it is known"
    ]
    assert known == []
