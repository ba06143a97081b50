"""What each command answers: every format, both languages, messages in full, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from math import fsum
from pathlib import Path

import pytest
from click.testing import Result

from investisens.cli import commands
from investisens.legal.parameters import parameter
from investisens.legal.usury import Lender
from investisens.reports.fund_report import TABLES

Run = Callable[..., Result]

SHORT_OF_CASH = (
    "warning: cash on 2010-01-01: expected cash of at least zero, found -50000 XOF: "
    "call capital earlier, or commit less\n"
)
HEADINGS = (
    "call,equity_investment,quasi_equity_disbursement,instrument_receipt,participation_receipt,"
    "equity_receipt,management_fee,running_costs,distribution,known_flows,grant,guarantee,closing_cash\n"
)


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def monthly_rate(principal: int, payments: list[int]) -> float:
    """The rate at which monthly payments are worth the principal, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        worth = fsum(paid / (1 + middle) ** k for k, paid in enumerate(payments, start=1))
        low, high = (middle, high) if worth > principal else (low, middle)
    return low


class TestProject:
    """The small fund by hand.

    2010: 400 000 called, 350 000 invested, 5 000 of costs. 2011: L1 repaid with 10 000 of
    interest. 2012: L2 (121 000) and L3 (115 500) expected.
    """

    def test_text_shows_facts_measures_cash_and_positions(self, run: Run, folder: Path) -> None:
        result = run("project", "essai")
        titles = [line for line in result.stdout.splitlines() if line.endswith(", in XOF")]

        assert result.exit_code == 0
        assert result.stderr == ""
        assert result.stdout.startswith(
            "Fund: Fonds d'essai\n"
            "On: June 30, 2011\n"
            "Scenario: base\n"
            "Lowest cash: -XOF 50,000\n"
            "Lowest cash on: January 1, 2010\n"
        )
        assert titles == ["Measures, in XOF", "Cash by year, in XOF", "Positions, in XOF"]
        assert result.stdout.endswith("\nFindings\n" + SHORT_OF_CASH)

    def test_cash_by_year_as_text(self, run: Run, folder: Path) -> None:
        result = run("project", "essai", "--table", "cash_by_year")

        assert result.stdout.partition("Cash by year, in XOF\n")[2].partition("\n\n")[0] == (
            "Year                         2010     2011     2012     Total\n"
            "─────────────────────────────────────────────────────────────\n"
            "Capital calls             400,000        0        0   400,000\n"
            "Shares bought             -50,000        0        0   -50,000\n"
            "Quasi-equity paid out    -300,000        0        0  -300,000\n"
            "Repayments and interest         0  110,000  236,500   346,500\n"
            "Running costs              -5,000        0        0    -5,000\n"
            "Closing cash               45,000  155,000  391,500"
        )

    def test_cash_by_year_in_french(self, run: Run, folder: Path) -> None:
        result = run("project", "essai", "--table", "cash_by_year", "--lang", "fr")

        assert plain(result.stdout).startswith(
            "Fonds : Fonds d'essai\n"
            "Au : 30 juin 2011\n"
            "Scénario : base\n"
            "Trésorerie la plus basse : -50 000 F CFA\n"
        )
        assert "Trésorerie de clôture            45 000  155 000  391 500\n" in plain(result.stdout)

    def test_csv_is_the_cash_by_year(self, run: Run, folder: Path) -> None:
        result = run("project", "essai", "--format", "csv", "--lang", "fr")

        assert result.exit_code == 0
        assert result.stdout == "year," + HEADINGS + (
            "2010,400000,-50000,-300000,0,0,0,0,-5000,0,0,0,0,45000\n"
            "2011,0,0,0,110000,0,0,0,0,0,0,0,0,155000\n"
            "2012,0,0,0,236500,0,0,0,0,0,0,0,0,391500\n"
        )
        assert result.stderr == (
            "avertissement : cash on 2010-01-01 : attendu « cash of at least zero », trouvé "
            "« -50000 XOF » ; remède : « call capital earlier, or commit less »\n"
        )

    def test_cash_by_month_has_every_month(self, run: Run, folder: Path) -> None:
        """January 2010 to January 2012."""
        heading, *lines = run(
            "project", "essai", "--format", "csv", "--table", "cash_by_month"
        ).stdout.splitlines(keepends=True)

        assert heading == "month," + HEADINGS
        assert [line[:7] for line in lines] == [
            f"{year}-{month:02}" for year in (2010, 2011) for month in range(1, 13)
        ] + ["2012-01"]
        assert lines[2] == "2010-03,100000,0,0,0,0,0,0,0,0,0,0,0,50000\n"

    def test_csv_of_positions(self, run: Run, folder: Path) -> None:
        """L2 owes 110 000 since 1 January 2011, L3 too: 180 days at 10 % and at 5 %."""
        result = run("project", "essai", "--format", "csv", "--table", "positions")

        assert result.stdout == (
            "position,enterprise,kind,invested,returned,income,outstanding,accrued,written_off,"
            "impairment,value\n"
            "L1,E1,loan,100000,100000,10000,0,0,0,0,0\n"
            "L2,E1,loan,100000,0,0,110000,5425,0,0,110000\n"
            "L3,E2,shareholder_account,100000,0,0,110000,2712,0,0,110000\n"
            "Q1,E2,ordinary_shares,50000,0,0,50000,0,0,0,50000\n"
        )

    def test_csv_of_investors(self, run: Run, folder: Path) -> None:
        """155 000 of cash and 270 000 of positions, three quarters for FR01."""
        result = run("project", "essai", "--format", "csv", "--table", "investors")

        assert result.stdout == (
            "investor,country,commitment,commitment_currency,called,paid,paid_late,unpaid,"
            "distributed,nav\n"
            "FR01,FR,800000,EUR,300000,300000,0,0,0,318750\n"
            "BJ01,BJ,100000,XOF,100000,100000,100000,0,0,106250\n"
        )

    def test_json_holds_every_table(self, run: Run, folder: Path) -> None:
        result = run("project", "essai", "--format", "json")
        found = json.loads(result.stdout)

        assert result.exit_code == 0
        assert list(found) == ["format", "command", "currency", "minor_digits", "facts", "tables"]
        assert found["facts"] == {
            "fund": "Fonds d'essai",
            "on": "2011-06-30",
            "scenario": "base",
            "lowest_cash": -50_000,
            "lowest_cash_on": "2010-01-01",
        }
        assert list(found["tables"]) == [*TABLES, "findings"]
        assert found["tables"]["cash_by_year"][0]["closing_cash"] == 45_000
        assert found["tables"]["findings"][0]["found"] == "-50000 XOF"

    def test_json_tells_what_a_return_is(self, run: Run, folder: Path) -> None:
        """On the first day what was paid in is worth itself: all flows fall on one date."""
        words = ("project", "essai", "--format", "json", "--on", "2010-01-01")
        to_date = json.loads(run(*words).stdout)["tables"]["measures"][0]

        assert to_date["tvpi"] == 1.0
        assert to_date["net_irr"] is None
        assert to_date["net_irr_status"] != "unique"
        assert to_date["net_irr_roots"] == []

    def test_a_scenario_changes_what_follows(self, run: Run, folder: Path) -> None:
        """L3 pays nothing on 1 January 2012."""
        result = run("project", "essai", "--format", "csv", "--scenario", "drought")

        assert result.stdout.endswith("2012,0,0,0,121000,0,0,0,0,0,0,0,0,276000\n")

    def test_an_earlier_day_forgets_what_came_later(self, run: Run, folder: Path) -> None:
        result = run("project", "essai", "--on", "2010-12-31", "--format", "json")

        assert json.loads(result.stdout)["facts"]["on"] == "2010-12-31"
        assert json.loads(result.stdout)["tables"]["positions"][0]["returned"] == 0

    def test_all_tables_as_text(self, run: Run, folder: Path) -> None:
        result = run("project", "essai", "--table", "all")
        titles = [line for line in result.stdout.splitlines() if line.endswith(", in XOF")]

        assert titles == [
            "Measures, in XOF",
            "Cash by year, in XOF",
            "Cash by month, in XOF",
            "Positions, in XOF",
            "Investors, in XOF",
        ]

    @pytest.mark.parametrize(
        ("lang", "message"),
        [
            ("en", "a CSV file holds one table: choose it with --table, or use --format json"),
            (
                "fr",
                "un fichier CSV contient un seul tableau : choisissez-le avec --table, "
                "ou prenez --format json",
            ),
        ],
    )
    def test_a_csv_file_holds_one_table(
        self, run: Run, folder: Path, lang: str, message: str
    ) -> None:
        result = run("project", "essai", "--table", "all", "--format", "csv", "--lang", lang)

        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.endswith(f"Error: {message}\n")

    @pytest.mark.parametrize(
        ("lang", "message"),
        [
            (
                "en",
                "error: no scenario is called 'Drouth': did you mean 'drought'? "
                "the fund has base, drought\n",
            ),
            (
                "fr",
                "erreur : aucun scénario ne s'appelle 'Drouth' : vouliez-vous dire 'drought' ? "
                "le fonds compte base, drought\n",
            ),
        ],
    )
    def test_an_unknown_scenario_names_the_nearest(
        self, run: Run, folder: Path, lang: str, message: str
    ) -> None:
        result = run("project", "essai", "--scenario", "Drouth", "--lang", lang)

        assert (result.exit_code, result.stdout, result.stderr) == (1, "", message)

    def test_the_tables_offered_are_those_of_the_report(self) -> None:
        assert tuple(TABLES) == commands.TABLES


