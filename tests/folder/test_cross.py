"""One fault in a sound folder gives its finding, in full, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from investisens.folder import check_folder
from investisens.values.errors import Severity

Folder = Callable[..., Path]
Spoilt = Callable[[str, str, str], list[str]]

NAMES = [
    (
        *("positions.toml", 'enterprise = "E1"\nkind = "o', 'enterprise = "e2 "\nkind = "o'),
        "positions.toml: positions[1].enterprise (Q1): expected an enterprise of enterprises.csv, "
        "found 'e2 ': did you mean 'E2'?",
    ),
    (
        *("fund.toml", 'source = "REGION"', 'source = "REGON"'),
        "fund.toml: grants[0].source: expected a source of fund.toml, found 'REGON': "
        "did you mean 'REGION'?",
    ),
    (
        *("scenarios.toml", '"L1"', '"LOAN"'),
        "scenarios.toml: scenarios[0].defaults[0].contract (failure): expected a position of "
        "positions.toml, found 'LOAN': add it to positions.toml",
    ),
    (
        *("scenarios.toml", '"failure"', '"base"'),
        "scenarios.toml: scenarios[0].name (base): expected a name of its own, found 'base', which "
        "stands for the contracts as signed: rename it",
    ),
    (
        *("amendments.toml", 'position = "L1"', 'position = "l1"'),
        "amendments.toml: amendments[0].position (l1): expected a position of positions.toml, "
        "found 'l1': did you mean 'L1'?",
    ),
    (
        *("calls.csv", "BJ01", "BJ1"),
        "calls.csv: line 3, investor: expected an investor of investors.csv, found 'BJ1': "
        "did you mean 'BJ01'?",
    ),
    (
        *("calls.csv", "1000000,,", "500000,,\nC1,2010-05-15,BJ01,500000,,"),
        "calls.csv: line 4, investor: expected one row for 'C1', 'BJ01', found another at "
        "line 3: rename or remove one of the two",
    ),
    (
        *("debts.csv", "REGION", "BANK"),
        "debts.csv: line 2, source: expected a source of fund.toml, found 'BANK': "
        "add it to fund.toml",
    ),
    (
        *("invoices.csv", "U1", "U9"),
        "invoices.csv: line 2, use: expected a use of 'E1' in uses.csv, found 'U9': "
        "add it to uses.csv",
    ),
    (
        *("allocations.csv", "E1,U2,", "E1,USE2,"),
        "allocations.csv: line 4, use: expected a use of 'E1' in uses.csv, found 'USE2': "
        "did you mean 'U2'?",
    ),
    (
        *("overlaps.csv", "E1,E2", "E1,E1"),
        "overlaps.csv: line 2, second: expected another enterprise than the first, found 'E1': "
        "name the other one",
    ),
    (
        *("overlaps.csv", "2012,E1,E2,3", "2012,E1,E2,3\n2012,E2,E1,4"),
        "overlaps.csv: line 3, second: expected one row for two enterprises and a year, found "
        "another at line 2: keep one of them",
    ),
    (
        *("investors.csv", "1000000,100", "1000000,100\nL1,BJ,1,1"),
        "investors.csv: line 4, id: expected a name that no position has, found 'L1': "
        "rename one of the two",
    ),
    (
        *("facts.csv", "sectors", ""),
        "facts.csv: line 2, fact: expected a value, found an empty cell: fill it in",
    ),
]

CONTRACTS = [
    (
        *("positions.toml", '"1 000 000 XOF"', '"1 000 EUR"'),
        "positions.toml: positions[0].principal (L1): expected an amount in XOF, found 1000.00 "
        "EUR: write the terms in the fund's currency",
    ),
    (
        *("payments.csv", "L1", "Q1"),
        "payments.csv: line 2, position: expected a debt, found 'Q1', which are shares: "
        "record what shares bring in events.csv",
    ),
    (
        *("payments.csv", "2010-12-31", "2010-06-14"),
        "payments.csv: line 2, received_on: expected a day from 2010-06-15 on, when 'L1' was "
        "disbursed, found 2010-06-14: correct one of the two days",
    ),
    (
        *("payments.csv", "27260", "41.56 EUR"),
        "payments.csv: line 2, amount: expected an amount in XOF, found 41.56 EUR: "
        "convert it at the rate of its day",
    ),
    (
        *("events.csv", "10,11000", "10,11000\n2012-07-31,Q1,sale,31,9000"),
        "events.csv: line 3, shares: expected a valid row, found that sale on 2012-07-31 "
        "concerns 31 shares but 30 are held: check the number of shares",
    ),
    (
        *("events.csv", "2012-06-30", "2010-06-14"),
        "events.csv: line 2, on: expected a valid row, found that buy_back on 2010-06-14 is "
        "before 2010-06-15: give the events in the order of their days, none before the shares "
        "are bought",
    ),
    (
        *("events.csv", "buy_back,10,11000", "write_off,,"),
        "events.csv: line 2, shares: expected shares, found an empty cell: "
        "say how many shares, and the price or value of each",
    ),
    (
        *("events.csv", "buy_back,10,11000", "write_off,10,11000"),
        "events.csv: line 2, per_share: expected a valid row, found that per_share of a "
        "write-off is 11000 XOF: use zero, or record a sale",
    ),
    (
        *("events.csv", "buy_back,10,11000", "revaluation,10,10001"),
        "events.csv: line 2, per_share: expected at most 10000 XOF, the cost of a share, found "
        "10001 XOF: a value is kept at cost or below; record a higher price when shares are sold",
    ),
    (
        *("events.csv", "Q1,buy_back,10,11000", "L1,buy_back,10,11000"),
        "events.csv: line 2, event: expected a write-off of a debt, found 'buy_back' of 10 "
        "shares: name a position of shares, or leave shares and per_share empty",
    ),
    (
        *("events.csv", "2012-06-30,Q1,buy_back,10,11000", "2010-06-14,L1,write_off,,"),
        "events.csv: line 2, on: expected a day after 2010-06-15, when 'L1' starts, found "
        "2010-06-14: what is written off was owed at the end of a day",
    ),
    (
        *("events.csv", "Q1,buy_back,10,11000", "L1,write_off,,\n2012-07-01,L1,write_off,,"),
        "events.csv: line 3, event: expected one write-off, found another at line 2: "
        "keep one of them",
    ),
    (
        *("amendments.toml", 'position = "L1"', 'position = "Q1"'),
        "amendments.toml: amendments[0].position (Q1): expected a debt, found 'Q1', which are "
        "shares: only debts are amended",
    ),
    (
        *("amendments.toml", "on = 2012-05-15\ncap", "on = 2010-06-15\ncap"),
        "amendments.toml: amendments[0].on (L1): expected a day after 2010-06-15, when the terms "
        "before it start, found 2010-06-15: give the amendments of a debt in the order of "
        "their days",
    ),
    (
        *("amendments.toml", "disbursed_on = 2012-05-15", "disbursed_on = 2012-05-16"),
        "amendments.toml: amendments[0].disbursed_on (L1): expected 2012-05-15, the day of the "
        "amendment, found 2012-05-16: write the same day, from which interest of the new terms "
        "runs",
    ),
    (
        *("amendments.toml", '"68 630 XOF"', '"-1 XOF"'),
        "amendments.toml: amendments[0].capitalised (L1): expected an amount of 0 or more, found "
        "-1 XOF: write what is capitalised",
    ),
    (
        *("amendments.toml", '"68 630 XOF"', '"1 068 631 XOF"'),
        "amendments.toml: amendments[0].capitalised (L1): expected at most 1068630 XOF, the new "
        "principal, found 1068631 XOF: what is capitalised is part of the new principal",
    ),
    (
        *("amendments.toml", '"1 068 630 XOF"', '"0 XOF"'),
        "amendments.toml: amendments[0].principal (L1): expected valid terms, found that principal "
        "is 0 XOF: lend a positive amount",
    ),
    (
        *("amendments.toml", '"1 068 630 XOF"', '"9 050 EUR"'),
        "amendments.toml: amendments[0].principal (L1): expected an amount in XOF, found 9050.00 "
        "EUR: write the terms in the fund's currency",
    ),
    (
        *("calls.csv", "1310000", "1310001"),
        "calls.csv: line 2, amount: expected at most 1310000 XOF called of 'FR01' in all, found "
        "1310001 XOF with this call: correct the call, or the shares in investors.csv",
    ),
    (
        *("fund.toml", '"10 000 XOF"', '"10 000 EUR"'),
        "fund.toml: fund.share_price: expected an amount in XOF, found 10000.00 EUR: "
        "write it in XOF",
    ),
]

PLAN = [
    (
        *("uses.csv", "1000000,10", "1000001,10"),
        "uses.csv: line 2, cost: expected sources of 1000001 XOF for E1 U1, found 1000000 XOF "
        "in allocations.csv (1 XOF less): correct the cost, or the amounts of its sources",
    ),
    (
        *("allocations.csv", "700000", "700300"),
        "uses.csv: line 2, cost: expected sources of 1000000 XOF for E1 U1, found 1000300 XOF "
        "in allocations.csv (300 XOF more): correct the cost, or the amounts of its sources",
    ),
    (
        *("allocations.csv", "E1,U2,REGION", "E1,U2,FUND"),
        "allocations.csv: line 4, source: expected a source that may pay working capital, found "
        "'FUND', which pays equipment only: let another source pay it",
    ),
    (
        *("fund.toml", 'public_share_of_item = "50 %"', 'public_share_of_item = "29.9 %"'),
        "uses.csv: line 2, cost: expected public money for at most 29.9 % of E1 U1, found "
        "300000 XOF of 1000000 XOF: let other sources pay 1000 XOF of it",
    ),
    (
        *("fund.toml", 'holding_below = "50 %"', 'holding_below = "40 %"'),
        "positions.toml: positions[1].shares (Q1): expected a holding below 40 %, found 2/5 of the "
        "capital: subscribe fewer shares, or correct other_shares",
    ),
    (
        *("fund.toml", '"500 000 XOF"', '"499 999 XOF"'),
        "fund.toml: grants[0].ceiling: expected grants of at most 499999 XOF from 'REGION', "
        "found 500000 XOF in allocations.csv: plan 1 XOF less, or amend the agreement",
    ),
]


ON_POSITIONS = ("amendments.toml", "scenarios.toml", "payments.csv", "events.csv")
"""Files of the sound folder that name positions."""


@pytest.mark.parametrize(("file", "old", "new", "message"), [*NAMES, *CONTRACTS, *PLAN])
def test_one_fault_is_one_finding(
    spoilt: Spoilt, file: str, old: str, new: str, message: str
) -> None:
    assert spoilt(file, old, new) == [message]


def test_a_rule_is_kept_up_to_its_limit(folder: Folder) -> None:
    """Half of an item, and the whole of a grant, are allowed."""
    path = folder(
        {
            "uses.csv": "enterprise,id,label,kind,cost\nE1,U1,Press,equipment,1000000\n",
            "allocations.csv": "enterprise,use,source,amount\n"
            "E1,U1,FUND,500000\nE1,U1,REGION,500000\n",
        }
    )

    assert check_folder(path) == ()


def test_a_result_that_nothing_uses_is_a_warning(folder: Folder) -> None:
    path = folder({"results.csv": "enterprise,year,measure,amount\nE1,2011,turnover,5\n"})

    (finding,) = check_folder(path)

    assert finding.severity is Severity.WARNING
    assert str(finding) == (
        "results.csv: line 2, measure: expected a result that a position in 'E1' looks at, "
        "found 'turnover': check its name, or keep it as information"
    )


def test_a_result_that_nothing_uses_is_told_only_beside_the_positions(folder: Folder) -> None:
    """Without positions.toml there is nothing to hold a result against."""
    path = folder({"positions.toml": None, **dict.fromkeys(ON_POSITIONS)})

    assert check_folder(path) == ()


def test_a_quote_of_a_pair_stands_once_for_a_day(folder: Folder) -> None:
    quote = '\n[[fx]]\nbase = "{}"\nquote = "{}"\nrate = "2"\non = 2010-01-01\nsource = "x"\n'
    quotes = quote.format("EUR", "XOF") + quote.format("XOF", "EUR")
    path = folder()
    with (path / "fund.toml").open("a", encoding="utf-8") as stream:
        stream.write(quotes)

    assert [str(each) for each in check_folder(path)] == [
        "fund.toml: fx[1].on: expected one quote of a pair on a day, found another at fx[0]: "
        "keep one of them"
    ]


def test_events_may_stand_in_any_order(folder: Folder) -> None:
    rows = "on,position,event,shares,per_share\n2013-01-01,Q1,sale,30,1\n2012-01-01,Q1,sale,10,1\n"

    assert check_folder(folder({"events.csv": rows})) == ()


def test_a_name_whose_line_has_another_fault_is_still_known_and_still_checked(
    folder: Folder,
) -> None:
    """L1 is broken, yet no payment on it is told; its unknown enterprise is."""
    broken = 'id = "L1"\nenterprise = "E9"\nkind = "loan"\n'
    path = folder({"positions.toml": f"[[positions]]\n{broken}", "events.csv": None})

    assert [each.where for each in check_folder(path)] == [
        "positions.toml: positions[0].principal (L1)",
        "positions.toml: positions[0].disbursed_on (L1)",
        "positions.toml: positions[0].rate (L1)",
        "positions.toml: positions[0].repayment (L1)",
        "positions.toml: positions[0].enterprise (L1)",
    ]


def test_without_a_currency_amounts_are_read_but_not_compared(spoilt: Spoilt) -> None:
    assert spoilt("fund.toml", 'currency = "XOF"', 'currency = "XOFF"') == [
        "fund.toml: fund.currency: expected a currency code such as 'XOF', found 'XOFF': "
        "did you mean 'XOF'?"
    ]


def test_many_unknown_names_stay_cheap(folder: Folder) -> None:
    """Fifty are compared with the known names; the rest are told without a suggestion."""
    rows = "".join(f"P{n},2011-01-01,X{n},5\n" for n in range(3_000))
    path = folder({"payments.csv": f"id,received_on,position,amount\n{rows}"})

    assert len(check_folder(path)) == 3_000


HEADER = "enterprise,year,month,measure,amount\n"


def twice(path: Path) -> list[str]:
    return [str(each) for each in check_folder(path) if each.severity is Severity.ERROR]


def test_results_of_the_months_of_a_year_stand_beside_one_another(folder: Folder) -> None:
    rows = HEADER + "E1,2012,1,turnover,5\nE1,2012,2,turnover,5\nE1,2012,,net_profit,5\n"

    assert twice(folder({"results.csv": rows})) == []


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (
            "E1,2012,2,turnover,5\nE1,2012,2,turnover,6\n",
            "results.csv: line 3, measure: expected one row for 'E1', 2012-02, 'turnover', found "
            "another at line 2: rename or remove one of the two",
        ),
        (
            "E1,2012,,turnover,5\nE1,2012,,turnover,5\n",
            "results.csv: line 3, measure: expected one row for 'E1', 2012, 'turnover', found "
            "another at line 2: rename or remove one of the two",
        ),
        (
            "E1,2012,2,turnover,5\nE1,2012,,turnover,60\n",
            "results.csv: line 3, month: expected the turnover of 2012 or that of its months, "
            "found both, the other at line 2: keep one of the two",
        ),
        (
            "E1,2012,,turnover,60\nE1,2012,2,turnover,5\n",
            "results.csv: line 3, month: expected the turnover of 2012 or that of its months, "
            "found both, the other at line 2: keep one of the two",
        ),
    ],
)
def test_no_result_counts_twice(folder: Folder, rows: str, finding: str) -> None:
    assert twice(folder({"results.csv": HEADER + rows})) == [finding]
