"""A happening that nothing follows from is told, whatever its file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from investisens import project
from investisens.engine.scenario import Scenario
from investisens.folder import check_folder, read_fund
from investisens.folder.content import Content
from investisens.folder.cross_happenings import check_happenings
from investisens.folder.problems import Place
from investisens.instruments.loan import Loan
from investisens.instruments.registry import INSTRUMENTS, known_happenings, switch_of
from investisens.instruments.repayment import Repayment
from investisens.instruments.shareholder_account import ShareholderAccount
from investisens.portfolio.fund import Amendment, Position
from investisens.values.currency import XOF
from investisens.values.errors import InvalidTerms
from investisens.values.happenings import Happening, HappeningKind
from investisens.values.money import Money
from investisens.values.rates import Rate
from investisens.values.schedule import OnDates

Folder = Callable[..., Path]

START, LATER, LAST = date(2010, 6, 15), date(2012, 5, 15), date(2014, 6, 15)
TERMS: Any = {"principal": Money(1_000_000, XOF), "rate": Rate(0)}
ONCE = Repayment(dues=(OnDates((LAST,)),))


def told(path: Path) -> list[str]:
    return [str(each) for each in check_folder(path) if "happen" in str(each)]


def test_a_happening_that_the_terms_do_not_know_is_an_error(folder: Folder) -> None:
    """A loan has no notice, and shares are not converted."""
    rows = "contract,on,what\nL1,2012-06-30,notice\nQ1,2012-06-30,converted\n"

    assert told(folder({"happenings.csv": rows})) == [
        "happenings.csv: line 2, what: expected something that the terms say what follows from, "
        "found 'notice' of a loan: remove the row, or change the kind of the position",
        "happenings.csv: line 3, what: expected bought_back, found 'converted' of a "
        "ordinary_shares: remove the row, or change the kind of the position",
    ]


def test_a_figure_that_nothing_follows_from_is_an_error(folder: Folder) -> None:
    rows = "contract,on,what,number\nL1,2012-06-30,notice,3\n"

    (finding, *_) = told(folder({"happenings.csv": rows}))
    assert "number" in finding
    assert finding.endswith("nothing follows from it: leave it out")


def test_a_scenario_with_an_unknown_happening_is_an_error(folder: Folder) -> None:
    scenario = """\
[[scenarios]]
name = "hope"
happenings = [{ contract = "Q1", on = 2013-06-30, what = "succeeded" }]
"""
    path = folder({"scenarios.toml": scenario})

    assert [str(each) for each in check_folder(path)] == [
        "scenarios.toml: scenarios[0].happenings[0].what (hope): expected bought_back, found "
        "'succeeded' of a ordinary_shares: remove the row, or change the kind of the position"
    ]


def test_a_projection_refuses_a_happening_that_nothing_follows_from(folder: Folder) -> None:
    sound = read_fund(folder())
    hope = Happening(contract="Q1", on=date(2013, 6, 30), what=HappeningKind.SUCCEEDED)
    with pytest.raises(InvalidTerms) as caught:
        project(sound, scenario=Scenario(name="hope", happenings=(hope,)))
    assert str(caught.value) == (
        "scenario 'hope' lets Q1 be succeeded on 2013-06-30, from which nothing follows for a "
        "ordinary_shares: leave it out"
    )


def test_what_happened_before_an_amendment_may_be_known_to_the_former_terms_alone() -> None:
    account = ShareholderAccount(disbursed_on=START, repayment=ONCE, notice_days=30, **TERMS)
    loan = Loan(disbursed_on=LATER, repayment=ONCE, **TERMS)
    content = Content()
    content.add(
        Position,
        Place("positions.toml"),
        Position(id="A1", enterprise="E1", instrument=account),
    )
    content.add(
        Happening,
        Place("happenings.csv"),
        Happening(contract="A1", on=date(2012, 5, 1), what=HappeningKind.NOTICE),
    )
    check_happenings(content, LAST)
    assert content.findings == []

    content.add(
        Amendment,
        Place("amendments.toml"),
        Amendment(position="A1", on=LATER, capitalised=Money(0, XOF), instrument=loan),
    )
    check_happenings(content, LAST)
    assert content.findings == []


@pytest.mark.parametrize("kind", INSTRUMENTS)
def test_an_instrument_that_switches_names_what_it_knows(kind: str) -> None:
    terms: Any = INSTRUMENTS[kind]
    known = known_happenings(terms)

    assert bool(known) == (switch_of(terms) is not None)
    assert known < frozenset(HappeningKind)
