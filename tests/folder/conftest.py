"""A small sound folder, to be spoilt one file at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from investisens.folder import check_folder

SOUND: Mapping[str, str] = {
    "fund.toml": """\
format = 1

[fund]
name = "Small fund"
currency = "XOF"
share_price = "10 000 XOF"
as_of = 2012-12-31

[plan_rules]
public_share_of_item = "50 %"
holding_below = "50 %"

[[sources]]
id = "FUND"
name = "This fund"
own = true
equipment_only = true

[[sources]]
id = "REGION"
name = "Region"
public = true

[[grants]]
source = "REGION"
agreed_on = 2010-01-01
ceiling = "500 000 XOF"
advance = "70 %"
""",
    "positions.toml": """\
[[positions]]
id = "L1"
enterprise = "E1"
kind = "participating_loan"
principal = "1 000 000 XOF"
disbursed_on = 2010-06-15
rate = "5 %"

[positions.repayment]
dues = [
  { on = [2010-12-31] },
  { every = "quarter", first = 2011-03-31, count = 8 },
  { days = ["31 March", "end of September"], first = 2013-03-31, count = 4 },
]
interest_only_dues = 1

[positions.participation]
share = "8 %"
first_year = 2011
last_year = 2013
paid_on = "30 June"

[[positions]]
id = "Q1"
enterprise = "E1"
kind = "ordinary_shares"
shares = 40
price = "10 000 XOF"
subscribed_on = 2010-06-15
other_shares = 60
""",
    "amendments.toml": """\
[[amendments]]
position = "L1"
on = 2012-05-15
capitalised = "68 630 XOF"
kind = "loan"
principal = "1 068 630 XOF"
disbursed_on = 2012-05-15
rate = "4 %"
repayment = { dues = [{ on = [2014-05-15] }], amortisation = "bullet" }
""",
    "scenarios.toml": """\
[[scenarios]]
name = "failure"
defaults = [{ contract = "L1", on = 2013-01-01, recovery = "30 %" }]
""",
    "enterprises.csv": "id,name,woman_led\nE1,Miel,true\nE2,Savon,\n",
    "investors.csv": "id,country,commitment,shares\nFR01,FR,2000 EUR,131\nBJ01,BJ,1000000,100\n",
    "calls.csv": "call,called_on,investor,amount,wired,paid_on\n"
    "C1,2010-05-15,FR01,1310000,1997.08 EUR,2010-05-15\nC1,2010-05-15,BJ01,1000000,,\n",
    "payments.csv": "id,received_on,position,amount\nP1,2010-12-31,L1,27260\n",
    "events.csv": "on,position,event,shares,per_share\n2012-06-30,Q1,buy_back,10,11000\n",
    "results.csv": "enterprise,year,measure,amount\nE1,2011,net_profit,-350000\n",
    "fixings.csv": "index,on,value\nTIAO,2011-03-31,3.5 %\n",
    "costs.csv": "paid_on,amount,label\n2010-12-31,150000,audit\n",
    "distributions.csv": "paid_on,amount\n2012-12-15,100000\n",
    "uses.csv": "enterprise,id,label,kind,cost,life_years\nE1,U1,Press,equipment,1000000,10\n"
    "E1,U2,Stock,working_capital,200000,\n",
    "allocations.csv": "enterprise,use,source,amount\n"
    "E1,U1,FUND,700000\nE1,U1,REGION,300000\nE1,U2,REGION,200000\n",
    "invoices.csv": "id,enterprise,use,invoiced_on,amount,grant_planned,document\n"
    "F1,E1,U1,2010-07-01,1000000,300000,invoice\n",
    "debts.csv": "enterprise,source,amount,rate,term_months,grace_months,repayment\n"
    "E1,REGION,100000,11.5 %,12,0,monthly\n",
    "indicators.csv": "enterprise,year,indicator,value\nE1,2012,jobs,12\n",
    "overlaps.csv": "year,first,second,people\n2012,E1,E2,3\n",
    "facts.csv": "fact,value,source\nsectors,8,report\n",
}

Spoil = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Spoil:
    """Writes the sound folder, some of its files replaced; ``None`` leaves a file out."""

    def write(changes: Mapping[str, str | bytes | None] | None = None) -> Path:
        path = tmp_path / "fund"
        path.mkdir()
        for name, content in {**SOUND, **(changes or {})}.items():
            if content is not None:
                raw = content.encode() if isinstance(content, str) else content
                (path / name).write_bytes(raw)
        return path

    return write


@pytest.fixture
def spoilt(folder: Spoil) -> Callable[..., list[str]]:
    """The findings, as text, of the sound folder with one text of one file replaced."""

    def findings(file: str, old: str, new: str) -> list[str]:
        assert SOUND[file].count(old) == 1, f"{old!r} must stand once in {file}"
        return [str(each) for each in check_folder(folder({file: SOUND[file].replace(old, new)}))]

    return findings
