"""Dues name a calendar of the folder, and a folder that is written keeps both."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.folder import check_folder, read_fund, write_fund
from investisens.folder.writer import fund_files
from investisens.instruments.buy_back import BuyBack
from investisens.instruments.loan import Loan
from investisens.instruments.ordinary_shares import OrdinaryShares
from investisens.instruments.participating_loan import ParticipatingLoan
from investisens.instruments.repayment import Amortisation, Repayment
from investisens.portfolio.fund import Fund, FundTerms, Position
from investisens.portfolio.parties import Enterprise
from investisens.values.currency import XOF
from investisens.values.dates import YearDay
from investisens.values.errors import InvalidFolder
from investisens.values.harvest import Harvest, HarvestCalendar, HarvestDue, SeasonMove
from investisens.values.money import Money
from investisens.values.rates import MBP, Rate
from investisens.values.recurring import Recurring
from investisens.values.schedule import ScheduleRule
from investisens.values.shares import ParPlus

Folder = Callable[[Mapping[str, str]], Path]

CALENDARS = """\
[[calendars]]
name = "maize"
crop = "Maize"
dues = [{ day = "30 June", weight = "60 %" }, { day = "30 November", weight = "40 %" }]

[[calendars.moves]]
day = 2012-06-30
to = 2012-07-31
decided_on = 2012-05-18
reason = "The rains came late"
"""

POSITIONS = """\
[[positions]]
id = "L1"
enterprise = "E1"
kind = "participating_loan"
principal = "1 000 000 XOF"
disbursed_on = 2010-06-15
rate = "5 %"

[positions.repayment]
dues = [{ harvest = "maize", first = 2011-06-30, count = 6 }]
amortisation = "seasonal"

[positions.participation]
share = "8 %"
first_year = 2011
last_year = 2013
paid_on = "30 June"

[[positions]]
id = "L2"
enterprise = "E1"
kind = "loan"
principal = "1 000 000 XOF"
disbursed_on = 2010-06-15
rate = "5 %"
repayment = { dues = [{ rule = "FREQ=MONTHLY;BYDAY=-1FR", first = 2011-01-28, count = 6 }] }
"""

ALONE = {"amendments.toml": "", "scenarios.toml": "", "events.csv": "on,position,event\n"}
"""What of the sound folder speaks of its own positions."""

AT = "positions.toml: positions[0].repayment.dues[0]"


@pytest.fixture
def told(folder: Folder) -> Callable[[str, str], list[str]]:
    """The findings of a folder with these calendars and positions."""

    def check(calendars: str, positions: str) -> list[str]:
        files = {**ALONE, "positions.toml": positions}
        if calendars:
            files["calendars.toml"] = calendars
        return [str(each) for each in check_folder(folder(files))]

    return check


@st.composite
def calendars(draw: st.DrawFn, name: str) -> HarvestCalendar:
    """Two dues a year, in the first and the second half, the first one moved or not."""
    share = draw(st.integers(0, MBP))
    first = draw(st.dates(date(2011, 1, 1), date(2011, 5, 31)))
    second = draw(st.dates(date(2011, 9, 1), date(2011, 12, 31)))
    later = draw(st.dates(date(2011, 6, 1), date(2011, 8, 31)))
    reason = draw(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
    moves = (SeasonMove(day=first, to=later, decided_on=first, reason=reason),)
    return HarvestCalendar(
        name=name,
        crop=reason,
        dues=(
            HarvestDue(YearDay(first.month, first.day), Rate(share)),
            HarvestDue(YearDay(second.month, second.day), Rate(MBP - share)),
        ),
        moves=draw(st.sampled_from([(), moves])),
    )


def fund_of(*rules: ScheduleRule, calendars: tuple[HarvestCalendar, ...]) -> Fund:
    """A fund of one loan for each rule."""
    return Fund(
        terms=FundTerms(
            name="Fund", currency=XOF, share_price=Money(1, XOF), as_of=date(2010, 12, 31)
        ),
        calendars=calendars,
        enterprises=(Enterprise(id="E1", name="Miel"),),
        positions=tuple(
            Position(
                id=f"L{number}",
                enterprise="E1",
                instrument=Loan(
                    principal=Money(10**6, XOF),
                    disbursed_on=date(2010, 1, 1),
                    rate=Rate.parse("5 %"),
                    repayment=Repayment(dues=(rule,)),
                ),
            )
            for number, rule in enumerate(rules)
        ),
    )


@given(calendars("maize"), calendars("coton, « blanc »"), st.integers(1, 9))
def test_a_fund_with_calendars_reads_back_the_same(
    maize: HarvestCalendar, cotton: HarvestCalendar, count: int
) -> None:
    """The file of positions holds the name; the calendar stands once, in its own file."""
    first, second = (
        Harvest(calendar=each, first=each.dues[0].day.in_year(2011), count=count)
        for each in (maize, cotton)
    )
    monthly = Recurring(rule="FREQ=MONTHLY;BYMONTHDAY=-1", first=date(2011, 6, 30), count=count)
    fund = fund_of(first, second, monthly, calendars=(maize, cotton))
    with TemporaryDirectory() as name:
        write_fund(fund, f"{name}/fund")

        assert read_fund(f"{name}/fund") == fund
    dues = tomllib.loads(fund_files(fund)["positions.toml"])["positions"][1]["repayment"]["dues"]
    assert dues == [{"harvest": cotton.name, "first": second.first, "count": count}]


def test_a_calendar_is_read_with_its_moves(folder: Folder) -> None:
    files = {**ALONE, "calendars.toml": CALENDARS, "positions.toml": POSITIONS}
    fund = read_fund(folder(files))
    seasonal, monthly = (position.instrument for position in fund.positions)

    assert isinstance(monthly, Loan)
    assert [str(due.weight) for due in fund.calendars[0].dues] == ["60 %", "40 %"]
    assert seasonal.legs()[0].plan.steps[-1].on == date(2013, 11, 30)  # type: ignore[union-attr]
    assert fund.calendars[0].due(2012)[0] == date(2012, 7, 31)
    assert monthly.repayment.due_dates[1] == date(2011, 2, 25)


def test_amendments_may_follow_a_calendar_too(folder: Folder) -> None:
    new_terms = """\
