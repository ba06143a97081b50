"""The two raw statements of the example fund give the receipts that its README names."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from golden import rows_of
from investisens.folder import read_fund
from investisens.portfolio.fund import Fund
from investisens.statements import (
    ExpectedDue,
    Matching,
    Payer,
    Statement,
    match,
    read_csv,
    shipped_mapping,
)
from investisens.values.currency import XOF
from investisens.values.money import Money

COLLINES = Path(__file__).parents[2] / "examples" / "collines"
Receipts = Counter[tuple[date, str]]
BANK_NAMES = {"E1": ("MIEL FORET",), "E7": ("LUMIERE",)}
"""How the credit union and the payers of the wallet write two of the nine enterprises."""


@pytest.fixture(scope="module")
def fund() -> Fund:
    return read_fund(COLLINES)


@pytest.fixture(scope="module")
def payers(fund: Fund) -> list[Payer]:
    """All nine enterprises, each with its debt; the commune is a clue."""
    return [
        Payer(
            id=each.id,
            contracts=(each.id.replace("E", "L"),),
            aliases=(each.name.removesuffix(" (fictitious)"), *BANK_NAMES.get(each.id, ())),
            accounts=("229 00 00 00 07",) if each.id == "E7" else (),
            clues=(each.commune,),
        )
        for each in fund.enterprises
    ]


@pytest.fixture(scope="module")
def dues() -> list[ExpectedDue]:
    """The schedules of all debts, from the expected figures of the case."""
    return [
        ExpectedDue(
            contract=row["instrument_id"],
            due_on=date.fromisoformat(row["due_on"]),
            amount=Money(int(row["total_xof"]), XOF),
        )
        for row in rows_of("collines/schedules.csv")
        if int(row["total_xof"])
    ]


def read(name: str, account: str) -> Statement:
    """One of the raw statements."""
    path = COLLINES / "statements" / f"{name}_statement.csv"
    return read_csv(path, shipped_mapping(name), account=account)


def payments(fund: Fund, *ids: str) -> Receipts:
    """What the fund recorded, by day and contract."""
    received: Receipts = Counter()
    for each in fund.payments:
        if each.id in ids:
            received[each.received_on, each.position] += each.amount.minor
    return received


def receipts(found: Matching) -> Receipts:
    """What was matched, by day and contract: the two parts of one payment make one receipt."""
    received: Receipts = Counter()
    for each in found.matches:
        received[each.line.operation_date, each.contract] += each.line.amount.minor
    return received


def test_the_wallet_gives_the_eight_receipts_of_l7_and_nothing_else(
    fund: Fund, payers: list[Payer], dues: list[ExpectedDue]
) -> None:
    """Its README says what is in the way.

    A failed attempt, a transaction exported twice, one due in two parts from two wallets, and
    a payment of an unknown payer with its cancellation.
    """
    statement = read("momo", "229 00 00 00 99")
    found = match(statement.lines, payers, dues)
    expected = payments(fund, "P087", "P093", "P097", "P101", "P104", "P106", "P108", "P111")

    assert statement.findings == ()
    assert receipts(found) == expected
    assert len(expected) == 8
    assert len(found.matches) == 9
    assert (found.suspense, found.charges) == ((), ())
    assert [(one.row, other.row) for one, other in found.cancelled] == [(3, 12)]
    assert [(each.line.row, each.reason) for each in statement.dropped] == [
        (4, "it failed: no money moved"),
        (7, "the same transaction MM150128.0900.D4 stands on line 6"),
    ]


def test_every_mobile_money_receipt_of_the_case_is_found(fund: Fund) -> None:
    channel = [each.id for each in fund.payments if each.channel == "MOBILE_MONEY"]

    assert channel == ["P087", "P093", "P097", "P101", "P104", "P106", "P108", "P111"]


def test_the_credit_union_gives_two_receipts_two_charges_and_two_lines_to_decide(
    fund: Fund, payers: list[Payer], dues: list[ExpectedDue]
) -> None:
    """README: two credits do not name the enterprise in full; they wait, and L1 is proposed."""
    statement = read("clcam", "CLCAM Ouesse")
    found = match(statement.lines, payers, dues)

    assert statement.findings == ()
    assert receipts(found) == payments(fund, "P083", "P103")
    assert [line.row for line in found.charges] == [3, 5]
    assert [each.line.row for each in found.suspense] == [4, 6]
    assert [each.proposals[0].contract for each in found.suspense] == ["L1", "L1"]
    decided = receipts(found) + Counter(
        {
            (each.line.operation_date, each.proposals[0].contract): each.line.amount.minor
            for each in found.suspense
        }
    )
    assert decided == payments(fund, "P083", "P086", "P100", "P103")


def test_the_value_date_differs_from_the_day_of_the_receipt(fund: Fund) -> None:
    first = read("clcam", "CLCAM Ouesse").lines[0]

    assert (first.operation_date, first.value_date) == (date(2014, 2, 28), date(2014, 3, 3))
    assert {each.received_on for each in fund.payments if each.id == "P083"} == {
        first.operation_date
    }


@pytest.mark.parametrize(("name", "lines"), [("momo", 11), ("clcam", 6)])
def test_a_statement_read_twice_holds_no_new_key(name: str, lines: int) -> None:
    once, again = ({line.key for line in read(name, "A1").lines} for _ in range(2))

    assert once == again
    assert len(once) == lines


def test_the_bank_paid_the_due_to_the_franc(payers: list[Payer], dues: list[ExpectedDue]) -> None:
    """The schedule asks L1 for 531 192 on 28 February 2014; the amount is a further reason."""
    found = match(read("clcam", "CLCAM Ouesse").lines, payers, dues)

    assert found.matches[0].reasons == (
        "the text holds 'MIEL FORET', an alias of E1",
        "the amount is the due of 531192 XOF of 2014-02-28",
    )
    assert found.suspense[0].proposals[0].reasons == (
        "the amount is the due of 442757 XOF of 2014-04-30",
        "the text holds 'Ouesse', a clue to E1",
    )
