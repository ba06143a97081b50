"""``investisens plan``: who pays what, which rules break, and what if somebody does not pay."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from golden import GOLDEN, rows_of

Run = Callable[..., Result]

COLLINES = Path(__file__).parents[2] / "examples" / "collines"


@pytest.fixture
def collines(tmp_path: Path) -> Path:
    """A copy of the example, to be spoilt."""
    return Path(shutil.copytree(COLLINES, tmp_path / "collines"))


def replaced(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_all_enterprises_are_the_file_that_came_with_the_case(run: Run) -> None:
    result = run("plan", str(COLLINES), "--format", "csv")

    assert result.exit_code == 0
    assert result.stdout == (GOLDEN / "collines" / "sources_by_enterprise.csv").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("row", rows_of("collines/sources_by_enterprise.csv")[:-1])
def test_the_last_row_of_an_enterprise_is_its_row_of_the_case(
    run: Run, row: dict[str, str]
) -> None:
    result = run("plan", str(COLLINES), row["enterprise_id"], "--format", "csv")
    *uses, last = table(result.stdout)

    assert last.items() >= row.items()
    assert last["use_id"] == "ALL"
    assert [each["total_sources"] for each in uses] == [each["total_uses"] for each in uses]
    assert [each["gap"] for each in uses] == ["0"] * 4


def test_findings_and_their_rules_are_read_below_the_matrix(run: Run) -> None:
    """CSV holds the matrix alone: findings go to the error stream."""
    text, rows = (
        run("plan", str(COLLINES), "E7"),
        run("plan", str(COLLINES), "E7", "--format", "csv"),
    )
    told = (
        "warning: E7 U2 IS_CCA: expected a life up to the last due of L7 on 2015-09-30, found a "
        "life that ends on 2015-01-20: shorten the debt, or plan what replaces the equipment\n"
        "    rule: equipment outlives the debt that pays it\n"
    )

    assert (text.exit_code, rows.exit_code) == (0, 0)
    assert told in text.stdout
    assert told in rows.stderr
    assert "rule" not in rows.stdout


@pytest.mark.parametrize("options", [(), ("--table", "plan")])
def test_the_columns_of_the_matrix_are_named_below_it(run: Run, options: tuple[str, ...]) -> None:
    """The names of fund.toml, of the sources that pay something in E4."""
    english = run("plan", str(COLLINES), "E4", *options).stdout
    french = run("plan", str(COLLINES), "E4", "--lang", "fr", *options).stdout
    names = (
        "ENTREPRENEUR  Entrepreneur\n"
        "IS_LOAN       The fund's equipment loan\n"
        "REGION        Region (grant)\n"
        "COMMUNE       Commune (grant)\n"
        "MFI           Microfinance institution\n"
    )

    assert english.endswith(f"\nSources\nSource        Name\n{'─' * 39}\n{names}")
    assert french.endswith(f"\nRessources\nRessource     Nom\n{'─' * 39}\n{names}")


def test_machines_get_the_names_of_all_sources(run: Run) -> None:
    one, every = (
        json.loads(run("plan", str(COLLINES), *words, "--format", "json").stdout)["tables"]
        for words in (("E4",), ())
    )

    assert one["sources"] == every["sources"]
    assert one["sources"][1] == {"source_id": "IS_EQ", "name": "The fund's shares"}
    assert len(one["sources"]) == 10


def test_json_holds_every_table(run: Run) -> None:
    report = json.loads(run("plan", str(COLLINES), "E7", "--format", "json").stdout)

    assert report["command"] == "plan"
    assert [*report["tables"]] == ["plan", "sources", "months", "flows", "leverage", "findings"]
    assert report["facts"]["public_share_pct"] == 43.9
    assert report["facts"]["warnings"] == 2
    assert report["tables"]["plan"][-1]["REGION"] == 4_000_000
    assert report["tables"]["findings"][0]["rule"] == "equipment outlives the debt that pays it"


class TestBrokenPlans:
    """A plan that breaks its rules is shown with all of them, and the exit code is 1."""

    def test_an_unbalanced_plan_says_by_how_much_and_on_which_use(
        self, run: Run, collines: Path
    ) -> None:
        replaced(collines, "uses.csv", "equipment,5400000,6", "equipment,5400001,6")

        result = run("plan", str(collines), "E1")

        assert result.exit_code == 1
        assert "U1     300 hives at 18 000" in result.stdout
        assert (
            "error: E1 U1: expected sources of 5400001 XOF for E1 U1, found 5400000 XOF in "
            "allocations.csv (1 XOF less): correct the cost, or the amounts of its sources\n"
            "    rule: each use is paid in full, and once, by its sources\n"
        ) in result.stdout

    def test_all_that_is_wrong_is_told_at_once(self, run: Run, collines: Path) -> None:
        """Money of the fund on working capital, a franc claimed twice, too much public money."""
        replaced(collines, "allocations.csv", "E1,U4,MFI,", "E1,U4,IS_CCA,")
        replaced(collines, "allocations.csv", "E1,U3,MFI,1000000", "E1,U3,REGION,1100000")

        result = run("plan", str(collines), "E1", "--format", "json")
        findings = json.loads(result.stdout)["tables"]["findings"]

        assert result.exit_code == 1
        assert [(each["where"], each["rule"]) for each in findings] == [
            (
                "E1 U3",
                "each use is paid in full, and once, by its sources: ENTREPRENEUR and REGION "
                "claim the same 100000 XOF",
            ),
            ("E1 U4 IS_CCA", "IS_CCA pays equipment only (fund.toml, sources.equipment_only)"),
            (
                "E1 U3",
                "public money is at most 50 % of any item of equipment "
                "(fund.toml, plan_rules.public_share_of_item)",
            ),
            ("E1 IS_CCA", "each source is used in full, and for no more than it signed"),
            ("E1 MFI", "each source is used in full, and for no more than it signed"),
        ]

    def test_the_same_is_told_of_all_enterprises(self, run: Run, collines: Path) -> None:
        """With what the plans together ask of the Region beyond its 30,000,000."""
        replaced(collines, "allocations.csv", "E1,U3,MFI,1000000", "E1,U3,REGION,1000000")

        result = run("plan", str(collines))

        assert result.exit_code == 1
        assert (
            "error: REGION: expected grants of at most 30000000 XOF from 'REGION', found 31000000 "
            "XOF in allocations.csv: plan 1000000 XOF less, or amend the agreement\n"
        ) in result.stdout

    def test_other_faults_of_the_folder_are_refused_with_all_findings(
        self, run: Run, collines: Path
    ) -> None:
        """An invoice in an unknown currency, beside a plan out of balance; no traceback."""
        replaced(collines, "uses.csv", "equipment,5400000,6", "equipment,5400001,6")
        replaced(collines, "invoices.csv", "7317.55 EUR", "7317.55 EUX")

        result = run("plan", str(collines), "E1")

        assert result.exit_code == 1
        assert result.stdout == ""
        assert [line.split(": expected")[0] for line in result.stderr.splitlines()] == [
            "error: uses.csv: line 2, cost",
            "error: invoices.csv: line 13, amount",
        ]

    def test_a_law_of_a_day_before_it_existed_is_told(self, run: Run, collines: Path) -> None:
        replaced(
            collines,
            "fund.toml",
            'holding_below = "50 %"',
            'holding_below = "50 %"\npublic_share_law = "grant.fr_state.cap"',
        )

        before = run("plan", str(collines), "E1", "--on", "1900-01-01")
        after = run("plan", str(collines), "E1", "--on", "2019-01-01")

        assert (before.exit_code, after.exit_code) == (1, 0)
        assert "Law as of: January 1, 1900\n" in before.stdout
        assert "grant.fr_state.cap has no value on 1900-01-01" in before.stdout


class TestSuppositions:
    """A what-if shows the difference; what nobody fills is told, and the exit code stays 0."""

    def test_a_source_falls_away(self, run: Run) -> None:
        result = run(
            *("plan", str(COLLINES), "E1", "--without", "MFI"),
            *("--fill", "ENTREPRENEUR=1 500 000", "--table", "changes", "--format", "csv"),
        )

        assert result.exit_code == 0
        assert result.stdout == (
            "use_id,source_id,before,after,difference\n"
            "U3,ENTREPRENEUR,450000,1450000,1000000\n"
            "U3,MFI,1000000,0,-1000000\n"
            "U4,ENTREPRENEUR,950000,1450000,500000\n"
            "U4,MFI,1000000,0,-1000000\n"
            "U4,OPEN,0,500000,500000\n"
        )

    def test_an_item_costs_more(self, run: Run) -> None:
        """U1 at 6,000,000: half may be public, the Region pays 2,200,000, so 800,000 of room."""
        result = run(
            *("plan", str(COLLINES), "E1", "--cost", "U1=6 000 000", "--fill", "COMMUNE"),
            *("--table", "changes", "--format", "csv"),
        )

        assert result.stdout == (
            "use_id,source_id,before,after,difference\nU1,COMMUNE,0,600000,600000\n"
        )

    def test_what_falls_away_does_not_step_in_for_another(self, run: Run, collines: Path) -> None:
        """The Region may step in by the rules, but not while it falls away itself."""
        terms = collines / "fund.toml"
        text = terms.read_text(encoding="utf-8")
        rule = '[plan_rules]\nsubstitutes = ["REGION", "ENTREPRENEUR"]\n'
        terms.write_text(text.replace("[plan_rules]\n", rule), encoding="utf-8")

        for leaving in (("REGION", "MFI"), ("MFI", "REGION")):
            options = [word for name in leaving for word in ("--without", name)]
            result = run(
                *("plan", str(collines), "E1", *options),
                *("--table", "changes", "--format", "csv"),
            )

            assert result.stdout == (
                "use_id,source_id,before,after,difference\n"
                "U1,ENTREPRENEUR,0,2200000,2200000\n"
                "U1,REGION,2200000,0,-2200000\n"
                "U2,ENTREPRENEUR,100000,1400000,1300000\n"
                "U2,REGION,1300000,0,-1300000\n"
                "U3,ENTREPRENEUR,450000,1450000,1000000\n"
                "U3,MFI,1000000,0,-1000000\n"
                "U4,ENTREPRENEUR,950000,1950000,1000000\n"
                "U4,MFI,1000000,0,-1000000\n"
            )

    @pytest.mark.parametrize(
        ("supposed", "gap"),
        [
            # 3,500,000 of the Region and 2,000,000 of the MFI are missing.
            (("--without", "REGION", "--without", "MFI"), 4_500_000),
            # 600,000 and 800,000 more.
            (("--cost", "U1=6000000", "--cost", "U2=4000000"), 400_000),
        ],
    )
    def test_who_steps_in_adds_at_most_its_limit_in_all(
        self, run: Run, supposed: tuple[str, ...], gap: int
    ) -> None:
        result = run(
            *("plan", str(COLLINES), "E1", *supposed, "--fill", "ENTREPRENEUR=1000000"),
            *("--format", "json"),
        )

        assert json.loads(result.stdout)["facts"]["open_gap"] == gap

    def test_both_at_once_are_told_in_words(self, run: Run) -> None:
        result = run("plan", str(COLLINES), "E1", "--cost", "U3=2000000", "--without", "MFI")
        report = run("plan", str(COLLINES), "E1", "--without", "MFI", "--format", "json")

        assert result.exit_code == 0
        assert "Supposed: U3 at XOF 2,000,000; without MFI\n" in result.stdout
        assert "Open gap: XOF 2,550,000\n" in result.stdout
        assert json.loads(report.stdout)["facts"]["open_gap"] == 2_000_000

    def test_a_source_that_falls_away_is_not_asked_for_what_it_signed(self, run: Run) -> None:
        result = run("plan", str(COLLINES), "E1", "--without", "MFI")

        assert "in the supposed plan" in result.stdout
        assert "for no more than it signed" not in result.stdout


class TestNames:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (
                ("E10",),
                "error: no enterprise is called 'E10': did you mean 'E1'? the fund has E1, E2, E3, "
                "E4, E5, E6, E7, E8, E9\n",
            ),
            (
                ("E1", "--without", "REGIO"),
                "error: no source is called 'REGIO': did you mean 'REGION'? the fund has "
                "ENTREPRENEUR, IS_EQ, IS_CCA, IS_PP, IS_LOAN, REGION, COMMUNE, BANK, MFI, "
                "BUYER_ADVANCE\n",
            ),
            (
                ("E1", "--cost", "U11=5"),
                "error: no use is called 'U11': did you mean 'U1'? the plan has U1, U2, U3, U4\n",
            ),
            (
                ("E1", "--cost", "U1=much"),
                "error: cannot read the amount 'much': write it such as '4250000 XOF' or "
                "'-3994.16 EUR'\n",
            ),
            (
                ("E1", "--cost", "U1=5 EUR"),
                "error: U1 has 5.00 EUR in a plan in XOF: convert it first\n",
            ),
        ],
    )
    def test_what_is_not_known_is_refused(
        self, run: Run, words: tuple[str, ...], message: str
    ) -> None:
        result = run("plan", str(COLLINES), *words)

        assert (result.exit_code, result.stdout, result.stderr) == (1, "", message)

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (
                ("--without", "MFI"),
                "name an ENTERPRISE to suppose something or to see one table of its plan",
            ),
            (
                ("E1", "--table", "changes"),
                "nothing is supposed: add --without or --cost to see what changes",
            ),
            (("E1", "--fill", "MFI"), "nothing is supposed: add --without or --cost"),
            (
                ("E1", "--cost", "U1"),
                "'U1' gives no cost of a use: write USE=AMOUNT, such as U1=6000000",
            ),
            (
                ("E1", "--cost", "U1=5000000", "--cost", "U1 = 6000000"),
                "U1 has more than one --cost: suppose one cost of each use",
            ),
        ],
    )
    def test_a_wrong_use_of_the_options_is_told(
        self, run: Run, words: tuple[str, ...], message: str
    ) -> None:
        result = run("plan", str(COLLINES), *words)

        assert result.exit_code == 2
        assert message in result.stderr


def test_french_is_spoken(run: Run) -> None:
    result = run("plan", str(COLLINES), "E7", "--lang", "fr")

    assert "Part publique : 43,9\u00a0%\n" in result.stdout
    assert "    règle : « equipment outlives the debt that pays it »\n" in result.stdout


def test_the_calendar_is_a_table(run: Run) -> None:
    result = run("plan", str(COLLINES), "E1", "--table", "months", "--format", "csv")

    assert [row["balance"] for row in table(result.stdout)] == [
        *("2450000", "7450000", "2050000", "2050000", "0")
    ]


def test_no_heavy_library_is_loaded() -> None:
    """Arrays are for programmes: the plan of one enterprise starts without numpy."""
    code = (
        "import sys; from investisens.cli import main; "
        f"main(['plan', {str(COLLINES)!r}, 'E1', '--format', 'csv'], standalone_mode=False); "
        "sys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr.decode()
