"""Rules of LAX, on contracts small enough to compute by hand.

1200 at 10 % in months of 30 days: 10 a month, 60 a half year, 120 a year.
"""

from __future__ import annotations

import pytest

from actus_terms import brief, dates, day, interest, market, run

YEAR = {"maturityDate": day("2014-01-01")}
HALVES = interest("2013-07-01", "P6ML1")


def segments(**arrays: object) -> dict[str, object]:
    """Terms of a LAX from the short names of its arrays."""
    names = {
        "interest": "arrayCycleAnchorDateOfInterestPayment",
        "interest_cycle": "arrayCycleOfInterestPayment",
        "principal": "arrayCycleAnchorDateOfPrincipalRedemption",
        "principal_cycle": "arrayCycleOfPrincipalRedemption",
        "amounts": "arrayNextPrincipalRedemptionPayment",
        "kinds": "arrayIncreaseDecrease",
        "resets": "arrayCycleAnchorDateOfRateReset",
        "rates": "arrayRate",
        "fixed": "arrayFixedVariable",
    }
    return {"contractType": "LAX", **{names[key]: value for key, value in arrays.items()}}


class TestSegments:
    """LAX."""

    def test_drawings_and_repayments_in_segments_up_to_the_balance_of_zero(self) -> None:
        rows = run(
            segments(
                interest=day("2014-01-01"),
                interest_cycle="P1YL1",
                principal=[day("2013-07-01"), day("2014-07-01")],
                principal_cycle=["P6ML1", "P6ML1"],
                amounts=[300, "900"],
                kinds=["INC", "DEC"],
            )
        )

        assert brief(rows[1:], "payoff", "notionalPrincipal", "accruedInterest") == [
            ("2013-07-01", "PI", -300.0, 1500.0, 60.0),
            ("2014-01-01", "PI", -300.0, 1800.0, 135.0),
            ("2014-01-01", "IP", 135.0, 1800.0, 0.0),
            ("2014-07-01", "PR", 900.0, 900.0, 90.0),
            ("2015-01-01", "IP", 135.0, 900.0, 0.0),
            ("2015-01-01", "MD", 900.0, 0.0, 0.0),
        ]

    def test_without_cycles_each_anchor_is_one_date(self) -> None:
        rows = run(
            segments(
                principal=[day("2013-04-01"), day("2013-07-01")],
                amounts=[400, 800],
                kinds=["DEC", "DEC"],
            )
        )

        assert dates(rows, "PR") == ["2013-04-01"]
        assert dates(rows, "MD") == dates(rows, "IP") == ["2013-07-01"]

    def test_a_given_maturity_takes_what_is_left(self) -> None:
        rows = run(YEAR, segments(principal=day("2013-07-01"), amounts=200, kinds="DEC"))

        assert brief(rows[-1:]) == [("2014-01-01", "MD", 1000.0)]

    @pytest.mark.parametrize("kind", ["F", "FIX"])
    def test_fixed_rates_take_the_array_rate(self, kind: str) -> None:
        terms = segments(resets=day("2013-07-01"), rates="0.2", fixed=kind)

        assert brief(run(YEAR, terms)[1:2], "nominalInterestRate") == [("2013-07-01", "RRF", 0.2)]

    @pytest.mark.parametrize("kind", ["V", "VAR"])
    def test_variable_rates_take_the_array_rate_as_spread(self, kind: str) -> None:
        terms = segments(resets=day("2013-07-01"), rates="0.02", fixed=kind)
        rows = run(
            YEAR,
            terms,
            marketObjectCodeOfRateReset="IX",
            rateMultiplier="2",
            data=market(d2013_07_01="0.03"),
        )

        assert brief(rows[1:2], "nominalInterestRate") == [("2013-07-01", "RR", 0.08)]

    def test_interest_is_capitalised_where_the_terms_say_so(self) -> None:
        terms = segments(interest=day("2013-07-01"), interest_cycle="P6ML1")
        rows = run(YEAR, terms, capitalizationEndDate=day("2013-07-01"))

        assert brief(rows[1:2], "notionalPrincipal") == [("2013-07-01", "IPCI", 1260.0)]

    def test_drawings_are_indexed_like_repayments(self) -> None:
        terms = segments(principal=day("2013-07-01"), amounts=200, kinds="INC")
        rows = run(
            YEAR,
            terms,
            scalingEffect="ONO",
            scalingIndexAtContractDealDate="100",
            marketObjectCodeOfScalingIndex="CPI",
            cycleAnchorDateOfScalingIndex=day("2013-03-01"),
            data=market("CPI", d2013_03_01="150"),
        )

        assert brief(rows[2:3], "payoff", "notionalPrincipal") == [
            ("2013-07-01", "PI", -300.0, 1400.0),
        ]
