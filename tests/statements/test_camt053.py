from __future__ import annotations

from datetime import date

import pytest

from exports import told
from investisens.statements import Statement, parse_camt053
from investisens.values.currency import EUR
from investisens.values.money import Money
from messages import CAMT_02, CAMT_08

BATCH = """<NtryDtls>
 <TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">{0}</Amt></TxAmt></AmtDtls>
  <RltdPties><Dbtr><Nm>Miel</Nm></Dbtr></RltdPties></TxDtls>
 <TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">200.00</Amt></TxAmt></AmtDtls>
  <RltdPties><Dbtr><Nm>Soja</Nm></Dbtr></RltdPties></TxDtls>
</NtryDtls>"""
SINGLE = CAMT_02[CAMT_02.index("<NtryDtls>") : CAMT_02.index("</NtryDtls>") + 11]


def read(text: str) -> Statement:
    """The only statement of a message."""
    (statement,) = parse_camt053(text.encode(), file="day.xml")
    return statement


@pytest.mark.parametrize("text", [CAMT_02, CAMT_08])
def test_both_generations_of_the_message_say_the_same(text: str) -> None:
    statement = read(text)
    receipt, charge = statement.lines

    assert statement.ok
    assert statement.account == "FR7600000000000000000000000"
    assert (statement.opening, statement.closing) == (Money(100_000, EUR), Money(143_750, EUR))
    assert (receipt.operation_date, receipt.value_date) == (date(2014, 5, 15), date(2014, 5, 16))
    assert (receipt.amount, receipt.text) == (Money(45_000, EUR), "L7 mars 2014")
    assert (receipt.counterparty, receipt.reference) == ("Lumiere du Village", "R1 E1")
    assert receipt.counterparty_account == "BJ0000000000000000000000007"
    assert (charge.amount, charge.charge) == (
        Money(-1_250, EUR),
        "charge: the bank's code is CHRG",
    )


def test_the_raw_entry_is_kept_as_it_stands() -> None:
    raw = CAMT_02[CAMT_02.index("<Ntry>") : CAMT_02.index("</Ntry>") + 7]

    assert [(line.row, line.raw) for line in read(CAMT_02).lines[:1]] == [(12, raw)]


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252"])
def test_the_declared_encoding_is_read(encoding: str) -> None:
    text = CAMT_02.replace('"UTF-8"', f'"{encoding}"').replace("L7 mars", "L7 février")
    (statement,) = parse_camt053(text.encode(encoding), file="day.xml")

    assert statement.lines[0].text == "L7 février 2014"


def test_a_balance_that_the_entries_do_not_make_is_told() -> None:
    statement = read(CAMT_02.replace("1437.50", "1437.40"))

    assert told(statement) == [
        "day.xml: expected a closing balance of 1437.50 EUR (1000.00 EUR and 437.50 EUR), "
        "found 1437.40 EUR, a difference of -0.10 EUR: "
        "look for a line that is missing, doubled or changed"
    ]


def test_an_entry_that_is_not_booked_is_dropped_and_does_not_count() -> None:
    head, tail = CAMT_02.rsplit("<Sts>BOOK</Sts>", 1)
    statement = read(f"{head}<Sts>PDNG</Sts>{tail}".replace("1437.50", "1450.00"))

    assert statement.ok
    assert [each.reason for each in statement.dropped] == [
        "it is pending: the bank has not booked it yet"
    ]


def test_an_entry_of_several_transactions_is_a_line_for_each() -> None:
    statement = read(CAMT_02.replace(SINGLE, BATCH.format("250.00")))

    assert statement.ok
    assert [(line.amount.minor, line.counterparty, line.hint) for line in statement.lines[:2]] == [
        (25_000, "Miel", "transaction 1 of 2 of an entry of 450.00 EUR"),
        (20_000, "Soja", "transaction 2 of 2 of an entry of 450.00 EUR"),
    ]
    assert len({line.key for line in statement.lines}) == 3


