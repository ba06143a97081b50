"""CSV files: columns in any order, cells read strictly, lines told by their number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from investisens.folder import check_folder, read_fund
from investisens.values.currency import EUR, XOF
from investisens.values.money import Money

Folder = Callable[..., Path]

HEADER = "id,received_on,position,amount\n"


def messages(folder: Folder, file: str, text: str | bytes) -> list[str]:
    return [str(each) for each in check_folder(folder({file: text}))]


@pytest.mark.parametrize(
    "text",
    [
        "id,received_on,position,amount\nP1,2010-12-31,L1,27260\n",
        "amount,position,id,received_on\n27260,L1,P1,2010-12-31",
        "id;received_on;position;amount;channel\nP1;2010-12-31;L1;27260;a, b\n",
        "\ufeffid,received_on,position,amount\r\nP1,2010-12-31,L1,27260\r\n",
        ' id , received_on,position,amount\n"P1", 2010-12-31 ,L1,"27 260"\n',
        "id,received_on,position,amount,channel\nP1,2010-12-31,L1,XOF 27\u202f260,\n,,,,\n\n",
        "id,received_on,position,amount\rP1,2010-12-31,L1,27260\r",
        "\nid;received_on;position;amount\nP1;2010-12-31;L1;27260\n",
        " \r\n\r\nid;received_on;position;amount\r\nP1;2010-12-31;L1;27260\r\n",
        "id;received_on;position;amount;channel\rP1;2010-12-31;L1;27260;a, b, c, d, e, f\r",
    ],
)
def test_the_same_row_may_be_written_in_many_ways(folder: Folder, text: str) -> None:
    (payment,) = read_fund(folder({"payments.csv": text})).payments

    assert (payment.id, payment.position, payment.amount) == ("P1", "L1", Money(27_260, XOF))


def test_a_cell_may_hold_quotes_separators_and_line_ends(folder: Folder) -> None:
    text = 'paid_on,amount,label\n2010-12-31,5,"a ""b"", c\nd"\n2011-12-31,0,e\n'
    path = folder({"costs.csv": text})

    (finding,) = check_folder(path)
    (path / "costs.csv").write_text(text.replace(",0,", ",7,"), encoding="utf-8")

    assert finding.where == "costs.csv: line 4, amount"
    assert read_fund(path).costs[0].label == 'a "b", c\nd'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', " x ", "  "])
def test_a_cell_that_looks_like_a_formula_is_text(folder: Folder, text: str) -> None:
    cell = text.replace('"', '""')
    path = folder({"costs.csv": f'paid_on,amount,label\n2010-12-31,5,"{cell}"\n'})

    assert read_fund(path).costs[0].label == text


def test_an_optional_cell_or_column_takes_its_default(folder: Folder) -> None:
    fund = read_fund(
        folder({"enterprises.csv": "id,name,founded\nE1,Miel,2010-03-10\nE2,Savon,\n"})
    )

    assert [each.woman_led for each in fund.enterprises] == [False, False]
    assert fund.enterprises[1].founded is None


def test_an_amount_may_name_its_currency(folder: Folder) -> None:
    fund = read_fund(folder())

    assert fund.investors[0].commitment == Money(200_000, EUR)
    assert fund.investors[1].commitment == Money(1_000_000, XOF)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            *("costs.csv", ""),
            "costs.csv: expected a first line of column names, found an empty file: "
            "restore it, or delete it if there are none",
        ),
        (
            *("costs.csv", "paid_on,amount,amount\n2010-12-31,5,6\n"),
            "costs.csv: line 1: expected each column once, found 'amount' 2 times: "
            "keep one of them",
        ),
        (
            *("costs.csv", "paid_on,amuont\n2010-12-31,5\n"),
            "costs.csv: line 1: expected a known column, found 'amuont': did you mean 'amount'?",
        ),
        (
            *("costs.csv", "paid_on\n2010-12-31\n"),
            "costs.csv: line 1: expected the column 'amount', found none of that name: "
            "add the column",
        ),
        (
            *("costs.csv", "paid_on,amount,\n2010-12-31,5,\n"),
            "costs.csv: line 1: expected a known column, found '': remove the column",
        ),
        (
            *("costs.csv", "paid_on,amount\n2010-12-31\n"),
            "costs.csv: line 2: expected 2 cells, found 1 cells: count the separators; "
            "a cell that holds one stands in quotes",
        ),
        (
            *("costs.csv", 'paid_on,amount\n2010-12-31,5\n2011-12-31,"5\n'),
            "costs.csv: line 3: expected a row of CSV, found a mistake (unexpected end of data): "
            "close every quote, and double a quote inside quotes",
        ),
        (
            *("costs.csv", "paid_on,amount,label\n2010-12-31,5," + "x" * 200_000),
            "costs.csv: line 2: expected cells of at most 131,072 characters, found a longer one: "
            "shorten it, or close the quote before it",
        ),
        (
            *("costs.csv", 'paid_on,"amount\n2010-12-31,5\n'),
            "costs.csv: line 1: expected a row of CSV, found a mistake (unexpected end of data): "
            "close every quote, and double a quote inside quotes",
        ),
        (
            *("costs.csv", ' ,,\n"",\u00a0,;\n'),
            "costs.csv: expected a first line of column names, found only empty cells: "
            "restore it, or delete it if there are none",
        ),
        (
            *("costs.csv", "paid_on\tamount\tlabel\n2010-12-31\t5\ta, b\n"),
            "costs.csv: expected columns parted by commas or semicolons, found tabs: "
            "save the file as CSV, with commas or semicolons",
        ),
        (
            *("costs.csv", "paid_on\tamount\n2010-12-31\t5"),
            "costs.csv: expected columns parted by commas or semicolons, found tabs: "
            "save the file as CSV, with commas or semicolons",
        ),
        (
            *("costs.csv", "paid_on,amount,label\n2010-12-31,5,a\x1b[31mb\n"),
            "costs.csv: line 2, label: expected text, found the control character '\\x1b': "
            "remove it",
        ),
        (
            *("costs.csv", "paid_on,amount\n31/12/2010,5\n"),
            "costs.csv: line 2, paid_on: expected a day such as 2011-02-28, found '31/12/2010': "
            "write the year first, YYYY-MM-DD",
        ),
        (
            *("costs.csv", "paid_on,amount\n2010-12-31,1e400\n"),
            "costs.csv: line 2, amount: expected an amount such as '4250000 XOF', found '1e400': "
            "write it such as '4250000 XOF' or '-3994.16 EUR'",
        ),
        (
            *("costs.csv", f"paid_on,amount\n2010-12-31,{10**18 + 1}\n"),
            "costs.csv: line 2, amount: expected an amount up to 10^18 minor units, found "
            "'1000000000000000001': check the number of digits",
        ),
        (
            *("costs.csv", "paid_on,amount\n2010-12-31,5.00\n"),
            "costs.csv: line 2, amount: expected an amount such as '4250000 XOF', found that the "
            "amount '5.00' is finer than XOF, which has no decimals: write \"5\"",
        ),
        (
            *("costs.csv", "paid_on,amount\n2010-12-31,-5.5\n"),
            "costs.csv: line 2, amount: expected an amount such as '4250000 XOF', found that the "
            "amount '-5.5' is finer than XOF, which has no decimals: write \"-6\", rounded half up",
        ),
        (
            *("costs.csv", "paid_on,amount\n2010-12-31,4250.000\n"),
            "costs.csv: line 2, amount: expected an amount such as '4250000 XOF', found that the "
            "amount '4250.000' is finer than XOF, which has no decimals: write \"4250\", or "
            '"4250000" if the point parts thousands',
        ),
        (
            *(
                "investors.csv",
                "id,country,commitment,shares\nBJ01,BJ,1,100\nFR01,FR,1 024.517 EUR,131\n",
            ),
            "investors.csv: line 3, commitment: expected an amount such as '4250000 XOF', found "
            "that the amount '1024.517' is finer than EUR, which has 2 decimals: write "
            '"1024.52 EUR", rounded half up',
        ),
        (
            *(
                "investors.csv",
                "id,country,commitment,shares\nBJ01,BJ,1,100\nFR01,FR,EUR 2.125,131\n",
            ),
            "investors.csv: line 3, commitment: expected an amount such as '4250000 XOF', found "
            "that the amount '2.125' is finer than EUR, which has 2 decimals: write "
            '"2.13 EUR", rounded half up, or "2125.00 EUR" if the point parts thousands',
        ),
        (
            *("enterprises.csv", "id,name,woman_led\nE1,Miel,TRUE\nE2,Savon,\n"),
            "enterprises.csv: line 2, woman_led: expected true or false, found 'TRUE': "
            "write one of them, in small letters",
        ),
        (
            *("enterprises.csv", "id,name\nE1,Miel\nE2,Savon\nE3 ,Bois\n"),
            "enterprises.csv: line 4, id: expected a short name, found 'E3 ': "
            "remove the spaces around it",
        ),
        (
            *("enterprises.csv", "id,name\nE1,Miel\nE2,Savon\nE\x1b[31m3,Bois\n"),
            "enterprises.csv: line 4, id: expected text, found the control character '\\x1b': "
            "remove it",
        ),
        (
            *("enterprises.csv", "id,name\nE1,Miel\nE2,Savon\nE\u202e3,Bois\n"),
            "enterprises.csv: line 4, id: expected a short name, found 'E\\u202e3': "
            "write it on one line, in visible characters",
        ),
        (
            *("indicators.csv", "enterprise,year,indicator,value\nE1,2012,jobs,12.7\n"),
            "indicators.csv: line 2, value: expected a whole number, found '12.7': "
            "write digits alone, such as 75",
        ),
        (
            *("indicators.csv", f"enterprise,year,indicator,value\nE1,2012,jobs,{'9' * 5_000}\n"),
            "indicators.csv: line 2, value: expected a whole number, found "
            f"'{'9' * 56}...: write digits alone, such as 75",
        ),
        (
            *("indicators.csv", "enterprise,year,indicator,value\nE1,12,jobs,5\n"),
            "indicators.csv: line 2, year: expected a year from 1900 to 2199, found 12: "
            "write its four digits",
        ),
    ],
)
def test_a_fault_of_a_table_is_told_in_full(
    folder: Folder, file: str, text: str, message: str
) -> None:
    assert messages(folder, file, text) == [message]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            "id,date,position,amount",
            [
                "expected the column 'received_on', found the unknown 'date': "
                "rename 'date' to 'received_on'?"
            ],
        ),
        (
            "amount,channel,position,id,date",
            [
                "expected the column 'received_on', found the unknown 'date': "
                "rename 'date' to 'received_on'?"
            ],
        ),
        (
            "key,date,position,amount",
            [
                "expected the column 'id', found the unknown 'key': rename 'key' to 'id'?",
                "expected the column 'received_on', found the unknown 'date': "
                "rename 'date' to 'received_on'?",
            ],
        ),
        (
            "id,date,position,sum,notes",
            [
                "expected the column 'received_on', found the unknown 'date': "
                "rename 'date' to 'received_on'?",
                "expected the column 'amount', found the unknown 'sum': rename 'sum' to 'amount'?",
                "expected a known column, found 'notes': remove the column",
            ],
        ),
        (
            "position,amuont,date,id",
            [
                "expected a known column, found 'amuont': did you mean 'amount'?",
                "expected the column 'received_on', found the unknown 'date': "
                "rename 'date' to 'received_on'?",
            ],
        ),
        (
            "position,id,,amount",
            [
                "expected a known column, found '': remove the column",
                "expected the column 'received_on', found none of that name: add the column",
            ],
        ),
        (
            "position,id,date,sum,channel,reference",
            [
                "expected the column 'received_on', found the unknown 'date': "
                "rename 'date' to 'received_on'?",
                "expected the column 'amount', found the unknown 'sum': rename 'sum' to 'amount'?",
            ],
        ),
        (
            "amount,position,id,notes,date",
            [
                "expected a known column, found 'notes': remove the column",
                "expected a known column, found 'date': remove the column",
                "expected the column 'received_on', found none of that name: add the column",
            ],
        ),
    ],
)
def test_a_column_of_another_name_is_told_once(
    folder: Folder, header: str, found: list[str]
) -> None:
    """An unknown name stands for the column whose place it takes, or for the only one missing."""
    text = f"{header}\nP1,2010-12-31,L1,27260\n"

    where = "payments.csv: line 1: "
    assert messages(folder, "payments.csv", text) == [f"{where}{each}" for each in found]


def test_an_emptied_list_is_one_finding(folder: Folder) -> None:
    """Names of a file without even a first line are not looked for."""
    assert messages(folder, "enterprises.csv", "") == [
        "enterprises.csv: expected a first line of column names, found an empty file: "
        "restore it, or delete it if there are none"
    ]


def test_every_faulty_row_is_told(folder: Folder) -> None:
    rows = "".join(f"P{n},2011-01-01,L1,0\n" for n in range(500))

    found = messages(folder, "payments.csv", HEADER + rows)

    assert len(found) == 500
    assert found[-1].startswith("payments.csv: line 501, amount: ")


def test_a_header_alone_is_an_empty_list(folder: Folder) -> None:
    assert read_fund(folder({"payments.csv": HEADER})).payments == ()
