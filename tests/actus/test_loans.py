"""Rules of LAM, NAM and ANN, on contracts small enough to compute by hand.

1200 at 10 % in months of 30 days: 10 a month, 60 a half year, 120 a year.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from actus_terms import brief, dates, day, interest, market, redemption, resets, run

YEAR = {"maturityDate": day("2014-01-01")}
HALVES = interest("2013-07-01", "P6ML1")


LAM = {"contractType": "LAM", **redemption("2013-07-01", "P6ML1"), **HALVES}


class TestConstantRepayment:
    """LAM."""

    def test_interest_accrued_at_a_repayment_is_paid_by_the_event_that_follows(self) -> None:
        rows = run(YEAR, LAM, nextPrincipalRedemptionPayment="400")

        assert brief(rows[1:], "payoff", "notionalPrincipal", "accruedInterest") == [
            ("2013-07-01", "PR", 400.0, 800.0, 60.0),
            ("2013-07-01", "IP", 60.0, 800.0, 0.0),
            ("2014-01-01", "IP", 40.0, 800.0, 0.0),
            ("2014-01-01", "MD", 800.0, 0.0, 0.0),
        ]

    def test_interest_paid_less_often_waits(self) -> None:
        terms = {**LAM, **redemption("2013-04-01", "P3ML1"), **interest("2013-07-01", "P6ML1")}
        rows = run(YEAR, terms, nextPrincipalRedemptionPayment="300")

        assert brief(rows[1:4], "payoff", "accruedInterest") == [
            ("2013-04-01", "PR", 300.0, 30.0),
            ("2013-07-01", "PR", 300.0, 52.5),
            ("2013-07-01", "IP", 52.5, 0.0),
        ]

    def test_a_repayment_is_never_more_than_is_owed_and_zeros_follow(self) -> None:
        rows = run(LAM, maturityDate=day("2015-01-01"), nextPrincipalRedemptionPayment="1000")

        assert brief([row for row in rows if row["eventType"] in ("PR", "MD")]) == [
            ("2013-07-01", "PR", 1000.0),
            ("2014-01-01", "PR", 200.0),
            ("2014-07-01", "PR", 0.0),
            ("2015-01-01", "MD", 0.0),
        ]

    def test_without_an_instalment_the_notional_is_shared_over_the_dates_and_maturity(self) -> None:
        rows = run(LAM, maturityDate=day("2014-07-01"))

        assert [row["payoff"] for row in rows if row["eventType"] in ("PR", "MD")] == [400.0] * 3

    def test_a_running_contract_shares_over_what_is_to_come(self) -> None:
        rows = run(LAM, maturityDate=day("2014-07-01"), statusDate=day("2013-08-01"))

        assert [row["payoff"] for row in rows if row["eventType"] in ("PR", "MD")] == [600.0] * 2

    @pytest.mark.parametrize(
        ("instalment", "end"),
        [("400", "2014-07-01"), ("500", "2014-07-01"), ("1200", "2013-07-01")],
    )
    def test_maturity_follows_from_the_instalment(self, instalment: str, end: str) -> None:
        rows = run(LAM, nextPrincipalRedemptionPayment=instalment)

        assert dates(rows, "MD") == [end]
        assert end not in dates(rows, "PR")

    def test_without_an_anchor_repayment_starts_one_cycle_after_the_exchange(self) -> None:
        terms = {"contractType": "LAM", "cycleOfPrincipalRedemption": "P6ML1"}
        rows = run(terms, nextPrincipalRedemptionPayment="600")

        assert dates(rows, "PR") == ["2013-07-01"]
        assert dates(rows, "MD") == ["2014-01-01"]

    def test_a_first_repayment_may_fall_on_the_exchange(self) -> None:
        rows = run(YEAR, LAM, redemption("2013-01-01", "P6ML1"), nextPrincipalRedemptionPayment="1")

        assert dates(rows, "PR") == ["2013-01-01", "2013-07-01"]


class TestBase:
    """Interest on a base that lags (NTL)."""

    TERMS: ClassVar[dict[str, Any]] = {
        **LAM,
        "maturityDate": day("2014-07-01"),
        "nextPrincipalRedemptionPayment": "400",
        "interestCalculationBase": "NTL",
    }

    def test_a_lagging_base_keeps_its_amount_until_it_is_set_anew(self) -> None:
        rows = run(
            self.TERMS,
            cycleAnchorDateOfInterestCalculationBase=day("2014-01-01"),
            cycleOfInterestCalculationBase="P1YL1",
        )

        assert brief([row for row in rows if row["eventType"] in ("IP", "IPCB")]) == [
            ("2013-07-01", "IP", 60.0),
            ("2014-01-01", "IP", 60.0),
            ("2014-01-01", "IPCB", 0.0),
            ("2014-07-01", "IP", 20.0),
        ]

    def test_a_given_base_amount_is_the_first_base(self) -> None:
        rows = run(self.TERMS, interestCalculationBaseAmount="2400")

        assert brief(rows[2:3]) == [("2013-07-01", "IP", 120.0)]

    def test_a_base_that_follows_has_no_dates_of_its_own(self) -> None:
        for base in ("NT", "NTIED"):
            rows = run(
                self.TERMS,
                interestCalculationBase=base,
                cycleAnchorDateOfInterestCalculationBase=day("2014-01-01"),
                cycleOfInterestCalculationBase="P1YL1",
                interestCalculationBaseAmount="2400",
            )
            assert dates(rows, "IPCB") == []
            assert [row["payoff"] for row in rows if row["eventType"] == "IP"] == [60.0, 40.0, 20.0]


class TestScaling:
    """Payoffs are indexed, states are not."""

    TERMS: ClassVar[dict[str, Any]] = {
        **LAM,
        **YEAR,
        "nextPrincipalRedemptionPayment": "400",
        "scalingIndexAtContractDealDate": "100",
        "marketObjectCodeOfScalingIndex": "CPI",
        "cycleAnchorDateOfScalingIndex": day("2013-03-01"),
    }
    DATA: ClassVar[dict[str, Any]] = market("CPI", d2013_03_01="150")

    @pytest.mark.parametrize(
        ("effect", "payoffs"),
        [
            ("IOO", [0.0, 400.0, 90.0, 60.0, 800.0]),
            ("I00", [0.0, 400.0, 90.0, 60.0, 800.0]),
            ("ONO", [0.0, 600.0, 60.0, 40.0, 1200.0]),
            ("INO", [0.0, 600.0, 90.0, 60.0, 1200.0]),
        ],
    )
    def test_index_over_index_at_the_deal_date(self, effect: str, payoffs: list[float]) -> None:
        rows = run(self.TERMS, scalingEffect=effect, data=self.DATA)

        assert [row["payoff"] for row in rows[1:]] == payoffs
        assert [row["notionalPrincipal"] for row in rows[1:]] == [1200.0, 800.0, 800.0, 800.0, 0.0]
        assert rows[1]["eventType"] == "SC"

    @pytest.mark.parametrize("effect", ["OOO", "000", None])
    def test_no_effect_has_no_events(self, effect: str | None) -> None:
        assert dates(run(self.TERMS, scalingEffect=effect), "SC") == []

    def test_multipliers_of_scaling_have_no_effect(self) -> None:
        more = {"notionalScalingMultiplier": "2", "interestScalingMultiplier": "3"}

        assert run(self.TERMS, more, scalingEffect="INO", data=self.DATA) == run(
            self.TERMS, scalingEffect="INO", data=self.DATA
        )


class TestFixedInstalment:
    """NAM: the instalment holds interest first."""

    TERMS: ClassVar[dict[str, Any]] = {**LAM, "contractType": "NAM"}

    def test_the_balance_may_grow(self) -> None:
        """60 of interest against an instalment of 50: 10 are added."""
        rows = run(YEAR, self.TERMS, nextPrincipalRedemptionPayment="50")

        assert brief(rows[1:], "payoff", "notionalPrincipal") == [
            ("2013-07-01", "PR", -10.0, 1210.0),
            ("2013-07-01", "IP", 60.0, 1210.0),
            ("2014-01-01", "IP", 60.5, 1210.0),
            ("2014-01-01", "MD", 1210.0, 0.0),
        ]

    def test_interest_is_paid_before_the_first_redemption_and_then_with_redemptions(self) -> None:
        terms = {**self.TERMS, **interest("2013-02-01", "P2ML1")}
        rows = run(YEAR, terms, nextPrincipalRedemptionPayment="50")

        assert dates(rows, "IP") == [
            *("2013-02-01", "2013-04-01", "2013-06-01", "2013-07-01", "2014-01-01"),
        ]

    def test_maturity_follows_from_what_the_instalment_leaves_for_principal(self) -> None:
        """460 − 60 = 400 of principal at first: three redemptions, the third at maturity."""
        rows = run(self.TERMS, nextPrincipalRedemptionPayment="460")

        assert dates(rows, "MD") == ["2014-07-01"]


class TestAnnuity:
    """ANN: an instalment found so that nothing is left."""

    TERMS: ClassVar[dict[str, Any]] = {**LAM, "contractType": "ANN"}
    # 1200 = A / 1.05 + A / 1.05²
    LEVEL = 1200 * 1.05**2 / 2.05

    def test_it_is_fixed_one_day_before_the_first_redemption(self) -> None:
        rows = run(YEAR, self.TERMS)

        assert brief(rows[1:3], "payoff", "accruedInterest") == [
            ("2013-06-30", "PRF", 0.0, round(1200 * 0.1 * 179 / 360, 9)),
            ("2013-07-01", "PR", round(self.LEVEL - 60, 9), 60.0),
        ]
        assert round(rows[-2]["payoff"] + rows[-1]["payoff"], 9) == round(self.LEVEL, 9)

    def test_it_is_computed_at_the_start_where_that_day_is_before_the_exchange(self) -> None:
        rows = run(YEAR, self.TERMS, redemption("2013-01-01", "P6ML1"))
        # A now, A in six months, A in a year: 1200 = A + A / 1.05 + A / 1.05².
        level = 1200 * 1.05**2 / (1 + 1.05 + 1.05**2)

        assert dates(rows, "PRF") == []
        assert brief(rows[1:2]) == [("2013-01-01", "PR", round(level, 9))]
        assert round(rows[-2]["payoff"] + rows[-1]["payoff"], 9) == round(level, 9)

    def test_a_running_contract_past_that_day_computes_at_its_start(self) -> None:
        rows = run(
            YEAR, self.TERMS, statusDate=day("2013-06-30"), accruedInterest="59.666666666667"
        )

        assert dates(rows, "PRF") == []
        assert round(sum(row["payoff"] for row in rows[-2:]), 9) == round(self.LEVEL, 9)

    def test_a_given_instalment_is_never_fixed(self) -> None:
        rows = run(
            YEAR,
            self.TERMS,
            resets("2013-07-01", "P1YL1"),
            nextPrincipalRedemptionPayment="600",
            data=market(d2013_07_01="0.2"),
        )

        assert dates(rows, "PRF") == []
        assert rows[1]["payoff"] == 540.0

    def test_it_is_fixed_again_after_each_reset(self) -> None:
        """At 20 % from July the one payment left is the balance and a half year of interest."""
        rows = run(
            self.TERMS,
            resets("2013-07-01", "P1YL1"),
            maturityDate=day("2014-07-01"),
            data=market(d2013_07_01="0.2"),
        )
        balance = 1200 * 1.05 - 1200 * 1.05**3 / (1 + 1.05 + 1.05**2)
        level = balance * 1.1**2 / 2.1

        assert dates(rows, "PRF") == ["2013-06-30", "2013-07-01"]
        assert round(sum(row["payoff"] for row in rows[-2:]), 9) == round(level, 9)

    def test_an_amortisation_beyond_maturity_leaves_a_balloon(self) -> None:
        """The level of four half years; after two of them maturity takes what is left."""
        rows = run(YEAR, self.TERMS, amortizationDate=day("2015-01-01"))
        level = 1200 * 0.05 / (1 - 1.05**-4)

        assert brief(rows[2:3]) == [("2013-07-01", "PR", round(level - 60, 9))]
        assert round(rows[-1]["payoff"], 9) == round(1260 - level, 9)

    def test_an_amortisation_date_alone_is_the_maturity(self) -> None:
        assert run(self.TERMS, amortizationDate=day("2014-01-01")) == run(YEAR, self.TERMS)

    def test_maturity_follows_from_a_given_instalment(self) -> None:
        rows = run(self.TERMS, nextPrincipalRedemptionPayment="460")

        assert dates(rows, "MD") == ["2014-07-01"]

    def test_the_fixing_is_the_day_before_the_shifted_redemption(self) -> None:
        """1 June 2013 is a Saturday: redeemed on Monday 3, fixed on Sunday 2."""
        rows = run(
            self.TERMS,
            redemption("2013-06-01", "P6ML1"),
            maturityDate=day("2014-06-01"),
            calendar="MF",
            businessDayConvention="SCF",
        )

        assert dates(rows, "PRF") == ["2013-06-02"]
        assert dates(rows, "PR")[0] == "2013-06-03"
