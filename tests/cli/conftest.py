"""A small fund whose every figure can be found by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from investisens.cli import main

# 1 January 2010 to 1 January 2011, and from there to 1 January 2012, are years of 365 days:
# 100 000 at 10 % brings 10 000 a year. L2 adds it to its principal the first year, L3 is
# amended after one year.
FILES: Mapping[str, str] = {
    "fund.toml": """\
format = 1

[fund]
name = "Fonds d'essai"
currency = "XOF"
share_price = "10 000 XOF"
as_of = 2011-06-30
""",
    "positions.toml": """\
[[positions]]
id = "L1"
enterprise = "E1"
kind = "loan"
principal = "100 000 XOF"
disbursed_on = 2010-01-01
rate = "10 %"
repayment = { dues = [{ on = [2011-01-01] }], amortisation = "bullet" }

[[positions]]
id = "L2"
enterprise = "E1"
kind = "loan"
principal = "100 000 XOF"
disbursed_on = 2010-01-01
rate = "10 %"

[positions.repayment]
dues = [{ on = [2011-01-01, 2012-01-01] }]
amortisation = "bullet"
capitalised_dues = 1
rounding = { interest = "half_up", principal = "down" }

[[positions]]
id = "L3"
enterprise = "E2"
kind = "shareholder_account"
principal = "100 000 XOF"
disbursed_on = 2010-01-01
rate = "10 %"
repayment = { dues = [{ on = [2012-01-01] }], amortisation = "bullet" }

[[positions]]
id = "Q1"
enterprise = "E2"
kind = "ordinary_shares"
shares = 5
price = "10 000 XOF"
subscribed_on = 2010-01-01
""",
    "amendments.toml": """\
[[amendments]]
position = "L3"
on = 2011-01-01
capitalised = "10 000 XOF"
kind = "shareholder_account"
principal = "110 000 XOF"
disbursed_on = 2011-01-01
rate = "5 %"
repayment = { dues = [{ on = [2012-01-01] }], amortisation = "bullet" }
""",
    "scenarios.toml": """\
[[scenarios]]
name = "drought"
defaults = [{ contract = "L3", on = 2012-01-01, recovery = "0 %" }]
""",
    "enterprises.csv": "id,name\nE1,Miel\nE2,Huilerie\n",
    "investors.csv": "id,country,commitment,shares\nFR01,FR,8000 EUR,30\nBJ01,BJ,100000,10\n",
    "calls.csv": (
        "call,called_on,investor,amount,paid_on\n"
        "C1,2010-01-01,FR01,300000,2010-01-01\n"
        "C1,2010-01-01,BJ01,100000,2010-03-02\n"
    ),
    "costs.csv": "paid_on,amount,label\n2010-12-31,5000,bank\n",
    "payments.csv": "id,received_on,position,amount\nP1,2011-01-01,L1,110000\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small fund in a folder called ``essai``."""
    place = tmp_path / "essai"
    place.mkdir()
    for name, text in FILES.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command line where the folder is, in English, on a terminal of 100 columns."""
    monkeypatch.chdir(tmp_path)
    english = {"LC_ALL": "C.UTF-8", "INVESTISENS_LANG": None, "COLUMNS": "100"}

    def invoke(*words: str, **environ: str) -> Result:
        return CliRunner(env={**english, **environ}).invoke(main, words, prog_name="investisens")

    return invoke
