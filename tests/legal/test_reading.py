"""A TOML file of legal numbers is read strictly, and tells every problem at once."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investisens.legal.dated import Status
from investisens.legal.reading import read_subject
from investisens.values.errors import InvalidFolder

USURY = """
[bank]
unit = "fraction"
jurisdiction = "UMOA"
description = "Ceiling"
description_fr = "Plafond"
[[bank.values]]
from = 2014-01-01
value = "0.15"
source = "invented"
status = "verified text"
decided_on = 2013-06-28
[[bank.values]]
from = 2026-06-01
value = "0.14"
source = "invented"
status = "unverified"
until = 2026-12-31
"""

TABLE = """
[intensity]
unit = "fraction"
jurisdiction = "EU"
description = "Highest intensity"
description_fr = "Intensité maximale"
[intensity.keys]
small = ["small enterprise", "petite entreprise"]
medium = ["medium enterprise", "moyenne entreprise"]
[[intensity.values]]
from = 2014-07-01
value = { small = "0.20", medium = "0.10" }
source = "invented"
status = "verified text"
from_status = "unverified"
"""

UNITS = (
    "one of fraction, multiple, days, months, years, count, account, one part in, "
    "decimals of a per cent, a currency such as XOF, or a parity such as XOF per EUR"
)


def problems(text: str) -> list[str]:
    with pytest.raises(InvalidFolder) as caught:
        read_subject("usury", text)
    return [str(finding) for finding in caught.value.findings]


def test_a_file_gives_its_parameters_with_dates_sources_and_status() -> None:
    (found,) = read_subject("usury", USURY)

    assert found.name == "usury.bank"
    assert found.unit == "fraction"
    assert [(row.start, row.value, row.status) for row in found.values] == [
        (date(2014, 1, 1), Fraction("0.15"), Status.VERIFIED_TEXT),
        (date(2026, 6, 1), Fraction("0.14"), Status.UNVERIFIED),
    ]
    assert found.values[0].decided_on == date(2013, 6, 28)
    assert found.values[1].until == date(2026, 12, 31)


def test_a_nested_table_has_a_longer_name() -> None:
    nested = USURY.replace("[bank", "[umoa.bank").replace("[[bank", "[[umoa.bank")

    assert [found.name for found in read_subject("usury", nested)] == ["usury.umoa.bank"]


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (
            'unit = "fraction"',
            'unti = "fraction"',
            "usury.toml: bank.unti: expected one of unit, jurisdiction, description, "
            "description_fr, values, keys, found an unknown key: did you mean 'unit'?",
        ),
        (
            'unit = "fraction"',
            "",
            f"usury.toml: bank.unit: expected {UNITS}, found nothing: add the key",
        ),
        (
            'unit = "fraction"',
            'unit = "percent"',
            f"usury.toml: bank.unit: expected {UNITS}, found 'percent': rewrite it so",
        ),
        (
            'unit = "fraction"',
            'unit = "days"',
            "usury.toml: bank.values[0].value: expected a whole number of days written as text, "
            "such as \"90\", found '0.15': rewrite it so",
        ),
        (
            'unit = "fraction"',
            'unit = "XOF"',
            "usury.toml: bank.values[1].value: expected an amount in XOF written as text, no "
            "finer than its minor unit, such as \"5000\", found '0.14': rewrite it so",
        ),
        (
            'source = "invented"\nstatus = "verified text"',
            'status = "verified text"',
            "usury.toml: bank.values[0].source: expected a text, found nothing: add the key",
        ),
        (
            'status = "unverified"',
            'status = "unverified"\nfrom_status = "perhaps"',
            'usury.toml: bank.values[1].from_status: expected "verified text" or "verified '
            'secondary" or "unverified", found \'perhaps\': rewrite it so',
        ),
        (
            'description_fr = "Plafond"',
            "",
            "usury.toml: bank.description_fr: expected a text, found nothing: add the key",
        ),
        (
            'jurisdiction = "UMOA"',
            'jurisdiction = " "',
            "usury.toml: bank.jurisdiction: expected one of BJ, FR, EU, UMOA, OHADA, OECD, IMF, "
            "IFRS, INT, found ' ': rewrite it so",
        ),
        (
            'jurisdiction = "UMOA"',
            'jurisdiction = ["UMOA"]',
            "usury.toml: bank.jurisdiction: expected one of BJ, FR, EU, UMOA, OHADA, OECD, IMF, "
            "IFRS, INT, found ['UMOA']: rewrite it so",
        ),
        (
            'value = "0.15"',
            "value = 0.15",
            'usury.toml: bank.values[0].value: expected a number written as text, such as "0.14", '
            "found 0.15: rewrite it so",
        ),
        (
            'value = "0.15"',
            'value = "15 %"',
            'usury.toml: bank.values[0].value: expected a number written as text, such as "0.14", '
            "found '15 %': rewrite it so",
        ),
        (
            "from = 2014-01-01",
            "from = 2014-01-01T00:00:00",
            "usury.toml: bank.values[0].from: expected a date such as 2026-06-01, "
            "found datetime.datetime(2014, 1, 1, 0, 0): rewrite it so",
        ),
        (
            'status = "unverified"',
            'status = "checked"',
            'usury.toml: bank.values[1].status: expected "verified text" or "verified secondary" '
            "or \"unverified\", found 'checked': rewrite it so",
        ),
        (
            'status = "unverified"',
            "status = []",
            'usury.toml: bank.values[1].status: expected "verified text" or "verified secondary" '
            'or "unverified", found []: rewrite it so',
        ),
        (
            "decided_on = 2013-06-28",
            "note = 1",
            "usury.toml: bank.values[0].note: expected one of from, value, source, status, "
            "decided_on, until, from_status, found an unknown key: remove it",
        ),
        (
            "from = 2026-06-01",
            "from = 2014-01-01",
            "usury.toml: bank.values: expected dates in order, found 2014-01-01: "
            "usury.bank has a value from 2014-01-01 after one that holds on 2014-01-01: "
            "give the values in order of date, without overlap",
        ),
        (
            "until = 2026-12-31",
            "until = 2026-05-31",
            "usury.toml: bank.values: expected dates in order, found 2026-05-31: "
            "until 2026-05-31 is before from 2026-06-01: check the order of the dates",
        ),
    ],
)
def test_a_problem_of_a_file_is_told_with_its_place(right: str, wrong: str, problem: str) -> None:
    assert right in USURY

    assert problem in problems(USURY.replace(right, wrong))


def test_every_problem_of_a_file_is_told_at_once() -> None:
    broken = USURY.replace('"0.15"', "0.15").replace('"0.14"', "0.14").replace('"UMOA"', "1")

    assert len(problems(broken)) == 3


def test_a_misspelt_list_of_values_is_refused() -> None:
    assert problems('[bank]\nunit = "fraction"') == [
        "usury.toml: bank.unit: expected the table of a parameter, found 'fraction': "
        "a parameter has unit, jurisdiction, description, description_fr and values"
    ]


def test_a_parameter_without_values_is_refused() -> None:
    assert problems(USURY.partition("[[")[0] + "values = []") == [
        "usury.toml: bank.values: expected a list of tables, found []: rewrite it so"
    ]


def test_an_empty_table_is_refused() -> None:
    assert problems("[bank]") == [
        "usury.toml: bank: expected the table of a parameter, found {}: "
        "a parameter has unit, jurisdiction, description, description_fr and values"
    ]


@pytest.mark.parametrize("name", ["Bank", "bank rate", "bank.rate", "1st", ""])
def test_a_name_that_could_be_mistaken_is_refused(name: str) -> None:
    """A key in quotes may hold a point, and then be the name of another parameter."""
    assert problems(USURY.replace("bank", f'"{name}"')) == [
        f"usury.toml: {name}: expected a name in small letters, digits and underscores, "
        f"found {name!r}: rename it"
    ]


@pytest.mark.parametrize(
    ("right", "twice"),
    [
        ('unit = "fraction"', 'unit = "fraction"\nunit = "fraction"'),
        ("[bank]", "[bank]\n[bank]"),
        ('value = "0.15"', 'value = "0.15"\nvalue = "0.16"'),
    ],
)
def test_what_is_given_twice_is_refused(right: str, twice: str) -> None:
    (problem,) = problems(USURY.replace(right, twice))

    assert problem.startswith("usury.toml: expected a TOML file, found Cannot ")


def test_a_file_that_is_not_toml_is_refused() -> None:
    (problem,) = problems("[bank")

    assert problem.startswith("usury.toml: expected a TOML file, found ")


@given(st.lists(st.dates(), min_size=2, max_size=5))
def test_dates_that_do_not_strictly_increase_are_refused(days: list[date]) -> None:
    head = USURY.partition("[[")[0]
    row = '[[bank.values]]\nfrom = {}\nvalue = "0.1"\nsource = "invented"\nstatus = "unverified"\n'
    text = head + "".join(row.format(day.isoformat()) for day in days)

    if days == sorted(set(days)):
        assert [each.start for each in read_subject("usury", text)[0].values] == days
    else:
        assert len(problems(text)) == 1


# Tables.


def test_each_key_of_a_table_is_a_parameter() -> None:
    small, medium = read_subject("eu", TABLE)

    assert (small.name, medium.name) == ("eu.intensity.small", "eu.intensity.medium")
    assert small.description == "Highest intensity: small enterprise"
    assert medium.description_fr == "Intensité maximale : moyenne entreprise"
    assert (small.values[0].text, medium.values[0].text) == ("0.20", "0.10")
    assert medium.values[0].status is Status.VERIFIED_TEXT
    assert medium.values[0].start_status is Status.UNVERIFIED


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (
            ', medium = "0.10" }',
            " }",
            "usury.toml: intensity.values[0].value.medium: expected a number written as text, "
            'such as "0.14", found nothing: add the key',
        ),
        (
            'medium = "0.10"',
            'medium = "0.10", big = "0.05"',
            "usury.toml: intensity.values[0].value.big: expected one of small, medium, found an "
            "unknown key: remove it",
        ),
        (
            'small = "0.20"',
            "small = 0.20",
            "usury.toml: intensity.values[0].value.small: expected a number written as text, "
            'such as "0.14", found 0.2: rewrite it so',
        ),
        (
            'value = { small = "0.20", medium = "0.10" }',
            'value = "0.20"',
            "usury.toml: intensity.values[0].value: expected a table with a number for each of "
            "small, medium, found '0.20': rewrite it so",
        ),
        (
            'small = ["small enterprise", "petite entreprise"]',
            'small = "small enterprise"',
            "usury.toml: intensity.keys: expected a table of keys, each with its name in English "
            "and in French, found {'small': 'small enterprise', 'medium': ['medium enterprise', "
            "'moyenne entreprise']}: rewrite it so",
        ),
    ],
)
def test_a_problem_of_a_table_is_told_with_its_place(right: str, wrong: str, problem: str) -> None:
    assert right in TABLE

    assert problem in problems(TABLE.replace(right, wrong))


def test_a_number_of_a_single_parameter_is_no_table() -> None:
    assert problems(USURY.replace('value = "0.15"', 'value = { bank = "0.15" }')) == [
        'usury.toml: bank.values[0].value: expected a number written as text, such as "0.14", '
        "found {'bank': '0.15'}: rewrite it so"
    ]
