"""A guarantee covers what may be lost, a pledge equipment that the plan holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from investisens.folder import check_folder, read_fund
from investisens.portfolio.projection import project
from investisens.values.errors import Severity

Folder = Callable[..., Path]

GUARANTEES = """
[[positions]]
id = "G1"
enterprise = "E1"
kind = "guarantee"
covered_share = "50 %"
ceiling = "500 000 XOF"
covers = ["L1", "Q1"]
start = 2010-06-15
end = 2015-12-31
fee = { rate = "1 %", paid_on = "31 December" }

[[positions]]
id = "G2"
enterprise = "E2"
kind = "guarantee"
given = true
covered_share = "50 %"
ceiling = "800 000 XOF"
start = 2012-01-01
end = 2015-12-31
exposure = [{ since = 2012-01-01, amount = "1 600 000 XOF" }]

[[positions]]
id = "C1"
enterprise = "E2"
kind = "counter_guarantee"
covers = ["G2"]
covered_share = "80 %"
ceiling = "400 000 XOF"
start = 2012-01-01
end = 2015-12-31

[[positions]]
id = "P1"
enterprise = "E1"
kind = "equipment_pledge"
covers = ["L1"]
item = "U1"
value = "900 000 XOF"
start = 2010-06-15
end = 2015-12-31
life_months = 120

[[positions]]
id = "S1"
enterprise = "E2"
kind = "grant"
tranches = [
  { on = 2013-01-31, amount = "100 000 XOF" },
  { on = 2013-06-30, amount = "100 000 XOF", condition = "invoices" },
]

[[positions]]
id = "T1"
enterprise = "E1"
kind = "portfolio_guarantee"
covers = ["L1", "Q1"]
start = 2010-06-15
end = 2015-12-31
tranches = [{ covered_share = "80 %", cap = "200 000 XOF", beyond = "300 000 XOF" }]
"""


Written = Callable[..., Path]


@pytest.fixture
def written(folder: Folder) -> Written:
    """Writes the sound folder with these guarantees, some of its files replaced."""

    def write(guarantees: str = GUARANTEES, **files: None) -> Path:
        path = folder({f"{name}.csv": None for name in files})
        positions = path / "positions.toml"
        text = positions.read_text(encoding="utf-8") + guarantees
        positions.write_text(text, encoding="utf-8")
        return path

    return write


def test_sound_guarantees_give_no_finding_and_are_projected(written: Written) -> None:
    path = written()

    assert check_folder(path) == ()
    lines = project(read_fund(path)).by_year()
    assert {line.label: line.amounts["grant"] for line in lines}["2013"] == -100_000


def cover(name: str, share: str, start: str, end: str) -> str:
    """One more counter-guarantee of G2."""
    return (
        f'\n[[positions]]\nid = "{name}"\nenterprise = "E2"\nkind = "counter_guarantee"\n'
        f'covers = ["G2"]\ncovered_share = "{share}"\nceiling = "1 XOF"\n'
        f"start = {start}\nend = {end}\n"
    )


@pytest.mark.parametrize(
    ("covers", "told"),
    [
        ([("20 %", "2012-01-01", "2015-12-31")], None),
        ([("30 %", "2016-01-01", "2016-12-31")], None),
        ([("20.1 %", "2013-01-01", "2015-12-31")], "100.1 % from 2013-01-01, in 2 of them"),
        (
            [("20 %", "2012-01-01", "2013-12-31"), ("1 %", "2013-12-31", "2015-12-31")],
            "101 % from 2013-12-31, in 3 of them",
        ),
    ],
    ids=["the whole", "one after the other", "beyond the whole", "on one day alone"],
)
def test_covers_that_pay_more_than_a_loss_together_are_a_warning(
    written: Written, covers: list[tuple[str, str, str]], told: str | None
) -> None:
    """C1 covers 80 % of G2 from 2012 to 2015."""
    more = [cover(f"C{at}", *each) for at, each in enumerate(covers, start=2)]
    found = check_folder(written(GUARANTEES + "".join(more)))
    last = 7 + len(covers)

    if told is None:
        assert found == ()
        return
    (finding,) = found
    assert finding.severity is Severity.WARNING
    assert finding.rule.startswith("guarantee.cover_max on ")
    assert str(finding) == (
        f"positions.toml: positions[{last}].covers[0] (C{len(covers) + 1}): expected covers of at "
        f"most 100 % of 'G2' together, found {told}: lower a covered_share, or cover something "
        "else with one of them"
    )


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            *('item = "U1"', 'item = "U9"'),
            "positions.toml: positions[5].item (P1): expected a use of 'E1' in uses.csv, found "
            "'U9': add it to uses.csv",
        ),
        (
            *('item = "U1"', 'item = "U2"'),
            "positions.toml: positions[5].item (P1): expected equipment of 'E1' in uses.csv, found "
            "'U2', which is working capital: pledge a use of the kind 'equipment'",
        ),
        (
            *('covers = ["L1"]\nitem', 'covers = ["Q1"]\nitem'),
            "positions.toml: positions[5].covers[0] (P1): expected a debt, found 'Q1', of kind "
            "'ordinary_shares': a pledge secures what is owed: name a debt",
        ),
        (
            *('covers = ["G2"]', 'covers = ["G1"]'),
            "positions.toml: positions[4].covers[0] (C1): expected a guarantee that the fund has "
            "given, found 'G1', of kind 'guarantee': name one with given = true, or write a "
            "guarantee",
        ),
        (
            *(
                'covers = ["L1", "Q1"]\nstart = 2010-06-15\nend = 2015-12-31\nfee',
                'covers = ["L1", "G2"]\nstart = 2010-06-15\nend = 2015-12-31\nfee',
            ),
            "positions.toml: positions[2].covers[1] (G1): expected a debt or shares, found 'G2', "
            "of kind 'guarantee': name what may be lost, or write a counter_guarantee",
        ),
        (
            *('covers = ["G2"]', 'covers = ["L9"]'),
            "positions.toml: positions[4].covers[0] (C1): expected a position of positions.toml, "
            "found 'L9': add it to positions.toml",
        ),
        (
            *('"400 000 XOF"', '"400 EUR"'),
            "positions.toml: positions[4] (C1): expected amounts in XOF, found EUR: write the "
            "terms in the fund's currency",
        ),
        (
            *('covered_share = "80 %"\nceiling', 'covered_share = "130 %"\nceiling'),
            "positions.toml: positions[4].covered_share (C1): expected valid terms, found that "
            "covered_share is 130 %: a guarantee covers at most 100 % of what is owed "
            "(guarantee.cover_max on 2012-01-01: OHADA uniform act on security interests of 17 "
            "April 1997, articles 7 and 15: a surety is not held to more than the debtor; same "
            "rule in French law, Code civil, article 2296; verified secondary): use 100 % or less",
        ),
    ],
)
def test_a_fault_gives_its_finding(written: Written, old: str, new: str, finding: str) -> None:
    assert GUARANTEES.count(old) == 1, f"{old!r} must stand once"

    assert messages(written(GUARANTEES.replace(old, new))) == [finding]


def messages(path: Path) -> list[str]:
    return [str(each) for each in check_folder(path)]


def test_a_pledge_asks_for_the_file_of_the_plan(written: Written) -> None:
    """Where no plan is there at all, its file is missing and so is the use."""
    assert messages(written(uses=None, allocations=None, invoices=None)) == [
        "uses.csv: expected the uses that other files name, found no file: restore it, or write it "
        "anew",
        "positions.toml: positions[5].item (P1): expected a use of 'E1' in uses.csv, found 'U1': "
        "add it to uses.csv",
    ]
