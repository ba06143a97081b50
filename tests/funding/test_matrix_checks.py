"""Every rule that the amounts of a plan alone can break."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.funding.breaches import Breach
from investisens.funding.matrix import FundingPlan
from investisens.funding.matrix_checks import matrix_breaches
from investisens.funding.plan import PlanRules, SourceKind, UseKind
from investisens.values.errors import InvalidTerms, Severity
from investisens.values.rates import Rate
from plans import ON, plan, source, use, xof

FUND = source("FUND", own=True, equipment_only=True)
REGION = source("REGION", public=True)
OWN = source("OWN", kind=SourceKind.OWN_CONTRIBUTION)
NO_RULES = PlanRules()


def told(made: FundingPlan, rules: PlanRules = NO_RULES, on: date = ON) -> list[tuple[str, str]]:
    """Each finding as text, and its rule."""
    breaches: list[Breach] = [*matrix_breaches(made, rules, on=on)]
    return [(str(each.finding()), each.rule) for each in breaches]


class TestBalance:
    RULE = "each use is paid in full, and once, by its sources"

    def test_what_is_missing_is_told_on_its_use(self) -> None:
        uses = [use("U1", 1_000), use("U2", 500)]

        assert told(plan(uses, [FUND, OWN], [[600, 400], [0, 499]])) == [
            (
                "E1 U2: expected sources of 500 XOF for E1 U2, found 499 XOF in the plan (1 XOF "
                "less): correct the cost, or the amounts of its sources",
                self.RULE,
            )
        ]

    def test_two_funders_that_claim_the_same_francs_are_named(self) -> None:
        """700 and 600 of 1,000: once the first paid 700, the second finds 300 left of its 600."""
        made = plan([use("U1", 1_000)], [FUND, REGION], [[700, 600]])

        assert told(made) == [
            (
                "E1 U1: expected sources of 1000 XOF for E1 U1, found 1300 XOF in the plan (300 "
                "XOF more): correct the cost, or the amounts of its sources",
                f"{self.RULE}: FUND and REGION claim the same 300 XOF",
            )
        ]

    def test_the_last_by_rank_claim_what_the_first_paid(self) -> None:
        """REGION (rank 0) and OWN (1) pay 1,000; FUND (2) comes when all is paid."""
        fund, own = source("FUND", rank=2), source("OWN", rank=1)
        made = plan([use("U1", 1_000)], [fund, own, REGION], [[50, 400, 600]])

        ((_, rule),) = told(made)
        assert rule == f"{self.RULE}: OWN and FUND claim the same 50 XOF"

    def test_one_funder_alone_claims_nothing_twice(self) -> None:
        ((_, rule),) = told(plan([use("U1", 1_000)], [FUND], [[1_001]]))

        assert rule == self.RULE


class TestEligibility:
    def test_equipment_money_does_not_pay_working_capital(self) -> None:
        stock = use("U4", 10, UseKind.WORKING_CAPITAL)

        assert told(plan([stock], [FUND], [[10]])) == [
            (
                "E1 U4 FUND: expected a source that may pay working capital, found 'FUND', which "
                "pays equipment only: let another source pay it",
                "FUND pays equipment only (fund.toml, sources.equipment_only)",
            )
        ]

    def test_a_source_pays_no_use_that_it_excludes(self) -> None:
        shy = source("SHY", excludes=("E1 U1", "E2 U2"))

        assert told(plan([use("U1", 10), use("U2", 10)], [shy], [[10], [10]])) == [
            (
                "E1 U1 SHY: expected a source that may pay E1 U1, found 'SHY', which excludes it: "
                "let another source pay it",
                "SHY does not pay E1 U1 (fund.toml, sources.excludes)",
            )
        ]


class TestLimitsOfASource:
    def test_a_rate_counts_the_eligible_cost_of_what_it_may_pay(self) -> None:
        """118 with 18 % VAT recovered is 100 net, 40 of 50 are eligible, stock does not count.

        60 % of 140 is 84.
        """
        uses = [
            use("U1", 118, vat=Rate.parse("18 %"), vat_recovered=True),
            use("U2", 50, eligible=xof(40)),
            use("U3", 1_000, UseKind.WORKING_CAPITAL),
        ]
        grant = source("GRANT", equipment_only=True, rate=Rate.parse("60 %"))

        assert told(plan(uses, [grant, OWN], [[80, 38], [4, 46], [0, 1_000]])) == []
        assert told(plan(uses, [grant, OWN], [[80, 38], [5, 45], [0, 1_000]])) == [
            (
                "E1 GRANT: expected at most 84 XOF from 'GRANT', 60 % of the eligible 140 XOF, "
                "found 85 XOF: let other sources pay 1 XOF of it",
                "GRANT pays at most 60 % of a plan (fund.toml, sources.rate)",
            )
        ]

    def test_a_ceiling_is_over_all_uses(self) -> None:
        uses = [use("U1", 10), use("U2", 10)]
        capped = source("CAPPED", ceiling=xof(15))

        assert told(plan(uses, [capped], [[10], [10]])) == [
            (
                "E1 CAPPED: expected at most 15 XOF from 'CAPPED', its ceiling, found 20 XOF: let "
                "other sources pay 5 XOF of it",
                "CAPPED pays at most 15 XOF of a plan (fund.toml, sources.ceiling)",
            )
        ]


class TestNeverJustified:
    """118 with 18 % VAT recovered is 100 net: invoices can prove no grant beyond it."""

    ITEM = use("U1", 118, vat=Rate.parse("18 %"), vat_recovered=True)
    RULE = (
        "a grant beyond the eligible cost of its item is never justified (uses.csv, eligible "
        "and vat)"
    )

    def test_a_grant_beyond_the_eligible_cost_of_its_item_is_a_warning(self) -> None:
        grant = source("GRANT", kind=SourceKind.GRANT)
        (breach,) = matrix_breaches(plan([self.ITEM], [grant, OWN], [[101, 17]]), NO_RULES, on=ON)

        assert (breach.severity, breach.rule) == (Severity.WARNING, self.RULE)
        assert str(breach.finding()) == (
            "E1 U1 GRANT: expected at most 100 XOF from 'GRANT', the eligible cost of E1 U1, found "
            "101 XOF (1 XOF more): let other sources pay 1 XOF of it: no invoice can justify it"
        )

    @given(st.integers(0, 118))
    def test_only_what_is_beyond_it_is_told(self, granted: int) -> None:
        grant = source("GRANT", kind=SourceKind.GRANT)
        made = plan([self.ITEM], [grant, OWN], [[granted, 118 - granted]])

        assert bool(told(made)) is (granted > 100)

    def test_a_source_with_an_agreement_grants_whatever_its_kind(self) -> None:
        made = plan([self.ITEM], [REGION, OWN], [[101, 17]])

        assert told(made) == []
        assert [
            each.rule for each in matrix_breaches(made, NO_RULES, on=ON, agreed={"REGION"})
        ] == [self.RULE]


class TestPublicMoney:
    HALF = PlanRules(public_share_of_item=Rate.parse("50 %"))

    def test_it_pays_at_most_a_share_of_each_item_of_equipment(self) -> None:
        """Half of 1,001, rounded down, is 500; working capital is no item."""
        uses = [use("U1", 1_001), use("U2", 10, UseKind.WORKING_CAPITAL)]

        assert told(plan(uses, [REGION, OWN], [[500, 501], [10, 0]]), self.HALF) == []
        assert told(plan(uses, [REGION, OWN], [[501, 500], [10, 0]]), self.HALF) == [
            (
                "E1 U1: expected public money for at most 50 % of E1 U1, found 501 XOF of 1001 "
                "XOF: let other sources pay 1 XOF of it",
                "public money is at most 50 % of any item of equipment "
                "(fund.toml, plan_rules.public_share_of_item)",
            )
        ]

    def test_it_pays_at_most_a_share_of_a_plan(self) -> None:
        rules = PlanRules(public_share=Rate.parse("80 %"))
        made = plan([use("U1", 100), use("U2", 100)], [REGION, OWN], [[100, 0], [61, 39]])

        assert told(made, rules) == [
            (
                "E1: expected public money of at most 160 XOF in the plan, found 161 XOF of an "
                "eligible 200 XOF: cut it back by 1 XOF",
                "public money is at most 80 % (fund.toml, plan_rules.public_share) of the "
                "eligible cost of a plan",
            )
        ]

    @pytest.mark.parametrize(
        ("on", "most", "share"), [(date(2017, 1, 1), 80, "80 %"), (date(2019, 1, 1), None, "100 %")]
    )
    def test_the_legal_share_is_that_of_the_day(
        self, on: date, most: int | None, share: str
    ) -> None:
        """grant.fr_state.cap: 80 % until 30 September 2018 (decree 99-1060), 100 % after."""
        rules = PlanRules(public_share_law="grant.fr_state.cap")
        found = told(plan([use("U1", 100)], [REGION, OWN], [[90, 10]]), rules, on)

        assert bool(found) == (most is not None)
        for text, rule in found:
            assert text == (
                "E1: expected public money of at most 80 XOF in the plan, found 90 XOF of an "
                "eligible 100 XOF: cut it back by 10 XOF"
            )
            assert rule.startswith(f"public money is at most {share} (grant.fr_state.cap on {on}:")

    def test_a_rule_asked_for_a_day_before_it_existed_is_told(self) -> None:
        rules = PlanRules(public_share_law="grant.fr_state.cap")

        ((text, rule),) = told(plan([use("U1", 1)], [OWN], [[1]]), rules, date(1900, 1, 1))

        assert text.startswith(
            "E1: expected a legal limit of public money on 1900-01-01, found that "
            "grant.fr_state.cap has no value on 1900-01-01: "
        )
        assert rule == "grant.fr_state.cap (fund.toml, plan_rules.public_share_law)"


class TestOwnContribution:
    def test_what_is_brought_in_kind_counts_within_its_limit(self) -> None:
        """A quarter of 200 is 50; 20 in cash and 15 in kind, of which 10 count (5 %)."""
        rules = PlanRules(own_contribution=Rate.parse("25 %"), in_kind_at_most=Rate.parse("5 %"))
        kind = source("WORK", kind=SourceKind.IN_KIND)
        made = plan([use("U1", 200)], [OWN, kind, FUND], [[20, 15, 165]])

        assert told(made, rules) == [
            (
                "E1: expected an own contribution of at least 50 XOF, found 30 XOF that counts "
                "(20 XOF in cash, 15 XOF in kind): bring 20 XOF more",
                "the entrepreneur brings at least 25 % of the cost, in kind for at most 5 % "
                "(fund.toml, plan_rules.own_contribution)",
            )
        ]

    def test_enough_is_enough(self) -> None:
        rules = PlanRules(own_contribution=Rate.parse("25 %"))

        assert told(plan([use("U1", 200)], [OWN, FUND], [[50, 150]]), rules) == []


def test_every_broken_rule_is_told_at_once() -> None:
    """Each rule of this file is broken once, and none hides another."""
    rules = PlanRules(
        public_share_of_item=Rate.parse("50 %"),
        public_share=Rate.parse("10 %"),
        own_contribution=Rate.parse("90 %"),
    )
    grant = source("GRANT", public=True, equipment_only=True, rate=Rate(0), ceiling=xof(1))
    uses = [use("U1", 100), use("U2", 10, UseKind.WORKING_CAPITAL)]

    found = told(plan(uses, [grant, OWN], [[60, 30], [5, 5]]), rules)

    assert [text.partition(":")[0] for text, _ in found] == [
        *("E1 U1", "E1 U2 GRANT", "E1 GRANT", "E1 GRANT", "E1 U1", "E1", "E1")
    ]
    assert all(rule for _, rule in found)


class TestRules:
    """What the limits of a fund refuse."""

    def test_a_limit_is_a_share(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            PlanRules(own_contribution=Rate.parse("101 %"))

        assert str(caught.value) == ("own_contribution is 101 %: use a share between 0 % and 100 %")

    def test_a_named_funder_has_a_name_and_nobody_else_has(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            PlanRules(cut_back_funder="A")

        assert str(caught.value) == (
            "cut_back is pro_rata and cut_back_funder is 'A': name a funder under named_funder, "
            "and only there"
        )
