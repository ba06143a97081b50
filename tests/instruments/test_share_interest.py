"""Interest on cooperative shares stays below the cap of the day on which it is paid."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

from investisens.instruments.cooperative_rules import CooperativeForm
from investisens.instruments.share_interest import (
    CentralBankRate,
    InterestOnShares,
    french_interest_cap,
    ohada_interest_cap,
)
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.rates import Rate

PAID = InterestOnShares(
    rate=Rate.parse("3 %"), first_year=2017, last_year=2023, paid_on=YearDay(6, 30)
)


class TestFrance:
    """Mean of the half-yearly bond rate of the three calendar years before the meeting, plus 2."""

    @pytest.mark.parametrize(("year", "printed"), [(2024, "3.8025"), (2018, "2.9467")])
    def test_caps_interest(self, year: int, printed: str) -> None:
        """TMO-01 and TMO-02."""
        exact = french_interest_cap(date(year, 6, 30))

        assert round(100 * exact, 4) == Fraction(printed)

    def test_is_exact(self) -> None:
        """(0.96 + 1.19 + 0.80 + 0.63 + 1.15 + 0.95) / 6 + 2 per cent."""
        assert french_interest_cap(date(2018, 1, 1)) == Fraction("5.68") / 600 + Fraction(2, 100)

    def test_is_not_told_while_a_rate_is_missing(self) -> None:
        with pytest.raises(MissingData, match=r"^coop\.tmo has no value on 2024-01-01: "):
            french_interest_cap(date(2025, 6, 30))

    def test_is_not_told_before_the_rule(self) -> None:
        with pytest.raises(MissingData, match=r"^coop\.interest_years has no value on 2015-06-30"):
            french_interest_cap(date(2015, 6, 30))

    def test_holds_where_the_rate_of_the_terms_is_higher(self) -> None:
        """3 % is above the cap in 2018 to 2021, and below it in 2024."""
        caps = [each.cap_of_price for each in PAID.dividends(CooperativeForm.SCIC)]

        assert caps[0] == Fraction("5.68") / 600 + Fraction(2, 100)
        assert caps[-1] == Fraction(3, 100)
        assert all(cap is not None and cap <= Fraction(3, 100) for cap in caps)

    def test_of_a_day_to_come_is_assumed(self) -> None:
        """The mean of 2024 is not held; the terms say 2.5 %."""
        longer = attrs.evolve(PAID, last_year=2024, assumed_cap=Rate.parse("2.5 %"))

        assert longer.dividends(CooperativeForm.SCIC)[-1].cap_of_price == Fraction(25, 1000)

    def test_of_a_day_to_come_has_to_be_given(self) -> None:
        longer = attrs.evolve(PAID, last_year=2024)

        with pytest.raises(InvalidTerms) as caught:
            longer.dividends(CooperativeForm.SCIC)

        assert str(caught.value) == (
            "the cap of the law on interest paid on 2025-06-30 is not known (coop.tmo has no "
            "value on 2024-01-01: the one from 2023-07-01 ended on 2023-12-31): give assumed_cap, "
            "the cap to count with"
        )
        assert caught.value.field == "interest.assumed_cap"


class TestOhada:
    """Interest on paid-up shares: at most the central bank's discount rate (article 209)."""

    @pytest.mark.parametrize(
        ("rate", "percent"),
        [(CentralBankRate.MINIMUM_BID, 3), (CentralBankRate.MARGINAL_LENDING, 5)],
    )
    def test_caps_interest_at_the_rate_that_was_chosen(
        self, rate: CentralBankRate, percent: int
    ) -> None:
        """3.00 and 5.00 per cent from 16 March 2026."""
        assert ohada_interest_cap(date(2026, 3, 16), rate) == Fraction(percent, 100)

    def test_has_to_be_chosen(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            PAID.dividends(CooperativeForm.SCOOPS)

        assert str(caught.value) == (
            "central_bank_rate is not given: AUSCOOP, article 209, caps interest at the central "
            "bank's discount rate, and which rate that is was not verified: choose 'minimum_bid' "
            "or 'marginal_lending'"
        )
        assert caught.value.field == "interest.central_bank_rate"

    def test_before_the_rates_that_are_held_is_assumed(self) -> None:
        """The rates of the BCEAO are held from 16 December 2023."""
        terms = attrs.evolve(
            PAID, central_bank_rate=CentralBankRate.MINIMUM_BID, assumed_cap=Rate.parse("1 %")
        )
        caps = [each.cap_of_price for each in terms.dividends(CooperativeForm.COOP_CA)]

        assert caps == [Fraction(1, 100)] * 6 + [Fraction(3, 100)]


@pytest.mark.parametrize(
    ("change", "message", "field"),
    [
        ({"rate": Rate(-1)}, "rate is -0.00001 %: use 0 % or more", "rate"),
        ({"assumed_cap": Rate(-100_000)}, "assumed_cap is -1 %: use 0 % or more", "assumed_cap"),
        (
            {"part": Rate.parse("101 %")},
            "part is 101 %: use a part between 0 % and 100 %",
            "part",
        ),
        (
            {"last_year": 2016},
            "last_year 2016 is before first_year 2017: check the order of the years",
            "last_year",
        ),
    ],
)
def test_terms_out_of_their_range_are_refused(
    change: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidTerms) as caught:
        attrs.evolve(PAID, **change)

    assert (str(caught.value), caught.value.field) == (message, field)
