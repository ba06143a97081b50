"""The grants of a fund, and of the Collines in full."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from funds import fund, xof
from investisens.funding.agreements import Document, GrantAgreement, Invoice
from investisens.funding.plan import Allocation, Source, Use, UseKind
from investisens.funding.rejection import Reason
from investisens.portfolio.fund import Fund
from investisens.portfolio.grants import GrantStatement, grant_statement
from investisens.values.errors import InvalidTerms, MissingData
from investisens.values.money import Money
from investisens.values.rates import Rate


class TestCollines:
    """The Region grants 30,000,000 XOF, 70 % in advance; nineteen invoices, four faults.

    The grant justified on an item is the planned grant × eligible spending / planned cost, rounded
    half up, never more than planned. By hand, from ../shared/collines/inputs (grant_invoices.csv,
    uses.csv, allocation.csv): fourteen of the eighteen items are invoiced at their planned cost, by
    an invoice dated on or after 1 May 2010, and prove all of their grant. The four faults:

    - E2 U2 (F04) was invoiced 1,800,000 of 1,900,000: 900,000 × 1.8 / 1.9 = 852,631.58 → 852,632;
      47,368 are lost.
    - E5 U2 (F09) has a pro forma only: 900,000 are lost.
    - E7 U1 (F12) was invoiced 7,317.55 EUR × 655.957 = 4,799,998.15 → 4,799,998 of 4,800,000:
      2,400,000 × 4,799,998 / 4,800,000 = 2,399,999; 1 franc is lost.
    - E9 U2 (F19) has 600,000 of 4,200,000 dated 20 April 2010, before the agreement: 1,900,000 ×
      3.6 / 4.2 = 1,628,571.43 → 1,628,571; 271,429 are lost.

    In all 47,368 + 900,000 + 1 + 271,429 = 1,218,798 are lost, 28,781,202 are proven. The advance
    was 70 % of 30,000,000 = 21,000,000, so 7,781,202 are still to be paid.
    """

    def test_the_four_faults_are_named(self, collines: Fund) -> None:
        faults = [row for row in grant_statement(collines).rows if row.unjustified]

        assert [
            (
                row.enterprise,
                row.use,
                row.invoice.id if row.invoice else None,
                row.unjustified.minor,
                row.reason,
            )
            for row in faults
        ] == [
            ("E2", "U2", "F04", 47_368, Reason.UNDERSPENT),
            ("E5", "U2", "F09", 900_000, Reason.PRO_FORMA),
            ("E7", "U1", "F12", 1, Reason.UNDERSPENT),
            ("E9", "U2", "F19", 271_429, Reason.BEFORE_AGREEMENT),
        ]

    def test_the_totals_are_those_found_by_hand(self, collines: Fund) -> None:
        statement = grant_statement(collines)

        assert statement.granted == xof(30_000_000)
        assert statement.justified == xof(28_781_202)
        assert statement.unjustified == xof(1_218_798)
        assert statement.paid == xof(21_000_000)
        assert statement.payable == xof(7_781_202)

    def test_each_invoice_has_its_row(self, collines: Fund) -> None:
        rows = grant_statement(collines).rows

        assert sorted(row.invoice.id for row in rows if row.invoice) == [
            f"F{number:02}" for number in range(1, 20)
        ]
        assert len(rows) == 19

    def test_the_euro_invoice_is_worth_its_francs(self, collines: Fund) -> None:
        (row,) = [
            row
            for row in grant_statement(collines).rows
            if row.invoice is not None and row.invoice.id == "F12"
        ]

        assert row.amount == xof(4_799_998)
        assert row.justified == xof(2_399_999)

    def test_a_use_that_is_not_invoiced_yet_is_not_proven(self, collines: Fund) -> None:
        """By hand, on 31 December 2010: F16, F17 and F18 are of January 2011.

        E8 U3 (400,000), E9 U1 (2,600,000) and the rest of E9 U2 (1,628,571) are open too:
        1,218,798 + 4,628,571 = 5,847,369.
        """
        statement = grant_statement(collines, date(2010, 12, 31))
        bare = [row for row in statement.rows if row.invoice is None]

        assert statement.unjustified == xof(5_847_369)
        assert [(row.enterprise, row.use, row.reason) for row in bare] == [
            ("E8", "U3", Reason.NO_INVOICE),
            ("E9", "U1", Reason.NO_INVOICE),
            ("E9", "U2", Reason.NO_INVOICE),
        ]

    def test_before_the_agreement_there_is_nothing(self, collines: Fund) -> None:
        statement = grant_statement(collines, date(2010, 4, 30))

        assert statement.justifications == ()
        assert statement.granted == statement.payable == xof(0)


def small(**lists: Any) -> GrantStatement:
    """Two funders of one enterprise: A pays 400 of U1, B pays 300 of U1 and 200 of U2."""
    uses = [
        Use(enterprise="E1", id=name, label=name, kind=UseKind.EQUIPMENT, cost=xof(1_000))
        for name in ("U1", "U2", "U3")
    ]
    paid = [("U1", "A", 400), ("U1", "B", 300), ("U2", "B", 200)]
    given = {
        "uses": tuple(uses),
        "sources": (Source(id="A", name="A", public=True), Source(id="B", name="B", public=True)),
        "grants": (agreement("A"), agreement("B", advance=Rate.parse("0 %"))),
        "allocations": tuple(
            Allocation(enterprise="E1", use=use, source=source, amount=xof(amount))
            for use, source, amount in paid
        ),
    }
    return grant_statement(fund(**{**given, **lists}))


def agreement(source: str, **terms: Any) -> GrantAgreement:
    start = {
        "source": source,
        "agreed_on": date(2010, 5, 1),
        "ceiling": xof(10_000),
        "advance": Rate.parse("50 %"),
    }
    return GrantAgreement(**{**start, **terms})


def invoice(name: str, use: str, amount: int = 1_000) -> Invoice:
    return Invoice(
        id=name,
        enterprise="E1",
        use=use,
        invoiced_on=date(2010, 6, 30),
        amount=xof(amount),
        document=Document.INVOICE,
    )


def test_one_invoice_proves_to_each_funder_of_its_item() -> None:
    statement = small(invoices=(invoice("F1", "U1"),))
    first, second = statement.justifications

    assert (first.justified, first.payable) == (xof(400), xof(200))
    assert (second.justified, second.unjustified, second.payable) == (xof(300), xof(200), xof(300))
    assert statement.payable == xof(500)


def test_an_invoice_that_concerns_no_grant_is_told_once() -> None:
    invoices = (invoice("F1", "U3"), invoice("F2", "U9"), invoice("F2", "U3"))
    statement = small(invoices=invoices)

    assert [
        (row.source, row.use, row.amount, row.unjustified.minor, row.reason)
        for row in statement.others
    ] == [
        ("", "U3", xof(1_000), 0, Reason.NO_GRANT),
        ("", "U9", xof(1_000), 0, Reason.NO_SUCH_USE),
        ("", "U3", xof(1_000), 0, Reason.DUPLICATE),
    ]
    assert statement.rows[-3:] == statement.others


def test_a_source_with_two_agreements_is_refused() -> None:
    with pytest.raises(InvalidTerms) as refused:
        small(grants=(agreement("A"), agreement("A", agreed_on=date(2011, 5, 1))))

    assert str(refused.value) == (
        "A has 2 agreements: give each a source of its own, such as 'A_2', so that its items are "
        "known"
    )


def test_a_source_that_is_not_known_is_refused() -> None:
    with pytest.raises(MissingData) as refused:
        small(grants=(agreement("C"),))

    assert str(refused.value) == "no source is called 'C': add it to the sources of the fund"


def test_a_rate_of_the_fund_comes_before_the_parity(collines: Fund) -> None:
    """By hand at 600 XOF for a euro: 7,317.55 × 600 = 4,390,530."""
    (quote,) = collines.fx
    dearer = attrs.evolve(collines, fx=(attrs.evolve(quote, rate="600"),))
    (row,) = [
        row
        for row in grant_statement(dearer).rows
        if row.invoice is not None and row.invoice.id == "F12"
    ]

    assert row.amount == Money(4_390_530, dearer.currency)
