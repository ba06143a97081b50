from __future__ import annotations

import attrs
import pytest

from exports import OWN, WALLET, told, wallet
from investisens.statements import LineStatus

PAID = "2014-05-15 10:42:07;T1;Payment;229 00 00 00 07;22900000099;120 000;100;;OK;L7"


def test_the_own_wallet_gives_the_direction_and_the_fee_stands_apart() -> None:
    statement = wallet(
        PAID,
        "2014-05-16 08:00:00;T2;Transfer;+229 00 00 00 99;22900000044;5 000;50;;OK;rent",
    )
    received, paid = statement.lines

    assert (received.amount.minor, received.fee.minor, received.moved.minor) == (
        120_000,
        100,
        119_900,
    )
    assert (received.counterparty_account, received.time) == ("229 00 00 00 07", "10:42:07")
    assert (paid.amount.minor, paid.moved.minor) == (-5_000, -5_050)
    assert paid.counterparty_account == "22900000044"


def test_a_fee_of_the_payer_is_not_the_funds() -> None:
    mapping = attrs.evolve(WALLET, fee_charged_to="counterparty")

    assert wallet(PAID, mapping=mapping).lines[0].moved.minor == 120_000


def test_a_fee_is_in_the_balance() -> None:
    assert wallet(
        "2014-05-15 10:42:07;T1;Payment;07;22900000099;120 000;100;119 900;OK;",
        "2014-05-15 11:42:07;T2;Payment;07;22900000099;1 000;0;120 900;OK;",
    ).ok


@pytest.mark.parametrize(("sender", "receiver"), [("07", "08"), (OWN, OWN)])
def test_a_row_between_other_wallets_is_told(sender: str, receiver: str) -> None:
    statement = wallet(f"2014-05-15 10:42:07;T1;Payment;{sender};{receiver};5;0;;OK;")

    assert told(statement) == [
        "wallet.csv: line 2, From and To: expected a positive amount from or to the own wallet "
        f"'22900000099', found 5 XOF from {sender!r} to {receiver!r}: "
        "give the wallet of this export as the account"
    ]


def test_failed_and_pending_rows_are_dropped_and_told() -> None:
    failed = PAID.replace("T1", "T2").replace("OK", "ko")
    pending = PAID.replace("T1", "T3").replace("OK", "Waiting")
    statement = wallet(PAID, failed, pending)

    assert [line.bank_id for line in statement.lines] == ["T1"]
    assert [(each.line.row, each.line.status, each.reason) for each in statement.dropped] == [
        (3, LineStatus.FAILED, "it failed: no money moved"),
        (4, LineStatus.PENDING, "it is pending: no money has moved yet"),
    ]


def test_an_unknown_status_is_a_finding() -> None:
    statement = wallet(PAID.replace("OK", "WAITIN"))

    assert told(statement) == [
        "wallet.csv: line 2, State: expected a word of [status], found 'WAITIN': "
        "did you mean 'WAITING'?"
    ]


def test_a_row_without_its_id_is_a_finding() -> None:
    statement = wallet(PAID.replace("T1", ""))

    assert told(statement) == [
        "wallet.csv: line 2, Id: expected a transaction id, found an empty cell: restore it"
    ]


def test_a_transaction_exported_twice_is_told_once() -> None:
    statement = wallet(PAID, PAID)

    assert len(statement.lines) == 1
    assert [each.reason for each in statement.dropped] == [
        "the same transaction T1 stands on line 2"
    ]


def test_an_id_with_other_content_is_a_finding() -> None:
    statement = wallet(PAID, PAID.replace("120 000", "120 001"))

    assert told(statement) == [
        "wallet.csv: line 3, transaction id: expected one transaction for each id, "
        "found 'T1' with other content than on line 2: ask the operator which is right"
    ]


def test_a_pending_row_and_its_success_are_no_contradiction() -> None:
    statement = wallet(PAID.replace("OK", "WAITING"), PAID)

    assert statement.ok
    assert [line.row for line in statement.lines] == [3]


def test_the_parts_of_a_payment_stay_two_lines_with_a_hint() -> None:
    """Example fund: one due sent in two parts from two wallets, 200 000 + 92 329 = 292 329."""
    statement = wallet(
        "2015-03-30 11:20:05;E5;Payment;07;22900000099;200 000;0;;OK;lumiere 1/2",
        "2015-03-30 11:26:48;E6;Payment;19;22900000099;92 329;0;;OK;lumiere 2/2 epouse",
    )

    assert [(line.hint, line.together_with) for line in statement.lines] == [
        ("part 1 of 2, with line 3: together 292329 XOF", (3,)),
        ("part 2 of 2, with line 2: together 292329 XOF", (2,)),
    ]


@pytest.mark.parametrize("other", ["lumiere 1/2", "lumiere 2/3", "soleil 2/2", "12/2012"])
def test_parts_that_do_not_make_a_whole_get_no_hint(other: str) -> None:
    statement = wallet(
        "2015-03-30 11:20:05;E5;Payment;07;22900000099;200 000;0;;OK;lumiere 1/2",
        f"2015-03-30 11:26:48;E6;Payment;19;22900000099;92 329;0;;OK;{other}",
    )

    assert [line.hint for line in statement.lines] == ["", ""]


REVERSAL = "2014-05-17 08:00:00;T9;Reversal;22900000099;229 00 00 00 07;120 000;-100;;OK;of T1"


def test_a_cancellation_is_paired_with_what_it_cancels() -> None:
    statement = wallet(PAID, REVERSAL)

    assert statement.ok
    assert [line.hint for line in statement.lines] == ["cancelled by line 3", "cancels line 2"]
    assert statement.lines[1].cancels == "T1"
    assert sum(line.moved.minor for line in statement.lines) == 0


def test_a_cancellation_of_another_amount_is_told_and_both_stay() -> None:
    statement = wallet(PAID, REVERSAL.replace("120 000", "20 000"))

    assert statement.ok
    assert len(statement.lines) == 2
    assert told(statement) == [
        "wallet.csv: line 3: expected -120000 XOF, which cancels line 2 whole and once, "
        "found -20000 XOF: both stay, and are to be matched by hand"
    ]


def test_a_second_cancellation_is_told() -> None:
    statement = wallet(PAID, REVERSAL, REVERSAL.replace("T9", "T10"))

    assert told(statement) == [
        "wallet.csv: line 4: expected -120000 XOF, which cancels line 2 whole and once, "
        "found -120000 XOF, a second time: both stay, and are to be matched by hand"
    ]
