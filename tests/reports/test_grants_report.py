"""The statement of grants in every format, and in the columns of a funder."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from investisens.folder import read_fund
from investisens.funding.agreements import Document, GrantAgreement, Invoice
from investisens.funding.rejection import Reason
from investisens.portfolio.fund import Fund
from investisens.portfolio.grants import GrantStatement, grant_statement
from investisens.reports.funder_statement import (
    VALUES,
    FunderColumn,
    FunderColumns,
    StatementLanguage,
    funder_statement,
)
from investisens.reports.grants_report import (
    TOTALS,
    grants_csv,
    grants_json,
    grants_report,
    grants_text,
)
from investisens.reports.labels import LABELS
from investisens.values.currency import XOF, Currency
from investisens.values.errors import InvalidTerms
from investisens.values.money import Money
from investisens.values.rates import Rate

EXPECTED = {
    "granted": 30_000_000,
    "justified": 28_781_202,
    "unjustified": 1_218_798,
    "paid": 21_000_000,
    "payable": 7_781_202,
}
"""By hand: see tests/portfolio/test_grants.py."""


@pytest.fixture(scope="module")
def collines() -> Fund:
    return read_fund(Path(__file__).parents[2] / "examples" / "collines")


@pytest.fixture(scope="module")
def statement(collines: Fund) -> GrantStatement:
    return grant_statement(collines)


@pytest.fixture
def strange(collines: Fund) -> Fund:
    """An invoice in a currency without a rate, and a name that a spreadsheet would execute."""
    odd = Invoice(
        id="=F99",
        enterprise="E1",
        use="U3",
        invoiced_on=date(2010, 7, 1),
        amount=Money(10_000, Currency.of("USD")),
        document=Document.INVOICE,
    )
    return attrs.evolve(collines, invoices=(*collines.invoices, odd))


class TestMachines:
    """CSV and JSON hold the rows and the totals."""

    def test_the_columns_of_csv_add_up_to_the_row_of_totals(
        self, statement: GrantStatement
    ) -> None:
        *rows, last = csv.DictReader(io.StringIO(grants_csv(statement, "Collines")))

        assert len(rows) == 19
        assert last["source"] == "TOTAL"
        assert {name: int(last[name]) for name in TOTALS} == EXPECTED
        for name in ("amount", "eligible", "rejected", "granted", "justified", "unjustified"):
            assert sum(int(row[name]) for row in rows) == int(last[name])
        assert {(row["paid"], row["payable"]) for row in rows} == {("", "")}

    def test_a_row_of_csv_says_what_was_invoiced_and_what_it_is_worth(
        self, statement: GrantStatement
    ) -> None:
        rows = csv.DictReader(io.StringIO(grants_csv(statement, "Collines")))
        (euros,) = [row for row in rows if row["invoice"] == "F12"]

        assert euros == {
            "source": "REGION",
            "enterprise": "E7",
            "use": "U1",
            "item": "3 solar kiosks: PV and structure",
            "invoice": "F12",
            "invoiced_on": "2010-12-31",
            "document": "invoice",
            "invoiced": "731755",
            "invoiced_currency": "EUR",
            "amount": "4799998",
            "eligible": "4799998",
            "rejected": "0",
            "granted": "2400000",
            "justified": "2399999",
            "unjustified": "1",
            "reason": "underspent",
            "paid": "",
            "payable": "",
        }

    def test_json_has_rows_agreements_and_totals(self, statement: GrantStatement) -> None:
        document = json.loads(grants_json(statement, "Collines"))

        assert document["totals"] == EXPECTED
        assert document["facts"] == {"fund": "Collines", "on": "2016-12-31"}
        assert [row["invoice"] for row in document["tables"]["justification"]][:2] == [
            "F01",
            "F02",
        ]
        assert document["tables"]["agreements"] == [
            {"source": "REGION", "agreed_on": "2010-05-01", "until": None, **EXPECTED}
        ]

    def test_what_nobody_knows_is_empty(self, strange: Fund) -> None:
        *_, odd, last = csv.DictReader(io.StringIO(grants_csv(grant_statement(strange), "C")))

        assert (odd["invoice"], odd["amount"], odd["rejected"], odd["reason"]) == (
            "'=F99",
            "",
            "",
            "no_grant",
        )
        assert {name: int(last[name]) for name in TOTALS} == EXPECTED

    def test_a_use_without_an_invoice_has_empty_cells(self, collines: Fund) -> None:
        early = grant_statement(collines, date(2010, 12, 31))
        rows = csv.DictReader(io.StringIO(grants_csv(early, "Collines")))
        (bare, *_) = [row for row in rows if row["reason"] == "no_invoice"]

        assert (bare["enterprise"], bare["use"], bare["granted"]) == ("E8", "U3", "400000")
        for name in ("invoice", "invoiced_on", "document", "invoiced", "invoiced_currency"):
            assert bare[name] == ""


class TestText:
    """Readers see the rows, then why something does not count, then the totals."""

    def test_every_lost_franc_is_explained(self, statement: GrantStatement) -> None:
        text = grants_text(statement, "Collines", "en")

        assert text.partition("What does not count")[2] == (
            ", and why, in XOF\n"
            "Invoice  Enterprise  Use   Rejected  Unjustified  Reason\n"
            + "─" * 80
            + "\n"
            + "F04      E2          U2           0       47,368  invoiced for less than planned\n"
            "F09      E5          U2   1,900,000      900,000  a pro forma is no invoice\n"
            "F12      E7          U1           0            1  invoiced for less than planned\n"
            "F19      E9          U2     600,000      271,429  dated before the agreement\n"
            + "─" * 80
            + "\n"
            + "Total                     2,500,000    1,218,798\n"
            "\n"
            "Granted: XOF 30,000,000\n"
            "Justified: XOF 28,781,202\n"
            "Unjustified: XOF 1,218,798\n"
            "Paid: XOF 21,000,000\n"
            "Payable: XOF 7,781,202\n"
        )

    def test_french_is_spoken(self, statement: GrantStatement) -> None:
        text = grants_text(statement, "Collines", "fr").replace("\u202f", " ").replace("\xa0", " ")

        assert "facturé pour moins que prévu" in text
        assert text.endswith("Versé : 21 000 000 F CFA\nÀ recevoir : 7 781 202 F CFA\n")

    def test_an_amount_that_nobody_knows_is_no_zero(self, strange: Fund) -> None:
        text = grants_text(grant_statement(strange), "Collines", "en")

        assert "=F99     E1          U3           –            0  no grant is planned" in text

    def test_two_agreements_are_told_apart(self, collines: Fund) -> None:
        town = GrantAgreement(
            source="COMMUNE",
            agreed_on=date(2010, 5, 1),
            ceiling=Money(1_300_000, XOF),
            advance=Rate.parse("0 %"),
        )
        both = attrs.evolve(collines, grants=(*collines.grants, town))
        text = grants_text(grant_statement(both), "Collines", "en")

        assert "Invoice  Source   Enterprise  Use" in text
        assert "Grant agreements, in XOF\nSource   Agreed on" in text

    def test_nothing_lost_needs_no_explanation(self, collines: Fund) -> None:
        nothing = attrs.evolve(collines, grants=(), invoices=())

        assert "What does not count" not in grants_text(grant_statement(nothing), "C", "en")


@pytest.mark.parametrize(("group", "codes"), [("reason", Reason), ("document", Document)])
def test_every_code_has_its_word(group: str, codes: Any) -> None:
    assert [code.value for code in codes if f"{group}.{code.value}" not in LABELS] == []


def test_every_total_has_its_name(statement: GrantStatement) -> None:
    names = {
        column.name for table in grants_report(statement, "C").tables for column in table.header
    }

    assert sorted(name for name in {*names, *TOTALS} if f"column.{name}" not in LABELS) == []


def columns(*values: str, **terms: Any) -> FunderColumns:
    return FunderColumns(
        columns=tuple(FunderColumn(title=value.upper(), value=value) for value in values), **terms
    )


class TestFunder:
    """The funder's names, order and way of writing are data."""

    def test_rows_stand_in_the_columns_of_the_funder(
        self, statement: GrantStatement, collines: Fund
    ) -> None:
        wanted = columns(
            *("invoice", "invoiced_on", "enterprise_name", "invoiced", "currency", "planned_cost"),
            *("justified", "reason"),
            total="TOTAL GÉNÉRAL",
        )
        lines = funder_statement(statement, collines, wanted).splitlines()

        assert lines[0] == (
            "INVOICE;INVOICED_ON;ENTERPRISE_NAME;INVOICED;CURRENCY;PLANNED_COST;JUSTIFIED;REASON"
        )
        assert lines[12].split(";")[0:2] + lines[12].split(";")[3:] == [
            *("F12", "31/12/2010", "7317,55", "EUR", "4800000", "2399999"),
            "facturé pour moins que prévu",
        ]
        assert lines[-1] == "TOTAL GÉNÉRAL;;;;;;28781202;"

    def test_signs_dates_and_language_are_chosen(
        self, statement: GrantStatement, collines: Fund
    ) -> None:
        wanted = columns(
            *("invoiced_on", "invoiced", "document"),
            separator=",",
            decimal=".",
            dates="YYYY.MM.DD",
            language=StatementLanguage.EN,
        )

        assert funder_statement(statement, collines, wanted).splitlines()[12] == (
            "2010.12.31,7317.55,invoice"
        )

    def test_a_blank_column_stays_blank(self, statement: GrantStatement, collines: Fund) -> None:
        wanted = FunderColumns(columns=(FunderColumn(title="Visa"), FunderColumn(title="N")))

        assert funder_statement(statement, collines, wanted).splitlines()[:2] == ["Visa;N", ";"]

    def test_one_funder_sees_its_rows_alone(self, strange: Fund) -> None:
        made = grant_statement(strange)

        assert "F99" in funder_statement(made, strange, columns("invoice"))
        assert "F99" not in funder_statement(made, strange, columns("invoice", source="REGION"))

    def test_no_cell_is_executed(self, strange: Fund) -> None:
        assert "\n'=F99\n" in funder_statement(
            grant_statement(strange), strange, columns("invoice")
        )

    def test_every_value_can_be_asked_for(self, strange: Fund) -> None:
        text = funder_statement(grant_statement(strange), strange, columns(*VALUES, total="T"))
        heading, first, *_ = csv.reader(io.StringIO(text), delimiter=";")

        assert heading == [value.upper() for value in VALUES]
        assert first == [
            *("REGION", "E1", "Miel et Foret (fictitious)", "U1", "300 hives at 18 000"),
            *("5400000", "F01", "30/06/2010", "facture", "5400000", "XOF"),
            *("5400000", "5400000", "0", "2200000", "2200000", "0", ""),
        ]

    @pytest.mark.parametrize(
        ("terms", "message"),
        [
            ({"columns": ()}, "columns is empty: give at least one"),
            ({"separator": ";;"}, "separator is ';;': use one sign, and no quote"),
            ({"decimal": '"'}, "decimal is '\"': use one sign, and no quote"),
            ({"separator": ","}, "separator and decimal are both ',': use two signs"),
            (
                {"dates": "DD/MM/YY"},
                "dates is 'DD/MM/YY': write it with DD, MM and YYYY, such as 'DD/MM/YYYY'",
            ),
        ],
    )
    def test_a_wrong_description_is_refused(self, terms: dict[str, Any], message: str) -> None:
        given = {"columns": (FunderColumn(title="N"),), **terms}

        with pytest.raises(InvalidTerms) as refused:
            FunderColumns(**given)

        assert str(refused.value) == message

    def test_a_value_that_is_not_known_is_refused(self) -> None:
        with pytest.raises(InvalidTerms) as refused:
            FunderColumn(title="N", value="invoise")

        assert str(refused.value) == f"value is 'invoise': use one of {', '.join(VALUES)}"
