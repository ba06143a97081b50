"""Leverage: five ratios with their definitions, and additionality on record."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.leverage import (
    Additionality,
    AdditionalityClaim,
    Leverage,
    Ratio,
    check_additionality,
)
from investisens.values.currency import EUR, XOF, Currency
from investisens.values.errors import InvalidTerms, Severity
from investisens.values.money import Money
from investisens.values.rounding import RoundingMode

PARITY = Fraction(655_957, 1_000)

amounts = st.integers(0, 10**9)
five = st.tuples(st.integers(1, 10**9), amounts, amounts, amounts, amounts)


def plan(amounts: tuple[int, int, int, int, int], currency: Currency = XOF) -> Leverage:
    fund, other, own, grants, public = (Money(amount, currency) for amount in amounts)
    return Leverage(fund=fund, other_private=other, own=own, grants=grants, other_public=public)


class TestRatios:
    """Always print the definition with the ratio; five are in use."""

    def test_the_ratios_are_the_printed_ones(self) -> None:
        """HYB-15 F: fund 4, other private 3, entrepreneur 1, public grants 5 (million XOF).

        → total_to_fund = 3.25; third_party_per_fund = 2.25; private_to_public = 1.6;
        public_share_pct = 38.4615; grant_per_fund = 1.25.
        """
        ratios = plan((4_000_000, 3_000_000, 1_000_000, 5_000_000, 0)).ratios

        assert [(ratio.definition, ratio.printed) for ratio in ratios] == [
            ("total plan / fund", "3.25"),
            ("money of others / fund", "2.25"),
            ("private money / public money", "1.6"),
            ("public money / total plan", "38.4615 %"),
            ("grants / fund", "1.25"),
        ]

    @given(five)
    def test_17_private_and_public_make_the_plan(
        self, amounts: tuple[int, int, int, int, int]
    ) -> None:
        leverage = plan(amounts)
        total_to_fund, others = (ratio.value for ratio in leverage.ratios[:2])

        assert leverage.private + leverage.public == leverage.total
        assert total_to_fund is not None
        assert total_to_fund >= 1
        assert others == total_to_fund - 1

    @given(five)
    def test_18_a_plan_converted_at_parity_keeps_its_ratios(
        self, amounts: tuple[int, int, int, int, int]
    ) -> None:
        """Each amount moves by half a franc at most, so a ratio n/d by (½ n's parts + ½ n/d)/d."""
        euros = plan(amounts, EUR)
        francs = plan(tuple(_converted(amount) for amount in amounts))  # type: ignore[arg-type]

        before, after = (each.ratios[0].value for each in (euros, francs))
        if before is None or after is None:
            return
        assert abs(after - before) <= (Fraction(5, 2) + before / 2) / francs.fund.minor

    @given(five, st.integers(1, 1_000))
    def test_ratios_have_no_scale(self, amounts: tuple[int, int, int, int, int], many: int) -> None:
        fund, other, own, grants, public = (amount * many for amount in amounts)

        assert plan((fund, other, own, grants, public)).ratios == plan(amounts).ratios

    def test_a_ratio_over_nothing_is_not_printed(self) -> None:
        leverage = Leverage(
            fund=Money(0, XOF), other_private=Money(3, XOF), own=Money(1, XOF), grants=Money(0, XOF)
        )

        assert [ratio.printed for ratio in leverage.ratios] == ["-", "-", "-", "0 %", "-"]

    @pytest.mark.parametrize(
        ("value", "printed"), [(Fraction(100), "100"), (Fraction(2, 3), "0.6667")]
    )
    def test_a_ratio_is_printed_to_four_decimals(self, value: Fraction, printed: str) -> None:
        assert Ratio(definition="any", value=value).printed == printed

    def test_a_negative_amount_is_refused(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            plan((1, 1, -1, 1, 1))

        assert str(caught.value) == "own is -1 XOF: use 0 or more"


def _converted(cents: int) -> int:
    """Cents of a euro in francs, at the fixed parity, half up."""
    return Money(1, XOF).times(cents * PARITY / 100, RoundingMode.HALF_UP).minor


class TestAdditionality:
    """Financial and/or value additionality, together with development additionality."""

    @pytest.mark.parametrize(
        ("shown", "missing"),
        [
            ({Additionality.FINANCIAL, Additionality.DEVELOPMENT}, []),
            ({Additionality.VALUE, Additionality.DEVELOPMENT}, []),
            ({Additionality.DEVELOPMENT}, ["financial or value additionality"]),
            ({Additionality.VALUE}, ["development additionality"]),
            (set(), ["financial or value additionality", "development additionality"]),
        ],
    )
    def test_what_is_not_shown_is_asked_for(
        self, shown: set[Additionality], missing: list[str]
    ) -> None:
        findings = check_additionality(claim(kind, "a refusal") for kind in shown)

        assert [finding.expected for finding in findings] == missing
        assert all(finding.severity is Severity.WARNING for finding in findings)

    def test_a_claim_without_evidence_shows_nothing(self) -> None:
        findings = check_additionality(claim(kind, " ") for kind in Additionality)

        assert str(findings[0]) == (
            "additionality: expected financial or value additionality, found no claim with "
            "evidence: record the claim with its evidence and its author"
        )


def claim(kind: Additionality, evidence: str) -> AdditionalityClaim:
    return AdditionalityClaim(
        kind=kind, claim="a claim", evidence=evidence, author="adviser", made_on=date(2010, 4, 2)
    )
