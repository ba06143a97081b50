"""The funding plan of one enterprise: uses × sources in whole units."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given

from investisens.funding.conversion import converted
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Allocation, SourceKind
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidFolder, InvalidTerms, MissingData
from investisens.values.fx import FxQuote, FxTable
from investisens.values.money import Money
from investisens.values.rates import Rate
from plans import drafts, plan, source, use, xof

PARITY = FxTable(
    [FxQuote(base=EUR, quote=XOF, rate="655.957", on=date(1999, 1, 1), source="fixed parity")]
)


def paid(use_id: str, source_id: str, amount: Money, enterprise: str = "E1") -> Allocation:
    return Allocation(enterprise=enterprise, use=use_id, source=source_id, amount=amount)


def test_a_plan_is_built_from_the_rows_of_its_enterprise() -> None:
    """Two rows of one cell add up; rows of others do not count."""
    made = FundingPlan.of(
        "E1",
        [use("U1", 10), use("U2", 5)],
        [source("A"), source("B")],
        [
            *(paid("U1", "A", xof(3)), paid("U1", "A", xof(4)), paid("U1", "B", xof(3))),
            *(paid("U2", "B", xof(4)), paid("U1", "A", xof(99), "E2")),
        ],
        XOF,
    )

    assert made.amounts == ((7, 3), (0, 4))
    assert made.by_source == {"A": xof(7), "B": xof(7)}
    assert made.by_use == {"U1": xof(10), "U2": xof(4)}
    assert made.gaps == {"U1": xof(0), "U2": xof(1)}
    assert (made.cost, made.total, made.gap) == (xof(15), xof(14), xof(1))
    assert made.amount("U2", "B") == xof(4)


def test_every_row_without_a_place_is_told_at_once() -> None:
    """Unknown names and mixed currencies; nothing is dropped."""
    with pytest.raises(InvalidFolder) as caught:
        FundingPlan.of(
            "E1",
            [use("U1", 10)],
            [source("A", ceiling=Money(5, EUR))],
            [paid("U9", "A", xof(3)), paid("U1", "Z", xof(3)), paid("U1", "A", Money(500, EUR))],
            XOF,
        )

    assert list(map(str, caught.value.findings)) == [
        "E1 U9 A: expected a use of the plan, found 'U9': add the use, or correct its name",
        "E1 U1 Z: expected a source of the plan, found 'Z': add the source, or correct its name",
        "E1 A: expected an amount in XOF, found 0.05 EUR: convert it at the rate of its day",
        "E1 U1 A: expected an amount in XOF, found 5.00 EUR: convert it at the rate of its day",
    ]


@given(drafts())
def test_1_totals_by_use_and_by_source_are_one_total(made: FundingPlan) -> None:
    """Invariant 1: grand totals agree; cost less sources is the gap, use by use."""
    nothing = xof(0)

    assert sum(made.by_source.values(), nothing) == made.total
    assert sum(made.by_use.values(), nothing) == made.total
    assert sum(made.gaps.values(), nothing) == made.gap == made.cost - made.total


@given(drafts())
def test_17_private_and_public_make_the_whole(made: FundingPlan) -> None:
    """Invariant 17: private + public = total, and the parts of a leverage are the plan's."""
    if not made.total:
        assert made.public_share == made.private_share == 0
        return
    leverage = made.leverage

    assert made.private_share + made.public_share == 1
    assert leverage.total == made.total
    assert Fraction(leverage.public.minor, made.total.minor) == made.public_share
    assert Fraction(leverage.fund.minor, made.total.minor) == made.fund_share
    assert Fraction(leverage.own.minor, made.total.minor) == made.own_share


@given(drafts())
def test_18_a_plan_converted_at_parity_keeps_its_shares_within_rounding(made: FundingPlan) -> None:
    """Invariant 18: each use is off by half a cent, each cell by less than a cent more."""
    assume(all(each.cost.minor >= 4 for each in made.uses))  # a cent or more
    after = converted(made, EUR, PARITY, on=date(2010, 5, 1))
    assume(after.total)
    moved = Fraction(3, 2) * len(made.uses) * len(made.sources) + Fraction(len(made.uses), 2)

    for before, now in (
        (made.public_share, after.public_share),
        (made.fund_share, after.fund_share),
        (made.own_share, after.own_share),
    ):
        assert abs(now - before) <= moved / after.total.minor