class TestSchedule:
    """L2 capitalises 10 000 the first year and pays 121 000 the second; L3 was amended."""

    def test_csv_shows_a_capitalised_row(self, run: Run, folder: Path) -> None:
        """Its interest, a total of 0 and the raised outstanding."""
        result = run("schedule", "essai", "L2", "--format", "csv")

        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == (
            "due_on,principal,interest,fees,total,outstanding\n"
            "2011-01-01,0,10000,0,0,110000\n"
            "2012-01-01,110000,11000,0,121000,0\n"
        )

    def test_text_prints_the_conventions_and_the_totals(self, run: Run, folder: Path) -> None:
        result = run("schedule", "essai", "L2")

        assert result.exit_code == 0
        assert result.stdout == (
            "Contract: L2\n"
            "Enterprise: E1\n"
            "Kind: loan\n"
            "Principal: XOF 100,000\n"
            "Interest from: January 1, 2010\n"
            "Yearly rate: 10%\n"
            "Day count: A/365F\n"
            "Rounding of interest: to the nearest, half up\n"
            "Rounding of instalments: down\n"
            "Instalments in multiples of: XOF 1\n"
            "Amortisation: bullet\n"
            "Dues that capitalise interest: 1\n"
            "Dues of interest only: 0\n"
            "Amended on: –\n"
            "Dues left out, nothing being owed: 0\n"
            "\n"
            "Repayment schedule, in XOF\n"
            "Due on           Principal  Interest  Fees    Total  Outstanding\n"
            "────────────────────────────────────────────────────────────────\n"
            "January 1, 2011          0    10,000     0        0      110,000\n"
            "January 1, 2012    110,000    11,000     0  121,000            0\n"
            "────────────────────────────────────────────────────────────────\n"
            "Total              110,000    21,000     0  121,000\n"
            "XOF 10,000 of the interest is not paid but added to the principal: a total is what "
            "is paid, which is principal, interest and fees less that amount\n"
            "\n"
            "Cost of the credit\n"
            "Total interest: XOF 21,000\n"
            "Total fees: XOF 0\n"
            "Total cost: XOF 21,000\n"
            "Total paid: XOF 121,000\n"
            "EU APR (TAEG): 10%\n"
            "Proportional TEG: 10.5%\n"
            "Effective TEG: 10%\n"
            "TEG periods in a year: 0.50\n"
            "TEG meant by the ceiling: unverified (proportional or effective: no text found says "
            "which, so both count)\n"
            "Lender: UMOA, SFD or other lender that is no bank\n"
            "Signed on: January 1, 2010\n"
            "Usury ceiling: no ceiling known on January 1, 2010\n"
        )

    def test_text_in_french(self, run: Run, folder: Path) -> None:
        result = run("schedule", "essai", "L2", "--lang", "fr")

        assert "Arrondi des intérêts : au plus proche, demi supérieur\n" in result.stdout
        assert "Échéancier, en F CFA\n" in result.stdout
        assert plain(result.stdout).endswith(
            "\n"
            "Coût du crédit\n"
            "Total des intérêts : 21 000 F CFA\n"
            "Total des frais : 0 F CFA\n"
            "Coût total : 21 000 F CFA\n"
            "Total payé : 121 000 F CFA\n"
            "TAEG (formule européenne) : 10 %\n"
            "TEG proportionnel : 10,5 %\n"
            "TEG effectif : 10 %\n"
            "Périodes du TEG par an : 0,50\n"
            "TEG visé par le plafond : non vérifié (proportionnel ou effectif : aucun texte trouvé "
            "ne le dit, les deux comptent)\n"
            "Prêteur : UMOA, SFD ou autre prêteur non bancaire\n"
            "Signé le : 1er janvier 2010\n"
            "Plafond de l'usure : aucun plafond connu au 1er janvier 2010\n"
        )

    def test_json_holds_the_conventions(self, run: Run, folder: Path) -> None:
        found = json.loads(run("schedule", "essai", "L2", "--format", "json").stdout)

        assert found == {
            "format": 1,
            "command": "schedule",
            "currency": "XOF",
            "minor_digits": 0,
            "facts": {
                "contract": "L2",
                "enterprise": "E1",
                "kind": "loan",
                "principal": 100_000,
                "start": "2010-01-01",
                "rate": 0.1,
                "day_count": "A/365F",
                "rounding_interest": "half_up",
                "rounding_principal": "down",
                "rounding_multiple": 1,
                "amortisation": "bullet",
                "capitalised_dues": 1,
                "interest_only_dues": 0,
                "amended_on": [],
                "dues_left_out": 0,
            },
            "terms": {},
            "cost": {
                "total_interest": 21_000,
                "total_fees": 0,
                "total_cost": 21_000,
                "total_paid": 121_000,
                "left_out": None,
                "apr": 0.1,
                "teg_proportional": 0.105,
                "teg_effective": 0.1,
                "periods_per_year": 0.5,
                "rate_status": "unique",
                "rates": [0.1],
                "teg_convention": "unverified",
                "lender": "umoa_other",
                "signed_on": "2010-01-01",
                "ceiling": None,
                "ceiling_from": None,
                "ceiling_source": None,
                "ceiling_status": None,
                "verdict": None,
            },
            "tables": {
                "schedule": [
                    {
                        "due_on": "2011-01-01",
                        "principal": 0,
                        "interest": 10_000,
                        "fees": 0,
                        "total": 0,
                        "outstanding": 110_000,
                    },
                    {
                        "due_on": "2012-01-01",
                        "principal": 110_000,
                        "interest": 11_000,
                        "fees": 0,
                        "total": 121_000,
                        "outstanding": 0,
                    },
                ],
                "happenings": [],
            },
        }

    def test_an_amended_contract_as_signed_says_so(self, run: Run, folder: Path) -> None:
        """100 000 at 10 % over 730 days; the note stays out of the CSV."""
        result = run("schedule", "essai", "L3", "--format", "csv")

        assert result.stdout.endswith("\n2012-01-01,100000,20000,0,120000,0\n")
        assert result.stderr == (
            "note: L3 was amended on January 1, 2011; this is the schedule as signed: "
            "add --on 2011-01-01 for the terms in force since\n"
        )

    def test_an_amended_contract_on_a_later_day_shows_its_new_dues(
        self, run: Run, folder: Path
    ) -> None:
        """110 000 at 5 % over 365 days."""
        result = run("schedule", "essai", "L3", "--on", "2011-01-01", "--lang", "fr")

        assert "1er janvier 2012  110 000     5 500      0  115 500        0\n" in plain(
            result.stdout
        )
        assert result.stdout.endswith(
            "note : L3 a fait l'objet d'un avenant (1er janvier 2011) ; "
            "voici l'échéancier en vigueur au 1er janvier 2011\n"
        )
        assert result.stderr == ""

    def test_the_cost_of_an_amended_contract_is_that_of_its_new_terms(
        self, run: Run, folder: Path
    ) -> None:
        """110 000 drawn on 1 January 2011, 115 500 paid one year later."""
        found = json.loads(
            run("schedule", "essai", "L3", "--on", "2011-01-01", "--format", "json").stdout
        )["cost"]

        assert (found["total_cost"], found["total_paid"]) == (5_500, 115_500)
        assert (found["apr"], found["teg_proportional"]) == (0.05, 0.05)
        assert found["signed_on"] == "2011-01-01"

    @pytest.fixture
    def converted(self, folder: Path) -> None:
        """A bond of 100 000 at 10 %, converted after a year into 11 shares of 10 000."""
        bond = """
[[positions]]
id = "C1"
enterprise = "E1"
kind = "convertible_bond"
principal = "100 000 XOF"
disbursed_on = 2010-01-01
rate = "10 %"
repayment = { dues = [{ on = [2012-01-01] }], amortisation = "bullet" }
conversion = { price = "10 000 XOF" }
"""
        with (folder / "positions.toml").open("a", encoding="utf-8") as file:
            file.write(bond)
        happened = "contract,on,what,amount,price,number\nC1,2011-01-01,converted,,,\n"
        (folder / "happenings.csv").write_text(happened, encoding="utf-8")

    @pytest.mark.usefixtures("converted")
    def test_a_converted_contract_as_signed_says_so(self, run: Run) -> None:
        """100 000 at 10 % over 730 days; the note stays out of the CSV."""
        result = run("schedule", "essai", "C1", "--format", "csv")

        assert result.stdout.endswith("\n2012-01-01,100000,20000,0,120000,0\n")
        assert result.stderr == (
            "note: what happened to C1 (converted on January 1, 2011) changes its dues; this is "
            "the schedule as signed: add --on 2011-01-01 for what is due since\n"
        )

    @pytest.mark.usefixtures("converted")
    def test_a_converted_contract_on_its_day_shows_what_is_due_then(self, run: Run) -> None:
        """All of 110 000 became shares: nothing is paid, so the page tells no cost."""
        result = run("schedule", "essai", "C1", "--on", "2011-01-01", "--lang", "fr")

        assert result.exit_code == 0
        assert "1er janvier 2011        0    10 000      0      0        0\n" in plain(
            result.stdout
        )
        assert "Total payé" not in result.stdout
        assert result.stdout.endswith(
            "note : ce qui est survenu à C1 (conversion le 1er janvier 2011) change ses "
            "échéances ; voici l'échéancier en vigueur au 1er janvier 2011\n"
        )

    @pytest.mark.usefixtures("converted")
    def test_the_day_before_a_conversion_knows_nothing_of_it(self, run: Run) -> None:
        result = run("schedule", "essai", "C1", "--on", "2010-12-31", "--format", "csv")

        assert result.stderr == ""
        assert result.stdout.endswith("\n2012-01-01,100000,20000,0,120000,0\n")

    def test_the_day_before_an_amendment_knows_nothing_of_it(self, run: Run, folder: Path) -> None:
        result = run("schedule", "essai", "L3", "--on", "2010-12-31", "--format", "json")

        assert result.stderr == ""
        assert json.loads(result.stdout)["tables"]["schedule"][0]["interest"] == 20_000

    @pytest.mark.parametrize(
        ("name", "lang", "message"),
        [
            (
                "l2",
                "en",
                "error: no contract is called 'l2': did you mean 'L2'? "
                "the fund has L1, L2, L3, Q1\n",
            ),
            (
                "moulin",
                "fr",
                "erreur : aucun contrat ne s'appelle 'moulin' : le fonds compte L1, L2, L3, Q1\n",
            ),
        ],
    )
    def test_an_unknown_contract_names_the_nearest(
        self, run: Run, folder: Path, name: str, lang: str, message: str
    ) -> None:
        result = run("schedule", "essai", name, "--lang", lang)

        assert (result.exit_code, result.stdout, result.stderr) == (1, "", message)

    def test_shares_have_no_schedule(self, run: Run, folder: Path) -> None:
        result = run("schedule", "essai", "Q1")

        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == (
            "error: position 'Q1' is of kind 'ordinary_shares', which has no repayment "
            "schedule: name a debt of the fund (L1, L2, L3)\n"
        )


