"""New terms of a debt beside the old ones, and what they cost the fund."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden import rows_of
from investisens import read_fund
from investisens.instruments.agreed import Fee, FeeKind
from investisens.instruments.loan import Loan
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.portfolio.accounts import account_of
from investisens.portfolio.amending import drafted, re_aged, re_amortised
from investisens.portfolio.fund import Amendment, Fund, FundTerms, Position
from investisens.portfolio.parties import Enterprise
from investisens.portfolio.records import Payment
from investisens.portfolio.restructuring import Expected, restructuring
from investisens.servicing.history import AmendmentMismatch
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.errors import MissingData, NotSupported
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates

START = date(2010, 1, 1)
A_YEAR_ON, TWO_YEARS_ON = date(2011, 1, 1), date(2012, 1, 1)
DUES = tuple(date(2010 + n // 2, 1 + 6 * (n % 2), 1) for n in range(1, 9))


def loan(dues: tuple[date, ...], rate: str = "10 %", **terms: object) -> Loan:
    return Loan(
        principal=Money(100_000, XOF),
        disbursed_on=START,
        rate=Rate.parse(rate),
        repayment=Repayment(dues=(OnDates(dues),), **terms),  # type: ignore[arg-type]
    )


def fund(instrument: Loan, *paid: tuple[date, int]) -> Fund:
    home = instrument.principal.currency
    return Fund(
        terms=FundTerms(
            name="Mine", currency=home, share_price=Money(10_000, home), as_of=date(2016, 1, 1)
        ),
        enterprises=(Enterprise(id="E1", name="Mill"),),
        positions=(Position(id="L1", enterprise="E1", instrument=instrument),),
        payments=tuple(
            Payment(id=f"P{n}", received_on=on, position="L1", amount=Money(minor, home))
            for n, (on, minor) in enumerate(paid)
        ),
    )


def test_a_year_without_interest_costs_the_fund_a_year_of_interest() -> None:
    """By hand: 100,000 at 10 % owe 110,000 after a year of 365 days, all of it at once.

    Paid a year later without interest it is worth 110,000 / 1.10 = 100,000: the fund gives up
    10,000. Without discount it gives up nothing.
    """
    held = fund(loan((A_YEAR_ON,)))
    new = Amendment(
        position="L1",
        on=A_YEAR_ON,
        capitalised=Money(10_000, XOF),
        instrument=attrs.evolve(
            loan((TWO_YEARS_ON,), "0 %"), principal=Money(110_000, XOF), disbursed_on=A_YEAR_ON
        ),
    )
    found = restructuring(held, new)
    assert found.rate == Rate.parse("10 %")
    assert found.owed == Money(110_000, XOF)
    assert found.before == (Expected(on=A_YEAR_ON, principal=100_000, interest=10_000),)
    assert found.after == (Expected(on=TWO_YEARS_ON, principal=110_000, interest=0),)
    assert (found.value_before, found.value_after) == (Money(110_000, XOF), Money(100_000, XOF))
    assert found.loss == Money(10_000, XOF)
    assert restructuring(held, new, Rate(0)).loss == Money(0, XOF)


def test_what_accrued_after_the_last_due_is_owed_on_the_day() -> None:
    """By hand: the due is paid in half, and 10 % of 50,000 over 182/365 are 2,493.15, so 2,493.

    No due will ask for it: it counts on the day.
    """
    on = A_YEAR_ON + timedelta(days=182)
    held = fund(loan((A_YEAR_ON,)), (A_YEAR_ON, 60_000))
    found = restructuring(held, re_aged(held, "L1", on, (OnDates((TWO_YEARS_ON,)),)))
    assert found.before == (Expected(on=on, principal=50_000, interest=2_493),)
    assert found.owed == found.value_before == Money(52_493, XOF)


def test_the_amendment_of_l3_is_worth_what_its_published_dues_are() -> None:
    """The dues of ``expected/L3_new_schedule.csv`` of the case, discounted here on their own.

    At 5 % a year, by days of 365, with fifty digits.
    """
    held = read_fund("examples/collines")
    (amendment,) = held.amendments
    found = restructuring(held, amendment, Rate.parse("5 %"))
    rows = rows_of("collines/L3_new_schedule.csv")
    assert [(str(each.on), each.principal, each.interest) for each in found.after] == [
        (row["due_on"], int(row["principal_xof"]), int(row["interest_xof"])) for row in rows
    ]
    with localcontext() as context:
        context.prec = 50
        worth = sum(
            int(row["total_xof"])
            / Decimal("1.05")
            ** (Decimal((date.fromisoformat(row["due_on"]) - amendment.on).days) / 365)
            for row in rows
        )
        assert isinstance(worth, Decimal)
    assert found.value_after == Money(int(worth.quantize(Decimal(1), ROUND_HALF_UP)), XOF)
    # "balance 4 141 473, accrued 103 253" of L3_amendment.csv; late since the due of 31 July 2012.
    assert found.owed == Money(4_141_473 + 103_253, XOF)
    assert found.days_past_due == (amendment.on - date(2012, 7, 31)).days


@st.composite
def debts(draw: st.DrawFn) -> tuple[Fund, date]:
    """A loan with payments of its own, and a day on which something is owed."""
    currency: Currency = draw(st.sampled_from([XOF, EUR]))
    signed = loan(
        DUES,
        draw(st.sampled_from(["0 %", "4.5 %", "24 %"])),
        amortisation=draw(st.sampled_from(list(Amortisation)[:2])),
    )
    signed = attrs.evolve(signed, principal=Money(draw(st.integers(1_000, 10**9)), currency))
    days = st.dates(START, date(2015, 12, 31))
    paid = draw(st.lists(st.tuples(days, st.integers(1, 10**8)), max_size=6))
    return fund(signed, *paid), draw(st.dates(START + timedelta(days=1), date(2015, 12, 31)))


@given(debts())
def test_both_sides_bring_back_all_that_is_owed(drawn: tuple[Fund, date]) -> None:
    """Principal of each side is what is outstanding on it; at a rate of 0 values are totals."""
    held, on = drawn
    eve = attrs.evolve(
        held, payments=tuple(each for each in held.payments if each.received_on < on)
    )
    if not account_of(eve, "L1", on).pays_off:
        return
    amendment = drafted(eve, "L1", on)
    found = restructuring(eve, amendment, Rate(0))
    owed = account_of(eve, "L1", on).past.balance
    assert sum(each.principal for each in found.before) == owed
    assert sum(each.principal for each in found.after) == found.owed.minor
    assert found.owed.minor == owed + amendment.capitalised.minor
    assert found.value_before == found.total_before
    assert found.value_after == found.total_after
    assert found.loss == found.total_before - found.total_after
    days = [each.on for side in (found.before, found.after) for each in side]
    assert all(day >= on for day in days)


@given(debts())
def test_a_higher_rate_never_makes_later_money_worth_more(drawn: tuple[Fund, date]) -> None:
    held, on = drawn
    eve = attrs.evolve(
        held, payments=tuple(each for each in held.payments if each.received_on < on)
    )
    if not account_of(eve, "L1", on).pays_off:
        return
    amendment = drafted(eve, "L1", on)
    values = [
        restructuring(eve, amendment, Rate.parse(rate)).value_after.minor
        for rate in ("0 %", "5 %", "50 %")
    ]
    assert values == sorted(values, reverse=True)


def test_what_came_after_the_amendment_changes_nothing() -> None:
    held = read_fund("examples/collines")
    (amendment,) = held.amendments
    then = attrs.evolve(
        held,
        payments=tuple(each for each in held.payments if each.received_on <= amendment.on),
    )
    assert restructuring(then, amendment) == restructuring(held, amendment)


def test_a_second_amendment_stands_beside_the_first() -> None:
    """By hand: 110,000 at 5 % from 2011 owe 115,500 in 2012, whatever was signed in 2010."""
    held = fund(loan((A_YEAR_ON,)))
    first = re_aged(held, "L1", A_YEAR_ON, (OnDates((TWO_YEARS_ON,)),))
    assert isinstance(first.instrument, Loan)
    first = attrs.evolve(first, instrument=attrs.evolve(first.instrument, rate=Rate.parse("5 %")))
    amended = attrs.evolve(held, amendments=(first,))
    second = re_aged(amended, "L1", TWO_YEARS_ON, (OnDates((date(2013, 1, 1),)),))
    found = restructuring(amended, second)
    assert found.before == (Expected(on=TWO_YEARS_ON, principal=110_000, interest=5_500),)
    # The value stays at the rate of the terms as signed.
    assert found.rate == Rate.parse("10 %")
    both = attrs.evolve(held, amendments=(first, second))
    assert restructuring(both, second) == found
    assert restructuring(both, first) == restructuring(held, first)


def test_what_cannot_be_compared_is_refused() -> None:
    held = read_fund("examples/collines")
    (amendment,) = held.amendments
    wrong = attrs.evolve(amendment, capitalised=Money(103_254, XOF))
    with pytest.raises(AmendmentMismatch, match="103253"):
        restructuring(held, wrong)
    with pytest.raises(MissingData):
        restructuring(held, attrs.evolve(amendment, position="L99"))
    with pytest.raises(NotSupported, match="no debt that runs on"):
        restructuring(held, attrs.evolve(amendment, on=date(2009, 1, 1)))


def test_a_loan_without_interest_is_valued_at_nothing() -> None:
    """Waiting costs the fund nothing at 0 %, which is the rate of the terms as signed."""
    held = fund(loan((A_YEAR_ON,), "0 %"))
    found = restructuring(held, re_amortised(held, "L1", date(2010, 7, 1)))
    assert (found.rate, found.loss) == (Rate(0), Money(0, XOF))


def test_terms_without_a_rate_of_their_own_ask_for_one() -> None:
    """A fee takes all on the first day: nothing is lent, so nothing is a rate.

    By hand: 4,959 accrue in 181 days, 5,291 on 104,959 in the 184 after; the fee is still owed.
    """
    fee = Fee(kind=FeeKind.AT_DRAW, amount=Money(100_000, XOF))
    held = fund(loan((A_YEAR_ON,), fees=(fee,)))
    new = re_amortised(fund(loan((A_YEAR_ON,))), "L1", date(2010, 7, 1))
    with pytest.raises(NotSupported) as refused:
        restructuring(held, new)
    assert str(refused.value) == (
        "the terms of 'L1' as signed have no rate of their own: give the rate at which to value "
        "both terms"
    )
    assert restructuring(held, new, Rate(0)).total_after == Money(210_250, XOF)
