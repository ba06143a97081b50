"""``investisens rules``: what applies on a day, with its source, in every format and language."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from click.testing import Result

from investisens.cli.rules_command import rules
from investisens.legal.dated import JURISDICTIONS, Status
from investisens.legal.parameters import names, parameter

Run = Callable[..., Result]


def test_every_rule_in_force_on_a_day_is_listed(run: Run) -> None:
    result = run("rules", "--on", "2026-06-30", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    known = [parameter(name) for name in names()]
    day = date(2026, 6, 30)

    assert result.exit_code == 0
    assert [row["rule"] for row in rows] == [
        each.name for each in known if each.find(day) is not None
    ]
    assert all(row["from"] <= "2026-06-30" for row in rows)
    assert all(row["until"] >= "2026-06-30" for row in rows if row["until"])
    assert all(row["source"] and row["status"] for row in rows)


def test_without_a_day_every_number_through_time_is_listed(run: Run) -> None:
    result = run("rules", "--format", "json")
    report = json.loads(result.stdout)
    values = [(name, each.start.isoformat()) for name in names() for each in parameter(name).values]

    assert report["command"] == "rules"
    assert report["facts"]["on"] is None
    assert [(row["rule"], row["from"]) for row in report["tables"]["rules"]] == values
    assert report["facts"]["rules"] == len(values)


def test_text_flags_what_nobody_verified(run: Run) -> None:
    result = run("rules", "--on", "2026-06-30", "usury.umoa.bank")
    flagged = run("rules", "--on", "2026-06-30", "oecd.mobilised.half")

    assert result.stdout == (
        "On: June 30, 2026\n"
        "Rules: 1\n"
        "Of which unverified: 0\n"
        "Without a value on that day: 0\n"
        "\n"
        "usury.umoa.bank: 14%\n"
        "    Ceiling on the effective rate of credits granted by banks. Whether the yearly rate "
        "is\n"
        "    proportional or compounded was not found.\n"
        "    UMOA, from June 1, 2026, decided on December 29, 2025\n"
        "    commentary read, not the text (verified secondary): Council of Ministers of the UMOA, "
        "4th\n"
        "    ordinary session of 2025 (bceao.int, lenouveaumanager.info)\n"
    )
    assert "\n! oecd.mobilised.half: 50% (UNVERIFIED)\n" in flagged.stdout


def test_french_is_spoken(run: Run) -> None:
    result = run("rules", "--on", "2026-06-30", "--lang", "fr", "oecd.mobilised.half")

    assert result.stdout.replace("\u202f", " ").replace("\u00a0", " ") == (
        "Au : 30 juin 2026\n"
        "Règles : 1\n"
        "Dont non vérifiées : 1\n"
        "Sans valeur ce jour-là : 0\n"
        "\n"
        "! oecd.mobilised.half : 50 % (NON VÉRIFIÉ)\n"
        "    Part de l'argent privé attribuée aux arrangeurs ou à la tranche la plus risquée ; le "
        "reste va à\n"
        "    tous les acteurs publics (prêts syndiqués, véhicules structurés, investissement "
        "direct)\n"
        "    OCDE, à partir du 30 septembre 2018\n"
        "    non vérifié : OECD DAC, methodologies; weight from general knowledge, not read\n"
    )


def test_machine_formats_are_the_same_in_every_language(run: Run) -> None:
    for output in ("csv", "json"):
        english = run("rules", "--on", "2026-06-30", "--format", output, "--lang", "en")
        french = run("rules", "--on", "2026-06-30", "--format", output, "--lang", "fr")
        assert english.stdout == french.stdout


@pytest.mark.parametrize("code", JURISDICTIONS)
def test_a_jurisdiction_shows_its_own_rules(run: Run, code: str) -> None:
    report = json.loads(run("rules", "--jurisdiction", code, "--format", "json").stdout)

    assert {row["jurisdiction"] for row in report["tables"]["rules"]} == {code}


@pytest.mark.parametrize("status", Status)
def test_a_status_shows_its_own_rules(run: Run, status: Status) -> None:
    option = status.value.replace(" ", "-")
    report = json.loads(run("rules", "--status", option, "--format", "json").stdout)

    assert {row["status"] for row in report["tables"]["rules"]} == {status.value}


def test_the_options_offer_what_the_data_knows() -> None:
    choices = {each.name: getattr(each.type, "choices", ()) for each in rules.params}

    assert tuple(choices["jurisdiction"]) == JURISDICTIONS
    assert list(choices["status"]) == [status.value.replace(" ", "-") for status in Status]


def test_a_rule_asked_for_too_early_says_when_it_starts(run: Run) -> None:
    line = (
        "fx.eur_xof: no value known on December 31, 1998; the first one holds from January 1, 1999"
    )
    text = run("rules", "--on", "1998-12-31", "fx.eur_xof")
    machine = run("rules", "--on", "1998-12-31", "fx.eur_xof", "--format", "csv")

    assert text.exit_code == machine.exit_code == 0
    assert text.stdout == (
        "On: December 31, 1998\n"
        "Rules: 0\n"
        "Of which unverified: 0\n"
        "Without a value on that day: 1\n"
        "\n"
        f"{line}\n"
    )
    assert (machine.stdout.count("\n"), machine.stderr) == (1, f"note: {line}\n")


def test_every_rule_is_in_force_or_told_to_have_no_value(run: Run) -> None:
    """Without TEXT too: no value known reads as nothing else."""
    report = json.loads(run("rules", "--on", "2010-06-30", "--format", "json").stdout)
    rows, unknown = report["tables"]["rules"], report["tables"]["unknown"]

    assert sorted(row["rule"] for row in [*rows, *unknown]) == sorted(names())
    assert report["facts"]["unknown"] == len(unknown) > 0
    assert all(row["from"] or row["until"] for row in unknown)
    text = run("rules", "--on", "2010-06-30").stdout
    assert text.count(": no value known on June 30, 2010;") == len(unknown)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ("usury.umoa.bnak",),
            1,
            "error: no rule speaks of 'usury.umoa.bnak': did you mean 'usury.umoa.bank', "
            "'usury.umoa.other'? investisens rules lists them all\n",
        ),
        (
            ("?", "--jurisdiction", "BJ", "--lang", "fr"),
            1,
            "erreur : aucune règle ne parle de '?' (BJ) : investisens rules les montre toutes\n",
        ),
        (
            ("--on", "2026-02-30"),
            2,
            "Error: Invalid value for '--on': '2026-02-30' is not a day: write it as YYYY-MM-DD, "
            "such as 2012-12-31\n",
        ),
        (
            ("--jurisdiction", "US"),
            2,
            "Error: Invalid value for '--jurisdiction': 'US' is not one of 'BJ', 'FR', 'EU', "
            "'UMOA', 'OHADA', 'OECD', 'IMF', 'IFRS', 'INT'.\n",
        ),
        (
            ("--status", "checked"),
            2,
            "Error: Invalid value for '--status': 'checked' is not one of 'verified-text', "
            "'verified-secondary', 'unverified'.\n",
        ),
    ],
)
def test_a_bad_request_is_refused(
    run: Run, words: tuple[str, ...], code: int, message: str
) -> None:
    result = run("rules", *words)

    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.endswith(message)


def test_help_reads_no_rule() -> None:
    code = (
        "import sys\n"
        "from investisens.cli import main\n"
        "main(['rules', '--help'], standalone_mode=False)\n"
        "sys.exit('investisens.legal.parameters' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
