"""Usury ceilings: the one of the day of signature, with its source, and nothing carried over."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.engine.credit_cost import TegResult, teg_at
from investisens.legal.dated import Status
from investisens.legal.parameters import parameter
from investisens.legal.usury import Lender, ceiling, check_usury
from investisens.values.errors import InvalidRate, MissingData, Severity
from investisens.values.rates import MBP, Rate

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "golden" / "apr_examples.json").read_text(encoding="utf-8")
)
ORACLES = {example["id"]: example for example in GOLDEN["usury"]}
OVERDRAFTS = [ORACLES[name] for name in ("USU-01", "USU-02", "USU-03")]

LOWERED = date(2026, 6, 1)
"""The ceiling of banks falls from 15 to 14 %."""

lenders = st.sampled_from([Lender.UMOA_BANK, Lender.UMOA_OTHER])
signatures = st.dates(date(2014, 1, 1), date(2030, 12, 31))


def percent(text: str) -> Rate:
    return Rate.parse(f"{text} %")


# The check.


@given(lenders, signatures, st.integers(-100, 100))
def test_a_rate_is_usurious_when_it_exceeds_the_ceiling(
    lender: Lender, signed_on: date, above: int
) -> None:
    """A rate equal to the ceiling is allowed, one step of a rate above is not."""
    rate = Rate(ceiling(lender, on=signed_on).rate.mbp + above)

    assert (check_usury(rate, lender, signed_on) is not None) is (above > 0)
    assert (check_usury(rate.mbp / MBP, lender, signed_on) is not None) is (above > 0)


@given(lenders, signatures, st.integers(0, 5_000_000), st.integers(0, 5_000_000))
def test_a_lower_rate_is_allowed_where_a_higher_one_is(
    lender: Lender, signed_on: date, mbp: int, less: int
) -> None:
    if check_usury(Rate(mbp), lender, signed_on) is None:
        assert check_usury(Rate(mbp - less), lender, signed_on) is None


@given(lenders, st.dates(date(2013, 6, 28), date(2030, 12, 31)), st.integers(1, 2_000))
def test_a_ceiling_of_the_umoa_never_rose(lender: Lender, day: date, later: int) -> None:
    assert ceiling(lender, on=day + timedelta(later)).rate <= ceiling(lender, on=day).rate


def test_a_computed_rate_may_meet_the_ceiling() -> None:
    """The float nearest to 14 % lies above it; its last digit does not make usury."""
    assert Fraction(0.14) > Fraction(14, 100)

    assert check_usury(0.14, Lender.UMOA_BANK, LOWERED) is None
    assert check_usury(0.14 + 1e-6, Lender.UMOA_BANK, LOWERED) is not None


def test_the_finding_names_the_rule_its_source_and_its_status() -> None:
    found = check_usury(0.14045, Lender.UMOA_BANK, LOWERED)

    assert str(found) == (
        "usury.umoa.bank on 2026-06-01: expected at most 14 % since 2026-06-01 (Council of "
        "Ministers of the UMOA, 4th ordinary session of 2025 (bceao.int, lenouveaumanager.info); "
        "verified secondary), found an effective rate of 14.045 %: lower the interest or the "
        "fees, and have the ceiling checked in its text, which was not read"
    )
    assert found is not None and found.severity is Severity.WARNING


@pytest.mark.parametrize("rate", [float("nan"), float("inf"), None, True, "14 %"])
def test_a_rate_that_is_no_number_is_refused(rate: Any) -> None:
    with pytest.raises(InvalidRate) as caught:
        check_usury(rate, Lender.UMOA_BANK, LOWERED)

    assert str(caught.value) == (
        f"rate is {rate!r}: give the effective rate as a Rate or a finite number, such as 0.14 "
        "for 14 %"
    )


class TestUmoa:
    """Decisions of the Council of Ministers; the ceiling of the day of signature counts."""

    @pytest.mark.parametrize(("day", "lender", "rate"), ORACLES["USU-04"]["ceilings"])
    def test_the_ceiling_is_the_one_in_force(self, day: str, lender: str, rate: str) -> None:
        """USU-04."""
        assert ceiling(Lender[lender], on=date.fromisoformat(day)).rate == percent(rate)

    @pytest.mark.parametrize("day", ["2026-05-31", "2026-06-01"])
    def test_one_loan_is_allowed_one_day_and_usurious_the_next(self, day: str) -> None:
        """USU-05: 14.045 % proportional, on either side of 1 June 2026."""
        found = check_usury(
            rate_of(teg_01().proportional), Lender.UMOA_BANK, date.fromisoformat(day)
        )

        assert (found is None) is ORACLES["USU-05"]["compliant"][day]

    def test_the_open_convention_can_decide(self) -> None:
        """Between the proportional and the compounded rate of one loan lies a ceiling.

        At 15 % of a compounded rate TEG-01 (14.9854 %) is allowed before June 2026; a fee of
        2.1 % instead of 2 % is allowed by the proportional rate only.
        """
        dearer = teg_01(fee=210_000)
        before = LOWERED - timedelta(1)

        assert check_usury(rate_of(teg_01().effective), Lender.UMOA_BANK, before) is None
        assert check_usury(rate_of(dearer.proportional), Lender.UMOA_BANK, before) is None
        assert check_usury(rate_of(dearer.effective), Lender.UMOA_BANK, before) is not None

    @pytest.mark.parametrize("lender", [Lender.UMOA_BANK, Lender.UMOA_OTHER])
    def test_the_first_ceiling_is_not_carried_back_before_it_is_attested(
        self, lender: Lender
    ) -> None:
        """18 and 27 % are older than the decision of 28 June 2013 that ends them."""
        with pytest.raises(MissingData) as caught:
            ceiling(lender, on=date(2013, 6, 27))

        assert str(caught.value) == (
            f"{lender.value} has no value on 2013-06-27: the first one holds from 2013-06-28"
        )

    @pytest.mark.parametrize("lender", [Lender.UMOA_BANK, Lender.UMOA_OTHER])
    def test_one_ceiling_follows_the_other_without_a_gap(self, lender: Lender) -> None:
        values = parameter(lender.value).values

        assert values[0].until == date(2013, 12, 31)
        assert all(
            before.until is None or after.start - before.until == timedelta(1)
            for before, after in pairwise(values)
        )

    def test_a_decision_is_older_than_its_first_day_in_force(self) -> None:
        basis = ceiling(Lender.UMOA_BANK, on=LOWERED).basis

        assert (basis.decided_on, basis.start) == (date(2025, 12, 29), LOWERED)
        assert basis.status is Status.VERIFIED_SECONDARY


class TestFrenchOverdrafts:
    """Code de la consommation, L314-6.

    A rate is usurious more than one third above the mean of the quarter before; the ceiling is
    printed with two decimals, half up.
    """

    @pytest.mark.parametrize("oracle", OVERDRAFTS, ids=lambda oracle: str(oracle["id"]))
    def test_the_ceiling_is_the_mean_and_a_third(self, oracle: dict[str, Any]) -> None:
        for day in (date.fromisoformat(oracle["from"]), date.fromisoformat(oracle["until"])):
            found = ceiling(Lender.FRENCH_OVERDRAFT, on=day)

            assert found.rate == percent(oracle["ceiling_pct"])
            assert 100 * found.basis.value == Fraction(oracle["mean_pct"])

    @pytest.mark.parametrize(
        ("day", "rate"),
        [
            ("2019-10-01", "13.81"),
            ("2022-01-01", "15.29"),
            ("2022-04-01", "14.96"),
            ("2023-01-01", "16.47"),
            ("2023-04-01", "16.64"),
            ("2023-07-01", "17.33"),
            ("2024-04-01", "18.68"),
        ],
    )
    def test_the_ceiling_is_the_published_one(self, day: str, rate: str) -> None:
        """As the press printed it.

        exavalor.com, alteregoce.fr, cbanque.com, abh-ac.com, infosjuris.com, assert-avocats.com.
        """
        found = ceiling(Lender.FRENCH_OVERDRAFT, on=date.fromisoformat(day))

        assert found.rate == percent(rate)

    @pytest.mark.parametrize("day", ["2019-09-30", "2021-01-01", "2023-10-01", "2025-01-01"])
    def test_a_quarter_without_a_notice_has_no_ceiling(self, day: str) -> None:
        with pytest.raises(MissingData, match=f"overdraft_mean has no value on {day}"):
            ceiling(Lender.FRENCH_OVERDRAFT, on=date.fromisoformat(day))

    def test_a_mean_holds_one_quarter(self) -> None:
        for held in parameter(Lender.FRENCH_OVERDRAFT.value).values:
            assert held.until is not None
            after = held.until + timedelta(1)
            assert (held.start.day, after.day) == (1, 1)
            assert held.start.month % 3 == 1
            months = 12 * (after.year - held.start.year) + after.month - held.start.month
            assert months == 3


def test_every_ceiling_has_a_unit_a_place_and_a_source() -> None:
    held = [parameter(lender.value) for lender in Lender]

    assert [found.unit for found in held] == ["fraction"] * 3
    assert [found.jurisdiction for found in held] == ["UMOA", "UMOA", "FR"]
    assert all(value.source and 0 < value.value < 1 for found in held for value in found.values)


def teg_01(fee: int = 200_000) -> TegResult:
    """10,000,000 XOF, 24 level payments at 1 % a month, a fee at the start."""
    growth = Fraction(101, 100) ** 24
    payment = 10_000_000 * Fraction(1, 100) * growth / (growth - 1)
    payments = [(Fraction(month, 12), payment) for month in range(1, 25)]
    return teg_at([(0, 10_000_000)], [(0, fee), *payments])


def rate_of(rate: float | None) -> float:
    assert rate is not None
    return rate
