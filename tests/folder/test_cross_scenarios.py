"""A scenario is about days that are still to come, or the check says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens import project
from investisens.engine.scenario import Default, Delay, Scenario
from investisens.folder import check_folder, read_fund
from investisens.folder.content import Content
from investisens.folder.cross_scenarios import check_scenario_days
from investisens.folder.problems import Place
from investisens.values.errors import InvalidTerms, Severity

Folder = Callable[..., Path]

AS_OF = date(2012, 12, 31)
days = st.integers(-400, 400).map(lambda count: AS_OF + timedelta(days=count))


@given(st.lists(days, max_size=3), st.lists(days, max_size=3))
def test_days_up_to_as_of_are_told_and_no_others(defaults: list[date], delays: list[date]) -> None:
    scenario = Scenario(
        name="s",
        defaults=tuple(Default(contract=f"L{n}", on=on) for n, on in enumerate(defaults)),
        delays=tuple(Delay(contract=f"L{n}", since=on, days=9) for n, on in enumerate(delays)),
    )
    content = Content()
    content.add(Scenario, Place("scenarios.toml").key("scenarios").item(0), scenario)

    check_scenario_days(content, AS_OF)

    assert len(content.findings) == sum(day <= AS_OF for day in [*defaults, *delays])
    assert {each.severity for each in content.findings} <= {Severity.WARNING}


SCENARIO = """\
[[scenarios]]
name = "drought"
defaults = [{{ contract = "L1", on = {0} }}]
delays = [{{ contract = "L1", since = {0}, days = 90 }}]
"""


def test_a_scenario_of_the_past_is_a_warning(folder: Folder) -> None:
    path = folder({"scenarios.toml": SCENARIO.format(AS_OF)})

    assert [(str(each), each.severity) for each in check_folder(path)] == [
        (
            f"scenarios.toml: scenarios[0].{place} (drought): expected a day after as_of, found "
            "that 2012-12-31 is not after as_of 2012-12-31: give a later day, or ask as of an "
            "earlier day with --on",
            Severity.WARNING,
        )
        for place in ("defaults[0].on", "delays[0].since")
    ]


@pytest.mark.parametrize("day", [AS_OF, AS_OF + timedelta(days=1)])
def test_the_check_warns_of_what_a_projection_refuses(folder: Folder, day: date) -> None:
    path = folder({"scenarios.toml": SCENARIO.format(day)})
    fund = read_fund(path)

    warned = bool(check_folder(path))
    try:
        project(fund, scenario=fund.scenarios[0])
        refused = False
    except InvalidTerms:
        refused = True

    assert warned == refused == (day == AS_OF)


@pytest.mark.parametrize("contract", ["L1", "Q1"])
def test_a_default_before_there_is_anything_to_lose_is_an_error(
    folder: Folder, contract: str
) -> None:
    """Both start on 15 June 2010: no projection could run such a scenario."""
    scenario = SCENARIO.format("2010-06-15").replace("L1", contract)
    errors = [
        str(each)
        for each in check_folder(folder({"scenarios.toml": scenario}))
        if each.severity is Severity.ERROR
    ]

    assert errors == [
        "scenarios.toml: scenarios[0].defaults[0].on (drought): expected a day after 2010-06-15, "
        f"when '{contract}' starts, found 2010-06-15: give a later day"
    ]


def test_a_debt_is_not_written_off_on_the_day_it_is_paid_out(folder: Folder) -> None:
    path = folder({"events.csv": "on,position,event\n2010-06-15,L1,write_off\n"})

    assert [str(each) for each in check_folder(path)] == [
        "events.csv: line 2, on: expected a day after 2010-06-15, when 'L1' starts, found "
        "2010-06-15: what is written off was owed at the end of a day"
    ]
