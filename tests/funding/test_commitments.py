"""What sources signed, held against the plan that counts on them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from investisens.funding.agreements import GrantAgreement
from investisens.funding.commitments import Commitment, ceiling_breaches, commitment_breaches
from investisens.funding.plan import UseKind
from investisens.values.currency import EUR
from investisens.values.errors import Severity
from investisens.values.money import Money
from investisens.values.rates import Rate
from plans import plan, source, use, xof

LOAN = Commitment(source="FUND", name="L1", amount=xof(100), last_due=date(2015, 9, 30))
MADE = plan([use("U1", 100)], [source("FUND"), source("OWN")], [[90, 10]])


def test_a_source_is_used_in_full() -> None:
    (breach,) = commitment_breaches(MADE, [LOAN])

    assert str(breach.finding()) == (
        "E1 FUND: expected 100 XOF, as L1 brings, found 90 XOF in the plan (10 XOF less): let it "
        "pay more uses, or sign less"
    )
    assert breach.severity is Severity.WARNING
    assert breach.rule == "each source is used in full, and for no more than it signed"


def test_a_plan_counts_on_no_more_than_was_signed() -> None:
    """Two contracts of one source add up."""
    two = [
        Commitment(source="FUND", name="L1", amount=xof(50)),
        Commitment(source="FUND", name="Q1", amount=xof(30)),
    ]
    (breach,) = commitment_breaches(MADE, two)

    assert str(breach.finding()) == (
        "E1 FUND: expected 80 XOF, as L1, Q1 brings, found 90 XOF in the plan (10 XOF more): find "
        "another source for the difference, or sign more"
    )
    assert breach.severity is Severity.ERROR


def test_a_contract_in_another_currency_is_not_compared() -> None:
    (breach,) = commitment_breaches(
        MADE, [Commitment(source="FUND", name="L1", amount=Money(90_00, EUR))]
    )

    assert str(breach.finding()) == (
        "E1 FUND: expected an amount in XOF, which is the plan's currency, found 90.00 EUR under "
        "L1: convert it at the rate of its day"
    )


def test_equipment_outlives_the_debt_that_pays_it() -> None:
    """Four years from 20 January 2011 end on 20 January 2015, before the last due."""
    battery = use("U1", 100, life_years=4, in_service=date(2011, 1, 20))
    (breach,) = commitment_breaches(plan([battery], [source("FUND")], [[100]]), [LOAN])

    assert str(breach.finding()) == (
        "E1 U1 FUND: expected a life up to the last due of L1 on 2015-09-30, found a life that "
        "ends on 2015-01-20: shorten the debt, or plan what replaces the equipment"
    )
    assert breach.severity is Severity.WARNING


def test_a_life_may_end_with_the_last_due_and_others_may_pay_for_less() -> None:
    """A debt judges the equipment it pays, and no stock."""
    uses = [
        use("U1", 60, life_years=4, in_service=date(2011, 9, 30)),
        use("U2", 10, life_years=1, in_service=date(2011, 9, 30)),
        use("U3", 40, UseKind.WORKING_CAPITAL, life_years=1, in_service=date(2011, 9, 30)),
    ]
    made = plan(uses, [source("FUND"), source("OWN")], [[60, 0], [0, 10], [40, 0]])

    assert [*commitment_breaches(made, [LOAN])] == []


def test_the_fund_stays_below_its_share_of_the_capital() -> None:
    shares = Commitment(source="", name="Q1", amount=xof(1), holding=Fraction(1, 2))
    (breach,) = commitment_breaches(MADE, [shares], Rate.parse("50 %"))

    assert str(breach.finding()) == (
        "E1: expected a holding below 50 %, found 1/2 of the capital: subscribe fewer shares, or "
        "correct other_shares"
    )
    assert breach.rule == (
        "the fund holds less than 50 % of the capital (fund.toml, plan_rules.holding_below)"
    )


def test_grants_stay_within_the_ceilings_of_their_agreements() -> None:
    """Two agreements of one source add up."""
    agreements = [
        GrantAgreement(
            source="REGION", agreed_on=date(2010, 5, 1), ceiling=xof(most), advance=Rate(0)
        )
        for most in (60, 40)
    ]
    (breach,) = ceiling_breaches({"REGION": xof(101), "CITY": xof(500)}, agreements)

    assert str(breach.finding()) == (
        "REGION: expected grants of at most 100 XOF from 'REGION', found 101 XOF in the plan: "
        "plan 1 XOF less, or amend the agreement"
    )
    assert breach.rule == "REGION grants at most 100 XOF in all plans (fund.toml, grants.ceiling)"
