"""What if a source falls away, or a use costs another price."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from investisens.funding.cut_back import CutBack
from investisens.funding.matrix import FundingPlan
from investisens.funding.matrix_checks import COVER, matrix_breaches
from investisens.funding.plan import PlanRules, UseKind
from investisens.funding.solver import plan_by_rates
from investisens.funding.substitution import Substitute
from investisens.funding.what_if import PlanChange, dearer, without
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money
from investisens.values.rates import Rate
from plans import ON, drafts, many_sources, many_uses, plan, shares_of, source, use, xof

HALF = PlanRules(public_share_of_item=Rate.parse("50 %"))
NOBODY: tuple[Substitute, ...] = ()


@st.composite
def sound(draw: st.DrawFn) -> FundingPlan:
    """A balanced plan."""
    sources = draw(many_sources())
    return plan_by_rates("E1", draw(many_uses()), sources, draw(shares_of(sources)), XOF)


@st.composite
def stand_ins(draw: st.DrawFn, made: FundingPlan, but: str = "") -> list[Substitute]:
    """Some of its sources, with or without a limit."""
    names = [each.id for each in made.sources if each.id != but]
    chosen = draw(st.lists(st.sampled_from(names), max_size=4)) if names else []
    limits = st.none() | st.integers(0, 10**10).map(xof)
    return [Substitute(source=name, most=draw(limits)) for name in chosen]


def kept(change: PlanChange, source_id: str) -> list[tuple[str, str, int]]:
    return [(each.use, each.source, each.difference.minor) for each in change.changes]


class TestWithout:
    @given(drafts(), st.data())
    def test_differences_add_up_to_nothing_on_each_use(
        self, made: FundingPlan, data: st.DataObject
    ) -> None:
        """Money that leaves is paid by others or open, to the franc; no cost changed."""
        gone = data.draw(st.sampled_from(made.sources)).id
        change = without(made, gone, on=ON, substitutes=data.draw(stand_ins(made, gone)))
        by_use: dict[str, int] = {}
        for each in change.changes:
            by_use[each.use] = by_use.get(each.use, 0) + each.difference.minor

        assert set(by_use.values()) <= {0}
        assert change.after.by_source[gone] == xof(0)

    @given(sound(), st.data())
    def test_those_who_step_in_break_no_rule(self, made: FundingPlan, data: st.DataObject) -> None:
        """A plan that breaks nothing breaks nothing afterwards, but that a use may be open."""
        assume(not [*matrix_breaches(made, HALF, on=ON)])
        gone = data.draw(st.sampled_from(made.sources)).id
        change = without(made, gone, HALF, on=ON, substitutes=data.draw(stand_ins(made, gone)))
        broken = [*matrix_breaches(change.after, HALF, on=ON)]

        assert all(each.rule == COVER for each in broken)
        assert (not broken) == (not change.open_gap)

    @given(sound(), st.data())
    def test_nobody_adds_more_than_its_limit_or_pays_less_than_before(
        self, made: FundingPlan, data: st.DataObject
    ) -> None:
        gone = data.draw(st.sampled_from(made.sources)).id
        stepping = data.draw(stand_ins(made, gone))
        change = without(made, gone, on=ON, substitutes=stepping)
        for each in made.sources:
            added = change.after.by_source[each.id] - change.before.by_source[each.id]
            own = [one.most for one in stepping if one.source == each.id]
            if each.id == gone:
                continue
            assert added.minor >= 0
            assert (
                added.minor == 0
                or None in own
                or added <= sum((most for most in own if most is not None), xof(0))
            )

    def test_substitutes_step_in_by_order_use_and_limit(self) -> None:
        """BANK leaves 6 + 4, FUND (equipment only) adds up to 5, then OWN up to 3.

        FUND pays 5 of U1, OWN the last one of U1 and 2 of U2; 2 of U2 stay open.
        """
        uses = [use("U1", 10), use("U2", 4, UseKind.WORKING_CAPITAL)]
        sources = [source("BANK"), source("FUND", equipment_only=True), source("OWN")]
        made = plan(uses, sources, [[6, 4, 0], [4, 0, 0]])
        stepping = [
            Substitute(source="FUND", most=xof(5)),
            Substitute(source="OWN", most=xof(3)),
        ]

        change = without(made, "BANK", on=ON, substitutes=stepping)

        assert change.after.amounts == ((0, 9, 1), (0, 0, 2))
        assert kept(change, "BANK") == [
            *(("U1", "BANK", -6), ("U1", "FUND", 5), ("U1", "OWN", 1)),
            *(("U2", "BANK", -4), ("U2", "OWN", 2), ("U2", "", 2)),
        ]
        assert change.open_gap == xof(2)

    def test_public_money_steps_in_up_to_its_share_rate_and_ceiling(self) -> None:
        """Of the 60 that leave U1 (100): half of U1 is 50, of which 20 are paid: 30 more.

        A ceiling of 45 leaves 25, a rate of 40 % leaves 20, a public share of a plan of 35 % 15.
        """
        for terms, rules, most in (
            ({}, HALF, 30),
            ({"ceiling": xof(45)}, HALF, 25),
            ({"rate": Rate.parse("40 %")}, HALF, 20),
            ({}, PlanRules(public_share=Rate.parse("35 %")), 15),
        ):
            sources = [source("BANK"), source("REGION", public=True, **terms), source("OWN")]
            made = plan([use("U1", 100)], sources, [[60, 20, 20]])
            stepping = [Substitute(source="REGION")]

            change = without(made, "BANK", rules, on=ON, substitutes=stepping)

            assert change.after.amounts == ((0, 20 + most, 20),)

    def test_the_rules_name_who_steps_in_and_the_leaving_one_does_not(self) -> None:
        rules = PlanRules(substitutes=("BANK", "OWN"))
        made = plan([use("U1", 10)], [source("BANK"), source("OWN")], [[6, 4]])

        assert without(made, "BANK", rules, on=ON).after.amounts == ((0, 10),)
        assert without(made, "BANK", rules, on=ON, substitutes=NOBODY).open_gap == xof(6)

    def test_a_gap_on_another_use_stays_as_it_is(self) -> None:
        """U2 was open before: it is not what is asked about."""
        uses = [use("U1", 10), use("U2", 5)]
        made = plan(uses, [source("BANK"), source("OWN")], [[10, 0], [0, 1]])

        change = without(made, "BANK", on=ON, substitutes=[Substitute(source="OWN")])

        assert change.after.amounts == ((0, 10), (0, 1))

    def test_who_leaves_does_not_step_in(self) -> None:
        made = plan([use("U1", 10)], [source("BANK")], [[10]])
        with pytest.raises(InvalidTerms) as caught:
            without(made, "BANK", on=ON, substitutes=[Substitute(source="BANK")])

        assert str(caught.value) == (
            "'BANK' falls away and is to step in: choose another substitute"
        )

    def test_unknown_sources_are_refused(self) -> None:
        made = plan([use("U1", 10)], [source("BANK")], [[10]])
        stranger = [Substitute(source="BANQUE")]
        for gone, stepping in (("BANQUE", NOBODY), ("BANK", stranger)):
            with pytest.raises(InvalidTerms) as caught:
                without(made, gone, on=ON, substitutes=stepping)
            assert str(caught.value) == "'BANQUE' is no source of the plan: it has BANK"

    def test_a_limit_is_an_amount_of_the_plan(self) -> None:
        made = plan([use("U1", 10)], [source("BANK"), source("OWN")], [[10, 0]])
        with pytest.raises(InvalidTerms) as caught:
            without(made, "BANK", on=ON, substitutes=[Substitute(source="OWN", most=Money(1, EUR))])

        assert str(caught.value) == "OWN adds at most 0.01 EUR: give 0 or more in XOF"


class TestDearer:
    @given(sound(), st.integers(1, 10**10), st.sampled_from(CutBack), st.data())
    def test_differences_add_up_to_that_of_the_cost(
        self, made: FundingPlan, cost: int, rule: CutBack, data: st.DataObject
    ) -> None:
        """Sources and what is open change together by what the cost changes, to the franc."""
        changed = data.draw(st.sampled_from(made.uses))
        named = data.draw(st.sampled_from(made.sources)).id
        rules = PlanRules(
            public_share_of_item=Rate.parse("50 %"),
            cut_back=rule,
            cut_back_funder=named if rule is CutBack.NAMED_FUNDER else "",
        )
        change = dearer(
            made, changed.id, xof(cost), rules, on=ON, substitutes=data.draw(stand_ins(made))
        )

        assert sum(each.difference.minor for each in change.changes) == cost - changed.cost.minor
        assert {each.use for each in change.changes} <= {changed.id}
        assert change.after.gaps[changed.id].minor >= 0

    def test_a_dearer_use_is_open_unless_somebody_steps_in(self) -> None:
        made = plan([use("U1", 10)], [source("BANK"), source("OWN")], [[6, 4]])

        assert dearer(made, "U1", xof(13), on=ON).open_gap == xof(3)
        assert dearer(
            made, "U1", xof(13), on=ON, substitutes=[Substitute(source="OWN")]
        ).after.amounts == ((6, 7),)

    @pytest.mark.parametrize(
        ("rule", "after"),
        [
            (CutBack.PRO_RATA, (30, 30)),
            (CutBack.LAST_IN_FIRST_OUT, (50, 10)),
            (CutBack.NAMED_FUNDER, (10, 50)),
        ],
    )
    def test_a_cheaper_use_is_cut_back_by_the_rule(
        self, rule: CutBack, after: tuple[int, ...]
    ) -> None:
        """From 100 to 60: 40 less of 50 and 50."""
        rules = PlanRules(
            cut_back=rule, cut_back_funder="BANK" if rule is CutBack.NAMED_FUNDER else ""
        )
        made = plan([use("U1", 100)], [source("BANK"), source("OWN")], [[50, 50]])

        assert dearer(made, "U1", xof(60), rules, on=ON).after.amounts == (after,)

    def test_public_money_is_cut_to_its_share_of_the_new_cost(self) -> None:
        """Last in first out takes 40 from OWN, so REGION would pay 50 of 60: 20 too much.

        OWN, which steps in, pays them.
        """
        rules = PlanRules(
            public_share_of_item=Rate.parse("50 %"),
            cut_back=CutBack.LAST_IN_FIRST_OUT,
            substitutes=("OWN",),
        )
        made = plan([use("U1", 100)], [source("REGION", public=True), source("OWN")], [[50, 50]])

        assert dearer(made, "U1", xof(60), rules, on=ON).after.amounts == ((30, 30),)

    def test_the_eligible_part_keeps_its_proportion(self) -> None:
        """80 of 100 become 48 of 60."""
        made = plan([use("U1", 100, eligible=xof(80), unit_price=xof(100))], [source("A")], [[100]])
        (changed,) = dearer(made, "U1", xof(60), on=ON).after.uses

        assert (changed.cost, changed.eligible, changed.unit_price) == (xof(60), xof(48), None)

    def test_a_cost_is_a_positive_amount_of_the_plan(self) -> None:
        made = plan([use("U1", 100)], [source("A")], [[100]])
        for cost, message in (
            (xof(0), "cost is 0 XOF: plan a positive amount"),
            (Money(5, EUR), "U1 has 0.05 EUR in a plan in XOF: convert it first"),
        ):
            with pytest.raises(InvalidTerms) as caught:
                dearer(made, "U1", cost, on=ON)
            assert str(caught.value) == message

    def test_an_unknown_use_is_told(self) -> None:
        with pytest.raises(MissingData) as caught:
            dearer(plan([use("U1", 100)], [source("A")], [[100]]), "U7", xof(5), on=ON)

        assert str(caught.value) == "the plan of E1 has no use 'U7': it has U1"
