"""Rules of guarantees, collateral, caps and floors, shares and cash, worked by hand."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs
import pytest

from actus_terms import LOAN, Row, brief, day, interest, market, redemption
from investisens.actus import PLAIN, REFERENCE, Oddities, run_case

COVERED = {
    **LOAN,
    "contractID": "loan",
    "contractType": "LAM",
    "maturityDate": day("2014-01-01"),
    "nextPrincipalRedemptionPayment": "400",
    **redemption("2013-07-01", "P6ML1"),
    **interest("2013-07-01", "P6ML1"),
}
DEFAULT = {
    "time": day("2013-10-01"),
    "type": "CE",
    "value": 0,
    "contractId": "loan",
    "states": {"contractPerformance": "DF"},
}
HEAD = {"contractRole": "BUY", "currency": "EUR", "statusDate": day("2012-12-31")}


def covers(*contracts: dict[str, Any], role: str = "COVE") -> list[dict[str, Any]]:
    return [{"object": each, "referenceType": "CNT", "referenceRole": role} for each in contracts]


GUARANTEE: dict[str, Any] = {
    **HEAD,
    "contractType": "CEG",
    "contractStructure": covers(COVERED),
    "creditEventTypeCovered": "DF",
    "settlementPeriod": "P0D",
}


def run(
    base: dict[str, Any],
    *events: dict[str, Any],
    to: str = "",
    data: dict[str, Any] | None = None,
    oddities: Oddities = REFERENCE,
    **more: Any,
) -> list[Row]:
    terms = {name: value for name, value in {**base, **more}.items() if value is not None}
    case = {"terms": terms, "to": to, "dataObserved": data or {}, "eventsObserved": list(events)}
    return run_case(case, oddities)


class TestGuarantee:
    """CEG."""

    def test_without_a_trigger_it_ends_with_the_covered_contracts(self) -> None:
        assert brief(run(GUARANTEE), "payoff", "notionalPrincipal", "exerciseAmount") == [
            ("2014-01-01", "MD", 0.0, 0.0, 0.0),
        ]

    def test_a_given_maturity_comes_first(self) -> None:
        assert brief(run(GUARANTEE, maturityDate=day("2013-09-01"))) == [("2013-09-01", "MD", 0.0)]

    def test_a_trigger_pays_the_cover_and_leaves_nothing(self) -> None:
        rows = run(GUARANTEE, DEFAULT)

        assert brief(rows, "payoff", "notionalPrincipal", "exerciseAmount") == [
            ("2013-10-01", "XD", 0.0, 800.0, 800.0),
            ("2013-10-01", "STD", 800.0, 0.0, 800.0),
        ]
        assert [row["exerciseDate"] for row in rows] == [day("2013-10-01")] * 2

    @pytest.mark.parametrize(
        ("terms", "cover"),
        [
            ({}, 800.0),
            ({"guaranteedExposure": "NO"}, 800.0),
            # 800 at 10 % for three months: 20.
            ({"guaranteedExposure": "NI"}, 820.0),
            ({"coverageOfCreditEnhancement": "0.5"}, 400.0),
            ({"notionalPrincipal": "1000", "coverageOfCreditEnhancement": "0.5"}, 500.0),
            ({"contractRole": "SEL"}, -800.0),
            ({"contractStructure": covers(COVERED, {**COVERED, "contractID": "two"})}, 1600.0),
            ({"contractStructure": covers({**COVERED, "contractRole": "RPL"})}, 800.0),
        ],
    )
    def test_the_cover(self, terms: dict[str, Any], cover: float) -> None:
        """Role x coverage x (own notional, else the exposure of all covered contracts)."""
        rows = run(GUARANTEE, DEFAULT, **terms)

        assert rows[0]["notionalPrincipal"] == cover
        assert rows[1]["payoff"] == rows[1]["exerciseAmount"] == cover

    @pytest.mark.parametrize(("oddities", "cover"), [(REFERENCE, 800.0), (PLAIN, 1200.0)])
    def test_the_cover_looks_after_the_events_of_the_day(
        self, oddities: Oddities, cover: float
    ) -> None:
        rows = run(GUARANTEE, {**DEFAULT, "time": day("2013-07-01")}, oddities=oddities)

        assert rows[0]["notionalPrincipal"] == cover

    @pytest.mark.parametrize(
        "change",
        [
            {"contractId": "another"},
            {"states": {"contractPerformance": "DQ"}},
            {"time": day("2014-01-02")},
            {"time": day("2012-12-31")},
        ],
    )
    def test_another_event_does_not_trigger(self, change: dict[str, Any]) -> None:
        """Another contract, another performance, after maturity, not after the status date."""
        assert [row["eventType"] for row in run(GUARANTEE, {**DEFAULT, **change})] == ["MD"]

    def test_the_first_matching_event_triggers_once(self) -> None:
        later = {**DEFAULT, "time": day("2013-11-01")}

        assert run(GUARANTEE, later, DEFAULT) == run(GUARANTEE, DEFAULT)

    def test_an_event_on_maturity_triggers(self) -> None:
        at_end = {**DEFAULT, "time": day("2014-01-01")}

        assert [row["eventType"] for row in run(GUARANTEE, at_end)] == ["XD", "STD"]

    def test_one_of_several_performances_may_be_covered(self) -> None:
        rows = run(GUARANTEE, DEFAULT, creditEventTypeCovered=["DL", "DF"])

        assert rows[0]["eventType"] == "XD"

    def test_an_identifier_is_enough_beside_an_own_notional(self) -> None:
        terms: dict[str, Any] = {
            "contractStructure": covers({"contractIdentifier": "loan"}),
            "notionalPrincipal": "1000",
            "maturityDate": day("2014-01-01"),
        }

        assert run(GUARANTEE, DEFAULT, **terms)[1]["payoff"] == 1000.0

    def test_settlement_follows_the_period_and_moves_off_weekends(self) -> None:
        """1 October + 4 days is Saturday 5 October 2013; the exercise date never moves."""
        terms: dict[str, Any] = {
            "settlementPeriod": "P4DL0",
            "calendar": "MF",
            "businessDayConvention": "CSF",
        }
        rows = run(GUARANTEE, DEFAULT, **terms)

        assert brief(rows) == [("2013-10-01", "XD", 0.0), ("2013-10-07", "STD", 800.0)]
        weekend = run(GUARANTEE, {**DEFAULT, "time": day("2013-10-05")}, **terms)
        assert weekend[0]["eventDate"] == day("2013-10-05")

    def test_settlement_beyond_the_horizon_is_not_listed(self) -> None:
        rows = run(GUARANTEE, DEFAULT, settlementPeriod="P1M", to=day("2013-10-15"))

        assert [row["eventType"] for row in rows] == ["XD"]

    def test_an_event_beyond_the_horizon_has_not_happened(self) -> None:
        assert run(GUARANTEE, DEFAULT, to=day("2013-09-30")) == []

    @pytest.mark.parametrize(("role", "payoff"), [("BUY", -50.0), ("SEL", 50.0)])
    def test_the_buyer_pays_the_price_and_rows_start_there(self, role: str, payoff: float) -> None:
        terms: dict[str, Any] = {"purchaseDate": day("2013-02-01"), "priceAtPurchaseDate": "50"}
        rows = run(GUARANTEE, DEFAULT, contractRole=role, **terms)

        assert brief(rows[:1]) == [("2013-02-01", "PRD", payoff)]
        assert abs(rows[0]["notionalPrincipal"]) == 1200.0


class TestFee:
    """``feeBasis`` A: an absolute fee at each date of its cycle."""

    TERMS: ClassVar[dict[str, Any]] = {
        **GUARANTEE,
        "cycleAnchorDateOfFee": day("2013-01-01"),
        "cycleOfFee": "P6ML1",
        "feeBasis": "A",
        "feeRate": "60",
        "dayCountConvention": "30E360",
    }

    @pytest.mark.parametrize(
        ("role", "oddities", "fee"),
        [
            ("BUY", REFERENCE, 60.0),
            ("SEL", REFERENCE, -60.0),
            ("BUY", attrs.evolve(REFERENCE, fee_to_buyer=False), -60.0),
        ],
    )
    def test_the_buyer_receives_it(self, role: str, oddities: Oddities, fee: float) -> None:
        rows = run(self.TERMS, contractRole=role, oddities=oddities)

        assert brief(rows) == [
            ("2013-01-01", "FP", fee),
            ("2013-07-01", "FP", fee),
            ("2014-01-01", "MD", 0.0),
        ]

    def test_its_rows_show_the_cover_of_the_day(self) -> None:
        rows = run(self.TERMS)

        assert [row["notionalPrincipal"] for row in rows] == [1200.0, 800.0, 0.0]

    def test_what_accrued_by_the_exercise_is_paid_with_the_settlement(self) -> None:
        """Three of the six months up to the next regular date: 30."""
        rows = run(self.TERMS, DEFAULT)

        assert brief(rows[1:]) == [
            ("2013-07-01", "FP", 60.0),
            ("2013-10-01", "XD", 0.0),
            ("2013-10-01", "STD", 830.0),
        ]

    def test_the_next_regular_date_counts_even_where_a_long_stub_drops_it(self) -> None:
        """By 4 months from January with a long end: May stays, September is dropped."""
        rows = run(self.TERMS, DEFAULT, cycleOfFee="P4ML0", maturityDate=day("2013-12-01"))

        assert [row["eventDate"] for row in rows if row["eventType"] == "FP"] == [
            day("2013-01-01"),
            day("2013-05-01"),
        ]
        # Five months since May, by the four up to September: 75.
        assert rows[-1]["payoff"] == 875.0


COLLATERAL = {
    **GUARANTEE,
    "contractType": "CEC",
    "contractStructure": covers(COVERED)
    + covers(
        {"contractType": "COM", "contractID": "press", "marketObjectCode": "OIL", "quantity": "2"},
        role="COVI",
    ),
}


class TestCollateral:
    """CEC: as a guarantee, up to the value of the collateral."""

    @pytest.mark.parametrize(
        ("price", "role", "paid"),
        [("100", "BUY", 200.0), ("500", "BUY", 800.0), ("100", "SEL", -200.0)],
    )
    def test_the_exercise_amount_is_limited_and_the_notional_is_not(
        self, price: str, role: str, paid: float
    ) -> None:
        data = market("OIL", d2013_10_01=price)
        rows = run(COLLATERAL, DEFAULT, contractRole=role, data=data)

        assert abs(rows[0]["notionalPrincipal"]) == 800.0
        assert rows[0]["exerciseAmount"] == rows[1]["payoff"] == paid

    def test_without_a_trigger_no_price_is_needed(self) -> None:
        assert brief(run(COLLATERAL)) == [("2014-01-01", "MD", 0.0)]

    def test_cash_is_worth_its_notional(self) -> None:
        deposit = {"contractType": "CSH", "contractID": "deposit", "notionalPrincipal": "150"}
        structure = covers(COVERED) + covers(deposit, role="COVI")

        assert run(COLLATERAL, DEFAULT, contractStructure=structure)[1]["payoff"] == 150.0


class TestLimits:
    """CAPFL: what cap and floor take from the interest of another contract, or add to it."""

    UNDERLYING: ClassVar[dict[str, Any]] = {
        **{name: value for name, value in LOAN.items() if name != "contractRole"},
        "maturityDate": day("2014-01-01"),
        **interest("2013-07-01", "P6ML1"),
        "cycleAnchorDateOfRateReset": day("2013-01-01"),
        "cycleOfRateReset": "P6ML1",
        "marketObjectCodeOfRateReset": "IX",
    }
    TERMS: ClassVar[dict[str, Any]] = {
        **HEAD,
        "contractType": "CAPFL",
        "contractStructure": covers(UNDERLYING, role="UDL"),
    }
    DATA: ClassVar[dict[str, Any]] = market(d2013_01_01="0.12", d2013_07_01="0.01")

    @pytest.mark.parametrize(
        ("limits", "payoffs"),
        [
            ({"lifeCap": "0.10"}, [12.0, 0.0]),
            ({"lifeFloor": "0.02"}, [0.0, 6.0]),
            ({"lifeCap": "0.10", "lifeFloor": "0.02"}, [12.0, 6.0]),
            ({"lifeCap": "0.10", "lifeFloor": "0.02", "contractRole": "SEL"}, [-12.0, -6.0]),
        ],
    )
    def test_cap_and_floor(self, limits: dict[str, Any], payoffs: list[float]) -> None:
        rows = run(self.TERMS, data=self.DATA, **limits)

        assert [(row["eventType"], row["payoff"]) for row in rows] == [
            ("IP", payoff) for payoff in payoffs
        ]
        assert {row["notionalPrincipal"] for row in rows} == {0.0}

    def test_it_may_be_bought(self) -> None:
        bought: dict[str, Any] = {"purchaseDate": day("2013-08-01"), "priceAtPurchaseDate": "3"}
        rows = run(self.TERMS, data=self.DATA, lifeFloor="0.02", **bought)

        assert brief(rows) == [("2013-08-01", "PRD", -3.0), ("2014-01-01", "IP", 6.0)]


class TestShares:
    """STK."""

    TERMS: ClassVar[dict[str, Any]] = {
        **HEAD,
        "contractType": "STK",
        "purchaseDate": day("2013-01-01"),
        "priceAtPurchaseDate": "1000",
    }
    PAYING: ClassVar[dict[str, Any]] = {
        "cycleAnchorDateOfDividendPayment": day("2013-06-01"),
        "cycleOfDividendPayment": "P1YL1",
        "marketObjectCodeOfDividends": "DV",
    }
    DATA: ClassVar[dict[str, Any]] = market("DV", d2013_06_01="25", d2014_06_01="30")

    def test_purchase_dividends_and_sale(self) -> None:
        sold: dict[str, Any] = {
            "terminationDate": day("2014-06-01"),
            "priceAtTerminationDate": "1500",
        }
        rows = run(self.TERMS, data=self.DATA, to=day("2015-01-01"), **self.PAYING, **sold)

        assert brief(rows) == [
            ("2013-01-01", "PRD", -1000.0),
            ("2013-06-01", "DV", 25.0),
            ("2014-06-01", "DV", 30.0),
            ("2014-06-01", "TD", 1500.0),
        ]
        assert {row["notionalPrincipal"] for row in rows} == {0.0}

    def test_the_seller_has_the_opposite_amounts(self) -> None:
        rows = run(
            self.TERMS, data=self.DATA, to=day("2014-01-01"), contractRole="SEL", **self.PAYING
        )

        assert brief(rows) == [("2013-01-01", "PRD", 1000.0), ("2013-06-01", "DV", -25.0)]

    def test_a_dividend_on_the_horizon_is_listed(self) -> None:
        rows = run(self.TERMS, data=self.DATA, to=day("2014-06-01"), **self.PAYING)

        assert brief(rows[-1:]) == [("2014-06-01", "DV", 30.0)]

    def test_dividends_move_off_weekends_and_are_read_where_they_were(self) -> None:
        """1 June 2013 is a Saturday."""
        rows = run(
            self.TERMS,
            data=self.DATA,
            to=day("2014-01-01"),
            calendar="MF",
            businessDayConvention="SCF",
            **self.PAYING,
        )

        assert brief(rows[1:]) == [("2013-06-03", "DV", 25.0)]

    def test_without_a_cycle_the_anchor_is_the_only_dividend(self) -> None:
        terms = {**self.TERMS, **self.PAYING, "cycleOfDividendPayment": None}

        assert len(run(terms, data=self.DATA, to=day("2015-01-01"))) == 2

    def test_shares_bought_before_the_status_date_are_held(self) -> None:
        rows = run(
            self.TERMS,
            data=self.DATA,
            to=day("2014-01-01"),
            statusDate=day("2013-02-01"),
            **self.PAYING,
        )

        assert brief(rows) == [("2013-06-01", "DV", 25.0)]


class TestCash:
    """CSH."""

    @pytest.mark.parametrize(("role", "notional"), [("RPA", 1200.0), ("RPL", -1200.0)])
    def test_one_row_for_each_look(self, role: str, notional: float) -> None:
        looks = [
            {"time": time, "type": "AD", "value": 0}
            for time in (day("2012-12-31"), "2013-01-31T23:59:59", day("2013-03-01"))
        ]
        terms = {**HEAD, "contractType": "CSH", "contractRole": role, "notionalPrincipal": "1200"}
        rows = run(terms, *looks, to=day("2013-02-28"))

        assert [(row["eventDate"], row["eventType"], row["payoff"]) for row in rows] == [
            ("2013-01-31T23:59:59", "AD", 0.0),
        ]
        assert rows[0]["notionalPrincipal"] == notional
