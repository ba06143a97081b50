"""Rules of every loan, on contracts small enough to compute by hand.

1200 at 10 % in months of 30 days: 10 a month, 60 a half year, 120 a year.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from actus_terms import brief, dates, day, interest, market, resets, run

YEAR = {"maturityDate": day("2014-01-01")}
HALVES = interest("2013-07-01", "P6ML1")


class TestSigns:
    """The role gives the sign of money and of states, never of the rate."""

    def test_a_lender_pays_out_and_receives(self) -> None:
        assert brief(run(YEAR)) == [
            ("2013-01-01", "IED", -1200.0),
            ("2014-01-01", "IP", 120.0),
            ("2014-01-01", "MD", 1200.0),
        ]

    @pytest.mark.parametrize(("role", "sign"), [("RPA", 1), ("BUY", 1), ("RPL", -1), ("SEL", -1)])
    def test_the_other_side_has_the_opposite_amounts_and_states(self, role: str, sign: int) -> None:
        terms = {**YEAR, "accruedInterest": "50", **HALVES}
        lender, other = run(terms), run(terms, contractRole=role)

        for one, two in zip(lender, other, strict=True):
            assert two["nominalInterestRate"] == one["nominalInterestRate"]
            for name in ("payoff", "notionalPrincipal", "accruedInterest"):
                assert two[name] == sign * one[name]

    def test_a_premium_is_paid_on_top_at_the_exchange(self) -> None:
        assert run(YEAR, premiumDiscountAtIED="20")[0]["payoff"] == -1220.0
        assert run(YEAR, premiumDiscountAtIED="-20")[0]["payoff"] == -1180.0

    def test_accrued_interest_given_is_owed_from_the_exchange(self) -> None:
        rows = run(YEAR, accruedInterest="50")

        assert rows[0]["accruedInterest"] == 50.0
        assert rows[1]["payoff"] == 170.0

    def test_an_interest_anchor_before_the_exchange_gives_interest_accrued(self) -> None:
        """From 1 December 2012: one month, 10. The dates before the exchange are no events."""
        rows = run(YEAR, interest("2012-12-01", "P7ML1"))

        assert rows[0]["accruedInterest"] == 10.0
        assert brief(rows[1:]) == [
            ("2013-07-01", "IP", 70.0),
            ("2014-01-01", "IP", 60.0),
            ("2014-01-01", "MD", 1200.0),
        ]

    def test_no_rate_is_a_rate_of_zero(self) -> None:
        assert brief(run(YEAR, nominalInterestRate=None))[1:2] == [("2014-01-01", "IP", 0.0)]


class TestWindow:
    """Events lie after the status date, up to the horizon."""

    def test_the_horizon_itself_is_listed(self) -> None:
        assert dates(run(YEAR, HALVES, to=day("2013-07-01")), "IP") == ["2013-07-01"]

    def test_what_lies_beyond_needs_no_market(self) -> None:
        rows = run(YEAR, HALVES, resets("2013-10-01", "P1YL1"), to=day("2013-07-01"))

        assert len(rows) == 2

    def test_nothing_is_listed_before_the_exchange_is_reached(self) -> None:
        assert run(YEAR, to=day("2012-12-31")) == []

    def test_a_running_contract_starts_without_exchange_from_the_status_date(self) -> None:
        """Exchange on 1 January, status on 1 March: ten months of interest, 100."""
        rows = run(YEAR, statusDate=day("2013-03-01"))

        assert brief(rows) == [("2014-01-01", "IP", 100.0), ("2014-01-01", "MD", 1200.0)]

    def test_an_exchange_on_the_status_date_is_past(self) -> None:
        assert run(YEAR, statusDate=day("2013-01-01"))[0]["eventType"] == "IP"

    def test_a_running_contract_adds_the_accrued_interest_given(self) -> None:
        rows = run(YEAR, statusDate=day("2013-03-01"), accruedInterest="20")

        assert rows[0]["payoff"] == 120.0

    def test_a_running_contract_counts_from_its_last_interest_payment(self) -> None:
        """Paid on 1 July; at 1 September two months, 20, have accrued."""
        rows = run(YEAR, HALVES, statusDate=day("2013-09-01"))

        assert rows[0]["payoff"] == 60.0

    def test_a_capitalisation_is_no_interest_payment(self) -> None:
        terms = {"capitalizationEndDate": day("2013-07-01")}
        rows = run(YEAR, HALVES, terms, statusDate=day("2013-09-01"))

        assert rows[0]["payoff"] == 40.0

    def test_an_event_on_the_status_date_is_past(self) -> None:
        assert dates(run(YEAR, HALVES, statusDate=day("2013-07-01")), "IP") == ["2014-01-01"]


class TestTrade:
    """Purchase and termination."""

    BOUGHT: ClassVar[dict[str, Any]] = {
        "purchaseDate": day("2013-07-01"),
        "priceAtPurchaseDate": "1000",
    }
    SOLD: ClassVar[dict[str, Any]] = {
        "terminationDate": day("2013-07-01"),
        "priceAtTerminationDate": "1000",
    }

    def test_rows_are_listed_from_the_purchase_on(self) -> None:
        """Interest paid on the same day comes before it, so the price has none."""
        assert brief(run(YEAR, HALVES, self.BOUGHT)) == [
            ("2013-07-01", "PRD", -1000.0),
            ("2014-01-01", "IP", 60.0),
            ("2014-01-01", "MD", 1200.0),
        ]

    def test_a_purchase_pays_accrued_interest_and_keeps_it_accrued(self) -> None:
        rows = run(YEAR, self.BOUGHT)

        assert brief(rows[:1], "payoff", "accruedInterest") == [
            ("2013-07-01", "PRD", -1060.0, 60.0),
        ]
        assert rows[1]["payoff"] == 120.0

    def test_a_purchase_before_the_status_date_changes_nothing(self) -> None:
        status = day("2013-08-01")

        assert run(YEAR, self.BOUGHT, statusDate=status) == run(YEAR, statusDate=status)

    def test_a_purchase_beyond_the_horizon_lists_nothing(self) -> None:
        assert run(YEAR, self.BOUGHT, to=day("2013-06-30")) == []

    def test_everything_after_a_termination_is_dropped(self) -> None:
        rows = run(YEAR, HALVES, self.SOLD)

        assert brief(rows[1:], "payoff", "notionalPrincipal", "accruedInterest") == [
            ("2013-07-01", "IP", 60.0, 1200.0, 0.0),
            ("2013-07-01", "TD", 1000.0, 0.0, 0.0),
        ]

    def test_a_contract_terminated_before_the_status_date_is_over(self) -> None:
        assert run(YEAR, HALVES, self.SOLD, statusDate=day("2013-08-01")) == []

    def test_a_price_without_a_date_has_no_effect(self) -> None:
        assert run(YEAR, priceAtPurchaseDate="1000") == run(YEAR)

    def test_a_termination_at_the_end_of_a_day_counts_to_midnight_and_shows_its_time(self) -> None:
        rows = run(YEAR, self.SOLD, terminationDate="2013-06-30T23:59:59")

        assert (rows[-1]["eventDate"], rows[-1]["payoff"]) == ("2013-06-30T23:59:59", 1060.0)


class TestCapitalisation:
    """Dates before ``capitalizationEndDate`` and that date itself."""

    def test_the_original_cycle_goes_on_after_its_end(self) -> None:
        """Capitalised in February (10), on 15 March (1210 x 44/3600 = 14.788...), then paid."""
        rows = run(
            interest("2013-02-01", "P1ML1"),
            capitalizationEndDate=day("2013-03-15"),
            maturityDate=day("2013-05-01"),
        )

        assert brief(rows[1:4], "notionalPrincipal") == [
            ("2013-02-01", "IPCI", 1210.0),
            ("2013-03-01", "IPCI", round(1210 * (1 + 1 / 120), 9)),
            ("2013-03-15", "IPCI", round(1210 * (1 + 1 / 120) * (1 + 14 / 3600), 9)),
        ]
        assert dates(rows, "IP") == ["2013-04-01", "2013-05-01"]

    def test_a_date_on_the_end_itself_is_capitalised_once(self) -> None:
        rows = run(YEAR, HALVES, capitalizationEndDate=day("2013-07-01"))

        assert brief(rows[1:]) == [
            ("2013-07-01", "IPCI", 0.0),
            ("2014-01-01", "IP", 63.0),
            ("2014-01-01", "MD", 1260.0),
        ]

    def test_the_end_never_moves_off_a_weekend(self) -> None:
        """15 June 2013 is a Saturday."""
        rows = run(
            YEAR,
            HALVES,
            capitalizationEndDate=day("2013-06-15"),
            calendar="MF",
            businessDayConvention="SCF",
        )

        assert brief(rows[1:2], "notionalPrincipal") == [
            ("2013-06-15", "IPCI", round(1200 + 1200 * 0.1 * 166 / 360, 9)),
        ]


class TestResets:
    """O x multiplier + spread, within limits."""

    DATA: ClassVar[dict[str, Any]] = market(d2013_07_01="0.08", d2013_10_01="0.02")
    TERMS: ClassVar[dict[str, Any]] = {**YEAR, **resets("2013-07-01", "P3ML1")}

    def rates(self, **more: Any) -> list[float]:
        rows = run(self.TERMS, data=self.DATA, **more)
        return [row["nominalInterestRate"] for row in rows if row["eventType"] in ("RR", "RRF")]

    def test_multiplier_and_spread(self) -> None:
        assert self.rates(rateMultiplier="1.5", rateSpread="0.01") == [0.13, 0.04]

    def test_a_negative_multiplier_gives_negative_rates(self) -> None:
        assert self.rates(rateMultiplier="-1") == [-0.08, -0.02]

    def test_cap_and_floor_of_the_rate(self) -> None:
        assert self.rates(lifeCap="0.07", lifeFloor="0.03") == [0.07, 0.03]

    def test_cap_and_floor_of_the_move(self) -> None:
        """From 10 %: −2 is cut to −1, then −7 to −1 again."""
        assert self.rates(periodCap="0.01", periodFloor="-0.01") == [0.09, 0.08]
        assert self.rates(periodCap="0.01", rateSpread="0.10") == [0.11, 0.12]

    def test_the_first_reset_to_come_is_fixed_where_a_rate_is_given(self) -> None:
        rows = run(self.TERMS, data=self.DATA, nextResetRate="0.05")

        assert brief(rows[1:3], "nominalInterestRate") == [
            ("2013-07-01", "RRF", 0.05),
            ("2013-10-01", "RR", 0.02),
        ]

    def test_a_reset_before_the_status_date_does_not_use_up_the_fixed_rate(self) -> None:
        rows = run(self.TERMS, statusDate=day("2013-08-01"), nextResetRate="0.05")

        assert brief(rows[:1], "nominalInterestRate") == [("2013-10-01", "RRF", 0.05)]

    def test_a_reset_accrues_at_the_old_rate_and_pays_nothing(self) -> None:
        row = run(self.TERMS, data=self.DATA)[1]

        assert (row["payoff"], row["accruedInterest"]) == (0.0, 60.0)

    def test_a_reset_on_maturity_does_not_happen(self) -> None:
        assert dates(run(YEAR, resets("2014-01-01", "P3ML1")), "RR") == []

    def test_interest_is_paid_before_a_reset_of_the_same_day(self) -> None:
        rows = run(self.TERMS, HALVES, data=self.DATA)

        assert [row["eventType"] for row in rows[1:3]] == ["IP", "RR"]

    def test_a_reset_without_anchor_starts_one_cycle_after_the_exchange(self) -> None:
        terms = {"cycleOfRateReset": "P6ML1", "marketObjectCodeOfRateReset": "IX"}

        assert dates(run(YEAR, terms, data=self.DATA), "RR") == ["2013-07-01"]

    def test_fixing_days_have_no_effect(self) -> None:
        assert self.rates(fixingDays="P2D") == self.rates(fixingPeriod="P5D") == self.rates()


class TestObserved:
    """What happens unscheduled."""

    def test_a_prepayment_reduces_the_balance_and_the_interest(self) -> None:
        prepaid = [{"time": day("2013-07-01"), "type": "PP", "value": "200"}]

        assert brief(run(YEAR, events=prepaid)[1:]) == [
            ("2013-07-01", "PP", 200.0),
            ("2014-01-01", "IP", 110.0),
            ("2014-01-01", "MD", 1000.0),
        ]

    def test_a_prepayment_is_never_more_than_is_owed(self) -> None:
        prepaid = [{"time": day("2013-07-01"), "type": "PP", "value": "2000"}]

        assert run(YEAR, events=prepaid)[1]["payoff"] == 1200.0

    def test_a_look_shows_interest_and_changes_nothing(self) -> None:
        looked = [{"time": day("2013-07-01"), "type": "AD", "value": 0}]
        rows = run(YEAR, events=looked)

        assert brief(rows[1:2], "payoff", "accruedInterest") == [("2013-07-01", "AD", 0.0, 60.0)]
        assert rows[2:] == run(YEAR)[1:]


class TestReading:
    """Values in every width that the cases have."""

    def test_padded_texts_numbers_and_short_date_times(self) -> None:
        rows = run(
            notionalPrincipal="  1200",
            nominalInterestRate=0.1,
            maturityDate="2014-01-01T00:00",
            premiumDiscountAtIED="   0",
        )

        assert rows == run(YEAR)

    def test_numbers_are_read_exactly_from_their_text(self) -> None:
        """0.1 of 3 is 0.3, which no chain of binary fractions gives."""
        assert run(YEAR, notionalPrincipal="3", nominalInterestRate="0.1")[1]["payoff"] == 0.3

    def test_empty_terms_are_absent(self) -> None:
        assert run(YEAR, capitalizationEndDate="") == run(YEAR)

    def test_deal_date_and_identifiers_have_no_effect(self) -> None:
        more = {"contractDealDate": day("2012-01-01"), "contractID": "x", "creatorID": "LEI01"}

        assert run(YEAR, more) == run(YEAR)
