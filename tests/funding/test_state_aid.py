"""Aid intensity, and what the block exemption leaves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.state_aid import (
    AidIntensity,
    EnterpriseSize,
    aid_intensity,
    check_cumulation,
    highest_intensity,
    intensity_room,
)
from investisens.values.currency import EUR
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate

TODAY = date(2026, 6, 30)

costs = st.integers(1, 10**11).map(lambda cents: Money(cents, EUR))
aids = st.lists(st.integers(0, 10**10).map(lambda cents: Money(cents, EUR)), max_size=5)
shares = st.integers(0, MBP).map(Rate)


def euros(amount: int) -> Money:
    return Money.of(amount, EUR)


class TestIntensity:
    """Intensity = sum of gross grant equivalents / eligible cost, before tax."""

    def test_equivalents_of_several_instruments_add_up(self) -> None:
        """HYB-24 F: eligible 50,000; grant 12,000, soft loan 3,500, guarantee 1,250.

        → total_gge = 16,750; intensity_pct = 33.5.
        """
        intensity = aid_intensity(euros(50_000), map(euros, (12_000, 3_500, 1_250)))

        assert intensity.aid == euros(16_750)
        assert intensity.printed == Rate.parse("33.5 %")

    @given(costs, aids, aids)
    def test_13_intensities_on_one_cost_add_up(
        self, eligible: Money, some: list[Money], others: list[Money]
    ) -> None:
        both = aid_intensity(eligible, [*some, *others]).share

        assert both == aid_intensity(eligible, some).share + aid_intensity(eligible, others).share

    @given(costs, aids, st.integers(1, 1_000))
    def test_13_an_intensity_has_no_scale(
        self, eligible: Money, equivalents: list[Money], many: int
    ) -> None:
        scaled = aid_intensity(eligible * many, [aid * many for aid in equivalents])

        assert scaled.share == aid_intensity(eligible, equivalents).share

    @given(costs, st.integers(0, 10**11))
    def test_14_a_grant_has_the_intensity_of_its_share(self, eligible: Money, cents: int) -> None:
        intensity = aid_intensity(eligible, [Money(cents, EUR)])

        assert intensity.share == Fraction(cents, eligible.minor)

    @given(costs, st.lists(st.integers(0, 10**9), min_size=1, max_size=5))
    def test_14_public_aid_that_pays_the_whole_cost_has_an_intensity_of_one(
        self, eligible: Money, weights: list[int]
    ) -> None:
        """Since October 2018 all public aid together may reach the planned eligible expense."""
        grants = eligible.allocate([*weights, 1])

        assert aid_intensity(eligible, grants).share == 1

    def test_a_cost_of_nothing_has_no_intensity(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            AidIntensity(eligible=euros(0), aid=euros(1))

        assert str(caught.value) == "eligible is 0.00 EUR: give a positive cost"


class TestRoom:
    """Highest intensity of aid to an investment: small enterprise 20 %, medium 10 %."""

    def test_earlier_aid_takes_room(self) -> None:
        """CON-24 U: eligible 400,000 EUR, small, already 55,000 → 80,000 and 25,000."""
        highest = highest_intensity(EnterpriseSize.SMALL, on=TODAY)

        room = intensity_room(euros(400_000), [euros(55_000)], highest)
        assert (room.maximum, room.headroom, room.excess) == (
            euros(80_000),
            euros(25_000),
            euros(0),
        )

    def test_a_repayable_advance_has_ten_points_more(self) -> None:
        """Article 7 of the block exemption regulation, unverified."""
        rates = [
            highest_intensity(size, on=TODAY, repayable_advance=True) for size in EnterpriseSize
        ]

        assert rates == [Rate.parse("30 %"), Rate.parse("20 %")]

    @given(costs, aids, shares)
    def test_what_is_left_and_what_is_used_make_the_maximum(
        self, eligible: Money, equivalents: list[Money], highest: Rate
    ) -> None:
        room = intensity_room(eligible, equivalents, highest)

        assert room.granted.aid + room.headroom == room.maximum + room.excess
        assert not (room.headroom and room.excess)
        assert room.maximum.minor <= eligible.minor * highest.fraction

    def test_an_intensity_above_the_whole_is_refused(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            intensity_room(euros(1), [], Rate.parse("101 %"))

        assert str(caught.value) == ("highest is 101 %: use an intensity between 0 % and 100 %")


class TestCumulation:
    """Aids on one eligible cost respect the highest intensity together, and some are notified."""

    @given(costs, aids, st.sampled_from(EnterpriseSize))
    def test_a_finding_stands_exactly_where_aid_passes_the_maximum(
        self, eligible: Money, equivalents: list[Money], size: EnterpriseSize
    ) -> None:
        highest = highest_intensity(size, on=TODAY)
        room = intensity_room(eligible, equivalents, highest)

        found = [each.where for each in check_cumulation(eligible, equivalents, size, on=TODAY)]
        assert (f"aid to a {size.value} enterprise on {TODAY}" in found) is bool(room.excess)

    def test_the_finding_says_by_how_much(self) -> None:
        (finding,) = check_cumulation(
            euros(400_000), [euros(55_000), euros(30_000)], EnterpriseSize.SMALL, on=TODAY
        )

        assert str(finding) == (
            "aid to a small enterprise on 2026-06-30: expected at most 80000.00 EUR (20 %), found "
            "aid of 85000.00 EUR, 21.25 %: lower the aid by 5000.00 EUR, or show more eligible cost"
        )

    @pytest.mark.parametrize(
        ("on", "state"),
        [
            (date(2022, 12, 31), ""),
            (TODAY, ", in force until 2022-12-31; the amount of 2026-06-30 is not held"),
        ],
    )
    def test_a_large_aid_is_notified(self, on: date, state: str) -> None:
        """EUR 7.5 million per undertaking and project in the text of 2014, raised in 2023."""
        (finding,) = check_cumulation(
            euros(50_000_000), [euros(7_500_001)], EnterpriseSize.SMALL, on=on
        )

        assert finding.expected == (
            "at most 7500000.00 EUR without notification (Regulation (EU) 651/2014, article 4, "
            f"text of 2014 (legislation.gov.uk){state})"
        )
        assert not check_cumulation(
            euros(50_000_000), [euros(7_500_000)], EnterpriseSize.SMALL, on=on
        )
