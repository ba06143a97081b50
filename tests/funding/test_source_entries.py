"""What finances an enterprise, in its books: received and repaid."""

from __future__ import annotations

from datetime import date

import pytest

from investisens.engine.schedule import Instalment, RepaymentSchedule
from investisens.funding.accounting import Entry, Journal
from investisens.funding.chart import Books, Chart
from investisens.funding.plan import Source, SourceKind
from investisens.funding.source_entries import (
    account_of,
    participation_entry,
    receipt_entries,
    repayment_entries,
)
from investisens.values.currency import EUR, XOF
from investisens.values.money import Money

CHARTS = [Chart(books=books) for books in Books]
DAY = date(2019, 6, 30)


def source(kind: SourceKind, instrument: str = "") -> Source:
    return Source(id="S", name="Source", kind=kind, instrument=instrument)


def amounts(entry: Entry) -> dict[str, int]:
    return {line.account.number: (line.debit - line.credit).minor for line in entry.lines}


@pytest.mark.parametrize(
    ("kind", "instrument", "west", "french"),
    [
        (SourceKind.QUASI_EQUITY, "shareholder_account", "462", "455"),
        (SourceKind.QUASI_EQUITY, "participating_loan", "1684", "1675"),
        (SourceKind.QUASI_EQUITY, "association_bond", "168", "168"),
        (SourceKind.LOAN, "loan", "168", "168"),
        (SourceKind.BANK, "", "162", "164"),
        (SourceKind.MICROFINANCE, "", "168", "168"),
        (SourceKind.BUYER_ADVANCE, "", "4191", "4191"),
        (SourceKind.OWN_CONTRIBUTION, "", "462", "455"),
        (SourceKind.OTHER, "", "168", "168"),
    ],
)
def test_each_source_has_its_account(
    kind: SourceKind, instrument: str, west: str, french: str
) -> None:
    """Revised SYSCOHADA and the French plan: numbers as they are generally known, unverified."""
    found = [chart.account(account_of(source(kind, instrument)), on=DAY).number for chart in CHARTS]

    assert found == [west, french]


@pytest.mark.parametrize(
    ("chart", "subscribers", "bank"), [(CHARTS[0], "461", "521"), (CHARTS[1], "456", "512")]
)
def test_capital_is_subscribed_and_paid(chart: Chart, subscribers: str, bank: str) -> None:
    made = receipt_entries(chart, source(SourceKind.EQUITY), Money(750_000, XOF), DAY, "Q1")

    assert [(each.journal, amounts(each)) for each in made] == [
        (Journal.OPERATIONS, {subscribers: 750_000, "101": -750_000}),
        (Journal.BANK, {bank: 750_000, subscribers: -750_000}),
    ]


SCHEDULE = RepaymentSchedule(
    currency=XOF,
    rows=(
        Instalment(date(2019, 1, 31), 0, 0, 0, 0, 100_000),
        Instalment(date(2019, 6, 30), 0, 2_000, 0, 0, 102_000),
        Instalment(date(2019, 12, 31), 51_000, 2_040, 500, 53_540, 51_000),
    ),
)
"""A draw, which pays nothing; interest that is capitalised; principal, interest and a fee."""


def test_a_due_is_split_into_principal_interest_and_fees() -> None:
    made = list(repayment_entries(CHARTS[0], source(SourceKind.BANK), SCHEDULE, "E1 BANK"))

    assert [(each.on, each.journal) for each in made] == [
        (date(2019, 6, 30), Journal.OPERATIONS),
        (date(2019, 12, 31), Journal.BANK),
    ]
    assert amounts(made[0]) == {"671": 2_000, "162": -2_000}
    assert amounts(made[1]) == {"162": 51_000, "671": 2_040, "631": 500, "521": -53_540}


def test_interest_that_is_paid_and_capitalised_on_one_day() -> None:
    """By hand: 30 of interest, of which 10 are paid and 20 join the debt."""
    row = RepaymentSchedule(currency=EUR, rows=(Instalment(DAY, 0, 30, 0, 10, 1_020),))
    (made,) = repayment_entries(CHARTS[1], source(SourceKind.BANK), row, "E1 BANK")

    assert amounts(made) == {"6611": 30, "164": -20, "512": -10}


@pytest.mark.parametrize(
    ("kind", "west", "french"),
    [
        (SourceKind.OWN_CONTRIBUTION, "674", "6615"),
        (SourceKind.BUYER_ADVANCE, "674", "6615"),
        (SourceKind.BANK, "671", "6611"),
    ],
)
def test_interest_on_an_account_stands_apart(kind: SourceKind, west: str, french: str) -> None:
    for chart, number in zip(CHARTS, (west, french), strict=True):
        made = participation_entry(chart, source(kind), Money(80, XOF), DAY, "E1 S")

        assert amounts(made)[number] == 80
