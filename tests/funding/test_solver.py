"""Plans made from rates or totals: exact splits by largest remainder."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.eligibility import may_pay
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Source, Use, UseKind
from investisens.funding.solver import plan_by_rates, plan_by_totals
from investisens.values.currency import XOF
from investisens.values.errors import InvalidFolder, InvalidTerms
from investisens.values.rates import Rate
from plans import many_sources, many_uses, shares_of, source, use, xof

THREE = [source("GRANT"), source("LOAN"), source("OWN")]
LINES = [use("dryer", 7_350_001), use("mill", 4_200_000), use("training", 1_449_999)]


def solved(uses: list[Use], sources: list[Source], shares: dict[str, Fraction]) -> FundingPlan:
    return plan_by_rates("E1", uses, sources, shares, XOF)


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Use], list[Source], dict[str, Fraction]]:
    sources = draw(many_sources())
    return draw(many_uses()), sources, draw(shares_of(sources))


Problem = tuple[list[Use], list[Source], dict[str, Fraction]]


class TestByRates:
    def test_the_printed_matrix_is_reproduced(self) -> None:
        """HYB-01 F: 7,350,001 / 4,200,000 / 1,449,999 XOF; 45 % grant, 35 % loan, 20 % own.

        → [[3,307,501; 2,572,500; 1,470,000]; [1,890,000; 1,470,000; 840,000];
        [652,499; 507,500; 290,000]]; source totals 5,850,000; 4,550,000; 2,600,000;
        grand total 13,000,000.
        """
        rates = (("GRANT", "45 %"), ("LOAN", "35 %"), ("OWN", "20 %"))
        made = plan_by_rates(
            "E1", LINES, THREE, {name: Rate.parse(rate) for name, rate in rates}, XOF
        )

        assert made.amounts == (
            (3_307_501, 2_572_500, 1_470_000),
            (1_890_000, 1_470_000, 840_000),
            (652_499, 507_500, 290_000),
        )
        assert [each.minor for each in made.by_source.values()] == [5_850_000, 4_550_000, 2_600_000]
        assert made.total == xof(13_000_000)

    @given(problems())
    def test_1_every_use_is_paid_in_full(self, problem: Problem) -> None:
        """Invariant 1: per line Σ sources = use, every cell >= 0."""
        made = solved(*problem)

        assert all(not gap for gap in made.gaps.values())
        assert all(cell >= 0 for row in made.amounts for cell in row)

    @given(problems())
    def test_2_and_3_a_cell_is_its_exact_share_within_a_unit_or_nothing(
        self, problem: Problem
    ) -> None:
        """Invariants 2 and 3: |cell − share| < 1, and 0 where a source may not pay."""
        uses, sources, shares = problem
        made = solved(*problem)
        for each, row in zip(uses, made.amounts, strict=True):
            allowed = {one.id: shares[one.id] for one in sources if may_pay(one, each)}
            whole = sum(allowed.values())
            for one, cell in zip(sources, row, strict=True):
                exact = each.cost.minor * allowed.get(one.id, Fraction(0)) / whole
                assert abs(cell - exact) < 1
                assert exact or not cell

    @given(problems(), st.randoms(use_true_random=False))
    def test_4_permuting_uses_permutes_the_rows(self, problem: Problem, random: object) -> None:
        """Invariant 4."""
        uses, sources, shares = problem
        mixed = [*uses]
        random.shuffle(mixed)  # type: ignore[attr-defined]
        rows = dict(zip((each.id for each in uses), solved(*problem).amounts, strict=True))

        after = solved(mixed, sources, shares)

        assert [rows[each.id] for each in mixed] == [*after.amounts]

    @given(problems())
    def test_4_permuting_sources_moves_tied_units_alone(self, problem: Problem) -> None:
        """Invariant 4: a cell changes by one unit at most."""
        uses, sources, shares = problem
        turned = solved(uses, sources[::-1], shares)
        for row, other in zip(solved(*problem).amounts, turned.amounts, strict=True):
            assert all(abs(cell - mine) <= 1 for cell, mine in zip(row, other[::-1], strict=True))

    def test_a_use_that_nobody_may_pay_is_told_with_all_others(self) -> None:
        stock = [use("U1", 5, UseKind.WORKING_CAPITAL), use("U2", 6, UseKind.WORKING_CAPITAL)]
        with pytest.raises(InvalidFolder) as caught:
            solved(stock, [source("FUND", equipment_only=True)], {"FUND": Fraction(1)})

        assert list(map(str, caught.value.findings)) == [
            f"E1 {name}: expected a source with a share that may pay it, found none: give a share "
            "to a source that may"
            for name in ("U1", "U2")
        ]

    def test_shares_make_the_whole(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            solved(LINES, THREE, {"GRANT": Fraction(1, 2), "OWN": Fraction(1, 3)})

        assert str(caught.value) == "shares make 5/6 of a use: give shares that make 1"

    def test_a_share_is_not_negative(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            solved(LINES, THREE, {"GRANT": Fraction(2), "OWN": Fraction(-1)})

        assert str(caught.value) == "the share of OWN is -1: use 0 or more"

    def test_a_share_is_of_a_source(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            solved(LINES, THREE, {"STATE": Fraction(1)})

        assert str(caught.value) == "'STATE' is no source of the plan: it has GRANT, LOAN, OWN"


class TestByTotals:
    @given(many_uses(), st.integers(0, 100), st.integers(0, 100))
    def test_totals_are_met_and_the_absorber_pays_the_rest(
        self, uses: list[Use], first: int, second: int
    ) -> None:
        """Each total is split in proportion to the uses, within a unit; no use is left open."""
        cost = sum(each.cost.minor for each in uses)
        least = min(each.cost.minor for each in uses)
        totals = {"GRANT": xof(cost * first // 300), "LOAN": xof(cost * second // 300)}
        if least < 6:  # two units of rounding may not fit in so small a use
            return

        made = plan_by_totals("E1", uses, THREE, totals, "OWN", XOF)

        assert made.by_source["GRANT"] == totals["GRANT"]
        assert made.by_source["LOAN"] == totals["LOAN"]
        assert not any(made.gaps.values())
        for each, row in zip(uses, made.amounts, strict=True):
            exact = Fraction(totals["GRANT"].minor * each.cost.minor, cost)
            assert abs(row[0] - exact) < 1

    def test_the_proportional_totals_of_the_printed_matrix(self) -> None:
        """By hand: 5,850,000 over 13,000,000 is 0.45: 3,307,500.45; 1,890,000; 652,499.55.

        Floors leave one franc, for the largest fraction: the third use. Likewise 4,550,000 is
        2,572,500.35; 1,470,000; 507,499.65.
        """
        totals = {"GRANT": xof(5_850_000), "LOAN": xof(4_550_000)}
        made = plan_by_totals("E1", LINES, THREE, totals, "OWN", XOF)

        assert made.amounts == (
            (3_307_500, 2_572_500, 1_470_001),
            (1_890_000, 1_470_000, 840_000),
            (652_500, 507_500, 289_999),
        )

    def test_all_that_does_not_fit_is_told_at_once(self) -> None:
        uses = [use("U1", 10), use("U2", 5, UseKind.WORKING_CAPITAL)]
        fund, own = source("FUND", equipment_only=True), source("OWN", equipment_only=True)
        with pytest.raises(InvalidFolder) as caught:
            plan_by_totals("E1", uses, [fund, own], {"FUND": xof(12)}, "OWN", XOF)

        assert list(map(str, caught.value.findings)) == [
            "E1 U1: expected fixed totals of at most 10 XOF, found 12 XOF (2 XOF more): lower a "
            "total, or make it pay other uses",
            "E1 U2: expected a source that may pay what is left, found 5 XOF left to OWN: choose "
            "another source for what is left",
        ]

    def test_a_total_that_no_use_can_take_is_told(self) -> None:
        uses = [use("U1", 10, UseKind.WORKING_CAPITAL)]
        with pytest.raises(InvalidFolder) as caught:
            plan_by_totals(
                "E1",
                uses,
                [source("FUND", equipment_only=True), source("OWN")],
                {"FUND": xof(12)},
                "OWN",
                XOF,
            )

        assert list(map(str, caught.value.findings)) == [
            "E1 FUND: expected a use that it may pay, found 12 XOF and no such use: leave its "
            "total out, or let it pay more kinds of use",
        ]

    def test_the_absorber_has_no_total_of_its_own(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            plan_by_totals("E1", LINES, THREE, {"OWN": xof(1)}, "OWN", XOF)

        assert str(caught.value) == "OWN has a total of 1 XOF and pays what is left: choose one"

    def test_a_total_is_not_negative(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            plan_by_totals("E1", LINES, THREE, {"LOAN": xof(-1)}, "OWN", XOF)

        assert str(caught.value) == "the total of LOAN is -1 XOF: use 0 or more"
