"""A grant is paid as advance, interim payments on paid invoices, and balance on completion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.award import award_on
from investisens.funding.settlement import Settlement, settle
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate
from strategies import shares_of_one

SIXTY, ADVANCE, INTERIM = Rate.parse("60 %"), Rate.parse("30 %"), Rate.parse("80 %")


def settled(planned: int, real: int, rate: Rate, advance: Rate, interim: Rate) -> Settlement:
    """What is settled when *planned* eligible spending became *real*."""
    plan, spent = Money(planned, XOF), Money(real, XOF)
    award = award_on(plan, plan, rate).granted
    due = award_on(spent, spent, rate, award).granted
    return settle(award, due, advance=advance, interim=interim)


@pytest.mark.parametrize(
    ("real", "before", "due", "balance"),
    [
        pytest.param(10_450_000, 5_760_000, 6_270_000, 510_000, id="HYB-05"),
        pytest.param(3_400_000, 2_160_000, 2_040_000, -120_000, id="HYB-06"),
        pytest.param(13_000_000, 5_760_000, 7_200_000, 1_440_000, id="HYB-07"),
    ],
)
def test_the_balance_settles_real_spending(real: int, before: int, due: int, balance: int) -> None:
    """HYB-05 to HYB-07 U: planned eligible 12,000,000, rate 60 %, advance 30 % of the award.

    Instalments up to 80 %; award = 7,200,000; advance = 2,160,000. Real eligible cost 10,450,000 →
    paid_before_balance = 5,760,000; due = 6,270,000; balance = 510,000. Real 3,400,000 →
    2,160,000; 2,040,000; -120,000 (a recovery order). Real 13,000,000 → 5,760,000; 7,200,000;
    1,440,000.
    """
    made = settled(12_000_000, real, SIXTY, ADVANCE, INTERIM)

    assert made.award == Money(7_200_000, XOF)
    assert made.advance == Money(2_160_000, XOF)
    assert made.before_balance == Money(before, XOF)
    assert made.due == Money(due, XOF)
    assert made.balance == Money(balance, XOF)


amounts = st.integers(0, 10**12)


@given(amounts, amounts, shares_of_one, shares_of_one, shares_of_one)
def test_7_settlement(planned: int, real: int, rate: Rate, one: Rate, other: Rate) -> None:
    """Due ≤ award; Σ payments = due after the balance; payments before completion ≤ interim cap.

    Overspend leaves due unchanged; due is non-decreasing in real cost.
    """
    advance, interim = sorted((one, other))
    made = settled(planned, real, rate, advance, interim)

    assert made.due <= made.award
    assert made.before_balance + made.balance == made.due
    assert made.before_balance.minor <= interim.fraction * made.award.minor
    assert made.before_balance >= made.advance
    more = settled(planned, real + 1, rate, advance, interim)
    assert more.due >= made.due
    if real >= planned:
        assert more.due == made.due == made.award


def test_without_instalments_the_advance_comes_before_the_balance() -> None:
    """The Region of the Collines: 70 % in advance, the rest on justification."""
    made = settle(Money(30_000_000, XOF), Money(28_781_202, XOF), advance=Rate.parse("70 %"))

    assert made.before_balance == made.advance == Money(21_000_000, XOF)
    assert made.balance == Money(7_781_202, XOF)


def test_more_than_the_award_is_never_due() -> None:
    with pytest.raises(InvalidTerms) as refused:
        settle(Money(100, XOF), Money(101, XOF), advance=ADVANCE)

    assert str(refused.value) == (
        "due is 101 XOF of an award of 100 XOF: use an amount between 0 and the award"
    )


@pytest.mark.parametrize(("advance", "interim"), [("80 %", "30 %"), ("30 %", "101 %")])
def test_shares_that_do_not_fit_are_refused(advance: str, interim: str) -> None:
    with pytest.raises(InvalidTerms) as refused:
        settle(
            Money(100, XOF),
            Money(50, XOF),
            advance=Rate.parse(advance),
            interim=Rate.parse(interim),
        )

    assert str(refused.value) == (
        f"advance is {advance} and at most {interim} is paid before completion: use shares between "
        "0 % and 100 %, the advance not above the other"
    )
