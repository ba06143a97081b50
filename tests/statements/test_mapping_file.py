from __future__ import annotations

from pathlib import Path

import pytest

from investisens.statements import read_mapping, shipped_mapping
from investisens.statements.mapping import Columns, CsvMapping, Dates, Numbers
from investisens.statements.mapping_file import mapping_of, shipped_names
from investisens.values.errors import InvalidFolder, InvalidTerms, MissingData

GOOD = """
kind = "bank"
name = "My bank"
currency = "XOF"

[columns]
operation_date = "Date"
amount = "Montant"
"""


def problems(text: str) -> list[str]:
    """What is wrong with a mapping, line by line."""
    with pytest.raises(InvalidFolder) as caught:
        mapping_of(text, "m.toml")
    return str(caught.value).splitlines()[1:]


def test_a_mapping_needs_few_terms() -> None:
    expected = CsvMapping(
        kind="bank",
        name="My bank",
        currency="XOF",
        columns=Columns(operation_date="Date", amount="Montant"),
    )

    assert mapping_of(GOOD, "m.toml") == expected


def test_each_shipped_mapping_is_valid() -> None:
    assert [shipped_mapping(name).kind for name in shipped_names()] == ["bank", "mobile_money"]


def test_a_mapping_of_ones_own_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8-sig")

    assert read_mapping(path) == mapping_of(GOOD, "mine.toml")


def test_every_problem_of_a_mapping_is_told_at_once() -> None:
    text = """
kind = "bank"
name = 5
curency = "XOF"
newest_first = "yes"

[columns]
operation_date = "Date"
text = "Objet"
ammount = "Montant"

[[charges]]
start_with = "COM"
"""
    assert problems(text) == [
        "m.toml: curency: expected a known key, found 'curency': did you mean 'currency'?",
        "m.toml: name: expected a text, found 5: rewrite it so",
        "m.toml: currency: expected a text, found nothing: add the key",
        "m.toml: columns.ammount: expected a known key, found 'ammount': did you mean 'amount'?",
        "m.toml: columns.text: expected a list in square brackets, found 'Objet': rewrite it so",
        "m.toml: newest_first: expected true or false, found 'yes': rewrite it so",
        "m.toml: charges[0].start_with: expected a known key, found 'start_with': "
        "did you mean 'starts_with'?",
        "m.toml: charges[0].starts_with: expected a text, found nothing: add the key",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            GOOD.replace("XOF", "XOFF"),
            "m.toml: currency: expected valid terms, found that currency 'XOFF' is no active "
            "ISO 4217 code: did you mean 'XOF'?",
        ),
        (
            f"delimiter = ';;'\n{GOOD}",
            "m.toml: delimiter: expected valid terms, found that delimiter is ';;': "
            "give one character such as ';'",
        ),
        (
            GOOD.replace("bank", "telex", 1),
            "m.toml: kind: expected valid terms, found that kind is 'telex': "
            "use one of 'bank', 'mobile_money'",
        ),
        (
            GOOD.replace("bank", "mobile_money", 1),
            "m.toml: columns: expected valid terms, found that columns.id is not named but "
            "kind is 'mobile_money': name the column",
        ),
        (
            f"direction = 'wallets'\n{GOOD}",
            "m.toml: columns: expected valid terms, found that columns.sender is not named but "
            "direction is 'wallets': name the column",
        ),
        (
            f"{GOOD}debit = 'Debit'",
            "m.toml: columns.amount: expected valid terms, found that amount is 'Montant', "
            "debit 'Debit' and credit '': name one column amount, or the two columns debit "
            "and credit",
        ),
        (
            f"{GOOD}status = 'Statut'",
            "m.toml: status: expected valid terms, found that columns.status is 'Statut' but its "
            "words are not known: add the table [status] with done, failed and pending",
        ),
        (
            "kind = ",
            "m.toml: expected a TOML file, found Invalid value (at end of document): "
            "mend the line named",
        ),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(text: str, problem: str) -> None:
    assert problems(text) == [problem]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidFolder) as caught:
        read_mapping(tmp_path / "none.toml")

    problem = "none.toml: expected a mapping in UTF-8, found a refusal (No such file or directory)"
    assert str(caught.value) == f"1 problem found:\n{problem}: check it"


def test_an_unknown_shipped_mapping_names_the_nearest() -> None:
    with pytest.raises(MissingData) as caught:
        shipped_mapping("momoo")
    assert str(caught.value) == "no mapping 'momoo' comes with the package: did you mean 'momo'?"


@pytest.mark.parametrize(
    ("written", "pivot", "message"),
    [
        (
            "DD/MM",
            None,
            "format is 'DD/MM': name the day, the month and the year, such as 'DD/MM/YYYY'",
        ),
        (
            "DD/MM/YY",
            None,
            "pivot is None and the year of 'DD/MM/YY' has two digits: give a pivot from 0 to 100",
        ),
        (
            "DD/MM/YYYY",
            70,
            "pivot is 70 and the year of 'DD/MM/YYYY' has four digits: leave the pivot out",
        ),
    ],
)
def test_a_date_format_says_all_of_a_day(written: str, pivot: int | None, message: str) -> None:
    with pytest.raises(InvalidTerms) as caught:
        Dates(format=written, pivot=pivot)
    assert str(caught.value) == message


def test_a_mark_of_numbers_is_one_of_those_that_exist() -> None:
    with pytest.raises(InvalidTerms) as caught:
        Numbers(thousands="_")
    assert str(caught.value) == "thousands is '_': use one of ' ', \"'\", '.', ',', ''"
