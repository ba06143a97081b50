"""The plans of the Collines fund, against the figures that came with the case."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

from funds import fund, loan, xof
from golden import rows_of
from investisens.folder import read_fund
from investisens.funding.matrix import FundingPlan
from investisens.funding.plan import Debt, SourceKind, UseKind
from investisens.instruments.grant import Grant, GrantTranche
from investisens.instruments.repayment import Tranche
from investisens.portfolio.fund import Fund, Position
from investisens.portfolio.plans import (
    calendar_of,
    check_funding_plan,
    check_funding_plans,
    commitments_of,
    funding_plan,
    funding_plans,
    plan_day,
)
from investisens.reports.tables import percent
from investisens.values.errors import MissingData, Severity
from investisens.values.rates import Rate
from plans import source

EXPECTED = rows_of("collines/sources_by_enterprise.csv")


@pytest.fixture(scope="module")
def collines() -> Fund:
    return read_fund("examples/collines")


@pytest.mark.parametrize("row", EXPECTED[:-1], ids=lambda row: row["enterprise_id"])
def test_totals_and_shares_of_each_enterprise_are_the_expected_ones(
    row: dict[str, str], collines: Fund
) -> None:
    """`sources_by_enterprise.csv`: every source to the franc, shares to the printed digit."""
    plan = funding_plan(collines, row["enterprise_id"])

    assert {name: str(amount.minor) for name, amount in plan.by_source.items()} == {
        name: row[name] for name in plan.by_source
    }
    assert str(plan.total.minor) == row["total_sources"]
    assert str(plan.cost.minor) == row["total_uses"]
    assert str(percent(plan.fund_share)) == row["investisens_share_pct"]
    assert str(percent(plan.public_share)) == row["public_share_pct"]


def test_the_programme_adds_up_to_the_last_row(collines: Fund) -> None:
    plans = funding_plans(collines)
    for name in plans[0].by_source:
        assert sum(plan.by_source[name].minor for plan in plans) == int(EXPECTED[-1][name])
    assert sum(plan.cost.minor for plan in plans) == int(EXPECTED[-1]["total_uses"])


class TestRulesOfTheCase:
    """The rules of the plan in the README of the case.

    For each use, sources equal cost; the fund and the Region pay equipment only; public money is at
    most half of any equipment item; the fund stays under half of the capital.
    """

    def test_sources_equal_cost_on_each_use(self, collines: Fund) -> None:
        assert not [gap for plan in funding_plans(collines) for gap in plan.gaps.values() if gap]

    def test_the_fund_and_the_region_pay_equipment_only(self, collines: Fund) -> None:
        for plan in funding_plans(collines):
            stock = [use.id for use in plan.uses if use.kind is UseKind.WORKING_CAPITAL]
            paid = [
                plan.amount(use, each.id)
                for use in stock
                for each in plan.sources
                if each.own or each.id == "REGION"
            ]
            assert stock and not any(paid)

    def test_public_money_is_at_most_half_of_any_equipment(self, collines: Fund) -> None:
        shares = [
            Fraction(sum(plan.amount(use.id, name).minor for name in ("REGION", "COMMUNE")))
            / use.cost.minor
            for plan in funding_plans(collines)
            for use in plan.uses
            if use.kind is UseKind.EQUIPMENT
        ]

        assert len(shares) == 27
        assert max(shares) == Fraction(1, 2)

    def test_the_fund_holds_less_than_half_of_each_capital(self, collines: Fund) -> None:
        holdings = [
            each.holding
            for plan in funding_plans(collines)
            for each in commitments_of(collines, plan.enterprise)
            if each.holding is not None
        ]

        assert len(holdings) == 8
        assert max(holdings) < Fraction(1, 2)

    def test_no_rule_is_broken_and_two_lives_end_before_their_debt(self, collines: Fund) -> None:
        """Both are of E7: batteries (4 years from 2011-01-20), lamps (3 years from 2011-02-01).

        L7 pays them; its last due is the 19th quarter from 2011-03-31 on.
        """
        findings = check_funding_plans(collines)

        assert [(each.where, each.severity, each.found) for each in findings] == [
            ("E7 U2 IS_CCA", Severity.WARNING, "a life that ends on 2015-01-20"),
            ("E7 U3 IS_CCA", Severity.WARNING, "a life that ends on 2014-02-01"),
        ]

    def test_every_franc_that_is_signed_is_used(self, collines: Fund) -> None:
        """The instruments and the third-party debts are what the plans count on."""
        for plan in funding_plans(collines):
            signed: dict[str, int] = {}
            for each in commitments_of(collines, plan.enterprise):
                signed[each.source] = signed.get(each.source, 0) + each.amount.minor
            assert {name: plan.by_source[name].minor for name in signed} == signed


def test_the_calendar_of_e1_by_hand(collines: Fund) -> None:
    """Five months, and U4 without a day.

    May: 70 % of the Region's 3,500,000. June: L1 and Q1. July: U1. August: U3 with what pays it.
    September: U2, the entrepreneur's 100,000 for it and the Region's balance.
    """
    calendar = calendar_of(collines, funding_plan(collines, "E1"))

    assert [
        (f"{each.first:%Y-%m}", each.received.minor, each.paid.minor, each.balance.minor)
        for each in calendar.months
    ] == [
        ("2010-05", 2_450_000, 0, 2_450_000),
        ("2010-06", 5_000_000, 0, 7_450_000),
        ("2010-07", 0, 5_400_000, 2_050_000),
        ("2010-08", 1_450_000, 1_450_000, 2_050_000),
        ("2010-09", 1_150_000, 3_200_000, 0),
    ]
    assert {each.party for each in calendar.undated} == {"ENTREPRENEUR", "MFI", "U4"}


def test_the_day_of_a_plan_is_that_of_its_first_contract(collines: Fund) -> None:
    """Agreements of sources that pay nothing do not count, and without any the records do."""
    lent = fund(
        positions=(
            Position(
                id="L1", enterprise="E1", instrument=loan(5, date(2012, 3, 1), date(2013, 3, 1))
            ),
        )
    )

    assert plan_day(collines, "E9") == date(2010, 5, 1)
    assert plan_day(attrs.evolve(collines, grants=()), "E1") == date(2010, 6, 15)
    assert plan_day(lent, "E1") == date(2012, 3, 1)
    assert plan_day(lent, "E2") == lent.terms.as_of


def test_an_enterprise_that_the_fund_does_not_know_is_told(collines: Fund) -> None:
    with pytest.raises(MissingData) as caught:
        funding_plan(collines, "E10")

    assert str(caught.value) == (
        "no enterprise is called 'E10': the fund has E1, E2, E3, E4, E5, E6, E7, E8, E9"
    )


class TestCommitments:
    def test_a_loan_in_tranches_pays_as_it_is_drawn(self) -> None:
        terms = attrs.evolve(
            loan(100, date(2012, 1, 1), date(2013, 1, 1), date(2014, 1, 1)),
            repayment=attrs.evolve(
                loan(100, date(2012, 1, 1), date(2013, 1, 1), date(2014, 1, 1)).repayment,
                draws=(Tranche(on=date(2012, 6, 1), amount=xof(40)),),
            ),
        )
        lent = fund(
            positions=(Position(id="L1", enterprise="E1", instrument=terms),),
            sources=(source("FUND", own=True, instrument="loan"),),
        )
        (found,) = commitments_of(lent, "E1")

        assert found.source == "FUND"
        assert found.payments == ((date(2012, 1, 1), xof(100)), (date(2012, 6, 1), xof(40)))
        assert (found.amount, found.last_due) == (xof(140), date(2014, 1, 1))

    def test_a_grant_of_the_fund_pays_by_its_tranches(self) -> None:
        given = Grant(tranches=(GrantTranche(on=date(2012, 1, 1), amount=xof(30)),))
        lent = fund(positions=(Position(id="G1", enterprise="E1", instrument=given),))
        (found,) = commitments_of(lent, "E1")

        assert (found.source, found.payments) == ("", ((date(2012, 1, 1), xof(30)),))
        assert found.last_due is None

    def test_a_debt_with_a_day_ends_after_its_term(self) -> None:
        debt = Debt(
            enterprise="E1",
            source="BANK",
            amount=xof(50),
            rate=Rate(0),
            term_months=18,
            grace_months=0,
            repayment="bullet",
            disbursed_on=date(2012, 1, 31),
        )
        (found,) = commitments_of(fund(debts=(debt,)), "E1")

        assert found.payments == ((date(2012, 1, 31), xof(50)),)
        assert found.last_due == date(2013, 7, 31)


def test_a_source_that_falls_away_takes_its_contracts_with_it(collines: Fund) -> None:
    """Without BANK its debt of 2,200,000 is not asked for."""
    made = funding_plan(collines, "E2")
    column = [each.id for each in made.sources].index("BANK")
    rows = [
        tuple(0 if at == column else cell for at, cell in enumerate(row)) for row in made.amounts
    ]
    without: FundingPlan = attrs.evolve(made, amounts=tuple(rows))

    left = [each.where for each in check_funding_plan(collines, without, leaving=["BANK"])]
    asked = [each.where for each in check_funding_plan(collines, without)]

    assert (left, asked) == (["E2 U4"], ["E2 U4", "E2 BANK"])


def test_sources_of_the_case_say_what_kind_of_money_they_bring(collines: Fund) -> None:
    kinds = {each.id: each.kind for each in collines.sources}

    assert kinds["REGION"] is kinds["COMMUNE"] is SourceKind.GRANT
    assert SourceKind.OTHER not in kinds.values()
