"""Expected loss: Σ marginal PD × LGD × EAD, discounted at the effective rate (IFRS 9)."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.servicing.expected_loss import (
    Stage,
    YearAtRisk,
    expected_loss,
    interest_base,
    stage_of,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate

shares = st.integers(0, MBP).map(Rate)
years = st.lists(
    st.builds(
        YearAtRisk,
        exposure=st.integers(0, 10**12).map(lambda minor: Money(minor, XOF)),
        default=shares,
    ),
    min_size=1,
    max_size=10,
)
effective = st.integers(0, MBP).map(Rate)


@given(years, shares, effective, st.integers(0, MBP))
def test_a_higher_probability_loss_or_exposure_never_lowers_the_expected_loss(
    each: list[YearAtRisk], lgd: Rate, rate: Rate, more: int
) -> None:
    """Invariant 42 of the rules: increasing in PD, LGD and EAD."""
    lost = expected_loss(each, Stage.DOUBTFUL, lgd, rate)
    riskier = [attrs.evolve(year, default=Rate(min(MBP, year.default.mbp + more))) for year in each]
    larger = [attrs.evolve(year, exposure=year.exposure + Money(more, XOF)) for year in each]

    assert expected_loss(riskier, Stage.DOUBTFUL, lgd, rate) >= lost
    assert expected_loss(larger, Stage.DOUBTFUL, lgd, rate) >= lost
    assert expected_loss(each, Stage.DOUBTFUL, Rate(min(MBP, lgd.mbp + more)), rate) >= lost


@given(years, shares, effective)
def test_the_loss_of_a_life_is_at_least_that_of_its_first_year(
    each: list[YearAtRisk], lgd: Rate, rate: Rate
) -> None:
    """Invariant 42: lifetime >= 12 months."""
    life = expected_loss(each, Stage.IMPAIRED, lgd, rate)

    assert life == expected_loss(each, Stage.DOUBTFUL, lgd, rate)
    assert life >= expected_loss(each, Stage.PERFORMING, lgd, rate)


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.sampled_from(Stage))
def test_interest_of_the_third_stage_runs_on_no_more_than_the_gross_amount(
    gross: int, allowance: int, stage: Stage
) -> None:
    """Invariant 42: stage-3 interest <= gross interest."""
    base = interest_base(Money(gross, XOF), Money(allowance, XOF), stage)

    assert base <= Money(gross, XOF)
    assert base == Money(gross - allowance if stage is Stage.IMPAIRED else gross, XOF)


def test_ifr_01_a_year_and_a_life() -> None:
    """IFR-01: exposure 5,000,000, LGD 40 %; PD 12 months 1.5 %, lifetime 12 %."""
    lgd = Rate.parse("40 %")

    def lost(risk: str) -> Money:
        year = YearAtRisk(exposure=Money(5_000_000, XOF), default=Rate.parse(risk))
        return expected_loss([year], Stage.PERFORMING, lgd)

    assert (lost("1.5 %"), lost("12 %")) == (Money(30_000, XOF), Money(240_000, XOF))


def test_ifr_02_interest_on_the_net_amount() -> None:
    """IFR-02: gross 1,000,000, allowance 400,000, 10 %: 100,000, then 60,000."""
    gross, allowance = Money(1_000_000, XOF), Money(400_000, XOF)
    bases = [interest_base(gross, allowance, stage) for stage in Stage]

    assert [base.minor // 10 for base in bases] == [100_000, 100_000, 60_000]


def test_ifr_03_three_years_discounted() -> None:
    """IFR-03: EAD 3, 2, 1 million, PD 3, 4, 5 %, LGD 45 %, 8 %: 37,500 and 86,225.42."""
    three = [
        YearAtRisk(exposure=Money.of(exposure, EUR), default=Rate.parse(risk))
        for exposure, risk in (("3000000", "3 %"), ("2000000", "4 %"), ("1000000", "5 %"))
    ]
    lgd, rate = Rate.parse("45 %"), Rate.parse("8 %")

    assert expected_loss(three, Stage.PERFORMING, lgd, rate) == Money.of("37500.00", EUR)
    assert expected_loss(three, Stage.DOUBTFUL, lgd, rate) == Money.of("86225.42", EUR)


def test_ifr_04_the_stages_that_days_presume() -> None:
    """IFR-04: more than 30 days, more than 90 days."""
    stages = [stage_of(days, date(2024, 12, 31)) for days in (0, 30, 31, 90, 91)]

    assert stages == [1, 1, 2, 2, 3]


def test_shares_beyond_the_whole_are_refused() -> None:
    year = YearAtRisk(exposure=Money(1, XOF), default=Rate(0))
    with pytest.raises(InvalidTerms) as caught:
        expected_loss([year], Stage.DOUBTFUL, Rate.parse("130 %"))
    with pytest.raises(InvalidTerms) as none:
        expected_loss([], Stage.DOUBTFUL, Rate(0))

    assert str(caught.value) == "lgd is 130 %: use a share between 0 % and 100 %"
    assert str(none.value) == "years is empty: give one year or more"
