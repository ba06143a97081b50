"""Rules of CLM and UMP, on contracts small enough to compute by hand.

1200 at 10 % in months of 30 days: 10 a month, 60 a half year, 120 a year.
"""

from __future__ import annotations

from typing import Any, ClassVar

from actus_terms import brief, day, interest, resets, run

YEAR = {"maturityDate": day("2014-01-01")}
HALVES = interest("2013-07-01", "P6ML1")


class TestCalled:
    """CLM and UMP."""

    CLM: ClassVar[dict[str, Any]] = {"contractType": "CLM", "xDayNotice": "P1M"}
    NOTICE: ClassVar[list[dict[str, Any]]] = [{"time": day("2013-07-01"), "type": "XD", "value": 0}]

    def test_interest_is_capitalised_up_to_maturity_and_paid_once(self) -> None:
        rows = run(YEAR, self.CLM, HALVES)

        assert brief(rows[1:]) == [
            ("2013-07-01", "IPCI", 0.0),
            ("2014-01-01", "IP", 63.0),
            ("2014-01-01", "MD", 1260.0),
        ]

    def test_without_a_cycle_nothing_is_capitalised(self) -> None:
        assert [row["eventType"] for row in run(YEAR, self.CLM)] == ["IED", "IP", "MD"]

    def test_a_notice_stops_cycles_and_interest_and_is_settled_beyond_the_horizon(self) -> None:
        """Called on 1 July after 60 of interest; settled a month later without more."""
        rows = run(
            self.CLM,
            interest("2013-10-01", "P1ML1"),
            resets("2013-08-01", "P1ML1"),
            to=day("2013-07-15"),
            events=self.NOTICE,
        )

        assert brief(rows[1:]) == [
            ("2013-07-01", "XD", 0.0),
            ("2013-08-01", "IP", 60.0),
            ("2013-08-01", "STD", 1200.0),
        ]

    def test_a_notice_comes_before_the_interest_of_its_day(self) -> None:
        rows = run(self.CLM, xDayNotice="P0D", events=self.NOTICE)

        assert [row["eventType"] for row in rows] == ["IED", "XD", "IP", "STD"]

    def test_a_notice_after_maturity_or_the_horizon_is_not_heard(self) -> None:
        late = [{"time": day("2014-02-01"), "type": "XD", "value": 0}]

        assert run(YEAR, self.CLM, events=late) == run(YEAR, self.CLM)
        assert run(self.CLM, to=day("2013-06-30"), events=self.NOTICE) == run(
            self.CLM, to=day("2013-06-30")
        )

    def test_a_date_of_capitalisation_does_not_give_interest_at_the_status_date(self) -> None:
        """Exchange in January, status in March: IPCI on 1 July holds four months, 40."""
        rows = run(YEAR, self.CLM, HALVES, statusDate=day("2013-03-01"))

        assert rows[0]["notionalPrincipal"] == 1240.0

    def test_an_open_account_goes_on_to_the_horizon_and_ignores_notice_terms(self) -> None:
        rows = run(HALVES, contractType="UMP", xDayNotice="P1M", to=day("2014-03-01"))

        assert brief(rows[1:], "notionalPrincipal") == [
            ("2013-07-01", "IPCI", 1260.0),
            ("2014-01-01", "IPCI", 1323.0),
        ]

    def test_a_horizon_makes_no_stub(self) -> None:
        long = interest("2013-07-01", "P6ML0")

        assert len(run(long, contractType="UMP", to=day("2014-08-15"))) == 4

    def test_an_open_account_may_be_terminated(self) -> None:
        sold = {"terminationDate": day("2013-10-01"), "priceAtTerminationDate": "1000"}
        rows = run(HALVES, sold, contractType="UMP", to=day("2014-03-01"))

        assert brief(rows[1:]) == [("2013-07-01", "IPCI", 0.0), ("2013-10-01", "TD", 1031.5)]