HALF_YEARS = "{ on = [2024-07-01, 2025-01-01] }"
FULL_YEAR = "{ on = [2024-01-01] }"


class TestCost:
    """Contracts signed under a known ceiling.

    Interest of one full year, paid in one sum, is rate × principal: the TAEG and both TEG are
    that rate. Paid by halves of 30E/360, the rate of the half-year is its half, and compounds.
    """

    def add(
        self, folder: Path, rate: str, signed_on: str, due: str, day_count: str, other: str = ""
    ) -> None:
        """Adds C1, a bullet loan of a thousand million."""
        positions = folder / "positions.toml"
        text = positions.read_text(encoding="utf-8")
        text += (
            "\n[[positions]]\n"
            'id = "C1"\nenterprise = "E1"\nkind = "loan"\nprincipal = "1 000 000 000 XOF"\n'
            f'disbursed_on = {signed_on}\nrate = "{rate}"\n'
            f'repayment = {{ dues = [{due}], amortisation = "bullet", '
            f'day_count = "{day_count}"{", " * bool(other)}{other} }}\n'
        )
        positions.write_text(text, encoding="utf-8")

    def cost(self, run: Run, *words: str) -> dict[str, object]:
        """The object ``cost`` of C1 in JSON."""
        found: dict[str, object] = json.loads(
            run("schedule", "essai", "C1", "--format", "json", *words).stdout
        )["cost"]
        return found

    @pytest.mark.parametrize(
        ("rate", "verdict"), [("24 %", "within"), ("24.00001 %", "above"), ("0 %", "within")]
    )
    def test_a_cost_equal_to_the_ceiling_keeps_to_it(
        self, run: Run, folder: Path, rate: str, verdict: str
    ) -> None:
        """24 % since 1 January 2014 for lenders of the UMOA other than banks."""
        self.add(folder, rate, "2023-01-01", FULL_YEAR, "A/365F")
        found = self.cost(run)
        expected = float(rate.removesuffix(" %")) / 100

        assert found["ceiling"] == 0.24
        assert found["ceiling_from"] == "2014-01-01"
        assert [found[name] for name in ("apr", "teg_proportional", "teg_effective")] == [
            pytest.approx(expected, abs=1e-12)
        ] * 3
        assert found["verdict"] == verdict

    def test_the_ceiling_follows_the_lender(self, run: Run, folder: Path) -> None:
        """15 % for banks in 2023."""
        self.add(folder, "24 %", "2023-01-01", FULL_YEAR, "A/365F")
        bank = self.cost(run, "--lender", "umoa_bank")

        assert (bank["lender"], bank["ceiling"], bank["verdict"]) == ("umoa_bank", 0.15, "above")

    def test_where_the_conventions_disagree_the_verdict_stays_open(
        self, run: Run, folder: Path
    ) -> None:
        """12 % by half-year: 24 % proportional, 1.12² - 1 = 25.44 % effective."""
        self.add(folder, "24 %", "2024-01-01", HALF_YEARS, "30E/360")
        found = self.cost(run)

        assert (found["teg_proportional"], found["teg_effective"]) == (0.24, 0.2544)
        assert (found["teg_convention"], found["verdict"]) == ("unverified", "open")

    @pytest.mark.parametrize(("rate", "verdict"), [("18.68 %", "within"), ("18.682 %", "above")])
    def test_a_french_overdraft_is_judged_by_the_proportional_rate(
        self, run: Run, folder: Path, rate: str, verdict: str
    ) -> None:
        """Mean of the quarter 14.01 %, and a third: 18.68 %. By half-years, effective is more."""
        due = "{ on = [2024-10-01, 2025-04-01] }"
        self.add(folder, rate, "2024-04-01", due, "30E/360")
        found = self.cost(run, "--lender", "french_overdraft")

        assert found["ceiling"] == 0.1868
        assert (found["teg_convention"], found["verdict"]) == ("proportional", verdict)

    def test_a_fee_taken_at_the_start_raises_the_rates(self, run: Run, folder: Path) -> None:
        """980 million received, 1 100 paid one year later: 110 / 98 - 1."""
        fee = 'fees = [{ kind = "at_draw", share = "2 %" }]'
        self.add(folder, "10 %", "2023-01-01", FULL_YEAR, "A/365F", fee)
        found = self.cost(run)

        assert (found["total_fees"], found["total_cost"]) == (20_000_000, 120_000_000)
        assert found["apr"] == found["teg_proportional"] == round(110 / 98 - 1, 7)

    def test_a_quarter_without_a_notice_has_no_ceiling(self, run: Run, folder: Path) -> None:
        self.add(folder, "5 %", "2023-10-01", "{ on = [2024-10-01] }", "30E/360")
        result = run("schedule", "essai", "C1", "--lender", "french_overdraft")

        assert result.exit_code == 0
        assert result.stdout.endswith(
            "TEG meant by the ceiling: the proportional one\n"
            "Lender: France, overdraft of a business\n"
            "Signed on: October 1, 2023\n"
            "Usury ceiling: no ceiling known on October 1, 2023\n"
        )

    @pytest.mark.parametrize(
        ("lang", "lines"),
        [
            (
                "en",
                "Usury ceiling: 24%\n"
                "Ceiling in force from: January 1, 2014\n"
                "Source of the ceiling: {source}\n"
                "Status of the source: commentary read, not the text (verified secondary)\n"
                "Cost against the ceiling: open: one of the two TEG is above it, "
                "the other is not\n",
            ),
            (
                "fr",
                "Plafond de l'usure : 24 %\n"
                "Plafond en vigueur depuis le : 1er janvier 2014\n"
                "Source du plafond : {source}\n"
                "Statut de la source : commentaire lu, pas le texte (verified secondary)\n"
                "Coût au regard du plafond : à trancher : l'un des deux TEG le dépasse, "
                "l'autre non\n",
            ),
        ],
    )
    def test_the_ceiling_is_told_with_its_source(
        self, run: Run, folder: Path, lang: str, lines: str
    ) -> None:
        self.add(folder, "24 %", "2024-01-01", HALF_YEARS, "30E/360")
        source = parameter("usury.umoa.other").at(date(2024, 1, 1)).source
        shown = plain(run("schedule", "essai", "C1", "--lang", lang).stdout)

        assert shown.endswith(lines.format(source=source))
        assert "CM/UMOA/011/06/2013" in shown

    def test_monthly_rates_agree_with_the_annuity_formula(self, run: Run, folder: Path) -> None:
        """Σ instalmentₖ / (1 + i)ᵏ = principal; 12 i, and (1 + i)¹² - 1."""
        due = '{ every = "month", first = 2024-02-01, count = 24 }'
        self.add(folder, "12 %", "2024-01-01", due, "30E/360")
        text = (folder / "positions.toml").read_text(encoding="utf-8")
        head, _, tail = text.rpartition('"bullet"')
        (folder / "positions.toml").write_text(f'{head}"level_payment"{tail}', encoding="utf-8")
        rows = json.loads(run("schedule", "essai", "C1", "--format", "json").stdout)
        paid = [row["total"] for row in rows["tables"]["schedule"]]
        rate = monthly_rate(1_000_000_000, paid)

        assert len(paid) == 24
        assert rows["cost"]["teg_proportional"] == round(12 * rate, 7)
        assert rows["cost"]["teg_effective"] == round((1 + rate) ** 12 - 1, 7)
        assert rows["cost"]["apr"] == rows["cost"]["teg_effective"]
        assert rows["cost"]["total_cost"] == sum(paid) - 1_000_000_000

    @pytest.mark.parametrize(
        ("lang", "message"),
        [
            ("en", "a CSV file holds the rows alone: leave --lender out, or use --format json"),
            (
                "fr",
                "un fichier CSV ne contient que les lignes : enlevez --lender, "
                "ou prenez --format json",
            ),
        ],
    )
    def test_csv_takes_no_lender(self, run: Run, folder: Path, lang: str, message: str) -> None:
        words = ("--format", "csv", "--lender", "umoa_bank", "--lang", lang)
        result = run("schedule", "essai", "L1", *words)

        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.endswith(f"Error: {message}\n")

    def test_csv_loads_nothing_of_the_cost(self, folder: Path) -> None:
        code = (
            "import sys; from investisens.cli import main\n"
            "main(sys.argv[1:], standalone_mode=False)\n"
            "print([name for name in sys.modules if 'credit_cost' in name or 'usury' in name])"
        )
        words = [sys.executable, "-c", code, "schedule", str(folder), "L2", "--format", "csv"]
        done = subprocess.run(words, capture_output=True, text=True, check=True)

        assert done.stdout.splitlines()[-1] == "[]"

    def test_the_lenders_offered_are_those_of_the_law(self) -> None:
        assert commands.LENDERS[0] == "umoa_other"
        assert sorted(commands.LENDERS) == sorted(lender.name.lower() for lender in Lender)