[[amendments]]
position = "L2"
on = 2011-03-01
capitalised = "0 XOF"
kind = "loan"
principal = "1 000 000 XOF"
disbursed_on = 2011-03-01
rate = "4 %"
repayment = { dues = [{ harvest = "maize", first = 2011-06-30, count = 2 }] }
"""
    files = {
        **ALONE,
        **{"calendars.toml": CALENDARS, "positions.toml": POSITIONS, "amendments.toml": new_terms},
    }

    instrument = read_fund(folder(files)).amendments[0].instrument

    assert isinstance(instrument, Loan)
    assert instrument.repayment.due_dates == (date(2011, 6, 30), date(2011, 11, 30))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            *('"maize"', '"maise"'),
            f"{AT}.harvest (L1): expected a calendar of calendars.toml, found 'maise': did you "
            "mean 'maize'?",
        ),
        (
            *('"maize"', '"zz"'),
            f"{AT}.harvest (L1): expected a calendar of calendars.toml, found 'zz': add it to "
            "calendars.toml",
        ),
        (
            *("first = 2011-06-30", "first = 2011-06-29"),
            f"{AT}.first (L1): expected valid terms, found that first 2011-06-29 is no due of "
            "maize (30 June, 30 November): start on 2011-06-30, the nearest of them",
        ),
        (
            *("count = 6", "cont = 6"),
            f"{AT}.cont (L1): expected a known key, found 'cont': did you mean 'count'?",
        ),
        (
            *("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;COUNT=6"),
            "positions.toml: positions[1].repayment.dues[0].rule (L2): expected valid terms, found "
            "that rule is 'FREQ=MONTHLY;COUNT=6', COUNT is given: leave it out, count stands "
            "beside it",
        ),
    ],
)
def test_a_fault_of_a_rule_is_told_in_full(
    told: Callable[[str, str], list[str]], old: str, new: str, message: str
) -> None:
    assert old in POSITIONS

    assert told(CALENDARS, POSITIONS.replace(old, new, 1)) == [message]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            *('"40 %"', '"30 %"'),
            "calendars.toml: calendars[0].dues (maize): expected valid terms, found that the "
            "weights of dues are 60 % + 30 % = 90 %: make them add up to 100 %",
        ),
        (
            *("day = 2012-06-30", "day = 2012-06-15"),
            "calendars.toml: calendars[0].moves[0].day (maize): expected valid terms, found that "
            "moves[0].day 2012-06-15 is no due of maize: move a due of the calendar, the nearest "
            "is 2012-06-30",
        ),
        (
            *("decided_on = 2012-05-18", "decided_on = 2012-07-18"),
            "calendars.toml: calendars[0].moves[0].decided_on (maize): expected valid terms, found "
            "that decided_on 2012-07-18 is after 2012-06-30: a due that has passed is not moved, "
            "amend the contracts instead",
        ),
        (
            *('crop = "Maize"', 'krop = "Maize"'),
            "calendars.toml: calendars[0].krop (maize): expected a known key, found 'krop': did "
            "you mean 'crop'?",
        ),
        (
            *('name = "maize"', 'name = "maize "'),
            "calendars.toml: calendars[0].name (maize): expected a short name, found 'maize ': "
            "remove the spaces around it",
        ),
    ],
)
def test_a_fault_of_a_calendar_is_told_once_and_not_by_those_who_follow_it(
    told: Callable[[str, str], list[str]], old: str, new: str, message: str
) -> None:
    assert old in CALENDARS
    name = "maize " if "maize " in new else "maize"
    positions = POSITIONS.replace('harvest = "maize"', f'harvest = "{name}"')

    assert told(CALENDARS.replace(old, new, 1), positions) == [message]


def test_a_file_that_cannot_be_read_is_told_alone(
    told: Callable[[str, str], list[str]],
) -> None:
    (message,) = told("[[calendars]", POSITIONS)

    assert message.startswith("calendars.toml: expected the syntax of TOML, found a mistake (")


def test_an_unknown_calendar_is_told_once_however_many_follow_it(
    told: Callable[[str, str], list[str]],
) -> None:
    """No file of calendars at all: the first place tells it."""
    first, second = POSITIONS.split("\n[[positions]]\n")
    again = second.replace(
        'rule = "FREQ=MONTHLY;BYDAY=-1FR", first = 2011-01-28',
        'harvest = "maize", first = 2011-06-30',
    )

    assert told("", f"{first}\n[[positions]]\n{again}") == [
        f"{AT}.harvest (L1): expected a calendar of calendars.toml, found 'maize': add it to "
        "calendars.toml"
    ]


def test_two_calendars_of_one_name_are_refused(told: Callable[[str, str], list[str]]) -> None:
    assert told(f"{CALENDARS}\n{CALENDARS}", POSITIONS) == [
        "calendars.toml: calendars[1].name (maize): expected a name not given yet, found 'maize' "
        "at calendars[0] too: rename or remove one of the two"
    ]


def test_a_calendar_that_the_fund_does_not_hold_is_not_written(tmp_path: Path) -> None:
    """Its name alone would be written, and the fund would not read back."""
    maize = HarvestCalendar(
        name="maize", crop="Maize", dues=(HarvestDue(YearDay(6, 30), Rate.parse("100 %")),)
    )
    rule = Harvest(calendar=maize, first=date(2011, 6, 30), count=1)
    for held in ((), (attrs.evolve(maize, crop="Yams"),)):
        with pytest.raises(InvalidFolder) as caught:
            write_fund(fund_of(rule, calendars=held), tmp_path / "fund")

        (finding,) = caught.value.findings
        assert str(finding) == (
            f"{tmp_path / 'fund'}: expected dues that follow calendars of the fund, found another "
            "calendar called 'maize': add it to the calendars of the fund, each name once"
        )
    assert not (tmp_path / "fund").exists()


def test_days_on_which_shares_leave_follow_calendars_of_the_fund_too(tmp_path: Path) -> None:
    maize = HarvestCalendar(
        name="maize", crop="Maize", dues=(HarvestDue(YearDay(6, 30), Rate.parse("100 %")),)
    )
    rule = Harvest(calendar=maize, first=date(2015, 6, 30), count=3)
    line = OrdinaryShares(
        shares=9,
        price=Money(10_000, XOF),
        subscribed_on=date(2010, 6, 15),
        buy_back=BuyBack(price=ParPlus(rate=Rate.parse("4 %")), days=(rule,)),
    )
    base = fund_of(rule, calendars=(maize,))
    held = attrs.evolve(base, positions=(attrs.evolve(base.positions[0], instrument=line),))
    write_fund(held, tmp_path / "fund")

    assert read_fund(tmp_path / "fund").positions == held.positions
    with pytest.raises(InvalidFolder, match="calendars of the fund"):
        write_fund(attrs.evolve(held, calendars=()), tmp_path / "other")


def test_the_terms_read_are_those_written_in_python(folder: Folder) -> None:
    files = {**ALONE, "calendars.toml": CALENDARS, "positions.toml": POSITIONS}
    fund = read_fund(folder(files))
    rule = Harvest(calendar=fund.calendars[0], first=date(2011, 6, 30), count=6)

    instrument = fund.positions[0].instrument

    assert isinstance(instrument, ParticipatingLoan)
    assert instrument.repayment == Repayment(dues=(rule,), amortisation=Amortisation.SEASONAL)
