"""All checks of a plan together, with what is known around it."""

from __future__ import annotations

from datetime import date

import attrs

from investisens.funding.agreements import GrantAgreement
from investisens.funding.commitments import Commitment
from investisens.funding.de_minimis import Aid
from investisens.funding.plan import PlanRules, SourceKind
from investisens.funding.plan_checks import check_plan, grants_as_aid
from investisens.values.currency import EUR, XOF
from investisens.values.errors import Severity
from investisens.values.fx import FxQuote, FxTable
from investisens.values.money import Money
from investisens.values.rates import Rate
from plans import ON, plan, source, use, xof

PARITY = FxTable(
    [FxQuote(base=EUR, quote=XOF, rate="655.957", on=date(1999, 1, 1), source="fixed parity")]
)
REGION = source("REGION", public=True, kind=SourceKind.GRANT)
GRANT = plan([use("U1", 131_191_400)], [REGION], [[131_191_400]])


def agreed(day: date) -> GrantAgreement:
    return GrantAgreement(source="REGION", agreed_on=day, ceiling=xof(10**9), advance=Rate(0))


class TestCumulation:
    """De minimis aids add up over three years, from the day the right to them arises.

    131,191,400 francs are 200,000 euros at the parity. The ceiling is 300,000 euros from 2024 on.
    """

    RULES = PlanRules(de_minimis=True)

    def test_a_grant_is_an_aid_of_the_day_of_its_agreement(self) -> None:
        first, later = agreed(date(2026, 1, 10)), agreed(date(2026, 9, 1))

        assert grants_as_aid(GRANT, [later, first], PARITY) == (
            Aid(
                measure="E1 REGION",
                granted_on=date(2026, 1, 10),
                equivalent=Money(200_000_00, EUR),
            ),
        )

    def test_aids_of_the_three_years_before_count(self) -> None:
        before = Aid(measure="loan", granted_on=date(2024, 5, 1), equivalent=Money(150_000_00, EUR))
        findings = {
            day: check_plan(
                GRANT, self.RULES, on=ON, agreements=[agreed(day)], aids=[before], fx=PARITY
            )
            for day in (date(2026, 1, 10), date(2027, 5, 1))
        }

        (found,) = findings[date(2026, 1, 10)]
        assert found.where == "E1 REGION of 2026-01-10"
        assert found.found == "350000.00 EUR since 2023-01-11"
        assert found.rule == (
            "aids add up over the years (fund.toml, plan_rules.de_minimis; eu.deminimis.ceiling)"
        )
        assert findings[date(2027, 5, 1)] == ()

    def test_without_a_rate_to_the_euro_nothing_can_be_added(self) -> None:
        (found,) = check_plan(GRANT, self.RULES, on=ON, agreements=[agreed(date(2026, 1, 10))])

        assert str(found) == (
            "E1: expected a ceiling and a rate to the euro on the day of each aid, found that no "
            "EUR/XOF rate on 2026-01-10: no quote of this pair is known, add one: give the rate "
            "under [[fx]], or leave de_minimis out"
        )

    def test_grants_are_no_aid_unless_the_rules_say_so(self) -> None:
        assert check_plan(GRANT, on=ON, agreements=[agreed(date(2026, 1, 10))]) == ()


class TestCurrency:
    def test_a_source_in_another_currency_has_a_rate(self) -> None:
        made = plan(
            [use("U1", 10)], [source("FR", currency=EUR), source("X", currency=EUR)], [[10, 0]]
        )
        (found,) = check_plan(made, on=ON)

        assert str(found) == (
            "E1 FR: expected a rate of EUR in XOF, found that no EUR/XOF rate on 2012-06-30: no "
            "quote of this pair is known, add one: give it under [[fx]], or let the source "
            "promise the plan's currency"
        )
        assert found.rule == "FR pays in EUR (fund.toml, sources.currency)"
        assert check_plan(made, on=ON, fx=PARITY) == ()


def test_two_agreements_of_one_source_are_a_warning() -> None:
    """The justification of grants refuses them; a source that does not pay is not judged."""
    made = plan([use("U1", 20)], [source("REGION"), source("CITY")], [[20, 0]])
    twice = [agreed(date(2012, 1, 10)), agreed(date(2012, 2, 10))]
    others = [attrs.evolve(each, source="CITY") for each in twice]
    (found,) = check_plan(made, on=ON, agreements=[*twice, *others])

    assert (str(found), found.severity) == (
        "REGION: expected one agreement of 'REGION', found 2 agreements: give each a source of "
        "its own, such as 'REGION_2'",
        Severity.WARNING,
    )
    assert found.rule == (
        "each agreement has a source of its own, so that its items and invoices are known "
        "(fund.toml, grants.source)"
    )


def test_all_kinds_of_checks_are_told_at_once() -> None:
    """Balance, ceiling of an agreement, promise, condition and currency."""
    sources = [
        source("REGION", public=True, conditions=("OWN",)),
        source("BANK", currency=EUR),
        source("OWN"),
    ]
    low = GrantAgreement(
        source="REGION", agreed_on=date(2010, 5, 1), ceiling=xof(5), advance=Rate(0)
    )
    made = plan([use("U1", 20)], sources, [[6, 13, 0]])

    findings = check_plan(
        made,
        on=ON,
        commitments=[Commitment(source="BANK", name="loan", amount=xof(12))],
        agreements=[low],
    )

    assert [each.where for each in findings] == [
        "E1 U1",
        "E1 REGION",
        "E1 BANK",
        "E1 REGION",
        "E1 BANK",
    ]
    assert all(each.rule for each in findings)
