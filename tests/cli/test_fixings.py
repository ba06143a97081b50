"""Debts whose rate follows an index: checked, scheduled and projected with the fixings there are.

On 30E/360 a quarter of 100,000 at 12 % costs 3,000. From April the rate is the fixing + 5 %: with
7 % it stays, with 3 % it is 8 % and a quarter costs 2,000, with -1 % it is 4 % and costs 1,000.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

POSITIONS = """\
[[positions]]
id = "L1"
enterprise = "E1"
kind = "loan"
principal = "100 000 {0}"
disbursed_on = 2024-01-01
rate = "12 %"

[positions.repayment]
dues = [{{ every = "quarter", after = 2024-01-01, until = 2025-01-01 }}]
amortisation = "bullet"
day_count = "30E/360"
resets = [
  {{ on = 2024-04-01, index = "TMO", fixed_on = 2024-03-28, spread = "5 %" }},
  {{ on = 2024-07-01, index = "TMO", fixed_on = 2024-06-28, spread = "5 %" }},
  {{ on = 2024-10-01, index = "TMO", fixed_on = 2024-09-30, spread = "5 %" }},
]
"""
HEADER = "index,on,value\n"
KNOWN = "TMO,2024-03-28,3 %\n"
ASSUMED = "TMO,2024-06-28,7 %\nTMO,2024-09-30,-1 %\n"


@pytest.fixture
def indexed(tmp_path: Path) -> Callable[..., Path]:
    """Writes the fund of one debt on an index, complete up to the end of April 2024."""

    def write(fixings: str, currency: str = "XOF") -> Path:
        path = tmp_path / "indexed"
        path.mkdir()
        for name, text in {
            "fund.toml": "format = 1\n[fund]\n"
            f'name = "F"\ncurrency = "{currency}"\nshare_price = "100"\nas_of = 2024-04-30\n',
            "positions.toml": POSITIONS.format(currency),
            "enterprises.csv": "id,name\nE1,Miel\n",
            "investors.csv": "id,country,commitment,shares\nI1,BJ,100000 XOF,2000\n",
            "calls.csv": "call,called_on,investor,amount,paid_on\n"
            "C1,2024-01-01,I1,150000,2024-01-01\n",
            "fixings.csv": HEADER + fixings,
        }.items():
            (path / name).write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("currency", ["XOF", "EUR"])
def test_a_schedule_follows_the_index(
    run: Run, indexed: Callable[..., Path], currency: str
) -> None:
    indexed(KNOWN + ASSUMED, currency)
    done = run("schedule", "indexed", "L1", "--format", "csv")
    unit = 1 if currency == "XOF" else 100
    rows = [line.split(",")[:3] for line in done.stdout.splitlines()[1:5]]

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "due_on,principal,interest,fees,total,outstanding"
    assert rows == [
        ["2024-04-01", "0", str(3_000 * unit)],
        ["2024-07-01", "0", str(2_000 * unit)],
        ["2024-10-01", "0", str(3_000 * unit)],
        ["2025-01-01", str(100_000 * unit), str(1_000 * unit)],
    ]


@pytest.mark.parametrize("currency", ["XOF", "EUR"])
def test_a_fund_follows_the_index(run: Run, indexed: Callable[..., Path], currency: str) -> None:
    """3,000 of April are late and paid in July, with the interest of each quarter."""
    indexed(KNOWN + ASSUMED, currency)
    done = run("project", "indexed", "--format", "json")
    unit = 1 if currency == "XOF" else 100
    tables = json.loads(done.stdout)["tables"]
    (debt,) = tables["positions"]
    last = tables["cash_by_year"][-1]

    assert done.exit_code == 0
    # 3,000 of the first quarter and 29 days of 8 %: 644.44.
    assert debt["accrued"] == (3_644 if currency == "XOF" else 364_444)
    assert last["closing_cash"] == 159_000 * unit


def test_what_is_assumed_is_noted(run: Run, indexed: Callable[..., Path]) -> None:
    indexed(KNOWN + ASSUMED)

    assert (
        "warning: TMO on 2024-04-30: expected fixings up to the day of the question, found fixings "
        "of 2024-06-28 to 2024-09-30: they are taken as the fund assumes them: replace each once "
        "it is known\n"
    ) in run("project", "indexed").stdout


MISSING = (
    "error: contract L1 needs the fixing of index 'TMO' on June 28, 2024; September 30, 2024: add "
    "it to fixings.csv, for a day to come as you assume it\n"
)
MANQUANTE = (
    "erreur : le contrat L1 demande la valeur de l'indice 'TMO' au 28 juin 2024 ; 30 septembre "
    "2024 : ajoutez-la à fixings.csv, telle que vous la supposez pour un jour à venir\n"
)


@pytest.mark.parametrize("output", ["text", "csv", "json"])
@pytest.mark.parametrize(("lang", "message"), [("en", MISSING), ("fr", MANQUANTE)])
@pytest.mark.parametrize("words", [("schedule", "indexed", "L1"), ("project", "indexed")])
def test_fixings_to_come_that_are_missing_are_named(
    run: Run,
    indexed: Callable[..., Path],
    words: tuple[str, ...],
    lang: str,
    message: str,
    output: str,
) -> None:
    indexed(KNOWN)
    done = run(*words, "--format", output, "--lang", lang)

    assert (done.exit_code, done.stdout, done.stderr) == (1, "", message)


def test_each_contract_that_lacks_a_fixing_has_its_line(
    run: Run, indexed: Callable[..., Path]
) -> None:
    path = indexed(KNOWN + "TMO,2024-09-30,-1 %\n") / "positions.toml"
    one = path.read_text(encoding="utf-8")
    path.write_text(one + one.replace('"L1"', '"L2"'), encoding="utf-8")

    assert run("project", "indexed").stderr == (
        "error: contract L1 needs the fixing of index 'TMO' on June 28, 2024: add it to "
        "fixings.csv, for a day to come as you assume it\n"
        "contract L2 needs the fixing of index 'TMO' on June 28, 2024: add it to fixings.csv, for "
        "a day to come as you assume it\n"
    )


def test_a_check_needs_no_fixing_to_come(run: Run, indexed: Callable[..., Path]) -> None:
    indexed(KNOWN)

    assert run("check", "indexed").stdout == "indexed: nothing to correct\n"


def test_a_check_names_what_is_missing(run: Run, indexed: Callable[..., Path]) -> None:
    indexed(ASSUMED)
    done = run("check", "indexed")

    assert (done.exit_code, done.stdout) == (
        1,
        "error: fixings.csv: expected the fixing of 'TMO' on 2024-03-28, which 'L1' needs, found "
        "no row for it: add the row\nindexed: errors: 1, warnings: 0\n",
    )


def test_a_check_names_what_is_given_twice(run: Run, indexed: Callable[..., Path]) -> None:
    indexed(KNOWN + ASSUMED + "TMO,2024-06-28,6 %\n")

    assert run("check", "indexed").stdout == (
        "error: fixings.csv: line 5, value: expected one value of 'TMO' on 2024-06-28, found 6 %, "
        "and 7 % at line 3: keep the right one\nindexed: errors: 1, warnings: 0\n"
    )
