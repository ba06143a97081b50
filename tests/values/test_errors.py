"""Errors carry what is at fault; findings say where, and what to do."""

from __future__ import annotations

import pytest

from investisens.values import errors
from investisens.values.errors import (
    ConservationBroken,
    CurrencyMismatch,
    Finding,
    InvalidAmount,
    InvalidDate,
    InvalidFolder,
    InvalidRate,
    InvalidTerms,
    InvestisensError,
    MissingData,
    NotSupported,
    Severity,
)

FINDING = Finding(
    where="lyon.toml: positions[12].rate",
    found="4.5",
    expected='a rate such as "4.5 %"',
    remedy='write "4.5 %"',
)


def test_one_except_catches_every_error_of_the_package() -> None:
    named = [each for each in vars(errors).values() if isinstance(each, type)]
    raised = [each for each in named if issubclass(each, Exception)]

    assert len(raised) > 8
    assert all(issubclass(each, InvestisensError) for each in raised)


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (InvalidTerms, ValueError),
        (InvalidAmount, ValueError),
        (InvalidRate, ValueError),
        (InvalidDate, ValueError),
        (CurrencyMismatch, TypeError),
        (MissingData, LookupError),
        (NotSupported, ValueError),
        (ConservationBroken, ArithmeticError),
    ],
)
def test_each_error_is_also_the_builtin_it_resembles(
    error: type[InvestisensError], builtin: type[Exception]
) -> None:
    with pytest.raises(builtin) as caught:
        raise error("grace_months is -1: use 0 or more", field="grace_months", value=-1)

    assert str(caught.value) == "grace_months is -1: use 0 or more"
    assert (caught.value.field, caught.value.value) == ("grace_months", -1)  # type: ignore[attr-defined]


def test_a_field_and_a_value_may_be_missing() -> None:
    error = InvestisensError("the book is empty")

    assert (error.field, error.value) == (None, None)


def test_a_finding_reads_as_one_sentence() -> None:
    assert str(FINDING) == (
        'lyon.toml: positions[12].rate: expected a rate such as "4.5 %", found 4.5: write "4.5 %"'
    )
    assert FINDING.severity is Severity.ERROR


def test_a_folder_with_one_problem_tells_it() -> None:
    assert str(InvalidFolder((FINDING,))) == f"1 problem found:\n{FINDING}"


def test_a_folder_tells_all_its_problems_and_keeps_them() -> None:
    error = InvalidFolder((FINDING, FINDING))

    assert str(error) == f"2 problems found:\n{FINDING}\n{FINDING}"
    assert error.findings == (FINDING, FINDING)
