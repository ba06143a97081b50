"""The funding plan as tables: the matrix, what changes, the calendar, the leverage."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

from golden import GOLDEN
from investisens.folder import read_fund
from investisens.funding.plan import SourceKind, UseKind
from investisens.funding.plan_calendar import plan_calendar
from investisens.funding.plan_checks import check_plan
from investisens.funding.substitution import Substitute
from investisens.funding.what_if import without
from investisens.portfolio.plans import funding_plans
from investisens.reports.plan_report import PlanPage, plan_report, plans_report
from investisens.reports.render import render, to_csv
from investisens.reports.tables import Column, Table, percent
from investisens.values.currency import XOF
from plans import ON, plan, source, use, xof

MADE = plan(
    [
        use("U1", 1_000, paid_on=date(2012, 7, 20)),
        use("U2", 200, UseKind.WORKING_CAPITAL),
    ],
    [
        source("OWN", kind=SourceKind.OWN_CONTRIBUTION),
        source("FUND", own=True, equipment_only=True),
        source("REGION", public=True, kind=SourceKind.GRANT, pays_on=date(2012, 9, 1)),
        source("IDLE"),
    ],
    [[0, 600, 400, 0], [150, 0, 0, 0]],
)
CHANGE = without(MADE, "FUND", on=ON, substitutes=[Substitute(source="OWN", most=xof(500))])


def page(**terms: Any) -> PlanPage:
    signed = PlanPage(
        plan=MADE, law_on=ON, calendar=plan_calendar(MADE), findings=check_plan(MADE, on=ON)
    )
    return attrs.evolve(signed, **terms)


def test_the_matrix_has_a_row_for_each_use_and_a_last_one_for_the_whole() -> None:
    """600 of 1,150 is 52.17 %, 400 is 34.78 %."""
    (table,) = plan_report(page(), ["plan"], whole=True).tables

    assert to_csv(table) == (
        "enterprise_id,use_id,label,kind,OWN,FUND,REGION,IDLE,total_sources,total_uses,gap,"
        "investisens_share_pct,public_share_pct\n"
        "E1,U1,U1,equipment,0,600,400,0,1000,1000,0,60.0,40.0\n"
        "E1,U2,U2,working_capital,150,0,0,0,150,200,50,0.0,0.0\n"
        "E1,ALL,,,150,600,400,0,1150,1200,50,52.2,34.8\n"
    )


def test_readers_see_no_source_that_pays_nothing() -> None:
    (table,) = plan_report(page(), ["plan"], whole=False).tables

    assert [column.name for column in table.header] == [
        *("use_id", "label", "OWN", "FUND", "REGION", "total_sources", "total_uses", "gap"),
        *("investisens_share_pct", "public_share_pct"),
    ]


def test_the_page_is_read_in_both_languages() -> None:
    report = plan_report(page(), ["plan", "findings"], whole=False)

    assert render(report, "text", "en") == (
        "Enterprise: E1\n"
        "Law as of: June 30, 2012\n"
        "Cost: XOF 1,200\n"
        "Sources: XOF 1,150\n"
        "Gap: XOF 50\n"
        "Fund's share: 52.2%\n"
        "Public share: 34.8%\n"
        "Private share: 65.2%\n"
        "Entrepreneur's share: 13.0%\n"
        "Errors: 1\n"
        "Warnings: 0\n"
        "\n"
        "Funding plan, in XOF\n"
        "                                                     Fund's  Public\n"
        "Use    Item  OWN  FUND  REGION  Sources   Cost  Gap   share   share\n"
        "───────────────────────────────────────────────────────────────────\n"
        "U1     U1      0   600     400    1,000  1,000    0   60.0%   40.0%\n"
        "U2     U2    150     0       0      150    200   50    0.0%    0.0%\n"
        "Total  –     150   600     400    1,150  1,200   50   52.2%   34.8%\n"
        "\n"
        "Findings\n"
        "error: E1 U2: expected sources of 200 XOF for E1 U2, found 150 XOF in the plan (50 XOF "
        "less): correct the cost, or the amounts of its sources\n"
        "    rule: each use is paid in full, and once, by its sources\n"
    )
    french = render(report, "text", "fr").splitlines()
    assert french[8] == "Part de l'entrepreneur : 13,0\u00a0%"
    assert french[-1] == "    règle : « each use is paid in full, and once, by its sources »"


def test_changes_add_up_use_by_use() -> None:
    """600 leave U1, OWN brings 500, 100 are open."""
    report = plan_report(page(change=CHANGE, plan=CHANGE.after), ["changes"], whole=True)

    assert to_csv(report.tables[0]) == (
        "use_id,source_id,before,after,difference\n"
        "U1,OWN,0,500,500\n"
        "U1,FUND,600,0,-600\n"
        "U1,OPEN,0,100,100\n"
    )
    assert report.facts.columns["open_gap"] == [150]


def test_the_calendar_tells_months_and_flows() -> None:
    """FUND pays U1 in July, when it is paid; REGION in September; U2 and OWN have no day."""
    months, flows = plan_report(page(), ["months", "flows"], whole=True).tables

    assert to_csv(months) == (
        "month,received,spent,balance,gap\n"
        "2012-07,600,1000,-400,400\n"
        "2012-08,0,0,-400,400\n"
        "2012-09,400,0,0,0\n"
    )
    assert to_csv(flows) == (
        "on,party,received,spent\n"
        "2012-07-20,FUND,600,0\n"
        "2012-07-20,U1,0,1000\n"
        "2012-09-01,REGION,400,0\n"
        ",OWN,150,0\n"
        ",U2,0,200\n"
    )


def test_each_ratio_of_leverage_has_its_definition() -> None:
    """1,150 / 600, 550 / 600, 750 / 400, 400 / 1,150, 400 / 600."""
    (table,) = plan_report(page(), ["leverage"], whole=True).tables

    assert table.columns == {
        "measure": [
            *("total_to_fund", "third_party_per_fund", "private_to_public", "public_share"),
            "grant_per_fund",
        ],
        "value": [1.91666667, 0.91666667, 1.875, 0.34782609, 0.66666667],
    }


def test_all_plans_as_csv_are_the_expected_file() -> None:
    """`sources_by_enterprise.csv` came with the case; the command writes it to the letter."""
    fund = read_fund("examples/collines")
    report = plans_report(funding_plans(fund), [], XOF, fund="Collines", whole=True)

    expected = (GOLDEN / "collines" / "sources_by_enterprise.csv").read_text(encoding="utf-8")
    assert to_csv(report.tables[0]) == expected


def test_a_fund_without_plans_has_a_total_of_nothing() -> None:
    report = plans_report([], [], XOF, fund="New", whole=True)

    assert report.tables[0].rows == (("ALL", 0, 0, Fraction(0), Fraction(0)),)


class TestShares:
    """A share is an exact part of a whole, told in per cent with one decimal, half up."""

    @pytest.mark.parametrize(
        ("share", "text"),
        [
            (Fraction(0), "0.0"),
            (Fraction(1, 2000), "0.1"),
            (Fraction(1, 2001), "0.0"),
            (Fraction(1, 3), "33.3"),
            (Fraction(1), "100.0"),
        ],
    )
    def test_it_is_rounded_half_up(self, share: Fraction, text: str) -> None:
        assert str(percent(share)) == text

    def test_it_is_a_number_in_json_and_a_decimal_in_csv(self) -> None:
        header = (Column(name="use", kind="text"), Column(name="part", kind="share"))
        table = Table(name="plan", header=header, rows=(("U1", Fraction(1, 5)), ("U2", None)))

        assert table.columns["part"] == [20.0, None]
        assert to_csv(table) == "use,part\nU1,20.0\nU2,\n"