def test_a_balanced_plan_stays_balanced_in_another_currency() -> None:
    """10,000,001 francs at 655.957 are 15,244.904...: 15,244.90 EUR, half up."""
    uses = [use("U1", 10_000_001, eligible=xof(6_559_570), unit_price=xof(10_000_001))]
    made = plan(uses, [source("A", ceiling=xof(6_559_570)), source("B")], [[3_333_334, 6_666_667]])

    after = converted(made, EUR, PARITY, on=date(2010, 5, 1))

    assert after.cost == after.total == Money(15_244_90, EUR)
    assert after.uses[0].eligible == after.sources[0].ceiling == Money(10_000_00, EUR)
    assert after.uses[0].unit_price is None


class TestLeverage:
    """The parts of a leverage are read off the plan."""

    def test_the_ratios_of_the_printed_plan(self) -> None:
        """HYB-15 F: fund 4, other private 3, entrepreneur 1, public grants 5 (million XOF).

        → 3.25; 2.25; 1.6; 38.4615 %; 1.25.
        """
        sources = [
            source("FUND", own=True),
            source("BANK", kind=SourceKind.BANK),
            source("OWN", kind=SourceKind.OWN_CONTRIBUTION),
            source("REGION", public=True, kind=SourceKind.GRANT),
        ]
        row = [4_000_000, 3_000_000, 1_000_000, 5_000_000]
        made = plan([use("U1", 13_000_000)], sources, [row])

        assert [ratio.printed for ratio in made.leverage.ratios] == [
            *("3.25", "2.25", "1.6", "38.4615 %", "1.25")
        ]

    def test_public_money_that_is_no_grant_is_public_all_the_same(self) -> None:
        made = plan(
            [use("U1", 10)],
            [source("STATE", public=True, kind=SourceKind.LOAN), source("CITY", public=True)],
            [[6, 4]],
        )

        assert (made.leverage.grants, made.leverage.other_public) == (xof(0), xof(10))


class TestRefusals:
    def test_a_matrix_has_a_cell_for_each_use_and_source(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            plan([use("U1", 10)], [source("A"), source("B")], [[1]])

        assert str(caught.value) == (
            "amounts has rows of [1] for 1 uses and 2 sources: give each use an amount of each "
            "source"
        )

    def test_nobody_pays_less_than_nothing(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            plan([use("U1", 10)], [source("A")], [[-1]])

        assert str(caught.value) == "amounts holds a negative one: a source pays 0 or more"

    def test_a_plan_has_one_currency(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            plan([use("U1", 10)], [source("A", ceiling=Money(100, EUR))])

        assert str(caught.value) == "A has 1.00 EUR in a plan in XOF: convert it first"

    def test_a_name_that_is_not_known_is_told_with_those_that_are(self) -> None:
        made = plan([use("U1", 10)], [source("A"), source("B")])

        with pytest.raises(MissingData) as use_error:
            made.amount("U9", "A")
        with pytest.raises(MissingData) as source_error:
            made.amount("U1", "Z")

        assert str(use_error.value) == "the plan of E1 has no use 'U9': it has U1"
        assert str(source_error.value) == "the plan of E1 has no source 'Z': it has A, B"


class TestTerms:
    """What a use, a source and the rules of plans refuse."""

    def test_what_is_eligible_is_part_of_the_cost(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            use("U1", 10, eligible=xof(11))

        assert str(caught.value) == (
            "eligible is 11 XOF of a cost of 10 XOF: use an amount between 0 and the cost"
        )

    def test_vat_is_not_negative(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            use("U1", 10, vat=Rate.parse("-1 %"))

        assert str(caught.value) == "vat is -1 %: use a rate of 0 % or more"

    def test_a_rate_is_a_share(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            source("A", rate=Rate.parse("101 %"))

        assert str(caught.value) == "rate is 101 %: use a share between 0 % and 100 %"

    def test_a_ceiling_is_not_negative(self) -> None:
        with pytest.raises(InvalidTerms) as caught:
            source("A", ceiling=xof(-1))

        assert str(caught.value) == "ceiling is -1 XOF: use 0 or more"
