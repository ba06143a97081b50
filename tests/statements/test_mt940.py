from __future__ import annotations

import sys
from datetime import date

import pytest

from exports import told
from investisens.statements import ChargeRule, Statement, mt940_statement, parse_mt940
from investisens.values.currency import EUR
from investisens.values.errors import NotSupported
from investisens.values.money import Money
from messages import MT940


def read(text: str) -> Statement:
    """The only statement of a file."""
    (statement,) = parse_mt940(text.encode(), file="day.sta")
    return statement


def test_a_message_is_read() -> None:
    statement = read(MT940)
    receipt, charge = statement.lines

    assert statement.ok
    assert (statement.account, statement.currency) == ("FR7600000000000000000000000", EUR)
    assert (statement.opening, statement.closing) == (Money(100_000, EUR), Money(143_750, EUR))
    assert (receipt.operation_date, receipt.value_date) == (date(2014, 5, 15), date(2014, 5, 16))
    assert (receipt.amount, receipt.text) == (Money(45_000, EUR), "L7 mars 2014")
    assert (receipt.counterparty, receipt.reference) == ("Lumiere du Village", "E1 R1")
    assert receipt.counterparty_account == "BJ0000000000000000000000007"
    assert (charge.text, charge.amount) == ("Frais de tenue de compte", Money(-1_250, EUR))
    assert charge.charge == "charge: the bank's code is NCHG"


def test_the_raw_fields_are_kept_as_they_stand() -> None:
    line = read(MT940).lines[1]

    assert line.raw == ":61:1405150515D12,50NCHGNONREF\n:86:Frais de tenue\nde compte"
    assert line.row == 9


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_without_the_network_envelope_is_read(end: str) -> None:
    bare = MT940.replace("{1:F01BANKFRPPAXXX0000000000}{2:I940BANKFRPPXXXXN}{4:\n", "")

    assert [line.key for line in read(bare.replace("-}", "-").replace("\n", end)).lines] == [
        line.key for line in read(MT940).lines
    ]


@pytest.mark.parametrize(
    ("mark", "minor"), [("C", 45_000), ("D", -45_000), ("RC", -45_000), ("RD", 45_000)]
)
def test_a_reversal_has_the_sign_of_the_money(mark: str, minor: int) -> None:
    """A reversed credit takes money out, a reversed debit brings it back (SWIFT, field 61)."""
    (line, _) = read(MT940.replace("0515C450", f"0515{mark}450")).lines

    assert line.amount == Money(minor, EUR)
    assert bool(line.hint) == (len(mark) == 2)


@pytest.mark.parametrize(
    ("told_days", "booked"),
    [
        ("1501021231", date(2014, 12, 31)),
        ("1412310102", date(2015, 1, 2)),
        ("150102", date(2015, 1, 2)),
        ("1603010229", date(2016, 2, 29)),
    ],
)
def test_the_entry_day_is_the_one_nearest_to_the_value_date(told_days: str, booked: date) -> None:
    assert read(MT940.replace("1405160515", told_days)).lines[0].operation_date == booked


def test_an_entry_day_far_from_the_value_date_is_told() -> None:
    """2015 has no 29 February, and that of 2016 is a year away."""
    assert told(read(MT940.replace("1405160515", "1502280229", 1))) == [
        "day.sta: line 6, 61: expected an entry day near 2015-02-28, found '0229': "
        "export the file again"
    ]


def test_a_balance_that_the_lines_do_not_make_is_told() -> None:
    assert told(read(MT940.replace("C450,00", "C450,01"))) == [
        "day.sta: expected a closing balance of 1437.51 EUR (1000.00 EUR and 437.51 EUR), "
        "found 1437.50 EUR, a difference of -0.01 EUR: "
        "look for a line that is missing, doubled or changed"
    ]


def test_a_charge_is_recognised_by_a_rule_of_ones_own() -> None:
    rule = ChargeRule(starts_with="Frais de tenue", meaning="account keeping")
    text = MT940.replace("NCHG", "NMSC")
    (statement,) = parse_mt940(text.encode(), file="day.sta", charges=[rule])

    assert [line.charge for line in statement.lines] == [
        "",
        "account keeping: the text starts with 'Frais de tenue'",
    ]


