"""Grant agreements and invoices: their terms, and what they refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from investisens.funding.agreements import (
    Document,
    Extension,
    GrantAgreement,
    GrantPayment,
    Invoice,
)
from investisens.values.currency import EUR, XOF
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate


def agreement(**terms: Any) -> GrantAgreement:
    start = {
        "source": "REGION",
        "agreed_on": date(2010, 5, 1),
        "ceiling": Money(30_000_000, XOF),
        "advance": Rate.parse("70 %"),
    }
    return GrantAgreement(**{**start, **terms})


def extension(year: int) -> Extension:
    return Extension(agreed_on=date(year, 1, 15), until=date(year, 12, 31))


def test_an_extension_holds_from_the_day_it_is_signed() -> None:
    longer = agreement(until=date(2010, 12, 31), extensions=(extension(2011), extension(2012)))

    assert longer.end(date(2011, 1, 14)) == date(2010, 12, 31)
    assert longer.end(date(2011, 1, 15)) == date(2011, 12, 31)
    assert longer.end(date(2012, 1, 15)) == date(2012, 12, 31)
    assert agreement().end(date(2012, 1, 15)) is None


def test_invoices_count_from_the_day_of_the_agreement_or_as_it_says() -> None:
    assert agreement().start == date(2010, 5, 1)
    assert agreement(eligible_from=date(2010, 2, 1)).start == date(2010, 2, 1)


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (
            {"advance": Rate.parse("101 %")},
            "advance is 101 %: use a share between 0 % and 100 %",
        ),
        ({"rate": Rate.parse("-1 %")}, "rate is -1 %: use a share between 0 % and 100 %"),
        ({"interim": Rate.parse("101 %")}, "interim is 101 %: use a share between 0 % and 100 %"),
        (
            {"interim": Rate.parse("50 %")},
            "interim is 50 % with an advance of 70 %: use the advance or more",
        ),
        ({"keep_years": 0}, "keep_years is 0: use 1 or more"),
        ({"idle_days": 0}, "idle_days is 0: use 1 or more"),
        (
            {"until": date(2010, 4, 30)},
            "the end 2010-04-30 is before 2010-05-01: give each end after the one before it",
        ),
        (
            {"until": date(2012, 12, 31), "extensions": (extension(2011),)},
            "the end 2011-12-31 is before 2012-12-31: give each end after the one before it",
        ),
        (
            {"extensions": (extension(2011),)},
            "extensions are given without until: give the first end of the agreement",
        ),
        (
            {"payments": (GrantPayment(on=date(2010, 6, 1), amount=Money(100, EUR)),)},
            "payments holds 1.00 EUR but the ceiling is 30000000 XOF: use one currency",
        ),
    ],
)
def test_a_wrong_term_is_refused(terms: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidTerms) as refused:
        agreement(**terms)

    assert str(refused.value) == message


@pytest.mark.parametrize("minor", [0, -1_000])
def test_an_invoice_of_nothing_is_refused(minor: int) -> None:
    with pytest.raises(InvalidTerms) as refused:
        Invoice(
            id="F1",
            enterprise="E1",
            use="U1",
            invoiced_on=date(2010, 6, 30),
            amount=Money(minor, XOF),
            document=Document.INVOICE,
        )

    assert str(refused.value) == (
        f"amount is {minor} XOF: give a positive amount, less the credit notes for it"
    )