class TestCheck:
    """A sound folder, one with warnings only, one with errors."""

    @pytest.mark.parametrize(
        ("lang", "line"),
        [("en", "essai: nothing to correct\n"), ("fr", "essai : rien à corriger\n")],
    )
    def test_a_sound_folder(self, run: Run, folder: Path, lang: str, line: str) -> None:
        result = run("check", "essai", "--lang", lang)

        assert (result.exit_code, result.stdout, result.stderr) == (0, line, "")

    def test_warnings_alone_are_no_failure(self, run: Run, folder: Path) -> None:
        (folder / "callz.csv").write_text("call\n", encoding="utf-8")
        result = run("check", "essai")

        assert result.exit_code == 0
        assert result.stdout.startswith("warning: ")
        assert result.stdout.endswith("\nessai: errors: 0, warnings: 1\n")

    def test_every_error_is_listed(self, run: Run, folder: Path) -> None:
        (folder / "calls.csv").write_text(
            "call,called_on,investor,amount\nC1,2010-01-01,FR01,many\nC1,2010-01-01,FR02,100000\n",
            encoding="utf-8",
        )
        (folder / "results.csv").write_text(
            "enterprise,year,measure,amount\nE9,2011,net_profit,5\n", encoding="utf-8"
        )
        result = run("check", "essai", "--lang", "fr")

        assert result.exit_code == 1
        assert result.stdout.count("erreur : ") >= 3
        assert "calls.csv: line 2, amount" in result.stdout
        assert "results.csv: line 2, enterprise" in result.stdout

    def test_json_counts_and_lists(self, run: Run, folder: Path) -> None:
        (folder / "fund.toml").unlink()
        result = run("check", "essai", "--format", "json")
        found = json.loads(result.stdout)

        assert result.exit_code == 1
        assert found["facts"]["folder"] == "essai"
        assert found["facts"]["errors"] == len(found["tables"]["findings"]) >= 1
        assert found["currency"] is None

    def test_csv_has_one_line_for_each_finding(self, run: Run, folder: Path) -> None:
        (folder / "callz.csv").write_text("call\n", encoding="utf-8")
        heading, line = run("check", "essai", "--format", "csv").stdout.splitlines()

        assert heading == "severity,where,found,expected,remedy"
        assert line.startswith("warning,")

    def test_a_folder_that_is_not_there(self, run: Run) -> None:
        result = run("check", "nowhere")

        assert (result.exit_code, result.stdout) == (
            1,
            "error: nowhere: expected a fund folder, found nothing: check the path\n"
            "nowhere: errors: 1, warnings: 0\n",
        )


class TestNew:
    """A folder to start from is sound, projects, and never replaces anything."""

    def test_a_new_fund_can_be_checked_and_projected(self, run: Run) -> None:
        made = run("new", "my fund")

        assert made.exit_code == 0
        assert made.stdout == (
            "my fund: a fund to start from. Next:\n"
            "  investisens check 'my fund'\n"
            "  investisens project 'my fund'\n"
        )
        assert run("check", "my fund").exit_code == 0
        assert run("project", "my fund").exit_code == 0

    def test_the_next_steps_in_french(self, run: Run) -> None:
        assert run("new", "fonds", "--lang", "fr").stdout == (
            "fonds : un fonds pour commencer. Ensuite :\n"
            "  investisens check fonds\n"
            "  investisens project fonds\n"
        )

    def test_a_folder_in_use_is_left_alone(self, run: Run, folder: Path) -> None:
        before = {path: path.read_bytes() for path in folder.iterdir()}
        result = run("new", "essai")

        assert result.exit_code == 1
        assert result.stderr.startswith("error: ")
        assert {path: path.read_bytes() for path in folder.iterdir()} == before
