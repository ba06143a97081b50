"""Portfolio at risk, arrears rate and ageing: by definition, and by property."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.servicing.ageing import USUAL_AGES, AgeClass, ageing, check_cover, class_of
from investisens.servicing.quality import (
    Exposure,
    quality,
    ratio,
    risk_coverage,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import CurrencyMismatch, InvalidTerms


@st.composite
def exposures(draw: st.DrawFn) -> Exposure:
    """A debt on time, late in principal, or late in interest alone."""
    outstanding = draw(st.one_of(st.just(0), st.integers(0, 1_000), st.integers(0, 10**12)))
    days = draw(st.one_of(st.just(0), st.sampled_from([1, 30, 31, 90, 91]), st.integers(0, 2_000)))
    return Exposure(
        contract=draw(st.text("ABC", min_size=1, max_size=3)),
        currency=XOF,
        outstanding=outstanding,
        late_principal=draw(st.integers(0, outstanding)) if days else 0,
        days_past_due=days,
        restructured=draw(st.booleans()),
    )


held = st.lists(exposures(), max_size=12)


def exposure(outstanding: int, days: int = 0, *, restructured: bool = False) -> Exposure:
    return Exposure(
        contract="L1",
        currency=XOF,
        outstanding=outstanding,
        days_past_due=days,
        restructured=restructured,
    )


def rounded(share: Fraction | None) -> str:
    """Per cent with two decimals."""
    assert share is not None
    return f"{float(round(share * 100, 2)):.2f} %"


class TestTheWorkedExample:
    """Accountinguide.com: a portfolio of 10,064,200 with an allowance of 430,879.

    Late more than 30 days: 100,950 + 82,023 + 73,009 + 55,880 + 27,020 = 338,882. Refinanced:
    50,800.
    """

    LATE = (100_950, 82_023, 73_009, 55_880, 27_020)
    REFINANCED = 50_800
    ON_TIME = 10_064_200 - sum(LATE) - REFINANCED
    FOUND = quality(
        [
            *(exposure(amount, 31 + 30 * n) for n, amount in enumerate(LATE)),
            exposure(REFINANCED, restructured=True),
            exposure(ON_TIME, 30),
        ],
        XOF,
    )

    def test_portfolio_at_risk_beyond_30_days_is_3_37_per_cent(self) -> None:
        risk = self.FOUND.beyond(30)

        assert (self.FOUND.outstanding, risk.amount, risk.contracts) == (10_064_200, 338_882, 5)
        assert rounded(risk.share) == "3.37 %"

    def test_with_refinanced_loans_it_is_3_87_per_cent(self) -> None:
        risk = self.FOUND.beyond(30)

        assert risk.with_restructured == 389_682
        assert rounded(risk.share_with_restructured) == "3.87 %"

    def test_risk_coverage_is_110_57_per_cent(self) -> None:
        risk = self.FOUND.beyond(30)

        assert rounded(risk_coverage(430_879, risk.with_restructured)) == "110.57 %"


def test_portfolio_at_risk_of_five_loans_by_days_late() -> None:
    """Oracle SFD-02 [F]: before write-off, PAR 30 84.375 %, PAR 90 84.375 %, PAR 180 59.375 %.

    Outstanding 500,000 (20 days late), 800,000 (95), 1,200,000 (210), 400,000 (500), 300,000 (800).
    """
    loans = ((500_000, 20), (800_000, 95), (1_200_000, 210), (400_000, 500), (300_000, 800))
    found = quality([exposure(amount, days) for amount, days in loans], XOF, (30, 90, 180))

    assert [each.share for each in found.at_risk] == [
        Fraction(per_cent) / 100 for per_cent in ("84.375", "84.375", "59.375")
    ]


@given(held)
def test_portfolio_at_risk_falls_with_the_days_and_bounds_the_arrears_rate(
    debts: list[Exposure],
) -> None:
    """Property 42: 0 ≤ PAR 90 ≤ PAR 60 ≤ PAR 30 ≤ 1; arrears rate ≤ PAR 0."""
    found = quality(debts, XOF, (0, 30, 60, 90))
    if found.arrears_rate is None:
        assert found.outstanding == 0
        return
    shares = [each.share for each in found.at_risk if each.share is not None]

    assert len(shares) == 4
    assert 1 >= shares[0] >= shares[1] >= shares[2] >= shares[3] >= 0
    assert found.arrears_rate <= shares[0]


@given(held, held)
def test_portfolio_at_risk_of_a_union_is_the_weighted_mean_of_its_parts(
    some: list[Exposure], others: list[Exposure]
) -> None:
    """Property 43, by amounts: those of the union are the sums of those of the parts."""
    whole, first, second = (quality(debts, XOF) for debts in ([*some, *others], some, others))

    assert whole.outstanding == first.outstanding + second.outstanding
    for all_of, one, other in zip(whole.at_risk, first.at_risk, second.at_risk, strict=True):
        assert all_of.amount == one.amount + other.amount
        assert all_of.contracts == one.contracts + other.contracts
        if whole.outstanding:
            parts = (one.share or 0) * first.outstanding + (other.share or 0) * second.outstanding
            assert all_of.share == parts / whole.outstanding


@given(held, st.randoms(use_true_random=False))
def test_the_order_of_debts_changes_nothing(debts: list[Exposure], chance: object) -> None:
    """Property 43."""
    shuffled = list(debts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert quality(shuffled, XOF) == quality(debts, XOF)


@given(held, st.integers(2, 1_000))
def test_amounts_times_a_whole_factor_change_no_share(debts: list[Exposure], factor: int) -> None:
    """Property 44."""
    scaled = [
        attrs.evolve(
            each,
            outstanding=each.outstanding * factor,
            late_principal=each.late_principal * factor,
        )
        for each in debts
    ]
    before, after = quality(debts, XOF), quality(scaled, XOF)

    assert after.arrears_rate == before.arrears_rate
    assert [each.share for each in after.at_risk] == [each.share for each in before.at_risk]


@given(held, exposures())
def test_a_write_off_lowers_the_portfolio_and_what_is_at_risk_by_the_same(
    debts: list[Exposure], lost: Exposure
) -> None:
    """Property 45: of a debt at risk, and a debt that is written off owes nothing."""
    lost = attrs.evolve(lost, days_past_due=max(1, lost.days_past_due))
    gone = attrs.evolve(lost, outstanding=0, late_principal=0, days_past_due=0)
    before, after = quality([*debts, lost], XOF), quality([*debts, gone], XOF)

    assert before.outstanding - after.outstanding == lost.outstanding
    assert before.beyond(0).amount - after.beyond(0).amount == lost.outstanding


@given(held)
def test_ages_are_a_partition_of_the_portfolio(debts: list[Exposure]) -> None:
    """Property 41: each debt, and so each unit, is in one class."""
    classes, found = ageing(debts), quality(debts, XOF)

    assert sum(each.outstanding for each in classes) == found.outstanding
    assert sum(each.late_principal for each in classes) == found.late_principal
    assert sum(each.contracts for each in classes) == found.contracts


@given(st.integers(0, 5_000))
def test_every_day_is_in_one_class(days: int) -> None:
    holding = [
        each
        for each in USUAL_AGES
        if each.from_days <= days and (each.to_days is None or days <= each.to_days)
    ]

    assert holding == [class_of(days, USUAL_AGES)]


def test_thirty_one_days_are_beyond_thirty_and_thirty_are_not() -> None:
    """One day decides whether a debt enters PAR 30."""
    assert quality([exposure(100, 30)], XOF).beyond(30).amount == 0
    assert quality([exposure(100, 31)], XOF).beyond(30).amount == 100


def test_an_empty_portfolio_has_no_ratio() -> None:
    found = quality([], XOF)

    assert (found.arrears_rate, found.beyond(0).share, found.contracts) == (None, None, 0)
    assert ratio(0, 0) is None


def test_a_debt_late_in_interest_alone_counts_without_an_amount() -> None:
    found = quality([exposure(0, 12)], XOF)

    assert (found.contracts, found.late_contracts, found.beyond(0).contracts) == (1, 1, 1)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch) as caught:
        quality([exposure(100)], EUR)

    assert str(caught.value) == (
        "L1 is in XOF, not in EUR: ask for the quality of each currency on its own"
    )


@pytest.mark.parametrize(
    ("late", "days", "message"),
    [
        (
            101,
            5,
            "L1: late_principal is 101 of 100 outstanding: use 0 up to what is outstanding",
        ),
        (
            1,
            0,
            "L1: days_past_due is 0 with 1 late: count the days from the oldest due that is not "
            "covered",
        ),
    ],
)
def test_an_exposure_that_contradicts_itself_is_refused(late: int, days: int, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Exposure(
            contract="L1", currency=XOF, outstanding=100, late_principal=late, days_past_due=days
        )

    assert str(caught.value) == message


def test_thresholds_are_days() -> None:
    with pytest.raises(InvalidTerms) as caught:
        quality([], XOF, (-1, 30))

    assert str(caught.value) == "thresholds is (-1, 30): give days of 0 or more"


def test_a_threshold_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(InvalidTerms) as caught:
        quality([], XOF).beyond(45)

    assert str(caught.value) == "days is 45: the thresholds asked for are 0, 30, 60, 90, 180"


def ages(*bounds: tuple[int, int | None]) -> Sequence[AgeClass]:
    return [
        AgeClass(name="abc"[n], from_days=first, to_days=last)
        for n, (first, last) in enumerate(bounds)
    ]


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        ([], "classes is empty: give at least one class, from_days 0"),
        (ages((1, None)), "class 'a' starts at day 1: start the first one at day 0"),
        (
            ages((0, 30), (32, None)),
            "class 'b' starts at day 32, but the one before it ends at day 30: start it at day 31",
        ),
        (
            ages((0, 30), (30, None)),
            "class 'b' starts at day 30, but the one before it ends at day 30: start it at day 31",
        ),
        (
            ages((0, None), (31, None)),
            "class 'a' starts at day 0 and ends at day None: give it an end of its first day or "
            "later, since others follow",
        ),
        (
            ages((0, 30)),
            "class 'a' ends at day 30: leave to_days of the last class out, so that every later "
            "day is covered",
        ),
        (
            [AgeClass(name="a", from_days=0, to_days=9), AgeClass(name="a", from_days=10)],
            "two classes are called 'a': rename one of them",
        ),
    ],
)
def test_classes_cover_every_day_once(classes: Sequence[AgeClass], message: str) -> None:
    """Property 47: no gap, no overlap."""
    with pytest.raises(InvalidTerms) as caught:
        check_cover(classes)

    assert str(caught.value) == message
