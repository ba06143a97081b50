"""A folder with twenty faults gives twenty findings, all at once, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from investisens.folder import check_folder, read_fund
from investisens.values.errors import InvalidFolder

Folder = Callable[[Mapping[str, str]], Path]

FAULTS: Mapping[str, str] = {
    "fund.toml": """\
format = 1

[fund]
name = "Small fund"
currency = "XOF"
share_price = "10 000 XOF"
as_of = 2012-12-31

[plan_rules]
holding_bellow = "50 %"

[[sources]]
id = "FUND"
name = "This fund"
own = "false"

[[sources]]
id = "REGION"
name = "Region"
public = true
equipment_only = true

[[grants]]
source = "REGION"
agreed_on = 2010-01-01
ceiling = "500 000 XOF"
advance = 0.7
""",
    "positions.toml": """\
[[positions]]
id = "L1"
enterprise = "E1"
kind = "loan"
principal = 4250000.0
disbursed_on = 2010-06-15
rate = "5 %"
repayment = { dues = [{ every = "quater", first = 2011-03-31, count = 12.7 }] }

[[positions]]
id = "L2"
enterprise = "E9"
kind = "loan"
principal = "1 000 000 XOF"
disbursed_on = 2010-06-15
rate = 5
repayment = { dues = [{ on = [2011-03-31] }] }

[[positions]]
id = "L3"
enterprise = "E1"
kind = "ordinary_share"

[[positions]]
id = "L4"
enterprise = "E1"
kind = "loan"
principal = "1 000 000 XOF"
disbursed_on = 2010-06-15
rate = "5 %"
repayment = { dues = [{ on = [2011-03-31, 2012-03-31] }], interest_only_dues = 2 }

[[positions]]
id = "L5"
enterprise = "E2"
kind = "loan"
principal = "1 000 000 XOF"
disbursed_on = 2010-06-15
rate = "5 %"
repayment = { dues = [{ on = [2011-03-31] }] }
""",
    "amendments.toml": '[[amendments]\nposition = "L5"\n',
    "scenarios.toml": """\
[[scenarios]]
name = "late"
delays = [{ contract = "L4", since = "2011-02-30", days = 3 }]
""",
    "enterprises.csv": "id,name,woman_led\nE1,Miel,true\nE2,Savon,yes\n",
    "calls.csv": "call,called_on,investor,amount\nC1,2010-05-15,BJ01,1000001\n",
    "payments.csv": "id,received_on,position,amount\nP1,2010-05-01,L5,27260\n"
    "P1,2011-12-31,L4,27260\nP2,2011-12-31,L1,27260,CASH\nP3,2011-12-31,L1,\n",
    "events.csv": "on,position,event,shares,per_share\n2012-06-30,L5,dividend,10,500\n",
    "results.csv": "enterprise,year,measure,amount\n",
    "uses.csv": "enterprise,id,label,kind,cost\nE1,U1,Stock,working_capital,200000\n",
    "allocations.csv": "enterprise,use,source,amount\nE1,U1,REGION,200000\n",
}

MESSAGES = """\
fund.toml: plan_rules.holding_bellow: expected a known key, found 'holding_bellow': did you \
mean 'holding_below'?
fund.toml: sources[0].own (FUND): expected true or false, found 'false': write false, without quotes
fund.toml: grants[0].advance: expected a rate such as '4.5 %', found 0.7: write "70 %" if it \
is a share of one
positions.toml: positions[0].principal (L1): expected an amount such as '4250000 XOF', found \
4250000.0: write money as text
positions.toml: positions[0].repayment.dues[0].every (L1): expected a period such as 'quarter' or \
'2 months', found 'quater': did you mean 'quarter'?
positions.toml: positions[0].repayment.dues[0].count (L1): expected a whole number, found 12.7: \
write digits alone, without quotes or decimals
positions.toml: positions[1].rate (L2): expected a rate such as '4.5 %', found 5: write "5 %"
positions.toml: positions[2].kind (L3): expected a kind of instrument, found \
'ordinary_share': did you mean 'ordinary_shares'?
positions.toml: positions[3].repayment.interest_only_dues (L4): expected valid terms, found that \
interest_only_dues is 2 but the debt has 2 dues: leave at least one to repay principal
positions.toml: positions[1].enterprise (L2): expected an enterprise of enterprises.csv, found \
'E9': add it to enterprises.csv
amendments.toml: expected the syntax of TOML, found a mistake (Expected ']]' at the end of an \
array declaration (at line 1, column 13)): correct that line, then check again
scenarios.toml: scenarios[0].delays[0].since (late): expected a day such as 2011-02-28, found \
'2011-02-30': the last day of that month is 2011-02-28
enterprises.csv: line 3, woman_led: expected true or false, found 'yes': write one of them, \
in small letters
calls.csv: line 2, amount: expected at most 1000000 XOF called of 'BJ01' in all, found \
1000001 XOF with this call: correct the call, or the shares in investors.csv
payments.csv: line 4: expected 4 cells, found 5 cells: count the separators; a cell that \
holds one stands in quotes
payments.csv: line 5, amount: expected a value, found an empty cell: fill it in
payments.csv: line 3, id: expected a name not given yet, found 'P1' at line 2 too: rename or \
remove one of the two
payments.csv: line 2, received_on: expected a day from 2010-06-15 on, when 'L5' was \
disbursed, found 2010-05-01: correct one of the two days
events.csv: line 2, event: expected a write-off of a debt, found 'dividend' of 10 shares: \
name a position of shares, or leave shares and per_share empty
allocations.csv: line 2, source: expected a source that may pay working capital, found \
'REGION', which pays equipment only: let another source pay it
"""


def test_twenty_faults_are_twenty_findings(folder: Folder) -> None:
    findings = check_folder(folder(FAULTS))

    assert "\n".join(map(str, findings)) == MESSAGES.strip()
    assert len(findings) == 20


def test_reading_raises_them_all_at_once_and_writes_nothing(folder: Folder) -> None:
    path = folder(FAULTS)
    before = {each: each.read_bytes() for each in path.iterdir()}

    with pytest.raises(InvalidFolder) as caught:
        read_fund(path)

    assert caught.value.findings == check_folder(path)
    assert str(caught.value) == f"20 problems found:\n{MESSAGES.strip()}"
    assert {each: each.read_bytes() for each in path.iterdir()} == before