def test_a_message_of_several_pages_is_a_statement_for_each() -> None:
    statements = parse_mt940((MT940 + MT940).encode(), file="day.sta")

    assert [statement.ok for statement in statements] == [True, True]


# The first page: 1000.00, received 10.00 and 10.00, 1020.00. The second goes on from there.
PAGES = (
    ":20:S1\n:25:FR76\n:60F:C140515EUR1000,00\n:61:140515C10,00NTRFNONREF\n:86:L7\n"
    ":61:140515C10,00NTRFNONREF\n:86:L7\n:62M:C140515EUR1020,00\n-\n"
    ":20:S1\n:25:FR76\n:60M:C140515EUR1020,00\n:61:140515C10,00NTRFNONREF\n:86:L7\n"
    ":62F:C140515EUR1030,00\n-\n"
)


def test_equal_lines_of_pages_that_follow_one_another_are_as_many_payments() -> None:
    """The balances say so: each of the three moved the account."""
    pages = parse_mt940(PAGES.encode(), file="day.sta")

    assert [line.occurrence for page in pages for line in page.lines] == [1, 2, 3]
    assert len({line.key for page in pages for line in page.lines}) == 3


def test_a_page_that_stands_there_twice_has_the_same_lines() -> None:
    """So has one whose lines leave the balance as it was: it follows itself."""
    nothing = PAGES.split("-\n")[1].replace("1030", "1020").replace("-\n", "")
    still = nothing.replace(":62F", ":61:140515D10,00NTRFNONREF\n:86:L7\n:62F") + "-\n"
    for text in (MT940 + MT940, still + still):
        first, second = parse_mt940(text.encode(), file="day.sta")

        assert [line.key for line in first.lines] == [line.key for line in second.lines]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            ":60F:C140515EUR1000,00\n",
            "",
            "day.sta: line 2: expected one balance in field :60F: or :60M:, found none: "
            "export the file again",
        ),
        (
            ":25:FR7600000000000000000000000\n",
            "",
            "day.sta: line 2: expected field :25:, the number of the account, found none: "
            "export the file again",
        ),
        (
            "C140515EUR1000",
            "C140515ZZZ1000",
            "day.sta: line 5, 60F: expected an ISO 4217 code, found 'ZZZ': "
            "write a code such as 'XOF' or 'EUR'",
        ),
        (
            "C140515EUR1000",
            "X140515EUR1000",
            "day.sta: line 5, 60F: expected a balance such as C140515XOF120000,, "
            "found 'X140515EUR1000,00': export the file again",
        ),
        (
            "1405160515C450,00NTRF",
            "1405160515450,00NTRF",
            "day.sta: line 6, 61: expected a line such as 1405150515C120000,NTRFL7//REF, "
            "found '1405160515450,00NTRFE1//R1': export the file again",
        ),
        (
            "C450,00",
            "CX450,00",
            "day.sta: line 6, 61: expected an amount in EUR, found the funds code 'X': "
            "export each currency alone",
        ),
        (
            ":61:1405160515",
            ":61:1405161315",
            "day.sta: line 6, 61: expected an entry day such as 0515, found '1315': "
            "export the file again",
        ),
        (
            ":64:",
            ":66:",
            "day.sta: line 13, 66: expected a known field, found :66:, which is not read: "
            "check by hand that it says nothing needed",
        ),
    ],
)
def test_what_cannot_be_read_is_told(old: str, new: str, message: str) -> None:
    assert old in MT940
    assert told(read(MT940.replace(old, new, 1))) == [message]


def test_without_its_library_the_format_is_not_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mt940", None)
    mt940_statement._grammar.cache_clear()
    try:
        with pytest.raises(NotSupported) as caught:
            read(MT940)
    finally:
        mt940_statement._grammar.cache_clear()

    assert str(caught.value) == (
        "an MT940 file is read by the library mt-940, which is not installed: "
        "run pip install 'investisens[mt940]'"
    )