def test_an_entry_whose_transactions_do_not_make_it_stays_whole() -> None:
    (line, _) = read(CAMT_02.replace(SINGLE, BATCH.format("250.01"))).lines

    assert (line.amount.minor, line.counterparty) == (45_000, "Miel Soja")
    assert line.hint == "2 transactions in one entry"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "<Sts>BOOK</Sts>",
            "<Sts>DONE</Sts>",
            "day.xml: line 12, Ntry/Sts: expected one of BOOK, PDNG, INFO, FUTR, found 'DONE': "
            "ask the bank what it means",
        ),
        (
            '<Amt Ccy="EUR">450.00',
            '<Amt Ccy="XOF">450.00',
            "day.xml: line 12, Ntry: expected an amount in EUR, found 'XOF': "
            "export each currency as its own account",
        ),
        (
            '<Amt Ccy="EUR">450.00',
            '<Amt Ccy="EUR">450,00',
            "day.xml: line 12, Ntry: expected an amount such as 1234.55, found '450,00': "
            "export the file again",
        ),
        (
            "<BookgDt><Dt>2014-05-15</Dt></BookgDt>",
            "",
            "day.xml: line 12, Ntry: expected a day in BookgDt, found '': export the file again",
        ),
        (
            "<Cd>CLBD</Cd>",
            "<Cd>ITBD</Cd>",
            "day.xml: line 5, Bal: expected a balance CLBD, found none: "
            "ask the bank for the whole statement",
        ),
        (
            "<Ccy>EUR</Ccy>",
            "<Ccy>ZZZ</Ccy>",
            "day.xml: line 5, Acct/Ccy: expected the currency of the account, found 'ZZZ': "
            "write a code such as 'XOF' or 'EUR'",
        ),
        (
            "camt.053.001.02",
            "camt.052.001.02",
            "day.xml: line 2: expected a message camt.053, found 'Document' of "
            "'urn:iso:std:iso:20022:tech:xsd:camt.052.001.02': "
            "export the account statement (camt.053) of the day",
        ),
        (
            "</Document>",
            "",
            "day.xml: expected an XML message, found a mistake on line 32 (no element found): "
            "export the file again",
        ),
        (
            'encoding="UTF-8"',
            'encoding="UTF-7"',
            "day.xml: expected one of utf-8, us-ascii, iso-8859-1, iso-8859-15, windows-1252, "
            "utf-16, found 'utf-7': export the file again in UTF-8",
        ),
    ],
)
def test_what_cannot_be_read_is_told(old: str, new: str, message: str) -> None:
    assert old in CAMT_02
    assert told(read(CAMT_02.replace(old, new, 1))) == [message]


BOMB = """<!DOCTYPE Document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
EXTERNAL = '<!DOCTYPE Document [<!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BOMB, EXTERNAL, "<!DOCTYPE Document SYSTEM 'x.dtd'>"])
def test_a_document_type_is_refused_before_any_entity_is_read(doctype: str) -> None:
    head, tail = CAMT_02.split("?>", 1)
    text = f"{head}?>{doctype}{tail}".replace("L7 mars", "&c;")

    assert told(read(text)) == [
        "day.xml: expected a message without a document type, found a DOCTYPE on line 1: "
        "ask the bank for a plain message; entities are never read"
    ]


def test_elements_nested_without_end_are_refused() -> None:
    assert told(read("<a>" * 100_000)) == [
        "day.xml: expected at most 60 levels, found more on line 1: export the file again"
    ]


@pytest.mark.parametrize(
    ("char", "message"),
    [
        ("\x85", r"expected text, found the control character '\x85' on line 20: name the "),
        ("\x1b", r"expected text, found the control character '\x1b' on line 20: name the "),
        ("&#x9b;", r"expected text, found the control character '\x9b' on line 20: export "),
    ],
)
def test_a_control_character_is_refused_however_it_is_written(char: str, message: str) -> None:
    """It would have to be dropped from the raw line, or would steer a terminal."""
    (found,) = told(read(CAMT_02.replace("L7 mars", f"L7 {char}31m")))

    assert message in found


def test_a_message_in_windows_1252_that_says_latin_1_is_refused() -> None:
    text = CAMT_02.replace('"UTF-8"', '"ISO-8859-1"').replace("L7 mars", "L7 d\u2019avril")
    (statement,) = parse_camt053(text.encode("cp1252"), file="day.xml")

    assert told(statement) == [
        r"day.xml: expected text, found the control character '\x92' on line 20: "
        "name the encoding of the file, or export it again"
    ]


def test_each_statement_of_a_message_is_read_for_itself() -> None:
    start, end = CAMT_02.index("<Stmt>"), CAMT_02.index("</Stmt>") + 7
    both = CAMT_02[:end] + CAMT_02[start:end].replace("FR76", "FR77") + CAMT_02[end:]

    statements = parse_camt053(both.encode(), file="day.xml")

    assert [each.account[:4] for each in statements] == ["FR76", "FR77"]
    assert all(each.ok for each in statements)


def test_equal_entries_of_statements_that_follow_one_another_are_two_payments() -> None:
    """The second opens with the 1437.50 of the first, and closes with 1875.00."""
    start, end = CAMT_02.index("<Stmt>"), CAMT_02.index("</Stmt>") + 7
    second = CAMT_02[start:end].replace("1437.50", "1875.00").replace("1000.00", "1437.50")
    both = CAMT_02[:end] + second + CAMT_02[end:]

    first, second_day = parse_camt053(both.encode(), file="day.xml")

    assert (first.ok, second_day.ok) == (True, True)
    assert [line.occurrence for line in second_day.lines] == [2, 2]
    assert not {line.key for line in first.lines} & {line.key for line in second_day.lines}
